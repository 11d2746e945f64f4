"""The page for reviewers: one file with every question, table and outcome, in every language of the pack.

It loads nothing. Without its script it is a long document; with it, a wizard to walk and a list to search.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from gopay_help.authoring.pictures.article import Articles, code, write_articles
from gopay_help.authoring.pictures.chart import build_chart
from gopay_help.authoring.pictures.fragment import html
from gopay_help.authoring.pictures.library import Library
from gopay_help.authoring.pictures.svg import STYLE, draw
from gopay_help.authoring.pictures.trail import Trail
from gopay_help.authoring.pictures.ways import Reaches, find_ways, in_order
from gopay_help.authoring.pictures.wording import kind_id
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import NodeId, Outcome, Question, Table, Tree
from gopay_help.screen.documents import utc

_HERE = Path(__file__).parent
_MARKED = frozenset({"alarm", "urgent"})
"""Kinds that stand out in their group."""
_GROUPS = (("question", Question), ("table", Table), ("outcome", Outcome))


def render_book(
    languages: Sequence[tuple[Catalogue, Library]],
    plain: Mapping[str, Catalogue],
    *,
    pack: str | None,
    trail: Trail = (),
) -> str:
    """The whole file.

    Args:
        languages: words that tell what fell back on English, and what advice is made of; the first is shown.
        plain: the same words by language, without such marks.
        pack: how commands name an author's pack.
        trail: a way to begin with, and to highlight on the map.
    """
    style = "".join((_read("viewer.css"), STYLE, _one_language(plain)))
    script = _read("viewer.js")
    tree = languages[0][1].tree
    reaches = find_ways(tree)
    first = plain[languages[0][0].lang]
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = escape(first.say("bench.tree", id=tree.id, version=tree.version))
    way = escape(json.dumps([[choice.node, choice.row] for choice in trail]))
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{first.lang}">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n',
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n",
            f'<body data-trail="{way}" data-start="{tree.start}">\n',
            *(_skip(words) for words in plain.values()),
            _switch(tuple(plain.values())),
            '<main id="main" tabindex="-1">\n',
            *(
                part
                for words, library in languages
                for part in _section(write_articles(library, words, reaches, pack), plain[words.lang], trail)
            ),
            f"</main>\n<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _one_language(every: Mapping[str, Catalogue]) -> str:
    """One language is seen at a time, script or not; a browser that cannot do that shows them one by one."""
    chosen = "".join(f"body:has(#lang-{lang}:checked) .in-{lang}{{display:block}}" for lang in every)
    return f"@supports selector(:has(*)){{.book,.skip{{display:none}}{chosen}}}"


def _skip(words: Catalogue) -> str:
    text = html(words.say("bench.skip"))
    return f'<a class="skip in-{words.lang}" lang="{words.lang}" href="#main">{text}</a>\n'


def _switch(every: Sequence[Catalogue]) -> str:
    """Radio buttons, since they need no script to choose."""
    legend = " / ".join(
        f'<span lang="{words.lang}">{html(words.say("bench.languages"))}</span>' for words in every
    )
    buttons = "".join(
        f'<span><input type="radio" name="lang" id="lang-{words.lang}" value="{words.lang}"'
        f'{"" if number else " checked"}><label for="lang-{words.lang}" lang="{words.lang}">'
        f"{html(_own_name(words))}</label></span>"
        for number, words in enumerate(every)
    )
    return f'<nav class="languages"><fieldset><legend>{legend}</legend>{buttons}</fieldset></nav>\n'


def _own_name(words: Catalogue) -> str:
    """The language's name in itself; its tag where nobody has written it down."""
    return words.entries.get("bench.language", words.lang)


def _section(writer: Articles, plain: Catalogue, trail: Trail) -> Iterator[str]:
    lang, tree, say = plain.lang, writer.tree, writer.say
    library = writer.library
    found = "".join(
        f' data-found-{number}="{escape(plain.say(f"bench.found.{number}"))}"'
        for number in ("one", "many", "none")
    )
    ruled_out = escape(plain.say("bench.ruled_out"))
    yield f'<section class="book in-{lang}" lang="{lang}" id="{lang}"{found} data-ruled-out="{ruled_out}">\n'
    yield f"<header><h1>{say('tree', id=tree.id, version=tree.version)}</h1>"
    made = say("made", time=utc(library.now), version=tree.version, registry=library.registry_version)
    yield f'<p class="draft"><strong>{say("draft")}</strong> {made}</p>'
    yield _views(writer)
    yield "</header>\n"
    yield f'<div class="walk"><nav class="trail" aria-label="{escape(plain.say("bench.trail"))}" hidden>'
    yield f"<h2>{say('trail')}</h2><ol></ol></nav>"
    yield f'<p class="steps" hidden><button type="button" data-do="back">{say("back")}</button> '
    yield f'<button type="button" data-do="restart">{say("restart")}</button></p></div>\n'
    yield from _contents(writer, plain)
    chart = build_chart(tree, plain, trail)
    drawn = draw(chart, prefix=f"{lang}-map", link=lambda node_id: f"#{lang}.{node_id}")
    yield f'<section class="map" aria-labelledby="{lang}-map"><h2 id="{lang}-map" tabindex="-1">'
    yield f'{say("view.map")}</h2><div class="wide" tabindex="0" role="group" aria-labelledby="{lang}-map">'
    yield f"{drawn}</div></section>\n"
    for name, nodes in _grouped(tree, writer.reaches):
        yield f'<section class="pages" aria-labelledby="{lang}-{name}s"><h2 id="{lang}-{name}s">'
        yield f"{say(f'kinds.{name}')}</h2>\n"
        yield from (writer.article(node_id) for node_id in nodes)
        yield "</section>\n"
    yield "</section>\n"


def _views(writer: Articles) -> str:
    """What the script offers; without it everything is on the page anyway."""
    lang = writer.words.lang
    views = "".join(
        f'<li><a href="#{lang}-{view}" data-view="{view}">{writer.say(f"view.{view}")}</a></li>'
        for view in ("walk", "all", "map")
    )
    label = escape(writer.words.say("bench.views"))
    return (
        f'<nav class="views" aria-label="{label}" hidden><ul>{views}</ul></nav>'
        f'<p class="note keys" hidden>{writer.say("keys")}</p>'
    )


def _contents(writer: Articles, plain: Catalogue) -> Iterator[str]:
    lang = plain.lang
    yield f'<section class="contents" aria-labelledby="{lang}-all"><h2 id="{lang}-all" tabindex="-1">'
    yield f'{writer.say("contents")}</h2><div class="search" role="search" hidden>'
    yield f'<label for="{lang}-search">{writer.say("search")}</label>'
    yield f'<input type="search" id="{lang}-search" autocomplete="off" spellcheck="false">'
    yield '<p role="status" class="found"></p></div>\n'
    for name, nodes in _grouped(writer.tree, writer.reaches):
        heading = f"{writer.say(f'kinds.{name}')} ({len(nodes)})"
        yield f'<div class="group"><h3>{heading}</h3><ul>\n'
        for node_id in nodes:
            yield _entry(writer, node_id)
        yield "</ul></div>\n"
    yield "</section>\n"


def _entry(writer: Articles, node_id: NodeId) -> str:
    node = writer.tree.nodes[node_id]
    leading = len(writer.sources.get(node_id, ()))
    kind = kind_id(node)
    badge = f'<span class="badge">{writer.say(f"kind.{kind}")}</span> ' if kind in _MARKED else ""
    return (
        f'<li data-for="{node_id}" class="{kind}"><a href="#{writer.anchor(node_id)}">'
        f"{writer.title(node_id)}</a> {code(node_id)} {badge}"
        f'<span class="count">{writer.say("count_leading", count=leading)}</span></li>\n'
    )


def _grouped(tree: Tree, reaches: Reaches) -> Iterator[tuple[str, list[NodeId]]]:
    """Nodes by kind, in the order that people meet them; what only first aid shows comes last."""
    met = dict.fromkeys((*in_order(tree), *tree.nodes))
    for name, type_ in _GROUPS:
        nodes = [node_id for node_id in met if isinstance(tree.nodes[node_id], type_)]
        yield name, sorted(nodes, key=lambda node_id: node_id not in reaches)

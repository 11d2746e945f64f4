"""`tree show`: the tree, or one node of it, as people see it."""

from collections.abc import Iterable
from dataclasses import replace

from gopay_help.authoring.draw.page import Library
from gopay_help.authoring.draw.ways import find_ways
from gopay_help.authoring.lint.schema import nearest
from gopay_help.cli.commands.diagnose import build_advice
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import NodeId
from gopay_help.screen.page import show


def run(setup: Setup, node_id: str | None) -> int:
    """Show one node, or the outline of all.

    Raises:
        UsageError: there is no such node.
    """
    tree = setup.pack.tree
    if node_id is not None and node_id not in tree.nodes:
        raise UsageError(f"{node_id!r} is no question, table or outcome; {nearest(node_id, tree.nodes)}")
    if setup.settings.json:
        write_nodes(setup, tree.nodes if node_id is None else (NodeId(node_id),))
        return ExitCode.OK
    if node_id is None:
        from gopay_help.authoring.draw.listing import outline_page

        page = outline_page(tree, setup.words)
    else:
        from gopay_help.authoring.draw.listing import NodeTeller

        teller = NodeTeller(
            library(setup, setup.words), setup.words, find_ways(tree), _pack(setup), setup.width
        )
        page = teller.page(tree.nodes[NodeId(node_id)])
    show(page, setup.stdout, width=setup.width, plain=setup.plain)
    return ExitCode.OK


def write_nodes(setup: Setup, chosen: Iterable[NodeId]) -> None:
    """Print nodes as one JSON document."""
    from gopay_help.authoring.draw.listing import nodes_document
    from gopay_help.screen.documents import write_json

    tree = setup.pack.tree
    document = nodes_document(tree, setup.words, find_ways(tree), chosen, pack=_pack(setup))
    write_json(document, setup.stdout)


def library(setup: Setup, words: Catalogue) -> Library:
    """Advice in the language of *words*, as `diagnose` builds it."""
    shown = replace(setup)
    vars(shown).update(pack=setup.pack, words=words, now=setup.now)
    return Library(
        tree=setup.pack.tree,
        build=lambda end, evidence: build_advice(shown, end, evidence),
        now=setup.now,
        registry_version=setup.registry.version,
    )


def _pack(setup: Setup) -> str | None:
    return str(setup.folder) if setup.folder else None

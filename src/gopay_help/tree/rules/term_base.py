"""The term base itself: it speaks of languages that there are, and recommends nothing that it warns of."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import TERMS
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule


@rule("I18N017", Stage.MEANING, Level.WARNING)
def check_term_base(draft: Draft) -> Iterator[Problem]:
    """Every language of a term is one of the tree, and no word is both wanted and to be avoided."""
    if TERMS not in draft.documents:
        return
    file, languages = draft.documents[TERMS], draft.tree.languages
    for index, row in draft.rows(TERMS, "terms"):
        for part in ("words", "avoid"):
            listed = cast("Mapping[str, Any]", row.get(part) or {})
            for lang in (lang for lang in listed if lang not in languages):
                trail: Trail = ("terms", index, part, lang)
                message = f"{lang!r} is no language of the tree: these words would be looked for nowhere"
                yield file.problem("I18N017", trail, message, nearest(lang, languages))
        for lang, avoided in cast("Mapping[str, Any]", row.get("avoid") or {}).items():
            for at, word in enumerate(avoided):
                if word in row["words"].get(lang, ()):
                    trail = ("terms", index, "avoid", lang, at)
                    message = f"{word!r} stands in `words` and in `avoid` of {row['term']!r}"
                    yield file.problem("I18N017", trail, message, "keep it in one of the two lists")

"""The English beside the ids of a tree is what the texts say."""

from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.beside import english_beside, stands_beside
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule


@rule("I18N008", Stage.MEANING, Level.WARNING)
def check_english_beside(draft: Draft) -> Iterator[Problem]:
    """A comment `# en: …` in the tree says what the English text says; a tree without any is fine."""
    file = draft.tree_file
    found = stands_beside(file)
    wanted = english_beside(file, draft.tree, lambda key: draft.text(SOURCE_LANGUAGE, key)) if found else {}
    for line in sorted(found.keys() | wanted.keys()):
        if found.get(line) != wanted.get(line):
            says = f"says {found[line]!r}" if line in found else "lacks its English"
            now = f"the text is {wanted[line]!r}" if line in wanted else "nothing here has words"
            message = f"the comment beside this line {says}; {now}"
            yield Problem("I18N008", message, "run `gopay-help tree fmt`", file.file, line, 1, Level.WARNING)

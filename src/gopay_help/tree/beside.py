"""The English words beside the ids of a tree, as comments: `yes` alone tells a reader little.

They are made from the texts and never read by the program. ``tree fmt`` writes them; I18N008 says when they
tell something that the texts no longer say.
"""

import re
from collections.abc import Callable, Iterator

from gopay_help.model.tree import Question, Tree
from gopay_help.tree.document import Document, Trail

MARK = "# en: "

_SAID = re.compile(r"(?:\A|\s*# )en: (?P<english>.*)\Z")


def english_beside(file: Document, tree: Tree, say: Callable[[str], str | None]) -> dict[int, str]:
    """What has to stand behind each line of a tree's file, by line from 1.

    Args:
        file: the tree as it was read, with its places.
        tree: the same, parsed.
        say: the English text of a key, None where there is none.
    """
    wanted: dict[int, str] = {}
    for trail, key in _worded(file, tree):
        line, english = file.place(*trail).line, say(key)
        if line and english:
            wanted[line] = f"{wanted[line]} / {english}" if line in wanted else english
    return wanted


def stands_beside(file: Document) -> dict[int, str]:
    """The English that stands behind each line now, by line from 1."""
    found = ((one.line, _SAID.search(one.text)) for one in file.comments if not one.alone)
    return {line: said["english"] for line, said in found if said}


def without_english(line: str) -> str:
    """A line of a tree's file without the English behind it; what else is said there stays."""
    return re.sub(rf"\s*{MARK}.*\Z", "", line)


def _worded(file: Document, tree: Tree) -> Iterator[tuple[Trail, str]]:
    """The places that have words, with the key of these."""
    for node_id, node in tree.nodes.items():
        if isinstance(node, Question):
            yield ("nodes", node_id), f"{node_id}.text"
            for index, option in enumerate(node.options):
                yield ("nodes", node_id, "options", index), f"{node_id}.opt.{option.id}"
        elif ("outcomes", node_id) in file.places:
            yield ("outcomes", node_id), f"outcome.{node_id}.title"

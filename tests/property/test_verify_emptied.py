"""A list that a pack leaves empty says nothing: no pattern made of it may match everything."""

import pytest

from gopay_help.contacts.verify import build_verifier
from verifying import TODAY, document, registry

LISTS = document("lookalikes")
CALM = (
    "Hi, I read this today: https://www.news.example/story",
    "See you at eight. I booked at desk.library.example, the big table",
    "Vemo-nos às 8. Fica em rua.do.mar, www.rua.example/mapa",
    "Rapat jam 8 di kantor.",
    "我们八点在门口见。",
)
"""No word of any list stands in them, and what leads somewhere leads nowhere in particular."""


def emptied(*shelves, role=None):
    """The shipped lists, with all of these empty, or with one list of them."""

    def empty(value):
        if isinstance(value, dict):
            return {key: empty(each) for key, each in value.items()}
        return [] if isinstance(value, list) else value

    return {
        name: {**value, role: empty(value[role])}
        if role and name in shelves
        else empty(value)
        if name in shelves and name != "phones"
        else value
        for name, value in LISTS.items()
    }


MESSAGE = [*LISTS["message"]]
SHELVES = [name for name, value in LISTS.items() if isinstance(value, list | dict) and name != "phones"]


AT_ONCE = {"all", "app_files", "other_companies", "message", "message.ask", "message.secret"}


@pytest.mark.parametrize(
    "without",
    [
        pytest.param(one, marks=() if one in AT_ONCE else pytest.mark.slow)
        for one in (*SHELVES, "all", *(f"message.{role}" for role in MESSAGE))
    ],
)
def test_an_empty_list_finds_nothing(without):
    shelf, _, role = without.partition(".")
    lists = emptied(*(SHELVES if shelf == "all" else [shelf]), role=role)
    if shelf in ("message", "phrases") and not role:
        lists = {**lists, "signs": [], "frames": []}  # made of roles that nothing has now
    reader = build_verifier(registry(), lists)
    for text in CALM:
        found = reader.scan(text, TODAY)
        assert [each.id for each in found.signals] == [], text
        assert {str(each.verdict) for each in found.contacts} <= {"unknown"}, text

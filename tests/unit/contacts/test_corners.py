"""Corners that a run seldom turns, each with what it has to say."""

import io

import pytest

from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import PackSource
from gopay_help.authoring.lint.yaml import Document
from gopay_help.cli import verify as command
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.contacts.answers import ValueKind
from gopay_help.contacts.lookalikes import parse_lookalikes
from gopay_help.contacts.registry import parse_registry
from gopay_help.contacts.verify import Verifier
from verifying import TODAY, ask, catalogue, channel, document, registry, rules, verdict

DATA = parse_lookalikes(document("lookalikes"))


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("gopay.com.my", "contested"),
        ("x:@gojekindonesia", "contested"),
        ("market://details?id=com.gojek.gopay", "app_link"),
        ("tg://resolve?domain=gopay_cs", "name_alone"),
        ("https://wa.me/", "hidden_account"),
        ("https://www.instagram.com/p/AbC/", "hidden_account"),
        ("https://shop.example:8080/gopay", "not_listed"),
        ("https://user:pw@news.example/", "not_listed"),
        ("+999123456", "number_not_listed"),
        ("+1 202 555 0123", "foreign_number"),
    ],
)
def test_a_corner_is_explained(value: str, rule: str):
    assert rule in rules(value)


def test_an_unusual_link_to_a_stranger_is_noted():
    assert rules("https://user:pw@news.example/") == ["not_listed", "odd_link"]


def test_an_official_mailbox_in_other_letters_is_a_look_alike():
    assert verdict("customers\u0435rvice@gopay.co.id") == "lookalike"


def test_a_letter_without_a_name_is_kept():
    assert verdict("gopay\ue000.example") in ("lookalike", "invalid")


def test_an_address_with_a_port_is_an_address():
    assert rules("http://[::1]:8080/") == ["bare_address"]


def test_one_value_without_a_verifier_of_its_own():
    book = parse_registry(document("channels"))
    assert str(Verifier(book, DATA).verify("1500729", ValueKind.PHONE, TODAY).verdict) == "official"


def found(accepted: dict[str, str], **changes: object) -> list[str]:
    """The rules that speak of a registry of one channel."""
    channels = {**registry(channel(**changes)), "no_primary_source": accepted}
    named = {"channels": channels, "lookalikes": document("lookalikes")}
    source = PackSource({name: Document(f"{name}.yaml", data) for name, data in named.items()}, {})
    return sorted({problem.rule for problem in judge(source, only="REG").problems})


def seeded(**changes: object) -> list[str]:
    return found(
        {"x": "y"} if changes.get("accept") else {}, **({"value": "1500999", "brand": "ours"} | changes)
    )


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (
            {
                "grade": "A",
                "sources": [{"url": "https://help.ours.example/", "date": None, "type": "third_party"}],
            },
            "REG012",
        ),
        ({"grade": "X"}, "REG012"),
        ({"sources": []}, "REG012"),
        ({"last_seen": None}, "REG013"),
        ({"value": None}, "REG004"),
        ({"status": "disputed"}, "REG004"),
        ({"alternatives": {"replaced_by": "nobody"}}, "REG002"),
        ({"kind": "web", "value": "http://help.ours.example/"}, "REG003"),
        ({"kind": "web", "value": "https://help.ours.example:8443/"}, "REG003"),
        ({"kind": "social", "value": "@ours"}, "REG003"),
    ],
)
def test_a_rule_of_the_registry_speaks(changes: dict[str, object], rule: str):
    assert rule in seeded(**changes)


def test_a_well_proved_contact_passes_every_rule():
    assert seeded() == []


def test_an_exception_that_is_not_needed_is_refused():
    assert found({"line": "why not"}, id="line", value="1500999") == ["REG010"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_is_told_how_to_paste():
    setup = Setup(Settings(lang="en"), stdin=Terminal("halo"), stdout=io.StringIO(), stderr=io.StringIO())
    setup.words, setup.document = catalogue(), document
    assert command.verify(setup, message="-") == 5
    assert "Ctrl-D" in setup.stderr.getvalue()
    assert setup.stdin.read() == ""


def test_a_batch_line_of_another_shape_is_invalid():
    from gopay_help.cli.verify import read_records

    lines = [
        '{"value": 7}',
        '{"value": "x", "kind": "fax"}',
        '{"value": "x", "kind": ["phone"]}',
        "{}",
        '{"id": 1, "value": "131"}',
    ]
    records = list(read_records(io.StringIO("\n".join(lines))))
    assert [record.problem for record in records] == ["not_text"] * 4 + [None]
    assert records[-1].id == "1"


def test_a_long_line_is_cut_off_unread():
    from gopay_help.cli.verify import read_records

    records = list(read_records(io.StringIO("x" * 100_000 + "\n131\n")))
    assert [(record.problem, len(record.value)) for record in records] == [("too_long", 64), (None, 3)]


def test_a_note_of_the_whole_name_beside_other_letters():
    assert ask("xgopayx.example").reasons[0].id == "contains_name"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("WA 081157157157", "official"),
        ("whatsapp:+62 811-5715-7157", "unknown"),
        ("wa:081157157158", "lookalike"),
        ("tel:+62-21-5084-9000", "retired"),
        ("(+62) 21-50849000", "retired"),
        ("021.5084.9000", "retired"),
        ("021/50849000", "retired"),
        ("CS GoPay 1500729", "unknown"),
    ],
)
def test_what_people_paste(value: str, expected: str):
    assert verdict(value) == expected


def test_a_contact_among_words_is_pointed_at():
    assert rules("CS GoPay 1500729") == ["contact_inside"]

"""The route: the case's order, without what cannot work, and never what may not be shown."""

from datetime import UTC, datetime

import pytest

from fakes import channel, echo, outcome, registry
from gopay_help.model.contact import Channel, ChannelStatus, Opening, PrintPolicy, RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Act
from gopay_help.wizard.route import ContactBook, build_route, steps, usable


def desk(*channels: Channel) -> ContactBook:
    return ContactBook(registry(*channels), echo(), is_stale=lambda _: False, opening=lambda _: Opening())


def ids(route: tuple[RouteStep, ...]) -> list[str]:
    return [step.channel.id for step in route]


APP = channel("app", kind="in_app", needs_login=True, needs_network=True)
MAIL = channel("mail", kind="email", needs_network=True)
LINE = channel("line", kind="phone")
ROUTE = ("app", "mail", "line")


def test_the_order_is_that_of_the_case_and_not_of_the_registry():
    assert ids(build_route(outcome(route=("line", "app", "mail")), desk(APP, MAIL, LINE))) == [
        "line",
        "app",
        "mail",
    ]


def test_whom_the_steps_reach_comes_first_in_their_order():
    acts = {"ring": Act("line", "call"), "write": Act("mail", "write"), "later": Act("app", "write")}
    case = outcome(route=("app", "line"), acts=acts, short=("wait", "ring", "write"))
    assert ids(build_route(case, desk(APP, MAIL, LINE))) == ["line", "mail", "app"]
    assert not build_route(case._replace(route=()), desk(APP, MAIL, LINE))


@pytest.mark.parametrize(
    ("cannot", "left"),
    [
        (set(), ["app", "mail", "line"]),
        ({"login"}, ["mail", "line"]),
        ({"network"}, ["line"]),
        ({"phone"}, ["app", "mail"]),
        ({"login", "phone"}, ["mail"]),
        ({"network", "phone"}, []),
    ],
)
def test_a_channel_that_needs_what_this_person_lacks_is_left_out(cannot: set[str], left: list[str]):
    assert ids(build_route(outcome(route=ROUTE, cannot=frozenset(cannot)), desk(APP, MAIL, LINE))) == left


def test_a_desk_of_a_brand_that_this_one_is_told_apart_from_is_left_out():
    other = channel("other", brand="other_wallet")
    route = build_route(outcome(route=("other", "mail")), desk(other, MAIL), frozenset({"other_wallet"}))
    assert ids(route) == ["mail"]


@pytest.mark.parametrize(
    "banned",
    [
        channel("app", print=PrintPolicy.NEVER),
        channel("app", status=ChannelStatus.RETIRED),
        channel("app", status=ChannelStatus.DISPUTED),
        channel("app", value=None),
    ],
)
def test_what_may_not_be_shown_never_is_even_if_the_pack_says_so(banned: Channel):
    everything = desk(banned, MAIL)
    assert ids(build_route(outcome(route=("app", "mail")), everything)) == ["mail"]
    assert ids(tuple(steps(("app", "mail"), everything))) == ["mail"]


def test_a_contact_that_is_not_in_the_registry_is_left_out():
    assert ids(build_route(outcome(route=("ghost", "mail")), desk(MAIL))) == ["mail"]


def test_announcements_may_be_read_by_anyone_who_has_a_network():
    news = channel("news", announcements=True, needs_network=True)
    assert usable(news, frozenset({"login"}))
    assert not usable(news, frozenset({"network"}))


def test_a_step_carries_its_words_its_brand_and_its_hours():
    opens = datetime(2026, 11, 23, 1, tzinfo=UTC)
    words = Catalogue(
        "en", {"channel.mail.label": "Mail", "channel.mail.how": "Why", "channel.mail.caveat": "But"}
    )
    full = ContactBook(
        registry(MAIL),
        words,
        is_stale=lambda _: True,
        opening=lambda _: Opening(open_now=False, opens_at=opens),
    )
    (step,) = build_route(outcome(route=("mail",)), full)
    assert (step.label, step.brand_name, step.why, step.caveat) == ("Mail", "Warung Pay", "Why", "But")
    assert (step.open_now, step.opens_at, step.stale) == (False, opens, True)


def test_words_that_a_channel_does_not_need_may_be_missing():
    words = Catalogue("en", {"channel.mail.label": "Mail"})
    plain = ContactBook(registry(MAIL), words, is_stale=lambda _: False, opening=lambda _: Opening())
    (step,) = build_route(outcome(route=("mail",)), plain)
    assert (step.why, step.caveat, step.open_now, step.opens_at, step.stale) == ("", None, None, None, False)


def test_a_brand_that_the_registry_does_not_name_is_shown_by_its_id():
    stray = channel("mail", brand="elsewhere")
    (step,) = build_route(outcome(route=("mail",)), desk(stray))
    assert step.brand_name == "elsewhere"

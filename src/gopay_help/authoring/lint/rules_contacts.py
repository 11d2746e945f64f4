"""Rules of the contacts that a tree leads to: in the registry, usable by this person, of their company."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gopay_help.authoring.lint.draft import PackSource
from gopay_help.authoring.lint.rule import Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.space import reached_in_order
from gopay_help.authoring.lint.yaml import Found, Trail
from gopay_help.model.errors import Filled, Level
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import UNKNOWN, FactId, Node, NodeId, Outcome, Question, Table, Tree


@rule("CON001", Stage.MEANING)
def check_contacts(draft: PackSource) -> Iterator[Found]:
    """Every contact of an outcome is in the registry."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            if channel_id not in channels:
                yield draft.found(trail, channel=channel_id, fix=nearest(channel_id, channels))


@rule("CON007", Stage.MEANING)
def check_showable(draft: PackSource) -> Iterator[Found]:
    """Every contact of an outcome is in use and may be shown."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for trail, channel_id in _contacts(outcome):
            channel = channels.get(channel_id)
            if channel is not None and not _showable(channel):
                yield draft.found(trail, channel=channel_id)


@rule("OUT001", Stage.MEANING)
def check_route(draft: PackSource) -> Iterator[Found]:
    """Every outcome has a contact route; none only where the texts say why."""
    for outcome in draft.outcomes:
        reason = f"outcome.{outcome.id}.no_route"
        if not outcome.route and not draft.text(SOURCE_LANGUAGE, reason):
            yield draft.found(("outcomes", outcome.id, "route"), key=reason)


@rule("OUT004", Stage.MEANING)
def check_usable(draft: PackSource) -> Iterator[Found]:
    """Some channel of the route is left for a person in this case."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        if outcome.route and not any(is_usable(channels.get(name, {}), outcome) for name in outcome.route):
            without = f" without {' or '.join(sorted(outcome.cannot))}" if outcome.cannot else ""
            yield draft.found(("outcomes", outcome.id, "route"), without=without)


@rule("OUT008", Stage.MEANING)
def check_regulators(draft: PackSource) -> Iterator[Found]:
    """A regulator is asked after the provider, so it is in `follow_up`; scam desks may be first."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        if draft.tree.causes[outcome.cause].regulator_first or outcome.critical:
            continue
        for index, name in enumerate(outcome.route):
            if channels.get(name, {}).get("covers"):
                yield draft.found(("outcomes", outcome.id, "route", index), name=name)


@rule("OUT005", Stage.MEANING, Level.WARNING)
def check_kinds(draft: PackSource) -> Iterator[Found]:
    """A route does not hang on one kind of channel: when the lines are busy, all of them are."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        usable = [channels[name] for name in outcome.route if is_usable(channels.get(name, {}), outcome)]
        kinds = {channel["kind"] for channel in usable}
        if len(kinds) == 1:
            yield draft.found(
                ("outcomes", outcome.id, "route"),
                channel=kinds.pop(),
                fix=_another(usable, channels, outcome),
            )


def _another(
    usable: list[Mapping[str, Any]], channels: Mapping[str, Mapping[str, Any]], outcome: Outcome
) -> str:
    """A channel of another kind that this person could use, if the registry has one."""
    brands, kinds = {one["brand"] for one in usable}, {one["kind"] for one in usable}
    for name, channel in channels.items():
        if channel["brand"] in brands and channel["kind"] not in kinds and is_usable(channel, outcome):
            return Filled("add one of another kind, {channel} for example", channel=name)
    return "the registry has none of another kind: allow it here, and say so"


@rule("CON006", Stage.MEANING, Level.WARNING)
def check_in_vain(draft: PackSource) -> Iterator[Found]:
    """A route names no channel that this very outcome says cannot be used; it would never be shown."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for index, name in enumerate(outcome.route):
            if name in channels and (lacks := _lacks(channels[name], outcome)):
                yield draft.found(("outcomes", outcome.id, "route", index), name=name, lacks=lacks)


def _contacts(outcome: Outcome) -> Iterator[tuple[Trail, str]]:
    for index, name in enumerate(outcome.route):
        yield ("outcomes", outcome.id, "route", index), name
    for index, name in enumerate(outcome.follow_up.to):
        yield ("outcomes", outcome.id, "follow_up", "to", index), name


def _showable(channel: Mapping[str, Any]) -> bool:
    return (
        channel.get("print") != "never" and channel.get("status") == "active" and bool(channel.get("value"))
    )


def is_usable(channel: Mapping[str, Any], outcome: Outcome) -> bool:
    """True if help can be asked for there: a channel of announcements only is read, never asked."""
    return _showable(channel) and not channel.get("announcements") and not _lacks(channel, outcome)


def _lacks(channel: Mapping[str, Any], outcome: Outcome) -> str:
    """What this person cannot use and the channel needs; empty if nothing."""
    needs = {
        "login": channel.get("needs_login"),
        "network": channel.get("needs_network"),
        "phone": channel.get("kind") == "phone",
    }
    return next((name for name in sorted(outcome.cannot) if needs[name]), "")


@rule("INF003", Stage.MEANING)
def check_same_name(draft: PackSource) -> Iterator[Found]:
    """Evidence that is itself one of the answers gives that answer: nobody is told another's brand."""
    for node in draft.questions:
        options = {option.id for option in node.options}
        for index, inference in enumerate(node.infer):
            for fact, values in inference.when.items():
                named = sorted(values & options)
                if named and inference.answer not in named:
                    yield draft.found(
                        ("nodes", node.id, "infer", index, "answer"),
                        fact=fact,
                        named=named[0],
                        answer=inference.answer,
                    )


@rule("CON008", Stage.MEASURES)
def check_own_company(draft: PackSource) -> Iterator[Found]:
    """Whoever says which company's user they are finds a contact of it: others are never shown to them."""
    told = _told_apart(draft)
    channels = draft.channels()
    for node_id, comes in _who_comes(draft.tree, told).items():
        outcome = draft.tree.nodes[node_id]
        if not isinstance(outcome, Outcome) or not outcome.route:
            continue
        brands = {name: str(channels.get(name, {}).get("brand", "")) for name in outcome.route}
        for brand, way in comes.items():
            if brand != UNKNOWN and all(one in told and one != brand for one in brands.values()):
                yield draft.found(("nodes", *way), brand=brand, outcome=outcome.id)


@rule("CON009", Stage.MEASURES, Level.WARNING)
def check_shown_to_somebody(draft: PackSource) -> Iterator[Found]:
    """A contact of one company does not stand where all who come use another."""
    told = _told_apart(draft)
    channels = draft.channels()
    for node_id, comes in _who_comes(draft.tree, told).items():
        outcome = draft.tree.nodes[node_id]
        if not isinstance(outcome, Outcome) or UNKNOWN in comes:
            continue
        listed: list[tuple[Trail, str]] = [(("route", at), name) for at, name in enumerate(outcome.route)]
        listed += [(("follow_up", "to", at), name) for at, name in enumerate(outcome.follow_up.to)]
        for place, name in listed:
            channel = channels.get(name, {})
            if _helps(channel, frozenset(comes), told):
                continue
            users = " or ".join(sorted(comes))
            yield draft.found(("outcomes", outcome.id, *place), name=name, users=users)


def _helps(channel: Mapping[str, object], comes: frozenset[str], told: frozenset[str]) -> bool:
    """True unless the channel is another company's, or of a regulator that covers only others of them."""
    if channel.get("brand") in told:
        return channel.get("brand") in comes
    covers = {str(brand) for brand in _listed(channel.get("covers"))}
    return not covers or not covers <= told or bool(covers & comes)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _told_apart(draft: PackSource) -> frozenset[str]:
    """The brands that a run tells apart: a contact of one is never shown to users of another."""
    facts = (fact for fact in draft.tree.facts.values() if fact.source == "brand")
    return frozenset(value for fact in facts for value in fact.values) & frozenset(draft.brands())


def _who_comes(tree: Tree, told: frozenset[str]) -> dict[NodeId, dict[str, Trail]]:
    """By node, the brands of those who come there, and the last step that brought the first of them.

    A later answer that names a brand counts, as in a run; a table on the brand lets only its own pass.
    """
    by_brand = {fact for fact, spec in tree.facts.items() if spec.source == "brand"}
    comes: dict[NodeId, dict[str, Trail]] = {node_id: {} for node_id in reached_in_order(tree)}
    known = {value for fact in by_brand for value in tree.facts[fact].values}
    comes[tree.start] = dict.fromkeys(sorted({UNKNOWN, *(known & told)}), ())
    for node_id, here in comes.items():
        for way in _ways(tree.nodes[node_id], by_brand):
            for brand in [way.names] if way.names in told else [one for one in here if way.lets_pass(one)]:
                comes[way.to].setdefault(brand, (node_id, *way.step))
    return comes


class _Way(NamedTuple):
    """A way out of a node."""

    to: NodeId
    step: Trail
    names: str = ""
    """The answer; where it is the id of a brand, whoever gives it uses that brand."""
    only: frozenset[str] | None = None
    """Of a row that looks at the brand: those whom it is for."""

    def lets_pass(self, brand: str) -> bool:
        """True if users of *brand* can go this way."""
        return self.only is None or brand in self.only


def _ways(node: Node, by_brand: set[FactId]) -> Iterator[_Way]:
    if isinstance(node, Question):
        for index, option in enumerate(node.options):
            yield _Way(node.target(option.id), ("options", index), str(option.id))
    elif isinstance(node, Table):
        for index, row in enumerate(node.rows):
            only = next((row.when[fact] for fact in row.when if fact in by_brand), None)
            yield _Way(row.to, ("rows", index), only=only)

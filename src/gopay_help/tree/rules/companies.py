"""Nobody is led to another company: what is known of the brand decides who can be asked."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import UNKNOWN, FactId, Node, NodeId, Outcome, Question, Table, Tree
from gopay_help.tree.assignments import reached_in_order
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule


@rule("INF003", Stage.MEANING)
def check_same_name(draft: Draft) -> Iterator[Problem]:
    """Evidence that is itself one of the answers gives that answer: nobody is told another's brand."""
    for node in draft.questions:
        options = {option.id for option in node.options}
        for index, inference in enumerate(node.infer):
            for fact, values in inference.when.items():
                named = sorted(values & options)
                if named and inference.answer not in named:
                    trail: Trail = ("nodes", node.id, "infer", index, "answer")
                    message = (
                        f"{fact} is {named[0]!r}, an answer of {node.id}, and {inference.answer!r} is given"
                    )
                    fix = f"write {named[0]!r}, or another fact"
                    yield draft.tree_file.problem("INF003", trail, message, fix)


@rule("CON008", Stage.MEASURES)
def check_own_company(draft: Draft) -> Iterator[Problem]:
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
                trail: Trail = ("nodes", *way)
                message = f"users of {brand} come to {outcome.id}, where every contact is another company's"
                fix = f"lead them to an outcome with a contact of {brand}, or add one to its `route`"
                yield draft.tree_file.problem("CON008", trail, message, fix)


@rule("CON009", Stage.MEASURES, Level.WARNING)
def check_shown_to_somebody(draft: Draft) -> Iterator[Problem]:
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
            message = f"{name} is no contact for users of {users}, and nobody else comes to {outcome.id}"
            trail = ("outcomes", outcome.id, *place)
            yield draft.tree_file.problem("CON009", trail, message, f"name a contact of {users}")


def _helps(channel: Mapping[str, object], comes: frozenset[str], told: frozenset[str]) -> bool:
    """True unless the channel is another company's, or of a regulator that covers only others of them."""
    if channel.get("brand") in told:
        return channel.get("brand") in comes
    covers = {str(brand) for brand in _listed(channel.get("covers"))}
    return not covers or not covers <= told or bool(covers & comes)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _told_apart(draft: Draft) -> frozenset[str]:
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

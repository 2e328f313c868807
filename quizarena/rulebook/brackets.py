"""Knock-outs: a round `use: bracket` of a file stands for its matches, which are rounds of two teams each.

Seeds meet as usual: the first and the second only in the final; byes go to the first seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, describe
from quizarena.rules import Id, shape
from quizarena.text import Text, in_every_language

from .problems import BAD, At, Reading
from .structure import RecordForm
from .words import _

BRACKET = "bracket"


@attrs.frozen
class Bracket:
    """What a file says of a knock-out."""

    id: Id = shape(help=_("what names the knock-out, and begins the ids of its matches"))
    use: Literal["bracket"] = shape(help=_("bracket, a knock-out"))
    match: Any = shape(help=_("how each match is played, as {{use: quiz/duel, per_team: 5}}"))
    size: int | None = shape(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(2)),
        help=_("how many teams take part; all, if left out"),
    )
    by: tuple[Id, ...] = shape(
        default=(),
        help=_("the rounds by whose scores teams are seeded, as [quiz]; else by the running order, drawn or not"),
    )
    third_place: bool = shape(default=False, help=_("whether there is a match for third place"))


FORM = RecordForm(Bracket)


@attrs.frozen
class _Side:
    """Who comes to a match: the team of that seed, or the winner of the match with that id."""

    seed: int = 0
    winner: str = ""


_Slot: TypeAlias = _Side | None
"""A place in the bracket; None for nobody, whom the other side passes by."""


def expanded(node: Node, reading: Reading) -> Node:
    """Return the contest with the matches of its knock-outs in their place among the rounds; problems are reported."""
    rounds = node.get("rounds") if isinstance(node, Entries) else None
    if not isinstance(node, Entries) or not isinstance(rounds, Items) or not any(map(_is_bracket, rounds.items)):
        return node
    teams = node.get("teams")
    count = len(teams.items) if isinstance(teams, Items) else 0
    found: list[Node] = []
    for nth, each in enumerate(rounds.items):
        at = At(reading, ("rounds", str(nth)))
        found += _matches(each, count, at) if isinstance(each, Entries) and _is_bracket(each) else [each]
    return node.with_entry("rounds", Items(tuple(found), rounds.place))


def _is_bracket(node: Node) -> bool:
    use = node.get("use") if isinstance(node, Entries) else None
    return isinstance(use, Scalar) and use.text == BRACKET


def _matches(node: Entries, teams: int, at: At) -> Iterator[Node]:
    """Yield the rounds a knock-out stands for, the final last; what nobody can read after reporting what is wrong."""
    made, match = FORM.read(node, at), node.get("match")
    if made is BAD:
        yield Broken(node.place)
        return
    assert isinstance(made, Bracket)
    if not isinstance(match, Entries):
        assert match is not None  # it must be written
        at.down("match").refuse(match.place, _("expected the rules of a match, got {found}", found=describe(match)))
        yield Broken(node.place)
        return
    for key, _value in match.entries:
        if key.text in _OWN:
            message = _("a knock-out says {key} of its matches itself; leave it out", key=key.text)
            at.down("match").refuse(key.place, message)
    if made.size is not None and made.size > teams:
        size = node.get("size") or node
        at.down("size").refuse(size.place, _("expected at most {count}, as many as teams", count=teams))
        yield Broken(node.place)
        return
    yield from _Drawing(made, match, node.get("by"), node.place).rounds(made.size or teams)


_OWN = ("id", "title", "teams", "bracket", "decides", "order")


@attrs.frozen
class _Drawing:
    """The matches of a knock-out being written down as rounds."""

    bracket: Bracket
    match: Entries
    by: Node | None
    place: Place

    def rounds(self, teams: int) -> Iterator[Node]:
        """Yield the matches, stage by stage."""
        slots: list[_Slot] = [_Side(seed) if seed <= teams else None for seed in _seeds(teams)]
        while len(slots) > 1:
            pairs = list(zip(slots[::2], slots[1::2], strict=True))
            played = [pair for pair in pairs if None not in pair]
            ids = {pair: self._id(len(slots), nth) for nth, pair in enumerate(played, 1)}
            if len(slots) == 2 and self.bracket.third_place:
                yield from self._third(slots)
            for nth, pair in enumerate(played, 1):
                yield self._round(ids[pair], _title(len(slots), nth), self._teams(pair), decides=len(slots) == 2)
            slots = [_Side(winner=ids[pair]) if pair in ids else pair[0] or pair[1] for pair in pairs]

    def _id(self, left: int, nth: int) -> str:
        stage = f"{self.bracket.id}-final" if left == 2 else f"{self.bracket.id}-{left}"
        return stage if left == 2 else f"{stage}-{nth}"

    def _third(self, finalists: list[_Slot]) -> Iterator[Node]:
        """Yield the match of the losers of two semi-finals."""
        semis = [side.winner for side in finalists if side is not None and side.winner]
        if len(semis) == 2:
            teams = {"top": "2", "skip": "1", "of": semis}
            yield self._round(f"{self.bracket.id}-third", _THIRD, teams, decides=True)

    def _teams(self, pair: tuple[_Slot, _Slot]) -> dict[str, Any]:
        sides = [side for side in pair if side is not None]
        seeds = [str(side.seed) for side in sides if side.seed]
        winners = [side.winner for side in sides if side.winner]
        found: dict[str, Any] = {"top": "1"}
        if seeds:
            found |= {"seeds": seeds} if self.by is None else {"seeds": seeds, "by": self.by}
        return found | ({"of": winners} if winners else {})

    def _round(self, key: str, title: Text, teams: Mapping[str, Any], *, decides: bool) -> Node:
        said: dict[str, Any] = {
            "id": key,
            "title": in_every_language(title).by_language,
            "teams": teams,
            "bracket": self.bracket.id,
        }
        own = {"decides": "true"} if decides else {}
        counts = {} if self.match.get("counts") is not None else {"counts": "false"}
        entries = tuple(
            (Scalar(name, place=self.place), self._node(value)) for name, value in (said | own | counts).items()
        )
        return Entries((*entries, *self.match.entries), self.place)

    def _node(self, value: Any) -> Node:
        """Return texts, lists and mappings of texts as a tree that stands where the knock-out does."""
        match value:
            case Scalar() | Items() | Entries() | Broken():
                return value
            case str():
                return Scalar(value, place=self.place)
            case Mapping():
                inside = ((Scalar(key, place=self.place), self._node(each)) for key, each in value.items())
                return Entries(tuple(inside), self.place)
            case _:
                return Items(tuple(map(self._node, value)), self.place)


def _seeds(teams: int) -> list[int]:
    """Return the seeds in the order of the bracket, as many as its first stage has places: 1, 4, 2, 3 for four."""
    order = [1]
    while len(order) < teams:
        last = 2 * len(order) + 1
        order = [seed for each in order for seed in (each, last - each)]
    return order


_THIRD = _("Match for third place")


def _title(left: int, nth: int) -> Text:
    match left:
        case 2:
            return _("Final")
        case 4:
            return _("Semi-final {number}", number=nth)
        case 8:
            return _("Quarter-final {number}", number=nth)
        case _:
            return _("Last {left}, match {number}", left=left, number=nth)

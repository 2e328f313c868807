"""The draws the command line can make: what each asks for, and the rows it gives.

Decides how what was asked becomes an order, pairs, rounds or groups, always by the functions of `quizarena.draws`, so
that the same question gives the same answer anywhere. Leaves options and printing to `draws`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from quizarena.draws import (
    DRAW_METHODS,
    Pairing,
    allot,
    berger,
    check_labels,
    deal,
    draw_method,
    fold,
    neighbours,
    orders,
    power,
    rfc3797_key,
    sides,
    slide,
    tickets,
    williams,
)
from quizarena.errors import DrawError, NumberError
from quizarena.points import exact, parse_number
from quizarena.text import Text

from .words import _

Row: TypeAlias = tuple[Any, ...]
"""Labels, or in a round of matches pairs of labels."""


def _texts(said: Any) -> tuple[str, ...]:
    if not isinstance(said, (list, tuple)) or not all(isinstance(each, str) for each in said):
        raise DrawError(_("expected a list of texts, found {found}", found=repr(said)))
    return tuple(said)


def _numbers(said: Any) -> tuple[tuple[int, ...], ...]:
    if not all(isinstance(source, (list, tuple)) and all(type(each) is int for each in source) for source in said):
        raise DrawError(_("expected lists of whole numbers, found {found}", found=repr(said)))
    return tuple(map(tuple, said))


@attrs.frozen
class Asked:
    """What a draw was asked for: all that is needed to do it again."""

    what: str
    labels: tuple[str, ...] = attrs.field(converter=_texts)
    seed: str | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.instance_of(str)))
    purpose: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(str))
    )
    sources: tuple[tuple[int, ...], ...] = attrs.field(default=(), converter=_numbers)
    by: str = "lot"
    rounds: int = attrs.field(default=3, validator=attrs.validators.instance_of(int))
    groups: int = attrs.field(default=2, validator=attrs.validators.instance_of(int))
    snake: bool = False
    byes: bool = False
    met: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    sat_out: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    rooms: tuple[str, ...] = attrs.field(default=(), converter=_texts)

    @classmethod
    def of_mapping(cls, said: Mapping[str, Any]) -> Asked:
        """Return what a JSON value asks for; DrawError for what asks for nothing that can be drawn."""
        try:
            return cls(**said)
        except (TypeError, ValueError) as error:
            raise DrawError(_("expected what `quizarena draw --json` writes: {problem}", problem=str(error))) from error

    def to_mapping(self) -> dict[str, Any]:
        """Return the JSON value, without what was left as it is by default."""
        defaults = {field.name: field.default for field in attrs.fields(Asked)}
        said = {name: value for name, value in attrs.asdict(self).items() if value != defaults[name]}
        return _listed(said)  # type: ignore[no-any-return]


@attrs.frozen
class Drawn:
    """What came out, row by row; `byes` sit out. `proof` are the lines a person can check, `reasons` why pairs meet."""

    rows: tuple[Row, ...]
    proof: tuple[str, ...] = ()
    byes: tuple[str, ...] = ()
    reasons: tuple[Text, ...] = ()

    def to_mapping(self) -> dict[str, Any]:
        """Return the JSON value."""
        return {"drawn": _listed(self.rows), "sits_out": list(self.byes), "proof": list(self.proof)}


@attrs.frozen
class Way:
    """A way of drawing: what a row of it is called, its columns, and how it is done."""

    row: Text
    columns: tuple[Text, ...]
    draw: Callable[[Asked], Drawn]


def draw(asked: Asked) -> Drawn:
    """Draw.

    Raises:
        DrawError: It cannot be drawn; the sentence says what is missing.
    """
    return way(asked.what).draw(asked)


def way(what: str) -> Way:
    """Return the way called `what`; an installed draw method that needs a seed is one too."""
    found = _WAYS.get(what)
    if found is not None:
        return found
    if what not in names():
        raise DrawError(_("expected one of {known}, found {found}", known=", ".join(names()), found=what))
    return Way(_("Place"), (_("Label"),), _by_method)


def names() -> tuple[str, ...]:
    """Return what can be drawn: the draw methods that follow from a seed, then everything made of them."""
    by_seed = (name for name in DRAW_METHODS.names() if draw_method(name).needs == "seed")
    return (*by_seed, *_WAYS)


def _by_method(asked: Asked) -> Drawn:
    seed = rfc3797_key(asked.sources) if asked.sources else _seed(asked)
    found = draw_method(asked.what).draw(asked.labels, purpose=asked.purpose, seed=seed)
    return Drawn(tuple((label,) for label in found.order), found.proof)


def _seed(asked: Asked) -> str:
    if asked.seed is None:
        raise DrawError(_("expected a seed to draw from; publish the labels first, then say --seed"))
    return asked.seed


def _ordered(asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the labels in drawn order with its proof; as they were given, where there is no seed."""
    check_labels(asked.labels)
    if asked.seed is None:
        return asked.labels, ()
    found = tickets(asked.labels, seed=asked.seed, purpose=asked.purpose)
    return found.order, found.proof


def _pairs(asked: Asked) -> Drawn:
    if asked.by not in _PAIRED:
        raise DrawError(_("expected one of {known}, found {found}", known=", ".join(_PAIRED), found=asked.by))
    if asked.by == "lot":
        _seed(asked)
    order, proof = _ordered(asked)
    found = _PAIRED[asked.by](order, asked.byes)
    return Drawn(found.pairs, proof, found.byes)


def _power(asked: Asked) -> Drawn:
    """Pair labels with their wins, "red=2", the best first."""
    standing = dict(map(_with_wins, asked.labels))
    if len(standing) < len(asked.labels):
        raise DrawError(_("a label stands twice; name each once with its wins"))
    met = [tuple(each.split(":")) for each in asked.met]
    unknown = [each for each in (*asked.sat_out, *(one for pair in met for one in pair)) if each not in standing]
    if unknown or any(len(pair) != 2 for pair in met):
        raise DrawError(_("expected --met RED:BLUE and --sat-out RED with labels of the draw, found {found}",
                          found=", ".join(unknown or asked.met)))  # fmt: skip
    found = power(tuple(standing), standing, met=[(one, other) for one, other in met], had_bye=asked.sat_out)
    return Drawn(found.pairs, (), found.byes, found.reasons)


def _with_wins(label: str) -> tuple[str, Fraction]:
    name, _equals, wins = label.rpartition("=")
    try:
        return name, exact(parse_number(wins)) if name else exact(parse_number(""))
    except NumberError as error:
        raise DrawError(_("expected a label with its wins, such as red=2, found {found}", found=label)) from error


def _judges(asked: Asked) -> Drawn:
    """Allot judges with their units, "Ann=north", to rooms of teams with theirs, "red=north:blue"."""
    judges = dict(map(_with_unit, asked.labels))
    if len(judges) < len(asked.labels):
        raise DrawError(_("a label stands twice; name each judge once"))
    rooms = [dict(map(_with_unit, room.split(":"))) for room in asked.rooms]
    teams = {team: unit for room in rooms for team, unit in room.items()}
    met = [(judge, team) for judge, _colon, team in (each.partition(":") for each in asked.met)]
    unknown = [":".join(each) for each in met if each[0] not in judges or each[1] not in teams]
    if unknown:
        raise DrawError(_("expected --met ANN:RED with a judge and a team of a room, found {found}",
                          found=", ".join(unknown)))  # fmt: skip
    own, theirs = ({name: unit for name, unit in each.items() if unit} for each in (judges, teams))
    found = allot(tuple(judges), [tuple(room) for room in rooms], units=own, team_units=theirs, met=met)
    rows = tuple((tuple(room), *seated) for room, seated in zip(rooms, found.rooms, strict=True))
    return Drawn(rows, (), found.spare, found.reasons)


def _with_unit(label: str) -> tuple[str, str]:
    name, _equals, unit = label.partition("=")
    return name, unit


def _sides(asked: Asked) -> Drawn:
    labels = asked.labels
    check_labels(labels)
    if len(labels) % 2:
        raise DrawError(_("expected pairs, one after the other; found {count} labels", count=len(labels)))
    pairs, purpose, seed = list(zip(labels[::2], labels[1::2], strict=True)), asked.purpose or "sides", _seed(asked)
    each = (tickets(pair, seed=seed, purpose=f"{purpose}/{nth}") for nth, pair in enumerate(pairs, 1))
    return Drawn(sides(pairs, seed=seed, purpose=purpose), tuple(line for found in each for line in found.proof))


def _rounds(asked: Asked) -> Drawn:
    order, proof = _ordered(asked)
    return Drawn(_named(order, orders(len(order), asked.rounds)), proof)


def _williams(asked: Asked) -> Drawn:
    order, proof = _ordered(asked)
    return Drawn(_named(order, williams(len(order))), proof)


def _berger(asked: Asked) -> Drawn:
    order, proof = _ordered(asked)
    return Drawn(tuple(_named(order, pairs) for pairs in berger(len(order))), proof)


def _teams(asked: Asked) -> Drawn:
    order, proof = _ordered(asked)
    return Drawn(deal(order, asked.groups, snake=asked.snake), proof)


def _named(order: Sequence[str], rows: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(order[number - 1] for number in row) for row in rows)


_PAIRED: Mapping[str, Callable[[Sequence[str], bool], Pairing]] = {
    "lot": lambda order, byes: neighbours(order),
    "fold": lambda order, byes: fold(order, byes=byes),
    "slide": lambda order, byes: slide(order),
}
_WAYS: Mapping[str, Way] = {
    "pairs": Way(_("Match"), (), _pairs),
    "power": Way(_("Match"), (), _power),
    "sides": Way(_("Match"), (_("Affirmative"), _("Negative")), _sides),
    "orders": Way(_("Round"), (), _rounds),
    "berger": Way(_("Round"), (), _berger),
    "williams": Way(_("Round"), (), _williams),
    "teams": Way(_("Group"), (), _teams),
    "judges": Way(_("Room"), (_("Teams"), _("Judges")), _judges),
}


def _listed(value: Any) -> Any:
    """Return `value` with lists for tuples, as JSON reads it back."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return [_listed(each) for each in value] if isinstance(value, (list, tuple)) else value


def difference(asked: Asked, found: Mapping[str, Any]) -> Text | None:
    """Say where a new draw gives something else than the `found` JSON value of an earlier one, None where nowhere."""
    again = _listed(draw(asked).to_mapping())
    row = _first_difference(again["drawn"], found.get("drawn"))
    if row is not None:
        return _("{draw}: row {row} is not what comes out again", draw=asked.what, row=row)
    other = next((key for key in ("sits_out", "proof") if found.get(key, again[key]) != again[key]), None)
    return None if other is None else _("{draw}: {key} is not what comes out again", draw=asked.what, key=other)


def _first_difference(rows: list[Any], said: Any) -> int | None:
    """Return the first row of `said` that is not that of `rows`, None if all are the same."""
    found = said if isinstance(said, list) else []
    if rows == found:
        return None
    pairs = zip(rows, found, strict=False)
    return next((nth for nth, (one, other) in enumerate(pairs, 1) if one != other), min(len(rows), len(found)) + 1)

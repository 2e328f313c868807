"""Packs of questions (题包): one for each team, none taken twice, picked by the team itself or by another.

The pick is a fact of its own, so that the question itself needs nobody's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Choice, Option
from quizarena.moves import Check, Move
from quizarena.roster import Roster
from quizarena.rounds import Moment
from quizarena.rules import Id, shape
from quizarena.text import Text, Words, plain

from . import lines
from .facts import PackTaken
from .labels import turn_label
from .state import State
from .turns import Turn
from .words import _

PickedBy: TypeAlias = Literal["team", "opponent"]


@attrs.frozen
class Pack:
    """A pack of questions (题包): its id, and what it is called where it has a name."""

    id: Id = shape(help=_("the pack's id"))
    title: Words | None = shape(default=None, help=_("what it is called, such as Safety"))

    @property
    def name(self) -> Text:
        """What people call it."""
        return self.title or plain(self.id)


Packs: TypeAlias = tuple[Id | Pack, ...]
"""A pack without a name is written as its id alone."""


def _as_packs(packs: Packs) -> tuple[Pack, ...]:
    return tuple(each if isinstance(each, Pack) else Pack(id=each) for each in packs)


def packs_rule() -> Any:
    """Return the field for packs of questions."""
    return shape(
        default=(),
        converter=_as_packs,
        help=_("the packs, one to be picked for each team, as [a, b] or [{{id: p1, title: Safety}}]; none if left out"),
    )


def pick_rule() -> Any:
    """Return the field for who picks a team's pack."""
    return shape(
        default="team",
        help=_("who picks a team's pack: the team itself, or its opponent"),
    )


def following(team: str, moment: Moment) -> str:
    """Return the team after `team` in running order, the first after the last."""
    ids = [each.id for each in moment.field.playing]
    return ids[(ids.index(team) + 1) % len(ids)] if team in ids else team


_BY: Mapping[str, Callable[[str, Moment], str]] = {"team": lambda team, moment: team, "opponent": following}


def pack_of(state: State, team: str) -> str:
    """Return the pack picked for `team`, empty while there is none."""
    return next((each.pack for each in state.picked(PackTaken) if each.team == team), "") if state.picks else ""


def pack_to_pick(turn: Turn, state: State, moment: Moment) -> Move | None:
    """Return the move that picks the pack of the team whose turn it is; None like `pack_picked_by`."""
    return pack_picked_by(_BY[moment.rules.pick](turn.team, moment), turn, state, moment)


def pack_picked_by(by: str, turn: Turn, state: State, moment: Moment) -> Move | None:
    """Return the move by which the team `by` picks the pack of the team whose turn it is.

    None where no pack is wanted or left, or the team has one.
    """
    if not moment.rules.packs or not turn.team or pack_of(state, turn.team):
        return None
    taken = {each.pack for each in state.picked(PackTaken)}
    options = tuple(Option(each.id, each.name) for each in moment.rules.packs if each.id not in taken)
    if not options:  # a late team makes more teams than packs: it answers questions of none
        return None
    return Move(
        PackTaken,
        _("{question}: pick the questions", question=turn_label(moment.field, turn.number, turn.team)),
        identity={"number": turn.number},
        derived={"team": turn.team, "by": by},
        blanks=(Choice("pack", options, _("pack")),),
        check=_has_none(state),
        say=lines.pick_pack(moment.field, by, turn.team),
    )


def _has_none(state: State) -> Check:
    def check(fact: Any) -> Text | None:
        return _("{team} has its pack already", team=fact.team) if pack_of(state, fact.team) else None

    return check


def refuse_packs(rules: Any, roster: Roster) -> Iterator[tuple[str, Text]]:
    """Yield why the packs do not suffice for the teams, or do not fit the bank."""
    packs = {each.id for each in rules.packs}
    if packs and len(packs) < len(roster.teams):
        yield (
            "packs",
            _(
                "expected a pack for each of {count} teams, found {found}",
                count=len(roster.teams),
                found=len(packs),
            ),
        )
    strays = sorted({item.pack for item in rules.questions if item.pack} - packs)
    if packs and strays:  # a bank may say what its questions are about though nobody picks a pack
        yield "packs", _("the bank has questions of the pack {pack}, which is not listed", pack=strays[0])

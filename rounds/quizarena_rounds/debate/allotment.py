"""Who judges which match: all judges every match or, with `judges: allotted`, each judge one of them.

How judges come to matches is `quizarena.draws.allot`; a person may decide otherwise by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizarena.blanks import Choice, Option
from quizarena.draws import Allotment, allot
from quizarena.errors import DrawError
from quizarena.moves import Move
from quizarena.roster import Judge
from quizarena.rounds import Moment
from quizarena.text import Joined, Text, listed
from quizarena.values import evolve

from . import facts
from .pairing import Fixture, fixtures
from .state import Match, State
from .words import _

OUT = "0"
"""The match of a judge who sits out."""


def moment_of(match: Match, moment: Moment) -> Moment:
    """Return the moment of a match: the rules of its beginning, and the judges who judge it."""
    then = moment.of(match.begun)
    if match.judges is None:
        return then
    judges = tuple(judge for judge in then.field.judges if judge.id in match.judges)
    panel = None if then.panel is None else then.panel.seated(judges, len(judges))
    return evolve(then, field=evolve(then.field, judges=judges), panel=panel)


def awaits_allotment(state: State, moment: Moment) -> bool:
    """Whether it has to be said now who judges which match."""
    return bool(moment.rules.judges == "allotted" and state.judges is None and _coming(state, moment))


def allotment_moves(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the move that allots the judges to the matches to come, and the one by which a person does.

    Where the judges can not be allotted the first says why and is closed.
    """
    coming = _coming(state, moment)
    by_hand = _by_hand(coming, moment)
    derived: dict[str, str] = {}
    closed: Text | None = None
    try:
        derived = _numbers(_allot(state, coming, moment), coming, moment)
    except DrawError as error:
        closed = _("cannot be allotted: {reason}", reason=error.message)
    yield evolve(
        by_hand,
        label=_("Announce who judges which match"),
        derived={"matches": derived},
        blanks=(),
        say=None if closed else announcement(derived, moment),
        gesture=None if closed else "next",
        closed=closed,
    )
    yield evolve(by_hand, gesture="next" if closed else None)


def allotting_anew(state: State, moment: Moment) -> Iterator[Move]:
    """Yield the asides that allot the matches to come again, as when a judge had to leave."""
    if state.judges is None or state.running is not None or not _coming(state, moment):
        return
    now = dict(state.judges)
    for move in allotment_moves(state, moment):
        if move.blanks or (move.closed is None and move.derived["matches"] != now):
            label = _("Allot the judges anew, by hand") if move.blanks else _("Allot the judges anew")
            yield evolve(move, label=label, aside=True, gesture=None)


def announcement(matches: Mapping[str, str], moment: Moment) -> Text:
    """Return who judges which match, as the host reads it."""
    lines = []
    for number in sorted(set(matches.values()) - {OUT}, key=int):
        judges = listed(_names([judge for judge, match in matches.items() if match == number], moment))
        lines.append(_("Match {number} is judged by {judges}.", number=number, judges=judges))
    return Joined(tuple(lines), " ")


def judges_in(number: int, state: State, moment: Moment) -> Text:
    """Return the names of who judges a match of a round whose judges are allotted."""
    judges = state.panel_of(number)
    return listed(_names(judges, moment)) if judges else _("nobody")


def reasons(state: State, moment: Moment) -> tuple[Text, ...]:
    """Return why each judge is where the rules put them now; empty where a person put somebody elsewhere."""
    coming = _coming(state, moment)
    try:
        found = _allot(state, coming, moment)
    except DrawError:
        return ()
    is_so = state.judges is None or dict(state.judges) == _numbers(found, coming, moment)
    return found.reasons if is_so else ()


def _coming(state: State, moment: Moment) -> tuple[Fixture, ...]:
    """Return the matches to come that both teams can debate."""
    left = fixtures(state.order or (), moment.rules.odd)[len(state.matches) :]
    return tuple(each for each in left if all(moment.field.team(team).plays for team in each.teams))


def _present(moment: Moment) -> list[Judge]:
    """Return the judges who are here, the chief judge first: the first of a match may chair it."""
    return sorted((judge for judge in moment.field.judges if not judge.away), key=lambda judge: not judge.chief)


def _allot(state: State, coming: Sequence[Fixture], moment: Moment) -> Allotment:
    judges, teams = _present(moment), moment.field.teams
    names = {judge.id: judge.name for judge in judges} | {team.id: team.name for team in teams}
    return allot(
        [judge.id for judge in judges],
        [each.teams for each in coming],
        units={judge.id: judge.unit for judge in judges if judge.unit is not None},
        team_units={team.id: team.unit for team in teams if team.unit is not None},
        met=frozenset(_met(state, moment)),
        barred=frozenset((judge.id, team) for judge in judges for team in judge.stands_down),
        names=names.__getitem__,
        place=lambda nth: _("match {number}", number=coming[nth - 1].number),
    )


def _met(state: State, moment: Moment) -> Iterator[tuple[str, str]]:
    """Yield each judge with each team judged before, in this round or in one before it."""
    for meeting in (each for meetings in moment.so_far.meetings for each in meetings):
        yield from ((judge, team) for judge in meeting.judges for team in (meeting.first, meeting.second))
    for match in state.matches:
        yield from ((judge, team) for judge in match.judges or () for team in match.teams)


def _numbers(found: Allotment, coming: Sequence[Fixture], moment: Moment) -> dict[str, str]:
    """Return each judge with the number of their match."""
    numbers = {judge: str(each.number) for each, room in zip(coming, found.rooms, strict=True) for judge in room}
    return {judge.id: numbers.get(judge.id, OUT) for judge in _present(moment)}


def _by_hand(coming: Sequence[Fixture], moment: Moment) -> Move:
    asked = {judge.id: Choice(f"matches.{judge.id}", tuple(_options(judge, coming, moment)), judge.name)
             for judge in _present(moment)}  # fmt: skip

    def check(fact: facts.JudgesAllotted) -> Text | None:
        if set(fact.matches) != set(asked):
            return _("expected a match for each judge, {judges}", judges=listed(_names(asked, moment)))
        return next(filter(None, (asked[judge].refuse(number) for judge, number in fact.matches.items())), None)

    return Move(
        facts.JudgesAllotted,
        _("Say by hand who judges which match"),
        blanks=tuple(asked.values()),
        check=check,
    )


def _options(judge: Judge, coming: Sequence[Fixture], moment: Moment) -> Iterator[Option]:
    """Yield the matches that a judge may judge, and none."""
    for each in coming:
        units = [moment.field.team(team).unit for team in each.teams]
        if all(map(judge.judges, each.teams)) and (judge.unit is None or judge.unit not in units):
            yield Option(str(each.number), _("match {number}", number=each.number))
    yield Option(OUT, _("sits out"))


def _names(judges: Sequence[str] | Mapping[str, Choice], moment: Moment) -> list[Text]:
    return [moment.field.judge(judge).name for judge in judges]

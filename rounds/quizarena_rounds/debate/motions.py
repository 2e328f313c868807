"""Where the motion of a match comes from.

Decides how a motion is settled before it is shown, and what it reads. A source is one class in a table. Motions are
drawn as slips and typed in, never by the round's seed: that is public by now, and the motion has to stay secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import attrs

from quizarena.blanks import Choice, Line, Option
from quizarena.moves import Drawing, Lot, Move
from quizarena.rounds import Moment
from quizarena.text import Text, plain
from quizarena_rounds.lots import slip_item, slip_lots, slip_name

from . import facts
from .rules import DebateRules, MotionFrom
from .state import Match, State
from .words import _

_LONGEST = 120


class Source(Protocol):
    """A way to settle motions."""

    def settle(self, state: State, match: Match, moment: Moment) -> Iterable[Move]:
        """Yield the move that settles the motion; nothing if none is needed."""
        ...

    def reads(self, match: Match, rules: DebateRules) -> Text | None:
        """Return the motion, None while it is not settled."""
        ...

    def short_of(self, rules: DebateRules, matches: int) -> bool:
        """Whether the rulebook has too few motions for so many matches."""
        ...


@attrs.frozen
class SetByJudges:
    """The judges set the motion on the spot (现场出题); it is typed in unseen."""

    def settle(self, state: State, match: Match, moment: Moment) -> Iterator[Move]:
        """Yield the move that types the motion in."""
        if match.motion is None:
            blank = Line("text", _("motion"), longest=_LONGEST, sealed=True)
            yield Move(
                facts.MotionSet,
                _("Type in the motion of match {match}", match=match.number),
                identity={"match": match.number},
                blanks=(blank,),
                gesture="next",
                say=_("Judges, please set the motion."),
            )

    def reads(self, match: Match, rules: DebateRules) -> Text | None:
        """Return what was typed in."""
        return plain(match.motion.text) if isinstance(match.motion, facts.MotionSet) else None

    def short_of(self, rules: DebateRules, matches: int) -> bool:
        """Judges never run short."""
        return False


@attrs.frozen
class Drawn:
    """A slip is drawn from those no match and no other round has used; with none left the judges set a motion."""

    def settle(self, state: State, match: Match, moment: Moment) -> Iterator[Move]:
        """Yield the move that records the slip."""
        held = moment.lots.get(f"motions/{moment.round}")
        if match.motion is None and held is not None and str(match.number) in held.takers:
            yield _by_lot(match, held, moment)
            return
        options = tuple(Option(motion, plain(motion)) for motion in _left(state, moment))
        if match.motion is None and options:
            yield Move(
                facts.MotionDrawn,
                _("The slip drawn for match {match}", match=match.number),
                identity={"match": match.number},
                blanks=(Choice("motion", options, _("slip")),),
                gesture="next",
                say=_("Please draw the motion."),
            )
        else:
            yield from SetByJudges().settle(state, match, moment)

    def reads(self, match: Match, rules: DebateRules) -> Text | None:
        """Return the motion of the slip."""
        if isinstance(match.motion, facts.MotionDrawn):
            slip = match.motion.motion
            return next(motion.title for motion in rules.motions if motion.id == slip)
        return SetByJudges().reads(match, rules)

    def short_of(self, rules: DebateRules, matches: int) -> bool:
        """Every match draws another slip."""
        return len(rules.motions) < matches


def _by_lot(match: Match, held: Lot, moment: Moment) -> Move:
    """Return the move that takes down the motion of the slip that a draw in public gave the match."""
    slip = held.order[held.takers.index(str(match.number))]
    return Move(
        facts.MotionDrawn,
        _("Take the slip drawn for match {match}", match=match.number),
        identity={"match": match.number},
        derived={"motion": slip_item(slip, moment.rules.motions).id},
        gesture="next",
        say=_("The motion has been drawn: {slip}.", slip=slip_name(slip)),
        lot=held.only((slip,)),
    )


def motions_drawing(matches: Sequence[int], state: State, moment: Moment) -> Iterator[Drawing]:
    """Yield the draw of a slip for each of these matches, where there are enough; none says what stands on it."""
    left = set(_left(state, moment))
    lots = slip_lots(moment.rules.motions, left)
    if len(lots) >= len(matches):
        places = tuple(_("Match {number}", number=number) for number in matches)
        takers, undrawn = tuple(map(str, matches)), _("in the order of the slips")
        yield Drawing(f"motions/{moment.round}", _("motions"), lots, places, takers, undrawn)


@attrs.frozen
class Fixed:
    """The first match debates the first motion of the list, and so on; a single motion serves all matches."""

    def settle(self, state: State, match: Match, moment: Moment) -> tuple[Move, ...]:
        """Yield nothing: the rulebook has settled it."""
        return ()

    def reads(self, match: Match, rules: DebateRules) -> Text | None:
        """Return the motion of the match."""
        return rules.motions[0 if len(rules.motions) == 1 else match.number - 1].title

    def short_of(self, rules: DebateRules, matches: int) -> bool:
        """One motion, or one for each match."""
        return len(rules.motions) < matches and len(rules.motions) != 1


_SOURCES: Mapping[MotionFrom, Source] = {"set_by_judges": SetByJudges(), "drawn": Drawn(), "fixed": Fixed()}


def source(rules: DebateRules) -> Source:
    """Return the source the rulebook names."""
    return _SOURCES[rules.motion]


def motion_moves(state: State, match: Match, moment: Moment) -> Iterator[Move]:
    """Yield the moves up to the hall's seeing the motion."""
    waiting = False
    for move in source(moment.rules).settle(state, match, moment):
        waiting = True
        yield move
    if not waiting:
        # the line does not hold the motion: what the desk may do next stands on the operator's screen
        yield Move(
            facts.MotionShown,
            _("Show the motion of match {match}", match=match.number),
            identity={"match": match.number},
            gesture="next",
            say=_("And this is the motion."),
        )


def used_motions(state: State) -> Iterator[str]:
    """Yield the ids of the slips drawn so far."""
    for match in state.matches:
        if isinstance(match.motion, facts.MotionDrawn):
            yield match.motion.motion


def _left(state: State, moment: Moment) -> Iterator[str]:
    rules: DebateRules = moment.rules
    used = {*used_motions(state), *moment.so_far.used}
    return (motion.id for motion in rules.motions if motion.id not in used)

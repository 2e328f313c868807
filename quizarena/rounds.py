"""What a round kind is, and how kinds are found.

Decides the protocol between the frame and a round: the frame knows facts, moves, scores, scenes, and no kind by name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import attrs

from .facts import Fact
from .plugins import Registry
from .points import Number
from .roster import Field, Roster
from .scores import Score
from .text import CLAUSE, FRAME, Joined, Text, Words
from .values import evolve, fast_init

if TYPE_CHECKING:
    from .moves import Drawing, Lot, Move
    from .panels import Panel
    from .scenes import Audience, Scene

_ = FRAME
KINDS = Registry("quizarena.kinds", _("round kind"))


class SoFar:
    """What the contest knows beside this round, computed only when a rule asks; the contest keeps the answers."""

    def __init__(
        self,
        totals: Callable[[], Mapping[str, Fraction]],
        used: Callable[[], frozenset[str]],
        meetings: Callable[[], tuple[tuple[Meeting, ...], ...]] = tuple,
    ) -> None:
        """Take the questions a rule may ask."""
        self._totals, self._used, self._meetings = totals, used, meetings

    @property
    def totals(self) -> Mapping[str, Fraction]:
        """Each team's total before tie-breaks, this round included unless a table counts its matches."""
        return self._totals()

    @property
    def used(self) -> frozenset[str]:
        """The ids of questions and topics that other rounds have used: nothing comes twice in an event."""
        return self._used()

    @property
    def meetings(self) -> tuple[tuple[Meeting, ...], ...]:
        """Who has met one to one in each round before this one that had such meetings, play-offs aside."""
        return self._meetings()


COMING = sys.maxsize
"""Stands for the record that begins something, while it has not begun."""


@attrs.frozen
class Edition:
    """The rules of a round and its panel, as they hold for what begins after the record `since`; 0 from the start."""

    since: int
    rules: Any
    panel: Panel | None


@fast_init
@attrs.frozen
class Moment:
    """What a round may look at: its rules, who takes part now, and the contest so far.

    `seed` is the opened draw's public text, None where no seed was drawn; `lots` are the draws that the round has held
    for itself, by purpose. `rules` and `panel` are those of its beginning, as the record `since` amended them; `of`
    gives those of a question, performance or match. `editions` are all that the round has gone by, none where they are
    one. A `play_off` parts a tie and adds nothing to a total.
    """

    round: str
    rules: Any
    field: Field
    so_far: SoFar = attrs.field(eq=False)
    title: Text = Words({})
    seed: str | None = None
    panel: Panel | None = None
    base_score: Fraction = Fraction(0)
    play_off: bool = False
    since: int = 0
    editions: tuple[Edition, ...] = ()
    lots: Mapping[str, Lot] = attrs.field(factory=dict, hash=False)

    def of(self, begun: int) -> Moment:
        """Return the moment of what the record `begun` began: under the rules of that time, which it keeps."""
        if not self.editions:
            return self
        return self._under(next((each for each in reversed(self.editions) if each.since < begun), None))

    @property
    def next(self) -> Moment:
        """The moment of what begins next: under the latest rules."""
        return self.of(COMING)

    def _under(self, edition: Edition | None) -> Moment:
        if edition is None or edition.since == self.since:
            return self
        return evolve(self, rules=edition.rules, panel=edition.panel, since=edition.since)

    def noted(self, score: Score) -> Score:
        """Return the score of what keeps these rules; it says which, where the round has gone by several."""
        if not self.editions:
            return score
        return with_rules_named(score, self.since, before=self.editions[1].since)


def with_rules_named(score: Score, since: int, *, before: int = 0) -> Score:
    """Return `score` with a note: by the rules since the record `since`, or by those before the record `before`."""
    said = (
        _("by the rules since #{seq}", seq=f"{since:03}")
        if since
        else _("by the rules before #{seq}", seq=f"{before:03}")
    )
    return evolve(score, note=said if score.note is None else Joined((score.note, said), CLAUSE))


@attrs.frozen
class Award:
    """An honour a round gives (最佳辩手): to whom, for which score; a true tie names all.

    `scores` are those of everybody it was between, by id; empty where the honour does not go by such scores.
    """

    name: Text
    winners: tuple[str, ...]
    score: Score | None = None
    scores: Mapping[str, Score] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Advice:
    """What an organiser should know before the day: where, why, and what to change."""

    where: str
    why: Text
    change: Text


@attrs.frozen
class Equipment:
    """What a round asks for in the hall: whether teams' buzzers are listened to, and how many voters have a card."""

    buzzers: bool = False
    voters: int = 0


@attrs.frozen
class Meeting:
    """Two teams met one to one: `won` is what the first made of it, 1, 1/2 for a draw or 0; it had the first side.

    `margin` is by how many marks the first was ahead, below 0 if it was behind, None where no marks tell. `judges` are
    the ids of who judged it, where judges are allotted to matches.
    """

    first: str
    second: str
    won: Fraction
    margin: Fraction | None = None
    judges: tuple[str, ...] = ()

    def seen_by(self, team: str) -> Meeting | None:
        """Return the meeting with `team` as the first, None if it was in no part of it."""
        if team != self.second:
            return self if team == self.first else None
        margin = None if self.margin is None else -self.margin
        return Meeting(self.second, self.first, 1 - self.won, margin, self.judges)


@runtime_checkable
class RoundKind(Protocol):
    """A kind of round. Methods are pure: no clock, no chance, no I/O; states are frozen values.

    `name` is its word in rulebooks (`kind: quiz`), `title` what people call it; `rules` is an attrs class built from
    the rulebook; `facts` are all facts the kind may record, their types prefixed with its name ("quiz.ruled"). `unit`
    is what its questions, performances or matches are called, which keep the rules of their beginning (see
    `Moment.of`); None where the round does so as a whole. These five are plain class attributes of a kind.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def rules(self) -> type: ...
    @property
    def facts(self) -> tuple[type[Fact], ...]: ...
    @property
    def unit(self) -> Text | None: ...

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        """Yield (path of the rule, reason) for what cannot be played with this roster; the file is then refused."""
        ...

    def advise(self, rules: Any, roster: Roster) -> Iterable[Advice]:
        """Yield what an organiser should know before the day."""
        ...

    def begin(self, moment: Moment) -> Any:
        """Return the state in which the round begins."""
        ...

    def moves(self, state: Any, moment: Moment) -> Iterable[Move]:
        """Yield the moves, forward ones first; the round is over when no forward move is left."""
        ...

    def apply(self, state: Any, seq: int, fact: Fact) -> Any:
        """Return the state after `fact`, recorded as `seq`; it was offered by a move, so nothing is judged here."""
        ...

    def scores(self, state: Any, moment: Moment) -> Mapping[str, Score]:
        """Return the score of each entrant (team or member) that has one; sealed ballots give none yet."""
        ...

    def awards(self, state: Any, moment: Moment) -> Iterable[Award]:
        """Yield the honours the round gives so far."""
        ...

    def meetings(self, state: Any, moment: Moment) -> Iterable[Meeting]:
        """Yield each meeting of two teams one to one that is decided and counts for both."""
        ...

    def bank(self, rules: Any) -> Iterable[tuple[str, str]]:
        """Yield (path of the rule, id) of each question and topic the rules hold; ids are unique in the event."""
        ...

    def parts(self, rules: Any) -> Iterable[str]:
        """Yield the parts of a score that a tie-break may name, such as criteria; none where nobody can say."""
        ...

    def stakes(self, rules: Any) -> Iterable[tuple[str, Number]]:
        """Yield (path of the rule, points) of what a team may choose to put at stake at once."""
        ...

    def full_mark(self, rules: Any) -> Number | None:
        """Return the most an entrant can score, None where nothing bounds it."""
        ...

    def equipment(self, rules: Any) -> Equipment:
        """Return what the hall needs for the round."""
        ...

    def uses(self, state: Any) -> Iterable[str]:
        """Yield the ids of questions and topics this round has used."""
        ...

    def revised(self, state: Any, fact: Fact, moment: Moment) -> Iterable[Fact]:
        """Yield what a recorded fact counts as by rules that its record did not know, the likeliest first.

        Nothing where it stands as it is: of what a person decided without a rule nothing follows from another rule.
        """
        ...

    def begun(self, state: Any) -> int | None:
        """Return the record that began the `unit` that is on, or was last; None before the first."""
        ...

    def waiting(self, state: Any, moment: Moment) -> Iterable[str]:
        """Yield the teams whose turn is still to come and may be put off, in their order.

        A deferred turn changes the order of the round's field among these teams alone.
        """
        ...

    def draws(self, state: Any, moment: Moment) -> Iterable[Drawing]:
        """Yield the draws that may be held now, the first due first; what one gave is in `Moment.lots` from then on.

        A draw is yielded until something goes by it: from then on it is settled, and nobody takes it back.
        """
        ...

    def upcoming(self, state: Any, moment: Moment) -> Iterable[Sequence[Any]]:
        """Yield what is still to be marked: the states in which the ballots of each performance are collected.

        In a state no ballot but those of its performance is asked for. There is one such row of states where all is
        known; several where order, sides or topics are open, so that they agree on nothing that nobody knows.
        """
        ...

    def scene(self, state: Any, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows of the round; the public's holds nothing sealed."""
        ...


class BaseKind:
    """The empty answers most kinds give, for authors to inherit."""

    unit: Text | None = None

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterable[tuple[str, Text]]:
        """Refuse nothing."""
        return ()

    def advise(self, rules: Any, roster: Roster) -> Iterable[Advice]:
        """Advise nothing."""
        return ()

    def awards(self, state: Any, moment: Moment) -> Iterable[Award]:
        """Award nothing."""
        return ()

    def meetings(self, state: Any, moment: Moment) -> Iterable[Meeting]:
        """Let nobody meet one to one."""
        return ()

    def bank(self, rules: Any) -> Iterable[tuple[str, str]]:
        """Hold no bank."""
        return ()

    def parts(self, rules: Any) -> Iterable[str]:
        """Name no part."""
        return ()

    def stakes(self, rules: Any) -> Iterable[tuple[str, Number]]:
        """Put nothing at stake."""
        return ()

    def full_mark(self, rules: Any) -> Number | None:
        """Bound nothing."""
        return None

    def equipment(self, rules: Any) -> Equipment:
        """Need nothing."""
        return Equipment()

    def uses(self, state: Any) -> Iterable[str]:
        """Use nothing of a bank."""
        return ()

    def revised(self, state: Any, fact: Fact, moment: Moment) -> Iterable[Fact]:
        """Let every fact stand as it is."""
        return ()

    def begun(self, state: Any) -> int | None:
        """Begin nothing within the round."""
        return None

    def waiting(self, state: Any, moment: Moment) -> Iterable[str]:
        """Let nobody's turn be put off."""
        return ()

    def draws(self, state: Any, moment: Moment) -> Iterable[Drawing]:
        """Draw nothing in public."""
        return ()

    def upcoming(self, state: Any, moment: Moment) -> Iterable[Sequence[Any]]:
        """Foresee no ballots but those that are asked for now."""
        return ((state,),)


def load_kind(name: str) -> RoundKind:
    """Return an instance of the installed kind `name`.

    Raises:
        PluginError: It is not installed, or what is installed is no round kind.
    """
    from .errors import PluginError

    made = cast("Callable[[], object]", KINDS.load(name))()
    if type(made) not in _KNOWN and not isinstance(made, RoundKind):
        raise PluginError(f"the plug-in {name!r} is no round kind: it lacks a method or attribute of RoundKind")
    _KNOWN.add(type(made))
    return cast("RoundKind", made)


_KNOWN: set[type] = set()
"""The classes found to be round kinds: looking at every method costs more than making one."""

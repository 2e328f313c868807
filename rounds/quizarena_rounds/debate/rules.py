"""What a rulebook says about a debate.

Decides which rules there are, their defaults and which of them re-score the past. Leaves what they mean to the modules
named after them: pairing, motions, floor, judging, scoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

import attrs

from quizarena.clocks import Bell
from quizarena.errors import RuleError
from quizarena.rules import Seconds, scoring, shape
from quizarena.text import Words
from quizarena.values import evolve
from quizarena_rounds.bells import HELP, USUAL_BELLS, Bells, rung
from quizarena_rounds.lots import Pairs, Topic

from .words import _

Side: TypeAlias = Literal["affirmative", "negative"]
Turn: TypeAlias = Literal["affirmative", "negative", "both"]
Odd: TypeAlias = Literal["bye", "plays_twice"]
Sides: TypeAlias = Literal["drawn", "by_order", "balanced"]
MotionFrom: TypeAlias = Literal["set_by_judges", "drawn", "fixed"]
VerdictBy: TypeAlias = Literal["points", "votes", "three_ballots", "judges"]
Casting: TypeAlias = Literal["chair"]
Dissent: TypeAlias = Literal["count", "drop"]


@attrs.frozen
class Overtime:
    """What a side loses by speaking longer than a segment's time and the buffer after it (缓冲)."""

    buffer: Seconds = scoring(default=0, help=_("Seconds over time that cost nothing yet"))
    points: Decimal = scoring(validator=attrs.validators.le(Decimal(0)), help=_("The cost: 0, or negative"))


def _counted_from_1(_instance: object, _attribute: object, value: int | str | None) -> None:
    if isinstance(value, int) and value < 1:
        raise RuleError(_("expected 1 or more, or reply, got {value}", value=value))


@attrs.frozen
class Segment:
    """A timed part of a match: 立论, 攻辩, 自由辩论, 总结陈词.

    `single` is one clock for whoever `side` names. `chess` is one clock of `seconds` for each side, of which at most
    one runs; `side` then says who begins, and "both" means the affirmative does. `bells` ring in time or past it.
    """

    name: Words = shape(help=_("The segment's name"))
    side: Turn = shape(default="both", help=_("Who speaks; in free debate: who begins"))
    seconds: Seconds = shape(help=_("The time; in free debate of each side"))
    kind: Literal["single", "chess"] = shape(default="single", help=_("chess: one clock a side, in turn"))
    bells: Bells = shape(default=USUAL_BELLS, help=HELP)
    overtime: Overtime | None = scoring(default=None, help=_("What over time costs; nothing, if left out"))
    speaker: int | Literal["reply"] | None = shape(
        default=None,
        validator=_counted_from_1,
        help=_("Which debater speaks, 1 the first, or reply, whoever replies; not shown, if left out"),
    )

    @property
    def rung(self) -> tuple[Bell, ...]:
        """The bells that ring within the time and past it."""
        return rung(self.bells, self.seconds)

    def by(self, side: Turn) -> Segment:
        """Return this segment with `side` speaking."""
        return evolve(self, side=side)


@attrs.frozen
class Individual:
    """The mark each judge gives each debater, for the award; it decides the match only by verdict: judges."""

    award: Words = shape(help=_("The award's name, such as best debater"))
    out_of: Decimal = shape(help=_("The full mark"))
    criteria: Mapping[str, Decimal] = shape(
        factory=dict,
        help=_("Criteria and their full marks, out_of in all; a single mark for each debater, if left out"),
    )
    step: Decimal = shape(default=Decimal("0.5"), help=_("The step of the marks"))


@attrs.frozen
class Nominations:
    """The best debater of a match, by how many judges name them (提名)."""

    award: Words = shape(help=_("The award's name, such as best debater"))
    names: int = shape(
        default=1,
        validator=[attrs.validators.ge(1), attrs.validators.le(3)],
        help=_("How many debaters each judge names, one to three"),
    )
    least: int = scoring(
        default=1,
        validator=attrs.validators.ge(1),
        help=_("How many judges must name the best debater at least"),
    )


@attrs.frozen
class Bye:
    """What the team gets that has no opponent (odd: bye)."""

    points: Literal["mean"] | Decimal = scoring(
        default="mean",
        help=_("Points of the team that sits out: mean, that of the other teams in the round, or a number"),
    )


@attrs.frozen
class Walkover:
    """What the team gets whose opponent withdrew before the marks were revealed."""

    points: Decimal | None = scoring(
        default=None,
        help=_("Points when the opponent withdraws; none: no score"),
    )


@attrs.frozen
class VotePoints:
    """What a match gives each side where votes decide it, and who decides level votes."""

    win: Decimal = scoring(default=Decimal(1), help=_("Points of the winner"))
    draw: Decimal = scoring(default=Decimal("0.5"), help=_("Points of each if votes tie"))
    lose: Decimal = scoring(default=Decimal(0), help=_("Points of the loser"))
    low_point_wins: bool = shape(
        default=False,
        help=_("With verdict: judges, each judge says who won beside the marks: the side with fewer may win"),
    )
    dissent: Dissent = scoring(
        default="count",
        help=_("With verdict: judges, the marks of judges in the minority: count, or drop them"),
    )
    casting: Casting | None = shape(
        default=None,
        help=_("Level votes: chair, the chief judge gives a casting vote; left out, the match is drawn"),
    )


@attrs.frozen
class DebateRules:
    """The rules of a debate round; the format `debate/pairs` gives those of the Yingbin contest."""

    pairs: Pairs = shape(
        default="by_order",
        help=_(
            "Who meets whom: neighbours of the running order, of a draw, or of the standings; power, those who have "
            "won equally often and have not met"
        ),
    )
    odd: Odd = shape(
        default="bye",
        help=_(
            "An odd number of teams: bye, the last sits out for bye.points; plays_twice, the first team debates "
            "once more and only its first match counts"
        ),
    )
    bye: Bye = scoring(factory=Bye, help=_("The bye"))
    walkover: Walkover = scoring(factory=Walkover, help=_("The opponent withdrew"))
    sides: Sides = shape(
        default="drawn",
        help=_(
            "Sides: drawn by lot; by_order, the first of the pair is affirmative; balanced, whoever has been it "
            "less often, by lot where that is level"
        ),
    )
    motion: MotionFrom = shape(
        default="set_by_judges",
        help=_("The motion: typed on the spot, a slip of motions, or motions one after the other"),
    )
    motions: tuple[Topic, ...] = shape(default=(), sealed=True, include="topics", help=_("Motions prepared beforehand"))
    segments: tuple[Segment, ...] = shape(help=_("The segments of a match, in order"))
    on_call: tuple[Segment, ...] = shape(
        default=(),
        help=_("Segments that come only when a side calls for them, after any other segment, once for each side"),
    )
    speakers: Literal["listed", "chosen"] = shape(
        default="listed",
        help=_(
            "Who speaks: listed, the members in their order; chosen, named from the squad in each match, the reply "
            "by the first or second speaker"
        ),
    )
    judges: Literal["all", "allotted"] = shape(
        default="all",
        help=_(
            "Who judges: all, every match; allotted, each judge one match, none with a team of the own unit, teams "
            "judged before as seldom as can be"
        ),
    )
    verdict: VerdictBy = shape(
        default="points",
        help=_(
            "points: each team scores its sheets. By a win or a loss: votes, one for each judge; three_ballots, "
            "impression, stages and deciding; judges, each for the side with the judge's higher total"
        ),
    )
    votes: VotePoints = scoring(
        factory=VotePoints,
        help=_("Points of a win, draw, loss; what decides level votes"),
    )
    criteria: Mapping[str, Decimal] = shape(factory=dict, help=_("The team sheet: criteria and their full marks"))
    step: Decimal = shape(default=Decimal("0.1"), help=_("The step of the marks"))
    individual: Individual | None = shape(
        default=None,
        help=_("Individual marks, for the award; with verdict: judges they decide the match too"),
    )

    nominations: Nominations | None = shape(
        default=None,
        help=_("Best debaters whom judges name on their votes"),
    )

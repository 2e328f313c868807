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
from quizarena.text import Words, both
from quizarena.values import evolve
from quizarena_rounds.bells import HELP, USUAL_BELLS, Bells, rung
from quizarena_rounds.lots import Topic

Side: TypeAlias = Literal["affirmative", "negative"]
Turn: TypeAlias = Literal["affirmative", "negative", "both"]
Pairs: TypeAlias = Literal["by_order", "drawn", "by_standings", "power"]
Odd: TypeAlias = Literal["bye", "plays_twice"]
Sides: TypeAlias = Literal["drawn", "by_order", "balanced"]
MotionFrom: TypeAlias = Literal["set_by_judges", "drawn", "fixed"]
VerdictBy: TypeAlias = Literal["points", "votes", "three_ballots", "judges"]
Casting: TypeAlias = Literal["chair"]
Dissent: TypeAlias = Literal["count", "drop"]


@attrs.frozen
class Overtime:
    """What a side loses by speaking longer than a segment's time and the buffer after it (缓冲)."""

    buffer: Seconds = scoring(
        default=0, help=both(zh="缓冲几秒，超过才扣分", en="Seconds over time that cost nothing yet")
    )
    points: Decimal = scoring(
        validator=attrs.validators.le(Decimal(0)), help=both(zh="扣几分: 0 或负数", en="The cost: 0, or negative")
    )


def _counted_from_1(_instance: object, _attribute: object, value: int | str | None) -> None:
    if isinstance(value, int) and value < 1:
        raise RuleError(
            both(zh=f"应当是 1 以上的整数或 reply，却写了 {value}", en=f"expected 1 or more, or reply, got {value}")
        )


@attrs.frozen
class Segment:
    """A timed part of a match: 立论, 攻辩, 自由辩论, 总结陈词.

    `single` is one clock for whoever `side` names. `chess` is one clock of `seconds` for each side, of which at most
    one runs; `side` then says who begins, and "both" means the affirmative does. `bells` ring in time or past it.
    """

    name: Words = shape(help=both(zh="这一段的名称", en="The segment's name"))
    side: Turn = shape(
        default="both", help=both(zh="谁发言；自由辩论时: 谁先发言", en="Who speaks; in free debate: who begins")
    )
    seconds: Seconds = shape(help=both(zh="时间；自由辩论时为每方时间", en="The time; in free debate of each side"))
    kind: Literal["single", "chess"] = shape(
        default="single", help=both(zh="chess: 每方一只表，轮流走", en="chess: one clock a side, in turn")
    )
    bells: Bells = shape(default=USUAL_BELLS, help=HELP)
    overtime: Overtime | None = scoring(
        default=None, help=both(zh="超时扣分；不写就不扣", en="What over time costs; nothing, if left out")
    )
    speaker: int | Literal["reply"] | None = shape(
        default=None,
        validator=_counted_from_1,
        help=both(
            zh="几辩发言，写 1 是一辩；reply 是回应发言的人；不写就不显示",
            en="Which debater speaks, 1 the first, or reply, whoever replies; not shown, if left out",
        ),
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

    award: Words = shape(help=both(zh="奖名，如最佳辩手", en="The award's name, such as best debater"))
    out_of: Decimal = shape(help=both(zh="满分", en="The full mark"))
    criteria: Mapping[str, Decimal] = shape(
        factory=dict,
        help=both(
            zh="个人评分项和满分，加起来是 out_of；不写就每人打一个分",
            en="Criteria and their full marks, out_of in all; a single mark for each debater, if left out",
        ),
    )
    step: Decimal = shape(default=Decimal("0.5"), help=both(zh="打分的最小单位", en="The step of the marks"))


@attrs.frozen
class Nominations:
    """The best debater of a match, by how many judges name them (提名)."""

    award: Words = shape(help=both(zh="奖名，如最佳辩手", en="The award's name, such as best debater"))
    names: int = shape(
        default=1,
        validator=[attrs.validators.ge(1), attrs.validators.le(3)],
        help=both(zh="每位评委提名几位，一到三", en="How many debaters each judge names, one to three"),
    )
    least: int = scoring(
        default=1,
        validator=attrs.validators.ge(1),
        help=both(zh="至少几位评委提名才评出", en="How many judges must name the best debater at least"),
    )


@attrs.frozen
class Bye:
    """What the team gets that has no opponent (odd: bye)."""

    points: Literal["mean"] | Decimal = scoring(
        default="mean",
        help=both(
            zh="轮空队得分: mean 其他各队在本环节的平均分，或写几分",
            en="Points of the team that sits out: mean, that of the other teams in the round, or a number",
        ),
    )


@attrs.frozen
class Walkover:
    """What the team gets whose opponent withdrew before the marks were revealed."""

    points: Decimal | None = scoring(
        default=None,
        help=both(zh="对手退赛时本队得分；不写则本环节无成绩", en="Points when the opponent withdraws; none: no score"),
    )


@attrs.frozen
class VotePoints:
    """What a match gives each side where votes decide it, and who decides level votes."""

    win: Decimal = scoring(default=Decimal(1), help=both(zh="胜方得分", en="Points of the winner"))
    draw: Decimal = scoring(
        default=Decimal("0.5"), help=both(zh="票数相等时每方得分", en="Points of each if votes tie")
    )
    lose: Decimal = scoring(default=Decimal(0), help=both(zh="负方得分", en="Points of the loser"))
    low_point_wins: bool = shape(
        default=False,
        help=both(
            zh="verdict: judges 时评委在分数之外另投胜方，分低的一方也可以胜",
            en="With verdict: judges, each judge says who won beside the marks: the side with fewer may win",
        ),
    )
    dissent: Dissent = scoring(
        default="count",
        help=both(
            zh="verdict: judges 时少数方评委打的分: count 照算；drop 不算",
            en="With verdict: judges, the marks of judges in the minority: count, or drop them",
        ),
    )
    casting: Casting | None = shape(
        default=None,
        help=both(
            zh="票数相等时: chair 主评委当场投决定票；不写就是平局",
            en="Level votes: chair, the chief judge gives a casting vote; left out, the match is drawn",
        ),
    )


@attrs.frozen
class DebateRules:
    """The rules of a debate round; the format `debate/pairs` gives those of the Yingbin contest."""

    pairs: Pairs = shape(
        default="by_order",
        help=both(
            zh="谁对谁: by_order 出场顺序一对二、三对四；drawn 抽签；by_standings 总分一对二、三对四；"
            "power 胜场相同的对，前面碰过的不再碰",
            en="Who meets whom: neighbours of the running order, of a draw, or of the standings; power, those who have "
            "won equally often and have not met",
        ),
    )
    odd: Odd = shape(
        default="bye",
        help=both(
            zh="队数为单: bye 最后一队轮空得 bye.points；plays_twice 第一队再辩一场，只算第一场",
            en="An odd number of teams: bye, the last sits out for bye.points; plays_twice, the first team debates "
            "once more and only its first match counts",
        ),
    )
    bye: Bye = scoring(factory=Bye, help=both(zh="轮空", en="The bye"))
    walkover: Walkover = scoring(factory=Walkover, help=both(zh="对手退赛", en="The opponent withdrew"))
    sides: Sides = shape(
        default="drawn",
        help=both(
            zh="正反方: drawn 抽签；by_order 排在前面的为正方；balanced 当正方少的为正方，一样多就抽签",
            en="Sides: drawn by lot; by_order, the first of the pair is affirmative; balanced, whoever has been it "
            "less often, by lot where that is level",
        ),
    )
    motion: MotionFrom = shape(
        default="set_by_judges",
        help=both(
            zh="辩题: set_by_judges 评委现场出题；drawn 从 motions 抽；fixed 第几场用 motions 第几题",
            en="The motion: typed on the spot, a slip of motions, or motions one after the other",
        ),
    )
    motions: tuple[Topic, ...] = shape(
        default=(), sealed=True, include="topics", help=both(zh="备好的辩题", en="Motions prepared beforehand")
    )
    segments: tuple[Segment, ...] = shape(help=both(zh="一场辩论的各段", en="The segments of a match, in order"))
    on_call: tuple[Segment, ...] = shape(
        default=(),
        help=both(
            zh="一方叫了才有的段 (奇袭)，任何一段之后可以叫，每方一次",
            en="Segments that come only when a side calls for them, after any other segment, once for each side",
        ),
    )
    speakers: Literal["listed", "chosen"] = shape(
        default="listed",
        help=both(
            zh="谁上场: listed 名单从前往后；chosen 每场当场从名单里报，回应发言由一辩或二辩作",
            en="Who speaks: listed, the members in their order; chosen, named from the squad in each match, the reply "
            "by the first or second speaker",
        ),
    )
    verdict: VerdictBy = shape(
        default="points",
        help=both(
            zh="points 每队按评分表得分；votes 每位评委投一票；three_ballots 每位评委印象、环节、决胜三票；"
            "judges 每位评委给哪方总分高就算投哪方。后三种按胜负得分",
            en="points: each team scores its sheets. By a win or a loss: votes, one for each judge; three_ballots, "
            "impression, stages and deciding; judges, each for the side with the judge's higher total",
        ),
    )
    votes: VotePoints = scoring(
        factory=VotePoints,
        help=both(zh="胜、平、负各得几分，平票怎么办", en="Points of a win, draw, loss; what decides level votes"),
    )
    criteria: Mapping[str, Decimal] = shape(
        factory=dict, help=both(zh="团体评分项和满分", en="The team sheet: criteria and their full marks")
    )
    step: Decimal = shape(default=Decimal("0.1"), help=both(zh="打分的最小单位", en="The step of the marks"))
    individual: Individual | None = shape(
        default=None,
        help=both(
            zh="个人评分，用于评奖；verdict: judges 时也定胜负",
            en="Individual marks, for the award; with verdict: judges they decide the match too",
        ),
    )

    nominations: Nominations | None = shape(
        default=None,
        help=both(zh="评委在票上提名最佳辩手", en="Best debaters whom judges name on their votes"),
    )

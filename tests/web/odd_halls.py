"""Feeds of the hall that the Yingbin story does not reach: choices, buzzers, votes, many teams, odd names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import attrs

from quizarena.blanks import Poll
from quizarena.clocks import Clock
from quizarena.media import MediaKind
from quizarena.scenes import (
    Block,
    Clocks,
    Decision,
    Face,
    GoingOn,
    Headline,
    Lots,
    Mark,
    Marks,
    MediaShown,
    OnAir,
    OnStage,
    Paragraph,
    Prizes,
    Question,
    Ranked,
    Ranking,
    Role,
    Ruling,
    Scene,
    Steps,
    Table,
    Versus,
    Vote,
    Votes,
    Winner,
)
from quizarena.sessions.hall import Feed
from quizarena.text import plain
from tests.terminal.afternoon import until

HOSTILE = "<script>alert(1)</script>\"'&"
NAMES = ("迎宾街道", "开源街道", "大庆路街道", "永泰街道")
MANY = (
    "永泰街道", "友谊社区", "滨河街道", "第二中学", "和平社区", "长青街道", "高新区政务服务中心", "开源街道",
    "新华社区", "南苑街道", "实验小学", "朝阳社区", "桥西街道", "经济技术开发区综合行政执法局",
    "大庆路街道", "建设社区",
)  # fmt: skip
ASKED = "居民申请最低生活保障，应当向哪里提出书面申请？"
OPTIONS = tuple(
    zip("ABCD", map(plain, ("户籍所在地的街道办事处", "区民政局", "社区居民委员会", "市政务服务中心")), strict=True)
)


def feed(*blocks: Block, programme: str = "round", teams: Iterable[str] = NAMES, **ranking: object) -> Feed:
    """Return a feed of these blocks, the standings and what is on air behind them."""
    rows = standings(list(teams))
    shown = attrs.evolve(Ranking(rows, places=2), **ranking)
    head = (Headline(plain("抢答题")), Headline(plain("第 3 题"), plain("共 8 题"), 3, 8))
    scene = Scene(plain("迎宾大擂台"), (*head, *blocks, shown, OnAir(programme)))
    return Feed(scene, 24, until(24).records[-1].digest)


def standings(names: list[str]) -> tuple[Ranked, ...]:
    """Return a row a team, two of them level."""
    places = [place - (place == 5) for place in range(1, len(names) + 1)]
    behind = [None, *(Fraction(0) if place == 5 else Fraction(347, 100) for place in range(2, len(names) + 1))]
    totals = [Fraction(30_000 - 347 * (place - 1), 100) for place in places]
    return tuple(
        Ranked(
            f"t{nth}", plain(name), nth, place, total, (Fraction(100), total - 100), place == 4, gap, nth + nth % 3 - 1
        )
        for nth, (name, place, total, gap) in enumerate(zip(names, places, totals, behind, strict=True), 1)
    )


def _many(count: int) -> list[str]:
    return [f"{MANY[nth % len(MANY)]}{'' if nth < len(MANY) else nth}" for nth in range(count)]


def _guesses(count: int) -> Table:
    heads = (plain("台"), plain("队"), plain("数字"), plain("相差"), plain("得分"))
    rows = ((nth, plain(name), 12_840 + nth, nth, Fraction(0)) for nth, name in enumerate(_many(count), 1))
    return Table(heads, tuple(rows))


_MATCHES = (
    *(plain(f"四分之一决赛第 {nth} 场") for nth in range(1, 5)), plain("半决赛第 1 场"), plain("半决赛第 2 场"),
    plain("三四名决赛"), plain("决赛"), plain("颁奖"),
)  # fmt: skip


def _choice(**more: object) -> Question:
    return attrs.evolve(
        Question(plain(ASKED), points=Fraction(10), stake=Fraction(0), form="single", options=OPTIONS), **more
    )


STAGE = OnStage("t3", plain(NAMES[2]), 3, plain("2 号　大庆二"))
UNUSED = Clocks((Face(Clock(15_000), plain("答题时间")),))
TABLE = Table(
    (plain("队"), plain("得分")), ((plain("迎宾"), Fraction(17, 2)), (plain("开源"), None)), plain("本场结果")
)  # fmt: skip
LONG = (
    "经济技术开发区综合行政执法局",
    "阿依古丽 · 买买提与她的朋友们联队",
    "Harbour Street Neighbourhood Volunteers",
    "永泰",
)
BEST = Decision(None, "affirmative", plain("最佳辩手"), (Winner(plain("大庆三"), 3, plain(NAMES[2])),), "best")
JUDGED = Marks(
    "t3",
    (
        *(Mark(f"j{n}", plain(f"评委{n}"), "shown", Fraction(800 + n, 10)) for n in range(1, 11)),
        Mark("j11", plain("评委11"), "absent"), Mark("j12", plain("评委12"), "in"),
    ),
    opened="j10", between=(Fraction(8363, 100), Fraction(8508, 100)), threshold=Fraction(8453, 100),
    deducted=Fraction(2), places=2,
)  # fmt: skip
CLOCK = Clocks((Face(Clock(30_000, 6_000), plain("答题时间")),))
RULED = Ruling(plain("不得分"), plain("答错了"), "t3", "m", Fraction(0), Fraction(110), Fraction(110), ("B",))
KNOWN = _choice(points=None, answer=plain("户籍所在地的街道办事处"), key=("A",))
SIDES = Versus(
    OnStage("t3", plain(NAMES[2]), 3, role="affirmative"), OnStage("t4", plain(NAMES[3]), 4, role="negative"),
    plain("智能化手段能替代网格员上门"),
)  # fmt: skip
_VOTES = tuple(
    Vote(f"j{n}", plain(f"评委{n}"), "shown" if n < 5 else "in", (plain("正方" if n % 2 else "反方"),) if n < 5 else ())
    for n in range(1, 8)
)
_THREE = Question(
    plain("Capital of France?"), form="single", key=("B",), answer=plain("Paris"),
    options=tuple(zip("ABC", map(plain, ("Lyon", "Paris", "Nice")), strict=True)),
)  # fmt: skip
WRONG = attrs.evolve(RULED, verdict=plain("WRONG"), chosen=("A",))
OPEN = Paragraph(plain("投票开始：请在观众页面上投票。"))
POLL = Poll("vote:1", plain("您投给哪个队？最多 2 队。"), (), 2, None)
_WORDY = (
    "根据《生产安全事故报告和调查处理条例》，造成 10 人以上 30 人以下死亡，或者 50 人以上 100 人以下重伤，"
    "或者 5000 万元以上 1 亿元以下直接经济损失的事故，属于哪一级？"
)


def _since_the_record(before: int) -> Clock:
    """Return a clock that runs since the feed's record, `before` that so many seconds."""
    return Clock(0, 1_000 * before, until(24).records[-1].at)


MEDIA = {MediaKind.PICTURE: "0" * 64 + ".png", MediaKind.SOUND: "1" * 64 + ".wav", MediaKind.VIDEO: "2" * 64 + ".mp4"}
_ASKED = {
    MediaKind.PICTURE: "图上这只灭火器，说明什么？",
    MediaKind.SOUND: "这是哪一种应急广播信号？",
    MediaKind.VIDEO: "看完视频，请指出三处安全隐患",
}


def _media(kind: MediaKind, clock: Clock | None = None) -> Question:
    return _choice(text=plain(_ASKED[kind]), media=MediaShown(kind, 9, MEDIA[kind], clock))


def _prizes(name: str) -> Feed:
    winner = Winner(plain(name), 1, None, 1, Fraction(31_932, 100), (Fraction(100), Fraction(21_932, 100)))
    rows = ((plain("一等奖"), (plain(name),)), (plain("二等奖"), None))
    return feed(Prizes(rows, ((winner,), ()), (1, 0), 0, winner), programme="prizes")


HALLS: dict[str, Callable[[], Feed]] = {
    "choice": lambda: feed(STAGE, _choice(), CLOCK),
    "choice-settled": lambda: feed(STAGE, KNOWN, RULED),
    "choice-long": lambda: feed(attrs.evolve(_choice(), text=plain(_WORDY), stake=Fraction(10)), CLOCK),
    "choice-12": lambda: feed(STAGE, _choice(), CLOCK, teams=_many(12)),
    "choice-30": lambda: feed(STAGE, _choice(), CLOCK, teams=_many(30)),
    "choice-three": lambda: feed(attrs.evolve(STAGE, name=plain("The Reds")), _THREE, WRONG),
    "ruled": lambda: feed(STAGE, RULED),
    "poll": lambda: attrs.evolve(feed(OPEN, CLOCK), poll=POLL),
    "buzz": lambda: feed(attrs.evolve(STAGE, buzzed=True), _choice(stake=Fraction(10)), UNUSED),
    "buzz-out": lambda: feed(STAGE, _choice(out=(("t1", plain("已答错")),)), CLOCK),
    "media-picture": lambda: feed(STAGE, _media(MediaKind.PICTURE), CLOCK),
    "media-sound": lambda: feed(STAGE, _media(MediaKind.SOUND), CLOCK),
    "media-film": lambda: feed(STAGE, _media(MediaKind.VIDEO), CLOCK),
    "media-sound-plays": lambda: feed(STAGE, _media(MediaKind.SOUND, _since_the_record(5)), UNUSED),
    "media-film-stopped": lambda: feed(STAGE, _media(MediaKind.VIDEO, Clock(0, 2_000)), UNUSED),
    "votes": lambda: feed(SIDES, Votes((plain("胜方"),), _VOTES, "j4")),
    "voting": lambda: feed(SIDES, Votes((plain("胜方"),), tuple(attrs.evolve(v, state="in", says=()) for v in _VOTES))),
    "votes-count": lambda: feed(SIDES, Decision((Fraction(4), Fraction(3))), programme="marks"),
    "votes-winner": lambda: feed(SIDES, Decision((Fraction(4), Fraction(3)), "affirmative"), programme="marks"),
    "votes-best": lambda: feed(SIDES, BEST, programme="marks"),
    "marks-12-judges": lambda: feed(STAGE, JUDGED, programme="marks"),
    "table": lambda: feed(TABLE),
    "ranking-judges": lambda: feed(attrs.evolve(JUDGED, entrant="", opened=None), programme="marks"),
    "estimated": lambda: feed(
        Question(plain(ASKED), answer=plain("12840")), _guesses(6), Ruling(plain("最接近"), plain("6 号台最接近"))
    ),
    "table-24": lambda: feed(_guesses(24), teams=_many(24)),
    "knock-out-begins": lambda: attrs.evolve(
        feed(teams=_many(8)), scene=Scene(plain("迎宾大擂台"), (
            Headline(plain("四分之一决赛第 1 场")), Steps(_MATCHES, 0), Ranking(standings(_many(8))), OnAir("round"),
        )),
    ),
    "standings-12": lambda: feed(programme="standings", teams=_many(12)),
    "standings-24": lambda: feed(programme="standings", teams=_many(24)),
    "standings-48": lambda: feed(programme="standings", teams=_many(48)),
    "standings-frozen": lambda: feed(programme="standings", frozen=True),
    "standings-provisional": lambda: feed(
        Paragraph(plain("4 号台申诉，正在复核"), Role.PROTEST, "t4"), programme="standings", provisional=True
    ),
    "standings-going-on": lambda: feed(
        programme="standings", going_on=GoingOn(plain("决赛"), (plain(NAMES[0]), plain(NAMES[1])))
    ),
    "standings-long-names": lambda: feed(programme="standings", teams=LONG),
    "lots-24": lambda: feed(Lots((*map(plain, _many(9)), *(None,) * 15)), programme="draw"),
    "prizes-long-name": lambda: _prizes("经济技术开发区综合行政执法局代表队"),
    "interruption": lambda: feed(STAGE, _choice(), CLOCK, Paragraph(plain("设备检查，请稍候"), Role.INTERRUPTION)),
    "black": lambda: feed(STAGE, _choice(), programme="black"),
}  # fmt: skip

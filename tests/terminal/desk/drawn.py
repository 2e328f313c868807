"""The moments that the desk's second drawings show (D7 to D24), each reached by keys from records.

Names, questions and figures are the drawings', as far as the story has them; the rest is a small contest of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from quizarena.contest import Contest
from quizarena.contest.facts import Adjusted, ContestOpened
from quizarena.errors import JournalBusy
from quizarena.facts import parse_instant
from quizarena.journal import Holder, MemoryJournal
from quizarena.rulebook import load as load_rules
from quizarena.rulebook import loads
from tests.contest.telling import FOLDER
from tests.story import load

from .hand import NOON, Hand, at
from .test_drawings import marking, protesting, seated
from .test_mistakes import vote
from .test_pictures import amending

TEAMS = ("迎宾街道", "开源街道", "大庆路街道", "永泰街道")
MORE = ("人民街道", "新华街道", "东风街道", "橡林街道", "前进街道", "南海街道", "西园街道", "老街街道")
PAIRED, ON_STAGE, ALL_GIVEN, TWO_OPEN = 169, 123, 285, 135
"""Records of the story: who meets whom is said; a performance was entered; the last prize is up; two marks are."""


def small(names: tuple[str, ...], use: Mapping[str, Any], base: int, points: tuple[int, ...], **more: Any) -> Hand:
    """Return a desk of teams with these names and points, the round begun."""
    rulebook = {
        "quizarena": 1,
        "contest": {"title": {"zh": "迎宾大擂台"}, "language": "zh"},
        "base_score": base,
        "teams": [{"id": f"t{number}", "name": name} for number, name in enumerate(names, 1)],
        "order": "roster",
        "rounds": [{"id": "quiz", **use}],
        **more,
    }
    contest = Contest(loads(json.dumps(rulebook, ensure_ascii=False)), at=NOON)
    contest.push(ContestOpened("live"), at=NOON)
    hand = seated(Hand(contest).press("enter"))
    for number, each in enumerate(points, 1):
        if each:
            hand.desk.arena.push(Adjusted(f"t{number}", each, "上一环节"), at=hand.now)
    return hand


def buzzers(names: tuple[str, ...], points: tuple[int, ...]) -> Hand:
    """Return a desk at a round of buzzers, where a press before the call costs ten."""
    bank = [
        {"id": "q1", "text": "残疾人证多少年换领一次？", "answer": "十年"},
        {"id": "q2", "text": "政务服务便民热线的号码是多少？", "answer": "12345"},
        *({"id": f"s{number}", "text": f"备用 {number}", "answer": "是"} for number in range(20)),
    ]
    early = {"early_buzz": "others_continue", "wrong": -10, "points": 10}
    return small(names, {"title": "抢答", "use": "quiz/buzz", "items": 20, "questions": bank, **early}, 100, points)


def typed_sheets(count: int) -> Hand:
    """Return the first team's sheets, so many of them typed; of a fourth and last one the total is misread."""
    hand = seated(at(71)).press("p")
    for number in range(1, count + 1):
        marks = load().scenario.ballots["yingbin"][f"j{number}"]
        total = "88.7" if number == count == 4 else str(sum(map(Decimal, marks)))
        for mark in (*marks, total):
            hand.type(mark).press("enter")
    return hand


def tenfold() -> Hand:
    """D9: 272 was typed for 27.2, and more marks into the question."""
    hand = typed_sheets(5).type("29.0").press("enter").type("272").press("enter")
    return hand.type("16.8").press("enter")


def early_press() -> Hand:
    """D12: desk 2 pressed before Space."""
    hand = buzzers(TEAMS, (10, 20, 10)).press("enter", "space", "4", "+", "enter")
    return hand.press("2")


def play_off() -> Hand:
    """D16: three teams played off, one of them is no longer tied after a correction."""
    bank = [{"id": f"q{number}", "text": f"第 {number} 题", "answer": "是"} for number in range(12)]
    use = {"title": "有问必答", "use": "quiz/required", "per_team": 1, "points": 10, "wrong": 0, "questions": bank}
    prizes = [{"name": name, "places": places} for name, places in (("一等奖", 1), ("二等奖", 1), ("三等奖", 2))]
    hand = small(TEAMS, use, 120, (0, 10), ties={"when": "a_prize_depends", "by": ["sudden_death"]}, prizes=prizes)
    for _question in range(4):
        hand.press("enter", "+", gap_ms=6_000)
    hand.press("enter", *["enter", "+"] * 3, gap_ms=6_000)
    ruled = [record.seq for record in hand.contest.records if record.type == "quiz.ruled"]
    hand.press("l").type(str(ruled[2])).press("enter", "enter", "2", "down", "2", "down", "1", "+")
    return hand.press("enter")


def sealing() -> Hand:
    """D17: all prizes are up, the page of signing is open and the arbiters are chosen."""
    hand = seated(at(ALL_GIVEN)).press("enter", "m")
    return hand.press(*hand.row("签署成绩"), "enter", "1")


class Locked(MemoryJournal):
    """A journal that another program keeps locked."""

    free = threading.Event()

    def append(self, row: Any) -> None:
        """Wait for ever, or say that it is busy."""
        if self.patience.wanted is not None:
            self.free.wait()
        raise JournalBusy("the file is locked")

    def holders(self) -> list[Holder]:
        """Return that program."""
        return [Holder(4127, "quizarena report", "", locks=True, terminal="pts/3")]


def waiting() -> Hand:
    """D19: a ruling waits three seconds for another program."""
    hand, journal = seated(at(25, seconds=13)), Locked()
    kept = hand.desk.arena.journal
    with MemoryJournal.writing(journal) as writer:
        for row in kept.read():
            MemoryJournal.append(writer, row)
    hand.desk.arena.journal = journal
    hand.desk.stand_on(hand.desk.arena)
    hand.press("+", gap_ms=3_000)
    return hand


def drawing_sides() -> Hand:
    """D20: the rules draw the sides in public, and nobody has said how yet."""
    book = load_rules(FOLDER / "contest.yaml")
    rounds = tuple(attrs.evolve(each, draws="called") if each.id == "debate" else each for each in book.rounds)
    contest = Contest(attrs.evolve(book, rounds=rounds), at=parse_instant("2023-01-11T14:00:05+08:00"), id="0")
    for line in (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()[:PAIRED]:
        said = json.loads(line)
        fact = contest.book.of_mapping(said["type"], said["fact"])
        seat, person = said.get("seat", "desk"), said.get("person", "")
        contest.push(fact, seat=seat, person=person, at=parse_instant(said["at"]))
    return seated(Hand(contest))


def many_buzz() -> Hand:
    """D24: twelve teams, the seventh out by a false start, and 10 is being typed."""
    hand = buzzers((*TEAMS, *MORE), (30, 50, 20, 0, 40, -10, 10, 20, -20, 10, 0, -40))
    return hand.press("enter", "space", "4", "enter", "+", "enter", "7", "enter", "-", "space", "1", "0")


MOMENTS: Mapping[str, Callable[[], Hand]] = {
    "D7": marking,
    "D8": lambda: marking().press("2"),
    "D9": tenfold,
    "D10": lambda: typed_sheets(4),
    "D11": lambda: marking().press("j", "6", "3", "1"),
    "D12": early_press,
    "D13": lambda: seated(at(ON_STAGE)).press("enter"),
    "D14": protesting,
    "D15": lambda: seated(amending()),
    "D16": play_off,
    "D17": sealing,
    "D18": lambda: seated(at(TWO_OPEN, seconds=3)),
    "D19": waiting,
    "D20": drawing_sides,
    "D21": lambda: seated(at(25)).press("m", "0", "enter"),
    "D22": lambda: drawing_sides().press("2", "enter", "enter", "+", "enter"),
    "D23": lambda: seated(vote(7)).press("j", "5", "4", "2"),
    "D24": many_buzz,
}
"""Each drawing's moment."""

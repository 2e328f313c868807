"""The desk's second drawings, D20 to D22, word by word at both sizes: a row that differs stands here with its reason.

Whatever a reason is given for must really differ, so that a reason goes when it has gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.facts import parse_instant
from quizarena.rulebook import load
from quizarena.terminal.wide import width
from tests.contest.telling import FOLDER

from .desk.hand import Hand, at
from .desk.test_drawings import WHOLE, seated, split
from .golden import drawing, masked, plain

PAIRED = 169
"""The record that says who meets whom; sides are to be drawn next."""


def drawing_sides() -> Hand:
    """D20: the rules draw the sides in public, and nobody has said how yet."""
    book = load(FOLDER / "contest.yaml")
    rounds = tuple(attrs.evolve(each, draws="called") if each.id == "debate" else each for each in book.rounds)
    contest = Contest(attrs.evolve(book, rounds=rounds), at=parse_instant("2023-01-11T14:00:05+08:00"), id="0")
    for line in (FOLDER / "facts.jsonl").read_text(encoding="utf-8").splitlines()[:PAIRED]:
        said = json.loads(line)
        fact = contest.book.of_mapping(said["type"], said["fact"])
        seat, person = said.get("seat", "desk"), said.get("person", "")
        contest.push(fact, seat=seat, person=person, at=parse_instant(said["at"]))
    return seated(Hand(contest))


def first_match_open() -> Hand:
    """D22: quickly drawn, the secret is open, and so is the first of two matches."""
    return drawing_sides().press("2", "enter", "enter", "+", "enter")


def the_day() -> Hand:
    """D21: the menu's first row is open."""
    return seated(at(25)).press("m", "0", "enter")


_AGE = "the age of the last record is that of the keys typed here, and the round's words are those of every round"
_RAIL = "which screens are there stands here too, and the rail gives way"
_AIR = "what the board shows by its programme, in the words of every moment"
_DRAWS = "the round stands in the row above its draws; what comes after them is not a draw"
_PAIRS = "what was announced before is in the log"
_LOTS = "a row a match with its teams; which match, the rows say by their order and the board by its words"
_MOTION = "motions are no draw where the judges set them"
_UNDRAWN = "for any pair, whatever its numbers"
_OTHERS = "with these rules nothing else is to be drawn"
_LOG = "a record is told by its move's words, and here by those of the story"
_SAID = "what was recorded last, or nothing"
_MEMBER = "a member is called as on the board and on the answer sheet"
_LATE = "a late team plays from the next round on (a known slip)"
_DUE = "what is not due says so behind its words"
_JUDGES = "a judge is replaced by one who leaves and one who is added"
_WORDS = "a key says its move's own words, as the menu and the log do"
_CHEER = "points are given with a cheer, as the host reads it on the day"
_BELOW = "the box stands elsewhere over the zones"
_KEYS = "the keys row of every list"
_PLAIN = "in the words of an official"
_LINE = "by the order of the lots, each with what it gives"
_PROOF = "the hash and the shell command stand there, so that anybody can do it again"
_NEXT = "lots open as they do for the running order"

MOMENTS: Mapping[str, Callable[[], Hand]] = {"D20": drawing_sides, "D21": the_day, "D22": first_match_open}
CHANGED: Mapping[str, Mapping[int, str]] = {
    "D20-120x40": {0: _AGE, 3: _DRAWS, 4: _PAIRS, 7: _LOTS, 8: _LOTS, 9: _MOTION, 28: _UNDRAWN, 29: _OTHERS}
    | {**dict.fromkeys(range(25, 28), _PLAIN), 32: _LOG, 33: _LOG, 38: _SAID},
    "D20-80x24": {0: _AGE, 1: _RAIL, 3: _AIR, 4: _DRAWS, 5: _PAIRS, 8: _LOTS, 9: _LOTS, 10: _MOTION, 17: _UNDRAWN}
    | {**dict.fromkeys(range(14, 17), _PLAIN), 18: _OTHERS, 20: _LOG, 21: _LOG, 22: _SAID},
    "D21-120x40": {0: _AGE, 3: _MEMBER, 6: _BELOW, 9: _LATE, 10: _DUE, 13: _JUDGES, 26: _CHEER, 28: _WORDS, 29: _WORDS}
    | {14: _PLAIN, **dict.fromkeys(range(32, 38), _LOG), 38: _SAID, 39: _KEYS},
    "D21-80x24": {0: _AGE, 1: _RAIL, 3: _AIR, 4: _MEMBER, 8: _LATE, 9: _DUE, 12: _JUDGES, 19: _BELOW, 20: _BELOW}
    | {13: _PLAIN, 21: _LOG, 22: _SAID, 23: _KEYS},
    "D22-120x40": {3: _DRAWS, 4: _PAIRS, 5: _LINE, 7: _LOTS, 8: _LOTS, 9: _MOTION, 10: _PROOF, 25: _NEXT, 26: _WORDS}
    | {32: _LOG, 33: _LOG, 38: _SAID, 39: _KEYS},
    "D22-80x24": {1: _RAIL, 3: _AIR, 4: _DRAWS, 5: _PAIRS, 6: _LINE, 8: _LOTS, 9: _LOTS, 10: _MOTION, 11: _PROOF}
    | {14: _NEXT, 15: _WORDS, 20: _LOG, 21: _LOG, 22: _SAID, 23: _KEYS},
}
"""Rows that are not as drawn, and why."""


def lost(found: list[str], drawn: list[str], *, wide: bool) -> set[int]:
    """Return the drawn rows whose words stand in no row of the desk: a box may stand a row higher or lower."""
    there = {said(row, y, wide=wide) for y, row in enumerate(found)}
    rows = ((y, said(row, y, wide=wide)) for y, row in enumerate(drawn))
    return {y for y, words in rows if words and words not in there}


_BOX = 20
"""Columns in which a box begins, well left of the rule."""


def said(row: str, y: int, *, wide: bool) -> tuple[str, ...]:
    """Return the words of a row left of the rule, without a box's frame."""
    box = row.split("|")
    boxed = len(box) > 2 and width(box[0]) < _BOX
    own = box[1] if boxed else row if not wide or y in WHOLE else split(row)[0]
    return tuple(word for word in own.replace("|", " ").split() if word.strip("+->"))


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_a_row_is_as_drawn_or_says_why_not(name: str, size: tuple[int, int]) -> None:
    full = f"{name}-{size[0]}x{size[1]}"
    found = masked(plain(MOMENTS[name]().canvas(*size)))
    assert lost(found, drawing(full), wide=size[0] == 120) == set(CHANGED[full])

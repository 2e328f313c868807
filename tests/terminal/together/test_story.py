"""An afternoon on five terminals: desk, two judges, board and host's monitor, processes on one file, by keys only.

The two judges type themselves, the others hand in paper that is typed in the desk's grid. On the way the board and the
monitor paint what they should, and the board is never sent a byte of what the hall must not know yet. The short telling
runs with all tests; `make afternoon` plays the whole story of the example.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from fractions import Fraction
from functools import partial
from pathlib import Path

import attrs
import pytest
import yaml

from tests.machines import two_machines
from tests.story import Match, Sheet, load

if sys.platform == "win32":
    pytest.skip("needs pseudo-terminals", allow_module_level=True)

from .five import PINS, Five
from .tellings import EXAMPLE, Telling, short, total, whole
from .terminal import Hall, Terminal

NOTES = yaml.safe_load((EXAMPLE / "questions.yaml").read_text(encoding="utf-8"))
TOPICS = {each["id"]: each["title"] for each in yaml.safe_load((EXAMPLE / "topics.yaml").read_text(encoding="utf-8"))}


@pytest.mark.timeout(300)
def test_a_short_contest_on_five_terminals(tmp_path: Path) -> None:
    telling = short(tmp_path / "rules")
    play(telling, tmp_path / "rules" / "contest.yaml", tmp_path / "short.qa", TEXTUAL_ANIMATIONS="none")


@pytest.mark.afternoon
@pytest.mark.timeout(900)
def test_the_whole_story_on_five_terminals(tmp_path: Path) -> None:
    play(whole(), EXAMPLE / "contest.yaml", tmp_path / "yingbin.qa")


@pytest.mark.machines
@pytest.mark.timeout(1_200)
def test_the_whole_story_on_two_machines() -> None:
    """The desk beside the server, board, monitor and judges at the other end of the cable."""
    with two_machines() as machines:
        play(whole(), EXAMPLE / "contest.yaml", machines.contest("yingbin"), machines.far)


def play(telling: Telling, rules: Path, path: Path | str, far: Sequence[str] = (), **environment: str) -> None:
    """Play a telling from the draw to the signature; its standings come out and the record verifies."""
    quizarena("start", str(rules), str(path))
    with Hall(environment, far) as hall:
        Afternoon(Five.on(hall, str(path)), telling).play()
        assert [each.screen.strange for each in hall.terminals] == [[]] * 5
    rows = json.loads(quizarena("standings", str(path), "--json"))["standings"]
    found = {row["team"]: (Fraction(row["total"]), row["place"]) for row in rows}
    assert found == {team: (Fraction(points), place) for team, (points, place) in telling.expected.items()}
    quizarena("verify", str(path))


def quizarena(*arguments: str) -> str:
    """Run a command that must succeed, and return what it prints."""
    command = [sys.executable, "-m", "quizarena", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def unsent(words: str, *terminals: Terminal) -> Iterator[None]:
    """Hold that terminals are sent no byte of `words` in the meantime."""
    since = [len(each.raw) for each in terminals]
    yield
    for each, start in zip(terminals, since, strict=True):
        assert words.encode() not in each.raw[start:], each.text


@attrs.frozen
class Afternoon:
    """A telling being played on the five screens."""

    five: Five
    telling: Telling

    def play(self) -> None:
        """Play it to its end."""
        five, telling = self.five, self.telling
        five.desk.sees("还没开赛")
        five.draw(telling.order, telling.roster)
        five.sit_down()
        self.questions()
        for team in telling.order:
            self.perform(team)
        for match in telling.matches:
            self.debate(match)
        five.show("5")
        five.board_is_painted()
        five.prizes("总裁判")
        five.follow()
        five.board.sees("成绩已签署")
        five.board_is_painted()

    def questions(self) -> None:
        """Ask every question, its answer hidden until it is ruled on; correct what the story corrects."""
        ruled = {}
        for turn in range(len(next(iter(self.telling.rulings.values())))):
            for place, team in enumerate(self.telling.order):
                note = NOTES[turn * len(self.telling.order) + place]
                ruled[team, turn] = self.question(note["text"], note["answer"], self.telling.rulings[team][turn])
        if self.telling.corrected is not None:
            self.five.correct(ruled[self.telling.corrected])

    def question(self, text: str, answer: str, right: bool) -> int:
        """Ask one question; return the record of its ruling."""
        five = self.five
        five.go_on("出题")
        telling = len(answer) > 4 and answer not in text
        with unsent(answer, five.board) if telling else nullcontext():
            five.desk.records_by("enter", "空格")
            five.board.sees(text[:12])
            five.host.sees(answer[:12])
            five.desk.records_by(" ", "判对")
        five.desk.records_by("+" if right else "-")
        return five.desk.record

    def perform(self, team: str) -> None:
        """One performance with its ballots and its reveal."""
        five, story = self.five, load().scenario
        five.slip(TOPICS[story.topics[team]])
        five.board.sees(TOPICS[story.topics[team]][:8])
        five.play(300 + story.seconds_over[team])
        sheets = self.telling.stage[team]
        for judge in PINS.keys() & sheets.keys():
            five.ballot(judge, {team: sheets[judge]})
        five.paper(team, self.telling.seats, sheets)
        self.reveal([sheets])

    def debate(self, match: Match) -> None:
        """One match: the motion is sealed until it is shown."""
        five = self.five
        five.meet(match.affirmative)
        with unsent(match.motion, five.desk, five.board, *five.judges.values()):
            five.motion(match.motion)
        five.unseal()
        five.board.sees(match.motion[:8])
        five.host.sees(match.motion[:8])
        five.speak()
        teams = [team for team in self.telling.order if team in (match.affirmative, match.negative)]
        sheets = {team: self.telling.debates[team] for team in teams}
        for judge in PINS:
            five.ballot(judge, {team: sheets[team][judge] for team in teams})
        for team in teams:
            five.paper(team, self.telling.seats, sheets[team])
        self.reveal(list(sheets.values()))

    def reveal(self, ballots: list[dict[str, Sheet]]) -> None:
        """Open the marks: at every step as many stand on the board as steps were opened, and one of them stands out."""
        board = self.five.board
        marks = {Fraction(total(sheet)) for sheets in ballots for sheet in sheets.values()}
        places = [(nth, len(sheets)) for sheets in ballots for nth in range(1, len(sheets) + 1)]
        since = len(board.raw)
        for step in self.five.opened():
            if not 0 < step <= len(places):
                continue
            shown, count = places[step - 1]
            if shown < count:
                board.sees(f"已亮 {shown} 张，还有 {count - shown} 张")
                assert board.text.count(". . .") >= count - shown, board.text
                board.hall.wait(partial(closes, board, count - shown), lambda: board.text)
            board.hall.wait(lambda: newest(board), lambda: f"no mark is open:\n{board.text}")
        said = re.findall(r"\d+(?:\.\d+)?", bytes(board.raw[since:]).decode(errors="replace"))
        assert marks <= set(map(Fraction, said)), "all of them stand in text beside the result"


def closes(board: Terminal, marks: int) -> bool:
    """Whether so many marks are still closed, the one that opens no longer through dots."""
    return board.text.count(". . .") == marks


def newest(board: Terminal) -> bool:
    """Whether one judge stands out: the one whose mark has just been opened."""
    return len(re.findall(r"\[评委.\]", board.text)) == 1

"""The host and the board: nothing is given to read that the board does not show, nothing it shows lacks its line.

Every example and format is played by robots to its signed end, steps of the board included, and both scenes are
compared: whether a line holds a mark, total, prize, answer or lot still closed, and whether what was opened is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any, TypeAlias

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.facts import Intent
from quizarena.journal import MemoryJournal
from quizarena.points import show
from quizarena.records import to_row
from quizarena.rounds import load_kind
from quizarena.rulebook import Rulebook, formats, load
from quizarena.scenes import (
    Decision,
    Headline,
    Lots,
    Marks,
    Prizes,
    Question,
    Ranking,
    Ruling,
    Say,
    Scene,
    Stage,
    Votes,
)
from quizarena.simulation.rehearsal import Robot
from quizarena.simulation.robot import AVERAGE, MOST, Player
from quizarena.testing import rulebook_of
from quizarena.text import Text, plain
from quizarena.values import evolve
from tests.contest.telling import told
from tests.parts import IS_THOROUGH
from tests.rulesets.test_rulesets import EXAMPLES, GAMES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
DESK = re.compile(r"\d+ 号台")


CHOICES = {
    "use": "quiz/required",
    "per_team": 2,
    "questions": [
        {"id": f"q{nth}", "type": "single", "text": f"Which {nth}?", "options": ["x", "y", "z"], "answer": "B"}
        for nth in range(1, 13)
    ],
}
"""Choice questions with their key."""
DRAWS = {"use": "debate/pairs", "pairs": "drawn", "sides": "drawn", "motion": "drawn", "motions": ["m1", "m2", "m3"]}
"""Pairs, sides and motions drawn in public."""
LEVEL = {"use": "debate/cross_examination", "votes": {"casting": "chair"}}
"""Votes of two judges, which may be level: the chief judge decides."""


def books() -> Iterator[Any]:
    """Yield a rulebook of every example and every format, and of choices and draws."""
    slips = [{"id": each, "title": f"motion {each}"} for each in DRAWS["motions"]]
    yield pytest.param(lambda: rulebook_of(load_kind("quiz.required"), CHOICES, 3, 1), id="choices")
    yield pytest.param(lambda: rulebook_of(load_kind("debate"), {**DRAWS, "motions": slips}, 4, 3), id="draws")
    yield pytest.param(lambda: rulebook_of(load_kind("debate"), LEVEL, 4, 2), id="casting")
    for path in (*sorted(EXAMPLES.glob("*.yaml")), EXAMPLES.parent / "yingbin" / "contest.yaml"):
        yield pytest.param(lambda path=path: load(path, kinds=GAMES), id=path.stem)
    for each in formats():
        yield pytest.param(lambda each=each: rulebook_of(load_kind(each.kind), {"use": each.use}, 4, 3), id=each.use)


def played(rulebook: Rulebook, name: str) -> Iterator[Contest]:
    """Yield the contest at every record of a rehearsal by robots."""
    journal, contest = MemoryJournal(), Contest(rulebook, kinds=GAMES)
    contest.push(ContestOpened("rehearsal"), at=NOON)
    with journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    robot = Robot(Arena(journal, kinds=GAMES), player=Player(AVERAGE, Random(name)))
    for _turn in range(MOST):
        yield robot.arena.contest
        if robot.arena.contest.state.signed is not None or robot.turn(NOON) is None:
            return


def words(text: Text | str) -> str:
    return text if isinstance(text, str) else text.in_language("zh")


def read_now(host: Scene) -> list[str]:
    """Return what the host may read out at this record, at any time: the first lines, and those for a clock's end."""
    said = host.of(Say)
    return [words(line) for line in (*said[0].now, *said[0].over)] if said else []


def closed_words(contest: Contest, host: Scene, hall: Scene) -> Iterator[str]:
    """Yield words that the hall has not come to see: lines on marks, prizes, answers, names on lots."""
    open_stages = {stage for block in hall.of(Marks, Decision) for stage in stages_of(block)}
    running = contest.state.running
    yield from {words(line) for line in vote_lines(host)} - {words(line) for line in vote_lines(hall)}
    if running is not None and hall.of(Marks, Votes):
        for block in contest.position.blocks(running, "host"):
            for stage, line in block.opening if isinstance(block, Say) else ():
                if stage not in open_stages:
                    yield words(line)
    for prizes in hall.of(Prizes):
        yield from (words(name) for name, winners in prizes.rows if winners is None)
    shown = {words(each.answer) for each in hall.of(Question) if each.answer is not None}
    yield from {words(each.answer) for each in host.of(Question) if each.answer is not None} - shown
    for whole, opened in zip(host.of(Lots), hall.of(Lots), strict=False):
        pairs = zip(whole.order, opened.order, strict=False)
        yield from (words(name) for name, seen in pairs if name is not None and seen is None)


def vote_lines(scene: Scene) -> Iterator[Text]:
    """Yield what is read of the votes in a scene."""
    return (cell.line for block in scene.of(Votes) for cell in block.cells if cell.line is not None)


def stages_of(block: Marks | Decision) -> Iterator[Stage]:
    """Yield the stages after the last mark or vote that the hall sees of a performance or match."""
    if isinstance(block, Decision):
        yield "panel"
        if block.winner is not None:
            yield "whole"
        if block.best:
            yield "best"
        return
    if any(cell.state.startswith("struck") for cell in block.cells):
        yield "struck"
    if block.score is not None:
        yield "panel"
    if block.final:
        yield "whole"


def numbers_in(scene: Scene) -> set[str]:
    """Return the marks and totals of a scene."""
    marks = [cell.value for block in scene.of(Marks) for cell in block.cells]
    results = [value for block in scene.of(Marks) for value in (block.score and block.score.value, block.total)]
    totals = [row.total for block in scene.of(Ranking) for row in block.rows]
    return {show(value) for value in (*marks, *results, *totals) if value is not None}


def closed_numbers(host: Scene, hall: Scene) -> set[str]:
    """Return the marks and totals that the hall has not come to see."""
    return numbers_in(host) - numbers_in(hall)


def numbers_read(contest: Contest, line: str) -> set[str]:
    """Return the numbers in a line that are no part of a name or a desk."""
    roster = contest.state.roster
    names = [each.name for group in (roster.teams, roster.judges) for each in group]
    names += [member.name for team in roster.teams for member in team.everybody]
    for name in sorted(map(words, names), key=len, reverse=True):
        line = line.replace(name, "")
    return set(NUMBER.findall(DESK.sub("", line)))


def leaks(contest: Contest, host: Scene, hall: Scene) -> Iterator[str]:
    """Yield each line that gives away what is still closed."""
    secrets, numbers = set(closed_words(contest, host, hall)), closed_numbers(host, hall)
    for line in read_now(host):
        if any(secret in line for secret in secrets if secret) or numbers & numbers_read(contest, line):
            yield f"#{contest.records[-1].seq} {contest.records[-1].type}: {line}"


Opened: TypeAlias = Mapping[Hashable, tuple[str, ...]]
"""What the hall has come to see, each thing with the words of it that the host has to read."""


def opened(contest: Contest, hall: Scene) -> Opened:
    """Return the marks, votes, decisions, rulings, prizes and lots that the board shows."""
    found: dict[Hashable, tuple[str, ...]] = {}
    for marks in hall.of(Marks):
        found |= {(marks.entrant, each.judge): (show(each.value),) for each in marks.cells if each.value is not None}
    found |= {
        ("vote", each.judge): (words(each.line),) for votes in hall.of(Votes) for each in votes.cells if each.line
    }
    found |= {("stage", *key): read for key, read in stage_lines(contest, hall)}
    found |= {("ruling", len(contest.records)): (words(each.line),) for each in hall.of(Ruling) if is_ruling(contest)}
    for row, winners in (each for prizes in hall.of(Prizes) for each in prizes.rows):
        found |= {("prize", words(row), words(each)): (words(each),) for each in winners or ()}
    for lots in hall.of(Lots):
        found |= {("lot", nth): (words(each),) for nth, each in enumerate(lots.order) if each is not None}
    return found


def is_ruling(contest: Contest) -> bool:
    return contest.records[-1].fact.intent is Intent.RULING


def stage_lines(contest: Contest, hall: Scene) -> Iterator[tuple[tuple[str, Stage], tuple[str, ...]]]:
    """Yield the stages after the last mark or vote that the board shows, each with the lines that belong to it."""
    running = contest.state.running
    says = () if running is None else contest.position.blocks(running, "host")
    lines = [each for block in says if isinstance(block, Say) for each in block.opening]
    number = "".join(words(block.text) for block in hall.of(Headline))
    for stage in {stage for block in hall.of(Marks, Decision) for stage in stages_of(block)}:
        yield (number, stage), tuple(words(line) for own, line in lines if own == stage)


def missing(contest: Contest, host: Scene, before: Opened, now: Opened) -> Iterator[str]:
    """Yield what the last record has opened to the hall and the host is not given to read."""
    read, record = " ".join(read_now(host)), contest.records[-1]
    if record.fact.intent is not Intent.SIGNING:  # a signature leaves every prize on the board
        for key in now.keys() - before.keys():
            yield from (f"#{record.seq} {record.type}: {each} of {key}" for each in now[key] if each not in read)


FIRST, EVERY, IN_A_ROW = 40, 30, 6


def is_compared(nth: int) -> bool:
    """Whether scenes are compared at a round's nth record: at the first, then at some in a row, as rounds repeat."""
    return IS_THOROUGH or nth < FIRST or nth % EVERY < IN_A_ROW


@pytest.mark.parametrize("book", list(books()))
def test_it_ends_and_the_host_reads_what_the_board_shows_and_nothing_else(
    book: Any, request: pytest.FixtureRequest
) -> None:
    seen: Opened | None = {}
    counts: Counter[str] = Counter()
    for contest in played(book(), request.node.name):
        running = contest.state.running
        nth = 0 if running is None else counts[running.id]
        counts.update([running.id] if running is not None else [])
        if not is_compared(nth):
            seen = None
            continue
        host, hall = contest.scene("host"), contest.scene("hall")
        assert list(leaks(contest, host, hall)) == []
        before, seen = seen, opened(contest, hall)
        assert before is None or list(missing(contest, host, before, seen)) == []
    assert (contest.state.mode, contest.state.reveal) == ("rehearsal", None)
    assert contest.state.signed is not None
    assert not contest.standings(audience=None).open_ties


@pytest.mark.parametrize(
    ("seq", "line", "is_ahead"),
    [
        pytest.param(135, "评委二，85.8 分。", False, id="a mark that is open"),
        pytest.param(135, "评委三，89.9 分。", True, id="a mark that is closed"),
        pytest.param(135, "四个有效分平均，85.63 分。", True, id="a result before its step"),
        pytest.param(135, "大庆路街道现在总分 213.63 分。", True, id="a total before its step"),
        pytest.param(278, "激动人心的时刻到了。下面颁奖！", False, id="no prize"),
        pytest.param(278, "获得一等奖的是: 开源街道！", True, id="a prize that is closed"),
        pytest.param(24, "请作答。", False, id="no answer"),
        pytest.param(24, "{answer}", True, id="an answer before it is shown"),
    ],
)
def test_a_line_ahead_of_the_board_is_found(seq: int, line: str, is_ahead: bool) -> None:
    contest = told(seq)
    host, hall = contest.scene("host"), contest.scene("hall")
    answers = [words(each.answer) for each in host.of(Question) if each.answer is not None]
    said = Say((plain(line.format(answer="".join(answers))),))
    assert bool([*leaks(contest, evolve(host, blocks=(said, *host.blocks)), hall)]) == is_ahead


@pytest.mark.parametrize(
    ("seq", "opened_since"),
    [
        pytest.param(137, "85.3", id="a mark"),
        pytest.param(141, "四个有效分平均", id="the panel's result"),
        pytest.param(142, "最后得分", id="a final mark"),
        pytest.param(26, "不得分", id="a ruling"),
        pytest.param(282, "永泰街道", id="a prize"),
    ],
)
def test_what_the_board_shows_without_a_line_is_found(seq: int, opened_since: str) -> None:
    contest, silent = told(seq), Scene(plain(""), ())
    before, now = (opened(each, each.scene("hall")) for each in (told(seq - 1), contest))
    assert list(missing(contest, contest.scene("host"), before, now)) == []
    assert any(opened_since in each for each in missing(contest, silent, before, now))

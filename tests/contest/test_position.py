"""A position never changes, so what is asked of it is worked out once, by however many threads."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest, Position
from quizarena.contest.answers import each_once
from quizarena.contest.facts import Adjusted, Amended, BoardShows, HostNote
from quizarena.contest.flow import moves
from quizarena.contest.roster_facts import TeamRenamed
from quizarena.contest.scene import scene
from quizarena.contest.standings import standings
from quizarena.facts import Fact, Record
from quizarena.moves import Move
from quizarena.rounds import RoundKind
from quizarena.rulebook import loads
from quizarena.testing import START
from quizarena_rounds.quiz.sections.required import Required
from tests.contest.telling import told

ROUNDS = [{"id": f"r{n}", "use": "quiz/required", "title": f"Round {n}", "per_team": 2} for n in (1, 2)]


class Counted:
    """A quiz that counts how often the frame asks it what; what it asks itself does not count."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._kind = Required()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def moves(self, state: Any, moment: Any) -> Iterable[Move]:
        self.asked["moves"] += 1
        return self._kind.moves(state, moment)

    def scores(self, state: Any, moment: Any) -> Any:
        self.asked[f"scores {moment.round}"] += 1
        return self._kind.scores(state, moment)


def counted() -> tuple[Contest, Counter[str]]:
    kind = Counted()
    teams = [{"id": team, "name": team.upper()} for team in "ab"]
    head = {"quizarena": 1, "contest": {"title": "P", "language": "en"}, "order": "roster"}
    rulebook = loads(json.dumps({**head, "teams": teams, "rounds": ROUNDS}))
    return Contest(rulebook, kinds={"quiz.required": cast("RoundKind", kind)}, at=START), kind.asked


def play(contest: Contest, until: str = "") -> Iterator[Fact]:
    """Push what comes next, first choices taken, and yield it; stop once a fact of that type was pushed."""
    while contest.outcome() is None:
        move = next(move for move in contest.moves() if not move.aside and move.closed is None)
        chosen = {blank.path: blank.options[0].value for blank in move.decisions if hasattr(blank, "options")}
        yield contest.push(move.fill(chosen, now=START), at=START).fact
        if contest.records[-1].type == until:
            return


def test_it_is_the_same_object_until_something_is_recorded(tmp_path: Path) -> None:
    contest, _asked = counted()
    before = contest.position
    contest.moves()
    contest.scene("hall")
    contest.preview(moves_of(contest)[0].fill(mode="live"))
    assert contest.position is before
    with Arena.create(tmp_path / "a.qa", contest.rulebook) as arena:
        assert arena.position is arena.contest.position
        position = arena.position
        arena.push(moves_of(arena.contest)[0].fill(mode="live"))
        assert arena.position is not position
        assert (position.state.mode, arena.position.state.mode) == ("", "live")


def moves_of(contest: Contest) -> list[Move]:
    return list(moves(contest.position))


def test_a_record_is_prepared_with_its_move(tmp_path: Path) -> None:
    contest, _asked = counted()
    (move,) = contest.moves()
    record, offering = contest.prepare(move.fill(mode="live"))
    assert (record.fact, offering) == (move.fill(mode="live"), move)
    with Arena.create(tmp_path / "a.qa", contest.rulebook) as arena:
        done, offering = arena.record(move.fill(mode="live"), id="1")
        assert offering == move
        assert arena.record(move.fill(mode="live"), id="1") == (done, None)


def test_a_push_and_every_scene_enumerate_the_moves_once() -> None:
    contest, asked = counted()
    for _fact in play(contest):
        asked.clear()
        for audience in ("desk", "host", "hall"):
            contest.scene(audience)
        contest.moves()
        assert asked["moves"] <= len(contest.state.rounds), f"after #{contest.records[-1].seq}"


def test_what_is_known_of_a_round_that_is_over_is_handed_on() -> None:
    contest, asked = counted()
    list(play(contest, "round.begun"))
    list(play(contest, "round.begun"))
    contest.standings(audience=None)
    asked.clear()
    for _fact in play(contest):
        contest.standings(audience=None)
    assert asked["scores r1"] == 0
    assert asked["scores r2"] > 0


def test_a_new_name_is_read_anew() -> None:
    contest, asked = counted()
    list(play(contest, "quiz.ruled"))
    contest.standings(audience=None)
    asked.clear()
    contest.push(TeamRenamed("a", "Alpha"))
    contest.standings(audience=None)
    assert asked["scores r1"] == 1
    assert contest.position.moment(contest.state.rounds[0]).field.teams[0].name.in_language("en") == "Alpha"


@pytest.mark.parametrize(("fact", "same"), [(HostNote("soon"), True), (BoardShows("title"), True), (None, False)])
def test_over_a_cue_the_standings_stay(fact: Fact | None, same: bool) -> None:
    contest, _asked = counted()
    list(play(contest, "quiz.ruled"))
    before = standings(contest.position)
    seat = "desk" if fact is not None else "arbiter"
    contest.push(fact or Adjusted("a", 1, "late"), seat=seat)  # type: ignore[arg-type]
    assert (standings(contest.position) is before) is same


def everything(position: Position) -> tuple[object, ...]:
    """Return what four screens ask of a position, as it compares."""
    scenes = [scene(position, audience).to_json("zh") for audience in ("desk", "host", "hall")]
    return [repr(move) for move in moves(position)], standings(position), scenes


@pytest.mark.parametrize("seq", [40, 60, 169, 250])
def test_four_threads_read_one_position(seq: int) -> None:
    contest = told(seq)
    expected = everything(Contest.of_records(contest.records).position)
    for _turn in range(3):
        position = contest.position.at(Contest.of_records(contest.records).state)
        assert at_once(lambda position=position: everything(position)) == [expected] * 4  # type: ignore[misc]


def at_once(deed: Callable[[], object]) -> list[object]:
    """Return what four threads find that do `deed` at the same time."""
    found: list[object] = []
    start = threading.Barrier(4)

    def one() -> None:
        start.wait()
        try:
            found.append(deed())
        except BaseException as error:
            found.append(error)

    threads = [threading.Thread(target=one) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_fault_is_met_by_everybody_who_asks() -> None:
    @each_once
    def broken(position: Position) -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    position = counted()[0].position
    for _reader in range(2):
        numbers = iter(broken(position))
        assert next(numbers) == 1
        with pytest.raises(ZeroDivisionError):
            next(numbers)


def test_what_a_dropped_position_offered_is_gone_at_once() -> None:
    """Nothing waits for the collector of rings: bulk play drops thousands of positions a second."""
    contest = counted()[0]
    assert [fact.type for fact in play(contest, "quiz.asked")][-1] == "quiz.asked"
    gc.disable()
    try:
        offered = weakref.ref(contest.moves()[0])
        assert next(play(contest)).type == "quiz.ruled"
        assert offered() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("programme", ["marks", "draw"])
def test_a_contest_opened_anew_shows_what_was_shown_where_play_went_on_before_all_marks_were_seen(
    programme: str,
) -> None:
    """The first fact after a reveal ends it; only the next lets the board move on, in the fold as step by step."""
    story = told().records
    revealed = next(record.seq for record in story if record.fact.reveals)
    contest = told(revealed)
    contest.push(BoardShows(programme, 1), at=START)
    for record in [record for record in story[revealed + 1 :] if not record.fact.cue][:3]:
        contest.push(record.fact, seat=record.seat, at=record.at)
        assert Contest.of_records(contest.records).state == contest.state


def test_what_a_seat_is_shown_is_worked_out_once_however_often_its_name_is_made() -> None:
    position = told(60).position
    assert position.state.running is not None
    shown = [position.blocks(position.state.running, "".join(("judge:", "j1"))) for _time in range(2)]
    assert shown[0] is shown[1]


def test_an_amendment_folds_each_fact_once_and_none_when_it_was_previewed(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, folded = told(150), list[int]()
    fold = Position.fold

    def counting(position: Position, records: Iterable[Record]) -> Position:
        found = list(records)
        folded.append(len(found))
        return fold(position, found)

    monkeypatch.setattr(Position, "fold", counting)
    facts = len(contest.history.facts)
    contest.amend("rounds.quiz.points", "15", reason="printed wrong")
    assert sum(folded) == facts
    folded.clear()
    said = Amended("rounds.quiz.points", "20", "printed wrong")
    after = contest.preview(said).after
    assert sum(folded) == facts
    contest.push(said)
    assert sum(folded) == facts
    assert contest.standings(audience=None) == after == Contest.of_records(contest.records).standings(audience=None)
    contest.undo()
    assert contest.standings(audience=None) == Contest.of_records(contest.records).standings(audience=None)

"""Clocks on the floor: one runs at most, a side key sets a state, both stop, time that is out."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.scenes import Clocks, Say
from quizarena_rounds.debate import facts
from quizarena_rounds.debate.rules import Segment
from tests.rounds.debate.play import CLOSING, FREE, OPENING, debate, speak, table, to_floor
from tests.rounds.driver import NOON, Table


def floor(*segments: object) -> Table:
    board = table("ab", segments=segments)
    to_floor(board)
    return board


def used(board: Table) -> tuple[int, int, int]:
    """Return the seconds used by the affirmative, the negative and both."""
    now = board.state.running.floor
    return tuple(clock.used_ms // 1_000 for clock in (now.affirmative, now.negative, now.both))  # type: ignore[return-value]


CASES = [
    ("left 0,right 48", (48, 0, 0), "negative"),
    ("left 0,right 48,left 76", (48, 28, 0), "affirmative"),
    ("clock 0,clock 30", (30, 0, 0), ""),
    ("clock 0,clock 30,clock 40,clock 50", (40, 0, 0), ""),
    ("right 0,clock 30,clock 40,left 50", (0, 40, 0), "affirmative"),
    ("right 0,clock 30,left 40,clock 50", (10, 30, 0), ""),
]


@pytest.mark.parametrize(("keys", "seconds", "speaking"), CASES)
def test_keys_of_the_free_debate(keys: str, seconds: tuple[int, int, int], speaking: str) -> None:
    board = floor(FREE)
    speak(board, *keys.split(","))
    assert (used(board), board.state.running.floor.speaking) == (seconds, speaking)


def test_the_side_that_speaks_cannot_be_called_again_and_the_key_says_so() -> None:
    board = floor(FREE)
    speak(board, "left 0")
    before = board.state
    assert board.reason("debate.turn", "zh", side="affirmative") == "正方发言中。"
    with pytest.raises(LookupError):
        board.gesture("left")
    with pytest.raises(IllegalFact, match="Affirmative is speaking"):
        board.push(facts.TurnTaken(1, 1, "affirmative", NOON))
    assert board.state == before
    board.gesture("right")


def test_a_side_whose_time_is_out_cannot_start_and_the_other_goes_on_or_waives() -> None:
    board = floor(FREE)
    speak(board, "left 0", "clock 240")
    assert board.reason("debate.turn", "zh", side="affirmative") == "正方时间到。"
    (turn,) = [move for move in board.open() if move.fact.type == "debate.turn"]
    (option,) = turn.blanks[0].options
    assert option.say.in_language("zh") == "正方时间到。反方可以继续，或者放弃。"
    speak(board, "right 300", "clock 540")
    assert {move.fact.type for move in board.open()} == {"debate.segment_ended", "debate.clock_moved"}


def test_a_segment_ends_only_when_the_clock_stands() -> None:
    board = floor(OPENING, CLOSING)
    speak(board, "clock 0")
    assert board.reason("debate.segment_ended") == "stop the clock first"
    speak(board, "clock 170", "next 171", "clock 180")
    assert (len(board.state.running.floors), board.state.running.floor.speaking) == (1, "negative")


def test_a_segment_nobody_began_is_left_out_by_no_key() -> None:
    board = floor(OPENING, CLOSING)
    with pytest.raises(LookupError):
        board.gesture("next")
    board.make("debate.segment_ended")
    assert len(board.state.running.floors) == 1


@pytest.mark.parametrize(
    ("segment", "given", "left"),
    [
        (FREE, {"side": "affirmative", "seconds": "20"}, [200, 240]),
        (FREE, {"side": "affirmative", "seconds": "-20"}, [160, 240]),
        (FREE, {"side": "negative", "seconds": "-20"}, [180, 220]),
        (OPENING, {"seconds": "-30"}, [90]),
    ],
)
def test_a_clock_can_be_corrected(segment: object, given: dict[str, str], left: list[int]) -> None:
    board = floor(segment)
    speak(board, "clock 0", "clock 60")
    board.make("debate.clock_moved", **given)
    (clocks,) = board.kind.scene(board.state, board.moment, "hall").of(Clocks)
    assert [face.clock.seconds_left(NOON) for face in clocks.faces] == left


def test_a_clock_can_be_corrected_while_it_runs() -> None:
    board = floor(FREE)
    speak(board, "left 0")
    board.make("debate.clock_moved", side="affirmative", seconds="10")
    board.make("debate.clock_moved", side="negative", seconds="-10")
    (clocks,) = board.kind.scene(board.state, board.moment, "hall").of(Clocks)
    assert [face.clock.seconds_left(NOON + timedelta(seconds=30)) for face in clocks.faces] == [210, 230]


@pytest.mark.parametrize(("side", "first"), [("both", "正方"), ("affirmative", "正方"), ("negative", "反方")])
def test_the_host_opens_the_free_debate(side: str, first: str) -> None:
    import attrs

    board = floor(attrs.evolve(FREE, side=side))
    (start,) = [move for move in board.open() if move.gesture == "clock"]
    assert start.say is not None
    assert start.say.in_language("zh") == f"free debate开始，{first}先发言。"


def test_the_host_changes_sides() -> None:
    board = floor(FREE)
    speak(board, "right 0")
    (turn,) = [move for move in board.open() if move.fact.type == "debate.turn"]
    (option,) = turn.blanks[0].options
    assert (option.team, option.gesture, option.say.in_language("zh")) == ("a", "left", "反方请坐，正方发言。")


def test_limits_stay_out_of_the_state() -> None:
    import attrs

    longer = debate(segments=(attrs.evolve(FREE, seconds=300),))
    board = floor(FREE)
    speak(board, "left 0", "clock 40")
    board.rules = longer
    (clocks,) = board.kind.scene(board.state, board.moment, "hall").of(Clocks)
    assert [face.clock.seconds_left(NOON) for face in clocks.faces] == [260, 300]


@pytest.mark.parametrize(
    ("segment", "english", "chinese"),
    [
        (OPENING, "opening: Affirmative, 3 minutes.", "opening，正方发言，时间 3 分钟。"),
        (
            attrs.evolve(OPENING, speaker=2),
            "opening: Affirmative, a-2, 3 minutes.",
            "opening，正方二辩a-2发言，时间 3 分钟。",
        ),
        (attrs.evolve(OPENING, speaker=3), "opening: Affirmative, 3 minutes.", "opening，正方发言，时间 3 分钟。"),
        (
            attrs.evolve(CLOSING, speaker=1),
            "closing: Negative, b-1, 2 minutes.",
            "closing，反方一辩b-1发言，时间 2 分钟。",
        ),
        (attrs.evolve(FREE, side="both"), "free debate begins, Affirmative first.", "free debate开始，正方先发言。"),
    ],
    ids=["nobody named", "second speaker", "nobody there", "the other side", "free debate"],
)
def test_the_line_that_begins_a_segment_names_who_stands_up(segment: Segment, english: str, chinese: str) -> None:
    """The line named the side only; it stays what is read while the clock runs."""
    board = floor(segment)
    (start,) = (move for move in board.open() if move.gesture == "clock")
    assert start.say is not None
    assert (start.say.in_language("en"), start.say.in_language("zh")) == (english, chinese)
    speak(board, "clock 0")
    said = board.kind.scene(board.state, board.moment, "host").of(Say)[0]
    assert said.now[0].in_language("en") == english


def test_a_speaker_beyond_ten_is_called_by_the_number() -> None:
    """A rulebook may name any; the host's line at zero looked it up among ten."""
    board = floor(attrs.evolve(OPENING, speaker=12))
    speak(board, "clock 0")
    said = board.kind.scene(board.state, board.moment, "host").of(Say)[0]
    assert [line.in_language("zh") for line in said.over] == ["正方12辩时间到。"]

"""A replay: its pace, its keys, its line; nothing is recorded."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quizarena.terminal.guided.replay import Replay, replay_of
from quizarena.terminal.guided.story import read_story

from ..afternoon import whole
from ..golden import plain

NOON = datetime.fromisoformat("2026-11-23T12:00:00+08:00")


def at(seconds: float, *keys: str, replay: Replay | None = None) -> Replay:
    """Return the replay after some seconds of play, keys pressed then."""
    shown = replay or replay_of(whole(), "zh")
    shown.tick(NOON)
    shown.tick(NOON + timedelta(seconds=seconds))
    for key in keys:
        shown.press(key)
    return shown


def test_the_afternoon_takes_a_minute_and_a_half() -> None:
    replay = at(0)
    seconds = 0
    while replay.playing:
        seconds += 1
        replay.tick(NOON + timedelta(seconds=seconds))
    assert 70 <= seconds <= 110
    assert replay.seq == 285


@pytest.mark.parametrize(
    ("keys", "seq", "playing", "speed"),
    [
        ([], 1, True, 5),
        (["space"], 1, False, 5),
        (["space", "space"], 1, True, 5),
        (["pagedown"], 2, False, 5),
        (["pagedown", "pagedown", "pageup"], 2, False, 5),
        (["pageup"], 1, False, 5),
        (["9"], 1, True, 9),
        (["n"], 1, True, 5),
    ],
)
def test_keys(keys: list[str], seq: int, playing: bool, speed: int) -> None:
    replay = at(0, *keys)
    assert (replay.seq, replay.playing, replay.speed, replay.ended) == (seq, playing, speed, False)


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+c"])
def test_it_is_left(key: str) -> None:
    assert at(0, key).ended


def test_a_higher_speed_gets_further() -> None:
    slow, usual, fast = (at(20, replay=at(0, key)).seq for key in ("1", "5", "9"))
    assert slow < usual < fast


def test_paused_it_stands_and_at_the_end_space_begins_anew() -> None:
    assert at(60, replay=at(0, "space")).seq == 1
    ended = at(10_000)
    assert (ended.seq, ended.playing) == (285, False)
    ended.press("space")
    assert (ended.seq, ended.playing) == (1, True)


def test_only_the_best_is_shown_where_that_was_chosen() -> None:
    assert at(10_000, replay=replay_of(whole(), "zh", read_story().best)).seq == 285
    assert replay_of(whole(), "zh", read_story().best).seq == read_story().best[0]


def test_the_board_and_the_line_below_it() -> None:
    replay = replay_of(whole(), "zh", range(90, 92))
    rows = plain(replay.paint(80, 24))
    assert rows[-1].startswith(" 回放 在放 #090/285  空格 暂停  1-9 速度 (5)  PgDn PgUp 一步")
    replay.press("g")
    assert " replay plays #090/285" in plain(replay.paint(120, 34))[-1]


def test_clocks_run_between_two_records() -> None:
    replay = replay_of(whole(), "zh", range(25, 27))
    began = replay.instant()
    replay.tick(NOON)
    replay.tick(NOON + replay.wait() / 2)
    assert timedelta(seconds=10) < replay.instant() - began < timedelta(seconds=13)

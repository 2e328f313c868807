"""The Yingbin afternoon as its records tell it, at any record; played once."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from quizarena import rulebook
from quizarena.contest import Contest
from quizarena.scenes import OnAir
from quizarena.sessions.hall import Feed, feed_of
from quizarena.terminal.canvas import Canvas
from quizarena.terminal.pictures import Look, draw_board, draw_host

EXAMPLE = Path(__file__).parents[2] / "examples" / "yingbin"


@cache
def whole() -> Contest:
    """Play the afternoon."""
    contest = Contest(rulebook.load(EXAMPLE / "contest.yaml"))
    for line in map(json.loads, (EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()):
        fact = contest.book.of_mapping(line["type"], line["fact"])
        by = {key: line[key] for key in ("seat", "person") if key in line}
        contest.push(fact, at=datetime.fromisoformat(line["at"]), **by)
    return contest


@cache
def until(seq: int) -> Contest:
    """Return the contest after the record `seq`."""
    return whole().at(seq)


def feed(seq: int, audience: str = "hall", **on_air: Any) -> Feed:
    """Return what a board knew after the record `seq`; `on_air` changes what the desk put on."""
    found = feed_of(until(seq), audience)
    if not on_air:
        return found
    blocks = tuple(attrs.evolve(each, **on_air) if isinstance(each, OnAir) else each for each in found.scene.blocks)
    return attrs.evolve(found, scene=attrs.evolve(found.scene, blocks=blocks))


def look(seq: int, size: str, language: str = "zh", clock: str | None = None) -> Look:
    """Return how a screen of `size`, "80x24", looked at it: at the record's instant, or at that time of day."""
    across, down = map(int, size.split("x"))
    now = until(seq).records[-1].at if clock is None else datetime.fromisoformat(f"2023-01-11T{clock}+08:00")
    return Look(across, down, language, now)


def board(seq: int, size: str, language: str = "zh", clock: str | None = None, **on_air: Any) -> Canvas:
    """Return the board after the record `seq`."""
    return draw_board(feed(seq, **on_air), look(seq, size, language, clock))


def monitor(seq: int, size: str, language: str = "zh", clock: str | None = None) -> Canvas:
    """Return the host's monitor after the record `seq`."""
    return draw_host(feed(seq, "host"), look(seq, size, language, clock))

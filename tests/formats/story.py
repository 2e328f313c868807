"""Plays the worked example of a format: one fact a line, each made by an open move.

A line is a fact's type, then what fills its blanks: `quiz.ruled verdict=right`. `marks=7/8/6` fills the blanks
`marks.*` in their order; a decision of several things is written `order=t1,t2`. `x4` does the same four times. `+30`
lets so many seconds pass first. What no move offers fails the example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import attrs

from quizarena.contest import Contest
from quizarena.moves import IllegalFact, Move
from quizarena.rounds import load_kind
from quizarena.rulebook import Rulebook, formats
from quizarena.testing import START, rulebook_of, seat_of

ROUND = "round"
Story = Mapping[str, Any]
_TIMES, _LATER = re.compile(r"x(\d+)"), re.compile(r"\+(\d+)")


@attrs.define
class Line:
    """A line of a story, read."""

    type: str
    values: dict[str, str]
    times: int = 1
    later: int = 0

    @classmethod
    def read(cls, text: str) -> Line:
        """Return the line that `text` writes."""
        name, *words = text.split()
        line = cls(name, {})
        for word in words:
            if found := _TIMES.fullmatch(word):
                line.times = int(found[1])
            elif found := _LATER.fullmatch(word):
                line.later = int(found[1])
            else:
                path, _, value = word.partition("=")
                line.values[path] = value
        return line


def lines(story: Story) -> Iterator[Line]:
    """Yield the lines of a story; what follows a # is for readers."""
    for text in story["play"].splitlines():
        told = text.partition("#")[0].strip()
        if told:
            yield Line.read(told)


def rulebook(story: Story, **more: Any) -> Rulebook:
    """Return the rulebook of a story; `more` is what it says beside rounds and panel."""
    use = story["use"]
    kind = load_kind(_kinds()[use])
    extra = {"panel": story["panel"], **more} if "panel" in story else more
    rules = {"use": use, **story.get("rules", {})}
    return rulebook_of(kind, rules, int(story["teams"]), int(story.get("judges", 1)), extra)


def contest_of(story: Story, **more: Any) -> Contest:
    """Return the contest of a story, its round begun: teams t1.., members t1-1 to 3, judges j1.. (one by default).

    `more` is what the rulebook says beside rounds and panel.
    """
    contest = Contest(rulebook(story, **more))
    contest.push(contest.moves()[0].fill(mode="live"), at=START)
    made(contest, Line("round.begun", {"round": ROUND}), START)
    return contest


def play(story: Story) -> Contest:
    """Return the contest of a story, played to the end of its round."""
    contest, now = contest_of(story), START
    for line in lines(story):
        for _time in range(line.times):
            now += timedelta(seconds=1 + line.later)
            made(contest, line, now)
    kinds = {fact.type for fact in load_kind(contest.rulebook.rounds[0].kind).facts}
    left = [move.fact.type for move in contest.moves() if move.fact.type in kinds and not move.aside]
    assert not left, f"the round is not over: {left}"
    return contest


@cache
def _kinds() -> Mapping[str, str]:
    return {form.use: form.kind for form in formats()}


def made(contest: Contest, line: Line, now: Any) -> None:
    """Push the fact that a line says, by the first open move that makes it."""
    refusals = []
    for move in contest.moves():
        if move.fact.type != line.type or move.closed is not None:
            continue
        try:
            fact = move.fill(_values(move, line.values), now=now)
        except IllegalFact as error:
            refusals.append(str(error))
            continue
        contest.push(fact, seat=seat_of(move, fact), at=now)
        return
    open_ = sorted({move.fact.type for move in contest.moves() if move.closed is None})
    raise AssertionError(f"{line}: {refusals or open_}")


def _values(move: Move, told: Mapping[str, str]) -> dict[str, str]:
    """Return what stands at each blank; what the move gives already may be told too."""
    values: dict[str, str] = {}
    for path, value in told.items():
        own = [blank.path for blank in move.blanks if blank.path.startswith(f"{path}.")]
        if own:
            values |= dict(zip(own, value.split("/"), strict=True))
        elif str(move.identity.get(path)) != value:
            values[path] = value
    return values

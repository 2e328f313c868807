"""Ask why a score is what it is: play the Yingbin contest from its facts, then open a team's total.

Every total is a tree: sums, means, roundings, and at its leaves the marks and rulings with their record numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quizarena import Contest, Score, load
from quizarena.points import show

FOLDER = Path(__file__).parent / "yingbin"


def played() -> Contest:
    """Return the contest after all its facts."""
    contest = Contest(load(FOLDER / "contest.yaml"))
    contest.replay((FOLDER / "facts.jsonl").read_bytes().splitlines())
    return contest


def lines(score: Score, depth: int = 0) -> Iterator[str]:
    """Yield a line for each step; what does not count stands in brackets."""
    value = show(score.value) if score.counted else f"({show(score.value)})"
    record = "" if score.record is None else f" #{score.record}"
    note = "" if score.note is None else f" [{score.note.in_language('en')}]"
    yield f"{'  ' * depth}{value} {score.op.name} {score.label.in_language('en')}{record}{note}"
    for part in score.parts:
        yield from lines(part, depth + 1)


if __name__ == "__main__":
    explained = played().explain("daqinglu", audience=None)
    explained.score.check()  # every step recomputes, or this raises
    print(*lines(explained.score), sep="\n")

"""Ask why a score is what it is: play the Yingbin contest from its facts, then open a team's total.

Every total is a tree: sums, means, roundings, and at its leaves the marks and rulings with their record numbers.
"""

from __future__ import annotations

from pathlib import Path

from quizarena import Contest, load

FOLDER = Path(__file__).parent / "yingbin"


if __name__ == "__main__":
    contest = Contest(load(FOLDER / "contest.yaml"))
    contest.replay((FOLDER / "facts.jsonl").read_bytes().splitlines())
    explained = contest.explain("daqinglu", audience=None)
    explained.score.check()  # every step recomputes, or this raises
    print(explained.text("en"))

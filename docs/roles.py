"""Writes docs/roles.md, who may record what: `python docs/roles.py`.

The table is not written by hand: the example contest is played, and before each of its records every seat is asked for
its moves. A test compares the page, and offers every record in the name of every seat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from quizarena import Contest, load
from quizarena.contest.facts import META, Interrupted, ProtestLodged
from quizarena.contest.roster_facts import JudgeExcused, TeamLeft
from quizarena.facts import parse_instant

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "roles.md"
EXAMPLE = ROOT / "examples" / "yingbin"
SEATS = ("desk", "judge:j1", "arbiter", "timekeeper", "host", "hall")
HEAD = """# Who may record what / 谁能录什么

Written by docs/roles.py from the example contest, played to its end. A seat is in whose name a fact is recorded. By
default the desk may act for every other seat (`seats` in the rulebook); a judge gives only their own ballot, and reads
only their own before the reveal. Nobody in the hall records anything. What no move offers to a seat is refused, whoever
asks: screen, command or program.

本页由 docs/roles.py 按示例比赛自动生成。席位是“以谁的名义”：默认控制台可代各席位操作，
评委只能交自己的评分表，场内观众不能录入。
"""
CHANGES = ("contest.corrected", "contest.struck", "contest.amended")
assert set(CHANGES) < {each.type for each in META}


def moments() -> Iterator[Contest]:
    """Yield the example before each of its records, and once with a judge and a team gone, a protest, a stoppage."""
    lines = [json.loads(line) for line in (EXAMPLE / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    contest = Contest(load(EXAMPLE / "contest.yaml"))
    for line in lines:
        yield contest
        if line["type"] == "scenario.revealed":
            yield _troubled(contest)
        fact = contest.book.of_mapping(line["type"], line["fact"])
        contest.push(fact, seat=line.get("seat", "desk"), at=parse_instant(line["at"]))
    yield contest


def _troubled(contest: Contest) -> Contest:
    trouble = contest.fork()
    trouble.push(JudgeExcused("j2", "ill"), seat="arbiter")
    trouble.push(TeamLeft("yongtai", "withdrawn", "ill"), seat="arbiter")
    trouble.push(ProtestLodged("yongtai", "the clock"))
    trouble.push(Interrupted(trouble.records[-1].at, "a power cut"))
    return trouble


def matrix() -> dict[str, set[str]]:
    """Return the seats that are ever offered each fact."""
    found: dict[str, set[str]] = {}
    for contest in moments():
        for seat in SEATS[:-1]:  # the hall records nothing
            for move in contest.moves(seat):
                found.setdefault(move.fact.type, set()).add(seat)
    return found


def written() -> str:
    """Return the page as it is now."""
    names = [seat.partition(":")[0] for seat in SEATS]
    lines = [f"| fact | {' | '.join(names)} |", "|---|" + "---|" * len(SEATS)]
    rows = matrix() | {type_: {"desk"} for type_ in CHANGES}
    lines += [_row(type_, seats) for type_, seats in sorted(rows.items())]
    own = " | ".join("own" for _seat in SEATS[:-1])
    lines += [f"| `contest.undone`, `contest.redone` | {own} | |"]
    return HEAD + "\n" + "\n".join(lines) + "\n"


def _row(type_: str, seats: set[str]) -> str:
    ballot = type_.endswith(".ballot")
    cells = ("" if seat not in seats else "own" if ballot and seat.startswith("judge:") else "yes" for seat in SEATS)
    return f"| `{type_}` | {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")

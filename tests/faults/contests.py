"""The contests that the faults strike: the example's afternoon, fact by fact, under ids of its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.facts import Record, parse_instant
from quizarena.journal import Journal, Row, SqliteJournal
from quizarena.records import to_row
from quizarena.rulebook import Rulebook, load

YINGBIN = Path(__file__).parents[2] / "examples" / "yingbin"


@cache
def rulebook() -> Rulebook:
    return load(YINGBIN / "contest.yaml")


@cache
def lines() -> tuple[dict[str, Any], ...]:
    text = (YINGBIN / "facts.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())


@cache
def first_row() -> Row:
    """Return record 0, the same in every run."""
    contest = Contest(rulebook(), id="0", at=parse_instant(lines()[0]["at"]))
    return to_row(contest.records[0], contest.book)


def begin(path: Path, connect: Any) -> SqliteJournal:
    """Make a journal that holds record 0."""
    journal = SqliteJournal.create(path, connect=connect)
    put_first(journal)
    return journal


def put_first(journal: Journal) -> None:
    with journal.writing() as writer:
        writer.append(first_row())


def tell(arena: Arena, seq: int) -> Record:
    """Push the afternoon's record `seq`; its id is its number."""
    line = lines()[seq - 1]
    fact = arena.contest.book.of_mapping(line["type"], line["fact"])
    at = parse_instant(line["at"])
    return arena.push(fact, seat=line.get("seat", "desk"), person=line.get("person", ""), id=str(seq), at=at)


@cache
def played(count: int) -> tuple[Row, ...]:
    """Return the rows of the afternoon's first `count` facts after record 0, as an undisturbed run writes them."""
    from quizarena.journal import MemoryJournal

    journal = MemoryJournal()
    put_first(journal)
    arena = Arena(journal)
    for seq in range(1, count + 1):
        tell(arena, seq)
    return tuple(journal.read())

"""Rows for the journal's tests: made-up facts in a true chain."""

from __future__ import annotations

from quizarena.journal import GENESIS, Head, Row, Writer, linked


def row_after(head: Head, id: str, fact: str = '{"team":"永泰","points":"9.25"}') -> Row:
    row = Row(head.seq + 1, id, "2026-11-23T14:03:05.120Z", "judge:j3", "王老师", "quiz", "quiz.ruled", fact)
    return linked(head.digest, row)


def rows(count: int) -> list[Row]:
    found: list[Row] = []
    head = Head(-1, GENESIS)
    for number in range(count):
        found.append(row_after(head, f"id-{number}", f'{{"number":{number},"team":"永泰"}}'))
        head = Head(number, found[-1].digest)
    return found


def push(writer: Writer, id: str) -> Row:
    row = row_after(writer.head(), id)
    writer.append(row)
    return row

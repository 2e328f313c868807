"""What a long contest costs, counted and not timed: calls and bytes are the same on every machine and every run."""

from __future__ import annotations

import gc
import hashlib
import io
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest, engine
from quizarena.contest.position import Position
from quizarena.documents import judged_document_of, read_rows
from quizarena.fact_book import FactBook
from quizarena.facts import Record
from quizarena.journal.jsonl import export
from quizarena.report import bulletin, results
from quizarena.report.tables import TABLES, to_csv
from tests.benchmarks import journals

STEP = journals.ROUND
"""By so many records, those of a round, each file is longer than the one before."""
MOST_CALLS = 9.5
"""Calls of judging a record for one of opening its file: with 10.5, verifying took over six times as long."""
MOST_BYTES = 2_000
"""Of memory a record while it is imported: with 100,000 of them 200 MB, beside which the program has room in 400."""


@pytest.fixture(scope="module")
def lengths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of one quiz and one rulebook, each longer than the one before by a round."""
    records = list(journals.records(3 * STEP))
    paths = [tmp_path_factory.mktemp("files") / f"{nth}.qa" for nth in (1, 2, 3)]
    for nth, path in enumerate(paths, 1):
        journals.write(path, records[: nth * STEP])
    return paths


def calls(deed: Callable[[], object]) -> int:
    """Return how many functions the deed calls, those of C included; what is loaded or built once is so before."""
    deed()
    count = 0

    def see(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        deed()
    finally:
        sys.setprofile(before)
    return count


def added(counts: Sequence[int]) -> float:
    """Return by what a count grows with each step of length, after it was seen to grow by the same with both."""
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert second == pytest.approx(first, rel=0.15), "twice as long is twice the work"
    return (first + second) / 2


def test_judging_a_file_takes_few_times_the_calls_of_opening_it(lengths: list[Path]) -> None:
    opened = added([calls(lambda path=path: journals.opened(path)) for path in lengths])  # type: ignore[misc]
    judged = added([calls(lambda path=path: judged_document_of(read_rows(path))) for path in lengths])  # type: ignore[misc]
    assert judged < MOST_CALLS * opened


def test_each_record_is_chained_decoded_and_folded_once(lengths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    rows, counts = read_rows(lengths[0]), Counter[str]()

    def count(of: Any, name: str, size: Callable[[Any], int] = lambda made: 1) -> None:
        plain = getattr(of, name)

        def counted(*arguments: Any, **more: Any) -> Any:
            made = plain(*arguments, **more)
            counts[name] += size(made)
            return made

        monkeypatch.setattr(of, name, counted)

    count(hashlib, "sha256")
    count(FactBook, "read_all", len)
    count(FactBook, "are_as_written")
    count(Position, "after")
    count(engine, "of_resolved")
    judged_document_of(rows)
    assert counts == {
        "sha256": len(rows),
        "read_all": len(rows),
        "are_as_written": 1,
        "after": len(rows) - 1,
        "of_resolved": 1,
    }


def test_an_import_keeps_little_of_each_record(tmp_path: Path, lengths: list[Path]) -> None:
    peaks = []
    for path in lengths:
        text = "".join(export(read_rows(path))).encode()
        tracemalloc.start()
        Arena.import_lines(tmp_path / path.name, io.BytesIO(text)).close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        gc.collect()
    assert 0 < peaks[2] - peaks[0] < MOST_BYTES * 2 * STEP  # not by `added`: rows are read by pages of a thousand


WHAT_IS_READ: dict[str, Callable[[Contest], object]] = {
    "results": lambda contest: results.page(contest, None, "en"),
    "bulletin": lambda contest: list(bulletin.lines(contest, None)),
    "marks": lambda contest: to_csv(TABLES["marks"](contest, None), "en"),
}


@pytest.fixture(scope="module", params=["teams", "judges", "scenes"])
def marked(request: pytest.FixtureRequest) -> list[list[Record]]:
    """The records of judged contests, each larger by four teams or judges, or two scenes, than the one before."""
    sizes = {"teams": [(4, 3, 1), (8, 3, 1), (12, 3, 1)], "judges": [(5, 4, 1), (5, 8, 1), (5, 12, 1)]}
    return [
        list(journals.judged(*size).records) for size in sizes.get(request.param, [(5, 3, 2), (5, 3, 4), (5, 3, 6)])
    ]


@pytest.mark.parametrize("what", WHAT_IS_READ)
def test_what_is_printed_takes_work_by_its_length(marked: list[list[Record]], what: str) -> None:
    read = WHAT_IS_READ[what]
    counts = [calls(lambda records=records: read(Contest.of_records(records))) for records in marked]  # type: ignore[misc]
    assert added(counts) > 0


def test_the_results_of_a_long_quiz_take_work_by_its_length_too(lengths: list[Path]) -> None:
    read = WHAT_IS_READ["results"]
    assert added([calls(lambda path=path: read(journals.opened(path))) for path in lengths]) > 0  # type: ignore[misc]

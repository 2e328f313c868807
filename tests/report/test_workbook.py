"""The workbook: every formula calculated anew gives what stands there, in LibreOffice too; texts stay texts."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from quizarena.contest import Contest
from quizarena.points import show
from quizarena.report.workbook import to_xlsx
from quizarena.rulebook import loads, resolved_yaml
from tests.contest.telling import told
from tests.formats.story import play
from tests.formats.test_formats import EXAMPLES as WORKED
from tests.formats.test_formats import story_of
from tests.rulesets.test_rulesets import STORIES, played

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def sheets(content: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


@cache
def figures(content: bytes) -> dict[str, Any]:
    """Return every number and text by sheet and cell."""
    book = sheets(content, values=True)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {f"{cell.parent.title}!{cell.coordinate}": cell.value for cell in cells}


@cache
def formulas(content: bytes) -> dict[str, str]:
    book = sheets(content, values=False)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return {f"{cell.parent.title}!{cell.coordinate}": cell.value for cell in cells if cell.data_type == "f"}


def recalculated(folder: Path, contents: dict[str, bytes]) -> dict[str, bytes]:
    """Return the workbooks as LibreOffice writes them after calculating every formula."""
    assert OFFICE is not None
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir"]
    files = [str(folder / f"{name}.xlsx") for name in contents]
    subprocess.run([*command, str(out), *files], check=True, capture_output=True, timeout=110)
    return {name: (out / f"{name}.xlsx").read_bytes() for name in contents}


def contests() -> Iterator[tuple[str, Contest]]:
    yield "story", told()
    for path in STORIES:
        yield path.stem, played(path)[0]
    for path in WORKED:
        yield path.stem, play(story_of(path))


@pytest.fixture(scope="module")
def everything() -> dict[str, bytes]:
    """Return the workbook of every contest at hand."""
    return {name: to_xlsx(contest, None, "zh") for name, contest in contests()}


def differing(ours: bytes, theirs: bytes) -> list[str]:
    before, after = figures(ours), figures(theirs)
    return [
        f"{place}: {value!r}, calculated {after.get(place)!r}"
        for place, value in before.items()
        if not _alike(value, after.get(place))
    ]


def _alike(one: Any, other: Any) -> bool:
    numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
    return one == other or (numbers and abs(one - other) <= 1e-9 * max(1, abs(one)))


class Calculator:
    """Calculates the formulas of a workbook: the few functions that ours are made of, as LibreOffice does."""

    def __init__(self, content: bytes) -> None:
        self._cells, self._formulas = dict(figures(content)), dict(formulas(content))

    def value(self, place: str) -> Any:
        """Return what a cell calculates to, or holds."""
        formula = self._formulas.pop(place, None)
        if formula is not None:
            self._cells[place] = self._reckoned(formula, place.partition("!")[0])
        return self._cells.get(place)

    def _reckoned(self, formula: str, sheet: str) -> Any:
        names = {"AVERAGE": lambda *values: sum(values) / len(values), "MAX": max, "MIN": min, "ROUND": _rounded}

        def looked_up(found: re.Match[str]) -> str:
            return f"value({(found['sheet'] or sheet) + '!' + found['cell']!r})"

        return eval(_REFERENCE.sub(looked_up, formula[1:]), {"value": self.value, **names})


_REFERENCE = re.compile(r"(?:'?(?P<sheet>[^'!=(),+*/-]+)'?!)?\b(?P<cell>[A-Z]{1,2}\d+)\b")


def _rounded(value: float, places: int) -> float:
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def shape(formula: str) -> str:
    """Return a formula without its cells and numbers: how often one is repeated tells nothing new."""
    found = re.sub(r"\d+(\.\d+)?", "1", _REFERENCE.sub("A1", formula))
    return re.sub(r"A1([,+]A1)+", "A1,A1", found)


def test_every_formula_calculates_what_stands_there(everything: dict[str, bytes]) -> None:
    for name, content in everything.items():
        calculator, known = Calculator(content), figures(content)
        found = {place: calculator.value(place) for place in formulas(content)}
        assert found, name
        off = {
            place: (known.get(place), value) for place, value in found.items() if not _alike(value, known.get(place))
        }
        assert off == {}, f"{name}: what stands there, and what is calculated"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_every_form_of_formula_alike(tmp_path: Path, everything: dict[str, bytes]) -> None:
    """One workbook for each form that none before it has: starting is dear, and so is each further one."""
    contents, seen = dict[str, bytes](), set[str]()
    for name, content in everything.items():
        forms = set(map(shape, formulas(content).values()))
        if not forms <= seen:
            contents[name] = content
            seen |= forms
    assert len(formulas(contents["story"])) > 90
    found = recalculated(tmp_path, contents | {"changed": _with_another_mark(contents["story"])})
    wrong = {name: differing(contents[name], found[name]) for name in contents}
    assert {name: each for name, each in wrong.items() if each} == {}
    assert len(differing(contents["story"], found["changed"])) > 1, "a wrong figure would go unnoticed"


def _with_another_mark(content: bytes) -> bytes:
    book = sheets(content, values=False)
    column = (row[2] for row in book["算分明细"].iter_rows(min_row=2))
    leaf = next(cell for cell in column if isinstance(cell.value, (int, float)) and cell.value)
    leaf.value += 1
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def test_the_totals_stand_where_nothing_is_calculated() -> None:
    contest = told()
    book = sheets(to_xlsx(contest, None, "zh"), values=True)
    rows = [[cell.value for cell in row] for row in book["总成绩"].iter_rows(min_row=5)]
    assert [(row[3], Decimal(str(row[-1]))) for row in rows] == [
        (contest.state.roster.name(row.entrant).in_language("zh"), Decimal(show(row.total)))
        for row in contest.standings(audience=None).rows
    ]


def test_a_name_that_looks_like_a_formula_stays_a_text() -> None:
    name = '=HYPERLINK("http://x")'
    contest = Contest(loads(resolved_yaml(told().rulebook).replace("name: 迎宾街道", f"name: '{name}'")))
    content = to_xlsx(contest, None, "zh")
    rows = (row for sheet in sheets(content, values=False) for row in sheet.iter_rows())
    cells = [cell for row in rows for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_what_the_hall_may_not_see_is_not_in_its_workbook() -> None:
    contest = told(until=60)
    everything, hall = figures(to_xlsx(contest, None, "zh")), figures(to_xlsx(contest, "hall", "zh"))
    assert set(hall.values()) <= set(everything.values())

"""The result as a workbook whose sums can be followed: every total is a formula over the cells it is made of.

Sheets: the standings, the working of each total a node a row, the questions, the marks. Each formula stands with its
value, so that a preview that calculates nothing shows the figures too.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ..contest import Contest
from ..contest.columns import adjusted, entrant_name, given_back, round_titles, set_aside
from ..contest.scoring import round_key
from ..points import Rounding, exact, show
from ..scenes import Audience, Question
from ..scores import Cap, Factor, Mean, Median, Op, Round, Score, Sum
from ..text import Text, draw
from .chapters import RULED, given_by_records
from .course import Piece, pieces
from .tables import TABLES, Cell
from .words import _

_MOST_SUMMANDS = 200
_DEEPEST_OUTLINE = 7
_SURE = 9
"""Decimals to which a double is right whatever was added up in it."""
_DIGITS = 15
"""What a cell holds of a number."""


@attrs.frozen
class Place:
    """A cell of the working, by its row, counted from 1."""

    row: int

    @property
    def here(self) -> str:
        """Return how formulas of the same sheet call it."""
        return f"C{self.row}"


def to_xlsx(contest: Contest, audience: Audience, language: str) -> bytes:
    """Return the workbook as the content of an .xlsx file, as far as `audience` may see the contest."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book, contest, audience, language)
    standings = book.add_worksheet(writer.word(_("Totals")))
    working = writer.working()
    writer.standings(standings, working)
    writer.questions()
    writer.marks()
    book.close()
    return content.getvalue()


@attrs.define
class _Working:
    """The sheet of workings: where each team's total and its parts stand."""

    name: str
    totals: dict[str, Place] = attrs.field(factory=dict)
    parts: dict[str, list[tuple[Score, Place]]] = attrs.field(factory=dict)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, contest: Contest, audience: Audience, language: str) -> None:
        self._book, self._contest, self._audience, self._language = book, contest, audience, language
        self._found = contest.standings(audience)
        self._roster = contest.seen_by(audience).state.roster
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def word(self, text: Text | str) -> str:
        """Return a text in the workbook's language."""
        return draw(text, self._language)

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **look})
        return self._formats[key]

    def _head(self, sheet: Any, heads: Sequence[Text | str], row: int = 0) -> None:
        for column, head in enumerate(heads):
            sheet.write_string(row, column, self.word(head), self._format(bold=True, bottom=1, text_wrap=True))

    def _title(self, sheet: Any) -> int:
        """Write what stands above the standings, and return the row for the headings."""
        sheet.write_string(0, 0, self.word(self._contest.rulebook.title), self._format(bold=True, font_size=14))
        if self._contest.state.is_rehearsal:
            sheet.write_string(1, 0, self.word(_("REHEARSAL: this is no result")), self._format(bold=True))
        return 3

    def _cell(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        """Write a text as a text, whatever it looks like, and a number as exactly as a cell can hold it."""
        if isinstance(value, (int, Decimal, Fraction)):
            if _fits(exact(value)):
                sheet.write_number(row, column, float(value), self._format(num_format=_pattern(exact(value))))
            else:
                sheet.write_string(row, column, show(value), self._format(align="right"))
        elif value is not None:
            sheet.write_string(row, column, self.word(value), self._format(text_wrap=True))

    # Standings

    def standings(self, sheet: Any, working: _Working) -> None:
        """Write places, rounds and totals; totals and rounds refer to the working."""
        start, titles = self._title(sheet), round_titles(self._contest, self._found)
        rounds = {key: title for key, title in titles.items() if self._found.rounds[key]}
        base, podiums = exact(self._contest.rulebook.base_score), dict(self._contest.podiums_seen(self._audience))
        who = (_("Place"), _("Joint"), _("Desk"), _("Team"))
        floor = (_("Floor"),) if self._contest.rulebook.floor is not None else ()
        gone = [set_aside(self._found, row.entrant) for row in self._found.rows]
        anew = (_("No longer counted"),) if any(gone) else ()
        heads = (*who, _("Base score"), *rounds.values(), _("Adjustments"), *anew, *floor, _("Total"))
        self._head(sheet, heads, start)
        sheet.set_column(3, 3, 24)
        sheet.set_column(4, len(heads) - 1, 14)
        sheet.freeze_panes(start + 1, 4)
        for number, row in enumerate(self._found.rows, start + 1):
            team = row.entrant
            joint = _("yes") if row.tied else None
            cells = (row.place, joint, podiums[team], entrant_name(self._roster, team), base)
            for column, value in enumerate(cells):
                self._cell(sheet, number, column, value)
            parts = {part.key: (at, part.value) for part, at in working.parts[team]}
            for column, key in enumerate(rounds, 5):
                self._refer(sheet, (number, column), working, parts.get(round_key(key)))
            self._cell(sheet, number, 5 + len(rounds), adjusted(self._found, team))
            if anew:
                self._cell(sheet, number, 6 + len(rounds), set_aside(self._found, team))
            if floor:
                self._cell(sheet, number, 6 + len(rounds) + len(anew), given_back(self._found, team))
            total = working.totals[team], self._found.totals[team].value
            self._refer(sheet, (number, len(heads) - 1), working, total)

    def _refer(self, sheet: Any, at: tuple[int, int], working: _Working, found: tuple[Place, Fraction] | None) -> None:
        if found is not None:
            place, value = found
            pattern = self._format(num_format=_pattern(value))
            sheet.write_formula(*at, f"='{working.name}'!{place.here}", pattern, float(value))

    # The working

    def working(self) -> _Working:
        """Write every total with its parts, a node a row, the parts below what is made of them."""
        found = _Working(self.word(_("Working")))
        sheet = self._book.add_worksheet(found.name)
        sheet.outline_settings(True, False, True, False)  # the sum stands above its parts
        self._head(sheet, (_("Team"), _("What"), _("Points"), _("Record"), _("Note"), _("Exactly")))
        for column, width in enumerate((20, 44, 14, 9, 34, 24)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 3)
        last = 1
        for row in self._found.rows:
            found.totals[row.entrant] = Place(last + 1)
            name = self.word(entrant_name(self._roster, row.entrant))
            sheet.write_string(last, 0, name, self._format(bold=True))
            found.parts[row.entrant] = []
            last = self._node(sheet, self._found.totals[row.entrant], (last, 0), found.parts[row.entrant])
        return found

    def _node(self, sheet: Any, score: Score, at: tuple[int, int], noted: list[tuple[Score, Place]]) -> int:
        """Write a node and all below it from a row and a depth on, and return the first row behind them."""
        row, depth = at
        noted.append((score, Place(row + 1)))
        below, places = row + 1, []
        for part in score.parts:
            places.append((part, Place(below + 1)))
            below = self._node(sheet, part, (below, depth + 1), noted)
        self._node_row(sheet, score, at, _formula(score.op, _counted(places), score))
        return below

    def _node_row(self, sheet: Any, score: Score, at: tuple[int, int], formula: str | None) -> None:
        row, depth = at
        look = {} if score.counted else {"font_strikeout": True}
        level = min(depth, _DEEPEST_OUTLINE)
        sheet.set_row(row, None, None, {"level": level})
        if not depth:
            look["bold"] = True
        sheet.write_string(row, 1, self.word(score.label), self._format(indent=depth, text_wrap=True, **look))
        pattern = self._format(num_format=_pattern(score.value), **look)
        if formula is None:
            sheet.write_number(row, 2, float(score.value), pattern)
        else:
            sheet.write_formula(row, 2, formula, pattern, float(score.value))
        if score.record is not None:
            sheet.write_number(row, 3, score.record)
        if score.note is not None:
            sheet.write_string(row, 4, self.word(score.note), self._format(text_wrap=True))
        if not _fits(score.value):
            sheet.write_string(row, 5, show(score.value), self._format(align="right"))

    # Questions and marks

    def questions(self) -> None:
        """Write a row for each ruling on a question: what was asked, whom it concerns, what it gave."""
        sheet = self._book.add_worksheet(self.word(_("Questions")))
        heads = (_("Round"), _("No."), _("Question"), _("Answer"), _("Team"), _("Ruling"), _("Points"), _("Record"))
        self._head(sheet, heads)
        for column, width in enumerate((16, 6, 50, 24, 18, 24, 9, 9)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(self._rulings(), 1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)

    def _rulings(self) -> Iterator[Sequence[Cell]]:
        titles = round_titles(self._contest, self._found)
        for key, found in pieces(self._contest, self._audience).items():
            given = given_by_records(self._found.rounds.get(key, {}))
            for piece in found:
                for asked in piece.of(Question)[:1]:  # what follows it are the parts of its bonus
                    yield from self._ruled(titles.get(key, key), piece, asked, given)

    def _ruled(
        self, title: Text | str, piece: Piece, asked: Question, given: Mapping[int, Sequence[tuple[str, Score]]]
    ) -> Iterator[Sequence[Cell]]:
        about = (title, piece.number, asked.text, asked.answer)
        ruled: list[Sequence[Cell]] = [
            (*about, entrant_name(self._roster, team), score.label, score.value if score.counted else None, seq)
            for seq, intent in piece.records.items()
            if intent in RULED
            for team, score in given.get(seq, ())
        ]
        yield from ruled or [about]

    def marks(self) -> None:
        """Write every mark that counts as a record."""
        sheet = self._book.add_worksheet(self.word(_("Marks")))
        head, *rows = TABLES["marks"](self._contest, self._audience)
        self._head(sheet, [each for each in head if isinstance(each, (str, Text))])
        sheet.set_column(0, 5, 16)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)


def _counted(places: Sequence[tuple[Score, Place]]) -> list[str]:
    return [place.here for part, place in places if part.counted]


def _fits(value: Fraction) -> bool:
    """Whether a cell holds a number to its last digit."""
    text = show(value)
    return "/" not in text and len(text.replace("-", "").replace(".", "").lstrip("0")) <= _DIGITS


def _pattern(value: Fraction) -> str:
    """Return a number's format: the decimals it has, two at most where they never end."""
    text = show(value)
    if "/" in text:
        return "0.00##########"
    places = len(text.partition(".")[2])
    return f"0.{'0' * places}" if places else "0"


@functools.singledispatch
def _formula(op: Op, cells: Sequence[str], score: Score) -> str | None:
    """Return an operation as a formula; None where a cell cannot follow it, and the value stands alone."""
    return None


@_formula.register
def _sum(op: Sum, cells: Sequence[str], score: Score) -> str | None:
    return f"={'+'.join(cells)}" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _mean(op: Mean, cells: Sequence[str], score: Score) -> str | None:
    return f"=AVERAGE({','.join(cells)})" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _median(op: Median, cells: Sequence[str], score: Score) -> str | None:
    return f"=MEDIAN({','.join(cells)})" if 0 < len(cells) <= _MOST_SUMMANDS else None


@_formula.register
def _factor(op: Factor, cells: Sequence[str], score: Score) -> str | None:
    factor = exact(op.factor)
    divisor = f"/{factor.denominator}" if factor.denominator > 1 else ""
    return f"={cells[0]}*{factor.numerator}{divisor}" if len(cells) == 1 else None


@_formula.register
def _cap(op: Cap, cells: Sequence[str], score: Score) -> str | None:
    if not 0 < len(cells) <= _MOST_SUMMANDS:
        return None
    text = "+".join(cells)
    if op.high is not None:
        text = f"MIN({text},{_number(op.high)})"
    if op.low is not None:
        text = f"MAX({text},{_number(op.low)})"
    return f"={text}"


@_formula.register
def _round(op: Round, cells: Sequence[str], score: Score) -> str | None:
    """Round what is left when the noise of binary fractions is gone, if that gives the same as the exact number."""
    places, parts = op.rounding.places, [part.value for part in score.parts if part.counted]
    if [op.rounding.apply(Rounding(_SURE).apply(part)) for part in parts] != [score.value] or places > _SURE:
        return None
    match op.rounding.mode:
        case "half_up":
            return f"=ROUND(ROUND({cells[0]},{_SURE}),{places})"
        case "truncate":
            return f"=ROUNDDOWN(ROUND({cells[0]},{_SURE}),{places})"
        case _:
            return None


def _number(value: Fraction) -> str:
    return show(value) if "/" not in show(value) else f"({value.numerator}/{value.denominator})"

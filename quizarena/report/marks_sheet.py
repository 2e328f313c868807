"""The empty sheet into which an office types the marks of a judged round: a row a ballot, columns as in the grid.

How it is read is `sessions.marks_file`'s; both name a ballot and a column by what stands here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs

from ..blanks import BY_MACHINE, Blank, Choice, Number, Permutation
from ..contest import Contest
from ..languages import LANGUAGES
from ..points import show
from ..text import COMMA, Joined, Text, draw, plain
from .ballot_forms import Form, Key, Performance
from .tables import to_csv
from .upcoming import coming
from .words import _

CODE, TOTAL = _("Code (leave it)"), _("Total on the sheet")
_WHO = (_("Performance"), _("Desk"), _("Team"), _("Seat"), _("Judge"))
_WIDTHS = (16, 6, 20, 6, 14)


@attrs.frozen
class Block:
    """Rows under one line of headings: a ballot each, what is asked for in the same columns."""

    blanks: tuple[Blank, ...]
    has_total: bool
    rows: tuple[tuple[Text | str | int, ...], ...]
    codes: tuple[str, ...]

    @property
    def heads(self) -> tuple[Text, ...]:
        """The headings, left to right."""
        return (*_WHO, *map(heading, self.blanks), *([TOTAL] if self.has_total else []), CODE)


def code(round_id: str, key: Key, judge: str) -> str:
    """Return what a judge's ballot is called in its row, in any language and whoever comes when."""
    type_, given = key
    return ":".join((round_id, type_, *(f"{name}={value}" for name, value in given), judge))


def typed(blanks: Iterable[Blank]) -> tuple[Blank, ...]:
    """Return the blanks that are typed: all but whose ballot it is, and instants."""
    return tuple(blank for blank in blanks if blank.path != "judge" and not isinstance(blank, BY_MACHINE))


def heading(blank: Blank) -> Text:
    """Return what stands above the column of a blank: its name, and the numbers or the words it takes."""
    match blank:
        case Number(high=high, low=low) if high is not None:
            taken: Text = plain(f"{show(low or 0)} - {show(high)}")
        case Choice(options=options) if blank.named:
            taken = Joined(tuple(option.label for option in options), COMMA)
        case Permutation(options=options):
            named = (Joined((plain(str(nth)), each.label), " ") for nth, each in enumerate(options, 1))
            words = Joined(tuple(named), COMMA)
            taken = _("{options}; the numbers, first place first", options=words)
        case _:
            return blank.label
    return Joined((blank.label, plain(" ["), taken, plain("]")))


def is_heading(text: str, wanted: Text) -> bool:
    """Whether a cell says this heading, in whatever language."""
    return any(_bare(text) == _bare(draw(wanted, each)) for each in LANGUAGES)


def _bare(text: str) -> str:
    return "".join(text.split())


def blocks(contest: Contest, round_id: str | None = None) -> list[Block]:
    """Return the ballots still to come whose teams are known, of one round or of all."""
    found = [row for performance in coming(contest, round_id) for row in _rows(contest, performance)]
    grouped = groupby(found, key=lambda row: ([*map(str, map(heading, row[0].blanks))], row[0].summed > 1))
    return [_block([*rows]) for _heads, rows in grouped]


def _block(rows: list[tuple[Form, tuple[Text | str | int, ...], str]]) -> Block:
    form = rows[0][0]
    return Block(
        typed(form.blanks), form.summed > 1, tuple(row for _f, row, _c in rows), tuple(c for _f, _r, c in rows)
    )


def _rows(contest: Contest, performance: Performance) -> Iterator[tuple[Form, tuple[Text | str | int, ...], str]]:
    """Yield the rows of a performance, a form and a judge each; none of a form whose team or speakers are not known."""
    roster = contest.state.roster
    seats = {judge.id: seat for seat, judge in enumerate(roster.judges, 1)}
    for form in performance.forms:
        if form.unnamed or (form.about_team and form.team is None):
            continue
        team = "" if form.team is None else roster.name(form.team)
        titles = [entry.title for entry in contest.rulebook.rounds if entry.id == performance.round]
        about = Joined((*titles, *performance.heads), " ")
        for judge in sorted(form.judges, key=lambda each: seats.get(each, 0)):
            who = (about, form.podium or "", team, seats.get(judge, ""), roster.name(judge))
            yield form, who, code(performance.round, form.key, judge)


def to_table(found: Sequence[Block], language: str) -> str:
    """Return the sheet as the text of a CSV file."""
    lines: list[Sequence[Any]] = []
    for block in found:
        lines += [block.heads, *((*row, *_gap(block), name) for row, name in zip(block.rows, block.codes, strict=True))]
    return to_csv(lines, language)


def _gap(block: Block) -> list[str]:
    return [""] * (len(block.heads) - len(_WHO) - 1)


def to_xlsx(found: Sequence[Block], language: str) -> bytes:
    """Return the sheet as the content of an .xlsx file; each cell takes only what may stand in it."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Writer(book, language).blocks(found)
    book.close()
    return content.getvalue()


class _Writer:
    """Writes the one sheet."""

    def __init__(self, book: Any, language: str) -> None:
        self._language, self._sheet = language, book.add_worksheet(draw(_("Marks to type"), language))
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._box, self._small = (
            book.add_format({"border": 1}),
            book.add_format({"font_size": 7, "font_color": "#888888"}),
        )

    def blocks(self, found: Sequence[Block]) -> None:
        """Write all blocks, one below the other."""
        row = 0
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.freeze_panes(0, len(_WIDTHS))
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.set_column(len(_WIDTHS), max(len(block.heads) for block in found) - 2, 13)
        for block in found:
            row = self._block(block, row) + 1

    def _block(self, block: Block, row: int) -> int:
        self._sheet.set_row(row, 45)  # two lines, or three
        for column, head in enumerate(block.heads):
            self._sheet.write_string(row, column, draw(head, self._language), self._bold)
        first, last, start = row + 1, row + len(block.rows), len(_WHO)
        for number, (who, name) in enumerate(zip(block.rows, block.codes, strict=True), first):
            for column, value in enumerate(who):
                if isinstance(value, int):
                    self._sheet.write_number(number, column, value)
                else:
                    self._sheet.write_string(number, column, draw(value, self._language))
            for column in range(start, len(block.heads) - 1):
                self._sheet.write_blank(number, column, None, self._box)
            self._sheet.write_string(number, len(block.heads) - 1, name, self._small)
        for column, blank in enumerate(block.blanks, start):
            rule = self._rule(blank)
            if rule is not None:
                self._sheet.data_validation(first, column, last, column, rule)
        return last + 1

    def _rule(self, blank: Blank) -> dict[str, Any] | None:
        """Return what the cells of a column take, as the spreadsheet itself checks it."""
        if isinstance(blank, Number) and blank.high is not None:
            low, high = float(blank.low or 0), float(blank.high)
            return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        if isinstance(blank, Choice) and blank.named:
            words = [draw(option.label, self._language) for option in blank.named]
            fits = sum(len(word) + 1 for word in words) <= 255 and not any("," in word for word in words)
            return {"validate": "list", "source": words} if fits else None
        return None

"""A season as a workbook: the list of members, each total with its working, the league, goods, and all movements."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from ..season import Season
from ..season.league import league, league_key, result_key
from ..season.statements import explain, passbook, posted, stock
from ..text import Text, plain
from .score_sheets import Sheets, Working
from .tables import Cell
from .words import _


def season_xlsx(season: Season, year: str, language: str) -> bytes:
    """Return the workbook as the content of an .xlsx file; list and league are those of a year."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book, season, language)
    members = book.add_worksheet(writer.word(_("Members")))
    totals = ((each.id, plain(each.name), explain(season, each.id)) for each in season.ledger.members.values())
    working = writer.working(totals, _("Member"))
    writer.members(members, year, working)
    writer.league(year, working)
    goods = ((row.good, row.price, row.left, row.redeemed) for row in stock(season.ledger))
    writer.table(_("Goods"), (_("Goods"), _("Price"), _("Left"), _("Redeemed")), goods)
    heads = (_("Name"), _("Record"), _("Day"), _("What"), _("Points"), _("Left"))
    writer.table(_("Movements"), heads, writer.movements())
    book.close()
    return content.getvalue()


class _Writer(Sheets):
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, season: Season, language: str) -> None:
        super().__init__(book, language)
        self._season = season

    def members(self, sheet: Any, year: str, working: Working) -> None:
        """Write the members by points earned in a year; what is left refers to the working."""
        sheet.write_string(0, 0, self.word(self._season.rules.title), self.format(bold=True, font_size=14))
        sheet.write_string(1, 0, self.word(_("Points earned in {year}", year=year)))
        heads = (_("Place"), _("Id"), _("Name"), _("Category"), _("Earned"), _("Left"), _("Honours"))
        self.head(sheet, heads, 3)
        sheet.set_column(2, 6, 16)
        sheet.freeze_panes(4, 3)
        for number, row in enumerate(posted(self._season, year), 4):
            about: Sequence[Cell] = (row.place, row.member, row.name, row.category, row.earned)
            for column, value in enumerate(about):
                self.cell(sheet, number, column, value)
            self.refer(sheet, (number, 5), working, (working.totals[row.member], row.balance))
            self.cell(sheet, number, 6, ", ".join(row.honours))

    def table(self, title: Text, heads: Sequence[Text], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a sheet of rows under heads."""
        sheet = self.book.add_worksheet(self.word(title))
        self.head(sheet, heads)
        sheet.set_column(0, len(heads) - 1, 16)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self.cell(sheet, number, column, value)

    def league(self, year: str, working: Working) -> None:
        """Write the league of a year, a column a contest; what counts and what does not refers to the working."""
        sheet, credits = self.book.add_worksheet(self.word(_("League"))), self._season.ledger.credits_in(year)
        self.head(sheet, (_("Place"), _("Name"), _("Points"), *(credit.fact.title for credit in credits)))
        sheet.set_column(0, 2 + len(credits), 16)
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(league(self._season.ledger, year), 1):
            parts = {score.key: (score, place) for score, place in working.parts[row.member]}
            self.cell(sheet, number, 0, row.place)
            self.cell(sheet, number, 1, row.name)
            keys = (league_key(year), *(result_key(credit.seq) for credit in credits))
            for column, (score, place) in ((nth, parts[key]) for nth, key in enumerate(keys, 2) if key in parts):
                look = {} if score.counted else {"font_strikeout": True}
                self.refer(sheet, (number, column), working, (place, score.value), **look)

    def movements(self) -> Iterable[Sequence[Cell]]:
        """Yield every movement of every member's account."""
        for member in self._season.ledger.members.values():
            for row in passbook(self._season, member.id).rows:
                yield member.name, row.seq, row.day, row.what, row.points, row.balance

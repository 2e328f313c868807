"""The result as a workbook whose sums can be followed: every total is a formula over the cells it is made of.

Sheets: the standings, the working of each total a node a row, the questions, the marks. Each formula stands with its
value, so that a preview that calculates nothing shows the figures too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..contest import Contest
from ..contest.columns import adjusted, entrant_name, given_back, round_titles, set_aside
from ..contest.scoring import round_key
from ..points import exact
from ..scenes import Audience, Question
from ..scores import Score
from ..text import Text
from .chapters import RULED, given_by_records
from .course import Piece, pieces
from .score_sheets import Sheets, Working
from .tables import TABLES, Cell
from .words import _


def to_xlsx(contest: Contest, audience: Audience, language: str) -> bytes:
    """Return the workbook as the content of an .xlsx file, as far as `audience` may see the contest."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book, contest, audience, language)
    standings = book.add_worksheet(writer.word(_("Totals")))
    working = writer.working(writer.totals(), _("Team"))
    writer.standings(standings, working)
    writer.questions()
    writer.marks()
    book.close()
    return content.getvalue()


class _Writer(Sheets):
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, contest: Contest, audience: Audience, language: str) -> None:
        super().__init__(book, language)
        self._contest, self._audience = contest, audience
        self._found = contest.standings(audience)
        self._roster = contest.seen_by(audience).state.roster

    def _title(self, sheet: Any) -> int:
        """Write what stands above the standings, and return the row for the headings."""
        sheet.write_string(0, 0, self.word(self._contest.rulebook.title), self.format(bold=True, font_size=14))
        if self._contest.state.is_rehearsal:
            sheet.write_string(1, 0, self.word(_("REHEARSAL: this is no result")), self.format(bold=True))
        return 3

    # Standings

    def standings(self, sheet: Any, working: Working) -> None:
        """Write places, rounds and totals; totals and rounds refer to the working."""
        start, titles = self._title(sheet), round_titles(self._contest, self._found)
        rounds = {key: title for key, title in titles.items() if self._found.rounds[key]}
        base, podiums = exact(self._contest.rulebook.base_score), dict(self._contest.podiums_seen(self._audience))
        who = (_("Place"), _("Joint"), _("Desk"), _("Team"))
        floor = (_("Floor"),) if self._contest.rulebook.floor is not None else ()
        gone = [set_aside(self._found, row.entrant) for row in self._found.rows]
        anew = (_("No longer counted"),) if any(gone) else ()
        heads = (*who, _("Base score"), *rounds.values(), _("Adjustments"), *anew, *floor, _("Total"))
        self.head(sheet, heads, start)
        sheet.set_column(3, 3, 24)
        sheet.set_column(4, len(heads) - 1, 14)
        sheet.freeze_panes(start + 1, 4)
        for number, row in enumerate(self._found.rows, start + 1):
            team = row.entrant
            joint = _("yes") if row.tied else None
            cells = (row.place, joint, podiums[team], entrant_name(self._roster, team), base)
            for column, value in enumerate(cells):
                self.cell(sheet, number, column, value)
            parts = {part.key: (at, part.value) for part, at in working.parts[team]}
            for column, key in enumerate(rounds, 5):
                self.refer(sheet, (number, column), working, parts.get(round_key(key)))
            self.cell(sheet, number, 5 + len(rounds), adjusted(self._found, team))
            if anew:
                self.cell(sheet, number, 6 + len(rounds), set_aside(self._found, team))
            if floor:
                self.cell(sheet, number, 6 + len(rounds) + len(anew), given_back(self._found, team))
            total = working.totals[team], self._found.totals[team].value
            self.refer(sheet, (number, len(heads) - 1), working, total)

    def totals(self) -> Iterator[tuple[str, Text, Score]]:
        """Yield every total by team."""
        for row in self._found.rows:
            yield row.entrant, entrant_name(self._roster, row.entrant), self._found.totals[row.entrant]

    # Questions and marks

    def questions(self) -> None:
        """Write a row for each ruling on a question: what was asked, whom it concerns, what it gave."""
        sheet = self.book.add_worksheet(self.word(_("Questions")))
        heads = (_("Round"), _("No."), _("Question"), _("Answer"), _("Team"), _("Ruling"), _("Points"), _("Record"))
        self.head(sheet, heads)
        for column, width in enumerate((16, 6, 50, 24, 18, 24, 9, 9)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(self._rulings(), 1):
            for column, value in enumerate(row):
                self.cell(sheet, number, column, value)

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
        sheet = self.book.add_worksheet(self.word(_("Marks")))
        head, *rows = TABLES["marks"](self._contest, self._audience)
        self.head(sheet, [each for each in head if isinstance(each, (str, Text))])
        sheet.set_column(0, 5, 16)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self.cell(sheet, number, column, value)

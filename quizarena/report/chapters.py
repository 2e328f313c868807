"""A round on the score sheet: its scores, then every match, room, performance or question with what judges gave there.

What stands there are scores, and the blocks and ballots of the `course`; the words of a working are in `arithmetic` and
`formulas`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from xml.etree.ElementTree import Element

import attrs

from ..blanks import EMPTY
from ..contest.columns import column, entrant_name
from ..facts import Intent, Subject
from ..points import column_places, exact, show, show_signed, total
from ..roster import Judge, Roster
from ..scenes import Headline, Mark, Marks, OnStage, Paragraph, Purpose, Question, Role, Ruling, Table, Versus
from ..scores import LEAF, SUM, Factor, Score, formula
from ..standings import places
from ..text import Text
from .arithmetic import Hand, pieces
from .course import Ballot, Piece
from .html import Inside, Writer
from .words import _

SIDES: Mapping[str, Text] = {"affirmative": _("Affirmative"), "negative": _("Negative")}
_LABELS: Mapping[Role, Text] = {Role.MOTION: _("Motion"), Role.TOPIC: _("Topic")}
_LASTING = frozenset({Role.NOTE, Role.DIFFICULTY, Role.TIME, Role.OVERTIME})
"""Roles of the lines that belong to the result; others stand on screens for a moment, or repeat the score."""
RULED = frozenset({Intent.RULING, Intent.PENALTY})
"""What a question's row says that it gave."""


@attrs.frozen
class Line:
    """Somebody's score: podium number, name, and the score with its working."""

    podium: str
    name: Text
    score: Score

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels in it."""
        return panels(self.score)

    @property
    def sum(self) -> Inside:
        """How it follows from its parts: in figures; where one alone makes it, in that one's words and the reason."""
        parts = [part for part in self.score.parts if part.counted and part.op != Factor(0)]
        if len(parts) > 1 or (parts and self.score.op != SUM):
            return [formula(self.score), " = ", show(self.score.value)]
        made = parts[0] if parts else self.score
        note = self.score.note or made.note
        return [made.label, ["; ", note] if note is not None else None]


@attrs.frozen
class Panel:
    """A panel's result: what it is for where a score holds several, and the judges' marks it is made of."""

    label: Text | None
    marks: tuple[Score, ...]

    def of(self, judge: str) -> Score | None:
        """Return a judge's mark, None where that judge gave none."""
        return next((mark for mark in self.marks if mark.judge == judge), None)

    @property
    def judges(self) -> tuple[str, ...]:
        """Who gave marks."""
        return tuple(mark.judge for mark in self.marks)


def panels(score: Score) -> tuple[Panel, ...]:
    """Return the panels in a score; where there are several, each with the label of what it is part of."""
    found = list(_panels(score, score.label))
    if len(found) == 1:
        return (attrs.evolve(found[0], label=None),)
    return tuple(found)


def _panels(score: Score, label: Text) -> Iterator[Panel]:
    marks = tuple(part for part in score.parts if part.judge)
    if marks:
        yield Panel(label, marks)
        return
    within = [part for part in score.parts if any(node.judge for node in part.walk())]
    for part in within:
        yield from _panels(part, part.label if len(within) > 1 else label)


@attrs.frozen
class Chapter:
    """Writes rounds for a roster whose teams stand at `podiums`."""

    write: Writer
    roster: Roster
    podiums: Mapping[str, int]

    # Scores

    def round(self, scores: Mapping[str, Score], found: Sequence[Piece]) -> Iterator[Inside]:
        """Yield a round: the table of its scores, then its pieces."""
        teams = sorted(scores, key=lambda team: self.podiums[team])
        if teams:
            yield self.scores([Line(str(self.podiums[t]), entrant_name(self.roster, t), scores[t]) for t in teams])
        yield from self._pieces(found, scores)

    def scores(self, lines: Sequence[Line]) -> list[Element]:
        """Return scores as a table: judges' marks where there are any, struck ones in brackets, and the arithmetic."""
        gave = {judge for each in lines for panel in each.panels for judge in panel.judges}
        if not gave:
            return [self._plain_scores(lines)]
        return [self._marks(lines, self._judges(gave)), self.write("p", _("( ) not counted   - no mark"), cls="small")]

    def _judges(self, gave: set[str]) -> list[Judge]:
        return [judge for judge in self.roster.judges if judge.id in gave]

    def _plain_scores(self, lines: Sequence[Line]) -> Element:
        write = self.write
        results = column([each.score.value for each in lines])
        body = [
            write("tr", write.cells([each.podium, each.name, each.sum], [result]))
            for each, result in zip(lines, results, strict=True)
        ]
        return write.figures([_("Desk"), _("Team"), _("Arithmetic")], [_("Score")], body)

    def _marks(self, lines: Sequence[Line], judges: Sequence[Judge]) -> Element:
        decimals = column_places(mark.value for each in lines for panel in each.panels for mark in panel.marks)
        hand = Hand(self.write.word, [judge.id for judge in judges], decimals)
        body: list[Element] = []
        for each, result in zip(lines, column([each.score.value for each in lines]), strict=True):
            marks = [[_mark(panel.of(judge.id), decimals) for judge in judges] for panel in each.panels]
            body += self._marked(each, result, marks or [["-"] * len(judges)])
            said = "; ".join(pieces(each.score, hand)) if each.panels else each.sum
            body.append(self.write.working([said], 3 + len(judges)))
        names = [judge.name for judge in judges]
        return self.write.figures([_("Desk"), _("Team")], [*names, _("Score")], body, cls="marks")

    def _marked(self, line: Line, result: str, marks: Sequence[Sequence[str]]) -> Iterator[Element]:
        """Yield the rows of a team: one a panel, the score beside the first."""
        labels = [panel.label for panel in line.panels] or [None]
        for nth, (label, row) in enumerate(zip(labels, marks, strict=True)):
            name: Inside = [line.name, [": ", label] if label is not None else None]
            yield self.write("tr", self.write.cells([line.podium, name], [*row, "" if nth else result]), cls="scored")

    def ranked(self, scores: Mapping[str, Score]) -> Element:
        """Return a table of what members have of their own, the most first."""
        write, first = self.write, sorted(scores, key=lambda member: -scores[member].value)
        values = column([scores[member].value for member in first])
        places_of = dict(zip(first, places([scores[member].value for member in first]), strict=True))
        body = [
            write("tr", write.cells([str(places_of[member]), self.roster.name(member), self._team_of(member)], [value]))
            for member, value in zip(first, values, strict=True)
        ]
        return write.figures([_("Place"), _("Name"), _("Team")], [_("Score")], body, cls="ranked")

    def _team_of(self, member: str) -> Text | None:
        teams = (team.id for team in self.roster.teams if any(each.id == member for each in team.everybody))
        return next((entrant_name(self.roster, team) for team in teams), None)

    # Pieces

    def _pieces(self, found: Sequence[Piece], scores: Mapping[str, Score]) -> Iterator[Inside]:
        given = given_by_records(scores)
        for is_question, run in groupby(found, key=_is_question):
            if not is_question:
                yield from (self._piece(each) for each in run)
                continue
            rows = [row for row in (self._question(each, given) for each in run) if row is not None]
            if rows:
                heads = (_("No."), _("Question"), _("Ruling"))
                yield self.write.table(heads, rows, cls="questions")

    def _question(self, piece: Piece, given: Mapping[int, Sequence[tuple[str, Score]]]) -> Element | None:
        """Return a question's row: what was asked, and what each ruling on it gave; None where nothing happened."""
        ruled = [
            self.write("div", self._ruling(team, score))
            for seq, intent in piece.records.items()
            if intent in RULED
            for team, score in given.get(seq, ())
        ]
        said = [self.write("div", each.line) for each in piece.of(Ruling)]
        asked = [[each.text, [self.write("br"), each.answer] if each.answer else None] for each in piece.of(Question)]
        if not (ruled or said or asked):
            return None
        return self.write.row([str(piece.number or ""), asked, ruled or said])

    def _ruling(self, team: str, score: Score) -> Inside:
        points = show_signed(score.value) if score.counted else f"({show_signed(score.value)})"
        return [
            f"{self.podiums[team]} ",
            entrant_name(self.roster, team),
            ": ",
            score.label,
            f" {points} #{score.record:03}",
        ]

    def _piece(self, piece: Piece) -> Iterator[Inside]:
        write = self.write
        for head in piece.of(Headline):
            yield write("h3", head.text)
        for versus in piece.of(Versus):
            yield write("p", [self._side(versus.affirmative), "; ", self._side(versus.negative)])
            yield (
                write("p", _LABELS[Role.MOTION], ": ", write("b", versus.motion)) if versus.motion is not None else None
            )
        for stage in piece.of(OnStage):
            yield write("p", self._stage(stage))
        for line in piece.of(Paragraph):
            if line.role in _LABELS:
                yield write("p", _LABELS[line.role], ": ", write("b", line.text))
            elif line.role in _LASTING:
                yield write("p", line.text)
        yield from (self._table(table) for table in piece.of(Table) if table.purpose is Purpose.SUBJECT)
        yield from self._ballots(piece)

    def _side(self, stage: OnStage) -> Inside:
        return [SIDES[stage.role], ": ", self.write("b", self._stage(stage))]

    def _stage(self, stage: OnStage) -> Inside:
        name = entrant_name(self.roster, stage.team)
        return [f"{stage.podium} ", name, [", ", stage.member] if stage.member is not None else None]

    def _table(self, table: Table) -> list[Inside]:
        rows = [self.write.row(["-" if cell is None else _figure(cell) for cell in row]) for row in table.rows]
        title = self.write("p", table.title, cls="small") if table.title is not None else None
        return [title, self.write.table(table.heads, rows)]

    # Ballots

    def _ballots(self, piece: Piece) -> Iterator[Inside]:
        """Yield a table for each team or member that was marked, and one for what was given to all together."""
        sides = {
            stage.team: SIDES[stage.role]
            for versus in piece.of(Versus)
            for stage in (versus.affirmative, versus.negative)
        }
        marks = {block.entrant: block.cells for block in piece.of(Marks)}
        groups: dict[tuple[Subject, type], list[Ballot]] = {}
        for ballot in piece.ballots:
            groups.setdefault((attrs.evolve(ballot.subject, judge=""), type(ballot.record.fact)), []).append(ballot)
        for (whose, _fact), found in groups.items():
            title: Inside = found[0].label
            if whose.team:
                member: Inside = [", ", self.roster.name(whose.member)] if whose.member else None
                side: Inside = [" (", sides[whose.team], ")"] if whose.team in sides else None
                title = [entrant_name(self.roster, whose.team), member, side]
            cells = marks.get(whose.member or whose.team, ())
            yield self._ballot_table(title, found, {cell.judge: cell for cell in cells if cell.value is not None})

    def _ballot_table(self, title: Inside, found: Sequence[Ballot], totals: Mapping[str, Mark]) -> Element:
        """Return what each judge filled in, a judge a column, and where judges gave totals those below."""
        judges = self._judges({ballot.subject.judge for ballot in found})
        filled = {ballot.subject.judge: dict(self._words(ballot)) for ballot in found}
        values = [value for entries in filled.values() for value in entries.values()]
        decimals = column_places(exact(value) for value in values if isinstance(value, (int, Decimal)))
        rows = []
        for label in dict.fromkeys(label for entries in filled.values() for label in entries):
            figures = [_entry(filled[judge.id].get(label), decimals) for judge in judges]
            rows.append(self.write("tr", self.write.cells([label], figures, has_result=False)))
            for name, labels in reversed(found[0].sums):  # the total last
                words = list(map(self.write.word, labels))
                if words[-1:] == [label]:
                    sums = [_sum_of(filled[judge.id], words, totals.get(judge.id), decimals) for judge in judges]
                    rows.append(self._sum_row(name, sums))
        if totals and not found[0].sums:
            rows.append(self._sum_row(EMPTY, [_total(totals.get(judge.id), decimals) for judge in judges]))
        return self.write.figures([title], [judge.name for judge in judges], rows, cls="ballots")

    def _sum_row(self, name: Text, sums: Sequence[Inside]) -> Element:
        head = name if self.write.word(name) else _("Total")
        return self.write("tr", self.write.cells([head], sums, has_result=False), cls="sum")

    def _words(self, ballot: Ballot) -> Iterator[tuple[str, Text | int | Decimal]]:
        return ((self.write.word(label), value) for label, value in ballot.entries)


def _is_question(piece: Piece) -> bool:
    """Whether a piece is told in a row: nobody was marked in it and nobody met."""
    return not piece.ballots and not piece.of(Marks, Versus, Table)


def given_by_records(scores: Mapping[str, Score]) -> dict[int, list[tuple[str, Score]]]:
    """Return what each record gave to teams."""
    found: dict[int, list[tuple[str, Score]]] = {}
    for team, score in scores.items():
        for node in score.walk():
            if node.op == LEAF and node.record is not None:
                found.setdefault(node.record, []).append((team, node))
    return found


def _mark(mark: Score | None, decimals: int) -> str:
    """Return a judge's mark, in brackets where it is struck."""
    if mark is None:
        return "-"
    return show(mark.value, decimals) if mark.counted else f"({show(mark.value, decimals)})"


def _total(cell: Mark | None, decimals: int) -> str:
    if cell is None or cell.value is None:
        return "-"
    shown = show(cell.value, column_places([cell.value], decimals))
    return f"({shown})" if cell.state in ("struck_high", "struck_low") else shown


def _sum_of(filled: Mapping[str, Text | int | Decimal], labels: Sequence[str], cell: Mark | None, decimals: int) -> str:
    """Return what a judge's numbers add up to, in brackets where the panel struck just that total."""
    numbers = [exact(each) for each in map(filled.get, labels) if isinstance(each, (int, Decimal))]
    if len(numbers) < len(labels):
        return "-"
    value = total(numbers)
    return _total(cell, decimals) if cell is not None and cell.value == value else show(value, decimals)


def _entry(value: Text | int | Decimal | None, decimals: int) -> Inside:
    if isinstance(value, (int, Decimal)):
        return show(value, decimals)
    return "-" if value is None else value


def _figure(cell: Text | Fraction | int) -> Inside:
    return show(cell) if isinstance(cell, (int, Fraction)) else cell

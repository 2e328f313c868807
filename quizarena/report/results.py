"""The score sheet (成绩单) as a page for print: places, rounds with all marks, corrections, draws, signatures.

Decides what stands on it and what is said large: a rehearsal, standings that are provisional, frozen or not final. All
figures come from the standings and scores that the audience may see; what the working of a score is called is in
`arithmetic` and `written`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import attrs

from ..contest import Contest, Standings
from ..points import column_places, exact, show
from ..roster import Judge
from ..scenes import Audience, Prizes, Winner
from ..scores import Score
from ..standings import Row
from ..text import Text
from . import provenance
from .arithmetic import Hand, pieces
from .columns import column, round_titles, worth
from .head import head_figure
from .html import Inside, Writer
from .marks import Panel, panels
from .notes import notes
from .words import _
from .written import written

_SIGNING = (_("Chief judge"), _("Scorer"), _("Supervisor"))


def page(contest: Contest, audience: Audience, language: str) -> str:
    """Return the score sheet as one HTML page, holding what `audience` may see."""
    sheet = _Sheet(contest, audience, Writer(language), contest.standings(audience))
    return sheet.write.page(_("Score sheet: {contest}", contest=contest.rulebook.title), "results.css", sheet.body())


@attrs.frozen
class _Line:
    """Somebody's score in a round."""

    podium: str
    name: Text
    score: Score

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels in it."""
        return panels(self.score)

    @property
    def sum(self) -> Inside:
        """How it follows from its parts."""
        return [written(self.score), " = ", show(self.score.value)] if self.score.parts else self.score.label


@attrs.frozen
class _Sheet:
    """The sheet being drawn."""

    contest: Contest
    audience: Audience
    write: Writer
    found: Standings

    def body(self) -> Iterator[Inside]:
        """Yield its parts from top to bottom."""
        yield from self._top()
        yield self._standings()
        yield from self._prizes()
        for round_id, title in round_titles(self.contest, self.found).items():
            if self.found.rounds[round_id]:
                yield from self._round(round_id, title)
        yield from self._honours()
        yield from self._changes()
        yield from self._draws()
        yield self._signatures()
        yield head_figure(self.contest, self.write)

    # What it is

    def _top(self) -> Iterator[Inside]:
        write, last = self.write, self.contest.records[-1]
        if self.contest.state.mode == "rehearsal":
            yield write("p", _("REHEARSAL"), cls="watermark")
            yield write("p", _("REHEARSAL: this is no result"), cls="rehearsal")
        yield write("p", self.contest.rulebook.title, cls="title")
        yield write("h1", _("Score sheet"))
        until = _("up to record #{seq}, {at}", seq=f"{last.seq:03}", at=f"{last.at.astimezone():%Y-%m-%d %H:%M}")
        yield write("p", until, cls="title small")
        for note in notes(self.contest, self.audience):
            yield write("p", note, cls="state")

    # Places

    def _standings(self) -> list[Element]:
        write, found = self.write, self.found
        titles = {each: title for each, title in round_titles(self.contest, found).items() if found.rounds[each]}
        base, podiums = self.contest.rulebook.base_score, dict(self._podiums())
        columns = [column([exact(base)] * len(found.rows))] if base else []
        columns += [column([worth(found, each, row.entrant) for row in found.rows]) for each in titles]
        columns.append(column([found.totals[row.entrant].value for row in found.rows]))
        body = []
        for at, row in enumerate(found.rows):
            who: list[Inside] = [write("b", self._place(row)), str(podiums[row.entrant]), self._name(row.entrant)]
            body.append(write("tr", self._cells(who, [values[at] for values in columns]), cls="scored"))
            body.append(self._working([self._sum(found.totals[row.entrant])], 3 + len(columns)))
        numbers = [*([_("Base score")] if base else []), *titles.values(), _("Total")]
        table = self._table([_("Place"), _("Desk"), _("Team")], numbers, body, cls="standings")
        return [write("h2", _("Standings")), table, *(write("p", tie) for tie in self._ties())]

    def _podiums(self) -> tuple[tuple[str, int], ...]:
        return self.contest.podiums_seen(self.audience)

    def _place(self, row: Row) -> Text | str:
        return _("{place} (joint)", place=row.place) if row.tied else str(row.place)

    def _ties(self) -> Iterator[Text]:
        """Yield a sentence a tie: equal totals that stand, and those a tie-break set apart."""
        told: set[str] = set()
        for row in self.found.rows:
            if row.tied and row.entrant not in told:
                told |= {row.entrant, *row.tied}
                yield _("Joint place {place}: {teams}", place=row.place, teams=self._names((row.entrant, *row.tied)))
            elif row.broken_by is not None:
                team, by = self._name(row.entrant), row.broken_by.name
                yield _("{team}: place {place} by tie-break {name}", team=team, place=row.place, name=by)

    def _names(self, teams: Sequence[str]) -> str:
        return ("、" if self.write.language == "zh" else ", ").join(self.write.word(self._name(each)) for each in teams)

    def _name(self, entrant: str) -> Text:
        return self.contest.state.roster.name(entrant)

    def _sum(self, total: Score) -> Inside:
        """Return what a total is made of; what an arbiter gave or took is named with its record."""
        given = [part for part in total.parts if part.record is not None]
        words = [f"{self.write.word(part.label)} {show(part.value)} #{part.record:03}" for part in given]
        return "; ".join([f"{self.write.word(written(total))} = {show(total.value)}", *words])

    def _working(self, lines: Sequence[Inside], columns: int) -> Element:
        write = self.write
        return write("tr", write("td", [write("div", line) for line in lines], colspan=str(columns), cls="working"))

    # Prizes

    def _prizes(self) -> Iterator[Inside]:
        """Yield prizes and honours, for the hall as far as the board has opened them."""
        write = self.write
        blocks = self.contest.scene(self.audience).of(Prizes)
        rows = [row for block in blocks for row in zip(block.rows, block.winners, strict=True) if row[0][1] is not None]
        if rows:
            yield write("h2", _("Prizes"))
            yield write.table(
                (_("Prize"), _("Winner")),
                (write.row([name, write("b", self._winners(winners))]) for (name, _names), winners in rows),
            )

    def _winners(self, winners: Sequence[Winner]) -> str:
        said = []
        for each in winners:
            total = "" if each.total is None else f" ({show(each.total)})"
            said.append(self.write.word(each.name) + total)
        return ("、" if self.write.language == "zh" else ", ").join(said) or "-"

    # Rounds

    def _round(self, round_id: str, title: Text) -> Iterator[Inside]:
        scores = self.found.rounds[round_id]
        teams = [(team, podium) for team, podium in sorted(self._podiums(), key=lambda pair: pair[1]) if team in scores]
        yield self.write("h2", title)
        yield self._scores([_Line(str(podium), self._name(team), scores[team]) for team, podium in teams])

    def _scores(self, lines: Sequence[_Line]) -> list[Element]:
        """Return scores as a table: judges' marks where there are any, struck ones in brackets, and the arithmetic."""
        gave = {judge for each in lines for panel in each.panels for judge in panel.judges}
        if not gave:
            return [self._plain_scores(lines)]
        judges = [judge for judge in self.contest.seen_by(self.audience).state.roster.judges if judge.id in gave]
        return [self._marks(lines, judges), self.write("p", _("( ) not counted   - no mark"), cls="small")]

    def _plain_scores(self, lines: Sequence[_Line]) -> Element:
        write = self.write
        results = column([each.score.value for each in lines])
        body = [
            write("tr", self._cells([each.podium, each.name, each.sum], [result]))
            for each, result in zip(lines, results, strict=True)
        ]
        return self._table([_("Desk"), _("Team"), _("Arithmetic")], [_("Score")], body)

    def _marks(self, lines: Sequence[_Line], judges: Sequence[Judge]) -> Element:
        places = column_places(mark.value for each in lines for panel in each.panels for mark in panel.marks)
        hand = Hand(self.write.word, [judge.id for judge in judges], places)
        body: list[Element] = []
        for each, result in zip(lines, column([each.score.value for each in lines]), strict=True):
            marks = [[_mark(panel.of(judge.id), places) for judge in judges] for panel in each.panels]
            body += self._marked(each, result, marks or [["-"] * len(judges)])
            said = "; ".join(pieces(each.score, hand)) if each.panels else each.sum
            body.append(self._working([said], 3 + len(judges)))
        names = [judge.name for judge in judges]
        return self._table([_("Desk"), _("Team")], [*names, _("Score")], body, cls="marks")

    def _marked(self, line: _Line, result: str, marks: Sequence[Sequence[str]]) -> Iterator[Element]:
        """Yield the rows of a team: one a panel, the score beside the first."""
        labels = [panel.label for panel in line.panels] or [None]
        for nth, (label, row) in enumerate(zip(labels, marks, strict=True)):
            name: Inside = [line.name, [": ", label] if label is not None else None]
            yield self.write("tr", self._cells([line.podium, name], [*row, "" if nth else result]), cls="scored")

    def _table(self, heads: Sequence[Inside], numbers: Sequence[Inside], body: list[Element], cls: str = "") -> Element:
        """Return a table whose last columns are numbers."""
        write = self.write
        cells = [*(write("th", each) for each in heads), *(write("th", each, cls="number") for each in numbers)]
        return write("table", write("thead", write("tr", cells)), write("tbody", body), cls=cls)

    def _cells(self, texts: Sequence[Inside], numbers: Sequence[str]) -> list[Element]:
        """Return a row's cells, the last number its result."""
        write, styles = self.write, ["number"] * (len(numbers) - 1) + ["number total"]
        cells = [write("td", each) for each in texts]
        return [*cells, *(write("td", each, cls=cls) for each, cls in zip(numbers, styles, strict=True))]

    # Honours, changes, draws

    def _honours(self) -> Iterator[Inside]:
        """Yield how an honour that goes by marks was reckoned, once it is open to the audience."""
        opened = {
            self.write.word(name)
            for block in self.contest.scene(self.audience).of(Prizes)
            for name, names in block.rows
            if names is not None
        }
        for each in self.contest.awards(self.audience):
            if each.score is not None and len(each.winners) == 1 and self.write.word(each.name) in opened:
                yield self.write("h2", each.name)
                winner = each.winners[0]
                yield self._scores([_Line(self._desk_of(winner), self._name(winner), each.score)])

    def _desk_of(self, entrant: str) -> str:
        for team in self.contest.state.roster.teams:
            if entrant in (team.id, *(member.id for member in team.members)):
                return str(dict(self._podiums())[team.id])
        return ""

    def _changes(self) -> Iterator[Inside]:
        write = self.write
        yield write("h2", _("Corrections"))
        rows = [
            write.row([f"#{each.line.seq:03}", f"{each.line.at.astimezone():%H:%M}", each.what, each.reason, each.by])
            for each in provenance.changes(self.contest, self.audience)
        ]
        heads = (_("Record"), _("Time"), _("Change"), _("Reason"), _("By"))
        yield write.table(heads, rows, cls="changes") if rows else write("p", _("None."))

    def _draws(self) -> Iterator[Inside]:
        write, found = self.write, provenance.draws(self.contest, self.audience)
        if found:
            yield write("h2", _("Draws"))
        for each in found:
            yield write("h3", self._drawn(each.purpose))
            names = (f"{place} {self.write.word(self._name(who))}" for place, who in enumerate(each.order, 1))
            yield write("p", "  ".join(names))
            yield [write("p", line, cls="small") for line in each.told]
            yield [write("p", line, cls="proof") for line in each.proof]

    def _drawn(self, purpose: str) -> Inside:
        """Return what was drawn in words: the running order of the contest or a round; else the purpose as it is."""
        what, _slash, round_id = purpose.partition("/")
        titles = [entry.title for entry in self.contest.rulebook.rounds if entry.id == round_id]
        return [_("Running order"), [[": ", title] for title in titles]] if what == "order" else purpose

    def _signatures(self) -> Element:
        write = self.write
        lines = [write("span", who, " ", write("span", cls="line")) for who in (*_SIGNING, _("Date"))]
        return write("div", lines, cls="sign")


def _mark(mark: Score | None, places: int) -> str:
    """Return a judge's mark, in brackets where it is struck."""
    if mark is None:
        return "-"
    return show(mark.value, places) if mark.counted else f"({show(mark.value, places)})"

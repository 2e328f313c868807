"""The score sheet (成绩单) as a page for print: places, rounds with all marks, corrections, draws, signatures.

Decides what stands on it and what is said large: a rehearsal, standings that are provisional, frozen or not final. All
figures come from the standings and scores that the audience may see; what the working of a score is called is in
`arithmetic` and `formulas`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from xml.etree.ElementTree import Element, fromstring

import attrs
import segno

from ..contest import Contest, Standings
from ..contest.columns import entrant_name, listed, round_titles, standings_columns, tie_lines
from ..contest.scoring import ADJUSTMENT
from ..contest.state import ordered_round
from ..journal import grouped
from ..points import show
from ..roster import Roster, named
from ..scenes import Audience, Prizes, Winner
from ..scores import Score, formula
from ..standings import Row
from ..text import Text, plain
from . import provenance
from .chapters import Chapter, Line
from .course import pieces
from .html import Inside, Writer
from .notes import notes, vouched_for
from .tables import Cell, matches
from .words import _

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks for."""
_SIGNING = (_("Chief judge"), _("Scorer"), _("Supervisor"))


def page(contest: Contest, audience: Audience, language: str) -> str:
    """Return the score sheet as one HTML page, holding what `audience` may see."""
    sheet = _Sheet(contest, audience, Writer(language), contest.standings(audience))
    return sheet.write.page(_("Score sheet: {contest}", contest=contest.rulebook.title), "results.css", sheet.body())


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
        yield from self._rounds()
        yield from self._honours()
        yield from self._changes()
        yield from self._draws()
        yield self._signatures()
        yield self._head()

    # What it is

    def _top(self) -> Iterator[Inside]:
        write, last = self.write, self.contest.records[-1]
        if self.contest.state.is_rehearsal:
            yield write("p", _("REHEARSAL"), cls="watermark")
            yield write("p", _("REHEARSAL: this is no result"), cls="rehearsal")
        yield write("p", self.contest.rulebook.title, cls="title")
        yield write("h1", _("Score sheet"))
        until = _("up to record #{seq}, {at}", seq=f"{last.seq:03}", at=f"{last.at.astimezone():%Y-%m-%d %H:%M}")
        yield write("p", until, cls="title small")
        for note in notes(self.contest, self.audience):
            yield write("p", note, cls="state")

    def _rounds(self) -> Iterator[Inside]:
        told = pieces(self.contest, self.audience)
        for round_id, title in round_titles(self.contest, self.found).items():
            if self.found.rounds[round_id] or any(piece.records for piece in told[round_id]):
                yield self.write("h2", title)
                yield from self._chapter.round(self.found.rounds[round_id], told[round_id])

    @property
    def _chapter(self) -> Chapter:
        return Chapter(self.write, self._roster, dict(self._podiums()))

    @property
    def _roster(self) -> Roster:
        return self.contest.seen_by(self.audience).state.roster

    # Places

    def _standings(self) -> list[Element]:
        write, found = self.write, self.found
        podiums, columns = dict(self._podiums()), standings_columns(self.contest, found)
        body = []
        for at, row in enumerate(found.rows):
            who: list[Inside] = [write("b", self._place(row)), str(podiums[row.entrant]), self._name(row.entrant)]
            body.append(write("tr", write.cells(who, [figures[at] for _head, figures in columns]), cls="scored"))
            body.append(write.working([self._sum(found.totals[row.entrant])], 3 + len(columns)))
        numbers = [head for head, _figures in columns]
        table = write.figures([_("Place"), _("Desk"), _("Team")], numbers, body, cls="standings")
        return [
            write("h2", _("Standings")),
            table,
            *(write("p", tie) for tie in tie_lines(self.contest, self.audience)),
            *self._matches(),
        ]

    def _matches(self) -> Iterator[Element]:
        """Yield the table of wins and losses, where a round counts by one."""
        if any(entry.table is not None for entry in self.contest.rulebook.rounds):
            heads, *rows = matches(self.contest, self.audience)
            yield self.write("h2", _("Matches"))
            yield self.write.table(
                [cell for cell in heads if isinstance(cell, Text)],
                map(self.write.row, (list(map(_figure, row)) for row in rows)),
            )

    def _podiums(self) -> tuple[tuple[str, int], ...]:
        return self.contest.podiums_seen(self.audience)

    def _place(self, row: Row) -> Text | str:
        return _("{place} (joint)", place=row.place) if row.tied else str(row.place)

    def _name(self, entrant: str) -> Text:
        return entrant_name(self._roster, entrant)

    def _sum(self, total: Score) -> Inside:
        """Return what a total is made of; what an arbiter gave or took is named with its record."""
        given = [part for part in total.parts if part.key == ADJUSTMENT]
        words = [f"{self.write.word(part.label)} {show(part.value)} #{part.record:03}" for part in given]
        figures = [f"{self.write.word(formula(total))} = {show(total.value)}"] if len(total.parts) > 1 else []
        return "; ".join([*figures, *words])

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
        word = self.write.word
        said = (
            word(named(each.name, each.standing)) + ("" if each.total is None else f" ({show(each.total)})")
            for each in winners
        )
        return word(listed(map(plain, said))) or "-"

    # Honours, changes, draws

    def _honours(self) -> Iterator[Inside]:
        """Yield who has how much for an honour that goes by marks, once it is open to the audience."""
        opened = {
            self.write.word(name)
            for block in self.contest.scene(self.audience).of(Prizes)
            for name, names in block.rows
            if names is not None
        }
        for each in self.contest.awards(self.audience):
            if each.score is None or self.write.word(each.name) not in opened:
                continue
            found = [self._chapter.ranked(each.scores)] if each.scores else []
            if len(each.winners) == 1:
                winner = each.winners[0]
                found += self._chapter.scores([Line(self._podium_of(winner), self._name(winner), each.score)])
            yield [self.write("h2", each.name), *found] if found else None

    def _podium_of(self, entrant: str) -> str:
        for team in self._roster.teams:
            if entrant in (team.id, *(member.id for member in team.everybody)):
                return str(dict(self._podiums())[team.id])
        return ""

    def _changes(self) -> Iterator[Inside]:
        write = self.write
        yield write("h2", _("Corrections"))
        found = provenance.changes(self.contest, self.audience)
        has_reasons = any(each.reason for each in found)  # the rulebook may keep them from the hall
        rows = [
            write.row([f"#{each.line.seq:03}", f"{each.line.at.astimezone():%H:%M}", each.what,
                       *([each.reason] if has_reasons else []), each.by])
            for each in found
        ]  # fmt: skip
        heads = (_("Record"), _("Time"), _("Change"), *((_("Reason"),) if has_reasons else ()), _("By"))
        yield write.table(heads, rows, cls="changes") if rows else write("p", _("None."))

    def _draws(self) -> Iterator[Inside]:
        write, found = self.write, provenance.draws(self.contest, self.audience)
        within = list(provenance.round_draws(self.contest, self.audience))
        if found or within:
            yield write("h2", _("Draws"))
        for each in found:
            yield write("h3", self._drawn(each))
            yield write("p", "  ".join(map(self.write.word, each.lots))) if each.order else None
            yield [write("p", line, cls="small") for line in each.told]
            yield [write("p", line, cls="proof") for line in each.proof]

        yield from map(self._round_draw, within)

    def _round_draw(self, drawn: provenance.RoundDraw) -> Iterator[Inside]:
        """Yield what was drawn within a round, and by which lot."""
        write, lot = self.write, drawn.lot
        yield write("h3", drawn.title, f" #{drawn.record.seq:03}")
        yield write("p", drawn.outcome)
        if drawn.typed_by is not None:
            yield write("p", _("Drawn on paper, typed in by {person}", person=drawn.typed_by or "-"), cls="small")
        elif lot is None:
            yield write("p", _("Settled by the rules, without a lot"), cls="small")
        else:
            own = any(each.purpose == lot.purpose for each in provenance.draws(self.contest, self.audience))
            by_seed = _("By lot from the seed of the running order, purpose {lot}", lot=lot.purpose)
            source = _("By the draw {lot}", lot=lot.purpose) if own else by_seed
            yield [write("p", source, cls="small"), *(write("p", line, cls="proof") for line in lot.proof)]
        if drawn.differs and lot is not None:
            order = ", ".join(lot.order)
            yield write("p", write("b", _("Corrected since: the lot gives {order}", order=order)))

    def _drawn(self, draw: provenance.Draw) -> Inside:
        """Return what was drawn in words: what a round drew, or whose running order; else the purpose as it is."""
        if draw.title is not None:
            return draw.title
        purpose, round_id = draw.purpose, ordered_round(draw.purpose)
        titles = [entry.title for entry in self.contest.rulebook.rounds if entry.id == round_id]
        return [_("Running order"), [[": ", title] for title in titles]] if round_id is not None else purpose

    def _signatures(self) -> Element:
        write = self.write
        signers = (*(_SIGNING if self._roster.judges else (_("Scorer"),)), _("Date"))
        leaders = (team for team in self._roster.teams if team.leader is not None)
        signers += tuple(_("{team}, {leader}", team=team.name, leader=team.leader or "") for team in leaders)
        lines = [write("span", who, " ", write("span", cls="line")) for who in signers]
        return write("div", lines, cls="sign")

    def _head(self) -> Element:
        """Return the head of the chain as text and QR code: whoever holds the paper can tell a rewritten file by it."""
        last, write = vouched_for(self.contest), self.write
        seq, digest = last.seq, last.digest
        return write(
            "figure",
            qr(digest),
            write(
                "figcaption",
                write("b", _("Head of the chain after record #{seq}", seq=f"{seq:03}")),
                write("p", grouped(digest), cls="digest"),
                write("p", _("To check that the file is still the one this sheet was printed from:")),
                write("p", f"quizarena verify FILE --head '{grouped(digest[:32])}'", cls="digest small"),
                write("p", _("The QR code holds the whole head, without spaces."), cls="small"),
            ),
            cls="head",
        )


def qr(text: str) -> Element:
    """Return `text` as a QR code, drawn as an inline SVG that scales."""
    svg = segno.make(text, micro=False, error="m").svg_inline(border=QUIET, omitsize=True)
    return fromstring(str(svg))


def _figure(cell: Cell) -> Inside:
    """Return what stands in a cell of a table of matches, - for a margin nobody can say."""
    if cell is None:
        return "-"
    return show(cell) if isinstance(cell, (int, Fraction)) else cell if isinstance(cell, Text) else str(cell)

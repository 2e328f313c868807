"""Correcting a past record (drawing D5): what, why, who, the standings before and after, and what else would break.

Decides that nothing is corrected before its preview was seen: the same code computes the preview and the deed. Which
values are possible is the say of the move the record was made by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from ...contest import ConflictError, Preview, Standings, telling
from ...contest.facts import META, BoardShows, Corrected, Replacement, Struck
from ...errors import QuizArenaError
from ...facts import Fact
from ...moves import Choice, Instant, Line, Move, Number, Option
from ...points import show, show_signed
from ...text import Text, plain
from ..canvas import BOLD, DIM, INK
from ..wide import pad, wrap
from ..words import ordinal
from . import describe
from .field import REASONS, Field
from .keymap import Press
from .moment import SEAT
from .overlay import Row
from .words import _

if TYPE_CHECKING:
    from .controller import Desk

RULERS = (_("The arbiters"), _("Chief judge"), _("Host"))


@attrs.define
class Decision:
    """A line of the overlay with the values to choose from, or one to type."""

    label: str
    options: list[tuple[Any, str]]
    chosen: int = 0
    typed: Field | None = None

    @property
    def value(self) -> Any:
        """What is chosen or typed."""
        return self.typed.value if self.typed is not None else self.options[self.chosen][0]


@attrs.define
class Correction:
    """A correction being made up."""

    desk: Desk
    seq: int
    standing: Fact
    move: Move
    lines: list[Decision]
    paths: list[str]
    _cursor: int = attrs.field(default=0, init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Correct #{seq}  (the old record stays, the new one names it)", seq=f"{self.seq:03}"))

    @property
    def typing(self) -> bool:
        """Whether a number or text is being typed."""
        return self.lines[self._cursor].typed is not None

    @property
    def typed(self) -> str:
        """What has been typed in the line."""
        field = self.lines[self._cursor].typed
        return field.typed if field is not None else ""

    def press(self, press: Press, now: datetime) -> None:
        """Choose in a line, go to another, or correct."""
        line = self.lines[self._cursor]
        if press.key in ("up", "down"):
            self._leave(line)
            self._cursor = (self._cursor + (1 if press.key == "down" else -1)) % len(self.lines)
        elif press.key == "enter":
            self._leave(line)
            self._enter(now)
        elif line.typed is not None:
            line.typed.take(press)
        elif press.key.isdecimal() and 0 < int(press.key) <= len(line.options):
            line.chosen = int(press.key) - 1
            self._other(line)
        else:
            self.desk.say(self.keys())

    def _leave(self, line: Decision) -> None:
        """Take what was typed in a line when it is left."""
        if line.typed is not None and line.typed.typed:
            kept = line.typed.value
            if not line.typed.take(Press("enter")):
                line.typed.value = kept

    def _other(self, line: Decision) -> None:
        """Let "other" of the reasons be typed."""
        if line.options[line.chosen][0] is None:
            line.typed = Field(self.desk, Line("reason", _("Reason")))

    def _enter(self, now: datetime) -> None:
        fact = self.fact()
        if fact is None or fact == self.standing:
            self.desk.say(_("Nothing is different yet: choose by number, Up and Down change the line."))
            return
        reason, ruler = str(self.lines[-2].value or ""), str(self.lines[-1].value)
        desk, announced = self.desk, self.announcement(fact)
        record = desk.attempt(
            lambda: desk.arena.correct(
                [(self.seq, fact)], reason=reason, ruled_by=ruler, seat=SEAT, person=desk.person, at=now
            ),
            fact.type,
            now,
        )
        if record is not None:
            desk.close()
            desk.say(announced or desk.result(record), now)

    def fact(self) -> Fact | None:
        """Return the fact that would stand, None while it cannot be made; what rules took then is kept."""
        values = {blank.path: telling.value_at(self.standing, blank.path) for blank in self.move.open}
        values.update(zip(self.paths, (line.value for line in self.lines), strict=False))
        taken = {name: getattr(self.standing, name) for name in self.move.taken}
        try:
            made = attrs.evolve(self.move, taken=taken)
            return made.fill({path: value for path, value in values.items() if value is not None})
        except QuizArenaError:
            return None

    # What is drawn

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the whole overlay."""
        return [
            *self._about(now, width),
            Row(),
            *(self._line_row(place, line) for place, line in enumerate(self.lines)),
            Row(),
            *self._outcome(width, now),
            Row(),
            Row("        " + self.desk.word(_("Enter  correct, as #{seq}", seq=f"{len(self.desk.contest.records):03}"))
                + "            " + self.desk.word(_("Esc  leave it")), BOLD),
        ]  # fmt: skip

    def _about(self, now: datetime, width: int) -> Iterator[Row]:
        record = self.desk.contest.records[self.seq]
        at = record.at.astimezone(now.tzinfo)
        said = self.desk.word(self.desk.teller.tell(self.desk.contest, record))
        head = self.desk.word(_("Record"))
        for line in wrap(f"{head}   {at:%H:%M:%S} {record.person or record.seat}   {said}", width):
            yield Row(line)

    def _line_row(self, place: int, line: Decision) -> Row:
        here = place == self._cursor
        if line.typed is not None:
            return Row(f"{line.label}  {line.typed.typed or line.typed.value or ''}{'_' if here else ''}", INK, here)
        words = [
            f"[{number} {text}]" if number - 1 == line.chosen else f"{number} {text}"
            for number, (_value, text) in enumerate(line.options, 1)
        ]
        return Row(f"{line.label}  {'  '.join(words)}", INK, here)

    def _outcome(self, width: int, now: datetime) -> Iterator[Row]:
        fact = self.fact()
        if fact is None or fact == self.standing:
            yield Row(self.desk.word(_("As it was: nothing would change.")), DIM)
            return
        preview = self.preview(fact)
        if isinstance(preview, QuizArenaError):
            yield from self._refused(preview, width)
            return
        yield from standings_rows(self.desk, preview)
        yield Row()
        yield Row(self._later())
        yield from self._public(now)
        line = self.announcement(fact, preview)
        if line:
            yield Row(self.desk.word(_("The host reads")))
            for each in wrap(line, width):
                yield Row(each, BOLD)

    def preview(self, fact: Fact) -> Preview | QuizArenaError:
        """Return the standings before and after, or why it is refused."""
        item = Replacement(self.seq, self.desk.contest.book.to_mapping(fact))
        try:
            return self.desk.contest.preview(Corrected((item,), "-"), seat=SEAT)
        except QuizArenaError as error:
            return error

    def _refused(self, error: QuizArenaError, width: int) -> Iterator[Row]:
        if isinstance(error, ConflictError):
            yield Row(self.desk.word(_("These later records would no longer fit; correct or strike them first:")), BOLD)
            for each in error.roots:
                record = self.desk.contest.records[each.seq]
                yield Row(f"  #{each.seq:03}  {self.desk.word(self.desk.teller.tell(self.desk.contest, record))}")
            return
        for line in wrap(self.desk.word(error.sentence(self.desk.language)), width):
            yield Row(line, BOLD)

    def _later(self) -> str:
        last = len(self.desk.contest.records) - 1
        if last == self.seq:
            return self.desk.word(_("No record has come after it."))
        first, end = f"{self.seq + 1:03}", f"{last:03}"
        said = _(
            "The {count} later records #{first} to #{last} hold all the same.",
            count=last - self.seq,
            first=first,
            last=end,
        )
        return self.desk.word(said)

    def _public(self, now: datetime) -> Iterator[Row]:
        for record in reversed(self.desk.contest.records[self.seq :]):
            if isinstance(record.fact, BoardShows) and record.fact.programme in ("standings", "marks", "prizes"):
                at = f"{record.at.astimezone(now.tzinfo):%H:%M:%S}"
                yield Row(self.desk.word(_("The hall has seen the old figures ({at}): the board will say so.", at=at)))
                return

    def announcement(self, fact: Fact, preview: Preview | QuizArenaError | None = None) -> str:
        """Return the line the host reads: what changed, and where the team stands now."""
        found = preview or self.preview(fact)
        if not isinstance(found, Preview):
            return ""
        desks = dict(self.desk.contest.desks)
        said = [
            self.desk.word(
                _(
                    "After a recheck desk {desk} has {by}: {total} now, place {place}.",
                    desk=desks[each.team],
                    by=show_signed(each.by),
                    total=show(each.total),
                    place=place_words(each.place, tied=each.tied),
                )
            )
            for each in telling.changes(found.before, found.after)
        ]
        return " ".join(said)

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Up Down line  digits choose  Enter correct  Esc leave it"))


def place_words(place: int | None, *, tied: bool) -> Text:
    """Return a place in words, joint where it is shared."""
    if place is None:
        return _("none")
    return _("joint {place}", place=ordinal(place)) if tied else ordinal(place)


def standings_rows(desk: Desk, preview: Preview) -> Iterator[Row]:
    """Yield the standings before and after, in desk-number order."""
    heads = (_("desk"), _("team"), _("before"), _("place"), _("after"), _("place"))
    before, after = (_by_team(preview.before), _by_team(preview.after))
    places = describe.total_places(desk)
    yield Row("  ".join(pad(desk.word(head), cells) for head, cells in zip(heads, _COLUMNS, strict=True)), DIM)
    for team, number in sorted(desk.contest.desks, key=lambda pair: pair[1]):
        was, now = before[team], after[team]
        by = now[0] - was[0]
        cells = (
            str(number),
            desk.word(desk.contest.state.roster.name(team)),
            show(was[0], places),
            desk.word(was[1]),
            show(now[0], places),
            desk.word(now[1]),
        )
        said = show_signed(by) if by else desk.word(_("same"))
        line = "  ".join(pad(cell, width) for cell, width in zip(cells, _COLUMNS, strict=True))
        yield Row(f"{line}  {said}", BOLD if by else INK)


_COLUMNS = (4, 14, 9, 6, 9, 6)


def _by_team(found: Standings) -> dict[str, tuple[Any, Text]]:
    return {row.entrant: (row.total, place_sign(row.place, tied=bool(row.tied))) for row in found.rows}


def place_sign(place: int | None, *, tied: bool) -> Text:
    """Return a place as it stands in a table: "2", "=2" where it is shared, "-" for none."""
    if place is None:
        return plain("-")
    return _("={place}", place=place) if tied else plain(str(place))


# Opening it


def open_correction(desk: Desk, seq: int, now: datetime) -> None:
    """Open the correction of a record, or its strike where nothing in it can be different."""
    record = desk.contest.records[seq]
    standing = desk.contest.resolution.fact(seq)
    move = telling.made_by(desk.contest, seq, standing) if standing is not None else None
    if standing is None or move is None:
        later = isinstance(record.fact, META) or seq in desk.contest.resolution.gone
        desk.say(
            _("#{seq} is no record that counts.", seq=f"{seq:03}")
            if later
            else _("#{seq} cannot be corrected.", seq=f"{seq:03}")
        )
        return
    lines, paths = _lines(desk, move, standing)
    if not lines:
        open_strike(desk, seq)
        return
    reason, ruler = _reason_line(desk), _ruler_line(desk)
    desk.open(Correction(desk, seq, standing, move, [*lines, reason, ruler], paths))


def _lines(desk: Desk, move: Move, standing: Fact) -> tuple[list[Decision], list[str]]:
    lines: list[Decision] = []
    paths: list[str] = []
    for blank in move.open:
        value = telling.value_at(standing, blank.path)
        if isinstance(blank, Instant) or blank.path.partition(".")[0] in standing.sealed:
            continue
        label = pad((desk.word(blank.label) if lines else "") or desk.word(_("becomes")), 8)
        if isinstance(blank, Choice):
            options = [(each.value, _option_words(desk, move, blank.path, each, standing)) for each in blank.options]
            chosen = next((n for n, (each, _words) in enumerate(options) if each == value), 0)
            lines.append(Decision(label, options, chosen))
        elif isinstance(blank, (Number, Line)):
            lines.append(Decision(label, [], typed=Field(desk, blank, value=value)))
        else:
            continue
        paths.append(blank.path)
    return lines, paths


def _option_words(desk: Desk, move: Move, path: str, option: Option, standing: Fact) -> str:
    same = telling.value_at(standing, path) == option.value
    return desk.word(option.label) + (desk.word(_(" (as it was)")) if same else "")


def _reason_line(desk: Desk) -> Decision:
    options: list[tuple[Any, str]] = [(desk.word(each), desk.word(each)) for each in REASONS]
    return Decision(pad(desk.word(_("Reason")), 8), [*options, (None, desk.word(_("Other (type it)")))])


def _ruler_line(desk: Desk) -> Decision:
    words = [desk.word(each) for each in RULERS]
    return Decision(pad(desk.word(_("Ruled by")), 8), [(each, each) for each in words])


@attrs.define
class Strike:
    """Taking a record out of the reckoning: an aside, or the last."""

    desk: Desk
    seq: int
    reasons: Field
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    @property
    def title(self) -> str:
        """What it is."""
        return self.desk.word(_("Strike #{seq}", seq=f"{self.seq:03}"))

    def press(self, press: Press, now: datetime) -> None:
        """Pick the reason, then Enter."""
        if self.reasons.value is None:
            self.reasons.take(press)
            self.typing = self.reasons.typing
        elif press.key == "enter":
            self.desk.close()
            desk, seq, reason = self.desk, self.seq, str(self.reasons.value)
            desk.attempt(
                lambda: desk.arena.push(Struck(seq, reason), seat=SEAT, person=desk.person, at=now), "strike", now
            )
        else:
            self.desk.say(self.keys())

    def rows(self, width: int, now: datetime) -> list[Row]:
        """Return the record and the reasons."""
        said = self.desk.word(self.desk.teller.tell(self.desk.contest, self.desk.contest.records[self.seq]))
        about = [Row(line, BOLD) for line in wrap(said, width)]
        return (
            [*about, *self.reasons.rows(width)]
            if self.reasons.value is None
            else [*about, Row(str(self.reasons.value))]
        )

    def keys(self) -> str:
        """Return the keys that act."""
        return self.desk.word(_("Enter strike it  Esc leave it"))


def open_strike(desk: Desk, seq: int) -> None:
    """Open the strike of a record."""
    desk.open(Strike(desk, seq, Field(desk, Line("reason", _("Reason")), REASONS)))

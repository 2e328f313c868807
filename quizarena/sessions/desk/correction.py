"""Correcting a past record (drawing D5): what, why, who, the standings before and after, and what else would break.

Nothing is corrected before its preview was seen. Later records that no longer fit are put right in the same correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from ...contest import ConflictError, Preview
from ...contest.facts import META, BoardShows, Corrected, Replacement
from ...contest.review import announcement, piece
from ...contest.standings import changed_totals
from ...errors import QuizArenaError
from ...facts import Fact
from ...text import Joined, Text, plain
from ..dialog import Block, Dialog, Gap, Key, Line, key_name
from ..keys import Press
from . import sentences
from .correction_item import CorrectionItem, later_record, wrong_record
from .decisions import DecisionForm, DecisionLine, reason_line, ruler_line
from .desk import Desk
from .entry import REASONS
from .standings_change import prizes_line, standings_table
from .strike import offer_strike
from .words import _

_CONFLICTS = 4
"""Conflicts named at once; the others are counted."""


@attrs.define
class Correction(DecisionForm):
    """A correction being made up: the record that was wrong, later ones mended with it, why, and who ruled."""

    mendings: list[CorrectionItem]
    _within: tuple[Text | None] | None = attrs.field(default=None, init=False)
    _previewed: tuple[object, Preview | QuizArenaError] | None = attrs.field(default=None, init=False)

    @property
    def lines(self) -> list[DecisionLine]:
        """All lines, from the wrong record's first to who ruled."""
        return [*(line for each in self.mendings for line in each.lines.values()), self.reason, self.ruler]

    # Keys

    def press(self, press: Press, now: datetime) -> bool:
        """Choose in a line, go to another, or correct."""
        before = self.facts()
        if press.key in ("up", "down"):
            self.line.leave()
            self._cursor = (self._cursor + (1 if press.key == "down" else -1)) % len(self.lines)
        elif press.key == "enter":
            if not self.line.leave():
                self._enter(now)
        elif press.key == "+" and self._key == "+" and not self.typing:
            self._finish(now)
        elif not self._take(press):
            return False
        self._drop_stale(before)
        return True

    def _drop_stale(self, before: list[Fact | None]) -> None:
        """Take away what was mended for another change than the one that stands now."""
        now = self.facts()
        changed = next((place for place, (one, two) in enumerate(zip(before, now, strict=False)) if one != two), None)
        if changed is not None and changed + 1 < len(self.mendings) and self.desk.overlay is self:
            self.desk.say(
                _("#{seq} is asked again, for the change is another.", seq=f"{self.mendings[changed + 1].seq:03}")
            )
            del self.mendings[changed + 1 :]

    def _enter(self, now: datetime) -> None:
        found = self.preview()
        if found is None:
            self.desk.say(self._waits())
        elif isinstance(found, ConflictError):
            self._mend_too(found)
        elif self._key == "+":
            self.desk.say(sentences.ONLY_PLUS)
        else:
            self._finish(now)

    @property
    def _key(self) -> str:
        """The key that corrects: + alone where somebody loses points."""
        found = self.preview()
        changes = changed_totals(found.before, found.after) if isinstance(found, Preview) else ()
        return sentences.recorded_by(changes)

    def _finish(self, now: datetime) -> None:
        """Correct, once it is said why; no reason is chosen for anybody."""
        if not self.reason.value:
            self.desk.say(self._still_to_decide(self.reason))
        else:
            self._record(now)

    def _line(self, found: Preview) -> Text | None:
        """Return what the host will read; what the record was made in is looked up once."""
        seqs = [each.seq for each in self.mendings]
        if self._within is None:
            self._within = (piece(self.desk.contest.history, seqs[0]),)
        return announcement(self.desk.contest.history, found.before, found.after, seqs, *self._within)

    def _record(self, now: datetime) -> None:
        found = self.preview()
        self._correct(self._line(found) if isinstance(found, Preview) else None, now)

    def _mend_too(self, conflict: ConflictError) -> None:
        """Take the first record that no longer fits into this correction."""
        seq = conflict.roots[0].seq
        found = later_record(self.desk, seq, self.items())
        if found is None:
            self.desk.say(self._hopeless(seq))
            return
        self._cursor = len(self.lines) - 2
        self.mendings.append(found)
        self.desk.say(_("#{seq} is mended too: choose what it becomes.", seq=f"{seq:03}"))

    def _correct(self, announced: Text | None, now: datetime) -> None:
        desk = self.desk
        record = desk.change(self._change(str(self.reason.value)), now)
        if record is not None:
            desk.close()
            desk.say(announced or desk.result(record), now)

    # What would be recorded

    def facts(self) -> list[Fact | None]:
        """Return the facts that would stand, None for one that cannot be made yet."""
        return [each.fact() for each in self.mendings]

    def items(self) -> list[tuple[int, Fact]]:
        """Return the records that become something, each with what it becomes."""
        pairs = zip(self.mendings, self.facts(), strict=True)
        return [(each.seq, fact) for each, fact in pairs if fact is not None]

    def preview(self) -> Preview | QuizArenaError | None:
        """Return the standings before and after, why it is refused, or None while nothing is different."""
        items, contest = self.items(), self.desk.contest
        if len(items) < len(self.mendings) or items[0][1] == self.mendings[0].standing:
            return None
        key = contest.head, items
        if self._previewed is None or self._previewed[0] != key:
            self._previewed = key, self._tried(self._change("-"))
        return self._previewed[1]

    def _change(self, reason: str) -> Corrected:
        mapping = self.desk.contest.book.to_mapping
        made = tuple(Replacement(seq, mapping(fact)) for seq, fact in self.items())
        return Corrected(made, reason, str(self.ruler.value or ""))

    def _tried(self, change: Corrected) -> Preview | QuizArenaError:
        try:
            return sentences.preview(self.desk.contest, change)
        except QuizArenaError as error:
            return error

    # What is drawn

    def dialog(self, now: datetime) -> Dialog:
        """Return what is decided, the standings before and after, and what follows from it."""
        numbers = ", ".join(f"#{each.seq:03}" for each in self.mendings)
        title = _("Correct {numbers}  (the old record stays, the new one names it)", numbers=numbers)
        blocks = *self._decided(now), *self._outcome(now), Gap(optional=True), *self._last_line()
        return Dialog(title, blocks, self._keys(), self.typing)

    def _decided(self, now: datetime) -> Iterator[Block]:
        for each in self.mendings:
            head = _("Record") if each is self.mendings[0] else _("Too #{seq}", seq=f"{each.seq:03}")
            yield each.line(now, head)
            yield from (line.block(here=line is self.line) for line in each.lines.values())
        yield from (line.block(here=line is self.line) for line in (self.reason, self.ruler))
        yield Gap()

    def _last_line(self) -> Iterator[Block]:
        if not isinstance(self.preview(), ConflictError):
            as_record = _("correct, as #{seq}", seq=f"{len(self.desk.contest.records):03}")
            does = Joined((key_name(self._key), as_record), "  ")
            yield Line(Joined((does, _("Esc  leave it")), " " * 12), "emphasis", indent=8)

    def _outcome(self, now: datetime) -> Iterator[Block]:
        found = self.preview()
        if found is None:
            yield Line(self._waits(), "quiet")
        elif isinstance(found, ConflictError):
            yield from self._conflicts(found)
        elif isinstance(found, QuizArenaError):
            yield Line(found.message, "emphasis")
        else:
            yield standings_table(self.desk, found)
            yield Gap(optional=True)
            yield Line(self._later())
            prizes = prizes_line(self.desk, found)
            if prizes is not None:
                yield Line(prizes)
            yield from self._public(now)
            yield from self._announced(found)

    def _waits(self) -> Text:
        undecided = next((each for each in self.mendings[1:] if each.fact() is None), None)
        if undecided is None:
            return _("As it was: nothing would change. Choose by number; Up and Down change the line.")
        return _("Choose what #{seq} becomes.", seq=f"{undecided.seq:03}")

    def _conflicts(self, error: ConflictError) -> Iterator[Block]:
        """Yield the later records that no longer fit, and how they are mended."""
        contest, desk = self.desk.contest, self.desk
        yield Line(_("These later records would no longer fit:"), "emphasis")
        for each in error.roots[:_CONFLICTS]:
            said = desk.tell(contest.records[each.seq])
            yield Line(Joined((plain(f"#{each.seq:03}"), said), "  "), indent=2)
        more = len(error.roots) - _CONFLICTS
        if more > 0:
            yield Line(_("and others: {count}", count=more), indent=2)
        if error.followers:
            yield Line(_("and what hangs on them: {count}", count=error.followers), "quiet", indent=2)
        seq = error.roots[0].seq
        yield Gap()
        mendable = later_record(desk, seq, self.items()) is not None
        mend = _("Enter  mend #{seq} in the same correction", seq=f"{seq:03}")
        yield Line(mend if mendable else self._hopeless(seq), "emphasis")

    def _hopeless(self, seq: int) -> Text:
        return _(
            "#{seq} cannot be mended here: nothing it could become is possible then. "
            "Choose another value, or correct or strike #{seq} first, in the log (L).",
            seq=f"{seq:03}",
        )

    def _later(self) -> Text:
        last, seq = len(self.desk.contest.records) - 1, self.mendings[0].seq
        count = last - seq - (len(self.mendings) - 1)
        if last == seq:
            return _("No record has come after it.")
        if len(self.mendings) > 1:
            return _("The {count} other later records hold all the same.", count=count)
        first, end = f"{seq + 1:03}", f"{last:03}"
        return _("The {count} later records #{first} to #{last} hold all the same.", count=count, first=first, last=end)

    def _public(self, now: datetime) -> Iterator[Line]:
        for record in reversed(self.desk.contest.records[self.mendings[0].seq :]):
            if isinstance(record.fact, BoardShows) and record.fact.programme in ("standings", "marks", "prizes"):
                at = f"{record.at.astimezone(now.tzinfo):%H:%M:%S}"
                yield Line(_("The hall has seen the old figures ({at}): the board will say so.", at=at))
                return

    def _announced(self, preview: Preview) -> Iterator[Line]:
        line = self._line(preview)
        if line is not None:
            yield Line(_("The host reads"))
            yield Line(line, "emphasis")

    def _keys(self) -> tuple[Key, ...]:
        mends = isinstance(self.preview(), ConflictError)
        deed = Key("enter", _("mend the next")) if mends else Key(self._key, _("correct"))
        return Key("", _("Up Down line")), Key("", _("digits choose")), deed, Key("escape", _("leave it"))


# Opening it


def open_correction(desk: Desk, seq: int, now: datetime) -> None:
    """Open the correction of a record, or its strike where nothing in it can be different."""
    found = wrong_record(desk, seq)
    if found is None:
        later = isinstance(desk.contest.records[seq].fact, META) or seq in desk.contest.resolution.gone
        desk.say(
            _("#{seq} is no record that counts.", seq=f"{seq:03}")
            if later
            else _("#{seq} cannot be corrected.", seq=f"{seq:03}")
        )
    elif not found.lines:
        offer_strike(desk, seq)
    else:
        desk.open(Correction(desk, reason_line(desk, REASONS), ruler_line(desk), [found]))

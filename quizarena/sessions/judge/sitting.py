"""One judge's sitting: the sheets that are open, their draft, and what has become of the ballots given.

Decides when sheets open and close, by the contest's moves, and hands them in through the arena, under their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from ...arena import Arena
from ...blanks import Line
from ...contest import Contest
from ...errors import JournalError, QuizArenaError
from ...facts import Record
from ...moves import Move
from ...roster import Seat
from ...scenes import Marks
from ...text import Text, plain
from ..keys import Press
from ..message import SILENCE, Message
from ..scenes import scene_of
from .bundle import Bundle
from .draft import SheetsDraft, reminder_key
from .duties import Duties, Handed, People, duties, handed_by, why_back
from .hand import Hand
from .sheet import Sheet, sheet_key
from .view import Locked, Page
from .words import _

_OPEN = frozenset({"shown", "struck_high", "struck_low"})
_REMINDER = Message(_("The desk asks for your ballot."))


@attrs.define(eq=False)
class Sitting:
    """A judge who has sat down; what stands here is as `follow` found it at the last record."""

    arena: Arena
    judge: str
    bundle: Bundle | None = attrs.field(default=None, init=False)
    duties: Duties = attrs.field(factory=Duties, init=False)
    handed: tuple[Handed, ...] = attrs.field(default=(), init=False)
    locked: tuple[Locked, ...] = attrs.field(default=(), init=False)
    opened: tuple[Marks, ...] = attrs.field(default=(), init=False)
    message: Message = attrs.field(default=SILENCE, init=False)
    saved: datetime | None = attrs.field(default=None, init=False)
    _is_reminded: bool = attrs.field(default=False, init=False)
    _has_handed_in: bool = attrs.field(default=False, init=False)
    _has_leftovers: bool = attrs.field(default=False, init=False)
    _head: str = attrs.field(default="", init=False)
    _hand: Hand = attrs.field(factory=Hand, init=False)
    _draft: SheetsDraft = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find what is asked of the judge now."""
        self._draft = SheetsDraft(self.arena.journal, self.judge, lambda id: self.contest.find(id) is not None)
        self.follow()

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.arena.contest

    @property
    def seat(self) -> str:
        """In whose name ballots are handed in."""
        return str(Seat("judge", self.judge))

    @property
    def page(self) -> Page:
        """Which page is open."""
        if self.bundle is not None:
            return "check" if self.bundle.checking else "entry"
        if self.duties.closed:
            return "locked" if self.locked else "barred"
        if not self.opened:
            return "waiting"
        return "revealed" if all(_is_open(block) for block in self.opened) else "opening"

    @property
    def reminder(self) -> Text | None:
        """What the desk asks for, None where it does not."""
        return _REMINDER.text if self._is_reminded else None

    @property
    def takes_text(self) -> bool:
        """Whether a line of text is being typed."""
        return self.bundle is not None and not self.bundle.checking and isinstance(self.bundle.blank, Line)

    def _say(self, text: Text, *, loud: bool = False) -> None:
        self.message = Message(text, role="alert" if loud else "normal")

    # Following the record, and what lies beside it

    def follow(self) -> bool:
        """Open and close sheets as the moves say; return whether the record had changed."""
        contest = self.contest
        if contest.head == self._head:
            return False
        self._head = contest.head
        self.duties = duties(contest, self.judge)
        self.handed = self._hand.handed = tuple(handed_by(contest, self.judge, self.handed))
        self.locked, self.opened = tuple(self._locked()), tuple(self._opened())
        has_handed_in, self._has_handed_in = self._has_handed_in, False
        self._follow_moves(self.duties.ballots or (() if has_handed_in else self._same_aside()))
        if has_handed_in and self.bundle is None:
            self._is_reminded, self._has_leftovers = False, True
        return True

    def _follow_moves(self, wanted: tuple[Move, ...]) -> None:
        if not wanted:
            self.bundle = None
        elif self.bundle is None or not self._is_still(self.bundle, wanted):
            self._open(wanted, aside=not self.duties.ballots)
        else:
            self.bundle = self.bundle.following(wanted, People.of(self.contest))

    def _is_still(self, bundle: Bundle, wanted: tuple[Move, ...]) -> bool:
        """Whether these sheets are asked for; one that was handed in and came back meanwhile is another ballot."""
        is_in = any(self.contest.find(sheet.id) is not None for sheet in bundle.sheets)
        return not is_in and [sheet.key for sheet in bundle.sheets] == list(map(sheet_key, wanted))

    def look_beside(self) -> bool:
        """Look for what others leave beside the record; return whether there is news. Raises like every reading.

        The desk reminds; another window with this judge's sheets fills them too.
        """
        self.follow()
        before, bundle = self._is_reminded, self.bundle
        if self._has_leftovers:
            self._clear_away()
        self._is_reminded = self.arena.journal.draft(reminder_key(self.judge)) is not None
        if self._is_reminded and self.message is SILENCE:
            self.message = _REMINDER
        if bundle is not None:
            self.bundle = self._draft.look(bundle)
        return before != self._is_reminded or bundle is not self.bundle

    def _clear_away(self) -> None:
        """Drop the draft of what is in, and the reminder: after the answer, for each takes a commit of its own."""
        self._draft.drop()
        self.arena.journal.drop_draft(reminder_key(self.judge))
        self._has_leftovers = False

    def _locked(self) -> Iterator[Locked]:
        """Yield the closed ballots that this judge has handed in."""
        for move in self.duties.closed:
            handed = self._last_for(move)
            if handed is not None and move.closed is not None:
                yield Locked(self._sheet_of(handed), handed, move.closed)

    def _last_for(self, move: Move) -> Handed | None:
        """Return the ballot handed in last by what a move is about, None if there is none."""
        return next((each for each in reversed(self.handed) if each.is_for(move)), None)

    def _sheet_of(self, handed: Handed) -> Sheet:
        """Return the sheet of a ballot that is in, to be read again."""
        move = handed.move or Move(type(handed.fact), plain(handed.fact.type))
        return Sheet.of(move, self.judge, People.of(self.contest), handed)

    def _opened(self) -> Iterable[Marks]:
        """Yield the marks on the stage with this judge's among them, as far as the hall has seen them."""
        own = {
            block.entrant
            for block in scene_of(self.contest, self.seat).of(Marks)
            for cell in block.cells
            if cell.judge == self.judge and cell.state in _OPEN
        }
        return (block for block in scene_of(self.contest, "hall").of(Marks) if block.entrant in own) if own else ()

    # Opening

    def open_aside(self, number: int) -> bool:
        """Open what else the judge may do, by its number on the page; return whether there is such a thing."""
        if not 1 <= number <= len(self.duties.asides):
            return False
        self._open((self.duties.asides[number - 1],), aside=True)
        return True

    def _same_aside(self) -> tuple[Move, ...]:
        """Return the aside the judge has open, if it may still be made."""
        if self.bundle is None or not self.bundle.aside:
            return ()
        return tuple(move for move in self.duties.asides if sheet_key(move) == self.bundle.sheets[0].key)

    def _open(self, moves: tuple[Move, ...], *, aside: bool) -> None:
        """Open sheets: with their drafts, or with the figures of a ballot that came back."""
        if self._has_leftovers:
            self._clear_away()
        self.bundle = self._draft.opened(Bundle.of(tuple(map(self._sheet, moves)), aside=aside))
        self._keep()
        self.saved = None

    def _sheet(self, move: Move) -> Sheet:
        before = None if move.aside else self._last_for(move)
        why = "" if before is None else why_back(self.contest, before)
        return Sheet.of(move, self.judge, People.of(self.contest), before, why)

    # Filling and handing in

    def press(self, press: Press, now: datetime) -> None:
        """Take a press on the sheets that are open."""
        if self.bundle is None:
            return
        step = self._hand.press(self.bundle, press, now)
        self.bundle, self.message = step.bundle, step.message
        if step.hand_in is not None:
            try:
                self._hand_in(step.hand_in, now)
            finally:
                self.follow()
        elif step.keep and self._keep():
            self.saved = now

    def _keep(self) -> bool:
        """Keep all figures as a draft beside the record; one that cannot be kept is told, and typing goes on."""
        if self.bundle is None:
            return False
        try:
            self.bundle = self._draft.write(self.bundle)
        except JournalError as error:
            self.saved = None
            self._say(_("The draft could not be saved: {why}", why=error.message), loud=True)
            return False
        return True

    def fill(self, key: str, values: Mapping[str, str], id: str, now: datetime) -> bool:
        """Take the figures of a form; see `JudgeSession.fill`."""
        if not self._take(key, values, id):
            return False
        if self._keep():
            self.saved = now
        return True

    def _take(self, key: str, values: Mapping[str, str], id: str) -> bool:
        sheet = self._form(key, id)
        if sheet is None or self.bundle is None:
            self._say(_("This sheet is no longer open; look again."), loud=True)
            return False
        erased = {blank.path: "" for blank in sheet.fields if values.get(blank.path) == ""}
        filled = attrs.evolve(sheet, texts={**sheet.texts, **sheet.fitting(values), **erased})
        self.bundle = self.bundle.replacing(sheet, filled)
        return True

    def _form(self, key: str, id: str) -> Sheet | None:
        sheet = None if self.bundle is None else self.bundle.find(key)
        return sheet if sheet is not None and sheet.id == id else None

    def submit(self, key: str, values: Mapping[str, str], id: str, now: datetime) -> Record | None:
        """Hand in a form; see `JudgeSession.submit`."""
        known = self.contest.find(id)
        if known is not None and known.seat == self.seat:
            return known
        sheet = self._form(key, id) if self._take(key, values, id) else None
        wrong = None if sheet is None else sheet.first_refusal(values)
        if wrong is not None:
            self._say(wrong, loud=True)
        record = None if sheet is None or wrong is not None else self._hand_in(sheet, now)
        if sheet is not None and record is None and self._keep():
            self.saved = now
        return record

    def _hand_in(self, sheet: Sheet, now: datetime) -> Record | None:
        """Hand a sheet in, as often as it takes: under its id it counts once. What is refused is said, and it stays.

        What comes next `follow` finds, after the answer. A journal in trouble raises.
        """
        try:
            fact = sheet.move.fill(sheet.values(), now=now)
            record = self.arena.push(fact, seat=self.seat, id=sheet.id, at=now)
        except JournalError:
            raise  # whoever asked says it, or tries again
        except QuizArenaError as error:
            self._say(error.message, loud=True)
            return None
        self._say(_("Handed in: #{seq}", seq=f"{record.seq:03}"))
        self._has_handed_in = True
        return record


def _is_open(block: Marks) -> bool:
    """Whether nothing of the marks is left to open."""
    return block.score is not None or all(cell.state not in ("in", "waiting") for cell in block.cells)

"""The judge's sheet without its window: presses and the instant in, ballots and words out.

Decides which page a judge sees: the seat, the PIN, entry and check of the ballots awaited, else what has become of
them. All legality comes from the contest's moves; whatever is recorded goes through the arena.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Literal

import attrs

from ...arena import Arena
from ...contest import Contest
from ...errors import JournalError, QuizArenaError
from ...moves import Line, Move
from ...roster import Judge
from ...scenes import Marks
from ...sessions.keys import IDEOGRAPH, Press
from ...text import LANGUAGES, Text, plain
from ..desk.judges import remind_key
from ..palette import DARK, following
from ..wide import drawn
from .bundle import MANY, Bundle
from .duties import Ballots, Duties, Handed, duties, seat_of, why_back
from .pad import Pad
from .sheet import Sheet, sheet_key
from .words import _

Page = Literal["seat", "pin", "entry", "check", "waiting", "locked", "opening", "revealed", "barred"]

_OPEN = frozenset({"shown", "struck_high", "struck_low"})


def drafts_key(judge: str) -> str:
    """Return the name of the draft in which a judge's unfinished sheets are kept."""
    return f"ballots:{judge}"


@attrs.frozen
class Said:
    """The message line."""

    words: str = ""
    loud: bool = False


@attrs.define(eq=False)
class Judging:
    """A judge's seat on an arena; `fixed` is the judge this window is for, None where any may sit down.

    A `blind` one has no room to paint what a key would do: none acts then, but that of an empty seat to leave.
    `elsewhere` says that another window has the same judge's sheet open.
    """

    arena: Arena
    fixed: str | None = None
    language: str = ""
    colours: str = DARK.name
    judge: str | None = attrs.field(default=None, init=False)
    pad: Pad | None = attrs.field(default=None, init=False)
    bundle: Bundle | None = attrs.field(default=None, init=False)
    duties: Duties = attrs.field(factory=Duties, init=False)
    said: Said = attrs.field(factory=Said, init=False)
    reminder: str = attrs.field(default="", init=False)
    saved: datetime | None = attrs.field(default=None, init=False)
    ended: bool = attrs.field(default=False, init=False)
    blind: bool = attrs.field(default=False, init=False)
    elsewhere: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)
    _ballots: Ballots = attrs.field(factory=partial(Ballots, ""), init=False)
    _head: str = attrs.field(default="", init=False)
    _unreadable: bool = attrs.field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Speak the contest's language unless another is asked for; ask the judge for the PIN."""
        self.language = self.language or self.contest.rulebook.language
        if self.fixed is not None:
            self.pad = Pad(self, self.fixed)

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.arena.contest

    @property
    def handed(self) -> tuple[Handed, ...]:
        """The ballots of this judge that count, oldest first."""
        return self._ballots.handed(self.contest)

    @property
    def who(self) -> Judge | None:
        """The judge at the pad or in the seat."""
        judge = self.judge or (self.pad.judge if self.pad is not None else None)
        return None if judge is None else self.contest.state.roster.judge(judge)

    @property
    def page(self) -> Page:
        """What is on the screen."""
        if self.pad is not None:
            return "pin"
        if self.judge is None:
            return "seat"
        if self.bundle is not None:
            return "check" if self.bundle.checking else "entry"
        if self.duties.closed:
            return "locked" if self.locked else "barred"
        opened = self.opened
        if not opened:
            return "waiting"
        return "revealed" if all(_is_open(block) for block in opened) else "opening"

    @property
    def locked(self) -> list[tuple[Move, Handed]]:
        """The closed ballots that this judge has handed in."""
        found = [(move, self._ballots.last_for(self.contest, move)) for move in self.duties.closed]
        return [(move, handed) for move, handed in found if handed is not None]

    @property
    def opened(self) -> list[Marks]:
        """The marks on the stage with this judge's among them, as far as the hall has seen them."""
        own = {
            block.entrant
            for block in self.contest.scene(seat_of(self.judge or "")).of(Marks)
            for cell in block.cells
            if cell.judge == self.judge and cell.state in _OPEN
        }
        return [block for block in self.contest.scene("hall").of(Marks) if block.entrant in own]

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return drawn(text, self.language)

    def say(self, words: Text | str, *, loud: bool = False) -> None:
        """Put words on the message line."""
        self.said = Said(self.word(words), loud)

    # Following the record

    def refresh(self) -> bool:
        """Take in what others recorded; return whether there was anything. A journal in trouble is told, not raised."""
        try:
            changed = self.arena.refresh()
            changed = self.follow() or changed
        except JournalError as error:
            self._unreadable = True
            self.say(_("The file cannot be read: {why}", why=error.message), loud=True)
            return False
        if self._unreadable:
            self._unreadable, changed = False, True
            self.say(_("The file can be read again; nothing is missing."))
        return changed

    def listen(self) -> bool:
        """Take in what the desk does beside the record, a reminder or a PIN cleared; return whether that is news."""
        before = (self.reminder, self.pad and self.pad.kept)
        if self.judge is not None:
            self.reminder = self.word(self.arena.journal.draft(remind_key(self.judge)) or "")
        if self.pad is not None:
            self.pad.look()
        return before != (self.reminder, self.pad and self.pad.kept)

    def follow(self) -> bool:
        """Open and close sheets as the moves say; return whether the record had changed."""
        if self.judge is None or self.contest.head == self._head:
            return False
        self._head = self.contest.head
        self.duties = duties(self.contest, self.judge)
        wanted = self.duties.ballots or self._same_aside()
        if not wanted:
            self.bundle = None
        elif self.bundle is None or [sheet.key for sheet in self.bundle.sheets] != [sheet_key(each) for each in wanted]:
            self.bundle = self._opened(wanted, aside=not self.duties.ballots)
        else:
            for sheet, move in zip(self.bundle.sheets, wanted, strict=True):
                sheet.move = move
        return True

    def _same_aside(self) -> tuple[Move, ...]:
        """Return the aside the judge has open, if it may still be made."""
        if self.bundle is None or not self.bundle.aside:
            return ()
        return tuple(move for move in self.duties.asides if sheet_key(move) == self.bundle.sheets[0].key)

    def _opened(self, moves: tuple[Move, ...], *, aside: bool = False) -> Bundle:
        """Open sheets: with their drafts, or with the figures of a ballot that came back."""
        bundle = Bundle(self, [self._sheet(move) for move in moves], aside)
        bundle.restore(self.arena.journal.draft(drafts_key(self.judge or "")))
        self.bundle = bundle
        self.keep(self.contest.records[-1].at)
        self.saved = None
        return bundle

    def _sheet(self, move: Move) -> Sheet:
        judge = self.judge or ""
        before = None if move.aside else self._ballots.last_for(self.contest, move)
        sheet = Sheet.of(move, seat_of(judge), before)
        if before is not None:
            sheet.why_back = why_back(self.contest, before, judge)
        return sheet

    def sheet_of(self, handed: Handed) -> Sheet:
        """Return the sheet of a ballot that is in, to be read again."""
        move = self._ballots.made_by(self.contest, handed)
        if move is None:
            move = Move(type(handed.fact), plain(handed.fact.type))
        return Sheet.of(move, seat_of(self.judge or ""), handed)

    # Sitting down and getting up

    def sit_down(self, judge: str) -> None:
        """Let a judge in."""
        self.judge, self.pad, self._ballots, self._head = judge, None, Ballots(judge), ""
        self.bundle, self.duties, self.said = None, Duties(), Said()
        self.follow()

    def get_up(self) -> None:
        """Let the judge go: to the choice of seats, or out where the window is this judge's alone."""
        self.judge = self.pad = self.bundle = None
        self.ended = self.fixed is not None

    def leave_pad(self) -> None:
        """Take the pad away; where nobody sits yet, go back to the seats or out."""
        self.pad = None
        self.ended = self.judge is None and self.fixed is not None

    def ask_to_leave(self) -> None:
        """Ask for the PIN before the sheet closes; without a PIN, or on the seats' page, just go."""
        if self.judge is None:
            self.ended = self.pad is None or self.fixed is not None
            self.pad = None
            return
        pad = Pad(self, self.judge, "leave")
        if pad.kept is None:
            self.get_up()
        else:
            self.pad = pad

    # Presses

    def press(self, press: Press, now: datetime) -> None:
        """Take one press; a journal in trouble is told, not raised."""
        if (not press.key and not press.char) or (self.blind and not self._may_go(press)):
            return
        self.said = Said()
        try:
            self._press(press, now)
        except JournalError as error:
            self.say(_("Not saved: {why}  Press again to try again.", why=error.message), loud=True)

    def _may_go(self, press: Press) -> bool:
        return press.key == "ctrl+c" and self.judge is None

    def _press(self, press: Press, now: datetime) -> None:
        if press.key == "ctrl+c":
            self.ask_to_leave()
        elif press.key == IDEOGRAPH and not self._takes_text():
            self.say(_("The input method is on: Shift switches to English. Digits work all the same."))
        elif self.pad is not None:
            self.pad.press(press, now)
        elif self.bundle is not None:
            self.bundle.press(press, now)
        elif press.key == "escape":
            self.ask_to_leave()
        elif press.key == "l":
            self.language = next(each for each in LANGUAGES if each != self.language)
        elif press.key == "t":
            self.colours = following(self.colours).name
        elif self.judge is None:
            self._seat(press)
        else:
            self._open_aside(press)

    def _takes_text(self) -> bool:
        bundle = self.bundle
        return self.pad is None and bundle is not None and not bundle.checking and isinstance(bundle.blank, Line)

    def paste(self) -> None:
        """Refuse pasted text: marks are typed."""
        self.say(_("Marks are typed, not pasted."))

    def _seat(self, press: Press) -> None:
        """Take the number of a seat; from ten seats on Enter ends it."""
        judges = self.contest.state.roster.judges
        if press.key == "backspace":
            self.typed = self.typed[:-1]
        elif press.key.isdecimal() and press.key.isascii() and len(judges) >= MANY:
            self.typed = (self.typed + press.key)[-2:]
        elif press.key.isdecimal() and press.key.isascii():
            self._sit(int(press.key))
        elif press.key == "enter" and self.typed:
            typed, self.typed = self.typed, ""
            self._sit(int(typed))
        else:
            self.say(_("Your seat by its number."))

    def _sit(self, number: int) -> None:
        judges = self.contest.state.roster.judges
        if 1 <= number <= len(judges):
            self.pad = Pad(self, judges[number - 1].id)
        else:
            self.say(_("There is no seat {number}.", number=number))

    def _open_aside(self, press: Press) -> None:
        """Open what else the judge may do, by its number on the page."""
        asides = self.duties.asides
        if press.key.isdecimal() and press.key.isascii() and 1 <= int(press.key) <= len(asides):
            self._opened((asides[int(press.key) - 1],), aside=True)
        else:
            self.say(_("Nothing is asked of you now."))

    def close_aside(self) -> None:
        """Close a sheet the judge opened; its figures are kept."""
        self.bundle = None

    # Keeping and handing in

    def keep(self, now: datetime) -> None:
        """Keep all figures as a draft beside the record; a draft that cannot be kept is told, and typing goes on.

        What another window of this judge has kept meanwhile is not overwritten: it is taken up here instead.
        """
        if self.bundle is None or self.judge is None:
            return
        journal, key, text = self.arena.journal, drafts_key(self.judge), self.bundle.to_text()
        try:
            if journal.write_draft(key, text, self.bundle.draft):
                self.bundle.draft, self.saved = text, now
                return
            self.bundle.restore(journal.draft(key))
            self.say(_("Your sheet is open in another window too; what was typed there stands here now."), loud=True)
        except JournalError as error:
            self.saved = None
            self.say(_("The draft could not be saved: {why}", why=error.message), loud=True)

    def hand_in(self, sheet: Sheet, now: datetime) -> None:
        """Hand a sheet in, as often as it takes: under its id it counts once. What is refused is said, and it stays."""
        judge = self.judge or ""
        try:
            fact = sheet.move.fill(sheet.values(), now=now)
            record = self.arena.push(fact, seat=seat_of(judge), id=sheet.id, at=now)
        except JournalError as error:
            self.say(_("Not saved: {why}  Press again to try again.", why=error.message), loud=True)
            return
        except QuizArenaError as error:
            self.say(error.sentence(self.language), loud=True)
            return
        finally:
            self.follow()
        self.say(_("Handed in: #{seq}", seq=f"{record.seq:03}"))
        if self.bundle is not None and self.bundle.aside:
            self.bundle = None
        if self.bundle is None:
            self.reminder = ""
            self.arena.journal.drop_draft(drafts_key(judge))
            self.arena.journal.drop_draft(remind_key(judge))


def _is_open(block: Marks) -> bool:
    """Whether nothing of the marks is left to open."""
    return block.score is not None or all(cell.state not in ("in", "waiting") for cell in block.cells)


def judge_called(contest: Contest, name: str | None) -> str | None:
    """Return the id of the judge that `name` means: an id, a seat ("judge:j3") or its number; of None, None.

    Raises:
        QuizArenaError: There is no such judge, or no judge at all.
    """
    ids = [judge.id for judge in contest.state.roster.judges]
    if not ids:
        raise QuizArenaError(_("this contest has no judges; a rulebook lists them under judges:"))
    if name is None:
        return None
    wanted = name.removeprefix("judge:")
    by_number = {str(number): judge for number, judge in enumerate(ids, 1)}
    found = wanted if wanted in ids else by_number.get(wanted)
    if found is None:
        known = ", ".join(ids)
        raise QuizArenaError(_no_judge(name, known, len(ids)))
    return found


def _no_judge(name: str, known: str, count: int) -> Text:
    return _(
        "there is no judge {name}; expected one of {known}, or a seat by its number, 1 to {count}",
        name=name,
        known=known,
        count=count,
    )

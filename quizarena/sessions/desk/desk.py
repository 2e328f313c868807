"""A desk on a contest: what lies over it, what it says, and the one way in which it records. It knows no key.

All legality comes from the contest's moves; whatever is recorded goes through the arena.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias, TypeVar, cast

import attrs

from ...arena import Arena
from ...contest import Contest, Standings, narration
from ...contest.answers import per_position
from ...contest.position import Position
from ...errors import JournalBusy, JournalError, QuizArenaError
from ...facts import Fact, Record
from ...journal import Seats
from ...moves import IllegalFact, Move
from ...points import column_places
from ...scenes import Scene
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bindings, bind
from ..buzz_offer import Offer, offered, open_buzz, read_offer
from ..dialog import Dialog
from ..keys import Press
from ..message import SILENCE, Message
from ..scenes import scene_of
from ..votes import Watch
from .browsers import Browsers
from .draft_queue import DraftQueue
from .papers import Papers
from .projection import Projections
from .safety_copy import SafetyCopies
from .sentences import Teller
from .waiting import HURRY, UNSEEN, Waiting, outcome
from .words import _

T = TypeVar("T")
Wish: TypeAlias = Literal["leave", "language", "bell", "view"]
"""What a press may ask of whoever looks: to close the window, to go on in the other language, to ring twice, to open
what the question shows or plays."""
NAMED = timedelta(seconds=3)
"""How long the result of a key stands whatever others record."""


class Overlay(Protocol):
    """Something that lies over the desk and has the keys until Escape, which is the desk's own.

    One that inherits from it types nothing unless it says otherwise.
    """

    __slots__ = ()

    @property
    def typing(self) -> bool:
        """Whether a number or text field takes the keys now, so that digits and Backspace are its own."""
        return False

    @property
    def typed(self) -> str:
        """What has been typed there; Enter on nothing typed is a key like others, held or not."""
        return ""

    def press(self, press: Press, now: datetime) -> bool:
        """Take a press, False where the key is none of its own; a held key comes through only to a field."""
        ...

    def dialog(self, now: datetime) -> Dialog:
        """Return what it asks; times of day are those of `now`'s zone."""
        ...


@attrs.frozen
class Marks:
    """Letters marked on a question, in the order marked; `turn` is the record that the turn to answer goes back to."""

    turn: int
    letters: tuple[str, ...]


@attrs.frozen
class Last:
    """The record this desk made last, and when."""

    seq: int
    at: datetime


@attrs.frozen
class Unsaved:
    """A deed that could not be written: what it was, how to do it again, and why it failed."""

    what: Text
    again: Callable[[], Record]
    why: Text


@per_position
def _answers(position: Position) -> dict[Hashable, object]:
    """Return where what a desk derives from a position is kept."""
    return {}


@attrs.define(eq=False)
class Desk:
    """A desk on an arena. `look_only` presses record nothing.

    `disturbed` is when somebody last typed into another window, `disturbance` what was said of it; `ticked` is what a
    person has looked at before the start, `passed` the protests that were asked about, each before which step; `wish`
    is what the press being taken asks of whoever looks, `viewing` the file that it asks to be opened. `marks` are
    options marked and not recorded yet; `pending` is a deed that waits for another program, `wake` is called from its
    thread when it has ended. `offer` is what the buzzers say.
    """

    arena: Arena
    file: str = ""
    person: str = ""
    look_only: bool = False
    seats: Seats | None = attrs.field(default=None, init=False)
    wish: Wish | None = attrs.field(default=None, init=False)
    viewing: Path | None = attrs.field(default=None, init=False)
    marks: Marks | None = attrs.field(default=None, init=False)
    overlay: Overlay | None = attrs.field(default=None, init=False)
    message: Message = attrs.field(default=SILENCE, init=False)
    unsaved: Unsaved | None = attrs.field(default=None, init=False)
    pending: Waiting | None = attrs.field(default=None, init=False)
    wake: Callable[[], object] = attrs.field(default=lambda: None, init=False)
    last: Last | None = attrs.field(default=None, init=False)
    warned: str = attrs.field(default="", init=False)
    disturbed: str = attrs.field(default="", init=False)
    disturbance: Message | None = attrs.field(default=None, init=False)
    ticked: set[str] = attrs.field(factory=set, init=False)
    passed: set[tuple[int, str]] = attrs.field(factory=set, init=False)
    painted: Bindings = attrs.field(init=False)
    teller: Teller = attrs.field(factory=Teller, init=False)
    projections: Projections = attrs.field(factory=Projections, init=False)
    drafts: DraftQueue = attrs.field(factory=DraftQueue, init=False)
    copies: SafetyCopies = attrs.field(factory=SafetyCopies, init=False)
    browsers: Browsers = attrs.field(factory=Browsers, init=False)
    papers: Papers = attrs.field(factory=Papers, init=False)
    offer: Offer | None = attrs.field(default=None, init=False)
    votes: Watch = attrs.field(factory=Watch, init=False)
    _locked_since: float = attrs.field(default=0.0, init=False)
    is_unreadable: bool = attrs.field(default=False, init=False)
    _opened_at: str = attrs.field(default="", init=False)
    _uncovered: Callable[[], None] | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with the keys of now."""
        self.stand_on(self.arena)
        self.painted = bind(self.contest)

    def stand_on(self, arena: Arena) -> None:
        """Record in an arena from now on; what another program keeps from it waits beside the desk."""
        self.arena = arena
        arena.journal.patience = HURRY

    @property
    def contest(self) -> Contest:
        """The contest, for reading."""
        return self.arena.contest

    def in_record(self, text: Text) -> str:
        """Return a text as it is written into the record: in the contest's language, whoever looks."""
        return text.in_language(self.contest.rulebook.language)

    def say(self, text: Text, at: datetime | None = None, *, loud: bool = False) -> None:
        """Put a text on the message line."""
        self.message = Message(text, at, "alert" if loud else "normal")

    def hush(self) -> None:
        """Take the message away."""
        self.message = SILENCE

    def open(self, overlay: Overlay) -> None:
        """Lay an overlay over the desk."""
        self.overlay, self._opened_at = overlay, self.contest.head

    def close(self) -> None:
        """Take the overlay away."""
        self.overlay = None

    def leave(self) -> None:
        """Take the overlay away, nothing of it done, and say so."""
        self.close()
        untouched = self._opened_at == self.contest.head
        self.say(_("Closed; nothing was changed.") if untouched else _("Back at the desk."))

    def cover(self, overlay: Overlay, uncovered: Callable[[], None]) -> None:
        """Lay an overlay over another, which `uncovered` brings back when nothing lies over it any more."""
        self.open(overlay)
        self._uncovered = uncovered

    def uncover(self) -> None:
        """Bring back what was covered, where nothing lies over it any more."""
        uncovered = self._uncovered
        if self.overlay is None and uncovered is not None:
            self._uncovered = None
            uncovered()

    def refresh(self) -> bool:
        """Take in what others recorded and what came of drafts; return whether there was anything.

        A journal in trouble is told, not raised.
        """
        ended = self.drafts.take_in()
        if self.pending is not None:
            return self._settle(self.pending) or ended
        try:
            changed = self.arena.refresh()
        except JournalError as error:
            return self._cannot_read(error) or ended
        self._locked_since = 0.0
        if self.is_unreadable:
            self.is_unreadable = False
            self.say(_("The file can be read again; nothing is missing."))
        last = self.contest.records[-1]
        recent = self.message.at is not None and timedelta() <= last.at - self.message.at < NAMED
        if changed and last.seat != SEAT and not last.fact.cue and not recent:
            self.say(self.result(last))
        return self._hear_buzzers() or changed or ended

    def _hear_buzzers(self) -> bool:
        """Take in what the buzzers say of the buzz that is open; return whether that is news."""
        buzz, before = self.kept("buzz", lambda: open_buzz(self.contest)), self.offer
        with suppress(JournalError):  # said where the record is read
            self.offer = read_offer(self.arena.journal, buzz)
        if self.offer != before:
            self.painted = offered(self.contest, bind(self.contest), self.offer)
        return self.offer != before

    def _cannot_read(self, error: JournalError) -> bool:
        """Say that the file cannot be read; who only keeps it locked for a moment is waited for without a word."""
        now = time.monotonic()
        self._locked_since = self._locked_since or now
        if not isinstance(error, JournalBusy) or now - self._locked_since >= UNSEEN.total_seconds():
            self.is_unreadable = True
            self.say(_("The file cannot be read: {why}", why=error.message), loud=True)
        return False

    def paint(self) -> Bindings:
        """Return the keys to paint now; presses will act on them."""
        head = self.contest.head
        if head != self.painted.head:
            self.painted, self.offer = bind(self.contest), None
        return self.painted

    # What is derived from the record, once a record

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes, once a position."""
        answers = _answers(self.contest.position)
        if key not in answers:
            answers[key] = make()
        return cast("T", answers[key])

    def scene(self, audience: str = SEAT) -> Scene:
        """Return the scene of an audience."""
        return self.kept(("scene", audience), lambda: scene_of(self.contest, audience))

    def standings(self, audience: str = SEAT) -> Standings:
        """Return the standings as an audience may see them."""
        return self.kept(("standings", audience), lambda: self.contest.standings(audience))

    def moves(self, seat: str | None = SEAT) -> Sequence[Move]:
        """Return the moves a seat has, or all of them: for painting; a press asks the contest itself."""
        return self.kept(("moves", seat), lambda: self.contest.moves(seat))

    # Recording

    def do(
        self, move: Move, values: Mapping[str, Any], now: datetime, *, by: str = "", id: str | None = None
    ) -> Record | None:
        """Fill a move, record it in the name of whoever sits here, or of `by`, and say what it did; None if refused."""
        try:
            fact = move.fill(values, now=now)
        except IllegalFact as error:
            self.say(error.message)
            return None
        return self.record(fact, narration.describe_fact(move, fact), now, by=by, id=id)

    def change(self, fact: Fact, now: datetime) -> Record | None:
        """Record a change of the past and say what it did; None if refused."""
        return self.record(fact, narration.describe_change(fact), now)

    def record(self, fact: Fact, what: Text, now: datetime, *, by: str = "", id: str | None = None) -> Record | None:
        """Record a fact that says `what`, under an id so that it counts once however often it is tried."""
        id, person = id or secrets.token_hex(16), by or self.person
        return self._attempt(lambda: self.arena.push(fact, seat=SEAT, person=person, id=id, at=now), what, now)

    def retry(self, unsaved: Unsaved, now: datetime) -> Record | None:
        """Try once more what could not be written."""
        return self._attempt(unsaved.again, unsaved.what, now)

    def _attempt(self, deed: Callable[[], Record], what: Text, now: datetime) -> Record | None:
        """Record something; what is refused is said, what cannot be written is kept to be tried again."""
        if self.look_only:
            self.say(_("This desk only looks on; to take over, use the menu: M."))
            return None
        try:
            record = deed()
        except JournalBusy:
            self.pending = Waiting(what, deed, self.arena.journal, now, self.wake)
            self.pending.begin()
            return None
        except QuizArenaError as error:
            self._failed(error, Unsaved(what, deed, error.message))
            return None
        return self._recorded(record, now)

    def _failed(self, error: QuizArenaError, unsaved: Unsaved) -> None:
        """Say what is refused; keep what cannot be written."""
        if isinstance(error, JournalError):
            self.not_saved(unsaved)
        else:
            self.say(error.message)

    def _recorded(self, record: Record, now: datetime) -> Record:
        """Say what was recorded."""
        self.unsaved = None
        if not record.fact.cue:
            self.last = Last(record.seq, now)
        self.say(self.result(record), now)
        self.recorded(record, now)
        return record

    def _settle(self, waiting: Waiting) -> bool:
        """Take in what became of a deed that waited; return whether it has ended."""
        if not waiting.ended.is_set():
            return False
        self.pending = self.unsaved = None
        said = outcome(waiting, self.result)
        if said is not None:
            self.say(said, loud=True)
        elif waiting.record is not None:
            self.close()
            self._recorded(waiting.record, waiting.since)
        elif waiting.error is not None:
            self._failed(waiting.error, Unsaved(waiting.what, waiting.deed, waiting.error.message))
        return True

    def recorded(self, record: Record, now: datetime) -> None:
        """Do what follows at this desk from a record it made."""

    def not_saved(self, unsaved: Unsaved) -> None:
        """Say loudly that a deed is not saved, and hold everything until that is settled."""
        self.unsaved = unsaved
        self.say(_("Not saved: {what}", what=unsaved.what), loud=True)

    def write_draft(self, write: Callable[[], object]) -> bool:
        """Write something beside the record, such as a reminder; where it may not or cannot be written, say so."""
        if self.look_only:
            self.say(_("This desk only looks on; to take over, use the menu: M."))
            return False
        try:
            write()
        except JournalError as error:
            self.say(_("Not saved: {what}", what=error.message), loud=True)
            return False
        return True

    def bindings_at(self, seq: int) -> Bindings:
        """Return the keys of the moment before a record."""
        return bind(self.contest.before(seq))

    # Records in words

    def tell(self, record: Record) -> Text:
        """Return a record's whole sentence."""
        return self.teller.tell(self.contest, record)

    def result(self, record: Record) -> Text:
        """Return what a record did, as the message line and the log say it; of a reveal under way only its name."""
        reveal = self.contest.state.reveal
        if reveal is None or reveal.seq != record.seq:
            return self.tell(record)
        move = narration.made_by(self.contest, record.seq, record.fact)
        return move.label if move is not None else plain(record.type)

    def record_line(self, seq: int, now: datetime) -> Text:
        """Return a record's sentence after its number and its time of day."""
        record = self.contest.records[seq]
        at = f"{record.at.astimezone(now.tzinfo):%H:%M:%S}"
        return Joined((plain(f"#{seq:03}"), plain(at), self.tell(record)), "  ")

    @property
    def places(self) -> int:
        """The decimals in which totals stand: two where judges mark, else what they need."""
        marked = 2 if self.contest.state.roster.judges else 0
        return column_places((row.total for row in self.standings().rows), marked)

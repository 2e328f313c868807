"""The desk without its window: presses and the instant in, facts and words out.

Decides the rules of the hand: a key acts on the move that was painted, a held key is one press, a key that is not open
answers with its reason, grave moves take a second, different key. All legality comes from the contest's moves; whatever
is recorded goes through the arena.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias, TypeVar, cast

import attrs

from ...arena import Arena
from ...contest import Contest, Standings, narration
from ...errors import JournalError, JournalUnknown, QuizArenaError
from ...facts import Fact, Record
from ...journal import Seats
from ...moves import Gesture, IllegalFact, Move
from ...scenes import Scene
from ...sessions.dialog import Role, keys_text
from ...sessions.keys import GESTURES, IDEOGRAPH, HeldKeys, Press
from ...text import Text, plain
from . import air, describe, openers
from .moment import SEAT, Bound, Moment, bindings, fresh, moment
from .outlook import Outlooks
from .overlay import Overlay
from .words import _

T = TypeVar("T")
Wish: TypeAlias = Literal["leave", "language", "bell"]
"""What a press may ask of whoever looks: to close the window, to go on in the other language, to ring twice."""
SECOND_THOUGHT = timedelta(seconds=5)
"""How long the opposite key offers to correct the ruling just given."""
NAMED = timedelta(seconds=3)
"""How long the result of a key stands whatever others record."""
_ARROWS = frozenset({"up", "down", "left", "right", "home", "end"})


@attrs.frozen
class Message:
    """The message line: a text, when it was said, and how loud."""

    text: Text
    at: datetime | None = None
    role: Role = "normal"


SILENCE = Message(plain(""))


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


@attrs.define(eq=False)
class Desk:
    """A desk on an arena. `look_only` presses record nothing.

    `disturbed` is when somebody last typed into another window, `disturbance` what was said of it; `ticked` is what a
    person has looked at before the start, `wish` what the press being taken asks of whoever looks.
    """

    arena: Arena
    file: str = ""
    person: str = ""
    look_only: bool = False
    seats: Seats | None = attrs.field(default=None, init=False)
    wish: Wish | None = attrs.field(default=None, init=False)
    overlay: Overlay | None = attrs.field(default=None, init=False)
    message: Message = attrs.field(default=SILENCE, init=False)
    unsaved: Unsaved | None = attrs.field(default=None, init=False)
    last: Last | None = attrs.field(default=None, init=False)
    warned: str = attrs.field(default="", init=False)
    disturbed: str = attrs.field(default="", init=False)
    disturbance: Message | None = attrs.field(default=None, init=False)
    ticked: set[str] = attrs.field(factory=set, init=False)
    painted: Moment = attrs.field(init=False)
    teller: describe.Teller = attrs.field(factory=describe.Teller, init=False)
    outlooks: Outlooks = attrs.field(factory=Outlooks, init=False)
    _derived: dict[Hashable, object] = attrs.field(factory=dict, init=False)
    _derived_at: str = attrs.field(default="", init=False)
    _held: HeldKeys = attrs.field(factory=HeldKeys, init=False)
    _unreadable: bool = attrs.field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with the moment of now."""
        self.painted = moment(self.contest)

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
        self.overlay = overlay

    def close(self) -> None:
        """Take the overlay away."""
        self.overlay = None

    def refresh(self) -> bool:
        """Take in what others recorded; return whether there was anything. A journal in trouble is told, not raised."""
        try:
            changed = self.arena.refresh()
        except JournalError as error:
            self._unreadable = True
            self.say(_("The file cannot be read: {why}", why=error.message), loud=True)
            return False
        if self._unreadable:
            self._unreadable = False
            self.say(_("The file can be read again; nothing is missing."))
        last = self.contest.records[-1]
        recent = self.message.at is not None and timedelta() <= last.at - self.message.at < NAMED
        if changed and last.seat != SEAT and not last.fact.cue and not recent:
            self.say(self.result(last))
        return changed

    def paint(self) -> Moment:
        """Return the moment to paint now; presses will act on it."""
        head = self.contest.head
        if head != self.painted.head:
            self.painted = moment(self.contest)
        return self.painted

    # What is derived from the record, once a record

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes, made anew only after another record."""
        if self._derived_at != self.contest.head:
            self._derived, self._derived_at = {}, self.contest.head
        if key not in self._derived:
            self._derived[key] = make()
        return cast("T", self._derived[key])

    def scene(self, audience: str = SEAT) -> Scene:
        """Return the scene of an audience."""
        return self.kept(("scene", audience), lambda: self.contest.scene(audience))

    def standings(self, audience: str = SEAT) -> Standings:
        """Return the standings as an audience may see them."""
        return self.kept(("standings", audience), lambda: self.contest.standings(audience))

    def moves(self, seat: str | None = SEAT) -> Sequence[Move]:
        """Return the moves a seat has, or all of them: for painting; a press asks the contest itself."""
        return self.kept(("moves", seat), lambda: self.contest.moves(seat))

    # Presses

    def press(self, press: Press, now: datetime) -> Wish | None:
        """Take one press; return what it asks of whoever looks."""
        self.wish = None
        if press.key or press.char:
            self._press(press, now)
        return self.wish

    def _press(self, press: Press, now: datetime) -> None:
        if press.key == "ctrl+c":
            self.say(_("Quitting is in the menu: M."))
        elif self.overlay is not None:
            self._over(self.overlay, press, now)
        elif self._held.accepts(press.key, now):
            self.hush()
            self._base(press, now)

    def paste(self, text: str, now: datetime) -> None:
        """Take pasted text: only a text field does."""
        if self.overlay is not None and self.overlay.typing:
            for char in text:
                if char.isprintable():
                    self.overlay.press(Press("", char), now)
        else:
            self.say(_("Pasted text goes into text fields only."))

    def _over(self, overlay: Overlay, press: Press, now: datetime) -> None:
        if press.key == "escape":
            if self.unsaved is None:
                self.close()
                self.say(_("Closed; nothing was changed."))
        else:
            self._to_overlay(overlay, press, now)

    def _to_overlay(self, overlay: Overlay, press: Press, now: datetime) -> None:
        """Give an overlay a press: a field takes every one, anything else no held key."""
        if overlay.typing and press.key == "enter" and overlay.typed:
            self._held.note("enter", now)
        elif not (overlay.typing and press.key != "enter") and not self._held.accepts(press.key, now):
            return
        if self.unsaved is None:
            self.hush()
        if not overlay.press(press, now):
            self.say(keys_text(overlay.dialog(now).keys), loud=self.unsaved is not None)

    def _base(self, press: Press, now: datetime) -> None:
        key = press.key
        opener = openers.OPENERS.get(key)
        if key == IDEOGRAPH:
            self.say(_("The input method is on: Shift switches to English. Digits and signs work all the same."))
        elif key in GESTURES and (key != "0" or GESTURES[key] in self.painted.keys or not self.painted.picks):
            self._gesture(GESTURES[key], key, now)
        elif key.isdecimal():
            self._pick(int(key), now)
        elif opener is not None:
            opener(self, now)
        else:
            self._idle(key)

    def _idle(self, key: str) -> None:
        if key in _ARROWS and self.painted.picks:
            self.say(_("NumLock off? A digit is due here."))
        elif key != "escape":
            self.say(_("This key does nothing here; ? shows the keys."))

    # Keys of the moment

    def _gesture(self, gesture: Gesture, key: str, now: datetime) -> None:
        if gesture == "next" and air.steps_left(self):
            air.step(self, 1, now)
            return
        bound = self.painted.keys.get(gesture)
        if bound is None:
            self._not_open(gesture, key, now)
        else:
            self.take(bound, key, now)

    def _not_open(self, gesture: Gesture, key: str, now: datetime) -> None:
        second = self._second_thought(gesture, now)
        if second is not None:
            self.open(second)
        elif key in _ARROWS and self.painted.picks:
            self.say(_("NumLock off? A digit is due here."))
        else:
            self.say(self.waiting(gesture))

    def _second_thought(self, gesture: Gesture, now: datetime) -> Overlay | None:
        """Return the offer to correct the ruling just given, where this key would have been the other ruling."""
        last = self.last
        if last is None or gesture not in ("yes", "no", "none"):
            return None
        if not timedelta() <= now - last.at <= SECOND_THOUGHT:
            return None
        return openers.replacement(self, last.seq, gesture)

    def waiting(self, gesture: Gesture) -> Text:
        """Return why a key does nothing now: what the desk waits for."""
        keys = self.painted.keys
        if gesture == "next" and {"yes", "no"} & keys.keys():
            return _("Enter never rules: press + for right, - for wrong.")
        if gesture == "next" and self.painted.picks:
            return _("A number is due: who or which?")
        if gesture == "next" and keys.get("clock") is not None:
            return _("The clock comes first: Space.")
        return _("There is nothing for this key now; ? shows the keys.")

    def _pick(self, number: int, now: datetime) -> None:
        bound = self.painted.picks.get(number)
        judge = openers.judge_picked(self, number)
        if judge is not None:
            openers.open_judge(self, judge, now)
        elif bound is None:
            self.say(_("There is no number {number} to pick here.", number=number))
        elif len(self.painted.picks) >= 10:
            openers.open_form(self, bound.move, {}, now, digit=str(number))
        else:
            self.take(bound, str(number), now)

    def take(self, bound: Bound, key: str, now: datetime) -> None:
        """Do what stood beside a key, if it still means what was painted."""
        self.refresh()
        current = fresh(bound, self.contest.moves(SEAT))
        if current is None:
            self.say(_("The picture has just changed; please look again."))
        elif current.move.closed is not None:
            self.say(current.move.closed)
        elif current.missing:
            openers.open_form(self, current.move, current.values, now)
        else:
            question = openers.question(self, current, now)
            if question is None:
                self.do(current.move, current.values, now)
            else:
                openers.open_question(self, question, current, key)

    # Recording

    def do(self, move: Move, values: Mapping[str, Any], now: datetime, *, by: str = "") -> Record | None:
        """Fill a move, record it in the name of whoever sits here, or of `by`, and say what it did; None if refused."""
        try:
            fact = move.fill(values, now=now)
        except IllegalFact as error:
            self.say(error.message)
            return None
        return self.record(fact, narration.describe_fact(move, fact), now, by=by)

    def change(self, fact: Fact, now: datetime) -> Record | None:
        """Record a change of the past and say what it did; None if refused."""
        return self.record(fact, narration.describe_change(fact), now)

    def record(self, fact: Fact, what: Text, now: datetime, *, by: str = "") -> Record | None:
        """Record a fact that says `what`, under an id of its own so that it counts once however often it is tried."""
        id, person = secrets.token_hex(16), by or self.person
        return self._attempt(lambda: self.arena.push(fact, seat=SEAT, person=person, id=id, at=now), what, now)

    def retry(self, unsaved: Unsaved, now: datetime) -> Record | None:
        """Try once more what could not be written."""
        return self._attempt(unsaved.again, unsaved.what, now)

    def _attempt(self, deed: Callable[[], Record], what: Text, now: datetime) -> Record | None:
        """Record something; what is refused is said, what cannot be written is kept to be tried again."""
        if self.look_only:
            self.say(_("This desk only looks on; take over in the menu: M."))
            return None
        try:
            record = deed()
        except (JournalError, JournalUnknown) as error:
            openers.not_saved(self, Unsaved(what, deed, error.message))
            return None
        except QuizArenaError as error:
            self.say(error.message)
            return None
        self.unsaved = None
        if not record.fact.cue:
            self.last = Last(record.seq, now)
        self.say(self.result(record), now)
        return record

    def beside(self, write: Callable[[], object]) -> bool:
        """Write something beside the record, such as a reminder; where it may not or cannot be written, say so."""
        if self.look_only:
            self.say(_("This desk only looks on; take over in the menu: M."))
            return False
        try:
            write()
        except JournalError as error:
            self.say(_("Not saved: {what}", what=error.message), loud=True)
            return False
        return True

    def result(self, record: Record) -> Text:
        """Return what a record did, as the message line says it."""
        return openers.told_so_far(self, record)

    def before(self, seq: int) -> Mapping[Gesture, Bound]:
        """Return the keys of the moment before a record."""
        return bindings(self.contest.before(seq).moves(SEAT))

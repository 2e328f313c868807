"""The desk by keys: presses and the instant in, facts and a dialog out.

The rules of the hand: a key acts on the move that was painted, a held key is one press, a key that is not open answers
with its reason, grave moves take a second, different key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import attrs

from ...blanks import Gesture
from ...contest.position import Position
from ...facts import Intent, Record
from ...moves import Move
from ...text import Joined, Text
from ..bindings import SEAT, Bindings, Bound, false_start, figures, fresh, move_key
from ..dialog import Dialog, Key, Line, PaperSheets, key_name, keys_text
from ..keys import GESTURES, IDEOGRAPH, HeldKeys, Press, Stroke
from ..message import Message
from . import board_control, marking, protest
from .actions import Action, actions
from .ballots import ballots
from .clock import open_times
from .confirmation import Question, ValidOrFoul, is_unstarted, never_started, question
from .desk import Desk, Overlay, Unsaved, Wish
from .entry import read_value
from .form import Form, form_blanks, open_form, today
from .help import open_help
from .judges import open_ballots, open_seats
from .log import open_log
from .menu import open_adjust, open_board, open_menu, switch_language
from .numbers import Called, NumberPick, numbers_of
from .showing import open_media
from .teams import open_teams
from .trouble import Trouble
from .undo import offer, open_undo
from .why import open_why
from .words import _

SECOND_THOUGHT = timedelta(seconds=5)
"""How long the opposite key offers to correct the ruling just given."""
POINTS = frozenset(".,")
"""The keys of the decimal point, whatever keyboard or input method they come from."""
_ARROWS = frozenset({"up", "down", "left", "right", "home", "end"})
Opener: TypeAlias = Callable[[Desk, datetime], None]


def _on(desk: Desk, now: datetime) -> None:
    board_control.step(desk, 1, now)


def _back(desk: Desk, now: datetime) -> None:
    board_control.step(desk, -1, now)


OPENERS: Mapping[str, Opener] = {
    "pagedown": _on,
    "pageup": _back,
    ".": board_control.blacken,
    "backspace": open_undo,
    "tab": open_teams,
    "b": open_board,
    "l": open_log,
    "w": open_why,
    "a": open_adjust,
    "p": open_ballots,
    "j": open_seats,
    "t": open_times,
    "v": open_media,
    "m": open_menu,
    "?": open_help,
    "g": switch_language,
}
"""The keys that open something, the same in every moment."""


@attrs.frozen
class View:
    """What is seen of a desk: where the contest stands, which keys mean what there, and what can be done there.

    `dialog` is what lies over the desk, `keys` are those that act now, a dialog's before the moment's, `message` is
    what was said last, `badges` are what stands in the header until it is settled.
    """

    position: Position
    bindings: Bindings
    dialog: Dialog | None
    message: Message
    actions: tuple[Action, ...]
    keys: tuple[Key, ...]
    badges: tuple[Line, ...] = ()


@attrs.define(eq=False)
class DeskSession(Desk):
    """A desk and the hand on its keys; `asked` is what keys would answer of what was seen last, None for nothing."""

    asked: object = attrs.field(default=None, init=False)
    _held: HeldKeys = attrs.field(factory=HeldKeys, init=False)
    _dead: str = attrs.field(default="", init=False)

    def not_saved(self, unsaved: Unsaved) -> None:
        """Hold everything behind a dialog until it is settled what becomes of a deed that is not saved."""
        super().not_saved(unsaved)
        self.open(Trouble(self, unsaved))

    def recorded(self, record: Record, now: datetime) -> None:
        """Go on to what a record asks for: an upheld protest to the correction of its record."""
        protest.follow(self, record, now)

    def view(self, now: datetime) -> View:
        """Return what is seen now; presses act on what was seen last. Times of day are those of `now`'s zone."""
        bindings, dialog = self.paint(), self._dialog(now)
        is_covered = dialog is not None and dialog.sheets is not None
        found = () if is_covered else tuple(actions(self, now))
        self.asked = None if dialog is None else self._asked_by(dialog)
        keys = dialog.foot if dialog is not None else tuple(key for each in found for key in each.presses)
        message = self.message if self.pending is None else self.pending.message(now)
        return View(self.contest.position, bindings, dialog, message, found, keys, tuple(self._badges(now)))

    def _dialog(self, now: datetime) -> Dialog | None:
        """Return what lies over the desk: whom a deed waits for, once that is shown, before all else."""
        if self.pending is not None and self.pending.is_seen(now):
            return self.pending.dialog(now)
        return self.overlay.dialog(now) if self.overlay is not None else None

    def _asked_by(self, dialog: Dialog) -> object:
        """Return what tells a question or a list from the next one, None for a field."""
        if any(isinstance(block, PaperSheets) and block.asked for block in dialog.blocks):
            return id(self.overlay), dialog.blocks[-1]
        return None if dialog.typing else (id(self.overlay), dialog.title)

    def _badges(self, now: datetime) -> Iterator[Line]:
        if self.pending is not None and self.pending.is_seen(now):
            yield self.pending.badge(now)
        if self.contest.state.interrupted is not None:
            yield Line(_("interrupted"), "alert")
        yield from protest.badges(self)
        if self.copies.trouble is not None:
            yield Line(_("no safety copy"), "alert")

    def submit(self, head: str, key: str, values: Mapping[str, str], id: str, now: datetime) -> Record | None:
        """Record a form: the move that `move_key` calls `key`, as it was painted at the record whose digest is `head`.

        `values` are what was typed, by path. None where it is refused, as the message then says: the move is gone, or
        means something else by now, or a value does not fit. A form posted twice under one id counts once.
        """
        self.refresh()
        again = self.contest.find(id)
        if again is not None and again.seat == SEAT:
            return again
        painted = self._painted_at(head, key)
        current = fresh(Bound(painted), self.contest.moves(SEAT)) if painted is not None else None
        if current is None or current.move.closed is not None:
            closed = current.move.closed if current is not None else None
            self.say(closed or _("The picture has just changed; look again."))
            return None
        read = self._read(current.move, {**today(current.move, now), **values})
        return self.do(current.move, read, now, id=id) if read is not None else None

    def _read(self, move: Move, typed: Mapping[str, str]) -> dict[str, Any] | None:
        """Return what was typed as the move's values; None where one does not fit, as the message then says."""
        values = {}
        for blank in form_blanks(move):
            values[blank.path], reason = read_value(blank, typed.get(blank.path, ""))
            if reason is not None:
                self.say(Joined((blank.label, reason), ": "))
                return None
        return values

    def _painted_at(self, head: str, key: str) -> Move | None:
        """Return the move of that key at the record with that digest, None where there is none."""
        seq = next((each.seq for each in reversed(self.contest.records) if each.digest == head), None)
        moves = self.contest.at(seq).moves(SEAT) if seq is not None else ()
        return next((move for move in moves if move_key(move) == key), None)

    def press(self, press: Press, now: datetime) -> Wish | None:
        """Take one press; return what it asks of whoever looks."""
        self.wish = None
        if press.key or press.char:
            self._press(press, now)
        return self.wish

    def _press(self, press: Press, now: datetime) -> None:
        if self.pending is not None:
            self.pending.press(press)
        elif press.key == "ctrl+c":
            self.say(_("To quit, use the menu: M."))
        elif self.overlay is not None:
            self._over(self.overlay, press, now)
            self.uncover()
        elif self._is_new(press.key, now):
            self.hush()
            self._base(press, now)

    def _is_new(self, key: str, now: datetime, picture: object = None) -> bool:
        """Whether a key acts now; one that comes again too soon is refused aloud, one held down in silence."""
        stroke = self._held.stroke(key, now, picture)
        if stroke is Stroke.AGAIN:
            self.say(_("The second {key} was not taken; leave a moment between two of one key.", key=key_name(key)))
        return stroke is Stroke.NEW

    def paste(self, text: str, now: datetime) -> None:
        """Take pasted text: only a text field does."""
        if self.pending is None and self.overlay is not None and self.overlay.typing:
            for char in text:
                if char.isprintable():
                    self.overlay.press(Press("", char), now)
        else:
            self.say(_("Pasted text goes into text fields only."))

    def early(self, presses: Iterable[Press]) -> None:
        """Drop keys that are older than what they would answer, and say so."""
        keys = Joined(tuple(key_name(press.key) for press in presses if press.key), " ")
        self.say(_("Ignored, typed before this question appeared: {keys}", keys=keys), loud=True)

    def _over(self, overlay: Overlay, press: Press, now: datetime) -> None:
        if press.key == "escape":
            if self.unsaved is None:
                self.leave()
        else:
            self._to_overlay(overlay, press, now)

    def _to_overlay(self, overlay: Overlay, press: Press, now: datetime) -> None:
        """Give an overlay a press: a field takes every one, anything else no held key."""
        if not self._comes_through(overlay, press.key, now):
            return
        if self.unsaved is None:
            self.hush()
        blackens = press.key == "." and not ballots(self.painted.moves)
        if blackens and not overlay.typing:
            board_control.blacken(self, now)
        elif not overlay.press(press, now):
            self._not_taken(overlay, blackens, now)

    def _comes_through(self, overlay: Overlay, key: str, now: datetime) -> bool:
        if overlay.typing and (key != "enter" or overlay.typed):
            self._held.note(key, now, overlay.dialog(now) if key == "enter" else overlay)
            return True
        return self._is_new(key, now, overlay.dialog(now))

    def _not_taken(self, overlay: Overlay, blackens: bool, now: datetime) -> None:
        if blackens:
            board_control.blacken(self, now)
        else:
            self.say(keys_text(overlay.dialog(now).foot), loud=self.unsaved is not None)

    def _base(self, press: Press, now: datetime) -> None:
        key = press.key
        opener = OPENERS.get(key)
        if marking.mark(self, key):
            return
        dead, self._dead = self._dead, ""
        if key == IDEOGRAPH:
            self.say(_("The input method is on: Shift switches to English. Digits and signs work all the same."))
        elif self._is_mark(key):
            open_ballots(self, now, key)
        elif key.isdecimal() and self._begins_number(press, now):
            return
        elif key == "0" and dead:
            self.say(_("There is no number {number} to pick here.", number=f"{dead}0"))
        elif key in GESTURES and (key != "0" or GESTURES[key] in self.painted.keys or not self.painted.picks):
            self._gesture(GESTURES[key], key, now)
        elif key.isdecimal():
            self._pick(key, now)
        elif opener is not None:
            opener(self, now)
        elif key == "end" and board_control.rest(self) is not None:
            board_control.open_rest(self, now)
        else:
            self._idle(key)

    def _begins_number(self, press: Press, now: datetime) -> bool:
        """Take the first digit of what Enter ends: a number called in the hall, one of two digits that picks, a figure.

        What figures rule is recorded by Enter after the last of them, so the first digit decides nothing.
        """
        ruling = figures(self.painted.moves)
        step = self.painted.keys.get("next")
        if step is not None and step.move.closed is None and numbers_of(step.move) is not None:
            self.take(step, press.key, now)
        elif self.painted.gathers:
            self.open(NumberPick(self, self.painted, self.take))
        elif ruling is not None and not self.painted.picks:
            open_form(self, ruling, {}, now)
        if isinstance(self.overlay, (Called, NumberPick, Form)):
            self.overlay.press(press, now)
        return self.overlay is not None

    def _is_mark(self, key: str) -> bool:
        """Whether a key begins a mark: a digit or a point, while ballots are open."""
        return (key.isdecimal() or key in POINTS) and bool(ballots(self.painted.moves))

    def _idle(self, key: str) -> None:
        if key in _ARROWS and self.painted.picks:
            self.say(_("Is NumLock off? A digit is expected here."))
        elif key != "escape":
            self.say(_("This key does nothing here; ? shows the keys."))

    # Keys of the moment

    def _gesture(self, gesture: Gesture, key: str, now: datetime) -> None:
        if gesture == "next" and board_control.steps_left(self):
            board_control.step(self, 1, now)
            return
        if gesture in ("yes", "no") and (found := marking.marked(self)) is not None:
            self._marked(found, gesture, key, now)
            return
        bound = self.painted.keys.get(gesture)
        if bound is None:
            self._not_open(gesture, key, now)
        else:
            self.take(bound, key, now)

    def _marked(self, found: marking.Marked, gesture: Gesture, key: str, now: datetime) -> None:
        """Record what is marked, or take the marks away."""
        if gesture == "no":
            marking.unmark(self)
        else:
            self.take(found.bound, key, now)

    def _not_open(self, gesture: Gesture, key: str, now: datetime) -> None:
        second = self._second_thought(gesture, now)
        if second is not None:
            self.open(second)
        elif key in _ARROWS and self.painted.picks:
            self.say(_("Is NumLock off? A digit is expected here."))
        else:
            self.say(self.waiting(gesture))

    def _second_thought(self, gesture: Gesture, now: datetime) -> Overlay | None:
        """Return the offer to correct the ruling just given, where this key would have been the other ruling."""
        last = self.last
        if last is None or gesture not in ("yes", "no", "none"):
            return None
        if not timedelta() <= now - last.at <= SECOND_THOUGHT:
            return None
        return offer(self, last.seq, gesture)

    def waiting(self, gesture: Gesture) -> Text:
        """Return why a key does nothing now: what the desk waits for."""
        keys = self.painted.keys
        if gesture == "next" and is_unstarted(self):
            return _("The clock has not been started: Space starts it. Enter never rules; that is + or -.")
        if gesture == "next" and any(bound.move.intent is Intent.RULING for bound in keys.values()):
            return _("Enter never rules: press + for right, - for wrong.")
        if gesture == "next" and self.painted.picks:
            return _("Press a number: who, or which?")
        if gesture == "next" and keys.get("clock") is not None:
            return _("The clock comes first: Space.")
        return _("This key does nothing now; ? shows the keys.")

    def _pick(self, digit: str, now: datetime) -> None:
        picks = self.painted.picks
        bound = picks.get(int(digit))
        if bound is None:
            self._dead = digit
            self.say(_("There is no number {number} to pick here.", number=digit))
        else:
            self.take(bound, digit, now)

    def take(self, bound: Bound, key: str, now: datetime) -> None:
        """Do what stood beside a key, if it still means what was painted."""
        self.refresh()
        moves = self.contest.moves(SEAT)
        current = fresh(bound, moves)
        if current is None:
            self.say(_("The picture has just changed; look again."))
        elif current.move.closed is not None:
            self.say(current.move.closed)
        elif current.missing:
            open_form(self, current.move, current.values, now)
        else:
            self._decide(current, false_start(current, moves), key, now)

    def _fill(self, move: Move, now: datetime) -> None:
        open_form(self, move, {}, now)

    def _decide(self, bound: Bound, foul: Bound | None, key: str, now: datetime) -> None:
        """Do what is chosen, or ask about it first."""
        pending = protest.still_pending(self, bound, lambda later: self._decide(bound, foul, key, later))
        if key == "enter" and pending is not None:
            self.open(pending)
            return
        asked = question(self, bound, now)
        unstarted = never_started(self, bound, now, self._fill) if key == "enter" else None
        if unstarted is not None:
            self.open(unstarted)
        elif foul is not None:
            self.open(ValidOrFoul(self, bound, foul))
            self.say(_("{team} was first. Had the host called?", team=foul.label))
        elif asked is not None:
            self.open(Question(self, asked, bound, key))
        else:
            self.do(bound.move, bound.values, now)

"""Keys as they are meant, whatever the terminal calls them, the gestures they stand for, and keys held down.

The character counts and not the key's name, full width is folded to half; which move a key means, it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

import attrs

from ..blanks import Gesture

GESTURES: Mapping[str, Gesture] = {
    "enter": "next",
    "space": "clock",
    "+": "yes",
    "-": "no",
    "0": "none",
    "left": "left",
    "right": "right",
}
"""The seven gestures by key."""
KEY_OF: Mapping[Gesture, str] = {gesture: key for key, gesture in GESTURES.items()}

_NAMES = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "decimal": ".",
    "return": "enter",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+p": "m",
    "ctrl+z": "ctrl+c",
    "f1": "?",
}
_SAME = {"=": "+", "*": "m", ":": "m", "`": ".", " ": "space"}
_FULL_WIDTH = {"。": ".", "\u3000": " ", "\u2014": "-", "\uff0d": "-", "\u2212": "-"}
_NAMED = frozenset(
    [
        "enter",
        "backspace",
        "escape",
        "left",
        "right",
        "up",
        "down",
        "pageup",
        "pagedown",
        "home",
        "end",
        "tab",
        "shift+tab",
        "ctrl+c",
        "delete",
    ]
)
IDEOGRAPH = "ideograph"
"""The key of a character that an input method committed."""


@attrs.frozen
class Press:
    """One press: the key as the table names it (empty: none of the table's), and the character typed, if any."""

    key: str
    char: str = ""


def press(key: str, character: str | None = None) -> Press:
    """Return the press of what a terminal reports as `key` with `character`."""
    if character is not None and half_width(character).isprintable():
        return _of_character(character)
    name = _NAMES.get(key, key)
    if len(name) == 1:
        return _of_character(name)
    return Press(name if name in _NAMED else "")


def _of_character(character: str) -> Press:
    char = half_width(character)
    folded = char.lower()
    if len(folded) == 1 and not folded.isascii():
        return Press(IDEOGRAPH, character)
    return Press(_SAME.get(folded, folded), character)


def half_width(character: str) -> str:
    """Return a full-width character as its half-width twin, any other as it is."""
    if character in _FULL_WIDTH:
        return _FULL_WIDTH[character]
    if len(character) == 1 and "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return character


REST = timedelta(milliseconds=700)
"""How long a key that has acted is not heard again."""
REPEAT = timedelta(milliseconds=150)
"""A key that keeps coming in gaps under this is held down."""
FREE = frozenset({"pageup", "pagedown"})
"""Keys a clicker may send as fast as it likes."""


class Stroke(Enum):
    """What a press is: a new one, a key held down, or the same key again too soon."""

    NEW = "new"
    HELD = "held"
    AGAIN = "again"


@attrs.define
class HeldKeys:
    """What has been pressed lately, and on which picture; `stroke` says what a press is."""

    _acted: dict[str, tuple[datetime, object]] = attrs.field(factory=dict, init=False)
    _seen: dict[str, datetime] = attrs.field(factory=dict, init=False)
    _latest: str = attrs.field(default="", init=False)

    def stroke(self, key: str, now: datetime, picture: object = None) -> Stroke:
        """Return what a press of `key` is, and remember it: a held key is one press, whatever it brings up.

        A key that was let go counts again at once on another `picture`; on the same one, or none, after a rest. One
        that another key has come after was let go: keyboards repeat the last key alone.
        """
        if key in FREE:
            return Stroke.NEW
        acted, was = self._acted.get(key, (None, None))
        seen, self._seen[key] = self._seen.get(key), now
        repeats, self._latest = key == self._latest, key
        if acted is not None and repeats and _within(REPEAT, seen, now):
            return Stroke.HELD
        if _within(REST, acted, now) and (picture is None or picture == was):
            return Stroke.AGAIN
        self._acted[key] = now, picture
        return Stroke.NEW

    def accepts(self, key: str, now: datetime) -> bool:
        """Return whether `key` acts now, and remember it."""
        return self.stroke(key, now) is Stroke.NEW

    def note(self, key: str, now: datetime, picture: object = None) -> None:
        """Remember a press that a field took, whatever came before."""
        self._seen[key], self._acted[key], self._latest = now, (now, picture), key


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether `now` is less than `span` after `since`; a clock that was set back makes no key dead."""
    return since is not None and timedelta() <= now - since < span

"""What a judge sees, as one value: the page, whose it is, the keys that act, and all that stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import attrs

from ...moves import Move
from ...roster import Judge
from ...scenes import Marks, Scene
from ...text import Text
from ..dialog import Key
from ..message import Message
from ..paper import Answer, Question
from .bundle import Bundle
from .duties import Handed, People
from .pin_pad import PinPad
from .sheet import Sheet
from .words import _

Page = Literal["seat", "pin", "entry", "check", "waiting", "locked", "opening", "revealed", "barred"]


@attrs.frozen
class Pad:
    """What is seen of the pad: what it asks for, how many digits were typed (never which), whether no try is left."""

    request: Text
    typed: int
    is_blocked: bool


@attrs.frozen
class Locked:
    """A ballot that is in: its sheet to be read again, its receipt, and why it is closed."""

    sheet: Sheet
    handed: Handed
    closed: Text


@attrs.frozen
class View:
    """A judge's page.

    `judge` is who sits or stands at the pad; `typed` the digits of a seat being chosen; `is_elsewhere` whether another
    window has this judge's sheet open; `reminder` what the desk asks for; `saved` when the draft was written last;
    `handed` are this judge's ballots so far; `opened` marks as far as the hall has seen them, this judge's among them;
    `barred` and `asides` the moves closed to the judge, and what else may be done.
    """

    page: Page
    title: Text
    is_rehearsal: bool
    people: People
    scene: Scene
    judge: Judge | None
    message: Message
    keys: tuple[Key, ...]
    typed: str
    is_elsewhere: bool
    reminder: Text | None
    saved: datetime | None
    pad: Pad | None
    bundle: Bundle | None
    handed: tuple[Handed, ...]
    locked: tuple[Locked, ...]
    opened: tuple[Marks, ...]
    barred: tuple[Move, ...]
    asides: tuple[Move, ...]


def view_of_pad(pad: PinPad) -> Pad:
    """Return what is seen of a pad."""
    return Pad(pad.request, len(pad.typed), pad.is_blocked)


def keys_of(page: Page, bundle: Bundle | None) -> tuple[Key, ...]:
    """Return the keys that act on a page, and what they do; those of the window itself are its own."""
    if bundle is not None and bundle.checking:
        handing_in = tuple(Key(str(number), _("hand in")) for number in dict.fromkeys(bundle.numbers))
        return (*handing_in, Key("escape", _("back"))) if bundle.spots else handing_in
    if bundle is not None and bundle.question is not None:
        return _question_keys(bundle.question)
    erase = Key("backspace", _("erase"))
    match page:
        case "entry":
            return Key("", _("Digits, then Enter")), Key("", _("Up, Down: another line")), erase, *_last_keys(bundle)
        case "pin":
            return Key("", _("Digits")), erase, Key("escape", _("back"))
        case _:
            return (Key("escape", _("leave")),)


def _last_keys(bundle: Bundle | None) -> Iterator[Key]:
    asked = bundle is not None and any(sheet.asked for sheet in bundle.sheets)
    if asked:
        yield Key("tab", _("next question"))
    if bundle is not None and bundle.aside:
        yield Key("escape", _("back"))
    elif not asked:
        yield Key("", _("no other keys"))


def _question_keys(question: Question) -> tuple[Key, ...]:
    return (
        Key(Answer.ACCEPT.value, _("yes, {value}", value=question.value)),
        Key(Answer.RETYPE.value, _("type it again")),
        Key(Answer.POSTPONE.value, _("later")),
    )

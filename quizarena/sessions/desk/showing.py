"""What a question shows or plays, at the desk: V plays it on browsers' boards, or has this machine's viewer open it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from ...clocks import minutes
from ...contest.facts import MediaPlayed
from ...journal.stored_files import stored_file
from ...media import MediaKind, length_ms, media_in
from ...scenes import MediaShown, Question
from ...text import Text
from ..bindings import SEAT
from .desk import Desk
from .lists import Act, DeedList, deeds
from .words import _


def shown(desk: Desk) -> MediaShown | None:
    """Return what the question that is on shows or plays, None where it is words alone."""
    return next((block.media for block in desk.scene().of(Question) if block.media is not None), None)


def label(desk: Desk, media: MediaShown) -> Text:
    """Return what the key does, or that the file is missing."""
    if stored_file(desk.file, media.stored_name) is None:
        return _("the file of this question is missing; put it back from a copy of the contest's folder")
    if media.clock is not None and media.clock.running:
        return _("{media} is playing: stop it, play it again", media=_name(media))
    match media.kind:
        case MediaKind.PICTURE:
            return _("open picture {number} on this machine", number=media.number)
        case MediaKind.SOUND:
            return _("play sound {number}", number=media.number)
        case MediaKind.VIDEO:
            return _("play film {number}", number=media.number)
        case _:
            assert_never(media.kind)


def _name(media: MediaShown) -> Text:
    if media.kind is MediaKind.SOUND:
        return _("sound {number}", number=media.number)
    return _("film {number}", number=media.number)


def open_media(desk: Desk, now: datetime) -> None:
    """Open a picture; of a sound or a film ask where to play it, or what becomes of it."""
    media = shown(desk)
    if media is None:
        desk.say(_("This question shows and plays nothing."))
    elif media.kind is MediaKind.PICTURE or stored_file(desk.file, media.stored_name) is None:
        _view(desk, media)
    else:
        desk.open(DeedList(desk, _title(desk, media, now), deeds(*_deeds(desk, media))))


def _title(desk: Desk, media: MediaShown, now: datetime) -> Text:
    """Return its name, that of its file, how long it plays where the file says so, and how far it is."""
    files = (each for each in media_in(desk.contest.rulebook) if each.stored_name == media.stored_name)
    file: Text | str = next(files).file
    place = stored_file(desk.file, media.stored_name)
    long = None if place is None else length_ms(place)
    if long is not None:
        file = _("{file}, {length}", file=file, length=minutes(-(-long // 1_000)))
    if media.clock is None:
        return _("{media}, {file}: not played yet", media=_name(media), file=file)
    at = minutes(media.clock.used_at(now) // 1_000)
    if media.clock.running:
        return _("{media}, {file}: playing, {at}", media=_name(media), file=file, at=at)
    return _("{media}, {file}: stopped at {at}", media=_name(media), file=file, at=at)


def _deeds(desk: Desk, media: MediaShown) -> Iterator[tuple[Text, Act]]:
    clock = media.clock
    if clock is not None and clock.running:
        yield _("stop it where it is"), lambda now: _play(desk, media, "stop", now)
    elif clock is not None:
        yield _("go on"), lambda now: _play(desk, media, "resume", now)
    again = _("play it in the browser's board") if clock is None else _("from the beginning")
    yield again, lambda now: _play(desk, media, "start", now)
    yield _("open it on this machine"), lambda now: _view(desk, media)


def _play(desk: Desk, media: MediaShown, action: str, now: datetime) -> None:
    """Record the cue: every board in a browser follows it."""
    move = next((move for move in desk.contest.moves(SEAT) if move.fact is MediaPlayed), None)
    if move is None:
        desk.say(_("The board cannot be steered now."))
    elif desk.do(move, {"file": media.stored_name, "action": action}, now) is not None:
        stopped, playing = _("{media}: stopped", media=_name(media)), _("{media}: playing", media=_name(media))
        desk.say(stopped if action == "stop" else playing)


def _view(desk: Desk, media: MediaShown) -> None:
    """Ask whoever looks to open the file."""
    place = stored_file(desk.file, media.stored_name)
    if place is None:
        desk.say(_("The file of this question is not beside the contest's file any more."), loud=True)
    else:
        desk.viewing, desk.wish = place, "view"

"""What a question shows or plays, at the desk: V has the machine's own viewer open it."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from ...journal.stored_files import stored_file
from ...media import MediaKind
from ...scenes import MediaShown, Question
from ...text import Text
from .desk import Desk
from .words import _


def shown(desk: Desk) -> MediaShown | None:
    """Return what the question that is on shows or plays, None where it is words alone."""
    return next((block.media for block in desk.scene().of(Question) if block.media is not None), None)


def label(media: MediaShown) -> Text:
    """Return what the key does."""
    match media.kind:
        case MediaKind.PICTURE:
            return _("open picture {number} on this machine", number=media.number)
        case MediaKind.SOUND:
            return _("play sound {number} on this machine", number=media.number)
        case MediaKind.VIDEO:
            return _("play film {number} on this machine", number=media.number)
        case _:
            assert_never(media.kind)


def open_media(desk: Desk, now: datetime) -> None:
    """Ask whoever looks to open the file."""
    media = shown(desk)
    place = None if media is None else stored_file(desk.file, media.stored_name)
    if media is None:
        desk.say(_("This question shows and plays nothing."))
    elif place is None:
        desk.say(_("The file of this question is not beside the contest's file any more."), loud=True)
    else:
        desk.viewing, desk.wish = place, "view"

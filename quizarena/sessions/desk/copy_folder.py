"""Where the safety copies go: a stick or another folder, chosen once and remembered with the contest for this desk."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import attrs

from ...blanks import Line as LineBlank
from ...errors import JournalError
from ...journal.safety_copies import CopyFolder, likely_folders, remember, remembered
from ...media import media_in
from ...text import Text, plain
from ..dialog import Check, Dialog, Key
from ..keys import Press
from .desk import Desk
from .entry import Entry, Typing
from .lists import Act, DeedList, deeds
from .safety_copy import Ended, Job, moment
from .words import _


def recall(desk: Desk) -> None:
    """Take up the folder that was chosen for this contest before."""
    desk.copies.choose(remembered(desk.arena.journal))


def carry_over(desk: Desk) -> None:
    """Go on with the same folder in another file."""
    folder = desk.copies.folder
    if folder is not None and desk.write_draft(lambda: remember(desk.arena.journal, folder)):
        desk.copies.choose(folder)


def look(desk: Desk, now: datetime) -> Job | None:
    """Return the copy that is to be made now, beside the desk; a desk that looks on makes none."""
    if desk.look_only:
        return None
    before = desk.copies.trouble
    now_there = desk.kept("copies", lambda: moment(desk.contest))
    address = desk.arena.journal.address
    job = desk.copies.due(now_there, address, now, lambda: media_in(desk.contest.rulebook))
    if before is None and desk.copies.trouble is not None:
        desk.say(desk.copies.in_words(now), loud=True)
    return job


def settle(desk: Desk, ended: Ended, now: datetime) -> None:
    """Take in how a copy ended, and say so where that is news."""
    if desk.copies.end(ended):
        last = desk.copies.last
        is_lacking = last is not None and bool(last.missing)
        desk.say(desk.copies.in_words(now), loud=desk.copies.trouble is not None or is_lacking)


def check(desk: Desk, number: int, now: datetime) -> Check:
    """Return the line of the list before the start: chosen by its number."""
    copies, said = desk.copies, desk.copies.in_words(now)
    if copies.folder is None:
        todo = _("{number}: choose a stick, and every round is copied there by itself", number=number)
        return Check(number, False, said, todo)
    if not copies.folder.apart:
        return Check(number, False, said, _("the same disk as the contest's own; a stick is safer"))
    is_whole = copies.last is not None and not copies.last.missing
    return Check(number, is_whole and copies.trouble is None, said)


def open_copy_folder(desk: Desk, now: datetime) -> None:
    """Ask where the copies go: what is plugged in by number, any folder by its path."""
    address = desk.arena.journal.address
    if not address:
        desk.say(_("This contest lies in no file; there is nothing to copy."))
        return
    rows: list[tuple[Text, Act]] = [(plain(path), partial(_choose, desk, path)) for path in likely_folders(address)]
    rows.append((_("Another folder: type its path"), lambda now: desk.open(FolderPath(desk))))
    if desk.copies.folder is not None:
        rows.append((_("No safety copy"), partial(_chosen, desk, None)))
    desk.open(DeedList(desk, _("Safety copy: in which folder?"), deeds(*rows), desk.copies.in_words(now)))


def _choose(desk: Desk, path: str, now: datetime) -> None:
    """Choose a folder, or say why it cannot be."""
    try:
        folder = CopyFolder.of(desk.arena.journal.address, path)
    except JournalError as error:
        desk.say(error.message)
    else:
        _chosen(desk, folder, now)


def _chosen(desk: Desk, folder: CopyFolder | None, now: datetime) -> None:
    if desk.write_draft(lambda: remember(desk.arena.journal, folder)):
        desk.copies.choose(folder)
        desk.say(desk.copies.in_words(now))


@attrs.define
class FolderPath(Typing):
    """The path of a folder being typed."""

    desk: Desk
    field: Entry = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with nothing."""
        self.field = Entry(self.desk, LineBlank("folder", _("Folder"), longest=1_000, example="/media/stick"))

    def press(self, press: Press, now: datetime) -> bool:
        """Take the folder on Enter."""
        if self.field.take(press):
            self.desk.close()
            _choose(self.desk, str(self.field.value), now)
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return the field."""
        keys = Key("enter", _("copies go there")), Key("escape", _("leave it"))
        return Dialog(_("Safety copy: in which folder?"), self.field.blocks(), keys, typing=True)

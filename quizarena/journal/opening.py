"""From an address to its journal: a file's path, or the scheme of a plug-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ..errors import JournalError
from ..text import FRAME, Text
from .addresses import is_taken, without_password
from .protocol import Journal, Writer
from .row import Row
from .schemes import ContestEntry, kind_of

_ = FRAME


def open_journal(address: str | Path, *, read_only: bool = False) -> Journal:
    """Open the journal at an address: a file's path, or that of a plug-in's scheme.

    Raises:
        JournalError: There is none, or it cannot be opened.
        PluginError: No plug-in opens addresses of this scheme.
    """
    kind = kind_of(address)
    if kind is not None:
        return kind.open(without_password(address), read_only=read_only)
    from .sqlite import SqliteJournal

    return SqliteJournal(address, read_only=read_only)


def create_journal(address: str | Path, fill: Callable[[Writer], object]) -> Journal:
    """Make a new journal at an address of what `fill` appends, and open it; nothing is ever overwritten.

    Raises:
        JournalError: There is something already, or it cannot be made; what `fill` raises too. Nothing is left then.
        PluginError: No plug-in makes journals of this scheme.
    """
    kind = kind_of(address)
    if kind is not None:
        return kind.create(without_password(address), fill)
    from .sqlite import SqliteJournal

    return SqliteJournal.create(address, fill)


def contests_at(address: str) -> Sequence[ContestEntry]:
    """Return the contests that rest on a server, the oldest first, as far as this account may see them.

    Raises:
        JournalError: It cannot be asked, or the address is no server's.
        PluginError: No plug-in opens addresses of this scheme.
    """
    kind = kind_of(address)
    if kind is None:
        raise JournalError(_("{address}: expected a server's address such as postgresql://user@host/database",
                             address=address))  # fmt: skip
    return kind.contests(without_password(address))


def is_there(address: str | Path) -> bool:
    """Whether a contest is at an address, or anything in the way of one; on a server, as far as this account may see.

    Raises:
        JournalError: The server cannot be asked.
    """
    if kind_of(address) is None:
        return is_taken(address)
    return without_password(address) in {each.address for each in contests_at(str(address))}


def salvage(address: str | Path, problems: list[Text]) -> Iterator[Row]:
    """Yield the rows at an address that can still be read, whatever is wrong, and say in `problems` which cannot.

    Neither the chain nor what the columns hold is checked.

    Raises:
        JournalError: There is no journal, or none of it can be read.
    """
    if kind_of(address) is None:
        from .damaged_file import read_rest

        yield from read_rest(address, problems)
        return
    with closing(open_journal(address, read_only=True)) as journal:
        yield from journal.read()

"""Which plug-in keeps the journals of an address's scheme, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, cast

import attrs

from ..plugins import Registry
from ..text import FRAME
from .addresses import scheme_of
from .protocol import Journal, Writer

_ = FRAME
JOURNALS = Registry("quizarena.journals", _("journal"))
"""What opens the addresses of a scheme, "scheme://...#name": a `JournalKind` by the scheme's name."""


@attrs.frozen
class ContestEntry:
    """A contest where several rest: its address, how many records it has, and when the last was written, in UTC."""

    address: str
    records: int
    at: str = ""


class JournalKind(Protocol):
    """A sort of journal; every method raises JournalError. A password that stood in an address is asked of `addresses`.

    The files are the pictures, sounds and films of a contest, each called by the digest of its content.
    """

    def open(self, address: str, *, read_only: bool) -> Journal:
        """Open the journal at `address`; `read_only` writes nothing."""
        ...

    def create(self, address: str, fill: Callable[[Writer], object]) -> Journal:
        """Make a new journal at `address`, where there must be none, of what `fill` appends; all of it or nothing."""
        ...

    def contests(self, address: str) -> Sequence[ContestEntry]:
        """Return the contests that rest where `address` says, the oldest first; what follows its # is not looked at."""
        ...

    def file(self, address: str, stored_name: str) -> Path | None:
        """Return where on this machine a file of the contest lies, brought here if need be; None where it has none."""
        ...

    def store_file(self, address: str, stored_name: str, content: bytes) -> None:
        """Keep a file with the contest at `address`; one that is there already stays."""
        ...


def kind_of(address: str | Path) -> JournalKind | None:
    """Return what keeps the journals of an address's scheme, None for a file's path.

    Raises:
        PluginError: No plug-in does.
    """
    scheme = scheme_of(address)
    return cast(JournalKind, JOURNALS.load(scheme)) if scheme else None

"""Journals in a PostgreSQL database, at addresses such as "postgresql://user@host/database#spring-2026".

What needs the library for it is loaded when such an address is opened; see `journal` for how rows rest there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import JournalError
from ...text import FRAME
from ..protocol import Writer
from ..schemes import ContestEntry
from .place import Place

if TYPE_CHECKING:
    from .journal import PostgresJournal

_ = FRAME


class PostgresKind:
    """What opens and makes journals on a server; see `quizarena.journal.JournalKind`."""

    def open(self, address: str, *, read_only: bool) -> PostgresJournal:
        """Open the contest at an address."""
        place = _loaded(Place.of(address))
        from .journal import PostgresJournal

        return PostgresJournal(place, read_only=read_only)

    def create(self, address: str, fill: Callable[[Writer], object]) -> PostgresJournal:
        """Make the tables where there are none, and a new contest in them."""
        place = _loaded(Place.of(address))
        from .contests import found

        return found(place, fill)

    def contests(self, address: str) -> list[ContestEntry]:
        """Return the contests on a server."""
        place = _loaded(Place.of_server(address))
        from .contests import contests_on

        return contests_on(place)

    def file(self, address: str, stored_name: str) -> Path | None:
        """Return where a file of a contest lies on this machine."""
        place = _loaded(Place.of(address))
        from .files import local_file

        return local_file(place, stored_name)

    def store_file(self, address: str, stored_name: str, content: bytes) -> None:
        """Keep a file with its contest."""
        place = _loaded(Place.of(address))
        from .files import store_file

        store_file(place, stored_name, content)


def _loaded(place: Place) -> Place:
    """Return a place whose journals can be opened: the library for it is installed."""
    try:
        from . import lines  # noqa: F401
    except ImportError as error:
        problem = _(
            "{address}: PostgreSQL needs more than is installed; add it with: pipx install 'quizarena[postgres]'",
            address=place.server,
        )
        raise JournalError(problem) from error
    return place


POSTGRES = PostgresKind()
"""The kind of journal behind the schemes postgresql and postgres."""

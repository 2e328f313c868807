"""Where a contest rests on a server: "postgresql://user@host:5432/database?sslmode=verify-full#spring-2026"."""

from __future__ import annotations

import re
from urllib.parse import unquote

import attrs

from ...errors import JournalError
from ...text import FRAME
from ..addresses import password_of, without_password

_ = FRAME
_CONTEST = re.compile(r"[^\s#/?\x00-\x1f\x7f-\x9f]{1,80}")
_HOSTS = re.compile(r"[^:]+://(?:[^@/?#]*@)?([^/?#]*)")


@attrs.frozen
class Place:
    """A contest on a server, or a server alone: `server` is the address without the contest's name and a password."""

    server: str
    contest: str
    password: str | None = attrs.field(default=None, repr=False)

    @classmethod
    def of(cls, address: str) -> Place:
        """Read an address.

        Raises:
            JournalError: It names no contest, or one of a name that none can have.
        """
        server, _hash, contest = without_password(address).partition("#")
        if not contest:
            raise JournalError(
                _("{address}: name the contest after a #: {address}#spring-2026", address=without_password(address))
            )
        if not _CONTEST.fullmatch(contest):
            problem = _(
                "{address}: expected up to 80 characters without spaces, # / ? after the #, found {found}",
                address=server,
                found=repr(contest[:100]),
            )
            raise JournalError(problem)
        return cls(server, contest, password_of(server))

    @classmethod
    def of_server(cls, address: str) -> Place:
        """Read the address of a server; what follows its # is left out."""
        server = without_password(address).partition("#")[0]
        return cls(server, "", password_of(server))

    @property
    def address(self) -> str:
        """What `open_journal` takes, without a password."""
        return f"{self.server}#{self.contest}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The machines of the server, none for one that is reached on this machine without a net."""
        found = _HOSTS.match(self.server)
        return tuple(filter(None, unquote(found[1]).split(","))) if found else ()

"""Addresses of contests: a file's path or a plug-in's "scheme://...#name", and what follows from their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import unquote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://")
SUFFIX = ".qa"
_PASSWORDS: dict[str, str] = {}
"""The passwords that stood in addresses, by what is left of them before the "#"."""


def scheme_of(address: str | Path) -> str:
    """Return the scheme of an address, nothing for a file's path."""
    found = _SCHEME.match(str(address))
    return found[1] if found is not None else ""


def without_password(address: str | Path) -> str:
    """Return an address as it may be shown; a password in it is kept in this process, for `password_of`."""
    text = str(address)
    scheme = scheme_of(text)
    if not scheme:
        return text
    server, hash, name = text.rpartition("#") if "#" in text else (text, "", "")
    where, mark, options = server.partition("?")
    account, at, host = where.removeprefix(f"{scheme}://").rpartition("@")
    user, _colon, password = account.partition(":")
    for option in options.split("&"):
        key, _equals, value = option.partition("=")
        password = value if key == "password" else password
    rest = "&".join(option for option in options.split("&") if not option.startswith("password="))
    clean = f"{scheme}://{user}{at}{host}{mark if rest else ''}{rest}"
    if password:
        _PASSWORDS[clean] = unquote(password)
    return clean + hash + name


def password_of(address: str) -> str | None:
    """Return the password that stood in an address of the same server and account, None where none did."""
    return _PASSWORDS.get(address.rpartition("#")[0] if "#" in address else address)


def is_journal(address: str | Path) -> bool:
    """Whether an address is a contest's rather than a rulebook's: of a scheme, or a database is the file there."""
    if scheme_of(address):
        return True
    from .sqlite_file import is_database

    return is_database(address)


def is_taken(address: str | Path) -> bool:
    """Whether a new contest at an address would be in the way of something; of a scheme only its plug-in knows."""
    return not scheme_of(address) and Path(address).exists()


def name_of(address: str | Path) -> str:
    """Return what an address is called in short: the file's name, or what follows the "#"."""
    return without_password(address).rpartition("#")[2] if scheme_of(address) else Path(address).name


def variants(address: str | Path, word: str) -> Iterator[str]:
    """Yield addresses beside another: of "a.yaml" and "rehearsal" "a.rehearsal.qa", "a.rehearsal-2.qa" and so on.

    Those of a variant are those of the original.
    """
    if scheme_of(address):
        start, end = f"{str(address).partition(f'-{word}')[0]}-{word}", ""
    else:
        path = Path(address)
        start, end = str(path.with_name(f"{path.stem.partition(f'.{word}')[0]}.{word}")), SUFFIX
    yield start + end
    yield from (f"{start}-{number}{end}" for number in count(2))


def is_variant(address: str | Path, word: str) -> bool:
    """Whether an address is one that `variants` yields for the word."""
    return f"-{word}" in name_of(address) if scheme_of(address) else f".{word}" in Path(address).stem


def beside(address: str | Path) -> Path:
    """Return the path that files about a contest are named after: its own, or its name in the folder one works in."""
    return Path(name_of(address)) if scheme_of(address) else Path(address)


def spares(address: str | Path) -> Iterator[str]:
    """Yield where a copy may go when the contest at `address` cannot be written: beside it, then at home."""
    path = Path(beside(address) if address else "contest")
    for folder in (path.parent, Path.home()):
        yield from (str(folder / f"{path.stem}-{number}{SUFFIX}") for number in range(2, 10))

"""Addresses of contests: a file's path or a plug-in's "scheme://...#name", and what follows from their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://")
SUFFIX = ".qa"


def scheme_of(address: str | Path) -> str:
    """Return the scheme of an address, nothing for a file's path."""
    found = _SCHEME.match(str(address))
    return found[1] if found is not None else ""


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
    return str(address).rpartition("#")[2] if scheme_of(address) else Path(address).name


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


def spares(address: str | Path) -> Iterator[str]:
    """Yield where a copy may go when the contest at `address` cannot be written: beside it, then at home."""
    path = Path("contest" if scheme_of(address) or not address else address)
    for folder in (path.parent, Path.home()):
        yield from (str(folder / f"{path.stem}-{number}{SUFFIX}") for number in range(2, 10))

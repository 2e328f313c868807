"""Names to things: how kinds, panel rules, draws and tie-breaks are found.

Decides which entry point a name stands for; a registry lists names without importing what they name. Leaves
to the owner of each registry what a plug-in must be able to do.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

import attrs

from .errors import PluginError


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


@functools.cache
def _installed(group: str) -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=group):
        other = found.setdefault(point.name, point)
        if other.value != point.value:
            both = f"{other.value} and {point.value}"
            raise PluginError(f"two plug-ins call themselves {point.name!r} in {group}: {both}; uninstall one")
    return found


@attrs.frozen
class Registry:
    """The plug-ins of one entry-point group, by name."""

    group: str
    what: str

    def names(self) -> tuple[str, ...]:
        """Return the installed names, sorted; nothing is imported."""
        return tuple(sorted(_installed(self.group)))

    def load(self, name: str) -> object:
        """Import and return what `name` stands for.

        Raises:
            PluginError: No such plug-in is installed (the nearest name is suggested), or its import fails.
        """
        point = _installed(self.group).get(name)
        if point is None:
            raise PluginError(self._unknown(name))
        try:
            return point.load()
        except (ImportError, AttributeError) as error:
            raise PluginError(f"the {self.what} {name!r} ({point.value}) cannot be loaded: {error}") from error

    def version(self, name: str) -> str:
        """Return the name and version of the distribution that brings `name`, such as "quizarena 0.1.0"."""
        point = _installed(self.group).get(name)
        dist = point.dist if point else None
        return f"{dist.name} {dist.version}" if dist else "unknown"

    def _unknown(self, name: str) -> str:
        close = nearest(name, self.names())
        hint = f"did you mean {close!r}?" if close else f"known are {', '.join(self.names()) or 'none'}"
        return f"no {self.what} is called {name!r}; {hint}"

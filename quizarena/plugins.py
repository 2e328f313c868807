"""How kinds, panel rules, draws and tie-breaks are found by their names.

A registry lists names without importing anything; its owner checks what a plug-in must be able to do.
"""

from __future__ import annotations

import difflib
import functools
import types
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points

import attrs

from .errors import PluginError
from .text import FRAME, Text

_ = FRAME
NO_ALIASES: Mapping[str, str] = types.MappingProxyType({})


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def hint(word: str, known: Iterable[str], aliases: Mapping[str, str] = NO_ALIASES) -> Text:
    """Return what to write instead of `word`: the nearest of `known`, else all of them.

    `aliases` maps other words people use to the known one they mean.
    """
    names = tuple(known)
    close = nearest(word, (*names, *aliases))
    if close is not None:
        intended = aliases.get(close, close)
        return _("did you mean {close}?", close=intended if intended.startswith("{") else repr(intended))
    return _("known are {known}", known=", ".join(names) or _("none"))


@functools.cache
def _installed(group: str) -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=group):
        other = found.setdefault(point.name, point)
        if other.value != point.value:
            problem = _(
                "two plug-ins call themselves {name} in {group}: {first} and {second}; uninstall one",
                name=repr(point.name),
                group=group,
                first=other.value,
                second=point.value,
            )
            raise PluginError(problem)
    return found


@attrs.frozen
class Registry:
    """The plug-ins of one entry-point group, by name; `aliases` are other words people use for the built-in ones."""

    group: str
    what: Text | str
    aliases: Mapping[str, str] = attrs.field(default=NO_ALIASES, hash=False)
    _added: dict[str, object] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def add(self, name: str, plugin: object) -> None:
        """Let `name` stand for `plugin` in this process: a rule is tried before it is packaged.

        Raises:
            PluginError: The name is taken.
        """
        if name in self.names():
            raise PluginError(_("the {what} {name} is there already", what=self.what, name=repr(name)))
        self._added[name] = plugin

    def names(self) -> tuple[str, ...]:
        """Return the names of what is installed or was added, sorted; nothing is imported."""
        return tuple(sorted({*_installed(self.group), *self._added}))

    def load(self, name: str) -> object:
        """Import and return what `name` stands for.

        Raises:
            PluginError: No such plug-in is installed (the nearest name is suggested), or its import fails.
        """
        if name in self._added:
            return self._added[name]
        point = _installed(self.group).get(name)
        if point is None:
            suggestion = hint(name, self.names(), self.aliases)
            raise PluginError(_("no {what} is called {name}; {hint}", what=self.what, name=repr(name), hint=suggestion))
        try:
            return point.load()
        except (ImportError, AttributeError) as error:
            problem = _(
                "the {what} {name} ({place}) cannot be loaded: {error}",
                what=self.what,
                name=repr(name),
                place=point.value,
                error=str(error),
            )
            raise PluginError(problem) from error

    def version(self, name: str) -> str:
        """Return the name and version of the distribution that brings `name`, such as "quizarena 0.1.0"."""
        return _version(self.group, name)


@functools.cache
def _version(group: str, name: str) -> str:
    """Return the distribution behind an entry point; its metadata is read once a process."""
    point = _installed(group).get(name)
    dist = point.dist if point else None
    return f"{dist.name} {dist.version}" if dist else "unknown"

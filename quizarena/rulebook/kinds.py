"""The kinds of rounds and the families of formats that a reading may use: installed ones, and others beside them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Hashable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import attrs

from quizarena.errors import PluginError
from quizarena.plugins import Registry
from quizarena.rounds import KINDS, RoundKind, load_kind

from .words import _

T = TypeVar("T")
FAMILIES = Registry("quizarena.formats", _("family of formats"))


@attrs.frozen
class Kinds:
    """The installed kinds and families of formats, and the kinds `given` beside or in place of them."""

    given: Mapping[str, RoundKind] = attrs.field(factory=dict)
    _once: dict[Hashable, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)
    """What was read of formats, by what was asked."""

    def once(self, about: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gives, read once in the life of these kinds."""
        if about not in self._once:
            self._once[about] = make()
        found: T = self._once[about]
        return found

    def names(self) -> tuple[str, ...]:
        """Return the names of all kinds, sorted."""
        return tuple(sorted({*KINDS.names(), *self.given}))

    def get(self, name: str) -> RoundKind:
        """Return the kind `name`; PluginError if it is not there or broken."""
        return self.given[name] if name in self.given else load_kind(name)

    def families(self) -> tuple[str, ...]:
        """Return the families of formats, sorted: the installed ones, and kinds that have formats beside them."""
        own = {name for name in self.names() if "." not in name}
        return tuple(sorted({*FAMILIES.names(), *own}))

    def format_files(self, family: str) -> Mapping[str, bytes]:
        """Return what stands in the files of a family's formats, by name, sorted; PluginError if the plug-in is broken.

        Those of installed families are read once a process.
        """
        folder: Any = self._folder(family)  # hashable, which Traversable does not say
        return _read_files(folder) if family in self.given else _installed_files(folder)

    def _folder(self, family: str) -> Traversable:
        if family not in self.given and family in FAMILIES.names():
            found = FAMILIES.load(family)
            if not isinstance(found, ModuleType):
                raise PluginError(f"the family of formats {family!r} is no package")
            return _formats_in(found)
        return _beside(self.get(family))


def _read_files(folder: Traversable) -> Mapping[str, bytes]:
    files = [each for each in folder.iterdir() if each.name.endswith(".yaml")] if folder.is_dir() else []
    return {each.name.removesuffix(".yaml"): each.read_bytes() for each in sorted(files, key=lambda file: file.name)}


@functools.cache
def _installed_files(folder: Any) -> Mapping[str, bytes]:
    return _read_files(folder)


@functools.cache
def _formats_in(package: ModuleType) -> Traversable:
    return resources.files(package) / "formats"


def _beside(kind: RoundKind) -> Traversable:
    module = sys.modules[type(kind).__module__]
    package = sys.modules.get(module.__spec__.parent or "") if module.__spec__ else None
    if package is not None:
        return _formats_in(package)
    return Path(module.__file__ or "").parent / "formats"  # a plug-in of one module

"""The files around a rulebook: those it includes, and those its questions show or play, all inside its own folder.

A file of a question lies beside the file that names it; what is kept of it is its path and the digest of its content.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import attrs

from quizarena import tables
from quizarena.errors import Problem, QuizArenaError
from quizarena.journal.addresses import scheme_of
from quizarena.media import FILE_TYPES, MOST_BYTES, Media, file_type
from quizarena.nodes import Broken, Entries, Items, Node, Plain, Scalar, shown
from quizarena.rules import Include
from quizarena.text import Text, of_system

from .forms import Schema, refuse
from .listed import WORDS_OF
from .problems import BAD, At, HeatResult, ReadHeat
from .reader import MOST_BYTES as YAML_BYTES
from .reader import content_of, is_yaml, read_bytes
from .structure import RecordForm, special
from .table_fields import TableFields
from .words import _

_SUFFIXES = ", ".join(FILE_TYPES)
_MEBIBYTE = 1024 * 1024


@attrs.define
class Folder:
    """The folder of a rulebook: each file that is included is read once."""

    path: Path
    shown: str
    hints: list[Problem]
    """What somebody may want to look at in tables."""
    read_heat: ReadHeat | None = None
    read: dict[str, tuple[Node, tuple[Problem, ...]]] = attrs.field(factory=dict)
    _tables: TableFields = attrs.field(factory=TableFields, init=False)
    _names: dict[str, str] = attrs.field(factory=dict, init=False)
    """What the included files are called within the folder, by their names in problems."""

    def include(self, scalar: Scalar, at: At, kind: Include) -> Node:
        """Return the tree of the file of `kind` that `scalar` names, or `Broken` after reporting why not."""
        name = scalar.text
        refusal = self._outside(name)
        if refusal is not None:
            at.refuse(scalar.place, refusal)
            return Broken(scalar.place)
        if name not in self.read:
            content = content_of(self.path / name, YAML_BYTES if is_yaml(name) else tables.MOST_BYTES)
            if not isinstance(content, bytes):
                at.refuse(scalar.place, _("{file}: {reason}", file=name, reason=content))
                return Broken(scalar.place)
            self._names[self._shown(name)] = name
            self.read[name] = self._tree(content, name, kind, at)
        node, found = self.read[name]
        at.reading.problems.extend(found)
        return node

    def _tree(self, content: bytes, name: str, kind: Include, at: At) -> tuple[Node, tuple[Problem, ...]]:
        if is_yaml(name):
            apart = at.apart()
            node = read_bytes(content, self._shown(name), apart.reading.problems)
            if kind in WORDS_OF and isinstance(node, Items):
                node = self._tables.completed(node, apart, kind)
            return node, tuple(apart.reading.problems)
        node, reading = self._tables.tree(content, self._shown(name), kind)
        self.hints.extend(reading.hints)
        return node, tuple(reading.problems)

    def media(self, scalar: Scalar, at: At) -> Any:
        """Return the `Media` of the file that `scalar` names, `BAD` after reporting why it cannot be had."""
        beside = PurePosixPath(self._names.get(scalar.place.file, "")).parent
        name = str(beside / scalar.text)
        refusal = self._outside(name) or self._unfit(name, scalar.text)
        if refusal is not None:
            return at.refuse(scalar.place, refusal)
        return Media(name, sha256((self.path / name).read_bytes()).hexdigest())

    def heat(self, address: str) -> HeatResult:
        """Return how the contest at `address` ended, read from this folder if it is a file."""
        if self.read_heat is None:
            raise QuizArenaError(_("load(path, read_heat=...) has to say how contests are read"))
        if scheme_of(address):
            return self.read_heat(address)
        if not (self.path / address).is_file():
            raise QuizArenaError(_("there is no such file; check its name and folder"))
        return self.read_heat(str(self.path / address))

    def _unfit(self, name: str, said: str) -> Text | None:
        """Return why a file cannot be shown or played, None if it can."""
        expected, path = file_type(name), self.path / name
        if expected is None:
            return _("{file}: expected a picture, a sound or a film: {suffixes}", file=shown(said), suffixes=_SUFFIXES)
        try:
            if not path.is_file():
                return _("there is no file {file} beside this one; copy it there, or check its name", file=shown(said))
            if path.stat().st_size > MOST_BYTES:
                return _("{file} is larger than {most} MiB; save it smaller", file=shown(said), most=_LARGEST)
            with path.open("rb") as stream:
                fits = expected.fits(stream.read(16))
        except OSError as error:
            return _("{file} cannot be read: {reason}", file=shown(said), reason=of_system(error))
        return None if fits else _("{file} is not what its name says; save it anew as such a file", file=shown(said))

    def _shown(self, name: str) -> str:
        return name if self.shown == "." else str(Path(self.shown) / name)

    def _outside(self, name: str) -> Text | None:
        windows = PureWindowsPath(name)
        if windows.drive or windows.root or "\\" in name or ".." in windows.parts:
            return _("a file inside the folder of the rulebook is expected, got {file}", file=shown(name))
        try:
            inside = (self.path / name).resolve().is_relative_to(self.path.resolve())
        except (OSError, RuntimeError):
            inside = False
        return None if inside else _("{file} is a link that leads out of the rulebook's folder", file=shown(name))


_LARGEST = MOST_BYTES // _MEBIBYTE


_NO_FOLDER = _("a text without a folder cannot include files; load the rulebook from its folder")


class NoFolder:
    """No folder at all: the rulebook is a text, or complete."""

    def include(self, scalar: Scalar, at: At, kind: Include) -> Node:
        """Report that no file can be included."""
        self.media(scalar, at)
        return Broken(scalar.place)

    def media(self, scalar: Scalar, at: At) -> Any:
        """Report that no file can be had."""
        return at.refuse(scalar.place, _NO_FOLDER)

    def heat(self, address: str) -> HeatResult:
        """Say that no contest can be found."""
        raise QuizArenaError(_NO_FOLDER)


@attrs.frozen
class MediaForm:
    """A file of a question: its name beside the file that names it; complete rulebooks hold path and digest."""

    written: RecordForm = RecordForm(Media)
    expected: Text = _("the name of a picture, a sound or a film")

    def fits(self, node: Node) -> bool:
        """Whether it is a name, or path and digest."""
        return isinstance(node, (Scalar, Entries))

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, Media)

    def read(self, node: Node, at: At) -> Any:
        """Return the `Media`."""
        if isinstance(node, Entries):
            found = self.written.read(node, at)
            return found if found is BAD or file_type(found.file) else refuse(self, node, at)
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            return refuse(self, node, at)
        return at.reading.files.media(node, at)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return path and digest."""
        return self.written.write(value, with_sealed)

    def schema(self) -> Schema:
        """A name, or an object."""
        return {"anyOf": [{"type": "string", "minLength": 1}, self.written.schema()]}


def register() -> None:
    """Let `Media` be read this way wherever a field is annotated with it."""
    special(Media, MediaForm())

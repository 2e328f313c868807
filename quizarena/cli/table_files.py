"""Files that are named while a contest is begun: found, read, and gathered where the contest can be checked."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import attrs

from quizarena import tables
from quizarena.errors import ProblemLines
from quizarena.nodes import Scalar
from quizarena.rulebook.reader import content_of, is_yaml
from quizarena.tables import Kind, Reading

from .dialogue import Unclear
from .words import _, language

_LOOKS_LIKE_A_FILE = re.compile(r".\.[A-Za-z]{2,4}$")


@attrs.frozen
class Gathered:
    """The files of a contest to be: `home` is its folder, `trial` one of the same files to check it in.

    `strange` are those that lie elsewhere, by their paths in the folder, with the table they came with.
    """

    home: Path
    trial: Path
    strange: dict[str, str] = attrs.field(factory=dict)

    def to_copy(self, named: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of what has to be copied to the folder, where the rules name these tables."""
        for name, table in self.strange.items():
            if table in named:
                yield name, (self.trial / name).read_bytes()

    def tables(self) -> list[str]:
        """Return the names of the tables that lie in the folder."""
        lying = self.home.iterdir() if self.home.is_dir() else ()
        found = (each for each in lying if each.is_file() and not each.name.startswith((".", "~$")))
        return sorted(each.name for each in found if each.suffix.lower() in tables.suffixes())

    def bring(self, written: str, kind: Kind) -> tuple[str, Reading | None]:
        """Return what a table is called in the folder, and its reading; None of YAML, which is read with the rules.

        Raises:
            Unclear: There is no such file, something in it is wrong, or its name is taken by another.
        """
        source = self._found(written)
        content = content_of(source, tables.MOST_BYTES)
        if not isinstance(content, bytes):
            raise Unclear(_("{file}: {reason}", file=written, reason=content))
        name = self._named(source, content)
        if is_yaml(name):
            self._gather(name, source, name)
            return name, None
        reading = tables.read(content, source.name, kind)
        if reading.problems:
            lines = ProblemLines(tuple(reading.problems)).in_language(language()).split("\n")
            raise Unclear(*lines, _("Mend the table, save it, and give its name again."))
        self._gather(name, source, name)
        for beside in _media(reading):
            if (source.parent / beside).is_file():
                self._gather(str(Path(name).parent / beside), source.parent / beside, name)
        return name, reading

    def _found(self, written: str) -> Path:
        for text in (written, _unquoted(written)):
            path = self.home / Path(text).expanduser()
            if path.is_file():
                return path
        raise Unclear(_("there is no file {file}; write its name, or drag it into this window", file=written))

    def _named(self, source: Path, content: bytes) -> str:
        """Return the path that the file has in the folder."""
        if source.resolve().is_relative_to(self.home.resolve()):
            return source.resolve().relative_to(self.home.resolve()).as_posix()
        own = self.home / source.name
        if own.exists() and own.read_bytes() != content:
            raise Unclear(_("another file {file} lies in the folder of the contest; rename one", file=source.name))
        return source.name

    def _gather(self, name: str, source: Path, table: str) -> None:
        """Copy a file to where the contest is tried, and note it where it does not lie in the folder yet."""
        target = self.trial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if not (self.home / name).exists():
            self.strange[name] = table


def is_file_name(written: str) -> bool:
    """Whether somebody means a file rather than words."""
    return bool(_LOOKS_LIKE_A_FILE.search(_unquoted(written)))


def _unquoted(written: str) -> str:
    """Return the path that a terminal types where a file is dragged into it."""
    text = written.removeprefix("file://")
    if text[:1] in "'\"" and text[-1:] == text[:1]:
        return text[1:-1]
    if "\\" in text and os.name != "nt":
        try:
            return " ".join(shlex.split(text))
        except ValueError:
            return text
    return text


def _media(reading: Reading) -> Iterator[str]:
    nodes = (row.get("media") for row in reading.rows)
    return (node.text for node in nodes if isinstance(node, Scalar) and ".." not in Path(node.text).parts)

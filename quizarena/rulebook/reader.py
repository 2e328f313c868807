"""Strict YAML: a file or a text becomes a tree of texts with their places, or problems; no value gets a type here.

UTF-8 without control or bidirectional characters, one document, no key twice, no anchors, aliases or tags, limits of
size, depth and number of nodes. Where reading cannot go on, a `Broken` node stands for the rest.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from quizarena.errors import Problem, TextError
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, shown
from quizarena.tables import suffixes
from quizarena.text import Text, of_system, plain, safe_lines, stripped

from .hints import in_lines, mended_line
from .words import _

if TYPE_CHECKING:
    import yaml

MOST_BYTES = 1024 * 1024
MOST_NODES = 20_000
DEEPEST = 24
_MAY_HOLD_RULES = frozenset({".txt", ".json"})
"""How some tables are called that somebody may write rules in."""
_SQLITE = b"SQLite format 3\x00"
_MOST_REPORTED = 5
_QUESTION_MARK = re.compile(r"(?<=[^\s,{}\[\]:])\?")
"""A question mark inside or behind a word."""
_UNCLOSED = "unexpected end of stream"
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_CHINESE_GAP = re.compile(f"(?<={_CHINESE}) (?={_CHINESE})")


def read_file(path: Path, name: str, problems: list[Problem]) -> Node:
    """Return the tree of the file at `path`, called `name` in problems, which are added to `problems`."""
    if path.suffix.lower() in {*suffixes()} - _MAY_HOLD_RULES and path.is_file():
        return _broken(problems, Place(name), _is_table(path.name))
    content = content_of(path)
    if isinstance(content, bytes):
        return read_bytes(content, name, problems)
    return _broken(problems, Place(name), content)


def _is_table(name: str) -> Text:
    return _(
        "this is a table and not the rules; name it in contest.yaml, as questions: {file} (or teams:, judges:), and to"
        " see what is understood of a bank run: quizarena questions {file}",
        file=name,
    )


def is_yaml(name: str) -> bool:
    """Whether a file is YAML by its name."""
    return name.lower().endswith((".yaml", ".yml"))


def content_of(path: Path, most: int = MOST_BYTES) -> bytes | Text:
    """Return the content of a file of at most `most` bytes, or why it cannot be had."""
    try:
        return _content(path, most)
    except OSError as error:
        return _why_unreadable(error)


def _content(path: Path, most: int) -> bytes | Text:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return _("expected a file, found a folder; name the file in it, such as contest.yaml")
    if not stat.S_ISREG(status.st_mode):
        return _("expected a file, found a device or a pipe")
    if status.st_size > most:
        return _too_large(most)
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _why_unreadable(error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return _("there is no such file; check its name and folder")
    if isinstance(error, PermissionError):
        return _("the file may not be read by this user; change its permissions or copy it")
    return _("the file cannot be read: {reason}", reason=of_system(error))


def _too_large(most: int = MOST_BYTES) -> Text:
    return _("the file is larger than {most} MiB, more than any rulebook needs; is it the right file?", most=most >> 20)


def read_bytes(content: bytes, name: str, problems: list[Problem]) -> Node:
    """Return the tree of a file's `content`."""
    if len(content) > MOST_BYTES:
        return _broken(problems, Place(name), _too_large())
    if content.startswith(_SQLITE):
        message = _("expected a rulebook in YAML, found an SQLite file such as a contest's journal")
        return _broken(problems, Place(name, 1, 1), message)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _broken(problems, _place_of_byte(content, error.start, name), _no_utf8(content, error))
    return read_text(text, name, problems)


def _no_utf8(content: bytes, error: UnicodeDecodeError) -> Text:
    byte = f"{content[error.start]:02X}"
    if b"\x00" in content:
        return _("expected text in UTF-8, found byte {byte}; this is no text file in UTF-8", byte=byte)
    return _("expected text in UTF-8, found byte {byte}; save the file as UTF-8 (it may be GBK now)", byte=byte)


def _place_of_byte(content: bytes, offset: int, name: str) -> Place:
    before = content[:offset]
    line_start = before.rfind(b"\n") + 1
    return Place(name, before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1)


def read_text(text: str, name: str, problems: list[Problem]) -> Node:
    """Return the tree of `text`, called `name` in problems."""
    if len(text) > MOST_BYTES:
        return _broken(problems, Place(name), _too_large())
    hostile = list(_hostile(text, name))
    if hostile:
        problems.extend(hostile[:_MOST_REPORTED])
        return Broken(Place(name, 1, 1))
    return _mended(text, name, problems)


def _mended(text: str, name: str, problems: list[Problem]) -> Node:
    """Return the tree of `text`; a slip of the pen is reported, and put right so that what is behind it is read too."""
    lines = text.split("\n")
    mark = _unused(text)
    for _slip in range(_MOST_REPORTED):
        found: list[Problem] = []
        builder = _Builder(name, found, mark)
        node = builder.build(_QUESTION_MARK.sub(mark, "\n".join(lines)))
        slip = builder.syntax
        if slip is None or not slip.line or (mended := mended_line(lines[slip.line - 1])) is None:
            problems.extend(found)
            return node
        problems.append(slip)
        lines[slip.line - 1] = mended
    return Broken(Place(name, 1, 1))


def _unused(text: str) -> str:
    """Return a character for private use that does not stand in `text`."""
    return next(char for char in map(chr, range(0xE000, 0xF8FF)) if char not in text)


def _hostile(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem for each character that may not even stand in a comment."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.removesuffix("\r").replace("\t", " ")
        if stripped(bare) != bare:
            column = next(place for place, char in enumerate(bare, 1) if not stripped(char))
            message = _("control character U+{code}; remove it", code=f"{ord(bare[column - 1]):04X}")
            yield Problem(name, number, column, "", message)


def _broken(problems: list[Problem], place: Place, message: Text) -> Broken:
    problems.append(Problem(place.file, place.line, place.column, "", message))
    return Broken(place)


class _Stop(Exception):  # it ends the reading, the problem is recorded already
    """Reading cannot go on."""


@attrs.define
class _Builder:
    """Builds the tree from PyYAML's events, which know places and no types."""

    name: str
    problems: list[Problem]
    question_mark: str
    """Stands for a question mark inside a word, which PyYAML takes for a sign of its own between braces."""
    syntax: Problem | None = None
    nodes: int = 0
    depth: int = 0
    events: Iterator[Any] = attrs.field(factory=lambda: iter(()))

    def build(self, text: str) -> Node:
        import yaml

        self.events = yaml.parse(text, Loader=yaml.SafeLoader)
        try:
            return self._document()
        except _Stop:
            pass
        except yaml.YAMLError as error:
            self._report(*_syntax(error, self.name, text.replace(self.question_mark, "?")))
            self.syntax = self.problems[-1]
        except (ValueError, OverflowError):  # PyYAML on escapes such as "\UFFFFFFFF" and on absurd directives
            self._report(Place(self.name, 1, 1), _("this is not YAML: an escape or a directive makes no sense"))
        return Broken(Place(self.name, 1, 1))

    def _document(self) -> Node:
        import yaml

        next(self.events)
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            self._stop(Place(self.name, 1, 1), _("the file is empty"))
        node = self._node(next(self.events))
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._report(self._place(after), _("a second document begins here; one file holds one"))
        return node

    def _node(self, event: Any) -> Node:
        import yaml

        self._count(event)
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(event, _("aliases (*name) are not allowed; write the value out"))
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self._scalar(event)
        else:
            self.depth += 1
            node = self._items(event) if isinstance(event, yaml.SequenceStartEvent) else self._entries(event)
            self.depth -= 1
        return self._without_extras(event, node)

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(self._place(event), _("more than {most} values, too many for a rulebook", most=MOST_NODES))
        if self.depth > DEEPEST:
            self._stop(self._place(event), _("nested more than {most} deep", most=DEEPEST))

    def _without_extras(self, event: Any, node: Node) -> Node:
        if event.anchor is not None:
            return self._refuse(event, _("anchors (&name) are not allowed; remove it"))
        if event.tag is not None:
            message = _("tags ({tag}) are not allowed; remove it or put the text in quotes", tag=shown(event.tag))
            return self._refuse(event, message)
        return node

    def _scalar(self, event: Any) -> Node:
        style: Any = "plain" if event.style is None else "quoted"
        text = _folded(event.value, event.style).replace(self.question_mark, "?")
        try:
            safe_lines(text)
        except TextError as error:
            return self._refuse(event, error.message)
        return Scalar(text, style, self._place(event))

    def _items(self, start: Any) -> Node:
        return Items(tuple(map(self._node, self._until_end())), self._place(start))

    def _entries(self, start: Any) -> Node:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for event in self._until_end():
            key, value = self._node(event), self._node(next(self.events))
            if isinstance(key, Scalar) and not key.is_null:
                self._add(entries, key, value)
            elif not isinstance(key, Broken):
                self._report(key.place, _("a key has to be a text"))
        return Entries(tuple(entries.values()), self._place(start))

    def _add(self, entries: dict[str, tuple[Scalar, Node]], key: Scalar, value: Node) -> None:
        first, _value = entries.setdefault(key.text, (key, value))
        if first is not key:
            message = _("the key {key} appears twice, first in line {line}", key=shown(key.text), line=first.place.line)
            self._report(key.place, message)

    def _until_end(self) -> Iterable[Any]:
        import yaml

        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _refuse(self, event: Any, message: Text) -> Broken:
        self._report(self._place(event), message)
        return Broken(self._place(event))

    def _stop(self, place: Place, message: Text) -> None:
        self._report(place, message)
        raise _Stop

    def _report(self, place: Place, message: Text) -> None:
        self.problems.append(Problem(place.file, place.line, place.column, "", message))

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


def _folded(text: str, style: str | None) -> str:
    """Return a scalar's text; a folded one (`>`) closes up between Chinese characters, which take no spaces."""
    if style == ">":
        text = _CHINESE_GAP.sub("", text)
    return text.rstrip("\n") if style in {"|", ">"} else text


def _syntax(error: yaml.YAMLError, name: str, text: str) -> tuple[Place, Text]:
    """Return where and why PyYAML stopped, in words a clerk can use where we have them."""
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    if _UNCLOSED in reason:
        marks.reverse()  # what is not closed is found at its beginning
    mark = next(filter(None, marks), None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
    return in_lines(text, place, reason) or (place, _explained(reason))


def _explained(reason: str) -> Text:
    for part, message in _explanations():
        if part in reason:
            return message
    return _("this is not YAML: {reason}", reason=plain(stripped(reason)))


def _explanations() -> tuple[tuple[str, Text], ...]:
    return (
        (_UNCLOSED, _("a quotation mark or a bracket is not closed")),
        ("'\\t'", _("there is a tab here; indent with spaces")),
        ("mapping values are not allowed", _('a second ": " on one line; put the text in quotes')),
        ("could not find expected ':'", _('a key needs ": " after it; a full-width colon does not count')),
        ("undefined alias", _("aliases (*name) are not allowed; write the value out")),
        (
            "expected ',' or",
            _("a comma or a closing bracket is missing, or a text with a comma or a colon needs quotes"),
        ),
        ("expected <block end>", _("the indentation does not match the lines above")),
        ("cannot start any token", _("a text that begins with this character needs quotes")),
    )

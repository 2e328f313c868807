"""What somebody probably meant: hints for lines that are no YAML, keys nobody knows, and texts in the wrong place.

Whether something is wrong at all is for the reader and the forms to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quizarena.nodes import Entries, Node, Place, Scalar, shown
from quizarena.plugins import nearest
from quizarena.text import Text

from .words import _

_WIDE_COLON = re.compile("\\s*(?:- )?[^\uff1a:#\"'{\\[]*\uff1a")
_NO_SPACE = re.compile(r"\s*(?:- )?(?P<key>[a-z_]+):(?P<value>[^\s:].*)")
_SECOND_COLON = "mapping values are not allowed"
_NO_COMMA = "expected ',' or"
_CURLY = "\u201c\u201d\u2018\u2019\u300c\u300d\uff02\uff07"
_COMMAS = re.compile("[,\uff0c\u3001;\uff1b]\\s*|\\s+")
_WIDE_COMMA = re.compile("[\uff0c\u3001]")


def in_lines(text: str, place: Place, reason: str) -> tuple[Place, Text] | None:
    """Return the slip in the line at `place`, where PyYAML stopped for `reason`, or in the line before it."""
    lines = list(enumerate(text.split("\n")[: place.line], 1))
    for number, line in lines[-2:]:
        found = _of_line(line)
        if found:
            return Place(place.file, number, found[0] + 1), found[1]
    return _where_stopped(lines[-1][1], place, reason) if lines else None


def _of_line(line: str) -> tuple[int, Text] | None:
    colon = _WIDE_COLON.match(line)
    if colon:
        return colon.end() - 1, _('a full-width colon; write ": "')
    tight = _NO_SPACE.fullmatch(line)
    if tight:
        return tight.start("value") - 1, _no_space(tight)
    return None


def _no_space(tight: re.Match[str]) -> Text:
    return _("no space after the colon; write {meant}", meant=f"{tight['key']}: {tight['value'].strip()}")


def _where_stopped(line: str, place: Place, reason: str) -> tuple[Place, Text] | None:
    before = line[: place.column - 1]
    if _SECOND_COLON in reason and ": " not in before:
        indented = Place(place.file, place.line, len(line) - len(line.lstrip()) + 1)
        return indented, _("the indentation does not match the lines above")
    comma = _WIDE_COMMA.search(before)
    if _NO_COMMA in reason and comma:
        return Place(place.file, place.line, comma.start() + 1), _('a full-width comma; write ", ", or quote the text')
    return None


def mended_line(line: str) -> str | None:
    """Return a line with the slip that YAML cannot read put right, None where none is known."""
    colon, tight = _WIDE_COLON.match(line), _NO_SPACE.fullmatch(line)
    if colon:
        return f"{line[: colon.end() - 1]}: {line[colon.end() :].lstrip()}"
    if tight:
        return f"{line[: tight.start('value')]} {tight['value']}"
    if line.lstrip(" ").startswith("\t"):
        return line.replace("\t", "  ")
    return _WIDE_COMMA.sub(", ", line) if _WIDE_COMMA.search(line) else None


def in_mapping(text: str) -> Text | None:
    """Return the slip in a text that stands where keys with values are expected."""
    if "\uff1a" in text:
        return _('there is a full-width colon in {found}; write ": "', found=shown(text))
    if _WIDE_COMMA.search(text):
        return _('there is a full-width comma in {found}; write ", "', found=shown(text))
    tight = _NO_SPACE.match(text)
    return _no_space(tight) if tight else None


def in_key(text: str) -> Text | None:
    """Return the slip in a key that nobody knows."""
    return in_mapping(text) if "\uff1a" in text or ":" in text else None


def as_list(text: str) -> str | None:
    """Return how `10,20,30` or `a b c` would be written as a list, None for a single word."""
    slashed = re.fullmatch(r"[-0-9.\s]+(/[-0-9.\s]+)+", text)
    words = [word.strip() for word in (text.split("/") if slashed else _COMMAS.split(text)) if word.strip()]
    return f"[{', '.join(words)}]" if len(words) > 1 else None


def unquoted(text: str) -> str | None:
    """Return what stands in curly quotation marks, None where there are none."""
    return text.strip(_CURLY) if text and text[0] in _CURLY else None


def pair(node: Entries, known: Sequence[str], two: Sequence[str]) -> Text | None:
    """Return how `{First prize: 1}` is written with the keys `two`, None where it is no such pair."""
    if len(node.entries) != 1 or len(two) != 2 or node.entries[0][0].text in known:
        return None
    [(key, value)] = node.entries
    if nearest(key.text, known) or not isinstance(value, Scalar) or not value.text:
        return None
    meant = f"{{{two[0]}: {key.text}, {two[1]}: {value.text}}}"
    return _("{key} is where a key belongs; write {meant}", key=shown(key.text), meant=meant)


def entry(text: str, path: Sequence[str], two: Sequence[str]) -> str | None:
    """Return how the bare `text` at `path` is written with the keys `two`, None where one cannot say."""
    if not two or not path:
        return None
    if two[0] != "id":
        return f"{'' if path[-1].isdecimal() else f'{path[-1]}: '}{{{two[0]}: {text}}}"
    listed = path[1:] and path[-1].isdecimal()
    if not listed:
        return None
    return f"{{id: {path[-2][0]}{int(path[-1]) + 1}, {two[-1]}: {text}}}" if len(two) == 2 else None


def without_brackets(node: Entries, known: Sequence[str]) -> Iterator[tuple[Scalar, list[Scalar], Scalar]]:
    """Yield (key, the words behind it, its value) for each `members: Ann, Ben, Cem` on one line."""
    at: tuple[Scalar, Node] | None = None
    words: list[Scalar] = []
    for key, value in (*node.entries, (Scalar("", place=node.place), node)):
        bare = isinstance(value, Scalar) and value.text == "" and key.text not in known and in_key(key.text) is None
        if at is not None and bare and key.place.line == at[0].place.line:
            words.append(key)
            continue
        if at is not None and words and isinstance(at[1], Scalar):
            yield at[0], words, at[1]
        at, words = ((key, value) if key.text in known else None), []


def bracketed(key: Scalar, words: Sequence[Scalar], value: Scalar) -> Text:
    """Return what to write for a key whose words stand without brackets."""
    together = ", ".join((value.text, *(word.text for word in words)))
    return _("{word} is on its own; a list needs brackets, write {meant}", word=shown(words[0].text),
             meant=f"{key.text}: [{together}]")  # fmt: skip


def halves(key: str, known: Sequence[str]) -> list[str]:
    """Return the keys that `key` is a part of: `time` is one of `answer_time`."""
    return [each for each in known if key in each.split("_")]


def inside(key: str, within: Mapping[str, Sequence[str]]) -> Text | None:
    """Return that `key` belongs one level down, into the mapping of the key that has it."""
    for head, keys in within.items():
        if key in keys:
            meant = f"{head}: {{{key}: ...}}"
            return _("{key} belongs inside {head}; write {meant}", key=shown(key), head=shown(head), meant=meant)
    return None

"""Slips of the pen: what a line that is no YAML, or a text in the wrong place, was probably meant to be.

Decides which slips are known: full-width colons and commas, a colon without its space, a line indented too far, curly
quotation marks, a list without its brackets. Leaves to the reader and the forms when something is wrong at all.
"""

from __future__ import annotations

import re

from quizarena.text import Text

from .nodes import Place, _, shown

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
        return indented, _("the indentation does not fit the lines above")
    comma = _WIDE_COMMA.search(before)
    if _NO_COMMA in reason and comma:
        return Place(place.file, place.line, comma.start() + 1), _('a full-width comma; write ", ", or quote the text')
    return None


def in_mapping(text: str) -> Text | None:
    """Return the slip in a text that stands where keys with values are expected."""
    if "\uff1a" in text:
        return _('a full-width colon stands in {found}; write ": "', found=shown(text))
    if _WIDE_COMMA.search(text):
        return _('a full-width comma stands in {found}; write ", "', found=shown(text))
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

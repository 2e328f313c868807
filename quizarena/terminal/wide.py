"""Text as terminal cells: what is drawn in place of characters a terminal cannot be trusted with, and how wide it is.

Decides which characters of data are replaced where they are drawn: some East Asian characters are one cell wide in one
terminal and two in another, joiners and modifiers melt neighbours together. Names keep their letters, whatever the
script. The record is never touched.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from wcwidth import wcwidth

from ..languages import LANGUAGES
from ..text import Text, draw

_REPLACED = {
    "“": "「",
    "”": "」",
    "‘": "『",
    "’": "』",
    "·": "・",
    "—": "-",
    "\u2013": "-",
    "―": "-",
    "…": "..",
    "×": "x",
    "→": ">",
    "←": "<",
    "±": "+/-",
    "÷": "/",
}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
"""English has straight quotes: those of one cell, and no Chinese ones in their place."""
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_LEAST_NAME = 2
_TAIL = re.compile(r"[\u4e00-\u9fff]+| [A-Za-z ]+")
"""What names may share at their end: Chinese characters, or whole words; two characters at least stay."""
_MOST_MARKS = 2
"""Combining marks kept on one character; a heap of them would climb into the lines above."""


@functools.lru_cache(maxsize=4_096)
def cell_width(char: str) -> int:
    """Return the cells one character takes: 0 for a combining mark, 1, or 2."""
    return max(0, wcwidth(char))


@functools.lru_cache(maxsize=4_096)
def _shown(char: str) -> str:
    if char in _REPLACED:
        return _REPLACED[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Cn", "Co") or ord(char) in _SKIN_TONES or wcwidth(char) < 0:
        return ""
    if unicodedata.east_asian_width(char) != "A" or category[0] in "LM":
        return char
    plainer = unicodedata.normalize("NFKC", char)
    return plainer if all(unicodedata.east_asian_width(each) != "A" for each in plainer) else "*"


Names: TypeAlias = Mapping[str, str]
"""What is drawn in place of names on a terminal that has no letters for them, the longest name first."""
NO_NAMES: Names = {}


def drawn(text: Text | str, language: str = "", names: Names = NO_NAMES) -> str:
    """Return `text` as it may be put on a screen: in `language`, nothing hostile, nothing of doubtful width."""
    words = draw(text, language)
    if language in LANGUAGES and LANGUAGES[language].straight_quotes:
        words = words.translate(_STRAIGHT)
    if words.isascii():
        return words
    for name, instead in names.items():
        words = words.replace(name, instead)
    return _trusted(words)


@functools.lru_cache(maxsize=4_096)
def _trusted(words: str) -> str:
    return "".join(char + marks for char, marks in clusters(unicodedata.normalize("NFC", words)))


def clusters(text: str) -> Iterator[tuple[str, str]]:
    """Yield each character as it is shown, with the combining marks that stand on it; marks on nothing are left out."""
    base, marks = "", ""
    for char in "".join(map(_shown, text)):
        if cell_width(char):
            if base:
                yield base, marks
            base, marks = char, ""
        elif base and len(marks) < _MOST_MARKS:
            marks += char
    if base:
        yield base, marks


def width(text: str) -> int:
    """Return the cells that a drawn text takes."""
    return len(text) if text.isascii() else _summed(text)


@functools.lru_cache(maxsize=4_096)
def _summed(text: str) -> int:
    return sum(map(cell_width, text))


def cut(text: str, cells: int) -> str:
    """Return a drawn text cut to `cells`, `..` at its end where something was cut."""
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for char, marks in clusters(text):
        used += cell_width(char)
        if used > cells - 2:
            break
        kept += char + marks
    return kept + "."[: max(0, cells)] * min(2, max(0, cells - width(kept)))


def cut_before(text: str, behind: str, cells: int) -> str:
    """Return `text` cut so that `behind` stands whole after it; that alone where there is no room for both."""
    room = cells - width(behind)
    return cut(text, room) + behind if room > 2 or room >= width(text) else cut(behind.strip(), cells)


def pad(text: str, cells: int, *, align: str = "<") -> str:
    """Return a drawn text filled with spaces to `cells`, on the right (`<`) or the left (`>`)."""
    gap = " " * max(0, cells - width(text))
    return gap + text if align == ">" else text + gap


_CLOSING = frozenset("，。、；：！？）」』》】,.;:!?)")


def rule(title: str, cells: int) -> str:
    """Return a rule of so many cells with a title in it."""
    head = cut(f"-- {title} ", cells)
    return head + "-" * (cells - width(head))


def wrap(text: str, cells: int) -> list[str]:
    """Return a drawn text broken into lines of at most `cells`: at spaces, or between wide characters.

    Closing punctuation never begins a line where the character before it can be taken along.
    """
    return list(_wrapped(text, cells))


@functools.lru_cache(maxsize=512)
def _wrapped(text: str, cells: int) -> Sequence[str]:
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        for piece in _pieces(token, cells):
            if width(line) + width(piece.rstrip(" ")) > cells and line:
                lines.append(line.rstrip(" "))
                line = piece.lstrip(" ")
            else:
                line += piece
    return [*lines, line.rstrip(" ")] if line.strip(" ") or not lines else lines


def _tokens(text: str) -> Iterator[str]:
    """Yield what must stay together: words with the space behind them, wide characters with what closes after them."""
    token = ""
    for char, marks in clusters(text):
        wide = cell_width(char) == 2
        breaks = token and char not in _CLOSING and char != " " and (wide or token[-1] == " " or _ends_wide(token))
        if breaks:
            yield token
            token = ""
        token += char + marks
    if token:
        yield token


def _ends_wide(token: str) -> bool:
    return cell_width(token[-1]) == 2


def _pieces(token: str, cells: int) -> Iterator[str]:
    """Yield a token in pieces that fit a line; only a word longer than the line has more than one."""
    piece = ""
    for char, marks in clusters(token):
        if piece and width(piece) + cell_width(char) > max(1, cells) and char != " ":
            yield piece
            piece = ""
        piece += char + marks
    if piece:
        yield piece


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names without the tail all share, where what is left is still a name.

    >>> short_names({"a": "开源街道", "b": "大庆路街道"})
    {'a': '开源', 'b': '大庆路'}
    >>> short_names({"a": "一队", "b": "二队"})
    {'a': '一队', 'b': '二队'}
    """
    tail = next((each for each in _tails(list(names.values())) if len(names) > 1), "")
    return {key: name.removesuffix(tail) for key, name in names.items()}


def _tails(names: list[str]) -> Iterator[str]:
    """Yield the tails all names share, longest first: Chinese characters, or whole words."""
    first = min(names, key=len, default="")
    for start in range(_LEAST_NAME, len(first)):
        tail = first[start:]
        if _TAIL.fullmatch(tail) and all(
            name.endswith(tail) and len(name) - len(tail) >= _LEAST_NAME for name in names
        ):
            yield tail

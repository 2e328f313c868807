"""Names in lit cells: the characters of a word as dots, drawn from a font of the system, reduced to the size asked for.

Decides which font, how a word is cut and when a dot is lit. Neither Pillow (extra `bigtext`) nor a font is required:
`shipped()` knows the words that come as dots, and a picture frames what nobody can letter.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import attrs

from .wide import cell_width

if TYPE_CHECKING:
    from PIL import Image, ImageFont

Dots: TypeAlias = tuple[str, ...]
"""Rows of `#` for a lit cell and a space for a dark one, all of one length."""

_NO_CHARACTER = "\uffff"
PX = 96
"""The height in pixels a character is drawn at before it is reduced."""
LIT = 90
"""The grey, of 255, over which a reduced pixel is lit."""
COLUMNS_A_ROW = 19, 10
"""A row of cells is as high as 1.9 columns are wide: what Latin letters are reduced by."""


class Lettering(Protocol):
    """What turns words into dots."""

    def wide(self, text: str, across: int, down: int) -> tuple[Dots, ...] | None:
        """Return each character of `text` in `down` rows of `across` cells, None where that cannot be done."""

    def line(self, text: str, down: int, most: int) -> Dots | None:
        """Return `text` as one line of `down` rows and at most `most` columns, letters as wide as they are.

        None where that cannot be done; a line that would be wider is squeezed.
        """

    def columns(self, text: str, down: int) -> int | None:
        """Return the columns that `line` takes unsqueezed, None where it cannot be done."""


def is_wide(text: str) -> bool:
    """Whether every character of a drawn text is two cells wide."""
    return bool(text) and all(cell_width(char) == 2 for char in text)


@attrs.frozen
class ShippedLettering:
    """The words of `dots.txt` alone: verdicts, for systems without Pillow or without a font."""

    words: Mapping[str, Dots]
    """A Chinese character each, or a whole line of Latin letters."""

    def wide(self, text: str, across: int, down: int) -> tuple[Dots, ...] | None:
        """Return the characters if all of them ship as dots."""
        if not is_wide(text) or any(char not in self.words for char in text):
            return None
        return tuple(_reduced(_grey(self.words[char]), across, down) for char in text)

    def line(self, text: str, down: int, most: int) -> Dots | None:
        """Return the line if it ships as dots."""
        columns = self.columns(text, down)
        return None if columns is None else _reduced(_grey(self.words[text]), min(most, columns), down)

    def columns(self, text: str, down: int) -> int | None:
        """Return the columns of a line that ships as dots."""
        dots = self.words.get(text)
        return None if dots is None or is_wide(text) else len(dots[0]) * down // len(dots)


class FontLettering:
    """Words drawn from a font by Pillow; what was drawn once is remembered."""

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        """Take the font, at `PX` pixels."""
        self._font = font
        self.wide = functools.lru_cache(maxsize=256)(self._wide)
        self.line = functools.lru_cache(maxsize=256)(self._line)
        self.columns = functools.lru_cache(maxsize=256)(self._columns)

    def _wide(self, text: str, across: int, down: int) -> tuple[Dots, ...] | None:
        if not is_wide(text) or not self._knows(text):
            return None
        drawn = [self._drawn(char) for char in text]
        boxes = [box for each in drawn if (box := each.getbbox()) is not None]
        if not boxes:
            return None
        common = _around(boxes)
        return tuple(_reduced(_pixels(each.crop(common)), across, down) for each in drawn)

    def _line(self, text: str, down: int, most: int) -> Dots | None:
        drawn = self._drawn(text)
        box = drawn.getbbox()
        if box is None or not self._knows(text):
            return None
        return _reduced(_pixels(drawn.crop(box)), min(most, _columns(box, down)), down)

    def _columns(self, text: str, down: int) -> int | None:
        box = self._drawn(text).getbbox()
        return None if box is None or not self._knows(text) else _columns(box, down)

    def _knows(self, text: str) -> bool:
        """Whether the font has every character: one it lacks is drawn as the sign for that."""
        lacking = bytes(self._font.getmask(_NO_CHARACTER))
        return all(bytes(self._font.getmask(char)) != lacking for char in text if char != " ")

    def _drawn(self, text: str) -> Image.Image:
        from PIL import Image, ImageDraw

        image = Image.new("L", (int(self._font.getlength(text)) + PX, 2 * PX))
        ImageDraw.Draw(image).text((PX // 2, PX // 4), text, fill=255, font=self._font)
        return image


def _pixels(image: Image.Image) -> list[bytes]:
    grey, across = image.tobytes(), image.width
    return [grey[start : start + across] for start in range(0, len(grey), across)]


def _grey(dots: Dots) -> list[bytes]:
    return [bytes(255 * (dot == "#") for dot in row) for row in dots]


def _columns(box: tuple[int, int, int, int], down: int) -> int:
    left, top, right, bottom = box
    columns, rows = COLUMNS_A_ROW
    return max(1, (right - left) * down * columns // ((bottom - top) * rows))


def _around(boxes: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """Return the least box around all: the ink a name's characters have in common, never one's own (一 is a stroke)."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _reduced(grey: Sequence[bytes], across: int, down: int) -> Dots:
    """Return rows of pixels reduced by a box filter: a dot is lit where the mean of its pixels is over `LIT`."""
    rows = (_means(grey[top:behind], across) for top, behind in _boxes(len(grey), down))
    return tuple("".join("#" if lit else " " for lit in row) for row in rows)


def _means(band: Sequence[bytes], across: int) -> Iterator[bool]:
    columns = [sum(column) for column in zip(*band, strict=True)]
    for left, behind in _boxes(len(columns), across):
        yield sum(columns[left:behind]) > LIT * (behind - left) * len(band)


def _boxes(pixels: int, cells: int) -> Iterator[tuple[int, int]]:
    """Yield where each cell's pixels begin and end: at least one, however few there are."""
    for cell in range(cells):
        first = cell * pixels // cells
        yield first, max(first + 1, (cell + 1) * pixels // cells)


_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-VF.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "msyh.ttc",
    "simhei.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Medium.ttc",
    "Arial Unicode.ttf",
)
"""Files of fonts with Chinese and Latin characters in strokes of one weight, the best to read in so few dots first.

Their regular weight: a bold one fills its characters up.
"""


def font_folders() -> Iterator[Path]:
    """Yield the folders in which the system and the user keep fonts."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        yield from (home / ".local/share/fonts", home / ".fonts")
        yield from (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def find_font(folders: Sequence[Path]) -> Path | None:
    """Return the best of the known fonts in `folders` and below them, None if there is none."""
    found = {name: Path(folder, name) for top in folders for folder, _sub, names in os.walk(top) for name in names}
    return next((found[name] for name in _FONTS if name in found), None)


def system_lettering(folders: Sequence[Path] | None = None) -> Lettering:
    """Return the lettering this system has: by Pillow and a font, else the words that ship as dots."""
    path = find_font(tuple(font_folders()) if folders is None else folders)
    if path is None:
        return shipped()
    try:
        return FontLettering(_simplified(path))
    except (ImportError, OSError):  # without Pillow, or a font that is none
        return shipped()


@functools.cache
def shipped() -> ShippedLettering:
    """Return the words that ship as dots: a line with the word, then its rows as high as the next word begins."""
    words: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in resources.files(__package__).joinpath("dots.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(">"):
            rows = words[line[1:].strip()] = []
        else:
            rows.append(line)
    width = {word: max(map(len, dots)) for word, dots in words.items()}
    return ShippedLettering({word: tuple(row.ljust(width[word]) for row in dots) for word, dots in words.items()})


def _simplified(path: Path) -> ImageFont.FreeTypeFont:
    """Return the font of a collection with the simplified characters, else its first."""
    from PIL import ImageFont

    first = ImageFont.truetype(str(path), PX)
    for index in range(1, 10 if path.suffix == ".ttc" else 1):
        try:
            other = ImageFont.truetype(str(path), PX, index=index)
        except OSError:
            break
        if "SC" in (other.getname()[0] or "").split():
            return other
    return first

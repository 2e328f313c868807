"""A language nobody speaks: every sentence of the catalogues letter by letter in Armenian, with signs of its own.

What such a screen shows in Latin letters or Chinese comes from the contest, or from code that knows a language by name.
"""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from quizarena.languages import Language

ROOT = Path(__file__).parent.parent
_LETTERS = str.maketrans(
    string.ascii_letters,
    "".join(chr(0x561 + nth) for nth in range(26)) + "".join(chr(0x531 + nth) for nth in range(26)),
)
_BLANK = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")


def written(sentence: str) -> str:
    """Return a sentence in the language: its blanks as they are, the Chinese terms that English explains left out."""
    parts = enumerate(_BLANK.split(re.sub("[\u3000-\u9fff]", "", sentence)))
    return "".join(part if nth % 2 else part.translate(_LETTERS) for nth, part in parts)


def write_catalogues(folder: Path) -> None:
    """Write the catalogues of all packages below `folder`."""
    (folder / "qps" / "LC_MESSAGES").mkdir(parents=True)
    for source in sorted([*ROOT.glob("quizarena/**/*.po"), *ROOT.glob("rounds/**/*.po")]):
        with source.open("rb") as stream:
            sentences = [str(entry.id) for entry in read_po(stream) if entry.id]
        made = Catalog(charset="utf-8")
        for sentence in sentences:
            made.add(sentence, written(sentence))
        with (folder / "qps" / "LC_MESSAGES" / f"{source.stem}.mo").open("wb") as target:
            write_mo(target, made)


def language(folder: Path) -> Language:
    """Return the table, whose catalogues lie below `folder`."""
    return Language(
        code="qps",
        name=written("pseudo"),
        tag="qps",
        locales=("qps",),
        on_console=False,
        spaced=True,
        straight_quotes=False,
        comma="& ",
        with_last="{}&& {}".format,
        clause="% ",
        pause="| ",
        after_sentence="  ",
        beside="  ",
        aside=" ~ ",
        quotes=("<", ">"),
        ordinal="#{}".format,
        spoken_ordinal="##{}".format,
        joint="= ",
        cardinal=str,
        amount=str,
        numeral=str,
        day=_day,
        catalogues=folder,
    )


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"

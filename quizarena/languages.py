"""What the languages of screens, papers and pages differ in beside their sentences: one table each.

The sentences stand in the catalogues, under the table's code. Code asks the table and knows no language by its name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs


@attrs.frozen
class Language:
    """A language: its code, how it names itself, its signs, its words for numbers and days.

    `catalogues` is a folder with `CODE/LC_MESSAGES/DOMAIN.mo`, for a language whose catalogues do not lie beside the
    modules that say the sentences.
    """

    code: str
    name: str
    tag: str
    """As HTML names it."""
    locales: tuple[str, ...]
    """How the names of an operating system's locales begin."""
    on_console: bool
    """Whether the font of the bare Linux console has its letters."""
    spaced: bool
    """Whether spaces part its words: then letters are not spread over a line, and small print needs fewer of them."""
    straight_quotes: bool
    """Whether terminals draw its quotation marks as those of one cell."""
    comma: str
    """Between the names of a list, such as 、."""
    with_last: Callable[[str, str], str]
    """Joins the last name of a list in a sentence to the others, such as 甲、乙和丙."""
    clause: str
    """Between parts of a sentence that may hold commas, such as ；."""
    pause: str
    """Between parts that are read out one after the other, such as ，."""
    after_sentence: str
    beside: str
    """Between what stands side by side on a line, such as a title and how far it is."""
    aside: str
    """Between a headline and what is said beside it."""
    quotes: tuple[str, str]
    ordinal: Callable[[int], str]
    """A place as it is written, such as 第二."""
    spoken_ordinal: Callable[[int], str]
    joint: str
    """Before a place that several share."""
    cardinal: Callable[[int], str]
    """A count before a noun, such as 两."""
    amount: Callable[[int], str]
    """A number of points or seconds as it is read out."""
    numeral: Callable[[int], str]
    """A number that is part of a name, such as 二 of 二辩."""
    day: Callable[[date], str]
    catalogues: Path | None = None


_TENS = "一二三四五六七八九十"


def _chinese_with_last(others: str, last: str) -> str:
    """Join by 和, numbers set off by a space as everywhere."""
    before = others.rpartition("、")[2]
    return f"{others}{' ' * (before[:1] + before[-1:]).isdigit()}和{' ' * last[:1].isdigit()}{last}"


def _chinese_numeral(number: int) -> str:
    return _TENS[number - 1] if 1 <= number <= len(_TENS) else str(number)


def _chinese_ordinal(number: int) -> str:
    return f"第{_chinese_numeral(number)}"


def _chinese_count(number: int) -> str:
    return "两" if number == 2 else _chinese_numeral(number)


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ONES = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_DECADES = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _english_ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else _SUFFIXES.get(number % 10, "th")
    return f"{number}{suffix}"


def _english_spoken_ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else _english_ordinal(number)


def _english_count(number: int) -> str:
    if not 1 <= number < 10 * len(_DECADES):
        return str(number)
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return "-".join(filter(None, (_DECADES[tens], _ONES[ones])))


_CHINESE = Language(
    code="zh",
    name="中文",
    tag="zh-CN",
    locales=("zh", "Chinese"),
    on_console=False,
    spaced=False,
    straight_quotes=False,
    comma="、",
    with_last=_chinese_with_last,
    clause="；",
    pause="，",
    after_sentence="",
    beside="　",
    aside=" / ",
    quotes=("「", "」"),
    ordinal=_chinese_ordinal,
    spoken_ordinal=_chinese_ordinal,
    joint="并列",
    cardinal=_chinese_count,
    amount=str,
    numeral=_chinese_numeral,
    day=_chinese_day,
)
_ENGLISH = Language(
    code="en",
    name="English",
    tag="en",
    locales=("en", "English"),
    on_console=True,
    spaced=True,
    straight_quotes=True,
    comma=", ",
    with_last="{} and {}".format,
    clause="; ",
    pause=", ",
    after_sentence=" ",
    beside=" ",
    aside=" ",
    quotes=('"', '"'),
    ordinal=_english_ordinal,
    spoken_ordinal=_english_spoken_ordinal,
    joint="joint ",
    cardinal=_english_count,
    amount=_english_count,
    numeral=str,
    day=date.isoformat,
)
LANGUAGES: dict[str, Language] = {each.code: each for each in (_CHINESE, _ENGLISH)}
"""The languages there are, by code, in the order of toggles."""
DEFAULT = _CHINESE.code
"""The language of a rulebook that says none."""
SOURCE = _ENGLISH.code
"""The language of the sentences in the sources, which has no catalogue: what programs, tests and bug reports read."""


def language_of(code: str) -> Language:
    """Return the table of a language, of the sources' where there is none."""
    return LANGUAGES.get(code) or LANGUAGES[SOURCE]


def next_language(code: str) -> str:
    """Return the language a toggle turns to: the next there is, the first after the last."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)] if code in LANGUAGES else SOURCE


def others(code: str) -> list[Language]:
    """Return the languages a page in this one offers beside it."""
    return [each for each in LANGUAGES.values() if each.code != code]


def of_locale(name: str) -> str:
    """Return the language of an operating system's locale, of the sources where there is none."""
    fitting = (each.code for each in LANGUAGES.values() if name.startswith(each.locales))
    return next(fitting, SOURCE)


def has_latin_only() -> bool:
    """Whether this process stands on the bare Linux console, whose font has no Chinese characters."""
    return os.environ.get("TERM") == "linux"


class InEnglish:
    """What prints in English, as errors do; `in_language` says it in another language."""

    __slots__ = ()

    def in_language(self, language: str) -> str:
        """Return it in a language; every class says how."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.in_language(SOURCE)

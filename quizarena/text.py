"""Text in several languages, made safe for terminals.

Decides what text may enter (no control, no bidirectional characters), in which language a text is drawn, and how many
terminal cells it takes. Leaves to others where it is drawn.
"""

from __future__ import annotations

import errno
import functools
import gettext
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import attrs

from .decimals import digits
from .errors import TextError
from .languages import LANGUAGES, InEnglish, Language, language_of
from .values import fast_init

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
LONGEST = 2_000
"""How many characters a text may have where nothing else is said."""


def _is_refused(char: str) -> bool:
    return char in _BIDI or unicodedata.category(char) in _REFUSED_CATEGORIES


def safe(text: str, *, longest: int = LONGEST) -> str:
    """Return `text` unchanged if it may enter a contest.

    Raises:
        TextError: It holds a control, surrogate, line-separator or bidirectional character, or is too long.
    """
    if len(text) > longest:
        raise TextError(FRAME("expected at most {longest} characters, found {found}", longest=longest, found=len(text)))
    if text.isprintable():
        return text  # holds nothing of the refused categories; the look at each character is for the rest
    for place, char in enumerate(text, 1):
        if _is_refused(char):
            problem = FRAME(
                "expected text without control characters, found U+{code} as character {place}; remove it",
                code=f"{ord(char):04X}",
                place=place,
            )
            raise TextError(problem)
    return text


def safe_lines(text: str) -> str:
    """Return `text` unchanged if it may enter a contest, whatever its lines; raises like `safe`."""
    safe(text.replace("\n", " "))
    return text


def stripped(text: str) -> str:
    """Return `text` without the characters `safe` refuses: the second lock, where text is drawn."""
    if text.isprintable():
        return text
    return "".join(char for char in text if not _is_refused(char))


_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Characters without a picture that are neither format characters nor spaces: fillers, joiners, variation selectors."""


def likeness(text: str) -> str:
    """Return what is left of a name where case, width, spaces, composition and invisible characters are no difference.

    Two names of one likeness are taken for the same by people who read or hear them.
    """
    if text.isalnum() and text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if folded.isprintable() and _INVISIBLE.isdisjoint(folded):  # nothing to drop but spaces
        return folded.replace(" ", "") or folded
    return "".join(char for char in folded if not (char.isspace() or _is_invisible(char))) or folded


def _is_invisible(char: str) -> bool:
    return char in _INVISIBLE or unicodedata.category(char) == "Cf"


def escaped(text: str) -> str:
    r"""Return JSON `text` with what `safe` refuses written as \uXXXX: the same value, harmless to a terminal."""
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(char):04x}" if _is_refused(char) and char != "\n" else char for char in text)


@runtime_checkable
class Text(Protocol):
    """Something that becomes a string only where it is drawn."""

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or in the nearest language there is."""
        ...


@fast_init
@attrs.frozen
class Words(InEnglish):
    """Words of a rulebook or a plug-in, by language; plain words have one entry under the empty language."""

    by_language: Mapping[str, str] = attrs.field(hash=False)

    def in_language(self, language: str) -> str:
        """Return the words in `language`, else those that hold in every language, else the first there are."""
        words = self.by_language
        return words.get(language) or words.get("") or next(iter(words.values()), "")


def in_every_language(text: Text) -> Words:
    """Return a text as it reads now in every language."""
    return Words({code: text.in_language(code) for code in LANGUAGES})


def is_empty(text: Text) -> bool:
    """Whether a text says nothing, in any language."""
    return not any(map(text.in_language, LANGUAGES))


def plain(text: str) -> Words:
    """Words that are the same in every language: names, numbers, ids."""
    return Words({"": text})


def both(zh: str, en: str) -> Words:
    """Words in Chinese and English."""
    return Words({"zh": zh, "en": en})


@fast_init
@attrs.frozen
class Worded(InEnglish):
    """What the table of a language says: one of its signs, or what it makes of a number or a day."""

    entry: Callable[[Language], str | Callable[..., str]] = attrs.field(eq=repr)  # one read back is another object
    about: tuple[Any, ...] = ()

    def in_language(self, language: str) -> str:
        """Return what the table of `language` says."""
        said = self.entry(language_of(language))
        return said if isinstance(said, str) else said(*self.about)


COMMA = Worded(attrgetter("comma"))
"""Between the names of a list: 、, a comma."""
CLAUSE = Worded(attrgetter("clause"))
"""Between parts that may hold commas themselves: ；, a semicolon."""
PAUSE = Worded(attrgetter("pause"))
"""Between parts that are read out one after the other: ，, a comma."""
SENTENCES = Worded(attrgetter("after_sentence"))
"""What stands between two sentences that are read in one."""
_JOINT = Worded(attrgetter("joint"))
_ORDINAL, _SPOKEN_ORDINAL, _DAY = attrgetter("ordinal"), attrgetter("spoken_ordinal"), attrgetter("day")
_CARDINAL, _NUMERAL, _AMOUNT = attrgetter("cardinal"), attrgetter("numeral"), attrgetter("amount")


def day_in_words(day: date) -> Text:
    """Return a day as papers write it."""
    return Worded(_DAY, (day,))


def ordinal(number: int) -> Text:
    """Return a place as it is written: 第二, 2nd."""
    return Worded(_ORDINAL, (number,))


def spoken_place(number: int) -> Text:
    """Return a place as it is read out: 第二, second; as `ordinal` over ten."""
    return Worded(_SPOKEN_ORDINAL, (number,))


def joint(number: int, *, spoken: bool = False) -> Text:
    """Return a place that several share, as it is said: 并列第二, joint 2nd; `spoken` joint second."""
    return Joined((_JOINT, spoken_place(number) if spoken else ordinal(number)))


def cardinal(number: int) -> Text:
    """Return a count before a noun as it is said: 两, two; in digits Chinese over ten and English over ninety-nine."""
    return Worded(_CARDINAL, (number,))


def numeral(number: int) -> Text:
    """Return a number that is part of a name: 二 of 正方二辩, 2."""
    return Worded(_NUMERAL, (number,))


def amount(value: Fraction) -> Text:
    """Return a number of points or seconds as it is read out: 10, ten; in digits where it is not whole."""
    return Worded(_AMOUNT, (value.numerator,)) if value.denominator == 1 else plain(digits(value))


@fast_init
@attrs.frozen
class Capitalized(InEnglish):
    """A text as a sentence begins."""

    text: Text

    def in_language(self, language: str) -> str:
        """Return the text in `language`, its first letter a capital where there are capitals."""
        words = self.text.in_language(language)
        return words[:1].upper() + words[1:]


Argument = Text | str | int | Decimal | Fraction


@fast_init
@attrs.frozen
class Message(InEnglish):
    """A sentence of a gettext catalogue with its arguments; the sentence's id is its English."""

    domain: str
    folder: Path = attrs.field(repr=False)
    sentence: str
    arguments: Mapping[str, Argument] = attrs.field(factory=dict, hash=False)

    def in_language(self, language: str) -> str:
        """Return the sentence in `language` with its arguments filled in."""
        sentence = _translation(self.domain, self.folder, language).gettext(self.sentence)
        return sentence.format_map({name: _drawn(value, language) for name, value in self.arguments.items()})


def _drawn(argument: Argument, language: str) -> str:
    if isinstance(argument, (str, int)):
        return str(argument)
    if isinstance(argument, (Decimal, Fraction)):
        return digits(Fraction(argument))
    return argument.in_language(language)


@functools.cache
def _translation(domain: str, folder: Path, language: str) -> gettext.NullTranslations:
    own = language_of(language).catalogues
    for each in (folder,) if own is None else (own, folder):
        if gettext.find(domain, each, [language]):
            return gettext.translation(domain, each, [language])
    return gettext.NullTranslations()


@fast_init
@attrs.frozen
class Sentence(InEnglish):
    """Words with arguments, for a plug-in that brings both languages in its source and no catalogue."""

    words: Words
    arguments: Mapping[str, Argument] = attrs.field(factory=dict, hash=False)

    def in_language(self, language: str) -> str:
        """Return the words in `language` with the arguments filled in."""
        filled = {name: _drawn(value, language) for name, value in self.arguments.items()}
        return self.words.in_language(language).format_map(filled)


def sentence(zh: str, en: str, /, **arguments: Argument) -> Sentence:
    """Return a sentence in Chinese and English, such as `sentence("第 {n} 题", "Question {n}", n=7)`."""
    return Sentence(both(zh, en), arguments)


@attrs.frozen(eq=False)
class Catalogue:
    """A plug-in's sentences: `_ = catalogue("quiz", __file__)`, then `_("Question {number}.", number=7)`."""

    domain: str
    folder: Path

    def __call__(self, sentence: str, /, **arguments: Argument) -> Message:
        """Return the sentence as a `Text`; one without arguments is the same whenever it is asked for."""
        if arguments:
            return Message(self.domain, self.folder, sentence, arguments)
        return _without_arguments(self, sentence)


@functools.cache
def _without_arguments(catalogue: Catalogue, sentence: str) -> Message:
    return Message(catalogue.domain, catalogue.folder, sentence)


def catalogue(domain: str, beside: str) -> Catalogue:
    """Return the catalogue `domain` in the folder `locale` beside the file `beside`."""
    return Catalogue(domain, Path(beside).parent / "locale")


@fast_init
@attrs.frozen
class Joined(InEnglish):
    """Several texts in a row, with a separator between them."""

    parts: tuple[Text, ...]
    separator: Text | str = ""

    def in_language(self, language: str) -> str:
        """Return the parts in `language`, joined."""
        between = self.separator if isinstance(self.separator, str) else self.separator.in_language(language)
        return between.join(part.in_language(language) for part in self.parts)


class Deferred(InEnglish):
    """A text that is worded when somebody first reads it: most of what is on offer nobody ever reads."""

    __slots__ = ("_about", "_make", "_text")

    def __init__(self, make: Callable[..., Text], /, *about: Any) -> None:
        """Keep what makes the text, and what it is about, which may not change."""
        self._make, self._about = make, about
        self._text: Text | None = None

    @property
    def text(self) -> Text:
        """The text itself."""
        if self._text is None:
            self._text = self._make(*self._about)
        return self._text

    def in_language(self, language: str) -> str:
        """Return the text in `language`."""
        return self.text.in_language(language)

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return repr(self.text)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the text it makes."""
        return copy, (self.text,)


def placed(where: Text | str, problem: Text) -> Joined:
    """Return `where: problem`, as a refusal names the place it speaks of."""
    return Joined((plain(where) if isinstance(where, str) else where, problem), ": ")


@fast_init
@attrs.frozen
class Listed(InEnglish):
    """Several texts as a sentence lists them, at least one."""

    parts: tuple[Text, ...]

    def in_language(self, language: str) -> str:
        """Return the parts in `language`, by the table's comma and what it has before the last."""
        table = language_of(language)
        *others, last = [part.in_language(language) for part in self.parts]
        return table.with_last(table.comma.join(others), last) if others else last


def listed(names: Sequence[Text]) -> Text:
    """Return names as they are said one after the other: 甲、乙和丙; A, B and C."""
    return names[0] if len(names) == 1 else Listed(tuple(names))


def draw(text: Text | str, language: str) -> str:
    """Return `text` in `language` on one line, with everything hostile stripped."""
    words = text if isinstance(text, str) else text.in_language(language)
    return stripped(words) if "\n" not in words else " ".join(draw_lines(words, language))


def draw_lines(text: Text | str, language: str) -> list[str]:
    """Return the lines of `text` in `language`, each with everything hostile stripped."""
    words = text if isinstance(text, str) else text.in_language(language)
    return [words] if words.isprintable() else [stripped(line) for line in words.split("\n")]


FRAME = catalogue("quizarena", __file__)
"""The frame's own sentences; each kind and the command line have theirs."""

_SYSTEM: dict[int | None, Message] = {
    errno.ENOENT: FRAME("there is no such file or folder"),
    errno.EACCES: FRAME("this user may not do that here"),
    errno.EPERM: FRAME("this user may not do that here"),
    errno.EROFS: FRAME("the disk may only be read"),
    errno.ENOSPC: FRAME("the disk is full"),
    errno.EISDIR: FRAME("it is a folder"),
    errno.ENOTDIR: FRAME("a part of the path is no folder"),
    errno.ENAMETOOLONG: FRAME("the name is too long"),
    errno.EIO: FRAME("the disk reports a fault"),
}


def of_system(error: OSError) -> Text:
    """Return what the operating system says, in our words where it is one of the common troubles."""
    return _SYSTEM.get(error.errno) or plain(error.strerror or type(error).__name__)

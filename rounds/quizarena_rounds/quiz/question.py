"""One question of a bank (题库): what is asked, its options and its key, what it shows or plays.

Which letters are right follows from the answer as it is written. Which question comes next is the bank's.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le, max_len, optional

from quizarena.errors import RuleError
from quizarena.languages import LANGUAGES
from quizarena.media import Media
from quizarena.rules import Id, Lines, Seconds, scoring, shape
from quizarena.scenes import LETTERS, QuestionForm
from quizarena.text import CLAUSE, Joined, Text, Words, likeness, listed, plain

from .words import _

CHOICE = frozenset({"single", "multiple"})
"""The types that have options of their own."""
JUDGED: dict[str, tuple[str, Text]] = {
    "对": ("A", _("True")),
    "true": ("A", _("True")),
    "错": ("B", _("False")),
    "false": ("B", _("False")),
}
"""How the answer of a true-or-false question may be written, with its letter and what the hall reads."""
_TRUE_OR_FALSE = (JUDGED["true"], JUDGED["false"])
_BETWEEN = re.compile(r"[\s,、;/]+")
_HOUR = 3_600
_LONGEST_ALT = 200
_MOST_PARTS = 20


def _options(item: QuestionItem, attribute: attrs.Attribute[Any], options: tuple[Words, ...]) -> None:
    """Refuse options that do not go with the type, too few or too many, and two that read the same."""
    if item.type not in CHOICE:
        if options:
            raise RuleError(_("options are for choices; write type: single, or type: multiple"))
        return
    if not _in_number(options):
        raise RuleError(_("a choice has 2 to {most} options, found {count}", most=len(LETTERS), count=len(options)))
    plain_words = all(option.by_language.keys() == {""} for option in options)
    for language in ("",) if plain_words else LANGUAGES:
        seen: dict[str, str] = {}
        for letter, option in zip(LETTERS, options, strict=False):
            first = seen.setdefault(likeness(option.in_language(language)), letter)
            if first != letter:
                raise RuleError(_("options {one} and {two} are the same; change one", one=first, two=letter))


def _answer(item: QuestionItem, attribute: attrs.Attribute[Any], answer: Words | None) -> None:
    """Refuse an answer that is no key of a question that has one."""
    if item.type == "true_false":
        if answer is None or not _agree([_judged(each) for each in answer.by_language.values()]):
            found = "" if answer is None else answer
            raise RuleError(_("the answer of a true-or-false question is true or false, found “{found}”", found=found))
    elif item.type in CHOICE and _in_number(item.options):
        _check_letters(item, answer)


def _alt(item: QuestionItem, attribute: attrs.Attribute[Any], alt: Words | None) -> None:
    """Refuse words for nothing, and more of them than anybody has read out."""
    if alt is None:
        return
    if item.media is None:
        raise RuleError(_("alt says in words what media shows or plays; write media too, or leave alt out"))
    found = max(map(len, alt.by_language.values()), default=0)
    if found > _LONGEST_ALT:
        words = {"most": _LONGEST_ALT, "found": found}
        raise RuleError(_("alt is a sentence of at most {most} characters, found {found}; say less", **words))


def _in_number(options: tuple[Words, ...]) -> bool:
    return 2 <= len(options) <= len(LETTERS)


def _check_letters(item: QuestionItem, answer: Words | None) -> None:
    last = LETTERS[len(item.options) - 1]
    if answer is None:
        raise RuleError(_("a choice needs its answer: letters of A to {last}, such as answer: B", last=last))
    keys = [_letters(each) for each in answer.by_language.values()]
    if not _agree(keys) or not set(keys[0]) <= set(LETTERS[: len(item.options)]):
        raise RuleError(_("the answer “{found}” is none of the options A to {last}", found=answer, last=last))
    if item.type == "single" and len(keys[0]) > 1:
        count = len(keys[0])
        raise RuleError(
            _("a single choice has {count} answers, “{found}”; write type: multiple, or keep one", count=count,
              found=answer)
        )  # fmt: skip


def _agree(keys: list[str]) -> bool:
    """Whether the answer is the same key in every language."""
    return bool(keys[0]) and len(set(keys)) == 1


def _letters(written: str) -> str:
    """Return the letters that are written in any case or width, with signs between them or none, in their order."""
    folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", written)).upper()
    return "".join(sorted(set(folded)))


def _judged(written: str) -> str:
    letter, _words = JUDGED.get(written.strip().casefold(), ("", None))
    return letter


@attrs.frozen(cache_hash=True)
class BonusPart:
    """A part of a question's bonus (附加题): asked after a right answer, of that team alone."""

    text: Lines = scoring(help=_("the part as it is read"))
    answer: Lines | None = scoring(default=None, help=_("its answer; on the host's card, if left out"))
    points: Decimal | None = scoring(
        default=None,
        validator=optional(ge(Decimal(0))),
        help=_("its points; as the round's bonus says, else as the question, if left out"),
    )


@attrs.frozen(cache_hash=True)
class QuestionItem:
    """One question of a bank."""

    id: Id = shape(help=_("the question's id, unique in the event"))
    text: Lines = scoring(help=_("the question as it is read, on as many lines as it needs"))
    type: QuestionForm = shape(
        default="open",
        help=_("single choice, multiple choice, true_false, blank to fill in, or open"),
    )
    options: tuple[Lines, ...] = scoring(
        default=(),
        validator=_options,
        help=_("the options from A on, two to eight of a choice"),
    )
    answer: Lines | None = scoring(
        default=None,
        validator=_answer,
        help=_("the right answer: B, ACD for several, true or false; of other types on the host's card, if left out"),
    )
    accepted: tuple[Words, ...] = scoring(default=(), help=_("variants that count as right"))
    time: Seconds | None = scoring(
        default=None,
        validator=optional([instance_of(int), ge(1), le(_HOUR)]),
        help=_("time to answer; as the round says, if left out"),
    )
    explanation: Lines | None = scoring(default=None, help=_("why it is right, for the host once the answer is shown"))
    media: Media | None = shape(
        default=None,
        help=_("a picture, a sound or a film: the name of a file beside the bank"),
    )
    alt: Words | None = scoring(
        default=None,
        validator=_alt,
        help=_("what media shows or plays in words, without the answer, for those who do not see or hear it"),
    )
    source: Words | None = scoring(default=None, help=_("where the answer can be looked up"))
    spare: bool = shape(default=False, help=_("whether it is a spare"))
    pack: Id | None = shape(default=None, help=_("the pack it belongs to"))
    clues: tuple[Lines, ...] = shape(default=(), help=_("its clues, the hardest first"))
    level: Decimal | None = shape(default=None, help=_("the risk level it is for; any, if left out"))
    bonus: tuple[BonusPart, ...] = scoring(
        default=(),
        validator=max_len(_MOST_PARTS),
        help=_("what the team is asked further once its answer is right, as [{{text: When?, answer: 1644}}]"),
    )

    @property
    def lettered(self) -> tuple[tuple[str, Text], ...]:
        """What can be chosen, each with its letter; nothing where an answer is spoken or written."""
        if self.type == "true_false":
            return _TRUE_OR_FALSE
        return tuple(zip(LETTERS, self.options, strict=False))

    @property
    def key(self) -> tuple[str, ...]:
        """The letters of what is right, in their order; none where nothing is to be chosen."""
        if self.answer is None or not self.lettered:
            return ()
        written = next(iter(self.answer.by_language.values()))
        return tuple(_judged(written) if self.type == "true_false" else _letters(written))

    @property
    def answer_text(self) -> Text | None:
        """The right answer as people read it: an option with its letter, several below one key; None without one."""
        if not self.lettered:
            return self.answer
        return self.chosen_text(self.key) if self.key else None

    @property
    def alt_tells(self) -> bool:
        """Whether the words for what is shown name the spoken answer, which they stand before."""
        if self.alt is None or self.answer is None or self.lettered:
            return False
        alt, right = self.alt, (self.answer, *self.accepted)
        return any(each.in_language(name).casefold() in alt.in_language(name).casefold()
                   for each in right for name in LANGUAGES)  # fmt: skip

    def chosen_text(self, chosen: tuple[str, ...]) -> Text:
        """Return what was chosen, each option with its letter."""
        words = dict(self.lettered)
        if self.type == "true_false":
            return listed([words[letter] for letter in chosen])
        parts: list[Text] = [Joined((plain(letter), words[letter]), " ") for letter in chosen if letter in words]
        return Joined(tuple(parts), CLAUSE)


Bank: TypeAlias = tuple[QuestionItem, ...]

"""One question of a bank (题库): what is asked, its options and its key, what it shows or plays.

Which letters are right follows from the answer as it is written. Which question comes next is the bank's.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, TypeAlias

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.errors import RuleError
from quizarena.media import Media
from quizarena.rules import Id, Lines, Seconds, scoring, shape
from quizarena.scenes import LETTERS, QuestionForm
from quizarena.text import LANGUAGES, Joined, Text, Words, both, likeness, listed, plain

from .words import _

CHOICE = frozenset({"single", "multiple"})
"""The types that have options of their own."""
JUDGED: dict[str, tuple[str, Words]] = {
    "对": ("A", both("对", "True")),
    "true": ("A", both("对", "True")),
    "错": ("B", both("错", "False")),
    "false": ("B", both("错", "False")),
}
"""How the answer of a true-or-false question may be written, with its letter and what the hall reads."""
_TRUE_OR_FALSE = (JUDGED["true"], JUDGED["false"])
_BETWEEN = re.compile(r"[\s,、;/]+")
_HOUR = 3_600


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
class QuestionItem:
    """One question of a bank."""

    id: Id = shape(help=both("题号，全场唯一", "the question's id, unique in the event"))
    text: Lines = scoring(help=both("题目，可以有几行", "the question as it is read, on as many lines as it needs"))
    type: QuestionForm = shape(
        default="open",
        help=both(
            "题型: single 单选，multiple 多选，true_false 判断，blank 填空，open 简答",
            "single choice, multiple choice, true_false, blank to fill in, or open",
        ),
    )
    options: tuple[Lines, ...] = scoring(
        default=(),
        validator=_options,
        help=both("选项，从 A 起，单选、多选两个到八个", "the options from A on, two to eight of a choice"),
    )
    answer: Lines | None = scoring(
        default=None,
        validator=_answer,
        help=both(
            "标准答案: 单选写 B，多选写 ACD，判断写 对 或 错；其他题不写就在主持人手卡上",
            "the right answer: B, ACD for several, true or false; of other types on the host's card, if left out",
        ),
    )
    accepted: tuple[Words, ...] = scoring(default=(), help=both("也算对的说法", "variants that count as right"))
    time: Seconds | None = scoring(
        default=None,
        validator=optional([instance_of(int), ge(1), le(_HOUR)]),
        help=both("答题时间；不写就按环节的", "time to answer; as the round says, if left out"),
    )
    explanation: Lines | None = scoring(
        default=None, help=both("解析，亮答案时主持人可以念", "why it is right, for the host once the answer is shown")
    )
    media: Media | None = shape(
        default=None,
        help=both(
            "图片、声音或视频的文件名，与题库放在一个文件夹里",
            "a picture, a sound or a film: the name of a file beside the bank",
        ),
    )
    source: Words | None = scoring(default=None, help=both("出处", "where the answer can be looked up"))
    spare: bool = shape(default=False, help=both("是不是备用题", "whether it is a spare"))
    pack: Id | None = shape(default=None, help=both("题包的代号", "the pack it belongs to"))
    clues: tuple[Lines, ...] = shape(default=(), help=both("连环题的线索，从难到易", "its clues, the hardest first"))
    level: Decimal | None = shape(
        default=None, help=both("风险题的分值；不写就哪一档都能用", "the risk level it is for; any, if left out")
    )

    @property
    def lettered(self) -> tuple[tuple[str, Words], ...]:
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

    def chosen_text(self, chosen: tuple[str, ...]) -> Text:
        """Return what was chosen, each option with its letter."""
        words = dict(self.lettered)
        if self.type == "true_false":
            return listed([words[letter] for letter in chosen])
        parts: list[Text] = [Joined((plain(letter), words[letter]), " ") for letter in chosen if letter in words]
        return Joined(tuple(parts), both("；", "; "))


Bank: TypeAlias = tuple[QuestionItem, ...]

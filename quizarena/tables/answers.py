"""The key of a question as people write it: letters, numbers, a text, a tick; times, points and yes or no beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

from quizarena.scenes import LETTERS, QuestionForm
from quizarena.text import Text

from .words import _

_TYPES: Mapping[str, QuestionForm | Literal["choice"]] = {
    **dict.fromkeys(("单选", "单选题", "单项选择", "单项选择题", "single", "singlechoice", "radio"), "single"),
    **dict.fromkeys(
        (
            "多选",
            "多选题",
            "多项选择",
            "多项选择题",
            "不定项选择题",
            "multiple",
            "multi",
            "checkbox",
            "multipleanswers",
        ),
        "multiple",
    ),
    **dict.fromkeys(
        ("判断", "判断题", "对错", "对错题", "truefalse", "true/false", "trueorfalse", "tf", "boolean"), "true_false"
    ),
    **dict.fromkeys(("填空", "填空题", "blank", "fillin", "fillintheblank", "fill-in-the-blank"), "blank"),
    **dict.fromkeys(
        (
            "简答",
            "简答题",
            "问答",
            "问答题",
            "论述题",
            "抢答",
            "抢答题",
            "open",
            "openended",
            "open-ended",
            "shortanswer",
        ),
        "open",
    ),
    **dict.fromkeys(("选择", "选择题", "choice", "multiplechoice", "multiple-choice", "quiz"), "choice"),
}
_TRUE = frozenset(["对", "√", "✓", "✔", "正确", "是", "t", "true", "1", "y", "yes", "right", "correct"])
_FALSE = frozenset(["错", "错误", "×", "✗", "✘", "x", "否", "f", "false", "0", "n", "no", "wrong", "不对", "不正确"])
_YES = frozenset(["是", "√", "✓", "✔", "y", "yes", "true", "1", "有", "备用"])
_NO = frozenset(["否", "×", "✗", "x", "n", "no", "false", "0", "不是"])
_BETWEEN = re.compile("[\\s,\uff0c\u3001;\uff1b/|&\u548c]+")
_BLANK = re.compile("_{2,}|\uff08[\\s\u3000]*\uff09|\\([\\s\u3000]*\\)")
_SECONDS = re.compile("(?:([0-9]+)(?:\u5206\u949f|\u5206|min|m))?(?:([0-9]+)(?:\u79d2\u949f|\u79d2|sec|s)?)?")
_CLOCK = re.compile("(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])")
_POINTS = re.compile("(-?[0-9]+(?:[.][0-9]+)?)(?:\u5206|points?|pts?)?")


def folded(text: str) -> str:
    """Return `text` without differences of width and case, and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def type_of(written: str, codes: Mapping[str, str]) -> QuestionForm | Literal["choice"] | None:
    """Return the type that a cell, or the heading's codes, say; None where nobody knows the word."""
    word = folded(written)
    return _TYPES.get(folded(codes.get(word, word)))


def heading_codes(heading: str) -> dict[str, str]:
    """Return what "题型（0单选，1判断）" says each code stands for."""
    text = unicodedata.normalize("NFKC", heading)
    return dict(re.findall("([0-9])[\\s.:=\u3001-]*([\u4e00-\u9fff]{2,4})", text))


def inferred(text: str, options: Sequence[str], answer: str) -> QuestionForm:
    """Return the type of a question whose sheet says none."""
    if options:
        letters = _letters(answer)
        return "multiple" if letters is not None and len(letters) > 1 else "single"
    if truth(answer) is not None and folded(answer) not in {"0", "1"}:
        return "true_false"
    return "blank" if _BLANK.search(text) else "open"


def truth(answer: str) -> bool | None:
    """Return what the answer to a true-false question says, None if it says neither."""
    word = folded(answer)
    return True if word in _TRUE else False if word in _FALSE else None


def yes(written: str) -> bool | None:
    """Return whether a mark such as √ or 是 says yes; None if nobody can tell."""
    word = folded(written)
    return True if word in _YES else False if not word or word in _NO else None


def seconds(written: str) -> int | None:
    """Return the seconds of "30", "15秒", "1分30秒", "0:30" or "0:00:30"; None if it is none of them."""
    word = folded(written)
    clock = _CLOCK.fullmatch(word)
    if clock:
        hours, minutes, rest = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + rest
    spoken = _SECONDS.fullmatch(word)
    if not word or spoken is None:
        return None
    return int(spoken[1] or 0) * 60 + int(spoken[2] or 0)


def points(written: str) -> str | None:
    """Return the number of "10" or "10分"; None if it is none."""
    found = _POINTS.fullmatch(folded(written))
    return found[1] if found else None


def split_options(text: str) -> list[str]:
    """Return the options that stand in one cell: one a line, between bars, or behind their letters."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    parts = lines if len(lines) > 1 else [part.strip() for part in re.split(r"[|\uff5c]", text) if part.strip()]
    if len(parts) == 1:
        parts = by_letters(parts[0]) or re.split("[;\uff1b]", parts[0])
    return without_letters([part.strip() for part in parts if part.strip()])


_LETTERED = re.compile(
    "(?:^|(?<=[\\s\u3000]))[\\s\u3000]*([A-Ha-h\uff21-\uff28])[\\s\u3000]*[.\u3001\uff0e:\uff1a)\uff09][\\s\u3000]*"
)


def by_letters(text: str) -> list[str]:
    """Return what stands behind `A.`, `B.` and so on in one line; nothing unless they count from A."""
    marks = list(_LETTERED.finditer(text))
    named = "".join(unicodedata.normalize("NFKC", mark[1]).upper() for mark in marks)
    if len(marks) < 2 or not LETTERS.startswith(named):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [f"{letter}. {text[mark.end() : end].strip()}" for letter, mark, end in zip(named, marks, ends, strict=True)]


def without_letters(options: list[str]) -> list[str]:
    """Return the options without their letters, if each has its own."""
    marks = [_LETTERED.match(option) for option in options]
    if not all(marks):
        return options
    named = "".join(unicodedata.normalize("NFKC", mark[1]).upper() for mark in marks if mark)
    if not named or named != LETTERS[: len(named)]:
        return options
    return [option[mark.end() :].strip() for option, mark in zip(options, marks, strict=True) if mark]


def choice(answer: str, options: Sequence[str]) -> str | Text:
    """Return the letters of the right options in order, or why `answer` does not say which they are."""
    text = [LETTERS[place] for place, option in enumerate(options) if folded(option) == folded(answer)]
    letters = _letters(answer)
    if letters is None or any(letter not in LETTERS[: len(options)] for letter in letters):
        return text[0] if text else _no_option(answer, options)
    if text and letters != text[0]:
        return _(
            "the answer '{answer}' is option {letter}, and it is also the text of option {other}; say which one"
            " (for example: option {other})",
            answer=answer,
            letter=letters,
            other=text[0],
        )
    return letters


def _no_option(answer: str, options: Sequence[str]) -> Text:
    return _(
        "the answer '{answer}' is none of the options A to {last}, nor the text of one",
        answer=answer,
        last=LETTERS[max(len(options), 1) - 1],
    )


def _letters(answer: str) -> str | None:
    """Return the letters that "A、C", "abd", "1,3" or "选项B" name, None if it names none."""
    text = unicodedata.normalize("NFKC", answer).strip()
    text = re.sub("^(?:\u9009\u9879|option)\\s*", "", text, flags=re.IGNORECASE)
    parts = [part for part in _BETWEEN.split(text.upper()) if part]
    if parts and all(part.isascii() and part.isdigit() and 0 < int(part) <= len(LETTERS) for part in parts):
        parts = [LETTERS[int(part) - 1] for part in parts]
    joined = "".join(parts)
    known = bool(joined) and set(joined) <= set(LETTERS)
    return "".join(sorted(set(joined))) if known else None

"""The forms of single values: text, numbers, durations, choices, and words in several languages.

Each says what a rulebook may write, why it may not, how a value is written back, and its JSON Schema.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, Protocol, TypeAlias

import attrs

from quizarena.clocks import minutes
from quizarena.errors import NumberError
from quizarena.languages import LANGUAGES
from quizarena.nodes import Broken, Entries, Node, Plain, Scalar, describe, shown
from quizarena.plugins import nearest
from quizarena.points import parse_number
from quizarena.text import Joined, Text, Words, plain

from .hints import unquoted
from .problems import BAD, At
from .words import _

Schema: TypeAlias = dict[str, Any]

ID_PATTERN = "[a-z0-9][a-z0-9_-]{0,39}"
_ID = re.compile(ID_PATTERN, re.ASCII)
_CLOCK_PATTERN = "[0-9]{1,4}:[0-5][0-9]"
_CLOCK = re.compile(_CLOCK_PATTERN, re.ASCII)
_LONGEST_SECONDS = 86_400


class Form(Protocol):
    """What a value of one type looks like in a rulebook."""

    @property
    def expected(self) -> Text:
        """What belongs here, for "expected ..., got ...": "a number"."""
        ...

    def fits(self, node: Node) -> bool:
        """Whether `node` could be meant for this form, by its shape alone."""
        ...

    def holds(self, value: Any) -> bool:
        """Whether `value` is what this form reads."""
        ...

    def read(self, node: Node, at: At) -> Any:
        """Return the value of `node`, or `BAD` after every problem was recorded."""
        ...

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return `value` as `read` takes it; what is sealed from the hall is left out unless `with_sealed`."""
        ...

    def schema(self) -> Schema:
        """Return the JSON Schema of what `read` takes."""
        ...


def refuse(form: Form, node: Node, at: At) -> Any:
    """Record that `node` is not what `form` expects."""
    if isinstance(node, Broken):
        return BAD
    straight = unquoted(node.text) if isinstance(node, Scalar) else None
    if straight is not None:
        message = _('curly quotation marks do not work here; write "{meant}"', meant=straight)
        return at.refuse(node.place, message)
    return at.refuse(node.place, _("expected {expected}, got {found}", expected=form.expected, found=describe(node)))


@attrs.frozen
class _ScalarForm:
    """What the forms of scalars share; `python` is the type of their values."""

    python: ClassVar[type] = str

    def fits(self, node: Node) -> bool:
        """Whether it is a scalar and not nothing."""
        return isinstance(node, Scalar) and not node.is_null

    def holds(self, value: Any) -> bool:
        """Whether `value` is of just this type: a bool is no whole number here."""
        return type(value) is self.python

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return the value itself."""
        plain_value: Plain = value
        return plain_value


@attrs.frozen
class TextForm(_ScalarForm):
    """A text, on one line or on several; quotes or none, what looks like a number or a word of YAML is text too."""

    expected: Text = _("a text")
    several_lines: bool = False

    def read(self, node: Node, at: At) -> Any:
        """Return the text."""
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            return refuse(self, node, at)
        return node.text if self.several_lines or is_one_line(node, at) else refuse_lines(node, at)

    def schema(self) -> Schema:
        """A string."""
        return {"type": "string", "minLength": 1}


def is_one_line(node: Scalar, at: At) -> bool:
    """Whether a text stands on one line; of what is recorded already nobody asks it, screens strip it."""
    return "\n" not in node.text or not at.reading.formats


def refuse_lines(node: Scalar, at: At) -> Any:
    """Record that a text stands on several lines where one is expected."""
    return at.refuse(node.place, _("a text of several lines; write > instead of |, which joins them into one"))


def is_id(text: str) -> bool:
    """Whether `text` is an id."""
    return _ID.fullmatch(text) is not None


def _meant_id(text: str) -> str | None:
    """Return the id that `Lab 1` was probably meant to be, None where little of the text would be left."""
    folded = re.sub(r"[^a-z0-9_]+", "-", unicodedata.normalize("NFKC", text).lower()).strip("-_")
    return folded if text.isascii() and is_id(folded) else None


@attrs.frozen
class IdForm(_ScalarForm):
    """An id: small letters, digits, `-` and `_`; perhaps that of a team, which has to be there."""

    expected: Text = _("an id of a to z, 0 to 9, - and _")
    of_team: bool = False

    def read(self, node: Node, at: At) -> Any:
        """Return the id."""
        if not isinstance(node, Scalar):
            return refuse(self, node, at)
        meant = _meant_id(node.text)
        if is_id(node.text):
            return node.text
        return refuse(self, node, at) if meant is None else _refuse_for(self, node, meant, at)

    def schema(self) -> Schema:
        """A string of that pattern."""
        return {"type": "string", "pattern": f"^{ID_PATTERN}$"}


@attrs.frozen
class BoolForm(_ScalarForm):
    """`true` or `false`; `yes`, `no`, `on` and `off` are words, whatever other programs make of them."""

    expected: Text = _("true or false")
    python: ClassVar[type] = bool

    def read(self, node: Node, at: At) -> Any:
        """Return True or False."""
        if isinstance(node, Scalar) and node.style == "plain" and node.text in {"true", "false"}:
            return node.text == "true"
        return refuse(self, node, at)

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@attrs.frozen
class NumberForm(_ScalarForm):
    """A number of the grammar of `quizarena.points.parse_number`, without quotes."""

    expected: Text = _("a number")
    python: ClassVar[type] = Decimal

    def read(self, node: Node, at: At) -> Any:
        """Return the number, its digits kept as written."""
        if not isinstance(node, Scalar) or node.is_null:
            return refuse(self, node, at)
        try:
            number = parse_number(node.text)
        except NumberError:
            return _refuse_number(self, node, at)
        return _refuse_quotes(self, node, at) if node.style == "quoted" else number

    def schema(self) -> Schema:
        """A number."""
        return {"type": "number"}


@attrs.frozen
class WholeForm(_ScalarForm):
    """A whole number."""

    expected: Text = _("a whole number")
    python: ClassVar[type] = int

    def read(self, node: Node, at: At) -> Any:
        """Return the whole number."""
        number = NumberForm(self.expected).read(node, at)
        if number is BAD:
            return BAD
        return refuse(self, node, at) if "." in str(number) else int(number)

    def schema(self) -> Schema:
        """An integer."""
        return {"type": "integer"}


def _refuse_number(form: Form, node: Scalar, at: At) -> Any:
    meant = _meant_number(node.text)
    return refuse(form, node, at) if meant is None else _refuse_for(form, node, meant, at)


def _refuse_for(form: Form, node: Scalar, meant: str, at: At) -> Any:
    found = shown(node.text)
    message = _("expected {expected}, got {found}; write {meant}", expected=form.expected, found=found, meant=meant)
    return at.refuse(node.place, message)


def _refuse_quotes(form: Form, node: Scalar, at: At) -> Any:
    found = shown(node.text)
    message = _("expected {expected}, got the text {found}; remove the quotes", expected=form.expected, found=found)
    return at.refuse(node.place, message)


def _meant_number(text: str) -> str | None:
    """Return the number that `010`, `＋１０`, `1_000` or `10分` was probably meant to be."""
    folded = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"\+?(-?)0*([0-9][0-9_,]*)?(\.[0-9]+)?\.?\s*[^\W\d_]{0,3}", folded, re.UNICODE)
    if not found or not (found[2] or found[3]):
        return None
    candidate = f"{found[1]}{re.sub('[_,]', '', found[2] or '0')}{found[3] or ''}"
    try:
        parse_number(candidate)
    except NumberError:
        return None
    return candidate


@attrs.frozen
class SecondsForm(_ScalarForm):
    """A duration: "m:ss" in quotes, or a whole number of seconds.

    Without quotes `3:00` is 180 for one YAML program and text for the next, so it is refused.
    """

    expected: Text = _('a time such as "3:00" or whole seconds such as 180')
    python: ClassVar[type] = int

    def read(self, node: Node, at: At) -> Any:
        """Return the seconds."""
        if isinstance(node, Scalar) and _CLOCK.fullmatch(node.text):
            return self._of_clock(node, at)
        return self._within(NumberForm(self.expected).read(node, at), node, at)

    def _of_clock(self, node: Scalar, at: At) -> Any:
        if node.style == "plain":
            message = _('got the time {time} without quotes; write "{time}"', time=node.text)
            return at.refuse(node.place, message)
        whole, _colon, rest = node.text.partition(":")
        return self._within(60 * parse_whole(whole) + parse_whole(rest), node, at)

    def _within(self, seconds: Any, node: Node, at: At) -> Any:
        if seconds is BAD:
            return BAD
        if seconds != int(seconds) or not 0 <= seconds <= _LONGEST_SECONDS:
            return refuse(self, node, at)
        return int(seconds)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return it as the file says it."""
        return minutes(value)

    def schema(self) -> Schema:
        """A string "m:ss" or an integer."""
        clock = {"type": "string", "pattern": f"^{_CLOCK_PATTERN}$"}
        return {"anyOf": [clock, {"type": "integer", "minimum": 0, "maximum": _LONGEST_SECONDS}]}


def parse_whole(digits: str) -> int:
    """Return the whole number of ASCII `digits`; leading zeros are allowed, as in 3:05."""
    return int(parse_number(digits.lstrip("0") or "0"))


@attrs.frozen
class ChoiceForm(_ScalarForm):
    """One of a few words or whole numbers; `options` maps what is written to what it means, `help` says so in words."""

    options: dict[str, Any] = attrs.field(hash=False)
    help: Text | None = attrs.field(default=None, hash=False)

    @property
    def expected(self) -> Text:
        """The words, "one of a, b, c"."""
        if len(self.options) == 1:
            return plain(next(iter(self.options)))
        return _("one of {words}", words=", ".join(self.options))

    def holds(self, value: Any) -> bool:
        """Whether a word means `value`."""
        return value in self.options.values()

    def read(self, node: Node, at: At) -> Any:
        """Return what the word means."""
        if not isinstance(node, Scalar):
            return refuse(self, node, at)
        if node.text in self.options:
            return self.options[node.text]
        return at.refuse(node.place, self._explained(_with_hint(self.expected, node, self.options)))

    def _explained(self, refusal: Text) -> Text:
        """Add what the words mean, where the help tells them."""
        helps = [] if self.help is None else [*map(self.help.in_language, LANGUAGES)]
        if self.help is None or not any(all(word in words for word in self.options) for words in helps):
            return refusal
        return Joined((refusal, plain(" ("), self.help, plain(")")))

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return it as the file says it."""
        written = next(word for word, meaning in self.options.items() if meaning == value)
        return value if isinstance(value, (int, str)) else written

    def schema(self) -> Schema:
        """One of the words."""
        return {"enum": [self.write(value, True) for value in self.options.values()]}


def _with_hint(expected: Text, node: Scalar, known: Iterable[str]) -> Text:
    close, found = nearest(node.text, known), describe(node)
    if close is None:
        return _("expected {expected}, got {found}", expected=expected, found=found)
    return _(
        "expected {expected}, got {found}; did you mean {close}?", expected=expected, found=found, close=shown(close)
    )


@attrs.frozen
class WordsForm:
    """Words: one text for all languages, or one for each; on one line or on several."""

    expected: Text = _("a text, or {{zh: text, en: text}}")
    several_lines: bool = False

    def fits(self, node: Node) -> bool:
        """Whether it is a text or a mapping."""
        return isinstance(node, (Scalar, Entries))

    def holds(self, value: Any) -> bool:
        """Whether it is `Words`."""
        return isinstance(value, Words)

    def read(self, node: Node, at: At) -> Any:
        """Return the `Words`."""
        if isinstance(node, Entries) and node.entries:
            return self._by_language(node, at)
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            return refuse(self, node, at)
        return plain(node.text) if self.several_lines or is_one_line(node, at) else refuse_lines(node, at)

    def _by_language(self, node: Entries, at: At) -> Any:
        words: dict[str, Any] = {}
        for key, value in node.entries:
            if key.text not in LANGUAGES and words and isinstance(value, Scalar) and not value.text:
                message = _("{word} is on its own; a text with a comma in it needs quotes", word=shown(key.text))
                words[key.text] = at.refuse(key.place, message)
            elif key.text not in LANGUAGES:
                known = Joined((plain("one of"), plain(", ".join(LANGUAGES))), " ")
                words[key.text] = at.refuse(key.place, _with_hint(known, key, LANGUAGES))
            else:
                form = TextForm(several_lines=self.several_lines)
                words[key.text] = form.read(value, at.down(key.text))
        return BAD if BAD in words.values() else Words(words)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return the text, or the texts by language."""
        if set(value.by_language) == {""}:
            text: Plain = value.by_language[""]
            return text
        return dict(value.by_language)

    def schema(self) -> Schema:
        """A string, or an object of strings by language."""
        text = TextForm().schema()
        each = dict.fromkeys(LANGUAGES, text)
        by_language = {"type": "object", "properties": each, "additionalProperties": False, "minProperties": 1}
        return {"anyOf": [text, by_language]}

"""What the validators of a class refuse, value by value: attrs stops at the first, a reader wants them all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from quizarena.errors import QuizArenaError
from quizarena.text import Text, plain
from quizarena.values import is_made_anew

from .forms import Schema
from .plugged import Rest
from .words import _


def beyond_limits(attribute: attrs.Attribute[Any], value: Any) -> Text | None:
    """Return why a number is too small or too large, whatever stands beside it; None if it is neither."""
    for limit in limits(attribute.validator) if isinstance(value, (int, Decimal)) else ():
        if not limit.compare_func(value, limit.bound):
            return _OUT_OF[limit.compare_op](limit.bound, value)
    return None


def bare(made: type, values: dict[str, Any]) -> Any:
    """Return an instance that nobody has validated, for validators that look at several fields."""
    bare: Any = object.__new__(made)
    for attribute in attrs.fields(made):
        if attribute.alias in values:
            object.__setattr__(bare, attribute.name, values[attribute.alias])
        elif not is_made_anew(attribute):
            object.__setattr__(bare, attribute.name, attribute.default)
    return bare


def _converted(attribute: attrs.Attribute[Any], value: Any) -> Any:
    converter: Any = attribute.converter
    return value if converter is None or isinstance(converter, attrs.Converter) else converter(value)


def refused(attribute: attrs.Attribute[Any], instance: Any, value: Any) -> Text | None:
    """Return why an attribute's converter or validator refuses `value`, None if neither does."""
    try:
        converted = _converted(attribute, value)
        if attribute.validator is not None:
            attribute.validator(instance, attribute, converted)
    except (QuizArenaError, ValueError, TypeError) as error:
        key = attribute.alias or attribute.name
        return beyond_limits(attribute, value) or Rest(Rest(sentence_of(error), f"'{attribute.name}' "), f"{key}: ")
    return None


def _too_high(bound: Any, value: Any) -> Text:
    if bound == 0:  # what is taken away was written without its sign
        return _("expected at most 0, got {value}; write -{value}", value=value)
    return _("expected at most {bound}, got {value}", bound=bound, value=value)


_OUT_OF: Mapping[str, Callable[[Any, Any], Text]] = {
    ">=": lambda bound, value: _("expected at least {bound}, got {value}", bound=bound, value=value),
    ">": lambda bound, value: _("expected more than {bound}, got {value}", bound=bound, value=value),
    "<=": _too_high,
    "<": lambda bound, value: _("expected less than {bound}, got {value}", bound=bound, value=value),
}
_LIMIT_WORDS = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}


def sentence_of(error: Exception) -> Text:
    """Return an exception's sentence, ours in every language; attrs' validators carry more arguments than that."""
    return error.message if isinstance(error, QuizArenaError) else plain(str(error.args[0] if error.args else error))


def limits(validator: Any) -> Iterator[Any]:
    """Yield the limits (`bound`, `compare_op`, `compare_func`) among attrs' validators of numbers."""
    if isinstance(validator, _LIMIT):
        yield validator
    elif isinstance(validator, _OPTIONAL):
        yield from limits(validator.validator)
    elif isinstance(validator, _SEVERAL):
        yield from itertools.chain.from_iterable(map(limits, validator._validators))
    elif isinstance(validator, (list, tuple)):
        yield from itertools.chain.from_iterable(map(limits, validator))


_LIMIT: Any = type(attrs.validators.ge(0))
_OPTIONAL: Any = type(attrs.validators.optional(attrs.validators.ge(0)))
_SEVERAL: Any = type(attrs.validators.and_(attrs.validators.ge(0), attrs.validators.le(1)))
"""Of which classes attrs makes these validators: it has no other names for them."""


def limits_schema(validator: Any) -> Schema:
    """Return the limits as JSON Schema says them."""
    return {_LIMIT_WORDS[limit.compare_op]: _json_number(limit.bound) for limit in limits(validator)}


def _json_number(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)

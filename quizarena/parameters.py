"""The parameters of a plug-in rule: how they are checked and filled in.

A rule takes those of its constructor, under the names the rulebook says, attrs aliases included.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, cast

import attrs

from .errors import QuizArenaError, RuleError
from .plugins import Registry, hint, nearest
from .points import Number, Points, exact, show
from .text import FRAME, Text

_ = FRAME
Validator: TypeAlias = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def whole(low: int, high: int = 1_000) -> Validator:
    """Return a validator for a whole number from `low` to `high`."""

    def check(rule: object, field: attrs.Attribute[Any], value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            problem = _(
                "{name}: expected a whole number from {low} to {high}, found {found}",
                name=field.alias or field.name,
                low=low,
                high=high,
                found=repr(value),
            )
            raise RuleError(problem)

    return check


def one_of(*words: str) -> Validator:
    """Return a validator for one of `words`; the nearest one is suggested."""

    def check(rule: object, field: attrs.Attribute[Any], value: object) -> None:
        if value not in words:
            problem = _(
                "{name}: expected {words}, found {found}",
                name=field.alias or field.name,
                words=_either(words),
                found=repr(value),
            )
            raise RuleError(_with_nearest(problem, str(value), words))

    return check


def yes_or_no(rule: object, field: attrs.Attribute[Any], value: object) -> None:
    """Validate true or false."""
    if not isinstance(value, bool):
        name = field.alias or field.name
        raise RuleError(_("{name}: expected true or false, found {found}", name=name, found=repr(value)))


def a_name(rule: object, field: attrs.Attribute[Any], value: object) -> None:
    """Validate an id or name: text that is not empty."""
    if not isinstance(value, str) or not value:
        name = field.alias or field.name
        raise RuleError(_("{name}: expected a name, found {found}", name=name, found=repr(value)))


def number(value: object) -> Points:
    """Convert a parameter to an exact number; RuleError for what is none."""
    try:
        return exact(cast("Number", value))
    except (QuizArenaError, TypeError) as error:
        raise RuleError(_("expected a number such as 0.6, found {found}", found=repr(value))) from error


def make(registry: Registry, name: str, parameters: Mapping[str, object]) -> object:
    """Return the rule `name` of `registry`, built with `parameters`.

    Raises:
        PluginError: No such rule is installed.
        RuleError: A parameter is unknown (the nearest name is suggested), missing or wrong.
    """
    build = cast("Callable[..., object]", registry.load(name))
    _check_names(_("the {what} {name}", what=registry.what, name=repr(name)), build, parameters)
    return build(**parameters)


def parameter_names(registry: Registry, name: str) -> tuple[str, ...]:
    """Return the names of the parameters the rule `name` takes; PluginError if it is not installed."""
    return tuple(inspect.signature(cast("Callable[..., object]", registry.load(name))).parameters)


def _check_names(what: Text, build: Callable[..., object], parameters: Mapping[str, object]) -> None:
    known = inspect.signature(build).parameters
    for name in parameters:
        if name not in known:
            raise RuleError(
                _("{what} has no parameter {name}; {hint}", what=what, name=repr(name), hint=_takes(name, known))
            )
    missing = [name for name, each in known.items() if each.default is each.empty and name not in parameters]
    if missing:
        raise RuleError(_("{what} needs {names}", what=what, names=", ".join(missing)))


def _takes(name: str, known: Iterable[str]) -> Text:
    names = tuple(known)
    if nearest(name, names) is not None:
        return hint(name, names)
    return _("it takes {names}", names=", ".join(names)) if names else _("it takes none")


def refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a key that is not `known`, with the nearest one that is.

    Raises:
        RuleError: `what` names the mapping.
    """
    words = tuple(known)
    for key in given:
        if key not in words:
            problem = _("{what}: unknown key {key}; {hint}", what=what, key=repr(key), hint=hint(str(key), words))
            raise RuleError(problem)


def parameters_of(rule: object) -> dict[str, object]:
    """Return a rule's parameters as the rulebook would write them: fields of its attrs class, by alias.

    A rule that is no attrs class has none to show.
    """
    made = type(rule)
    fields = [field for field in attrs.fields(made) if field.init] if attrs.has(made) else []
    return {field.alias or field.name: plain_value(getattr(rule, field.name)) for field in fields}


def plain_value(value: object) -> object:
    """Return `value` as a rulebook holds it: numbers that are no whole ones as text, mappings and lists of
    such.
    """
    if isinstance(value, (Decimal, Fraction)):
        return show(value)
    if isinstance(value, Mapping):
        return {str(key): plain_value(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_value(each) for each in value]
    return value


def _either(words: tuple[str, ...]) -> Text | str:
    if len(words) == 1:
        return words[0]
    return _("{words} or {last}", words=", ".join(words[:-1]), last=words[-1])


def _with_nearest(problem: Text, word: str, known: Iterable[str]) -> Text:
    close = nearest(word, known)
    if close is None:
        return problem
    return _("{problem}; did you mean {close}?", problem=problem, close=repr(close))

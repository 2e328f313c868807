"""The facts a contest may hold, and their one codec: for the journal, JSON Lines and the one-line form.

A class is looked at when the book is made: unique, named after its kind, with an intent.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import attrs

from .decoding import fact_maker, objects
from .errors import FactError, NumberError, PluginError, TextError
from .facts import SUBJECT, Fact, Intent, instant_text, parse_instant
from .plugins import hint, nearest
from .points import parse_number
from .text import FRAME, Text, placed, safe
from .values import Maker

if TYPE_CHECKING:
    from cattrs import Converter

_ = FRAME
_PAGE = 256
"""Texts are read that many at once."""
_OF_EVERY_FACT = (
    *("type", "intent", "subject", "sealed", "backstage", "cue", "undoable", "reveals", "advances_play"),
    *("names", "remarks", "steers_board", "withholds", "ends_part"),
)


class FactBook:
    """The facts a contest may hold, by type, and their one codec."""

    def __init__(self, classes: Iterable[type[Fact]]) -> None:
        """Take fact classes that were looked at already."""
        self.classes = {each.type: each for each in classes}
        self._makers = {name: _MAKERS.setdefault(each, {}) for name, each in self.classes.items()}

    @classmethod
    def of_kinds(cls, frame: Sequence[type[Fact]], kinds: Mapping[str, Iterable[type[Fact]]]) -> FactBook:
        """Return the book of the frame's facts and those of round kinds, by the kinds' names.

        Raises:
            PluginError: A type has two classes, or does not begin with its kind's name up to the first dot; that name
                is a word of the frame; a class has no intent, a field that hides what every fact has, one of `team`,
                `member` and `judge` that holds no id, or is a CLOCK fact without its one instant `at`.
        """
        reserved = {each.type.partition(".")[0] for each in frame}
        classes = {each.type: each for each in frame}
        for kind, facts in kinds.items():
            for each in facts:
                reason = _flaw(each, kind, reserved) or _double(each, classes)
                if reason is not None:
                    raise PluginError(_("round kind {kind}: {reason}", kind=repr(kind), reason=reason))
                classes[each.type] = each
        return cls(classes.values())

    def write(self, fact: Fact) -> str:
        """Return the fact's JSON text; fields at their default are left out."""
        return _ENCODER.encode(self.to_mapping(fact))

    def are_as_written(self, facts: Sequence[Fact], texts: Sequence[str]) -> bool:
        """Whether each text is what `write` makes of its fact; every text has to hold one JSON object.

        Encoded all at once: where one object ends and the next begins is the same in equal texts.
        """
        return _ENCODER.encode([*map(self.to_mapping, facts)]) == f"[{','.join(texts)}]"

    def to_mapping(self, fact: Fact) -> dict[str, Any]:
        """Return the fact's fields as JSON values."""
        mapping: dict[str, Any] = _codec().unstructure(fact, unstructure_as=type(fact))
        return mapping

    def read(self, type_name: str, text: str) -> Fact:
        """Return the fact that `write` wrote.

        Raises:
            FactError: Unknown type, text that is no JSON object, an unknown, missing or ill-typed field.
        """
        return self.of_mapping(type_name, load_object(text))

    def read_all(self, stored: Iterable[tuple[str, str]]) -> list[Fact]:
        """Return the fact of each (type, text), as `read` reads them but many at once; raises like `read`."""
        facts: list[Fact] = []
        waiting, makers = iter(stored), self._makers
        while page := list(islice(waiting, _PAGE)):
            types, texts = zip(*page, strict=True)
            for type_name, mapping in zip(types, objects(texts) or map(load_object, texts), strict=True):
                try:
                    fact = makers[type_name][tuple(mapping)](*mapping.values())
                except Exception:  # whatever it is, the careful way says it
                    fact = self._made(type_name, mapping)
                facts.append(fact)
        return facts

    def _made(self, type_name: str, mapping: dict[str, Any]) -> Fact:
        """Return the fact made the careful way, and see to a short way for the next with these fields."""
        fact, given = self.of_mapping(type_name, mapping), tuple(mapping)
        if given not in self._makers[type_name]:
            short = fact_maker(type(fact), given, _codec().get_structure_hook)
            if short is not None:
                self._makers[type_name][given] = short
        return fact

    def of_mapping(self, type_name: str, mapping: Mapping[str, Any]) -> Fact:
        """Return the fact with these JSON values as fields; raises like `read`."""
        return _structured(self.class_of(type_name), mapping)

    def class_of(self, type_name: str) -> type[Fact]:
        """Return the class of facts of that type; FactError if there is none."""
        fact_class = self.classes.get(type_name)
        if fact_class is None:
            known = hint(type_name, sorted(self.classes))
            raise FactError(_("no fact is called {name} here; {hint}", name=repr(type_name), hint=known))
        return fact_class

    def written(self, fact: Fact) -> tuple[str, Fact]:
        """Return the text of `fact` and the fact that is read back from it: instants are cut to the millisecond.

        Raises:
            FactError: What is written could not be read: control characters, numbers outside the stated grammar.
        """
        mapping = self.to_mapping(fact)
        try:
            read = self._makers[fact.type][tuple(mapping)](*mapping.values())
        except Exception:  # whatever it is, the careful way says it
            read = self._made(fact.type, mapping)
        return _ENCODER.encode(mapping), read

    def line(self, fact: Fact) -> str:
        """Return the one-line form, `type {json}`."""
        return f"{fact.type} {self.write(fact)}"

    def parse_line(self, line: str) -> Fact:
        """Return the fact of a one-line form; raises like `read`."""
        type_name, _space, text = line.strip().partition(" ")
        return self.read(type_name, text or "{}")


_MAKERS: dict[type[Fact], dict[tuple[str, ...], Maker]] = {}
"""The short ways to the facts of a class, by the fields given: made once a class, whatever books hold it."""


def _double(cls: type[Fact], classes: Mapping[str, type[Fact]]) -> Text | None:
    other = classes.get(cls.type, cls)
    if other is cls:
        return None
    names = [f"{each.__module__}.{each.__qualname__}" for each in (other, cls)]
    return _("the fact {type} is declared twice: {first} and {second}", type=cls.type, first=names[0], second=names[1])


def _flaw(cls: type[Fact], kind: str, reserved: Container[str]) -> Text | None:
    """Return what is wrong with a fact class of a kind, None if nothing is."""
    name, prefix, wire = cls.__qualname__, kind.partition(".")[0], getattr(cls, "type", "")
    if prefix in reserved:
        return _("{name} is a word of the contest itself; give the kind another name", name=repr(prefix))
    if not re.fullmatch(re.escape(prefix) + r"\.\w+", wire):
        expected = f"{prefix}.NAME"
        return _(
            "{fact}: expected a type such as {expected}, found {found}", fact=name, expected=expected, found=repr(wire)
        )
    if not isinstance(getattr(cls, "intent", None), Intent):
        return _("{fact} does not say what it is for; give the class an intent", fact=name)
    return _field_flaw(cls, name)


def _field_flaw(cls: type[Fact], name: str) -> Text | None:
    kinds = {field.name: _type_name(field.type) for field in attrs.fields(cls)}
    for field, found in kinds.items():
        if field in _OF_EVERY_FACT:
            return _("{fact}: no field may be called {field}; every fact has that", fact=name, field=repr(field))
        if field in SUBJECT and found != "str":
            return _("{fact}: {field} is an id, so its type is str; found {found}", fact=name, field=field, found=found)
    if cls.intent is Intent.CLOCK and [field for field, found in kinds.items() if "datetime" in found] != ["at"]:
        return _("{fact} turns a clock, so it needs one instant, called at", fact=name)
    return None


def _type_name(declared: Any) -> str:
    return declared if isinstance(declared, str) else str(getattr(declared, "__name__", declared))


def load_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`: numbers whole or in quotes, no key twice.

    Raises:
        FactError: It is none, or holds a key twice, a float or NaN.
    """
    try:
        found = _DECODER.decode(text)
    except FactError:
        raise
    except (ValueError, RecursionError) as error:  # a whole number may be too long for Python to read
        raise FactError(
            _("expected a JSON object, found {found}: {error}", found=repr(text[:60]), error=str(error))
        ) from None
    if not isinstance(found, dict):
        raise FactError(_("expected a JSON object, found {found}", found=repr(text[:60])))
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FactError(_("the key {key} stands twice; keep one", key=repr(twice)))
    return found


def _no_float(text: str) -> Any:
    raise FactError(_('the number {text} has to stand in quotes, as "{text}": decimals are exact here', text=text))


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)


def _structured(fact_class: type[Fact], mapping: Mapping[str, Any]) -> Fact:
    """Build the fact; only where that fails is it looked at what is wrong, for opening a journal builds thousands."""
    from cattrs import ForbiddenExtraKeysError

    try:
        fact: Fact = _codec().structure(mapping, fact_class)
    except (FactError, NumberError, TextError) as error:
        raise _misfit(fact_class, mapping) or FactError(placed(fact_class.type, error.message)) from None
    except (ForbiddenExtraKeysError, TypeError, ValueError, KeyError, AttributeError) as error:
        problem = _("{type}: a field is of the wrong kind: {error}", type=fact_class.type, error=str(error))
        raise _misfit(fact_class, mapping) or FactError(problem) from None
    return fact


def _misfit(fact_class: type[Fact], mapping: Mapping[str, Any]) -> FactError | None:
    """Return what is said of a key nobody knows, or of one that is missing."""
    fields = attrs.fields(fact_class)
    known = {field.name for field in fields}
    for name in mapping:
        if name not in known:
            return FactError(_no_field(fact_class.type, name, nearest(name, known)))
    for field in fields:
        if field.default is attrs.NOTHING and field.name not in mapping:
            return FactError(_("{type} needs the field {name}", type=fact_class.type, name=repr(field.name)))
    return None


def _no_field(type_name: str, name: str, close: str | None) -> Text:
    if close is None:
        return _("{type} has no field {name}; take it out", type=type_name, name=repr(name))
    return _("{type} has no field {name}; did you mean {close}?", type=type_name, name=repr(name), close=repr(close))


def _strict(kind: type, name: Text, read: Callable[[Any], Any] | None = None) -> Any:
    """Return cattrs' hook for values that JSON has to hold as exactly `kind`, put through `read`."""

    def hook(value: Any, _kind: Any) -> Any:
        if type(value) is not kind:
            raise FactError(_("expected {expected}, found {found}", expected=name, found=repr(value)))
        return value if read is None else read(value)

    return hook


def _is_of_few_words(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Literal


def _one_of(value: Any, kind: Any) -> Any:
    """Read one of a few words; cattrs would say of any other what no FactError says."""
    words = get_args(kind)
    if type(value) is not str or value not in words:
        raise FactError(_("expected one of {known}, found {found}", known=", ".join(words), found=repr(value)))
    return value


@functools.cache
def _codec() -> Converter:
    """Build the one strict converter: cattrs alone would turn "3" into 3 and 3.9 into 3."""
    from cattrs import Converter

    codec = Converter(detailed_validation=False, forbid_extra_keys=True, omit_if_default=True)
    codec.register_structure_hook(str, _strict(str, _("text"), safe))
    codec.register_structure_hook(int, _strict(int, _("a whole number")))
    codec.register_structure_hook(bool, _strict(bool, _("true or false")))
    codec.register_structure_hook(Decimal, _strict(str, _('a number in quotes, as "9.25"'), parse_number))
    codec.register_structure_hook(datetime, _strict(str, _("an instant as text"), parse_instant))
    codec.register_structure_hook_func(_is_of_few_words, _one_of)
    codec.register_unstructure_hook(Decimal, str)
    codec.register_unstructure_hook(datetime, instant_text)
    codec.register_structure_hook(Any, lambda value, _kind: value)
    return codec

"""The forms of attrs classes, and which form a type has: how a tree of texts becomes typed values and back.

A class says what belongs into it by annotations, validators and the metadata of `quizarena.rules`, or reads itself
(`of_mapping`, `to_mapping`). cattrs structures values, not places, so this module walks the tree itself.
"""

from __future__ import annotations

import enum
import functools
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any, Literal, Union

import attrs

from quizarena.errors import QuizArenaError
from quizarena.languages import LANGUAGES, SOURCE
from quizarena.nodes import Entries, Items, Node, Plain, Scalar, describe, shown
from quizarena.plugins import nearest
from quizarena.rules import Include, is_sealed
from quizarena.tables import suffixes
from quizarena.text import Text, Words

from . import hints, listed
from .composites import AnyForm, ByNameForm, EitherForm, ListForm, MaybeForm
from .forms import (
    BoolForm,
    ChoiceForm,
    Form,
    IdForm,
    NumberForm,
    Schema,
    SecondsForm,
    TextForm,
    WholeForm,
    WordsForm,
    refuse,
)
from .plugged import PluggedForm, place_in
from .problems import BAD, At
from .validating import bare, beyond_limits, limits_schema, refused, sentence_of
from .words import _

_YAML_PATTERN = r"\.ya?ml$"


@attrs.frozen
class Slot:
    """A field of a class as the rulebook sees it."""

    attribute: attrs.Attribute[Any]
    form: Form

    @property
    def key(self) -> str:
        """The key in the file."""
        return self.attribute.alias or self.attribute.name

    @property
    def required(self) -> bool:
        """Whether the file has to say it."""
        return self.attribute.default is attrs.NOTHING

    @property
    def include(self) -> Include:
        """What the file may hold whose name stands in its place; empty where none may."""
        kind: Include = self.attribute.metadata.get("include", "")
        return kind

    @property
    def file_pattern(self) -> str:
        """How the names of such files end."""
        if self.include == "yaml":
            return _YAML_PATTERN
        return rf"\.(ya?ml|{'|'.join(re.escape(suffix[1:]) for suffix in suffixes())})$"

    @property
    def help(self) -> Text | None:
        """What the field means, in words."""
        words: Text | None = self.attribute.metadata.get("help")
        return words

    def read(self, node: Node, at: At) -> Any:
        """Return the value; the file is read where its name stands."""
        return self.form.read(self.included(node, at), at)

    def included(self, node: Node, at: At) -> Node:
        """Return `node`, or the tree of the file whose name it is; a list of questions or topics with all its ids."""
        if self.include and isinstance(node, Scalar) and re.search(self.file_pattern, node.text, re.IGNORECASE):
            return at.reading.files.include(node, at, self.include)
        if self.include in listed.WORDS_OF and isinstance(node, Items):
            return listed.complete(node, at, self.include, listed.in_round(at))
        return node

    def schema(self) -> Schema:
        """The form's, with the field's help."""
        schema = self.form.schema() | limits_schema(self.attribute.validator)
        if self.include in listed.WORDS_OF:
            schema["items"] = listed.schema_of(schema["items"])
        if self.include:
            schema = {"anyOf": [{"type": "string", "pattern": self.file_pattern}, schema]}
        return schema | ({"description": self.help.in_language(SOURCE)} if self.help else {})


@attrs.frozen
class RecordForm:
    """An attrs class: one key for each field; `without` names fields that the file does not hold."""

    made: type
    without: frozenset[str] = frozenset()

    @property
    def expected(self) -> Text:
        """The keys."""
        return _("the keys {keys}", keys=", ".join(slot.key for slot in self.slots))

    @functools.cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The fields that the file holds."""
        return tuple(slot for slot in slots_of(self.made) if slot.attribute.name not in self.without)

    def slot(self, key: str) -> Slot:
        """Return the field of that key; KeyError if there is none."""
        return {slot.key: slot for slot in self.slots}[key]

    @functools.cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(slot.key for slot in self.slots)

    @property
    def two_keys(self) -> tuple[str, ...]:
        """The two keys that a short entry has: those the file has to say, else the first two."""
        required = tuple(slot.key for slot in self.slots if slot.required)
        return required if len(required) == 2 else tuple(slot.key for slot in self.slots)[:2]

    def fits(self, node: Node) -> bool:
        """Whether it is a mapping."""
        return isinstance(node, Entries)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, self.made)

    def read(self, node: Node, at: At) -> Any:
        """Return the instance; unknown and missing keys and what validators refuse are all reported."""
        if not isinstance(node, Entries):
            return refuse_mapping(self, node, at)
        if len(node.entries) == 1:
            swapped = hints.pair(node, [slot.key for slot in self.slots], self.two_keys)
            if swapped is not None:
                return at.refuse(node.place, swapped)
        if any(key.text not in self._keys for key, _value in node.entries):
            refuse_unknown(node, self.slots, at)
        return self.make(self.values(node, at), node, at)

    def values(self, node: Entries, at: At) -> dict[str, Any]:
        """Return the value of each field that stands in `node`; `BAD` for those that are missing or wrong."""
        found: dict[str, Any] = {}
        for key, slot, read in self._readers:
            value = node.get(key)
            if value is not None:
                found[key] = read(value, at.down(key))
            elif slot.required:
                found[key] = at.refuse(node.place, _("missing key {key}", key=shown(key)))
        return found

    @functools.cached_property
    def _readers(self) -> tuple[tuple[str, Slot, Callable[[Node, At], Any]], ...]:
        """The fields by their keys, each with what reads it: a file may stand in place of few."""
        return tuple((slot.key, slot, slot.read if slot.include else slot.form.read) for slot in self.slots)

    def make(self, values: dict[str, Any], node: Entries, at: At) -> Any:
        """Return the instance with these values by key, or `BAD` after reporting what its class refuses."""
        if BAD in values.values():
            return self._blame(self._beyond_limits(values), node, at)
        try:
            return self.made(**values)
        except (QuizArenaError, ValueError, TypeError) as error:
            blamed = list(self._blamed(values))
            return self._blame(blamed, node, at) if blamed else at.refuse(node.place, sentence_of(error))

    def _blame(self, blamed: Iterable[tuple[str, Text]], node: Entries, at: At) -> Any:
        for key, message in blamed:
            at.down(key).refuse(place_in(node, key), message)
        return BAD

    def _beyond_limits(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
        for slot in self.slots:
            refusal = beyond_limits(slot.attribute, values.get(slot.key))
            if refusal is not None:
                yield slot.key, refusal

    def _blamed(self, values: dict[str, Any]) -> Iterator[tuple[str, Text]]:
        """Run each converter and validator by itself: attrs stops at the first that refuses, a reader wants all."""
        instance = bare(self.made, values)
        for slot in self.slots:
            if slot.key in values:
                refusal = refused(slot.attribute, instance, values[slot.key])
                if refusal is not None:
                    yield slot.key, refusal

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return every field that may be shown, defaults included."""
        return {
            slot.key: slot.form.write(getattr(value, slot.attribute.name), with_sealed)
            for slot in self.slots
            if with_sealed or not is_sealed(slot.attribute)
        }

    def schema(self) -> Schema:
        """An object with these keys and no others."""
        return {
            "type": "object",
            "properties": {slot.key: slot.schema() for slot in self.slots},
            "required": [slot.key for slot in self.slots if slot.required],
            "additionalProperties": False,
        }


def refuse_mapping(form: RecordForm, node: Node, at: At) -> Any:
    """Refuse what is no mapping, with the usual reason where there is one."""
    if not isinstance(node, Scalar) or node.is_null:
        return refuse(form, node, at)
    slip, written = hints.in_mapping(node.text), hints.entry(node.text, at.path, form.two_keys)
    if slip is None and written is not None:
        slip = _("expected {expected}, got {found}; write {meant}", expected=form.expected, found=describe(node),
                 meant=written)  # fmt: skip
    return refuse(form, node, at) if slip is None else at.refuse(node.place, slip)


def refuse_unknown(node: Entries, slots: Iterable[Slot], at: At) -> None:
    """Report every key of `node` that none of `slots` has, with the one that was probably hints."""
    known = {slot.key: slot for slot in slots}
    reported: set[Scalar] = set()
    for key, words, value in hints.without_brackets(node, tuple(known)):
        at.refuse(words[0].place, hints.bracketed(key, words, value))
        reported.update(words)
    for key, _value in node.entries:
        if key.text not in known and key not in reported:
            at.refuse(key.place, hints.in_key(key.text) or _unknown(key.text, known))


def _unknown(key: str, known: Mapping[str, Slot]) -> Text:
    inner = {name: slot.form for name, slot in known.items() if slot.required}
    within = {name: [each.key for each in form.slots] for name, form in inner.items() if isinstance(form, RecordForm)}
    elsewhere = hints.inside(key, within)
    if elsewhere:
        return elsewhere
    one = _meaning(key, known) or nearest(key, known)
    close = hints.halves(key, tuple(known)) or ([one] if one else [])
    if close:
        named = ", ".join(map(shown, close))
        return _("unknown key {key}; did you mean {close}?", key=shown(key), close=named)
    return _("unknown key {key}; known are {known}", key=shown(key), known=", ".join(known))


def _meaning(key: str, known: Mapping[str, Slot]) -> str | None:
    """Return the key whose help says the word that was written instead, as 语言; the shortest help says it best."""
    if key.isascii():
        return None
    helps = ((name, slot.help.in_language(code)) for name, slot in known.items() if slot.help for code in LANGUAGES)
    fitting = ((len(words), name) for name, words in helps if key in words)
    return min(fitting, key=itemgetter(0), default=(0, None))[1]


@functools.cache
def slots_of(made: type) -> tuple[Slot, ...]:
    """Return the fields of an attrs class that its constructor takes, each with its form."""
    hints = typing.get_type_hints(made, include_extras=True)
    return tuple(Slot(each, _with_help(form_of(hints[each.name]), each)) for each in attrs.fields(made) if each.init)


def _with_help(form: Form, attribute: attrs.Attribute[Any]) -> Form:
    """Return the form of a field; among words to choose from it knows what the field's help says of them."""
    if isinstance(form, ChoiceForm):
        return attrs.evolve(form, help=attribute.metadata.get("help"))
    return form


_SPECIAL: dict[Any, Form] = {
    str: TextForm(),
    bool: BoolForm(),
    int: WholeForm(),
    Decimal: NumberForm(),
    Words: WordsForm(),
    Any: AnyForm(),
}
_NAMED: dict[Any, Form] = {
    "seconds": SecondsForm(),
    "id": IdForm(),
    "team": IdForm(of_team=True),
    "language": ChoiceForm({code: code for code in LANGUAGES}),
    "lines": WordsForm(several_lines=True),
}


def special(wanted: Any, form: Form) -> None:
    """Let `wanted` be read by `form` wherever it is annotated."""
    _SPECIAL[wanted] = form


@functools.cache
def form_of(wanted: Any) -> Form:
    """Return the form of a type.

    Raises:
        TypeError: The type has none: a mistake of the class that is annotated with it.
    """
    for find in (_special, _named, _union, _choice, _collection, _class):
        form = find(wanted)
        if form is not None:
            return form
    raise TypeError(f"a rulebook cannot hold {wanted!r}; annotate the field with text, numbers, words or attrs classes")


def _special(wanted: Any) -> Form | None:
    return _SPECIAL.get(wanted)


def _named(wanted: Any) -> Form | None:
    if typing.get_origin(wanted) is not typing.Annotated:
        return None
    bare, *extras = typing.get_args(wanted)
    return next((_NAMED[extra] for extra in extras if extra in _NAMED), None) or form_of(bare)


def _union(wanted: Any) -> Form | None:
    if typing.get_origin(wanted) not in {Union, types.UnionType}:
        return None
    parts = typing.get_args(wanted)
    forms = tuple(form_of(part) for part in parts if part is not types.NoneType)
    form: Form = forms[0] if len(forms) == 1 else EitherForm(forms)
    return MaybeForm(form) if types.NoneType in parts else form


def _choice(wanted: Any) -> Form | None:
    if typing.get_origin(wanted) is Literal:
        return ChoiceForm({str(option): option for option in typing.get_args(wanted)})
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return ChoiceForm({str(member.value): member for member in wanted})
    return None


def _collection(wanted: Any) -> Form | None:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {tuple, frozenset}:
        return ListForm(form_of(arguments[0]), origin)
    if origin in {Mapping, dict}:
        return ByNameForm(form_of(arguments[0]), form_of(arguments[1]))
    return None


def _class(wanted: Any) -> Form | None:
    if hasattr(wanted, "of_mapping"):
        return PluggedForm(wanted)
    return RecordForm(wanted) if attrs.has(wanted) else None

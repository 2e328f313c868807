"""The forms that are made of other forms: optional values, unions, lists, and mappings by free names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from quizarena.nodes import Entries, Items, Node, Plain, Scalar, describe
from quizarena.text import Joined, Text

from .forms import Form, Schema, refuse
from .hints import as_list, in_key
from .plugged import loose
from .problems import BAD, At
from .words import _


@attrs.frozen
class AnyForm:
    """Any tree, unchanged; whoever asked for it reads it."""

    expected: Text = _("anything")

    def fits(self, node: Node) -> bool:
        """Everything does."""
        return True

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, (Scalar, Items, Entries))

    def read(self, node: Node, at: At) -> Any:
        """Return the node itself."""
        return node

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return the plain values of the tree."""
        return loose(value)

    def schema(self) -> Schema:
        """Anything."""
        return {}


@attrs.frozen
class MaybeForm:
    """Another form, or `null`."""

    inner: Form

    @property
    def expected(self) -> Text:
        """What the other form expects."""
        return self.inner.expected

    def fits(self, node: Node) -> bool:
        """Whether it is nothing, or fits the other form."""
        return (isinstance(node, Scalar) and node.is_null) or self.inner.fits(node)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return value is None or self.inner.holds(value)

    def read(self, node: Node, at: At) -> Any:
        """Return None or what the other form reads."""
        return None if isinstance(node, Scalar) and node.is_null else self.inner.read(node, at)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return None or what the other form writes."""
        return None if value is None else self.inner.write(value, with_sealed)

    def schema(self) -> Schema:
        """The other form's, or null."""
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}


@attrs.frozen
class EitherForm:
    """One of several forms, told apart by shape; among scalars the first that reads without a problem wins."""

    forms: tuple[Form, ...]

    @property
    def expected(self) -> Text:
        """What any of the forms expects."""
        joined: list[Text] = []
        for form in self.forms:
            joined += [form.expected, _(" or ")]
        return Joined(tuple(joined[:-1]))

    def fits(self, node: Node) -> bool:
        """Whether one of the forms does."""
        return any(form.fits(node) for form in self.forms)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return any(form.holds(value) for form in self.forms)

    def read(self, node: Node, at: At) -> Any:
        """Return what the first fitting form reads."""
        fitting = [form for form in self.forms if form.fits(node)]
        for form in fitting:
            apart = at.apart()
            value = form.read(node, apart)
            if value is not BAD and not apart.reading.problems:
                return value
        return fitting[0].read(node, at) if len(fitting) == 1 else refuse(self, node, at)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return what the form writes whose value it is."""
        return next(form.write(value, with_sealed) for form in self.forms if form.holds(value))

    def schema(self) -> Schema:
        """Any of the forms' schemas."""
        return {"anyOf": [form.schema() for form in self.forms]}


@attrs.frozen
class ListForm:
    """A list of values of one form."""

    inner: Form
    make: Callable[[Iterable[Any]], Any]
    expected: Text = _("a list")

    def fits(self, node: Node) -> bool:
        """Whether it is a list."""
        return isinstance(node, Items)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, (tuple, frozenset))

    def read(self, node: Node, at: At) -> Any:
        """Return the values, made into what the type says."""
        if not isinstance(node, Items):
            return self._refuse(node, at)
        values = [self.inner.read(each, at.down(index)) for index, each in enumerate(node.items)]
        return BAD if BAD in values else self.make(values)

    def _refuse(self, node: Node, at: At) -> Any:
        if isinstance(node, Entries):
            return at.refuse(node.place, _('expected a list, got a mapping; begin each of its entries with "- "'))
        meant = as_list(node.text) if isinstance(node, Scalar) else None
        if meant is None:
            return refuse(self, node, at)
        found = describe(node)
        message = _("expected {expected}, got {found}; write {meant}", expected=self.expected, found=found, meant=meant)
        return at.refuse(node.place, message)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return the list; sets in order."""
        ordered = sorted(value) if isinstance(value, frozenset) else value
        return [self.inner.write(each, with_sealed) for each in ordered]

    def schema(self) -> Schema:
        """An array."""
        return {"type": "array", "items": self.inner.schema()}


@attrs.frozen
class ByNameForm:
    """A mapping from names of the reader's choice to values of one form, in the order written."""

    names: Form
    inner: Form
    expected: Text = _("names with values")

    def fits(self, node: Node) -> bool:
        """Whether it is a mapping."""
        return isinstance(node, Entries)

    def holds(self, value: Any) -> bool:
        """Whether it is such a value."""
        return isinstance(value, dict)

    def read(self, node: Node, at: At) -> Any:
        """Return the values by name."""
        if not isinstance(node, Entries):
            return refuse(self, node, at)
        found: dict[Any, Any] = {}
        for key, value in node.entries:
            below = at.down(key.text)
            slip = in_key(key.text) if isinstance(value, Scalar) and value.is_null else None
            if slip is not None:
                found[key.text] = at.refuse(key.place, slip)
                continue
            name = attrs.evolve(key, style="either")  # quotes round a name say nothing
            found[self.names.read(name, below)] = self.inner.read(value, below)
        return BAD if BAD in found or BAD in found.values() else found

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return the mapping."""
        return {str(self.names.write(key, True)): self.inner.write(each, with_sealed) for key, each in value.items()}

    def schema(self) -> Schema:
        """An object of any keys."""
        return {"type": "object", "propertyNames": self.names.schema(), "additionalProperties": self.inner.schema()}

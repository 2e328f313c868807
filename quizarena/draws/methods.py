"""Draw methods: the ways to an order that a rulebook can name, what each needs, and what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Literal, Protocol, TypeAlias, TypedDict, Unpack, runtime_checkable

import attrs

from quizarena.errors import DrawError, PluginError
from quizarena.parameters import make, yes_or_no
from quizarena.plugins import Registry
from quizarena.points import show
from quizarena.text import FRAME

from .ticket_draw import Draw, check_labels, tickets

_ = FRAME
DRAW_METHODS = Registry("quizarena.draws", _("draw method"))
Needs: TypeAlias = Literal["seed", "order", "nothing", "standings"]


class Inputs(TypedDict, total=False):
    """What a method may draw from: what the lot is for, the opened seed, an order typed in, the totals so far."""

    purpose: str | None
    seed: str | None
    typed: Sequence[str] | None
    totals: Mapping[str, Fraction] | None


@runtime_checkable
class DrawMethod(Protocol):
    """A way to an order. A method is a frozen value; the arguments of its class are its parameters."""

    @property
    def name(self) -> str:
        """The name the rulebook says."""
        ...

    @property
    def needs(self) -> Needs:
        """Which of `seed`, `typed` and `totals` the method draws from."""
        ...

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the order of `labels`; DrawError if what the method needs is missing or does not fit."""
        ...


def draw_method(name: str, **parameters: object) -> DrawMethod:
    """Return the draw method `name` with its parameters.

    Raises:
        PluginError: No such method is installed, or what is installed is no draw method.
        RuleError: A parameter is unknown, missing or wrong.
    """
    method = make(DRAW_METHODS, name, parameters)
    if not isinstance(method, DrawMethod):
        raise PluginError(f"the plug-in {name!r} is no draw method: it lacks a method or attribute of DrawMethod")
    return method


def verify(drawn: Draw, method: DrawMethod, labels: Sequence[str], **inputs: Unpack[Inputs]) -> None:
    """Draw again from the same inputs; the purpose is that of the draw.

    Raises:
        DrawError: Another order comes out; the sentence names the first place that differs.
    """
    inputs["purpose"] = drawn.purpose
    again = method.draw(labels, **inputs)
    places = zip(again.order, drawn.order, strict=False)
    differs = next((place for place, (expected, found) in enumerate(places, 1) if expected != found), None)
    if differs:
        expected, found = again.order[differs - 1], drawn.order[differs - 1]
        sentence = _(
            "place {place} of the draw: expected {expected}, found {found}",
            place=differs,
            expected=repr(expected),
            found=repr(found),
        )
        raise DrawError(sentence)
    if len(again.order) != len(drawn.order):
        raise DrawError(
            _("expected {count} labels in the draw, found {found}", count=len(again.order), found=len(drawn.order))
        )


@attrs.frozen
class Tickets:
    """By lot, from a public seed: see `quizarena.draws.ticket_draw`."""

    name: ClassVar[str] = "tickets"
    needs: ClassVar[Needs] = "seed"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels by their tickets."""
        seed = inputs.get("seed")
        if seed is None:
            raise DrawError(_("expected the opened seed to draw from, found none"))
        return tickets(labels, seed=seed, purpose=inputs.get("purpose"))


@attrs.frozen
class Paper:
    """By paper slips drawn in the hall: the order is typed in."""

    name: ClassVar[str] = "paper"
    needs: ClassVar[Needs] = "order"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the order typed in, each label once."""
        check_labels(labels)
        typed = inputs.get("typed")
        if typed is None:
            raise DrawError(_("expected the order the slips were drawn in, found none"))
        if sorted(typed) != sorted(labels):
            said = ", ".join(typed) or _("nothing")
            raise DrawError(_("expected each of {labels} once, found {found}", labels=", ".join(labels), found=said))
        return Draw(self.name, tuple(typed), inputs.get("purpose"))


@attrs.frozen
class Fixed:
    """No lot: the order in which the rulebook lists them."""

    name: ClassVar[str] = "fixed"
    needs: ClassVar[Needs] = "nothing"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels as given."""
        check_labels(labels)
        return Draw(self.name, tuple(labels), inputs.get("purpose"))


@attrs.frozen
class Reverse:
    """No lot: the given order from its end, such as the contest's running order backwards (倒序)."""

    name: ClassVar[str] = "reverse"
    needs: ClassVar[Needs] = "nothing"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels, the last one first."""
        check_labels(labels)
        return Draw(self.name, tuple(reversed(labels)), inputs.get("purpose"))


@attrs.frozen
class ByStandings:
    """By the standings so far, the leader first, or last where not `descending`; equal totals keep the given
    order.
    """

    descending: bool = attrs.field(default=True, validator=yes_or_no)
    name: ClassVar[str] = "standings"
    needs: ClassVar[Needs] = "standings"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels by their totals; each line of proof is place, label and total."""
        check_labels(labels)
        known = inputs.get("totals") or {}
        absent = [label for label in labels if label not in known]
        if absent:
            raise DrawError(_("expected a total for every label, found none for {absent}", absent=", ".join(absent)))
        order = sorted(labels, key=lambda label: known[label], reverse=self.descending)
        proof = (f"{place} {label} {show(known[label])}" for place, label in enumerate(order, 1))
        return Draw(self.name, tuple(order), inputs.get("purpose"), tuple(proof))

"""How a running order comes about: `order: drawn`, `order: roster`, `order: {method: standings, descending: false}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from quizarena.draws import DRAW_METHODS, DrawMethod, draw_method, seed_text
from quizarena.errors import DrawError, PluginError, RuleError
from quizarena.nodes import Entries, Node, Scalar, shown
from quizarena.parameters import parameters_of
from quizarena.plugins import hint
from quizarena.text import placed

from .forms import Schema
from .plugged import PluggedForm
from .problems import At
from .structure import special
from .words import _

SHORT = {"drawn": "tickets", "roster": "fixed"}
"""By lot with a proof anybody can redo; as the rulebook lists the teams."""
_ALIASES = {
    "draw": "drawn",
    "lot": "drawn",
    "random": "drawn",
    "listed": "roster",
    "by standings": "standings",
    "lowest first": "{by: standings, descending: false}",
    "抽签": "drawn",
    "名单": "roster",
    "按名单": "roster",
    "纸签": "paper",
    "排名": "standings",
    "低分先": "{by: standings, descending: false}",
}


def words() -> tuple[str, ...]:
    """Return what a rulebook may call a running order: the short words, and each draw method without one."""
    return (*SHORT, *(name for name in DRAW_METHODS.names() if name not in SHORT.values()))


@attrs.frozen
class OrderRule:
    """A running order's rule: a draw method with its parameters."""

    method: DrawMethod

    @property
    def name(self) -> str:
        """The name of the method."""
        return self.method.name

    @classmethod
    def of_mapping(cls, mapping: Mapping[str, object]) -> OrderRule:
        """Return the rule of a mapping such as `{method: standings, descending: false}`; `by` may stand for `method`.

        Raises:
            RuleError: No such method, or a wrong parameter.
        """
        key = "by" if "by" in mapping else "method"
        name = mapping.get(key)
        if not isinstance(name, str):
            expected = _("expected a running order such as drawn, found {found}", found=repr(name))
            raise RuleError(placed(key, expected))
        if SHORT.get(name, name) not in DRAW_METHODS.names():
            meant = hint(name, words(), _ALIASES)
            raise RuleError(placed(key, _("no running order is called {name}; {hint}", name=shown(name), hint=meant)))
        parameters = {each: value for each, value in mapping.items() if each != key}
        try:
            method = draw_method(SHORT.get(name, name), **parameters)
        except PluginError as error:
            raise RuleError(placed(key, error.message)) from error
        if not _draws_in_public(method):
            problem = _(
                "{name} does not draw from the seed of a draw in public; say drawn, or paper and type in what"
                " `quizarena draw {method}` gives",
                name=shown(name),
                method=method.name,
            )
            raise RuleError(placed(key, problem))
        return cls(method)

    def to_mapping(self) -> dict[str, object]:
        """Return the mapping that says this rule with every parameter."""
        return {"method": self.name, **parameters_of(self.method)}


def _draws_in_public(method: DrawMethod) -> bool:
    """Whether a method that needs a seed can take that of a ceremony: its date, the numbers called, the secret."""
    if method.needs != "seed":
        return True
    try:
        method.draw(("a", "b"), purpose="order", seed=seed_text("2026-11-23", [3, 17], "0123456789abcdef"))
    except DrawError:
        return False
    return True


@attrs.frozen
class OrderForm(PluggedForm):
    """An order: the name of a method, or a mapping with its parameters."""

    def fits(self, node: Node) -> bool:
        """Whether it is a name or a mapping."""
        return isinstance(node, Entries) or (isinstance(node, Scalar) and not node.is_null)

    def read(self, node: Node, at: At) -> Any:
        """Return the `OrderRule`."""
        if isinstance(node, Scalar) and not node.is_null:
            node = Entries(((Scalar("method", place=node.place), node),), node.place)
        return super().read(node, at)

    def schema(self) -> Schema:
        """A name, or an object with one."""
        names = {"enum": sorted({*SHORT, *DRAW_METHODS.names()})}
        either = [{"required": [key], "properties": {key: names}} for key in ("method", "by")]
        return {"anyOf": [names, {"type": "object", "anyOf": either}]}


special(OrderRule, OrderForm(OrderRule))

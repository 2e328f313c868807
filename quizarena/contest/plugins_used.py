"""The plug-ins that a rulebook stands on, as record 0 names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..draws import DRAW_METHODS
from ..panels import PANEL_RULES
from ..plugins import Registry
from ..rounds import KINDS
from ..standings import TIE_BREAKS

if TYPE_CHECKING:
    from ..rulebook import Rulebook


def plugin_versions(rulebook: Rulebook) -> dict[str, str]:
    """Return the plug-ins a rulebook stands on ("kinds/quiz.buzz"), each with its distribution and version."""
    found = sorted({(registry.group, name) for registry, name in _plugins(rulebook)})
    registries = {registry.group: registry for registry in (KINDS, PANEL_RULES, DRAW_METHODS, TIE_BREAKS)}
    return {f"{group.rpartition('.')[2]}/{name}": registries[group].version(name) for group, name in found}


def _plugins(rulebook: Rulebook) -> Iterator[tuple[Registry, str]]:
    rounds = (*rulebook.rounds, rulebook.play_off)
    yield from ((KINDS, entry.kind) for entry in rounds)
    panels = (rulebook.panel, *(entry.panel for entry in rounds))
    yield from ((PANEL_RULES, panel.rule.name) for panel in panels if panel is not None)
    orders = (rulebook.order, *(entry.order for entry in rounds))
    yield from ((DRAW_METHODS, order.name) for order in orders if order is not None)
    yield from ((TIE_BREAKS, breaker.name) for breaker in rulebook.ties.by)

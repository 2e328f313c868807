"""Questions that several rounds hold: the same file may serve them all, one round after the other, if it has enough.

What one round has used no other round asks again, so an id in two banks has to be the same question.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from quizarena.nodes import Entries, Items, Node, Scalar, shown
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import RoundKind
from quizarena.text import Text

from .entries import RoundEntry
from .words import _

Path: TypeAlias = tuple[str, ...]
Found: TypeAlias = Iterator[tuple[Path, Text]]


@attrs.frozen
class Bank:
    """The questions or topics of a round, with all it takes to ask whether they suffice."""

    kind: RoundKind
    entry: RoundEntry
    roster: Roster
    panel: Panel | None

    def ids(self) -> list[tuple[Path, str]]:
        """Return path and id of each."""
        return [(tuple(where.split(".")), key) for where, key in self.kind.bank(self.entry.rules)]

    def refusal(self, rule: str, left: Sequence[Any]) -> Text | None:
        """Return why the round cannot go by what is left of the rule's bank, None if it can."""
        rules = attrs.evolve(self.entry.rules, **{rule: tuple(left)})
        found = self.kind.refuse(rules, self.roster, self.entry.panel or self.panel)
        return next((reason for where, reason in found if where.split(".")[0] == rule), None)

    def fewest(self, rule: str, left: Sequence[Any]) -> int:
        """Return with how many of what is left, from the first on, the round can go by."""
        counts = range(1, len(left) + 1)
        place = bisect.bisect_left(counts, True, key=lambda count: self.refusal(rule, left[:count]) is None)
        return min(place + 1, len(left))


def contradictions(held: Mapping[Path, Bank], node_at: Callable[[Path], Node]) -> Found:
    """Yield the path of each id that stands for two questions; else of each bank that the rounds before use up."""
    strangers = list(_strangers(held, node_at))
    yield from strangers
    if not strangers:
        yield from _used_up(held)


def _strangers(held: Mapping[Path, Bank], node_at: Callable[[Path], Node]) -> Found:
    first: dict[str, tuple[Path, Path]] = {}
    for round_path, bank in held.items():
        for where, key in bank.ids():
            other, place = first.setdefault(key, (round_path, where))
            if other == round_path or _is_same(node_at((*round_path, *where)), node_at((*other, *place))):
                continue
            name = held[other].entry.id
            problem = _("{key} is in the round {other} too; give it another id", key=shown(key), other=name)
            yield (*round_path, *where), problem


def _is_same(one: Node, other: Node) -> bool:
    """Whether two places name one file, or hold the same in the same words."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return one.text == other.text
    if isinstance(one, Items) and isinstance(other, Items):
        return len(one.items) == len(other.items) and all(map(_is_same, one.items, other.items))
    if isinstance(one, Entries) and isinstance(other, Entries):
        keys = [key.text for key, _value in one.entries]
        values = (value for _key, value in one.entries), (value for _key, value in other.entries)
        return keys == [key.text for key, _value in other.entries] and all(map(_is_same, *values))
    return False


def _used_up(held: Mapping[Path, Bank]) -> Found:
    counts = Counter(key for bank in held.values() for _where, key in bank.ids())
    taken: set[str] = set()
    for path, bank in held.items():
        ids = bank.ids()
        if not any(counts[key] > 1 for _where, key in ids):
            continue
        rule = ids[0][0][0]
        items = getattr(bank.entry.rules, rule)
        left = [items[int(where[1])] for where, key in ids if key not in taken]
        refusal = bank.refusal(rule, left) if left else _("nothing is left")
        if refusal is not None and len(left) < len(ids):
            problem = _("of {count} the rounds before leave {left}: {reason}", count=len(ids), left=len(left),
                        reason=refusal)  # fmt: skip
            yield (*path, rule), problem
        names = [key for _where, key in ids if key not in taken]
        taken.update(names[: bank.fewest(rule, left)] if left else ())

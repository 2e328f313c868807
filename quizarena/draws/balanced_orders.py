"""Running orders over several rounds that are fair together, as numbers: whoever drew number 1 is 1 in every order.

There is no chance in here; the lot decides who has which number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import TypeAlias

import attrs

from quizarena.errors import DrawError
from quizarena.text import FRAME

_ = FRAME

Order: TypeAlias = tuple[int, ...]
_TRIES = 10
_FIRST_BUDGET = 64


def williams(n: int) -> list[list[int]]:
    """Return a Williams square: n orders of n, or 2 n for odd n, balanced for who follows whom.

    Each stands in every slot equally often, and follows every other equally often: once, for odd n twice.

    Source: E. J. Williams 1949, in the form of the R package crossdes.

    Raises:
        DrawError: There are fewer than two.
    """
    if n < 2:
        raise DrawError(_("expected at least two to order, found {count}", count=n))
    rows = [[(each + shift) % n + 1 for each in _zigzag(n)] for shift in range(n)]
    return rows if n % 2 == 0 else rows + [row[::-1] for row in rows]


def _zigzag(n: int) -> list[int]:
    """0, 1, n - 1, 2, n - 2, ..."""
    return [0, *((step + 1) // 2 if step % 2 else n - step // 2 for step in range(1, n))]


@lru_cache(maxsize=64)
def orders(n: int, rounds: int = 3) -> tuple[Order, ...]:
    """Return `rounds` running orders of 1 to n; the first is 1, 2, ... n.

    The sums of everybody's slots are as equal as parity allows, nobody follows the same one twice, and nobody
    is first or last twice. Where no such orders exist (three rounds of four, five or nine) or none were found in
    bounded time (five rounds of six to nine), the sums may be off by one at either end. Where that gives none either
    (three rounds of three, more rounds than n), the orders are rotations of the first.

    Raises:
        DrawError: There are no rounds, or nobody to order.
    """
    if n < 1 or rounds < 1:
        raise DrawError(
            _("expected at least one to order and one round, found {count} and {rounds}", count=n, rounds=rounds)
        )
    first = tuple(range(1, n + 1))
    return _fair(first, rounds, slack=0) or _fair(first, rounds, slack=1) or _rotations(first, rounds)


def _rotations(first: Order, rounds: int) -> tuple[Order, ...]:
    """As far apart as can be, so that nobody is first or last twice before everybody was once."""
    n = len(first)
    shifts = [nth * n // rounds if rounds <= n else nth % n for nth in range(rounds)]
    return tuple(first[shift:] + first[:shift] for shift in shifts)


def _fair(first: Order, rounds: int, *, slack: int) -> tuple[Order, ...] | None:
    """Grow a plan by two rounds at a time: an order and its reverse, which change no sum, or any two that fit.

    The sums of slots lie within `slack` of half of rounds x (n + 1), rounded down and up.
    """
    if rounds > len(first):
        return None
    plan: tuple[Order, ...] | None = (first,) if rounds % 2 else (first, first[::-1])
    while plan and len(plan) < rounds:
        mirrored = _extended(plan, slack, mirrored=True) if len(plan) > 1 else None
        plan = mirrored or _extended(plan, slack)
    return plan


def _extended(plan: tuple[Order, ...], slack: int, *, mirrored: bool = False) -> tuple[Order, ...] | None:
    """Return the plan with two more rounds, None if there are none that fit or none were found.

    A search that starts badly seldom ends well, so it begins again in another order of trials with twice the
    budget.
    """
    for salt in range(_TRIES):
        search = _Search(plan, salt, _FIRST_BUDGET << salt, slack, mirrored)
        if search.place(frozenset(plan[0])):
            return (*plan, *search.added())
        if search.steps <= search.budget:
            return None
    return None


@attrs.define
class _Search:
    """Depth first, the entrant with the fewest ways left next; each way is one slot in every added round."""

    plan: tuple[Order, ...]
    salt: int
    budget: int
    slack: int
    mirrored: bool
    steps: int = 0
    slots: list[list[int]] = attrs.field(init=False)
    follows: set[tuple[int, int]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        n = len(self.plan[0])
        self.slots = [[0] * (n + 2), [0] * (n + 2)]
        self.follows = {pair for order in self.plan for pair in pairwise(order)}

    def added(self) -> list[Order]:
        """The rounds found, each in the order of its slots."""
        return [tuple(slots[1:-1]) for slots in self.slots]

    def place(self, left: frozenset[int]) -> bool:
        """Place everybody in `left`; False if that cannot be done, or not within the budget."""
        self.steps += 1
        if not left:
            return True
        if self.steps > self.budget:
            return False
        ways = {entrant: list(self._ways(entrant)) for entrant in sorted(left)}
        entrant = min(ways, key=lambda each: len(ways[each]))
        return any(self._try(entrant, way, left) for way in sorted(ways[entrant], key=self._shuffled(entrant)))

    def _try(self, entrant: int, way: Order, left: frozenset[int]) -> bool:
        if self.steps > self.budget:
            return False
        pairs = self._pairs(entrant, way)
        self._put(way, entrant)
        self.follows.update(pairs)
        if self.place(left - {entrant}):
            return True
        self._put(way, 0)
        self.follows.difference_update(pairs)
        return False

    def _put(self, way: Order, entrant: int) -> None:
        for slots, slot in zip(self.slots, way, strict=True):
            slots[slot] = entrant

    def _ways(self, entrant: int) -> Iterator[Order]:
        """Yield the slots an entrant may take without breaking a rule with those placed already."""
        for way in self._balanced(entrant):
            pairs = self._pairs(entrant, way)
            if len(set(pairs)) == len(pairs) and self.follows.isdisjoint(pairs) and self._ends_once(entrant, way):
                yield way

    def _balanced(self, entrant: int) -> Iterator[Order]:
        """Yield two free slots that bring the sum of all rounds to where it may be."""
        n, rounds = len(self.plan[0]), len(self.plan) + 2
        so_far = sum(order.index(entrant) + 1 for order in self.plan)
        doubled = rounds * (n + 1)
        near = range(doubled // 2 - self.slack, (doubled + 1) // 2 + self.slack + 1)
        wholes = {so_far + n + 1} if self.mirrored else set(near)
        for one, whole in product(range(1, n + 1), sorted(wholes)):
            other = whole - so_far - one
            if 1 <= other <= n and not self.slots[0][one] and not self.slots[1][other]:
                yield one, other

    def _pairs(self, entrant: int, way: Order) -> list[tuple[int, int]]:
        """Who would follow whom, of those placed already."""
        before = ((slots[slot - 1], entrant) for slots, slot in zip(self.slots, way, strict=True))
        behind = ((entrant, slots[slot + 1]) for slots, slot in zip(self.slots, way, strict=True))
        return [pair for pair in (*before, *behind) if all(pair)]

    def _ends_once(self, entrant: int, way: Order) -> bool:
        """Whether the entrant is first at most once and last at most once."""
        slots = [*way, *(order.index(entrant) + 1 for order in self.plan)]
        return slots.count(1) <= 1 and slots.count(len(self.plan[0])) <= 1

    def _shuffled(self, entrant: int) -> Callable[[Order], int]:
        """An order of trials without rhyme: the same every time, another for each salt."""

        def mixed(way: Order) -> int:
            number = entrant * 7_919 + self.salt * 104_729
            for slot in way:
                number = (number * 31 + slot * slot * 17 + slot) % 10_007
            return number

        return mixed

"""Places of plain numbers in one call: totals, and for tie-breaks what each made of each round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import attrs

from quizarena.points import Number, exact
from quizarena.scores import Score, leaf
from quizarena.text import plain

from .breakers import TieBreak, TieContext
from .numbering import places
from .ranking import AfterPartial, Matters, Row, rank_totals
from .ties import read_breaker

Rounds = Mapping[str, Mapping[str, Number]]


def rank(
    totals: Mapping[str, Number],
    ties: Sequence[TieBreak | str | Mapping[str, object]] = (),
    context: TieContext | None = None,
    *,
    rounds: Rounds | None = None,
    order: Sequence[str] = (),
    after_partial: AfterPartial = "continue",
    matters: Matters | None = None,
    out: Collection[str] = (),
) -> tuple[Row, ...]:
    """Return the entrants by place, the highest total first; equal ones that no tie-break parts share theirs.

    >>> rows = rank({"red": "10", "blue": "10", "green": 7}, ["count_back"], rounds={"quiz": {"red": 6, "blue": 4}})
    >>> [(row.place, row.entrant) for row in rows]
    [(1, 'red'), (2, 'blue'), (3, 'green')]

    Args:
        totals: Totals by entrant: text, whole numbers, decimals or fractions, never floats.
        ties: Tie-breaks in the order they are asked, as a rulebook writes them in `ties.by`, or made by `tie_break`.
        context: What tie-breaks may ask; left out, what `rounds` and `order` say.
        rounds: The score of each entrant by round, in the order the rounds were held.
        order: The running order that was drawn.
        after_partial: Where those go on whom a breaker left tied: with the next one, or at the first again.
        matters: Whether a tie on the places from first to last is to be broken; by default every tie is.
        out: Who is ranked but may win nothing; where a tie is broken they stand behind the others of it.

    Raises:
        RuleError: There is no such tie-break, or a parameter of it is wrong.
        NumberError: A number is none.
    """
    breakers = [_breaker(f"ties.{at}", each) for at, each in enumerate(ties)]
    asked = _Known(rounds or {}, tuple(order)) if context is None else context
    numbers = {entrant: exact(total) for entrant, total in totals.items()}
    return rank_totals(numbers, breakers, asked, after_partial=after_partial, matters=matters, out=out)


def _breaker(where: str, said: TieBreak | str | Mapping[str, object]) -> TieBreak:
    return said if isinstance(said, TieBreak) else read_breaker(where, said)


@attrs.frozen
class _Known(TieContext):
    """Rounds that are over, and an order."""

    rounds: Rounds
    order: tuple[str, ...]

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        value = self.rounds.get(round_id, {}).get(entrant)
        return None if value is None else exact(value)

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        value = self.round_value(entrant, round_id)
        return None if value is None else leaf(value, plain(round_id))

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        return None

    def counted_rounds(self) -> Sequence[str]:
        return tuple(self.rounds)

    def round_places(self, entrant: str) -> Sequence[int]:
        return tuple(self._places(scores)[entrant] for scores in self.rounds.values() if entrant in scores)

    def _places(self, scores: Mapping[str, Number]) -> dict[str, int]:
        return dict(zip(scores, places(list(scores.values())), strict=True))

    def drawn_order(self) -> Sequence[str]:
        return self.order

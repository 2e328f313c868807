"""Ties as a rulebook declares them: when they are broken, by what, and how it goes on after a partial break."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias, cast

import attrs

from quizarena.errors import PluginError, RuleError
from quizarena.parameters import one_of, parameter_names, parameters_of, refuse_unknown
from quizarena.text import catalogue, placed

from .breakers import TIE_BREAKS, TieBreak, TieContext, tie_break
from .prizes import Prize, cuts
from .ranking import AfterPartial, Row, rank_totals

_ = catalogue("standings", __file__)

When: TypeAlias = Literal["a_prize_depends", "always"]


@attrs.frozen
class Ties:
    """What a rulebook says about equal totals. What no tie-break separates shares its place."""

    by: tuple[TieBreak, ...] = ()
    when: When = attrs.field(default="a_prize_depends", validator=one_of("a_prize_depends", "always"))
    after_partial: AfterPartial = attrs.field(default="continue", validator=one_of("continue", "restart"))

    @classmethod
    def of_mapping(cls, mapping: Mapping[str, object]) -> Ties:
        """Return what a rulebook's mapping declares, such as {when: always, by: [{round: debate},
        sudden_death]}.

        Raises:
            RuleError: A key is unknown or wrong; the sentence starts with the key.
        """
        refuse_unknown("ties", mapping, ("when", "by", "after_partial"))
        said = mapping.get("by", ())
        if isinstance(said, (str, Mapping)) or not isinstance(said, Sequence):
            raise RuleError(_("by: expected a list of tie-breaks, found {found}", found=repr(said)))
        return cls(
            tuple(read_breaker(f"by.{place}", item) for place, item in enumerate(said)),
            cast("When", mapping.get("when", "a_prize_depends")),
            cast("AfterPartial", mapping.get("after_partial", "continue")),
        )

    def to_mapping(self) -> dict[str, object]:
        """Return the mapping with every default said; `of_mapping` reads it back."""
        return {
            "when": self.when,
            "by": [_written(each) for each in self.by],
            "after_partial": self.after_partial,
        }

    def rank(
        self,
        totals: Mapping[str, Fraction],
        prizes: Sequence[Prize],
        context: TieContext,
        *,
        before: Collection[str] = (),
        out: Collection[str] = (),
    ) -> tuple[Row, ...]:
        """Return the entrants by place, ties broken as declared: all of them, or those that `prizes` cut.

        Those `before` stand before all of these whatever their totals: they went on to a later round. Those who are
        `out` win no prize, so none depends on their ties.
        """
        ahead = sum(entrant not in out for entrant in before)
        always = self.when == "always"
        matters = None if always else lambda first, last: cuts(first + ahead, last + ahead, prizes)
        rows = rank_totals(totals, self.by, context, after_partial=self.after_partial, matters=matters, out=out)
        return tuple(attrs.evolve(row, place=row.place + len(before)) for row in rows) if before else rows


def read_breaker(where: str, item: object) -> TieBreak:
    """Return the tie-break that stands at `where` in the mapping; RuleError, beginning with that, for what is none."""
    name, parameter = _named(where, item)
    try:
        return tie_break(name, **_parameters(name, parameter))
    except (PluginError, RuleError) as error:
        raise RuleError(placed(where, error.message)) from error


def _named(where: str, item: object) -> tuple[str, object]:
    if isinstance(item, str):
        return item, {}
    if isinstance(item, Mapping) and len(item) == 1:
        [(name, parameter)] = item.items()
        return str(name), parameter
    raise RuleError(
        placed(where, _("expected a tie-break's name, or name: parameter, found {found}", found=repr(item)))
    )


def _parameters(name: str, said: object) -> Mapping[str, object]:
    """One plain value is the first parameter, a mapping is all of them by name."""
    if isinstance(said, Mapping):
        return said
    names = parameter_names(TIE_BREAKS, name)
    if not names:
        problem = _("the tie-break {name} takes no parameter, found {found}", name=repr(name), found=repr(said))
        raise RuleError(problem)
    return {names[0]: said}


def _written(breaker: TieBreak) -> object:
    parameters = parameters_of(breaker)
    match list(parameters.values()):
        case []:
            return breaker.name
        case [value] if not isinstance(value, Mapping):
            return {breaker.name: value}
    return {breaker.name: parameters}

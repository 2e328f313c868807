"""A weighted panel: experts and residents, a chief judge who counts twice. A group's mark is its members' mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, TypeVar

import attrs

from quizarena.errors import RuleError
from quizarena.parameters import number
from quizarena.plugins import hint
from quizarena.points import Number, Points, mean, show
from quizarena.roster import Judge
from quizarena.scores import MEAN, SUM, Factor, Score, combine
from quizarena.text import Text, catalogue, placed, plain

from .rules import Mark, PanelRule, as_scores, some

_ = catalogue("panels", __file__)
_M = TypeVar("_M")


def _weights(said: object) -> Mapping[str, Points]:
    if not isinstance(said, Mapping) or not said:
        problem = _(
            "weights: expected weights by judge or group such as {{experts: 0.7}}, found {found}", found=repr(said)
        )
        raise RuleError(problem)
    weights = {str(key): number(weight) for key, weight in said.items()}
    for key, weight in weights.items():
        if weight <= 0:
            raise RuleError(_("weights.{key}: expected a weight above 0, found {found}", key=key, found=show(weight)))
    return weights


def _groups(said: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(said, Mapping):
        raise RuleError(_("groups: expected judges by group, found {found}", found=repr(said)))
    for group, judges in said.items():
        if isinstance(judges, str) or not isinstance(judges, Sequence):
            raise RuleError(
                _("groups.{group}: expected a list of judges, found {found}", group=str(group), found=repr(judges))
            )
    return {str(group): tuple(judges) for group, judges in said.items()}


@attrs.frozen
class Weighted(PanelRule):
    """The weighted mean of judges' marks and groups' means; weights need not add up to 1.

    `weights` are by judge or by group; `groups` name the judges of a group, by default those the roster puts
    there. A judge's own weight wins over the group's. A group nobody marked for does not count, the others
    share its weight.
    """

    weights: Mapping[str, Points] = attrs.field(converter=_weights, hash=False)
    groups: Mapping[str, tuple[str, ...]] = attrs.field(converter=_groups, factory=dict, hash=False)
    name: ClassVar[str] = "weighted"

    def value(self, marks: Mapping[str, Number]) -> Fraction:
        """Return the weighted mean."""
        shares = self._shares(some(marks))
        whole = sum(self.weights[key] for key in shares)
        return sum((self.weights[key] * mean(each.values()) for key, each in shares.items()), Fraction(0)) / whole

    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:
        """Return the weighted mean: one part a judge or group, times its share of the whole weight."""
        shares = self._shares(as_scores(some(marks)))
        whole = sum(self.weights[key] for key in shares)
        parts = (_part(key, each, self.weights[key] / whole) for key, each in shares.items())
        return combine(SUM, label or _("weighted panel"), parts)

    def seated(self, judges: Sequence[Judge]) -> PanelRule:
        """Return the rule with its groups filled from the roster.

        Raises:
            RuleError: A judge has no weight.
        """
        rostered = {
            group: tuple(judge.id for judge in judges if judge.group == group)
            for group in self.weights
            if any(judge.group == group for judge in judges)
        }
        rule = attrs.evolve(self, groups={**rostered, **self.groups})
        for judge in judges:
            rule.key(judge.id)
        return rule

    def refuse_strangers(self, judges: Collection[str]) -> None:
        """Refuse a group that names somebody who is no judge, and a weight of nobody."""
        for group, members in self.groups.items():
            for member in members:
                if member not in judges:
                    raise RuleError(_nobody(f"groups.{group}", member, judges))
        for key in self.weights:
            if key not in judges and not self.groups.get(key):
                raise RuleError(_nobody("weights", key, (*judges, *self.groups)))

    def key(self, judge: str) -> str:
        """Return under which key of `weights` a judge counts."""
        if judge in self.weights:
            return judge
        for group, members in self.groups.items():
            if judge in members and group in self.weights:
                return group
        raise RuleError(
            _("weights: expected a weight for the judge {judge} or a group of that judge", judge=repr(judge))
        )

    def _shares(self, marks: Mapping[str, _M]) -> dict[str, dict[str, _M]]:
        shares: dict[str, dict[str, _M]] = {}
        for judge, mark in marks.items():
            shares.setdefault(self.key(judge), {})[judge] = mark
        return shares


def _nobody(where: str, key: str, known: Iterable[str]) -> Text:
    meant = hint(key, sorted(known))
    return placed(where, _("no judge and no group of judges is called {key}; {hint}", key=repr(key), hint=meant))


def _part(key: str, marks: Mapping[str, Score], share: Fraction) -> Score:
    """A judge's own mark, or the mean of a group's, times its share."""
    mark = marks[key] if key in marks else combine(MEAN, plain(key), marks.values())
    return combine(Factor(share), mark.label, [mark])

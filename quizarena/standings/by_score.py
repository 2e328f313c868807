"""Tie-breaks that look inside a score: a sub-score, the result before rounding, the chief judge's marks.

Parts are found by their key ("criterion:policy", "judge:j1"), so a round of any kind that keys its parts can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from quizarena.parameters import a_name
from quizarena.points import mean, total
from quizarena.scores import LEAF, Round, Score, judge_key
from quizarena.text import Text, catalogue, plain

from .breakers import Parts, TieBreak, TieContext, known

_ = catalogue("standings", __file__)


@attrs.frozen
class BySubScore(TieBreak):
    """The higher part of a round's score: one criterion of the panel, one section.

    `part` is the key of the part or, for a criterion, its id. Where several judges marked it, the mean of the
    judges who count is compared.
    """

    round: str = attrs.field(validator=a_name)
    part: str = attrs.field(validator=a_name)
    name: ClassVar[str] = "sub_score"

    @property
    def label(self) -> Text:
        """What it compares."""
        return self.words({})

    def words(self, titles: Mapping[str, Text]) -> Text:
        """Return what it compares, the round by its title."""
        return _(
            "the higher mark for {part} in the round {round}",
            part=self.part,
            round=titles.get(self.round, plain(self.round)),
        )

    @property
    def rounds(self) -> tuple[str, ...]:
        """The round it looks at."""
        return (self.round,)

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the mean of those parts that count; None where one of the tied has no such part."""
        return known({entrant: _value(context.round_score(entrant, self.round), self.part) for entrant in tied})


@attrs.frozen
class _OverRounds(TieBreak):
    """A part of the score, such as the speakers' marks, over all counted rounds that have it."""

    part: str = attrs.field(validator=a_name)

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return what each made of that part; None where one of the tied has it in no round."""
        values = {entrant: _values(entrant, self.part, context) for entrant in tied}
        return known({entrant: self._of(each) if each else None for entrant, each in values.items()})

    def _of(self, values: list[Fraction]) -> Fraction:
        raise NotImplementedError


class BySum(_OverRounds):
    """The higher sum of one part of the score over all counted rounds."""

    name: ClassVar[str] = "sum"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the higher sum of {part} over the rounds", part=self.part)

    def _of(self, values: list[Fraction]) -> Fraction:
        return total(values)


class ByMean(_OverRounds):
    """The higher mean of one part of the score over those counted rounds in which the entrant has it."""

    name: ClassVar[str] = "mean"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the higher mean of {part} over the rounds", part=self.part)

    def _of(self, values: list[Fraction]) -> Fraction:
        return mean(values)


def _values(entrant: str, part: str, context: TieContext) -> list[Fraction]:
    """Return the part of a score in each counted round that has it."""
    scores = (context.round_score(entrant, each) for each in context.counted_rounds())
    values = (_value(score, part) for score in scores)
    return [value for value in values if value is not None]


def _value(score: Score | None, part: str) -> Fraction | None:
    """Return the mean of the topmost nodes of a part that count, by its key or as a criterion."""
    if score is None:
        return None
    found = [node.value for node in _topmost(score, (part, f"criterion:{part}"), only_counted=True)]
    return mean(found) if found else None


def _name_if_any(rule: object, field: attrs.Attribute[Any], value: object) -> None:
    """Validate a name that may be left out."""
    if value != "":
        a_name(rule, field, value)


@attrs.frozen
class ByUnrounded(TieBreak):
    """The higher result before rounding (看小数点后更多位): of one round, or of all that count."""

    round: str = attrs.field(default="", validator=_name_if_any)
    name: ClassVar[str] = "unrounded"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the higher result before rounding")

    @property
    def rounds(self) -> tuple[str, ...]:
        """The round it looks at, none where it looks at all."""
        return (self.round,) if self.round else ()

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the results without any of their roundings."""
        rounds = self.rounds or tuple(context.counted_rounds())
        scores = {entrant: [context.round_score(entrant, each) for each in rounds] for entrant in tied}
        if not self.round:
            scores = {entrant: [score for score in each if score] for entrant, each in scores.items()}
        return known({entrant: _all_unrounded(each) for entrant, each in scores.items()})


@attrs.frozen
class ByChiefJudge(TieBreak):
    """The higher marks of the chief judge in one round, whether they counted or were dropped."""

    round: str = attrs.field(validator=a_name)
    name: ClassVar[str] = "chief_judge"

    @property
    def label(self) -> Text:
        """What it compares."""
        return self.words({})

    def words(self, titles: Mapping[str, Text]) -> Text:
        """Return what it compares, the round by its title."""
        return _(
            "the higher marks of the chief judge in the round {round}", round=titles.get(self.round, plain(self.round))
        )

    @property
    def rounds(self) -> tuple[str, ...]:
        """The round it looks at."""
        return (self.round,)

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the chief judge's totals; equal ones if there is no chief judge or one of the tied has no
        such mark.
        """
        scores = {entrant: context.round_score(entrant, self.round) for entrant in tied}
        if None in scores.values():
            return None
        key = judge_key(context.chief_judge() or "")
        found = {entrant: list(_topmost(score, (key,))) for entrant, score in scores.items() if score}
        if not all(found.values()):
            return dict.fromkeys(tied, Fraction(0))
        return {entrant: total([node.value for node in nodes]) for entrant, nodes in found.items()}


def _topmost(score: Score, keys: tuple[str, ...], *, only_counted: bool = False) -> Iterator[Score]:
    """Yield the nodes with one of `keys` that are under no other such node."""
    if only_counted and not score.counted:
        return
    if score.key in keys:
        yield score
        return
    for part in score.parts:
        yield from _topmost(part, keys, only_counted=only_counted)


def _all_unrounded(scores: list[Score | None]) -> Fraction | None:
    values = [None if score is None else _unrounded(score) for score in scores]
    return None if None in values else total([value for value in values if value is not None])


def _unrounded(score: Score) -> Fraction:
    """Recompute a score with its rounding steps left out."""
    counted = [_unrounded(part) for part in score.parts if part.counted]
    if isinstance(score.op, Round):
        return counted[0]
    return score.value if score.op == LEAF else score.op.value(counted)

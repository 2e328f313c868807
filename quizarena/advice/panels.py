"""Advice on panels: too few judges for what the rule drops, sums, and results that end in an exact half."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..panels import Panel
from ..points import Rounding
from ..rounds import Advice
from ..scores import Round, Score
from .case import Case, _

_HALF = Fraction(1, 2)


def advice(case: Case) -> Iterator[Advice]:
    """Yield what is wrong with the panels."""
    for where, panel in _declared(case):
        yield from _small(case, where, panel)
        yield from _sums(case, where, panel)
    yield from _halves(case)


def _declared(case: Case) -> Iterator[tuple[str, Panel]]:
    """Yield each panel the rulebook declares, with its path."""
    if case.rulebook.panel is not None:
        yield "panel", case.rulebook.panel
    for entry in case.rulebook.rounds:
        if entry.panel is not None:
            yield f"rounds.{entry.id}.panel", entry.panel


def _small(case: Case, where: str, panel: Panel) -> Iterator[Advice]:
    """Yield that a panel is too small for its rule to leave marks out, or that a single mark is left."""
    count = min(sum(judge.judges(team.id) for judge in case.rulebook.judges) for team in case.rulebook.teams)
    why = panel.small(count)
    if why is None and panel.rule.drops and count - panel.rule.drops == 1:
        why = _("only the mark in the middle counts")
    if why is not None:
        needed = panel.rule.drops + 2
        change = _("seat {needed} judges or more for every team, or drop fewer marks", needed=needed)
        yield Advice(where, _("{count} judges mark a team: {why}", count=count, why=why), change)


def _sums(case: Case, where: str, panel: Panel) -> Iterator[Advice]:
    """Yield that a panel adds up marks: where a judge is missing, the others' stand for that one's."""
    seats = len(case.rulebook.judges)
    if panel.rule.scale(max(1, seats - 1), seats) != 1:
        why = _("it adds up marks: where a judge is missing, the others' sum is scaled up to {seats}", seats=seats)
        yield Advice(where, why, _("say so to the judges beforehand, or take a mean, which needs no scaling"))


def _halves(case: Case) -> Iterator[Advice]:
    """Yield each round where an even number of marks counts and results were seen to end in an exact half."""
    judges = len(case.rulebook.judges)
    for entry in case.rulebook.rounds:
        panel: Panel | None = entry.panel or case.rulebook.panel
        rounding = panel.roundings.panel if panel is not None else None
        if panel is None or rounding is None or (judges - panel.rule.drops) % 2:
            continue
        seen = [node for score in _scores(case, entry.id) for node in score.walk() if _rounds(node, rounding)]
        halves = sum(_is_half(node, rounding) for node in seen)
        if halves:
            yield Advice(
                f"rounds.{entry.id}.panel",
                _(
                    "{count} marks count, an even number: of {all} results {halves} ended in an exact half, so the way"
                    " of rounding decides them",
                    count=judges - panel.rule.drops,
                    all=len(seen),
                    halves=halves,
                ),
                _("let an odd number of marks count, or keep one decimal more than {places}", places=rounding.places),
            )


def _scores(case: Case, round_id: str) -> Iterator[Score]:
    for position in case.forecast.plays if case.forecast else ():
        played = position.state.played(round_id)
        if played is not None:
            yield from position.team_scores(played).values()


def _rounds(node: Score, rounding: Rounding) -> bool:
    return isinstance(node.op, Round) and node.op.rounding == rounding


def _is_half(node: Score, rounding: Rounding) -> bool:
    return bool(abs(node.parts[0].value) * 10**rounding.places % 1 == _HALF)

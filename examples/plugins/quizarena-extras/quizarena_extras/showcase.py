"""A judged round (作品展示): teams show their work. What becomes of ballots `quizarena_rounds.ballots` decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import BaseKind, Moment
from quizarena.rules import shape
from quizarena.scenes import Audience, Headline, OnStage, Scene
from quizarena.scores import Score
from quizarena.text import both, sentence
from quizarena_rounds import ballots as b

BALLOTS = b.book_of("showcase", team=str)
State: TypeAlias = dict[str, b.Sheet[b.MarksGiven]]  # of each team that was called, in the order of the calls


@attrs.frozen
class Called(Fact, type="showcase.called", intent=Intent.STEP):
    """A team is called to show its work."""

    team: str


@attrs.frozen
class ShowcaseRules:
    """What the judges mark."""

    criteria: Mapping[str, Decimal] = shape(hash=False, help=both("评分项和满分", "Criteria and their full marks"))
    step: Decimal = shape(default=Decimal("0.5"), help=both("打分的最小一档", "The step marks are given in"))


class Showcase(BaseKind):
    """Who is called, what the sheet asks, what the score is, what a screen shows; the rest is in `BALLOTS`."""

    name, title, rules, facts = "showcase", both("作品展示", "Showcase"), ShowcaseRules, (Called, *BALLOTS.facts)

    def refuse(self, rules: ShowcaseRules, roster: Roster, panel: Panel | None) -> tuple[b.Refusal, ...]:
        return (*b.panel_refusals(roster, panel), *b.criteria_refusals(rules.criteria, rules.step))

    def full_mark(self, rules: ShowcaseRules) -> Decimal:
        return sum(rules.criteria.values(), Decimal(0))

    def begin(self, moment: Moment) -> State:
        return {}

    def apply(self, state: State, seq: int, fact: Any) -> State:
        sheet: Any = b.Sheet() if isinstance(fact, Called) else state[fact.team].after(seq, fact)
        return {**state, fact.team: sheet}

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        for team in (each for each in moment.field.playing if each.id in state and not state[each.id].closed):
            now = b.collection(state[team.id], moment.field, [team.id], {"team": team.id})
            blanks = b.mark_blanks("marks", moment.rules.criteria, moment.rules.step)
            yield from b.judging_moves(now, BALLOTS, blanks, b.panel_of(moment), labels=b.Labels())
            return
        for team in [each for each in moment.field.playing if each.id not in state][:1]:
            label = sentence("请 {team} 展示", "Call {team}", team=team.name)
            yield Move(Called, label, {"team": team.id}, gesture="next", say=label)
        for team in (each for each in moment.field.playing if each.id in state):
            label = sentence("重收 {team} 的票", "Reopen the ballots for {team}", team=team.name)
            yield b.reopening_move(BALLOTS, label, {"team": team.id})

    def upcoming(self, state: State, moment: Moment) -> Iterator[list[State]]:
        yield [{each.id: sheet} for each in moment.field.playing if not (sheet := state.get(each.id, b.Sheet())).closed]

    def scores(self, state: State, moment: Moment) -> dict[str, Score]:
        judges, panel, label = moment.field.judges, b.panel_of(moment), moment.title
        opened = {team: sheet for team, sheet in state.items() if sheet.revealed is not None}
        return {team: b.panel_score(each, b.marks_of(each), panel, judges, label) for team, each in opened.items()}

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        team = next((each for each in state if not state[each].closed), next(reversed(state), None))
        if team is None:
            return Scene(moment.title, (Headline(moment.title),))
        name, panel, scores = moment.field.team(team).name, b.panel_of(moment), self.scores(state, moment)
        now = b.collection(state[team], moment.field, [team], {"team": team})
        cells = b.marks_block(now, team, audience, total=b.written_total, panel=panel, score=scores.get(team))
        stage = OnStage(team, name, moment.field.podium(team))
        return Scene(moment.title, (Headline(name), stage, cells, *b.marking_notes(now, audience)))

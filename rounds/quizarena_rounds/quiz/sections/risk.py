"""Risk questions (风险题): each team chooses how many points it risks.

Decides whose choice it is, what it may choose (the points, which other team answers, which member), that a wrong answer
costs a declared share of the level, and what a question is worth that a team hands on to another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs
from attrs.validators import ge, instance_of, le, optional

from quizarena.blanks import Choice, Option
from quizarena.errors import RuleError
from quizarena.facts import Intent
from quizarena.moves import Check, Move
from quizarena.panels import Panel
from quizarena.points import Number, exact, show
from quizarena.roster import Roster, Team
from quizarena.rounds import Advice, Moment
from quizarena.rules import Seconds, scoring, shape
from quizarena.scores import Score, leaf
from quizarena.text import Text
from quizarena.values import evolve, fast_init

from .. import lines, nominations
from ..bank import refuse_bank
from ..facts import QUIZ_FACTS, PickFact, QuestionFact
from ..labels import desk_label, turn_label
from ..nominations import Nominated, advise_choices, answering, member_named, naming, refuse_choices
from ..question import QuestionItem
from ..rules import (
    MOST_QUESTIONS,
    SectionRules,
    answer_time_rule,
    foul_rule,
    late_start_rule,
    per_team_rule,
    questions_rule,
    start_time_rule,
)
from ..section import Section
from ..state import FRESH, Pick, Question, State, Try
from ..turns import Turn, takes_part
from ..words import _
from ..worth import VERDICTS

Wrong = Literal["full", "half", "none"]
Turns = Literal["running", "reverse", "seat", "reverse_seat", "lowest_first", "highest_first"]
Ties = Literal["running", "seat"]

_SHARE: dict[str, Fraction] = {"full": Fraction(-1), "half": Fraction(-1, 2), "none": Fraction(0)}
_ORDER: Mapping[str, Callable[[Moment, Team], Fraction | int]] = {
    "running": lambda moment, team: moment.field.teams.index(team),
    "reverse": lambda moment, team: -moment.field.teams.index(team),
    "seat": lambda moment, team: moment.field.podium(team.id),
    "reverse_seat": lambda moment, team: -moment.field.podium(team.id),
    "lowest_first": lambda moment, team: moment.so_far.totals.get(team.id, Fraction(0)),
    "highest_first": lambda moment, team: -moment.so_far.totals.get(team.id, Fraction(0)),
}
"""What the next team is least by; totals are only asked for where they decide."""


PASS = "pass"


@fast_init
@attrs.frozen
class Handed:
    """An answer's own part: the team that handed the question on to whoever answers, empty where it is its own."""

    giver: str = ""


@attrs.frozen
class HandedOn(QuestionFact, type="quiz.handed_on", intent=Intent.CALL):
    """The team whose question it is has another answer it (转题)."""

    team: str

    def change(self, question: Question, state: State, seq: int) -> Question:
        """Return the question with the other team's answer in the place of its own."""
        receiver = Try(self.team, seq, parts=(Handed(question.team),))
        return evolve(question, tries=(receiver,), member="", **FRESH)


def _share(default: int, words: Text) -> Any:
    return scoring(default=Decimal(default), validator=[ge(Decimal(-1)), le(Decimal(1))], help=words)


@attrs.frozen(cache_hash=True)
class Shares:
    """Which shares of the level whoever answers and whoever handed it on gain, or pay where negative."""

    receiver: Decimal = _share(0, _("the share of the team that answers"))
    giver: Decimal = _share(0, _("the share of the team that handed it on"))


@attrs.frozen(cache_hash=True)
class HandOn:
    """What a question that was handed on is worth."""

    right: Shares = scoring(
        default=Shares(receiver=Decimal(1)),
        help=_("the shares where the answer is right, as {{receiver: 1, giver: -1}}"),
    )
    wrong: Shares = scoring(
        default=Shares(receiver=Decimal(-1)),
        help=_("the shares where it is wrong, as {{receiver: 0, giver: -1}}"),
    )


_NONE = Shares()


@attrs.frozen
class Chosen(PickFact, type="quiz.chosen", intent=Intent.CALL):
    """A team chose the points it risks (选分值), or passed (`level` is "pass")."""

    level: str


def _levels(instance: object, attribute: attrs.Attribute[Any], value: tuple[Decimal, ...]) -> None:
    if not value or min(value) <= 0 or len(set(value)) != len(value):
        raise RuleError(_("expected different levels above 0, such as [10, 20, 30]"))


@attrs.frozen(cache_hash=True)
class RiskRules(SectionRules):
    """What an organiser may set."""

    questions: tuple[QuestionItem, ...] = questions_rule()
    per_team: int = per_team_rule(1)
    choose: nominations.Choices = nominations.choose_rule()
    levels: tuple[Decimal, ...] = shape(
        default=(Decimal(10), Decimal(20), Decimal(30)),
        validator=_levels,
        help=_("the levels a team may choose from"),
    )
    wrong: Wrong = scoring(
        default="full",
        help=_("a wrong answer costs the full level, half of it, or none"),
    )
    stock: int | None = shape(
        default=None,
        validator=optional([instance_of(int), ge(1), le(MOST_QUESTIONS)]),
        help=_(
            "how many questions there are of each level, such as 5, then it is gone; without end if left out",
        ),
    )
    hand_on: HandOn | None = scoring(
        default=None,
        help=_(
            "whether a team may hand its question on to another, and what both then gain or pay, as "
            "{{right: {{receiver: 1, giver: -1}}, wrong: {{receiver: -1, giver: 1}}}}; it may not if left out",
        ),
    )
    may_pass: bool = shape(default=True, help=_("whether a team may pass"))
    turns: Turns = shape(
        default="running",
        help=_(
            "who is next: running order or its reverse; seat or reverse_seat; lowest_first or highest_first by total"
        ),
    )
    ties: Ties = shape(
        default="running",
        help=_("among equal totals: running order, or seat"),
    )
    foul: Decimal | None = foul_rule()
    late_start: Decimal | None = late_start_rule()
    start_time: Seconds | None = start_time_rule()
    answer_time: Seconds = answer_time_rule(60)


class Risk(Section):
    """A team chooses a level or passes, then gets a question of that level."""

    name = "quiz.risk"
    title = _("Risk questions")
    rules = RiskRules
    facts = (*QUIZ_FACTS, Chosen, Nominated, HandedOn)
    phases = ("choose", "ask", "answer", "complete", "show", "rule", "next")

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions, or with none for a level."""
        yield from refuse_bank(rules.questions, rules.per_team * len(roster.teams))
        choices = rules.per_team * len(roster.teams)
        if rules.stock is not None and rules.stock * len(rules.levels) < choices:
            found = rules.stock * len(rules.levels)
            yield "stock", _("{count} choices need as many questions, found {found}", count=choices, found=found)
        yield from refuse_choices(rules, roster)
        for level in rules.levels:
            if rules.questions and not any(item.level in (None, level) for item in rules.questions):
                yield "questions", _("no question for the level {level}; add one", level=level)

    def advise(self, rules: Any, roster: Roster) -> Iterator[Advice]:
        """Advise also where a team pays for points that another chose."""
        yield from super().advise(rules, roster)
        yield from advise_choices(rules)

    def stakes(self, rules: Any) -> Iterator[tuple[str, Number]]:
        """Yield the levels."""
        yield from (("levels", level) for level in rules.levels)

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the level, or its share where the question was handed on."""
        return _level(question) * (exact(_shares("right", rules).receiver) if _giver(attempt) else 1)

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the declared share of the level, against the team."""
        share = exact(_shares("wrong", rules).receiver) if _giver(attempt) else _SHARE[rules.wrong]
        return _level(question) * share

    def beside(self, question: Question, rules: Any) -> Iterator[tuple[str, Score]]:
        """Yield what a team gains or pays for the answer of another that it handed its question on to."""
        for attempt in question.tries:
            points = self._of_giver(question, attempt, rules)
            if points:
                part = leaf(points, _("Question {number}: handed on", number=question.number), attempt.ruled)
                yield _giver(attempt), part

    def _of_giver(self, question: Question, attempt: Try, rules: Any) -> Fraction:
        return _level(question) * exact(_shares(attempt.verdict, rules).giver) if _giver(attempt) else Fraction(0)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the handing on, as long as the team's own answer is not complete."""
        attempt = question.answering
        others = [team for team in moment.field.playing if team.id != question.team]
        is_own = attempt is not None and not _giver(attempt) and not question.answered
        if moment.rules.hand_on is None or not is_own or not others:
            return
        options = tuple(
            Option(team.id, desk_label(moment.field, team.id), team=team.id,
                   say=lines.handed_on(moment.field, question.team, team.id))
            for team in others
        )  # fmt: skip
        label = _("{question}: hand it on", question=turn_label(moment.field, question.number, question.team))
        yield Move(HandedOn, label, {"number": question.number}, blanks=(Choice("team", options, _("team")),))

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what has the team answer that the question was handed to."""
        attempt = question.answering
        giver = "" if attempt is None else _giver(attempt)
        if attempt is None or not giver:
            return super().call(question, moment)
        return lines.handed_on(moment.field, giver, attempt.team)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line, with what the answer means for the team that handed the question on."""
        line = super().verdict_line(question, attempt, moment)
        points = Fraction(0) if moment.play_off else self._of_giver(question, attempt, moment.rules)
        return lines.giver_too(line, moment.field, _giver(attempt), points) if points else line

    def out(self, state: State, question: Question, moment: Moment) -> Iterator[tuple[str, Text]]:
        """Yield the teams whose last choice was to pass."""
        last = {each.team: each.level for each in _choices(state)}
        yield from ((team, _("passed")) for team, level in last.items() if level == PASS)

    def signs(self, state: State, moment: Moment, team: str) -> Iterator[tuple[int, Text]]:
        """Yield the signs of answers, and of choices to pass."""
        passes = VERDICTS["passed"].sign
        yield from ((each.number, passes) for each in _choices(state) if (each.team, each.level) == (team, PASS))
        yield from super().signs(state, moment, team)

    def pick_line(self, pick: Pick, moment: Moment) -> Text | None:
        """Return the line for a team that passes."""
        chosen = pick.fact
        passes = isinstance(chosen, Chosen) and chosen.level == PASS
        return lines.passed(moment.field, pick.team) if passes else None

    def ask_line(self, turn: Turn, coming: Question, moment: Moment) -> Text:
        """Return the line with what the team goes for; one that another team chose is called like any other."""
        gain, loss = self.at_stake(coming, moment)
        if gain is None or "opponent" in moment.rules.choose:
            return super().ask_line(turn, coming, moment)
        return lines.risks(moment.field, turn, gain, loss or Fraction(0))

    def again(self, question: Question, state: State) -> Turn:
        """Return the turn that replaces a void question, at its level."""
        return evolve(super().again(question, state), level=_level(question))

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the question of the level chosen last, None while a level is to be chosen."""
        pending = self._pending(state, moment)
        if pending is None or naming(pending.number, pending.team, state, moment) is not None:
            return None
        team = answering(pending.number, pending.team, state, moment)
        member = member_named(pending.number, team, state)
        return Turn(pending.number, team, member, level=exact(pending.level))

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers chosen and those to come."""
        return len(_choices(state)) + sum(self.left(state, moment, team.id) for team in moment.field.playing)

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many choices the team has left."""
        plays = moment.field.team(team).plays
        return max(0, moment.rules.per_team - _had(state)[team]) if plays else 0

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield what the next team has to choose, one after the other, or the question of the level it chose."""
        yield from super().asking_moves(state, moment)
        pending, chooser = self._pending(state, moment), self._chooser(state, moment)
        if pending is not None:
            to_name = naming(pending.number, pending.team, state, moment)
            yield from filter(None, [to_name])
        elif chooser is not None:
            to_name = naming(len(_choices(state)) + 1, chooser.id, state, moment)
            yield to_name or self._choosing(chooser, state, moment)

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands; a level chosen waits for its question."""
        found = super().phase(state, moment)
        return "ask" if found in ("choose", "next") and self.next_turn(state, moment) else found

    def _pending(self, state: State, moment: Moment) -> Chosen | None:
        last = next(reversed(_choices(state)), None)
        if last is None or last.level == PASS or last.number in state.latest:
            return None
        return last if takes_part(answering(last.number, last.team, state, moment), moment) else None

    def _chooser(self, state: State, moment: Moment) -> Team | None:
        """Return the team with the fewest choices so far, then by the declared order."""
        had, rules = _had(state), moment.rules
        waiting = [team for team in moment.field.playing if had[team.id] < rules.per_team]
        place, tie = _ORDER[rules.turns], _ORDER[rules.ties]
        return min(waiting, key=lambda team: (had[team.id], place(moment, team), tie(moment, team)), default=None)

    def _choosing(self, team: Team, state: State, moment: Moment) -> Move:
        number = len(_choices(state)) + 1
        if "value" not in moment.rules.choose:
            return self._settled(number, team, moment)
        return Move(
            Chosen,
            _("{question}: choose the points", question=turn_label(moment.field, number, team.id)),
            identity={"number": number},
            derived={"team": team.id},
            blanks=(Choice("level", self._options(team, state, moment), _("points")),),
            check=_has_a_choice(state, moment),
            say=lines.choose(moment.field, team.id),
        )

    def _settled(self, number: int, team: Team, moment: Moment) -> Move:
        """Return the move that takes the only level there is."""
        level = moment.rules.levels[0]
        label = _("{question}: {level} points", question=turn_label(moment.field, number, team.id), level=level)
        return Move(Chosen, label, {"number": number}, {"team": team.id, "level": show(level)}, gesture="next")

    def _options(self, team: Team, state: State, moment: Moment) -> tuple[Option, ...]:
        had, stock = Counter(each.level for each in _choices(state)), moment.rules.stock
        levels = tuple(
            Option(show(level), _("{level} points", level=level), say=lines.chosen(moment.field, team.id, level))
            for level in moment.rules.levels
            if stock is None or had[show(level)] < stock
        )
        passing = Option(PASS, _("pass"), gesture="none", say=lines.passed(moment.field, team.id))
        return (*levels, passing) if moment.rules.may_pass else levels


def _giver(attempt: Try) -> str:
    return attempt.own(Handed).giver


def _shares(verdict: str, rules: RiskRules) -> Shares:
    """Return the shares of an answer to a question that was handed on; of any ruling but right and wrong none."""
    found: Mapping[str, Shares] = (
        {} if rules.hand_on is None else {"right": rules.hand_on.right, "wrong": rules.hand_on.wrong}
    )
    return found.get(verdict, _NONE)


def _choices(state: State) -> list[Chosen]:
    return list(state.picked(Chosen))


def _level(question: Question) -> Fraction:
    chosen = question.pick(Chosen)
    assert chosen is not None
    return exact(chosen.level)


def _had(state: State) -> Counter[str]:
    return Counter(each.team for each in _choices(state))


def _has_a_choice(state: State, moment: Moment) -> Check:
    """Refuse a team whose choices are used up: a correction may leave the order free, never the number of choices."""

    def check(fact: Any) -> Text | None:
        waiting = {team.id for team in moment.field.playing if _had(state)[team.id] < moment.rules.per_team}
        return None if fact.team in waiting else _("{team} has no choice left", team=fact.team)

    return check

"""Matches (对抗赛): two teams meet, at the buzzer or in turn; who has more points wins, and a tie may go into overtime.

Decides who meets whom, when a match is over, and what counts in it: overtime only after a tie. Sources: overtime of a
few questions and then sudden death as NAQT has it, sudden death alone as ACF has it (both told on qbwiki.com,
"Overtime"); questions in turn, and two points a win and one a draw, as the quiz leagues of ftql.com and Merseyside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from quizarena.blanks import Gesture
from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.panels import Panel
from quizarena.points import exact, show
from quizarena.roster import Roster
from quizarena.rounds import Advice, Meeting, Moment
from quizarena.rules import shape
from quizarena.scenes import Block, Table
from quizarena.scores import SUM, Score, combine
from quizarena.text import Text, plain
from quizarena.values import evolve
from quizarena_rounds.lots import Order, order_move, pairing_order, pairs_drawing, pairs_lot, running_order

from .. import lines, matches
from ..bonuses import BONUS_FACTS
from ..buzzing import Out, refuse_for_buzzers
from ..facts import QUIZ_FACTS, Asked
from ..labels import question_label
from ..matches import Bout, Bouts, MatchBegun, MatchOver, Overtime, Plan, Sides, Tally, fixtures, stages
from ..rules import deduction_rule, items_rule
from ..state import Question, State, Try
from ..turns import Turn
from ..words import _
from .buzz import Buzz, BuzzRules
from .duel import Paired, Pairs

Answers: TypeAlias = Literal["in_turn", "buzzer"]
_FOR_BUZZERS = ("early_buzz", "early_points", "early_out_after", "wrong_out_after", "while_reading", "interrupt")
"""The rules of buzzer questions that have no meaning where the sides answer in turn."""
_MOST_ROWS = 8
"""Matches on a screen, with those that are over last and those that come next."""


@attrs.frozen(cache_hash=True)
class MatchRules(BuzzRules):
    """What an organiser may set: the rules of buzzer questions, and those of matches."""

    items: int = items_rule(10, _("how many questions a match"))
    early_points: Decimal = deduction_rule(0, _("points for a false start: 0, or negative"))
    pairs: Plan = shape(
        default="all",
        help=_(
            "who meets whom: all meet all; by_order, the first the second in running order, and so on; drawn by lot; "
            "by_standings; power, by wins in earlier rounds and never twice"
        ),
    )
    answers: Answers = shape(
        default="buzzer",
        help=_("who answers: whoever is first at the buzzer, or the two sides in_turn"),
    )
    overtime: Overtime | None = shape(
        default=None,
        help=_("further questions where a match is level, as {{items: 3, sudden_death: 20}}; a draw if left out"),
    )


class Match(Buzz):
    """Match after match, each with its questions; a team's score is what it made in all of its matches."""

    name = "quiz.match"
    title = _("Matches")
    rules = MatchRules
    facts = (*QUIZ_FACTS, *BONUS_FACTS, Paired, MatchBegun, MatchOver)
    unit = _("match")

    def asks_bonus(self, rules: Any) -> bool:
        """Whether the bonus of a question is asked: never, for a match is counted by its questions."""
        return False

    # Before the matches

    def needed(self, rules: Any, roster: Roster) -> int:
        """Return the questions of all matches, without overtime."""
        return int(rules.items) * len(fixtures(tuple(team.id for team in roster.teams), rules.pairs))

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a team alone, what does not go with questions in turn, and limits that outlast a match."""
        yield from super().refuse(rules, roster, panel)
        if len(roster.teams) < 2:
            yield "", _("a match takes two teams; only one takes part")
        if rules.answers == "in_turn":
            yield from refuse_for_buzzers(rules, _FOR_BUZZERS)
            extra = 0 if rules.overtime is None else rules.overtime.items
            for where, count in (("items", rules.items), ("overtime.items", extra)):
                if count % 2:
                    yield where, _("expected an even number, as both sides get questions in turn, found {n}", n=count)
        elif rules.pairs == "all" and len(roster.teams) > 2:
            for where in ("early_out_after", "wrong_out_after"):
                if getattr(rules, where) is not None:
                    yield where, _("who is out in one match would be in all others too; leave it out")

    def advise(self, rules: Any, roster: Roster) -> Iterator[Advice]:
        """Advise also where overtime may leave a tie, where it has no questions, and where a team meets nobody."""
        yield from super().advise(rules, roster)
        overtime, count = rules.overtime, len(roster.teams)
        if overtime is not None and not overtime.sudden_death:
            why = _("a match may be level after overtime too, and is a draw then")
            yield Advice("overtime", why, _("add sudden_death: 20 to overtime, unless a draw is what you want"))
        spare = sum(not item.spare for item in rules.questions) - self.needed(rules, roster)
        if overtime is not None and rules.questions and spare <= 0:
            why = _("the bank has no questions for overtime: they would be read from the host's cards")
            yield Advice("questions", why, _("add a few more questions"))
        if rules.pairs != "all" and count % 2:
            why = _("{count} teams make no pairs: one of them meets nobody", count=count)
            yield Advice(
                "pairs", why, _("give it points by table: {{win: 2, bye: 2}}, or let everybody meet everybody")
            )

    def draws(self, state: State, moment: Moment) -> Iterator[Drawing]:
        """Yield the draw of who meets whom, where the rules have one, and that of the questions."""
        if moment.rules.pairs == "drawn" and not _plan(state, moment) and len(moment.field.playing) > 1:
            yield pairs_drawing(moment)
        yield from super().draws(state, moment)

    # Turns

    def begun(self, state: State) -> int | None:
        """Return the record that began the last match."""
        bouts = state.own(Bouts).all
        return bouts[-1].seq if bouts else None

    def then(self, question: Question, state: State, moment: Moment) -> Moment:
        """Return the moment of a question: under the rules of its match's beginning."""
        return moment.of(state.own(Bouts).of(question.number).seq)

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`; a new question is for the two sides of its match alone."""
        result, bout = super().apply(state, seq, fact), state.own(Bouts).running
        if bout is None or not isinstance(fact, Asked):
            return result
        return result.with_current(barred=tuple(team for team in state.own(Pairs).order if team not in bout.teams))

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question of the match that is on."""
        bout = state.own(Bouts).running
        if bout is None or not self.tally(bout, state, moment).due:
            return None
        number = max(bout.number, state.highest + 1)
        if moment.rules.answers == "in_turn":
            return Turn(number, bout.teams[(number - bout.number) % 2])
        return Turn(number) if any(team.id in bout.teams for team in self.contenders(state, moment)) else None

    def owed(self, state: State, moment: Moment) -> Turn | None:
        """Return a void question's replacement while its match goes on."""
        owed, bout = super().owed(state, moment), state.own(Bouts).running
        return owed if owed is not None and bout is not None and owed.number >= bout.number else None

    def planned(self, state: State, moment: Moment) -> int:
        """Return the numbers asked and those to come, without overtime."""
        own = state.own(Bouts)
        plan = _plan(state, moment) or fixtures(running_order(moment), moment.rules.pairs)
        had = 0 if own.running is None else len(own.questions(own.running, state))
        rest = max(0, moment.rules.items - had) if own.running is not None else 0
        return len(state.latest) + rest + int(moment.rules.items) * (len(plan) - len(own.all))

    def tally(self, bout: Bout, state: State, moment: Moment) -> Tally:
        """Return how a match stands, stage by stage; the first that parts the sides is the last."""
        then, asked = moment.of(bout.seq), state.own(Bouts).questions(bout, state)
        made, start, before = dict.fromkeys(bout.teams, Fraction(0)), 0, ""
        for stage, size in stages(then.rules.items, then.rules.overtime, in_turn=then.rules.answers == "in_turn"):
            part, start = asked[start : start + size], start + size
            for team, value in (each for question in part for each in self._made(question, then)):
                made[team] = made.get(team, Fraction(0)) + value
            points = made[bout.teams[0]], made[bout.teams[1]]
            if len(part) < size:
                return Tally(points, stage, begins=not part and stage != before)
            if any(question.voided or self.is_open(question, then) for question in part):
                return Tally(points, waits=True)
            if points[0] != points[1]:
                return Tally(points, surplus=tuple(asked[start:]))
            before = stage
        return Tally(points, surplus=tuple(asked[start:]))

    def _made(self, question: Question, moment: Moment) -> Iterator[tuple[str, Fraction]]:
        for attempt in question.tries:
            if attempt.early or attempt.verdict:
                yield attempt.team, exact(self.worth(question, attempt, moment.rules))

    # Moves

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield who meets whom, then match after match: its beginning, its questions, its end."""
        bout = state.own(Bouts).running
        if bout is not None:
            yield from self._in_match(bout, state, moment.of(bout.seq))
        elif _plan(state, moment):
            yield from self._next_match(state, moment)
        elif len(moment.field.playing) > 1:
            yield self._pairing(moment)

    def _pairing(self, moment: Moment) -> Move:
        plan: Plan = moment.rules.pairs
        order = running_order(moment) if plan == "all" else pairing_order(plan, moment)
        return order_move(
            Paired,
            _("Announce who meets whom"),
            moment.field.playing,
            order,
            what=_("order drawn"),
            say=None if order is None else _announced(order, moment),
            lot=None if plan == "all" else pairs_lot(plan, moment),
        )

    def _next_match(self, state: State, moment: Moment) -> Iterator[Move]:
        had = {bout.match for bout in state.own(Bouts).all}
        for match, teams in enumerate(_plan(state, moment), 1):
            playing = [team for team in teams if moment.field.team(team).plays]
            if match in had or not playing:
                continue
            if len(playing) < len(teams):
                yield _walkover(match, teams, playing[0], moment)
            else:
                yield Move(
                    MatchBegun,
                    _("Match {match}: {first} against {second}", match=match, **_names(teams, moment)),
                    identity={"match": match, "teams": teams},
                    derived={"number": state.highest + 1},
                    say=matches.match_begins(moment.field, match, teams),
                    gesture="next",
                )
            return

    def _in_match(self, bout: Bout, state: State, moment: Moment) -> Iterator[Move]:
        playing = [team for team in bout.teams if moment.field.team(team).plays]
        if len(playing) < len(bout.teams):
            yield _walkover(bout.match, bout.teams, playing[0] if playing else "", moment)
            return
        tally, asking = self.tally(bout, state, moment), list(super().asking_moves(state, moment))
        say = self._overtime_line(tally, moment)
        yield from (evolve(move, say=lines.and_then(say, move.say)) if say and move.say else move for move in asking)
        if not tally.waits and tally.due != "regular":
            yield self._ending(bout, tally, moment, gesture=None if asking else "next")

    def _overtime_line(self, tally: Tally, moment: Moment) -> Text | None:
        if not tally.begins or tally.due == "regular":
            return None
        count = moment.rules.overtime.items if tally.due == "overtime" else 0
        return matches.overtime(tally.points[0], count, in_turn=moment.rules.answers == "in_turn")

    def _ending(self, bout: Bout, tally: Tally, moment: Moment, gesture: Gesture | None) -> Move:
        said = {"first": show(tally.points[0]), "second": show(tally.points[1])}
        return Move(
            MatchOver,
            _("Match {match} is over: {first} to {second}", match=bout.match, **said),
            identity={"match": bout.match, "teams": bout.teams, "walkover": ""},
            say=matches.match_over(moment.field, bout.match, bout.teams, tally.points),
            gesture=gesture,
        )

    # A question in turn

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail, who meets whom first; without buzzers where none are pressed."""
        in_turn = rules.answers == "in_turn" and rules.second_chance in ("none", "void")
        return ("pair", *(name for name in super().steps(rules) if name != "buzz" or not in_turn))

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        if state.own(Bouts).running is None:
            return "pair"
        return super().phase(state, moment) if self.on_show(state) is not None else "ask"

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open; a question in turn is taken over without them."""
        return moment.rules.answers == "in_turn" or super().may_buzz_now(question, moment)

    def buzz(self, question: Question, moment: Moment, out: Out, closed: Text | None) -> Move:
        """Return the move by which a side gets the right to answer, of a question in turn the other side."""
        move = super().buzz(question, moment, out, closed)
        if moment.rules.answers == "buzzer":
            return move
        return evolve(move, label=_("{question}: who takes it over", question=question_label(question.number)))

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what opens the buzzers, or asks the other side of a question in turn."""
        others = self.may_buzz(question, moment)
        if moment.rules.answers == "buzzer" or not self.is_buzzing(question, moment) or not others:
            return super().call(question, moment)
        return matches.over_to(moment.field, others[0].id)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line, which hands a question in turn to the other side where it may still be answered."""
        goes_on = self.is_open(question, moment) and self.is_buzzing(question, moment)
        if moment.rules.answers == "buzzer" or not goes_on:
            return super().verdict_line(question, attempt, moment)
        line = self.verdicts[attempt.verdict].line(
            moment.field, attempt.team, self.worth(question, attempt, moment.rules)
        )
        others = self.may_buzz(question, moment)
        return lines.and_then(line, matches.over_to(moment.field, others[0].id)) if others else line

    # What comes of it

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's points of all its matches; those of an overtime that no tie came before are struck out."""
        found = super().scores(state, moment)
        surplus = {
            attempt.seq if attempt.early else attempt.ruled
            for bout in state.own(Bouts).all
            for question in self.tally(bout, state, moment).surplus
            for attempt in question.tries
        }
        return {entrant: _without(score, surplus) for entrant, score in found.items()} if surplus else found

    def meetings(self, state: State, moment: Moment) -> Iterator[Meeting]:
        """Yield each match that is over; a walkover is won by no margin."""
        for bout in state.own(Bouts).all:
            if bout.walkover:
                yield Meeting(*bout.teams, Fraction(bout.walkover == bout.teams[0]), Fraction(0))
            elif bout.over is not None:
                margin = self.tally(bout, state, moment).margin
                yield Meeting(*bout.teams, Fraction(margin > 0) if margin else Fraction(1, 2), margin)

    # Screens

    def on_show(self, state: State) -> Question | None:
        """Return the question that screens show: the last one of the match that is on."""
        bout, question = state.own(Bouts).running, state.current
        return None if bout is None or question is None or question.number < bout.number else question

    def around(self, state: State, moment: Moment) -> Iterator[Block]:
        """Yield the score of the match that is on, else the matches about to come and those just over."""
        own, field, plan = state.own(Bouts), moment.field, _plan(state, moment)
        if own.running is not None:
            bout, points = own.running, self.tally(own.running, state, moment).points
            rows = tuple((field.podium(t), field.team(t).name, n) for t, n in zip(bout.teams, points, strict=True))
            title = _("Match {match} of {count}", match=bout.match, count=len(plan))
            yield Table((_("desk"), _("team"), _("points won")), rows, title, teams=bout.teams)
        elif plan:
            bouts = {bout.match: bout for bout in own.all}
            first = max(0, min(len(bouts) - _MOST_ROWS // 2, len(plan) - _MOST_ROWS))
            rows_now = list(enumerate(plan, 1))[first : first + _MOST_ROWS]
            heads = (_("match"), _("team"), _("result"), _("team"))
            yield Table(heads, tuple(self._row(nth, teams, bouts.get(nth), state, moment) for nth, teams in rows_now))

    def _row(
        self, match: int, teams: Sides, bout: Bout | None, state: State, moment: Moment
    ) -> tuple[int, Text, Text | None, Text]:
        first, second = (moment.field.team(team).name for team in teams)
        result: Text | None = None
        if bout is not None and bout.walkover:
            result = _("walkover for {team}", team=moment.field.team(bout.walkover).name)
        elif bout is not None:
            result = plain(" : ".join(map(show, self.tally(bout, state, moment).points)))
        return match, first, result, second


def _plan(state: State, moment: Moment) -> tuple[Sides, ...]:
    """Return who meets whom, nobody before it is announced; two who have the round to themselves need not be paired."""
    teams = moment.field.teams
    alone = tuple(team.id for team in teams) if len(teams) == 2 else ()
    return fixtures(state.own(Pairs).order or alone, moment.rules.pairs)


def _without(score: Score, records: set[int | None]) -> Score:
    """Return a score with what these records gave struck out."""
    note = _("does not count: there was no tie before it")
    return combine(SUM, score.label, [part.struck(note) if part.record in records else part for part in score.parts])


def _names(teams: Sides, moment: Moment) -> dict[str, Text]:
    return {side: moment.field.team(team).name for side, team in zip(("first", "second"), teams, strict=True)}


def _announced(order: Order, moment: Moment) -> Text:
    plan: Plan = moment.rules.pairs
    if plan == "all":
        return matches.everybody_meets(len(fixtures(order, plan)))
    line = lines.paired(moment.field, order[: len(order) // 2 * 2])
    return lines.and_then(line, matches.sits_out(moment.field, order[-1])) if len(order) % 2 else line


def _walkover(match: int, teams: Sides, winner: str, moment: Moment) -> Move:
    return Move(
        MatchOver,
        _("Match {match} is over: a team has left", match=match),
        identity={"match": match, "teams": teams, "walkover": winner},
        say=matches.walkover(moment.field, match, winner),
        gesture="next",
    )

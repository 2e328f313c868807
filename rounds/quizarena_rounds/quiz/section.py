"""A section of the quiz as a round kind: its moves, its scores, its scene, put together from what the sections share.

How a question goes is in `course`, what an answer is worth in `worth`; a section says where it differs from both.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, final

from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.roster import Roster
from quizarena.rounds import Advice, Award, BaseKind, Equipment, Moment
from quizarena.scenes import Audience, Scene
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve

from . import rulings as ruling_moves
from .bank import questions_drawing
from .course import Course
from .facts import QUIZ_FACTS, QuizFact, Ruled
from .labels import early_label, outcome_label
from .members import best_individual, forgotten, keeps_members
from .moves import asking, clock_moves, next_step, picking
from .scene import draw_scene
from .state import Question, State, Try
from .words import _
from .worth import agrees, over_time, verdict_on


class Section(Course, BaseKind):
    """A section (题型); subclasses set `name`, `title`, `rules` and say where they differ."""

    name: str
    title: Text
    rules: type
    facts: tuple[type[Fact], ...] = QUIZ_FACTS
    unit: Text | None = _("question")

    # What a section may add

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the rulings possible now."""
        return ruling_moves.rulings(self, state, question, moment)

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the section's own moves while a question is open."""
        return ()

    def asks_bonus(self, rules: Any) -> bool:
        """Whether the bonus of a question in the bank is asked."""
        return False

    def beside(self, question: Question, rules: Any) -> Iterable[tuple[str, Score]]:
        """Yield what a question adds to scores beside those of its tries."""
        return ()

    def entry(self, question: Question, attempt: Try, rules: Any, *, names_key: bool) -> Text:
        """Return what a score says of a try: the ruling; of letters chosen these, and the key once it may be named."""
        if attempt.early:
            return early_label(question.number)
        ruling = self.verdicts[attempt.verdict].entry(question.number)
        item = self.item(question, rules) if attempt.chosen else None
        if item is None:
            return ruling
        number, chosen, key = question.number, "".join(attempt.chosen), "".join(item.key)
        if not names_key:
            return _("{ruling} (chose {chosen})", ruling=ruling, chosen=chosen)
        if chosen == key:
            return _("Question {number}: chose {chosen}, right", number=number, chosen=chosen)
        return _("Question {number}: chose {chosen}, the answer is {key}", number=number, chosen=chosen, key=key)

    # The protocol of a round kind

    def advise(self, rules: Any, roster: Roster) -> Iterable[Advice]:
        """Advise a spare or two where a bank has no question left over, and pictures' words that give nothing away."""
        bank = rules.questions
        if bank and not any(item.spare for item in bank) and not self._can_do_with_fewer(rules, roster):
            why = _("the bank has no spare: a void question would be replaced from the host's cards")
            yield Advice("questions", why, _("add two or three questions with spare: true"))
        for item in bank:
            if item.alt_tells:
                why = _("it names the answer, and the hall has it as soon as the question is asked")
                yield Advice(f"questions.{item.id}.alt", why, _("say what is there without the answer"))
        with_bonus = [item.id for item in bank if item.bonus]
        if with_bonus and not self.asks_bonus(rules):
            why = _("question {id} has a bonus, but this round asks none", id=with_bonus[0])
            yield Advice("questions", why, _("bonuses are for quiz/tossup, buzz, required and team_required"))

    def _can_do_with_fewer(self, rules: Any, roster: Roster) -> bool:
        """Whether the bank holds a question that nobody needs: it is asked in place of a void one."""
        fewer = rules.questions[:-1]
        refusals = self.refuse(evolve(rules, questions=fewer), roster, None)
        return bool(fewer) and not any(where == "questions" for where, _reason in refusals)

    def begin(self, moment: Moment) -> State:
        """Begin with nothing asked."""
        return State()

    def apply(self, state: State, seq: int, fact: Fact) -> State:
        """Return the state after `fact`."""
        assert isinstance(fact, QuizFact)
        return fact.apply(state, seq)

    def equipment(self, rules: Any) -> Equipment:
        """Return that the teams have buzzers, where anybody listens to them."""
        return Equipment(buzzers=rules.buzzers != "hand")

    @final
    def bank(self, rules: Any) -> Iterable[tuple[str, str]]:
        """Yield the questions of the bank."""
        return ((f"questions.{nth}", item.id) for nth, item in enumerate(rules.questions))

    def begun(self, state: State) -> int | None:
        """Return the record that asked the question that is on, or was last."""
        return None if state.current is None else state.current.seq

    def draws(self, state: State, moment: Moment) -> Iterator[Drawing]:
        """Yield the draw of the order of questions, before the first is asked."""
        return questions_drawing(state, moment.next)

    @final
    def uses(self, state: State) -> Iterable[str]:
        """Yield the questions asked."""
        return sorted(state.used)

    @final
    def revised(self, state: State, fact: Fact, moment: Moment) -> Iterator[Fact]:
        """Yield the ruling by letters with the verdict of another key; a wrong one that ended the question as well."""
        question = state.current
        if question is None or not isinstance(fact, Ruled) or not fact.chosen:
            return
        rules = self.then(question, state, moment).rules
        item = self.item(question, rules)
        if item is None or not item.key or agrees(item, fact.chosen, fact.verdict, rules.partial):
            return
        verdict = verdict_on(item, fact.chosen, rules.partial)
        yield evolve(fact, verdict=verdict)
        if verdict == "wrong":
            yield from (evolve(fact, verdict=last) for last in self.wrong_for_all)

    def moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the moves of the open question, else those that ask the next."""
        question = state.current
        then = moment if question is None else self.then(question, state, moment)
        if question is not None and self.is_open(question, then):
            yield from self._question_moves(state, question, then)
        else:
            yield from self.asking_moves(state, moment.next)
        if keeps_members(moment.rules):
            for asked in state.latest.values():
                yield from forgotten(asked, moment)

    def _question_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        yield from next_step(self, question, moment)
        yield from self.more_moves(state, question, moment)
        yield from self.rulings(state, question, moment)
        yield from clock_moves(self, question, moment)

    def asking_moves(self, state: State, moment: Moment) -> Iterator[Move]:
        """Yield the moves that ask the next question, the replacement of a void one first."""
        turns = [turn for turn in (self.owed(state, moment), self.next_turn(state, moment)) if turn]
        picks = [None if turn.again else self.pick(turn, state, moment) for turn in turns]
        for place, (turn, pick) in enumerate(zip(turns, picks, strict=True)):
            move = pick or asking(self, turn, state, moment, "next")
            yield move if place == 0 else evolve(move, gesture=None)
        if turns and picks[0] is None:
            yield from picking(self, turns[0], state, moment)

    def scores(self, state: State, moment: Moment) -> Mapping[str, Score]:
        """Return each team's points so far, every ruling a leaf."""
        parts: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        for question in state.questions:
            then = self.then(question, state, moment)
            for entrant, part in _leaves(self, question, then.rules, _names_key(self, question, then)):
                parts.setdefault(entrant, []).append(then.noted(part))
        return {entrant: combine(SUM, moment.title, leaves) for entrant, leaves in parts.items()}

    def awards(self, state: State, moment: Moment) -> Iterator[Award]:
        """Yield the best individual, where the rules keep the members' own points; no cap of a round touches them."""
        if keeps_members(moment.rules):
            teams = {team.id for team in moment.field.teams}
            yield from best_individual({k: v for k, v in self.scores(state, moment).items() if k not in teams})

    @final
    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows of the section."""
        return draw_scene(self, state, moment, self.moves(state, moment), audience)


def _names_key(section: Section, question: Question, moment: Moment) -> bool:
    """Whether scores may name the key beside the letters chosen: the hall reads them, perhaps before its answer."""
    return any(attempt.chosen for attempt in question.tries) and section.is_revealed(question, moment)


@functools.lru_cache(maxsize=4_096)
def _leaves(section: Section, question: Question, rules: Any, names_key: bool) -> tuple[tuple[str, Score], ...]:
    return tuple(_leaves_of(section, question, rules, names_key))


def _leaves_of(section: Section, question: Question, rules: Any, names_key: bool) -> Iterator[tuple[str, Score]]:
    for attempt in question.tries:
        if attempt.early or attempt.verdict:
            part = _leaf_of(section, question, attempt, rules, names_key)
            yield attempt.team, part
            if attempt.member and keeps_members(rules):
                yield attempt.member, part
        elif question.voided:
            label = outcome_label(question.number, question.outcome)
            yield attempt.team, leaf(0, label, question.ended).struck(_("void: asked anew"))
    yield from section.beside(question, rules)


def _leaf_of(section: Section, question: Question, attempt: Try, rules: Any, names_key: bool) -> Score:
    label = section.entry(question, attempt, rules, names_key=names_key)
    record = attempt.seq if attempt.early else attempt.ruled
    part = leaf(section.worth(question, attempt, rules), label, record, over_time(section, question, attempt, rules))
    return part.struck(_("does not count: it only separates a tie")) if question.unscored else part

"""What all sections of the quiz share: the way of a question from 出题 to its ruling.

Decides the course of one question and of the replacement of a void one, and how scores follow from the nodes. A section
says whose turn is next, when a question is over, and what a verdict is worth.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from quizarena.blanks import Option
from quizarena.clocks import Clock
from quizarena.facts import Fact
from quizarena.moves import Drawing, Move
from quizarena.points import Number, exact
from quizarena.roster import Roster
from quizarena.rounds import Advice, Award, BaseKind, Moment
from quizarena.scenes import Audience, Ruling, Scene
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.text import Text
from quizarena.values import evolve

from . import lines
from . import rulings as ruling_moves
from .bank import find
from .choices import agrees, verdict_on
from .facts import QUIZ_FACTS, Ruled
from .item import QuestionItem
from .labels import phases, verdict_label
from .members import best_individual, keeps_members
from .moves import asking, picking, question_moves
from .picks import forgotten
from .scene import draw_scene
from .state import CHANGES, VOID, Question, State, Try
from .turn import Turn, questions_drawing, takes_part
from .verdicts import VERDICTS, is_accepted_late, offered, over_time, start_time
from .words import _


class Section(BaseKind):
    """A section (题型); subclasses set `name`, `title`, `rules` and fill in the hooks."""

    name: str
    title: Text
    rules: type
    facts: tuple[type[Fact], ...] = QUIZ_FACTS
    unit: Text | None = _("question")
    phases: ClassVar[tuple[str, ...]] = ("ask", "answer", "complete", "show", "rule", "next")
    """The steps of the rail; see `labels.phases`."""
    wrong_for_all: ClassVar[tuple[str, ...]] = ()
    """The verdict on a wrong answer that ends a question others could have tried, where there are such."""

    # Hooks

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next new question, None if there is none to come (or none can be named yet)."""
        raise NotImplementedError

    def planned(self, state: State, moment: Moment) -> int:
        """Return how many numbers there will be in all, as far as one can say now."""
        raise NotImplementedError

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether the question still waits for something."""
        return question.answering is not None

    def worth(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a try that is early or has its verdict."""
        return VERDICTS[attempt.verdict].worth(self, question, attempt, rules)

    def full(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a right answer."""
        points: Decimal = rules.points
        return points

    def loss(self, question: Question, attempt: Try, rules: Any) -> Number:
        """Return the points of a wrong answer: 0, or negative."""
        points: Decimal = rules.wrong
        return points

    def answer_time(self, question: Question, rules: Any) -> int:
        """Return the seconds there are to answer."""
        seconds: int = rules.answer_time
        return seconds

    def time_to_answer(self, question: Question, rules: Any) -> int:
        """Return the seconds there are to answer: the question's own where it has some."""
        item = self.item(question, rules)
        return self.answer_time(question, rules) if item is None or item.time is None else item.time

    def limit(self, question: Question, rules: Any) -> int:
        """Return the seconds on the clock of the question as it stands, before any were added."""
        start = start_time(rules)
        return start if start is not None and self.starts(question, rules) else self.time_to_answer(question, rules)

    def starts(self, question: Question, rules: Any) -> bool:
        """Whether the clock runs for the time to begin an answer, not for the answer."""
        return question.answering is not None and not question.begun and start_time(rules) is not None

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the clock runs for the buzzers."""
        return False

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what the host says as the clock starts."""
        return lines.ANSWER_NOW

    def announced(self, question: Question, moment: Moment) -> Text | None:
        """Return what the host says of an open question before it is answered, None where nothing more."""
        return None

    def unanswered(self, question: Question, moment: Moment) -> tuple[Option, ...]:
        """Return the rulings, beside void, on a question that nobody is answering."""
        return (ruling_moves.nobody(question),)

    def rulings(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the rulings possible now."""
        return ruling_moves.rulings(self, state, question, moment)

    def verdicts(self, question: Question, rules: Any) -> Iterable[str]:
        """Return what may be ruled on an answer with one click."""
        return offered(rules)

    def pick(self, turn: Turn, state: State, moment: Moment) -> Move | None:
        """Return the move that picks what has to be known before the question is asked, None if nothing has."""
        return None

    def on_stage(self, question: Question) -> Try | None:
        """Return the try whose team stands on stage."""
        return question.tries[-1] if question.tries else None

    def left(self, state: State, moment: Moment, team: str) -> int:
        """Return how many questions are still to come for `team`, as far as turns are planned."""
        return 0

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the section's own moves while a question is open."""
        return ()

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the host's line on the last ruling of the question, None while there is none."""
        if question.outcome:
            return lines.outcome(question.outcome, audience=question.audience, others=question.answered_before)
        last = question.tries[-1] if question.tries else None
        if last is None or not last.verdict:
            return None
        return self.verdict_line(question, last, moment)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the host's line on the question's last try, which has its verdict."""
        worth = Fraction(0) if moment.play_off else self.worth(question, attempt, moment.rules)
        if worth and is_accepted_late(self, question, attempt, moment.rules):
            return lines.counted(moment.field, attempt.team, worth)
        return VERDICTS[attempt.verdict].line(moment.field, attempt.team, worth)

    def ruling(self, question: Question, moment: Moment) -> Ruling | None:
        """Return the last ruling of the question as screens show it, None while there is none."""
        line = self.ruling_line(question, moment)
        last = question.tries[-1] if question.tries else None
        if line is None:
            return None
        if question.outcome or last is None or [each.ruled for each in question.tries].count(last.ruled) > 1:
            return Ruling(line, line)
        word = _("FALSE START") if last.early else VERDICTS[last.verdict].word
        gain = 0 if moment.play_off else self.worth(question, last, moment.rules)
        return Ruling(word, line, last.team, last.member or question.member, exact(gain), chosen=last.chosen)

    def at_stake(self, question: Question, moment: Moment) -> tuple[Fraction | None, Fraction | None]:
        """Return what a right answer gives and a wrong one costs whoever answers now; None where nobody does."""
        attempt = question.answering
        if attempt is None or moment.play_off:
            return None, None
        loss = exact(self.loss(question, attempt, moment.rules))
        return exact(self.full(question, attempt, moment.rules)), max(Fraction(0), -loss)

    def out(self, state: State, question: Question, moment: Moment) -> Iterable[tuple[str, Text]]:
        """Yield the teams that may not answer any more, with the word for why."""
        return ()

    # The protocol of a round kind

    def advise(self, rules: Any, roster: Roster) -> Iterable[Advice]:
        """Advise a spare or two where there is a bank and no question of it is left over."""
        bank = rules.questions
        if bank and not any(item.spare for item in bank) and not self._can_do_with_fewer(rules, roster):
            why = _("the bank has no spare: a void question would be replaced from the host's cards")
            yield Advice("questions", why, _("add two or three questions with spare: true"))

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
        change = CHANGES.get(type(fact))  # a fact's class has no subclasses, so one look is enough
        return state if change is None else change(fact, state, seq)

    def bank(self, rules: Any) -> Iterable[tuple[str, str]]:
        """Yield the questions of the bank."""
        return ((f"questions.{nth}", item.id) for nth, item in enumerate(rules.questions))

    def begun(self, state: State) -> int | None:
        """Return the record that asked the question that is on, or was last."""
        return None if state.current is None else state.current.seq

    def draws(self, state: State, moment: Moment) -> Iterator[Drawing]:
        """Yield the draw of the order of questions, before the first is asked."""
        return questions_drawing(state, moment.next)

    def uses(self, state: State) -> Iterable[str]:
        """Yield the questions asked."""
        return sorted(state.used)

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
            yield from question_moves(self, state, question, then)
        else:
            yield from self.asking_moves(state, moment.next)
        if keeps_members(moment.rules):
            for asked in state.latest.values():
                yield from forgotten(asked, moment)

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

    def scene(self, state: State, moment: Moment, audience: Audience) -> Scene:
        """Return what a screen shows of the section."""
        return draw_scene(self, state, moment, audience)

    # What moves and scenes ask of every section

    def then(self, question: Question, state: State, moment: Moment) -> Moment:
        """Return the moment of a question: under the rules of its beginning."""
        return moment.of(question.seq)

    def owed(self, state: State, moment: Moment) -> Turn | None:
        """Return the first void question whose replacement is still to be asked."""
        if VOID.isdisjoint([question.outcome for question in state.questions]):
            return None
        for question in state.latest.values():
            if question.voided and takes_part(question.team, moment):
                pack = self.pack(question.team, state)
                return Turn(
                    question.number, question.team, question.member, True, question.level, pack, question.unscored
                )
        return None

    def pack(self, team: str, state: State) -> str | None:
        """Return the pack whose questions a team gets, empty for those of none, None where any will do."""
        return None

    def item(self, question: Question, rules: Any) -> QuestionItem | None:
        """Return the question's place in the bank, None for a card's."""
        return find(rules.questions, question.item)

    def clock(self, question: Question, rules: Any) -> Clock:
        """Return the question's clock with its limit, which may have been amended meanwhile."""
        seconds = max(0, self.limit(question, rules) + question.extra_seconds)
        return evolve(question.clock, limit_ms=1_000 * seconds)

    def ends_when_wrong(self, question: Question, moment: Moment) -> bool:
        """Whether a wrong answer now would end the question, so that its answer may be shown before the ruling."""
        wrong = evolve(question.tries[-1], verdict="wrong")
        return not self.is_open(evolve(question, tries=(*question.tries[:-1], wrong)), moment)

    def notes(self, question: Question, moment: Moment, curtain: bool) -> Iterable[Text]:
        """Yield what stands under the question, behind the curtain perhaps more."""
        return ()

    def beside(self, question: Question, rules: Any) -> Iterable[tuple[str, Score]]:
        """Yield what a question adds to scores beside those of its tries."""
        return ()

    def is_revealed(self, question: Question, moment: Moment) -> bool:
        """Whether the hall may read the answer: it was shown, or the question is over and was not void."""
        return question.shown or not (question.voided or self.is_open(question, moment))

    def steps(self, rules: Any) -> tuple[str, ...]:
        """Return the steps of the rail under these rules."""
        return self.phases

    def phase(self, state: State, moment: Moment) -> str:
        """Return where on the rail the section stands."""
        question = state.current
        if question is None:
            return "pick" if self._picks(state, moment) else self.phases[0]
        then = self.then(question, state, moment)
        if not self.is_open(question, then):
            return "next"
        return phases(question, self.may_show(question, then), self.is_buzzing(question, then))

    def _picks(self, state: State, moment: Moment) -> bool:
        turn = self.next_turn(state, moment)
        return turn is not None and self.pick(turn, state, moment) is not None

    def may_show(self, question: Question, moment: Moment) -> bool:
        """Whether the answer may be shown before the ruling: there is one, and nobody else may still answer."""
        item = self.item(question, moment.rules)
        if item is None or item.answer is None or question.answering is None or question.shown:
            return False
        return self.ends_when_wrong(question, moment)


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
            label = verdict_label(question.number, question.outcome)
            yield attempt.team, leaf(0, label, question.ended).struck(_("void: asked anew"))
    yield from section.beside(question, rules)


def _leaf_of(section: Section, question: Question, attempt: Try, rules: Any, names_key: bool) -> Score:
    label = _answer_label(section, question, attempt, rules, names_key)
    record = attempt.seq if attempt.early else attempt.ruled
    part = leaf(section.worth(question, attempt, rules), label, record, over_time(section, question, attempt, rules))
    return part.struck(_("does not count: it only separates a tie")) if question.unscored else part


def _answer_label(section: Section, question: Question, attempt: Try, rules: Any, names_key: bool) -> Text:
    """Return what was ruled; where letters were chosen, these, and the key once the hall may read it."""
    item = section.item(question, rules) if attempt.chosen else None
    if item is None:
        return verdict_label(question.number, "early" if attempt.early else attempt.verdict)
    chosen, key = "".join(attempt.chosen), "".join(item.key)
    if not names_key:
        return _("{ruling} (chose {chosen})", ruling=verdict_label(question.number, attempt.verdict), chosen=chosen)
    if chosen == key:
        return _("Question {number}: chose {chosen}, right", number=question.number, chosen=chosen)
    return _("Question {number}: chose {chosen}, the answer is {key}", number=question.number, chosen=chosen, key=key)

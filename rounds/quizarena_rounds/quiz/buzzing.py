"""Sections in which the teams buzz (抢答) for the right to answer.

Decides who may buzz, and that every number is one question put to all. What a wrong answer or a false start means for
the rest of the question is each section's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, ClassVar, TypeAlias

import attrs

from quizarena.blanks import Choice, Evidence, Option, Press, gap_ms
from quizarena.moves import Move
from quizarena.panels import Panel
from quizarena.roster import Field, Roster, Team
from quizarena.rounds import COMING, Moment
from quizarena.scenes import Block, Buzz, BuzzerPress
from quizarena.text import Text
from quizarena.values import evolve

from . import lines
from .bank import refuse_bank
from .facts import Buzzed, Pressed
from .labels import desk_label, question_label
from .section import Section
from .state import RIGHT, Question, State, Try
from .turns import Turn
from .words import _

_EARLY = _("false start")
Out: TypeAlias = tuple[tuple[str, Text], ...]
"""Teams that may not buzz, each with the word for why."""


class BuzzSection(Section):
    """A section of `items` questions to all teams."""

    phases: ClassVar[tuple[str, ...]] = ("ask", "buzz", "answer", "complete", "show", "rule", "next")
    wrong_for_all: ClassVar[tuple[str, ...]] = ("wrong_last",)

    def advances_play(self, question: Question, moment: Moment) -> bool:
        """Whether other teams may still buzz after what has happened to the question."""
        raise NotImplementedError

    def early_buzz(self, state: State, question: Question, moment: Moment) -> Iterable[Move]:
        """Yield the false start: before 请抢答 a person says whether a press was one; without it a buzz is refused."""
        return ()

    def refuse(self, rules: Any, roster: Roster, panel: Panel | None) -> Iterator[tuple[str, Text]]:
        """Refuse a bank with too few questions."""
        yield from refuse_bank(rules.questions, self.needed(rules, roster))

    def needed(self, rules: Any, roster: Roster) -> int:
        """Return how many questions a bank has to hold."""
        items: int = rules.items
        return items

    def next_turn(self, state: State, moment: Moment) -> Turn | None:
        """Return the next question to all, until there were `items`."""
        number = len(state.latest) + 1
        return Turn(number) if number <= moment.rules.items and self.contenders(state, moment) else None

    def planned(self, state: State, moment: Moment) -> int:
        """Return the number of questions."""
        items: int = moment.rules.items
        return items

    def contenders(self, state: State, moment: Moment) -> tuple[Team, ...]:
        """Return the teams still in the section."""
        return moment.field.playing

    def limit(self, question: Question, rules: Any) -> int:
        """Return the time to buzz while nobody answers, then the time to answer."""
        return super().limit(question, rules) if question.answering is not None else int(rules.buzz_time)

    def is_open(self, question: Question, moment: Moment) -> bool:
        """Whether somebody answers, or may still buzz."""
        if question.answering is not None:
            return True
        over = bool(question.outcome) or question.right or question.given_up
        return not over and self.advances_play(question, moment) and bool(self.may_buzz(question, moment))

    def may_buzz(self, question: Question, moment: Moment) -> tuple[Team, ...]:
        """Return the teams that may still try the question."""
        return tuple(team for team in moment.field.playing if self.may_try(question, team.id, moment.rules))

    def may_try(self, question: Question, team: str, rules: Any) -> bool:
        """Whether the team has not had its turn at the question and is not barred from it."""
        return question.may_try(team)

    def is_buzzing(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are what everybody waits for."""
        return question.answering is None

    def call(self, question: Question, moment: Moment) -> Text:
        """Return what opens the buzzers, or has the team answer that was first or was asked."""
        attempt = question.answering
        if attempt is not None and not question.team:
            return lines.buzzed(moment.field, attempt.team)
        if not self.is_buzzing(question, moment):
            return super().call(question, moment)
        return lines.ANYBODY if self.may_buzz_now(question, moment) and not question.armed else lines.BUZZ_NOW

    def on_stage(self, question: Question, moment: Moment) -> Iterator[Block]:
        """Yield whose answer it is, nobody's once the buzzers are open to the others; what the buzzers measured."""
        if not _is_open_again(question):
            yield from super().on_stage(question, moment)
        measured = _measured(question, moment) if self.is_open(question, moment) else None
        if measured is not None:
            yield measured

    def ruling_line(self, question: Question, moment: Moment) -> Text | None:
        """Return the host's line on the last ruling, which is past once the buzzers are open to the others."""
        return None if _is_open_again(question) else super().ruling_line(question, moment)

    def verdict_line(self, question: Question, attempt: Try, moment: Moment) -> Text:
        """Return the line, which leaves the question to the others where they may still buzz after a wrong answer."""
        if attempt.verdict != "wrong" or not (self.is_open(question, moment) and self.is_buzzing(question, moment)):
            return super().verdict_line(question, attempt, moment)
        return lines.wrong_so_far(moment.field, attempt.team, self.gain(question, attempt, moment))

    def at_stake(self, question: Question, moment: Moment) -> tuple[Fraction | None, Fraction | None]:
        """Return what is at stake, for whoever may buzz too."""
        if not self.is_buzzing(question, moment) or not self.is_open(question, moment):
            return super().at_stake(question, moment)
        anybody = Try("", COMING)
        return super().at_stake(evolve(question, tries=(*question.tries, anybody)), moment)

    def out(self, state: State, question: Question, moment: Moment) -> Iterator[tuple[str, Text]]:
        """Yield the teams that have had their turn at the question and were not right."""
        for attempt in question.tries:
            if attempt is not question.answering and attempt.verdict not in RIGHT:
                yield attempt.team, _EARLY if attempt.early else _("answered")

    def more_moves(self, state: State, question: Question, moment: Moment) -> Iterator[Move]:
        """Yield the buzz; before the host has said 请抢答 also the false start, and a person rules which it was."""
        if question.answering is not None:
            return
        opened = self.may_buzz_now(question, moment)
        early = () if opened else tuple(self.early_buzz(state, question, moment))
        closed = None if opened or early else _("the host has not said: buzz now")
        yield self.buzz(question, moment, tuple(self.out(state, question, moment)), closed)
        yield from early

    def may_buzz_now(self, question: Question, moment: Moment) -> bool:
        """Whether the buzzers are open: once the host has said so."""
        return question.armed

    def buzz(self, question: Question, moment: Moment, out: Out, closed: Text | None) -> Move:
        """Return the move by which a team gets the right to answer; those that are `out` may not."""
        label = _("{question}: who buzzed", question=question_label(question.number))
        options = tuple(
            Option(team.id, desk_label(moment.field, team.id), team=team.id, say=lines.buzzed(moment.field, team.id))
            for team in self.may_buzz(question, moment)
        )
        presses = Evidence("presses", tuple(team.id for team in moment.field.teams), moment.rules.buzzers)
        blanks = (Choice("team", options, _("team"), barred=out), presses)
        return Move(Buzzed, label, {"number": question.number}, blanks=blanks, closed=closed)


def refuse_for_buzzers(rules: Any, names: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """Refuse what is set of rules that only buzzers use, where questions go to one after another."""
    fields = attrs.fields_dict(type(rules))
    for name in names:
        if getattr(rules, name) != fields[name].default:
            yield name, _("nobody presses a buzzer where answers is in_turn; leave it out, or write answers: buzzer")


def _is_open_again(question: Question) -> bool:
    """Whether the host has opened the buzzers to the others, after a false start or a wrong answer."""
    return question.armed and question.answering is None and not question.outcome and not question.right


def _measured(question: Question, moment: Moment) -> Buzz | None:
    """Return what the buzzers measured for whoever answers, and who was early; None where there is neither."""
    attempt, field = question.answering, moment.field
    pressed = Pressed() if attempt is None else attempt.own(Pressed)
    presses, called = pressed.presses, pressed.called
    early = [each.team for each in question.tries if each.early]
    if not (presses or early):
        return None
    teams = {press.team for press in presses}
    before = evolve(question, tries=tuple(each for each in question.tries if each is not attempt))
    silent = [team.id for team in field.playing if presses and before.may_try(team.id) and team.id not in teams]
    order = tuple(_press(press, presses[0], field) for press in presses)
    after = None if called is None or not presses else round((presses[0].at - called).total_seconds() * 1_000)
    return Buzz(order, after if after is None or after >= 0 else None, _named(early, field), _named(silent, field))


def _press(press: Press, first: Press, field: Field) -> BuzzerPress:
    name, podium = field.team(press.team).name, field.podium(press.team)
    within = first.within_ms + press.within_ms if press is not first else press.within_ms
    return BuzzerPress(press.team, name, podium, gap_ms(first, press), within)


def _named(teams: Iterable[str], field: Field) -> tuple[tuple[str, Text], ...]:
    return tuple((team, field.team(team).name) for team in teams)

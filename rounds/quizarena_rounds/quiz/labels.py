"""What things are called on the desk, on the board and in an explanation: literal sentences, by their key."""

from __future__ import annotations

from quizarena.roster import Field
from quizarena.text import Joined, Text, plain

from .state import Question
from .words import _

STEPS: dict[str, Text] = {
    "choose": _("Choose points"),
    "ask": _("Ask"),
    "buzz": _("Buzz"),
    "answer": _("Answer"),
    "complete": _("Complete"),
    "show": _("Show the answer"),
    "rule": _("Rule"),
    "pick": _("Pick"),
    "name": _("Name"),
    "pair": _("Pair"),
    "clue": _("Clue"),
    "bonus": _("Bonus"),
    "next": _("Next question"),
}
"""The names of the steps on the rail."""

SIGNS: dict[str, Text] = {
    "right": _("R"),
    "wrong": _("W"),
    "power": _("R"),
    "neg": _("W"),
    "wrong_last": _("W"),
    "neg_last": _("W"),
    "early": _("F"),
    "partial": _("H"),
    "foul": _("F"),
    "late": _("L"),
    "passed": _("P"),
    "spared": _("S"),
    "counted": _("C"),
    "audience": _("R"),
    "swap": _("V"),
    "nobody": _("V"),
    "void": _("V"),
    "pass": _("P"),
    "open": plain(">"),
    "left": plain("."),
}
"""One sign for each answer of a team, as the desk's column of the round shows them."""


def phases(question: Question, may_show: bool, buzzing: bool) -> str:
    """Return the step of an open question that is due or under way."""
    if question.answering is None:
        return "buzz" if buzzing else "rule"
    if not question.answered:
        return "answer"
    return "show" if may_show else "rule"


def verdict_label(number: int, verdict: str) -> Text:
    """Return the label of a score's leaf."""
    return _VERDICTS[verdict](number)


_VERDICTS = {
    "right": lambda number: _("Question {number}: right", number=number),
    "wrong": lambda number: _("Question {number}: wrong", number=number),
    "power": lambda number: _("Question {number}: right before the power mark", number=number),
    "neg": lambda number: _("Question {number}: wrong, interrupting", number=number),
    "wrong_last": lambda number: _("Question {number}: wrong", number=number),
    "neg_last": lambda number: _("Question {number}: wrong, interrupting", number=number),
    "early": lambda number: _("Question {number}: false start", number=number),
    "void": lambda number: _("Question {number}: void", number=number),
    "swap": lambda number: _("Question {number}: swapped", number=number),
    "partial": lambda number: _("Question {number}: partly right", number=number),
    "foul": lambda number: _("Question {number}: prompting", number=number),
    "late": lambda number: _("Question {number}: late start", number=number),
    "passed": lambda number: _("Question {number}: passed", number=number),
    "counted": lambda number: _("Turn {number}: answers counted", number=number),
    "spared": lambda number: _("Question {number}: lifeline", number=number),
}


def question_label(number: int) -> Text:
    """Return "Question 7"."""
    return _("Question {number}", number=number)


def desk_label(field: Field, team: str) -> Text:
    """Return the team with its desk number, "desk 3 NAME"."""
    return _("desk {desk} {team}", desk=field.podium(team), team=field.team(team).name)


def member_number(field: Field, team: str, member: str) -> int:
    """Return the member's number within the team, from 1; 0 if none is named."""
    ids = [each.id for each in field.team(team).members]
    return ids.index(member) + 1 if member in ids else 0


def member_label(field: Field, team: str, member: str) -> Text | None:
    """Return the member with the number, None if none is named."""
    number = member_number(field, team, member)
    if not number:
        return None
    return _("no. {number} {name}", number=number, name=field.team(team).members[number - 1].name)


def turn_label(field: Field, number: int, team: str) -> Text:
    """Return "Question 7: desk 3 NAME", without a team while nobody has the turn."""
    if not team:
        return question_label(number)
    return Joined((question_label(number), desk_label(field, team)), "  ")

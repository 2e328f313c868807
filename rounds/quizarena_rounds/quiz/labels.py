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
    "early": _("F"),
    "audience": _("R"),
    "swap": _("V"),
    "nobody": _("V"),
    "void": _("V"),
    "open": plain(">"),
    "left": plain("."),
}
"""The signs of the desk's column of the round that are no verdict's on an answer."""


def phases(question: Question, may_show: bool, buzzing: bool) -> str:
    """Return the step of an open question that is due or under way."""
    if question.answering is None:
        return "buzz" if buzzing else "rule"
    if not question.answered:
        return "answer"
    return "show" if may_show else "rule"


def early_label(number: int) -> Text:
    """Return the label of a false start in a score."""
    return _("Question {number}: false start", number=number)


def outcome_label(number: int, outcome: str) -> Text:
    """Return the label in a score of a question that is asked anew."""
    if outcome == "swap":
        return _("Question {number}: swapped", number=number)
    return _("Question {number}: void", number=number)


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

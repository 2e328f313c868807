"""What the host reads out (主持人读): one line for each step, its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from quizarena.points import Number, exact
from quizarena.roster import Field
from quizarena.text import Text

from .labels import member_number
from .turn import Turn
from .words import _

ANSWER_NOW = _("Your answer, please.")
BUZZ_NOW = _("Buzz now.")
COMPLETE = _("Is your answer complete?")
BEGIN = _("Please begin your answer.")
TO_AUDIENCE = _("This question goes to the audience.")
FROM_AUDIENCE = _("The audience knew; thank you.")
NOBODY_KNEW = _("Nobody knew; on we go.")
SWAP = _("The question is swapped; listen to another.")
SEE_ANSWER = _("Here is the right answer.")
VOID = _("This question is void; another will be asked in its place.")
NOBODY = _("Nobody has buzzed; this question is void.")
ALL_DONE = _("Now let us see the scores of all teams.")


def ask(turn: Turn, field: Field) -> Text:
    """Return the line that calls a team, or all teams, to listen."""
    if not turn.team:
        return _("Question {number}, please listen.", number=turn.number)
    podium, member = field.podium(turn.team), member_number(field, turn.team, turn.member)
    if turn.level:
        return _("Desk {desk} risks {level} points, please listen.", desk=podium, level=turn.level)
    if not member:
        return _("Question {number}: desk {desk}, please listen.", number=turn.number, desk=podium)
    return _(
        "Question {number}: desk {desk}, contestant {member}, please listen.",
        number=turn.number,
        desk=podium,
        member=member,
    )


def choose(field: Field, team: str) -> Text:
    """Return the line that asks a team for its level."""
    return _("Desk {desk}, please choose your points.", desk=field.podium(team))


def chosen(field: Field, team: str, level: str) -> Text:
    """Return the line that repeats a team's level."""
    return _("Desk {desk} chooses {level} points.", desk=field.podium(team), level=level)


def passed(field: Field, team: str) -> Text:
    """Return the line for a team that passes."""
    return _("Desk {desk} passes.", desk=field.podium(team))


def buzzed(field: Field, team: str) -> Text:
    """Return the line that gives a team the right to answer."""
    return _("Desk {desk}, please answer.", desk=field.podium(team))


def right(field: Field, team: str, points: Number) -> Text:
    """Return the line after a right answer; none are given in a play-off."""
    if not points:
        return _("Correct.")
    return _("Correct. {points} points for desk {desk}, please.", points=exact(points), desk=field.podium(team))


def wrong(field: Field, team: str, points: Number) -> Text:
    """Return the line after a wrong answer."""
    if not points:
        return _("Sorry, no points for this question.")
    return _("Wrong. Minus {points} points for desk {desk}.", points=abs(exact(points)), desk=field.podium(team))


def outcome(name: str, *, audience: bool) -> Text:
    """Return the line after a ruling on the question as a whole."""
    return NOBODY_KNEW if audience and name == "nobody" else _OUTCOMES[name]


_OUTCOMES = {"void": VOID, "swap": SWAP, "nobody": NOBODY, "audience": FROM_AUDIENCE}


def partial(field: Field, team: str, points: Number) -> Text:
    """Return the line after an answer that is right in part; none are given in a play-off."""
    if not points:
        return _("Partly right.")
    return _("Partly right. {points} points for desk {desk}.", points=exact(points), desk=field.podium(team))


def boards(field: Field, teams: Sequence[str]) -> Text:
    """Return the line that names the desks whose boards were right."""
    if not teams:
        return _("No board is right.")
    return _("Right: desk {desks}.", desks=", ".join(str(field.podium(team)) for team in teams))


def clue(number: int) -> Text:
    """Return the line before a clue."""
    return _("Clue {number}.", number=number)


def votes(field: Field, team: str) -> Text:
    """Return the line that asks the jurors for their flags."""
    return _("Jurors, please raise your flags for desk {desk}.", desk=field.podium(team))


def star_ballot(award: Text, number: int) -> Text:
    """Return the line that asks for the votes for an honour."""
    if number == 1:
        return _("Please vote for {award}.", award=award)
    return _("Equal votes; please vote again for {award}.", award=award)


def counted(field: Field, team: str, points: Number) -> Text:
    """Return the line after a turn whose answers were counted."""
    return _("Time. {points} points for desk {desk}.", points=exact(points), desk=field.podium(team))


def paired(field: Field, order: Sequence[str]) -> Text:
    """Return the line that says who meets whom."""
    podiums = [str(field.podium(team)) for team in order]
    pairs = ", ".join(" : ".join(podiums[first : first + 2]) for first in range(0, len(podiums), 2))
    return _("The pairs are, by desk: {pairs}.", pairs=pairs)


def challenge(field: Field, champion: str) -> Text:
    """Return the line that asks the champion for its challenger."""
    return _("Desk {desk} holds the stage; please choose your challenger.", desk=field.podium(champion))


def sent_home(field: Field, teams: Sequence[str]) -> Text:
    """Return the line that says goodbye to those who go out at a cut."""
    return _("Goodbye to desk {desks}; thank you.", desks=", ".join(str(field.podium(team)) for team in teams))


def prompted(field: Field, team: str, points: Number) -> Text:
    """Return the line after a prompt by somebody who should have kept silent."""
    podium, cost = field.podium(team), abs(exact(points))
    if not cost:
        return _("Desk {desk} was prompted: no points for this question.", desk=podium)
    return _("Desk {desk} was prompted: minus {points} points.", desk=podium, points=cost)


def late(field: Field, team: str, points: Number) -> Text:
    """Return the line for an answer that was not begun in time."""
    podium, cost = field.podium(team), abs(exact(points))
    if not cost:
        return _("Desk {desk} did not begin in time: no points.", desk=podium)
    return _("Desk {desk} did not begin in time: minus {points} points.", desk=podium, points=cost)


def passes(field: Field, team: str, points: Number) -> Text:
    """Return the line for a team that does not answer."""
    return passed(field, team)


def spared(field: Field, team: str, points: Number) -> Text:
    """Return the line for a team that passed the question over by its lifeline."""
    return _("Desk {desk} uses its lifeline.", desk=field.podium(team))


def pick_pack(field: Field, by: str, team: str) -> Text:
    """Return the line that asks for a pack of questions."""
    if by == team:
        return _("Desk {desk}, please pick your questions.", desk=field.podium(team))
    return _("Desk {by}, please pick the questions for desk {desk}.", by=field.podium(by), desk=field.podium(team))


def name_member(field: Field, by: str, team: str) -> Text:
    """Return the line that asks a team to name who answers for another."""
    return _("Desk {by}, please name who answers for desk {desk}.", by=field.podium(by), desk=field.podium(team))


def called(field: Field, team: str) -> Text:
    """Return the line that calls up a team by the standings."""
    return _("Desk {desk}, it is your turn.", desk=field.podium(team))


def foul(field: Field, team: str, points: Number, *, void: bool) -> Text:
    """Return the line after a false start: what it costs, and whether the others go on."""
    podium, cost = field.podium(team), abs(exact(points))
    if void and cost:
        return _("Desk {desk}: false start, minus {points}; this question is void.", desk=podium, points=cost)
    if void:
        return _("Desk {desk}: false start; this question is void.", desk=podium)
    if cost:
        return _("Desk {desk}: false start, minus {points}; the others go on.", desk=podium, points=cost)
    return _("Desk {desk}: false start, out for this question; the others go on.", desk=podium)

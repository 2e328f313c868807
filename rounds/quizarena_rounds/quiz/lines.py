"""What the host reads out (主持人读): one line for each step, its numbers filled in."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from fractions import Fraction

from quizarena.points import Number, exact, show
from quizarena.roster import Field
from quizarena.text import CLAUSE, SENTENCES, Capitalized, Joined, Text, amount, listed, spoken_place

from .labels import member_number
from .turns import Turn
from .words import _

ANSWER_NOW = _("Your answer, please.")
BUZZ_NOW = _("Go!")
ANYBODY = _("Anybody?")
COMPLETE = _("Is that your answer?")
BEGIN = _("Please begin your answer.")
TO_AUDIENCE = _("This question goes to the audience.")
FROM_AUDIENCE = _("The audience knew; thank you.")
NOBODY_KNEW = _("Nobody knew; on we go.")
SWAP = _("The question is swapped; listen to another.")
SEE_ANSWER = _("Here is the answer.")
VOID = _("This question is void; another will be asked in its place.")
WRITE_NUMBER = _("Please write down your number.")
WRITE_ANSWER = _("Please write down your answer.")
COLLECT_PAPERS = _("Pens down, please. The papers will now be collected.")
TIME = _("Time.")
NOBODY = _("Nobody.")
NOBODY_ELSE = _("Nobody else.")
NO_POINTS = _("I'm sorry, no points.")
ONCE_READ = (ANSWER_NOW, BUZZ_NOW, WRITE_NUMBER, WRITE_ANSWER)
"""What is said once a question has been read out."""


def ask(turn: Turn, field: Field, points: Fraction | None, *, buzzers: bool, play_off: bool) -> Text:
    """Return the line that calls a team, or all teams, to listen; `points` are what a right answer will give."""
    called = _number(turn.number, points, play_off=play_off)
    if not turn.team:
        if play_off:
            return _("{question}: {desks}.", question=called, desks=_desks(field, [team.id for team in field.playing]))
        if buzzers:
            return _("{question}. Fingers on the buzzers.", question=called)
        return _("{question}. Please listen.", question=called)
    team, number = field.team(turn.team), member_number(field, turn.team, turn.member)
    said: dict[str, Text | int] = {"question": called, "desk": field.podium(team.id), "team": team.name}
    if not number:
        return _("{question}: desk {desk}, {team}.", **said)
    name = team.members[number - 1].name
    return _("{question}: desk {desk}, {team}, member {member}, {name}.", member=number, name=name, **said)


def _number(number: int, value: Fraction | None, *, play_off: bool) -> Text:
    """Return "Question 7, ten points"; the number alone where no points are settled or given."""
    if play_off:
        return _("Play-off, question {number}", number=number)
    if not value:
        return _("Question {number}", number=number)
    return _("Question {number}, {points}", number=number, points=points_text(value))


def risks(field: Field, turn: Turn, gain: Fraction, loss: Fraction) -> Text:
    """Return the line that says what a team goes for, and calls it to listen."""
    said: dict[str, Text] = {"team": field.team(turn.team).name, "level": count_text(gain), "loss": count_text(loss)}
    if not loss:
        return _("{team} go for {level}; a wrong answer costs nothing. Listen, please.", **said)
    return _("{team} go for {level}: right plus {level}, wrong minus {loss}. Listen, please.", **said)


@functools.lru_cache(maxsize=256)  # every ruling on offer has its line worded
def count_text(value: Number) -> Text:
    """Return points without their unit as they are said: 10, ten."""
    return amount(exact(value))


@functools.lru_cache(maxsize=256)
def points_text(value: Number, *, first: bool = False) -> Text:
    """Return points as they are said: 10 分, ten points; `first` where they begin a sentence."""
    count = count_text(value)
    said = _("{count} point", count=count) if exact(value) == 1 else _("{count} points", count=count)
    return Capitalized(said) if first else said


def _off(value: Number) -> Text:
    """Return what an answer costs, without its sign, as it is said after "minus"."""
    return count_text(abs(exact(value)))


def _desks(field: Field, teams: Sequence[str]) -> Text:
    """Return desks by number: 1 号台、3 号台和 4 号台, desks 1, 3 and 4."""
    numbers = [field.podium(team) for team in teams]
    if len(numbers) == 1:
        return _("desk {number}", number=numbers[0])
    return _("desks {numbers}", numbers=listed([_("{number}", number=number) for number in numbers]))


def over(title: Text) -> Text:
    """Return the line after the last question of a round."""
    return _("That ends {title}. Let us see the scores.", title=title)


def with_answer(line: Text, answer: Text) -> Text:
    """Return a ruling's line with the answer the hall has come to see with it."""
    return Joined((line, _("The answer: {answer}.", answer=answer)), SENTENCES)


def others_may_buzz(line: Text) -> Text:
    """Return a ruling's line where the question is open to the others."""
    return Joined((line, _("The others may buzz.")), SENTENCES)


def rest_of_question(line: Text) -> Text:
    """Return the line on an answer that interrupted the question, which goes on for the others."""
    return Joined((line, _("The question goes on for the others.")), SENTENCES)


def choose(field: Field, team: str) -> Text:
    """Return the line that asks a team for its level."""
    return _("Desk {desk}, {team}: how many points?", desk=field.podium(team), team=field.team(team).name)


def chosen(field: Field, team: str, level: Number) -> Text:
    """Return the line that repeats a team's level."""
    return _("{team} go for {level}.", team=field.team(team).name, level=count_text(level))


def nominate(field: Field, team: str) -> Text:
    """Return the line that asks a team which other team is to answer."""
    return _("Desk {desk}, {team}: which team is to answer?", desk=field.podium(team), team=field.team(team).name)


def nominated(field: Field, team: str) -> Text:
    """Return the line that repeats which team was named."""
    return _("Desk {desk}, {team}, are to answer.", desk=field.podium(team), team=field.team(team).name)


def handed_on(field: Field, giver: str, receiver: str) -> Text:
    """Return the line that calls up the team a question was handed to."""
    return _("Desk {giver} hands the question on to desk {receiver}, {team}. Your answer, please.",
             giver=field.podium(giver), receiver=field.podium(receiver), team=field.team(receiver).name)  # fmt: skip


def giver_too(line: Text, field: Field, giver: str, points: Number) -> Text:
    """Return a ruling's line with what it gives or costs the team that handed the question on."""
    podium = field.podium(giver)
    if exact(points) < 0:
        more = _("Minus {points} for desk {desk}, which handed it on.", points=_off(points), desk=podium)
    else:
        more = _("{points} for desk {desk}, which handed it on.", points=points_text(points, first=True), desk=podium)
    return Joined((line, more), SENTENCES)


def passed(field: Field, team: str) -> Text:
    """Return the line for a team that passes."""
    return _("{team} pass.", team=field.team(team).name)


def buzzed(field: Field, team: str) -> Text:
    """Return the line that gives a team the right to answer."""
    return _("Desk {desk}, your answer, please.", desk=field.podium(team))


def right(field: Field, team: str, points: Number) -> Text:
    """Return the line after a right answer; none are given in a play-off."""
    if not points:
        return _("Correct!")
    return _("Correct! {points} to desk {desk}.", points=points_text(points, first=True), desk=field.podium(team))


def wrong(field: Field, team: str, points: Number) -> Text:
    """Return the line after a wrong answer."""
    if not points:
        return NO_POINTS
    return _("Wrong: minus {points} for desk {desk}.", points=_off(points), desk=field.podium(team))


def wrong_so_far(field: Field, team: str, points: Number) -> Text:
    """Return the line after a wrong answer to a question that others may still answer."""
    return others_may_buzz(wrong(field, team, points) if points else _("Wrong."))


def outcome(name: str, *, audience: bool, others: bool) -> Text:
    """Return the line after a ruling on the question as a whole, which the `audience` or `others` have tried."""
    if name != "nobody":
        return _OUTCOMES[name]
    return NOBODY_KNEW if audience else NOBODY_ELSE if others else NOBODY


_OUTCOMES = {"void": VOID, "swap": SWAP, "audience": FROM_AUDIENCE}


def partial(field: Field, team: str, points: Number) -> Text:
    """Return the line after an answer that is right in part; none are given in a play-off."""
    if not points:
        return _("Partly right.")
    return _("Partly right. {points} to desk {desk}.", points=points_text(points, first=True), desk=field.podium(team))


def boards(field: Field, teams: Sequence[str]) -> Text:
    """Return the line that names the desks whose boards were right."""
    return _("Right: {desks}.", desks=_desks(field, teams)) if teams else _("No board is right.")


def estimates(
    field: Field, nearest: Sequence[tuple[Sequence[str], Fraction]], right: Number | None, *, play_off: bool
) -> Text:
    """Return the line on estimates: the right number where no screen has it, who was nearest, what they get."""
    found = [_nearest(field, teams, points, play_off=play_off) for teams, points in nearest[: 1 if play_off else None]]
    line = _("Nearest: {nearest}.", nearest=Joined(tuple(found), CLAUSE)) if found else NO_POINTS
    return line if right is None else Joined((_("The number is {right}.", right=show(right)), line), SENTENCES)


def _nearest(field: Field, teams: Sequence[str], points: Fraction, *, play_off: bool) -> Text:
    desks = _desks(field, teams)
    if play_off:
        return desks
    if len(teams) > 1:
        return _("{desks}, {points} each", desks=desks, points=points_text(points))
    return _("{desks}, {points}", desks=desks, points=points_text(points))


def paper_answers(answers: Sequence[tuple[int, Text]]) -> Text:
    """Return the line that reads the answers to the questions of a paper."""
    read = [_("number {number}: {answer}", number=number, answer=answer) for number, answer in answers]
    return _("The answers are, {answers}.", answers=Joined(tuple(read), CLAUSE))


def papers(field: Field, points: Mapping[str, Fraction]) -> Text:
    """Return the line that reads what the papers of all teams have."""
    read = [
        _("desk {desk}, {points}", desk=field.podium(team), points=points_text(each)) for team, each in points.items()
    ]
    return _("The papers are marked: {points}.", points=Joined(tuple(read), CLAUSE))


def bonus(field: Field, team: str, part: int, value: Number) -> Text:
    """Return the line that begins a part of a team's bonus."""
    said: dict[str, Text | int] = {"desk": field.podium(team), "points": points_text(value)}
    return _("Desk {desk}, your {place} bonus, for {points}.", place=spoken_place(part), **said)


def clue(number: int) -> Text:
    """Return the line before a clue."""
    return _("Clue {number}.", number=number)


def votes(field: Field, team: str) -> Text:
    """Return the line that asks the jurors for their flags."""
    return _("Jurors, please raise your flags for desk {desk}.", desk=field.podium(team))


VOTE_ENDS = _("Voting is closed. The votes, please!")


def vote_opens(question: Text | None) -> Text:
    """Return the line that asks the voters for their votes, with the organiser's own question."""
    if question is None:
        return _("Jurors, please vote.")
    return Joined((question, _("Please vote.")), SENTENCES)


def votes_counted(field: Field, votes: Mapping[str, int]) -> Text:
    """Return the line that reads the counts of all teams."""
    read = [_("Desk {desk}, {team}: {count}", desk=field.podium(team), team=field.team(team).name, count=count)
            for team, count in votes.items()]  # fmt: skip
    return _("The votes: {votes}.", votes=Joined(tuple(read), CLAUSE))


def star_counted(names: Mapping[str, Text], votes: Mapping[str, int]) -> Text:
    """Return the line that reads the counts of a ballot for an honour, of those who have votes."""
    read = [_("{name}, {count}", name=names[each], count=count) for each, count in votes.items() if count]
    return _("The votes: {votes}.", votes=Joined(tuple(read), CLAUSE)) if read else _("There are no votes.")


def star_ballot(award: Text, number: int) -> Text:
    """Return the line that asks for the votes for an honour."""
    if number == 1:
        return _("Please vote for {award}.", award=award)
    return _("Equal votes; please vote again for {award}.", award=award)


def counted(field: Field, team: str, points: Number) -> Text:
    """Return the line after a turn whose answers were counted, or an answer accepted though late."""
    return _("{points} for desk {desk}.", points=points_text(points, first=True), desk=field.podium(team))


def paired(field: Field, order: Sequence[str]) -> Text:
    """Return the line that says who meets whom."""
    podiums = [str(field.podium(team)) for team in order]
    pairs = ", ".join(" : ".join(podiums[first : first + 2]) for first in range(0, len(podiums), 2))
    return _("The pairs are, by desk: {pairs}.", pairs=pairs)


def and_then(line: Text, more: Text) -> Text:
    """Return a line and the one that follows it."""
    return Joined((line, more), SENTENCES)


def challenge(field: Field, champion: str) -> Text:
    """Return the line that asks the champion for its challenger."""
    return _("Desk {desk} holds the stage; please choose your challenger.", desk=field.podium(champion))


def sent_home(field: Field, teams: Sequence[str]) -> Text:
    """Return the line that says goodbye to those who go out at a cut."""
    return _("Goodbye to {desks}; thank you.", desks=_desks(field, teams))


def is_out(field: Field, team: str) -> Text:
    """Return the line on a player whose stake is gone."""
    return _("Desk {desk} is out; thank you.", desk=field.podium(team))


def misses(field: Field, team: str, count: int, *, in_turn: bool) -> Text:
    """Return the line on a player who sits out after a wrong answer."""
    podium = field.podium(team)
    if in_turn:
        return _("Desk {desk} misses a turn.", desk=podium) if count == 1 else _(
            "Desk {desk} misses {count} turns.", desk=podium, count=count_text(count))  # fmt: skip
    return _("Desk {desk} sits out the next question.", desk=podium) if count == 1 else _(
        "Desk {desk} sits out the next {count} questions.", desk=podium, count=count_text(count))  # fmt: skip


def comes_in(field: Field, team: str, stake: Number) -> Text:
    """Return the line on a player who comes in later."""
    said: dict[str, Text | int] = {"desk": field.podium(team), "team": field.team(team).name}
    return _("Welcome, desk {desk}, {team}, who comes in with {points}.", points=points_text(stake), **said)


def prompted(field: Field, team: str, points: Number) -> Text:
    """Return the line after a prompt by somebody who should have kept silent."""
    podium = field.podium(team)
    if not points:
        return _("Desk {desk} was prompted: no points for this question.", desk=podium)
    return _("Desk {desk} was prompted: minus {points}.", desk=podium, points=_off(points))


def late(field: Field, team: str, points: Number) -> Text:
    """Return the line for an answer that was not begun in time."""
    podium = field.podium(team)
    if not points:
        return _("Desk {desk} did not begin in time: no points.", desk=podium)
    return _("Desk {desk} did not begin in time: minus {points}.", desk=podium, points=_off(points))


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
    """Return the line that asks a team to name who answers, for another or for itself."""
    if by == team:
        return _("Desk {desk}, please name who answers.", desk=field.podium(team))
    return _("Desk {by}, please name who answers for desk {desk}.", by=field.podium(by), desk=field.podium(team))


def called(field: Field, team: str) -> Text:
    """Return the line that calls up a team by the standings."""
    return _("Desk {desk}, it is your turn.", desk=field.podium(team))


def foul(field: Field, team: str, points: Number, *, void: bool) -> Text:
    """Return the line after a false start: what it costs, and whether the others go on."""
    podium, cost = field.podium(team), _off(points)
    if void and points:
        return _("False start, desk {desk}, minus {points}; this question is void.", desk=podium, points=cost)
    if void:
        return _("False start, desk {desk}; this question is void.", desk=podium)
    if points:
        return _("False start, desk {desk}, minus {points}; the others play on.", desk=podium, points=cost)
    return _("False start, desk {desk}, out for this question; the others play on.", desk=podium)


def out_after_fouls(line: Text, field: Field, team: str, number: int) -> Text:
    """Return the line after a false start that was one too many."""
    return _("{line} False start number {number}: desk {desk} buzzes no more in this round.",
             line=line, number=number, desk=field.podium(team))  # fmt: skip


def out_after_wrong(line: Text, field: Field, team: str, number: int) -> Text:
    """Return the line after a wrong answer that was one too many."""
    return _("{line} Wrong answer number {number}: desk {desk} buzzes no more in this round.",
             line=line, number=number, desk=field.podium(team))  # fmt: skip

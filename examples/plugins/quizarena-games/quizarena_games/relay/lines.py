"""What a relay says: labels for the desk and lines for the host, in both languages."""

from __future__ import annotations

from quizarena.points import exact
from quizarena.roster import Field
from quizarena.rounds import Moment
from quizarena.text import Sentence, Text, both, plain, sentence

from .state import State

VERDICTS: dict[str, Text] = {
    "good": both("接上了", "good"),
    "repeat": both("重复", "repeat"),
    "wrong": both("接错", "wrong"),
    "timeout": both("超时", "timeout"),
    "void": both("这一句不算，重接", "void: the same team again"),
}
STEPS = (both("出令", "The word"), both("接令", "The relay"), both("收令", "The end"))
SET = both("请出令。", "The word, please.")
END = both("收令，飞花令到此结束。", "The relay ends here.")
AGAIN = both("这一句不算，请重新接。", "That turn is void. Again, please.")


def theme(state: State, moment: Moment) -> Text | None:
    """Return the word, whether typed in or written in the rulebook; None while there is none."""
    text: Text | None = plain(state.theme) if state.theme else moment.rules.theme
    return text


def opening(field: Field, team: str) -> Sentence:
    """Return the line that opens the relay; the word itself is on the board from then on."""
    return sentence(
        "请看本轮的令。请 {desk} 号台先接。", "Here is the word. Desk {desk} begins.", desk=field.podium(team)
    )


def ruling(moment: Moment, team: str, verdict: str) -> Text:
    """Return the host's line on a turn, with what it costs or gives."""
    podium, points = moment.field.podium(team), exact(moment.rules.points)
    if verdict == "void":
        return AGAIN
    if verdict == "good":
        return sentence(
            "接得好，{desk} 号台得 {points} 分。", "Good. {points} for desk {desk}.", desk=podium, points=points
        )
    what = VERDICTS[verdict]
    if verdict in moment.rules.out_on:
        return sentence("{what}，{desk} 号台出局。", "{what}: desk {desk} is out.", what=what, desk=podium)
    return sentence("{what}，{desk} 号台这一句不得分。", "{what}: no point for desk {desk}.", what=what, desk=podium)


def won(moment: Moment, team: str) -> Sentence:
    """Return the line for the winner."""
    return sentence(
        "{desk} 号台胜出，另加 {points} 分。",
        "Desk {desk} wins the relay: {points} more.",
        desk=moment.field.podium(team),
        points=exact(moment.rules.winner_bonus),
    )


def turn(field: Field, number: int, team: str) -> Sentence:
    """Return the label of a turn to be ruled."""
    name = field.team(team).name
    return sentence(
        "第 {n} 句: {desk} 号台 {name}", "Turn {n}: desk {desk} {name}", n=number, desk=field.podium(team), name=name
    )

"""What the game says: labels for the desk and lines for the host, in both languages."""

from __future__ import annotations

from quizarena.points import exact
from quizarena.rounds import Moment
from quizarena.text import Sentence, Text, both, sentence

from .rules import SpotRules
from .state import Claim, Sight, picture_of

STEPS = (both("看图", "The picture"), both("找茬", "Spotting"), both("评委裁定", "The judges"), both("结束", "The end"))
FALSE = both("没有错，不算", "no mistake there")
EXTRA = both("答案以外，交评委裁定", "not on the list: for the judges")
FOUND = both("找到一处", "found one")
CLOSE = both("时间到，请看答案。", "Time. Here are the answers.")
VOID = both("这幅图作废，另看一幅。", "This picture is void; another one, please.")
ASK_JUDGES = both("请评委裁定。", "Judges, please.")


def show(moment: Moment, team: str) -> Sentence:
    """Return the line with which a picture is shown."""
    podium = moment.field.podium(team)
    return sentence("请 {desk} 号台看图，计时开始。", "Desk {desk}, here is your picture. Your time runs.", desk=podium)


def found(moment: Moment) -> Sentence:
    """Return the line after a mistake was found."""
    return sentence("找对了，加 {points} 分。", "Right, {points} more.", points=exact(moment.rules.points))


def false(moment: Moment) -> Text:
    """Return the line after a false claim: what it costs."""
    cost = abs(exact(moment.rules.false_claim))
    return sentence("这里没有错，扣 {points} 分。", "No mistake there: minus {points}.", points=cost) if cost else FALSE


def claim(rules: SpotRules, sight: Sight, named: Claim) -> Text:
    """Return what a claim is called in an explanation."""
    picture = picture_of(sight, rules)
    listed = {each.id: each.text for each in picture.mistakes} if picture else {}
    return listed.get(named.what) or {"false": FALSE, "extra": EXTRA, "found": FOUND}[named.what]

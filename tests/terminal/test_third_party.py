"""Rounds nobody here has heard of: judge's sheet, board and host's monitor come from their moves and scenes alone.

The estimate is the example's; the jury, its sister with a ballot of every judge, shows what a judge gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import attrs
import pytest

from quizarena import Fact, Intent
from quizarena.blanks import Choice, Number, Option
from quizarena.moves import Move
from quizarena.rounds import BaseKind, Moment
from quizarena.scenes import Audience, Headline, Scene, Table
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.sessions.hall import feed_of
from quizarena.terminal.pictures import Look, draw_board, draw_host
from quizarena.text import Text, both, plain

from .desk.hand import Hand, small_hall
from .desk.test_third_party import estimate
from .golden import plain as rows
from .judge.booth import Booth

SIZES = ((80, 24), (120, 34), (240, 67))


def board(hand: Hand, size: tuple[int, int], audience: str = "hall") -> str:
    """Return the board or the host's monitor at a hand's desk."""
    draw = draw_host if audience == "host" else draw_board
    return "\n".join(rows(draw(feed_of(hand.contest, audience), Look(*size, "zh", hand.now))))


@pytest.mark.parametrize("size", SIZES)
def test_the_estimate_has_a_board(size: tuple[int, int]) -> None:
    hand = estimate()
    assert "第1环节" in board(hand, size)
    hand.press("1").type("4037").press("enter")
    shown = board(hand, size)
    assert re.search(r"队1 +已报", shown)
    assert "4037" not in shown
    hand.press("enter", "+", "b", "4")
    assert re.search(r"队1 +4037", board(hand, size))


@pytest.mark.parametrize("size", SIZES)
def test_the_estimate_has_a_monitor_for_the_host(size: tuple[int, int]) -> None:
    hand = estimate().press("1").type("4037").press("enter")
    shown = board(hand, size, "host")
    assert "请看答案。" in shown, "the host reads out what the move says"
    assert re.search(r"队1 +已报", shown)
    assert "4037" not in shown


@attrs.frozen
class Voted(Fact, type="jury.voted", intent=Intent.BALLOT):
    """A judge's points for a team; nobody else reads them before the end."""

    sealed: ClassVar[Mapping[str, str]] = {"team": "jury.closed", "points": "jury.closed"}
    judge: str
    team: str
    points: Decimal


@attrs.frozen
class Closed(Fact, type="jury.closed", intent=Intent.STEP):
    """The jury's points are shown."""


@attrs.frozen
class JuryRules:
    """There is nothing to choose."""


@attrs.frozen
class JuryState:
    """The votes with their records, and whether they are shown."""

    votes: tuple[tuple[Voted, int], ...] = ()
    closed: bool = False


class Jury(BaseKind):
    """Every judge gives points to one team."""

    name = "jury"
    title = both("评审团", "Jury")
    rules = JuryRules
    facts = (Voted, Closed)

    def begin(self, moment: Moment) -> JuryState:
        """Begin without votes."""
        return JuryState()

    def moves(self, state: JuryState, moment: Moment) -> Iterator[Move]:
        """Yield a vote for whoever has not voted, and the end."""
        if state.closed:
            return
        given = {vote.judge for vote, _seq in state.votes}
        judges = [judge for judge in moment.field.judges if judge.id not in given]
        waiting = tuple(Option(each.id, each.name, judge=each.id, seat=f"judge:{each.id}") for each in judges)
        teams = tuple(Option(team.id, team.name, team=team.id) for team in moment.field.playing)
        if waiting:
            who, whom = Choice("judge", waiting, both("评委", "judge")), Choice("team", teams, both("给哪队", "for"))
            points = Number("points", both("分", "points"), Decimal(0), Decimal(10), Decimal(1))
            yield Move(Voted, both("评审投票", "A vote"), blanks=(who, whom, points), seat="judge")
        reason = both("还有评委没投", "not all have voted") if waiting else None
        yield Move(Closed, both("公布", "Show the votes"), gesture="next", closed=reason)

    def apply(self, state: JuryState, seq: int, fact: Fact) -> JuryState:
        """Return the state after a fact."""
        if isinstance(fact, Voted):
            return attrs.evolve(state, votes=(*state.votes, (fact, seq)))
        return attrs.evolve(state, closed=True)

    def scores(self, state: JuryState, moment: Moment) -> Mapping[str, Score]:
        """Return the sum of each team's points."""
        parts: dict[str, list[Score]] = {team.id: [] for team in moment.field.teams}
        for vote, seq in state.votes if state.closed else ():
            parts[vote.team].append(leaf(vote.points, plain(vote.judge), seq))
        return {team: combine(SUM, moment.title, each) for team, each in parts.items()}

    def scene(self, state: JuryState, moment: Moment, audience: Audience) -> Scene:
        """Return who has voted, and for whom once it is shown."""
        cells: list[tuple[Text, ...]] = [
            (plain(vote.judge), plain(f"{vote.team} {vote.points}") if state.closed else both("已投", "in"))
            for vote, _seq in state.votes
        ]
        return Scene(
            moment.title, (Headline(moment.title), Table((both("评委", "judge"), both("票", "vote")), tuple(cells)))
        )


def jury() -> Hand:
    """Return a hand at the desk of a contest whose only round is the jury's."""
    kinds: dict[str, Any] = {"jury": Jury()}
    return small_hall({"kind": "jury"}, judges=2, kinds=kinds)


def sheet(hand: Hand, judge: str) -> Booth:
    """Return a judge's sheet on the hand's contest, the judge sitting."""
    booth = Booth(hand.desk.arena, judge)
    booth.now = hand.now + timedelta(seconds=2)
    return booth


def test_a_judge_has_a_sheet_for_a_ballot_nobody_here_has_heard_of() -> None:
    hand = jury()
    first = sheet(hand, "j1")
    assert all(words in first.picture() for words in ("评审投票", "给哪队", "队1", "队3"))
    first.press("2")
    assert "还差 1 项" in first.picture()
    first.type("11").press("enter")
    assert "11 太高: 0 到 10" in first.said
    first.type("7").press("enter")
    assert "请核对" in first.picture()
    first.press("2")
    assert first.said.startswith("已交")
    assert (hand.contest.records[-1].seat, hand.contest.records[-1].fact) == ("judge:j1", Voted("j1", "t2", Decimal(7)))


@pytest.mark.parametrize("size", SIZES)
def test_the_jurys_votes_are_hidden_until_the_desk_shows_them(size: tuple[int, int]) -> None:
    hand = jury()
    for judge, team in (("j1", "2"), ("j2", "3")):
        assert hand.press("enter").said == "还有评委没投"
        booth = sheet(hand, judge)
        booth.press(team).type("7").press("enter").press(team)
        assert not any(secret in board(hand, size) + board(hand, size, "host") for secret in ("t2 7", "t3 7"))
    hand.press("enter")
    if hand.desk.overlay is not None:
        hand.press("+")
    hand.press("b", "4")
    assert all(vote in board(hand, size, who) for vote in ("t2 7", "t3 7") for who in ("hall", "host"))

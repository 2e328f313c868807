"""The whole Yingbin afternoon by keys alone: draw, questions, paper sheets, debates, marks opened, prizes, signature.

The clock is the hand's own, so seconds over time come by waiting; figures and result are the story's.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from quizarena.scenes import Clocks, Marks, OnAir, Prizes
from quizarena.sessions.desk.form import Form
from tests.story import Ballots, Match, load

from ..afternoon import until
from .hand import CHINA, Hand


def enter(hand: Hand, *texts: str) -> None:
    """Type texts, each with Enter."""
    for text in texts:
        hand.type(text).press("enter")


def menu(hand: Hand, words: str) -> None:
    """Choose the row of the menu that says `words`."""
    hand.press("m").type(hand.row(words)).press("enter")


def desk_of(hand: Hand, team: str) -> str:
    """Return a team's desk number."""
    return str(dict(hand.contest.podiums)[team])


def test_the_afternoon_is_run_from_the_desk_by_keys_alone() -> None:
    story, hand = load(), Hand(until(1))
    draw(hand)
    quiz(hand)
    correct_question_13(hand)
    for team in story.draw.order:
        perform(hand, team)
        assert on_air(hand) == "marks"
    hand.press("enter", "enter")  # the debate begins; who meets whom is announced
    assert on_air(hand) == "follow", "the hall would look at a page of marks without any"
    for match in story.debate.matches:
        debate(hand, match)
    found = hand.contest.standings(audience=None)
    totals = {row.entrant: (row.total, row.place) for row in found.rows}
    expected = {team: (Fraction(each.total), each.place) for team, each in story.expected.items()}
    assert totals == expected
    prizes(hand)
    assert hand.contest.outcome() is not None
    assert hand.contest.state.signed is not None
    hand.contest.verify()


def on_air(hand: Hand) -> str:
    """Return the programme the board shows."""
    return hand.contest.scene("hall").of(OnAir)[-1].programme


def draw(hand: Hand) -> None:
    """The draw by paper slips: a secret of this machine would give an order of its own."""
    menu(hand, "录入纸签")
    for team in load().draw.order:
        hand.press(desk_of(hand, team))
    enter(hand, "公证员", "")
    assert hand.contest.state.draw("order").order == tuple(load().draw.order)


def quiz(hand: Hand) -> None:
    """Sixteen questions: asked, the clock, the ruling."""
    hand.press("enter")
    for turn in range(4):
        for team in load().draw.order:
            right = load().quiz.rulings[team][turn]
            hand.press("enter", "space", "+" if right else "-", gap_ms=3_000)


def correct_question_13(hand: Hand) -> None:
    """The wrong ruling of question 13 becomes right."""
    ruled = [record for record in hand.contest.records if record.type == "quiz.ruled"]
    hand.press("b", "5", "l").type(str(ruled[12].seq)).press("enter", "enter", "1", "down", "2", "enter")
    hand.press("b", "1", "enter")
    assert hand.contest.state.running is not None
    assert hand.contest.state.running.id == "scenario"


def perform(hand: Hand, team: str) -> None:
    """One performance: slip, clocks, paper sheets in the grid, the marks opened step by step."""
    story = load().scenario
    hand.press("enter")
    choose_topic(hand, story.topics[team])
    assert on_air(hand) in ("follow", "standings"), "the hall would look at a page of marks without any"
    hand.press("space", "space", "enter", "space")
    (face,) = hand.contest.scene("desk").of(Clocks)[0].faces
    hand.now = face.clock.running_since.astimezone(CHINA) + timedelta(seconds=300 + story.seconds_over[team])
    hand.press("space")
    assert hand.press("enter").said.startswith("还不能亮分"), hand.picture()
    sheets(hand, [team], {team: story.ballots[team]})
    open_marks(hand)


def choose_topic(hand: Hand, topic: str) -> None:
    """Pick the slip by its row."""
    form = hand.desk.overlay
    assert isinstance(form, Form)
    options = form.fields[0].blank.options  # type: ignore[union-attr]
    hand.type(str(next(place for place, option in enumerate(options, 1) if option.value == topic)))
    if len(options) >= 10:
        hand.press("enter")


def sheets(hand: Hand, teams: list[str], ballots: Ballots) -> None:
    """Type the paper sheets of each team in the grid, and hand them in by its desk number."""
    judges = len(hand.contest.state.roster.judges)
    for left, team in zip(range(len(teams), 0, -1), teams, strict=True):
        hand.press("p", *([str(judges + 1)] if left > 1 else []))
        for judge in hand.contest.state.roster.judges:
            marks = ballots[team].get(judge.id)
            if marks is None:
                hand.press("-", "3", "1", "+")
                continue
            for mark in marks:
                enter(hand, mark)
                if "很低" in hand.said:
                    hand.press("+")
            enter(hand, "")
        hand.press(desk_of(hand, team))
        assert hand.said == f"{desk_of(hand, team)} 台的票全部记入。"


def open_marks(hand: Hand) -> None:
    """Open the marks, step by step to the last."""
    hand.press("enter")
    assert hand.contest.state.reveal is not None
    shown = [cell.value for block in hand.contest.scene("hall").of(Marks) for cell in block.cells]
    assert set(shown) == {None}
    for _step in range(40):
        if hand.contest.state.reveal is None:
            return
        assert hand.press("enter").desk.overlay is None, hand.picture()
    raise AssertionError(hand.picture())


def debate(hand: Hand, match: Match) -> None:
    """One match: sides, motion, seven segments, two sheets a judge."""
    hand.press("enter", desk_of(hand, match.affirmative))  # sides by a lot of paper, as the order was
    hand.press("enter").type(match.motion).press("enter")
    hand.press("enter", "+")
    for _segment in range(4):
        hand.press("space", "space", "enter")
    hand.press("left", "right", "left", "right", "space", "enter")
    for _segment in range(2):
        hand.press("space", "space", "enter")
    assert hand.press("enter").said.startswith("还不能亮分"), hand.picture()
    individual = load().debate.individual
    ballots: Ballots = {}
    for team in (match.affirmative, match.negative):
        speakers = [member.id for member in hand.contest.state.roster.team(team).members]
        ballots[team] = {
            judge: [*marks, *(individual[speaker][judge] for speaker in speakers)]
            for judge, marks in load().debate.ballots[team].items()
        }
    order = [team for team in load().draw.order if team in ballots]
    sheets(hand, order, ballots)
    open_marks(hand)


def prizes(hand: Hand) -> None:
    """Prizes from the last place up, honours, the signature."""
    steps = 1 + len(hand.contest.scene("desk").of(Prizes)[0].opening)
    hand.press(*["enter"] * steps)
    assert [block.now for block in hand.contest.scene("hall").of(Prizes)] == [3], "the best debater"
    hand.press("enter")
    assert [block.now for block in hand.contest.scene("hall").of(Prizes)] == [0], "the first prize is back"
    menu(hand, "签署")
    hand.press("4")
    enter(hand, "总裁判")
    hand.press("+")

"""Pairs, sides, seats, topics and the order of questions, drawn in public with the ceremony of the running order."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.facts import BoardShows
from quizarena.contest.reveal import steps_left
from quizarena.draws import seed_text, tickets
from quizarena.errors import QuizArenaError
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.report.provenance import draws, round_draws
from quizarena.report.results import page
from quizarena.rulebook import loads
from quizarena.scenes import Lots, Say, Steps
from quizarena.testing import START
from tests.cli.running import run
from tests.contest.telling import make

SECRET = "9f2c51d07ae64b1f8d3e0c6a5b7f4e21"
DATE = "2026-11-28"
VERIFIER = Path(__file__).parents[2] / "examples" / "verify_independently.py"
PANEL = {"rule": "mean", "of": "judge_total", "places": 2, "rounding": "half_up"}
MOTIONS = [{"id": f"motion-{nth}", "title": f"Motion {nth}"} for nth in range(1, 5)]
DEBATE = {"use": "debate/pairs", "pairs": "drawn", "sides": "drawn", "motion": "drawn", "motions": MOTIONS}
TALK = {
    "use": "scenario/staged",
    "topics": [{"id": f"topic-{nth}", "title": f"Topic {nth}"} for nth in range(1, 7)],
    "criteria": {"content": 60, "form": 40},
}
QUIZ = {
    "use": "quiz/required",
    "per_team": 1,
    "questions": [{"id": f"q{nth}", "text": f"Question {nth}?"} for nth in range(1, 7)]
    + [{"id": "spare", "text": "Spare?", "spare": True}],
}
ROOMS = {"use": "parliament/british", "rooms": "drawn", "seats": "drawn", "motions": ["This house would draw."]}


def contest(
    round_rules: dict[str, Any], draws: str = "called", *, rounds: list[dict[str, Any]] | None = None
) -> Contest:
    """Return a contest of four teams and one round, or `rounds`, the first of which has begun."""
    judges = [{"id": "j1", "name": "J1", "chief": True}, {"id": "j2", "name": "J2"}, {"id": "j3", "name": "J3"}]
    said = {
        "quizarena": 1,
        "contest": {"title": "Draws", "language": "en", "date": DATE},
        "teams": [
            {"id": each, "name": each.upper(), "members": [f"{each}{n}" for n in range(1, 5)]} for each in "abcd"
        ],
        "judges": judges,
        "order": "roster",
        "panel": PANEL,
        "rounds": rounds or [{"id": "r", "title": "Round", "draws": draws, **round_rules}],
    }
    found = Contest(loads(json.dumps(said)), at=START)
    make(found, "contest.opened", mode="live")
    make(found, "round.begun")
    return found


def en(text: Any) -> str:
    found: str = text.in_language("en")
    return found


def offered(contest: Contest) -> list[str]:
    return [move.fact.type for move in contest.moves() if not move.aside and move.closed is None]


def hold(contest: Contest, way: str = "called", *, secret: str = SECRET) -> str:
    """Hold the draw that is due in that way, to the last lot; return its purpose."""
    purpose: str = next(move for move in contest.moves() if move.fact.type == "draw.chosen").identity["purpose"]
    make(contest, "draw.chosen", way=way)
    if way in ("called", "quick"):
        make(contest, "draw.committed", secret=secret)
        if way == "called":
            make(contest, "draw.called", numbers="3 17 8 22")
        make(contest, "draw.opened")
        show_all(contest)
    return purpose


def show_all(contest: Contest) -> None:
    opening = contest.state.opening
    assert opening is not None
    contest.push(BoardShows("draw", opening.count), at=START)


def seed(way: str = "called") -> str:
    return seed_text(DATE, [3, 17, 8, 22] if way == "called" else [], SECRET)


def lots(contest: Contest, audience: str | None = "hall") -> Lots:
    (found,) = contest.scene(audience).of(Lots)
    return found


def test_a_round_that_draws_waits_until_it_is_known_how() -> None:
    found = contest(DEBATE)
    assert offered(found) == ["draw.chosen"]
    (move,) = [each for each in found.moves() if each.fact.type == "draw.chosen"]
    assert [option.value for option in move.choices("way")] == ["called", "quick", "paper", "listed"]
    marked = [option.value for option in move.choices("way") if "the rules" in en(option.label)]
    assert marked == ["called"]


def test_the_draws_of_a_round_stand_apart_from_those_of_another_whose_name_holds_its_own() -> None:
    topics = {
        each: [{"id": f"{each}-{n}", "title": f"Topic {n} of {each}"} for n in range(6)] for each in ("warm", "arm")
    }
    rounds = [{"id": each, "title": each, **TALK, "topics": own} for each, own in topics.items()]
    found = contest({}, "quick", rounds=[{"draws": "quick", **each} for each in rounds])
    for _round in topics:
        hold(found, "quick")
        (_rail, shown) = found.scene("desk").of(Steps)
        assert len(shown.names) == 1, "one draw a round"
        make(found, "round.cut", reason="tried")
        if not found.state.played("arm"):
            make(found, "round.begun")


@pytest.mark.parametrize("way", ["called", "quick"])
def test_pairs_then_sides_and_motions_come_from_their_own_secrets(way: str) -> None:
    found = contest(DEBATE)
    assert hold(found, way) == "pairs/r"
    drawn = tickets("abcd", seed=seed(way), purpose="pairs/r").order
    assert offered(found)[0] == "debate.paired"
    make(found, "debate.paired")
    assert found.records[-1].fact.order == drawn  # type: ignore[attr-defined]
    assert hold(found, way) == "sides/r"
    order = tickets(drawn, seed=seed(way), purpose="sides/r").order
    assert hold(found, way) == "motions/r"
    slips = tickets("1234", seed=seed(way), purpose="motions/r").order
    make(found, "debate.sided")
    sided: Any = found.records[-1].fact
    assert sided.affirmative == next(team for team in order if team in drawn[:2])
    (say,) = found.scene("host").of(Say)
    assert say.now == (), "which slip it is, the host reads once it is taken"
    assert [en(line) for line in say.then] == [f"The motion has been drawn: slip {slips[0]}."]
    make(found, "debate.motion_drawn")
    assert found.records[-1].fact.motion == f"motion-{slips[0]}"  # type: ignore[attr-defined]
    found.verify()


def test_all_matches_are_drawn_at_once_and_opened_match_by_match() -> None:
    found = contest({**DEBATE, "pairs": "by_order", "motion": "set_by_judges"})
    make(found, "debate.paired")
    make(found, "draw.chosen", way="quick")
    make(found, "draw.committed", secret=SECRET)
    assert lots(found).places == tuple(lots(found, None).places)
    assert lots(found).order == (None,) * 4
    make(found, "draw.opened")
    assert lots(found).order == (None,) * 4
    known = [en(name) for name in lots(found, None).order]
    assert {known[0], known[1]} == {"A", "B"}
    found.push(BoardShows("draw", 1), at=START)
    assert [name and en(name) for name in lots(found).order] == [*known[:2], None, None]
    (say,) = found.scene("host").of(Say)
    assert en(say.now[0]) == f"Match 1, affirmative: {known[0]}. Match 1, negative: {known[1]}."
    assert lots(found).seed == ""
    found.push(BoardShows("draw", 2), at=START)
    assert [en(name) for name in lots(found).order] == known
    assert lots(found).seed == seed("quick")


def test_nothing_of_a_quick_draw_changes_once_its_hash_was_published() -> None:
    found = contest(DEBATE)
    make(found, "draw.chosen", way="quick")
    make(found, "draw.committed", secret=SECRET)
    for deed in (
        found.undo,
        lambda: found.strike(3, reason="another way"),
        lambda: make(found, "draw.chosen", way="listed"),
        lambda: make(found, "draw.called", numbers="1 2 3"),
    ):
        with pytest.raises((QuizArenaError, StopIteration)):
            deed()
    make(found, "draw.abandoned", seat="arbiter", by="the chief judge", reason="a power cut")
    assert offered(found) == ["draw.chosen"]
    hold(found, "called")
    assert [en(each) for each in lots(found).attempts] == [
        "Attempt 2 at this draw",
        "Attempt 1 was taken back by the chief judge: a power cut",
    ]


def test_a_way_nobody_has_seen_anything_of_is_taken_back_like_any_slip() -> None:
    found = contest(DEBATE)
    make(found, "draw.chosen", way="paper")
    assert offered(found) == ["draw.entered"]
    found.undo()
    assert offered(found) == ["draw.chosen"]


def test_once_a_match_goes_by_its_sides_the_draw_stays() -> None:
    found = contest({**DEBATE, "pairs": "by_order", "motion": "set_by_judges"})
    make(found, "debate.paired")
    hold(found)
    assert "draw.abandoned" in [move.fact.type for move in found.moves()]
    make(found, "debate.sided")
    assert "draw.abandoned" not in [move.fact.type for move in found.moves()]


def test_by_hand_the_order_within_each_match_counts_and_who_drew_stands_there() -> None:
    found = contest({**DEBATE, "pairs": "by_order", "motion": "set_by_judges"})
    make(found, "debate.paired")
    make(found, "draw.chosen", way="paper")
    make(found, "draw.entered", order="d b a c", drawn_by="the captains", watched_by="a parent")
    make(found, "debate.sided")
    assert found.records[-1].fact.affirmative == "b"  # type: ignore[attr-defined]
    (drawn,) = draws(found, "desk")
    assert [en(lot) for lot in drawn.lots][::2] == ["Match 1, affirmative: B", "Match 2, affirmative: D"]
    assert [en(line) for line in drawn.told] == ["Drawn on paper by the captains", "Watched by a parent"]


def test_without_a_draw_they_stand_as_listed() -> None:
    found = contest(DEBATE)
    hold(found, "listed")
    make(found, "debate.paired")
    assert found.records[-1].fact.order == tuple("abcd")  # type: ignore[attr-defined]
    (drawn,) = draws(found, "desk")
    assert en(drawn.told[0]) == "Not drawn: they stand as they are listed"


def test_a_topic_is_drawn_by_the_number_of_its_slip_and_stays_sealed() -> None:
    found = contest(TALK)
    assert hold(found) == "topics/r"
    told = json.dumps(found.scene("hall").to_json("en")) + json.dumps(found.scene("desk").to_json("en"))
    assert "Topic " not in told
    assert "topic-" not in told
    slips = tickets("123456", seed=seed(), purpose="topics/r").order
    assert [en(name) for name in lots(found).order] == [f"slip {slip}" for slip in slips[:4]]
    make(found, "scenario.topic_drawn")
    assert found.records[-1].fact.topic == f"topic-{slips[0]}"  # type: ignore[attr-defined]


def test_a_team_put_off_keeps_its_slip() -> None:
    found = contest(TALK)
    hold(found)
    slips = tickets("123456", seed=seed(), purpose="topics/r").order
    make(found, "round.deferred", seat="arbiter", team="a", behind="b", reason="on the way")
    make(found, "scenario.topic_drawn")
    drawn: Any = found.records[-1].fact
    assert (drawn.team, drawn.topic) == ("b", f"topic-{slips[1]}")


def test_the_order_of_questions_may_be_drawn_before_the_first_is_asked() -> None:
    found = contest(QUIZ)
    assert offered(found)[:2] == ["draw.chosen", "quiz.asked"]
    assert hold(found, "quick") == "questions/r"
    order = tickets("123456", seed=seed("quick"), purpose="questions/r").order
    for slip in order[:4]:
        make(found, "quiz.asked")
        assert found.records[-1].fact.question == f"q{slip}"  # type: ignore[attr-defined]
        assert "draw.chosen" not in offered(found)
        make(found, "quiz.ruled", verdict="wrong")


def test_rooms_and_seats_are_drawn() -> None:
    found = contest(ROOMS)
    assert hold(found) == "rooms/r"
    make(found, "parliament.formed")
    assert hold(found) == "seats/r"
    order = tickets("abcd", seed=seed(), purpose="seats/r").order
    make(found, "parliament.seated")
    assert found.records[-1].fact.order == order  # type: ignore[attr-defined]


def test_where_the_rules_say_nothing_the_desk_may_draw_and_need_not() -> None:
    found = contest(DEBATE, draws="seed")
    assert set(offered(found)) == {"draw.chosen", "debate.paired"}
    make(found, "debate.paired", order="d c b a")
    assert found.records[-1].fact.order == tuple("dcba")  # type: ignore[attr-defined]


def test_while_marks_are_opened_no_draw_is_offered() -> None:
    """Topic slips could be drawn between two marks: first row of the desk's menu."""
    found = contest(TALK, draws="seed")
    make(found, "scenario.topic_drawn", topic="topic-1")
    make(found, "scenario.entered")
    make(found, "scenario.entered")
    for judge in ("j1", "j2", "j3"):
        make(found, "scenario.ballot", seat=f"judge:{judge}", judge=judge, **{"marks.content": 50, "marks.form": 30})
    make(found, "scenario.revealed")
    last = steps_left(found.state, found.scene("desk"))
    for step in range(last):
        found.push(BoardShows("marks", step), at=START)
        assert "draw.chosen" not in offered(found)
    found.push(BoardShows("marks", last), at=START)
    assert "draw.chosen" in offered(found)


def file_of(contest: Contest, path: Path) -> str:
    journal = SqliteJournal.create(path)
    with closing(journal), journal.writing() as writer:
        for record in contest.records:
            writer.append(to_row(record, contest.book))
    return str(path)


def test_verifiers_and_sheet_do_the_draws_of_a_round_again(tmp_path: Path) -> None:
    found = contest(DEBATE)
    hold(found)
    make(found, "debate.paired")
    hold(found, "quick")
    hold(found, "listed")
    make(found, "debate.sided")
    file = file_of(found, tmp_path / "a.qa")
    assert json.loads(run("verify-draw", file, "--json").stdout)["draws"] == [
        "pairs/r",
        "sides/r",
        "pairs/r",
        "sides/r",
    ]
    done = subprocess.run([sys.executable, VERIFIER, file], check=True, capture_output=True, encoding="utf-8")
    assert "pairs/r, sides/r" in done.stdout
    with Arena.open(file, read_only=True) as arena:
        sheet = page(arena.contest, "desk", language="en")
        assert [each.lot and each.lot.purpose for each in round_draws(arena.contest, "desk")] == ["pairs/r", "sides/r"]
    for words in ("By the draw sides/r", "Drawn quickly: no numbers were called in the hall", "Match 1, affirmative: "):
        assert words in sheet

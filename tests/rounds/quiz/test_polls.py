"""Votes that voters give by cards or devices: opened, closed by one fact with all counts, at the kind's own face."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.moves import IllegalFact
from quizarena.scenes import Clocks, Paragraph, Say
from quizarena.scenes import Table as TableBlock
from quizarena.text import plain
from quizarena_rounds.quiz.sections.star import Star, StarRules
from quizarena_rounds.quiz.sections.vote import Vote, VoteRules
from tests.rounds.driver import Table, hall, play_random, teams

ABC = teams("a", "b", "c", members=2)


def poll(**rules: Any) -> Table:
    """Return a vote of three teams whose votes come by phone."""
    return Table(Vote(), VoteRules(**{"collect": "cards", **rules}), hall(ABC))


def star(**rules: Any) -> Table:
    """Return a star prize whose votes come by phone."""
    return Table(
        Star(), StarRules(award=plain("star"), **{"collect": "cards", **rules}), hall(teams("a", "b", members=2))
    )


def close(on: Table, **votes: int) -> None:
    (closing,) = on.open()
    assert closing.poll is not None
    given = {blank.path: 0 for blank in closing.decisions} | {f"votes.{key}": count for key, count in votes.items()}
    on.push(closing.fill({path.replace("_", "-"): count for path, count in given.items()}))


def texts(on: Table, audience: str) -> list[str]:
    return [each.text.in_language("en") for each in on.kind.scene(on.state, on.moment, audience).of(Paragraph)]


def read(on: Table) -> list[str]:
    (say,) = on.kind.scene(on.state, on.moment, "host").of(Say)
    return [line.in_language("zh") for line in (*say.now, *say.then)]


def test_a_poll_opens_closes_and_gives_all_teams_their_points_at_once() -> None:
    on = poll(points=2, jurors=10)
    assert [move.fact.type for move in on.open()] == ["quiz.vote_opened"]
    on.gesture("next")
    assert on.scores() == {}
    close(on, a=4, b=10)
    assert on.over
    assert {team: score.value for team, score in on.scores().items()} == {"a": 8, "b": 20, "c": 0}
    assert on.refold() == on.state


@pytest.mark.parametrize(
    ("rules", "votes", "reason"),
    [
        ({"jurors": 10}, {"a": 11}, "at most 10"),
        ({"jurors": 10, "each": 1}, {"a": 6, "b": 5}, "at most 10, all that the jurors have left; found 11"),
        ({"jurors": 10, "collect": "devices"}, {"a": 10_001}, "at most 10000"),
    ],
)
def test_votes_that_the_voters_do_not_have_are_refused(
    rules: dict[str, Any], votes: dict[str, int], reason: str
) -> None:
    on = poll(**rules)
    on.gesture("next")
    with pytest.raises(IllegalFact, match=reason):
        close(on, **votes)


def test_of_devices_there_may_be_any_number() -> None:
    on = poll(jurors=10, each=1, collect="devices")
    on.gesture("next")
    close(on, a=300, b=20)
    assert on.scores()["a"].value == 300


@pytest.mark.parametrize(
    ("rules", "most", "voters"),
    [({}, 3, 60), ({"each": 1}, 1, 60), ({"each": 9}, 3, 60), ({"collect": "devices", "each": 2}, 2, None)],
)
def test_how_many_a_voter_may_name(rules: dict[str, Any], most: int, voters: int | None) -> None:
    on = poll(**rules)
    on.gesture("next")
    found = on.open()[0].poll
    assert found is not None
    assert (found.most, found.voters) == (most, voters)
    assert [each.value for each in found.candidates] == ["a", "b", "c"]
    assert {found.path(each.value) for each in found.candidates} == {each.path for each in on.open()[0].decisions}


def test_every_opening_is_a_vote_of_its_own() -> None:
    on = star()
    on.gesture("next")
    first = on.open()[0].poll
    close(on, a_1=4, b_1=4)
    on.gesture("next")
    second = on.open()[0].poll
    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert [each.value for each in second.candidates] == ["a-1", "b-1"]
    close(on, a_1=5, b_1=3)
    (award,) = on.kind.awards(on.state, on.moment)
    assert (award.winners, on.over) == (("a-1",), True)
    assert on.refold() == on.state


def test_a_team_that_leaves_while_the_vote_is_open_is_nobodys_choice_any_more() -> None:
    on = poll()
    on.gesture("next")
    gone = attrs.evolve(ABC[1], standing="withdrawn")
    on.field = attrs.evolve(on.field, teams=(ABC[0], gone, ABC[2]))
    found = on.open()[0].poll
    assert found is not None
    assert [each.value for each in found.candidates] == ["a", "c"]
    close(on, a=3, c=4)
    assert on.over


def test_no_count_is_in_any_scene_before_the_vote_is_closed() -> None:
    on = poll(jurors=10)
    on.gesture("next")
    for audience in ("hall", "host", "desk", None):
        assert not on.kind.scene(on.state, on.moment, audience).of(TableBlock)
    close(on, a=4)
    (table,) = on.kind.scene(on.state, on.moment, "hall").of(TableBlock)
    assert [row[-1] for row in table.rows] == [4, 0, 0]


def test_what_the_host_reads() -> None:
    on = poll(jurors=10)
    assert read(on) == ["请各位大众评审投票。"]
    on.gesture("next")
    assert read(on) == ["请各位大众评审投票。", "投票结束，请亮票！"]
    close(on, a=4, b=10)
    assert read(on) == ["票数公布: 1 号台a 4 票；2 号台b 10 票；3 号台c 0 票。"]


def test_what_is_asked_by_the_organiser_is_read() -> None:
    on = poll(question=plain("您最喜欢哪支队？"))
    assert read(on) == ["您最喜欢哪支队？请投票。"]


@pytest.mark.parametrize("table", [poll(collect="devices"), star(collect="devices")], ids=["vote", "star"])
def test_one_vote_a_device_is_said_to_be_unverified_wherever_it_stands(table: Table) -> None:
    for _step in ("opening", "open", "closed"):
        for audience in ("hall", "host", "desk"):
            assert any("nobody can check" in text for text in texts(table, audience))
        if table.state.opening is None:
            table.gesture("next")
    found = table.open()[0].poll
    assert found is not None
    assert found.note is not None
    close(table, **({"a": 5} if isinstance(table.kind, Vote) else {"a_1": 5}))
    said = [score.parts[0].label for score in table.scores().values()]
    said += [award.score.label for award in table.kind.awards(table.state, table.moment) if award.score is not None]
    assert said
    assert all("not verified" in label.in_language("en") for label in said)


def test_votes_by_cards_are_said_to_be_nothing_of_the_kind() -> None:
    on = poll()
    on.gesture("next")
    assert not any("nobody can check" in text for text in texts(on, "hall"))
    assert on.open()[0].poll is not None


def test_a_vote_with_a_time_has_a_clock_while_it_is_open() -> None:
    on = poll(vote_time=60)
    assert not on.kind.scene(on.state, on.moment, "hall").of(Clocks)
    on.gesture("next")
    (clocks,) = on.kind.scene(on.state, on.moment, "hall").of(Clocks)
    assert (clocks.faces[0].clock.limit_ms, clocks.faces[0].clock.running) == (60_000, True)
    (say,) = on.kind.scene(on.state, on.moment, "host").of(Say)
    assert [line.in_language("en") for line in say.over] == ["Voting is closed. The votes, please!"]
    close(on, a=1)
    assert not on.kind.scene(on.state, on.moment, "hall").of(Clocks)


@given(st.data(), st.sampled_from(["count", "cards", "devices"]), st.sampled_from([Vote(), Star()]))
def test_any_play_ends_and_folds_alike(data: st.DataObject, collect: str, kind: Any) -> None:
    named = {"award": plain("star")} if isinstance(kind, Star) else {"each": 2, "points": Fraction(1)}
    on = Table(kind, kind.rules(collect=collect, **named), hall(ABC))
    play_random(on, data, disturbances=2)
    assert on.refold() == on.state

"""Votes beside the record: of each voter the latest, none once they are read back, none lost with the server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from quizarena.arena import Arena
from quizarena.blanks import Poll
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.sessions.votes import Answer, Ballot, cast, given, open_poll, pause, resume, tally
from tests.terminal.desk.hand import Hand, small_hall

Z = ("t1", "t2", "t3")


def voting(**rules: Any) -> Hand:
    """Return a hand at the desk of a vote by cards that has just been opened."""
    return small_hall({"use": "quiz/vote", "collect": "cards", "jurors": 20, **rules}).press("enter")


def poll_at(hand: Hand) -> Poll:
    found = open_poll(hand.contest)
    assert found is not None
    return found


def in_file(hand: Hand, path: Path) -> Path:
    """Write the contest as it stands into a file."""
    journal = SqliteJournal.create(path)
    with journal.writing() as writer:
        for record in hand.contest.records:
            writer.append(to_row(record, hand.contest.book))
    journal.close()
    return path


def vote(hand: Hand, voter: str, *choices: str, nth: int = 1, poll: str = "") -> Answer:
    found = open_poll(hand.contest)
    key = poll or ("" if found is None else found.key)
    (answer,) = cast(hand.desk.arena, [Ballot(key, voter, choices, nth)])
    return answer


def counts(hand: Hand) -> list[int]:
    found = tally(hand.desk.arena, poll_at(hand)).counts
    return [found[team] for team in Z]


def test_the_latest_vote_of_a_card_counts() -> None:
    hand = voting(each=1)
    assert vote(hand, "1", "t1") is Answer.IN
    assert vote(hand, "2", "t1") is Answer.IN
    assert vote(hand, "1", "t2", nth=2) is Answer.IN
    assert counts(hand) == [1, 1, 0]
    assert tally(hand.desk.arena, poll_at(hand)).voters == 2


def test_a_vote_sent_again_counts_once_and_a_late_old_one_changes_nothing() -> None:
    hand = voting(each=1)
    assert [vote(hand, "1", "t1"), vote(hand, "1", "t1")] == [Answer.IN, Answer.IN]
    assert vote(hand, "1", "t3", nth=2) is Answer.IN
    assert vote(hand, "1", "t1") is Answer.OLDER
    assert vote(hand, "1", "t2", nth=2) is Answer.OLDER, "two phones with one card: the first of them stands"
    assert counts(hand) == [0, 0, 1]
    found = given(hand.desk.arena.journal, poll_at(hand), "1")
    assert found is not None
    assert (found.choices, found.nth) == (("t3",), 2)


@pytest.mark.parametrize("choices", [(), ("t1", "t1"), ("t1", "t2", "t3"), ("t9",), ("t1", "t9")])
def test_a_vote_that_is_none_is_refused(choices: tuple[str, ...]) -> None:
    hand = voting(each=2)
    assert vote(hand, "1", *choices) is Answer.UNFIT
    assert counts(hand) == [0, 0, 0]


def test_no_vote_is_taken_before_after_or_in_another_vote() -> None:
    hand = small_hall({"use": "quiz/vote", "collect": "cards"})
    assert vote(hand, "1", "t1", poll="r1:3") is Answer.CLOSED
    hand.press("enter")
    key = poll_at(hand).key
    assert vote(hand, "1", "t1", poll="r1:2") is Answer.CLOSED
    assert vote(hand, "1", "t1") is Answer.IN
    hand.press("enter", "+")
    assert vote(hand, "2", "t1", poll=key) is Answer.CLOSED
    assert [score.value for score in hand.contest.standings(audience=None).totals.values()] == [1, 0, 0]


def test_no_vote_is_taken_while_play_is_stopped() -> None:
    hand = voting()
    key = poll_at(hand).key
    stop = next(move for move in hand.contest.moves() if move.fact.type == "contest.interrupted")
    hand.desk.arena.push(stop.fill({blank.path: "x" for blank in stop.decisions}, now=hand.now))
    assert vote(hand, "1", "t1", poll=key) is Answer.CLOSED
    resumed = next(move for move in hand.contest.moves() if move.fact.type == "contest.resumed")
    hand.desk.arena.push(resumed.fill(now=hand.now))
    assert vote(hand, "1", "t1", poll=key) is Answer.IN


def test_while_the_counts_are_read_back_none_is_taken_until_something_is_recorded() -> None:
    hand = voting()
    arena, poll = hand.desk.arena, poll_at(hand)
    pause(arena, poll)
    assert vote(hand, "1", "t1") is Answer.COUNTING
    assert tally(arena, poll).is_paused
    resume(arena, poll)
    assert vote(hand, "1", "t1") is Answer.IN
    pause(arena, poll)
    hand.press("b", "escape").press(".")
    assert vote(hand, "2", "t1") is Answer.IN, "a pause whose desk has gone on to something else is over"


def test_a_closing_that_is_undone_opens_the_same_vote_again() -> None:
    hand = voting()
    vote(hand, "1", "t1")
    hand.press("enter", "+")
    assert open_poll(hand.contest) is None
    hand.press("backspace", "enter")
    assert vote(hand, "2", "t2") is Answer.IN
    assert counts(hand) == [1, 1, 0]


def test_an_opening_that_is_undone_takes_its_votes_along() -> None:
    hand = voting()
    vote(hand, "1", "t1")
    hand.press("backspace", "enter")
    assert open_poll(hand.contest) is None
    hand.press("enter")
    assert counts(hand) == [0, 0, 0]


def test_votes_for_a_team_that_has_left_count_for_nobody() -> None:
    hand = voting()
    vote(hand, "1", "t1", "t2")
    vote(hand, "2", "t2")
    leave = next(move for move in hand.contest.moves() if move.fact.type == "team.left")
    hand.desk.arena.push(leave.fill({"team": "t2", "mode": "withdrawn", "reason": "x"}, now=hand.now))
    found = tally(hand.desk.arena, poll_at(hand))
    assert (found.voters, dict(found.counts)) == (1, {"t1": 1, "t3": 0})
    assert vote(hand, "2", "t2", nth=2) is Answer.UNFIT


def test_a_damaged_vote_is_none() -> None:
    hand = voting()
    vote(hand, "1", "t1")
    poll = poll_at(hand)
    for voter, text in enumerate(("", "no json", '{"nth": 1}', '{"nth": "1", "choices": []}'), 2):
        hand.desk.arena.journal.write_draft(f"vote:{poll.key}/{voter}", text, None)
    assert counts(hand) == [1, 0, 0]
    assert vote(hand, "2", "t2") is Answer.IN


def test_votes_survive_whoever_took_them(tmp_path: Path) -> None:
    with Arena.open(in_file(voting(), tmp_path / "x.qa")) as arena:
        poll = open_poll(arena.contest)
        assert poll is not None
        cast(arena, [Ballot(poll.key, str(nth), ("t1",), 1) for nth in range(9)])
        with Arena.open(tmp_path / "x.qa") as other:  # the first never closed its file
            assert tally(other, poll).counts["t1"] == 9
            assert cast(other, [Ballot(poll.key, "1", ("t2",), 2)]) == [Answer.IN]
        assert (tally(arena, poll).counts["t1"], tally(arena, poll).counts["t2"]) == (8, 1)


def test_two_servers_lose_no_vote(tmp_path: Path) -> None:
    with Arena.open(in_file(voting(), tmp_path / "x.qa")) as arena:
        poll = open_poll(arena.contest)
        assert poll is not None

        def take(server: int) -> list[Answer]:
            with Arena.open(tmp_path / "x.qa") as one:
                return [cast(one, [Ballot(poll.key, f"{server}-{n}", ("t1",), 1)])[0] for n in range(10)]

        with ThreadPoolExecutor(2) as pool:
            assert {answer for found in pool.map(take, range(2)) for answer in found} == {Answer.IN}
        assert tally(arena, poll).counts["t1"] == 20


@property_of(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 5), st.sampled_from(Z)), max_size=30), st.integers(1, 9)
)
def test_of_any_votes_in_any_order_each_voters_highest_counts(votes: list[tuple[int, int, str]], batch: int) -> None:
    hand, latest = voting(each=1), dict[int, tuple[int, str]]()
    for start in range(0, len(votes), batch):
        part = votes[start : start + batch]
        key = poll_at(hand).key
        cast(hand.desk.arena, [Ballot(key, str(voter), (choice,), nth) for voter, nth, choice in part])
        for voter, nth, choice in part:
            if nth > latest.get(voter, (0, ""))[0]:
                latest[voter] = nth, choice
    assert counts(hand) == [sum(choice == team for _nth, choice in latest.values()) for team in Z]


# At the desk


def test_the_desk_sees_votes_come_reads_them_back_and_records_them_by_plus() -> None:
    hand = voting(each=1)
    assert "20 张投票卡已投 0 张" in hand.picture()
    for voter in range(7):
        vote(hand, str(voter), "t2" if voter else "t1")
    hand.press("g", "g")
    assert "20 张投票卡已投 7 张" in hand.picture()
    hand.press("enter")
    shown = hand.picture()
    assert "2 台 队2        6" in shown
    assert "总分 6" in shown
    for key in ("enter", "1", " "):
        assert hand.press(key).last.type == "quiz.vote_opened"
    hand.press("+")
    assert (hand.last.type, dict(hand.last.fact.votes)) == ("quiz.vote_closed", {"t1": 1, "t2": 6, "t3": 0})  # type: ignore[attr-defined]


def test_escape_lets_the_vote_go_on() -> None:
    hand = voting()
    vote(hand, "1", "t1")
    hand.press("enter")
    assert vote(hand, "2", "t1") is Answer.COUNTING
    hand.press("escape")
    assert vote(hand, "2", "t1") is Answer.IN


def test_votes_that_come_though_they_are_read_back_are_read_back_anew() -> None:
    hand = voting()
    vote(hand, "1", "t1")
    hand.press("enter")
    cue = next(move for move in hand.contest.moves() if move.fact.cue and not move.decisions)
    hand.desk.arena.push(cue.fill(now=hand.now))
    assert vote(hand, "2", "t1") is Answer.IN
    hand.press("+")
    assert (hand.last.type, hand.said) != ("quiz.vote_closed", "")
    assert "又来了新票" in hand.said
    assert hand.press("+").last.type == "quiz.vote_closed"
    assert hand.contest.standings(audience=None).totals["t1"].value == 2


@pytest.mark.parametrize("voted", [False, True])
def test_counts_are_typed_in_where_phones_fail(voted: bool) -> None:
    hand = voting()
    if voted:
        vote(hand, "1", "t3")
    hand.press("enter", "t")
    for count in ("12", "20", "3"):
        hand.type(count).press("enter")
    assert hand.last.type == "quiz.vote_opened", "only + records it"
    hand.press("+")
    assert dict(hand.last.fact.votes) == {"t1": 12, "t2": 20, "t3": 3}  # type: ignore[attr-defined]
    assert hand.desk.arena.journal.drafts("votes-paused:") == {}


@pytest.mark.parametrize(("rules"), [{"collect": "cards"}, {"collect": "devices"}], ids=["cards", "devices"])
def test_where_nobody_has_voted_the_desk_says_so_and_what_can_be_done(rules: dict[str, Any]) -> None:
    hand = voting(**rules).press("enter")
    shown = hand.picture()
    assert "还没有人投票: 可以请全场再投一次，也可以手工录入票数，或者不计票就关票。" in shown
    assert "现在 0" not in shown, "no form for numbers"
    hand.press("escape")
    assert vote(hand, "1", "t1") is Answer.IN, "again: the vote goes on"
    assert vote(hand, "1", "t2", nth=2) is Answer.IN
    hand = voting(**rules).press("enter", "enter")
    assert hand.last.type == "quiz.vote_opened", "only + closes it"
    hand.press("+")
    assert set(hand.last.fact.votes.values()) == {0}  # type: ignore[attr-defined]
    assert open_poll(hand.contest) is None


def test_one_vote_a_device_is_said_to_be_unverified_where_it_is_closed() -> None:
    hand = voting(collect="devices")
    vote(hand, "x", "t1")
    shown = hand.press("g", "g").picture()
    assert "已有 1 部手机投票" in shown
    assert "没有核对身份" in hand.press("enter").picture()

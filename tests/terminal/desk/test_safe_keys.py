"""What takes something away is recorded by + alone, in a dialog that names whom, at any moment of any format."""

from __future__ import annotations

from itertools import islice
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizarena.contest import Contest
from quizarena.facts import Fact, Intent
from quizarena.rounds import load_kind
from quizarena.rulebook import formats
from quizarena.sessions.desk.confirmation import ValidOrFoul
from quizarena.simulation.robot import AVERAGE, NOW, play
from quizarena.testing import rulebook_of, seat_of
from tests.parts import tries

from .hand import Hand

HEAVY = frozenset({Intent.ABSENCE, Intent.ROSTER, Intent.PENALTY, Intent.REOPENING})
FORMATS = {each.use: each.kind for each in formats()}
PLACES = st.tuples(st.sampled_from(sorted(FORMATS)), st.integers(1, 60))
BARE = st.sampled_from([*"0123456789.", "enter", "space"])
KEYS = st.sampled_from(
    [*["enter", "space", "left", "up", "down", "tab", "backspace", "escape", "end"], *"++--0123456.jamlwpbt?"]
)
MARKING = ("scenario/staged", 8)


def at_fact(use: str, count: int) -> Hand:
    """Return a hand at the desk of a contest of one format, a robot having made its first moves."""
    contest = Contest(rulebook_of(load_kind(FORMATS[use]), {"use": use}, 4, 3), at=NOW)
    for step in islice(play(contest.position, AVERAGE, Random(use)), count):
        contest.push(step.fact, seat=seat_of(step.move, step.fact), at=NOW)
    return Hand(contest, language="en")


def names(hand: Hand, fact: Fact) -> list[str]:
    """Return the names of whom a fact hits."""
    roster, subject = hand.contest.state.roster, fact.subject
    return [hand.screen.word(roster.name(each)) for each in (subject.judge, subject.member, subject.team) if each]


@given(PLACES, st.lists(BARE, max_size=30))
@example(MARKING, [*"13.1", "enter", *"25.1", "enter"])
@example(MARKING, [*"631", "enter", *"1", "enter"])
@settings(max_examples=tries(12), deadline=None)
def test_digits_point_enter_and_space_take_nothing_away(place: tuple[str, int], keys: list[str]) -> None:
    hand = at_fact(*place)
    before = hand.last.seq
    hand.press(*keys)
    assert not [record for record in hand.contest.records[before + 1 :] if record.fact.intent in HEAVY]


@given(PLACES, st.lists(KEYS, max_size=30))
@example(MARKING, ["j", "2", "3", "1", "enter", "+"])
@example(MARKING, ["-", "escape", "1", "tab", "j", "3", "1", "+"])
@example(("quiz/buzz", 3), ["2", "enter", "-", "a", "1", "3", "5", "-", "1", "enter", "+"])
@settings(max_examples=tries(12), deadline=None)
def test_only_plus_in_a_dialog_that_names_whom_takes_something_away(place: tuple[str, int], keys: list[str]) -> None:
    hand = at_fact(*place)
    for key in keys:
        picture, overlay, before = hand.picture(80, 24), hand.desk.overlay, hand.last.seq
        hand.press(key)
        for record in hand.contest.records[before + 1 :]:
            if record.fact.intent in HEAVY:
                assert key == "+" or (key == "-" and isinstance(overlay, ValidOrFoul))
                assert overlay is not None
                assert all(name in picture for name in names(hand, record.fact))


def test_the_examples_reach_what_they_are_about() -> None:
    hand = at_fact(*MARKING).press("j", "2", "3", "1", "enter", "+")
    assert (hand.last.fact.intent, names(hand, hand.last.fact)) == (Intent.ABSENCE, ["评委2", "队1"])

"""Clocks of phones and the order of presses: what is said to be certain is, on whatever lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.sessions.buzzers import LONGEST_WAY, PATIENCE, TICK, PhoneClock, Race, Span, timed

from .simulated_buzzers import JITTERS, tally

SECONDS = st.floats(0, 2)
WAYS = st.lists(st.tuples(SECONDS, SECONDS), min_size=1, max_size=40)


@given(ahead=st.floats(-1e5, 1e5), drift=st.floats(-4e-5, 4e-5), ways=WAYS, after=st.floats(0, 600))
def test_what_a_phone_stamped_lies_between_the_bounds(
    ahead: float, drift: float, ways: Sequence[tuple[float, float]], after: float
) -> None:
    def stamp(at: float) -> float:
        return (at * (1 + drift) + ahead) // TICK * TICK

    clock, now = PhoneClock(), 0.0
    for there, back in ways:
        clock.hear(now, stamp(now + there), now + there + back)
        now += there + back + 1.5
    pressed = now + after
    found = clock.instant(stamp(pressed), pressed)
    assert found.low - 1e-6 <= pressed <= found.high + 1e-6


def test_more_answers_know_better_and_age_less() -> None:
    clock, widths = PhoneClock(), []
    for sent, there, back in ((0.0, 0.3, 0.01), (1.5, 0.01, 0.3), (3.0, 0.1, 0.1)):
        clock.hear(sent, 100 + sent + there, sent + there + back)
        widths.append(clock.instant(104.0, 4.0).within)
    assert widths == sorted(widths, reverse=True)
    assert widths[1] < 0.012, "two crooked ways, one each way, leave hardly anything"
    assert clock.instant(104.0, 604.0).within > widths[-1]


def test_a_phone_that_slept_is_measured_anew() -> None:
    clock = PhoneClock()
    for sent in (0.0, 1.5, 3.0):
        clock.hear(sent, 50 + sent, sent + 0.02)
    clock.hear(90.0, 60.0, 90.02)
    found = clock.instant(60.0, 90.02)
    assert found.low <= 90.0 <= found.high
    assert found.within < 0.02


def span(at: float, within: float = 0.004) -> Span:
    return Span(at - within, at + within)


LINES = {team: (team,) for team in "abc"}


def race_of(
    *presses: tuple[str, float, float], opened: float = 0.0, answered: str = "abc", within: float = 0.004
) -> Race:
    """Return a race in which teams pressed at one instant and arrived at another; then these lines answered."""
    race = Race(tuple("abc"), opened)
    for team, at, arrived in sorted(presses, key=lambda press: press[2]):
        race.press(timed(team, span(at, within), arrived, team))
    for line in answered:
        race.answer(line, race.asked or 0.0)
    return race


@pytest.mark.parametrize(
    ("race", "order", "sure"),
    [
        (race_of(("a", 1.0, 1.2), ("b", 1.05, 1.1)), "ab", True),
        (race_of(("a", 1.0, 1.2), ("b", 1.007, 1.1)), "ab", False),
        (race_of(("a", 1.0, 1.2), ("b", 1.009, 1.1)), "ab", True),
        (race_of(("a", 1.0, 1.1)), "a", True),
        (race_of(("a", 1.0, 1.1), opened=0.999), "a", False),
        (race_of(("a", 1.0, 2.5), ("b", 1.4, 2.4)), "ba", False),
        (race_of(("a", 5.0, 2.5)), "a", False),
    ],
    ids=["lead", "too close", "just enough", "alone", "at the call", "long on its way", "before it happened"],
)
def test_an_order_is_sure_where_nothing_else_can_have_happened(race: Race, order: str, sure: bool) -> None:
    found = race.order(LINES, 9.0)
    assert found is not None
    assert ("".join(press.team for press in found.presses), found.sure, found.missing) == (order, sure, ())


def test_nothing_is_said_before_every_line_has_answered() -> None:
    race = race_of(("a", 1.0, 1.1), answered="b")
    assert race.order(LINES, 1.2) is None
    race.answer("c", 1.0)
    assert race.order(LINES, 1.2) is None, "what was asked before the first press says nothing"
    race.answer("c", 1.15)
    found = race.order(LINES, 1.3)
    assert found is not None
    assert found.sure


def test_a_line_that_does_not_answer_leaves_it_to_the_host() -> None:
    race = race_of(("a", 1.0, 1.1), answered="b")
    found = race.order(LINES, 1.1 + PATIENCE)
    assert found is not None
    assert (found.sure, found.missing) == (False, ("c",))
    gone = race.order({"a": ("a",), "b": ("b",)}, 1.2)
    assert gone is not None, "nobody waits for who is not there"
    assert (gone.sure, gone.missing) == (False, ("c",))


def test_who_presses_after_its_line_has_answered_changes_nothing() -> None:
    race = race_of(("a", 1.0, 1.1), within=0.3)
    race.press(timed("b", span(1.2, 0.3), 1.4, "b"))
    found = race.order(LINES, 1.5)
    assert found is not None
    assert ([press.team for press in found.presses], found.sure) == (["a", "b"], True)


@pytest.mark.parametrize(
    ("team", "at", "counts"), [("a", 1.0, False), ("b", 0.5, False), ("d", 2.0, False), ("b", 2.0, True)]
)
def test_who_has_pressed_was_too_early_or_may_not_does_not_count(team: str, at: float, counts: bool) -> None:
    race = race_of(("a", 1.5, 1.6), opened=1.0)
    assert race.press(timed(team, span(at), at + 0.1, team)) is counts


def test_one_box_keeps_the_order_of_its_own_presses() -> None:
    race = Race(tuple("abc"), 0.0)
    for team, arrived in (("b", 1.0), ("a", 1.001)):
        race.press(timed(team, Span(arrived - 0.02, arrived), arrived, "box"))
    race.answer("box", 1.0)
    found = race.order(dict.fromkeys("abc", ("box",)), 1.1)
    assert found is not None
    assert ([press.team for press in found.presses], found.sure) == (["b", "a"], True)


def test_a_press_is_believed_a_second_and_not_into_the_future() -> None:
    late, early = timed("a", span(1.0), 1.0 + 2 * LONGEST_WAY, "a"), timed("a", span(9.0), 2.0, "a")
    assert (late.doubtful, early.doubtful) == (True, True)
    assert all(press.span.low <= press.span.high <= press.arrived for press in (late, early))


def test_what_is_sure_is_never_wrong_on_crooked_lines() -> None:
    found = tally(1_500)
    assert sum(each["wrong"] for each in found.values()) == 0
    assert found[JITTERS[0]]["right"] > 100, "on a good line most answers are sure"
    assert found[JITTERS[-1]]["overtaken"] > 100, "on a bad one the first to arrive is not the first"

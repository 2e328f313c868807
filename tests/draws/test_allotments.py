"""Judges in rooms: no own unit, even numbers, few repeats, a reason for each."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.draws import Allotment, allot
from quizarena.errors import DrawError
from quizarena.text import draw

ROOMS = (("a", "b"), ("c", "d"))
UNITS = {"a": "north", "c": "south"}


def allotted(judges: str, *met: tuple[str, str], rooms: tuple[tuple[str, ...], ...] = ROOMS) -> Allotment:
    """Allot judges written as "j1=north j2"."""
    units = dict(each.split("=") for each in judges.split() if "=" in each)
    labels = [each.partition("=")[0] for each in judges.split()]
    return allot(labels, rooms, units=units, team_units=UNITS, met=met)


@pytest.mark.parametrize(
    ("judges", "met", "rooms", "spare"),
    [
        ("j1 j2 j3 j4", (), ["j1 j3", "j2 j4"], ""),
        ("j1=north j2 j3 j4", (), ["j2 j3", "j1 j4"], ""),
        ("j1=north j2=south j3 j4 j5", (), ["j2 j3 j5", "j1 j4"], ""),
        ("j1 j2", (("j1", "a"),), ["j2", "j1"], ""),
        ("j1=north j2=north j3 j4", (), ["j3 j4", "j1 j2"], ""),
    ],
)
def test_who_judges_where(judges: str, met: tuple[tuple[str, str], ...], rooms: list[str], spare: str) -> None:
    found = allotted(judges, *met)
    assert [" ".join(room) for room in found.rooms] == rooms
    assert " ".join(found.spare) == spare


def test_each_judge_has_a_reason() -> None:
    found = allotted("j1=north j2 j3", ("j2", "a"), ("j2", "c"))
    assert [draw(reason, "en") for reason in found.reasons] == [
        "j1, room 2: not room 1, for a team of north is there",
        "j2, room 1: has judged a before, no way avoids that",
        "j3, room 1: shares a unit with no team, and a judge was wanted there",
    ]


def test_who_stands_down_is_allotted_elsewhere_or_sits_out() -> None:
    found = allot(["j1", "j2", "j3"], ROOMS, units={}, team_units={}, barred=[("j1", "b"), ("j2", "a"), ("j2", "d")])
    assert (found.rooms, found.spare) == ((("j3",), ("j1",)), ("j2",))
    assert [draw(reason, "en") for reason in found.reasons[:2]] == [
        "j1, room 2: stands down for room 1",
        "j2 sits out: stands down wherever there is a place",
    ]


@pytest.mark.parametrize(
    ("judges", "why"),
    [("j1", "expected a judge or more for each room"), ("j1=north j2=north", "room 1, a and b"), ("j1 j1", "j1")],
)
def test_what_cannot_be_allotted_is_refused(judges: str, why: str) -> None:
    with pytest.raises(DrawError, match=why):
        allotted(judges)


@given(st.lists(st.sampled_from(["", "north", "south"]), min_size=2, max_size=5), st.data())
def test_no_own_unit_even_rooms_and_as_few_repeats_as_any_way(owns: list[str], data: st.DataObject) -> None:
    judges = [f"j{number}" for number in range(len(owns))]
    units = {judge: own for judge, own in zip(judges, owns, strict=True) if own}
    met = data.draw(st.sets(st.tuples(st.sampled_from(judges), st.sampled_from("abcd")), max_size=6))
    barred = {judge: {"north": 0, "south": 1}.get(own) for judge, own in zip(judges, owns, strict=True)}
    ways = [
        way
        for way in product((0, 1), repeat=len(judges))
        if abs(2 * sum(way) - len(way)) <= 1 and all(barred[judge] != at for judge, at in zip(judges, way, strict=True))
    ]

    def repeats(way: tuple[int, ...]) -> int:
        return sum((judge, team) in met for judge, at in zip(judges, way, strict=True) for team in ROOMS[at])

    try:
        found = allot(judges, ROOMS, units=units, team_units=UNITS, met=met)
    except DrawError:
        assert not ways
        return
    at = {judge: number for number, room in enumerate(found.rooms) for judge in room}
    assert all(barred[judge] != number for judge, number in at.items())
    assert abs(len(found.rooms[0]) - len(found.rooms[1])) <= 1
    assert len(found.reasons) == len(judges)
    if ways:
        assert not found.spare
        assert repeats(tuple(at[judge] for judge in judges)) == min(map(repeats, ways))

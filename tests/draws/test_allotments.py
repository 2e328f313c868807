"""Judges in rooms: no own unit, even numbers, few repeats, a reason for each."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from quizarena.draws import Allotment, allot
from quizarena.errors import DrawError
from quizarena.text import draw

ROOMS = (("a", "b"), ("c", "d"))
UNITS = {"a": "north", "c": "south"}
ALL_MET = tuple((f"j{number}", team) for number in range(1, 9) for team in "ce")
"""Of eight judges everybody would rather judge in room 1 than in the other two."""


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
        ("j1 j2 j3 j4 j5 j6 j7 j8", ALL_MET, ["j1 j4 j7", "j2 j5 j8", "j3 j6"], ""),
    ],
)
def test_who_judges_where(judges: str, met: tuple[tuple[str, str], ...], rooms: list[str], spare: str) -> None:
    found = allotted(judges, *met, rooms=(*ROOMS, ("e", "f"))[: len(rooms)])
    assert [" ".join(room) for room in found.rooms] == rooms
    assert " ".join(found.spare) == spare


def test_each_judge_has_a_reason() -> None:
    (reason, *_others) = allotted("j1=south j2").reasons
    assert draw(reason, "en") == "j1, room 1: not room 2, for a team of south is there"
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
    [
        ("j1", "expected a judge or more for each room"),
        ("j1=north j2=north", "room 1, a and b"),
        ("j1=south j2=south", "room 2, c and d"),
        ("j1 j1", "j1"),
    ],
)
def test_what_cannot_be_allotted_is_refused(judges: str, why: str) -> None:
    with pytest.raises(DrawError, match=why):
        allotted(judges)


def test_there_is_a_room_and_one_is_enough() -> None:
    with pytest.raises(DrawError, match="expected a judge or more for each room, found 1 for 0"):
        allotted("j1", rooms=())
    assert allotted("j1 j2", rooms=(("b", "d"),)).rooms == (("j1", "j2"),)
    four = ("b", "d", "e", "f")
    assert allotted("j1", *(("j1", team) for team in four), rooms=(four,)).rooms == (("j1",),)


@pytest.mark.parametrize(
    ("judge", "reason"),
    [
        ("j1", "j1 sits out: a team of north is wherever there is a place"),
        ("j2", "j2 sits out: stands down wherever there is a place"),
    ],
)
def test_who_sits_out_has_a_reason(judge: str, reason: str) -> None:
    units, barred = {"j1": "north", "j2": "west"}, [("j2", "a"), ("j2", "d")]
    found = allot([judge, "j3", "j4"], ROOMS, units=units, team_units={"a": "north", "d": "north"}, barred=barred)
    assert (found.rooms, found.spare) == ((("j3",), ("j4",)), (judge,))
    assert draw(found.reasons[0], "en") == reason


def test_no_own_unit_even_rooms_and_as_few_repeats_as_any_way() -> None:
    """All ways there are to seat up to six judges in two or three rooms are tried beside the one that is found.

    The last seeds make judges of whom some have to move on twice.
    """
    for seed in (*range(60), 80, 87, 156):
        _allot_as_well_as_any_way(Random(seed))


def _allot_as_well_as_any_way(chance: Random) -> None:
    rooms = (*ROOMS, ("e", "f"))[: chance.choice((2, 3))]
    judges = [f"j{number}" for number in range(chance.randint(len(rooms), 6))]
    units = {judge: chance.choice(("north", "south")) for judge in judges if not chance.randrange(3)}
    own = {(judge, {"north": 0, "south": 1}[unit]) for judge, unit in units.items()}
    met = {(chance.choice(judges), chance.choice("abcdef")) for _time in range(chance.randrange(18))}

    def repeats(way: tuple[int, ...]) -> int:
        return sum((judge, team) in met for judge, at in zip(judges, way, strict=True) for team in rooms[at])

    def is_fit(way: tuple[int, ...]) -> bool:
        counts = [way.count(number) for number in range(len(rooms))]
        return max(counts) - min(counts) <= 1 and own.isdisjoint(zip(judges, way, strict=True))

    ways = list(filter(is_fit, product(range(len(rooms)), repeat=len(judges))))
    try:
        found = allot(judges, rooms, units=units, team_units=UNITS, met=met)
    except DrawError:
        assert not ways
        return
    at = {judge: number for number, room in enumerate(found.rooms) for judge in room}
    assert own.isdisjoint(at.items())
    assert max(map(len, found.rooms)) - min(map(len, found.rooms)) <= 1
    assert len(found.reasons) == len(judges)
    if ways:
        assert not found.spare
        assert repeats(tuple(at[judge] for judge in judges)) == min(map(repeats, ways))

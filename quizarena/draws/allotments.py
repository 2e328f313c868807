"""Judges allotted to rooms: nobody judges a team of the own unit, rooms are filled evenly, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from quizarena.errors import DrawError
from quizarena.text import FRAME, Text, listed, plain

from .ticket_draw import check_labels

_ = FRAME

Room: TypeAlias = Sequence[str]
"""The teams that meet in a room."""
_BARRED = 10**6


@attrs.frozen
class Allotment:
    """The judges of each room, in the order they were given; `spare` sit out, and `reasons` has a line for each judge.

    The first of a room may chair it: strong judges are given first, and go to different rooms.
    """

    rooms: tuple[tuple[str, ...], ...]
    spare: tuple[str, ...] = ()
    reasons: tuple[Text, ...] = ()


def _room(number: int) -> Text:
    return _("room {number}", number=number)


def allot(
    judges: Sequence[str],
    rooms: Sequence[Room],
    *,
    units: Mapping[str, str],
    team_units: Mapping[str, str],
    met: Collection[tuple[str, str]] = (),
    barred: Collection[tuple[str, str]] = (),
    names: Callable[[str], Text] = plain,
    place: Callable[[int], Text] = _room,
) -> Allotment:
    """Allot `judges`, the best first, to `rooms`.

    Args:
        judges: Their labels.
        rooms: The teams of each room.
        units: The units of judges who have one.
        team_units: The units of teams that have one; a judge of the same unit does not judge them.
        met: Judges with teams that they have judged before; that happens again as seldom as can be.
        barred: Judges with teams that they do not judge, whatever their units.
        names: What judges and teams are called in reasons, by their labels.
        place: What a room is called in reasons, by its number from 1.

    Every room gets as many judges as any other, give or take one. Who finds no room without a team of the own unit
    sits out.

    Raises:
        DrawError: There is no room, a label stands twice, there are fewer judges than rooms, or a room cannot have as
            many judges as the others.
    """
    if not 0 < len(rooms) <= len(judges):
        raise DrawError(
            _(
                "expected a judge or more for each room, found {judges} for {rooms}",
                judges=len(judges),
                rooms=len(rooms),
            )
        )
    check_labels(judges)
    check_labels([team for room in rooms for team in room])
    table = _Table(judges, rooms, units, team_units, frozenset(met), frozenset(barred), names, place)
    whole, more = divmod(len(judges), len(rooms))
    for _turn in range(whole):
        for number in range(len(rooms)):
            table.fill(number)
    table.seat_rest(whole + bool(more))
    return Allotment(
        tuple(tuple(each for each in judges if table.room.get(each) == number) for number in range(len(rooms))),
        tuple(each for each in judges if each not in table.room),
        tuple(table.reasons()),
    )


@attrs.define
class _Table:
    """Who is in which room so far; a judge moves on when that lets another in (augmenting paths of least repeats)."""

    judges: Sequence[str]
    rooms: Sequence[Room]
    units: Mapping[str, str]
    team_units: Mapping[str, str]
    met: frozenset[tuple[str, str]]
    barred: frozenset[tuple[str, str]]
    names: Callable[[str], Text]
    place: Callable[[int], Text]
    room: dict[str, int] = attrs.field(factory=dict)

    def cost(self, judge: str, number: int) -> int:
        """Return how many teams of a room a judge has judged before, `_BARRED` where the judge may not be."""
        if self._is_own(judge, number) or any((judge, team) in self.barred for team in self.rooms[number]):
            return _BARRED
        return sum((judge, team) in self.met for team in self.rooms[number])

    def _is_own(self, judge: str, number: int) -> bool:
        own = self.units.get(judge)
        return own is not None and any(self.team_units.get(team) == own for team in self.rooms[number])

    def fill(self, number: int) -> None:
        """Let one more judge into a room; DrawError if none can come."""
        free = [judge for judge in self.judges if judge not in self.room]
        path = self._path(free, lambda each: each == number)
        if not path:
            why = _("{room}, {teams}: every judge who is left is of a unit of its teams, or stands down",
                    room=self.place(number + 1), teams=self._named(self.rooms[number]))  # fmt: skip
            raise DrawError(why)
        self._take(path)

    def seat_rest(self, most: int) -> None:
        """Seat who is left in rooms with less than `most` judges, one more each, where no unit forbids it."""
        for judge in [each for each in self.judges if each not in self.room]:
            short = {number for number, count in enumerate(self._counts()) if count < most}
            self._take(self._path([judge], short.__contains__))

    def _counts(self) -> list[int]:
        return [sum(each == number for each in self.room.values()) for number in range(len(self.rooms))]

    def _take(self, path: Sequence[tuple[str, int]]) -> None:
        self.room |= dict(path)

    def _path(self, free: Sequence[str], is_goal: Callable[[int], bool]) -> list[tuple[str, int]]:
        """Return the moves of least repeats by which one of `free` gets a seat, others moving on; none if none can."""
        best: dict[str, tuple[int, list[tuple[str, int]]]] = {judge: (0, []) for judge in free}
        found: tuple[int, list[tuple[str, int]]] | None = None
        queue = list(free)
        while queue:
            judge = queue.pop(0)
            cost, path = best[judge]
            left = self.room.get(judge)
            for number in range(len(self.rooms)):
                price = self.cost(judge, number)
                if number == left or price >= _BARRED:
                    continue
                paid = cost + price - (self.cost(judge, left) if left is not None else 0)
                step = [*path, (judge, number)]
                if is_goal(number) and (found is None or paid < found[0]):
                    found = paid, step
                for other in (each for each, where in self.room.items() if where == number):
                    seen = {who for who, _room in step}
                    if other not in seen and (other not in best or paid < best[other][0]):
                        best[other] = paid, step
                        queue.append(other)
        return [] if found is None else found[1]

    def reasons(self) -> Iterator[Text]:
        """Yield why each judge is where they are."""
        for judge in self.judges:
            number = self.room.get(judge)
            yield self._why_out(judge) if number is None else self._why_in(judge, number)

    def _why_out(self, judge: str) -> Text:
        name, unit = self.names(judge), self.units.get(judge)
        if unit is None or not any(self._is_own(judge, nth) for nth in range(len(self.rooms))):
            return _("{judge} sits out: stands down wherever there is a place", judge=name)
        return _("{judge} sits out: a team of {unit} is wherever there is a place", judge=name, unit=unit)

    def _why_in(self, judge: str, number: int) -> Text:
        said: dict[str, Text | str] = {"judge": self.names(judge), "room": self.place(number + 1)}
        again = [team for team in self.rooms[number] if (judge, team) in self.met]
        if again:
            return _("{judge}, {room}: has judged {teams} before, no way avoids that", teams=self._named(again), **said)
        others = [nth for nth in range(len(self.rooms)) if self.cost(judge, nth) >= _BARRED]
        own = [nth for nth in others if self._is_own(judge, nth)]
        rooms = listed([self.place(nth + 1) for nth in own or others])
        if own:
            said |= {"unit": self.units[judge], "rooms": rooms}
            return _("{judge}, {room}: not {rooms}, for a team of {unit} is there", **said)
        if others:
            return _("{judge}, {room}: stands down for {rooms}", rooms=rooms, **said)
        return _("{judge}, {room}: shares a unit with no team, and a judge was wanted there", **said)

    def _named(self, labels: Sequence[str]) -> Text:
        return listed([self.names(each) for each in labels])

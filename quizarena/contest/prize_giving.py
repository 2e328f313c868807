"""The prizes as they open (颁奖), from the last place up, honours after them, and what the host reads at each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..points import column_places, show, spoken_total
from ..rounds import Award
from ..scenes import Audience, Prizes, Say, Winner
from ..text import FRAME, Text, listed
from .position import Position
from .scene_standings import giving_order, part_names, parts, returns
from .standings import Standings, awards, standings
from .state import State

_ = FRAME


def prizes(position: Position, audience: Audience, found: Standings) -> Prizes:
    """Return the prizes and honours, for the hall as far as the board has opened them."""
    state, honours = position.state, tuple(awards(position))
    count = len(found.prizes)
    winners = [tuple(_winner(position, found, team) for team in each.entrants) for each in found.prizes]
    winners += [tuple(_honoured(position, each)) for each in honours]
    names: list[Text] = [*(each.prize.name for each in found.prizes), *(each.name for each in honours)]
    opening = giving_order(found, len(honours))
    step, again = _prizes_open(state, audience, len(opening)), returns(count, len(honours))
    opened = Counter(opening[:step])
    seen = [who[: opened[row]] if row < count or not opened[row] else who for row, who in enumerate(winners)]
    is_back = again and (state.signed is not None or state.board.step > 1 + len(opening))
    now = 0 if is_back and step == len(opening) else opening[step - 1] if step else None
    is_last = is_back or state.signed is not None
    return Prizes(
        tuple((name, _names(seen[row]) if opened[row] else None) for row, name in enumerate(names)),
        tuple(seen),
        opening if audience != "hall" else _as_known(opening, step),
        now,
        None if now is None else _alone(seen[now], by_name=now < count and not is_last),
        again,
    )


def all_are_given(position: Position) -> bool:
    """Whether the hall knows every prize and honour: the board has opened all, or the result is signed."""
    state = position.state
    if state.signed is not None or state.board.programme != "prizes":
        return state.signed is not None
    rows = prizes(position, "hall", standings(position)).rows
    return bool(rows) and all(names is not None for _name, names in rows)


def _as_known(opening: tuple[int, ...], step: int) -> tuple[int, ...]:
    """Return the order as the hall knows it: what is open, then each row to come once, for it may be shared."""
    opened = opening[:step]
    return (*opened, *dict.fromkeys(row for row in opening[step:] if row not in opened))


def _alone(winners: tuple[Winner, ...], *, by_name: bool) -> Winner | None:
    """Return who stands alone on the page: the name opened last, or of a whole row its only one."""
    return winners[-1] if winners and (by_name or len(winners) == 1) else None


def _prizes_open(state: State, audience: Audience, count: int) -> int:
    """Return how many rows are open: the first step of the page opens none, and all are once it is signed."""
    if state.board.programme == "prizes" and audience == "hall" and state.signed is None:
        return max(0, min(state.board.step - 1, count))
    return count if audience != "hall" or state.signed is not None else 0


def _names(winners: tuple[Winner, ...]) -> tuple[Text, ...]:
    return tuple(winner.name for winner in winners)


def _winner(position: Position, found: Standings, team_id: str) -> Winner:
    team = position.state.roster.team(team_id)
    podiums: Mapping[str, int] = dict(position.podiums)
    row = found.row(team_id)
    return Winner(
        team.short or team.name,
        podiums[team_id],
        None,
        row.place,
        row.total,
        parts(found, team_id),
        _ahead(found, team_id),
        standing=team.standing,
        members=tuple(member.name for member in team.members),
        part_names=part_names(position, found, team_id),
    )


def _ahead(found: Standings, team: str) -> Fraction | None:
    """Return the points from the first to the second; None for any other team, and where the second has more."""
    first, *others = found.rows
    ahead = first.total - others[0].total if others and first.entrant == team else None
    return None if ahead is None or ahead < 0 else ahead


def _honoured(position: Position, award: Award) -> list[Winner]:
    """Return who is honoured; a member with the team and its desk."""
    roster, podiums = position.state.roster, dict(position.podiums)
    total = award.score.value if award.score is not None else None
    found = []
    for winner in award.winners:
        own = next((team for team in roster.teams if any(each.id == winner for each in team.everybody)), None)
        if own is None:
            found.append(Winner(roster.name(winner), podiums.get(winner), total=total))
        else:
            found.append(Winner(roster.name(winner), podiums.get(own.id), own.short or own.name, total=total))
    return found


def prizes_say(position: Position, block: Prizes) -> Say:
    """Return what is read at the step of the prizes the board is at; `block` has them all."""
    state = position.state
    if state.signed is not None:
        return Say((_("The result is signed. Thank you all, good night!"),))
    nth = [block.opening[:place].count(row) for place, row in enumerate(block.opening)]
    given = (_row_line(block, *each) for each in zip(block.opening, nth, strict=True))
    lines = [_("And now, the prizes!"), *given, *_farewell(block)]
    if state.board.programme != "prizes":
        return Say((), (lines[0],))
    step = max(0, state.board.step - 1)
    return Say((lines[min(step, len(lines) - 1)],), tuple(lines[step + 1 : step + 2]))


def _farewell(block: Prizes) -> Iterator[Text]:
    """Yield what is read when the first prize is there again after the last row."""
    champions = block.winners[0] if block.winners else ()
    if champions:
        names = listed([winner.name for winner in champions])
        yield _("Congratulations, {teams}! Prize winners, on stage for the photograph, please.", teams=names)


def _row_line(block: Prizes, row: int, nth: int) -> Text:
    """Return what is read of a row at its step: an honour as a whole, of a prize the name that opens as the `nth`."""
    prize, winners = block.rows[row][0], block.winners[row]
    if not winners:
        return _("{prize}: nobody.", prize=prize)
    places = column_places(winner.total for winner in winners if winner.total is not None)
    if any(winner.podium is None or winner.team is not None for winner in winners):
        return _("{award}: {names}!", award=prize, names=listed([_honoured_name(winner) for winner in winners]))
    winner, total = winners[nth], spoken_total(winners[nth].total or 0, places)
    said: dict[str, Text | str] = {"prize": prize, "team": winner.name, "total": total}
    if not nth:
        return _("{prize}: {team}, {total}!", **said)
    said["prize"] = _("And also{prize:.0}", prize=prize)  # English does not name the prize again
    gap = (winners[nth - 1].total or Fraction(0)) - (winner.total or Fraction(0))
    if not gap:
        return _("{prize}, on the same {total}: {team}!", **said)
    if gap >= 1 or gap < 0:  # below 0: who stands behind by a round that decides has more
        return _("{prize}: {team} with {total}!", **said)
    return _("{prize}: {team}, {total}, {gap} behind!", gap=_less_than_a_point(gap), **said)


def _less_than_a_point(gap: Fraction) -> Text:
    """Return less than a point as it is said: 0.01 分, one hundredth."""
    known = {Fraction(1, 2): _("half a point"), Fraction(1, 10): _("one tenth"), Fraction(1, 100): _("one hundredth")}
    return known.get(gap) or _("{count} points", count=show(gap))


def _honoured_name(winner: Winner) -> Text:
    return winner.name if winner.team is None else _("{name} of {team}", name=winner.name, team=winner.team)

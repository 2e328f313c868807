"""A contest as JSON values, for programs: its standings, its records as somebody may read them, its moves.

Numbers that are scores are text, exact; instants are UTC text. The scene makes its own, see `quizarena.scenes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..blanks import Blank, Choice, Line, Number, Permutation, Selection
from ..contest import Contest, LogLine, Standings
from ..contest.columns import adjusted
from ..facts import instant_text
from ..moves import Move
from ..points import show
from ..scenes import Audience
from ..standings import Row
from ..text import draw


def standings_json(contest: Contest, audience: Audience, language: str) -> dict[str, Any]:
    """Return the standings; winners of prizes that the board has not shown yet are null for the hall."""
    found = contest.standings(audience)
    roster = contest.state.roster

    def names(winners: tuple[str, ...]) -> list[str]:
        return [draw(roster.name(each), language) for each in winners]

    return {
        "standings": [_row(contest, found, row, audience, language) for row in found.rows],
        "prizes": [
            {
                "prize": draw(each.prize.name, language),
                "winners": list(each.entrants) if each.is_open else None,
                "names": names(each.entrants) if each.is_open else None,
            }
            for each in found.prizes
            if not each.is_place
        ],
        "awards": [
            {"award": draw(each.name, language), "winners": list(each.winners), "names": names(each.winners)}
            for each in contest.awards(audience)
        ],
        "open_ties": [list(tie) for tie in found.open_ties],
        "rehearsal": contest.state.is_rehearsal,
        "provisional": found.provisional,
        "frozen": found.frozen,
        "complete": found.complete,
    }


def _row(contest: Contest, found: Standings, row: Row, audience: Audience, language: str) -> dict[str, Any]:
    scores = {each: by_team[row.entrant] for each, by_team in found.rounds.items() if row.entrant in by_team}
    return {
        "place": row.place,
        "team": row.entrant,
        "name": contest.state.roster.name(row.entrant).in_language(language),
        "podium": dict(contest.podiums_seen(audience))[row.entrant],
        "rounds": {each: show(score.value) for each, score in scores.items()},
        "adjustments": show(adjusted(found, row.entrant)),
        "total": show(row.total),
        "tied": list(row.tied),
        "broken_by": None if row.broken_by is None else row.broken_by.name,
        "standing": contest.seen_by(audience).state.roster.team(row.entrant).standing,
    }


# Records


def line_json(line: LogLine) -> dict[str, Any]:
    """Return a record as somebody may read it; for the hall without the key `person`."""
    value = {
        "seq": line.seq,
        "at": instant_text(line.at),
        "seat": line.seat,
        "person": line.person,
        "round": line.round,
        "type": line.type,
        "fact": dict(line.fields),
        "sealed": list(line.sealed),
        "corrected_by": list(line.corrected_by),
        "gone": line.gone,
    }
    return {name: each for name, each in value.items() if name != "person" or each is not None}


# Moves


def spelled(value: Any) -> str:
    """Return a field's value as it is typed on a command line."""
    if isinstance(value, (tuple, list)):
        return ",".join(map(spelled, value))
    if isinstance(value, datetime):
        return instant_text(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def move_json(move: Move, language: str) -> dict[str, Any]:
    """Return a move: what it gives, and what it leaves open."""
    return {
        "type": move.fact.type,
        "label": draw(move.label, language),
        "seat": move.seat,
        "given": _plain(move.identity),
        "taken": _plain(move.foreseeable),
        "open": [
            {"path": blank.path, "label": draw(blank.label, language), **dict(_bounds(blank, language))}
            for blank in move.blanks
        ],
        "aside": move.aside,
        "closed": None if move.closed is None else draw(move.closed, language),
        "say": None if move.say is None else draw(move.say, language),
        "gesture": move.gesture,
    }


def _bounds(blank: Blank, language: str) -> Iterator[tuple[str, Any]]:
    yield "kind", type(blank).__name__.lower()
    if isinstance(blank, Number):
        yield from ((name, _plain(getattr(blank, name))) for name in ("low", "high", "step", "whole"))
    elif isinstance(blank, (Choice, Permutation, Selection)):
        yield "options", [{"value": each.value, "label": draw(each.label, language)} for each in blank.options]
    elif isinstance(blank, Line):
        yield from ((name, getattr(blank, name)) for name in ("longest", "optional"))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return spelled(value) if isinstance(value, (Decimal, datetime)) else value

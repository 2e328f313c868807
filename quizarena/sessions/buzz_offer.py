"""The buzz that is open, and what the desk is told of presses: an offer beside the record, confirmed by a person.

How presses are measured and put in order is in `buzzers`, which sockets and programs bring them is the server's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from ..blanks import Choice, Option, Press, PressWay, gap_ms
from ..contest import Contest
from ..errors import FactError
from ..facts import instant_text, parse_instant
from ..journal import Journal
from ..moves import Move
from ..text import Joined, Text
from ..values import evolve
from .bindings import SEAT, Bindings, Bound, false_start, move_key
from .drafts import read_draft
from .follow import running_clocks
from .words import _

KEY = "web:buzzers"
_SHAPE = {
    "buzz": str,
    "sure": bool,
    "early": bool,
    "missing": [str],
    "presses": [{"team": str, "at": str, "within": int}],
}


@attrs.frozen
class OpenBuzz:
    """The move by which a team gets the question, while the contest waits for one.

    Before the host's call it is not `armed`; `fouls` are then the false starts by team, none where they do not count.
    `called` is when the clock was started, None where none runs. `key` is the question's and the attempt's own.
    """

    key: str
    move: Move
    teams: tuple[str, ...]
    armed: bool
    called: datetime | None
    fouls: Mapping[str, Bound] = attrs.field(factory=dict, hash=False)

    def why_barred(self, team: str) -> Text | None:
        """Return in a word why a team may not buzz, None where it may or no reason is given."""
        found = (
            why for blank in self.move.blanks if isinstance(blank, Choice) for who, why in blank.barred if who == team
        )
        return next(found, None)

    @property
    def way(self) -> PressWay:
        """Who says who was first."""
        return "hand" if self.move.evidence is None else self.move.evidence.way

    def option(self, team: str) -> Option | None:
        """Return the option that gives the question to a team, None where it may not have it."""
        return next((each for each in self.move.choices("team") if each.team == team), None)


def open_buzz(contest: Contest, moves: tuple[Move, ...] | None = None) -> OpenBuzz | None:
    """Return the buzz that is open, None while nobody may buzz; `moves` are the desk's, where they are known."""
    found = tuple(contest.moves(SEAT)) if moves is None else moves
    move = next((each for each in found if each.evidence is not None), None)
    running = contest.state.running
    if move is None or running is None:
        return None
    options = [option for option in move.choices("team") if option.team is not None]
    teams = tuple(option.team for option in options if option.team is not None)
    bound = (Bound(move, {"team": option.value}, option) for option in options)
    fouls = {str(each.option.team): foul for each in bound if each.option and (foul := false_start(each, found))}
    since = [clock.running_since for clock in running_clocks(contest.scene(SEAT))]
    key = json.dumps([running.id, move_key(move), list(teams)])
    return OpenBuzz(key, move, teams, move.closed is None and not fouls, since[0] if since else None, fouls)


# What the desk is told


@attrs.frozen
class Offer:
    """Presses as the desk is told of them, the first first: for which buzz, and whether their order is `sure`.

    Those that are `early` came before the call. `missing` are teams whose buzzers did not answer.
    """

    buzz: str
    presses: tuple[Press, ...]
    sure: bool
    early: bool = False
    missing: tuple[str, ...] = ()


def write_offer(journal: Journal, offer: Offer | None) -> None:
    """Tell the desk, or take back what it was told."""
    before = journal.draft(KEY)
    if offer is None:
        if before is not None:
            journal.drop_draft(KEY)
        return
    presses = [{"team": each.team, "at": instant_text(each.at), "within": each.within_ms} for each in offer.presses]
    said = {"buzz": offer.buzz, "sure": offer.sure, "early": offer.early, "missing": list(offer.missing)}
    journal.write_draft(KEY, json.dumps({**said, "presses": presses}), before)


def read_offer(journal: Journal, buzz: OpenBuzz | None) -> Offer | None:
    """Return what the desk is told of the buzz that is open, None where that is nothing or about another."""
    if buzz is None or buzz.way == "hand":
        return None
    found = read_draft(journal.draft(KEY), _SHAPE)
    if found is None or found["buzz"] != buzz.key:
        return None
    try:
        presses = tuple(_press(each) for each in found["presses"])
    except FactError:
        return None
    evidence = buzz.move.evidence
    is_stale = not presses or found["early"] == buzz.armed or buzz.option(presses[0].team) is None
    if is_stale or evidence is None or evidence.refuse(presses) is not None:
        return None
    return Offer(buzz.key, presses, found["sure"], found["early"], tuple(found["missing"]))


def _press(found: Mapping[str, Any]) -> Press:
    return Press(found["team"], parse_instant(found["at"]), found["within"])


def lead(contest: Contest, offer: Offer) -> Text:
    """Return who was first, and by how much."""
    first, *others = offer.presses
    number = dict(contest.podiums).get(first.team, 0)
    if offer.early:
        return _("desk {number} pressed before the call", number=number)
    if not others:
        return _("desk {number}, the only one so far", number=number)
    ahead, within = gap_ms(first, others[0]), first.within_ms + others[0].within_ms
    return _("desk {number}, {ahead} ms ahead (±{within})", number=number, ahead=ahead, within=within)


def doubt(contest: Contest, offer: Offer) -> Text:
    """Return what the desk is told where nobody can be sure: by the number the host decides."""
    numbers = dict(contest.podiums)
    said = [_("Too close to be sure: {lead}. The host decides; press the number.", lead=lead(contest, offer))]
    if offer.missing:
        desks = ", ".join(str(numbers[team]) for team in offer.missing if team in numbers)
        said.append(_("No answer from desk {desks}.", desks=desks))
    return Joined(tuple(said), " ")


def offered(contest: Contest, painted: Bindings, offer: Offer | None) -> Bindings:
    """Return the desk's keys with what the buzzers say: Enter confirms who was first for sure, a number anybody.

    Where Enter is the key of another step the number alone gives the question.
    """
    if offer is None:
        return painted
    move = next((each for each in painted.moves if each.evidence is not None), None)
    if move is None:
        return painted
    presses = {"presses": offer.presses}
    picks = {
        number: attrs.evolve(bound, values={**bound.values, **presses}) if bound.move is move else bound
        for number, bound in painted.picks.items()
    }
    first = next((each for each in move.choices("team") if each.team == offer.presses[0].team), None)
    keys = dict(painted.keys)
    if first is not None and (offer.sure or offer.early) and "next" not in keys:
        option = evolve(first, label=lead(contest, offer))
        keys["next"] = Bound(move, {"team": first.value, **presses}, option)
    return attrs.evolve(painted, keys=keys, picks=picks)

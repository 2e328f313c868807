"""Who speaks for a side: its members as listed or, with `speakers: chosen`, those whom it names on the day.

The reply is by the first or the second of them. Source: World Schools rules 1 and 3 (ndscambodia.org/formates).
"""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.blanks import Blank, Choice, Option, Permutation
from quizarena.moves import Move
from quizarena.roster import Contestant
from quizarena.rounds import Moment
from quizarena.text import Text, listed

from . import facts
from .rules import DebateRules, Segment
from .state import Match
from .words import SIDE, SIDES, _

SIDES_IN_ORDER = ("affirmative", "negative")
REPLIERS = ("first", "second")


def wanted(rules: DebateRules) -> int:
    """Return how many speak for a side: the highest number that a segment has."""
    numbers = [each.speaker for each in (*rules.segments, *rules.on_call) if isinstance(each.speaker, int)]
    return max(numbers, default=0)


def has_reply(rules: DebateRules) -> bool:
    """Whether a segment is a reply."""
    return any(each.speaker == "reply" for each in (*rules.segments, *rules.on_call))


def awaited(match: Match, rules: DebateRules) -> str | None:
    """Return the side that still has to name its speakers, None where none has to."""
    if rules.speakers == "listed":
        return None
    return next((side for side in SIDES_IN_ORDER if match.lineup(match.team(side)) is None), None)


def speakers(team: str, match: Match, moment: Moment) -> tuple[Contestant, ...]:
    """Return who speaks for a team, in the order of their numbers; all members while nobody was named."""
    found, lineup = moment.field.team(team), match.lineup(team)
    if lineup is None:
        return found.members
    by_id = {member.id: member for member in found.everybody}
    return tuple(by_id[member] for member in lineup.order if member in by_id)


def speaker_of(segment: Segment, side: str, match: Match, moment: Moment) -> Contestant | None:
    """Return who of a side speaks in a segment, None where nobody can say."""
    if side not in SIDES_IN_ORDER or segment.speaker is None or segment.side not in (side, "both"):
        return None
    team = match.team(side)
    number: int | None = segment.speaker if isinstance(segment.speaker, int) else _replier(team, match)
    members = speakers(team, match, moment)
    return members[number - 1] if number is not None and number <= len(members) else None


def _replier(team: str, match: Match) -> int | None:
    lineup = match.lineup(team)
    return None if lineup is None or not lineup.reply else 1 + REPLIERS.index(lineup.reply)


def lineup_move(side: str, match: Match, moment: Moment) -> Move:
    """Return the move by which a side names who speaks, and who replies."""
    team = moment.field.team(match.team(side))
    said = {"team": team.name, "side": _lower(side)}
    return Move(
        facts.LinedUp,
        _("Who speaks for {team}", team=team.name),
        identity={"match": match.number, "team": team.id},
        blanks=tuple(_blanks(team.members, moment.rules)),
        gesture="next",
        say=_("{team}, who speaks for the {side}?", **said),
    )


def _blanks(members: tuple[Contestant, ...], rules: DebateRules) -> Iterator[Blank]:
    options = tuple(Option(member.id, member.name) for member in members)
    yield Permutation("order", options, _("speakers, the first first"), wanted(rules))
    if has_reply(rules):
        words = (_("the first speaker"), _("the second speaker"))
        replies = tuple(map(Option, REPLIERS, words))
        yield Choice("reply", replies, _("reply"))


def lineup_lines(match: Match, moment: Moment) -> Iterator[Text]:
    """Yield who speaks for either side, once both have named them."""
    if moment.rules.speakers == "listed" or awaited(match, moment.rules) is not None:
        return
    for side in SIDES_IN_ORDER:
        team = match.team(side)
        names = [member.name for member in speakers(team, match, moment)]
        number = _replier(team, match)
        if number is None or number > len(names):
            yield _("{side}: {members}.", side=SIDES[side], members=listed(names))
        else:
            said = {"side": SIDES[side], "members": listed(names), "reply": names[number - 1]}
            yield _("{side}: {members}; {reply} replies.", **said)


def _lower(side: str) -> Text:
    return SIDE[side]

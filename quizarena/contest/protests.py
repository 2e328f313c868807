"""What hall and host are told of a protest (申诉) and of points the arbiters add or take off."""

from __future__ import annotations

from fractions import Fraction

from ..points import spoken_points, spoken_total
from ..text import FRAME, Text
from .facts import Adjusted
from .state import Protest

_ = FRAME


def pending_words(protest: Protest, podium: int) -> Text:
    """Return what stands on every screen until a protest is decided."""
    return _("desk {desk} protests: {about}; the arbiters are looking at it", desk=podium, about=protest.about)


def announcement(protest: Protest, podium: int) -> Text:
    """Return what the host reads of a protest as it is now, from the desk number of its team."""
    desk, about = podium, protest.about
    match protest.decision:
        case "":
            return _(
                "Desk {desk} protests: {about}. The arbiters are looking at it; scores are provisional.",
                desk=desk,
                about=about,
            )
        case "upheld":
            return _("After review the protest of desk {desk} is upheld: {about}.", desk=desk, about=about)
        case "withdrawn":
            return _("Desk {desk} takes its protest back: {about}.", desk=desk, about=about)
        case _:
            return _("After review the ruling stands: {about}.", about=about)


def adjusted(fact: Adjusted, podium: int, team: Text, total: Fraction, *, says_why: bool) -> Text:
    """Return what is read of points added or deducted and of the total since; why only where rules make that public."""
    said: dict[str, Text | str | int] = {
        "points": spoken_points(fact.points),
        "desk": podium,
        "team": team,
        "total": spoken_total(total),
        "reason": fact.reason,
    }
    if says_why and fact.points < 0:
        return _("Desk {desk} loses {points}: {reason}. {team} now have {total}.", **said)
    if says_why:
        return _("Desk {desk} gains {points}: {reason}. {team} now have {total}.", **said)
    if fact.points < 0:
        return _("Desk {desk} loses {points}. {team} now have {total}.", **said)
    return _("Desk {desk} gains {points}. {team} now have {total}.", **said)

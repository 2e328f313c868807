"""The scene of an audience as screens take it: one that cannot be made says so, and never ends a screen.

Rules and plug-ins are other people's: what they raise is named with the record behind which it is raised and the round
whose rules it is, on every screen but the hall's, and what can still be made stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from ..contest import Contest
from ..contest.scene_standings import on_air, ranking
from ..errors import message_of
from ..languages import LANGUAGES
from ..scenes import Audience, Headline, OnAir, Paragraph, Ranking, Role, Scene, is_backstage
from ..text import Text, Words, draw
from .words import _

_T = TypeVar("_T")


def scene_of(contest: Contest, audience: Audience) -> Scene:
    """Return what a screen of `audience` shows now; where that cannot be made, why not."""
    try:
        return contest.scene(audience)
    except Exception as fault:  # a kind's own code may raise whatever it likes
        return Scene(contest.rulebook.title, tuple(_in_its_place(contest, audience, fault)))


def _in_its_place(
    contest: Contest, audience: Audience, fault: Exception
) -> Iterator[Headline | Paragraph | Ranking | OnAir]:
    yield Headline(_("This picture cannot be made; the contest goes on"))
    if is_backstage(audience):
        yield Paragraph(_why(contest, fault), Role.DESK_NOTE)
    seen = contest.seen_by(audience)
    yield _made(lambda: ranking(seen.position, contest.standings(audience)), Ranking(()))
    yield _made(lambda: on_air(contest.position, audience), OnAir(contest.state.board.programme))


def _made(make: Callable[[], _T], instead: _T) -> _T:
    try:
        return make()
    except Exception:  # the same fault, said already
        return instead


def _why(contest: Contest, fault: Exception) -> Text:
    """Return which record it stands behind, whose rules it is, and what was raised."""
    last, running = contest.records[-1], contest.state.running
    said = message_of(fault)
    reason = Words({each: draw(said, each) for each in LANGUAGES})
    if running is None:
        return _("Since record #{seq} ({type}): {reason}", seq=f"{last.seq:03}", type=last.type, reason=reason)
    return _(
        "Since record #{seq} ({type}), by the rules of {round} ({kind}): {reason}",
        seq=f"{last.seq:03}",
        type=last.type,
        round=running.id,
        kind=contest.position.entry(running).kind,
        reason=reason,
    )

"""What keeps standings from being the result, or makes them it: said wherever they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from ..contest import Contest, narration
from ..facts import Record
from ..journal import grouped
from ..scenes import Audience
from ..text import Text
from .words import _


def vouched_for(contest: Contest) -> Record:
    """Return the record whose head a print bears: the signature's where it is signed, for cues for the board follow."""
    signed = contest.state.signed
    return contest.records[-1 if signed is None else signed]


def notes(contest: Contest, audience: Audience) -> Iterator[Text]:
    """Yield whether the standings are provisional, frozen, not final, or signed, as far as `audience` may know."""
    if contest.copy_of:
        yield _("ANONYMOUS COPY of the contest with the head {digest}", digest=grouped(contest.copy_of[:16]))
    found = contest.standings(audience)
    if found.provisional:
        yield _("PROVISIONAL: a protest is pending")
    if found.frozen and audience == "hall":
        yield _("FROZEN: the standings as the hall saw them last")
        return
    if not found.complete:
        yield _("NOT FINAL: rounds are still to come")
    elif found.open_ties:
        yield _("NOT FINAL: ties are still to be settled")
    signed = contest.state.signed
    if signed is not None:
        by = str(narration.value_at(contest.records[signed].fact, "by"))
        yield _("Closed and signed by {who}, record #{seq}", who=by, seq=f"{signed:03}")

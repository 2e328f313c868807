"""How the contests that teams came from stand today, beside what a final knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizarena.documents import contest_of, heat_of, judged_document_of, only_contest, read_rows
from quizarena.errors import JournalError
from quizarena.journal import Row, first_bad, grouped
from quizarena.journal.addresses import scheme_of
from quizarena.roster import Team
from quizarena.rulebook.heats import going
from quizarena.rulebook.model import Heat
from quizarena.text import COMMA, Joined, Text

from .trouble import Refused, line
from .words import _


def heat_today(heat: Heat, file: str) -> Text:
    """Return how a contest that teams of `file` come from stands today.

    Raises:
        Refused: It has lost the head they came by, a later record of it is not legal, or others would go on by now.
    """
    is_remote = bool(scheme_of(heat.address))
    address = heat.address if is_remote else str(Path("." if scheme_of(file) else file).parent / heat.address)
    if not is_remote and not Path(address).is_file():
        return _("it is not looked at, as {file} is not here", file=address)
    try:
        rows = read_rows(address)
    except JournalError as error:
        return _("it is not looked at: {reason}", reason=error.message)
    if first_bad(rows) is not None or len(rows) < heat.records or rows[heat.records - 1].digest != heat.head:
        problem = _("{file}: no longer has the head #{seq} {digest} by which teams came from it: it was rewritten or is"
                    " another contest", file=address, seq=f"{heat.records - 1:03}",
                    digest=grouped(heat.head))  # fmt: skip
        raise Refused(line(problem))
    since = len(rows) - heat.records
    if not since:
        return _("it is unchanged")
    _refuse_others(heat, address, rows)
    return _("1 record has come since") if since == 1 else _("{count} records have come since", count=since)


def _refuse_others(heat: Heat, address: str, rows: Sequence[Row]) -> None:
    """Refuse a contest whose first teams are others today, or have other places, than when they went on."""
    top = len(heat.places)
    before = going(heat_of(contest_of(rows[: heat.records])), top)
    try:
        now = going(heat_of(only_contest(judged_document_of(rows))), top)
    except JournalError as error:
        raise Refused(line(_("{file}: {reason}", file=address, reason=error.message))) from error
    if {team.id: place for place, team in now} != {team.id: place for place, team in before}:
        problem = _("{file}: {contest} has gone on since teams came from it, and now {now} would go on, not {before}",
                    file=address, contest=heat.contest, now=_with_places(now), before=_with_places(before))  # fmt: skip
        raise Refused(line(problem))


def _with_places(teams: Sequence[tuple[int, Team]]) -> Text:
    named = (_("{team} (place {place})", team=team.name, place=place) for place, team in teams)
    return Joined(tuple(named), COMMA)

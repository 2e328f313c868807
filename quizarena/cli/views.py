"""Looking at a contest: standings, the working of a total, the log."""

from __future__ import annotations

from typing import Any

import click

from quizarena.contest import Contest, Explanation, LogLine, narration
from quizarena.contest.printed import rehearsed
from quizarena.documents import tells_a_season
from quizarena.points import show
from quizarena.report.data import line_json, standings_json
from quizarena.scenes import Audience, is_backstage

from .access import contest_at, team_called
from .options import audience_option, command, file_argument, json_option, option
from .output import moment, print_json, print_page, print_table, say, zone
from .season_lists import explain_points, print_log, score_json
from .words import _, language, told

UNTIL = option("--at", "until", type=int, metavar="SEQ", about=_("As it stood after this record."))


@command("standings", _("Show places, scores by round, totals and prizes."), "quizarena standings spring.qa --as hall")
@file_argument
@UNTIL
@audience_option
@json_option
def standings_command(file: str, until: int | None, audience: Audience, as_json: bool) -> None:
    """Print the standings."""
    with contest_at(file, until, audience) as contest:
        if as_json:
            print_json(standings_json(contest, audience, language()))
        else:
            print_page(contest.standings(audience))


@command(
    "explain",
    _("Show where a team's total comes from: every mark and ruling with its record, every rounding."),
    "quizarena explain spring.qa daqinglu\nquizarena explain spring.qa 3",
    _("TEAM is an id, a name or a desk number. What is not counted stands in parentheses."),
)
@file_argument
@click.argument("team", metavar="TEAM")
@UNTIL
@audience_option
@json_option
def explain_command(file: str, team: str, until: int | None, audience: Audience, as_json: bool) -> None:
    """Print the tree of a total."""
    if tells_a_season(file):
        explain_points(file, team, as_json=as_json)
        return
    with contest_at(file, until, audience) as contest:
        found = contest.explain(team_called(contest, team, audience), audience)
        if as_json:
            print_json(explanation_json(contest, found))
        else:
            print_page(found)


def explanation_json(contest: Contest, found: Explanation) -> dict[str, Any]:
    """Return the tree as a JSON value; numbers are text, exact."""
    return {
        "team": found.team,
        "name": told(contest.state.roster.name(found.team)),
        "place": found.place,
        "total": show(found.score.value),
        "score": score_json(found.score),
        "corrections": {str(seq): list(by) for seq, by in found.corrections.items()},
    }


@command("log", _("List the records, oldest first."), "quizarena log spring.qa --last 10")
@file_argument
@option("--last", type=click.IntRange(min=1), metavar="N", about=_("Only the last N."))
@option("--cues", is_flag=True, about=_("Also what the board was told to show."))
@audience_option
@json_option
def log_command(file: str, last: int | None, cues: bool, audience: Audience, as_json: bool) -> None:
    """Print the log."""
    if tells_a_season(file):
        print_log(file, last, as_json=as_json)
        return
    with contest_at(file, audience=audience) as contest:
        found = [line for line in contest.log(audience) if cues or not line.cue][-last if last else 0 :]
        if as_json:
            print_json([line_json(line) for line in found])
            return
        _say_rehearsed(contest)
        zoned = _("Time, {zone}", zone=zone(contest.records[-1].at))
        heads = (_("Record"), zoned, _("Seat"), *(() if audience == "hall" else (_("Person"),)))
        if is_backstage(audience):
            head = (*heads, _("In words"), _("Fact"), "")
            rows = [(*_who(line), _words(contest, line), line.type, " ".join(_fields(line))) for line in found]
            print_table(head, rows)
        else:
            print_table((*heads, _("Fact"), ""), [(*_who(line), line.type, _fact(line)) for line in found])


def _say_rehearsed(contest: Contest) -> None:
    for each in rehearsed(contest):
        say(each)


def _who(line: LogLine) -> tuple[str, ...]:
    who = (f"#{line.seq:03}", moment(line.at), line.seat)
    return who if line.person is None else (*who, line.person)


def _words(contest: Contest, line: LogLine) -> str:
    return " ".join([told(narration.describe_record(contest, contest.records[line.seq])), *_marks(line)])


def _fact(line: LogLine) -> str:
    return " ".join([*_fields(line), *_marks(line)])


def _fields(line: LogLine) -> list[str]:
    """Return the fields, shortened: record 0 holds a whole rulebook."""
    if line.seq == 0:
        return []
    return [f"{name}={_short(value)}" for name, value in line.fields.items()] + [f"{name}=***" for name in line.sealed]


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_short, value))
    return str(value)


def _marks(line: LogLine) -> list[str]:
    marks = [_("(corrected by #{by})", by=f"{by:03}") for by in line.corrected_by]
    if line.gone is not None:
        marks.append(_("(taken out by #{by})", by=f"{line.gone:03}"))
    return [told(mark) for mark in marks]

"""What changes a contest's file: facts, corrections, strikes, amendments, undo and redo; and what may happen now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

import attrs
import click

from quizarena.arena import Arena
from quizarena.contest import ConflictError, Contest, Standings
from quizarena.contest.columns import entrant_name
from quizarena.contest.printed import place_of
from quizarena.facts import Fact, Record
from quizarena.pages import Cell
from quizarena.points import show, show_signed
from quizarena.report.data import move_json
from quizarena.roster import Seat
from quizarena.scenes import Audience

from .access import arena_at, contest_at
from .filling import fact_of, replaced
from .move_output import print_move
from .options import Command, by_options, command, file_argument, json_option, option, reason_option, trial_options
from .output import moment, print_json, print_table, say
from .trouble import Refused, line
from .words import _, language, told

_SLACK = timedelta(minutes=1)
"""Machines' clocks may differ by so much without a word."""


class _By(TypedDict):
    """What `by_options` gives."""

    seat: str
    person: str
    id: str | None


class _How(_By):
    """What every deed takes beside its own arguments."""

    dry_run: bool
    audience: Audience
    as_json: bool


def _deed(name: str, about: Any, example: str, more: Any = None) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command that records something."""

    def declare(function: Callable[..., Any]) -> Command:
        return command(name, about, example, more)(by_options(trial_options(json_option(function))))

    return declare


def _do(file: str, deed: Callable[[Contest, Arena | Contest, _By], Record], how: _How) -> None:
    """Carry `deed` out on the file, or on a copy in memory."""
    by = _By(seat=how["seat"], person=how["person"], id=how["id"])
    if how["dry_run"]:
        with contest_at(file) as contest:
            trial = contest.fork()
            deed(contest, trial, by)
            audience = how["audience"] or _audience_of(by["seat"])
            _print_change(contest, contest.standings(audience), trial.standings(audience))
        return
    with arena_at(file) as arena:
        record = deed(arena.contest, arena, by)
        _warn_of_time(arena.contest, record)
    _print_recorded(record, as_json=how["as_json"])


def _audience_of(seat: str) -> Audience:
    """Return what a seat may see: a judge's and the host's is their own, everybody else is at the desk."""
    return seat if seat == "host" or Seat.of(seat).judge else None


def _warn_of_time(contest: Contest, record: Record) -> None:
    """Say on standard error that a record's time lies long before that of the one before it."""
    before = contest.records[record.seq - 1].at
    told_at = [value for value in attrs.asdict(record.fact, recurse=False).values() if isinstance(value, datetime)]
    earliest = min([record.at, *told_at])
    if record.seq and before - earliest > _SLACK:
        problem = _(
            "#{seq} is of {at}, and #{before} was recorded at {then}: see whether the clock or the instant is right",
            seq=f"{record.seq:03}",
            at=moment(earliest),
            before=f"{record.seq - 1:03}",
            then=moment(before),
        )
        click.echo(told(_("Warning: {message}", message=problem)), err=True)


def _print_recorded(record: Record, *, as_json: bool) -> None:
    if as_json:
        print_json({"seq": record.seq, "id": record.id, "type": record.type, "digest": record.digest})
    else:
        say(_("recorded #{seq} {type}  {digest}", seq=f"{record.seq:03}", type=record.type, digest=record.digest[:8]))


@command("moves", _("List what may happen now, and what each move leaves open."), "quizarena moves spring.qa --all")
@file_argument
@option("--seat", about=_("Only what this seat may do."))
@option("--all", "everything", is_flag=True, about=_("Also what may happen at any time: penalties, protests, cues."))
@json_option
def moves_command(file: str, seat: str | None, everything: bool, as_json: bool) -> None:
    """Print the moves."""
    with contest_at(file) as contest:
        moves = contest.moves(seat)
        shown = [move for move in moves if everything or as_json or not move.aside]
        if as_json:
            print_json([move_json(move, language()) for move in shown])
            return
        for move in shown:
            print_move(move)
        if hidden := len(moves) - len(shown):
            say(_("{count} more may happen at any time: --all", count=hidden))


@_deed(
    "push",
    _("Record a fact."),
    "quizarena push spring.qa quiz.ruled verdict=right\n"
    'quizarena push spring.qa score.adjusted \'{"team":"kaiyuan","points":"-5","reason":"..."}\' --seat arbiter',
    _("TYPE is one of `quizarena moves`. Its open fields follow as field=value, or the whole fact as JSON."),
)
@file_argument
@click.argument("type_name", metavar="TYPE")
@click.argument("words", nargs=-1, metavar="[JSON | FIELD=VALUE ...]")
def push_command(file: str, type_name: str, words: tuple[str, ...], **how: Unpack[_How]) -> None:
    """Record a fact."""
    _do(file, lambda now, target, by: target.push(_told_fact(now, by, type_name, words), **by), how)


def _told_fact(contest: Contest, by: _By, type_name: str, words: tuple[str, ...]) -> Fact:
    """Return the fact of the words, told now or, where their id is recorded already, at the moment of that record."""
    known = contest.find(by["id"]) if by["id"] else None
    if known is None:
        return fact_of(contest, type_name, words)
    return fact_of(contest.before(known.seq), type_name, words, known.fact)


@_deed(
    "correct",
    _("Correct past records, one or several at once; everything after is told again."),
    "quizarena correct spring.qa 44 verdict=right --reason 'accepted variant' --ruled-by arbiter\n"
    "quizarena correct spring.qa 56 topic=lift 72 topic=vendors --reason 'slips swapped'",
    _("After each record's number stand the fields to change, as field=value or JSON. The old records stay."),
)
@file_argument
@click.argument("words", nargs=-1, required=True, metavar="SEQ FIELD=VALUE ... [SEQ ...]")
@reason_option
@option("--ruled-by", default="", about=_("Who decided it."))
@option("--take-out", is_flag=True, about=_("Take out the later records that then fit no more; they are named."))
def correct_command(
    file: str, words: tuple[str, ...], reason: str, ruled_by: str, take_out: bool, **how: Unpack[_How]
) -> None:
    """Record a correction."""

    def correct(now: Contest, to: Arena | Contest, by: _By) -> Record:
        items = list(replaced(now, words))
        out = now.misfits(items) if take_out else ()
        try:
            record = to.correct(items, reason=reason, ruled_by=ruled_by, take_out=out, **by)
        except ConflictError as error:
            raise Refused(line(_("{reason}; the command does that with --take-out", reason=error.message))) from error
        if out:
            click.echo(told(_("taken out: {records}", records=", ".join(f"#{seq:03}" for seq in out))), err=True)
        return record

    _do(file, correct, how)


@_deed(
    "strike",
    _("Take a record out of the reckoning: one that may happen at any time, or the last."),
    "quizarena strike spring.qa 57 --reason 'deducted from the wrong team'",
)
@file_argument
@click.argument("seq", type=int, metavar="SEQ")
@reason_option
def strike_command(file: str, seq: int, reason: str, **how: Unpack[_How]) -> None:
    """Record a strike."""
    _do(file, lambda now, target, by: target.strike(seq, reason=reason, **by), how)


@_deed(
    "amend",
    _("Change a rule: one of scoring at any time, any other before its round begins."),
    "quizarena amend spring.qa rounds.quiz.points 15 --reason 'misprint in the rules'",
)
@file_argument
@click.argument("path", metavar="RULE")
@click.argument("value", metavar="VALUE")
@reason_option
@option("--from-now", is_flag=True, about=_("Only for what begins from now on; what has begun keeps its rules."))
@option("--ruled-by", default="", about=_("Who decided it."))
def amend_command(
    file: str, path: str, value: str, *, reason: str, from_now: bool, ruled_by: str, **how: Unpack[_How]
) -> None:
    """Record an amendment."""

    def amend(now: Contest, target: Arena | Contest, by: _By) -> Record:
        return target.amend(path, value, reason=reason, from_now=from_now, ruled_by=ruled_by, **by)

    _do(file, amend, how)


@_deed("undo", _("Take back the seat's own last record."), "quizarena undo spring.qa")
@file_argument
def undo_command(file: str, **how: Unpack[_How]) -> None:
    """Record an undo."""
    _do(file, lambda now, target, by: target.undo(**by), how)


@_deed("redo", _("Take back the seat's last undo."), "quizarena redo spring.qa")
@file_argument
def redo_command(file: str, **how: Unpack[_How]) -> None:
    """Record a redo."""
    _do(file, lambda now, target, by: target.redo(**by), how)


def _print_change(contest: Contest, before: Standings, after: Standings) -> None:
    """Print totals and places before and after."""
    head = (_("Team"), _("Total before"), _("Place"), _("Total after"), _("Place"), _("Change"))
    rows: list[list[Cell]] = []
    for row in before.rows:
        then, name = after.row(row.entrant), entrant_name(contest.state.roster, row.entrant)
        change = show_signed(then.total - row.total)
        rows.append([name, show(row.total), place_of(row), show(then.total), place_of(then), change])
    print_table(head, rows, right=(1, 3, 5))

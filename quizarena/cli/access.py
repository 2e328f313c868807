"""Opening what a command works on: a rulebook, a contest's file, a team of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.errors import QuizArenaError, RulebookError
from quizarena.plugins import nearest
from quizarena.rulebook import Rulebook, load
from quizarena.scenes import Audience

from .trouble import Refused, Trouble, line, problems
from .words import _, follow, told


def read_rules(path: str) -> Rulebook:
    """Return the rulebook at `path` and speak its language from now on; a file that is not there is trouble."""
    try:
        rulebook = load(path)
    except RulebookError as error:
        if not Path(path).is_file():
            raise Trouble(problems(error)) from error
        raise
    follow(rulebook.language)
    return rulebook


@contextmanager
def arena_at(path: str, *, read_only: bool = False) -> Iterator[Arena]:
    """Open the contest's file for the block and speak its language from now on."""
    with Arena.open(path, read_only=read_only) as arena:
        follow(arena.contest.rulebook.language)
        if not read_only:
            warn_of(arena)
        try:
            yield arena
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            if not isinstance(error, QuizArenaError):
                arena.contest.verify()  # a record that was never legal is named; what is left is a fault of the program
            raise


def warn_of(arena: Arena) -> None:
    """Say on standard error why the contest is not safe where it rests, if it is not."""
    for problem in arena.journal.cautions():
        click.echo(told(_("Warning: {message}", message=problem)), err=True)


@contextmanager
def contest_at(path: str, until: int | None = None) -> Iterator[Contest]:
    """Open the contest's file for reading, as it is now or as it stood after the record `until`."""
    with arena_at(path, read_only=True) as arena:
        contest = arena.contest
        last = len(contest.records) - 1
        if until is not None and not 0 <= until <= last:
            raise Refused(line(_("expected a record from 0 to {last}, found {found}", last=last, found=until)))
        yield contest if until is None else contest.at(until)


def team_called(contest: Contest, text: str, audience: Audience = None) -> str:
    """Return the id of the team that `text` names: by id, name, or the desk number `audience` knows."""
    names: dict[str, str] = {}
    for team in contest.state.roster.teams:
        names |= {
            team.id: team.id,
            **dict.fromkeys((team.name.in_language("zh"), team.name.in_language("en")), team.id),
        }
    names |= {str(podium): team for team, podium in contest.podiums_seen(audience)}
    if text in names:
        return names[text]
    ids = [team.id for team in contest.state.roster.teams]
    known = nearest(text, names) or ", ".join(ids)
    raise Refused(line(_("expected a team, such as {known}, found {found}", known=known, found=text)))

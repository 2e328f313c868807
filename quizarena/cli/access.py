"""Opening what a command works on: a rulebook, a contest's file, a team of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.documents import Document, load, only_contest
from quizarena.errors import Problem, QuizArenaError, RulebookError
from quizarena.languages import LANGUAGES
from quizarena.media import Media, media_in
from quizarena.plugins import nearest
from quizarena.rulebook import Rulebook
from quizarena.scenes import Audience
from quizarena.season import SeasonRules, load_rules, names_a_season
from quizarena.text import COMMA, Joined, Text, plain

from .trouble import Refused, Trouble, line, problems
from .words import _, follow, told


def read_rules(path: str, hints: list[Problem] | None = None) -> Rulebook:
    """Return the rulebook at `path` and speak its language from now on; a file that is not there is trouble.

    What somebody may want to look at in its tables is added to `hints`.
    """
    with _missing_is_trouble(path):
        rulebook = load(path, hints=hints)
    follow(rulebook.language)
    return rulebook


def read_any_rules(path: str, hints: list[Problem] | None = None) -> Rulebook | SeasonRules:
    """Return the rules at `path`, those of a contest or of a season; as `read_rules`."""
    if not names_a_season(path):
        return read_rules(path, hints)
    with _missing_is_trouble(path):
        rules = load_rules(path)
    follow(rules.language)
    return rules


@contextmanager
def _missing_is_trouble(path: str) -> Iterator[None]:
    try:
        yield
    except RulebookError as error:
        if not Path(path).is_file():
            raise Trouble(problems(error)) from error
        raise


def media_of(document: Document) -> list[Media]:
    """Return the pictures and sounds of a document; a season has none."""
    return list(media_in(document.rulebook)) if isinstance(document, Contest) else []


@contextmanager
def arena_at(path: str, *, read_only: bool = False) -> Iterator[Arena]:
    """Open the contest's file for the block and speak its language from now on."""
    with Arena.open(path, read_only=read_only) as arena:
        follow(arena.document.language)
        only_contest(arena.document)
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
    warn_of_files(arena.journal.cautions())


def warn_of_files(troubles: Iterable[Text]) -> None:
    """Say on standard error which pictures and sounds do not lie beside a copy."""
    for problem in troubles:
        click.echo(told(_("Warning: {message}", message=problem)), err=True)


@contextmanager
def contest_at(path: str, until: int | None = None, audience: Audience = None) -> Iterator[Contest]:
    """Open the contest's file for reading, as it is now or as it stood after the record `until`.

    For the hall it is the contest as it is posted, under the public names that the rulebook asks for.
    """
    with arena_at(path, read_only=True) as arena:
        contest = arena.contest
        last = len(contest.records) - 1
        if until is not None and not 0 <= until <= last:
            raise Refused(line(_("expected a record from 0 to {last}, found {found}", last=last, found=until)))
        found = contest if until is None else contest.at(until)
        yield found.posted() if audience == "hall" else found


def team_called(contest: Contest, text: str, audience: Audience = None) -> str:
    """Return the id of the team that `text` names: by id, name, or the desk number `audience` knows.

    Raises:
        Refused: No team is called so, or more than one: an id may be another team's number.
    """
    called = _callings(contest, audience)
    team = only_one_called(text, called)
    if team is not None:
        return team
    known = nearest(text, [word for words in called.values() for word in words]) or _numbered(contest, audience)
    raise Refused(line(_("expected a team, such as {known}, found {found}", known=known, found=text)))


def _numbered(contest: Contest, audience: Audience) -> Text:
    """Return what teams may be called: each by its desk number, where that is known, and its name."""
    podiums, teams = dict(contest.podiums_seen(audience)), contest.state.roster.teams
    return Joined(tuple(Joined((plain(str(podiums.get(team.id, team.id))), team.name), " ") for team in teams), COMMA)


def only_one_called(text: str, called: Mapping[str, Sequence[str]]) -> str | None:
    """Return the id of the one who is `called` so, None if nobody is; Refused if it may mean several."""
    found = [each for each, words in called.items() if text in words]
    if len(found) > 1:
        plainly = ", ".join(_plainly(each, called) for each in found)
        raise Refused(line(_("{text} may mean one or the other; write {plainly}", text=text, plainly=plainly)))
    return found[0] if found else None


def round_called(contest: Contest, round_id: str | None) -> str | None:
    """Return the id of a round that is in the rulebook; Refused for any other."""
    known = [entry.id for entry in contest.rulebook.rounds]
    if round_id is not None and round_id not in known:
        best = nearest(round_id, known) or ", ".join(known)
        raise Refused(line(_("expected a round, such as {known}, found {found}", known=best, found=round_id)))
    return round_id


def _callings(contest: Contest, audience: Audience) -> dict[str, tuple[str, ...]]:
    """Return what each team may be called: its id, its names, its number."""
    podiums = dict(contest.podiums_seen(audience))
    return {
        team.id: (team.id, *(team.name.in_language(each) for each in LANGUAGES), str(podiums.get(team.id, "")))
        for team in contest.state.roster.teams
    }


def _plainly(whom: str, called: Mapping[str, Sequence[str]]) -> str:
    """Return what means this one and no other."""
    others = {word for other, words in called.items() if other != whom for word in words}
    return next((word for word in called[whom] if word and word not in others), whom)

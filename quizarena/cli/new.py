"""Beginning a contest: the template explained line by line, a ready contest to change, or tables to fill in."""

from __future__ import annotations

import errno
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import click

from quizarena.languages import language_of
from quizarena.tables import workbook
from quizarena.terminal.shell import program, typed
from quizarena.terminal.wide import pad, width
from quizarena.text import Text

from .dialogue import Left, hold
from .interview import Interview
from .options import command, option
from .output import new_file, say
from .plays import DEMO
from .table_files import Gathered
from .trouble import Refused, Trouble, line
from .windows import on_terminal
from .words import _, language, told

TEMPLATES = Path(__file__).parent / "templates"
CONTEST, SEASON = "contest.yaml", "season.yaml"
"""What the rules of either are called where nobody says otherwise."""


@attrs.frozen
class Ready:
    """A contest or season to start from: the folder of its files, what it is in a sentence, the file of its rules."""

    folder: Path
    about: Text
    rules: str = CONTEST

    @property
    def language(self) -> str:
        """The language of its texts."""
        found = _WRITTEN_IN.search((self.folder / self.rules).read_text(encoding="utf-8"))
        return "" if found is None else found[1]

    @property
    def files(self) -> list[Path]:
        """Its rules, questions and topics."""
        return sorted(self.folder.glob("*.yaml"))


READY: Mapping[str, Ready] = {
    "yingbin": Ready(DEMO, _("four sub-districts: questions, a scene before judges, a debate; the demo's contest")),
    "community": Ready(
        TEMPLATES / "community", _("communities: questions on law and safety, a scene before judges (in Chinese)")
    ),
    "party": Ready(
        TEMPLATES / "party",
        _("party building: questions on charter, history, constitution; risk questions (in Chinese)"),
    ),
    "school": Ready(
        TEMPLATES / "school", _("a school: questions for each pupil, for all on boards, at the buzzer (in Chinese)")
    ),
    "debate": Ready(
        TEMPLATES / "debate", _("a debate of four teams: two semi-finals and a final, judges vote (in Chinese)")
    ),
    "talent": Ready(
        TEMPLATES / "talent", _("a show and an impromptu speech: eight contestants, marks of seven judges (in Chinese)")
    ),
    "pub": Ready(TEMPLATES / "pub", _("a pub quiz in English: six teams, four rounds in which all of them write")),
    "season": Ready(
        DEMO / "season", _("no contest but a season: points all year for deeds, contests, goods (in Chinese)"), SEASON
    ),
}
"""The ready contests, and the season, by their names."""
_WRITTEN_IN = re.compile(r"^(?:contest|season):.*\blanguage: (\w+)", re.M)


@command(
    "new",
    _("Begin a contest: answer questions at a terminal, or start from a ready one; it becomes contest.yaml."),
    "quizarena new\nquizarena new spring.yaml --lang zh\nquizarena new --from school",
    _("Without a terminal a template is written. A file that is there already is never overwritten."),
)
@click.argument("path", required=False, metavar="[PATH]")
@option("--from", "ready", is_flag=False, flag_value="", metavar="NAME", about=_("Start from this ready contest."))
@option("--list", "listing", is_flag=True, about=_("List the ready contests."))
@option("--questions", metavar="XLSX", about=_("Write an empty table for questions instead."))
@option("--teams", metavar="XLSX", about=_("Write an empty table for teams instead."))
def new_command(
    path: str | None, *, ready: str | None, listing: bool, questions: str | None, teams: str | None
) -> None:
    """Write a template, a ready contest, or tables to fill in."""
    if listing or ready == "":
        for each in _listed():
            say(each)
    elif questions is not None or teams is not None:
        _write_tables(questions, teams)
    elif ready is not None:
        _write_ready(ready, path)
    elif on_terminal():
        _begin(Path(path or CONTEST))
    else:
        text = (TEMPLATES / f"contest.{language()}.yaml").read_text(encoding="utf-8")
        write_new({Path(path or CONTEST): text.encode()})
        say(_("{path} is written; check it with: quizarena check {path}", path=path or CONTEST))


def _listed() -> Iterator[str]:
    room = max(map(width, READY))
    return (f"{pad(name, room)}  {told(each.about)}" for name, each in READY.items())


def _begin(path: Path) -> None:
    """Ask for everything that a contest needs, and write its rules with the tables that lie elsewhere."""
    if path.exists():
        raise FileExistsError(errno.EEXIST, "", str(path))
    say(_("A contest is begun here, one question after the other; at the end {path} is written.", path=str(path)))
    say(_("Enter takes what is offered, < goes back to the question before, Ctrl+C leaves and writes nothing."))
    with tempfile.TemporaryDirectory() as trial:
        files = Gathered(path.parent, Path(trial))
        try:
            draft = hold(Interview(language(), str(path), files))
        except Left:
            draft = None
        if draft is None:
            raise Refused(line(_("nothing was written")))
        brought = {path.parent / name: content for name, content in files.to_copy(draft.files)}
        write_new({**brought, path: draft.yaml().encode()}, with_folders=True)
    say()
    say(_("{path} is written, and there is nothing to mend in it.", path=", ".join(map(str, [*brought, path]))))
    say_next(path)


def _write_ready(name: str, written: str | None) -> None:
    ready = READY.get(name)
    if ready is None:
        unknown = told(_("no ready contest is called {name}; there are:", name=name))
        raise click.UsageError("\n".join((unknown, *_listed())))
    path = Path(written or ready.rules)
    named = {ready.rules: path.name}
    files = {path.with_name(named.get(each.name, each.name)): each.read_bytes() for each in ready.files}
    taken = next((each for each in files if each.exists()), None)
    if taken is not None:
        elsewhere = _("{file}: exists already; begin in a folder of its own: quizarena new {path} --from {name}",
                      file=str(taken), path=str(path.parent / name / path.name), name=name)  # fmt: skip
        raise Trouble(line(elsewhere))
    write_new(files, with_folders=True)
    say(_("{path} is written", path=", ".join(map(str, files))))
    if ready.language != language():
        say(_("its texts are in {language}: put your own in their place", language=language_of(ready.language).name))
    say_next(path, is_season=ready.rules == SEASON)


def say_next(path: Path, *, is_season: bool = False) -> None:
    """Print what to do with new rules, in commands that run as they stand."""
    own, rules, file = program(), typed(str(path)), typed(str(path.with_suffix(".qa")))
    check = (_("after every change"), f"{own} check {rules}")
    season = (
        check,
        (_("to begin it"), f"{own} start {rules} {file}"),
        (_("then, to keep it"), f"{own} season {file}"),
    )
    contest = (
        check,
        (_("to rehearse with robots"), f"{own} rehearse {rules}"),
        (_("on the day, first"), f"{own} start {rules} {file}"),
        (_("then, to run it"), f"{own} desk {file}"),
    )
    steps = season if is_season else contest
    room = max(width(told(about)) for about, _command in steps)
    say(_("What comes next:"))
    for about, command_line in steps:
        say(f"  {pad(told(about), room)}  {command_line}")


def _write_tables(questions: str | None, teams: str | None) -> None:
    if questions is not None:
        write_new({Path(questions): workbook("questions", language())})
        say(_("{path} is written; fill it in and look at it with: quizarena questions {path}", path=questions))
    if teams is not None:
        write_new({Path(teams): workbook("teams", language())})
        say(_("{path} is written; fill it in, and in contest.yaml write: teams: {path}", path=teams))


def write_new(files: Mapping[Path, bytes], *, with_folders: bool = False) -> None:
    """Write files that must not be there yet: all of them, or none; `with_folders` makes the folders for them too.

    Raises:
        OSError: One is there already or cannot be written.
    """
    made: list[Path] = []
    try:
        for path, content in files.items():
            if with_folders:
                path.parent.mkdir(parents=True, exist_ok=True)
            with new_file(path) as stream:
                made.append(path)
                stream.write(content)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise

"""Reading a rulebook from a file, a text or a journal; it may include YAML files beside it, inside its own folder.

All problems of all files are collected and raised at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from quizarena import tables
from quizarena.errors import Problem, RulebookError, RuleError
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, of_plain, to_plain
from quizarena.rounds import RoundKind
from quizarena.rules import Include
from quizarena.standings.breakers import SuddenDeath
from quizarena.text import Text

from . import brackets, checks, heats, look, people, tie_forms  # noqa: F401  (tie_forms makes its form known)
from . import folder as folders
from .folder import Folder, NoFolder
from .format_files import Format, play_off_formats
from .kinds import Kinds
from .model import Rulebook
from .problems import BAD, At, ReadHeat, Reading
from .reader import content_of, read_bytes, read_file, read_text
from .structure import RecordForm, form_of
from .table_fields import TableFields

T = TypeVar("T")
Contradictions: TypeAlias = Callable[[Entries], Iterable[tuple[Place, tuple[str, ...], Text]]]
"""Where in a tree one rule does not fit another: place, path, and what it is."""
PLAY_OFF = "play-off"
people.register()
look.register()
folders.register()


def load(
    path: str | Path,
    kinds: Mapping[str, RoundKind] | None = None,
    hints: list[Problem] | None = None,
    read_heat: ReadHeat | None = None,
) -> Rulebook:
    """Return the rulebook in the file at `path`; `kinds` stand beside the installed ones.

    What somebody may want to look at in its tables is added to `hints`. `read_heat` reads the contests whose winners
    its teams are; `quizarena.load` knows how.

    Raises:
        RulebookError: Everything that is wrong with it and the files it includes.
    """
    problems: list[Problem] = []
    node = read_file(Path(path), str(path), problems)
    folder = Folder(Path(path).parent, str(Path(path).parent), [] if hints is None else hints, read_heat)
    return _built(node, Reading(Kinds(kinds or {}), folder, problems=problems))


def load_table(path: str | Path, kind: Include) -> list[Any]:
    """Return what the table at `path` (Excel, Word, CSV, text, JSON) holds of `kind`, for a mapping that `loads` takes.

    Raises:
        RulebookError: Everything in it that cannot be read.
    """
    content = content_of(Path(path), tables.MOST_BYTES)
    if not isinstance(content, bytes):
        raise RulebookError([Problem(str(path), 0, 0, "", content)])
    node, reading = TableFields().tree(content, str(path), kind)
    if reading.problems:
        raise RulebookError(reading.problems)
    return [to_plain(each) for each in node.items] if isinstance(node, Items) else []


def loads(
    text: str | bytes | Mapping[str, Any],
    folder: str | Path | None = None,
    kinds: Mapping[str, RoundKind] | None = None,
    name: str = "contest.yaml",
) -> Rulebook:
    """Return the rulebook in `text`, called `name` in problems; files are included from `folder`, if one is given.

    Instead of a text, or bytes in UTF-8, a mapping may be given as JSON would give it: numbers whole, decimals or text.

    Raises:
        RulebookError: As `load`.
    """
    problems: list[Problem] = []
    node = _tree(text, name, problems)
    files = NoFolder() if folder is None else Folder(Path(folder), str(folder), [])
    return _built(node, Reading(Kinds(kinds or {}), files, problems=problems))


def _tree(text: str | bytes | Mapping[str, Any], name: str, problems: list[Problem]) -> Node:
    match text:
        case bytes():
            return read_bytes(text, name, problems)
        case str():
            return read_text(text, name, problems)
        case _:
            return of_tree_plain(text)


def of_resolved(mapping: Mapping[str, Any], kinds: Mapping[str, RoundKind] | None = None) -> Rulebook:
    """Return the rulebook that `resolved_mapping` wrote; no format and no file is read.

    Raises:
        RulebookError: It is no such mapping, or a kind is not installed.
    """
    return of_tree(of_tree_plain(mapping), kinds)


def of_tree_plain(mapping: Mapping[str, Any]) -> Node:
    """Return the tree of a resolved rulebook; RulebookError if it holds a float or the like."""
    try:
        return of_plain(mapping)
    except RuleError as error:
        raise RulebookError([Problem("", 0, 0, "", error.message)]) from error


def of_tree(node: Node, kinds: Mapping[str, RoundKind] | None) -> Rulebook:
    """Return the rulebook of a tree that holds every rule already."""
    return _built(node, Reading(Kinds(kinds or {}), NoFolder(), formats=False))


def read_value(made: type[T], node: Node, problems: list[Problem], contradictions: Contradictions) -> T:
    """Return the value of another file than a rulebook, read by the same forms from its tree.

    Raises:
        RulebookError: Everything that is wrong, with the `problems` that reading the tree had.
    """
    at = At(Reading(Kinds({}), NoFolder(), problems=problems))
    value = BAD if isinstance(node, Broken) else form_of(cast(Hashable, made)).read(node, at)
    for place, path, message in contradictions(node) if isinstance(node, Entries) else ():
        _at_path(at, path).refuse(place, message)
    if problems:
        raise RulebookError(_in_order(problems))
    assert isinstance(value, made)
    return value


def _built(node: Node, reading: Reading) -> Rulebook:
    reading.language = _language(node) or reading.language
    at = At(reading)
    node = heats.expanded(node, reading) if reading.formats else node
    node = brackets.expanded(_with_tables(node, reading), reading)
    reading.rounds = checks.round_ids(node)
    complete = _complete(node, reading)
    rulebook: Any = BAD if isinstance(node, Broken) else form_of(Rulebook).read(complete, at)
    is_whole = isinstance(rulebook, Rulebook)
    parts = checks.Parts.of(rulebook, node) if is_whole else checks.Parts.readable(complete, at)
    parts = attrs.evolve(parts, is_file=reading.formats)
    for path, message in checks.contradictions(parts, reading.kinds):
        _at_path(at, path).refuse(checks.place_of(node, path), message)
    if reading.problems:
        raise RulebookError(_in_order(reading.problems))
    assert isinstance(rulebook, Rulebook)
    return rulebook


def _with_tables(node: Node, reading: Reading) -> Node:
    """Return the contest with its people in place of the files that hold them: every check wants to know them."""
    if not isinstance(node, Entries):
        return node
    slots = {slot.key: slot for slot in RecordForm(Rulebook).slots if slot.include}
    entries = (
        (key, slots[key.text].included(value, At(reading, (key.text,))) if key.text in slots else value)
        for key, value in node.entries
    )
    return Entries(tuple(entries), node.place)


def _language(node: Node) -> str | None:
    """Return the language that the file says, before anything else of it is read: formats differ by it."""
    about = node.get("contest") if isinstance(node, Entries) else None
    said = about.get("language") if isinstance(about, Entries) else None
    return said.text if isinstance(said, Scalar) else None


def _at_path(at: At, path: tuple[str, ...]) -> At:
    return attrs.evolve(at, path=path)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Return the problems by file, as the files came up, and place; what was found twice, as in all matches of a
    knock-out, only once.
    """
    files = list(dict.fromkeys(_page(problem) for problem in problems))
    unique = {(each.file, each.line, each.column, each.message): each for each in reversed(problems)}.values()
    return sorted(unique, key=lambda each: (files.index(_page(each)), each.line, each.column))


def _page(problem: Problem) -> tuple[str, str]:
    """Return the file, and the sheet of it."""
    return problem.file, problem.cell.rpartition("!")[0]


def _complete(node: Node, reading: Reading) -> Node:
    """Give the play-off the id it need not say, and make one where the file names none."""
    if not isinstance(node, Entries):
        return node
    said = node.get("play_off")
    if said is None:
        said = _default_play_off(node, reading.kinds)
    if isinstance(said, Entries) and said.key("id") is None:
        said = said.with_entry("id", Scalar(PLAY_OFF, place=said.place))
    return node if said is None else node.with_entry("play_off", said)


def _offered(node: Entries, kinds: Kinds) -> Format | None:
    """Return the format for the first of the tie-breaks that one offers itself for, else the first for any."""
    ties = node.get("ties")
    by = ties.get("by") if isinstance(ties, Entries) else None
    names = [each.text for each in by.items if isinstance(each, Scalar)] if isinstance(by, Items) else []
    offered = sorted(play_off_formats(kinds), key=lambda each: each.play_off != SuddenDeath.name)
    return next((each for name in names for each in offered if each.play_off == name), next(iter(offered), None))


def _default_play_off(node: Entries, kinds: Kinds) -> Node | None:
    """Return a play-off by the format that offers itself for the tie-break, else by the contest's last round."""
    offered = _offered(node, kinds)
    if offered is not None:
        return Entries(((Scalar("use", place=node.place), Scalar(offered.use, place=node.place)),), node.place)
    rounds = node.get("rounds")
    last = rounds.items[-1] if isinstance(rounds, Items) and rounds.items else None
    if not isinstance(last, Entries):
        return None
    kept = tuple((key, value) for key, value in last.entries if key.text not in {"id", "teams", "order"})
    return Entries(kept, last.place)

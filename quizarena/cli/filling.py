"""From words on a command line to facts: `{json}` as it is stored, or field=value filled into a move.

Decides how `quizarena push FILE quiz.ruled verdict=right` finds the one move it means; leaves judging to the contest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import click

from quizarena.blanks import Choice, Line, Option, Permutation, Selection
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.contest.legality import opened_already
from quizarena.fact_book import load_object
from quizarena.facts import Fact
from quizarena.moves import Move
from quizarena.report.data import spelled
from quizarena.text import Text

from .trouble import Refused, line
from .words import _, told


def fact_of(contest: Contest, type_name: str, words: Sequence[str], known: Fact | None = None) -> Fact:
    """Return the fact of that type that `words` tell; a secret they leave out is that of `known`, a retry's record.

    Raises:
        Refused: No move, or more than one, is meant.
        QuizArenaError: The fact cannot be read, or a value does not fit its blank.
    """
    if words and words[0].startswith("{"):
        return contest.book.read(type_name, _only(words))
    return _filled(contest, type_name, _named(contest, type_name, words), known)


def _only(words: Sequence[str]) -> str:
    if len(words) > 1:
        raise click.UsageError(told(_("expected one JSON object, or field=value words, not both")))
    return words[0]


def _pairs(words: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name or name in pairs:
            raise click.UsageError(told(_("expected field=value, each field once, found {word}", word=word)))
        pairs[name] = value
    return pairs


def _named(contest: Contest, type_name: str, words: Sequence[str]) -> dict[str, str]:
    """Return the fields by name; a bare value is refused with the field it would be, where only one is open."""
    bare = [word for word in words if "=" not in word]
    asked = {blank.path for move in contest.moves() if move.fact.type == type_name for blank in move.decisions}
    if len(bare) == 1 and len(asked) == 1:
        meant = f"{asked.pop()}={bare[0]}"
        raise click.UsageError(told(_("{word} names no field; write {meant}", word=bare[0], meant=meant)))
    return _pairs(words)


def _filled(contest: Contest, type_name: str, values: Mapping[str, str], known: Fact | None) -> Fact:
    moves = [move for move in contest.moves() if move.fact.type == type_name]
    meant = [move for move in moves if all(_agrees(move, *pair) for pair in values.items())]
    able = [move for move in meant if move.closed is None] or meant
    if len(able) > 1:  # words that leave nothing open mean the move they fill, not one that wants more
        able = [move for move in able if all(blank.path in values for blank in move.decisions)] or able
    if len(able) != 1:
        raise Refused(line(_unclear(contest, type_name, moves, able, values)))
    (move,) = able
    told_again = {} if known is None else _chance(move, known)
    chosen = [name for name in values if name in _by_machine(move)]
    if chosen:
        raise click.UsageError(told(_("{path}: leave it out, the machine makes it", path=chosen[0])))
    typed = {name: _typed(move, name, value) for name, value in values.items() if name in _open(move)}
    return move.fill({**told_again, **typed})


def _chance(move: Move, known: Fact) -> dict[str, Any]:
    """Return what the machine rolled when `known` was recorded: rolled anew a retry would be another fact."""
    if move.fact is not type(known):
        return {}
    return {path: getattr(known, path) for path in _by_machine(move) if hasattr(known, path)}


def _by_machine(move: Move) -> tuple[str, ...]:
    return tuple(blank.path for blank in move.blanks if isinstance(blank, Line) and blank.entropy)


def _open(move: Move) -> tuple[str, ...]:
    return tuple(blank.path for blank in move.blanks)


def _typed(move: Move, path: str, text: str) -> str:
    """Return what `text` means in a blank: an option's value may be called by its label too, a team by its desk."""
    blank = move.blank(path)
    if isinstance(blank, (Permutation, Selection)):
        return ",".join(_option(blank.options, word) for word in text.replace(",", " ").split())
    return _option(blank.options, text) if isinstance(blank, Choice) else text


def _option(options: Sequence[Option], text: str) -> str:
    if not text or any(option.value == text for option in options):
        return text
    labels = {option.value: f" {told(option.label)} " for option in options}
    called = [value for value, label in labels.items() if f" {text} " in label]
    return called[0] if len(called) == 1 else text


def _agrees(move: Move, name: str, value: str) -> bool:
    fixed = {**move.identity, **move.foreseeable}
    return name in _open(move) or (name in fixed and spelled(fixed[name]) == value)


def _unclear(
    contest: Contest, type_name: str, moves: Sequence[Move], able: Sequence[Move], values: Mapping[str, str]
) -> Text:
    """Say why the words mean no move, or several."""
    if able:
        choices = " | ".join(" ".join(f"{name}={spelled(v)}" for name, v in move.identity.items()) for move in able)
        return _("{type}: several moves are meant; add one of: {choices}", type=type_name, choices=choices)
    if not moves:
        if type_name not in contest.book.classes:
            contest.book.of_mapping(type_name, {})  # which raises, naming the nearest type
        if type_name == ContestOpened.type:
            return opened_already(contest.position, values.get("mode", contest.state.mode))
        now = dict.fromkeys(move.fact.type for move in contest.moves() if not move.aside and move.closed is None)
        return _("{type} cannot happen now; possible are {now}", type=type_name, now=", ".join(now) or "-")
    wanted = dict.fromkeys(name for move in moves for name in (*move.identity, *move.derived, *_open(move)))
    strays = [name for name in values if name not in wanted]
    if strays:
        return _("{name}: not asked for here; asked are {wanted}", name=strays[0], wanted=", ".join(wanted))
    given = " | ".join(" ".join(f"{name}={spelled(v)}" for name, v in move.identity.items()) for move in moves)
    return _("{type}: no such move now; there is {given}", type=type_name, given=given or "-")


def replaced(contest: Contest, words: Sequence[str]) -> list[tuple[int, Fact]]:
    """Return the records that `SEQ WORD... [SEQ WORD...]` corrects, each with the fact to stand there.

    What a record took over from an earlier one follows where that one is corrected with it: who is named is of the team
    that buzzed.
    """
    items: list[tuple[int, list[str]]] = []
    for word in words:
        number = word.removeprefix("#")
        if number.isascii() and number.isdecimal():
            items.append((int(number), []))
        elif items:
            items[-1][1].append(word)
        else:
            raise click.UsageError(told(_("expected a record's number before {word}", word=word)))
    made: list[tuple[int, Fact]] = []
    for seq, changes in sorted(items, key=lambda item: item[0]):
        made.append((seq, _replacement(contest, seq, changes, made)))
    return made


def _replacement(contest: Contest, seq: int, words: Sequence[str], before: Sequence[tuple[int, Fact]]) -> Fact:
    """Return what stands at `seq` if `words` change it, after the corrections `before` it."""
    fact = contest.resolution.fact(seq)
    if fact is None and seq >= len(contest.records):
        raise Refused(line(_("there is no record #{seq}; the last is #{last}", seq=seq, last=len(contest.records) - 1)))
    if fact is None:
        raise Refused(line(_("record #{seq} does not count; it cannot be corrected", seq=seq)))
    if words and words[0].startswith("{"):
        changed = {**contest.book.to_mapping(fact), **load_object(_only(words))}
        return contest.book.of_mapping(fact.type, changed)
    pairs = _pairs(words)
    move = _move_again(contest, seq, _made_by(contest, seq, fact, pairs), before)
    made: dict[str, Any] = dict(move.derived)
    for path, value in pairs.items():
        if not _is_known(move, path, value):
            _put(made, fact, path, _read(move, path, value))
    return attrs.evolve(fact, **made)


def _move_again(contest: Contest, seq: int, move: Move, before: Sequence[tuple[int, Fact]]) -> Move:
    """Return the move that stands where `move` did once `before` is corrected; the same where there is none."""
    again = contest.before(seq, before).moves() if before else ()
    alike = (each for each in again if each.fact is move.fact and each.identity == move.identity)
    return next((each for each in alike if _open(each) == _open(move)), move)


def _is_known(move: Move, path: str, value: str) -> bool:
    """Whether a field is none to fill in and `value` is what stands there.

    Raises:
        Refused: Something else stands there.
    """
    known = {**move.identity, **move.foreseeable}
    if path in _open(move) or path not in known:
        return False
    if spelled(known[path]) == value:
        return True
    found = spelled(known[path])
    raise Refused(line(_("{name}: it is {found}, from the records before; correct those", name=path, found=found)))


def _made_by(contest: Contest, seq: int, fact: Fact, paths: Iterable[str]) -> Move:
    """Return the move the record was made by; of several, one that leaves `paths` open."""
    found = [move for move in contest.before(seq).moves() if move.refuse(fact, ignore_derived=True) is None]
    if not found:
        raise Refused(line(_("record #{seq} fits no move any more; correct what it hangs on first", seq=seq)))
    return next((move for move in found if set(paths) <= set(_open(move))), found[0])


def _read(move: Move, path: str, value: str) -> object:
    if path not in _open(move):
        wanted = ", ".join(blank.path for blank in move.blanks)
        raise Refused(line(_("{name}: not asked for here; asked are {wanted}", name=path, wanted=wanted or "-")))
    return move.blank(path).read(_typed(move, path, value))


def _put(made: dict[str, Any], fact: Fact, path: str, value: object) -> None:
    head, dot, rest = path.partition(".")
    made[head] = {**made.get(head, getattr(fact, head)), rest: value} if dot else value

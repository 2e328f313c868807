"""A short notation for playing a quiz section: one word a step, as somebody at the desk would say it.

`ask`, `go` (start the clock), `stop`, `begin` (the answer has begun), `done` (回答完毕), `show` (亮答案), `+`, `-`,
`0` (nobody), `void`, `buzz:a`, `early:a`, `risk:20`, `hand:b`, `pass`, `pack:p1`, `name:a-1`, `part:2/3` (2 of 3),
`part:7` (7 points), `rule:foul` (any other verdict), `boards:+-p` (right, wrong, passed, by team), `count:9/2` (right
and wrong), `votes:41`, `clue` (the next one), `call` (by the standings), `pair`, `meet` (a match begins), `end` (it is
over), `rival:b` (the challenger), `help` (a lifeline), `cut`, `enter:d` (a late entrant), `out:a` (the team withdraws).
`@7` after a word is the second at which it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs

from quizarena.moves import IllegalFact
from quizarena.rounds import RoundKind
from quizarena.text import plain
from quizarena_rounds.quiz.question import QuestionItem
from tests.rounds.driver import NOON, Table, hall, teams

_Step = Callable[[Table, str, datetime], object]


@attrs.frozen
class Case:
    """Steps of a section over the teams a, b, c, and the points of each after them."""

    name: str
    kind: RoundKind
    rules: dict[str, Any]
    steps: str
    points: str
    over: bool = False
    teams: str = "abc"


def partly(played: Table, part: str, at: datetime) -> None:
    """Rule an answer partly right: "2/3" parts, or "7" points."""
    got, _, of = part.partition("/")
    (move,) = (move for move in played.open() if any(blank.path == "got" for blank in move.blanks))
    played.push(move.fill({"verdict": "partial", "got": got, **({"of": of} if of else {})}, now=at))


def boards(played: Table, signs: str, at: datetime) -> None:
    """Rule on all boards, a sign for each team that plays."""
    verdicts = {"+": "right", "-": "wrong", "p": "passed"}
    teams_now = [team.id for team in played.field.playing]
    values = {f"verdicts.{team}": verdicts[sign] for team, sign in zip(teams_now, signs, strict=True)}
    played.make("quiz.board_ruled", values, at=at)


def count(played: Table, counts: str, at: datetime) -> None:
    """Type in right and wrong answers of a window, "9/2"."""
    right, _, wrong = counts.partition("/")
    played.make("quiz.counted", right=int(right), wrong=int(wrong), at=at)


_RULINGS = {"+": "right", "-": "wrong", "0": "nobody", "void": "void"}
_STEPS: dict[str, _Step] = {
    "ask": lambda table, _, at: table.gesture("next"),
    "go": lambda table, _, at: table.make("quiz.clock", action="start", at=at),
    "stop": lambda table, _, at: table.make("quiz.clock", action="stop", at=at),
    "done": lambda table, _, at: table.make("quiz.answered", at=at),
    "show": lambda table, _, at: table.make("quiz.answer_shown", at=at),
    "begin": lambda table, _, at: table.make("quiz.begun", at=at),
    "pack": lambda table, pack, at: table.make("quiz.pack_taken", pack=pack, at=at),
    "name": lambda table, member, at: table.make("quiz.named", member=member, at=at),
    "clue": lambda table, _, at: table.make("quiz.clue_opened", at=at),
    "call": lambda table, _, at: table.make("quiz.called", at=at),
    "boards": boards,
    "count": count,
    "votes": lambda table, votes, at: table.make("quiz.voted", votes=int(votes), at=at),
    "pair": lambda table, _, at: table.make("quiz.paired", at=at),
    "meet": lambda table, _, at: table.make("quiz.match_begun", at=at),
    "end": lambda table, _, at: table.make("quiz.match_over"),
    "help": lambda table, _, at: table.make("quiz.lifeline_used", at=at),
    "rival": lambda table, team, at: table.make("quiz.challenged", challenger=team, at=at),
    "cut": lambda table, _, at: table.make("quiz.field_cut", at=at),
    "enter": lambda table, team, at: table.make("quiz.entered", team=team, at=at),
    "rule": lambda table, verdict, at: table.make("quiz.ruled", verdict=verdict, at=at),
    "part": partly,
    "buzz": lambda table, team, at: table.make("quiz.buzzed", team=team, at=at),
    "early": lambda table, team, at: table.make("quiz.false_start", team=team, at=at),
    "risk": lambda table, level, at: table.make("quiz.chosen", level=level, at=at),
    "hand": lambda table, team, at: table.make("quiz.handed_on", team=team, at=at),
    "pass": lambda table, _, at: table.make("quiz.chosen", level="pass", at=at),
    "out": lambda table, team, at: withdraw(table, team),
}


def table(kind: RoundKind, *ids: str, members: int = 4, used: frozenset[str] = frozenset(), **rules: Any) -> Table:
    """Return a round of `kind` over the teams `ids`, about to begin."""
    return Table(kind, kind.rules(**rules), hall(teams(*ids, members=members)), used=used)


def bank(regular: int, spare: int = 0) -> tuple[QuestionItem, ...]:
    """Return questions q1 upwards and spares s1 upwards."""
    return tuple(_item(f"q{n}") for n in range(1, regular + 1)) + tuple(
        attrs.evolve(_item(f"s{n}"), spare=True) for n in range(1, spare + 1)
    )


def _item(name: str) -> QuestionItem:
    return QuestionItem(id=name, text=plain(f"text of {name}"), answer=plain(f"answer of {name}"))


def play(played: Table, steps: str) -> Table:
    """Play `steps`, words with spaces between them."""
    for step in steps.split():
        word, _, seconds = step.partition("@")
        name, _, argument = word.partition(":")
        at = NOON + timedelta(seconds=int(seconds or 0))
        if name in _RULINGS:
            played.make("quiz.ruled", verdict=_RULINGS[name], at=at)
        else:
            _STEPS[name](played, argument, at)
    return played


def withdraw(played: Table, team: str) -> None:
    """Let a team leave."""
    field = played.field
    left = tuple(attrs.evolve(each, standing="withdrawn") if each.id == team else each for each in field.teams)
    played.field = attrs.evolve(field, teams=left)


def rejudge(played: Table, changes: dict[int, dict[str, object]]) -> Table:
    """Return the round with the facts of these numbers changed, every later one judged again, what was taken left free.

    Raises:
        IllegalFact: A fact matches no move any more.
    """
    again = Table(played.kind, played.rules, played.field, used=played.used)
    for seq, fact in enumerate(played.record, 1):
        changed = attrs.evolve(fact, **changes.get(seq, {}))
        refusals = [move.refuse(changed, ignore_derived=True) for move in again.moves()]
        if all(reason is not None for reason in refusals):
            raise IllegalFact(changed, refusals[0] or plain("no move"))
        again.record.append(changed)
        again.state = again.kind.apply(again.state, seq, changed)
    return again


def points(played: Table) -> dict[str, Decimal]:
    """Return the value of each team's score."""
    return {team: Decimal(score.value.numerator) / score.value.denominator for team, score in played.scores().items()}


def asked(played: Table) -> list[str]:
    """Return what was asked: "1:a" a number and its team, "1:a:q1" with a question of the bank."""
    facts = [fact for fact in played.record if fact.type == "quiz.asked"]
    return [":".join(filter(None, (str(f.number), f.team, f.question))) for f in facts]  # type: ignore[attr-defined]

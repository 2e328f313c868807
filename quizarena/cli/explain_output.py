"""The working of a total as a tree a reader can redo by hand; how an operation is written is in `quizarena.report`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizarena.contest import Contest, Explanation
from quizarena.contest.facts import Corrected
from quizarena.points import show
from quizarena.report.formulas import formula
from quizarena.scores import LEAF, Score
from quizarena.terminal.wide import pad
from quizarena.text import Text

from .output import say
from .words import _, told


def print_explanation(contest: Contest, found: Explanation) -> None:
    """Print the tree, parents first, and below it the corrections in it."""
    name = told(contest.state.roster.name(found.team))
    place = "-" if found.place is None else str(found.place)
    say(_("{team}: {total}, place {place}", team=name, total=show(found.score.value), place=place))
    lines = list(_lines(found.score, found, 0))
    width = max(len(number) for number, _words in lines)
    for number, words in lines:
        say(f"{pad(number, width)}  {words}")
    for seq in sorted({by for chain in found.corrections.values() for by in chain}):
        say(_correction(contest, seq))


def _lines(score: Score, found: Explanation, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the number column and the words of a node and of everything under it."""
    number = show(score.value) if score.counted else f"({show(score.value)})"
    yield "  " * depth + number, " ".join(_words(score, found))
    for part in score.parts:
        yield from _lines(part, found, depth + 1)


def _words(score: Score, found: Explanation) -> Iterator[str]:
    yield told(score.label)
    if score.op != LEAF:
        yield f"= {told(formula(score))}"
    if score.record is not None:
        yield f"#{score.record:03}"
        for by in found.corrections.get(score.record, ()):
            yield told(_("(corrected by #{by})", by=f"{by:03}"))
    if score.note is not None:
        yield f"[{told(score.note)}]"
    if not score.counted:
        yield told(_("(not counted)"))


def _correction(contest: Contest, seq: int) -> Text:
    fact = contest.records[seq].fact
    assert isinstance(fact, Corrected)
    return _(
        "#{seq} corrects {items}: {reason} (ruled by {ruled_by})",
        seq=f"{seq:03}",
        items=", ".join(f"#{item.seq:03}" for item in fact.items),
        reason=fact.reason,
        ruled_by=fact.ruled_by or "-",
    )


def explanation_json(contest: Contest, found: Explanation) -> dict[str, Any]:
    """Return the tree as a JSON value; numbers are text, exact."""
    return {
        "team": found.team,
        "name": told(contest.state.roster.name(found.team)),
        "place": found.place,
        "total": show(found.score.value),
        "score": _score_json(found.score),
        "corrections": {str(seq): list(by) for seq, by in found.corrections.items()},
    }


def _score_json(score: Score) -> dict[str, Any]:
    value: dict[str, Any] = {"value": show(score.value), "label": told(score.label), "op": score.op.name}
    if score.op != LEAF:
        value["written"] = told(formula(score))
    if score.record is not None:
        value["record"] = score.record
    if score.note is not None:
        value["note"] = told(score.note)
    if not score.counted:
        value["counted"] = False
    if score.parts:
        value["parts"] = [_score_json(part) for part in score.parts]
    return value

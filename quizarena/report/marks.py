"""Judges' marks, read off a score: where a panel's result stands in it and what each judge gave there.

Decides what counts as a panel: a node with a judge's mark among its parts. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..scores import Score
from ..text import Text

_JUDGE = "judge:"


@attrs.frozen
class Panel:
    """A panel's result: what it is for where a score holds several, the node above the marks, and the marks."""

    label: Text | None
    marks: tuple[Score, ...]

    def of(self, judge: str) -> Score | None:
        """Return a judge's mark, None where that judge gave none."""
        return next((mark for mark in self.marks if mark.key == _JUDGE + judge), None)

    @property
    def judges(self) -> tuple[str, ...]:
        """Who gave marks."""
        return tuple(mark.key.removeprefix(_JUDGE) for mark in self.marks)


def panels(score: Score) -> tuple[Panel, ...]:
    """Return the panels in a score; where there are several, each with the label of what it is part of."""
    found = list(_found(score, score.label))
    if len(found) == 1:
        return (attrs.evolve(found[0], label=None),)
    return tuple(found)


def _found(score: Score, label: Text) -> Iterator[Panel]:
    marks = tuple(part for part in score.parts if part.key.startswith(_JUDGE))
    if marks:
        yield Panel(label, marks)
        return
    within = [part for part in score.parts if any(node.key.startswith(_JUDGE) for node in part.walk())]
    for part in within:
        yield from _found(part, part.label if len(within) > 1 else label)

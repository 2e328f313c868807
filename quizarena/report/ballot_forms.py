"""What judges are asked for, read off the moves: which ballots, of whom, with which blanks, and who hands each in.

Knows no kind of round. Ballots that come up at the same moment belong to one performance, as both sides of a debate do,
and stand on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import attrs

from ..blanks import EMPTY, Blank, Choice, Option, Permutation
from ..facts import Intent
from ..moves import Move
from ..rounds import Moment, RoundKind
from ..scenes import Headline, OnStage, Paragraph, Role, Scene, Versus
from ..sums import Sum
from ..text import Joined, Message, Text, plain

Key: TypeAlias = tuple[str, tuple[tuple[str, Any], ...]]
"""The type of a ballot's fact, and what identifies it."""
EITHER = "either"
"""The side of a team that has one, though nobody knows yet which."""
GAP = plain("_" * 8)
"""Where a name is left out of a sentence."""


@attrs.frozen
class Form:
    """One ballot: what tells it from others, its blanks in the order they are typed, and who hands it in.

    `team` is whom it is about, `desk` and `side` that team's desk number and side; None and "" where there is none or,
    but for the side, nobody knows yet. `about_team` says whether it is about a team at all. `unnamed` are the paths
    of blanks whose label does not say whose they are, for that is not known. `adds` says which of its
    blanks, from the first, make the total.
    """

    key: Key = attrs.field(hash=False)
    blanks: tuple[Blank, ...]
    judges: tuple[str, ...]
    team: str | None = None
    podium: int | None = None
    side: str = ""
    about_team: bool = False
    unnamed: tuple[str, ...] = ()
    adds: Sum = Sum(())

    @property
    def summed(self) -> int:
        """How many blanks, from the first, make the total."""
        return len(self.adds.paths)


@attrs.frozen
class Topic:
    """What a performance is about; `words` are None where the hall does not know it yet."""

    role: Role
    words: Text | None


@attrs.frozen
class Performance:
    """What judges mark at one time: its round, its forms, the affirmative's first and those about no team last, and its
    place in the round in words, none where that is not known.
    """

    round: str
    forms: tuple[Form, ...]
    heads: tuple[Text, ...] = ()
    topic: Topic | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from the others of its round, whichever form stands first."""
        return tuple(sorted(repr(form.key) for form in self.forms))

    @property
    def judges(self) -> tuple[str, ...]:
        """Everybody who hands in one of its forms."""
        return tuple(dict.fromkeys(judge for form in self.forms for judge in form.judges))

    def of(self, judge: str) -> tuple[Form, ...]:
        """Return the forms that a judge hands in."""
        return tuple(form for form in self.forms if judge in form.judges)


def performances(kind: RoundKind, moment: Moment, states: Iterable[Any]) -> list[Performance]:
    """Return what judges are asked for in states of a round, which follow one another."""
    found = ((state, _merged(_forms(kind.moves(state, moment), moment))) for state in states)
    return [_performance(kind.scene(state, moment, "hall"), moment, forms) for state, forms in found if forms]


def _merged(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms, each once with all who hand it in: a kind may offer a move to every judge."""
    found: dict[str, Form] = {}
    for form in forms:
        before = found.get(repr(form.key))
        judges = form.judges if before is None else (*before.judges, *form.judges)
        found[repr(form.key)] = attrs.evolve(form, judges=judges)
    return tuple(found.values())


def _forms(moves: Iterable[Move], moment: Moment) -> Iterator[Form]:
    """Yield the forms that may be handed in now."""
    podiums = dict(moment.field.podiums)
    for move in moves:
        if move.intent is Intent.BALLOT and move.closed is None and move.judges:
            given = tuple((name, value) for name, value in move.identity.items() if name != "judge")
            team = move.subject.team or None
            blanks = tuple(blank for blank in move.blanks if blank.path != "judge")
            podium = podiums[team] if team is not None else None
            adds = move.totals[0] if move.totals else Sum(())
            key = (move.fact.type, given)
            yield Form(key, blanks, move.judges, team, podium, about_team=team is not None, adds=adds)


def _performance(scene: Scene, moment: Moment, forms: tuple[Form, ...]) -> Performance:
    """Return the performance with what the hall is shown of it at that moment."""
    versus = scene.of(Versus)
    stages = [stage for each in versus for stage in (each.affirmative, each.negative)]
    sides = {stage.team: stage.role for stage in (*stages, *scene.of(OnStage))}
    topics = [Topic(Role.MOTION, each.motion) for each in versus]
    topics += [Topic(each.role, each.text) for each in scene.of(Paragraph) if each.role in _ROLES]
    heads = tuple(each.text for each in scene.of(Headline))
    sided = [attrs.evolve(form, side=sides.get(form.team or "", "")) for form in forms]
    sided.sort(key=lambda form: (not form.about_team, form.side))
    return Performance(moment.round, tuple(sided), heads, next(iter(topics), None))


_ROLES = (Role.TOPIC, Role.MOTION)


def common(forms: Iterable[Form]) -> Form:
    """Return what forms agree on; where the labels of a blank differ, without what differs."""
    first, *others = forms
    known = attrs.evolve(
        first,
        team=first.team if all(each.team == first.team for each in others) else None,
        podium=first.podium if all(each.podium == first.podium for each in others) else None,
        side=first.side if all(each.side == first.side for each in others) else EITHER,
    )
    columns = list(zip(*(each.blanks for each in (first, *others)), strict=False))
    unnamed = tuple(column[0].path for column in columns if not _same_label(column))
    return attrs.evolve(known, blanks=tuple(map(_common_blank, columns)), unnamed=unnamed)


def _same_label(blanks: tuple[Blank, ...]) -> bool:
    return all(blank.label == blanks[0].label for blank in blanks)


def _common_blank(blanks: tuple[Blank, ...]) -> Blank:
    first = blanks[0]
    if isinstance(first, (Choice, Permutation)):
        offered = [blank.options for blank in blanks if isinstance(blank, (Choice, Permutation))]
        first = attrs.evolve(first, options=tuple(_common_options(offered)))
    return attrs.evolve(first, label=alike([blank.label for blank in blanks]))


def _common_options(offered: list[Sequence[Option]]) -> Iterator[Option]:
    """Yield the options of a choice with what their labels have in common, matched by value where all have the same."""
    values = [option.value for option in offered[0]]
    if all({option.value for option in options} == set(values) for options in offered):
        offered = [tuple(sorted(options, key=lambda option: values.index(option.value))) for options in offered]
    for column in zip(*offered, strict=False):
        yield attrs.evolve(column[0], label=alike([option.label for option in column]))


def alike(texts: Sequence[Text]) -> Text:
    """Return what texts have in common: all of it, or the parts, or the words around what differs."""
    first = texts[0]
    if all(text == first for text in texts):
        return first
    if isinstance(first, Joined):
        rows = [text.parts for text in texts if isinstance(text, Joined) and len(text.parts) == len(first.parts)]
        kept = [part for part, *others in zip(*rows, strict=True) if all(other == part for other in others)]
        return Joined(tuple(kept), first.separator) if len(rows) == len(texts) and kept else EMPTY
    said = [text.arguments for text in texts if isinstance(text, Message) and _is_same_sentence(text, first)]
    if not isinstance(first, Message) or len(said) < len(texts):
        return EMPTY
    filled = {name: value if all(each[name] == value for each in said) else GAP for name, value in said[0].items()}
    return attrs.evolve(first, arguments=filled)


def _is_same_sentence(text: Message, other: Text) -> bool:
    return isinstance(other, Message) and (text.domain, text.sentence) == (other.domain, other.sentence)

"""One sheet: a ballot's move with what has been typed into its blanks.

Decides what is left to type, what it adds up to, by which number it is handed in and what its choices say as a
sentence. A sheet's id is made when it opens, so that handing it in twice counts once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from ...contest import Contest
from ...moves import Blank, Choice, Line, Move, Number, Option, Permutation
from ...text import Joined, Text, plain
from ..desk.moment import seat_number
from .duties import Handed, own_values, team_of, typed_before
from .marks import padded, refusal, sum_of
from .words import _

SIDES: Mapping[str, Text] = {"affirmative": _("Affirmative"), "negative": _("Negative")}
"""The sides of a debate by their names in scenes and choices."""


def sheet_key(move: Move) -> str:
    """Return the name of a move's sheet among the judge's drafts."""
    return ":".join([move.fact.type, *(str(value) for value in move.identity.values())])


@attrs.define
class Sheet:
    """A sheet being filled: `texts` are the blanks' values as typed, by path.

    `own` are the blanks filled by who sits here, `after` the record of the ballot it replaces (-1: none), `why_back`
    the reason for which that one came back.
    """

    move: Move
    own: Mapping[str, str]
    id: str = attrs.field(factory=lambda: secrets.token_hex(16))
    texts: dict[str, str] = attrs.field(factory=dict)
    after: int = -1
    why_back: str = ""

    @classmethod
    def of(cls, move: Move, seat: str, before: Handed | None) -> Sheet:
        """Return the sheet of a move, with the figures of the ballot that came back, if there is one."""
        sheet = cls(move, own_values(move, seat))
        if before is not None:
            sheet.after = before.seq
            sheet.texts = typed_before(move, before.fact)
        sheet._drop_misfits()
        return sheet

    @property
    def key(self) -> str:
        """The name of the sheet's draft."""
        return sheet_key(self.move)

    @property
    def fields(self) -> tuple[Blank, ...]:
        """The blanks the judge fills."""
        return tuple(blank for blank in self.move.decisions if blank.path not in self.own)

    @property
    def missing(self) -> tuple[Blank, ...]:
        """The blanks that are still empty."""
        return tuple(blank for blank in self.fields if not self.texts.get(blank.path))

    def values(self) -> dict[str, str]:
        """Return what fills the move."""
        return {**self.own, **self.texts}

    # Numbers

    def sums(self, typing: Mapping[str, str] | None = None) -> list[tuple[int, str]]:
        """Return count and sum of each group of numbers, such as the criteria and the speakers; `typing` counts too."""
        groups: dict[str, list[tuple[Number, str]]] = {}
        texts = {**self.texts, **(typing or {})}
        for blank in self.fields:
            if isinstance(blank, Number):
                groups.setdefault(blank.path.partition(".")[0], []).append((blank, texts.get(blank.path, "")))
        return [(len(group), sum_of(group)) for group in groups.values() if len(group) > 1]

    def before(self, blank: Blank, handed: Sequence[Handed]) -> list[tuple[Handed, Decimal]]:
        """Return this judge's earlier marks on a line; the sheet's own earlier state is none of them."""
        others = [each for each in handed if type(each.fact) is self.move.fact and each.seq != self.after]
        return [(each, each.marks[blank.path]) for each in others if blank.path in each.marks]

    # Whose it is

    def team(self, contest: Contest) -> str | None:
        """Return the team that the sheet is about: given, or chosen on it."""
        given = team_of(contest, self.move.identity)
        if given is not None:
            return given
        chosen = [self.option(blank) for blank in self.fields if isinstance(blank, Choice)]
        return next((option.team for option in chosen if option is not None and option.team), None)

    def number(self, contest: Contest, judge: str) -> int:
        """Return the number that hands the sheet in: the team's desk, else what is numbered, else the judge's seat."""
        team = self.team(contest)
        if team is not None:
            return dict(contest.podiums)[team]
        numbers = [value for value in self.move.identity.values() if isinstance(value, int)]
        return numbers[0] if numbers else seat_number(contest.state.roster, judge)

    # Choices

    def option(self, blank: Choice) -> Option | None:
        """Return the option chosen on a blank."""
        return blank.option(self.texts.get(blank.path))

    def shown(self, blank: Blank, contest: Contest) -> Text:
        """Return a blank's value as it is read back."""
        typed = self.texts.get(blank.path, "")
        if isinstance(blank, Number):
            return plain(padded(blank, typed))
        if isinstance(blank, Choice):
            option = self.option(blank)
            return plain("") if option is None else _called(option, contest)
        if isinstance(blank, Permutation):
            return Joined(tuple(_label(blank, value) for value in typed.split()), " > ")
        return plain(typed)

    # Drafts

    def to_mapping(self) -> dict[str, object]:
        """Return what is kept of the sheet."""
        return {"id": self.id, "after": self.after, "texts": self.texts}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Take up a draft of this very sheet; what no longer fits is left out, one of an earlier ballot altogether."""
        if kept.get("after") == self.after:
            self.id = str(kept["id"])
            texts = kept["texts"]
            self.texts = dict(texts) if isinstance(texts, Mapping) else {}
            self._drop_misfits()

    def _drop_misfits(self) -> None:
        fields = {blank.path: blank for blank in self.fields}
        self.texts = {
            path: text for path, text in self.texts.items() if path in fields and refusal(fields[path], text) is None
        }


def numbered(blank: Choice | Permutation, contest: Contest) -> list[tuple[int, Option]]:
    """Return the options with their numbers: teams by desk, anything else, members too, by row."""
    desks, teams = dict(contest.podiums), [option.team for option in blank.options]
    if all(team is not None for team in teams) and len(set(teams)) == len(teams):
        return sorted(((desks[option.team or ""], option) for option in blank.options), key=lambda pair: pair[0])
    return list(enumerate(blank.options, 1))


def _called(option: Option, contest: Contest) -> Text:
    """Return an option as a sentence names it, with its team's desk; a side with its team."""
    if option.team is None:
        return option.label
    desk, side = dict(contest.podiums)[option.team], SIDES.get(option.value)
    if side is None:
        return _("desk {desk} {choice}", desk=desk, choice=option.label)
    return _("{side}, desk {desk} {team}", side=side, desk=desk, team=contest.state.roster.name(option.team))


def _label(blank: Permutation, value: str) -> Text:
    return next((option.label for option in blank.options if option.value == value), plain(value))


def is_typed(blank: Blank) -> bool:
    """Whether a blank takes characters, not numbers of a list."""
    return isinstance(blank, (Number, Line))

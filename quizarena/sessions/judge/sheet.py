"""One sheet: the move of a ballot with what has been typed into its blanks, and how it is read back.

A sheet's id is made with it, so that handing it in twice counts once. Which sheets there are, `duties` says.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from ...blanks import Blank, Choice, Line, Number, Option, Permutation
from ...moves import Move
from ...text import Joined, Text, plain
from ..paper import padded, refusal, sum_of, tidy
from .duties import Handed, People, typed_before
from .words import _

SIDES: Mapping[str, Text] = {"affirmative": _("Affirmative"), "negative": _("Negative")}
"""The sides of a debate by their names in scenes and choices."""


def new_id() -> str:
    """Return an id for a ballot nobody has handed in yet."""
    return secrets.token_hex(16)


def sheet_key(move: Move) -> str:
    """Return the name of a move's sheet among the judge's drafts."""
    return ":".join([move.fact.type, *(str(value) for value in move.identity.values())])


@attrs.frozen
class Sheet:
    """A sheet of `judge`: `texts` are the blanks' values as typed, by path; `asked` what waits with a question put off.

    `after` is the record of the ballot it replaces (-1: none), `why_back` the reason for which that one came back.
    """

    move: Move
    judge: str
    people: People = attrs.field(repr=False)
    id: str = attrs.field(factory=new_id)
    texts: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    asked: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    after: int = -1
    why_back: str = ""

    @classmethod
    def of(cls, move: Move, judge: str, people: People, before: Handed | None = None, why_back: str = "") -> Sheet:
        """Return the sheet of a move, with the figures of the ballot `before` that came back, if there is one."""
        if before is None:
            return cls(move, judge, people)
        sheet = cls(move, judge, people, after=before.seq, why_back=why_back)
        return attrs.evolve(sheet, texts=sheet.fitting(typed_before(move, before.fact)))

    @property
    def key(self) -> str:
        """The name of the sheet's draft."""
        return sheet_key(self.move)

    @property
    def fields(self) -> tuple[Blank, ...]:
        """The blanks the judge fills: all but the one that says whose ballot it is."""
        return tuple(blank for blank in self.move.decisions if blank.path != "judge")

    @property
    def missing(self) -> tuple[Blank, ...]:
        """The blanks that are still empty."""
        return tuple(blank for blank in self.fields if not self.texts.get(blank.path))

    def values(self) -> dict[str, str]:
        """Return what fills the move."""
        own = {blank.path: self.judge for blank in self.move.decisions if blank.path == "judge"}
        return {**own, **self.texts}

    # Filling

    def filled(self, path: str, text: str) -> Sheet:
        """Return the sheet with a blank's value as typed; nothing is left of a question that was put off there."""
        asked = {other: typed for other, typed in self.asked.items() if other != path}
        return attrs.evolve(self, texts={**self.texts, path: text}, asked=asked)

    def put_off(self, path: str, typed: str) -> Sheet:
        """Return the sheet with an empty blank and, beside it, what was typed there and is still asked about."""
        return attrs.evolve(self, texts={**self.texts, path: ""}, asked={**self.asked, path: typed})

    def fitting(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return those of `texts` that the sheet's blanks take, as they stand there."""
        return {
            blank.path: as_taken(blank, texts[blank.path])
            for blank in self.fields
            if blank.path in texts and refusal(blank, texts[blank.path]) is None
        }

    def first_refusal(self, texts: Mapping[str, str]) -> Text | None:
        """Return why the first of `texts` that does not fit its blank is refused, None where all fit."""
        typed = ((blank, texts[blank.path]) for blank in self.fields if blank.path in texts)
        return next((why for blank, text in typed if (why := refusal(blank, text)) is not None), None)

    def with_changes(self, before: Sheet, after: Sheet) -> Sheet:
        """Return this sheet with what was changed from `before` to `after`."""
        changed = {blank.path for blank in self.fields if before.at(blank.path) != after.at(blank.path)}
        texts = {path: after.texts.get(path, "") for path in changed}
        asked = {path: typed for path, typed in self.asked.items() if path not in changed}
        asked |= {path: typed for path, typed in after.asked.items() if path in changed}
        return attrs.evolve(self, texts={**self.texts, **texts}, asked=asked)

    def at(self, path: str) -> tuple[str, str]:
        """Return what stands in a blank: what was taken, and what is asked about."""
        return self.texts.get(path, ""), self.asked.get(path, "")

    # Numbers

    def sums(self, typing: Mapping[str, str] | None = None) -> list[tuple[Text, str]]:
        """Return the name and value of each sum, the sheet's total first; nothing of one not begun; `typing` counts."""
        texts = {**self.texts, **(typing or {})}
        numbers = {blank.path: blank for blank in self.fields if isinstance(blank, Number)}
        return [
            (each.label, sum_of([(numbers[path], texts.get(path, "")) for path in each.paths], each))
            for each in self.move.totals
        ]

    def earlier(self, blank: Blank, handed: Sequence[Handed]) -> list[tuple[Handed, Decimal]]:
        """Return this judge's earlier marks on a line; the sheet's own earlier state is none of them."""
        of, own, path = self.move.fact, self.after, blank.path
        return [
            (each, each.marks[path])
            for each in handed
            if type(each.fact) is of and each.seq != own and path in each.marks
        ]

    # Whose it is

    @property
    def team(self) -> str | None:
        """The team that the sheet is about: given, or chosen on it."""
        if self.move.subject.team:
            return self.move.subject.team
        chosen = [self.option(blank) for blank in self.fields if isinstance(blank, Choice)]
        return next((option.team for option in chosen if option is not None and option.team), None)

    @property
    def number(self) -> int:
        """The number that hands the sheet in: the team's, of a sheet about no team the judge's own seat."""
        return self.people.seat(self.judge) if self.team is None else self.people.podiums[self.team]

    # Choices

    def option(self, blank: Choice) -> Option | None:
        """Return the option chosen on a blank."""
        return blank.option(self.texts.get(blank.path))

    def options(self, blank: Choice | Permutation) -> list[tuple[int, Option]]:
        """Return the options of a blank with their numbers: teams by podium, anything else, members too, by row."""
        podiums, teams = self.people.podiums, [option.team for option in blank.options]
        if all(team is not None for team in teams) and len(set(teams)) == len(teams):
            by_podium = ((podiums[option.team or ""], option) for option in blank.options)
            return sorted(by_podium, key=lambda pair: pair[0])
        return list(enumerate(blank.options, 1))

    def shown(self, blank: Blank) -> Text:
        """Return a blank's value as it is read back."""
        typed = self.texts.get(blank.path, "")
        if isinstance(blank, Number):
            return plain(padded(blank, typed))
        if isinstance(blank, Choice):
            option = self.option(blank)
            return plain("") if option is None else self._called(option)
        if isinstance(blank, Permutation):
            labels = {option.value: option.label for option in blank.options}
            return Joined(tuple(labels.get(value, plain(value)) for value in typed.split()), " > ")
        return plain(typed)

    def _called(self, option: Option) -> Text:
        """Return an option as a sentence names it, with its team's podium; a side with its team."""
        if option.team is None:
            return option.label
        podium, side = self.people.podiums[option.team], SIDES.get(option.value)
        if side is None:
            return _("desk {desk} {choice}", desk=podium, choice=option.label)
        return _("{side}, desk {desk} {team}", side=side, desk=podium, team=self.people.roster.name(option.team))

    # Drafts

    def to_mapping(self) -> dict[str, object]:
        """Return what a draft holds of the sheet."""
        return {"id": self.id, "after": self.after, "texts": dict(self.texts), "asked": dict(self.asked)}

    def restored(self, draft: Mapping[str, Any]) -> Sheet:
        """Return the sheet as a draft of `to_mapping` has it; one of an earlier ballot leaves it as it is.

        What no longer fits is left out.
        """
        if draft["after"] != self.after:
            return self
        asked = {
            blank.path: draft["asked"][blank.path]
            for blank in self.fields
            if isinstance(blank, Number) and blank.path in draft["asked"]
        }
        return attrs.evolve(self, id=draft["id"], texts=self.fitting(draft["texts"]), asked=asked)


def as_taken(blank: Blank, typed: str) -> str:
    """Return what is typed as it stands in a blank that takes it."""
    return tidy(typed) if isinstance(blank, Number) else typed.strip()


def is_typed(blank: Blank) -> bool:
    """Whether a blank takes characters, not numbers of a list."""
    return isinstance(blank, (Number, Line))

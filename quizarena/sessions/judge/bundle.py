"""The sheets a judge fills in one go, such as both sides' of a debate, with one cursor over all their fields.

A value: what a press makes of it, `hand` says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property

import attrs

from ...blanks import Blank
from ...moves import Move
from ..drafts import read_draft
from ..paper import Question
from .duties import People
from .sheet import Sheet

_DRAFT = {
    "sheets": {str: {"id": str, "after": int, "texts": {str: str}, "asked": {str: str}}},
    "at": [str],
    "checking": bool,
}


def filled_of(draft: str | None, key: str) -> int:
    """Return how many fields of a sheet a judge's draft has filled: all that the desk may know of it."""
    found = read_draft(draft, _DRAFT)
    return sum(map(bool, found["sheets"].get(key, {"texts": {}})["texts"].values())) if found is not None else 0


def begun_in(draft: str | None) -> set[str]:
    """Return the keys of the sheets of a judge's draft on which something was typed."""
    found = read_draft(draft, _DRAFT)
    return set() if found is None else {key for key, sheet in found["sheets"].items() if any(sheet["texts"].values())}


@attrs.frozen(slots=False)
class Bundle:
    """Sheets with a cursor over all their fields; `aside` is one the judge opened and may close again.

    `typed` is what stands in the cursor's field and is not taken yet, `question` what is asked about it. On the check
    page (`checking`) `typed` is the number that hands a sheet in.
    """

    sheets: tuple[Sheet, ...]
    aside: bool = False
    place: int = 0
    checking: bool = False
    typed: str = ""
    question: Question | None = None

    @classmethod
    def of(cls, sheets: tuple[Sheet, ...], *, aside: bool = False) -> Bundle:
        """Return sheets with the cursor in the first empty field; those that ask for nothing begin checked."""
        bundle = cls(sheets, aside)
        return attrs.evolve(bundle, place=next(iter(bundle.empty), 0), checking=not bundle.spots)

    @cached_property
    def spots(self) -> tuple[tuple[Sheet, Blank], ...]:
        """All fields, sheet by sheet."""
        return tuple((sheet, blank) for sheet in self.sheets for blank in sheet.fields)

    @property
    def empty(self) -> list[int]:
        """The places of the fields still empty."""
        return [place for place, (sheet, blank) in enumerate(self.spots) if not sheet.texts.get(blank.path)]

    @property
    def sheet(self) -> Sheet:
        """The cursor's sheet."""
        return self.spots[self.place][0]

    @property
    def blank(self) -> Blank:
        """The cursor's field."""
        return self.spots[self.place][1]

    @property
    def text(self) -> str:
        """What has been taken in the cursor's field."""
        return self.sheet.texts.get(self.blank.path, "")

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to fill."""
        return not self.empty

    @property
    def numbers(self) -> list[int]:
        """The number that hands each sheet in."""
        return [sheet.number for sheet in self.sheets]

    def find(self, key: str) -> Sheet | None:
        """Return the sheet `key`, None where it is not among them."""
        return next((sheet for sheet in self.sheets if sheet.key == key), None)

    def filled(self, text: str) -> Bundle:
        """Return the bundle with the cursor's field filled, and nothing typed."""
        return self._with(self.sheet.filled(self.blank.path, text))

    def put_off(self) -> Bundle:
        """Return the bundle with the question about the cursor's field put off."""
        return self._with(self.sheet.put_off(self.blank.path, self.typed))

    def _with(self, sheet: Sheet) -> Bundle:
        return attrs.evolve(self.replacing(self.sheet, sheet), typed="", question=None)

    def replacing(self, old: Sheet, new: Sheet) -> Bundle:
        """Return the bundle with one sheet in another's place."""
        return attrs.evolve(self, sheets=tuple(new if each is old else each for each in self.sheets))

    def following(self, moves: Sequence[Move], people: People) -> Bundle:
        """Return the same sheets on the moves that a record since has left them."""
        pairs = zip(self.sheets, moves, strict=True)
        return attrs.evolve(self, sheets=tuple(attrs.evolve(sheet, move=move, people=people) for sheet, move in pairs))

    # Drafts

    def to_text(self) -> str:
        """Return everything filled so far, and where the cursor is."""
        sheets = {sheet.key: sheet.to_mapping() for sheet in self.sheets}
        at = [self.sheet.key, self.blank.path] if self.spots else []
        return json.dumps({"sheets": sheets, "at": at, "checking": self.checking}, ensure_ascii=False)

    def restored(self, text: str | None, is_recorded: Callable[[str], bool]) -> Bundle:
        """Return the bundle as a draft has it: the figures that still fit, with the cursor in the same field.

        A sheet whose id `is_recorded` has nothing to restore.
        """
        draft = read_draft(text, _DRAFT)
        if draft is None:
            return self
        found = (draft["sheets"].get(sheet.key) for sheet in self.sheets)
        pairs = zip(self.sheets, found, strict=True)
        sheets = (sheet if each is None or is_recorded(each["id"]) else sheet.restored(each) for sheet, each in pairs)
        bundle = attrs.evolve(self, sheets=tuple(sheets))
        spots = [[sheet.key, blank.path] for sheet, blank in bundle.spots]
        place = spots.index(draft["at"]) if draft["at"] in spots else next(iter(bundle.empty), 0)
        checking = not spots or (draft["checking"] and bundle.is_whole)
        return attrs.evolve(bundle, place=place, checking=checking)

    def merged(self, theirs: Bundle, seen: Bundle) -> Bundle:
        """Return what another window has made of the same sheets, with what was filled here since both had `seen`."""
        parts = zip(self.sheets, theirs.sheets, seen.sheets, strict=True)
        sheets = tuple(other.with_changes(before, own) for own, other, before in parts)
        merged = attrs.evolve(self, sheets=sheets)
        return attrs.evolve(merged, checking=self.checking and merged.is_whole)

"""What happened: facts, what each is for and whom it concerns, and the record each becomes.

How they are written is in `fact_book`, what may happen in `moves`, what it means in the kinds.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import ClassVar

import attrs

from .errors import FactError
from .text import FRAME
from .values import fast_init

_ = FRAME


class Intent(Enum):
    """What a fact is for. Screens, sheets and reports go by it, never by a fact's shape."""

    STEP = "step"
    """Play goes on: a question is put, a segment ends."""
    CALL = "call"
    """Who or what it is about is chosen: a team buzzed, a topic was drawn from the slips."""
    RULING = "ruling"
    """A person's verdict on what was done."""
    PENALTY = "penalty"
    """Points added or deducted beside the rulings: a false start, an adjustment."""
    CLOCK = "clock"
    """A clock starts or stops at an instant."""
    TIMING = "timing"
    """A clock is put right, or a time measured by hand is set."""
    BALLOT = "ballot"
    """A judge's marks or vote."""
    BALLOT_RETURN = "ballot return"
    """A ballot goes back to its judge for edit."""
    ABSENCE = "absence"
    """A judge does not mark this performance."""
    REVEAL = "reveal"
    """Marks are opened (亮分)."""
    UNMARKED = "unmarked"
    """A performance is closed without a score."""
    REOPENING = "reopening"
    """A closed performance takes ballots again."""
    DRAW = "draw"
    """Order, pairs, sides or seats by lot."""
    TIE = "tie"
    """What becomes of a tie: a play-off, a shared place."""
    ROSTER = "roster"
    """Who takes part: a team leaves, a judge is excused, a name changes."""
    STOPPAGE = "stoppage"
    """Play stops, goes on, or ends before its time."""
    PROTEST = "protest"
    """A protest is lodged or decided."""
    SIGNING = "signing"
    """The contest is closed and signed."""
    CUE = "cue"
    """What screens show."""
    CHANGE = "change"
    """A change of the past or of the rules: a correction, an amendment, an undo."""


@attrs.frozen
class Subject:
    """Whom a fact or a move concerns, by id; empty where it names nobody."""

    team: str = ""
    member: str = ""
    judge: str = ""

    def agrees(self, other: Subject) -> bool:
        """Whether no two ids contradict each other: what one of them leaves open agrees with anything."""
        pairs = ((self.team, other.team), (self.member, other.member), (self.judge, other.judge))
        return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


@attrs.frozen
class Fact:
    """Something that happened, as attrs-frozen subclasses declare it.

    A subclass names its stable wire `type` and says what it is for, its `intent`, where its bases stand:
    `class Ruled(Fact, type="quiz.ruled", intent=Intent.RULING)`. A field called `team`,
    `member` or `judge` holds the id of one, or is empty: that is whom the fact concerns. Fields are str, int, bool,
    Decimal, datetime (an aware instant), tuples and string-keyed mappings of these, or None.

    `sealed` maps a field to the type of the fact that reveals it: until a later fact of that type agrees with this one
    in every field both have, only the record's owner and the seat that gave it may read the field; "" reveals it never.
    What is `backstage` desk and host may read though it is sealed. `cue` marks what only steers screens; `reveals`
    starts a stepwise reveal, and a later fact of the round that `advances_play` tells the rest of it; what is not
    `undoable` (a ballot) has its own way back. What a move of a `concealed` fact derives nobody is shown before it is
    recorded: the order of a draw. `names` are the fields that hold a person's name, `remarks` those of words in which
    people may be named: an anonymous copy has numbers there.

    What `steers_board` says what the hall's board shows; what `withholds` keeps figures from the hall, or shows them
    again at once; by what `ends_part` somebody takes part no more, wholly or in part.
    """

    type: ClassVar[str]
    intent: ClassVar[Intent]
    sealed: ClassVar[Mapping[str, str]] = {}
    backstage: ClassVar[bool] = False
    cue: ClassVar[bool] = False
    undoable: ClassVar[bool] = True
    names: ClassVar[tuple[str, ...]] = ()
    remarks: ClassVar[tuple[str, ...]] = ("reason",)
    reveals: ClassVar[bool] = False
    advances_play: ClassVar[bool] = True
    concealed: ClassVar[bool] = False
    steers_board: ClassVar[bool] = False
    withholds: ClassVar[bool] = False
    ends_part: ClassVar[bool] = False

    def __init_subclass__(cls, *, type: str = "", intent: Intent | None = None) -> None:
        """Take what the class says of itself; a class made again from this one, as attrs does, has it already."""
        super().__init_subclass__()
        if type:
            cls.type = type
        if intent is not None:
            cls.intent = intent

    @property
    def subject(self) -> Subject:
        """Whom it concerns."""
        return Subject(*(str(getattr(self, name, "") or "") for name in SUBJECT))

    def published(self) -> Mapping[str, str]:
        """Return what the public may read in place of the sealed fields, such as a draw's commitment."""
        return {}


SUBJECT = ("team", "member", "judge")
"""The fields that hold whom a fact concerns."""


@fast_init
@attrs.frozen
class Record:
    """A fact at its place in the journal.

    Args:
        seq: The place, counted from 0, without gaps.
        id: Given by the caller, so that a retry counts once.
        at: When it was written; rules never look at it.
        seat: In whose name ("desk", "judge:j3", "arbiter").
        person: Who typed.
        round: The id of the round it belongs to, empty for the contest itself.
        type: The fact's stable name.
        fact: The fact.
        digest: The chain's SHA-256 over the stored text, in hex.
    """

    seq: int
    id: str
    at: datetime
    seat: str
    person: str
    round: str
    type: str
    fact: Fact
    digest: str


def instant_text(instant: datetime) -> str:
    """Return `instant` as UTC text to the millisecond, "2026-11-23T14:03:05.120Z"."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instants(texts: Sequence[str]) -> list[datetime]:
    """Return what `parse_instant` returns for each text; raises like it."""
    try:
        found = list(map(datetime.fromisoformat, texts))
    except (ValueError, TypeError):
        return list(map(parse_instant, texts))
    return found if all(each.tzinfo for each in found) else list(map(parse_instant, texts))


@functools.lru_cache(maxsize=4_096)
def parse_instant(text: str) -> datetime:
    """Return the instant `instant_text` wrote.

    Raises:
        FactError: `text` is not of that form.
    """
    try:
        instant = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise FactError(
            _("expected an instant such as 2026-11-23T14:03:05.120Z, found {found}", found=repr(text))
        ) from None
    if instant.utcoffset() is None:
        raise FactError(_("expected an instant with its zone, found {found}; add Z for UTC", found=repr(text)))
    return instant

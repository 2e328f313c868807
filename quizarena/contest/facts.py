"""The facts of the frame: what may happen in any contest, whatever its rounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar

import attrs

from ..facts import Fact, Intent
from .roster_facts import ROSTER_FACTS

FORMAT = 2
"""The format of the records a contest is told in; record 0 says it, and where it says none it is 1."""


@attrs.frozen
class RulebookRead(Fact):
    """Record 0: the fully resolved rulebook, the plug-ins it stands on with their versions, the records' format.

    `copy_of` is the head of the contest that this is an anonymous copy of.
    """

    type: ClassVar[str] = "contest.rulebook"
    intent: ClassVar[Intent] = Intent.STEP
    resolved: Mapping[str, Any] = attrs.field(hash=False)
    plugins: Mapping[str, str] = attrs.field(hash=False)
    format: int = 1
    copy_of: str = ""


@attrs.frozen
class ContestOpened(Fact):
    """The contest begins: for real, or as a rehearsal (彩排)."""

    type: ClassVar[str] = "contest.opened"
    intent: ClassVar[Intent] = Intent.STEP
    mode: str


@attrs.frozen
class DrawCommitted(Fact):
    """The names and the hash of the organiser's secret are published; the secret stays sealed until the draw opens."""

    type: ClassVar[str] = "draw.committed"
    intent: ClassVar[Intent] = Intent.DRAW
    sealed: ClassVar[Mapping[str, str]] = {"secret": "draw.opened"}
    purpose: str
    labels: tuple[str, ...]
    method: str
    date: str
    secret: str

    def published(self) -> Mapping[str, str]:
        """Return the commitment: the SHA-256 of the secret."""
        return {"commitment": sha256(self.secret.encode()).hexdigest()}


@attrs.frozen
class NumbersCalled(Fact):
    """The numbers the audience called, such as "3 17 8 22"."""

    type: ClassVar[str] = "draw.called"
    intent: ClassVar[Intent] = Intent.DRAW
    purpose: str
    numbers: str


@attrs.frozen
class DrawOpened(Fact):
    """The secret is opened; seed and order follow for everybody to redo."""

    type: ClassVar[str] = "draw.opened"
    concealed: ClassVar[bool] = True
    intent: ClassVar[Intent] = Intent.DRAW
    purpose: str
    seed: str
    order: tuple[str, ...]


@attrs.frozen
class DrawAbandoned(Fact):
    """A ceremony is taken back as a whole, by whom and why; what was drawn is forgotten, that it was drawn is not."""

    type: ClassVar[str] = "draw.abandoned"
    intent: ClassVar[Intent] = Intent.DRAW
    names: ClassVar[tuple[str, ...]] = ("by",)
    undoable: ClassVar[bool] = False
    purpose: str
    by: str
    reason: str


@attrs.frozen
class DrawEntered(Fact):
    """A paper draw typed in: who drew, and who watched."""

    type: ClassVar[str] = "draw.entered"
    intent: ClassVar[Intent] = Intent.DRAW
    names: ClassVar[tuple[str, ...]] = ("drawn_by", "watched_by")
    purpose: str
    order: tuple[str, ...]
    drawn_by: str
    watched_by: str = ""


@attrs.frozen
class RoundBegun(Fact):
    """A round begins, in this running order."""

    type: ClassVar[str] = "round.begun"
    intent: ClassVar[Intent] = Intent.STEP
    round: str
    order: tuple[str, ...]


@attrs.frozen
class RoundCut(Fact):
    """A round is ended before its time, by a person with a reason."""

    type: ClassVar[str] = "round.cut"
    intent: ClassVar[Intent] = Intent.STOPPAGE
    round: str
    reason: str


@attrs.frozen
class PlayOffCalled(Fact):
    """The tied teams play off (加赛) in an ordinary round that does not count."""

    type: ClassVar[str] = "playoff.called"
    intent: ClassVar[Intent] = Intent.TIE
    teams: tuple[str, ...]
    round: str


@attrs.frozen
class PlayOffLeft(Fact):
    """A team leaves a play-off that goes on: a correction has parted it from all the others there."""

    type: ClassVar[str] = "playoff.left"
    intent: ClassVar[Intent] = Intent.TIE
    round: str
    team: str


@attrs.frozen
class TieShared(Fact):
    """A tie is left as it is: the tied teams share the place."""

    type: ClassVar[str] = "tie.shared"
    intent: ClassVar[Intent] = Intent.TIE
    teams: tuple[str, ...]


@attrs.frozen
class Adjusted(Fact):
    """Points added or deducted by the arbiter, with a reason."""

    type: ClassVar[str] = "score.adjusted"
    intent: ClassVar[Intent] = Intent.PENALTY
    team: str
    points: Decimal
    reason: str


@attrs.frozen
class Interrupted(Fact):
    """The contest stops for a while: a power cut, a fire alarm."""

    type: ClassVar[str] = "contest.interrupted"
    intent: ClassVar[Intent] = Intent.STOPPAGE
    since: datetime
    reason: str


@attrs.frozen
class Resumed(Fact):
    """The contest goes on."""

    type: ClassVar[str] = "contest.resumed"
    intent: ClassVar[Intent] = Intent.STOPPAGE
    at: datetime


@attrs.frozen
class TakenOver(Fact):
    """The contest goes on from this copy of the file, on another machine; who typed it takes over."""

    type: ClassVar[str] = "contest.taken_over"
    intent: ClassVar[Intent] = Intent.STOPPAGE
    reason: str


@attrs.frozen
class ProtestLodged(Fact):
    """A team protests (申诉) about something, such as question 13: the standings are provisional until it is decided.

    `record` is the number of the record it is against, 0 where it is against none.
    """

    type: ClassVar[str] = "protest.lodged"
    intent: ClassVar[Intent] = Intent.PROTEST
    remarks: ClassVar[tuple[str, ...]] = ("about",)
    team: str
    about: str
    record: int = 0


@attrs.frozen
class ProtestDecided(Fact):
    """The arbiters uphold or reject a protest, or the team withdraws it; what follows is a correction of its own."""

    type: ClassVar[str] = "protest.decided"
    intent: ClassVar[Intent] = Intent.PROTEST
    protest: int
    decision: str
    reason: str


@attrs.frozen
class ContestSigned(Fact):
    """The contest is closed and signed: but for the board nothing may change, unless a ruling opens it again."""

    type: ClassVar[str] = "contest.signed"
    intent: ClassVar[Intent] = Intent.SIGNING
    names: ClassVar[tuple[str, ...]] = ("by",)
    by: str


@attrs.frozen
class ContestReopened(Fact):
    """A ruling opens a signed contest again: who decided it, and why; it is signed anew after."""

    type: ClassVar[str] = "contest.reopened"
    intent: ClassVar[Intent] = Intent.REOPENING
    names: ClassVar[tuple[str, ...]] = ("by",)
    undoable: ClassVar[bool] = False
    by: str
    reason: str


@attrs.frozen
class BoardShows(Fact):
    """A cue: what the board shows, and up to which step."""

    type: ClassVar[str] = "cue.board"
    intent: ClassVar[Intent] = Intent.CUE
    cue: ClassVar[bool] = True
    programme: str
    step: int = 0


@attrs.frozen
class BoardMessage(Fact):
    """A cue: the message on the board, empty for none, and how many minutes are counted down under it since when."""

    type: ClassVar[str] = "cue.message"
    intent: ClassVar[Intent] = Intent.CUE
    remarks: ClassVar[tuple[str, ...]] = ("text",)
    cue: ClassVar[bool] = True
    text: str
    minutes: int = 0
    since: datetime | None = None


@attrs.frozen
class HostNote(Fact):
    """A cue: what the desk tells the host, empty for nothing; neither hall nor judges ever read it."""

    type: ClassVar[str] = "cue.note"
    intent: ClassVar[Intent] = Intent.CUE
    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": ""}
    backstage: ClassVar[bool] = True
    cue: ClassVar[bool] = True
    text: str


@attrs.frozen
class StandingsFrozen(Fact):
    """A cue: the hall's standings stay as they are (封榜), or move again."""

    type: ClassVar[str] = "cue.frozen"
    intent: ClassVar[Intent] = Intent.CUE
    cue: ClassVar[bool] = True
    frozen: str


@attrs.frozen
class Replacement:
    """One fact put in another's place, as its JSON fields."""

    seq: int
    fact: Mapping[str, Any] = attrs.field(hash=False)


@attrs.frozen
class Corrected(Fact):
    """Past facts are replaced; the old records stay. `take_out` are later records that then fit no more, and go too."""

    type: ClassVar[str] = "contest.corrected"
    intent: ClassVar[Intent] = Intent.CHANGE
    names: ClassVar[tuple[str, ...]] = ("ruled_by",)
    items: tuple[Replacement, ...]
    reason: str
    ruled_by: str = ""
    take_out: tuple[int, ...] = ()


@attrs.frozen
class Struck(Fact):
    """A record is taken out of the reckoning; it stays in the journal."""

    type: ClassVar[str] = "contest.struck"
    intent: ClassVar[Intent] = Intent.CHANGE
    seq: int
    reason: str


@attrs.frozen
class Amended(Fact):
    """A rule of the rulebook is changed: for the whole contest, or `from_now` on for what begins after this record."""

    type: ClassVar[str] = "contest.amended"
    intent: ClassVar[Intent] = Intent.CHANGE
    names: ClassVar[tuple[str, ...]] = ("ruled_by",)
    path: str
    value: str
    reason: str
    from_now: bool = False
    ruled_by: str = ""


@attrs.frozen
class Undone(Fact):
    """A seat takes back its own last record."""

    type: ClassVar[str] = "contest.undone"
    intent: ClassVar[Intent] = Intent.CHANGE
    seq: int


@attrs.frozen
class Redone(Fact):
    """An undo is itself taken back."""

    type: ClassVar[str] = "contest.redone"
    intent: ClassVar[Intent] = Intent.CHANGE
    seq: int


META = (Corrected, Struck, Amended, Undone, Redone)
FLOW = (
    ContestOpened,
    DrawCommitted,
    NumbersCalled,
    DrawOpened,
    DrawAbandoned,
    DrawEntered,
    RoundBegun,
    RoundCut,
    PlayOffCalled,
    PlayOffLeft,
    TieShared,
    ContestSigned,
    ContestReopened,
)
ASIDES: tuple[type[Fact], ...] = (
    Adjusted,
    *ROSTER_FACTS,
    Interrupted,
    Resumed,
    TakenOver,
    ProtestLodged,
    ProtestDecided,
)
CUES = (BoardShows, BoardMessage, HostNote, StandingsFrozen)
FRAME_FACTS: tuple[type[Fact], ...] = (RulebookRead, *FLOW, *ASIDES, *CUES, *META)

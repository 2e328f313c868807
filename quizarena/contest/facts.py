"""The facts of the frame: what may happen in any contest, whatever its rounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar

import attrs

from ..facts import Fact, Intent
from ..roster import Roster
from ..text import FRAME, Text
from .roster_facts import ROSTER_FACTS, AnnouncedFact, DayFact, Occasion

_ = FRAME

FORMAT = 2
"""The format of the records a contest is told in; record 0 says it, and where it says none it is 1."""


@attrs.frozen
class RulebookRead(Fact, type="contest.rulebook", intent=Intent.STEP):
    """Record 0: the fully resolved rulebook, the plug-ins it stands on with their versions, the records' format.

    `copy_of` is the head of the contest that this is an anonymous copy of.
    """

    resolved: Mapping[str, Any] = attrs.field(hash=False)
    plugins: Mapping[str, str] = attrs.field(hash=False)
    format: int = 1
    copy_of: str = ""


@attrs.frozen
class ContestOpened(Fact, type="contest.opened", intent=Intent.STEP):
    """The contest begins: for real, or as a rehearsal (彩排)."""

    mode: str


@attrs.frozen
class DrawChosen(Fact, type="draw.chosen", intent=Intent.DRAW):
    """How a round draws: "called" with the hall's numbers, "quick" without, "paper" by hand; "listed", not at all."""

    purpose: str
    way: str


@attrs.frozen
class DrawCommitted(Fact, type="draw.committed", intent=Intent.DRAW):
    """The names and the hash of the organiser's secret are published; the secret stays sealed until the draw opens.

    Labels of a group, by the sizes of `groups`, are drawn among themselves; without groups all are.
    """

    sealed: ClassVar[Mapping[str, str]] = {"secret": "draw.opened"}
    purpose: str
    labels: tuple[str, ...]
    method: str
    date: str
    secret: str
    groups: tuple[int, ...] = ()

    def published(self) -> Mapping[str, str]:
        """Return the commitment: the SHA-256 of the secret."""
        return {"commitment": sha256(self.secret.encode()).hexdigest()}


@attrs.frozen
class NumbersCalled(Fact, type="draw.called", intent=Intent.DRAW):
    """The numbers the audience called, such as "3 17 8 22"."""

    purpose: str
    numbers: str


@attrs.frozen
class DrawOpened(Fact, type="draw.opened", intent=Intent.DRAW):
    """The secret is opened; seed and order follow for everybody to redo."""

    concealed: ClassVar[bool] = True
    purpose: str
    seed: str
    order: tuple[str, ...]


@attrs.frozen
class DrawAbandoned(Fact, type="draw.abandoned", intent=Intent.DRAW):
    """A ceremony is taken back as a whole, by whom and why; what was drawn is forgotten, that it was drawn is not."""

    names: ClassVar[tuple[str, ...]] = ("by",)
    undoable: ClassVar[bool] = False
    purpose: str
    by: str
    reason: str


@attrs.frozen
class DrawEntered(Fact, type="draw.entered", intent=Intent.DRAW):
    """A paper draw typed in: who drew, and who watched."""

    names: ClassVar[tuple[str, ...]] = ("drawn_by", "watched_by")
    purpose: str
    order: tuple[str, ...]
    drawn_by: str
    watched_by: str = ""


@attrs.frozen
class RoundBegun(Fact, type="round.begun", intent=Intent.STEP):
    """A round begins, in this running order."""

    round: str
    order: tuple[str, ...]


@attrs.frozen
class RoundCut(Fact, type="round.cut", intent=Intent.STOPPAGE):
    """A round is ended before its time, by a person with a reason."""

    round: str
    reason: str


@attrs.frozen
class PlayOffCalled(Fact, type="playoff.called", intent=Intent.TIE):
    """The tied teams play off (加赛) in an ordinary round that does not count."""

    teams: tuple[str, ...]
    round: str


@attrs.frozen
class PlayOffLeft(Fact, type="playoff.left", intent=Intent.TIE):
    """A team leaves a play-off that goes on: a correction has parted it from all the others there."""

    round: str
    team: str


@attrs.frozen
class TieShared(Fact, type="tie.shared", intent=Intent.TIE):
    """A tie is left as it is: the tied teams share the place."""

    teams: tuple[str, ...]


@attrs.frozen
class Adjusted(Fact, type="score.adjusted", intent=Intent.PENALTY):
    """Points added or deducted by the arbiter, with a reason."""

    team: str
    points: Decimal
    reason: str


@attrs.frozen
class HelpUsed(AnnouncedFact, type="help.used", intent=Intent.CALL):
    """A team uses one of the contest's helps (求助), such as asking the audience; each it has so many times in all."""

    team: str
    help: str

    def announcement(self, roster: Roster) -> Text:
        return _("{team} use their help: {name}.", team=roster.name(self.team), name=self.help)


@attrs.frozen
class Interrupted(DayFact, type="contest.interrupted", intent=Intent.STOPPAGE, occasion=Occasion.INTERRUPTION):
    """The contest stops for a while: a power cut, a fire alarm."""

    since: datetime
    reason: str


@attrs.frozen
class Resumed(DayFact, type="contest.resumed", intent=Intent.STOPPAGE, occasion=Occasion.INTERRUPTION):
    """The contest goes on."""

    at: datetime


@attrs.frozen
class TakenOver(Fact, type="contest.taken_over", intent=Intent.STOPPAGE):
    """The contest goes on from this copy of the file, on another machine; who typed it takes over."""

    reason: str


@attrs.frozen
class ProtestLodged(DayFact, type="protest.lodged", intent=Intent.PROTEST, occasion=Occasion.PROTEST):
    """A team protests (申诉) about something, such as question 13: the standings are provisional until it is decided.

    `record` is the number of the record it is against, 0 where it is against none; `reason` is why, as the team says.
    """

    remarks: ClassVar[tuple[str, ...]] = ("about", "reason")
    team: str
    about: str
    record: int = 0
    reason: str = ""


@attrs.frozen
class ProtestDecided(DayFact, type="protest.decided", intent=Intent.PROTEST, occasion=Occasion.PROTEST):
    """The arbiters uphold or reject a protest, or the team withdraws it; what follows is a correction of its own."""

    protest: int
    decision: str
    reason: str


@attrs.frozen
class ContestSigned(Fact, type="contest.signed", intent=Intent.SIGNING):
    """The contest is closed and signed: but for the board nothing may change, unless a ruling opens it again."""

    names: ClassVar[tuple[str, ...]] = ("by",)
    by: str


@attrs.frozen
class ContestReopened(Fact, type="contest.reopened", intent=Intent.REOPENING):
    """A ruling opens a signed contest again: who decided it, and why; it is signed anew after."""

    names: ClassVar[tuple[str, ...]] = ("by",)
    undoable: ClassVar[bool] = False
    by: str
    reason: str


@attrs.frozen
class BoardShows(Fact, type="cue.board", intent=Intent.CUE):
    """A cue: what the board shows, and up to which step."""

    cue: ClassVar[bool] = True
    steers_board: ClassVar[bool] = True
    programme: str
    step: int = 0


@attrs.frozen
class BoardMessage(Fact, type="cue.message", intent=Intent.CUE):
    """A cue: the message on the board, empty for none, and how many minutes are counted down under it since when."""

    remarks: ClassVar[tuple[str, ...]] = ("text",)
    cue: ClassVar[bool] = True
    steers_board: ClassVar[bool] = True
    text: str
    minutes: int = 0
    since: datetime | None = None


@attrs.frozen
class MediaPlayed(Fact, type="cue.media", intent=Intent.CUE):
    """A cue: a sound or a film is played from its beginning, stopped where it is, or goes on from there.

    `file` is the stored name of one that questions have; it is heard and seen while its question is on. The hall's log
    does not say which: the question may be still to come.
    """

    sealed: ClassVar[Mapping[str, str]] = {"file": ""}
    backstage: ClassVar[bool] = True
    cue: ClassVar[bool] = True
    steers_board: ClassVar[bool] = True
    file: str
    action: str
    at: datetime


@attrs.frozen
class HostNote(Fact, type="cue.note", intent=Intent.CUE):
    """A cue: what the desk tells the host, empty for nothing; neither hall nor judges ever read it."""

    remarks: ClassVar[tuple[str, ...]] = ("text",)
    sealed: ClassVar[Mapping[str, str]] = {"text": ""}
    backstage: ClassVar[bool] = True
    cue: ClassVar[bool] = True
    text: str


@attrs.frozen
class StandingsFrozen(Fact, type="cue.frozen", intent=Intent.CUE):
    """A cue: the hall's standings stay as they are (封榜), or move again."""

    cue: ClassVar[bool] = True
    withholds: ClassVar[bool] = True
    frozen: str


@attrs.frozen
class Replacement:
    """One fact put in another's place, as its JSON fields."""

    seq: int
    fact: Mapping[str, Any] = attrs.field(hash=False)


@attrs.frozen
class Corrected(Fact, type="contest.corrected", intent=Intent.CHANGE):
    """Past facts are replaced; the old records stay. `take_out` are later records that then fit no more, and go too."""

    names: ClassVar[tuple[str, ...]] = ("ruled_by",)
    items: tuple[Replacement, ...]
    reason: str
    ruled_by: str = ""
    take_out: tuple[int, ...] = ()


@attrs.frozen
class Struck(Fact, type="contest.struck", intent=Intent.CHANGE):
    """A record is taken out of the reckoning; it stays in the journal."""

    seq: int
    reason: str


@attrs.frozen
class Amended(Fact, type="contest.amended", intent=Intent.CHANGE):
    """A rule of the rulebook is changed: for the whole contest, or `from_now` on for what begins after this record.

    `items` are records that count otherwise by it, such as rulings by a key that was wrong, `take_out` later ones that
    then fit no more.
    """

    names: ClassVar[tuple[str, ...]] = ("ruled_by",)
    path: str
    value: str
    reason: str
    from_now: bool = False
    ruled_by: str = ""
    items: tuple[Replacement, ...] = ()
    take_out: tuple[int, ...] = ()


@attrs.frozen
class Undone(Fact, type="contest.undone", intent=Intent.CHANGE):
    """A seat takes back its own last record."""

    seq: int


@attrs.frozen
class Redone(Fact, type="contest.redone", intent=Intent.CHANGE):
    """An undo is itself taken back."""

    seq: int


META = (Corrected, Struck, Amended, Undone, Redone)
FLOW = (
    ContestOpened,
    DrawChosen,
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
    HelpUsed,
    *ROSTER_FACTS,
    Interrupted,
    Resumed,
    TakenOver,
    ProtestLodged,
    ProtestDecided,
)
CUES = (BoardShows, BoardMessage, MediaPlayed, HostNote, StandingsFrozen)
FRAME_FACTS: tuple[type[Fact], ...] = (RulebookRead, *FLOW, *ASIDES, *CUES, *META)

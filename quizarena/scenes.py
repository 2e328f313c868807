"""What a screen shows, as data: blocks that terminal, web page and paper draw; nothing an audience may not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from .clocks import AT_TIME, Bell, Clock, bells_of
from .errors import SceneError
from .media import MediaKind
from .results import (
    Bracket,
    Contender,
    Decision,
    GoingOn,
    Lots,
    Mark,
    Marks,
    MarkState,
    Match,
    Prizes,
    Ranked,
    Ranking,
    Stage,
    Vote,
    Votes,
    Winner,
)  # fmt: skip
from .scene_json import read, write
from .text import FRAME, Text, draw

__all__ = [
    "BANNER", "SCENE_VERSION", "Audience", "Block", "Bracket", "Buzz", "BuzzerPress", "Clocks", "Contender",
    "Correction",     "Decision", "Face", "GoingOn", "Headline", "Lots", "Mark", "MarkState", "Marks", "Match", "OnAir",
    "OnStage", "Paragraph", "Prizes", "Purpose", "Question", "Ranked", "Ranking", "Role", "Ruling", "Say",
    "Scene", "Stage", "Steps", "Table", "Versus", "Vote", "Votes", "Winner", "is_backstage",
]  # fmt: skip

_ = FRAME
SCENE_VERSION = 1
"""Of the form in which scenes and standings are handed out; one that old programs cannot read has another."""
_AROUND = ("version", "language", "digest")
"""What a hall's addresses put around a scene."""
Audience: TypeAlias = str | None
"""None is the record's owner and sees all; else "desk", "judge:ID", "host" or "hall"."""


def is_backstage(audience: Audience) -> bool:
    """Whether the audience may read what is kept from the hall: answers, accepted variants, the host's line."""
    return audience in (None, "desk", "host")


@attrs.frozen
class Headline:
    """The large line of a scene, with what stands on the right of it.

    Where a round goes on piece by piece (questions, performances, matches), this is the `piece`th, from 1, of `pieces`;
    `inside` is what it is called within a sentence, where that is not as in the line.
    """

    text: Text
    aside: Text | None = None
    piece: int | None = None
    pieces: int | None = None
    inside: Text | None = None


class Role(Enum):
    """What a paragraph is; a screen may have a place of its own for it."""

    NOTE = "note"  # beside the matter: what bells mean, why nothing is marked
    MESSAGE = "message"  # what the desk put on the board
    DESK_NOTE = "desk_note"  # what the desk tells the host
    INTERRUPTION = "interruption"
    NOTICE = "notice"  # what a change of the day says to the hall, for a while
    PROTEST = "protest"  # a protest that is not decided yet
    TOPIC = "topic"  # the slip a team drew (题签)
    MOTION = "motion"
    DIFFICULTY = "difficulty"
    SEGMENT = "segment"  # the part of a debate that runs, with its time
    PROGRESS = "progress"  # how many ballots are in
    RETURNED = "returned"  # why a judge's ballot came back
    TIME = "time"  # how long was played, and what that costs
    OVERTIME = "overtime"
    RESULT = "result"


@attrs.frozen
class Paragraph:
    """A line of text; `team` is the id of the team a protest is of, empty for every other role."""

    text: Text
    role: Role = Role.NOTE
    team: str = ""


@attrs.frozen
class Say:
    """The lines the host reads now and next, for host and desk only; `opening` are those on marks, with their stage.

    `over` are read once the clocks shown have run out: one line for each clock and, of several, one for all. `remark`
    stands beside what is read now and is not read, `over_remark` in its place once time is over. `reading` is a
    question to be read out before the last line of `now`, once the board shows it.
    """

    now: tuple[Text, ...]
    then: tuple[Text, ...] = ()
    opening: tuple[tuple[Stage, Text], ...] = ()
    over: tuple[Text, ...] = ()
    remark: Text | None = None
    over_remark: Text | None = None
    reading: Text | None = None


@attrs.frozen
class Steps:
    """The rail: the steps of this part and where it stands (0-based; None before the first or after the last)."""

    names: tuple[Text, ...]
    current: int | None


QuestionForm: TypeAlias = Literal["single", "multiple", "true_false", "blank", "open"]
"""How a question is answered: by one option or several, true or false, a gap filled, in words."""
LETTERS = "ABCDEFGH"
"""What the options of a question are called, in their order: it has no more than these."""


@attrs.frozen
class MediaShown:
    """What a question shows or plays, and the number of the question, by which it is called in the hall.

    `stored_name` is the digest of its content with the suffix that viewers go by; its own name might tell the answer.
    `clock` is how long a sound or a film was played, by no limit: how long it is only who plays it knows. None before.
    `alt` says it in words for those who do not see or hear it, None where nobody has written any.
    """

    kind: MediaKind
    number: int
    stored_name: str
    clock: Clock | None = None
    alt: Text | None = None

    @property
    def digest(self) -> str:
        """The digest of its content."""
        return self.stored_name.partition(".")[0]


@attrs.frozen
class Question:
    """A question, and for those who may know it, its answer.

    `options` are what may be chosen, each with its letter. `points` are what a right answer gives to whoever answers
    now, `stake` what a wrong one costs; None where neither is settled yet. `out` are the teams that may not answer it
    any more, each with the word for why. With the answer come `key`, the right letters, and the explanation.
    """

    text: Text
    answer: Text | None = None
    accepted: tuple[Text, ...] = ()
    points: Fraction | None = None
    stake: Fraction | None = None
    out: tuple[tuple[str, Text], ...] = ()
    form: QuestionForm = "open"
    options: tuple[tuple[str, Text], ...] = ()
    key: tuple[str, ...] = ()
    explanation: Text | None = None
    media: MediaShown | None = None


@attrs.frozen
class Ruling:
    """The last verdict on an answer, and what it gave.

    `verdict` is the word for the hall, as large as it goes; `line` is what the host reads of it. `team` and `member`
    are ids, empty where the verdict is on the question as a whole; `gain` is below 0 for a loss. `before` and `after`
    are the team's totals, None where they are kept back; `before` is also None where a weight or a cap comes between.
    `chosen` are the letters that were chosen, none of a spoken answer.
    """

    verdict: Text
    line: Text
    team: str = ""
    member: str = ""
    gain: Fraction = Fraction(0)
    before: Fraction | None = None
    after: Fraction | None = None
    chosen: tuple[str, ...] = ()


BANNER = timedelta(seconds=15)
"""How long a correction or an amended rule stands on the board."""


@attrs.frozen
class Correction:
    """A correction just made: of what, why, by whom and when; `totals` are the teams' whose totals it changed.

    `totals` are empty while the standings are frozen; `line` is what the host reads of it, for those backstage. What
    was recorded within `BANNER` after it has it in its scene.
    """

    what: tuple[Text, ...]
    reason: Text
    organiser: str
    at: datetime
    totals: tuple[tuple[str, Fraction], ...] = ()
    line: Text | None = None


@attrs.frozen
class OnStage:
    """Who is on stage now: its team, its desk number, the member who speaks, whether it was first at the buzzer."""

    team: str
    name: Text
    podium: int
    member: Text | None = None
    role: Literal["", "affirmative", "negative"] = ""
    buzzed: bool = False


@attrs.frozen
class BuzzerPress:
    """A press of a team's buzzer: by how many milliseconds it came after the first, and how far off that may be."""

    team: str
    name: Text
    podium: int
    behind_ms: int = 0
    within_ms: int = 0


@attrs.frozen
class Buzz:
    """What the buzzers measured: presses in their order, and how many milliseconds after the call the first came.

    `early` are the teams that pressed before the host's call, `silent` those that might have pressed and did not, each
    by id and name. Where nobody measured there are no presses; `after_call_ms` is None where nobody called.
    """

    order: tuple[BuzzerPress, ...]
    after_call_ms: int | None = None
    early: tuple[tuple[str, Text], ...] = ()
    silent: tuple[tuple[str, Text], ...] = ()


@attrs.frozen
class Face:
    """A clock as it is shown: whose it is, and its bells; seconds left stand for a bell of one stroke, 0 for two."""

    clock: Clock
    label: Text
    role: Literal["", "affirmative", "negative"] = ""
    bells: tuple[Bell, ...] = attrs.field(default=(), converter=bells_of)

    @property
    def rung(self) -> tuple[Bell, ...]:
        """Its bells with the two at time, where nothing else is said of that."""
        return self.bells if any(not bell.left for bell in self.bells) else (*self.bells, AT_TIME)


@attrs.frozen
class Clocks:
    """One clock, or two of a debate."""

    faces: tuple[Face, ...]


@attrs.frozen
class Versus:
    """Two sides of a debate and what they debate."""

    affirmative: OnStage
    negative: OnStage
    motion: Text | None = None
    speaking: Literal["", "affirmative", "negative"] = ""


class Purpose(Enum):
    """What a table is for; a screen may have a place of its own for it."""

    SUBJECT = "subject"  # what the page is about: results, who meets whom
    TEAMS = "teams"  # a row a team, in `Table.teams`; the last column says how it stands in this round
    COMING = "coming"  # the next steps, for the desk
    COUNTS = "counts"  # small counts beside the matter, such as turns


@attrs.frozen
class Table:
    """Rows of text and numbers under heads; a number stays a number until it is drawn.

    `teams` are the ids of the teams the rows are about, where each is about one.
    """

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text | Fraction | int | None, ...], ...]
    title: Text | None = None
    purpose: Purpose = Purpose.SUBJECT
    teams: tuple[str, ...] = ()


@attrs.frozen
class Opening:
    """A programme whose steps are being opened: how far it has come of how many."""

    programme: str
    step: int
    steps: int


@attrs.frozen
class OnAir:
    """The programme the desk chose, how far it has come of how many steps (0: none); `ends`: a message's countdown.

    `organiser` holds the contest, `held` is its day in words; None where the rulebook says none. `waits` is what the
    board is yet to open while it shows something else; the hall is not told.
    """

    programme: str = "follow"
    step: int = 0
    steps: int = 0
    message: Text | None = None
    ends: Clock | None = None
    rehearsal: bool = False
    signed: bool = False
    organiser: Text | None = None
    held: Text | None = None
    waits: Opening | None = None


Block: TypeAlias = (
    Headline | Paragraph | Say | Steps | Question | Ruling | Correction | OnStage | Buzz | Clocks | Marks | Votes
    | Decision | Versus | Table | Lots | Prizes | Ranking | Bracket | OnAir
)  # fmt: skip


@attrs.frozen
class Scene:
    """What a screen shows: a title and blocks, top to bottom."""

    title: Text
    blocks: tuple[Block, ...] = ()

    def of(self, *kinds: type) -> tuple[Any, ...]:
        """Return the blocks of these kinds, in order."""
        return tuple(block for block in self.blocks if isinstance(block, kinds))

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the scene as JSON values, its texts drawn in `language`, its numbers as exact text."""
        return {
            "title": draw(self.title, language),
            "blocks": [{"block": type(b).__name__.lower(), **write(b, language)} for b in self.blocks],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scene:
        """Return the scene that `to_json` wrote, or that a hall's addresses hand out, its texts in that one language.

        What a table had as numbers is text from then on. Where the operation of a score is a plug-in's, its working can
        be read and not recomputed.

        Raises:
            SceneError: It is none, or of another version; the sentence says where in it.
        """
        version = data.get("version", SCENE_VERSION)
        if version != SCENE_VERSION:
            problem = _(
                "expected a scene of version {version}, found {found}", version=SCENE_VERSION, found=repr(version)
            )
            raise SceneError(problem)
        inside = {key: each for key, each in data.items() if key not in _AROUND}
        scene: Scene = read(cls, inside, "scene")
        return scene

"""What a screen shows, as data: a frozen value of a closed set of blocks; terminal, web page and paper draw the same.

What an audience may not know is not in its scene.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from .clocks import Clock
from .facts import instant_text
from .points import show
from .roster import Standing
from .scores import Score
from .text import Text, draw, draw_lines

Audience: TypeAlias = str | None
"""None is the record's owner and sees all; else "desk", "judge:ID", "host" or "hall"."""
Stage: TypeAlias = Literal["struck", "panel", "whole", "place"]
"""What the board shows of marks once all are open, in this order."""
MarkState: TypeAlias = Literal["waiting", "in", "shown", "struck_high", "struck_low", "absent", "barred"]


def is_backstage(audience: Audience) -> bool:
    """Whether the audience may read what is kept from the hall: answers, accepted variants, the host's line."""
    return audience in (None, "desk", "host")


@attrs.frozen
class Headline:
    """The large line of a scene, with what stands on the right of it.

    Where a round goes on piece by piece (questions, performances, matches), this is the `piece`th, from 1, of `pieces`.
    """

    text: Text
    aside: Text | None = None
    piece: int | None = None
    pieces: int | None = None


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
    """A line of text."""

    text: Text
    role: Role = Role.NOTE


@attrs.frozen
class Say:
    """The lines the host reads now and next, for host and desk only; `opening` are those on marks, with their stage.

    `over` are read once the clocks shown have run out: one line for each clock and, of several, one for all.
    """

    now: tuple[Text, ...]
    then: tuple[Text, ...] = ()
    opening: tuple[tuple[Stage, Text], ...] = ()
    over: tuple[Text, ...] = ()


@attrs.frozen
class Steps:
    """The rail: the steps of this part and where it stands (0-based; None before the first or after the last)."""

    names: tuple[Text, ...]
    current: int | None


@attrs.frozen
class Question:
    """A question, and for those who may know it, its answer.

    `points` are what a right answer gives to whoever answers now, `stake` what a wrong one costs; None where neither is
    settled yet. `out` are the teams that may not answer it any more, each with the word for why.
    """

    text: Text
    answer: Text | None = None
    accepted: tuple[Text, ...] = ()
    points: Fraction | None = None
    stake: Fraction | None = None
    out: tuple[tuple[str, Text], ...] = ()


@attrs.frozen
class Ruling:
    """The last verdict on an answer, and what it gave.

    `verdict` is the word for the hall, as large as it goes; `line` is what the host reads of it. `team` and `member`
    are ids, empty where the verdict is on the question as a whole; `gain` is below 0 for a loss. `before` and `after`
    are the team's totals, None where they are kept back; `before` is also None where a weight or a cap comes between.
    """

    verdict: Text
    line: Text
    team: str = ""
    member: str = ""
    gain: Fraction = Fraction(0)
    before: Fraction | None = None
    after: Fraction | None = None


@attrs.frozen
class Correction:
    """A correction just made: of what, why, by whom and when; `totals` are the teams' whose totals it changed.

    `totals` are empty while the standings are frozen; `line` is what the host reads of it.
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
class Face:
    """A clock as it is shown: whose it is, and the seconds at which a bell rings."""

    clock: Clock
    label: Text
    role: Literal["", "affirmative", "negative"] = ""
    bells: tuple[int, ...] = ()


@attrs.frozen
class Clocks:
    """One clock, or two of a debate."""

    faces: tuple[Face, ...]


@attrs.frozen
class Mark:
    """One judge's cell: the state of the ballot and, once shown, its number."""

    judge: str
    name: Text
    state: MarkState
    value: Fraction | None = None
    record: int | None = None


@attrs.frozen
class Marks:
    """The judges' marks for one performance, in the order they open.

    While they are being opened on the board: `opened` is the judge whose mark came last, `between` the least and the
    greatest score the last closed mark can still give, `threshold` the one in between at which the team draws level
    with the best it can still reach, None where no place hangs on it. `score` is the working as far as the hall has
    come: the panel's part, then, `final`, the whole; `total` and `place` stand for the step after it. `places` are the
    decimals of all these numbers.
    """

    entrant: str
    cells: tuple[Mark, ...]
    opened: str | None = None
    between: tuple[Fraction, Fraction] | None = None
    threshold: Fraction | None = None
    deducted: Fraction = Fraction(0)
    places: int = 0
    score: Score | None = None
    final: bool = False
    total: Fraction | None = None
    place: int | None = None


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
class Lots:
    """A draw as it opens: what was drawn so far, and the lines anybody can check.

    Before it opens: `labels` are the published names, `commitment` the hash of the organiser's secret, `numbers` those
    called in the hall; `date` with which the seed begins, the numbers and the secret after it. `attempts` say, if the
    draw was taken back before, which attempt this is, and who took back each one and why.
    """

    order: tuple[Text | None, ...]
    proof: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    commitment: str = ""
    numbers: str = ""
    seed: str = ""
    date: str = ""
    attempts: tuple[Text, ...] = ()


@attrs.frozen
class Prizes:
    """Prizes, the first first, then honours: each with the names of those who get it, None while it is not opened.

    `winners` says more of each row's winners; `opening` are the rows as they are given out: prizes from the last place
    up, then honours; `now` is the row opened last. Where there are honours the first prize `returns` in the end.
    """

    rows: tuple[tuple[Text, tuple[Text, ...] | None], ...]
    winners: tuple[tuple[Winner, ...], ...] = ()
    opening: tuple[int, ...] = ()
    now: int | None = None
    returns: bool = False


@attrs.frozen
class Winner:
    """Somebody on the prize page; a team with its desk number, place, total and what the total is made of.

    `team` is a member's, whose desk number is `podium`; `ahead` are the points to the team after it.
    """

    name: Text
    podium: int | None = None
    team: Text | None = None
    place: int | None = None
    total: Fraction | None = None
    parts: tuple[Fraction, ...] = ()
    ahead: Fraction | None = None
    standing: Standing = "playing"


@attrs.frozen
class Ranked:
    """A team's row of the standings.

    `parts` are the base score, the rounds and the adjustments its total is made of; `behind` the points to the team
    before it; `was` its place before the last round that has scores, None before the first. A team left out has no
    place. `decided` is what the tie-break compared that set it apart from equal totals; `provisional`: a protest pends.
    """

    team: str
    name: Text
    podium: int
    place: int | None
    total: Fraction
    parts: tuple[Fraction, ...] = ()
    tied: bool = False
    behind: Fraction | None = None
    was: int | None = None
    was_tied: bool = False
    decided: Text | None = None
    standing: Standing = "playing"
    provisional: bool = False


@attrs.frozen
class GoingOn:
    """Who goes on to a round: its title and the teams, by place."""

    round: Text
    teams: tuple[Text, ...]


@attrs.frozen
class Ranking:
    """The standings, best first: after which round, which are to come, and whether they hold.

    `coming` are the rounds still to be played, each with its full mark where it has one; `going_on` says who takes part
    in the first of them, where only some do and it is settled. `places` are the decimals that all totals need.
    """

    rows: tuple[Ranked, ...]
    after: Text | None = None
    coming: tuple[tuple[Text, Fraction | None], ...] = ()
    going_on: GoingOn | None = None
    frozen: bool = False
    provisional: bool = False
    places: int = 0


@attrs.frozen
class OnAir:
    """The programme the desk chose, how far it has come of how many steps (0: none); `ends`: a message's countdown."""

    programme: str = "follow"
    step: int = 0
    steps: int = 0
    message: Text | None = None
    ends: Clock | None = None
    rehearsal: bool = False
    signed: bool = False


Block: TypeAlias = (
    Headline | Paragraph | Say | Steps | Question | Ruling | Correction | OnStage | Clocks | Marks | Versus | Table
    | Lots | Prizes | Ranking | OnAir
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
            "blocks": [{"block": type(b).__name__.lower(), **_fields(b, language)} for b in self.blocks],
        }


def _fields(value: Any, language: str) -> dict[str, Any]:
    return {field.name: _json(getattr(value, field.name), language) for field in attrs.fields(type(value))}


def _json(value: Any, language: str) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Fraction):
        return show(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "in_language"):  # a Text; asking the protocol itself costs a hundred times as much
        return "\n".join(draw_lines(value, language))
    if isinstance(value, Mapping):
        return {key: _json(each, language) for key, each in value.items()}
    return [_json(each, language) for each in value] if isinstance(value, (tuple, list)) else _fields(value, language)

"""Blocks of a scene that say how something came out: marks and votes as they open, prizes, the standings."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from .roster import Standing
from .scores import Score
from .text import Text

Stage: TypeAlias = Literal["struck", "panel", "whole", "best", "place"]
"""What the board shows once all marks or votes are open, in this order: of votes, the count is what a panel makes."""
MarkState: TypeAlias = Literal["waiting", "in", "shown", "struck_high", "struck_low", "absent", "barred"]


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
class Vote:
    """One judge's vote: the state of the ballot and, once shown, what it says under each head and as it is read."""

    judge: str
    name: Text
    state: MarkState
    says: tuple[Text, ...] = ()
    line: Text | None = None


@attrs.frozen
class Votes:
    """The judges' votes on a match, in the order they open; `opened` is the judge whose vote came last."""

    heads: tuple[Text, ...]
    cells: tuple[Vote, ...]
    opened: str | None = None


@attrs.frozen
class Decision:
    """How a match that is won or lost was decided, as far as the hall has come: the count, who won, whom judges named.

    `count` is the affirmative's, then the negative's; `winner` is "" where the match is drawn, None where it is closed
    or not decided yet. `best` are the debaters the `award` of this match goes to, where there is one; `newest` is what
    opened last. `casting` is the judge whose casting vote decides a level count.
    """

    count: tuple[Fraction, Fraction] | None = None
    winner: Literal["", "affirmative", "negative"] | None = None
    award: Text | None = None
    best: tuple[Winner, ...] = ()
    newest: Stage = "whole"
    casting: Text | None = None


@attrs.frozen
class Prizes:
    """Prizes, the first first, then honours: each with the names of those who get it, None while it is not opened.

    `winners` says more of each row's winners; `opening` are the rows as they are given out: prizes from the last place
    up, one that several share once for each name, then honours. The hall is given a row that is still closed once.
    `now` is the row opened last, `newest` the winner who stands alone on the page for it. Where there are honours the
    first prize `returns` in the end.
    """

    rows: tuple[tuple[Text, tuple[Text, ...] | None], ...]
    winners: tuple[tuple[Winner, ...], ...] = ()
    opening: tuple[int, ...] = ()
    now: int | None = None
    newest: Winner | None = None
    returns: bool = False


@attrs.frozen
class Winner:
    """Somebody on the prize page; a team with its desk number, place, total and what the total is made of.

    `team` is a member's, whose desk number is `podium`; `ahead` are the points to the team after it. Of a team
    `members` are those who play, and `part_names` say of which round each of `parts` is, None
    for others.
    """

    name: Text
    podium: int | None = None
    team: Text | None = None
    place: int | None = None
    total: Fraction | None = None
    parts: tuple[Fraction, ...] = ()
    ahead: Fraction | None = None
    standing: Standing = "playing"
    members: tuple[Text, ...] = ()
    part_names: tuple[Text | None, ...] = ()


@attrs.frozen
class Ranked:
    """A team's row of the standings.

    `parts` are what its total is made of, the base score, the rounds and the adjustments, `part_names` rounds by title,
    None for others; `behind` the points to the team before it, None where that has fewer; `was` its place before the
    last round that has scores, None before the first. A team left out has no place. `decided` is what the tie-break
    compared that set it apart from equal totals; `provisional`: a protest pends.
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
    part_names: tuple[Text | None, ...] = ()
    helps: tuple[tuple[Text, int], ...] = ()


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
class Contender:
    """Who is in a match of a knock-out, None where it is not known yet, with the points there and how it ended."""

    name: Text | None
    score: Fraction | None = None
    won: bool | None = None


@attrs.frozen
class Match:
    """A match of a knock-out; `is_on` while it goes on."""

    title: Text
    sides: tuple[Contender, ...]
    is_on: bool = False


@attrs.frozen
class Bracket:
    """A knock-out as far as it has come: its stages, the first first, each with its matches; the third place apart."""

    stages: tuple[tuple[Match, ...], ...]
    third: Match | None = None


@attrs.frozen
class Lots:
    """A draw as it opens: what was drawn so far, and the lines anybody can check.

    Before it opens: `labels` are the published names, `commitment` the secret's hash, `numbers` those called in the
    hall, `date` with which the seed begins; `attempts` say who took back each draw before and why. A round's own has a
    `title`, `places` say what each lot gives, and `groups` how many open at once. Where lots go by tickets, `command`
    prints one of them in a shell that has the seed as `seed`, and `tickets` are those of the order once it is open.
    """

    order: tuple[Text | None, ...]
    proof: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()
    commitment: str = ""
    numbers: str = ""
    seed: str = ""
    date: str = ""
    attempts: tuple[Text, ...] = ()
    title: Text | None = None
    places: tuple[Text, ...] = ()
    groups: tuple[int, ...] = ()
    command: str = ""
    tickets: tuple[str, ...] = ()

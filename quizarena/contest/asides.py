"""The moves that may happen at almost any time and carry nothing on: adjustments, protests, stoppages, cues."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..blanks import Choice, Instant, Line, Number, Option
from ..media import MediaKind, media_in
from ..moves import Move
from ..points import parse_number, show_signed
from ..rulebook import Preset
from ..text import FRAME, Joined, Text, plain
from . import facts as f
from .answers import per_roster
from .helps import help_moves
from .people import REASON, people, team_options
from .position import Position

_ = FRAME
PROGRAMMES = {
    "black": _("black"),
    "follow": _("follow the desk"),
    "title": _("title"),
    "draw": _("the draw"),
    "round": _("the running round"),
    "standings": _("the standings"),
    "marks": _("the marks"),
    "prizes": _("the prizes"),
    "message": _("a message"),
    "join": _("scores on phones"),
}
LARGEST_ADJUSTMENT = Decimal(100_000)
_LONGEST = Decimal(600)
"""Minutes a countdown on the board may take."""


def asides(position: Position) -> Sequence[Move]:
    """Return the moves of any time."""
    state = position.state
    deciding = [_decide(protest.seq) for protest in state.pending_protests]
    stopping = () if state.interrupted is not None else (_INTERRUPT,)
    own = *_of_any_time(position), *_presets(position, position.rulebook.presets), *help_moves(position)
    return *own, *people(position), *deciding, *stopping, _TAKE_OVER, *_cues(), *_play(position)


_INTERRUPT = Move(f.Interrupted, _("Pause the contest"), blanks=(Instant("since", _("Since")), REASON), aside=True)
_TAKE_OVER = Move(f.TakenOver, _("Continue from this copy of the file on this machine"), blanks=(REASON,), aside=True)


def _decide(protest: int) -> Move:
    options = Option("upheld", _("upheld")), Option("rejected", _("rejected")), Option("withdrawn", _("withdrawn"))
    return Move(
        f.ProtestDecided,
        _("Decide the protest #{seq}", seq=protest),
        identity={"protest": protest},
        blanks=(Choice("decision", options, _("Decision")), REASON),
        seat="arbiter",
        aside=True,
    )


@per_roster
def _of_any_time(position: Position) -> tuple[Move, ...]:
    teams = team_options(position, position.state.roster.teams)
    return _adjust(teams), *_lodge(teams)


def _adjust(teams: tuple[Option, ...]) -> Move:
    return Move(
        f.Adjusted,
        _("Add or deduct points"),
        blanks=(
            Choice("team", teams, _("Team")),
            Number(
                "points",
                _("Points"),
                low=-LARGEST_ADJUSTMENT,
                high=LARGEST_ADJUSTMENT,
                step=parse_number("0.01"),
            ),
            REASON,
        ),
        check=_nonzero,
        seat="arbiter",
        aside=True,
    )


@per_roster
def _presets(position: Position, presets: tuple[Preset, ...]) -> tuple[Move, ...]:
    """Return a move for each of the rulebook's own additions and deductions; a correction may still change both."""
    team = Choice("team", team_options(position, position.state.roster.teams), _("Team"))
    return tuple(
        Move(
            f.Adjusted,
            Joined((plain(each.name), plain(show_signed(each.points))), " "),
            derived={"points": each.points, "reason": each.name},
            blanks=(team,),
            seat="arbiter",
            aside=True,
        )
        for each in presets
    )


def _nonzero(fact: Any) -> Text | None:
    return None if fact.points else _("points: expected a gain or a deduction, found 0")


def _lodge(teams: tuple[Option, ...]) -> Iterator[Move]:
    """Yield a protest against no record, and one against a record."""
    blanks = Choice("team", teams, _("Team")), Line("about", _("About"), longest=60)
    record = Number("record", _("Number of the record"), low=Decimal(1), high=Decimal(999_999), whole=True)
    why = Line("reason", _("Reason"), longest=120, optional=True)
    yield Move(f.ProtestLodged, _("A team protests"), blanks=(*blanks, why), aside=True)
    yield Move(f.ProtestLodged, _("A team protests"), blanks=(*blanks, record, why), aside=True)


def board_cues() -> Iterator[Move]:
    """Yield the cues that go on once the contest is signed: what the board shows, and its message."""
    return (move for move in _cues() if move.fact.steers_board)


@per_roster
def _play(position: Position) -> tuple[Move, ...]:
    """Return the cue that plays a sound or a film, where questions have any."""
    media = media_in(tuple(entry.rules for entry in position.rulebook.rounds))
    played = {each.stored_name: each.file for each in media if each.kind is not MediaKind.PICTURE}
    files = tuple(Option(name, plain(file)) for name, file in played.items())
    actions = Option("start", _("from its beginning")), Option("stop", _("stop")), Option("resume", _("go on"))
    blanks = (Choice("file", files), Choice("action", actions), Instant("at"))
    return (Move(f.MediaPlayed, _("Play a sound or a film"), blanks=blanks, aside=True),) if files else ()


@functools.cache
def _cues() -> tuple[Move, ...]:
    return tuple(_made_cues())


def _made_cues() -> Iterator[Move]:
    programmes = tuple(Option(name, label) for name, label in PROGRAMMES.items())
    step = Number("step", _("Step"), low=Decimal(0), high=Decimal(999), whole=True)
    yield Move(f.BoardShows, _("What the board shows"), blanks=(Choice("programme", programmes), step), aside=True)
    text = Line("text", _("Text"), optional=True)
    yield Move(f.BoardMessage, _("Message on the board"), blanks=(text,), aside=True)
    lasting = (text, Number("minutes", _("Minutes"), low=Decimal(1), high=_LONGEST, whole=True), Instant("since"))
    yield Move(f.BoardMessage, _("Message on the board with a countdown"), blanks=lasting, aside=True)
    yield Move(f.HostNote, _("Note to the host's monitor"), blanks=(text,), aside=True)
    switch = (Option("on", _("freeze")), Option("off", _("unfreeze")))
    yield Move(f.StandingsFrozen, _("Freeze or unfreeze the standings"), blanks=(Choice("frozen", switch),), aside=True)

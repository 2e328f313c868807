"""Votes that voters give while a poll is open: each rests beside the record, of each voter the latest counts.

While the counts are read back at the desk no vote is taken, so that what is recorded is what was read. Every function
raises JournalError like the journal's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from enum import Enum

import attrs

from ..arena import Arena
from ..blanks import Poll
from ..contest import Contest
from ..errors import JournalError
from ..journal import Journal
from .drafts import read_draft

_SHAPE = {"nth": int, "choices": [str]}


class Answer(Enum):
    """What became of a vote."""

    IN = "in"
    CLOSED = "closed"
    """There is no such vote any more, or none yet."""
    COUNTING = "counting"
    """The votes are being read back; until that ends none is taken."""
    OLDER = "older"
    """The voter has voted since, perhaps from another phone: the later vote stands."""
    UNFIT = "unfit"
    """It names nobody, too many, or somebody who is no candidate."""


@attrs.frozen
class Ballot:
    """A voter's vote in the poll of the key `poll`; `nth` counts the voter's own changes, from 1."""

    poll: str
    voter: str
    choices: tuple[str, ...]
    nth: int


@attrs.frozen
class Tally:
    """How many have voted, and each candidate's votes; `is_paused` while no vote is taken."""

    voters: int
    counts: Mapping[str, int] = attrs.field(hash=False)
    is_paused: bool = False


def open_poll(contest: Contest) -> Poll | None:
    """Return the poll that is open now, None where there is none, or play is stopped."""
    return next((move.poll for move in contest.moves() if move.poll is not None and move.closed is None), None)


def given(journal: Journal, poll: Poll, voter: str) -> Ballot | None:
    """Return what a voter has given in a poll."""
    return _read(poll.key, voter, journal.draft(_key(poll.key, voter)))


def tally(arena: Arena, poll: Poll) -> Tally:
    """Return the votes given so far."""
    names = {each.value for each in poll.candidates}
    start = _key(poll.key, "")
    found = [_read(poll.key, key, text) for key, text in arena.journal.drafts(start).items()]
    choices = [names.intersection(each.choices) for each in found if each is not None]
    counts = Counter(name for each in choices for name in each)
    paused = _is_paused(arena.contest, arena.journal.draft(_pause_key(poll.key)))
    return Tally(sum(map(bool, choices)), {each.value: counts[each.value] for each in poll.candidates}, paused)


class Watch:
    """The votes as somebody watches them come in: counted once a second at most."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._seen: tuple[str, int] = ("", 0)
        self._tally: Tally | None = None

    def tally(self, arena: Arena, poll: Poll, now: datetime) -> Tally | None:
        """Return the votes given so far; where they cannot be read just now, what was seen last."""
        looked = poll.key, int(now.timestamp())
        if looked != self._seen:
            with suppress(JournalError):  # whoever follows the record says so
                self._tally = tally(arena, poll)
            self._seen = looked
        return self._tally


def cast(arena: Arena, ballots: Sequence[Ballot]) -> list[Answer]:
    """Keep votes, all of them in one write, and return what became of each.

    Of several of one voter the highest `nth` counts; the same vote again is in.
    """
    arena.refresh()
    while True:
        poll = open_poll(arena.contest)
        pause = None if poll is None else _pause_key(poll.key)
        known = {} if pause is None else {pause: arena.journal.draft(pause)}
        answers, values = [], dict[str, str | None]()
        for ballot in ballots:
            answer = _answer(arena, poll, ballot, known, values)
            answers.append(answer)
        if not values or arena.journal.write_drafts(values, known):
            return answers


def _answer(
    arena: Arena, poll: Poll | None, ballot: Ballot, known: dict[str, str | None], values: dict[str, str | None]
) -> Answer:
    """Return what becomes of a vote; what is written for it is added to `values`, what was there to `known`."""
    if poll is None or poll.key != ballot.poll:
        return Answer.CLOSED
    if _is_paused(arena.contest, known[_pause_key(poll.key)]):
        return Answer.COUNTING
    if not fits(poll, ballot.choices) or ballot.nth < 1:
        return Answer.UNFIT
    key = _key(poll.key, ballot.voter)
    if key not in known:
        known[key] = arena.journal.draft(key)
    before = _read(poll.key, ballot.voter, values.get(key, known[key]))
    if before is not None and ballot.nth <= before.nth:
        return Answer.IN if ballot == before else Answer.OLDER
    values[key] = json.dumps({"nth": ballot.nth, "choices": list(ballot.choices)}, ensure_ascii=False)
    return Answer.IN


def fits(poll: Poll, choices: Collection[str]) -> bool:
    """Whether a vote may name these: candidates, each once, and no more than a voter may."""
    names = {each.value for each in poll.candidates}
    return 1 <= len(choices) <= poll.most and len({*choices}) == len(choices) and names.issuperset(choices)


# While the counts are read back


def pause(arena: Arena, poll: Poll) -> None:
    """Take no vote of a poll until `resume`, or until something is recorded."""
    while True:
        before = arena.journal.draft(_pause_key(poll.key))
        if arena.journal.write_draft(_pause_key(poll.key), str(arena.contest.records[-1].seq), before):
            return


def resume(arena: Arena, poll: Poll) -> None:
    """Take votes again."""
    arena.journal.drop_draft(_pause_key(poll.key))


def _is_paused(contest: Contest, text: str | None) -> bool:
    """Whether the pause that the draft `text` names lasts: what was recorded since has ended it."""
    return text is not None and text.isdecimal() and int(text) >= contest.records[-1].seq


def _pause_key(poll: str) -> str:
    return f"votes-paused:{poll}"


def _key(poll: str, voter: str) -> str:
    return f"vote:{poll}/{voter}"


def _read(poll: str, voter: str, text: str | None) -> Ballot | None:
    """Return the vote in a draft; one that is damaged is none."""
    found = read_draft(text, _SHAPE)
    return None if found is None else Ballot(poll, voter, tuple(found["choices"]), found["nth"])

"""Many contests at once, for whoever looks after several halls: where each stands, whom it waits for, who is not there.

Nothing sealed is in it, no question and no mark. Each contest is read in a thread of its own: one that cannot be opened
holds up no other, and comes back when it can be.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, datetime

import attrs

from ..arena import Arena
from ..clocks import minutes
from ..contest import Contest
from ..contest.standings import rounds_complete
from ..errors import message_of
from ..facts import Intent
from ..journal import Presence
from ..journal.addresses import name_of as name_of_address
from ..roster import Seat
from ..scenes import Clocks, Face, Headline
from ..text import COMMA, PAUSE, Joined, Text, plain
from .bindings import SEAT
from .scenes import scene_of
from .words import _

ROLE = "halls"
"""As what it sits beside each contest: its screens see that somebody looks after them."""
LOOK_SECONDS = 1.0
"""How often it is looked who is there, though nothing was recorded."""
AGAIN_SECONDS = 2.0
"""After so long a contest that could not be read is opened anew."""


@attrs.frozen
class HallState:
    """How a contest stands: round, item, clocks, and what somebody should see to.

    `awaited` are the judges whose ballots are not in, `ties` the teams of each tie that is open, `absent` the seats in
    which nobody is, None where that cannot be known. `trouble` is why it cannot be read now; the rest is how it was.
    """

    address: str
    title: Text
    stage: Text = plain("")
    item: Text | None = None
    clocks: tuple[Face, ...] = ()
    awaited: tuple[Text, ...] = ()
    ties: tuple[tuple[Text, ...], ...] = ()
    absent: tuple[Text, ...] | None = ()
    halts: tuple[Text, ...] = ()
    at: datetime | None = None
    trouble: Text | None = None

    @property
    def name(self) -> str:
        """What its address is called in short."""
        return name_of_address(self.address)

    @property
    def where(self) -> Text:
        """The round, and the item of it that is on."""
        return self.stage if self.item is None else Joined((self.stage, self.item), PAUSE)

    def clock(self, now: datetime) -> Text:
        """Return what is left on its clocks, in minutes and seconds; empty where none is shown."""
        shown = (Joined((face.label, plain(minutes(face.clock.seconds_left(now)))), " ") for face in self.clocks)
        return Joined(tuple(shown), "  ")

    @property
    def urgent(self) -> tuple[Text, ...]:
        """What holds the contest up, a sentence each: why it cannot be read, a stop, ties, ballots that are awaited."""
        if self.trouble is not None:
            return (self.trouble,)
        ties = (_("tied: {teams}", teams=Joined(each, COMMA)) for each in self.ties)
        awaited = (_("waits for: {names}", names=Joined(self.awaited, COMMA)),) if self.awaited else ()
        return (*self.halts, *ties, *awaited)

    @property
    def company(self) -> tuple[Text, ...]:
        """Who is not there, in a sentence."""
        if self.trouble is not None or not self.absent:
            return (_("who is there is not known"),) if self.absent is None and self.trouble is None else ()
        return (_("nobody at: {seats}", seats=Joined(self.absent, COMMA)),)


def state_of(contest: Contest, address: str, screens: Sequence[Presence] | None) -> HallState:
    """Return how a contest stands; `screens` are those that are open on it, None where that cannot be known."""
    scene, state = scene_of(contest, "hall"), contest.state
    heads, running = scene.of(Headline), state.running
    goes_on = running is not None and not contest.position.is_over(running)
    is_piece = goes_on and len(heads) > 1 and heads[-1].text != heads[0].text
    return HallState(
        address,
        contest.rulebook.title,
        _stage(contest, goes_on=goes_on),
        heads[-1].text if is_piece else None,
        tuple(face for block in scene.of(Clocks) for face in block.faces) if goes_on else (),
        tuple(_awaited(contest)) if goes_on else (),
        tuple(tuple(map(state.roster.name, tie)) for tie in contest.standings(None).open_ties),
        None if screens is None else tuple(_absent(contest, screens)),
        tuple(_halts(contest)),
        contest.records[-1].at,
    )


def _stage(contest: Contest, *, goes_on: bool) -> Text:
    state, rounds = contest.state, contest.rulebook.rounds
    if state.signed is not None:
        return _("closed and signed")
    if not state.mode:
        return _("not begun")
    if state.running is None:
        return _("opened, no round yet")
    entry = contest.position.entry(state.running)
    if goes_on:
        number = next((nth for nth, each in enumerate(rounds, 1) if each.id == entry.id), None)
        round_ = _("round {number} of {count}: {title}", number=number or 0, count=len(rounds), title=entry.title)
        return entry.title if number is None else round_
    if contest.position.coming is not None:
        return _("{title} is over", title=entry.title)
    return _("all rounds are over, not signed")


def _awaited(contest: Contest) -> Iterator[Text]:
    moves = (move for move in contest.moves() if move.intent is Intent.BALLOT and move.closed is None)
    yield from map(contest.state.roster.name, dict.fromkeys(judge for move in moves for judge in move.judges))


def _halts(contest: Contest) -> Iterator[Text]:
    state = contest.state
    if state.is_rehearsal:
        yield _("a rehearsal")
    if state.interrupted is not None:
        yield _("interrupted")
    for protest in state.pending_protests:
        yield _("a protest of {team} is not decided", team=state.roster.name(protest.team))


def _absent(contest: Contest, screens: Iterable[Presence]) -> Iterator[Text]:
    """Yield the seats that nobody is in while the contest needs them; judges until all rounds are over."""
    if contest.state.signed is not None:
        return
    here = {each.role for each in screens if each.role != SEAT or each.acting is not None}
    frame = ((SEAT, _("the desk")), ("board", _("the board")), ("host", _("the host")))
    yield from (name for role, name in frame if role not in here)
    judges = [each for each in contest.state.roster.judges if not each.away]
    away = [each.name for each in judges if str(Seat("judge", each.id)) not in here]
    if rounds_complete(contest.position):
        return
    if len(away) == len(judges) > 1:
        yield _("all {count} judges", count=len(away))
    else:
        yield from away


class Hall:
    """A contest that is followed: `state` is how it stands; `changed` is called, by a thread, when that is another."""

    def __init__(self, address: str, changed: Callable[[], object]) -> None:
        """Begin to follow the contest at an address."""
        self.state = HallState(address, plain(name_of_address(address)), _("is being opened"))
        self.is_open = threading.Event()
        """Set once it was read, or could not be."""
        self._changed, self._stopped = changed, threading.Event()
        self._arena: Arena | None = None
        self._thread = threading.Thread(target=self._run, name=f"hall {self.state.name}", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Follow it no more; its thread ends with its next look."""
        self._stopped.set()

    def close(self) -> None:
        """Wait until its thread has let go of the contest."""
        self.end()
        if self._arena is not None:
            self._arena.close()  # wakes it
        self._thread.join(AGAIN_SECONDS)

    def _run(self) -> None:
        address = self.state.address
        while not self._stopped.is_set():
            try:
                with Arena.open(address, read_only=True) as self._arena:
                    self._follow(self._arena)
            except Exception as fault:  # a journal's or a kind's own code may raise whatever it likes
                if not self._stopped.is_set():
                    self._lose(fault)
            self._arena = None
            self._stopped.wait(AGAIN_SECONDS)

    def _follow(self, arena: Arena) -> None:
        seats = arena.journal.sit(ROLE)
        known: object = None
        with nullcontext() if seats is None else closing(seats):
            while not self._stopped.is_set():
                arena.refresh()
                screens = None if seats is None else seats.others()
                news = arena.contest.head, None if screens is None else {(each.role, each.acting) for each in screens}
                if news != known:
                    known = news
                    self._show(state_of(arena.contest, self.state.address, screens))
                arena.wait(LOOK_SECONDS)

    def _lose(self, fault: Exception) -> None:
        """Say why it cannot be read, beside how it was."""
        known = self.state if self.state.at is not None else attrs.evolve(self.state, stage=plain(""))
        self._show(attrs.evolve(known, trouble=Joined((message_of(fault),), "")))

    def _show(self, state: HallState) -> None:
        is_first, is_news = not self.is_open.is_set(), state != self.state
        self.state = state
        self.is_open.set()
        if is_first or is_news:
            self._changed()


class Halls:
    """Several contests that are followed, in the order named; `changed` is called when one stands differently."""

    def __init__(self, addresses: Sequence[str], changed: Callable[[], object] = lambda: None) -> None:
        """Begin to follow all of them."""
        self.halls = tuple(Hall(each, changed) for each in dict.fromkeys(addresses))

    @property
    def states(self) -> tuple[HallState, ...]:
        """How each stands."""
        return tuple(each.state for each in self.halls)

    def settle(self, seconds: float) -> None:
        """Wait until each was read or could not be, at most so long for all of them."""
        ends = datetime.now(UTC).timestamp() + seconds
        for each in self.halls:
            each.is_open.wait(max(0.0, ends - datetime.now(UTC).timestamp()))

    def close(self) -> None:
        """Follow none any more."""
        for each in self.halls:
            each.end()
        for each in self.halls:
            each.close()

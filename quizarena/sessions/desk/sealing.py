"""Signing the contest (drawing D17): what is still open, the safety copy compared, who signs, then + alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from ...contest.facts import ContestSigned
from ...contest.standings import open_ties
from ...moves import Move
from ...points import show
from ...scenes import Prizes, Winner
from ...text import Joined, Text, plain
from ..bindings import SEAT
from ..dialog import Block, Decision, Dialog, Gap, Item, Key, Keys, Line
from ..judge.bundle import begun_in
from ..judge.draft import ballots_key
from ..judge.duties import handed_by
from ..judge.sheet import sheet_key
from ..keys import Press
from . import sentences
from .desk import Desk
from .entry import Entry
from .protest import pending_lines
from .words import _

SIGNERS = (_("The arbiters"), _("Chief judge"), _("Host"))


def open_sealing(desk: Desk, now: datetime) -> None:
    """Open the page, and have a fresh safety copy made to compare with."""
    desk.refresh()
    move = next((move for move in desk.contest.moves(SEAT) if move.fact is ContestSigned), None)
    if move is None or desk.contest.state.reveal is not None:
        desk.say(_("The contest cannot be signed yet."))
        return
    desk.copies.ask()
    desk.open(Sealing(desk, move))


@attrs.define
class Sealing:
    """The page: who signs is picked by number or typed, + signs, Enter never does."""

    desk: Desk
    move: Move
    signer: Entry = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with nobody."""
        self.signer = Entry(self.desk, self.move.blank("by"), SIGNERS)

    @property
    def typing(self) -> bool:
        """Whether a name is being typed."""
        return self.signer.value is None and self.signer.typing

    @property
    def typed(self) -> str:
        """The name so far."""
        return self.signer.typed

    def press(self, press: Press, now: datetime) -> bool:
        """Pick who signs, then sign on +."""
        if self.typing:
            self.signer.take(press)
        elif press.key == "+":
            self._sign(now)
        elif press.key.isdecimal():
            self.signer = Entry(self.desk, self.move.blank("by"), SIGNERS)
            self.signer.take(press)
        elif press.key in ("enter", "space"):
            self.desk.say(sentences.ONLY_PLUS)
        else:
            return False
        return True

    def _sign(self, now: datetime) -> None:
        if self.move.closed is not None:
            self.desk.say(self.move.closed)
        elif self.signer.value is None:
            self.desk.say(_("Who signs? Pick a number first."))
        else:
            self.desk.close()
            self.desk.do(self.move, {"by": self.signer.value}, now)

    def dialog(self, now: datetime) -> Dialog:
        """Return who wins, what is open, the copy, what follows, and who signs."""
        sign = Key("+", _("sign, recorded as #{seq}", seq=f"{len(self.desk.contest.records):03}"))
        blocks: tuple[Block, ...] = (
            *map(Line, _winners(self.desk)),
            Gap(optional=True),
            *_open(self.desk),
            _copy(self.desk, now),
            Gap(optional=True),
            Line(_("After it: no undo, no correction, no points; the arbiters may open it again, on the record.")),
            Line(_("The board: the winners stay, the fingerprint is small in its last row.")),
            Gap(optional=True),
            self._signer(),
            Gap(optional=True),
            Keys((sign,)),
            Line(_("(Enter and Space do not sign.)"), "quiet", 2),
        )
        keys = Key("", _("a number: who signs")), sign, Key("escape", _("not yet"))
        return Dialog(_("Sign the result: nothing can change after it"), blocks, keys, self.typing)

    def _signer(self) -> Decision:
        """Return who may sign, and who was picked or typed."""
        choices = (*SIGNERS, _("Other (type it)"))
        items = tuple(Item(number, text) for number, text in enumerate(choices, 1))
        if self.typing:
            return Decision(self.signer.label, typed=self.signer.typed, here=True)
        value = self.signer.value
        chosen = next((n for n, each in enumerate(SIGNERS, 1) if value == self.desk.in_record(each)), None)
        if value is not None and chosen is None:
            return Decision(self.signer.label, text=plain(str(value)))
        return Decision(self.signer.label, items, chosen)


def _winners(desk: Desk) -> Iterator[Text]:
    """Yield a line a prize and honour: its winners with their totals."""
    for block in desk.scene().of(Prizes)[-1:]:
        for (name, _names), winners in zip(block.rows, block.winners, strict=True):
            yield Joined((name, *map(_winner, winners)), "  ")


def _winner(winner: Winner) -> Text:
    total = () if winner.total is None else (plain(show(winner.total)),)
    return Joined((winner.name, *total), " ")


# What is still open


def _open(desk: Desk) -> Iterator[Line]:
    """Yield what would have to be settled first, a line each, and in one line that there is nothing of the others."""
    found: tuple[tuple[Text, Sequence[Text]], ...] = (
        (_("Protests pending"), list(pending_lines(desk))),
        (_("Rounds not over"), _rounds(desk)),
        (_("Ties not settled"), [_tie(desk, tie.teams) for tie in open_ties(desk.contest.position)]),
        (_("Sheets begun and not handed in"), _sheets(desk)),
    )
    for what, things in found:
        if things:
            yield Line(Joined((what, Joined(tuple(things), _(", "))), ": "), "alert")
    settled = tuple(Joined((what, _("none")), ": ") for what, things in found if not things)
    if settled:
        yield Line(Joined(settled, "   "))


def _rounds(desk: Desk) -> list[Text]:
    position = desk.contest.position
    begun = {played.id: played for played in position.state.rounds}
    return [
        entry.title
        for entry in position.rulebook.rounds
        if entry.id not in begun or not position.is_over(begun[entry.id])
    ]


def _tie(desk: Desk, teams: Sequence[str]) -> Text:
    return Joined(tuple(desk.contest.state.roster.name(team) for team in teams), " = ")


def _sheets(desk: Desk) -> list[Text]:
    """Return the judges who began a sheet that is not in: of one that somebody else handed in a draft may be left."""
    found = list[Text]()
    for judge in desk.contest.state.roster.judges:
        begun = begun_in(desk.arena.journal.draft(ballots_key(judge.id)))
        made = (each.move for each in handed_by(desk.contest, judge.id)) if begun else ()
        if begun - {sheet_key(move) for move in made if move is not None}:
            found.append(judge.name)
    return found


def _copy(desk: Desk, now: datetime) -> Line:
    """Return how the safety copy compares with the file as it is now."""
    copies, records = desk.copies, desk.contest.records
    count = _("{count} records, #000 to #{last}", count=len(records), last=f"{len(records) - 1:03}")
    if copies.trouble is not None or copies.last is None or copies.at is None:
        return Line(Joined((count, copies.in_words(now)), "; "), "alert")
    time = f"{copies.at.astimezone(now.tzinfo):%H:%M:%S}"
    if copies.last.head.digest != desk.contest.head:
        return Line(Joined((count, _("the safety copy of {time} lacks the last", time=time)), "; "), "alert")
    return Line(Joined((count, _("the safety copy of {time} is the same", time=time)), "; "))

"""A protest (申诉) at the desk: against which record it is lodged, what stands until it is decided, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import attrs

from ...blanks import Choice
from ...contest.facts import PlayOffCalled, ProtestDecided, ProtestLodged, RoundBegun
from ...contest.protests import announcement, pending_words
from ...contest.state import Protest
from ...facts import Record
from ...moves import Move
from ...scenes import Headline
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bound, numbered
from ..dialog import Dialog, Gap, Key, Keys, Line
from ..keys import Press
from .correction import open_correction
from .desk import Desk
from .entry import Entry
from .form import open_form
from .lists import Act, Deed, DeedList
from .log import open_log
from .words import _


def badges(desk: Desk) -> Iterator[Line]:
    """Yield the badge that stands while a protest is pending."""
    count = len(desk.contest.state.pending_protests)
    if count:
        yield Line(_("protest pending") if count == 1 else _("{count} protests pending", count=count), "alert")


# Lodging one


def open_protest(desk: Desk, now: datetime) -> None:
    """Ask who protests, then against which record, then about what."""
    without, _against = _lodging(desk)
    choice = without.blank("team")
    assert isinstance(choice, Choice)
    rows = [
        Deed(option.label, partial(_ask_record, desk, option.value), number)
        for number, option in numbered(desk.contest, choice)
    ]
    desk.open(DeedList(desk, without.label, rows, _("Which team protests?")))


def _lodging(desk: Desk) -> tuple[Move, Move]:
    """Return the moves of a protest against no record, and against one."""
    found = [move for move in desk.contest.moves(SEAT) if move.fact is ProtestLodged]
    without, against = sorted(found, key=is_against)
    return without, against


def is_against(move: Move) -> bool:
    """Whether a protest is lodged against a record by this move."""
    return any(blank.path == "record" for blank in move.blanks)


def _ask_record(desk: Desk, team: str, now: datetime) -> None:
    """Offer the records the team's total is made of, the newest first."""
    score = desk.contest.explain(team, SEAT).score
    seqs = sorted({node.record for node in score.walk() if node.record is not None}, reverse=True)
    said = [(_numbered(desk, seq), seq) for seq in seqs]
    rows: list[tuple[Text, int]] = [*said, (_("something else, no record"), 0)]
    listed = [Deed(text, partial(_ask_about, desk, team, seq), number) for number, (text, seq) in enumerate(rows, 1)]
    title = _("{team} protests: against what?", team=desk.contest.state.roster.name(team))
    desk.open(DeedList(desk, title, listed))


def _numbered(desk: Desk, seq: int) -> Text:
    return Joined((plain(f"#{seq:03}"), desk.tell(desk.contest.records[seq])), "  ")


def _ask_about(desk: Desk, team: str, seq: int, now: datetime) -> None:
    desk.open(About(desk, team, seq, _question(desk, seq) if seq else ""))


def _question(desk: Desk, seq: int) -> str:
    """Return which question, performance or match a record is of, with its round where that is another than now."""
    heads = desk.contest.before(seq).scene(SEAT).of(Headline)
    running = desk.contest.state.running
    is_past = running is not None and running.id != desk.contest.records[seq].round
    said = [heads[0].text, heads[-1].text] if is_past and len(heads) > 1 else [head.text for head in heads[-1:]]
    return desk.in_record(Joined(tuple(said), " "))


@attrs.define
class About:
    """What the protest is about, as hall and host read it: the question or turn of its record to begin with."""

    desk: Desk
    team: str
    record: int
    begun: str
    field: Entry = attrs.field(init=False)
    typing: bool = attrs.field(default=True, init=False)

    def __attrs_post_init__(self) -> None:
        """Begin with what the record is about."""
        self.field = Entry(self.desk, _lodging(self.desk)[0].blank("about"), typed=self.begun)

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.field.typed

    def press(self, press: Press, now: datetime) -> bool:
        """Record the protest on Enter."""
        if self.field.take(press):
            values = {"team": self.team, "about": str(self.field.value)}
            without, against = _lodging(self.desk)
            self.desk.close()
            self.desk.do(against if self.record else without, {**values, **self._against()}, now)
        return True

    def _against(self) -> dict[str, int]:
        return {"record": self.record} if self.record else {}

    def dialog(self, now: datetime) -> Dialog:
        """Return the text, and what will be read."""
        roster, podiums = self.desk.contest.state.roster, dict(self.desk.contest.podiums)
        protest = Protest(0, self.team, self.field.typed or "..", self.record)
        read = Line(_("Read: {line}", line=announcement(protest, podiums[self.team])))
        against = (Line(_numbered(self.desk, self.record), "quiet"),) if self.record else ()
        keys = Key("enter", _("record the protest")), Key("escape", _("leave it"))
        title = _("{team} protests: about what?", team=roster.name(self.team))
        return Dialog(title, (*against, *self.field.blocks(), read), keys, typing=True)


# While it is pending


@attrs.define
class StillPending:
    """A step while a protest is pending: + takes it all the same, for the ruling may follow; 1 decides first."""

    desk: Desk
    step: Text
    questions: frozenset[tuple[int, str]]
    go_on: Act
    typing: bool = attrs.field(default=False, init=False)
    typed: str = attrs.field(default="", init=False)

    def press(self, press: Press, now: datetime) -> bool:
        """Go on, or decide first."""
        if press.key == "+":
            self.desk.close()
            self.desk.passed |= self.questions
            self.go_on(now)
        elif press.key == "1":
            self.desk.close()
            open_form(self.desk, next(_decisions(self.desk)), {}, now)
        else:
            return False
        return True

    def dialog(self, now: datetime) -> Dialog:
        """Return who protests, and both ways."""
        said = (Line(each, "emphasis") for each in pending_lines(self.desk))
        keys = (
            Key("+", _("{step}: the ruling may follow, scores stay provisional", step=self.step)),
            Key("1", _("decide the protest first")),
            Key("escape", _("stay here")),
        )
        return Dialog(_("A protest is pending"), (*said, Gap(), Keys(keys)))


def still_pending(desk: Desk, step: Bound, go_on: Act) -> StillPending | None:
    """Return what is asked before a step, None where nothing is pending or it was asked before."""
    return StillPending(desk, step.label, _questions(desk, step), go_on) if asks(desk, step) else None


def asks(desk: Desk, step: Bound) -> bool:
    """Whether a protest is asked about before a step: once, and once more before a round begins."""
    return not step.move.aside and not _questions(desk, step) <= desk.passed


def _questions(desk: Desk, step: Bound) -> frozenset[tuple[int, str]]:
    return _each(desk, str(step.move.identity) if step.move.fact in (RoundBegun, PlayOffCalled) else "")


def _each(desk: Desk, before: str) -> frozenset[tuple[int, str]]:
    return frozenset((protest.seq, before) for protest in desk.contest.state.pending_protests)


def before_prizes(desk: Desk, prizes: Text, go_on: Act, now: datetime) -> None:
    """Go on to the prizes, once it was asked about what is pending."""
    questions = _each(desk, "prizes")
    if questions <= desk.passed:
        go_on(now)
    else:
        desk.open(StillPending(desk, prizes, questions, go_on))


def pending_lines(desk: Desk) -> Iterator[Text]:
    """Yield what each protest that is pending says."""
    podiums = dict(desk.contest.podiums)
    for protest in desk.contest.state.pending_protests:
        yield pending_words(protest, podiums[protest.team])


def _decisions(desk: Desk) -> Iterator[Move]:
    return (move for move in desk.contest.moves(SEAT) if move.fact is ProtestDecided)


# Once it is decided


def decision_words(desk: Desk, move: Move) -> Text:
    """Return what deciding a protest does: upheld, it leads to the record it is against."""
    record = desk.contest.state.protest(move.identity["protest"]).record
    if not record:
        return move.label
    return _("{decide}: upheld opens the correction of #{record}", decide=move.label, record=f"{record:03}")


def follow(desk: Desk, record: Record, now: datetime) -> None:
    """Go from an upheld protest to the correction of its record, or to the log where it is against none."""
    fact = record.fact
    if not isinstance(fact, ProtestDecided) or fact.decision != "upheld":
        return
    against = desk.contest.state.protest(fact.protest).record
    if against:
        open_correction(desk, against, now)
    else:
        open_log(desk, now)
        desk.say(_("Upheld: pick the record to correct, or Esc and A for points."))

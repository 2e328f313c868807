"""A protest (申诉) at the desk: against which record it is lodged, what stands until it is decided, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import attrs

from ...blanks import Choice
from ...contest.facts import Corrected, PlayOffCalled, ProtestDecided, ProtestLodged, Replacement, RoundBegun
from ...contest.protests import announcement, pending_words
from ...contest.standings import changed_totals
from ...contest.state import Protest
from ...errors import QuizArenaError
from ...facts import Intent, Record
from ...moves import Move
from ...points import show
from ...scenes import Headline
from ...text import Joined, Text, plain
from ..bindings import SEAT, Bound, numbered
from ..dialog import Dialog, Gap, Key, Keys, Line
from ..keys import Press
from . import sentences
from .correction import open_correction
from .desk import Desk
from .entry import Entry
from .form import open_form
from .lists import Act, Deed, DeedList
from .log import open_log
from .standings_change import place_words
from .undo import replaced
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
    desk.open(About.of(desk, team, seq, _question(desk, seq) if seq else ""))


def _question(desk: Desk, seq: int) -> str:
    """Return which question, performance or match a record is of, with its round where that is another than now."""
    heads = desk.contest.before(seq).scene(SEAT).of(Headline)
    running = desk.contest.state.running
    is_past = running is not None and running.id != desk.contest.records[seq].round
    said = [heads[0].text, heads[-1].text] if is_past and len(heads) > 1 else [head.text for head in heads[-1:]]
    return desk.in_record(Joined(tuple(said), " "))


@attrs.define
class About:
    """What the protest is about, as hall and host read it, and why, as the team says; why may be left out."""

    desk: Desk
    team: str
    record: int
    fields: tuple[Entry, Entry]
    typing: bool = attrs.field(default=True, init=False)
    _at: int = attrs.field(default=0, init=False)

    @classmethod
    def of(cls, desk: Desk, team: str, record: int, begun: str) -> About:
        """Begin with the question or turn of its record."""
        move = _lodging(desk)[0]
        return cls(
            desk, team, record, (Entry(desk, move.blank("about"), typed=begun), Entry(desk, move.blank("reason")))
        )

    @property
    def typed(self) -> str:
        """What has been typed."""
        return self.fields[self._at].typed

    def press(self, press: Press, now: datetime) -> bool:
        """Go to the next line on Enter, and record the protest after the last."""
        if press.key == "up" and self._at:
            self._at -= 1
        elif self.fields[self._at].take(press):
            self._at += 1
        if self._at == len(self.fields):
            self._lodge(now)
        return True

    def _lodge(self, now: datetime) -> None:
        about, why = (str(field.value) for field in self.fields)
        values = {"team": self.team, "about": about, "reason": why}
        without, against = _lodging(self.desk)
        self.desk.close()
        record = self.desk.do(against if self.record else without, {**values, **self._against()}, now)
        if record is not None:
            said = _("The protest is recorded. Until it is decided, board and host's monitor say provisional.")
            self.desk.say(said, now)

    def _against(self) -> dict[str, int]:
        return {"record": self.record} if self.record else {}

    def dialog(self, now: datetime) -> Dialog:
        """Return the line being typed, and what will be read."""
        roster, podiums = self.desk.contest.state.roster, dict(self.desk.contest.podiums)
        about, why = self.fields
        protest = Protest(0, self.team, about.typed or "..", self.record)
        read = Line(_("Read: {line}", line=announcement(protest, podiums[self.team])))
        against = (Line(_numbered(self.desk, self.record), "quiet"),) if self.record else ()
        if self._at:
            title = _("{team} protests: why? It may stay empty.", team=roster.name(self.team))
            keys = Key("enter", _("record the protest")), Key("up", _("what it is about")), _LEAVE
            return Dialog(title, (*against, Line(plain(about.typed)), *why.blocks(), read), keys, typing=True)
        title = _("{team} protests: about what?", team=roster.name(self.team))
        return Dialog(title, (*against, *about.blocks(), read), (Key("enter", _("why")), _LEAVE), typing=True)


_LEAVE = Key("escape", _("leave it"))


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


def pending_notes(desk: Desk, now: datetime) -> Iterator[tuple[Text, Text]]:
    """Yield what stands at the desk of each protest: which, why, what its record did or may do, what the hall reads."""
    contest, podiums = desk.contest, dict(desk.contest.podiums)
    for protest in contest.state.pending_protests:
        team = _("desk {desk} {team}", desk=podiums[protest.team], team=contest.state.roster.name(protest.team))
        at = f"{contest.records[protest.seq].at.astimezone(now.tzinfo):%H:%M}"
        yield _("Protest"), Joined((plain(protest.about), team, plain(at)), "   ")
        if protest.reason:
            yield _("Reason"), plain(protest.reason)
        if protest.record:
            key = ("protest", protest.seq)
            yield _("Effect"), desk.kept(key, partial(_effect, desk, protest.record))
        yield _("Board"), _("[provisional] in the head, with who protests and about what; the host reads the same")


def _effect(desk: Desk, seq: int) -> Text:
    """Return what a record says, and what each other ruling of its moment would make of the totals."""
    said = Joined((plain(f"#{seq:03}"), desk.tell(desk.contest.records[seq])), " ")
    found = [
        each for each in map(partial(_instead, desk, seq), desk.bindings_at(seq).keys.values()) if each is not None
    ]
    return Joined((said, *found), "; ")


def _instead(desk: Desk, seq: int, bound: Bound) -> Text | None:
    """Return what would come of another ruling in the place of the record `seq`, None where nothing would change."""
    fact = replaced(desk, seq, bound) if bound.move.intent is Intent.RULING else None
    if fact is None:
        return None
    contest, podiums = desk.contest, dict(desk.contest.podiums)
    try:
        change = Corrected((Replacement(seq, contest.book.to_mapping(fact)),), "-")
        preview = sentences.preview(contest, change)
    except QuizArenaError:
        return None
    changed = tuple(
        _(
            "desk {desk} {before} becomes {after}, {place}",
            desk=podiums[each.team],
            before=show(each.total - each.by),
            after=show(each.total),
            place=place_words(each.place, tied=each.tied),
        )
        for each in changed_totals(preview.before, preview.after)
    )
    return (
        _("if it were {ruling}: {changes}", ruling=bound.label, changes=Joined(changed, _(", "))) if changed else None
    )


def _decisions(desk: Desk) -> Iterator[Move]:
    return (move for move in desk.contest.moves(SEAT) if move.fact is ProtestDecided)


# Once it is decided


def decision_words(desk: Desk, move: Move) -> Text:
    """Return how a protest may be decided, by number; upheld, it leads to the record it is against."""
    record = desk.contest.state.protest(move.identity["protest"]).record
    ways = []
    for number, option in enumerate(move.choices("decision"), 1):
        said: Text = option.label
        if record and option.value == "upheld":
            said = _("{upheld}, opens the correction of #{record}", upheld=said, record=f"{record:03}")
        ways.append(Joined((plain(str(number)), said), " "))
    return Joined((move.label, Joined(tuple(ways), "   ")), ": ")


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

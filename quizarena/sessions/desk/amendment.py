"""Changing a rule (drawing D15): which, what it says then, for what was too or from now on, why, and who ruled.

The totals stand there for both before anything is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

import attrs

from ...blanks import Line as LineBlank
from ...contest import Preview
from ...contest.facts import Amended
from ...contest.review import announcement
from ...contest.standings import changed_totals
from ...errors import QuizArenaError
from ...points import show, show_signed
from ...rulebook import RuleInForce, rules_below, rules_in_force, with_rule
from ...text import Joined, Text, plain
from ..dialog import Block, Column, Dialog, Gap, Key, Line, Table, key_name
from ..keys import Press
from . import sentences
from .decisions import DecisionForm, DecisionLine, Pick, Written, reason_line, ruler_line
from .desk import Desk
from .entry import Entry
from .lists import Act, Deed, DeedList
from .standings_change import place_sign
from .words import _

REASONS = (_("The rules were printed wrong"), _("Decision of the arbiters"))
_LONGEST = 200
Tried = Preview | QuizArenaError


@attrs.define
class Amendment(DecisionForm):
    """An amendment being made up."""

    rule: RuleInForce
    name: Text
    value: Written
    reach: Pick
    _tried: tuple[object, Mapping[bool, Tried]] | None = attrs.field(default=None, init=False)

    @property
    def lines(self) -> tuple[DecisionLine, ...]:
        """All lines, from the value to who ruled."""
        return self.value, self.reach, self.reason, self.ruler

    # Keys

    def press(self, press: Press, now: datetime) -> bool:
        """Type the value and close it with Enter, choose in the other lines, then record."""
        if press.key in ("up", "down"):
            self._go(1 if press.key == "down" else -1)
        elif press.key == "enter" and self.typing:
            self._close_line()
        elif press.key in ("enter", "+") and not self.typing:
            self._finish(press.key, now)
        elif not self._take(press):
            return False
        return True

    def _go(self, by: int) -> None:
        if self.line is self.reason:
            self.line.leave()
        self._cursor = (self._cursor + by) % len(self.lines)

    def _close_line(self) -> None:
        """Take what was typed, where the rule may say it, and go to the next line."""
        field = self.line.field if isinstance(self.line, Written) else None
        if field is None:
            self.line.leave()
        elif (self.line is not self.value or self._may_say(field.typed)) and field.take(Press("enter")):
            self._go(1)

    def _may_say(self, value: str) -> bool:
        contest = self.desk.contest
        try:
            with_rule(contest.rulebook, self.rule.path, value, contest.kinds)
        except QuizArenaError as error:
            self.desk.say(error.message)
            return False
        return bool(value.strip())

    def _finish(self, key: str, now: datetime) -> None:
        missing = self._missing()
        if missing is not None:
            self.desk.say(missing)
        elif key != self._key:
            self.desk.say(sentences.ONLY_PLUS if self._key == "+" else _("Enter records this."))
        else:
            self._record(now)

    def _missing(self) -> Text | None:
        """Return what is still to be decided; the cursor goes there."""
        undecided = next((line for line in self.lines if line.value is None), None)
        return None if undecided is None else self._still_to_decide(undecided)

    @property
    def _key(self) -> str:
        """The key that records: + alone where somebody loses points."""
        found = self.tried().get(bool(self.reach.value))
        changes = changed_totals(found.before, found.after) if isinstance(found, Preview) else ()
        return sentences.recorded_by(changes)

    def _record(self, now: datetime) -> None:
        desk, found = self.desk, self.tried().get(bool(self.reach.value))
        said = announcement(desk.contest.history, found.before, found.after) if isinstance(found, Preview) else None
        try:
            fact = self._fact(from_now=bool(self.reach.value))
        except QuizArenaError as error:
            desk.say(error.message)
            return
        record = desk.change(fact, now)
        if record is not None:
            desk.close()
            desk.say(said or desk.result(record), now)

    # What would be recorded

    def _fact(self, *, from_now: bool, reason: str | None = None) -> Amended:
        said = str(self.reason.value) if reason is None else reason
        bare = Amended(self.rule.path, str(self.value.value), said, from_now, str(self.ruler.value or ""))
        return self.desk.contest.with_followers(bare)

    def tried(self) -> Mapping[bool, Tried]:
        """Return the standings before and after, from now on and for the whole contest, or why it is refused."""
        if self.value.value is None:
            return {}
        key = self.desk.contest.head, self.value.value
        if self._tried is None or self._tried[0] != key:
            self._tried = key, {each: self._try(each) for each in (True, False)}
        return self._tried[1]

    def _try(self, from_now: bool) -> Tried:
        try:
            return sentences.preview(self.desk.contest, self._fact(from_now=from_now, reason="-"))
        except QuizArenaError as error:
            return error

    def _hanging(self) -> Iterator[Line]:
        """Yield the records that hang on the rule: corrected with it, or taken out since they fit no more."""
        try:
            fact = self._fact(from_now=bool(self.reach.value), reason="-")
        except QuizArenaError:
            return
        if fact.items:
            yield Line(_("With it these are ruled anew, by the rule as it is then:"), "emphasis")
        yield from (Line(_numbered(self.desk, item.seq), indent=2) for item in fact.items)
        if fact.take_out:
            yield Line(_("These fit no more and are taken out:"), "emphasis")
        yield from (Line(_numbered(self.desk, seq), indent=2) for seq in fact.take_out)

    # What is drawn

    def dialog(self, now: datetime) -> Dialog:
        """Return the rule, what is decided, and the totals for both."""
        value = plain(self.rule.value)
        about = Line(_("{rule}  now {value}", rule=self.name, value=value), "emphasis")
        decided = (line.block(here=line is self.line) for line in self.lines)
        return Dialog(_("Change a rule"), (about, *decided, Gap(), *self._outcome()), self._keys(), self.typing)

    def _outcome(self) -> Iterator[Block]:
        found = self.tried()
        if not found:
            yield Line(_("Type what the rule says then; Enter closes it."), "quiet")
            return
        refusals = [each.message for each in found.values() if isinstance(each, QuizArenaError)]
        yield from (Line(message, "quiet") for message in dict.fromkeys(refusals))
        previews = {each: done for each, done in found.items() if isinstance(done, Preview)}
        yield from self._hanging()
        if previews:
            yield totals_table(self.desk, previews)
            yield Gap(optional=True)
            as_record = _("change it, as #{seq}", seq=f"{len(self.desk.contest.records):03}")
            only = (_("(Enter does not: somebody loses points)"),) if self._key == "+" else ()
            yield Line(Joined((key_name(self._key), as_record, *only), "  "), "emphasis", indent=8)

    def _keys(self) -> tuple[Key, ...]:
        if self.typing:
            return Key("", _("Up Down line")), Key("enter", _("close the value")), Key("escape", _("leave it"))
        deed = Key(self._key, _("change it"))
        return Key("", _("Up Down line")), Key("", _("digits choose")), deed, Key("escape", _("leave it"))


def _numbered(desk: Desk, seq: int) -> Text:
    return Joined((plain(f"#{seq:03}"), desk.tell(desk.contest.records[seq])), "  ")


def totals_table(desk: Desk, previews: Mapping[bool, Preview]) -> Table:
    """Return each team's total and place now, and what becomes of them either way, in desk-number order."""
    teams = [team for team, _number in sorted(desk.contest.podiums, key=lambda pair: pair[1])]
    changed = frozenset(nth for nth, team in enumerate(teams) if any(_by(each, team) for each in previews.values()))
    return Table(
        tuple(_columns(previews)),
        tuple(tuple(_cells(desk, team, previews)) for team in teams),
        changed=changed,
        listed=changed,
        left_out=_("as they were: {count} more", count=len(teams) - len(changed))
        if len(changed) < len(teams)
        else None,
    )


def _columns(previews: Mapping[bool, Preview]) -> Iterator[Column]:
    yield from (Column(_("desk"), "number"), Column(_("team"), "name"))
    yield from (Column(_("now"), "points"), Column(_("place"), "place"))
    yield from (Column(_("1 onwards") if from_now else _("2 all"), "points") for from_now in previews)
    yield Column(plain(""), "words")


def _cells(desk: Desk, team: str, previews: Mapping[bool, Preview]) -> Iterator[Text]:
    """Yield a team's cells; last its place, and by how much its total changes, where it does."""
    *_rest, last = previews.values()
    before = last.before.row(team)
    yield plain(str(dict(desk.contest.podiums)[team]))
    yield desk.contest.state.roster.name(team)
    yield plain(show(before.total, desk.places))
    yield place_sign(before.place, tied=bool(before.tied))
    for each in previews.values():
        yield plain(show(each.after.row(team).total, desk.places)) if _by(each, team) else _("same")
    after, by = last.after.row(team), _by(last, team)
    place = place_sign(after.place, tied=bool(after.tied))
    yield Joined((place, plain(show_signed(by))), "  ") if by else place


def _by(preview: Preview, team: str) -> Fraction:
    return preview.after.row(team).total - preview.before.row(team).total


# Choosing the rule


def open_rules(desk: Desk, now: datetime) -> None:
    """Open the rules that may be changed now: those of a round, of play-offs, of the contest."""
    desk.refresh()
    titles: dict[str, Text] = {entry.id: entry.title for entry in desk.contest.rulebook.rounds}
    areas: dict[str, tuple[Text, list[RuleInForce]]] = {}
    for rule in rules_in_force(desk.contest.rulebook):
        if _may_change(desk, rule):
            key, title = _area(rule, titles)
            areas.setdefault(key, (title, []))[1].append(rule)
    acts = [(title, _list(desk, title, rules)) for title, rules in areas.values()]
    rows = [Deed(title, act, nth) for nth, (title, act) in enumerate([*acts, *_banks(desk)], 1)]
    desk.open(DeedList(desk, _("Change a rule: of what?"), rows))


def _banks(desk: Desk) -> Iterator[tuple[Text, Act]]:
    """Yield the rounds of which questions were asked: their wording and their keys may be put right."""
    position = desk.contest.position
    for played in desk.contest.state.rounds:
        entry, kind = position.entry(played), position.kind(played)
        used = frozenset(kind.uses(played.state))
        held = ((path.rpartition(".")[0], id) for path, id in kind.bank(entry.rules))
        paths = [(f"rounds.{entry.id}.{path}.{id}", id) for path, id in held if id in used]
        if paths and not played.play_off:
            title = _("{round}: a question that was asked", round=entry.title)
            yield title, _questions(desk, title, paths)


def _questions(desk: Desk, title: Text, paths: Sequence[tuple[str, str]]) -> Act:
    def act(now: datetime) -> None:
        found = [(id, [each for each in rules_below(desk.contest.rulebook, path) if _may_change(desk, each)])
                 for path, id in paths]  # fmt: skip
        rows = [
            Deed(Joined((plain(id), plain(rules[0].value)), "  "), _list(desk, plain(id), rules), nth)
            for nth, (id, rules) in enumerate(found, 1)
            if rules
        ]
        desk.open(DeedList(desk, title, rows))

    return act


def _area(rule: RuleInForce, titles: Mapping[str, Text]) -> tuple[str, Text]:
    if rule.reach.round:
        return rule.reach.round, titles[rule.reach.round]
    if rule.reach.play_off:
        return "play_off", _("Play-offs")
    return "", _("The contest")


def _may_change(desk: Desk, rule: RuleInForce) -> bool:
    """Whether it is a single value, and not of the shape of what has begun."""
    if not rule.is_single:
        return False
    state, reach = desk.contest.state, rule.reach
    begun = state.played(reach.round) is not None if reach.round else bool(state.mode) and not reach.play_off
    return reach.role == "scoring" or not begun


def _list(desk: Desk, title: Text, rules: list[RuleInForce]) -> Act:
    rows = [
        Deed(_("{rule}: {value}", rule=_called(each), value=each.value), _open(desk, title, each), nth)
        for nth, each in enumerate(rules, 1)
    ]
    return lambda now: desk.open(DeedList(desk, _("Change a rule: {area}", area=title), rows))


def _called(rule: RuleInForce) -> Text:
    """Return what a rule is called within its round, or within the contest."""
    return Joined(rule.name[1:] if rule.reach.round or rule.reach.play_off else rule.name, " > ")


def _open(desk: Desk, area: Text, rule: RuleInForce) -> Act:
    name = Joined((area, _called(rule)), " > ") if rule.reach.play_off else rule.called
    value = Written(_("becomes"), Entry(desk, LineBlank("value", _("becomes"), longest=_LONGEST)))
    whole = _("the whole round: what was ruled is scored anew")
    if not rule.reach.round:
        whole = _("the whole contest: what was ruled is scored anew")
    options = {1: (True, _from_now(desk, rule)), 2: (False, whole)}
    reach, reason, ruler = Pick(_("holds"), options, None), reason_line(desk, REASONS), ruler_line(desk)
    return lambda now: desk.open(Amendment(desk, reason, ruler, rule, name, value, reach))


def _from_now(desk: Desk, rule: RuleInForce) -> Text:
    """Return what a change from now on begins with."""
    played = desk.contest.state.played(rule.reach.round)
    unit = None if played is None else desk.contest.position.kind(played).unit
    return _("from now on") if unit is None else _("from now on: the next {unit} begins with it", unit=unit)

"""What records say in words: the label of the move each was made by, what was chosen, what it did to a total.

What is sealed is never said. For those backstage: it knows no audience.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..blanks import Choice, Line, Number, Selection
from ..facts import Fact, Intent, Record
from ..moves import Move
from ..points import show, show_signed
from ..roster import Seat
from ..text import FRAME, Joined, Text, plain
from .contest import Contest
from .facts import META, Amended, Corrected, ProtestLodged, Redone, RulebookRead, Struck, Undone
from .legality import all_matching, matching
from .standings import Change, changed_totals

_ = FRAME


def describe_record(contest: Contest, record: Record) -> Text:
    """Return what a record says as it was recorded: its move's label, what was chosen, what it did to a total."""
    fact = record.fact
    if isinstance(fact, RulebookRead):
        return _("The rules: {title}", title=contest.rulebook.title)
    if isinstance(fact, META):
        return describe_change(fact)
    standing = contest.resolution.fact(record.seq) or fact
    move = made_by(contest, record.seq, fact) or made_by(contest, record.seq, standing)
    if move is None:  # a later correction leaves no such move: it was made in the past as that stood then
        move = matching(contest.at(record.seq - 1).moves(), fact, ignore_derived=True)
    if move is None:
        return plain(record.type)
    chosen = tuple(_chosen(move, fact, by=Seat.of(record.seat).judge))
    label = () if _says_all(move, fact) else (move.label,)
    return Joined((*label, *chosen, *(each for each in _done(contest, record) if each not in chosen)), " ")


def _says_all(move: Move, fact: Fact) -> bool:
    """Whether the option that was chosen says it all: whose clock runs, and so who speaks."""
    return fact.intent is Intent.CLOCK and any(isinstance(blank, Choice) for blank in move.blanks)


def describe_fact(move: Move, fact: Fact) -> Text:
    """Return what a fact says that `move` makes: its label and what is chosen, nothing sealed."""
    return Joined((move.label, *_chosen(move, fact)), " ")


def made_by(contest: Contest, seq: int, fact: Fact) -> Move | None:
    """Return the move that offered `fact` at the record `seq`, None where none does any more."""
    return matching(contest.before(seq).moves(), fact, ignore_derived=True)


def most_open(contest: Contest, seq: int, fact: Fact) -> Move | None:
    """Return, of the moves that offered `fact` at the record `seq`, the one that leaves most open to a correction."""
    found = all_matching(contest.before(seq).moves(), fact, ignore_derived=True)
    return max(found, key=lambda move: len(move.decisions), default=None)


def describe_change(fact: Fact) -> Text:
    """Return what a change of the past says."""
    if isinstance(fact, Corrected):
        items, out = (", ".join(map("#{:03}".format, each)) for each in ([i.seq for i in fact.items], fact.take_out))
        if out:
            return _("Correct {items} and take out {out}: {reason}", items=items, out=out, reason=fact.reason)
        return _("Correct {items}: {reason}", items=items, reason=fact.reason)
    if isinstance(fact, Struck):
        return _("Strike #{seq}: {reason}", seq=f"{fact.seq:03}", reason=fact.reason)
    if isinstance(fact, Amended) and fact.items:
        return _amended_with(fact)
    if isinstance(fact, Amended) and fact.from_now:
        return _("Change a rule from now on: {path} is then {value}", path=fact.path, value=fact.value)
    if isinstance(fact, Amended):
        return _("Change a rule: {path} is now {value}", path=fact.path, value=fact.value)
    if isinstance(fact, Undone):
        return _("Undo #{seq}", seq=f"{fact.seq:03}")
    return _("Redo #{seq}", seq=f"{fact.seq:03}" if isinstance(fact, Redone) else "-")


def _amended_with(fact: Amended) -> Text:
    """Return what an amendment says that corrects what hangs on it."""
    items, out = (", ".join(map("#{:03}".format, each)) for each in ([i.seq for i in fact.items], fact.take_out))
    if out:
        return _(
            "Change a rule: {path} is now {value}; with it correct {items} and take out {out}",
            path=fact.path,
            value=fact.value,
            items=items,
            out=out,
        )
    return _("Change a rule: {path} is now {value}; with it correct {items}", path=fact.path, value=fact.value,
             items=items)  # fmt: skip


def value_at(fact: Fact, path: str) -> Any:
    """Return what stands at a blank's dotted path."""
    head, _dot, rest = path.partition(".")
    value = getattr(fact, head)
    return value.get(rest) if rest and isinstance(value, dict) else None if rest else value


def _chosen(move: Move, fact: Fact, *, by: str = "") -> Iterator[Text]:
    """Yield what was filled in, unless it is sealed; not the judge `by` whose own record it is."""
    for blank in move.blanks:
        if blank.path.partition(".")[0] in fact.sealed:
            continue
        value = value_at(fact, blank.path)
        if isinstance(blank, Choice):
            option = blank.option(value)
            if not by or option is None or option.judge != by:
                yield option.label if option is not None else plain(str(value))
        elif isinstance(blank, Selection) and value:
            yield plain("".join(value))
        elif isinstance(fact, ProtestLodged) and blank.path == "record":
            yield plain(f"(#{fact.record:03})")
        elif isinstance(blank, Number) and value is not None:
            yield plain(show_signed(value) if blank.low is not None and blank.low < 0 else show(value))
        elif isinstance(blank, Line) and value:
            yield plain(str(value))


def done(contest: Contest, seq: int) -> tuple[Change, ...]:
    """Return what the record `seq` did to the totals; of a corrected one nothing, for it counts otherwise now."""
    resolution = contest.resolution
    if contest.records[seq].fact.cue or seq in resolution.gone or seq in resolution.corrected:
        return ()
    after = contest.before(seq + 1) if seq + 1 < len(contest.records) else contest
    return changed_totals(contest.before(seq).standings(audience=None), after.standings(audience=None))


def _done(contest: Contest, record: Record) -> Iterator[Text]:
    """Yield what the record did to one team's total."""
    found = done(contest, record.seq)
    if len(found) == 1:
        yield plain(show_signed(found[0].by))

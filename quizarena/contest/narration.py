"""What records say in words: the label of the move each was made by, what was chosen, what it did to a total.

What is sealed is never said. For those backstage: it knows no audience.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from ..blanks import Choice, Line, Number, Selection
from ..facts import Fact, Intent, Record
from ..moves import Move
from ..points import show, show_signed, spoken_points
from ..roster import Seat
from ..scenes import Headline, Marks
from ..text import FRAME, SENTENCES, Joined, Text, both, plain
from .contest import Contest
from .facts import META, Amended, Corrected, ProtestLodged, Redone, RulebookRead, Struck, Undone
from .legality import all_matching, matching
from .scene_standings import total_line
from .standings import Standings

_ = FRAME


@attrs.frozen
class Change:
    """What a deed does to one team's total and place."""

    team: str
    by: Fraction
    total: Fraction
    place: int | None
    tied: bool


def changes(before: Standings, after: Standings) -> tuple[Change, ...]:
    """Return the teams whose totals differ, in the order of the totals."""
    found = []
    for team, score in after.totals.items():
        by = score.value - before.totals[team].value
        if by:
            row = next((row for row in after.rows if row.entrant == team), None)
            place = row.place if row is not None else None
            found.append(Change(team, by, score.value, place, row is not None and bool(row.tied)))
    return tuple(found)


def describe_record(contest: Contest, record: Record) -> Text:
    """Return what a record says as it was recorded: its move's label, what was chosen, what it did to a total."""
    fact = record.fact
    if isinstance(fact, RulebookRead):
        return _("The rules: {title}", title=contest.rulebook.title)
    if isinstance(fact, META):
        return describe_change(fact)
    standing = contest.resolution.fact(record.seq) or fact
    move = made_by(contest, record.seq, fact) or made_by(contest, record.seq, standing)
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
    return changes(contest.before(seq).standings(), after.standings())


def _done(contest: Contest, record: Record) -> Iterator[Text]:
    """Yield what the record did to one team's total."""
    found = done(contest, record.seq)
    if len(found) == 1:
        yield plain(show_signed(found[0].by))


def announcement(
    contest: Contest, before: Standings, after: Standings, mended: Sequence[int] = (), within: Text | None = None
) -> Text | None:
    """Return the line the host reads: what changed, and where the teams stand now; None where there is nothing to say.

    There is nothing either while the hall's totals are kept back, by a freeze or by marks that open.
    `mended` are the records that a correction changes: one ruling is said as such, one mark with the judge's name.
    `within` is the `piece` of the contest that one was made in.
    """
    if contest.state.frozen is not None or contest.state.reveal is not None:
        return None
    found, podiums = changes(before, after), dict(contest.podiums)
    told = (total_line(after, each.team, contest.state.roster, podiums) for each in found)
    totals = [line for line in told if line is not None]
    if len(mended) == 1:
        said = _ruling_mended(contest, mended[0], found, before, after, within=within) or _mark_mended(
            contest, mended[0], found
        )
        if said is not None:
            return Joined((said, *totals), SENTENCES)
    if not found:
        return None
    moved = (_moved(podiums[each.team], each.by, is_first=each is found[0]) for each in found)
    return Joined(tuple(part for pair in zip(moved, totals, strict=True) for part in pair), SENTENCES)


def _moved(podium: int, by: Fraction, *, is_first: bool) -> Text:
    """Return by how much a recheck moved a total, for each team it moved."""
    said: dict[str, Text | int] = {"desk": podium, "points": spoken_points(by)}
    if is_first and by > 0:
        return _("After review desk {desk} gains {points}.", **said)
    if is_first:
        return _("After review desk {desk} loses {points}.", **said)
    return _("Desk {desk} gains {points}.", **said) if by > 0 else _("Desk {desk} loses {points}.", **said)


def _ruling_mended(
    contest: Contest, seq: int, found: Sequence[Change], before: Standings, after: Standings, *, within: Text | None
) -> Text | None:
    """Return what is read of one ruling that gives one team other points, None for anything else."""
    if within is None or contest.records[seq].fact.intent is not Intent.RULING or len(found) != 1:
        return None
    old, new = (_given(each, found[0].team, seq) for each in (before, after))
    if old is None or new is None:
        return None
    said: dict[str, Text | int] = {
        "desk": dict(contest.podiums)[found[0].team],
        "piece": within,
        "new": spoken_points(new),
    }
    if old <= 0 < new:
        return _("After review the answer of desk {desk} to {piece} stands: {new}.", **said)
    if new == 0 < old:
        return _(
            "After review the answer of desk {desk} to {piece} does not stand: not {old}, none.", **_with(said, old)
        )
    if new < 0 < old:
        return _(
            "After review the answer of desk {desk} to {piece} does not stand: minus {new}, not plus {old}.",
            **_with(said, old),
        )
    return None


def _with(said: dict[str, Text | int], old: Fraction) -> dict[str, Text | int]:
    return {**said, "old": spoken_points(old)}


def _given(found: Standings, team: str, seq: int) -> Fraction | None:
    """Return what a record gives a team, None where it gives nothing that counts."""
    nodes = [node for node in found.totals[team].walk() if node.record == seq and not node.parts]
    return nodes[-1].value if nodes else None


def piece(contest: Contest, seq: int) -> Text | None:
    """Return the question, performance or match that a record was made in, as it stands inside a sentence."""
    heads = contest.at(seq).scene("hall").of(Headline)
    if not heads or heads[-1].piece is None:
        return None
    english = heads[-1].text.in_language("en")
    return both(heads[-1].text.in_language("zh"), english[:1].lower() + english[1:])


def _mark_mended(contest: Contest, seq: int, found: Sequence[Change]) -> Text | None:
    """Return what is read of one judge's mark that was corrected, while it is on the board."""
    if seq not in contest.resolution.corrected:
        return None
    for block in contest.scene("desk").of(Marks):
        cell = next((cell for cell in block.cells if cell.record == seq and cell.value is not None), None)
        if cell is None or cell.value is None:
            continue
        said: dict[str, Text | str] = {"judge": cell.name, "mark": show(cell.value)}
        if found:
            return _("After review {judge}'s mark is {mark}.", **said)
        team = contest.state.roster.name(block.entrant)
        return _("After review {judge}'s mark is {mark}; {team}'s mark does not change.", team=team, **said)
    return None

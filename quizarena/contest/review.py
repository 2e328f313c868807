"""What a change of the past says: what was changed, the totals it moved, and the line the host reads of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from ..facts import Intent, Record
from ..points import show, spoken_points
from ..rulebook import rule_in_force
from ..scenes import BANNER, Audience, Correction, Headline, Marks, Ranking, Scene, is_backstage
from ..text import FRAME, SENTENCES, Joined, Text, plain
from ..values import evolve
from .audiences import seen
from .facts import Amended, Corrected
from .flow import moves
from .history import History
from .legality import matching
from .position import Position
from .scene import scene
from .scene_standings import total_line
from .standings import Change, Standings, changed_totals, standings

_ = FRAME

Sides: TypeAlias = tuple[Position, Position]
"""The positions before a change and after it."""


def with_correction(history: History, shown: Scene, audience: Audience) -> Scene:
    """Return the scene with the correction or amendment that holds and was made last, while it stands on the board."""
    record = _last_change(history)
    if record is None:
        return shown
    return evolve(shown, blocks=(_correction(history, record, shown, audience), *shown.blocks))


def _last_change(history: History) -> Record | None:
    now = history.records[-1].at
    for seq in reversed(history.changes):
        record = history.records[seq]
        if now - record.at >= BANNER:
            return None
        if isinstance(record.fact, (Corrected, Amended)) and seq not in history.resolution.gone:
            return record
    return None


def _correction(history: History, record: Record, shown: Scene, audience: Audience) -> Correction:
    fact = record.fact
    assert isinstance(fact, (Corrected, Amended))
    what = _changed(history, fact)
    why = _why(history, fact, audience) or what[0]
    sides = history.position_after(record.seq - 1), history.position_after(record.seq)
    totals = () if history.position.state.frozen is not None else _totals(sides, shown, audience)
    line = _line(history, fact, sides) if is_backstage(audience) else None
    return Correction(what, why, record.person, record.at, totals, line)


def _why(history: History, fact: Corrected | Amended, audience: Audience) -> Text | None:
    """Return why something was corrected, for the hall only what it is about unless the rules make reasons public."""
    if isinstance(fact, Amended):
        return None
    if is_backstage(audience) or history.position.rulebook.public_reasons:
        return plain(fact.reason)
    return piece(history, fact.items[0].seq)


def _changed(history: History, fact: Corrected | Amended) -> tuple[Text, ...]:
    """Return what was changed: of a rule what it says then, unless that is nothing for the hall."""
    if isinstance(fact, Corrected):
        return tuple(_label(history, item.seq) for item in fact.items)
    rule = rule_in_force(history.position.rulebook, fact.path)
    if rule is None:
        return (_("a rule that stays closed"),)
    if fact.from_now:
        return (_("{rule} is {value} from now on", rule=rule.called, value=fact.value),)
    return (_("{rule} is {value}", rule=rule.called, value=fact.value),)


def _label(history: History, seq: int) -> Text:
    """Return what the corrected record is called."""
    move = matching(moves(history.position_after(seq - 1)), history.records[seq].fact, ignore_derived=True)
    return plain(history.records[seq].type) if move is None else move.label


def _totals(sides: Sides, shown: Scene, audience: Audience) -> tuple[tuple[str, Fraction], ...]:
    """Return the totals that a correction changed for the audience of `shown`, as it knows them now."""
    before, after = (standings(seen(side, audience)) for side in sides)
    changed = {change.team for change in changed_totals(before, after)}
    rows = [row for ranking in shown.of(Ranking) for row in ranking.rows]
    return tuple((row.team, row.total) for row in rows if row.team in changed)


def _line(history: History, fact: Corrected | Amended, sides: Sides) -> Text | None:
    """Return what the host reads of a change."""
    mended = [item.seq for item in fact.items] if isinstance(fact, Corrected) and not fact.take_out else []
    within = piece(history, mended[0]) if len(mended) == 1 else None
    before, after = map(standings, sides)
    return announcement(history, before, after, mended, within)


def announcement(
    history: History, before: Standings, after: Standings, mended: Sequence[int] = (), within: Text | None = None
) -> Text | None:
    """Return the line the host reads: what changed, and where the teams stand now; None where there is nothing to say.

    There is nothing either while the hall's totals are kept back, by a freeze or by marks that open.
    `mended` are the records that a correction changes: one ruling is said as such, one mark with the judge's name.
    `within` is the `piece` of the contest that one was made in.
    """
    if history.position.state.frozen is not None or history.position.state.reveal is not None:
        return None
    found, podiums = changed_totals(before, after), dict(history.position.podiums)
    told = (total_line(after, each.team, history.position.state.roster, podiums) for each in found)
    totals = [line for line in told if line is not None]
    if len(mended) == 1:
        said = _ruling_mended(history, mended[0], found, before, after, within=within) or _mark_mended(
            history, mended[0], found
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
    history: History, seq: int, found: Sequence[Change], before: Standings, after: Standings, *, within: Text | None
) -> Text | None:
    """Return what is read of one ruling that gives one team other points, None for anything else."""
    if within is None or history.records[seq].fact.intent is not Intent.RULING or len(found) != 1:
        return None
    old, new = (_given(each, found[0].team, seq) for each in (before, after))
    if old is None or new is None:
        return None
    said: dict[str, Text | int] = {
        "desk": dict(history.position.podiums)[found[0].team],
        "piece": within,
        "new": spoken_points(new),
    }
    if old <= 0 < new:
        return _("After review the answer of desk {desk} to {piece} stands: {new}.", **said)
    if new == 0 < old:
        return _(
            "After review the answer of desk {desk} to {piece} does not stand: not {old}, none.", **_with(said, old)
        )
    if new < 0 < old and old == -new:
        return _("After review the answer of desk {desk} to {piece} does not stand: minus {new}, not plus.", **said)
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


def piece(history: History, seq: int) -> Text | None:
    """Return the question, performance or match that a record was made in, as it stands inside a sentence."""
    position = history.position_after(seq)
    running = position.state.running
    blocks = () if running is None else position.blocks(running, "hall")
    heads = [block for block in blocks if isinstance(block, Headline)]
    return None if not heads or heads[-1].piece is None else heads[-1].inside or heads[-1].text


def _mark_mended(history: History, seq: int, found: Sequence[Change]) -> Text | None:
    """Return what is read of one judge's mark that was corrected, while it is on the board."""
    if seq not in history.resolution.corrected:
        return None
    for block in scene(history.position, "desk").of(Marks):
        cell = next((cell for cell in block.cells if cell.record == seq and cell.value is not None), None)
        if cell is None or cell.value is None:
            continue
        said: dict[str, Text | str] = {"judge": cell.name, "mark": show(cell.value)}
        if found:
            return _("After review {judge}'s mark is {mark}.", **said)
        team = history.position.state.roster.name(block.entrant)
        return _("After review {judge}'s mark is {mark}; {team}'s mark does not change.", team=team, **said)
    return None

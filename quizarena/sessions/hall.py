"""What a board or the host's monitor shows of a contest: the scene of its audience with the head of the chain.

Adds to the scene the interval in which the last closed mark can still move a score, and the correction made last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import attrs

from ..contest import Contest
from ..contest.facts import Amended, Corrected
from ..contest.narration import announcement, changes, made_by, piece
from ..contest.position import Position
from ..contest.state import Played
from ..contest.what_if import interval
from ..facts import Record
from ..points import column_places, show
from ..scenes import Audience, Block, Correction, Marks, Ranking, Say, Scene, is_backstage
from ..text import Text, plain
from .scenes import scene_of
from .words import _

MOST_ROWS = 34
"""A board with more rows has letters too small for the last seats."""
BANNER = timedelta(seconds=15)
"""How long a correction or an amended rule stands on the board."""


@attrs.frozen
class Seal:
    """How many records a signature closes, the head of their chain, and when it was given."""

    count: int
    head: str
    at: datetime


@attrs.frozen
class Feed:
    """What a board knows: the scene of its audience, the last record and the chain's head, the last correction.

    `seal` is that of the signature in force; cues for the board come after it, so it is not that of the last record.
    """

    scene: Scene
    seq: int
    head: str
    corrected: Correction | None = None
    seal: Seal | None = None


def feed_of(contest: Contest, audience: Audience) -> Feed:
    """Return what a screen of `audience` knows now."""
    scene = scene_of(contest, audience)
    if audience == "hall" and contest.state.reveal is not None:
        scene = attrs.evolve(scene, blocks=_marks_with_interval(contest, scene))
    if audience == "host" and contest.state.reveal is not None:
        scene = attrs.evolve(scene, blocks=_with_interval_beside(contest, scene))
    last = contest.records[-1]
    return Feed(scene, last.seq, last.digest, _corrected(contest, scene, audience), _seal(contest))


def _seal(contest: Contest) -> Seal | None:
    signed = contest.state.signed
    if signed is None:
        return None
    record = contest.records[signed]
    return Seal(signed + 1, record.digest, record.at)


def _corrected(contest: Contest, scene: Scene, audience: Audience) -> Correction | None:
    """Return the last correction or amendment that holds, if it is as young as its banner; the board goes on below."""
    now = contest.records[-1].at
    for record in reversed(contest.records):
        if now - record.at >= BANNER:
            return None
        fact = record.fact
        if isinstance(fact, (Corrected, Amended)) and record.seq not in contest.resolution.gone:
            what = _changed(contest, fact)
            why = plain(fact.reason) if isinstance(fact, Corrected) else what[0]
            totals = () if contest.state.frozen is not None else _changed_totals(contest, record, scene)
            line = _line(contest, record.seq) if is_backstage(audience) else None
            return Correction(what, why, record.person, record.at, totals, line)
    return None


def _line(contest: Contest, seq: int) -> Text | None:
    """Return what the host reads of a correction."""
    fact = contest.records[seq].fact
    mended = [item.seq for item in fact.items] if isinstance(fact, Corrected) and not fact.take_out else []
    within = piece(contest, mended[0]) if len(mended) == 1 else None
    return announcement(contest, contest.at(seq - 1).standings(), contest.at(seq).standings(), mended, within)


def _changed(contest: Contest, fact: Corrected | Amended) -> tuple[Text, ...]:
    """Return what was changed: of a rule what it says then, unless that is nothing for the hall."""
    if isinstance(fact, Amended):
        rule = contest.rulebook.rule(fact.path)
        if rule is None:
            return (_("a rule that stays closed"),)
        if fact.from_now:
            return (_("{rule} is {value} from now on", rule=rule.called, value=fact.value),)
        return (_("{rule} is {value}", rule=rule.called, value=fact.value),)
    return tuple(_label(contest, item.seq) for item in fact.items)


def _label(contest: Contest, seq: int) -> Text:
    """Return what the corrected record is called."""
    move = made_by(contest, seq, contest.records[seq].fact)
    return plain(contest.records[seq].type) if move is None else move.label


def _changed_totals(contest: Contest, record: Record, scene: Scene) -> tuple[tuple[str, Fraction], ...]:
    """Return the totals that a correction changed, as the audience of `scene` knows them now."""
    before, after = contest.at(record.seq - 1).standings(), contest.at(record.seq).standings()
    changed = {change.team for change in changes(before, after)}
    rows = [row for ranking in scene.of(Ranking) for row in ranking.rows]
    return tuple((row.team, row.total) for row in rows if row.team in changed)


def _marks_with_interval(contest: Contest, scene: Scene) -> tuple[Block, ...]:
    """Return the scene's blocks, marks with what the only closed one of them can still do to the score."""
    return tuple(
        _with_interval(contest, block, scene) if isinstance(block, Marks) and block.opened is not None else block
        for block in scene.blocks
    )


def _with_interval_beside(contest: Contest, scene: Scene) -> tuple[Block, ...]:
    """Return the blocks of the host's scene, what the last closed mark can still do beside what is read now."""
    marks = [block for block in _marks_with_interval(contest, scene_of(contest, "hall")) if isinstance(block, Marks)]
    between = next((block.between for block in marks if block.between is not None), None)
    if between is None:
        return scene.blocks
    places = column_places(between)
    low, high = (show(each, places) for each in between)
    remark = _("whatever the last mark is, the score lies between {low} and {high}: may be read", low=low, high=high)
    first = next((block for block in scene.blocks if isinstance(block, Say)), None)
    return tuple(attrs.evolve(block, remark=remark) if block is first else block for block in scene.blocks)


def _with_interval(contest: Contest, marks: Marks, scene: Scene) -> Marks:
    closed = [cell for cell in marks.cells if cell.state == "in" and cell.record is not None]
    running = contest.state.running
    if len(closed) != 1 or closed[0].record is None or running is None:
        return marks
    between = interval(contest, closed[0].record, running.id, marks.entrant)
    threshold = None if between is None else _threshold(contest.position, running, marks.entrant, scene, between)
    return attrs.evolve(marks, between=between, threshold=threshold)


def _threshold(
    position: Position, running: Played, entrant: str, scene: Scene, between: tuple[Fraction, Fraction]
) -> Fraction | None:
    """Return the score in `between` at which a team draws level with the best it can still reach, None without one.

    The hall's totals are those before the reveal; to them comes what is open to the hall of the others' marks.
    """
    entry, ranking = position.entry(running), scene.of(Ranking)[-1]
    if ranking.frozen or not entry.counts or entry.weight != 1 or entry.cap is not None:
        return None
    totals = {row.team: row.total for row in ranking.rows if row.place is not None}
    for other in scene.of(Marks):
        if other.entrant in totals and all(cell.state not in ("in", "waiting") for cell in other.cells):
            totals[other.entrant] += position.scores(running)[other.entrant].value
    low, high = between
    own = totals.pop(entrant, None)
    return max(
        (total - own for total in totals.values() if own is not None and low < total - own <= high), default=None
    )

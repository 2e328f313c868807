"""The running round on the board: a question, a performance, a debate, marks and votes as they open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

from ...blanks import Poll
from ...points import column_places, show
from ...report.arithmetic import Hand, pieces
from ...scenes import (
    Block,
    Buzz,
    Clocks,
    Decision,
    Face,
    Headline,
    Marks,
    OnStage,
    Paragraph,
    Question,
    Ranking,
    Role,
    Ruling,
    Steps,
    Table,
    Versus,
    Votes,
)
from ...sessions.programme import first_at_buzzer, marks_on_show
from ...text import Text
from ..drawing import Drawing, Regions
from ..words import _
from .board_frame import fit_class, last, length_class, on_stage, round_top, size_of, strip

Parts = list[tuple[str, str]]
_KINDS = get_args(Block)
_ELSEWHERE = frozenset(
    {Role.MESSAGE, Role.TOPIC, Role.SEGMENT, Role.RETURNED, Role.INTERRUPTION, Role.NOTICE, Role.PROTEST, Role.PROGRESS}
)
"""Roles of paragraphs that have a place of their own."""
_ONE_LINE, _MOST_COLUMNS = 8, 12
"""Judges in one line; in two or more, those of a line."""


def running(drawing: Drawing, regions: Regions) -> None:
    """Lay out the running round."""
    scene, first, poll = drawing.feed.scene, first_at_buzzer(drawing.feed.scene), drawing.feed.poll
    if poll is not None and poll.voters is None:
        _poll(drawing, regions, poll)
    elif scene.of(Marks, Votes):
        marks(drawing, regions)
    elif scene.of(Versus):
        _debate(drawing, regions)
    elif first is not None:
        _buzz(drawing, regions, first)
    elif scene.of(Question):
        _question(drawing, regions)
    elif scene.of(Ruling):
        _ruled(drawing, regions, scene.of(Ruling)[-1])
    else:
        _performance(drawing, regions)


def _poll(drawing: Drawing, regions: Regions, poll: Poll) -> None:
    """Lay out a vote that any phone may give: what is asked, and how phones come to the page where one votes."""
    round_top(drawing, regions)
    notes = [html for _kind, html in _notes(drawing)]
    parts = [
        ("poll", drawing.html("poll", poll=poll, notes=notes)),
        ("clock", _clock(drawing, _faces(drawing)[:1])),
        ("join", drawing.html("vote_here")),
    ]
    regions.put("main", "main polled", parts)
    strip(drawing, regions)


def _buzz(drawing: Drawing, regions: Regions, first: OnStage) -> None:
    asked, faces = last(drawing, Question), _faces(drawing)
    round_top(drawing, regions)
    seconds = faces[0].clock.limit_ms // 1_000 if faces else None
    html = drawing.html("first", block=first, asked=asked, seconds=seconds)
    pressed = last(drawing, Buzz)
    order = "" if pressed is None or not pressed.order else drawing.block(pressed)
    regions.put("main", "main hero buzzed", [("first", html), ("buzz", order)])
    strip(drawing, regions)


def _question(drawing: Drawing, regions: Regions) -> None:
    """Lay out the question, and once there is a ruling the answer with it."""
    asked, ruling = last(drawing, Question), last(drawing, Ruling)
    if asked is None:
        return
    is_settled = ruling is not None and bool(ruling.team) and asked.answer is not None
    settled = ruling if is_settled else None
    on, faces = list(on_stage(drawing).values()), _faces(drawing)
    round_top(drawing, regions)
    stage = on[-1] if on else None
    who = drawing.html("onstage", block=stage, asked=asked, ruling=settled, aside="")
    media = asked.media if asked.answer is None else None
    played = "" if media is None else drawing.html("media", media=media, stage=stage, asked=asked)
    beside = _verdict(drawing, settled) if settled is not None else _clock(drawing, faces[:1])
    parts = [
        ("who", who),
        ("media", played),
        ("question", drawing.block(asked, size=length_class(drawing.word(asked.text)))),
        ("clock", beside),
        ("options", drawing.html("options", block=asked, ruling=settled, name="" if stage is None else stage.name)),
        *_notes(drawing),
    ]
    shape = " media" if media is not None else " tabled" if drawing.feed.scene.of(Table) else ""
    regions.put("main", f"main ask{shape}", parts)
    strip(drawing, regions)


_FEW_ROWS = 3
"""The most rows of tables below a verdict on a team; longer ones come back with the next question."""


def _verdict(drawing: Drawing, ruling: Ruling) -> str:
    return drawing.block(ruling, fit=fit_class(drawing.word(ruling.verdict)))


def _ruled(drawing: Drawing, regions: Regions, ruling: Ruling) -> None:
    """Lay out a ruling on a question that no bank has: who answered, large, and the verdict below."""
    round_top(drawing, regions)
    stage = _stage(drawing, ruling.team)
    who = "" if stage is None else _large(drawing, stage, stage.name)
    tables = drawing.feed.scene.of(Table)
    notes = [] if who and sum(len(table.rows) for table in tables) > _FEW_ROWS else _notes(drawing)
    parts = [("opening", who), ("ruling", _verdict(drawing, ruling)), *notes]
    regions.put("main", f"main hero ruled{' tabled' if tables else ''}", parts)
    strip(drawing, regions)


def _stage(drawing: Drawing, team: str) -> OnStage | None:
    """Return a team as it stands on stage, else as it stands in the standings."""
    found = on_stage(drawing).get(team)
    ranking = last(drawing, Ranking)
    if found is not None or ranking is None:
        return found
    return next((OnStage(row.team, row.name, row.podium) for row in ranking.rows if row.team == team), None)


def _performance(drawing: Drawing, regions: Regions) -> None:
    """Lay out who is on stage, the topic and the clock; a round without any of it by whatever blocks it gives."""
    on, faces, notes = list(on_stage(drawing).values()), _faces(drawing), _notes(drawing)
    topics = [each for each in drawing.feed.scene.of(Paragraph) if each.role is Role.TOPIC]
    round_top(drawing, regions)
    who = drawing.html("onstage", block=on[-1], asked=None, ruling=None, aside="") if on else ""
    ring = _clock(drawing, faces)
    if not ring and not topics and not notes:
        _opening(drawing, regions, on[-1] if on else None)
    else:
        topic = _topic(drawing, topics[-1]) if topics else ""
        lone = "listed" if drawing.feed.scene.of(Table) else "solo"
        shape = "read" if not ring else "played" if topics else lone
        regions.put("main", f"main ask {shape}", [("who", who), ("topic", topic), ("clock", ring), *notes])
    strip(drawing, regions)


def _topic(drawing: Drawing, topic: Paragraph) -> str:
    return drawing.html("topic", text=topic.text, size=length_class(drawing.word(topic.text)))


def _opening(drawing: Drawing, regions: Regions, stage: OnStage | None) -> None:
    """Lay out a round that begins, or who comes on stage, large."""
    rails, lines = drawing.feed.scene.of(Steps), drawing.feed.scene.of(Headline)
    title = lines[0].text if lines else drawing.feed.scene.title
    rail = drawing.block(rails[0]) if rails and stage is None else ""
    html = _large(drawing, stage, title if stage is None else stage.name, rail)
    regions.put("main", "main hero", [("opening", html)])


def _large(drawing: Drawing, stage: OnStage | None, name: Text, rail: str = "") -> str:
    return drawing.html("opening", block=stage, title=name, rail=rail, size=size_of(drawing.word(name)))


def _faces(drawing: Drawing) -> list[Face]:
    return [face for block in drawing.feed.scene.of(Clocks) for face in block.faces]


def _clock(drawing: Drawing, faces: Sequence[Face]) -> str:
    return drawing.block(Clocks(tuple(faces))) if faces else ""


def _notes(drawing: Drawing) -> Parts:
    """Return paragraphs without a place of their own, tables, and what a round shows of a kind that nobody knows."""
    parts: Parts = []
    for block in drawing.feed.scene.blocks:
        if isinstance(block, Table) or (isinstance(block, Paragraph) and block.role not in _ELSEWHERE):
            parts.append(("note", drawing.block(block)))
        elif not isinstance(block, _KINDS):
            parts.append(("note", drawing.plate(block)))
    return parts


def _debate(drawing: Drawing, regions: Regions) -> None:
    """Lay out two sides with a clock each, the motion above; below, which part runs and what the bells mean."""
    faces = _faces(drawing)
    own = {face.role: face for face in faces if face.role}
    shared = [face for face in faces if not face.role]
    round_top(drawing, regions)
    parts = [
        *(("versus", drawing.block(each, faces=own)) for each in drawing.feed.scene.of(Versus)[-1:]),
        ("clock", _clock(drawing, shared)),
    ]
    regions.put("main", "main duel shared" if shared and not own else "main duel", parts)
    segments = [each for each in drawing.feed.scene.of(Paragraph) if each.role is Role.SEGMENT]
    regions.put("strip", "foot", [("segment", drawing.html("segment", segments=segments)), *_notes(drawing)])


def marks(drawing: Drawing, regions: Regions) -> None:
    """Lay out marks or votes as they open, and what they come to."""
    decision, votes, blocks = last(drawing, Decision), last(drawing, Votes), drawing.feed.scene.of(Marks)
    if decision is not None:
        _decided(drawing, regions, decision)
    elif votes is not None and (not blocks or any(cell.says for cell in votes.cells)):
        _votes(drawing, regions, votes)
    else:
        _marks(drawing, regions, blocks)


def _marks(drawing: Drawing, regions: Regions, blocks: Sequence[Marks]) -> None:
    now = marks_on_show(blocks)
    is_open = any(cell.value is not None for block in blocks for cell in block.cells)
    round_top(drawing, regions, _("Marks") if is_open else _("Marking"))
    if now is None or (len(blocks) > 1 and not is_open):
        done = [("done", _who(drawing, block) + _cells(drawing, block) + _working(drawing, block)) for block in blocks]
        regions.put("main", "main several", done)
        strip(drawing, regions)
        return
    who = _who(drawing, now)
    parts = [("who", who), ("marks", _cells(drawing, now)), ("hero", _hero(drawing, now))]
    regions.put("main", _marked(len(now.cells)) + ("" if who else " alone"), parts)
    if is_open and now.score is None and now.total is None:
        regions.put("strip", "foot")
        return
    strip(drawing, regions)


def _who(drawing: Drawing, block: Marks) -> str:
    """Return who is marked: on stage, or in the standings."""
    stage = _stage(drawing, block.entrant)
    if stage is None:
        return ""
    topics = [each.text for each in drawing.feed.scene.of(Paragraph) if each.role is Role.TOPIC]
    return drawing.html("onstage", block=stage, asked=None, ruling=None, aside=topics[-1] if topics else "")


def _columns(count: int) -> int:
    return count if count <= _ONE_LINE else min(_MOST_COLUMNS, -(-count // 2))


def _marked(count: int) -> str:
    return "main marked" if count <= _ONE_LINE else "main marked two"


def _places(block: Marks) -> int:
    return column_places(cell.value for cell in block.cells if cell.value is not None)


def _cells(drawing: Drawing, block: Marks) -> str:
    is_open = any(cell.value is not None for cell in block.cells)
    return drawing.block(block, columns=_columns(len(block.cells)), places=_places(block), is_open=is_open)


def _hero(drawing: Drawing, block: Marks) -> str:
    """Return what stands below the marks: the working and the score, the interval, or how many are in."""
    if block.score is not None or block.total is not None:
        return _working(drawing, block)
    if block.between is not None:
        return _interval(drawing, block, block.between)
    newest = next((cell for cell in block.cells if cell.judge == block.opened and cell.value is not None), None)
    progress = [each for each in drawing.feed.scene.of(Paragraph) if each.role is Role.PROGRESS]
    notes = [html for _kind, html in _notes(drawing)]
    is_open = any(cell.value is not None for cell in block.cells)
    closed = sum(cell.state == "in" for cell in block.cells)
    return drawing.html(
        "markhero", block=block, newest=newest, places=_places(block), closed=closed,
        progress=[] if is_open else progress, notes=[] if is_open else notes,
    )  # fmt: skip


def _working(drawing: Drawing, block: Marks) -> str:
    hand = Hand(drawing.word, [cell.judge for cell in block.cells], block.places)
    said = [] if block.score is None else pieces(block.score, hand)
    return drawing.html("working", block=block, pieces=said, places=max(block.places, _places(block)))


def _interval(drawing: Drawing, block: Marks, between: tuple[Fraction, Fraction]) -> str:
    """Return between which scores the last mark leaves it, and where in between a place hangs on it."""
    places = column_places(between, block.places)
    low, high = between
    at = None
    if block.threshold is not None and high > low:
        at = int(1_000 * (block.threshold - low) / (high - low))
    said = (show(low, places), show(high, places))
    return drawing.html("interval", block=block, low=said[0], high=said[1], at=at, places=places)


def _votes(drawing: Drawing, regions: Regions, votes: Votes) -> None:
    is_open = any(cell.says for cell in votes.cells)
    round_top(drawing, regions, _("Votes") if is_open else _("Voting"))
    newest = next((cell for cell in votes.cells if cell.judge == votes.opened), None)
    done = sum(cell.state == "in" for cell in votes.cells)
    count = done + sum(cell.state == "waiting" for cell in votes.cells)
    hero = drawing.html("votehero", newest=newest, is_open=is_open, done=str(done), count=str(count))
    cells = drawing.block(votes, columns=_columns(len(votes.cells)), is_open=is_open)
    parts = [("sides", _sides(drawing)), ("votes", cells), ("hero", hero)]
    regions.put("main", _marked(len(votes.cells)), parts)
    strip(drawing, regions)


def _sides(drawing: Drawing) -> str:
    versus = last(drawing, Versus)
    return "" if versus is None else drawing.html("sides", block=versus)


def _decided(drawing: Drawing, regions: Regions, decision: Decision) -> None:
    versus = last(drawing, Versus)
    round_top(drawing, regions, _("Result"))
    team = None if versus is None or not decision.winner else _side(versus, decision.winner)
    names = [drawing.word(each.name) for each in decision.best] if decision.newest == "best" else []
    names += [] if names or team is None else [drawing.word(team.name)]
    html = drawing.block(
        decision, team=team, sides=_sides(drawing), size=size_of(max(names, key=len, default="")),
        places=column_places(decision.count or ()),
    )  # fmt: skip
    regions.put("main", "main hero rays" if team is not None or names else "main hero", [("decision", html)])
    strip(drawing, regions)


def _side(versus: Versus, side: str) -> OnStage:
    return versus.affirmative if side == "affirmative" else versus.negative

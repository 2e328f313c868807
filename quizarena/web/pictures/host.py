"""The host's tablet: what to read now and next, what not to say yet, who is asked, and what the board shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ...scenes import (
    Buzz,
    Clocks,
    Headline,
    Lots,
    Marks,
    OnStage,
    Paragraph,
    Purpose,
    Question,
    Ranking,
    Role,
    Scene,
    Table,
    Versus,
    Votes,
)
from ...sessions.monitor import air_of, due, is_at_the_round, not_yet, on_board, speech
from ...text import Text, draw
from ..drawing import Drawing, Regions, headlines
from ..views import Picture
from .board_frame import half_widths

_SIZES = ((24, "short"), (60, "middle"), (140, "long"))
"""How large what is read now stands, by its length."""
_SAID = frozenset({Role.NOTE, Role.DIFFICULTY, Role.TOPIC, Role.MOTION, Role.SEGMENT, Role.TIME, Role.OVERTIME})


def host_picture(drawing: Drawing) -> Picture:
    """Return the picture of the host's page."""
    regions, scene = Regions(), drawing.feed.scene
    said = speech(scene)
    lines, remark = due(scene, said, datetime.now(UTC))
    is_giving = air_of(scene).programme == "prizes"
    named = headlines(scene, drawing.language)
    regions.put("top", "hd", [("title", drawing.html("title", headlines=named, prizes=is_giving))])
    hushed = not_yet(scene)
    beside = list(_beside(drawing))
    regions.put(
        "left",
        "reading" if any(html for _kind, html in beside) else "reading alone",
        [
            ("now", drawing.html("now", lines=lines, remark=remark, size=_size(lines, drawing.language))),
            ("next", drawing.html("next", lines=said.then)),
            ("hush", "" if hushed is None else drawing.html("hush", what=hushed)),
        ],
    )
    regions.put("right", "beside", beside)
    notes = [each for each in scene.of(Paragraph) if each.role is Role.DESK_NOTE]
    regions.put("foot", "ft", [("foot", drawing.html("foot", board=_board(scene), notes=notes[-1:]))])
    return regions.picture("host")


def _board(scene: Scene) -> Text:
    """Return what the board shows: at the round itself, where no clock stands, what is on there."""
    pieces: list[Text] = [line.text for line in scene.of(Headline)]
    is_round = air_of(scene).programme in ("follow", "round") and not scene.of(Clocks)
    return pieces[-1] if is_round and pieces else on_board(scene, None)


def _size(lines: tuple[Text, ...], language: str) -> str:
    length = sum(half_widths(draw(line, language)) for line in lines) // 2
    return next((size for most, size in _SIZES if length <= most), "longest")


def _beside(drawing: Drawing) -> Iterator[tuple[str, str]]:
    """Yield what stands beside what is read; nothing that the board has still to open, totals included.

    Marks, votes, prizes and rulings are in the lines as the board opens them; with the prizes nothing stands beside.
    """
    scene = drawing.feed.scene
    if air_of(scene).programme == "prizes":
        return
    questions = scene.of(Question) if is_at_the_round(scene) else ()
    yield from (("stage", drawing.block(block)) for block in scene.of(OnStage, Versus))
    for block in questions:
        yield "answer", drawing.html("answer", block=block) if block.answer is not None else ""
        yield "question", drawing.block(block)
    yield from (("buzz", drawing.block(block)) for block in scene.of(Buzz) if is_at_the_round(scene))
    yield from (("clocks", drawing.block(block)) for block in scene.of(Clocks))
    yield from (("paragraph", drawing.block(block)) for block in scene.of(Paragraph) if block.role in _SAID)
    if not questions:
        subjects = (block for block in scene.of(Table) if block.purpose is Purpose.SUBJECT)
        yield from (("table", drawing.block(block)) for block in subjects)
    if not scene.of(Marks, Votes, Lots):
        yield from (("ranking", drawing.block(block)) for block in scene.of(Ranking) if not block.frozen)

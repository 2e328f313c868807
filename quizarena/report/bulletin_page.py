"""The bulletin as one HTML page: a picture of the result to save and send, a table to paste, the same on A4.

What is worth a line is the bulletin's. The picture is an SVG; where scripts run it becomes a PNG, which phones send.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, tostring

import attrs

from ..contest import Contest
from ..contest.columns import tie_lines
from ..points import show
from ..roster import named
from ..scenes import Audience, Prizes, Ranking
from ..text import Text, draw
from . import bulletin
from .html import Writer
from .notes import notes
from .words import _

_WIDTH, _EDGE, _HEAD = 1080, 70, 330
_ROW, _DENSE_ROW, _DENSE_FROM = 110, 78, 13
_LINE = 70
_FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_RED, _GOLD, _PAPER, _STRIPE, _INK, _GREY = "#a5161d", "#ffe9b0", "#fffaf0", "#fbebd9", "#222222", "#6b6b6b"
_SMALLEST = 0.6
"""Words that were to stand in smaller letters than this share of their size stand on two lines instead."""
_SCRIPT = """
const link = document.querySelector("a.save"), drawn = document.querySelector(".picture svg"), image = new Image();
image.onload = () => {
  const canvas = document.createElement("canvas");
  canvas.width = image.width; canvas.height = image.height;
  canvas.getContext("2d").drawImage(image, 0, 0);
  const shown = document.createElement("img");
  shown.src = link.href = canvas.toDataURL("image/png");
  shown.alt = drawn.getAttribute("aria-label");
  drawn.replaceWith(shown);
  link.download = link.dataset.png;
};
image.src = link.href;
"""


@attrs.frozen
class _Row:
    """A team's row: its place, name, total and prize, in words."""

    place: str
    name: str
    total: str
    prize: str


@attrs.frozen
class _Bulletin:
    """What both the picture and the page say, in words."""

    title: str
    sub: str
    states: tuple[str, ...]
    rows: tuple[_Row, ...]
    honours: tuple[str, ...]
    lines: tuple[str, ...]
    foot: str
    rehearsal: str


def page(contest: Contest, audience: Audience, language: str) -> str:
    """Return the bulletin as a whole HTML page."""
    write, said = Writer(language), _said(contest, audience, language)
    picture = _picture(said)
    body = [_saved(write, said, picture), _article(write, said)]
    return write.page(said.title, "bulletin.css", body, pictures=True, script=_SCRIPT)


def _said(contest: Contest, audience: Audience, language: str) -> _Bulletin:
    def words(texts: Iterator[Text] | Sequence[Text]) -> tuple[str, ...]:
        return tuple(draw(each, language) for each in texts)

    held = contest.rulebook.contest.held
    rehearsed = contest.state.is_rehearsal
    states = [_("REHEARSAL: this is no result")] if rehearsed else []
    return _Bulletin(
        title=draw(contest.rulebook.title, language),
        sub="  ".join(words([_("Results"), *([] if held is None else [held])])),
        states=words([*states, *notes(contest, audience)]),
        rows=tuple(_rows(contest, audience, language)),
        honours=words(bulletin.honours(contest.scene(audience).of(Prizes))),
        lines=words([*tie_lines(contest, audience), *bulletin.matches(contest, audience)]),
        foot=draw(bulletin.last_line(contest), language),
        rehearsal=draw(_("REHEARSAL"), language) if rehearsed else "",
    )


def _rows(contest: Contest, audience: Audience, language: str) -> Iterator[_Row]:
    scene = contest.scene(audience)
    won = bulletin.won_by(scene.of(Prizes))
    for ranking in scene.of(Ranking):
        for row in ranking.rows:
            if row.place is not None:
                place = _("{place} (joint)", place=row.place) if row.tied else str(row.place)
                prize = won.get(row.podium, "")
                texts = (place, named(row.name, row.standing), show(row.total), prize)
                yield _Row(*(draw(each, language) for each in texts))


# The page


def _saved(write: Writer, said: _Bulletin, picture: Element) -> Element:
    """Return the picture with the link that saves it."""
    content = base64.b64encode(tostring(picture)).decode("ascii")
    name = "".join(char for char in said.title if char.isalnum() or char in "-_ ").strip() or "bulletin"
    link = write("a", _("Save the picture"), cls="save", href=f"data:image/svg+xml;base64,{content}",
                 download=f"{name}.svg", **{"data-png": f"{name}.png"})  # fmt: skip
    return write("div", picture, link, cls="picture")


def _article(write: Writer, said: _Bulletin) -> Element:
    return write(
        "div",
        [write("p", state, cls="state") for state in said.states],
        write("h1", said.title),
        write("p", said.sub, cls="sub"),
        _table(write, said.rows) if said.rows else None,
        write("div", [write("p", line) for line in (*said.honours, *said.lines)], cls="lines"),
        write("p", said.foot, cls="foot"),
    )


_CELL = "border:1px solid #999;padding:6px 8px;text-align:"
_WAYS = ("center;white-space:nowrap", "left", "right;white-space:nowrap", "center")
"""How place, name, total and prize stand in their cells."""


def _table(write: Writer, rows: Sequence[_Row]) -> Element:
    """Return the places as a table whose looks stand in its cells: they survive being pasted elsewhere."""
    heads = (_("Place"), _("Team"), _("Total"), *([_("Prize")] if any(row.prize for row in rows) else []))
    columns = list(zip(heads, _WAYS, strict=False))
    head = [write("th", text, style=f"{_CELL}{way};background:{_RED};color:#fff") for text, way in columns]
    body = []
    for number, row in enumerate(rows):
        back = "" if number % 2 else f";background:{_STRIPE}"
        texts = zip((row.place, row.name, row.total, row.prize), columns, strict=False)
        body.append(write("tr", [write("td", text, style=f"{_CELL}{way}{back}") for text, (_head, way) in texts]))
    looks = "width:100%;border-collapse:collapse;font-size:16px"
    return write("table", write("thead", write("tr", head)), write("tbody", body), style=looks)


# The picture


def _picture(said: _Bulletin) -> Element:
    """Return the picture: title, places with totals and prizes, honours, the head of the chain."""
    has_prizes = any(row.prize for row in said.rows)
    row = _ROW if len(said.rows) < _DENSE_FROM else _DENSE_ROW
    top = _HEAD + _LINE * len(said.states)
    below = top + 20 + row * len(said.rows)
    height = below + _LINE * len(said.honours) + 120
    shapes = [
        _box(0, 0, _WIDTH, height, _PAPER),
        _box(0, 0, _WIDTH, _HEAD, _RED),
        *_text(said.title, (_WIDTH / 2, 165), 92, _WIDTH - 2 * _EDGE, _GOLD, bold=True),
        *_text(said.sub, (_WIDTH / 2, 265), 44, _WIDTH - 2 * _EDGE, _GOLD),
        *_states(said.states),
    ]
    for number, each in enumerate(said.rows):
        back = _STRIPE if number % 2 == 0 else _PAPER
        shapes += _row(each, top + 20 + row * number, row, back, has_prizes=has_prizes)
    for number, line in enumerate(said.honours):
        shapes += _text(line, (_WIDTH / 2, below + _LINE * number + 50), 42, _WIDTH - 2 * _EDGE, _INK)
    shapes += _text(said.foot, (_WIDTH / 2, height - 40), 28, _WIDTH - 2 * _EDGE, _GREY)
    if said.rehearsal:
        shapes += _across(said.rehearsal, height)
    size = {"viewBox": f"0 0 {_WIDTH} {height}", "width": str(_WIDTH), "height": str(height)}
    made = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": said.title,
                           "font-family": _FONTS, **size})  # fmt: skip
    made.extend(shapes)
    return made


def _states(states: Sequence[str]) -> Iterator[Element]:
    for number, state in enumerate(states):
        yield _box(0, _HEAD + _LINE * number, _WIDTH, _LINE, _INK)
        yield from _text(state, (_WIDTH / 2, _HEAD + _LINE * number + 48), 36, _WIDTH - 2 * _EDGE, "#ffffff", bold=True)


def _row(row: _Row, top: float, height: float, back: str, *, has_prizes: bool) -> Iterator[Element]:
    size = 48 if height == _ROW else 40
    middle = top + height / 2 + size * 0.35
    right, room = (830, 460) if has_prizes else (1020, 650)
    yield _box(_EDGE / 2, top, _WIDTH - _EDGE, height - 6, back)
    yield from _text(row.place, (105, middle), size, 120, _INK, bold=True)
    yield from _text(row.name, (180, middle), size, room, _INK, anchor="start")
    yield from _text(row.total, (right, middle), size, 180, _INK, anchor="end", bold=True)
    yield from _text(row.prize, (1020, middle), size - 4, 170, _RED, anchor="end")


def _across(words: str, height: float) -> Iterator[Element]:
    """Yield what stands across the whole picture."""
    for part in _text(words, (_WIDTH / 2, height / 2), 300, _WIDTH - 2 * _EDGE, _INK, bold=True):
        part.set("opacity", "0.16")
        part.set("transform", f"rotate(-20 {_WIDTH / 2} {height / 2})")
        yield part


def _box(x: float, y: float, width: float, height: float, fill: str) -> Element:
    sizes = {"x": x, "y": y, "width": width, "height": height}
    return Element("rect", {**{name: f"{value:g}" for name, value in sizes.items()}, "fill": fill})


def _text(
    words: str,
    at: tuple[float, float],
    size: float,
    room: float,
    fill: str,
    *,
    anchor: str = "middle",
    bold: bool = False,
) -> Iterator[Element]:
    """Yield a text that fits its room: in smaller letters, or where these were too small on two lines."""
    x, y = at
    ems = _ems(words)
    lines = [words] if ems * size <= room or ems * size * _SMALLEST <= room or len(words) < 2 else _halves(words)
    fitting = min(size, room / max(map(_ems, lines), default=1)) if words else size
    for number, line in enumerate(lines):
        lift = (number - (len(lines) - 1) / 2) * fitting * 1.2
        looks = {
            "x": f"{x:g}",
            "y": f"{y + lift:.1f}",
            "font-size": f"{fitting:.1f}",
            "fill": fill,
            "text-anchor": anchor,
        }
        made = Element("text", {**looks, "font-weight": "bold"} if bold else looks)
        made.text = line
        yield made


def _ems(words: str) -> float:
    """Return about how wide words are, in heights of their letters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in words) or 1.0


def _halves(words: str) -> list[str]:
    """Return words on two lines, broken at the space or else the letter nearest to their middle."""
    middle = len(words) // 2
    spaces = [place for place, char in enumerate(words) if char == " "]
    at = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return [words[:at].strip(), words[at:].strip()]

"""Drawing blocks as HTML: a template a block and page, everything escaped, nothing undefined passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from functools import cache, partial
from importlib.resources import files
from typing import Any

import attrs
import segno
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from ..clocks import Clock, duration, minutes
from ..journal import grouped
from ..languages import language_of, others
from ..points import show, show_signed
from ..roster import named
from ..rulebook import Rulebook
from ..scenes import Block, Headline, Ranking, Scene
from ..sessions.hall import Feed
from ..sessions.programme import seconds_of
from ..text import Text, draw, draw_lines, joint, ordinal
from .views import Page, Picture, Region
from .words import speaking

_IN_WIFI = re.compile(r'([\\;,:"])')
_CLAUSE = re.compile(r"[^，。；：？！、]+[，。；：？！、」』）]*|[，。；：？！、]+")


@attrs.frozen
class WiFi:
    """The hall's Wi-Fi; it is printed, and stands in no record."""

    name: str
    password: str = ""

    @property
    def code(self) -> str:
        """What connects a phone that scans it: an SVG (the format `WIFI:` that cameras read)."""
        name, password = (_IN_WIFI.sub(r"\\\1", each) for each in (self.name, self.password))
        kind = "WPA" if password else "nopass"
        return qr_code(f"WIFI:T:{kind};S:{name};P:{password};;")


@attrs.frozen
class Joining:
    """How phones come to the hall's pages: their address, empty where none reaches it, and the Wi-Fi to join first."""

    address: str = ""
    wifi: WiFi | None = None

    @property
    def typed(self) -> str:
        """The address as people type it, its port with it."""
        return self.address.removeprefix("http://")


@attrs.frozen
class Drawing:
    """What a page is drawn from: the feed, the rules it stands on, the page, its language, and how phones come here."""

    feed: Feed
    rulebook: Rulebook
    page: Page
    language: str
    joining: Joining = Joining()

    def word(self, text: Text | str) -> str:
        """Return a text in the page's language."""
        return draw(text, self.language)

    def html(self, template: str, **values: Any) -> str:
        """Return a template of this page, `values` given to it beside feed, scene, language and the teams' names."""
        return self.shared(f"{self.page}/{template}", **values)

    def shared(self, template: str, **values: Any) -> str:
        """Return a template that several pages have, with the same values."""
        found = environment(self.language).get_template(f"{template}.html")
        given = {"feed": self.feed, "scene": self.feed.scene, "language": self.language, "names": self._names()}
        given |= {"look": self.rulebook.look, "joining": self.joining}
        return found.render(**given, **values).strip()

    def _names(self) -> dict[str, Text]:
        return {row.team: row.name for ranking in self.feed.scene.of(Ranking) for row in ranking.rows}

    def block(self, block: Block, **values: Any) -> str:
        """Return a block by the template of its name."""
        return self.html(type(block).__name__.lower(), block=block, **values)

    def plate(self, block: attrs.AttrsInstance) -> str:
        """Return a block of a kind that nobody knows: what texts it has."""
        values = [getattr(block, field.name) for field in attrs.fields(type(block))]
        lines = [line for value in values if hasattr(value, "in_language") for line in draw_lines(value, self.language)]
        return self.html("plate", lines=lines)


def headlines(scene: Scene, language: str) -> list[Headline]:
    """Return the headlines, of several with the same words the last: a piece of a round may be named like the round."""
    return list({draw(each.text, language): each for each in scene.of(Headline)}.values())


class Regions:
    """Collects blocks into regions; the nth of a kind has the key `kind-n`, so that a page knows it again."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._layouts: dict[str, str] = {}
        self._keys: dict[str, list[str]] = {}
        self._blocks: dict[str, str] = {}

    def put(self, name: str, layout: str = "", parts: Iterable[tuple[str, str]] = ()) -> None:
        """Lay a region out: its parts are kinds and their HTML; empty ones are left out."""
        self._layouts[name], self._keys[name] = layout, []
        for kind, html in parts:
            if html:
                self._add(name, kind, html)

    def _add(self, region: str, kind: str, html: str) -> None:
        same = sum(key.rpartition("-")[0] == kind for key in self._blocks)
        key = f"{kind}-{same + 1}"
        self._keys[region].append(key)
        self._blocks[key] = html

    def picture(self, layout: str) -> Picture:
        """Return the picture."""
        regions = {name: Region(layout, tuple(self._keys[name])) for name, layout in self._layouts.items()}
        return Picture(layout, regions, self._blocks)


class _Compiled(FileSystemBytecodeCache):
    """The templates as compiled when they were last used on this machine; a disk that is full keeps none."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if that can be done."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def _compiled() -> _Compiled | None:
    """Return where compiled templates are kept, None where the system gives no place that is ours alone."""
    try:
        return _Compiled()
    except (OSError, RuntimeError):
        return None


@cache
def environment(language: str) -> Environment:
    """Return the templates, their words in `language`."""
    found = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=PackageLoader("quizarena.web"), auto_reload=False,
        bytecode_cache=_compiled(),
    )  # fmt: skip
    found.filters.update(
        text=lambda text: draw(text, language),
        lines=lambda text: draw_lines(text, language),
        clauses=lambda text: _clauses(draw_lines(text, language)),
        points=show,
        signed=show_signed,
        duration=lambda seconds: draw(duration(seconds), language),
        seconds_left=_seconds_left,
        cell=lambda value: _cell(value, language),
        halves=split_number,
        called=lambda team: draw(named(team.name, team.standing), language),
        place=lambda number, shared=False: draw((joint if shared else ordinal)(number), language),
        seconds=seconds_of,
        day=lambda at: at.astimezone().strftime("%Y-%m-%d %H:%M"),
        fours=grouped,
        qr=lambda address: Markup(qr_code(address)),
    )
    found.globals.update(
        _=speaking(language),
        clock=clock_attributes,
        others=partial(others, language),
        spaced=language_of(language).spaced,
    )
    return found


def clock_attributes(clock: Clock) -> Markup:
    """Return what the page's script runs a clock by, as attributes: its limit and use in ms, and since when it runs."""
    since = "" if clock.running_since is None else str(_ms(clock.running_since))
    return Markup('data-limit="{}" data-used="{}" data-since="{}"').format(clock.limit_ms, clock.used_ms, since)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)


def _seconds_left(clock: Clock) -> str:
    return minutes(max(0, -((clock.used_ms - clock.limit_ms) // 1_000)))


def _cell(value: Text | Fraction | int | None, language: str) -> str:
    if value is None:
        return ""
    return show(value) if isinstance(value, (int, Fraction)) else draw(value, language)


def _clauses(lines: list[str]) -> Markup:
    """Return lines as paragraphs in which a clause is never broken where another place will do."""
    return Markup("").join(Markup("<p>{}</p>").format(_marked(line)) for line in lines)


def _marked(line: str) -> Markup:
    clauses = _CLAUSE.findall(line)
    if len(clauses) < 2:
        return escape(line)
    return Markup("").join(Markup('<span class="cl">{}</span>').format(clause) for clause in clauses)


def split_number(value: Fraction, places: int) -> tuple[str, str]:
    """Return a total before its point and from it on, which stands smaller."""
    whole, point, rest = show(value, places).partition(".")
    return whole, point + rest


def qr_code(address: str) -> str:
    """Return an address as a QR code: an SVG that scales."""
    return str(segno.make(address, micro=False, error="m").svg_inline(border=2, omitsize=True))


# Cards for the tables


@attrs.frozen
class PrintedCard:
    """A card: whose seat it gives, and the address that gives it."""

    name: str
    address: str

    @property
    def code(self) -> str:
        """The address as a QR code: an SVG that scales."""
        return qr_code(self.address)


def cards_page(
    title: Text, cards: Sequence[PrintedCard], language: str, wifi: WiFi | None = None, *, voters: bool = False
) -> str:
    """Return a file for the browser's print: a card each, to be folded; of voters small ones, to be cut out.

    The Wi-Fi's code stands first where it is known; on a voter's card its name.
    """
    name = "voters" if voters else "cards"
    return _printed(name, name, language, title=draw(title, language), cards=cards, wifi=wifi)


def passbooks_page(title: Text, cards: Sequence[PrintedCard], language: str) -> str:
    """Return a file for the browser's print: a small card for each member of a season, to be cut out."""
    return _printed("passbooks", "voters", language, title=draw(title, language), cards=cards)


def _printed(template: str, style: str, language: str, **values: Any) -> str:
    css = (files("quizarena.web") / "static" / f"{style}.css").read_text(encoding="utf-8")
    found = environment(language).get_template(f"{template}.html")
    return found.render(language=language, css=css, **values)

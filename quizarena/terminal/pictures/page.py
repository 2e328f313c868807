"""The page a picture is drawn on: what is known, the size it is drawn for, header, corner and the strips at the foot.

Decides the two layouts, drawn for 80x24 and for 120x34 and stretched to any size, and what stands on every page: the
record number with the head of the chain, so that a stale or wrong file shows at a glance, and whether the standings
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar

import attrs

from ...journal import grouped
from ...languages import Language, language_of
from ...points import column_places, show
from ...roster import LEFT
from ...scenes import BANNER, Correction, OnAir, Paragraph, Ranked, Ranking, Role, Winner
from ...sessions.hall import Feed, Seal
from ...text import Text
from ..canvas import BOLD, DIM, INK, NOW, WRONG, Canvas, Pen
from ..lettering import Lettering, shipped
from ..wide import NO_NAMES, Names, cut, cut_before, drawn, width, wrap
from ..words import _

T = TypeVar("T")
_APART = 6
"""Columns between the words of a rehearsal."""
_SHOWN, _NOTED = 4, 16
"""Digits of the head in the corner: enough to tell two files apart; enough for `quizarena verify --head`."""
_LOUD = attrs.evolve(WRONG, reverse=True)
_LEFT, _GAP = 12, 2
"""Cells that the title of a page keeps beside a badge, and those between them; the least for a protest's words."""
_LARGE = (100, 30)
_BASES = {True: (120, 34), False: (80, 24)}


@attrs.frozen
class Motion:
    """What a board knew before the last fact, and the milliseconds since it came."""

    before: Feed
    since_ms: int


@attrs.frozen
class Look:
    """How it is drawn: size in cells, language, the instant it is, and the motion that the last fact began.

    `motion` None is the end of all motion: what a freshly started board paints. `names` are drawn as what they map to,
    `letters` draw words in lit cells.
    """

    width: int
    height: int
    language: str
    now: datetime
    motion: Motion | None = None
    names: Names = NO_NAMES
    letters: Lettering = attrs.field(factory=shipped)


class Page:
    """A canvas with the feed and the look it is drawn from.

    `is_crowded` says that a protest stands in the first row alone, for want of rows; `is_new` that another page stood
    here before the last fact; `ends_ms` after how many milliseconds the motions drawn on the page have ended.
    """

    def __init__(self, feed: Feed, look: Look) -> None:
        """Begin a blank page."""
        self.feed, self.look = feed, look
        self.canvas = Canvas(look.width, look.height)
        self.large = look.width >= _LARGE[0] and look.height >= _LARGE[1]
        self._base = _BASES[self.large]
        self.between_rounds = False
        self.is_crowded = False
        self.is_new = False
        self._is_marked = False
        self.ends_ms = 0

    def since(self, ends_ms: int) -> int | None:
        """Return how long a motion of so many milliseconds has gone on, None where there is none or it has ended."""
        motion = self.look.motion
        if motion is None:
            return None
        self.ends_ms = max(self.ends_ms, ends_ms)
        return motion.since_ms if motion.since_ms < ends_ms else None

    @property
    def width(self) -> int:
        """The page's columns."""
        return self.look.width

    @property
    def height(self) -> int:
        """The page's rows."""
        return self.look.height

    def x(self, small: int, large: int | None = None) -> int:
        """Return the column that stands at `small` on 80 columns, or at `large` on 120."""
        return (large if self.large and large is not None else small) * self.width // self._base[0]

    def y(self, small: int, large: int) -> int:
        """Return the row that stands at `small` on 24 rows, or at `large` on 34."""
        return (large if self.large else small) * self.height // self._base[1]

    @property
    def language(self) -> Language:
        """The table of the language it is drawn in."""
        return language_of(self.look.language)

    def say(self, text: Text | str) -> str:
        """Return a text as it is drawn; the large layout spaces what the small one sets close."""
        words = drawn(text, self.look.language, self.look.names)
        return words.replace("  ", "   ") if self.large and "   " not in words else words

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn, spaced as it is."""
        return drawn(text, self.look.language, self.look.names)

    def name(self, team: Ranked | Winner, cells: int | None = None) -> str:
        """Return how a team is called, cut to `cells`; what became of one that left stands behind, and is never cut."""
        left = self.word(LEFT.get(team.standing, ""))
        name = self.word(team.name)
        return name + left if cells is None else cut_before(name, left, cells)

    def several(self, words: Iterable[Text | str]) -> str:
        """Return texts as a list of the page's language: 、 between them, or a comma."""
        return self.language.comma.join(map(self.word, words))

    def several_apart(self, words: Iterable[str]) -> str:
        """Return texts that may hold commas as a list of the page's language."""
        return self.language.clause.join(words)

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """Return the scene's blocks of a kind."""
        return self.feed.scene.of(kind)

    def one(self, kind: type[T]) -> T | None:
        """Return the scene's last block of a kind, None if it has none: the frame's own come last."""
        found = self.all(kind)
        return found[-1] if found else None

    @property
    def air(self) -> OnAir:
        """What is on air."""
        return self.one(OnAir) or OnAir()

    def header(self, left: Text | str, right: str = "") -> None:
        """Draw the first row: where we are, that standings are provisional and why, and what this page is."""
        end = self.canvas.width - 1
        right = cut(right, end - 1)
        self.canvas.right(end, 0, right, DIM)
        room = end - width(right) - 3
        protests = [self.word(each.text) for each in self.all(Paragraph) if each.role is Role.PROTEST]
        if not protests:
            self.canvas.put(1, 0, cut(self.word(left), room), BOLD)
            return
        badge, self._is_marked = self.word(_("[provisional]")), True
        x = self.canvas.put(1, 0, cut(self.word(left), max(_LEFT, room - width(badge) - _GAP)), BOLD) + _GAP
        x = self.canvas.put(x, 0, badge, _LOUD) + 1
        if room - x >= _LEFT:
            self.canvas.put(x, 0, cut("; ".join(protests), room - x))

    def signed(self) -> str:
        """Return that the result is signed, and when; nothing while it is not."""
        seal = self.feed.seal
        return "" if seal is None else f"{self.word(_('closed and signed'))}   {self._local(seal.at):%Y-%m-%d  %H:%M}"

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.look.now.tzinfo)

    def line(self, x: int, y: int, text: str, pen: Pen = INK) -> None:
        """Draw a text cut to the page's right margin."""
        self.canvas.put(x, y, cut(text, self.width - 1 - x), pen)

    def lines(self, x: int, y: int, text: str, most: int, pen: Pen = INK) -> int:
        """Draw a text over at most `most` rows, return how many it took; the last is cut if there is more."""
        room = max(2, self.width - 2 * x)
        found = wrap(text, room)
        kept = found[: max(0, most)]
        if len(found) > len(kept) and kept:
            kept[-1] = cut(kept[-1] + " " * room, room)
        for row, each in enumerate(kept):
            self.canvas.put(x, y + row, each, pen)
        return len(kept)

    def finish(self) -> Canvas:
        """Draw what every page has at its foot and return the canvas."""
        bottom, corner, banner = self.height - 1, self._corner(), self.banner()
        if banner:
            self.canvas.fill(0, bottom, self.width, 1, NOW)
            self.canvas.put(1, bottom, cut(banner, self.width - 3 - width(corner)), NOW)
        else:
            self._badges(bottom)
        self.canvas.right(self.width - 1, bottom, corner, NOW if banner else DIM)
        return self.canvas

    def _corner(self) -> str:
        """Return the last record with the head of the chain; between rounds enough of it to be written down."""
        if self.between_rounds and self.feed.seal is None:
            return f"{self.word(_('head'))} #{self.feed.seq:03d} {grouped(self.feed.head[:_NOTED])}"
        return f"#{self.feed.seq:03d} {self.feed.head[:_SHOWN]}"

    def banner(self) -> str:
        """Return the words of a correction just made; after a while those of an interruption or a notice, if any."""
        found = self.one(Correction)
        if found is not None and timedelta() <= self.look.now - found.at < BANNER:
            return self.word(_("Corrected: {what}", what=found.reason))
        standing = {each.role: self.word(each.text) for each in self.all(Paragraph)}
        is_above = self.is_crowded and Role.PROTEST in standing
        return standing.get(Role.INTERRUPTION) or ("" if is_above else standing.get(Role.NOTICE, ""))

    def _badges(self, bottom: int) -> None:
        badges, seal = list(self.badges()), self.feed.seal
        if seal is not None and not badges and not self.air.rehearsal:
            x = self.x(1, 4)
            self.canvas.put(x, bottom, cut(self._seal_words(seal), self.width - x - width(self._corner()) - 3), DIM)
            return
        if self.air.rehearsal:
            self._across(bottom, self.word(_("REHEARSAL")), _LOUD)
            bottom -= 1 if badges else 0
        x = 1
        for badge in badges:
            x = 2 + self.canvas.put(x, bottom, f" {self.word(badge)} ", _LOUD)

    def _seal_words(self, seal: Seal) -> str:
        """Return how many records are closed, and enough of their head to be written down."""
        count, digits = seal.count, grouped(seal.head[:_NOTED])
        if not self.large:
            return self.word(_("{count} records closed   head {digits} ...", count=count, digits=digits))
        said = _("{count} records closed   head {digits} ...   whole on the score sheet", count=count, digits=digits)
        return self.word(said)

    def _across(self, y: int, word: str, pen: Pen) -> None:
        """Draw a word again and again across the whole row, but for the corner."""
        end = self.width - width(self._corner()) - 2
        self.canvas.fill(0, y, end, 1, pen)
        for x in range(2, end - width(word), width(word) + _APART):
            self.canvas.put(x, y, word, pen)

    def badges(self) -> Iterator[Text]:
        """Yield the words that must never be missing: frozen, and provisional where the first row does not say it."""
        ranking = self.one(Ranking)
        if ranking is not None and ranking.frozen:
            yield _("standings frozen")
        if ranking is not None and ranking.provisional and not self._is_marked:
            yield _("provisional")


def aligned(values: list[Fraction]) -> list[str]:
    """Return numbers with as many decimals as the longest needs, so that they stand on the point."""
    places = column_places(values)
    return [show(value, places) for value in values]

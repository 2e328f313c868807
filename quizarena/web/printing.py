"""Cards for the tables: an A4 page of them, each with its seat, its code to scan and the address to type."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import segno

from ..text import Text, draw
from .drawing import environment


@attrs.frozen
class PrintedCard:
    """A card: whose seat it gives, and the address that gives it."""

    name: str
    address: str

    @property
    def code(self) -> str:
        """The address as a QR code: an SVG that scales."""
        return str(segno.make(self.address, micro=False, error="m").svg_inline(border=2, omitsize=True))


def cards_page(title: Text, cards: Sequence[PrintedCard], language: str) -> str:
    """Return a page for the browser's print with a card each."""
    found = environment(language).get_template("cards.html")
    return found.render(title=draw(title, language), cards=cards, language=language)

"""The head of the chain on paper: grouped text for people, a QR code for a telephone.

Both say the same: the digest that `quizarena verify --head` takes. Whoever holds the signed paper can tell whether a
file was rewritten since, however well it was chained anew.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import segno

from ..contest import Contest
from ..journal import grouped
from .html import Writer
from .words import _

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks for."""


def head_figure(contest: Contest, write: Writer) -> Element:
    """Return the head of a contest's chain as text and QR code."""
    seq, digest = contest.records[-1].seq, contest.head
    return write(
        "figure",
        qr(digest),
        write(
            "figcaption",
            write("b", _("Head of the chain after record #{seq}", seq=f"{seq:03}")),
            write("p", grouped(digest), cls="digest"),
            write("p", _("To check that the file is still the one this sheet was printed from:")),
            write("p", f"quizarena verify FILE --head '{grouped(digest[:32])}'", cls="digest small"),
            write("p", _("The QR code holds the whole head, without spaces."), cls="small"),
        ),
        cls="head",
    )


def qr(text: str) -> Element:
    """Return `text` as a QR code, drawn as an inline SVG that scales."""
    svg = segno.make(text, micro=False, error="m").svg_inline(border=QUIET, omitsize=True)
    return fromstring(str(svg))

"""Certificates (奖状) for the browser's print, a page a winner, and the list of winners for mail merge."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import attrs

from ..contest import Contest
from ..rulebook import Certificate
from ..text import plain
from .html import Inside, Writer
from .winners import Won
from .words import _

_NAMES = re.compile(r"\{(name|prize|contest|date|organiser)\}")


@attrs.frozen
class Sheet:
    """How a certificate is printed: on what `background` (an image's type and content), or `only_text` on a printed
    form, moved by millimetres to the right and down.
    """

    background: tuple[str, bytes] | None = None
    only_text: bool = False
    shift: tuple[str, str] = ("0", "0")


def page(contest: Contest, won: Sequence[Won], sheet: Sheet, language: str) -> str:
    """Return the certificates as a whole HTML page."""
    write = Writer(language)
    body = [_certificate(write, contest, each, sheet) for each in won]
    right, down = sheet.shift
    moved = f".text {{ transform: translate({right}mm, {down}mm); }}\n"
    pictures = sheet.background is not None
    return write.page(_("Certificates"), "certificates.css", [body], more=moved, pictures=pictures)


def _certificate(write: Writer, contest: Contest, won: Won, sheet: Sheet) -> Element:
    rules = contest.rulebook.certificate or Certificate()
    inside: list[Inside] = [write("p", _filled(write, contest, won, line)) for line in _lines(write, rules)]
    if contest.state.is_rehearsal:
        inside.append(write("p", _("REHEARSAL"), cls="watermark"))
    signers = [write("p", text) for text in (rules.organiser, contest.rulebook.contest.held) if text is not None]
    text = write("div", inside, write("div", signers, cls="signed"), cls="text")
    picture: Inside = None
    if sheet.background is not None:
        kind, content = sheet.background
        source = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
        picture = write("img", cls="background", src=source, alt="")
    title = None if sheet.only_text else write("h1", rules.title or _("Certificate of merit"))
    frame = "certificate bare" if sheet.only_text or picture is not None else "certificate"
    return write("section", picture, title, text, cls=frame)


def _lines(write: Writer, rules: Certificate) -> list[str]:
    text = rules.text if rules.text is not None else _("{{name}}:\nin {{contest}} you have won the\n{{prize}}")
    return text.in_language(write.language).split("\n")


def _filled(write: Writer, contest: Contest, won: Won, line: str) -> Inside:
    """Return a line with its names in place; the name and the prize stand out."""
    rules = contest.rulebook.certificate or Certificate()
    name: Inside = write("b", won.name if won.unit is None else [won.unit, " ", write("span", won.name, cls="person")])
    values: dict[str, Inside] = {
        "name": name,
        "prize": write("b", won.prize, cls="prize"),
        "contest": contest.rulebook.title,
        "date": contest.rulebook.contest.held,
        "organiser": rules.organiser,
    }
    parts = _NAMES.split(line)
    return [values[part] if nth % 2 else plain(part) for nth, part in enumerate(parts)]


def winners_list(won: Sequence[Won], contest: Contest, language: str) -> bytes:
    """Return a workbook with a row a winner, for mail merge: name, team, prize, number."""
    import xlsxwriter

    write, content = Writer(language), io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet, bold = book.add_worksheet(write.word(_("Winners"))), book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate((_("Name"), _("Team"), _("Prize"), _("Certificate no."))):
        sheet.write_string(0, column, write.word(head), bold)
        sheet.set_column(column, column, 24)
    year = (contest.rulebook.contest.date or "")[:4]
    for row, each in enumerate(won, 1):
        number = f"{year}-{each.number:03}" if year else f"{each.number:03}"
        texts = (each.name, "" if each.unit is None else each.unit, each.prize, number)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, write.word(text))
    book.close()
    return content.getvalue()

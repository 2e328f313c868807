"""The notice of results (公示) as a Word document laid out like official papers: places, until when, how to object."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from ..contest import Contest
from ..contest.columns import entrant_name
from ..points import show
from ..scenes import Audience
from ..text import Text, day_in_words, draw
from .winners import winners
from .words import _

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TITLE = ("方正小标宋简体", 44)
_BODY = ("仿宋_GB2312", 32)
_LINE = 560
"""A line is 28 points high, in twentieths of a point."""
_MARGINS = {"top": 2098, "bottom": 1984, "left": 1587, "right": 1474}
"""37, 35, 28 and 26 mm, in twentieths of a point (GB/T 9704)."""
_COLUMNS = (1300, 3900, 1400, 2245)
"""How wide place, team, total and prize are, in twentieths of a point: all that the margins leave."""
_DAYS = 5
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def to_docx(contest: Contest, audience: Audience, language: str, today: date) -> bytes:
    """Return the notice as the content of a .docx file; objections are open for five working days after `today`.

    Raises:
        NotDecided: Somebody may still win something else.
    """
    winners(contest, audience)
    register_namespace("w", _W)
    document = Element(f"{{{_W}}}document")
    body = SubElement(document, f"{{{_W}}}body")
    for part in _Notice(contest, audience, language, today).parts():
        body.append(part)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", tostring(document, encoding="utf-8", xml_declaration=True))
    return content.getvalue()


def last_day(posted: date) -> date:
    """Return the last day on which objections to a notice posted that day are taken."""
    return working_days_after(posted, _DAYS)


def working_days_after(day: date, count: int) -> date:
    """Return the day `count` working days after `day`; public holidays are for whoever posts the notice to add."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


class _Notice:
    """Makes the paragraphs of one notice."""

    def __init__(self, contest: Contest, audience: Audience, language: str, today: date) -> None:
        self._contest, self._audience, self._language, self._today = contest, audience, language, today

    def parts(self) -> Iterator[Element]:
        """Yield title, text, table, closing and the page's margins."""
        contest, organiser = self._contest, self._organiser()
        if contest.state.is_rehearsal:
            yield self._paragraph(_("REHEARSAL: this is no result"), look=_TITLE, align="center")
        yield self._paragraph(_("Notice of the results of {contest}", contest=contest.rulebook.title), look=_TITLE,
                              align="center")  # fmt: skip
        yield self._paragraph("")
        yield self._paragraph(self._opening(), indent=True)
        yield self._table()
        yield self._paragraph("")
        for line in self._closing():
            yield self._paragraph(line, indent=True)
        yield self._paragraph("")
        yield self._paragraph(organiser if organiser is not None else "____________", align="right")
        yield self._paragraph(day_in_words(self._today), align="right")
        yield self._margins()

    def _organiser(self) -> Text | None:
        rules = self._contest.rulebook.certificate
        return None if rules is None else rules.organiser

    def _opening(self) -> Text:
        title, held = self._contest.rulebook.title, self._contest.rulebook.contest.held
        if held is None:
            return _("{contest} is over. The results are posted below.", contest=title)
        return _("{contest} was held on {date}. The results are posted below.", contest=title, date=held)

    def _closing(self) -> Iterator[Text]:
        until = day_in_words(last_day(self._today))
        yield _(
            "Posted from {start} to {end}: five working days from the day after posting, without Saturdays, Sundays and"
            " public holidays. Objections must be made in writing within this time, with name and telephone number;"
            " objections without a name are not accepted.",
            start=day_in_words(self._today),
            end=until,
        )
        yield _("Contact: ____________    Telephone: ____________")

    def _table(self) -> Element:
        seen = self._contest.seen_by(self._audience)
        found, roster = seen.standings(audience=None), seen.state.roster
        given = [each for each in found.prizes if found.complete and not each.is_place]
        won = {team: each.prize.name for each in given for team in each.entrants}
        heads: Sequence[Text | str] = (_("Place"), _("Team"), _("Total"), _("Prize"))
        rows: list[Sequence[Text | str]] = [
            (
                _("{place} (joint)", place=row.place) if row.tied else str(row.place),
                entrant_name(roster, row.entrant),
                show(row.total),
                won.get(row.entrant, ""),
            )
            for row in found.rows
        ]
        table = _element("tbl")
        properties = SubElement(table, f"{{{_W}}}tblPr")
        _set(properties, "tblW", w="5000", type="pct")
        borders = SubElement(properties, f"{{{_W}}}tblBorders")
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _set(borders, edge, val="single", sz="6", space="0", color="000000")
        _set(properties, "tblLayout", type="fixed")
        grid = SubElement(table, f"{{{_W}}}tblGrid")
        for width in _COLUMNS:
            _set(grid, "gridCol", w=str(width))
        for number, row in enumerate((heads, *rows)):
            table.append(self._row(row, is_head=number == 0))
        return table

    def _row(self, row: Sequence[Text | str], *, is_head: bool) -> Element:
        """Return a row that no page break cuts; the headings stand again on every page."""
        line = _element("tr")
        properties = SubElement(line, f"{{{_W}}}trPr")
        _set(properties, "cantSplit")
        if is_head:
            _set(properties, "tblHeader")
        for cell, width in zip(row, _COLUMNS, strict=True):
            made = SubElement(line, f"{{{_W}}}tc")
            looks = SubElement(made, f"{{{_W}}}tcPr")
            _set(looks, "tcW", w=str(width), type="dxa")
            _set(looks, "vAlign", val="center")
            made.append(self._paragraph(cell, align="center"))
        return line

    def _paragraph(
        self, text: Text | str, *, look: tuple[str, int] = _BODY, align: str = "both", indent: bool = False
    ) -> Element:
        paragraph = _element("p")
        properties = SubElement(paragraph, f"{{{_W}}}pPr")
        _set(properties, "spacing", line=str(_LINE), lineRule="exact")
        if indent:
            _set(properties, "ind", firstLineChars="200", firstLine=str(_BODY[1] * 20))
        _set(properties, "jc", val=align)
        run = SubElement(paragraph, f"{{{_W}}}r")
        font, size = look
        style = SubElement(run, f"{{{_W}}}rPr")
        _set(style, "rFonts", ascii=font, hAnsi=font, eastAsia=font)
        _set(style, "sz", val=str(size))
        words = SubElement(run, f"{{{_W}}}t", {"xml:space": "preserve"})
        words.text = draw(text, self._language)
        return paragraph

    def _margins(self) -> Element:
        section = _element("sectPr")
        _set(section, "pgSz", w="11906", h="16838")
        _set(section, "pgMar", **{edge: str(width) for edge, width in _MARGINS.items()})
        return section


def _element(tag: str) -> Element:
    return Element(f"{{{_W}}}{tag}")


def _set(parent: Element, tag: str, **values: str) -> None:
    SubElement(parent, f"{{{_W}}}{tag}", {f"{{{_W}}}{name}": value for name, value in values.items()})

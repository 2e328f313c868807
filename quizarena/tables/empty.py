"""Empty workbooks to fill in: headings that are understood, cells that stay text, types to pick, an explanation."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from quizarena.text import Text, draw

from .words import _

_ROWS = 500


@attrs.frozen
class _Form:
    """A sheet to fill in: its name, its headings with their widths, what may be picked, an example, remarks."""

    name: Text
    headings: Sequence[tuple[Text, int]]
    example: Sequence[Text | str]
    picked: Mapping[int, Sequence[Text]]
    remarks: Sequence[Text]


def workbook(kind: Literal["questions", "teams"], language: str) -> bytes:
    """Return an empty workbook for questions or teams as the content of an .xlsx file."""
    import xlsxwriter

    form, content = _FORMS[kind], io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    _sheet(book.add_worksheet(draw(form.name, language)), form, language, cell, bold)
    _remarks(book.add_worksheet(draw(_("How to fill in"), language)), form, language, cell)
    book.close()
    return content.getvalue()


def _sheet(sheet: Any, form: _Form, language: str, cell: Any, bold: Any) -> None:
    for column, (heading, width) in enumerate(form.headings):
        sheet.set_column(column, column, width, cell)
        sheet.write_string(0, column, draw(heading, language), bold)
        if column in form.picked:
            words = [draw(word, language) for word in form.picked[column]]
            sheet.data_validation(1, column, _ROWS, column, {"validate": "list", "source": words})
    sheet.freeze_panes(1, 0)


def _remarks(sheet: Any, form: _Form, language: str, cell: Any) -> None:
    sheet.set_column(0, 0, 90, cell)
    for row, remark in enumerate(form.remarks):
        sheet.write_string(row, 0, draw(remark, language))
    start = len(form.remarks) + 1
    sheet.write_string(start, 0, draw(_("An example:"), language))
    pairs = zip(form.headings, form.example, strict=True)
    for row, ((heading, _width), text) in enumerate(pairs, start + 1):
        if text:
            sheet.write_string(row, 0, f"{draw(heading, language)}: {draw(text, language)}")


_TYPES = (
    _("single"),
    _("multiple"),
    _("true/false"),
    _("blank"),
    _("open"),
)
_YES = (_("yes"),)
_FORMS: Mapping[str, _Form] = {
    "questions": _Form(
        _("Questions"),
        (
            (_("Number"), 8),
            (_("Type"), 10),
            (_("Question"), 50),
            *((_("Option {letter}", letter=letter), 16) for letter in "ABCD"),
            (_("Answer"), 14),
            (_("Points"), 8),
            (_("Time"), 8),
            (_("Explanation"), 24),
            (_("Source"), 16),
            (_("Spare"), 8),
            (_("Image"), 16),
        ),
        (
            "1",
            _("single"),
            _("Which number calls the fire brigade in Germany?"),
            "110",
            _("112"),
            _("116117"),
            "",
            _("B"),
            "10",
            "30",
            "",
            "",
            "",
            "",
        ),
        {1: _TYPES, 12: _YES},
        (
            _("One question a row. Columns that are not needed may stay empty or be deleted."),
            _("Single choice: one letter. Multiple choice: several, such as ACD. True or false: true or false."),
            _("Fill-in and open questions need no options; what also counts stands behind a bar: seven|7."),
            _("Time in seconds. Spare: yes, where the question is only asked in place of a void one."),
            _("Image: the name of a file in the folder of contest.yaml; a sound or a video likewise."),
            _("Do not merge or hide rows, and leave the cells as text: 1-2 would become a date."),
        ),
    ),
    "teams": _Form(
        _("Teams"),
        (
            (_("Team"), 24),
            (_("Short"), 10),
            (_("Leader"), 12),
            *((_("Member {number}", number=number), 12) for number in range(1, 7)),
        ),
        (_("Daqinglu"), _("Daqing"), "", _("Member One"), "", "", "", "", ""),
        {},
        (
            _("One team a row; as many columns for members as are needed."),
            _("The short name stands where space is short; leave it empty if the name has up to six characters."),
        ),
    ),
}

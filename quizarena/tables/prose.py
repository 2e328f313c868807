"""Numbered text: `1.` begins a question, `A.` its options, 答案 and 解析 stand below, 「一、单选题」 says the type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from . import answers
from .cells import Cell, Prose
from .questions import Draft, number_rows, read_draft
from .rows import Reading
from .words import _

_QUESTION = re.compile("(?:\u7b2c)?([0-9\uff10-\uff19]{1,4})(?:\u9898)?\\s*[.\u3001\uff0e)\uff09:\uff1a]\\s*(?=\\S)")
_SECTION = re.compile("(?:[\u4e00-\u5341]+|[IVX]+)\\s*[\u3001.\uff0e]\\s*(.*)")
_OPTION = re.compile("[A-Ha-h\uff21-\uff28]\\s*[.\u3001\uff0e:\uff1a)\uff09]")
_BELOW = (
    (
        "answer",
        re.compile(
            "[\u3010\\[]?(?:(?:\u6b63\u786e|\u6807\u51c6|\u53c2\u8003)?\u7b54\u6848|\u7b54(?=[:\uff1a]))[\u3011\\]]?\\s*[:\uff1a]?\\s*|answer\\s*:\\s*",
            re.IGNORECASE,
        ),
    ),
    ("explanation", re.compile("[\u3010\\[]?(?:\u7b54\u6848|\u8bd5\u9898)?\u89e3\u6790[\u3011\\]]?\\s*[:\uff1a]?\\s*")),
    ("source", re.compile("[\u3010\\[]?(?:\u51fa\u5904|\u6765\u6e90)[\u3011\\]]?\\s*[:\uff1a]\\s*")),
)
_BRACKET = re.compile("([(\uff08])[\\s\u3000]*([^()\uff08\uff09]{1,12}?)[\\s\u3000]*([)\uff09])")


@attrs.define
class _Paragraph:
    """A question as its lines come in."""

    number: Cell
    kind: Cell | None
    lines: list[Cell] = attrs.field(factory=list)
    options: list[Cell] = attrs.field(factory=list)
    below: dict[str, Cell] = attrs.field(factory=dict)

    def take(self, cell: Cell) -> None:
        """Put a line where it belongs."""
        if _OPTION.match(cell.text) and (self.options or cell.text[0] in "Aa\uff21"):
            options, answer = _before_answer(cell.text)
            texts = answers.by_letters(options) or [options]
            self.options += [Cell(text, cell.place) for text in texts]
            if answer:
                self.below["answer"] = Cell(answer, cell.place)
            return
        for field, pattern in _BELOW:
            found = pattern.match(cell.text)
            if found is not None:
                self.below[field] = Cell(cell.text[found.end() :].strip(), cell.place)
                return
        self.lines.append(cell)

    def draft(self) -> Draft:
        """Return the question; the answer may stand in the bracket of its text."""
        text, inside = self._without_answer("\n".join(cell.text for cell in self.lines))
        place = self.number.place
        cells = {"id": self.number, "text": Cell(text, place)} | self.below
        if inside and "answer" not in cells:
            cells["answer"] = Cell(inside, place)
        if self.kind is not None:
            cells["type"] = self.kind
        return Draft(cells, self.options, lambda _field: place)

    def _without_answer(self, text: str) -> tuple[str, str]:
        for found in reversed(list(_BRACKET.finditer(text))):
            if self._answers(found[2]):
                return f"{text[: found.start()]}\uff08\u3000\uff09{text[found.end() :]}", found[2]
        return text, ""

    def _answers(self, inside: str) -> bool:
        """Whether what stands in a bracket is the answer and no part of the question."""
        if self.options:
            texts = answers.without_letters([cell.text for cell in self.options])
            return isinstance(answers.choice(inside, texts), str)
        return answers.truth(inside) is not None


_ANSWER_BEHIND = re.compile(
    "[\u3010\\[\uff08(]?(?:\u6b63\u786e|\u6807\u51c6|\u53c2\u8003)?\u7b54\u6848"
    "[\u3011\\]]?\\s*[:\uff1a]?\\s*(.+?)[)\uff09]?$"
)


def _before_answer(line: str) -> tuple[str, str]:
    """Return a line of options, and the answer that stands at its end; "" where none does."""
    found = _ANSWER_BEHIND.search(line)
    return (line, "") if found is None else (line[: found.start()].strip(), found[1].strip())


def of_prose(prose: Prose, reading: Reading) -> None:
    """Read the questions of numbered text; without a single number there are none, and that is a problem."""
    paragraphs = list(_paragraphs(prose.lines))
    if prose.lines and not paragraphs:
        message = _("no question was found; begin each with its number, such as 1.")
        reading.refuse(prose.lines[0].place, message)
    drafts = (read_draft(each.draft(), reading) for each in paragraphs)
    number_rows([[question for question in drafts if question is not None]], reading)


def _paragraphs(lines: Sequence[Cell]) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    kind: Cell | None = None
    for cell in lines:
        section, question = _SECTION.match(cell.text), _QUESTION.match(cell.text)
        if section is not None and _type_in(section[1]):
            kind = Cell(_type_in(section[1]), cell.place)
        elif question is not None:
            if current is not None:
                yield current
            current = _Paragraph(Cell(question[1], cell.place), kind)
            current.take(Cell(cell.text[question.end() :].strip(), cell.place))
        elif current is not None:
            current.take(cell)
    if current is not None:
        yield current


def _type_in(heading: str) -> str:
    """Return the word for a type with which the heading of a section begins, empty if none does."""
    word = re.split("[(\uff08\\s\uff1a:,\uff0c]", heading.strip())[0]
    return word if answers.type_of(word, {}) else ""

"""Sheets and numbered text become questions; whatever is wrong is said with its cell, all of it in one reading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from quizarena.clocks import minutes
from quizarena.nodes import Entries, Items, Node, Place, Scalar
from quizarena.scenes import LETTERS
from quizarena.text import Text, likeness

from . import answers
from .cells import Cell, Found, Sheet
from .headings import NOT_USED, Head, head_of, vocabulary
from .rows import Reading, data_rows, entries_of, note_columns, quoted, visible, with_id
from .words import _

QUESTIONS = vocabulary(
    "text",
    {
        "id": ["题号 序号 编号 试题编号 题目编号 no number id question#"],
        "type": ["题型 题目类型 试题类型 小题题型 类型 type questiontype"],
        "text": [
            "题目 题干 试题 问题 题目内容 试题内容 大题题干 小题题干 内容 question questiontext content title stem"
        ],
        "options": ["选项 备选答案 备选项 options choices"],
        "answer": ["答案 正确答案 标准答案 参考答案 正确选项 answer correctanswer correctanswers correct key"],
        "level": ["分值 分数 本题分值 每题分值 题目分值 points score value mark"],
        "time": ["时间 限时 时限 答题时间 时间限制 用时 倒计时 timelimit timeinseconds time"],
        "pack": ["分类 类别 题包 题组 科目 题目分类 category pack subject"],
        "explanation": ["解析 答案解析 试题解析 解释 explanation"],
        "source": ["出处 来源 依据 source"],
        "spare": ["备用 备用题 是否备用 spare"],
        "accepted": ["也算对 同义答案 accepted"],
        "media": ["图片 图片地址 图片链接 附件 音频 视频 多媒体 素材 image imageurl video audio media"],
        "alt": ["图片说明 图片描述 替代文字 文字说明 alt alttext imagealt imagedescription"],
        NOT_USED: ["难度 难易度 知识点 章节 标签 选项数 目录 备注 difficulty"],
    },
    _("number, type, question, option A, option B, option C, option D, answer"),
)
_PARTS = "123456789"
"""The parts of a bonus that a table may have."""
_HELD = frozenset({"type", "level", "time", "pack"})
"""Fields whose merged cells hold for all their rows."""


@attrs.frozen
class Draft:
    """A question as written: its cells by field, its options in order (None: an empty cell before a filled one).

    `bonus` are the cells of the parts of its bonus, by field, then by the number of the part.
    `place_of` says where a field would stand that is empty.
    """

    cells: Mapping[str, Cell]
    options: Sequence[Cell | None]
    place_of: Callable[[str], Place]
    wrong: Sequence[Cell] = ()
    bonus: Mapping[str, Mapping[str, Cell]] = attrs.field(factory=dict)
    codes: Mapping[str, str] = attrs.field(factory=dict)

    def text(self, field: str) -> str:
        """Return what stands in a field."""
        cell = self.cells.get(field)
        return "" if cell is None else cell.text

    def at(self, field: str) -> Place:
        """Return where a field stands."""
        cell = self.cells.get(field)
        return self.place_of(field) if cell is None else cell.place


def of_sheets(found: Found, reading: Reading) -> None:
    """Read the questions of every sheet that has headings for them."""
    counted: list[list[Entries]] = []
    for sheet in visible(found.sheets, reading):
        head = head_of(sheet, QUESTIONS, reading.problems) if sheet.rows else None
        if head is not None:
            note_columns(head, reading)
            counted.append(list(_of_sheet(sheet, head, reading)))
        elif sheet.rows:
            _say_headless(sheet, found, reading)
    number_rows(counted, reading)


def has_headings(sheet: Sheet) -> bool:
    """Whether some row of `sheet` is a row of headings for questions."""
    return bool(sheet.rows) and head_of(sheet, QUESTIONS, []) is not None


def _say_headless(sheet: Sheet, found: Found, reading: Reading) -> None:
    others = [each for each in found.sheets if each.rows and not each.is_hidden]
    if len(others) > 1:
        message = _("no headings were found (a question and an answer at least); this sheet was not read")
        reading.hint(sheet.place, message)
    else:
        message = _("no headings were found; write in the first row: {headings}", headings=QUESTIONS.first_row)
        reading.refuse(sheet.place, message)


def _of_sheet(sheet: Sheet, head: Head, reading: Reading) -> Iterator[Entries]:
    if "answer" not in head.columns:
        reading.refuse(head.cells["text"].place, _("among the headings there is no column for the answer"))
        return
    numbers: list[Cell] = []
    for number, row in data_rows(sheet, head, reading, _HELD):
        draft = _draft(sheet, head, number, row)
        if set(draft.cells) <= {"id"} | _HELD and not draft.options and not draft.wrong:
            continue  # a number alone, or what a merged cell holds for all
        numbers += [draft.cells["id"]] if "id" in draft.cells else []
        question = read_draft(draft, reading)
        if question is not None:
            yield question
    _refuse_twice(numbers, reading)


def _draft(sheet: Sheet, head: Head, number: int, row: Mapping[int, Cell]) -> Draft:
    fields = {name: row[column] for name, column in head.columns.items() if ":" not in name and row.get(column)}
    written = [(row.get(column), column) for _letter, column in sorted(head.counted("option"))]
    while written and not written[-1][0]:
        written.pop()
    wrong = [row[column] for _number, column in head.counted("wrong") if row.get(column)]
    options: list[Cell | None] = [cell or Cell("", sheet.place_of(number, column)) for cell, column in written]
    if not options and "options" in fields:
        inside = fields.pop("options")
        options = [Cell(text, inside.place, inside.trouble) for text in answers.split_options(inside.text)]
    codes = answers.heading_codes(head.cells["type"].text) if "type" in head.cells else {}
    if "type" not in head.columns and answers.type_of(sheet.name, {}):
        fields["type"] = Cell(sheet.name, sheet.place)
    columns = head.columns
    bonus = {
        name: {part: row[column] for part, column in head.counted(prefix) if row.get(column)}
        for name, prefix in (("text", "bonus"), ("answer", "bonus answer"), ("points", "bonus points"))
    }
    return Draft(fields, options, lambda field: sheet.place_of(number, columns.get(field, 1)), wrong, bonus, codes)


def read_draft(draft: Draft, reading: Reading) -> Entries | None:
    """Return the question that a row or a paragraph is, None if something in it is wrong; all of that is reported."""
    before = len(reading.problems)
    bonus = (cell for cells in draft.bonus.values() for cell in cells.values())
    for cell in (*draft.cells.values(), *filter(None, draft.options), *draft.wrong, *bonus):
        if cell.trouble is not None:
            reading.refuse(cell.place, cell.trouble)
    if len(reading.problems) > before:
        return None
    entries = dict(_fields(draft, reading))
    return entries_of(entries, draft.at("text")) if len(reading.problems) == before else None


def _fields(draft: Draft, reading: Reading) -> Iterator[tuple[str, Node]]:
    text = draft.text("text")
    if not text:
        message = _("there is no question, but the row holds something else; write the question, or empty the row")
        reading.refuse(draft.at("text"), message)
        return
    yield "text", quoted(text, draft.at("text"))
    yield from _answered(draft, reading)
    yield from _sidelines(draft, reading)
    yield from _bonus(draft, reading)
    if "id" in draft.cells:
        yield "id", quoted(draft.text("id"), draft.at("id"))


def _answered(draft: Draft, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Yield type, options and answer, if they agree with each other."""
    if not draft.text("answer"):
        reading.refuse(draft.at("answer"), _("there is no answer"))
        return
    options = _options(draft, reading)
    if options is None:
        return
    kind = _type(draft, [cell.text for cell in options], reading)
    if kind in {"single", "multiple"}:
        yield from _choice(draft, kind, options, reading)
    elif kind == "true_false":
        yield from _true_false(draft, options, reading)
    elif kind:
        yield "type", quoted(kind, draft.at("type"))
        yield from _spoken(draft)


def _options(draft: Draft, reading: Reading) -> list[Cell] | None:
    """Return the options without their letters; None if one is missing."""
    if draft.wrong:
        return [draft.cells["answer"], *draft.wrong]
    cells = [cell for cell in draft.options if cell is not None]
    for place, cell in enumerate(cells):
        if not cell.text:
            following = next(index for index in range(place, len(cells)) if cells[index].text)
            message = _(
                "option {letter} is empty, but there is an option {next}; fill it in, or move the others up",
                letter=LETTERS[place],
                next=LETTERS[following],
            )
            reading.refuse(cell.place, message)
            return None
    texts = answers.without_letters([cell.text for cell in cells])
    cells = [attrs.evolve(cell, text=text) for cell, text in zip(cells, texts, strict=True)]
    twice = next((b for a, b in itertools.combinations(cells, 2) if a.text == b.text), None)
    if twice is not None:
        reading.refuse(twice.place, _("two options are the same"))
        return None
    return cells


def _type(draft: Draft, options: Sequence[str], reading: Reading) -> str:
    """Return the type written, else the one that follows from the rest; "" if the word is unknown."""
    written = draft.text("type")
    known = answers.type_of(written, draft.codes) if written else "choice"
    if known is None:
        message = _("the type '{type}' is unknown; write single, multiple, true_false, blank or open", type=written)
        reading.refuse(draft.at("type"), message)
        return ""
    if draft.wrong and known == "multiple":
        return "single"  # what some programs call multiple choice has one right answer
    return answers.inferred(draft.text("text"), options, draft.text("answer")) if known == "choice" else known


_CHOICES: Mapping[str, Text] = {"single": _("single-choice question"), "multiple": _("multiple-choice question")}


def _choice(draft: Draft, kind: str, options: Sequence[Cell], reading: Reading) -> Iterator[tuple[str, Node]]:
    if len(options) < 2:
        place = options[0].place if options else draft.at("text")
        message = _("a {type} needs two options or more; there is {count}", type=_CHOICES[kind], count=len(options))
        reading.refuse(place, message)
        return
    answer = draft.text("answer")
    letters = answers.choice(answer, [cell.text for cell in options])
    if not isinstance(letters, str):
        reading.refuse(draft.at("answer"), letters)
    elif kind == "single" and len(letters) > 1:
        message = _(
            "a single-choice question with {count} answers, '{answer}'; make it multiple, or leave one",
            count=len(letters),
            answer=answer,
        )
        reading.refuse(draft.at("answer"), message)
    else:
        if kind == "multiple" and len(letters) == 1:
            reading.hint(draft.at("answer"), _("a multiple-choice question with one right answer; is that so?"))
        yield "type", quoted(kind, draft.at("type"))
        yield "options", Items(tuple(quoted(cell.text, cell.place) for cell in options), options[0].place)
        yield "answer", quoted(letters, draft.at("answer"))


def _true_false(draft: Draft, options: Sequence[Cell], reading: Reading) -> Iterator[tuple[str, Node]]:
    answer = draft.text("answer")
    place = LETTERS.find(answers.folded(answer).upper() or "-")
    if options and 0 <= place < len(options):
        answer = options[place].text
    elif not options and place in {0, 1}:
        reading.hint(draft.at("answer"), _("taken as A for true, B for false"))
        answer = "TRUE" if place == 0 else "FALSE"
    right = answers.truth(answer)
    if right is None:
        message = _("the answer '{answer}' to a true-false question; write true or false", answer=answer)
        reading.refuse(draft.at("answer"), message)
        return
    yield "type", quoted("true_false", draft.at("type"))
    yield "answer", quoted("对" if right else "错", draft.at("answer"))


def _spoken(draft: Draft) -> Iterator[tuple[str, Node]]:
    """Yield the answer to a spoken question, and what counts as right too."""
    place = draft.at("answer")
    first, *others = [part.strip() for part in re.split(r"[|\uff5c]", draft.text("answer")) if part.strip()]
    others += [part.strip() for part in re.split(r"[|\uff5c;\uff1b\n]", draft.text("accepted")) if part.strip()]
    yield "answer", quoted(first, place)
    if others:
        yield "accepted", Items(tuple(quoted(each, place) for each in others), place)


def _sidelines(draft: Draft, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Yield points, time, source and whatever else stands beside a question."""
    for field in ("source", "explanation", "pack"):
        if field in draft.cells:
            yield field, quoted(draft.text(field), draft.at(field))
    yield from _media(draft, reading)
    if "level" in draft.cells:
        number = answers.points(draft.text("level"))
        if number is None:
            message = _(
                "the points '{written}' are not a number; write digits only, for example 10",
                written=draft.text("level"),
            )
            reading.refuse(draft.at("level"), message)
        yield "level", Scalar(number or "", place=draft.at("level"))
    if "time" in draft.cells:
        seconds = answers.seconds(draft.text("time"))
        if seconds is None:
            message = _("the time '{written}' is unclear; write seconds, for example 30", written=draft.text("time"))
            reading.refuse(draft.at("time"), message)
        yield "time", quoted(minutes(seconds or 0), draft.at("time"))
    if "spare" in draft.cells:
        spare = answers.yes(draft.text("spare"))
        if spare is None:
            message = _("spare: '{written}' is unclear; write yes, or leave it empty", written=draft.text("spare"))
            reading.refuse(draft.at("spare"), message)
        if spare:
            yield "spare", Scalar("true", place=draft.at("spare"))


def _bonus(draft: Draft, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Yield the parts of the bonus; what stands beside a part that has no text is refused."""
    parts = [dict(_bonus_part(draft.bonus, nth, reading)) for nth in _PARTS]
    written = tuple(entries_of(part, part["text"].place) for part in parts if "text" in part)
    if written:
        yield "bonus", Items(written, written[0].place)


def _bonus_part(bonus: Mapping[str, Mapping[str, Cell]], nth: str, reading: Reading) -> Iterator[tuple[str, Node]]:
    cells = {field: parts[nth] for field, parts in bonus.items() if nth in parts}
    if cells and "text" not in cells:
        place = next(iter(cells.values())).place
        reading.refuse(place, _("bonus {number} has no question; write it, or empty this cell", number=nth))
        return
    for field, cell in cells.items():
        number = answers.points(cell.text) if field == "points" else None
        if field == "points" and number is None:
            message = _("the points '{written}' are not a number; write digits only, for example 10", written=cell.text)
            reading.refuse(cell.place, message)
        yield field, quoted(cell.text, cell.place) if field != "points" else Scalar(number or "", place=cell.place)


def _media(draft: Draft, reading: Reading) -> Iterator[tuple[str, Node]]:
    name = draft.text("media")
    if re.match("https?://", name):
        message = _("a web address was left out; save the file beside the table and write its name")
        reading.hint(draft.at("media"), message)
    elif name:
        yield "media", quoted(name, draft.at("media"))
    if "alt" in draft.cells and not re.match("https?://", name):
        yield "alt", quoted(draft.text("alt"), draft.at("alt"))


def number_rows(counted: Sequence[Sequence[Entries]], reading: Reading) -> None:
    """Give each question its id: the number written, behind its sheet's where sheets count anew, else q1, q2 ..."""
    written = [_id_of(row) for sheet in counted for row in sheet if _id_of(row)]
    anew = len(set(written)) < len(written) and len(counted) > 1
    for number, sheet in enumerate(counted, 1):
        for row in sheet:
            given = _id_of(row)
            name = f"{number}-{given}" if given and anew else given
            reading.rows.append(with_id(row, name or f"q{len(reading.rows) + 1}"))
    _hint_twice(reading)


def _id_of(row: Entries) -> str:
    node = row.get("id")
    return _number(node.text) if isinstance(node, Scalar) else ""


def _number(written: str) -> str:
    """Return a question's number as an id, empty if it cannot be one."""
    text = re.sub("^\u7b2c|\u9898$|[.\u3001)]$", "", answers.folded(written))
    return text if re.fullmatch("[a-z0-9][a-z0-9_-]{0,30}", text) else ""


def _refuse_twice(numbers: Sequence[Cell], reading: Reading) -> None:
    seen: dict[str, Place] = {}
    for cell in numbers:
        number = _number(cell.text)
        first = seen.setdefault(number, cell.place)
        if number and first is not cell.place:
            message = _(
                "number {number} is also used in {first}; give each question its own, or leave the column empty",
                number=number,
                first=first.cell.rpartition("!")[2],
            )
            reading.refuse(cell.place, message)


def _hint_twice(reading: Reading) -> None:
    seen: dict[str, Place] = {}
    for row in reading.rows:
        text = row.get("text")
        if isinstance(text, Scalar):
            first = seen.setdefault(likeness(text.text), text.place)
            if first is not text.place:
                message = _("the same question is also used in {first}", first=first.cell.rpartition("!")[2])
                reading.hint(text.place, message)

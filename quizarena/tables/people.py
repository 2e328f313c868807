"""Sheets of teams, judges, and topics or motions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from quizarena.nodes import Items, Node, Place, Scalar
from quizarena.text import likeness

from . import answers
from .cells import Cell, Found
from .headings import NOT_USED, Head, Vocabulary, head_of, vocabulary
from .rows import Reading, data_rows, entries_of, note_columns, quoted, visible
from .words import _

TEAMS = vocabulary(
    "name",
    {
        "name": ["队名 队伍 队伍名称 参赛队 代表队 参赛队伍 team teamname name"],
        "unit": ["参赛单位 单位 所在单位 代表单位 unit organisation organization"],
        "members": [
            "姓名 队员 选手 成员 参赛队员 参赛选手 队员姓名 选手姓名 队员名单 参赛人员 成员名单",
            "members member players player",
        ],
        "leader": ["领队 leader"],
        "short": ["简称 short"],
        "number": ["序号 编号 no number"],
        NOT_USED: ["备注 电话"],
        "podium": ["台号"],
    },
    _("team, member 1, member 2, member 3"),
    lone=True,
    instead="unit",
)
JUDGES = vocabulary(
    "name",
    {
        "name": ["姓名 评委 评委姓名 name judge"],
        "unit": ["单位 工作单位 所在单位 unit organisation organization"],
        "chief": ["评委组长 主评委 组长 chief"],
        "duty": ["备注 角色 remark remarks role"],
        "number": ["序号 编号 no number"],
        NOT_USED: ["电话"],
    },
    _("name, unit, chief"),
    lone=True,
)
_CHIEFS = frozenset(
    ["主评委", "评委组长", "组长", "评审组长", "评委长", "首席评委", "chief", "chiefjudge", "headjudge", "chair"]
)
_PLAIN_JUDGES = frozenset(["评委", "评审", "judge"])
TOPICS = vocabulary(
    "text",
    {
        "id": ["题签 编号 序号 题号 no number id"],
        "text": ["情景 题目 内容 辩题 topic title text motion"],
        "spare": ["备用 spare"],
        NOT_USED: ["备注"],
    },
    _("number, topic, spare"),
    lone=True,
)
_NAMES = re.compile("[\u3001,\uff0c;\uff1b/\\s]+")
_Row: TypeAlias = Mapping[str, Cell]
_Fields: TypeAlias = Callable[[_Row, Reading], Iterator[tuple[str, Node]]]


def of_teams(found: Found, reading: Reading) -> None:
    """Read the teams with their members, who stand in columns, in one cell, or each in a row of their own."""
    _read(found, reading, TEAMS, _team)


def of_judges(found: Found, reading: Reading) -> None:
    """Read the judges."""
    _read(found, reading, JUDGES, _judge)


def of_topics(found: Found, reading: Reading) -> None:
    """Read topics or motions."""
    _read(found, reading, TOPICS, _topic)


def _read(found: Found, reading: Reading, words: Vocabulary, fields_of: _Fields) -> None:
    for sheet in visible(found.sheets, reading):
        head = head_of(sheet, words, reading.problems) if sheet.rows else None
        if head is None:
            say = reading.refuse if len(found.sheets) == 1 else reading.hint
            say(sheet.place, _("no headings were found; write in the first row: {headings}", headings=words.first_row))
            continue
        note_columns(head, reading)
        rows = (_cells(row, head) for _number, row in data_rows(sheet, head, reading, _HELD))
        for row in _one_a_team(rows, reading) if words is TEAMS else rows:
            _add_row(row, fields_of, reading)


_HELD = frozenset({"name", "unit", "leader", "short", "podium"})
"""What may stand once for several rows, in a cell that is merged."""


def _one_a_team(rows: Iterable[_Row], reading: Reading) -> Iterator[_Row]:
    """Yield a row a team: where each member has a row, those of a team below each other are taken together."""
    team: dict[str, Cell] = {}
    count = 0
    for row in rows:
        if team and _goes_on(team, row):
            if not count:
                message = _("each member has a row: those below each other with the same team, or none, are one team")
                reading.hint(row["members"].place, message)
            if "members" in team:
                team = {"member:1" if field == "members" else field: cell for field, cell in team.items()}
            count += 1
            team = {**row, **team, f"member:{len(team) + count}": row["members"]}
            team.pop("members")
        else:
            yield from (team,) if team else ()
            team = dict(row)
    yield from (team,) if team else ()


def _goes_on(team: _Row, row: _Row) -> bool:
    """Whether a row holds one more member of the team above it: its name again, or none."""
    if "members" not in row or not ("members" in team or "member:1" in team) or "name" not in team:
        return False
    return "name" not in row or likeness(row["name"].text) == likeness(team["name"].text)


def _cells(row: Mapping[int, Cell], head: Head) -> dict[str, Cell]:
    return {field: row[column] for field, column in head.columns.items() if row.get(column)}


def _add_row(cells: _Row, fields_of: _Fields, reading: Reading) -> None:
    before = len(reading.problems)
    for cell in cells.values():
        if cell.trouble is not None:
            reading.refuse(cell.place, cell.trouble)
    fields = dict(fields_of(cells, reading)) if len(reading.problems) == before else {}
    if fields and len(reading.problems) == before:
        reading.rows.append(entries_of(fields, _place(cells)))


def _place(cells: _Row) -> Place:
    return next(iter(cells.values())).place


def _team(cells: _Row, reading: Reading) -> Iterator[tuple[str, Node]]:
    if set(cells) <= {"podium", "number"}:
        return
    yield from _named(cells, reading)
    members = list(_members(cells))
    if members:
        yield "members", Items(tuple(members), members[0].place)
    for field in ("leader", "short", "unit"):
        if field in cells:
            yield field, _words(cells[field])
    if "podium" in cells:
        message = _("desk numbers follow from the draw or the list; the number {number} was not taken over",
                    number=cells["podium"].text)  # fmt: skip
        reading.hint(cells["podium"].place, message)


def _members(cells: _Row) -> Iterator[Scalar]:
    if "members" in cells:
        names = (name for name in _NAMES.split(cells["members"].text) if name)
        yield from (quoted(name, cells["members"].place) for name in names)
    yield from (_words(cell) for field, cell in cells.items() if field.startswith("member:"))


def _judge(cells: _Row, reading: Reading) -> Iterator[tuple[str, Node]]:
    if set(cells) <= {"number"}:
        return
    yield from _named(cells, reading)
    if "unit" in cells:
        yield "unit", _words(cells["unit"])
    yield from _chief(cells, reading)


def _chief(cells: _Row, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Yield that a judge is the chief judge, as a column of its own or a remark says."""
    said = answers.folded(cells["duty"].text) if "duty" in cells else ""
    if said in _CHIEFS:
        yield "chief", Scalar("true", place=cells["duty"].place)
    elif "chief" in cells:
        yield from _mark("chief", cells["chief"], reading)
    if said and said not in _CHIEFS | _PLAIN_JUDGES:
        message = _("the remark '{remark}' was not taken over", remark=cells["duty"].text)
        reading.hint(cells["duty"].place, message)


def _topic(cells: _Row, reading: Reading) -> Iterator[tuple[str, Node]]:
    if "text" not in cells:
        if set(cells) - {"id"}:
            reading.refuse(_place(cells), _("the row holds something, but no text; write it, or empty the row"))
        return
    place = cells["text"].place
    written = answers.folded(cells["id"].text) if "id" in cells else ""
    given = written if re.fullmatch("[a-z0-9][a-z0-9_-]{0,30}", written) else str(len(reading.rows) + 1)
    yield "id", quoted(given, cells["id"].place if "id" in cells else place)
    yield "text", _words(cells["text"])
    if "spare" in cells:
        yield from _mark("spare", cells["spare"], reading)


def _named(cells: _Row, reading: Reading) -> Iterator[tuple[str, Node]]:
    if "name" in cells:
        yield "name", _words(cells["name"])
    else:
        reading.refuse(_place(cells), _("the row holds something, but no name; write it, or empty the row"))


def _mark(field: str, cell: Cell, reading: Reading) -> Iterator[tuple[str, Node]]:
    """Yield a field that says yes."""
    says = answers.yes(cell.text)
    if says is None:
        message = _("'{written}' is unclear here; write yes, or leave it empty", written=cell.text)
        reading.refuse(cell.place, message)
    if says:
        yield field, Scalar("true", place=cell.place)


def _words(cell: Cell) -> Scalar:
    return quoted(cell.text, cell.place)

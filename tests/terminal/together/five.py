"""The five screens of an afternoon on one file, and a hand that plays on them: what the screens offer, by keys only.

Decides how each part of the story is keyed in. Which figures must come out and what must stay hidden is the test's say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from quizarena.arena import Arena
from quizarena.sessions.hall import feed_of
from quizarena.sessions.steady_clock import system_now
from quizarena.terminal.lettering import system_lettering
from quizarena.terminal.pictures import Look, draw_board
from tests.story import Sheet
from tests.terminal.golden import masked, plain

from .tellings import total
from .terminal import KEYS, Hall, Terminal, steps

PINS = {"j3": "2468", "j5": "1357"}
"""The judges who type themselves, and their PINs."""


@attrs.frozen(eq=False)
class Five:
    """The five screens; `numbers` holds the desk number of each team once it is drawn."""

    desk: Terminal
    board: Terminal
    host: Terminal
    judges: Mapping[str, Terminal]
    path: str
    numbers: dict[str, str] = attrs.field(factory=dict)

    @classmethod
    def on(cls, hall: Hall, path: str) -> Five:
        """Open the screens on a contest; all but the desk on the other machine, where there is one."""
        return cls(
            hall.open("desk", path, "--person", "计分员", size="120x40"),
            hall.open("board", path, far=True),
            hall.open("board", path, "--for", "host", size="120x34", far=True),
            {judge: hall.open("judge", path, "--as", judge, far=True) for judge in PINS},
            path,
        )

    @property
    def hall(self) -> Hall:
        """Where they stand."""
        return self.desk.hall

    def board_is_painted(self) -> None:
        """Wait until the board shows what its file says, names in what this system has to letter them."""

        def wanted() -> list[str]:
            with Arena.open(self.path, read_only=True) as arena:
                feed = feed_of(arena.contest, "hall")
            look = Look(80, 24, "zh", system_now(), letters=system_lettering())
            return masked(plain(draw_board(feed, look)))

        self.hall.wait(lambda: masked(self.board.text.split("\n")) == wanted(), lambda: self.board.text)

    # What the desk offers

    @property
    def offered(self) -> str:
        """What the desk says beside Enter; nothing where an overlay lies over it."""
        found = re.search(r"^  Enter  (.*?)(?:\||$)", self.desk.text, re.MULTILINE) if self.bare else None
        return found[1].strip() if found else ""

    @property
    def bare(self) -> bool:
        """Whether no overlay lies over the desk."""
        return "M 菜单" in self.desk.text

    def go_on(self, wanted: str) -> None:
        """Press Enter until the desk offers something beside it."""
        for _step in steps():
            if wanted in self.offered:
                return
            self.enter()

    def enter(self) -> None:
        """Press Enter, and see the desk come to something else."""
        before = self.desk.record, self.offered
        self.desk.press("enter")
        self.hall.wait(
            lambda: (self.desk.record, self.offered) != before, lambda: f"Enter did nothing:\n{self.desk.text}"
        )
        self.desk.heard("enter")

    def menu(self, words: str) -> None:
        """Choose a row of the menu."""
        self.desk.press("m", "-- 菜单")
        self.desk.send(self.row(words))
        self.desk.press("enter", lacks="-- 菜单")

    def row(self, words: str) -> str:
        """Return the number of the overlay's row that says `words`, looked for downwards."""
        for _step in steps():
            found = re.search(rf"\|[> ]*(\d+)  [^|\n]*{re.escape(words)}", self.desk.text)
            if found:
                return found[1]
            self.desk.changes(KEYS["down"])
        raise AssertionError(words)

    def show(self, digit: str) -> None:
        """Put a programme on the board by its digit."""
        self.desk.press("b", "大屏显示什么")
        self.desk.records_by(digit)

    def follow(self) -> None:
        """Wait until board and monitor have come to the desk's record."""
        for each in (self.board, self.host):
            each.records(self.desk.record - 1)

    def sit_down(self) -> None:
        """Let the judges choose their PINs."""
        for judge, window in self.judges.items():
            window.sees("请定一个密码")
            window.send(PINS[judge])
            window.sees(lacks="请定一个密码")
            window.send(PINS[judge])
            window.sees(lacks="四位数字")

    # The draw and the questions

    def draw(self, order: Sequence[str], roster: Sequence[str]) -> None:
        """Open the contest and type a draw by paper slips: the order, and who drew."""
        self.desk.records_by("1", "正赛")
        self.menu("录入纸签")
        for team in order:
            self.desk.press(str(roster.index(team) + 1))
        self.numbers.update({team: str(place) for place, team in enumerate(order, 1)})
        self.desk.types("公证员")
        self.desk.records_by("enter")

    def correct(self, seq: int) -> None:
        """Make a wrong ruling right, after a recheck."""
        self.desk.press("l", "-- 记录")
        self.desk.send(str(seq))
        self.desk.press("enter", f"#{seq:03}")
        self.desk.press("enter", "-- 更正")
        self.desk.send("1" + KEYS["down"] + "2")
        self.desk.sees("[2 复核")
        self.desk.records_by("enter", lacks="-- 更正")

    # Performances

    def slip(self, topic: str) -> None:
        """Choose the slip that was drawn."""
        self.go_on("抽题")
        self.enter()
        self.desk.records_by(self.row(topic))

    def play(self, seconds: int) -> None:
        """Prepare for a moment and play `seconds`: nobody waits, the clock is told that it began so long ago."""
        self.desk.records_by(" ", "在走")
        self.desk.records_by(" ", "停着")
        self.go_on("进入表演")
        self.enter()
        self.desk.records_by(" ", "在走")
        self.desk.press("t", "-- 时间")
        self.desk.send(self.row("秒前"))
        self.desk.types(str(seconds))
        self.desk.records_by(" ", lacks="在走")

    # A debate

    def meet(self, affirmative: str) -> None:
        """Give the sides as a lot of paper gave them."""
        self.go_on("正反方")
        self.enter()
        self.desk.records_by(self.numbers[affirmative])

    def motion(self, words: str) -> None:
        """Type a sealed motion."""
        self.go_on("辩题")
        self.enter()
        self.desk.send(words)
        self.desk.records_by("enter")

    def unseal(self) -> None:
        """Show the motion."""
        self.go_on("辩题")
        self.desk.press("enter", "+ 确定")
        self.desk.records_by("+")

    def speak(self) -> None:
        """Play the segments: each side's clock runs for a moment."""
        for _segment in steps():
            if "亮分" in self.offered:
                return
            if re.search(r"^  左 ", self.desk.text, re.MULTILINE):
                for side in ("left", "right", "left", "right"):
                    self.desk.records_by(side)
            else:
                self.desk.records_by(" ")
            self.desk.records_by(" ")
            self.enter()

    # Marks

    def ballot(self, judge: str, sheets: Mapping[str, Sheet]) -> None:
        """Let a judge type marks and hand in, team by team."""
        window = self.judges[judge]
        for mark in (mark for sheet in sheets.values() for mark in sheet):
            if window.types(mark, doubt="吗？"):
                window.press("+", lacks="吗？")
        window.sees("请核对")
        for team in sheets:
            window.press(self.numbers[team])
        window.sees("等待亮分")

    def paper(self, team: str, seats: Sequence[str], sheets: Mapping[str, Sheet]) -> None:
        """Type what came on paper into the grid, row by row, and hand it in."""
        desk = self.desk
        desk.press("p")
        desk.hall.wait(lambda: "-- 录分" in desk.text or "按席位号选评委" in desk.text, lambda: desk.text)
        if "-- 录分" not in desk.text:  # sheets of two teams: P asks whose
            desk.press(str(len(seats) + 1), "-- 录分")
        for _sheet in range(len(seats) - len(PINS.keys() & sheets.keys())):
            row = re.search(r"^> ?(\d+) ", desk.text, re.MULTILINE)
            assert row is not None, desk.text
            marks = sheets.get(seats[int(row[1]) - 1])
            if marks is None:
                desk.press("-", "记缺席")
                desk.press("3", "临时离场")
                desk.press("1", "记下: ")
                desk.press("+", "-- 录分")
                continue
            for mark in [*marks, str(total(marks))]:
                if desk.types(mark, doubt="很低"):
                    desk.press("+", lacks="很低")
        desk.records_by(self.numbers[team], f"{self.numbers[team]} 台的票全部记入")

    def prizes(self, chief: str) -> None:
        """Open the prizes from the last place up, and let the chief judge sign."""
        for _step in steps():
            if "大屏: 颁奖" not in self.offered:
                break
            self.desk.records_by("pagedown")
            self.follow()
        self.board_is_painted()
        self.menu("签署")
        self.desk.press("4", "签署人")
        self.desk.types(chief)
        self.desk.press("+", "已签署")

    def opened(self) -> Iterator[int]:
        """Open the marks step by step, as a clicker does; yield how many steps the board has taken."""
        self.go_on("亮分")
        self.desk.press("enter", "大屏: 亮分")
        yield 0
        for _step in steps():
            found = re.search(r"大屏: 亮分 第 (\d+) 步", self.offered)
            if found is None:
                return
            self.desk.records_by("pagedown")
            self.follow()
            yield int(found[1])

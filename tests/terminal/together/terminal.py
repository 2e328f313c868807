"""Programs on pseudo-terminals: keys go in as bytes, the screen is made again from the bytes that come out.

Decides what a terminal makes of the few sequences Textual writes, and how a hand waits: for what it sees, never for a
length of time, but for the rest between two presses of one key that the screens ask of everybody. POSIX only.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType

import attrs
from wcwidth import wcwidth

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}
"""What a terminal sends for a key that is no character."""
REST = 0.72
"""Seconds after its effect was seen until a key is pressed again: the screens do not hear it for 0.7 s."""
FREE = frozenset({"pageup", "pagedown"})
"""Keys of a clicker: they are heard as fast as they come."""
PATIENCE = 60.0
"""Seconds a hand waits for what must come: much, because a machine may have other things to do."""
_SEQUENCE = re.compile(r"\x1b\[(?P<marks>[?<>=]*)(?P<numbers>[\d;:]*)[ $]*(?P<end>[@-~])|\x1b\][^\x07\x1b]*\x07")
_COLOUR = re.compile(r"(?:^|;)(3|9|4|10)(8;5;\d+|8;2;\d+;\d+;\d+|[0-7])(?=;|$)")
_INK, _GROUND = {"3": "", "9": "bright"}, {"4": "", "10": "bright"}
_MODES = frozenset(["\x1b]22;default\x07"])
CURSOR, ALTERNATE, FOCUS, PASTES = 25, 1049, 1004, 2004
"""Private modes: the cursor is seen, the second screen is shown, focus and pastes are reported."""
MOUSE = frozenset({9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016})
"""Those that report the mouse."""
_QUIET = frozenset("uhlp")
"""Modes and reports a program asks of its terminal when it begins."""
_LONGEST = 64
_UNSEEN = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ASKS, _CAN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
"""Whether the terminal shows a picture only when it is whole, and its answer."""


@attrs.define
class Screen:
    """What is on a terminal of `columns` by `rows` after the bytes written to it; a lit cell is `#`.

    `strange` gathers control characters and sequences that no picture needs: they would have come from data. `modes`
    are the numbers of the private modes that are on, `caret` is the column and row of the terminal's own cursor.
    """

    columns: int
    rows: int
    text: str = attrs.field(default="", init=False)
    strange: list[str] = attrs.field(factory=list, init=False)
    modes: set[int] = attrs.field(factory=lambda: {CURSOR}, init=False)
    _cells: list[list[str]] = attrs.field(init=False)
    _x: int = attrs.field(default=0, init=False)
    _y: int = attrs.field(default=0, init=False)
    _lit: bool = attrs.field(default=False, init=False)
    _within: bool = attrs.field(default=False, init=False)
    _rest: str = attrs.field(default="", init=False)

    def __attrs_post_init__(self) -> None:
        """Begin blank."""
        self._cells = [[" "] * self.columns for _row in range(self.rows)]

    @property
    def caret(self) -> tuple[int, int]:
        """Where the terminal's own cursor stands."""
        return self._x, self._y

    def write(self, text: str) -> None:
        """Take what a program wrote: half a sequence waits for its rest, half a picture is not looked at."""
        text, place = self._rest + text, 0
        self._rest = ""
        while place < len(text):
            found = _SEQUENCE.match(text, place)
            if found is not None:
                self._obey(found)
                place = found.end()
            elif text[place] == "\x1b" and len(text) - place < _LONGEST:
                self._rest = text[place:]
                break
            else:
                self._put(text[place])
                place += 1
        if not self._within:
            self._look()

    def _look(self) -> None:
        self.text = "\n".join("".join(row) for row in self._cells)

    def _obey(self, found: re.Match[str]) -> None:
        """Go where a sequence says, and see which spaces are lit."""
        marks, numbers, end = found["marks"], found["numbers"], found["end"]
        if end == "H" and not marks:
            row, _semicolon, column = (numbers or "1").partition(";")
            self._y, self._x = int(row) - 1, int(column or 1) - 1
        elif end == "m" and not marks:
            colours = _COLOUR.findall(numbers)
            inks = {_INK[kind] + value for kind, value in colours if kind in _INK}
            self._lit = bool(inks) and inks == {_GROUND[kind] + value for kind, value in colours if kind in _GROUND}
        elif marks == "?" and numbers == "2026" and end in "hl":
            self._within = end == "h"
            self._look()
        elif marks == "?" and end in "hl":
            for each in map(int, numbers.split(";")):
                (self.modes.add if end == "h" else self.modes.discard)(each)
        elif found[0] not in _MODES and end not in _QUIET:
            self.strange.append(found[0])

    def _put(self, char: str) -> None:
        size = wcwidth(char)
        if char == "\r":
            self._x = 0
        elif char == "\n":
            self._y = min(self._y + 1, self.rows - 1)
        elif size < 0 or char in _UNSEEN:
            self.strange.append(char)
        elif size == 0:
            self._cells[self._y][max(0, min(self._x, self.columns) - 1)] += char
        elif self._x + size <= self.columns:
            drawn = "#" if self._lit and char == " " else char
            self._cells[self._y][self._x : self._x + size] = [drawn, *[""] * (size - 1)]
            self._x += size


@attrs.define(eq=False)
class Terminal:
    """A program on a terminal: `raw` is every byte it wrote, `screen` what can be seen."""

    hall: Hall
    process: subprocess.Popen[bytes]
    handle: int
    screen: Screen
    raw: bytearray = attrs.field(factory=bytearray, init=False)
    _acted: dict[str, float] = attrs.field(factory=dict, init=False)
    ended: bool = attrs.field(default=False, init=False)
    _decoder: codecs.IncrementalDecoder = attrs.field(
        factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace"), init=False
    )

    @property
    def text(self) -> str:
        """What can be seen."""
        return self.screen.text

    @property
    def record(self) -> int:
        """The number of the last record, as the screen shows it; -1 where it shows none."""
        found = re.findall(r"#(\d{3,}) [0-9a-f]{4}\b", self.text)
        return int(found[0]) if found else -1

    def take(self) -> None:
        """Take what the program has written; a program that has ended writes no more."""
        try:
            found = os.read(self.handle, 65_536)
        except OSError:  # Linux says so of a terminal whose last program is gone
            found = b""
        self.ended = not found
        self.raw += found
        if _ASKS in found:
            self.send(_CAN)
        self.screen.write(self._decoder.decode(found))

    def sees(self, *wanted: str, lacks: str = "") -> None:
        """Wait until all of `wanted` are on the screen, and `lacks` is not."""
        self.hall.wait(
            lambda: all(each in self.text for each in wanted) and not (lacks and lacks in self.text),
            lambda: f"{wanted} is not on the screen, or {lacks!r} is:\n{self.text}",
        )

    def records(self, more_than: int) -> None:
        """Wait until the screen shows a record beyond `more_than`."""
        self.hall.wait(lambda: self.record > more_than, lambda: f"no record after #{more_than:03}:\n{self.text}")

    def send(self, text: str) -> None:
        """Type a text, byte by byte as a terminal sends it."""
        os.write(self.handle, text.encode())

    def changes(self, text: str) -> None:
        """Type a text, and see the screen change."""
        before = self.text
        self.send(text)
        self.hall.wait(lambda: self.text != before, lambda: f"{text!r} changes nothing:\n{self.text}")

    def types(self, text: str, *, doubt: str = "") -> bool:
        """Type a text into a field and end it with Enter; return whether the screen asks `doubt` before it goes on."""
        self.send(text)
        self.sees(f"{text}_")
        self.send("\r")
        self.hall.wait(
            lambda: f"{text}_" not in self.text or bool(doubt and doubt in self.text),
            lambda: f"{text} is not taken:\n{self.text}",
        )
        self.heard("enter")
        return bool(doubt) and doubt in self.text

    def press(self, key: str, *wanted: str, lacks: str = "") -> None:
        """Press a key once it is heard again, and wait until what it does is seen."""
        if key not in FREE:
            self.hall.rest(self._acted.get(key, 0.0) + REST)
        self.send(KEYS.get(key, key))
        self.sees(*wanted, lacks=lacks)
        self.heard(key)

    def heard(self, key: str) -> None:
        """Note that what a key does has been seen: its rest begins."""
        self._acted[key] = time.monotonic()

    def records_by(self, key: str, *wanted: str, lacks: str = "") -> None:
        """Press a key that records a fact, and wait until the record and `wanted` are seen."""
        before = self.record
        self.press(key)
        self.records(before)
        self.sees(*wanted, lacks=lacks)
        self.heard(key)

    def kill(self) -> None:
        """End the program as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Take the terminal away, tell the program nothing, and see it end: it is no terminal's session leader."""
        self.hall.terminals.remove(self)
        os.close(self.handle)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.kill()

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed by itself, as a shell's does and a screen's does not."""
        return bool(termios.tcgetattr(self.handle)[3] & termios.ECHO)

    def ends(self) -> int:
        """Wait until the program has ended, read the last of what it wrote, and return its exit status."""
        self.hall.wait(lambda: self.ended or self.process.poll() is not None, lambda: f"it goes on:\n{self.text}")
        status = self.process.wait(PATIENCE)
        while not self.ended and self.hall.reads_at_once(self):
            pass
        return status

    def close(self) -> None:
        """Kill what still runs and give the terminal back."""
        self.hall.terminals.remove(self)
        self.kill()
        os.close(self.handle)


@attrs.define(eq=False)
class Hall:
    """All terminals of a hall: while one is looked at, the others are read too, so that none waits to write.

    `far` begins the commands that run on another machine.
    """

    around: Mapping[str, str] = attrs.field(factory=dict)
    far: Sequence[str] = ()
    terminals: list[Terminal] = attrs.field(factory=list, init=False)

    def __enter__(self) -> Hall:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close every terminal."""
        for terminal in list(self.terminals):
            terminal.close()

    def open(self, *arguments: str, size: str = "80x24", far: bool = False, **environment: str) -> Terminal:
        """Run `quizarena` with arguments on a terminal of `size`, "80x24", on the other machine where there is one."""
        prefix = self.far if far else ()
        return self.run([*prefix, sys.executable, "-m", "quizarena", *arguments], size, **environment)

    def run(self, command: Sequence[str], size: str = "80x24", **environment: str) -> Terminal:
        """Run a command on a terminal of `size`."""
        columns, rows = map(int, size.split("x"))
        own, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        own_size = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "LINES")}
        around = {**own_size, "TERM": "xterm-256color", "LANG": "C.UTF-8", **self.around, **environment}
        process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=around, start_new_session=True)
        os.close(its)
        terminal = Terminal(self, process, own, Screen(columns, rows))
        self.terminals.append(terminal)
        return terminal

    def wait(self, done: Callable[[], bool], why: Callable[[], str], seconds: float = PATIENCE) -> None:
        """Read what the programs write until something holds."""
        end = time.monotonic() + seconds
        while not done():
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(why())

    def rest(self, until: float) -> None:
        """Read what the programs write until an instant of the monotonic clock."""
        while (left := until - time.monotonic()) > 0 and self._read(left):
            pass

    def reads_at_once(self, terminal: Terminal) -> bool:
        """Read what a program has written so far; return whether there was anything."""
        ready, _w, _e = select.select([terminal.handle], [], [], 0)
        if ready:
            terminal.take()
        return bool(ready)

    def _read(self, seconds: float) -> bool:
        """Wait for the next bytes; return whether anybody may still write."""
        open_ones = {each.handle: each for each in self.terminals if not each.ended}
        ready, _w, _e = select.select(list(open_ones), [], [], seconds)
        for handle in ready:
            open_ones[handle].take()
        return bool(open_ones)


def steps(limit: int = 60) -> Iterator[int]:
    """Count steps of something that must end."""
    yield from range(limit)
    raise AssertionError(f"no end after {limit} steps")

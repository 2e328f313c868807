"""What a page hears: the newest picture, patches where they fit, beats; and the way back after everything."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from quizarena.arena import Arena
from quizarena.blanks import Choice
from quizarena.contest.facts import HostNote
from quizarena.web.pictures import picture
from quizarena.web.sheets import JudgesDesk
from quizarena.web.stream import May, Stream
from quizarena.web.views import Picture, Watched
from quizarena.web.worker import Worker

from .browsers import free_port, wait_for
from .halls import Served, served, story_file

BOARD, AUDIENCE = Watched("board", "zh"), Watched("audience", "zh")


class Listener:
    """A page that hears a stream; `events` are what it has heard, `stop` goes away."""

    def __init__(self, stream: Stream, watched: Watched, known: str = "", may: May | None = None) -> None:
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.status = 0
        self._left = asyncio.Event()
        self.task = asyncio.ensure_future(stream.send_to(watched, known, self._receive, self._send, may))

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        for part in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in part.splitlines() if ": " in line)
            if "event" in lines:
                self.events.put_nowait((lines["event"], json.loads(lines["data"])))

    async def hears(self, name: str) -> Any:
        while True:
            heard, data = await asyncio.wait_for(self.events.get(), 20)
            if heard == name:
                return data

    async def stop(self) -> None:
        self._left.set()
        await self.task


async def streaming(hall: Served) -> AsyncIterator[Stream]:
    stream = Stream(hall.worker)
    running = asyncio.ensure_future(stream.run())
    await asyncio.sleep(0)
    try:
        yield stream
    finally:
        running.cancel()


def asked(path: Path) -> None:
    """Ask the next question, as another process does."""
    with Arena.open(path) as desk:
        move = next(move for move in desk.contest.moves() if not move.aside and move.closed is None)
        desk.push(move.fill({}))


async def test_what_another_process_records_is_heard_as_a_patch(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        async for stream in streaming(hall):
            page = Listener(stream, AUDIENCE)
            first = await page.hears("scene")
            await page.hears("beat")
            await asyncio.to_thread(asked, hall.path)
            patch = await page.hears("patch")
            assert patch["from"] == first["digest"]
            assert patch["digest"] == hall.worker.snapshot.views[AUDIENCE].digest
            assert set(patch["blocks"]) < {key for region in patch["regions"].values() for key in region["keys"]}
            assert stream.count == 1
            await page.stop()
            assert stream.count == 0


async def test_what_is_recorded_while_a_judges_page_is_drawn_is_shown_without_more_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A judge's session takes records in by itself: none may be taken for shown because of that."""
    with served(tmp_path, 20) as hall:
        await hall.worker.view(Watched("sheet", "zh", "j3"))
        draw_sheet, meanwhile = JudgesDesk.picture, [asked_again]

        def drawn(judges: JudgesDesk, judge: str, language: str) -> Picture:
            if meanwhile:
                meanwhile.pop()(hall.path)
            return draw_sheet(judges, judge, language)

        monkeypatch.setattr(JudgesDesk, "picture", drawn)
        async for stream in streaming(hall):
            page = Listener(stream, AUDIENCE)
            shown = (await page.hears("scene"))["digest"]
            await asyncio.to_thread(asked, hall.path)
            while hall.worker.snapshot.seq < 22 or shown != hall.worker.snapshot.views[AUDIENCE].digest:
                shown = (await page.hears("patch"))["digest"]  # of two quick pictures a page may skip the first
            await page.stop()


async def test_who_has_the_newest_gets_a_beat_and_who_has_an_old_one_the_whole(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        digest = hall.worker.snapshot.views[BOARD].digest
        async for stream in streaming(hall):
            knows, forgot = Listener(stream, BOARD, digest), Listener(stream, BOARD, "0" * 32)
            assert (await knows.hears("beat"))["digest"] == digest
            assert (await forgot.hears("scene"))["digest"] == digest
            await knows.stop()
            await forgot.stop()


async def test_a_note_to_the_host_is_heard_by_nobody_else(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        before = dict(hall.worker.snapshot.views)

        def noted() -> None:
            with Arena.open(hall.path) as desk:
                desk.push(HostNote("颁奖提前"))

        await asyncio.to_thread(noted)
        for _look in range(100):
            await asyncio.sleep(0.05)
            if hall.worker.snapshot.seq > 20:
                break
        after = hall.worker.snapshot.views
        changed = {watched.page for watched in after if after[watched] is not before[watched]}
        assert "audience" not in changed


async def test_a_file_that_cannot_be_read_is_said_on_every_page_and_passes(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        async for stream in streaming(hall):
            page = Listener(stream, AUDIENCE)
            await page.hears("scene")
            aside = hall.path.with_name("aside.qa")
            hall.path.rename(aside)
            while not (beat := await page.hears("beat"))["trouble"]:
                pass
            assert beat["digest"] == hall.worker.snapshot.views[AUDIENCE].digest, "what was shown stays"
            aside.rename(hall.path)
            while (await page.hears("beat"))["trouble"]:
                pass
            await page.stop()


async def test_a_picture_that_cannot_be_made_is_said_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, 20) as hall:
        async for stream in streaming(hall):
            page = Listener(stream, AUDIENCE)
            await page.hears("scene")

            def broken(*_what: object) -> None:
                raise ZeroDivisionError("a plug-in's own fault")

            with monkeypatch.context() as patch:
                patch.setattr("quizarena.web.worker.picture", broken)
                await asyncio.to_thread(asked, hall.path)
                while "a plug-in's own fault" not in (await page.hears("beat"))["trouble"]:
                    pass
            await asyncio.to_thread(asked_again, hall.path)
            await page.hears("patch")
            await page.stop()


def asked_again(path: Path) -> None:
    """Record what comes after a question was asked."""
    with Arena.open(path) as desk:
        move = next(move for move in desk.contest.moves() if not move.aside and move.closed is None)
        chosen = {blank.path: blank.options[0].value for blank in move.decisions if isinstance(blank, Choice)}
        desk.push(move.fill(chosen))


def test_what_is_asked_of_a_worker_fails_to_its_asker_alone(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:

        def wrong(_arena: Arena) -> None:
            raise ValueError("mine")

        with pytest.raises(ValueError, match="mine"):
            hall.worker.ask(wrong).result()
        assert hall.worker.ask(lambda arena: len(arena.contest.records)).result() == 21


def test_a_contest_that_is_not_there_is_said_at_the_start(tmp_path: Path) -> None:
    worker = Worker(str(tmp_path / "no.qa"))
    with pytest.raises(Exception, match=r"no\.qa"):
        worker.start()


async def test_a_page_that_cannot_be_drawn_stands_still_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, 20) as hall:
        sheet = Watched("sheet", "zh", "j3")
        await hall.worker.view(sheet)

        def broken(*_what: object) -> None:
            raise ZeroDivisionError("a blank that no page knows")

        monkeypatch.setattr("quizarena.web.sheets.JudgesDesk.picture", broken)
        with pytest.raises(ZeroDivisionError):
            await hall.worker.view(Watched("sheet", "zh", "j4"))
        async for stream in streaming(hall):
            page, judge = Listener(stream, AUDIENCE), Listener(stream, sheet)
            await page.hears("scene")
            await asyncio.to_thread(asked, hall.path)
            await page.hears("patch")
            while "a blank that no page knows" not in (await judge.hears("beat"))["trouble"]:
                pass
            assert hall.worker.snapshot.trouble_of(AUDIENCE) == ""
            await page.stop()
            await judge.stop()


async def test_who_may_look_no_more_hears_so_and_nothing_after(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        may = [True, True, True, False]

        async def allowed() -> bool:
            return may.pop(0)

        async for stream in streaming(hall):
            page = Listener(stream, BOARD, may=allowed)
            await page.hears("scene")
            await asyncio.to_thread(asked, hall.path)
            assert await page.hears("gone") == {}
            await asyncio.wait_for(page.task, 20)
            assert page.events.empty()
            assert stream.count == 0


async def test_a_full_hall_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizarena.web.stream.MOST", 1)
    with served(tmp_path, 20) as hall:
        async for stream in streaming(hall):
            first = Listener(stream, AUDIENCE)
            await first.hears("scene")
            second = Listener(stream, AUDIENCE)
            await asyncio.wait_for(second.task, 20)
            assert second.status == 503
            await first.stop()


def test_a_worker_does_what_was_asked_before_it_closes_and_nothing_after(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        may_go_on = threading.Event()
        first = hall.worker.ask(lambda _arena: may_go_on.wait(20))
        second = hall.worker.ask(lambda _arena: 2)
        closing = threading.Thread(target=hall.worker.close)
        closing.start()
        while not (late := hall.worker.ask(lambda _arena: 3)).cancelled():
            pass
        may_go_on.set()
        closing.join()
        assert first.result(1)
        assert second.result(1) == 2
        assert late.cancelled()


def test_whoever_left_before_an_answer_is_no_trouble(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        may_go_on = threading.Event()
        busy = hall.worker.ask(lambda _arena: may_go_on.wait(20))
        left = hall.worker.ask(lambda _arena: 1)
        assert left.cancel()
        may_go_on.set()
        assert busy.result()
        assert hall.worker.ask(lambda _arena: 2).result() == 2
        assert hall.worker.snapshot.trouble == {}


async def test_streams_end_when_the_server_stops(tmp_path: Path) -> None:
    with served(tmp_path, 20) as hall:
        async for stream in streaming(hall):
            page = Listener(stream, AUDIENCE)
            await page.hears("beat")
            stream.end()
            await asyncio.wait_for(page.task, 20)
            assert stream.count == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_serve_stops_with_one_sentence_though_pages_look(tmp_path: Path) -> None:
    path, port = story_file(tmp_path / "story.qa", 20), free_port()
    command = [sys.executable, "-X", "utf8", "-m", "quizarena", "serve", str(path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for(f"http://127.0.0.1:{port}", process)
        with urlopen(f"http://127.0.0.1:{port}/events?page=board", timeout=20) as page:
            assert page.readline() == b"retry: 1000\n"
            process.send_signal(signal.SIGINT)
            said, faults = process.communicate(timeout=60)
            assert faults == b""
            assert "网页服务已停止".encode() in said.splitlines()[-1]
        assert process.returncode == 0


async def test_a_change_is_drawn_once_however_many_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def noted(page: str, *about: Any) -> Any:
        drawn.append(page)
        return picture(page, *about)  # type: ignore[arg-type]

    monkeypatch.setattr("quizarena.web.worker.picture", noted)
    found = []
    for many in (1, 40):
        with served(tmp_path / str(many), 20) as hall:
            async for stream in streaming(hall):
                pages = [Listener(stream, (AUDIENCE, BOARD)[nth % 2]) for nth in range(2 * many)]
                for page in pages:
                    await page.hears("beat")
                drawn.clear()
                await asyncio.to_thread(asked, hall.path)
                for page in pages:
                    await page.hears("patch")
                found.append(sorted(drawn))
                for page in pages:
                    await page.stop()
    assert found[0] == found[1]
    assert "board" in found[0]

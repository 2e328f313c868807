"""The hall's scene as files in a folder: what anybody's web server gives out, and a folder that fails."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from quizarena.contest import Contest
from quizarena.text import Text
from quizarena.web.publishing import Publisher
from quizarena.web.views import SCENES_KEPT
from tests.contest.telling import told

from .browsers import PHONE, chromium, free_port, page_at, wait_for
from .halls import Served, served, served_contest, story_file
from .test_scenes import go_on
from .twins import other_speakers, twin


def publisher(hall: Served, folder: Path, said: list[str] | None = None) -> Publisher:
    """Return a hall's publisher, which writes when it is told to; what is said of it stands in `said`, in English."""

    def say(text: Text) -> None:
        [] if said is None else said.append(text.in_language("en"))

    return Publisher(hall.worker, folder, say)


def published(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, but for what the time was."""
    found = {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    head = json.loads(found.pop("head.json"))
    return {**found, "head": f"{head['digest']} {head['seq']}".encode()}


def test_the_files_are_what_the_server_answers(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with served(tmp_path / "hall", 20) as hall, hall.browser() as client:
        publisher(hall, folder).publish()
        live, head = client.get("/head").json(), json.loads((folder / "head.json").read_text())
        assert (head["digest"], head["seq"]) == (live["digest"], live["seq"])
        scene = f"scene/{head['digest']}.json"
        assert (folder / scene).read_bytes() == client.get(f"/{scene}").content
        for name in ("static/follow.js", "static/phone.css"):
            assert (folder / name).read_bytes() == client.get(f"/{name}").content
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert "迎宾大擂台" in page
        assert "/vote" not in page
        assert not [each for each in folder.rglob("*") if each.name.endswith(".new")], "nothing half written stays"


def test_old_scenes_go_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "scene").mkdir(parents=True)
    for number in range(SCENES_KEPT + 9):
        old = folder / "scene" / f"{number:032x}.json"
        old.write_text("{}")
        os.utime(old, (number, number))
    (folder / "scene" / "mine.json").write_text("{}")
    with served(tmp_path / "hall", 20) as hall:
        publisher(hall, folder).publish()
        current = json.loads((folder / "head.json").read_text())["digest"]
    left = {each.stem for each in (folder / "scene").iterdir()}
    assert left >= {current, "mine", f"{SCENES_KEPT + 8:032x}"}
    assert len(left) == SCENES_KEPT + 1
    assert f"{9:032x}" not in left


def test_a_folder_that_is_not_there_is_said_once_and_the_hall_goes_on(tmp_path: Path) -> None:
    folder, said = tmp_path / "stick", list[str]()
    with served(tmp_path / "hall", 20) as hall, hall.browser() as client:
        found = publisher(hall, folder, said)
        for _try in range(3):
            found.publish()
        assert client.get("/").status_code == 200
        assert len(said) == 1
        assert str(folder) in said[0]
        folder.mkdir()
        found.publish()
        assert said[1:] == [f"published again in {folder}"]
        assert (folder / "static" / "follow.js").exists()


def test_a_full_disk_leaves_the_last_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, said = tmp_path / "out", list[str]()
    folder.mkdir()
    with served(tmp_path / "hall", 20) as hall:
        found = publisher(hall, folder, said)
        found.publish()
        before, write = published(folder), Path.write_bytes

        def full(self: Path, body: bytes) -> int:
            write(self, body[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        go_on(hall.path)
        for _deed in range(2):
            hall.worker.ask(lambda arena: arena.refresh()).result()
        found.publish()
        assert published(folder) == before
        assert len(said) == 1
        assert not list(folder.rglob(".*.new"))
        monkeypatch.undo()
        found.publish()
        assert published(folder)["head"] != before["head"]


def test_what_is_on_at_the_end_is_published(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with served(tmp_path / "hall", 20) as hall:
        with publisher(hall, folder).following():
            go_on(hall.path)
            for _deed in range(2):
                hall.worker.ask(lambda arena: arena.refresh()).result()
        assert json.loads((folder / "head.json").read_text())["digest"] == hall.worker.snapshot.scenes.current


def files_of(folder: Path, contest: Contest) -> dict[str, bytes]:
    (folder / "out").mkdir(parents=True)
    with served_contest(folder / "hall", contest) as hall:
        publisher(hall, folder / "out").publish()
        return published(folder / "out")


@pytest.mark.parametrize("seq", [4, 7, 72, 78, 79, 82, 127, 171, 250, 270])
def test_nothing_is_published_ahead_of_the_board(tmp_path: Path, seq: int) -> None:
    """Contests that differ in what the hall has not seen give the same files, byte for byte."""
    one, two = told(seq), twin(seq, "")
    assert one.export(audience=None) != two.export(audience=None)
    found = [_without_commitments(contest, files_of(tmp_path / str(nth), contest)) for nth, contest in
             enumerate((one, two))]  # fmt: skip
    assert found[0] == found[1]


def test_no_honour_is_published_ahead_of_the_board(tmp_path: Path) -> None:
    found = [files_of(tmp_path / str(nth), contest) for nth, contest in enumerate((told(284), other_speakers(284)))]
    assert found[0] == found[1]


def _without_commitments(contest: Contest, found: dict[str, bytes]) -> Any:
    """Return what was published; where a draw's hash is, which the hall has seen and twins cannot share, without it."""
    hashes = [value.encode() for record in contest.records for value in record.fact.published().values()]
    bodies = b"".join(found.values())
    if not any(each in bodies for each in hashes):
        return found
    whole = json.loads(next(body for name, body in found.items() if name.startswith("scene")))
    for each in hashes:
        whole = json.loads(json.dumps(whole).replace(each.decode(), "-"))
    return {**whole, "digest": "", "page": {**whole["page"], "digest": ""}}


@pytest.mark.parametrize("is_there", [True, False])
def test_serve_publishes_and_says_where_it_cannot(tmp_path: Path, is_there: bool) -> None:
    path, folder, port = story_file(tmp_path / "story.qa", 20), tmp_path / "out", free_port()
    if is_there:
        folder.mkdir()
    command = [sys.executable, "-m", "quizarena", "serve", str(path), "--port", str(port), "--publish", str(folder)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment) as process:
        wait_for(f"http://127.0.0.1:{port}", process)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1].decode()
    assert (folder / "head.json").exists() == is_there
    assert (f"没有能写进 {folder}" in said) != is_there
    assert process.returncode == 0


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Serve a folder as any web server would; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.browser
def test_a_page_on_any_web_server_follows_the_hall(tmp_path: Path) -> None:
    folder, faults, asked = tmp_path / "site" / "hall", list[str](), list[str]()
    folder.mkdir(parents=True)
    with served(tmp_path / "hall", 20) as hall, web_server(folder.parent) as address:
        found = publisher(hall, folder)
        found.publish()
        with found.following(), chromium() as browser, page_at(browser, "about:blank", PHONE, faults) as page:
            page.on("request", lambda request: asked.append(request.url.removeprefix(f"{address}/hall/")))
            page.goto(f"{address}/hall/")
            page.wait_for_selector("body[data-line=up]")
            before = page.get_attribute("body", "data-digest")
            assert page.query_selector_all("a[href]") == []
            go_on(hall.path)
            page.wait_for_selector(f'body:not([data-digest="{before}"])')
    assert faults == []
    assert {each.partition("/")[0] for each in asked} <= {"", "head.json", "scene", "static"}, "it asks its own folder"

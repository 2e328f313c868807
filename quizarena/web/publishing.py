"""The hall's scene as files in a folder, for a web server that many ask: the newest, written by a thread of its own.

A file is written beside its place and then renamed, so nobody reads half of one. A folder that is gone or full is said
once, tried again, and never stops the hall.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from ..text import Text, of_system
from .drawing import environment
from .files import head_of
from .look import look_css
from .views import SCENES_KEPT, Watched
from .words import _
from .worker import Snapshot, Worker

AGAIN_SECONDS = 5.0
"""How long after a failure it is tried again."""
_SCENE = re.compile(r"[0-9a-f]{32}\.json")
_STATICS = ("phone.css", "follow.js")


class Publisher:
    """Writes the scenes of a worker that was started into `folder`; `say` is told what fails, and when it goes on."""

    def __init__(self, worker: Worker, folder: Path, say: Callable[[Text], object]) -> None:
        """Take the worker; nothing is written before `publish` or `following`."""
        self._worker, self._folder, self._say = worker, folder, say
        self._news, self._is_over = threading.Event(), False
        self._written: tuple[object, ...] = ()
        self._trouble: Text | None = None

    @contextmanager
    def following(self) -> Iterator[None]:
        """Write what there is and every change, in a thread of its own; on leaving what is on last, and no more."""
        thread = threading.Thread(target=self._run, name="publish", daemon=True)
        self._worker.listeners.append(self._news.set)
        self._news.set()
        thread.start()
        try:
            yield
        finally:
            self._worker.listeners.remove(self._news.set)
            self._is_over = True
            self._news.set()
            thread.join(AGAIN_SECONDS)

    def _run(self) -> None:
        is_last = False
        while not is_last:
            self._news.wait(AGAIN_SECONDS if self._trouble is not None else None)
            self._news.clear()
            is_last = self._is_over  # before it is published: what is on at the end is never left out
            self.publish()

    def publish(self) -> None:
        """Write what is on now, if it is not there yet; not while `following`, which does."""
        try:
            self._write(self._worker.snapshot)
        except OSError as error:
            self._written = ()
            trouble = _("nothing is published in {folder}: {why}", folder=str(self._folder), why=of_system(error))
            if trouble != self._trouble:
                self._say(trouble)
            self._trouble = trouble
            return
        if self._trouble is not None:
            self._say(_("published again in {folder}", folder=str(self._folder)))
        self._trouble = None

    def _write(self, snapshot: Snapshot) -> None:
        """Write a scene, then the page that shows it, and what names it last."""
        digest, whole = snapshot.scenes.current, (snapshot.scenes.current, snapshot.seq)
        if not digest or whole == self._written:
            return
        scenes = self._folder / "scene"
        scenes.mkdir(exist_ok=True)
        if not self._written:
            self._write_statics()
        _put(self._folder / "look.css", look_css(snapshot.look).encode())
        _put(scenes / f"{digest}.json", snapshot.scenes.bodies[digest])
        _put(self._folder / "index.html", _page(snapshot))
        _put(self._folder / "head.json", json.dumps(head_of(snapshot)).encode())
        self._written = whole
        _prune(scenes, digest)

    def _write_statics(self) -> None:
        statics = self._folder / "static"
        statics.mkdir(exist_ok=True)
        for name in _STATICS:
            _put(statics / name, (files("quizarena.web") / "static" / name).read_bytes())


def _page(snapshot: Snapshot) -> bytes:
    """Return the audience's page as a file that finds all else beside itself."""
    language = snapshot.language
    view = snapshot.views[Watched("audience", language)]
    found = environment(language).get_template("published.html")
    shown = {"title": snapshot.titles[language], "view": view, "picture": view.picture, "look": view.picture.look}
    html = found.render(language=language, **shown)
    return html.encode()


def _put(path: Path, body: bytes) -> None:
    """Put a file in its place, whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _prune(scenes: Path, current: str) -> None:
    """Take away all scenes but the last; what else lies there is not ours."""
    known = [each for each in scenes.iterdir() if _SCENE.fullmatch(each.name) and each.stem != current]
    for old in sorted(known, key=lambda each: each.stat().st_mtime_ns, reverse=True)[SCENES_KEPT - 1 :]:
        old.unlink(missing_ok=True)

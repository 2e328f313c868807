"""The thread that holds the contest: everything else asks it, and looks at what it published last.

It opens, uses and closes the arena; the event loop never touches a contest or a journal, so it never waits for a
commit. What others record is published within a few hundredths of a second.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from datetime import UTC, datetime
from math import inf
from typing import TypeVar

import attrs

from ..arena import Arena
from ..contest import Contest
from ..errors import JournalBusy, JournalError, message_of
from ..languages import LANGUAGES, SOURCE
from ..media import media_in
from ..rulebook import Look
from ..scenes import Audience, Question
from ..sessions.follow import following, running_clocks
from ..sessions.hall import Feed, feed_of
from ..text import Text, draw
from .attendance import Attendance
from .drawing import Joining
from .pictures import picture
from .sheets import JudgesDesk
from .views import AUDIENCES, PUBLIC, Page, Scenes, View, Watched, data_view, view_of
from .words import _

_T = TypeVar("_T")
SHARED: tuple[Page, ...] = ("board", "audience", "voter", "host", "scene")
"""The pages that are drawn from the beginning."""
LOOK_SECONDS = 1.0
"""How often the file is looked at though no news came, and how long it may be locked before that is trouble."""

ANSWER_SECONDS = 0.001
"""How long the thread rests after a deed: its answer goes out before pictures are drawn, also where cores are few."""

_NOBODY = Joining()


@attrs.frozen
class Snapshot:
    """What was published last: the record it shows, a view of each page that somebody looks at, and what is wrong.

    By language: `trouble` is why the pictures may be old, empty where all is well, `titles` what the contest is called.
    `faults` is why a page cannot be drawn, by page: its last picture stands, and the others go on. `media` are the
    stored names of the pictures, sounds and films that a page has shown since the contest was opened here. `scenes` are
    the hall's last, in the contest's language; `look` is how the contest looks.
    """

    seq: int
    head: str
    language: str
    views: Mapping[Watched, View]
    trouble: Mapping[str, str]
    titles: Mapping[str, str]
    faults: Mapping[Watched, str] = attrs.field(factory=dict)
    media: Mapping[Page, frozenset[str]] = attrs.field(factory=dict)
    scenes: Scenes = Scenes()
    look: Look = attrs.field(factory=Look)

    def trouble_of(self, watched: Watched) -> str:
        """Return why a page's picture may be old, empty where all is well."""
        return self.trouble.get(watched.language, "") or self.faults.get(watched, "")


class Worker:
    """Holds the contest at `address` until `close`.

    Any thread may ask for `snapshot` and call `ask`; listeners are called in the worker's thread.
    """

    def __init__(self, address: str, joining: Joining = _NOBODY) -> None:
        """Take the address, and how phones come to the pages; `start` opens it."""
        self.address, self.joining = address, joining
        self.listeners: list[Callable[[], object]] = []
        self.snapshot = Snapshot(-1, "", SOURCE, {}, {}, {})
        self._watched: tuple[Watched, ...] = ()
        self._inbox: queue.SimpleQueue[tuple[Callable[[Arena], object], Future[object]] | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="contest", daemon=True)
        self._is_over = False
        self._judges: JudgesDesk
        self._attendance: Attendance
        self._locked_since = 0.0
        self._drawn_head = ""  # judges' sessions take in records too, even while pictures are drawn
        self._anew = inf

    def start(self) -> None:
        """Open the contest and publish its first pictures; raises like `Arena.open`."""
        self._thread.start()
        self._opened.result()

    def close(self) -> None:
        """Close the contest, once what was asked before is done."""
        self._is_over = True
        self._inbox.put(None)
        self._thread.join()

    @property
    def judges(self) -> JudgesDesk:
        """The judges' sessions, for deeds that are asked of this worker."""
        return self._judges

    @property
    def attendance(self) -> Attendance:
        """Who is there in browsers, for deeds that are asked of this worker."""
        return self._attendance

    def ask(self, deed: Callable[[Arena], _T]) -> Future[_T]:
        """Have `deed` done in the worker's thread; its value comes after the commit, what it raises to the asker.

        After `close` nothing is done any more: the asker's future is cancelled.
        """
        future: Future[_T] = Future()
        if self._is_over:
            future.cancel()
            return future
        self._inbox.put((deed, future))  # type: ignore[arg-type]
        return future

    async def call(self, deed: Callable[[Arena], _T]) -> _T:
        """Like `ask`, for the event loop."""
        return await asyncio.wrap_future(self.ask(deed))

    async def view(self, watched: Watched) -> View:
        """Return a page's view; from now on it is rendered with every change."""
        known = self.snapshot.views.get(watched)
        return known if known is not None else await self.call(lambda arena: self._also_watched(arena, watched))

    def _also_watched(self, arena: Arena, watched: Watched) -> View:
        """Return a page's view; one that cannot be drawn raises to its asker, and is not watched."""
        if watched not in self._watched:
            view = self._drawn(arena.contest, watched, None)
            self._watched += (watched,)
            self.snapshot = attrs.evolve(self.snapshot, views={**self.snapshot.views, watched: view})
        return self.snapshot.views[watched]

    def _run(self) -> None:
        try:
            arena = Arena.open(self.address)
        except BaseException as error:
            self._opened.set_exception(error)
            return
        with arena:
            try:
                self._begin(arena)
            except BaseException as error:
                self._opened.set_exception(error)
                return
            self._opened.set_result(None)
            with following(lambda: arena.journal, lambda: self._inbox.put(None)), closing(self._attendance):
                while not (self._is_over and self._inbox.empty()):
                    try:
                        self._serve_one(arena)
                    except Exception as fault:  # a kind's own code may raise whatever it likes; the thread goes on
                        self._stumble(fault)

    def _begin(self, arena: Arena) -> None:
        """Draw the first pictures; one that cannot be drawn is asked for again by who opens its page."""
        self._judges, self._attendance = JudgesDesk(arena), Attendance(arena)
        language = arena.contest.rulebook.language
        for page in SHARED:
            with suppress(Exception):  # said to whoever opens the page
                self._also_watched(arena, Watched(page, language))
        self._publish(arena.contest)

    def _serve_one(self, arena: Arena) -> None:
        is_behind = arena.contest.head != self._drawn_head
        try:
            job = self._inbox.get(timeout=0 if is_behind else LOOK_SECONDS)
        except queue.Empty:
            job = None
        if job is not None:
            _do(job, arena)
            time.sleep(ANSWER_SECONDS)
        trouble = self._refreshed(arena)
        has_news, is_behind = self._judges.look(), arena.contest.head != self._drawn_head
        if trouble != self.snapshot.trouble or is_behind or time.time() >= self._anew:
            self._publish(arena.contest, trouble)
        elif has_news:
            self._publish_sheets(arena.contest)

    def _stumble(self, fault: Exception) -> None:
        """Leave the last pictures standing, and say on every page that they stand still and why."""
        said = _stands_still(fault)
        self._tell({language: draw(said, language) for language in LANGUAGES})

    def _tell(self, trouble: Mapping[str, str]) -> None:
        self.snapshot = attrs.evolve(self.snapshot, trouble=trouble)
        for listener in self.listeners:
            listener()

    def _refreshed(self, arena: Arena) -> Mapping[str, str]:
        """Take in what others recorded and return why that fails, once it has failed for long."""
        try:
            arena.refresh()
        except JournalError as error:
            self._locked_since = self._locked_since or time.monotonic()
            if isinstance(error, JournalBusy) and time.monotonic() - self._locked_since < LOOK_SECONDS:
                return self.snapshot.trouble
            return {language: error.sentence(language) for language in LANGUAGES}
        self._locked_since = 0.0
        return {}

    def _publish(self, contest: Contest, trouble: Mapping[str, str] | None = None) -> None:
        self._drawn_head, last = contest.head, contest.records[-1]
        feeds = _feeds(contest, SHARED)
        judges = {"", *(judge.id for judge in contest.state.roster.judges)}
        self._watched = tuple(watched for watched in self._watched if watched.judge in judges)
        views, faults = self._redrawn(contest, self._watched, feeds)
        known = self.snapshot.trouble if trouble is None else trouble
        titles = {language: draw(contest.rulebook.title, language) for language in LANGUAGES}
        media = {page: self.snapshot.media.get(page, frozenset()) | _media_in(feeds[page]) for page in SHARED}
        language, look = contest.rulebook.language, contest.rulebook.look
        media["board"] |= {each.stored_name for each in media_in(look)}
        scenes = self._scenes(views, language)
        self.snapshot = Snapshot(last.seq, last.digest, language, views, known, titles, faults, media, scenes, look)
        self._anew = _runs_out(feeds["host"]) if not faults else time.time() + LOOK_SECONDS
        for listener in self.listeners:
            listener()

    def _publish_sheets(self, contest: Contest) -> None:
        """Publish what judges typed: beside the record it changes their own pages, and nobody else's."""
        sheets = [watched for watched in self._watched if watched.page == "sheet"]
        views, faults = self._redrawn(contest, sheets)
        others = {watched: why for watched, why in self.snapshot.faults.items() if watched not in sheets}
        self.snapshot = attrs.evolve(self.snapshot, views={**self.snapshot.views, **views}, faults={**others, **faults})
        for listener in self.listeners:
            listener()

    def _redrawn(
        self, contest: Contest, pages: Sequence[Watched], feeds: Mapping[Page, Feed] | None = None
    ) -> tuple[dict[Watched, View], dict[Watched, str]]:
        """Return the pages' views, and why those that cannot be drawn stand still."""
        views, faults = {watched: self.snapshot.views[watched] for watched in pages}, {}
        for watched in pages:
            try:
                views[watched] = self._drawn(contest, watched, views[watched], feeds)
            except Exception as fault:  # a kind's own code may raise whatever it likes; the other pages go on
                faults[watched] = draw(_stands_still(fault), watched.language)
        return views, faults

    def _drawn(
        self, contest: Contest, watched: Watched, before: View | None, feeds: Mapping[Page, Feed] | None = None
    ) -> View:
        """Return a page's view, the one of `before` where nothing changed."""
        page, language = watched.page, watched.language
        if page == "sheet":
            return view_of(self._judges.picture(watched.judge, language), before)
        feed = (_feeds(contest, (page,)) if feeds is None else feeds)[page]
        if page == "scene":
            return data_view(feed.scene.to_json(language), language, before)
        return view_of(picture(page, feed, contest.rulebook, language, self.joining), before)

    def _scenes(self, views: Mapping[Watched, View], language: str) -> Scenes:
        """Return the hall's scenes with the newest; while it cannot be drawn, those there are."""
        data, page = (views.get(Watched(page, language)) for page in ("scene", "audience"))
        return self.snapshot.scenes if data is None or page is None else self.snapshot.scenes.after(data, page)


def _stands_still(fault: Exception) -> Text:
    return _("The pictures stand still: {why}", why=message_of(fault))


def _runs_out(feed: Feed) -> float:
    """Return the second in which the next running clock ends: then another line is read."""
    now = datetime.now(UTC)
    left = [(clock.limit_ms - clock.used_at(now)) / 1_000 for clock in running_clocks(feed.scene)]
    return time.time() + min((each for each in left if each > 0), default=inf)


def _media_in(feed: Feed) -> frozenset[str]:
    return frozenset(each.media.stored_name for each in feed.scene.of(Question) if each.media is not None)


def _feeds(contest: Contest, pages: Sequence[Page]) -> Mapping[Page, Feed]:
    """Return what pages show, made once where they show the same.

    Members go by their public names where people may take it home; in full they are the contest's own.
    """
    made: dict[tuple[int, Audience], Feed] = {}
    found, posted = {}, contest.posted()
    for page in pages:
        shown, audience = posted if page in PUBLIC else contest, AUDIENCES[page]
        key = id(shown.history), audience
        found[page] = made[key] = made.get(key) or feed_of(shown, audience)
    return found


def _do(job: tuple[Callable[[Arena], object], Future[object]], arena: Arena) -> None:
    deed, future = job
    if not future.set_running_or_notify_cancel():
        return  # whoever asked has gone
    try:
        future.set_result(deed(arena))
    except BaseException as error:
        future.set_exception(error)

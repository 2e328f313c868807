"""The desk of a season on a terminal: how it looks, and that keys of a terminal reach it."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from quizarena.arena import Arena
from quizarena.documents import only_season
from quizarena.season.facts import MemberEnrolled
from quizarena.sessions.season.desk import SeasonDesk
from quizarena.sessions.season.session import SeasonSession
from quizarena.terminal.season import SeasonScreen, draw_season
from quizarena.terminal.window import Window
from tests.season.book import rules
from tests.sessions.test_season import NOW, filled, keys, session_of

from .golden import check, plain


def test_the_desk_looks_as_it_did() -> None:
    session = session_of(filled())
    check("season-list", draw_season(session.view(NOW), (80, 24), "zh"))
    keys(session, "enter", "3", "1", "enter", "enter")
    check("season-redeem", draw_season(session.view(NOW), (80, 24), "zh"))
    keys(session, "+", "c")
    check("season-check-en", draw_season(session.view(NOW), (120, 40), "en"))


def test_a_window_too_small_asks_for_more_and_one_long_list_turns_its_pages() -> None:
    session = session_of(filled())
    small = plain(draw_season(session.view(NOW), (60, 20), "en"))
    assert small[0].startswith("Please make the window at least 80x24 (now 60x20)")
    for number in range(6, 36):
        session.desk.arena.push(MemberEnrolled(f"m{number}", f"成员{number}", "流动"))
    keys(session, *["down"] * 25)
    shown = plain(draw_season(session.view(NOW), (80, 24), "en"))
    assert [row[1:4].strip() for row in shown[3:5]] == ["m19", "m20"]


async def test_keys_of_a_terminal_record_into_the_file(tmp_path: Path) -> None:
    with Arena.create(tmp_path / "points.qa", rules()) as arena:
        screen = SeasonScreen(SeasonSession(SeasonDesk(arena)), "zh", now=lambda: NOW)
        window: App[None] = Window(screen)
        async with window.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"Li", "enter", "e", *"Zhang", "enter", "1", "plus", "g", "t", "q")
        season = only_season(arena.document)
        assert [(each.name, each.category) for each in season.ledger.members.values()] == [("Zhang", "在职")]
        assert season.records[-1].person == "Li"
        assert screen.spoken == "en"

"""The pages at every record of the story: whole, escaped, and with nothing that the hall may not know."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quizarena.contest import Contest
from quizarena.errors import JournalError
from quizarena.rulebook import loads
from quizarena.scenes import Ranking
from quizarena.sessions.hall import feed_of
from quizarena.testing import START
from quizarena.text import draw
from quizarena.web.pictures import picture
from quizarena.web.pictures.audience import Workings, working_of
from quizarena.web.views import AUDIENCES, Page, view_of
from tests.contest.telling import frozen, told

from .halls import served

PAGES: tuple[Page, ...] = ("board", "audience", "host")
LAST = len(told().records) - 1


def page(contest: Contest, name: Page, language: str = "zh") -> str:
    """Return all that a page shows, as HTML."""
    found = picture(name, feed_of(contest, AUDIENCES[name]), contest.rulebook, language)
    return "\n".join(found.blocks[key] for region in found.regions.values() for key in region.keys)


@pytest.mark.parametrize("name", PAGES)
def test_every_record_of_the_story_has_its_pages(name: Page) -> None:
    contest = told()
    for seq in range(1, LAST + 1, 7):
        for language in ("zh", "en"):
            shown = page(contest.at(seq), name, language)
            assert draw(contest.rulebook.title, language) in shown or name == "host", seq
            assert " style=" not in shown, seq
            assert "Undefined" not in shown, seq


HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.mark.parametrize("name", PAGES)
def test_no_name_is_more_than_a_name(name: Page) -> None:
    teams = [{"id": f"t{n}", "name": f"{HOSTILE}{n}", "members": [HOSTILE]} for n in range(3)]
    rounds = [{"id": "r", "use": "quiz/required", "title": HOSTILE, "per_team": 1}]
    head = {"quizarena": 1, "contest": {"title": HOSTILE, "language": "en"}, "order": "roster"}
    contest = Contest(loads(json.dumps({**head, "teams": teams, "rounds": rounds})), at=START)
    for _fact in range(6):
        shown = page(contest, name, "en")
        assert "<script" not in shown
        assert "alert(1)" in shown, "the name is there, as a name"
        move = next((move for move in contest.moves() if not move.aside and move.closed is None), None)
        if move is None or len(contest.records) > 12:
            return
        values = {blank.path: blank.options[0].value for blank in move.decisions if hasattr(blank, "options")}
        contest.push(move.fill(values, now=START), at=START)


HEAD = re.compile(r"#\d+ [0-9a-f]{4}")
"""The corner of the board: the head of the chain differs with every record, and tells nothing of it."""


def test_frozen_totals_are_on_no_page_of_the_hall() -> None:
    one, two = frozen("7"), frozen("-31")
    for name in ("board", "audience"):
        shown = [HEAD.sub("", page(each, name)) for each in (one, two)]  # type: ignore[arg-type]
        assert shown[0] == shown[1]
    assert working_of(one.posted(), "kaiyuan", "zh") == working_of(two.posted(), "kaiyuan", "zh")


def test_a_total_is_explained_as_far_as_the_hall_has_come() -> None:
    contest = told()
    revealed = next(record.seq for record in contest.records if record.type == "scenario.revealed")
    before, after = (working_of(contest.at(seq), "yingbin", "zh") for seq in (revealed - 1, revealed))
    assert before == after, "the marks are in, and none is open yet"
    final = working_of(contest, "kaiyuan", "zh")
    assert final is not None
    assert final.total == "319.32"
    assert working_of(contest, "nobody", "zh") is None


def test_a_working_is_made_once_a_record_however_many_ask() -> None:
    workings, contest = Workings(), told(60)
    first = workings.of(contest, "kaiyuan", "zh")
    assert first is not None
    assert workings.of(contest, "kaiyuan", "zh") is first
    assert workings.of(contest, "kaiyuan", "en") != first
    assert workings.of(contest, "nobody", "zh") is None
    assert workings.of(told(), "kaiyuan", "zh") == working_of(told().posted(), "kaiyuan", "zh") != first


def test_who_share_a_place_stand_by_their_desks() -> None:
    (ranking,) = told(60).scene("hall").of(Ranking)
    assert [(row.place, row.podium) for row in ranking.rows] == [(1, 2), (2, 1), (2, 3), (2, 4)]
    assert [row.behind for row in ranking.rows] == [None, 10, 0, 0]


def test_a_phone_has_a_final_score_once() -> None:
    for seq in (88, 89, 90):
        assert page(told(seq), "audience").count("90.52") == (seq > 88), seq


def test_a_record_that_shows_nothing_new_sends_nothing() -> None:
    contest = told()
    ballot = next(record.seq for record in contest.records if record.type == "scenario.ballot")
    drawn = [picture("audience", feed_of(contest.at(seq), "hall"), contest.rulebook, "zh") for seq in (1, ballot)]
    first = view_of(drawn[0], None)
    assert view_of(drawn[0], first) is first
    second = view_of(drawn[1], first)
    assert second.digest != first.digest
    assert second.event_for(first.digest) == second.patch
    assert second.event_for("") == second.scene
    assert len(second.patch) < len(second.scene)


def test_each_team_leads_to_its_working(tmp_path: Path) -> None:
    with served(tmp_path, 60) as hall, hall.browser() as phone:
        ways = re.findall(r'href="(/why/[^"]+)"', phone.get("/").text)
        assert len(ways) == 4
        for way in ways:
            assert "基础分" in phone.get(way).text
        assert phone.get("/why/nobody").status_code == 404
        assert "base score" in phone.get("/why/kaiyuan?lang=en").text.lower()


SORRY = {
    "no such page": ("/nowhere", 404, "没有这一页", "There is no such page"),
    "no such team": ("/why/nobody", 404, "没有这一页", "There is no such page"),
    "no seat": ("/sheet", 401, "还没有座位", "has no seat"),
    "a used card": ("/s/WRONG", 410, "用过", "was used"),
}


@pytest.mark.parametrize(("path", "status", "chinese", "english"), SORRY.values(), ids=SORRY)
def test_what_is_not_to_be_had_is_said_in_the_language_asked_for(
    tmp_path: Path, path: str, status: int, chinese: str, english: str
) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone:
        for language, words in ("", chinese), ("?lang=en", english):
            answer = phone.get(path + language)
            assert answer.status_code == status
            assert words in answer.text


def test_a_file_that_cannot_be_read_is_a_page_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")

        def closed(*_what: object) -> None:
            raise JournalError("the disk is gone")

        monkeypatch.setattr("quizarena.web.reception.seat_of_cookie", closed)
        answer = phone.get("/sheet")
        assert answer.status_code == 503
        assert "the disk is gone" in answer.text


def test_the_tablet_shows_no_totals_that_are_frozen() -> None:
    contest = frozen("7")
    shown = page(contest, "host")
    assert 'class="totals"' not in shown
    assert 'class="totals"' in page(told(20), "host")


def test_with_the_prizes_phones_begin_with_them_and_the_tablet_has_nothing_beside() -> None:
    contest = told(
        next(record.seq for record in told().records if getattr(record.fact, "programme", "") == "prizes") + 2
    )
    phone, tablet = page(contest, "audience"), page(contest, "host")
    assert 0 <= phone.index("三等奖") < phone.index("比分")
    assert "评委一" not in phone
    assert "正方" not in tablet


def test_the_other_language_is_a_tap_away(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as phone:
        card = f"/s/{hall.card('judge:j3')}"
        for way in ("/", card):
            assert f'href="{way}?lang=en">English' in phone.get(way).text
            assert f'href="{way}?lang=zh">中文' in phone.get(f"{way}?lang=en").text

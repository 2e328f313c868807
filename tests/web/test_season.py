"""A season in browsers: one's own passbook by a card and nobody else's, and a counter that hands out goods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from quizarena.arena import Arena
from quizarena.documents import only_season
from quizarena.errors import DocumentError
from quizarena.journal import SqliteJournal
from quizarena.records import to_row
from quizarena.season import Season
from quizarena.sessions.season.passbooks import print_passbooks
from quizarena.web.season import SeasonSite
from tests.cli.running import run
from tests.sessions.test_season import filled
from tests.web.halls import HERE, HOST, ORIGIN, story_file


@contextmanager
def browser(site: SeasonSite) -> Iterator[TestClient]:
    """Return a browser of its own."""
    with TestClient(site.app, base_url=HERE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("season") / "points.qa"
    made = filled()
    with closing(SqliteJournal.create(path)) as journal, journal.writing() as writer:
        for record in made.records:
            writer.append(to_row(record, made.book))
    return path


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[SeasonSite]:
    with closing(SeasonSite(str(path), {HOST})) as site:
        yield site


def season_at(path: Path) -> Season:
    with Arena.open(path, read_only=True) as arena:
        return only_season(arena.document).fork()


def words(html: str) -> str:
    """Return what a page says, without its marks."""
    body = html.partition("<body")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", "<" + body).split())


def fields(html: str) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def counter(site: SeasonSite, client: TestClient) -> None:
    """Have a browser be the counter."""
    answer = client.post(f"/s/{site.counter_card()}", headers=ORIGIN, data={"device": "d"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/counter?lang=zh")


def review_of(client: TestClient, count: str) -> str:
    """Ask the counter to read a redemption back."""
    sent = {"member": "m1", "good": "洗衣液", "count": count}
    return client.post("/counter/review?lang=en", headers=ORIGIN, data=sent).text


def test_a_member_sees_the_own_passbook_by_a_card_and_no_other(path: Path, site: SeasonSite) -> None:
    with Arena.open(path) as arena:
        codes = print_passbooks(arena, ["m1", "m2"])
        newer = print_passbooks(arena, ["m2"])["m2"]
    with browser(site) as client:
        assert (
            client.get(f"/?code={codes['m1'].lower()}&lang=en").headers["location"]
            == f"/p/{codes['m1'].lower()}?lang=en"
        )
        page = client.get(f"/p/{codes['m1'].lower()}?lang=en")
        assert "张三 在职 20 points left earned in 2026: 20" in words(page.text)
        assert "2026-03-05 志愿服务 10 h (claim #006) #007 +20 20" in words(page.text)
        assert "李四" not in page.text
        assert page.headers["cache-control"] == "no-store"
        assert "分可用" in client.get(f"/p/{newer}").text
        assert client.get(f"/p/{codes['m2']}?lang=en").status_code == 404, "the card of before holds no more"
        assert "积分存折" in words(client.get("/").text)


def test_codes_that_are_none_are_slowed(path: Path) -> None:
    with closing(SeasonSite(str(path), {HOST})) as site, browser(site) as client:
        found = [client.get(f"/p/WRONG{number}").status_code for number in range(40)]
    assert found[0] == 404
    assert found[-1] == 429


def test_the_counter_hands_out_goods_at_the_price_shown_and_once(path: Path, site: SeasonSite) -> None:
    with Arena.open(path) as arena:
        code = print_passbooks(arena, ["m1"])["m1"]
    before = len(season_at(path).records)
    with browser(site) as client:
        assert client.get("/counter").status_code == 401
        counter(site, client)
        assert "兑换台" in words(client.get("/counter").text)
        shown = words(client.get(f"/counter?member={HERE}/p/{code}&lang=en").text)
        assert "张三 在职 · m1 20 points left 洗衣液 10 points 5 in stock" in shown
        assert "No member is called so" in client.get("/counter?member=nobody&lang=en").text
        dear = review_of(client, "3")
        assert "张三 has 20, this costs 30: short by 10" in dear
        assert "/counter/redeem" in dear
        assert "Hand it out" not in dear
        review = review_of(client, "1")
        assert "洗衣液 x1 at 10: 10 points has 20, left then: 10" in words(review)
        sent = {**fields(review), "person": "王\n芳 "}
        for _time in range(2):
            done = client.post("/counter/redeem?lang=en", headers=ORIGIN, data=sent)
            assert done.headers["location"] == f"/counter?done={before}&lang=en"
        assert f"Handed out, recorded as #{before:03}." in words(client.get(f"/counter?done={before}&lang=en").text)
        again = review_of(client, "1")
        assert 'value="王 芳"' in again, "the name is typed once"
        refused = client.post(
            "/counter/redeem?lang=en", headers=ORIGIN, data={**fields(again), "count": "9", "person": "王芳"}
        )
        assert (refused.status_code, "洗衣液: 4 left, 9 asked for" in refused.text) == (409, True)
    season = season_at(path)
    assert len(season.records) == before + 1
    assert (season.records[-1].seat, season.records[-1].person) == ("counter", "王 芳")


def test_a_counters_card_lets_one_device_in_and_a_newer_one_ends_it(site: SeasonSite) -> None:
    with browser(site) as first, browser(site) as second:
        code = site.counter_card()
        assert "兑换台" in words(first.get(f"/s/{code}").text)
        assert first.post(f"/s/{code}", headers=ORIGIN, data={"device": "a"}).status_code == 303
        assert second.post(f"/s/{code}", headers=ORIGIN, data={"device": "b"}).status_code == 410
        assert second.get(f"/s/{code}").status_code == 410
        counter(site, second)
        assert first.get("/counter").status_code == 401
        assert second.get("/counter").status_code == 200


@pytest.mark.parametrize(("member", "good", "count"), [("", "", ""), ("m1", "毛毯", "1"), ("m1", "洗衣液", "-1")])
def test_forms_that_ask_for_nothing_known_record_nothing(
    site: SeasonSite, path: Path, member: str, good: str, count: str
) -> None:
    data = {"member": member, "good": good, "count": count}
    before = len(season_at(path).records)
    with browser(site) as client:
        counter(site, client)
        assert client.post("/counter/review", headers=ORIGIN, data=data).status_code == 303
        assert (
            client.post("/counter/redeem", headers=ORIGIN, data={**data, "id": "x", "person": "p"}).status_code == 409
        )
        assert client.post("/counter/redeem", data=data).status_code == 403, "from another page"
        for done in ("9" * 5_000, "٣", "<b>"):
            assert 'role="status"' not in client.get("/counter", params={"done": done}).text
    assert len(season_at(path).records) == before


def test_a_contest_is_not_served_as_a_season(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds a contest and no season"):
        SeasonSite(str(story_file(tmp_path / "story.qa", 5)), {HOST})


def test_cards_are_printed_for_members(path: Path, tmp_path: Path, site: SeasonSite) -> None:
    out = tmp_path / "cards.html"
    lines = run("season", path, "cards", "--at", HERE, "--cards", out, "m1", "李四").output.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [["m1", "张三"], ["m2", "李四"]]
    address = lines[0].split("\t")[2]
    assert address.startswith(f"{HERE}/p/")
    assert address in out.read_text(encoding="utf-8")
    with browser(site) as client:
        assert client.get(address.removeprefix(HERE)).status_code == 200

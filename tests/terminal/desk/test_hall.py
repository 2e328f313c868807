"""The hall in browsers, from the desk's menu: the server, who is there, cards for the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizarena.arena import Arena
from quizarena.journal import Presence, Seats
from quizarena.journal.memory import MemorySlots
from quizarena.sessions.cards import claim, print_cards, print_voters, voter_of_card
from quizarena.sessions.desk import hall as hall_menu
from quizarena.sessions.desk.presence import heartbeat
from quizarena.sessions.serving import CardsJob, CardsPrinted, Launch
from quizarena.text import plain
from tests.web.halls import story_file

from .hand import NOON, Hand, at, small_hall

ADDRESS = "http://192.168.1.5:8000"
SERVER = Presence("server", acting=NOON, address=ADDRESS, pid=1)


def beside(monkeypatch: pytest.MonkeyPatch, *others: Presence, hand: Hand | None = None) -> Hand:
    """Return a hand at a desk that has looked at these screens."""
    hand = hand or at(20)
    hand.desk.seats = Seats(MemorySlots(), 0, Presence("desk"))
    monkeypatch.setattr(Seats, "others", lambda self: list(others))
    heartbeat(hand.desk, "120x40", hand.now)
    return hand


def opened(hand: Hand) -> Hand:
    """Open the page of browsers from the menu."""
    hand.press("m", *["pagedown"] * 9)
    (number,) = re.findall(r"(\d+)  网页", hand.picture())
    return hand.type(number).press("enter")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return the servers that were begun: the contest's address and the options of each."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(Launch, "begin", lambda self, *words: found.append(words))
    return found


@pytest.mark.parametrize(
    ("key", "options"), [("1", ("--lan",)), ("2", ()), ("3", ("--lan", "--port", "0"))], ids=["network", "here", "port"]
)
def test_it_is_served_by_one_row(
    monkeypatch: pytest.MonkeyPatch, begun: list[tuple[str, ...]], key: str, options: tuple[str, ...]
) -> None:
    hand = beside(monkeypatch)
    monkeypatch.setattr(type(hand.desk.arena.journal), "address", "yingbin.qa")
    shown = opened(hand).picture()
    assert "控制台关了，网页服务照常运行" in shown
    hand.press(key)
    assert begun == [("yingbin.qa", *options)]
    assert "正在启动" in hand.picture()


def test_a_contest_in_memory_is_not_served(monkeypatch: pytest.MonkeyPatch, begun: list[tuple[str, ...]]) -> None:
    assert "不在文件里" in opened(beside(monkeypatch)).press("1").picture()
    assert begun == []


def test_what_cannot_be_begun_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Launch, *words: str) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(Launch, "begin", fails)
    hand = beside(monkeypatch)
    monkeypatch.setattr(type(hand.desk.arena.journal), "address", "yingbin.qa")
    assert "网页服务没有启动" in opened(hand).press("1").picture()


def test_it_says_where_and_who_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    others = (SERVER, Presence("host", browser=True), Presence("judge:j2"), Presence("board", browser=True))
    hand = beside(monkeypatch, *others)
    for seat in ("judge:j3", "judge:j4"):
        code = print_cards(hand.desk.arena, [seat])[seat]
        if seat == "judge:j3":
            assert claim(hand.desk.arena, code, "phone", hand.now)
    shown = opened(hand).picture()
    assert f"大屏（投影）: {ADDRESS}/board" in shown
    states = (
        ("主持人", "已坐下"), ("评委一", "还没有卡"), ("评委二", "在终端窗口"),
        ("评委三", "坐下过，现在没连上"), ("评委四", "有卡，还没扫"),
    )  # fmt: skip
    for name, state in states:
        assert re.search(rf"{name} +{state} ", shown)


def test_the_menus_row_counts_the_seats_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = beside(monkeypatch, SERVER, Presence("host", browser=True), Presence("judge:j2", browser=True))
    assert f"{ADDRESS}, 到席 2/8".replace(", ", "，") in hand.press("m", *["pagedown"] * 9).picture()


@pytest.mark.parametrize(
    ("keys", "seats"),
    [(("1",), ()), (("2", "1"), ("host",)), (("2", "4"), ("judge:j3",)), (("3",), ("desk",))],
    ids=["all", "host", "judge", "page"],
)
def test_cards_are_asked_for(monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], seats: tuple[str, ...]) -> None:
    hand = opened(beside(monkeypatch, SERVER)).press(*keys)
    job = hand.desk.browsers.due()
    assert job is not None
    assert (job.server, job.seats) == (ADDRESS, seats)
    assert hand.desk.browsers.due() is None


def test_it_is_stopped_by_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Presence] = []
    monkeypatch.setattr("quizarena.sessions.desk.browsers.stop", asked.append)
    hand = opened(beside(monkeypatch, SERVER)).press("4")
    assert asked == [SERVER]
    assert "正在停止" in hand.picture()


def poll_hall() -> Hand:
    """Return a hand at a contest in which 20 jurors vote by cards."""
    return small_hall({"use": "quiz/vote", "collect": "cards", "jurors": 20})


@pytest.mark.parametrize("printed", [False, True], ids=["first", "anew"])
def test_voters_cards_are_asked_for_and_those_there_are_not_lost_by_one_key(
    monkeypatch: pytest.MonkeyPatch, printed: bool
) -> None:
    hand = beside(monkeypatch, SERVER, hand=poll_hall())
    if printed:
        print_voters(hand.desk.arena, 12)
    hand = opened(hand).press("4")
    if printed:
        assert "1 到 12 号投票卡已经打印过。打印新卡，旧卡就全部作废" in hand.picture()
        assert hand.desk.browsers.due() is None
        hand.press("1")
    job = hand.desk.browsers.due()
    assert job is not None
    assert (job.server, job.seats, job.voters) == (ADDRESS, (), 20)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (CardsPrinted(Path("a-cards.html"), ("http://a/s/B",)), "新卡: http://a/s/B，也在 a-cards.html 里"),
        (CardsPrinted(Path("a-cards.html"), ("http://a/s/B", "http://a/s/C")), "2 张席卡在 a-cards.html 里"),
        (CardsPrinted(None, why=plain("disk full")), "席卡没有做成"),
    ],
    ids=["one", "many", "none"],
)
def test_what_became_of_the_cards_is_said(monkeypatch: pytest.MonkeyPatch, printed: CardsPrinted, said: str) -> None:
    hand = beside(monkeypatch, SERVER)
    hall_menu.settle(hand.desk, printed)
    assert said in hand.picture()


def test_cards_are_printed_by_the_command(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 20)
    printed = CardsJob(str(path), ADDRESS, NOON, ("judge:j3",)).run()
    assert printed.page is not None
    (address,) = printed.addresses
    assert address.startswith(f"{ADDRESS}/s/")
    assert address in printed.page.read_text(encoding="utf-8")
    with Arena.open(path) as arena:
        assert claim(arena, address.rpartition("/")[2], "", NOON) is not None
    voters = CardsJob(str(path), ADDRESS, NOON, voters=2).run()
    assert voters.page is not None
    with Arena.open(path) as arena:
        assert [voter_of_card(arena, each.rpartition("/v/")[2]) for each in voters.addresses] == [1, 2]
    again = CardsJob(str(path), ADDRESS, NOON).run()
    assert again.page is None
    assert again.why is not None
    assert "cards" in again.why.in_language("zh"), "a page is never overwritten"

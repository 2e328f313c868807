"""The board in a browser: every record of the story, what the story does not reach, and names that mean harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any, get_args

import attrs
import pytest

from quizarena.contest.facts import Adjusted, BoardMessage, BoardShows
from quizarena.scenes import Block, OnAir, Prizes, Ranking, Scene
from quizarena.scores import Score
from quizarena.sessions.hall import Feed, Seal, feed_of
from quizarena.sessions.programme import Programme, programme_of
from quizarena.text import draw, plain
from quizarena.web.drawing import Joining, WiFi
from quizarena.web.pictures import picture
from quizarena.web.views import Picture
from tests.terminal.afternoon import until, whole

from .odd_halls import HALLS, HOSTILE, NAMES, feed

LAST = len(whole().records) - 1
EMPTY = {"br", "circle", "path", "rect", "img"}


class Tags(HTMLParser):
    """Collects the tags and attributes of a page, and sees that what opens closes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], f"{tag} closes {self._open}"
        self._open.pop()

    def finish(self) -> None:
        self.close()
        assert not self._open


def drawn(shown: Feed, language: str = "zh") -> Picture:
    return picture("board", shown, whole().rulebook, language)


def html(shown: Picture) -> str:
    return "".join(shown.region_html(name) for name in shown.regions)


def read(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    tags.finish()
    return tags


@cache
def story(seq: int) -> Feed:
    return feed_of(until(seq), "hall")


def cued(seq: int, shown: BoardShows) -> Feed:
    contest = until(seq).fork()
    contest.push(shown, at=contest.records[-1].at)
    return feed_of(contest, "hall")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_record_of_the_story_is_drawn(language: str) -> None:
    for seq in range(LAST + 1):
        text = html(drawn(story(seq), language))
        assert [each for each in ("Undefined", "None", "Fraction") if each in text] == [], seq
        assert not {"style", "onclick", "onload"} & read(text).attributes, seq


def test_the_story_reaches_its_programmes_and_cues_the_rest() -> None:
    reached = {drawn(story(seq)).layout for seq in range(LAST + 1)}
    reached |= {drawn(cued(171, BoardShows(each))).layout for each in ("black", "message", "join")}
    assert reached == set(get_args(Programme))


@pytest.mark.parametrize("name", HALLS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_story_does_not_reach_is_drawn(name: str, language: str) -> None:
    shown = HALLS[name]()
    for found in (drawn(shown, language), picture("audience", shown, until(24).rulebook, language)):
        text = html(found)
        assert "Undefined" not in text
        read(text)


def test_every_kind_of_block_has_a_template() -> None:
    there = {path.name for path in (files("quizarena.web") / "templates" / "board").iterdir()}
    assert {f"{kind.__name__.lower()}.html" for kind in get_args(Block)} - there == set()


def test_a_block_nobody_knows_is_a_plate_with_its_text() -> None:
    @attrs.frozen
    class Weather:
        sky: Any
        wind: int = 4

    shown: Any = Weather(plain("晴 <b>"))
    text = html(drawn(feed(shown)))
    assert "晴 &lt;b&gt;" in text


SAYS: list[tuple[str, Callable[[], Feed], tuple[str, ...]]] = [
    ("question", lambda: story(25), ("大庆路街道", "答对 10 分", "共 16 题", 'data-limit="30000"', "data-since")),
    ("verdict", lambda: story(8), ("moment right", "+10", "100 → <b>110</b>", "data-until")),
    ("a wrong answer", lambda: story(26), ("moment wrong", "仍是", "不得分")),
    ("correction", lambda: story(55), ("banner", "第 13 题", "现在 130 分", "并列第二")),
    ("interval", lambda: story(85), ("89.36", "90.52", "已扣 1 分", "还没亮")),
    ("threshold", HALLS["marks-12-judges"], ("84.53 追平", "83.63", "85.08", "缺席", "marks n-6")),
    ("working", lambda: story(90), ("457.60 / 5 = 91.52", "220.52", "第一", "+90.52")),
    ("debate", lambda: story(236), ("side aff plate speaks", "正在发言", "等　待", "自由辩论")),
    ("choice", HALLS["choice-settled"], ("opt plate right", "opt plate wrong", "大庆路街道选", "答案　A")),
    ("a ruling without its question", HALLS["ruled"], ('name" dir="auto">大庆路街道', '<b class="">不得分</b>')),
    ("lots", lambda: cued(4, BoardShows("draw", 3)), ("slip plate open now", "slip plate shut", "17")),
    ("proof", lambda: cued(4, BoardShows("draw", 4)), ("种子", "sha256sum", "0ed8b9ce")),
    ("champion", lambda: story(284), ("champ", "开源街道", "319.32", "领先 10.36", "最佳辩手")),
    ("frozen", HALLS["standings-frozen"], ("已封榜",)),
    ("provisional", HALLS["standings-provisional"], ("暂定", "4 号台申诉")),
    ("buzz", HALLS["buzz"], ("抢到", "15 秒", "错 -10")),
    ("out", HALLS["buzz-out"], ("cell out", "已答错")),
    ("votes", HALLS["votes"], ("now opening", "正方", "还没亮")),
    ("winner", HALLS["votes-winner"], ("正方获胜", "4 : 3")),
    ("interruption", HALLS["interruption"], ("banner steady", "设备检查")),
]


@pytest.mark.parametrize(("shown", "words"), [each[1:] for each in SAYS], ids=[each[0] for each in SAYS])
def test_a_programme_says_what_its_scene_holds(shown: Callable[[], Feed], words: tuple[str, ...]) -> None:
    text = html(drawn(shown()))
    assert [each for each in words if each not in text] == []


def test_the_first_prize_stays_once_all_are_given_or_signed() -> None:
    for shown in (cued(285, BoardShows("prizes", 7)), attrs.evolve(story(285), seal=_seal())):
        text = html(drawn(shown))
        assert [each for each in ("held-picture", "开源街道", "大庆三") if each not in text] == []
    assert "held-picture" not in html(drawn(story(284)))
    assert "成绩已签署" in html(drawn(attrs.evolve(story(285), seal=_seal())))


def _seal() -> Seal:
    last = until(285).records[-1]
    return Seal(286, last.digest, last.at)


HERE = Joining("http://192.168.8.10:8000", WiFi("迎宾 擂台;1", "a:b"))


def joined(shown: Feed, joining: Joining) -> str:
    return html(picture("board", shown, whole().rulebook, "zh", joining))


def test_how_phones_come_here_stands_on_title_draw_join_and_vote_with_its_port() -> None:
    for shown in (story(1), cued(4, BoardShows("draw", 3)), cued(171, BoardShows("join")), HALLS["poll"]()):
        text = joined(shown, HERE)
        assert [each for each in ("192.168.8.10:8000", "迎宾 擂台;1", "<svg") if each not in text] == []
        read(text)
        assert "192.168" not in joined(shown, Joining())
    assert "192.168" not in joined(story(25), HERE)
    alone = joined(cued(171, BoardShows("join")), Joining("http://10.0.0.7:80"))
    assert "10.0.0.7:80<" in alone
    assert "Wi-Fi" not in alone
    for shown in (cued(171, BoardShows("join")), HALLS["poll"]()):
        assert "手机还连不上" in joined(shown, Joining())


def test_the_champion_s_members_are_in_the_scene_once_it_is_open() -> None:
    [prizes] = story(284).scene.of(Prizes)
    assert [draw(each, "zh") for each in prizes.winners[0][0].members] == ["开源一", "开源二", "开源三", "开源四"]
    assert [each for each in ("开源一", "开源四") if each not in html(drawn(story(284)))] == []
    assert "开源一" not in html(drawn(story(283)))


def test_a_total_is_told_by_its_rounds_and_no_reason_is() -> None:
    contest = until(167).fork()
    first = story(167).scene.of(Ranking)[0].rows[0]
    contest.push(Adjusted(first.team, Decimal(-3), "打电话"), at=contest.records[-1].at)
    contest.push(BoardShows("standings"), at=contest.records[-1].at)
    text = html(drawn(feed_of(contest, "hall")))
    assert "100 + 有问必答 40 + 情景模拟 88.60 - 3" in text
    assert "打电话" not in text


def test_the_title_counts_down_what_the_message_does() -> None:
    contest = until(1).fork()
    at = contest.records[-1].at
    contest.push(BoardMessage("14:00 开始，还有", 15, at), at=at)
    contest.push(BoardShows("title"), at=at)
    text = html(drawn(feed_of(contest, "hall")))
    assert "14:00 开始，还有" in text
    assert 'data-limit="900000"' in text


def test_nothing_is_ahead_of_its_step() -> None:
    """The champion is in no picture before its step, the third prize in none before the prizes."""
    for seq in range(278, 284):
        assert "319.32" not in drawn(story(seq)).blocks.get("prizes-1", "")
        assert "大庆三" not in html(drawn(story(seq)))


def test_the_rehearsal_and_the_corner_stand_on_every_page_but_black() -> None:
    for seq in (1, 4, 25, 90, 167, 236, 284):
        shown = story(seq)
        blocks = tuple(
            attrs.evolve(each, rehearsal=True) if isinstance(each, OnAir) else each for each in shown.scene.blocks
        )
        text = html(drawn(attrs.evolve(shown, scene=Scene(shown.scene.title, blocks))))
        assert "ribbon" in text
        assert f"#{seq:03} {shown.head[:4]}" in text
    assert html(drawn(HALLS["black"]())) == ""


@pytest.mark.parametrize(("count", "layout"), [(4, "table"), (6, "table"), (12, "of-2"), (24, "of-3"), (48, "pages-3")])
def test_standings_find_room_for_their_teams(count: int, layout: str) -> None:
    shown = drawn(feed(programme="standings", teams=[f"队{n}" for n in range(count)]))
    assert layout in shown.regions["main"].layout
    text = shown.region_html("main")
    assert text.count("data-moves") == count
    if count > 24:
        assert text.count(" hidden") == count - 24


def test_a_strip_of_many_shows_who_answers_and_who_leads() -> None:
    shown = drawn(HALLS["choice-30"]())
    text = shown.region_html("strip")
    assert text.count('class="cell') == 4
    assert "cell on" in text
    assert "many n-6" in drawn(HALLS["choice-12"]()).regions["strip"].layout


def hostile(value: Any) -> Any:
    """Return a scene's value with every text of it turned into one that means harm."""
    if hasattr(value, "in_language"):
        return plain(HOSTILE)
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if isinstance(value, Score):
        return attrs.evolve(value, label=plain(HOSTILE))
    if attrs.has(type(value)):
        return attrs.evolve(
            value, **{each.name: hostile(getattr(value, each.name)) for each in attrs.fields(type(value))}
        )
    return value


def harmful() -> Iterator[Feed]:
    yield from (story(seq) for seq in (1, 4, 25, 26, 55, 66, 75, 90, 167, 171, 236, 278, 282, 284, 285))
    yield from (make() for make in HALLS.values())


def test_no_name_is_markup() -> None:
    seen = 0
    for shown in harmful():
        scene = Scene(plain(HOSTILE), hostile(shown.scene.blocks))
        text = html(drawn(attrs.evolve(shown, scene=scene)))
        tags = read(text)
        assert "script" not in tags.tags
        assert all("alert" not in name for name in tags.attributes)
        seen += text.count("&lt;script&gt;")
    assert seen > 200


def test_a_board_shows_what_the_terminal_shows() -> None:
    assert [programme_of(story(seq).scene) for seq in (1, 4, 25, 54, 85, 284)] == [
        "title", "draw", "round", "standings", "marks", "prizes",
    ]  # fmt: skip
    assert NAMES[0] in html(drawn(story(1)))

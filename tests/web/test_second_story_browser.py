"""A second contest from the draw to the signature: buzzers, choices, a sound and a vote, each in people's own hands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.sessions.desk.session import DeskSession
from quizarena.sessions.keys import HeldKeys, Stroke, press
from tests.cli.running import run
from tests.media import png, wav

from .browsers import PHONE, PROJECTOR, cards, chromium, page_at, serving
from .test_accessible_browser import TABLET
from .test_hostile_browser import follow
from .test_media_browser import player

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
RULES = """\
quizarena: 1
contest: {title: 安康社区知识擂台, language: zh}
teams:
  - {id: east, name: 东街队, members: [赵一, 赵二]}
  - {id: south, name: 南苑队, members: [钱一, 钱二]}
  - {id: west, name: 西湖队, members: [孙一, 孙二]}
  - {id: north, name: 北站队, members: [李一, 李二]}
order: drawn
base_score: 100
rounds:
  - id: choice
    title: 选择题
    use: quiz/required
    per_team: 1
    questions:
      - {id: c1, text: 图上是哪一种灭火器？, media: sign.png, type: single, options: [干粉, 水基, 泡沫], answer: A}
      - {id: c2, text: 哪些车可以走消防通道？, type: multiple, options: [消防车, 救护车, 私家车], answer: AB}
      - {id: c3, text: 火警电话是 119。, type: true_false, answer: true}
      - {id: c4, text: 燃气泄漏，先做什么？, type: single, options: [开灯, 开窗, 打电话], answer: B}
  - id: buzz
    title: 抢答题
    use: quiz/buzz
    items: 3
    wrong: -5
    early_points: -5
    second_chance: rebuzz
    questions:
      - {id: b1, text: 这是哪一种警报？, media: call.wav, answer: 预先警报}
      - {id: b2, text: 全国消防日是哪一天？, answer: 11 月 9 日}
      - {id: b3, text: 急救电话是多少？, answer: "120"}
  - id: vote
    title: 观众投票
    use: quiz/vote
    collect: devices
    each: 2
    points: 3
prizes: [{name: 一等奖, places: 1}, {name: 二等奖, places: 1}, {name: 三等奖, places: 2}]
"""
SECONDS = 60
"""How long the sound is."""
_ACCENT = "getComputedStyle(document.body).getPropertyValue('--accent')"
_CHARACTERS = {"enter": "\r", "space": " "}
_ROWS = {"board": "#region-strip .cell", "audience": "ol.list > li", "host": ".totals > li"}
_TOTALS = {"board": ".num", "audience": ".t", "host": "b"}


def begun(folder: Path) -> Path:
    """Begin the contest in a file."""
    (folder / "contest.yaml").write_text(RULES, encoding="utf-8")
    (folder / "sign.png").write_bytes(png(side=32))
    (folder / "call.wav").write_bytes(wav(1_000 * SECONDS))
    run("start", folder / "contest.yaml", folder / "x.qa")
    return folder / "x.qa"


@attrs.define
class Afternoon:
    """The desk, and everybody's page: the board, the audience's phone and the host's tablet, and each team's phone.

    `voter` is a second phone of the audience; teams go by the numbers of their desks, which are drawn.
    """

    desk: DeskSession
    pages: dict[Any, Any]
    voter: Any
    by_team: dict[str, Any]

    @property
    def teams(self) -> dict[int, str]:
        """The teams by their desks."""
        return {podium: team for team, podium in self.desk.contest.podiums}

    @property
    def phones(self) -> dict[int, Any]:
        """The teams' phones by their desks."""
        return {podium: self.by_team[team] for podium, team in self.teams.items()}

    def press(self, *names: str) -> None:
        """Press keys at the desk, each on what it shows, and wait until every page shows what came of it."""
        for name in names:
            self.desk.refresh()
            now = datetime.now(UTC)
            self.desk.view(now)
            self.desk.press(press(name, _CHARACTERS.get(name, name if len(name) == 1 else None)), now)
        follow(self.desk.contest, self.pages)

    def confirm(self, *order: int) -> None:
        """Confirm who was first once the desk has heard all of them; where lines were slow a person decides."""
        expected, heard = [self.teams[podium] for podium in order], list[str]()
        while heard != expected:
            self.desk.arena.journal.wait(0.2)
            self.desk.refresh()
            offer = self.desk.offer
            heard = [] if offer is None else [each.team for each in offer.presses]
        assert offer is not None
        self.press("enter" if offer.sure or offer.early else str(order[0]))

    def buzz(self, *order: int) -> None:
        """Have teams press one after the other, each once the phone before it says that its press is in."""
        for podium in order:
            self.phones[podium].locator("#buzz").dispatch_event("pointerdown")
            self.phones[podium].wait_for_selector("body[data-state=sent], body[data-state=false]")

    def shown(self, *states: str) -> None:
        """Wait until the teams' phones show their desks, from the first to the last, and these states."""
        for podium, state in enumerate(states, 1):
            self.phones[podium].wait_for_selector(f'body[data-state={state}] #podium:text-is("{podium}")')

    def totals(self, *expected: int, places: Sequence[int] = ()) -> None:
        """Compare what every page has of each desk; `places` is the order in which phone and tablet have the desks."""
        for podium, total in enumerate(expected, 1):
            for name, row in _ROWS.items():
                there = f'{row}:has(.no:text-is("{podium}")) {_TOTALS[name]}:text-is("{total}")'
                self.pages[name].wait_for_selector(there, state="attached")
        for nth, podium in enumerate(places, 1):
            for name in ("audience", "host"):
                self.pages[name].wait_for_selector(f'{_ROWS[name]}:nth-child({nth}) .no:text-is("{podium}")')

    def vote(self, page: Any, *podiums: int) -> None:
        """Choose desks on a phone of the audience, and send it."""
        for podium in podiums:
            page.click(f'.pick[data-value="{self.teams[podium]}"]')
        page.click(".send")
        page.wait_for_selector(".voted:not([hidden])")


def test_a_second_afternoon_in_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HeldKeys, "stroke", lambda *_press: Stroke.NEW)  # a hand as quick as a test
    path, faults = begun(tmp_path), list[str]()
    with ExitStack() as held:
        browser, address = held.enter_context(chromium()), held.enter_context(serving(path))
        arena = held.enter_context(Arena.open(path))

        def opened(there: str, size: dict[str, int]) -> Any:
            return held.enter_context(page_at(browser, there, size, faults))

        teams = [each.id for each in arena.contest.state.roster.teams]
        given = cards(path, address, "host", *(f"team:{each}" for each in teams))
        host, *phones = map(opened, given, [TABLET, *[PHONE] * len(teams)])
        for page in (host, *phones):
            page.click("button.btn")
        pages = {"board": opened(f"{address}/board", PROJECTOR), "audience": opened(address, PHONE), "host": host}
        pages["board"].click("#sound")
        desk = DeskSession(arena, file=str(path), person="计分员")
        day = Afternoon(desk, pages, opened(address, PHONE), dict(zip(teams, phones, strict=True)))
        draw(day)
        dress(day)
        choices(day)
        buzzers(day)
        votes(day)
        prizes(day)
    assert faults == []


def draw(day: Afternoon) -> None:
    """Three numbers are called, and the lots opened one by one: no phone has its new desk before the board has all."""
    day.press("1")
    day.press("enter", *"17", "enter", "8", "enter", *"22", "enter", "enter", "enter", "+")
    for _lot in range(4):
        for listed, phone in enumerate(day.by_team.values(), 1):
            phone.wait_for_selector(f'#podium:text-is("{listed}")')
        day.press("enter")
    day.shown(*["wait"] * 4)
    names = [day.desk.contest.state.roster.name(team).in_language("zh") for team in day.teams.values()]
    assert re.findall("..队", day.pages["audience"].inner_text(".lots")) == names


def dress(day: Afternoon) -> None:
    """The contest's colour is amended, and pages that are open take it on."""
    day.desk.arena.amend("look.accent", '"#0b5cad"', reason="赞助单位换了", seat="desk", person="计分员")
    day.press("escape")
    for page in (day.pages["board"], day.pages["audience"]):
        while page.evaluate(_ACCENT).strip() != "#0b5cad":
            page.wait_for_timeout(50)


def choices(day: Afternoon) -> None:
    """Each desk answers: the right letter, both right letters, a wrong one, and a right one."""
    day.press("enter")
    day.press("enter")
    for page in (day.pages["board"], day.pages["audience"]):
        page.wait_for_selector("figure img")
    for letters in ("a", "ab", "b", "b"):
        day.press("space")
        day.press(*letters, "+")
        day.press("enter")
    day.totals(110, 110, 100, 110)


def listen(day: Afternoon) -> None:
    """The sound is played where the desk's cues say it is, on a board that is loaded anew too."""
    board = day.pages["board"]
    assert player(board, "waiting")[1]
    day.press("v", "1")
    place, *is_still_or_mute = player(board, "playing")
    assert (place < SECONDS / 2, is_still_or_mute) == (True, [False, False])
    board.wait_for_selector("figure.outlined .wave rect.past")
    board.reload()
    board.wait_for_selector('figure[data-state="playing"] .at:text-matches("0:0[1-9]|0:[1-5].")')
    day.press("v", "1")
    stood, *is_still_and_mute = player(board, "stopped")
    assert is_still_and_mute == [True, True], "nobody has clicked since the page was loaded anew"
    day.press("v", "1")
    assert player(board, "playing")[0] >= stood - 0.5 > 0


def buzzers(day: Afternoon) -> None:
    """Two press after a sound, the first is wrong, the second right; then one is too early; then nobody knows."""
    day.press("enter")
    listen(day)
    day.press("space")
    day.shown(*["armed"] * 4)
    day.buzz(2, 4)
    day.confirm(2, 4)
    day.shown("wait", "first", "wait", "second")
    day.press("-")
    day.totals(110, 105, 100, 110)
    day.press("space")
    day.shown("armed", "locked", "armed", "armed")
    day.buzz(4)
    day.confirm(4)
    day.press("+")
    day.totals(110, 105, 100, 120)
    day.press("enter")
    day.buzz(1)
    day.confirm(1)
    day.press("-")
    day.totals(105, 105, 100, 120)
    day.shown("false", "wait", "wait", "wait")
    day.press("space")
    day.buzz(3)
    day.confirm(3)
    day.press("+")
    day.press("enter")
    day.press("space")
    day.press("0")
    day.totals(105, 105, 110, 120, places=(4, 3, 1, 2))


def votes(day: Afternoon) -> None:
    """Two phones vote, and one changes its mind: the first desk has two votes, the second and the fourth one each."""
    day.press("enter")
    day.press("enter")
    one = day.pages["audience"]
    assert "没有核对身份" in one.inner_text(".choosing")
    day.vote(one, 1, 3)
    one.click(".change")
    assert one.is_disabled(f'.pick[data-value="{day.teams[2]}"]'), "nobody has a third vote"
    one.click(f'.pick[data-value="{day.teams[3]}"]')
    day.vote(one, 2)
    day.vote(day.voter, 1, 4)
    day.press("enter", "+")
    day.totals(111, 108, 110, 123, places=(4, 1, 3, 2))


def prizes(day: Afternoon) -> None:
    """The prizes go out from the last to the champion, and the arbiters sign: no phone has a name before the board."""
    names = [day.desk.contest.state.roster.name(team).in_language("zh") for team in day.teams.values()]
    day.press("enter")
    for nth, podium in enumerate((3, 2, 1, 4), 1):
        day.press("enter")
        for phone in (day.pages["audience"], day.voter):
            phone.wait_for_selector(f'.prize:has-text("{names[podium - 1]}")')
            assert sum(name in "".join(phone.locator(".prize").all_inner_texts()) for name in names) == nth
    day.press("m", "1", "enter", "1", "+")
    assert day.desk.contest.state.signed is not None
    assert [row.total for row in day.desk.contest.standings("hall").rows] == [123, 111, 110, 108]
    day.shown(*["wait"] * 4)

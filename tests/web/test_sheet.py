"""A judge's sheet on a phone: what the page sends is judged as the terminal judges it, and counts once."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from quizarena.arena import Arena
from quizarena.errors import JournalBusy
from quizarena.sessions.judge.draft import reminder_key
from quizarena.sessions.judge.session import JudgeSession
from tests.contest.telling import told

from .halls import FIRST_BALLOT, LAST, MARKS, ORIGIN, Served, form, post, served, sheet_on
from .phone_moments import PHONES
from .test_cards import sign

NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)
DEBATED = 245
"""The record after which the judges of the second debate fill in sheets of many lines."""

SAID = {
    "a figure that fits": ("27.5", "fits", ""),
    "tenfold": ("275", "question", "27.5"),
    "so low that tenfold would fit": ("2.7", "question", "27"),
    "above the full mark": ("31.5", "refused", "31.5"),
    "no number": ("abc", "refused", ""),
    "off the grid": ("27.55", "refused", "27.55"),
}


@pytest.mark.parametrize(("typed", "state", "word"), SAID.values(), ids=SAID)
def test_what_is_said_of_a_figure(tmp_path: Path, typed: str, state: str, word: str) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        answer = post(phone, "/sheet/mark", form(sheet, {"marks.政策业务": typed}, path="marks.政策业务"))
        assert answer["state"] == state, answer
        assert word in answer.get("words", "") + answer.get("value", "")


def test_a_ballot_counts_once_however_often_it_is_sent(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        sent = [post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1)) for _time in range(3)]
        assert sent == [{"state": "in", "seq": FIRST_BALLOT}] * 3
        assert hall.records() == FIRST_BALLOT + 1
        with Arena.open(hall.path, read_only=True) as arena:
            record = arena.contest.records[-1]
            assert (record.type, record.seat, record.id) == ("scenario.ballot", "judge:j3", sheet["id"])
        assert "已交" in phone.get("/sheet").text


def without(path: str) -> dict[str, str]:
    return {key: value for key, value in MARKS.items() if key != path}


NOT_IN: dict[str, tuple[dict[str, Any], str]] = {
    "another team's number": ({"values": MARKS, "number": 2}, "没有交。您按了 2，这张票是 1 号台迎宾街道的"),
    "no number": ({"values": MARKS}, "没有交"),
    "a figure that is missing": ({"values": without("marks.团队配合"), "number": 1}, ""),
    "a figure beyond its bounds": ({"values": {**MARKS, "marks.政策业务": "30.5"}, "number": 1}, "30.5"),
    "a doubt that nobody answered": ({"values": {**MARKS, "marks.政策业务": "2.7"}, "number": 1}, "27"),
}


@pytest.mark.parametrize(("changed", "words"), NOT_IN.values(), ids=NOT_IN)
def test_what_is_not_handed_in(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        answer = post(phone, "/sheet/hand-in", {**form(sheet_on(phone), {}), **changed})
        assert answer["state"] in ("refused", "question"), answer
        assert words in answer["words"]
        assert hall.records() == FIRST_BALLOT


def test_a_doubt_once_answered_is_no_doubt(tmp_path: Path) -> None:
    low = {**MARKS, "marks.政策业务": "2.7"}
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        body = {**form(sheet_on(phone), low, number=1), "accepted": {"marks.政策业务": "2.7"}}
        assert post(phone, "/sheet/hand-in", body)["state"] == "in"


def test_a_total_is_not_shown_while_a_figure_is_in_doubt(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        whole = post(phone, "/sheet/mark", form(sheet, MARKS, path="marks.团队配合"))
        in_doubt = post(phone, "/sheet/mark", form(sheet, {**MARKS, "marks.政策业务": "266"}, path="marks.团队配合"))
        assert all(whole["sums"])
        assert not any(in_doubt["sums"])


def test_a_sheet_is_its_judges_alone(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as j3, hall.browser() as j4, hall.browser() as host:
        hall.sit_down(j3, "judge:j3")
        hall.sit_down(j4, "judge:j4")
        hall.sit_down(host, "host")
        sheet = sheet_on(j3)
        post(j3, "/sheet/mark", form(sheet, {"marks.政策业务": "27.5"}, path="marks.政策业务"))
        assert post(j4, "/sheet/hand-in", form(sheet, MARKS, number=1))["state"] == "closed"
        assert "27.5" not in j4.get(f"/sheet/draft?key={sheet['key']}").text
        assert "27.5" in j3.get(f"/sheet/draft?key={sheet['key']}").text
        for address in ("/sheet/mark", "/sheet/hand-in"):
            assert host.post(address, headers=ORIGIN, json=form(sheet, MARKS, number=1, path="x")).status_code == 401
        assert hall.records() == FIRST_BALLOT


@pytest.mark.parametrize("body", [[], "x", {}, {"key": 1}, {"key": "a", "id": "b", "values": [], "accepted": {}}, None])
def test_nonsense_is_refused(tmp_path: Path, body: object) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        for address in ("/sheet/mark", "/sheet/hand-in"):
            assert phone.post(address, headers=ORIGIN, json=body).status_code == 400
        assert hall.records() == FIRST_BALLOT


def test_what_was_typed_on_a_phone_is_there_after_the_server_went_away(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        post(phone, "/sheet/mark", form(sheet, {"marks.政策业务": "27.5"}, path="marks.政策业务"))
        with Arena.open(hall.path) as arena:
            before = arena.journal.draft("ballots:j3")
    assert before is not None
    assert "27.5" in before
    assert sheet["id"] in before


def test_what_was_erased_is_erased_and_nothing_stands_in_for_it(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)
        post(phone, "/sheet/mark", form(sheet, MARKS, path="marks.政策业务"))
        lacking = post(phone, "/sheet/hand-in", form(sheet, without("marks.团队配合"), number=1))
        assert (lacking["state"], lacking["path"]) == ("refused", "marks.团队配合")
        assert hall.records() == FIRST_BALLOT
        post(phone, "/sheet/mark", form(sheet, {**MARKS, "marks.团队配合": ""}, path="marks.团队配合"))
        kept = phone.get(f"/sheet/draft?key={sheet['key']}").json()["values"]
        assert kept == {**MARKS, "marks.团队配合": ""}


def test_a_file_that_is_busy_is_tried_again_and_the_ballot_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet = sheet_on(phone)

        def busy(*_what: object, **_by: object) -> None:
            raise JournalBusy("another program is writing")

        with monkeypatch.context() as patch:
            patch.setattr(Arena, "push", busy)
            assert post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1))["state"] == "busy"
        assert post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1)) == {"state": "in", "seq": FIRST_BALLOT}


def test_who_has_lost_the_seat_is_told_so(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as first, hall.browser() as second:
        hall.sit_down(first, "judge:j3")
        sheet = sheet_on(first)
        hall.sit_down(second, "judge:j3")
        for address in ("/sheet/mark", "/sheet/hand-in"):
            said = post(first, address, form(sheet, MARKS, number=1, path="marks.政策业务"))
            assert said["state"] == "no_seat"
            assert "控制台" in said["words"]
        assert sheet_on(second) == sheet, "the figures go on where they stood"


def test_a_number_beyond_all_numbers_is_nonsense(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        body = json.dumps(form(sheet_on(phone), MARKS, number=float("inf")))
        assert phone.post("/sheet/hand-in", headers=ORIGIN, content=body).status_code == 400


def test_the_desk_reminds_a_judge_on_the_phone(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        words = "控制台请您交票"
        assert words not in phone.get("/sheet").text
        hall.worker.ask(lambda arena: arena.journal.write_draft(reminder_key("j3"), "1", None)).result()
        hall.worker.ask(lambda _arena: None).result()
        assert words in phone.get("/sheet").text
        post(phone, "/sheet/hand-in", form(sheet_on(phone), MARKS, number=1))
        assert words not in phone.get("/sheet").text


def other_window(hall: Served, values: dict[str, str], sheet: dict[str, str]) -> None:
    """Fill lines of the judge's sheet as a terminal's window does."""
    with Arena.open(hall.path) as arena:
        window = JudgeSession(arena)
        window.sit_down("j3")
        assert window.fill(sheet["key"], values, sheet["id"], NOW)


def test_what_another_window_filled_stays_and_is_handed_to_the_page(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        sheet, first, second = sheet_on(phone), "marks.政策业务", "marks.处置应变"
        known = post(phone, "/sheet/mark", form(sheet, {first: "27", second: "20"}, path=first))["values"]
        assert known == {first: "27", second: "20"}
        other_window(hall, {second: "26.5"}, sheet)
        typed = {first: "28", second: "20"}
        said = post(phone, "/sheet/mark", form(sheet, typed, path=first, known=known))
        assert said["values"] == {first: "28", second: "26.5"}, "the page has typed nothing in the second line since"
        known = said["values"]
        erased = post(phone, "/sheet/mark", form(sheet, {**known, second: ""}, path=second, known=known))
        assert erased["values"] == {first: "28", second: ""}


def test_after_the_signature_a_judge_reads_that_the_ballots_are_in(tmp_path: Path) -> None:
    with served(tmp_path, LAST) as over, over.browser() as phone, over.browser() as host:
        over.sit_down(phone, "judge:j3")
        over.sit_down(host, "host")
        ballot = next(each for each in told().records if each.seat == "judge:j3" and each.type.endswith(".ballot"))
        over.worker.ask(sign).result()
        page = phone.get("/sheet")
        assert page.status_code == 401
        assert "竞赛已经签署" in page.text
        assert "没有座位" not in page.text
        known = {"key": "scenario.ballot", "id": ballot.id}
        assert post(phone, "/sheet/hand-in", form(known, MARKS, number=1)) == {"state": "in", "seq": ballot.seq}
        late = post(phone, "/sheet/hand-in", form({**known, "id": "other"}, MARKS, number=1))
        assert late["state"] == "signed"
        assert "没交的没有计入" in late["words"]
        assert post(host, "/sheet/hand-in", form(known, MARKS, number=1))["state"] == "no_seat"


def test_the_sheet_of_a_debate_says_which_side_it_is_about(tmp_path: Path) -> None:
    with served(tmp_path, DEBATED) as hall, hall.browser() as phone:
        hall.sit_down(phone, "judge:j3")
        page = phone.get("/sheet").text
        found = re.findall(r'class="no">(\d)</span><div><b dir="auto">(正方|反方) ', page)
        assert found == [("3", "正方"), ("4", "反方")]


def test_a_new_card_shows_the_pad_at_once_and_no_sheet(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as first, hall.browser() as second:
        hall.sit_down(first, "judge:j3")
        sheet = sheet_on(first)
        assert 'class="ballot"' in first.get("/sheet").text
        second.post(f"/s/{hall.card('judge:j3')}", headers=ORIGIN)
        page = second.get("/sheet").text
        assert 'class="pin"' in page
        assert 'class="ballot"' not in page
        waits = post(second, "/sheet/hand-in", form(sheet, MARKS, number=1))
        assert (waits["state"], hall.records()) == ("pin", FIRST_BALLOT)


def test_a_sheet_about_no_team_goes_by_the_judges_seat_though_there_are_fewer_teams() -> None:
    found = re.findall(r'data-number="(\d+)"', PHONES["judge-vote"]().html)
    assert found == [str(seat) for seat in range(1, 8)]

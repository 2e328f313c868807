"""What a question shows or plays, opened from the desk by V."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from quizarena.contest import Contest
from quizarena.rulebook import load
from quizarena.sessions.desk.preflight import checks
from quizarena.sessions.hall import feed_of
from quizarena.terminal.desk.terminal import Viewer
from quizarena.terminal.pictures import Look, draw_board
from tests.media import png, wav
from tests.terminal.desk.hand import NOON, Hand
from tests.terminal.golden import plain

RULES = """\
quizarena: 1
contest: {title: 小赛}
teams: [{id: a, name: 甲队}, {id: b, name: 乙队}]
order: roster
rounds:
  - id: one
    use: quiz/required
    per_team: 1
    questions:
      - {id: q1, text: 图上是什么？, media: sign.png}
      - {id: q2, text: 为什么？}
"""


class Screen(Viewer):
    """A viewer that notes what it was asked to show."""

    def __init__(self) -> None:
        super().__init__("viewer")
        self.files: list[Path] = []

    def _open(self, file: Path) -> None:
        self.files.append(file)


def at_the_desk(folder: Path) -> tuple[Hand, Screen]:
    (folder / "sign.png").write_bytes(png())
    (folder / "contest.yaml").write_text(RULES, encoding="utf-8")
    hand, viewer = Hand(Contest(load(folder / "contest.yaml"), at=NOON)), Screen()
    hand.desk.file, hand.screen.viewer = str(folder / "x.qa"), viewer
    hand.press("enter", "1", "enter", "enter")
    return hand, viewer


def test_v_opens_the_file_and_the_key_says_so(tmp_path: Path) -> None:
    hand, viewer = at_the_desk(tmp_path)
    (media,) = (item.media for item in hand.contest.rulebook.rounds[0].rules.questions if item.media)
    place = tmp_path / "x.qa-files" / media.stored_name
    place.parent.mkdir()
    place.write_bytes(png())
    assert "V      在本机打开图 1" in hand.picture()
    hand.press("v")
    assert (viewer.files, hand.said) == ([place], "已在旁边打开；投影要另外放到大屏上。")


def with_sound(folder: Path) -> tuple[Hand, Screen, Path]:
    """Return a desk at a question that plays a sound, with the sound's file."""
    (folder / "call.wav").write_bytes(wav())
    (folder / "contest.yaml").write_text(RULES.replace("sign.png", "call.wav"), encoding="utf-8")
    hand, viewer = Hand(Contest(load(folder / "contest.yaml"), at=NOON)), Screen()
    hand.desk.file, hand.screen.viewer = str(folder / "x.qa"), viewer
    place = folder / "x.qa-files" / f"{sha256(wav()).hexdigest()}.wav"
    place.parent.mkdir()
    place.write_bytes(wav())
    hand.press("enter", "1", "enter", "enter")
    return hand, viewer, place


def test_a_sound_is_played_stopped_and_played_again(tmp_path: Path) -> None:
    hand, viewer, place = with_sound(tmp_path)
    assert "V      播放声音 1" in hand.picture()
    hand.press("v")
    assert "声音 1（call.wav，0:01）：还没有播放" in hand.picture()
    hand.press("enter")
    assert hand.said == "声音 1：正在播放"
    assert "正在播放声音 1" in hand.picture()
    hand.press("v", "1")
    assert hand.said == "声音 1：已停"
    hand.press("v")
    assert "声音 1（call.wav，0:01）：停在 0:0" in hand.picture()
    hand.press("1", "v", "2", "v", "3")
    actions = [getattr(record.fact, "action", "") for record in hand.contest.records if record.type == "cue.media"]
    assert (actions, viewer.files) == (["start", "stop", "resume", "start"], [place])


def test_the_list_before_the_start_counts_the_files_and_names_what_is_missing(tmp_path: Path) -> None:
    hand, _viewer, place = with_sound(tmp_path)

    def said() -> str:
        return " ".join(line.text.in_language("en") for line in checks(hand.desk, NOON))

    assert "Pictures and sounds: all 1" in said()
    place.unlink()
    (todo,) = (line.todo for line in checks(hand.desk, NOON) if "missing" in line.text.in_language("en"))
    assert todo is not None
    assert todo.in_language("en") == "Put them back from a copy of the contest's folder: call.wav"


def test_the_board_of_a_terminal_says_that_a_sound_is_on(tmp_path: Path) -> None:
    hand, _viewer, _place = with_sound(tmp_path)

    def board() -> str:
        return "\n".join(plain(draw_board(feed_of(hand.contest, "hall"), Look(80, 24, "zh", NOON))))

    assert "请听录音" in board()
    hand.press("v", "enter")
    assert "正在播放   音 1" in board()


def test_a_missing_sound_is_said_beside_its_key(tmp_path: Path) -> None:
    hand, viewer, place = with_sound(tmp_path)
    place.unlink()
    assert "这道题的文件不见了" in hand.picture()
    hand.press("v")
    assert (viewer.files, hand.said) == ([], "这道题的图片或声音文件不在比赛文件旁边了。")


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    hand, viewer = at_the_desk(tmp_path)
    hand.press("v")
    assert (viewer.files, hand.said) == ([], "这道题的图片或声音文件不在比赛文件旁边了。")


def test_a_question_of_words_has_nothing_to_show(tmp_path: Path) -> None:
    hand, viewer = at_the_desk(tmp_path)
    hand.press("+", "enter")
    assert "在本机打开" not in hand.picture()
    hand.press("v")
    assert (viewer.files, hand.said) == ([], "这道题没有图片和声音。")


@pytest.mark.parametrize(("command", "said"), [("", "本机没有打开文件的程序"), ("no-such-program", "没有启动")])
def test_a_machine_without_a_viewer_says_where_the_file_is(tmp_path: Path, command: str, said: str) -> None:
    words = Viewer(command).show(tmp_path / "sign.png").in_language("zh")
    assert said in words
    assert str(tmp_path / "sign.png") in words

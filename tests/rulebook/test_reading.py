"""What a rulebook says and how it is understood."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from quizarena.rulebook import Rulebook, formats, load, loads
from quizarena.text import Words, both, plain
from tests.rulebook.books import SMALL, read, small
from tests.rulebook.kinds.every import KINDS

YINGBIN = Path(__file__).parents[2] / "examples" / "yingbin" / "contest.yaml"


def test_the_yingbin_contest_reads_as_written() -> None:
    book = load(YINGBIN, KINDS)
    assert book.title == both("迎宾大擂台", "The Yingbin Grand Arena")
    assert [team.id for team in book.teams] == ["yongtai", "kaiyuan", "daqinglu", "yingbin"]
    assert [member.id for member in book.teams[1].members] == [f"kaiyuan-{n}" for n in range(1, 5)]
    assert book.teams[1].members[3].name == plain("开源四")
    assert [judge.id for judge in book.judges if judge.chief] == ["j1"]
    assert book.base_score == 100
    assert book.order.name == "tickets"
    assert book.panel is not None
    assert book.panel.rule.name == "trimmed"
    assert [(entry.id, entry.kind) for entry in book.rounds] == [
        ("quiz", "quiz"),
        ("scenario", "scenario"),
        ("debate", "debate"),
    ]
    assert [breaker.name for breaker in book.ties.by] == ["round", "round", "sudden_death"]
    assert [(prize.name.in_language("zh"), prize.places) for prize in book.prizes][2] == ("三等奖", 2)


def test_the_rules_of_its_rounds_are_typed_and_exact() -> None:
    quiz, scenario, debate = (entry.rules for entry in load(YINGBIN, KINDS).rounds)
    assert (quiz.points, quiz.answer_time, len(quiz.questions)) == (Decimal(10), 30, 24)
    assert quiz.questions[2].accepted == ("500元", "500", "五百")
    assert (scenario.prepare_time, scenario.play_time, str(scenario.step)) == (180, 300, "0.1")
    assert list(scenario.criteria) == ["政策业务", "处置应变", "沟通表达", "团队配合"]
    assert scenario.overtime.floor == -5
    assert [topic.id for topic in scenario.topics][:2] == ["pipes", "parking"]
    assert debate.motion == "set_by_judges"


def test_a_round_starts_from_its_format_and_overrides_whole_keys() -> None:
    quiz, scene = read(SMALL).rounds
    assert quiz.title == both("必答题", "Required questions")
    assert (quiz.rules.per_team, quiz.rules.points, quiz.rules.answer_time) == (4, 10, 30)
    assert [criterion.max for criterion in scene.rules.criteria] == [60, 40]


def test_a_kind_may_be_used_without_a_format_when_every_rule_is_said() -> None:
    said = "points: 10\n    per_team: 2\n    wrong: -5\n    answer_time: 20\n    title: Quiz"
    assert read(small(("use: quiz/required", "kind: quiz"), ("points: 10", said))).rounds[0].rules.wrong == -5


def test_names_alone_are_enough_for_members_and_judges() -> None:
    book = read(SMALL)
    assert [(each.id, each.name) for each in book.teams[0].members] == [("a-1", plain("Ann")), ("a-2", plain("Bea"))]
    assert [(each.id, each.name) for each in book.judges] == [
        ("j1", plain("One")),
        ("j2", plain("Two")),
        ("j3", plain("Three")),
    ]


WORDS = ["no", "010", "3:00", "1e3", "true", "0x1F", "2023-01-11", "1_000", "off", "=", "12345"]


@pytest.mark.parametrize("word", WORDS)
def test_text_is_text_whatever_it_looks_like(word: str) -> None:
    assert read(small(("name: Team B", f"name: {word}"))).teams[1].name == plain(word)


def test_a_folded_text_has_no_gaps_between_chinese_characters() -> None:
    about = {each.use: each.about for each in formats(KINDS)}
    assert about["scenario/staged"] == both("抽签定题，限时表演。", "A topic by lot, then a play.")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("drawn", "tickets"),
        ("roster", "fixed"),
        ("paper", "paper"),
        ("{by: standings, descending: false}", "standings"),
    ],
)
def test_running_orders_have_short_names(said: str, name: str) -> None:
    book = read(small(("points: 10", f"points: 10\n    order: {said}")) + f"order: {said}\n")
    assert book.order.name == name
    assert book.rounds[0].order == book.order


def test_a_play_off_is_the_format_that_offers_itself_unless_the_file_names_one() -> None:
    assert (read(SMALL).play_off.use, read(SMALL).play_off.rules.points) == ("quiz/sudden_death", 1)
    said = SMALL + "play_off: {use: quiz/required, points: 7}\n"
    assert (read(said).play_off.use, read(said).play_off.rules.points, read(said).play_off.id) == (
        "quiz/required",
        7,
        "play-off",
    )


def test_what_the_file_leaves_out_has_a_default() -> None:
    book = read(SMALL)
    assert book.language == "zh"
    assert book.order.name == "fixed"
    assert book.seats == {"desk": ("host", "judge", "timekeeper", "arbiter")}
    assert (book.withdrawal.place, book.withdrawal.points) == ("last", "keep")
    assert (book.rounds[0].weight, book.rounds[0].counts, book.rounds[0].cap) == (1, True, None)


def test_an_included_file_may_lie_in_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "topics.yaml").write_text("- {id: t9, title: 题}\n", encoding="utf-8")
    book = loads(small(("[{id: t1, title: Topic}]", "bank/topics.yaml")), folder=tmp_path, kinds=KINDS)
    assert [(topic.id, topic.title) for topic in book.rounds[1].rules.topics] == [("t9", Words({"": "题"}))]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "contest.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load(path, KINDS) == read(SMALL)


def test_yaml_is_imported_only_when_a_text_is_read() -> None:
    code = "import sys, quizarena, quizarena.rulebook, quizarena.rules; print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_kinds_given_stand_beside_the_installed_ones() -> None:
    assert {each.use for each in formats(KINDS)} >= {"quiz/required", "scenario/staged", "debate/pairs"}
    assert isinstance(read(SMALL), Rulebook)

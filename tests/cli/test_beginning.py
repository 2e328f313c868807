"""`quizarena new` asks somebody at a real pseudo-terminal: answers, ways back, wrong answers, leaving, tables."""

from __future__ import annotations

import itertools
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import attrs
import pytest

from quizarena.cli import interview
from quizarena.cli.dialogue import Unclear
from quizarena.cli.draft import Draft, Round, Team
from quizarena.cli.interview import Interview
from quizarena.cli.table_files import Gathered
from quizarena.rulebook import Rulebook, format_of, formats, load, loads, rules_of
from tests.cli.running import run

SAMPLES = Path(__file__).parents[1] / "tables" / "samples"

PATIENCE = 60.0
"""Seconds to wait for the next question: the machine may have other things to do."""
PROMPT = re.compile(r"(?:^|\n)> $")
CTRL_C, CTRL_D = "\x03", "\x04"
OWN_TERMINAL = """
import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
from quizarena.cli import main
main()
"""
"""Makes the terminal the session's own, so that Ctrl+C is a signal as it is to anybody, also where a shell has started
the tests in the background, which has it ignored."""


@attrs.define(eq=False)
class Talk:
    """Somebody at a terminal in a folder, who answers what `quizarena new` asks."""

    process: subprocess.Popen[bytes]
    handle: int

    def hears(self) -> str:
        """Return what is said until an answer is waited for, or the program has ended."""
        heard = b""
        while not PROMPT.search(text := heard.decode(errors="replace").replace("\r", "")):
            ready, _w, _e = select.select([self.handle], [], [], PATIENCE)
            assert ready, f"nothing more is said after:\n{text}"
            try:
                found = os.read(self.handle, 65_536)
            except OSError:  # Linux says so of a terminal whose last program is gone
                found = b""
            if not found:
                break
            heard += found
        return text

    def answers(self, *lines: str) -> str:
        """Type each line at its question and return what is said after the last."""
        heard = ""
        for line in lines:
            os.write(self.handle, f"{line}\n".encode())
            heard = self.hears()
        return heard

    def leaves_by(self, key: str) -> str:
        """Press Ctrl+C or Ctrl+D, again if nothing is said, as people do; return what is said.

        A key that comes before Python has begun to read its line is seen only with the next one.
        """
        while True:
            os.write(self.handle, key.encode())
            if select.select([self.handle], [], [], 2.0)[0]:
                return self.hears()

    def ends(self) -> int:
        """Return the exit status."""
        return self.process.wait(PATIENCE)


Begin = Callable[..., Talk]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    talks: list[Talk] = []

    def begun(*words: str, lang: str = "en") -> Talk:
        own, its = pty.openpty()
        termios.tcsetwinsize(its, (40, 100))
        locale = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[lang]
        around = {**os.environ, "TERM": "dumb", "LANG": locale, "LC_ALL": "", "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", OWN_TERMINAL, "new", *words]
        process = subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env=around, cwd=tmp_path, start_new_session=True
        )
        os.close(its)
        talks.append(Talk(process, own))
        return talks[-1]

    yield begun
    for talk in talks:
        with suppress(ProcessLookupError):
            talk.process.send_signal(signal.SIGKILL)
        talk.process.wait()
        os.close(talk.handle)


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def written(folder: Path) -> Rulebook:
    """Return the contest that was written: in order at once, its lines explained."""
    text = (folder / "contest.yaml").read_text(encoding="utf-8")
    assert text.count("# ") > 15
    run("check", folder / "contest.yaml")
    return load(folder / "contest.yaml")


ZH = (
    ("", "我们的知识竞赛"),
    ("春季业务竞赛", "有哪些参赛队"),
    ("东街、西街，南街", "东街的队员有哪些"),
    ("张一、张二", "西街的队员有哪些"),
    ("", "南街的队员有哪些"),
    ("赵一", "第一个环节是什么"),
    ("必答题", "这个环节叫什么"),
    ("有问必答", "每队几题"),
    ("2", "答对加几分"),
    ("", "题库"),
    ("", "下一个环节是什么？已有：有问必答"),
    ("7", "这个环节叫什么"),
    ("", "准备时间"),
    ("2:00", "表演时间"),
    ("", "题签"),
    ("", "下一个环节是什么"),
    ("", "评委有哪些"),
    ("钱一、钱二、钱三、钱四、钱五", "出场顺序怎么定"),
    ("2", "设哪些奖项"),
    ("一等奖1名、二等奖 2名", "预计时长"),
)
"""What is typed, and what is asked then."""


def test_a_contest_is_begun_in_chinese(begin: Begin, tmp_path: Path) -> None:
    talk = begin(lang="zh")
    talk.hears()
    for answer, asked in ZH[1:]:
        assert asked in talk.answers(answer)
    assert "quizarena start contest.yaml contest.qa" in talk.answers("")
    assert talk.ends() == 0
    rules = written(tmp_path)
    assert [(team.name.in_language("zh"), len(team.members)) for team in rules.teams] == [
        *(("东街", 2), ("西街", 0), ("南街", 1)),
    ]
    assert [(each.use, each.title.in_language("zh")) for each in rules.rounds] == [
        ("quiz/required", "有问必答"),
        ("scenario/staged", "情景模拟"),
    ]
    assert (rules.rounds[0].rules.per_team, rules.rounds[1].rules.prepare_time) == (2, 120)
    assert next((judge.name.in_language("zh"), judge.chief) for judge in rules.judges) == ("钱一", True)
    assert [(prize.name.in_language("zh"), prize.places) for prize in rules.prizes] == [("一等奖", 1), ("二等奖", 2)]
    assert (rules.order.method.needs, rules.language) == ("order", "zh")


def test_a_contest_is_begun_in_english_with_a_way_back_and_wrong_answers(begin: Begin, tmp_path: Path) -> None:
    talk = begin("spring quiz.yaml")
    assert "<" not in talk.hears().splitlines()[-2]
    assert "Which teams" in talk.answers("Spring: quiz")
    assert "at least two teams" in talk.answers("Red")
    assert "What is the contest called?" in talk.answers("<")
    assert "Which teams" in talk.answers("Spring: quiz #2")
    assert "Who is in Red?" in talk.answers("Red, Blue")
    assert "first round" in talk.answers("")
    assert "write its number" in talk.answers("no such thing")
    assert "go back with <" in talk.answers("British Parliamentary")
    assert "called" in talk.answers("3")
    assert "how many questions" in talk.answers("At the buzzer").lower()
    assert "expected" in talk.answers("ten")
    assert "points for a right answer" in talk.answers("5")
    assert "how many questions" in talk.answers("<").lower()
    talk.answers("6", "")
    assert "-10" in talk.answers("10")
    assert "question bank" in talk.answers("-5")
    assert "there is no file" in talk.answers("nothing.xlsx")
    assert "next round" in talk.answers("")
    assert "In which order" in talk.answers("")
    assert "number from the list" in talk.answers("upwards")
    assert "Which prizes" in talk.answers("1")
    assert "write the prize" in talk.answers("3")
    assert "Winner" in talk.answers("")
    assert "'spring quiz.yaml'" in talk.answers("1")
    assert talk.ends() == 0
    rules = load(tmp_path / "spring quiz.yaml")
    buzz = rules.rounds[0].rules
    assert (rules.title.in_language("en"), buzz.items, str(buzz.wrong)) == ("Spring: quiz #2", 6, "-5")


@pytest.mark.parametrize(("leave", "answers"), [(CTRL_C, []), (CTRL_D, ["Spring", "A, B", "", "1", "", "", "", ""])])
def test_whoever_leaves_leaves_nothing_behind(begin: Begin, tmp_path: Path, leave: str, answers: list[str]) -> None:
    talk = begin()
    talk.hears()
    talk.answers(*answers)
    assert "nothing was written" in talk.leaves_by(leave)
    assert talk.ends() == 1
    assert files(tmp_path) == []


def test_a_no_at_the_end_writes_nothing(begin: Begin, tmp_path: Path) -> None:
    talk = begin()
    talk.hears()
    assert "Is all of this right?" in talk.answers("Spring", "A, B", "", "5", "", "", "", "", "", "", "")
    assert "nothing was written" in talk.answers("2")
    assert talk.ends() == 1
    assert files(tmp_path) == []


def test_a_contest_that_is_there_is_refused_before_anything_is_asked(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "contest.yaml").write_text("mine", encoding="utf-8")
    talk = begin()
    assert "never overwritten" in talk.hears()
    assert talk.ends() == 3
    assert (tmp_path / "contest.yaml").read_text(encoding="utf-8") == "mine"


def test_a_table_with_faults_is_mended_while_the_question_waits(begin: Begin, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "bad-01-each-row.xlsx", tmp_path / "题库.xlsx")
    talk = begin(lang="zh")
    talk.hears()
    asked = talk.answers("题目多", "甲、乙", "", "2", "", "2", "")
    assert "1. 题库.xlsx" in asked
    heard = talk.answers("1")
    assert "题库!H" in heard
    assert "改好表格，保存" in heard
    shutil.copy(SAMPLES / "ok-01-all-types.xlsx", tmp_path / "题库.xlsx")
    assert "认出 6 题" in talk.answers("1")
    talk.answers("", "", "", "")
    assert talk.ends() == 0
    assert len(written(tmp_path).rounds[0].rules.questions) > 4
    assert files(tmp_path) == ["contest.yaml", "题库.xlsx"]


def test_tables_from_elsewhere_come_into_the_folder_at_the_end(begin: Begin, tmp_path: Path) -> None:
    folder = tmp_path / "a folder" / "of tables"
    folder.mkdir(parents=True)
    for name in ("ok-20-teams.xlsx", "ok-22-judges.xlsx", "ok-23-topics.docx"):
        shutil.copy(SAMPLES / name, folder)
    talk = begin("spring/contest.yaml")
    talk.hears()
    dragged = "'" + str(folder / "ok-20-teams.xlsx") + "' "
    assert "永泰街道" in talk.answers("Spring", dragged)
    assert "Topic slips" in talk.answers("7", "", "", "")
    talk.answers(str(folder / "ok-23-topics.docx").replace(" ", "\\ "))
    assert "Who are the judges?" in talk.answers("")
    talk.answers(str(folder / "ok-22-judges.xlsx"))
    assert files(tmp_path) == ["a folder"]
    talk.answers("", "", "")
    assert talk.ends() == 0
    assert files(tmp_path / "spring") == ["contest.yaml", "ok-20-teams.xlsx", "ok-22-judges.xlsx", "ok-23-topics.docx"]
    rules = written(tmp_path / "spring")
    assert (len(rules.teams), len(rules.judges), len(rules.rounds[0].rules.topics)) == (2, 2, 2)


FIRST = ("Spring", "A, B", "-", "quiz/team_required", "Team", "1", "10", "1")
"""A contest whose first round takes two of the table's five questions."""


def test_one_table_of_questions_serves_several_rounds(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "ok-01-all-types.xlsx", tmp_path / "bank.xlsx")
    (tmp_path / "trial").mkdir()
    for items, lacks in (("3", False), ("4", True)):
        talk = Interview("en", "contest.yaml", Gathered(tmp_path, tmp_path / "trial"))()
        question = next(talk)
        for answer in (*FIRST, "quiz/buzz", "Buzz", items, "10", "-10"):
            question = talk.send(question.understand(answer))
        if lacks:
            with pytest.raises(Unclear) as refused:
                question.understand("1")
            said, way_on = map(str, refused.value.lines)
            assert "the rounds before leave" in said
            assert "go back with <" in way_on
        else:
            assert question.understand("1").name == "bank.xlsx"


def test_without_a_terminal_it_writes_the_template(tmp_path: Path) -> None:
    run("new", tmp_path / "contest.yaml", stdin="Spring\n")
    assert len(load(tmp_path / "contest.yaml").rounds) == 3


def by_enter(folder: Path, trial: Path, language: str, use: str) -> Draft | None:
    """Return the contest of one round that somebody begins who presses nothing but Enter."""
    talk = Interview(language, "contest.yaml", Gathered(folder, trial))()
    question = next(talk)
    try:
        while True:
            question = talk.send(question.understand(use if question.default is None else question.default))
    except StopIteration as end:
        draft: Draft | None = end.value
        return draft


USES = [each.use for each in formats() if not each.play_off]


@pytest.mark.parametrize(("use", "language"), [*zip(USES, itertools.cycle(("zh", "en")), strict=False)])
def test_every_format_makes_a_contest_by_enter_alone(
    tmp_path: Path, use: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interview, "forecast", lambda _rulebook: None)  # it takes its time and is looked at elsewhere
    draft = by_enter(tmp_path, tmp_path, language, use)
    assert draft is not None
    assert [each.use for each in loads(draft.yaml()).rounds] == [use]


def test_formats_ask_for_rules_that_they_have() -> None:
    known = {each.use: {rule.key for rule in rules_of(each, "zh")} for each in formats()}
    assert {each.use: set(each.asks) - known[each.use] for each in formats() if set(each.asks) - known[each.use]} == {}


def test_the_formats_offered_first_are_in_an_order_of_their_own() -> None:
    places = sorted(each.common for each in formats() if each.common is not None)
    assert places == list(range(1, len(places) + 1))


@pytest.mark.parametrize(
    "text", ["红队", "no", "010", "a: b", 'say "x"', "#1", "- x", "C:\\x", "[a]", "O'Neil", "3:00", "是的 (一)"]
)
def test_names_mean_what_was_typed(text: str) -> None:
    form = format_of("quiz/buzz")
    assert form is not None
    rules = loads(Draft("zh", text, (Team(text, (text,)), Team("另一队")), rounds=(Round(form, text),)).yaml())
    found = rules.title, rules.teams[0].name, rules.teams[0].members[0].name, rules.rounds[0].title
    assert {each.in_language("zh") for each in found} == {text}

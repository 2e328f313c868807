"""The plug-ins of examples/plugins: each door opened, each rule with a case computed by hand, secrets kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from quizarena_extras import aiken
from quizarena_extras.fewest_deductions import FewestDeductions
from quizarena_extras.first_by_lot import FirstByLot
from quizarena_extras.graded import Graded
from quizarena_extras.near_median import NearMedian
from quizarena_games.relay import Relay
from quizarena_games.spot import Spot

from quizarena.contest import ConflictError, Contest
from quizarena.draws import verify
from quizarena.errors import DrawError, RulebookError, RuleError
from quizarena.moves import IllegalFact
from quizarena.rounds import RoundKind
from quizarena.rulebook import load
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.standings import TieContext
from quizarena.tables import TableError
from quizarena.testing import check_kind, opened, rulebook_of
from quizarena.text import plain
from tests.examples.hands import make, press

PLUGINS = Path(__file__).parents[2] / "examples" / "plugins"
NAMES = ("quizarena-extras", "quizarena-games")
BANK = [{"id": f"q{n}", "text": f"question {n}", "answer": f"answer {n}", "level": 5 * n} for n in range(1, 4)]
PICTURES = [
    {
        "id": f"p{n}",
        "caption": f"picture {n}",
        "mistakes": [{"id": f"m{k}", "text": f"mistake {n}.{k}"} for k in range(1, 4)],
    }
    for n in range(1, 8)
]
CASES: list[tuple[RoundKind, dict[str, Any]]] = [
    (Graded(), {"per_team": 1, "questions": [{**each, "id": f"{each['id']}-{n}"} for each in BANK for n in (1, 2)]}),
    (Relay(), {"use": "relay/classic"}),
    (Relay(), {"theme": "春", "out_on": ["wrong"]}),
    (Spot(), {"use": "spot/classic"}),
    (Spot(), {"pictures": PICTURES, "most": 2, "false_claim": -1}),
]


@pytest.mark.parametrize(("kind", "rules"), CASES, ids=lambda each: getattr(each, "name", None))
def test_the_kit_finds_nothing(kind: RoundKind, rules: dict[str, Any]) -> None:
    assert rulebook_of(kind, rules, teams=6, judges=1), "rules the kit would pass by prove nothing"
    check_kind(kind, [rules], examples=4, longest=30)


def begun(kind: RoundKind, rules: Mapping[str, Any], teams: int = 3) -> Contest:
    """Return a contest of one round of `kind` that has begun, in the order t1, t2, ..."""
    contest = opened(rulebook_of(kind, rules, teams, judges=1, extra={"order": "roster"}), {kind.name: kind})
    make(contest, "round.begun")
    return contest


def totals(contest: Contest) -> list[Fraction]:
    found = contest.standings(audience=None).totals
    for score in found.values():
        score.check()
    return [score.value for _team, score in sorted(found.items())]


# The relay: 1 a line, 3 for the last team in; out on a repeat, a wrong line or a timeout (CN14 of tests/rulesets)


def relay(rules: Mapping[str, Any], turns: str, teams: int = 3) -> Contest:
    """Play a relay of the word 春: g good, r repeat, w wrong, t timeout, v void."""
    contest = begun(Relay(), rules, teams)
    press(contest, "next", theme="春")
    press(contest, "next")
    words = {"g": "good", "r": "repeat", "w": "wrong", "t": "timeout", "v": "void"}
    for turn in turns:
        make(contest, "relay.ruled", verdict=words[turn])
    return contest


@pytest.mark.parametrize(
    ("rules", "turns", "expected", "over"),
    [
        pytest.param({}, "ggrgt", [2 + 3, 1, 0], True, id="the last one in gets the bonus"),
        pytest.param({}, "ggr", [1, 1, 0], False, id="two are left: go on"),
        pytest.param({}, "vgvvww", [1 + 3, 0, 0], True, id="a void turn is said again by the same team"),
        pytest.param({"out_on": ["wrong"]}, "trgww", [0, 0, 1 + 3], True, id="only what is declared puts out"),
        pytest.param({"points": 2, "winner_bonus": 0}, "gwgw", [2, 0, 2], True, id="amounts as declared"),
        pytest.param({"cap": 4}, "ggrgt", [4, 1, 0], True, id="the frame's cap clips the gain"),
    ],
)
def test_a_relay(rules: dict[str, Any], turns: str, expected: list[int], over: bool) -> None:
    contest = relay(rules, turns)
    assert totals(contest) == expected
    assert (contest.outcome() is not None) == over


def test_an_ended_relay_gives_nobody_the_bonus() -> None:
    contest = relay({}, "gggg")
    make(contest, "relay.ended")
    assert totals(contest) == [2, 1, 1]
    assert contest.outcome() is not None


def test_a_withdrawal_may_leave_a_winner() -> None:
    contest = relay({}, "ggr")
    make(contest, "team.left", team="t2", mode="withdrawn", reason="left the hall")
    assert totals(contest)[0] == 1 + 3


def test_a_line_said_before_cannot_be_good() -> None:
    contest = relay({}, "")
    make(contest, "relay.ruled", verdict="good", line="春眠不觉晓")
    with pytest.raises(IllegalFact, match="that line was said in turn 1"):
        make(contest, "relay.ruled", verdict="good", line="春眠不觉晓")
    make(contest, "relay.ruled", verdict="repeat", line="春眠不觉晓")
    assert totals(contest) == [1, 0, 0]


def test_a_team_ruled_out_by_mistake_comes_back() -> None:
    contest = relay({}, "wggg")
    wrong = contest.records[-4]
    contest.correct([(wrong.seq, attrs.evolve(wrong.fact, verdict="good"))], reason="the line was right")
    assert totals(contest) == [1, 2, 1], "what the others said stays theirs"
    assert make(contest, "relay.ruled", verdict="good").fact.team == "t3", "and the relay goes on after the last one"


def test_a_team_ruled_in_by_mistake_takes_its_later_lines_along() -> None:
    contest = relay({}, "gggg")
    first, again = contest.records[-4], contest.records[-1]
    wrong = (first.seq, attrs.evolve(first.fact, verdict="wrong"))
    with pytest.raises(ConflictError, match="队1 is out"):
        contest.correct([wrong], reason="a repeat nobody heard")
    void = (again.seq, attrs.evolve(again.fact, team="t2", verdict="void"))
    contest.correct([wrong, void], reason="a repeat nobody heard")
    assert totals(contest) == [0, 1, 1]


@pytest.mark.parametrize("rules", [{}, {"theme": "春"}])
def test_the_word_is_unknown_until_it_is_shown(rules: dict[str, Any]) -> None:
    contest = begun(Relay(), rules)
    if not rules:
        press(contest, "next", theme="春")
    assert "春" not in hall(contest)
    press(contest, "next")
    assert "春" in hall(contest)


def test_a_relay_nothing_ends_is_refused() -> None:
    with pytest.raises(RulebookError, match="out_on: expected at least one thing"):
        rulebook_of(Relay(), {"out_on": []}, 2, 1)


def hall(contest: Contest) -> str:
    """Return everything the hall can read."""
    scene = json.dumps(contest.scene("hall").to_json("zh"), ensure_ascii=False)
    return scene + json.dumps(contest.export("hall"), ensure_ascii=False) + str(contest.log("hall"))


# Spot the mistake: 1 each, at most `most`, an unlisted one for the judges (CN14)


def spotted(rules: Mapping[str, Any], claims: Sequence[str]) -> Contest:
    contest = begun(Spot(), rules, teams=2)
    press(contest, "next")
    for what in claims:
        make(contest, "spot.claimed", what=what)
    return contest


@pytest.mark.parametrize(
    ("rules", "claims", "verdict", "expected"),
    [
        pytest.param({}, ["found", "false", "found"], "", 2, id="counted by hand, a false claim costs nothing"),
        pytest.param({"most": 2}, ["found"] * 4, "", 2, id="no more than the most"),
        pytest.param({"most": 2, "false_claim": -1}, ["found"] * 3 + ["false"], "", 1, id="a penalty is never clipped"),
        pytest.param({"pictures": PICTURES}, ["m1", "extra", "m3"], "", 2, id="an extra one waits"),
        pytest.param({"pictures": PICTURES}, ["m1", "extra", "m3"], "accepted", 3, id="and counts if accepted"),
        pytest.param({"false_claim": -1}, ["found", "extra"], "refused", 0, id="a refused one is a false claim"),
    ],
)
def test_spotting(rules: dict[str, Any], claims: list[str], verdict: str, expected: int) -> None:
    contest = spotted(rules, claims)
    if verdict:
        make(contest, "spot.extra_ruled", verdict=verdict)
    assert totals(contest) == [expected, 0]


def test_a_mistake_is_found_once() -> None:
    contest = spotted({"pictures": PICTURES}, ["m1"])
    with pytest.raises(IllegalFact, match="expected one of m2, m3, false, extra, found m1"):
        make(contest, "spot.claimed", what="m1")


def test_judges_may_speak_after_the_next_picture() -> None:
    contest = spotted({}, ["extra"])
    press(contest, "next")  # close
    press(contest, "next")  # the next team's picture
    press(contest, "yes")  # found, not the pending ruling: that has no key while a picture is open
    press(contest, "next")
    assert contest.outcome() is None, "the judges are still wanted"
    press(contest, "yes")
    assert totals(contest) == [1, 1]
    assert contest.outcome() is not None


def test_a_void_picture_is_replaced_by_another() -> None:
    contest = spotted({"pictures": PICTURES}, ["m1"])
    make(contest, "spot.voided")
    again = press(contest, "next").fact
    assert (again.team, again.picture) == ("t1", "p2")
    assert totals(contest) == [0, 0]


def test_the_hall_reads_a_mistake_when_it_was_found_or_the_picture_is_closed() -> None:
    contest = spotted({"pictures": PICTURES}, ["m1"])
    assert "mistake 1.1" in hall(contest)
    assert "mistake 1.2" not in hall(contest)
    press(contest, "next")
    assert "mistake 1.2" in hall(contest)
    assert "mistake 2.1" not in hall(contest)


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        (PICTURES[:2], "pictures: expected 3 pictures, found 2"),
        ([PICTURES[0]] * 3, "pictures: two pictures have the same id"),
        (
            [*PICTURES[:2], {**PICTURES[2], "mistakes": [{"id": "false", "text": "x"}]}],
            "no mistake may be called false",
        ),
        ([*PICTURES[:2], {**PICTURES[2], "mistakes": [{"id": "m", "text": "x"}] * 2}], "two mistakes have the same id"),
    ],
)
def test_pictures_that_cannot_be_played_are_refused(pictures: list[Any], sentence: str) -> None:
    with pytest.raises(RulebookError, match=sentence):
        rulebook_of(Spot(), {"pictures": pictures}, 3, 1)


# The four small rules


def test_a_right_answer_is_worth_the_level_of_its_question() -> None:
    contest = begun(Graded(), {"per_team": 1, "points": 20, "questions": [*BANK[:2], {"id": "q9", "text": "no level"}]})
    for verdict in ("yes", "yes", "yes"):
        press(contest, "next")
        press(contest, verdict)
    assert totals(contest) == [5, 10, 20]


@pytest.mark.parametrize(
    ("limit", "marks", "expected", "struck"),
    [
        pytest.param(
            "5", {"j1": 90, "j2": "92.5", "j3": 80}, Fraction("91.25"), {"j3"}, id="one is 10 off the median 90"
        ),
        pytest.param("5", {"j1": 85, "j2": 90, "j3": 95}, 90, set(), id="exactly at the limit counts"),
        pytest.param("5", {"j1": 60, "j2": 90}, 75, set(), id="a panel split in two: all count"),
        pytest.param("0.5", {"j1": 9, "j2": 9, "j3": "9.6", "j4": "8.4"}, 9, {"j3", "j4"}, id="both sides"),
    ],
)
def test_marks_far_from_the_median(limit: str, marks: dict[str, Any], expected: Any, struck: set[str]) -> None:
    score = NearMedian(limit).score(marks)
    score.check()
    assert score.value == NearMedian(limit).value(marks) == expected
    assert {part.label.in_language("en") for part in score.parts if not part.counted} == struck


def test_a_limit_is_not_negative() -> None:
    with pytest.raises(RuleError, match="limit: expected 0 or more, found -1"):
        NearMedian("-1")


def test_the_first_is_drawn_and_the_others_follow_round_the_table() -> None:
    # printf '%s' '2026-11-23|7 8|s|order' | sha256sum begins with 47aee9ba = 1202645434, which leaves 2 of 4
    drawn = FirstByLot().draw(["a", "b", "c", "d"], purpose="order", seed="2026-11-23|7 8|s")
    assert drawn.order == ("c", "d", "a", "b")
    verify(drawn, FirstByLot(), ["a", "b", "c", "d"], seed="2026-11-23|7 8|s")
    with pytest.raises(DrawError, match="expected the opened seed"):
        FirstByLot().draw(["a"])


@pytest.mark.skipif(not (shutil.which("sh") and shutil.which("sha256sum")), reason="no POSIX shell here")
@pytest.mark.parametrize("seed", ["1|2|3", "it's"])
def test_the_proof_of_the_draw_runs_in_a_shell(seed: str) -> None:
    labels = ["a", "b", "c", "d", "e"]
    drawn = FirstByLot().draw(labels, purpose="order", seed=seed)
    said = subprocess.run(["sh", "-c", drawn.proof[0]], capture_output=True, text=True, check=True, timeout=10).stdout
    assert labels[int(said)] == drawn.order[0]


@attrs.frozen
class Rounds(TieContext):
    """What two rounds gave each team, as leaves."""

    points: Mapping[str, tuple[list[int], list[int]]]

    def counted_rounds(self) -> Sequence[str]:
        return ("0", "1")

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        return combine(SUM, plain(round_id), [leaf(each, plain("")) for each in self.points[entrant][int(round_id)]])


def test_of_equal_totals_the_one_with_fewer_deductions_is_first() -> None:
    context = Rounds({"a": ([10, -5], [5]), "b": ([10], []), "c": ([20], [-10])})
    assert FewestDeductions().parts(("a", "b", "c"), context) == {"a": -5, "b": 0, "c": -10}


def test_a_deduction_that_was_struck_is_none() -> None:
    class Struck(Rounds):
        def round_score(self, entrant: str, round_id: str) -> Score | None:
            return combine(SUM, plain(""), [leaf(10, plain("")), leaf(-5, plain("")).struck()])

    assert FewestDeductions().parts(("a",), Struck({})) == {"a": 0}


# Installed, found, played


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install both plug-ins as pip does, but into a folder of their own."""
    target = tmp_path_factory.mktemp("plugins")
    sources = [str(shutil.copytree(PLUGINS / name, target / "src" / name)) for name in NAMES]
    quiet = ["-q", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *quiet, "--target", str(target / "site"), *sources]
    subprocess.run(command, check=True, timeout=60)
    return target / "site"


def python(installed: Path, *arguments: str) -> str:
    """Run this Python with the plug-ins installed beside it; return what it prints."""
    paths = [installed, PLUGINS.parents[1], PLUGINS.parents[1] / "rounds"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONUTF8": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_plug_in_is_found_by_the_command_line(installed: Path) -> None:
    command = ("-c", "from quizarena.cli import main; main()")
    found = {each["use"]: each["title"] for each in json.loads(python(installed, *command, "formats", "--json"))}
    assert {"relay/classic", "spot/classic"} <= found.keys()
    assert "3" in python(installed, *command, "check", str(PLUGINS / "contest.yaml"))


AIKEN = """\ufeffIs this a question?
A) Yes
b) no option, for letters are capital
B) No
ANSWER: A

How many legs has a spider?
A. six
B. eight
C. ten
Answer: B
"""


def test_a_table_of_another_kind_is_read_by_its_installed_reader(installed: Path, tmp_path: Path) -> None:
    bank = tmp_path / "bank.aiken"
    bank.write_text(AIKEN.replace("b) no option, for letters are capital\n", ""), encoding="utf-8")
    command = ("-c", "from quizarena.cli import main; main()")
    assert "2 questions: single choice 2" in python(installed, *command, "questions", str(bank), "--lang", "en")
    rounds = "rounds: [{id: quiz, use: quiz/required, per_team: 1, questions: bank.aiken}]"
    rules = tmp_path / "contest.yaml"
    teams = "teams: [{id: a, name: A}, {id: b, name: B}]"
    rules.write_text(f"quizarena: 1\ncontest: {{title: T, language: en}}\n{teams}\n{rounds}\n", encoding="utf-8")
    assert "2 teams" in python(installed, *command, "check", str(rules))


def test_what_is_wrong_in_such_a_table_is_said_with_its_line() -> None:
    found = aiken.read(AIKEN.encode(), "bank.aiken")
    assert [number for number, _cells in found.sheets[0].rows] == [0, 1, 3, 7]
    assert found.sheets[0].naming(3, 1) == "line 3"
    with pytest.raises(TableError):
        aiken.read(b"\xff\xfe", "bank.aiken")


def test_a_contest_on_everything_they_bring_plays_to_its_end(installed: Path, tmp_path: Path) -> None:
    """Its file is good for both verifiers."""
    code = (
        "import io, sys; from quizarena.simulation import rehearse\n"
        "from quizarena.rulebook import load; from quizarena.arena import Arena\n"
        "from quizarena.records import to_row; from quizarena.journal.jsonl import export\n"
        "contest = rehearse(load(sys.argv[1]), luck=7); contest.verify(); print(contest.outcome().why.value)\n"
        "print(*sorted({record.type.partition('.')[0] for record in contest.records}))\n"
        "print(contest.records[0].fact.plugins)\n"
        "lines = ''.join(export(to_row(each, contest.book) for each in contest.records)).encode()\n"
        "Arena.import_lines(sys.argv[2], io.BytesIO(lines)).close(); print(contest.head)"
    )
    path = str(tmp_path / "contest.qa")
    printed = python(installed, "-c", code, str(PLUGINS / "contest.yaml"), path).splitlines()
    assert printed[0] == "closed and signed"
    assert {"draw", "quiz", "relay", "scenario", "spot"} <= set(printed[1].split())
    assert "'kinds/relay': 'quizarena-games 0.1.0'" in printed[2]
    verified = python(installed, "-c", "from quizarena.cli import main; main()", "verify", path, "--json")
    assert json.loads(verified)["head"] == printed[3]
    assert f"; head {printed[3]}\n" in python(installed, str(PLUGINS.parent / "verify_independently.py"), path)


def test_what_is_not_installed_is_said_by_name() -> None:
    with pytest.raises(RulebookError) as caught:
        load(PLUGINS / "contest.yaml")
    for name in ("first_by_lot", "near_median", "quiz.graded", "spot/classic", "relay/classic", "fewest_deductions"):
        assert name in str(caught.value)

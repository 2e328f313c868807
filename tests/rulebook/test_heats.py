"""A final whose teams are the first of other contests: who goes on, under which id, by which head; why nobody does."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from quizarena import Arena, load, loads
from quizarena.errors import RulebookError
from quizarena.rulebook import of_resolved, resolved_mapping, resolved_yaml
from tests.cli.running import run

HEAT = """\
quizarena: 1
contest: {{title: {title}, language: en}}
teams:
  - {{id: red, name: Red, members: [Ann, Bea], leader: Lea}}
  - {{id: blue, name: Blue}}
  - {{id: green, name: {green}}}
rounds: [{{id: quiz, use: quiz/required, per_team: 1}}]
"""
FINAL = """\
quizarena: 1
contest: {{title: Final, language: en}}
teams: {teams}
rounds: [{{id: quiz, use: quiz/required, per_team: 1}}]
"""


def heat(path: Path, *, green: str = "Green", title: str = "Heat", points: Mapping[str, int] | None = None,
         mode: str = "live", until: str = "") -> None:  # fmt: skip
    """Play a contest to its signed end, or up to the fact of a type; ranked by `points` given to its teams."""
    with Arena.create(path, loads(HEAT.format(title=title, green=green))) as arena:
        arena.do("contest.opened", mode=mode)
        while moves := [move for move in arena.contest.moves() if not move.aside]:
            type = moves[0].fact.type
            if type == until:
                return
            if type == "contest.signed":
                for team, by in (points or {"red": 3, "blue": 2, "green": 1}).items():
                    arena.do("score.adjusted", team=team, points=str(by), reason="play")
                arena.do(type, by="Judge")
                return
            arena.do(type, {"verdict": "right"} if type == "quiz.ruled" else {})


def final(folder: Path, teams: str) -> Path:
    path = folder / "final.yaml"
    path.write_text(FINAL.format(teams=teams), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two heats that are over."""
    folder = tmp_path_factory.mktemp("halls")
    heat(folder / "Hall 1.qa", title="North")
    heat(folder / "hall-2.qa", title="South", green="Grass", points={"red": 1, "blue": 5, "green": 3})
    return folder


def test_the_first_of_each_heat_go_on_with_their_people(halls: Path) -> None:
    book = load(final(halls, "{from: [Hall 1.qa, hall-2.qa], top: 2}"))
    assert [(team.id, team.name.in_language("en")) for team in book.teams] == [
        ("hall-1-red", "Red"),
        ("hall-1-blue", "Blue (North)"),
        ("hall-2-blue", "Blue (South)"),
        ("hall-2-green", "Grass"),
    ]
    first = book.teams[0]
    assert [member.id for member in first.members] == ["hall-1-red-1", "hall-1-red-2"]
    assert first.leader is not None
    assert first.leader.in_language("en") == "Lea"
    with Arena.open(halls / "hall-2.qa", read_only=True) as arena:
        records, head = len(arena.contest.records), arena.contest.head
    assert [(each.address, dict(each.places)) for each in book.heats] == [
        ("Hall 1.qa", {"hall-1-red": 1, "hall-1-blue": 2}),
        ("hall-2.qa", {"hall-2-blue": 1, "hall-2-green": 2}),
    ]
    assert (book.heats[1].records, book.heats[1].head) == (records, head)


def test_the_evidence_is_part_of_the_complete_rules_and_its_address_is_not_the_halls(halls: Path) -> None:
    book = load(final(halls, "{from: [hall-2.qa], top: 2}"))
    assert of_resolved(resolved_mapping(book)) == book == loads(resolved_yaml(book))
    [seen] = resolved_mapping(book, with_sealed=False)["heats"]
    assert set(seen) == {"contest", "records", "head", "places"}


def test_ids_are_numbered_where_files_are_called_alike_or_in_chinese(tmp_path: Path, halls: Path) -> None:
    for name in ("一分场", "二分场"):
        (tmp_path / name).mkdir()
    shutil.copy(halls / "Hall 1.qa", tmp_path / "一分场" / "比赛.qa")
    shutil.copy(halls / "hall-2.qa", tmp_path / "二分场" / "比赛.qa")
    book = load(final(tmp_path, "{from: [一分场/比赛.qa, 二分场/比赛.qa]}"))
    assert [team.id for team in book.teams] == ["heat-1-red", "heat-2-blue"]


LEVEL = {"red": 3, "blue": 2, "green": 2}
REFUSED = [
    (
        {"points": LEVEL},
        "{from: [a.qa], top: 2}",
        "a.qa: Blue, Green share place 2, and 2 go on: write another top, or reopen that contest at its desk (its own"
        " move contest.reopened), break the tie, sign again",
    ),
    ({}, "{from: [a.qa], top: 4}", "a.qa: 3 teams are left in it, 4 are to go on; write a smaller top"),
    ({"mode": "rehearsal"}, "{from: [a.qa]}", "a.qa: it is a rehearsal, from which nobody goes on"),
    (
        {"until": "quiz.ruled"},
        "{from: [a.qa]}",
        "a.qa: these rounds are not over yet: Required questions; it is not closed and signed; do that at its desk",
    ),
    ({"until": "contest.signed"}, "{from: [a.qa]}", "a.qa: it is not closed and signed; do that at its desk"),
    ({}, "{from: [a.qa, ./a.qa]}", "'./a.qa' is the same contest as 'a.qa'; name each contest once"),
    ({}, "{from: [b.qa]}", "b.qa: there is no such file; check its name and folder"),
    ({}, "{from: []}", "no contest is named, as [hall-1.qa, hall-2.qa]"),
    ({}, "{from: [a.qa], top: 0}", "expected at least 1, got 0"),
    ({}, "{top: 2}", "missing key 'from'"),
    (
        {},
        '{from: ["postgresql://me:pw@host/db#hall-1"]}',
        "a password does not belong here, for the contest keeps this address; put it into ~/.pgpass",
    ),
]


@pytest.mark.parametrize(("played", "teams", "problem"), REFUSED)
def test_why_nobody_goes_on(tmp_path: Path, halls: Path, played: dict[str, object], teams: str, problem: str) -> None:
    if played:
        heat(tmp_path / "a.qa", **played)  # type: ignore[arg-type]
    else:
        shutil.copy(halls / "hall-2.qa", tmp_path / "a.qa")
    with pytest.raises(RulebookError) as caught:
        load(final(tmp_path, teams))
    assert [each.message.in_language("en") for each in caught.value.problems] == [problem]
    assert caught.value.problems[0].line == 3


def test_a_tie_among_those_who_go_on_is_none_of_the_cut(tmp_path: Path) -> None:
    heat(tmp_path / "a.qa", points={"red": 3, "blue": 3, "green": 2})
    book = load(final(tmp_path, "{from: [a.qa], top: 2}"))
    assert dict(book.heats[0].places) == {"a-red": 1, "a-blue": 1}


def test_a_heat_whose_records_were_changed_sends_nobody(tmp_path: Path, halls: Path) -> None:
    path = shutil.copy(halls / "hall-2.qa", tmp_path / "hall-2.qa")
    with sqlite3.connect(path) as base:
        for (name,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            base.execute(f"drop trigger {name}")
        base.execute("""update records set fact = replace(fact, '"5"', '"9"') where type = 'score.adjusted'""")
    run("check", final(tmp_path, "{from: [hall-2.qa], top: 2}"), status=1)


def test_check_verify_and_explain_name_the_heats(tmp_path: Path, halls: Path) -> None:
    for name in ("Hall 1.qa", "hall-2.qa"):
        shutil.copy(halls / name, tmp_path / name)
    rules, path = final(tmp_path, "{from: [Hall 1.qa, hall-2.qa]}"), tmp_path / "final.qa"
    said = "hall-2.qa: 13 records, each legal and in its chain, and it is signed; to go on: Blue\n"
    assert said in run("check", rules).output
    run("start", rules, path)
    head = run("explain", path, "hall-2-blue").output.splitlines()[1]
    assert head.startswith("Comes from South, place 1; its head was #012 ")
    assert "; it is unchanged\n" in run("verify", path).output
    (tmp_path / "hall-2.qa").unlink()
    assert "; it is not looked at, as hall-2.qa is not here\n" in run("verify", path).output.replace(f"{tmp_path}/", "")
    shutil.copy(halls / "Hall 1.qa", tmp_path / "hall-2.qa")
    assert "no longer has the head #012" in run("verify", path, status=1).output


def corrected(path: Path, points: str) -> None:
    """Open a signed contest again, give Green other points, and sign it anew."""
    with Arena.open(path) as arena:
        arena.do("contest.reopened", by="Judge", reason="r")
        last = next(each for each in reversed(arena.contest.records) if each.type == "score.adjusted")
        changed = attrs.evolve(last.fact, points=Decimal(points))
        arena.correct([(last.seq, changed)], reason="r")
        arena.do("contest.signed", by="Judge")


def test_verify_tells_a_heat_that_would_send_others_on_by_now(tmp_path: Path) -> None:
    heat(tmp_path / "a.qa", title="North")
    path = tmp_path / "final.qa"
    run("start", final(tmp_path, "{from: [a.qa], top: 2}"), path)
    (tmp_path / "final-resolved.yaml").write_text(run("check", tmp_path / "final.yaml", "--resolved").stdout)
    corrected(tmp_path / "a.qa", "1.5")
    assert "; 3 records have come since\n" in run("verify", path).output
    corrected(tmp_path / "a.qa", "9")
    sentence = "North has gone on since teams came from it, and now Green (place 1), Red (place 2) would go on, not"
    assert f"{sentence} Red (place 1), Blue (place 2)" in run("verify", path, status=1).output
    assert sentence in run("check", tmp_path / "final-resolved.yaml", status=1).output
    assert "to go on: Green, Red" in run("check", tmp_path / "final.yaml").output
    corrected(tmp_path / "a.qa", "2")
    assert "Blue (place 2), Green (place 2)" in run("verify", path, status=1).output

"""A copy without names has the totals and places of the contest, stays legal record by record, and holds no name."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from quizarena.arena import Arena
from quizarena.contest import Contest
from quizarena.contest.anonymous import anonymous_rows, ids_with_names
from quizarena.contest.records import to_row
from quizarena.errors import JournalError
from quizarena.journal import Row, first_bad
from quizarena.journal.jsonl import export
from quizarena.points import show
from quizarena.report import bulletin, results
from quizarena.rulebook import loads
from quizarena.stored_contest import read_rows
from quizarena.testing import START
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import told
from tests.rulesets.test_rulesets import STORIES, played

SOME = [path for path in STORIES if path.stem in ("cn03", "cn06", "cn12", "cn15", "cn20", "cn24", "cn27")]


def places(contest: Contest) -> list[tuple[str, int, str]]:
    return [(row.entrant, row.place, show(row.total)) for row in contest.standings().rows]


def names(contest: Contest) -> set[str]:
    roster = contest.state.roster
    people = [*roster.judges, *(member for team in roster.teams for member in team.members)]
    return {word for each in people for word in each.name.by_language.values()} | {r.person for r in contest.records}


def checked(contest: Contest) -> Contest:
    """The copy, after all that holds for every copy was looked at."""
    rows = list(anonymous_rows(contest))
    assert first_bad(rows) is None
    copy = Contest.of_rows(rows, kinds=contest.kinds)
    copy.verify()
    assert copy.copy_of == contest.head
    assert places(copy) == places(contest)
    assert [each.prize for each in copy.standings().prizes] == [each.prize for each in contest.standings().prizes]
    assert [each.winners for each in copy.awards()] == [each.winners for each in contest.awards()]
    assert rows == list(anonymous_rows(contest)), "the same again, byte for byte"
    return copy


@pytest.mark.parametrize("path", SOME, ids=[path.stem for path in SOME])
def test_a_rule_set_has_the_same_result(path: Path) -> None:
    contest, _expected = played(path)
    checked(contest)


def test_the_story_has_the_same_result_and_nobodys_name() -> None:
    contest = told()
    copy = checked(contest)
    hidden = names(contest) - {""}
    assert "大庆三" in hidden
    text = "".join(export([to_row(record, copy.book) for record in copy.records]))
    assert [name for name in hidden if f'"{name}"' in text] == []
    assert "答案可接受" not in text, "a reason is left out"
    assert "街办" in text or "街道" in text, "teams keep their names"
    page = results.page(copy, None, "zh")
    assert "匿名副本" in page
    assert "匿名副本" in "".join(draw(line, "zh") for line in bulletin.lines(copy, "hall"))
    assert "匿名副本" not in results.page(contest, None, "zh")


BOOK = """
quizarena: 1
contest: {title: T, language: en}
teams: [{id: ann, name: Ann Lee, members: [Ann Lee]}, {id: blue, name: Blue, members: [{id: b1, name: Bo}]}]
judges: [Carol, {id: dan-1, name: {en: Dan Wu, zh: 吴丹}}]
panel: {rule: mean}
order: drawn
rounds: [{id: r, use: quiz/team_required, per_team: 1, questions: []}]
"""


NAMED = {
    *("Ann Lee", "Bo", "Carol", "Dan Wu", "吴丹", "Eve", "Frank", "Gus", "Hal", "Ito", "Ivan", "Fox", "Kim"),
    *("Quin", "Rex", "雷", "Sue", "Tom", "Una", "Vic", "Wes", "train", "rude", "was late"),
}
"""Names, and words of the reasons in which they stand."""


def people() -> Contest:
    """A contest in which people are named wherever a record can name one."""
    contest = Contest(loads(BOOK), person="Eve")
    contest.amend("judges.j1.name", "Quin", reason="it is Quin")
    contest.amend("teams.blue.members.b1.name", "{en: Rex, zh: 雷}", reason="it is Rex")
    contest.push(contest.moves()[0].fill(mode="live"), at=START, person="Eve")
    for type_, values in (
        ("draw.committed", {"date": "2026-11-28"}),
        ("draw.called", {"numbers": "3 17 8"}),
        ("draw.abandoned", {"by": "Sue", "reason": "Sue lost the slip"}),
        ("draw.entered", {"order": "ann blue", "drawn_by": "Tom", "watched_by": "Una"}),
        ("score.adjusted", {"team": "ann", "points": "2", "reason": "Bo was rude"}),
        ("score.adjusted", {"team": "ann", "points": "3", "reason": "Bo was rude"}),
        ("protest.lodged", {"team": "blue", "about": "Ann Lee cheated"}),
        ("judge.added", {"judge": "j9", "name": "Frank"}),
        ("team.renamed", {"team": "blue", "name": "Bo"}),
        ("member.renamed", {"member": "b1", "name": "Bob Ito", "reason": "typo, says Bo"}),
        ("judge.renamed", {"judge": "j1", "name": "Carola", "reason": "typo"}),
        ("member.replaced", {"member": "b1", "by": "b9", "name": "Ivan", "reason": "Bob Ito is ill"}),
        ("team.added", {"team": "late", "name": "Late", "members": "Jo Fox, Kim Ray", "reason": "a train"}),
        ("cue.message", {"text": "Bo to the desk"}),
        ("cue.note", {"text": "mind Bo"}),
    ):
        move = next(move for move in contest.moves() if move.fact.type == type_)
        contest.push(move.fill(values, now=START), seat=move.seat, at=START, person="Gus")
    adjusted = next(record for record in contest.records if record.type == "score.adjusted")
    fact = attrs.evolve(adjusted.fact, reason="Ann Lee was late")  # type: ignore[call-arg]
    contest.correct([(adjusted.seq, fact)], reason="Eve misheard", ruled_by="Hal", at=START)
    return contest


def test_whoever_a_record_names_is_a_number_and_the_same_one_everywhere() -> None:
    contest = people()
    copy = checked(contest)
    text = "".join(export(list(anonymous_rows(contest))))
    for name in NAMED:
        assert name not in text, name
    roster = copy.state.roster
    assert draw(roster.name("ann"), "en") == draw(roster.name("ann-1"), "en"), "a team called like its one member"
    assert draw(roster.name("blue"), "en").isdecimal(), "a team renamed to its member's name"
    people_ = [draw(roster.name(each), "en") for each in ("j1", "dan-1", "ann-1", "b9", "j9", "late-1", "late-2")]
    assert len(set(people_)) == 7
    assert all(name.isdecimal() for name in people_)
    first, second = [record.fact.reason for record in copy.records if record.type == "score.adjusted"]  # type: ignore[attr-defined]
    assert first == second != copy.records[-1].fact.reason  # type: ignore[attr-defined]
    assert ids_with_names(contest) == ("dan-1", "ann-1")


def test_who_opens_a_signed_contest_again_is_a_number() -> None:
    contest = Contest(loads(BOOK.replace("order: drawn\n", "")))
    contest.push(contest.moves()[0].fill(mode="live"), at=START)
    for type_, values in (
        ("round.begun", {}),
        ("round.cut", {"reason": "fire"}),
        ("contest.signed", {"by": "Vic"}),
        ("contest.reopened", {"by": "Wes", "reason": "Wes was wrong"}),
    ):
        move = next(move for move in contest.moves() if move.fact.type == type_)
        contest.push(move.fill(values, now=START), seat=move.seat, at=START)
    text = "".join(export(list(anonymous_rows(contest))))
    assert [name for name in ("Vic", "Wes", "fire") if name in text] == []


def test_nothing_that_was_sealed_is_open_in_the_copy() -> None:
    contest = told(120)
    copy = checked(contest)
    for audience in ("hall", "desk", "judge:j1"):
        theirs = [line.sealed for line in contest.log(audience)]
        assert [line.sealed for line in copy.log(audience)] == theirs, audience
        assert sum(map(len, theirs)) or audience != "hall"


def test_the_command_makes_a_file_that_opens_shows_and_verifies(tmp_path: Path) -> None:
    file, out, again = tmp_path / "demo.qa", tmp_path / "copy.qa", tmp_path / "again.qa"
    run("demo", "--plain", "--save", file)
    said = run("anonymize", file, out, "--lang", "en").stdout
    assert "286 records" in said
    with Arena.open(file, read_only=True) as source, Arena.open(out, read_only=True) as copy:
        assert copy.contest.copy_of == source.contest.head
        assert places(copy.contest) == places(source.contest)
    assert "an anonymous copy" in run("verify", out, "--lang", "en").stdout
    run("verify-draw", out)
    assert "319.32" in run("standings", out).stdout
    run("anonymize", file, again)
    run("compare", out, again)
    assert drafts(out) == []
    run("anonymize", file, out, status=3)
    assert read_rows(out) == read_rows(again), "what was there is not overwritten"


def drafts(file: Path) -> list[object]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(file)) as stored:
        return list(stored.execute("SELECT * FROM drafts"))


def test_a_copy_that_was_altered_is_refused(tmp_path: Path) -> None:
    rows: list[Row] = list(anonymous_rows(told(10)))
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(export([*rows[:5], rows[5]._replace(person="x"), *rows[6:]])), encoding="utf-8")
    with pytest.raises(JournalError), lines.open("rb") as stream:
        Arena.import_lines(tmp_path / "x.qa", stream)

"""A copy without names has the totals and places of the contest, stays legal record by record, and holds no name."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
import yaml

from quizarena.arena import Arena
from quizarena.blanks import Choice, Line, Number
from quizarena.contest import Contest
from quizarena.contest.anonymous import anonymous_rows, ids_with_names
from quizarena.contest.facts import FRAME_FACTS
from quizarena.documents import read_rows
from quizarena.errors import JournalError, QuizArenaError
from quizarena.journal import Row, first_bad
from quizarena.journal.jsonl import export
from quizarena.points import show
from quizarena.records import to_row
from quizarena.report import bulletin, results
from quizarena.rounds import KINDS, load_kind
from quizarena.rulebook import loads
from quizarena.testing import START, seat_of
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import told
from tests.formats.story import play
from tests.rulesets.test_rulesets import STORIES, played

FORMATS = sorted((Path(__file__).parents[1] / "formats").glob("*.yaml"))
SOME = [path for path in STORIES if path.stem in ("cn03", "cn06", "cn12", "cn15", "cn20", "cn24", "cn27")]


def places(contest: Contest) -> list[tuple[str, int, str]]:
    return [(row.entrant, row.place, show(row.total)) for row in contest.standings(audience=None).rows]


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
    assert [each.prize for each in copy.standings(audience=None).prizes] == [
        each.prize for each in contest.standings(audience=None).prizes
    ]
    assert [each.winners for each in copy.awards(audience=None)] == [
        each.winners for each in contest.awards(audience=None)
    ]
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


AMENDED = {
    "teams.ann.members.ann-1.name": "{en: Marked, zh: Marked}",
    "teams.blue.members.b1.name.zh": "Marked",
    "teams.ann.members.0": "Marked",
    "teams.ann.members": "[Marked A, {id: a9, name: Marked B}]",
    "teams.blue.members": '[{id: b1, name: {en: "Marked", zh: "Marked"}}]',
    "teams.blue.short": "Marked",
    "teams.blue.leader": "{en: Marked, zh: Marked}",
    "teams.blue": "{id: blue, name: Marked, members: [Marked]}",
    "teams": "[{id: ann, name: Ann Lee, former: [{id: old, name: Marked}]}, {id: blue, name: B, members: [Marked]}]",
    "judges.j1.name": "Marked",
    "judges.dan-1.name.en": "Marked A",
    "judges.0": "{id: j1, name: Marked}",
    "judges": "[Carol, {id: dan-1, name: {en: Marked A, zh: Marked B}}, Marked C]",
}
"""Amendments before the contest opens, each with somebody's name in another form."""


@pytest.mark.parametrize("path", AMENDED)
def test_no_amendment_of_people_names_them_in_the_copy(path: str) -> None:
    contest = Contest(loads(BOOK.replace("name: Bo}", "name: {en: Bo, zh: 雷}}")))
    contest.amend("judges.j1.name", "Marked", reason="a team of that name is called like somebody")
    contest.amend(path, AMENDED[path], reason="as they came", ruled_by="Marked")
    copy = checked(contest)
    assert "Marked" not in "".join(export(list(anonymous_rows(contest))))
    roster, theirs = copy.state.roster, contest.state.roster
    assert [team.id for team in roster.teams] == [team.id for team in theirs.teams]
    assert [m.id for team in roster.teams for m in team.members] == [m.id for t in theirs.teams for m in t.members]
    assert [judge.id for judge in roster.judges] == [judge.id for judge in theirs.judges]
    contest.undo()
    assert checked(contest).state.roster == Contest.of_records(copy.records[:2]).state.roster


def test_a_team_called_like_somebody_who_comes_later_is_a_number() -> None:
    contest = Contest(loads(BOOK.replace("members: [Ann Lee]", "members: [Bea]")))
    contest.amend("teams.blue.members", "[Ann Lee]", reason="she changed sides")
    assert "Ann Lee" not in "".join(export(list(anonymous_rows(contest))))
    checked(contest)


CALLED = {("team.renamed", "name"), ("team.added", "name")}
"""What teams are called stays."""
IDS = {"judge.added": "judge", "team.added": "team", "member.replaced": "by"}


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.stem)
def test_no_words_typed_in_any_format_are_in_the_copy(path: Path) -> None:
    """Every text that may be typed at the end of a format's example is typed, some of it is undone or corrected."""
    contest = play(yaml.safe_load(path.read_text(encoding="utf-8")))
    before = len(contest.records)
    types = dict.fromkeys(move.fact.type for move in contest.moves())
    for type_ in sorted(types, key=lambda type_: type_ == "contest.signed"):
        typed(contest, type_)
    copy = checked(contest)
    assert len(contest.records) > before + 8
    text = "".join(export(list(anonymous_rows(contest))))
    assert "Marked" not in text
    assert len(copy.records) == len(contest.records)


def typed(contest: Contest, type_: str) -> None:
    """Record the move of that type with a name in every text it asks for, if it asks for any; undo a repetition."""
    for nth in range(2):
        move = next((each for each in contest.moves() if each.fact.type == type_ and each.closed is None), None)
        lines = [each for each in move.blanks if isinstance(each, Line) and each.form == "text"] if move else []
        if move is None or not lines:
            return
        values: dict[str, object] = {each.path: f"Marked {nth}, Marked" for each in lines}
        values |= {field: "Blues" for named, field in CALLED if named == type_}
        values |= {IDS[type_]: f"x{nth}"} if type_ in IDS else {}
        for blank in move.blanks:
            if isinstance(blank, Choice):
                values[blank.path] = blank.options[0].value
            elif isinstance(blank, Number):
                values[blank.path] = str(blank.low if blank.low is not None else 1)
        try:
            fact = move.fill(values, now=START)
            contest.push(fact, seat=seat_of(move, fact), at=START, person="Marked")
            if nth:
                contest.undo(seat=contest.records[-1].seat)
        except QuizArenaError:
            return


WORDS_OF_A_RULE = {
    *(
        "action",
        "chosen",
        "decision",
        "frozen",
        "impression",
        "level",
        "method",
        "mode",
        "programme",
        "side",
        "verdict",
        "way",
    ),
    *("verdicts", "purpose", "date", "numbers", "secret", "seed", "path", "value", "resolved", "plugins", "copy_of"),
    "help",
}
"""Fields of words that the rules name, of a draw, and of the rulebook: `value` and `resolved` are read through."""
OF_IDS = {
    *(
        "affirmative",
        "behind",
        "by",
        "challenger",
        "champion",
        "file",
        "group",
        "judge",
        "labels",
        "marks",
        "matches",
        "member",
        "motion",
        "places",
        "reply",
    ),
    *("nominated", "order", "out", "pack", "question", "round", "seconds", "speakers", "team", "teams", "to"),
    *("topic", "votes", "walkover", "winner"),
    "opponent",
}


def test_of_every_text_a_fact_holds_it_is_decided_whether_it_may_name_somebody() -> None:
    kinds = [fact for name in KINDS.names() for fact in load_kind(name).facts]
    undecided = {
        (cls.type, field.name)
        for cls in dict.fromkeys([*FRAME_FACTS, *kinds])
        for field in attrs.fields(cls)
        if "str" in str(field.type) and field.name not in {*cls.names, *cls.remarks, *WORDS_OF_A_RULE, *OF_IDS}
    }
    assert undecided == CALLED, "names and remarks become numbers; whatever else holds text has a line above"


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

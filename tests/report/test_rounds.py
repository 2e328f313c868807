"""Every round stands whole on paper: who met and sat where, every mark and vote, every question, what decided a tie."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.journal import GENESIS, Row, create_journal, linked
from quizarena.journal.jsonl import export
from quizarena.moves import IllegalFact
from quizarena.records import to_row
from quizarena.report import bulletin, results, tables
from quizarena.rulebook import loads
from quizarena.scenes import Ranking, Say
from quizarena.testing import START
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import told
from tests.formats.story import lines, play
from tests.formats.test_formats import HERE, story_of
from tests.report.page import Node, read
from tests.report.test_results import rows


def sheet(contest: Contest, audience: str | None = None) -> Node:
    return read(results.page(contest, audience, "en"))


def told_by(example: str) -> Contest:
    return play(story_of(HERE / f"{example}.yaml"))


def ballots(page: Node) -> dict[str, list[list[str]]]:
    """The tables of ballots by their title, row by row."""
    return {
        table.all("th")[0].text: [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]
        for table in page.all("table", "ballots")
    }


def test_a_debate_by_judges_stands_there_with_sides_motion_marks_and_speakers() -> None:
    page = sheet(told_by("debate-world_schools"))
    said = [each.text for each in page.all("p")]
    assert "Affirmative: 1 队1; Negative: 2 队2" in said
    assert "Motion: motion" in said
    found = ballots(page)
    for team, sums in (("队1 (Affirmative)", "252.0 254.0 266.0"), ("队2 (Negative)", "257.5 255.5 245.0")):
        assert [row[1:] for row in found[team] if row[0] == "Total"] == [sums.split()]
    assert ["Speeches", "221.0", "220.0", "210.0"] in found["队2 (Negative)"]
    asked = [row[0] for row in found["队2 (Negative)"]]
    assert asked[-6:] == ["Speeches", "reply content", "reply style", "reply strategy", "Team sheet", "Total"]
    assert ["t1-2 content", "29.0", "30.0", "30.0"] in found["队1 (Affirmative)"]
    assert len([row for row in found["队2 (Negative)"] if row[0].startswith("t2-")]) == 9
    arithmetic = [[cell.text for cell in row.all("td")] for row in page.all("tr") if "Match 1" in row.text]
    assert arithmetic[0][2:] == ["Match 1: lost; judges 1 to 2", "0"]
    ranked = [[cell.text for cell in row.all("td")] for row in page.all("table", "ranked")[0].all("tr")[1:]]
    assert ranked[0] == ["1", "t1-2", "队1", "74.00"]
    assert len(ranked) == 6


def test_votes_and_nominations_stand_there_judge_by_judge() -> None:
    (votes,) = [table for title, table in ballots(sheet(told_by("debate-nine_votes"))).items() if title == "Vote"]
    assert votes[0] == ["Impression", "Affirmative: 队1", "half a vote each", "Negative: 队2"]
    assert votes[2] == ["nomination 1", "队1: t1-1", "队2: t2-3", "队2: t2-1"]


def test_a_room_stands_there_with_seats_motion_and_speaker_scores() -> None:
    page = sheet(told_by("parliament-british"))
    (room,) = [table for table in page.all("table") if table.all("th")[0].text == "Seat"]
    seats = [[cell.text for cell in row.all("td")] for row in room.all("tr")[1:]]
    assert seats[0] == ["Opening Opposition", "队2", "3", "155"]
    assert [row[0] for row in seats][-1] == "Closing Government"
    assert "Motion: motion" in [each.text for each in page.all("p")]
    assert ballots(page)["Ballot for room 1"][0] == ["Prime Minister 队1 t1-1", "75"]


def test_each_criterion_of_a_scene_stands_there_as_each_judge_marked_it() -> None:
    page = read(results.page(told(), None, "zh"))
    found = ballots(page)["大庆路街道"]
    assert [row[0] for row in found] == ["政策业务", "处置应变", "沟通表达", "团队配合", "总分"]
    assert found[-1][1:] == ["84.1", "85.8", "(89.9)", "85.3", "87.3", "(83.7)"]
    marks = {row[5]: row[6] for row in tables.marks(told(), None) if row[4] is not None}
    assert marks, "the table for spreadsheets has the same"


def test_a_total_stands_below_the_marks_it_is_made_of() -> None:
    found = ballots(read(results.page(told(), None, "zh")))["迎宾街道 (正方)"]
    said = "立论 攻辩 自由辩论 总结陈词 总分 迎宾一 迎宾二 迎宾三 迎宾四 辩手分"
    assert [row[0] for row in found] == said.split()
    assert found[4][1:] == ["(90.4)", "(87.4)", "88.1", "89.0", "88.6", "88.6", "87.9"]


def test_each_question_stands_there_with_what_was_ruled() -> None:
    found = rows(read(results.page(told(), None, "zh")), "questions")
    assert len(found) == 16
    assert found[0][2] == "1 迎宾街道: 第 1 题 判对 +10 #008"
    assert found[-1][1].endswith("自愿、无偿")
    buzzed = rows(sheet(told_by("quiz-buzz")), "questions")
    assert [len(row[2].split("#")) - 1 for row in buzzed] == [1, 2, 0]
    assert buzzed[2][2]


def test_nothing_sealed_stands_there_before_its_reveal() -> None:
    story = story_of(HERE / "debate-world_schools.yaml")
    contest = told_by("debate-world_schools")
    revealed = len(contest.records) - 1
    assert list(lines(story))[-1].type == "debate.revealed"
    for seq, audience, whole in (
        (revealed - 1, "hall", False),
        (revealed - 1, "desk", False),
        (revealed, "desk", True),
    ):
        page = sheet(contest.at(seq), audience)
        marks = [cell for table in ballots(page).values() for row in table for cell in row[1:]]
        assert bool(marks) is whole, (seq, audience)
        assert ("252.0" in page.text) is whole
    assert "252.0" not in sheet(contest, "hall").text, "the board has not opened the marks"


TWO = """
quizarena: 1
contest: {title: Two, language: en}
teams: [{id: red, name: Red}, {id: blue, name: Blue}, {id: green, name: Green}]
order: fixed
ties: {when: always, by: [{round: first}]}
rounds:
  - {id: first, use: quiz/team_required, title: Heat, per_team: 1, questions: []}
  - {id: second, use: quiz/team_required, title: Final, per_team: 1, questions: []ADVANCE}
"""


def played(right: str, advance: str = "", until: str = "second") -> Contest:
    """A contest whose teams answer in order, R right and W wrong; the first round's answers first."""
    contest = Contest(loads(TWO.replace("ADVANCE", advance)))
    answers = iter(right)
    contest.push(contest.moves()[0].fill(mode="live"), at=START)
    while True:
        moves = [move for move in contest.moves() if not move.aside and move.closed is None]
        ruling = next((move for move in moves if move.fact.type == "quiz.ruled"), None)
        if ruling is not None and (answer := next(answers, None)):
            contest.push(ruling.fill(verdict="right" if answer == "R" else "wrong", now=START), at=START)
        elif (
            ruling is None
            and moves
            and moves[0].fact.type != "contest.signed"
            and moves[0].identity.get("round") != until
        ):
            contest.push(moves[0].fill(now=START), at=START)
        else:
            return contest


def test_what_decided_a_tie_is_said_on_paper_on_the_board_and_to_the_host() -> None:
    contest = played("RWWWRW", until="")
    how = "the higher score in the round Heat"
    said = [f"Red: 1st after a tie-break ({how})", f"Blue: 2nd after a tie-break ({how})"]
    for line in said:
        assert line in [each.text for each in sheet(contest).all("p")]
        assert line in [draw(each, "en") for each in bulletin.lines(contest, "hall")]
    rows_ = [row for block in contest.scene("hall").of(Ranking) for row in block.rows]
    assert [row.decided and draw(row.decided, "en") for row in rows_] == [how, how, None]
    read_out = [draw(line, "en") for say in contest.scene("host").of(Say) for line in say.now]
    assert f"Red take first place, by {how}." in read_out
    assert not [line for say in contest.scene("hall").of(Say) for line in say.now]


def test_who_goes_on_is_said_once_the_heat_is_over() -> None:
    advance = ", teams: {top: 2, of: [first]}"
    contest = played("RWR", advance)
    (block,) = contest.scene("hall").of(Ranking)
    assert block.going_on is not None
    assert [draw(team, "en") for team in block.going_on.teams] == ["Red", "Green"]
    assert "On to Final: Red, Green" in sheet(contest).text
    assert "On to Final: Red and Green." in [draw(x, "en") for say in contest.scene("host").of(Say) for x in say.now]
    earlier = played("RW", advance)
    assert [block.going_on for block in earlier.scene("hall").of(Ranking)] == [None]


def test_a_team_that_left_is_said_to_have_left_wherever_it_stands(tmp_path: Path) -> None:
    contest = played("RWR")
    for team, mode in (("blue", "withdrawn"), ("green", "disqualified")):
        leave = next(move for move in contest.moves() if move.fact.type == "team.left")
        contest.push(leave.fill(team=team, mode=mode, reason="r"), seat="arbiter", at=START)
    for name in ("Blue (withdrew)", "Green (disqualified)"):
        assert name in [row[2] for row in rows(sheet(contest), "standings")[::2]]
        assert any(name in draw(line, "en") for line in bulletin.lines(contest, None))
        assert name in [draw(row[4], "en") for row in list(tables.standings(contest, None))[1:]]  # type: ignore[arg-type]
    file = saved(contest, tmp_path)
    assert "Blue (withdrew)" in run("standings", file, "--lang", "en").stdout


def saved(contest: Contest, folder: Path) -> Path:
    told_in, file = folder / "lines.jsonl", folder / "it.qa"
    told_in.write_text("".join(export([to_row(record, contest.book) for record in contest.records])), "utf-8")
    run("import", told_in, file)
    return file


def test_adjustments_stand_in_a_column_so_that_a_row_adds_up(tmp_path: Path) -> None:
    contest = played("RWRWWW", until="")
    for points in ("5", "3"):
        adjust = next(move for move in contest.moves() if move.fact.type == "score.adjusted")
        contest.push(adjust.fill(team="red", points=points, reason="r"), seat="arbiter", at=START)
    said = run("standings", saved(contest, tmp_path), "--lang", "en").stdout.splitlines()
    head = next(line for line in said if "Total" in line)
    assert head.split() == ["Place", "Desk", "Team", "Heat", "Final", "Adjustments", "Total"]
    assert said[said.index(head) + 1].split() == ["1", "1", "Red", "10", "0", "8", "18"]
    assert rows(sheet(contest), "standings")[0] == ["1", "1", "Red", "10", "0", "8", "18"]
    assert "Adjustments" not in sheet(played("RWRWWW", until="")).text


@pytest.mark.parametrize(
    ("judges", "signers"), [(0, ["Scorer", "Date"]), (1, ["Chief judge", "Scorer", "Supervisor", "Date"])]
)
def test_who_signs_depends_on_whether_there_are_judges(judges: int, signers: list[str]) -> None:
    contest = told_by("quiz-buzz") if judges else played("RWR")
    (sign,) = sheet(contest).all("div", "sign")
    assert [each.text.strip() for each in sign.inside if isinstance(each, Node)] == signers


def proofs(page: Node) -> str:
    return " ".join(each.text for each in page.all("p", "proof"))


def test_pairs_and_sides_drawn_stand_in_the_proof_and_are_drawn_again(tmp_path: Path) -> None:
    contest = told()
    page = read(results.page(contest, "hall", "en"))
    sided = [record for record in contest.records if record.type == "debate.sided"]
    assert [record.fact.affirmative for record in sided] == ["yingbin", "daqinglu"]  # type: ignore[attr-defined]
    for number, first, other in ((1, "yingbin", "kaiyuan"), (2, "daqinglu", "yongtai")):
        stem = f"2023-01-11|3 17 8 22|{secret()}|sides/debate/{number}|"
        tickets = sorted((sha256(f"{stem}{team}".encode()).hexdigest(), team) for team in (first, other))
        assert tickets[0][1] == first
        assert all(f"# {place} {team} {ticket}" in proofs(page) for place, (ticket, team) in enumerate(tickets, 1))
        assert f"purpose sides/debate/{number}" in page.text
    said = run("verify-draw", saved(contest, tmp_path), "--lang", "en").stdout
    assert "the same comes out again: sides/debate/2" in said


def secret() -> str:
    return next(str(record.fact.secret) for record in told(4).records if record.type == "draw.committed")  # type: ignore[attr-defined]


def test_sides_that_are_not_those_of_their_lot_are_said_to_be(tmp_path: Path) -> None:
    whole, rows_, before = told(), list[Row](), GENESIS
    first = next(record for record in whole.records if record.type == "debate.sided")
    with pytest.raises(IllegalFact):
        whole.correct([(first.seq, attrs.evolve(first.fact, affirmative="kaiyuan"))], reason="misread")
    for row in (to_row(record, whole.book) for record in whole.records[: first.seq + 1]):
        forged = row.fact.replace('"affirmative":"yingbin"', '"affirmative":"kaiyuan"')
        rows_.append(linked(before, row._replace(fact=forged)))
        before = rows_[-1].digest
    assert "Corrected since: the lot gives yingbin, kaiyuan" in sheet(Contest.of_rows(rows_)).text
    assert "Corrected since" not in sheet(whole).text
    file = tmp_path / "forged.qa"
    create_journal(file, lambda writer: [writer.append(row) for row in rows_] and None).close()
    said = run("verify-draw", file, "--lang", "en", status=1).output
    assert f"sides/debate/1: the lot gives yingbin, kaiyuan, record #{first.seq} has another" in said


def test_what_was_drawn_on_paper_within_a_round_says_who_typed_it(tmp_path: Path) -> None:
    contest = told_by("parliament-british")
    drawn = [each.text for each in sheet(contest).all("p", "small") if "lot" in each.text or "paper" in each.text]
    assert drawn == ["Settled by the rules, without a lot", "Settled by the rules, without a lot"]
    (seats,) = [each.text for each in sheet(contest).all("p") if each.text.startswith("Opening Government: ")]
    assert (
        seats == "Opening Government: 队1. Opening Opposition: 队2. Closing Government: 队3. Closing Opposition: 队4."
    )

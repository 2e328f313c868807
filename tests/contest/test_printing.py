"""What a contest answers prints as the command line prints it, in the contest's language, and in notebooks."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from quizarena import Contest, load, loads
from quizarena.text import both

EXAMPLE = Path(__file__).parents[2] / "examples" / "yingbin"
ODD = """
quizarena: 1
contest: {title: Odd, language: en}
teams: [{id: red, name: "<b>Red & Co"}, {id: blue, name: 蓝队}]
order: roster
rounds: [{id: quiz, use: quiz/team_required, per_team: 1}]
"""


@pytest.fixture(scope="module")
def odd() -> Contest:
    contest = Contest(loads(ODD))
    contest.do("contest.opened", mode="rehearsal")
    contest.do("round.begun")
    contest.do("quiz.asked")
    contest.do("quiz.ruled", verdict="right")
    return contest


def test_standings_line_up_whatever_the_script(odd: Contest) -> None:
    assert str(odd.standings("hall")).splitlines() == [
        "*** REHEARSAL, not the contest ***",
        "Place  Desk  Team         Team questions  Total",
        "1      1     <b>Red & Co              10     10",
        "2      2     蓝队                      0      0",
    ]
    assert odd.standings("hall").text("zh").splitlines()[1].split() == ["名次", "台", "队", "共答题", "总分"]
    assert str(odd).startswith("Odd: Team questions, 5 records\n")


def test_what_was_answered_prints_as_it_was_then(odd: Contest) -> None:
    contest = odd.fork()
    before = contest.standings(audience=None)
    contest.do("score.adjusted", team="blue", points="5", reason="-")
    assert str(before) == str(odd.standings(audience=None))
    assert "5" in str(contest.standings(audience=None)).splitlines()[-1].split()


def test_notebooks_get_tables_in_which_nothing_is_markup(odd: Contest) -> None:
    html = odd.standings("hall")._repr_html_()
    assert "&lt;b&gt;Red &amp; Co" in html
    assert "<b>" not in html
    assert html.count("<tr>") == 3


def test_a_total_prints_its_working_with_what_corrected_it() -> None:
    contest = Contest(load(EXAMPLE / "contest.yaml"))
    contest.replay((EXAMPLE / "facts.jsonl").read_bytes().splitlines()[:60])
    found = next(contest.explain(team.id, audience=None) for team in contest.state.roster.teams
                 if contest.explain(team.id, audience=None).corrections)  # fmt: skip
    lines = found.text("en").splitlines()
    assert "    10  Question 13: right #044 (corrected by #055)" in lines
    assert lines[-1] == "#055 corrects #044: 复核: 答案可接受 (ruled by 仲裁)"
    alone = pickle.loads(pickle.dumps(found))
    assert alone == found
    assert str(alone) == str(found.score)


def test_texts_print_in_english() -> None:
    assert f"{both('队', 'team')}" == "team"
    with pytest.raises(Exception, match="no fact is called") as info:
        Contest(loads(ODD)).do("nothing")
    assert str(info.value.message) == str(info.value)

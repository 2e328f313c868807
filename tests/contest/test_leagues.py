"""A table of wins and losses: its points, its ties, what stands beside it on paper, and what is refused."""

from __future__ import annotations

import attrs
import pytest

from quizarena.advice import advise
from quizarena.contest import Contest
from quizarena.errors import RulebookError
from quizarena.report import results, tables
from quizarena.rulebook import loads
from quizarena.simulation import forecast
from quizarena.testing import opened

from .test_brackets import score

GROUP = [
    {"ita": 0, "irl": 1},
    {"nor": 1, "mex": 0},
    {"ita": 1, "nor": 0},
    {"mex": 2, "irl": 1},
    {"ita": 1, "mex": 1},
    {"irl": 0, "nor": 0},
]
"""FIFA World Cup 1994, group E: all four on four points and level in goals, Ireland before Italy who lost to them.

openfootball/worldcup 1994--usa/cup.txt (public domain).
"""
TEAMS = "teams: [{id: ita, name: Ita}, {id: irl, name: Irl}, {id: mex, name: Mex}, {id: nor, name: Nor}]"


def rules(table: str = "{win: 3, draw: 1}", by: str = "[margin, scored, head_to_head]") -> str:
    rounds = "".join(
        f"\n  - {{id: m{nth}, title: M{nth}, use: quiz/team_required, per_team: 2, points: 1,"
        f" teams: [{', '.join(match)}], table: {table}}}"
        for nth, match in enumerate(GROUP)
    )
    return f"""
quizarena: 1
contest: {{title: Group E, language: en}}
{TEAMS}
order: roster
rounds:{rounds}
ties: {{when: always, by: {by}}}
"""


def played(text: str) -> Contest:
    contest = opened(loads(text))
    for goals in GROUP:
        score(contest, goals)
    return contest


def places(contest: Contest) -> dict[str, int]:
    return {row.entrant: row.place for row in contest.standings("hall").rows}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("[margin, scored, head_to_head]", {"mex": 1, "irl": 2, "ita": 3, "nor": 4}),
        ("[margin, scored]", {"mex": 1, "irl": 2, "ita": 2, "nor": 4}),
        ("[margin]", {"mex": 1, "irl": 1, "ita": 1, "nor": 1}),
    ],
)
def test_the_group_in_which_all_were_level(by: str, expected: dict[str, int]) -> None:
    contest = played(rules(by=by))
    assert places(contest) == expected
    for total in contest.standings("desk").totals.values():
        total.check()
        assert total.value == 4


def test_the_table_stands_on_paper_and_a_correction_goes_through_it() -> None:
    contest = played(rules())
    head, *rows = tables.matches(contest, None)
    assert len(head) == len(rows[0])
    assert [[str(cell) for cell in row[2:]][:1] + list(map(str, row[4:])) for row in rows] == [
        ["mex", "3", "1", "1", "1", "0", "4"],
        ["irl", "3", "1", "1", "1", "0", "4"],
        ["ita", "3", "1", "1", "1", "0", "4"],
        ["nor", "3", "1", "1", "1", "0", "4"],
    ]
    page = results.page(contest, None, "en")
    assert "Matches" in page
    assert "Win against Nor" in page or "Loss to Nor" in page
    last = next(each for each in reversed(contest.records) if each.fact.type == "quiz.ruled")
    assert attrs.asdict(last.fact)["verdict"] == "wrong"
    contest.correct([(last.seq, attrs.evolve(last.fact, verdict="right"))], reason="misheard")
    totals = sorted(score.value for score in contest.standings("desk").totals.values())
    assert totals == [3, 4, 4, 6], "the last draw is a win now"
    contest.amend("rounds.m5.table", "{win: 2, draw: 1}", reason="as announced")
    assert sorted(score.value for score in contest.standings("desk").totals.values()) == [3, 4, 4, 5]


def test_a_match_whose_turns_hang_on_totals_counts_in_a_table() -> None:
    match = "use: quiz/duel, per_team: 1, teams: [ita, irl], table: {win: 3, draw: 1}"
    text = rules()
    book = loads(text[: text.index("rounds:")] + f"rounds: [{{id: m1, {match}}}, {{id: m2, title: Return, {match}}}]")
    found = forecast(book, plays=2)
    assert found is not None
    for end in found.plays:
        for played in end.state.rounds:
            assert sorted(score.value for score in end.worth(played).values()) in ([0, 3], [1, 1])
            assert end.moment(played).so_far.totals["ita"] == sum(
                end.worth(each)["ita"].value for each in end.state.rounds_before(played)
            )


def test_who_meets_nobody_has_the_points_of_a_bye() -> None:
    debates = """
quizarena: 1
contest: {title: Debates, language: en}
teams: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]
judges: [J One]
order: roster
rounds:
  - {id: r1, use: debate/pairs, pairs: by_order, sides: by_order, segments: [{name: Case, seconds: 60}],
     verdict: judges, criteria: {content: 20}, table: {win: 3, draw: 1, lose: 0.5, bye: 2}}
"""
    found = forecast(loads(debates), plays=2)
    assert found is not None
    for end in found.plays:
        given = end.worth(end.state.rounds[0])
        assert sorted(each.value for each in given.values()) in ([0.5, 2, 3], [1, 1, 2])
        assert given["c"].value == 2


def test_a_table_of_wrong_points_and_one_without_matches() -> None:
    with pytest.raises(RulebookError) as caught:
        loads(rules(table="{win: 1, lose: 1}"))
    assert (
        str(caught.value.problems[0]) == "contest.yaml:7:106: rounds.0.table.win: expected more than lose, 1, found 1"
    )
    alone = (
        f"quizarena: 1\ncontest: {{title: T}}\n{TEAMS}\nrounds: [{{id: q, use: quiz/required, table: {{win: 2}}}}]\n"
    )
    book = loads(alone)
    assert "rounds.q.table" in [each.where for each in advise(book, forecast(book, plays=2))]

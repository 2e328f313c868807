"""Heats and finals: who goes on, ties at the edge, and where those stand who did not; caps over nested sums."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest

from quizarena.contest import Contest
from quizarena.contest.columns import standings_columns, tie_lines
from quizarena.errors import RulebookError
from quizarena.rulebook import Rulebook, loads, of_resolved, resolved_mapping
from quizarena.testing import START, opened

BOOK = """
quizarena: 1
contest: {{title: Heats, language: en}}
teams: [{{id: a}}, {{id: b}}, {{id: c}}, {{id: d}}, {{id: e}}, {{id: f}}]
order: roster
rounds:
  - {{id: heat-1, use: quiz/team_required, teams: [a, b, c], per_team: 1, wrong: -5}}
  - {{id: heat-2, use: quiz/team_required, teams: [d, e, f], per_team: 1, wrong: -5{heat}}}
  - {{id: final, use: quiz/team_required, teams: {{top: {top}, of: [heat-1, heat-2]}}, per_team: 1, wrong: -30}}
ties: {{when: a_prize_depends, by: {by}}}
prizes: [{{name: first, places: 1}}]
"""


def book_text(*, top: int = 1, by: str = "[]", heat: str = "") -> str:
    text = BOOK.format(top=top, by=by, heat=heat)
    for team in "abcdef":
        text = text.replace(f"{{id: {team}}}", f"{{id: {team}, name: {team}}}")
    return text


def book(*, top: int = 1, by: str = "[]", heat: str = "") -> Rulebook:
    return loads(book_text(top=top, by=by, heat=heat))


def contest(verdicts: str, rulebook: Rulebook) -> Contest:
    """Play on with these verdicts, `+` and `-`, then begin the next round if that is possible."""
    played = opened(rulebook)
    signs = iter(verdicts)
    while step(played, signs):
        pass
    return played


def step(played: Contest, signs: Iterator[str]) -> bool:
    """Make the next step of the desk, false where a sign is wanted and none is left or a choice has to be made."""
    moves = [move for move in played.moves() if not move.aside and move.closed is None]
    move = moves[0]
    if move.fact.type == "quiz.ruled":
        sign = next(signs, "")
        if not sign:
            return False
        played.push(move.fill(verdict={"+": "right", "-": "wrong"}[sign], now=START), at=START)
        return True
    if move.fact.type not in ("round.begun", "quiz.asked"):
        return False
    played.push(move.fill(now=START), at=START)
    return True


def order(played: Contest, round_id: str) -> str:
    found = played.state.played(round_id)
    return "" if found is None else "".join(found.order)


def test_the_best_of_each_heat_go_on() -> None:
    assert order(contest("-+---+", book()), "final") == "bf"
    assert order(contest("+-+-++", book(top=2)), "final") == "acef"


def test_who_went_on_stands_before_who_did_not() -> None:
    """b wins its heat and loses 30 in the final: it stands before a with its 0 all the same."""
    played = contest("-+---+-+", book())
    rows = {row.entrant: (row.place, row.total) for row in played.standings(audience=None).rows}
    assert rows["f"] == (1, 20)
    assert rows["b"] == (2, -20)
    assert [rows[team][0] for team in "acde"] == [3, 3, 3, 3]


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ("", {"d": (1, 30), "a": (2, 20)}),
        (", decides: true", {"a": (1, 20), "d": (2, 30)}),
        (", start_from: 0", {"a": (1, 10), "d": (2, -30)}),
        (", decides: true, start_from: 5, counts: false", {"a": (1, 5), "d": (2, 5)}),
    ],
)
def test_a_final_decides_or_begins_from_0(more: str, places: dict[str, tuple[int, int]]) -> None:
    """ISSF: until 2012 the final was added to the qualification; since 2013 all finals start from zero.

    https://www.issf-sports.org/news.ashx?newsid=1772; the figures are made up.
    """
    text = book_text(heat=", weight: 6").replace("wrong: -30}", f"wrong: -30{more}}}")
    played = contest("+--+--", loads(text))  # a 10, d 60
    assert played.state.running is not None
    assert played.state.running.id == "final"
    rule(played, "+-")
    found = played.standings("desk")
    assert {row.entrant: (row.place, row.total) for row in found.rows[:2]} == places
    assert [(row.entrant, row.place, row.total) for row in found.rows[2:]] == [
        ("b", 3, -5), ("c", 3, -5), ("e", 5, -30), ("f", 5, -30)
    ]  # fmt: skip
    for each in found.totals.values():
        each.check()


def rule(played: Contest, signs: str) -> None:
    """Play on with these verdicts to the end of the round."""
    left = iter(signs)
    while step(played, left):
        pass


def test_what_a_final_does_to_totals_is_read_and_stands_in_the_working() -> None:
    text = book_text().replace("wrong: -30}", "wrong: -30, decides: true, start_from: 100}")
    played = contest("-+---+", loads(text))
    (begun,) = (record.seq for record in played.records if getattr(record.fact, "round", "") == "final")
    (move,) = (each for each in played.at(begun - 1).moves() if each.fact.type == "round.begun")
    assert move.say is not None
    assert move.say.in_language("en").endswith(". All begin from 100. The places go by this round.")
    rule(played, "+-")
    parts = [
        (part.label.in_language("en"), part.value, part.counted) for part in played.standings("desk").totals["b"].parts
    ]
    title = played.rulebook.rounds[-1].title.in_language("en")
    assert parts[-2:] == [(f"Start of {title}", 100, True), (title, 10, True)]
    assert [each[1:] for each in parts[:-2]] == [(10, False)]
    columns = {head.in_language("en"): figures for head, figures in standings_columns(played, played.standings("desk"))}
    assert columns["No longer counted"][:2] == ["90", "90"]
    assert next(tie_lines(played, "desk")).in_language("en").startswith(f"{title} decides")


def test_a_final_may_decide_or_not_after_all() -> None:
    """An amendment, a correction and the arbiter's points from before the final re-score it."""
    text = book_text(heat=", weight: 6").replace("wrong: -30}", "wrong: -30, start_from: 0}")
    played = contest("+--", loads(text))
    (move,) = (move for move in played.moves() if move.fact.type == "score.adjusted")
    played.push(move.fill(team="d", points="-3", reason="x", now=START), seat="arbiter", at=START)
    rule(played, "+--")
    rule(played, "+-")
    assert played.standings("desk").row("d").total == -30  # the 3 are from before it
    played.amend("rounds.final.start_from", "null", reason="as announced")
    assert played.standings("desk").row("d").total == 60 - 3 - 30
    last = played.records[-2]
    played.correct([(last.seq, attrs.evolve(last.fact, verdict="right"))], reason="misheard")
    played.amend("rounds.final.decides", "true", reason="as announced")
    assert [(row.entrant, row.total) for row in played.standings("desk").rows[:2]] == [("d", 67), ("a", 20)]


def test_teams_tied_at_the_edge_all_go_on_where_nothing_separates_them() -> None:
    assert order(contest("++---+", book()), "final") == "abf"


def test_a_tie_at_the_edge_is_played_off_before_the_final() -> None:
    played = contest("++---+", book(by="[sudden_death]"))
    assert order(played, "final") == ""
    (call,) = (move for move in played.moves() if move.fact.type == "playoff.called")
    assert call.identity["teams"] == ("a", "b")
    played.push(call.fill(now=START), at=START)
    signs = iter("-+")
    while step(played, signs):
        pass
    assert order(played, "final") == "bf"


@pytest.mark.parametrize(
    ("top", "lap", "chinese", "english"),
    [
        (2, "+--", "a进入共答题。b和c继续加赛。", "a are through to {title}. b and c go on."),
        (1, "++-", "c退出加赛。a和b继续加赛。", "c are out. a and b go on."),
    ],
)
def test_who_is_parted_in_a_play_off_for_the_final_is_read(top: int, lap: str, chinese: str, english: str) -> None:
    played = contest("+++--+" if top == 1 else "+++-++", book(top=top, by="[sudden_death]"))
    (call,) = (move for move in played.moves() if move.fact.type == "playoff.called")
    played.push(call.fill(now=START), at=START)
    signs = iter(lap)
    while step(played, signs):
        pass
    (call,) = (move for move in played.moves() if move.fact.type == "playoff.called")
    title = played.rulebook.rounds[-1].title.in_language("en")
    assert call.say is not None
    assert (call.say.in_language("zh"), call.say.in_language("en")) == (chinese, english.format(title=title))


def test_a_tie_let_stand_lets_both_go_on() -> None:
    played = contest("++---+", book(by="[sudden_death]"))
    (share,) = (move for move in played.moves() if move.fact.type == "tie.shared")
    played.push(share.fill(now=START), at=START)
    assert step(played, iter(""))
    assert order(played, "final") == "abf"


def test_a_tie_within_those_who_go_on_waits_for_nothing() -> None:
    assert order(contest("++-++-", book(top=2, by="[sudden_death]")), "final") == "abde"


def test_heats_need_not_count() -> None:
    played = contest("-+---+++", book(heat=", counts: false"))
    assert order(played, "final") == "bf"
    assert played.standings(audience=None).row("f").total == 10


def test_points_of_the_arbiter_in_a_heat_matter_for_going_on() -> None:
    played = contest("-+-", book())
    (move,) = (move for move in played.moves() if move.fact.type == "score.adjusted")
    played.push(move.fill(team="d", points="-30", reason="x", now=START), seat="arbiter", at=START)
    signs = iter("+--")
    while step(played, signs):
        pass
    assert order(played, "final") == "bef"


def test_going_on_from_a_later_round_is_refused() -> None:
    with pytest.raises(RulebookError, match="no earlier round has the id 'heat-3'"):
        loads(book_text().replace("of: [heat-1, heat-2]", "of: [heat-1, heat-3]"))


def test_how_it_is_written_and_read_back() -> None:
    rulebook = book(top=2)
    again = of_resolved(resolved_mapping(rulebook))
    assert again.rounds[2].advance == rulebook.rounds[2].advance
    assert again.rounds[0].listed == ("a", "b", "c")


CAPPED = """
quizarena: 1
contest: {title: Caps, language: en}
teams: [{id: a, name: a}, {id: b, name: b}]
order: roster
rounds:
  - {id: quiz, use: quiz/team_required, per_team: 5, points: 10, wrong: -5, cap: 25}
"""


@pytest.mark.parametrize(
    ("signs", "expected"),
    [("+ + + - -", 15), ("+ + + + +", 25), ("+ + - - -", 5), ("- - - - -", -25), ("+ + - + -", 15)],
)
def test_caps_clip_gains_and_never_penalties(signs: str, expected: int) -> None:
    """CN14: gains are clipped at the cap; penalties never are."""
    other = "-"
    played = contest("".join(sign + other for sign in signs.split()), loads(CAPPED))
    score = played.standings(audience=None).totals["a"]
    score.check()
    assert score.value == expected

"""A kind nobody has heard of, whose judges each have a move of their own, has its sheets, score sheet and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from quizarena.blanks import Line, Number
from quizarena.contest import Contest
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.report import paper, results, tables
from quizarena.rounds import BaseKind, Moment
from quizarena.scenes import Audience, Headline, Scene
from quizarena.scores import SUM, Score, combine, leaf
from quizarena.testing import rulebook_of, seat_of
from quizarena.text import both, plain
from tests.report.page import Node, read


@attrs.frozen
class SoloRules:
    pass


@attrs.frozen
class Judged(Fact, type="solo.judged", intent=Intent.BALLOT):
    judge: str
    team: str
    points: Decimal
    remark: str = ""


class Solo(BaseKind):
    """Every judge gives every team up to ten points, in any order, each by a move of that judge's seat."""

    name = "solo"
    title = both("独唱", "Solo")
    rules = SoloRules
    facts = (Judged,)

    def begin(self, moment: Moment) -> tuple[tuple[Judged, int], ...]:
        return ()

    def moves(self, state: tuple[tuple[Judged, int], ...], moment: Moment) -> Iterator[Move]:
        given = {(fact.team, fact.judge) for fact, _seq in state}
        team = next((t for t in moment.field.playing for j in moment.field.judges if (t.id, j.id) not in given), None)
        for judge in moment.field.judges if team is not None else ():
            if team is not None and (team.id, judge.id) not in given:
                yield Move(
                    Judged,
                    both("给分", "Points"),
                    identity={"judge": judge.id, "team": team.id},
                    blanks=(
                        Number("points", both("台风", "Poise"), Decimal(0), Decimal(10), Decimal("0.5")),
                        Line("remark", both("评语", "Remark"), optional=True),
                    ),
                    seat=f"judge:{judge.id}",
                )

    def apply(self, state: tuple[tuple[Judged, int], ...], seq: int, fact: Fact) -> tuple[tuple[Judged, int], ...]:
        assert isinstance(fact, Judged)
        return (*state, (fact, seq))

    def upcoming(
        self, state: tuple[tuple[Judged, int], ...], moment: Moment
    ) -> Iterator[list[tuple[tuple[Judged, int], ...]]]:
        given, teams = {(fact.team, fact.judge) for fact, _seq in state}, moment.field.playing
        pairs = [(team.id, judge.id) for team in teams for judge in moment.field.judges]
        todo = dict.fromkeys(team for team, judge in pairs if (team, judge) not in given)
        filled = {team: tuple((Judged(j, t, Decimal(0)), 0) for t, j in pairs if t != team) for team in todo}
        yield [tuple(each for each in state if each[0].team == team) + filled[team] for team in todo]

    def scores(self, state: tuple[tuple[Judged, int], ...], moment: Moment) -> Mapping[str, Score]:
        return {
            team.id: combine(
                SUM,
                moment.title,
                [
                    attrs.evolve(leaf(f.points, plain(f.judge), seq), key=f"judge:{f.judge}")
                    for f, seq in state
                    if f.team == team.id
                ],
            )
            for team in moment.field.teams
        }

    def scene(self, state: object, moment: Moment, audience: Audience) -> Scene:
        return Scene(moment.title, (Headline(moment.title),))


def contest() -> Contest:
    kind = Solo()
    begun = Contest(rulebook_of(kind, {}, 3, 2), kinds={"solo": kind})
    begun.push(begun.moves()[0].fill(mode="live"))
    begun.push(next(move for move in begun.moves() if move.fact.type == "round.begun").fill())
    return begun


def sheets(of: Contest) -> list[Node]:
    return read(paper.page(of, paper.sheets(of), "zh")).all("section")


def test_every_judge_has_a_sheet_for_every_team() -> None:
    found = sheets(contest())
    whose = [(each.all("div", "judge")[0].text, each.all("div", "team")[0].text) for each in found]
    assert whose == [(f"评委 {n} 号席评委{n}", f"{team} 台队{team}") for n in (1, 2) for team in (1, 2, 3)]
    assert [row.text for row in found[0].all("tbody")[0].all("tr")] == ["1台风10", "2评语 "]


def test_what_is_in_is_not_printed_again_but_stands_on_the_score_sheet_and_in_the_table() -> None:
    begun = contest()
    for points in ("9.5", "8"):
        move = next(move for move in begun.moves() if move.fact.type == "solo.judged")
        fact = move.fill(points=points)
        begun.push(fact, seat=seat_of(move, fact))
    assert len(sheets(begun)) == 4
    marks = read(results.page(begun, "hall", "en")).all("table", "marks")[0]
    assert [cell.text for cell in marks.all("tr")[1].all("td")] == ["1", "队1", "9.5", "8.0", "17.5"]
    (ballots,) = read(results.page(begun, "hall", "en")).all("table", "ballots")
    assert [[cell.text for cell in row.all("td")] for row in ballots.all("tr")[1:]] == [["Poise", "9.5", "8.0"]]
    assert [cell.text for cell in ballots.all("th")] == ["队1", "评委1", "评委2"]
    rows = [tuple(map(str, row[3:])) for row in list(tables.marks(begun, "hall"))[1:]]
    assert [row[-2] for row in rows] == ["9.5", "8"]

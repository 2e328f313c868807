"""The file of a season's rules: read strictly, all mistakes at once, written complete and read back the same."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from quizarena.errors import RulebookError
from quizarena.season import load_rules, loads_rules
from quizarena.season.rules import of_resolved, resolved

from .book import RULES, rules

WRONG = """\
quizarena: 1
season: {titel: x}
categories: [a, a]
deeds:
  d: {points: {b: 2}, cap: {month: 0}, per: minute}
goods: {soap: -1, cloth: 010}
redeem: {when: monthly}
contests: {points: {0: 10}, ties: [win]}
honours: {x: {}}
phone: yes
"""
FOUND = [
    "season.yaml:2:9: season: missing key 'title'",
    "season.yaml:2:10: season: unknown key 'titel'; did you mean 'title'?",
    "season.yaml:3:17: categories.1: the category 'a' stands twice; keep one",
    "season.yaml:5:16: deeds.d.points.b: no category is called 'b'; known are a, a",
    "season.yaml:5:36: deeds.d.cap.month: expected more than 0, got 0",
    "season.yaml:5:45: deeds.d.per: expected one of time, hour, day, got 'minute'",
    "season.yaml:6:15: goods.soap: expected a price above 0, found -1",
    "season.yaml:6:26: goods.cloth: expected a number, got '010'; write 10",
    "season.yaml:7:16: redeem.when: expected one of always, month, quarter, year, got 'monthly'; did you mean 'month'?",
    "season.yaml:8:21: contests.points.0: expected a place from 1 on, found 0",
    "season.yaml:8:36: contests.ties.0: expected one of wins, best, last, got 'win'; did you mean 'wins'?",
    "season.yaml:9:14: honours.x: expected either points: or top:, as {points: 60} or {top: 3}",
    "season.yaml:10:1: unknown key 'phone'",
]


def test_all_mistakes_of_a_file_are_told_at_once_with_their_places() -> None:
    with pytest.raises(RulebookError) as caught:
        loads_rules(WRONG)
    told = [str(problem) for problem in caught.value.problems]
    assert [line for line, start in zip(told, FOUND, strict=True) if not line.startswith(start)] == []


@pytest.mark.parametrize("best", ["0", "4 of 3", "4 from 6", "4,5"])
def test_how_many_results_count_is_written_in_one_way(best: str) -> None:
    with pytest.raises(RulebookError, match="such as 4 or 4 of 6"):
        rules(contests=f'{{points: {{1: 3}}, best: "{best}"}}')


def test_the_rules_are_complete_in_record_0_and_read_back_the_same(tmp_path: Path) -> None:
    (tmp_path / "season.yaml").write_text(RULES, encoding="utf-8")
    read = load_rules(tmp_path / "season.yaml")
    written = json.loads(json.dumps(resolved(read)))
    assert of_resolved(written) == read == rules()
    assert written["deeds"]["志愿服务"]["points"]["流动"] == "1.5"
    assert read.deeds["志愿服务"].points_of("流动") == Fraction(3, 2)
    assert read.deeds["志愿服务"].points_of("无职") is None
    assert (read.contests is not None and read.contests.counted, read.contests and read.contests.held) == (2, 3)


def test_a_file_that_is_not_there_is_told_like_a_rulebook(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="there is no such file"):
        load_rules(tmp_path / "season.yaml")

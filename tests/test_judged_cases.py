"""Every worked example of tests/cases/judged.yaml, with its published result; each case names its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizarena.draws import berger, rfc3797, tickets
from quizarena.errors import RuleError
from quizarena.panels import Panel, panel_rule
from quizarena.panels.agreement import kendall
from quizarena.panels.placings import skating
from quizarena.points import Rounding, exact, show
from quizarena.standings import Prize, Row, TieContext, Ties, money, places
from quizarena.text import plain

# every number is read as text: nothing on the way is a binary float
FILE = Path(__file__).parent / "cases" / "judged.yaml"
CASES = {case["id"]: case for case in yaml.load(FILE.read_text(encoding="utf-8"), yaml.BaseLoader)["cases"]}


def judges(marks: list[str]) -> dict[str, str]:
    return {f"j{seat}": mark for seat, mark in enumerate(marks, 1)}


def diving(case: Any, drop: int) -> None:
    rule = panel_rule("trimmed", drop_low=drop, drop_high=drop, centre="sum")
    assert rule.value(judges(case["input"]["marks"])) * exact(case["input"]["dd"]) == exact(case["expected"])


def rope_skipping(case: Any) -> None:
    rule = panel_rule("trimmed", small="closest")
    shown = [Rounding(2).apply(rule.value(judges(marks))) for marks in case["input"]]
    assert shown == [exact(value) for value in case["expected"]]


def aerobic(case: Any) -> None:
    panel = Panel.of_mapping({"rule": "mean", "round_at": {"factor": {"places": 3, "rounding": "truncate"}}})
    score = panel.score(
        {"j1": {"difficulty": case["input"]["d"]}},
        label=plain("x"),
        judge_labels=plain,
        criterion_labels=plain,
        records={},
        factor=1 / exact(case["input"]["divisor"]),
    )
    assert show(score.value) == case["expected"]


def one_dance(case: Any) -> None:
    assert skating({"dance": case["input"]}) == exactly(case["expected"])


def dances_of_one_judge(case: Any) -> None:
    count = len(next(iter(case["input"].values())))
    marks = {str(nth): {who: [each[nth]] for who, each in case["input"].items()} for nth in range(count)}
    assert skating(marks) == exactly(case["expected"])


def five_dances(case: Any) -> None:
    assert skating(case["input"]) == exactly(case["expected"])


def exactly(values: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: exact(value) for key, value in values.items()}


def rank_styles(case: Any) -> None:
    for style, expected in case["expected"].items():
        assert list(places(case["input"], style)) == [exact(place) for place in expected]


def season(case: Any) -> None:
    class Season(TieContext):
        def round_value(self, entrant: str, round_id: str) -> Fraction | None:
            return None

        def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
            return None

        def round_places(self, entrant: str) -> list[int]:
            return [int(place) for place in case["input"][entrant]]

    totals = exactly(case["expected"]["points"])
    rows = Ties.of_mapping({"when": "always", "by": ["count_back"]}).rank(totals, [], Season())
    assert [row.entrant for row in rows] == case["expected"]["order"]


def prize_pool(case: Any) -> None:
    rows = [Row(str(nth), Fraction(0), int(place)) for nth, place in enumerate(case["input"]["ranks"])]
    prizes = [Prize(plain(amount), amount=Decimal(amount)) for amount in case["input"]["prizes"]]
    assert list(money(rows, prizes).values()) == [exact(share) for share in case["expected"]]


def public_draw(case: Any) -> None:
    sources = [[int(number) for number in source] for source in case["input"]["sources"]]
    drawn = rfc3797(case["input"]["pool"], sources=sources, picks=int(case["input"]["count"]))
    key, *lines = drawn.proof
    assert key == f"key {case['expected']['key']}"
    assert [line.split()[-3] for line in lines] == case["expected"]["picks"]
    assert [line.split()[-1] for line in lines] == case["expected"]["md5"]
    assert list(drawn.order[:10]) == case["expected"]["first_ten"]


def ticket_draw(case: Any) -> None:
    labels, seed = case["input"]["labels"], case["input"]["seed"]
    drawn = tickets(labels, seed=seed)
    assert list(drawn.order) == case["expected"]["order"]
    assert drawn.proof[0].endswith(case["expected"]["first_ticket"])
    left = [label for label in labels if label != case["input"]["withdrawn"]]
    assert list(tickets(left, seed=seed).order) == case["expected"]["order_after_withdrawal"]


def williams_balance(case: Any) -> None:
    for n, slot in (("4", "slot4"), ("5", "slot5")):
        follows = Counter(pair for row in case["input"][f"n{n}"] for pair in pairwise(row))
        found = [len(follows), min(follows.values()), max(follows.values())]
        assert found == [int(value) for value in case["expected"][f"n{n}"]]
        for column in zip(*case["input"][f"n{n}"], strict=True):
            assert set(Counter(column).values()) == {int(case["expected"][slot])}


def three_orders(case: Any) -> None:
    plan = [[int(team) for team in order] for order in case["input"]]
    sums = [sum(order.index(team) for order in plan) for team in plan[0]]
    follows = Counter(pair for order in plan for pair in pairwise(order))
    assert max(sums) - min(sums) == int(case["expected"]["slot_sum_spread"])
    assert sum(count - 1 for count in follows.values()) == int(case["expected"]["repeated_predecessors"])
    assert len({order[0] for order in plan}) == int(case["expected"]["distinct_first"])
    assert len({order[-1] for order in plan}) == int(case["expected"]["distinct_last"])


def berger_table(case: Any) -> None:
    table = [[tuple(map(int, pair)) for pair in pairs] for pairs in case["expected"]]
    assert berger(int(case["input"])) == table


def agreement(case: Any) -> None:
    found = kendall(case["input"])
    assert (found.s, found.w) == (exact(case["expected"]["S"]), exact(case["expected"]["W"]))


CHECKS: dict[str, Callable[[Any], None]] = {
    "dive-usual-5": lambda case: diving(case, 1),
    "dive-wa-7": lambda case: diving(case, 2),
    "ijru-small-panels": rope_skipping,
    "fig-aer-truncate": aerobic,
    "skating-rule5": one_dance,
    "skating-rule6": one_dance,
    "skating-rule7": one_dance,
    "skating-rule9": dances_of_one_judge,
    "skating-rule10b": dances_of_one_judge,
    "tso-11-example1": five_dances,
    "rank-styles": rank_styles,
    "countback-f1-2007": season,
    "prize-pool": prize_pool,
    "rfc3797-section6": public_draw,
    "hash-sort-shell": ticket_draw,
    "williams-4-5-balance": williams_balance,
    "three-round-plan-6": three_orders,
    "berger-4": berger_table,
    "berger-6": berger_table,
    "kendall-w-proofwiki": agreement,
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_published_cases(case: dict[str, Any]) -> None:
    CHECKS[case["id"]](case)


@pytest.mark.parametrize("rankings", [[], [[1]], [[1, 2], [1]], [[1, 2, 3], [1, 2]]])
def test_agreement_needs_judges_who_ranked_the_same(rankings: list[list[int]]) -> None:
    with pytest.raises(RuleError, match="expected judges who ranked the same two or more entrants"):
        kendall(rankings)


def test_judges_who_agree_and_who_do_not() -> None:
    assert kendall([[1, 2, 3], [1, 2, 3]]).w == 1
    assert kendall([[1, 2, 3], [3, 2, 1]]).w == 0
    assert kendall([[1, 2], [1, 2]]).w == 1
    assert kendall([[1, 2]]).s == Fraction(1, 2)

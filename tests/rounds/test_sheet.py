"""The ballots of one performance: what each fact about them makes of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest

from quizarena.facts import Fact, Intent
from quizarena.rounds import RoundKind
from quizarena_rounds.ballots import Sheet, book_for, book_of
from quizarena_rounds.debate.kind import Debate
from quizarena_rounds.debate.state import Match
from quizarena_rounds.debate.state import State as DebateState
from quizarena_rounds.parliament.kind import Parliament
from quizarena_rounds.parliament.state import Room
from quizarena_rounds.parliament.state import State as ParliamentState
from quizarena_rounds.scenario.facts import BALLOTS, BallotGiven
from quizarena_rounds.scenario.kind import Scenario
from quizarena_rounds.scenario.state import ScenarioState

BOOK: Any = book_of("show", team=str)


@attrs.frozen
class Stray(Fact, type="stray.fact", intent=Intent.STEP):
    """A fact of no kind here."""

    match: int = 1
    room: int = 1
    team: str = "a"
    member: str = ""


def ballot(judge: str = "j1", mark: int = 5) -> Fact:
    return BOOK.given(team="a", judge=judge, marks={"style": Decimal(mark)})


def back(judge: str = "j1") -> Fact:
    return BOOK.returned(team="a", judge=judge, reason="a slip")


def gone(judge: str = "j1") -> Fact:
    return BOOK.absent(team="a", judge=judge, reason="ill")


def after(told: Sequence[Fact]) -> Sheet[Any]:
    sheet: Sheet[Any] = Sheet()
    for seq, fact in enumerate(told):
        changed = sheet.after(seq, fact)
        assert changed is not None
        sheet = changed
    return sheet


def places(sheet: Sheet[Any]) -> tuple[list[str], list[str], list[str]]:
    """Return who has handed in, who edits, who is absent."""
    return (
        [each.judge for each in sheet.ballots],
        [each.ballot.judge for each in sheet.returned],
        [each.judge for each in sheet.absent],
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([ballot("j2"), ballot("j1")], (["j2", "j1"], [], []), id="in the order they came"),
        pytest.param([ballot(), back()], ([], ["j1"], []), id="back for edit"),
        pytest.param([ballot(), back(), ballot()], (["j1"], [], []), id="handed in again"),
        pytest.param([back()], ([], [], []), id="what is not in cannot go back"),
        pytest.param([gone()], ([], [], ["j1"]), id="absent"),
        pytest.param([gone(), gone()], ([], [], ["j1"]), id="absent once"),
        pytest.param([gone(), ballot()], (["j1"], [], []), id="here after all"),
        pytest.param([ballot(), back(), gone()], ([], [], ["j1"]), id="left while editing"),
        pytest.param([ballot(), gone()], (["j1"], [], []), id="an absence takes out no ballot that is in"),
    ],
)
def test_where_a_judge_stands(told: list[Fact], expected: tuple[list[str], list[str], list[str]]) -> None:
    assert places(after(told)) == expected


def test_a_sheet_opens_closes_and_takes_ballots_again() -> None:
    opened = after([ballot(), BOOK.revealed(team="a")])
    assert (opened.revealed, opened.unmarked, opened.closed) == (1, None, True)
    again = opened.after(2, BOOK.reopened(team="a", reason="one was forgotten"))
    assert again is not None
    assert (again.closed, places(again)) == (False, (["j1"], [], []))
    unmarked = again.after(3, BOOK.unmarked(team="a", reason="nobody can mark"))
    assert unmarked is not None
    assert (unmarked.revealed, unmarked.unmarked, unmarked.closed) == (None, 3, True)


def test_a_sheet_knows_nothing_of_other_facts() -> None:
    assert Sheet[Any]().after(0, Stray()) is None


BEGUN: list[tuple[RoundKind, Any]] = [
    (Scenario(), ScenarioState()),
    (Debate(), DebateState(matches=(Match(1, ("a", "b")),))),
    (Parliament(), ParliamentState(rooms=(Room(1, ("a", "b", "c", "d")),))),
]


@pytest.mark.parametrize(("kind", "state"), BEGUN, ids=lambda each: getattr(each, "name", ""))
def test_a_kind_refuses_a_fact_that_is_not_its_own(kind: RoundKind, state: Any) -> None:
    with pytest.raises(TypeError, match=r"found stray\.fact"):
        kind.apply(state, 7, Stray())


def test_the_other_five_facts_have_what_names_the_performance() -> None:
    book = book_for(BallotGiven)
    assert [each.type for each in book.facts] == [each.type for each in BALLOTS.facts]
    assert [fact.type for fact in book.facts[1:]] == [
        f"scenario.{name}" for name in ("returned", "absent", "revealed", "unmarked", "reopened")
    ]
    for fact in book.facts[1:]:
        names = {each.name: each.default for each in attrs.fields(fact)}
        assert names.keys() - {"judge", "reason"} == {"team", "member"}, fact
        assert names["member"] == "", "where teams perform it is left out"

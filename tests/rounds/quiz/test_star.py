"""Star prizes: most votes, a second ballot among those who are level, then shared. Source: CN21 of the rule-sets."""

from __future__ import annotations

import attrs
import pytest

from quizarena.moves import IllegalFact
from quizarena.roster import Roster
from quizarena.text import plain
from quizarena_rounds.quiz.sections.star import Star, StarRules
from tests.rounds.driver import Table, hall, teams

AB = teams("a", "b", members=2)


def vote(on: Table, **votes: int) -> None:
    """Count a ballot; members are written a1 for a-1, who is not named has none."""
    asked = next(move for move in on.open() if move.fact.type == "quiz.star_voted").blanks
    given = {f"votes.{name[0]}-{name[1]}": count for name, count in votes.items()}
    on.make("quiz.star_voted", {blank.path: given.get(blank.path, 0) for blank in asked} | given)


CASES = [
    ("most votes", {}, [{"a1": 3, "b2": 5, "b1": 1}], ("b-2",)),
    ("equal votes go to a second ballot", {}, [{"a1": 4, "b2": 4, "b1": 1}, {"a1": 5, "b2": 4}], ("a-1",)),
    ("still equal, they share it", {"voters": 8}, [{"a1": 4, "b2": 4}, {"a1": 4, "b2": 4}], ("a-1", "b-2")),
    ("two winners", {"winners": 2}, [{"a1": 4, "b2": 3, "b1": 2}], ("a-1", "b-2")),
    ("a tie for the second", {"winners": 2}, [{"a1": 5, "b1": 2, "b2": 2}, {"b1": 4, "b2": 5}], ("a-1", "b-2")),
    ("two level on two seats", {"winners": 2}, [{"a1": 4, "b1": 4, "b2": 1}], ("a-1", "b-1")),
    ("nobody without a vote", {"winners": 3}, [{"a1": 5, "b1": 4}], ("a-1", "b-1")),
    ("one ballot only", {"ballots": 1}, [{"a1": 4, "b1": 4}], ("a-1", "b-1")),
]


@pytest.mark.parametrize(("rules", "ballots", "winners"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_who_gets_the_star(rules: dict[str, int], ballots: list[dict[str, int]], winners: tuple[str, ...]) -> None:
    on = Table(Star(), StarRules(award=plain("star"), **rules), hall(AB))
    for ballot in ballots:
        assert not tuple(on.kind.awards(on.state, on.moment))
        vote(on, **ballot)
    assert on.over
    (award,) = on.kind.awards(on.state, on.moment)
    assert set(award.winners) == set(winners)
    assert on.scores() == {}
    assert on.refold() == on.state


def test_there_are_no_more_votes_than_voters() -> None:
    on = Table(Star(), StarRules(award=plain("star"), voters=3), hall(AB))
    with pytest.raises(IllegalFact, match="expected at most 3, one for each voter; found 4"):
        vote(on, a1=2, b1=2)


def test_a_team_that_leaves_takes_its_members_along() -> None:
    on = Table(Star(), StarRules(award=plain("star")), hall(AB))
    vote(on, a1=4, b1=4)
    gone = attrs.evolve(AB[0], standing="withdrawn")
    on.field = attrs.evolve(on.field, teams=(gone, AB[1]))
    (award,) = on.kind.awards(on.state, on.moment)
    assert (award.winners, on.over) == (("b-1",), True)


def test_too_few_members_are_refused() -> None:
    found = Star().refuse(StarRules(award=plain("star"), winners=4), Roster(AB), None)
    assert [where for where, _ in found] == ["winners"]

"""What the kit finds in a kind that is not as it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import attrs
import pytest

from quizarena.blanks import Choice, Line, Option
from quizarena.contest import Contest
from quizarena.facts import Fact, Intent
from quizarena.moves import Move
from quizarena.rounds import BaseKind, Moment
from quizarena.scenes import Audience, Headline, Scene
from quizarena.scores import Score
from quizarena.testing import (
    Slip,
    check_foreseen,
    check_kind,
    check_moves,
    check_state,
    first_ballots,
    forward_moves,
    opened,
    rulebook_of,
)
from quizarena.text import both, plain


@attrs.frozen
class NoRules:
    """There is nothing to choose."""


@attrs.frozen
class Done(Fact, type="faulty.done", intent=Intent.STEP):
    """The one thing that happens."""

    team: str = ""
    member: str = ""
    judge: str = ""


@attrs.frozen
class Remarked(Fact, type="faulty.remarked", intent=Intent.STEP):
    """Words, in which somebody may be named."""

    words: str


@attrs.frozen
class Timed(Fact, type="faulty.timed", intent=Intent.CLOCK):
    """A clock without its instant."""


@attrs.frozen
class Faulty(BaseKind):
    """One move, and the round is over."""

    move: Callable[[Moment], Move]
    facts: tuple[type[Fact], ...] = (Done,)
    name: ClassVar[str] = "faulty"
    title: ClassVar = both("试", "Faulty")
    rules: ClassVar[type] = NoRules

    def begin(self, moment: Moment) -> bool:
        return False

    def moves(self, state: bool, moment: Moment) -> Iterator[Move]:
        if not state:
            yield self.move(moment)

    def apply(self, state: bool, seq: int, fact: Fact) -> bool:
        return True

    def scores(self, state: bool, moment: Moment) -> dict[str, Score]:
        return {}

    def scene(self, state: bool, moment: Moment, audience: Audience) -> Scene:
        return Scene(moment.title, (Headline(moment.title),))


@attrs.frozen
class Marked(Fact, type="faulty.marked", intent=Intent.BALLOT):
    """What a judge gives."""

    judge: str


@attrs.frozen
class Unforeseen(Faulty):
    """A step, then a ballot of each judge, which no sheet could be printed for."""

    facts: tuple[type[Fact], ...] = (Done, Marked)

    def begin(self, moment: Moment) -> Any:
        return None

    def moves(self, state: Any, moment: Moment) -> Iterator[Move]:
        if state is None:
            yield self.move(moment)
            return
        for judge in moment.field.judges:
            if judge.id not in state:
                yield Move(Marked, plain("mark"), {"judge": judge.id}, seat=f"judge:{judge.id}")

    def apply(self, state: Any, seq: int, fact: Fact) -> Any:
        return (*state, fact.judge) if isinstance(fact, Marked) else ()


@attrs.frozen
class Foreseen(Unforeseen):
    """The same, foreseen."""

    def upcoming(self, state: Any, moment: Moment) -> Any:
        return ((state or (),),)


@attrs.frozen
class WronglyForeseen(Unforeseen):
    """The same, as if nobody had handed in yet."""

    def upcoming(self, state: Any, moment: Moment) -> Any:
        return (((),),)


def by_desk_number(moment: Moment) -> Move:
    return Move(Done, plain("who"), blanks=(Choice("team", (Option("1", plain("desk 1")),)),), gesture="next")


def by_name(moment: Moment) -> Move:
    return Move(Done, plain("who"), {"member": moment.field.teams[0].members[0].name.in_language("en") + "!"})


def step_of_a_judge(moment: Moment) -> Move:
    options = tuple(Option(each.id, each.name, judge=each.id, seat=f"judge:{each.id}") for each in moment.field.judges)
    return Move(Done, plain("on"), blanks=(Choice("judge", options),), seat="judge")


def typed_in(moment: Moment) -> Move:
    return Move(Remarked, plain("say something"), blanks=(Line("words", plain("words")),), gesture="next")


def plain_step(moment: Moment) -> Move:
    return Move(Done, plain("on"), {"team": moment.field.teams[0].id}, gesture="next")


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        pytest.param(by_desk_number, r"faulty\.done: team is an id of one; found \['1'\]", id="a blank"),
        pytest.param(by_name, r"faulty\.done: member is an id of one", id="a field"),
        pytest.param(typed_in, r"faulty\.remarked: words is typed in words; say it in the fact's names", id="words"),
        pytest.param(step_of_a_judge, "for a judge's seat and neither a ballot nor an aside", id="a judge's step"),
    ],
)
def test_a_move_that_screens_would_misread_is_found(move: Callable[[Moment], Move], sentence: str) -> None:
    kind = Faulty(move, (Done, Remarked))
    contest = opened(rulebook_of(kind, {}, teams=2, judges=1, extra={"order": "roster"}), {"faulty": kind})
    contest.push(forward_moves(contest)[0].fill())
    with pytest.raises(AssertionError, match=sentence):
        check_moves(contest)


def test_a_clock_without_its_instant_is_found() -> None:
    with pytest.raises(
        Slip,
        match=r"test_check_kind.py:\d+: round kind .faulty.: Timed turns a clock, so it needs one instant, called at",
    ):
        check_kind(Faulty(plain_step, (Done, Timed)), [{}], examples=1)


def test_the_kind_is_else_as_it_should_be() -> None:
    check_kind(Faulty(plain_step), [{}], examples=1)


def begun(kind: Faulty) -> Contest:
    contest = opened(rulebook_of(kind, {}, teams=2, judges=2, extra={"order": "roster"}), {"faulty": kind})
    contest.push(forward_moves(contest)[0].fill())
    return contest


def test_ballots_that_were_not_foreseen_are_found() -> None:
    contest = begun(Unforeseen(plain_step))
    ahead, fact = first_ballots(contest), forward_moves(contest)[0].fill()
    contest.push(fact)
    with pytest.raises(AssertionError, match="brings ballots that `upcoming` did not name before it"):
        check_foreseen(contest, ahead, fact)


def test_ballots_of_others_than_those_foreseen_are_found() -> None:
    contest = begun(WronglyForeseen(plain_step))
    contest.push(forward_moves(contest)[0].fill())
    contest.push(forward_moves(contest)[0].fill(), seat="judge:j1")
    with pytest.raises(AssertionError, match="the first in `upcoming` are"):
        check_state(contest)


def test_ballots_foreseen_are_as_they_should_be() -> None:
    check_kind(Foreseen(plain_step), [{}], examples=2)


@attrs.frozen
class Parted(Faulty):
    """A round of one part, that says which record began it."""

    seq: int = 0
    unit: Any = None

    def begun(self, state: bool) -> int | None:
        return self.seq if state else None


@pytest.mark.parametrize(
    ("seq", "unit", "sentence"),
    [
        (3, None, "says in `begun` what began, and in `unit` not what it is called"),
        (2, plain("part"), "`begun` names #2, which is no record of round"),
        (9, plain("part"), "`begun` names #9, which is no record of round"),
    ],
)
def test_a_beginning_that_is_none_is_found(seq: int, unit: Any, sentence: str) -> None:
    contest = begun(Parted(plain_step, seq=seq, unit=unit))
    contest.push(forward_moves(contest)[0].fill())
    with pytest.raises(AssertionError, match=sentence):
        check_state(contest)


def test_a_beginning_is_as_it_should_be() -> None:
    contest = begun(Parted(plain_step, seq=3, unit=plain("part")))
    contest.push(forward_moves(contest)[0].fill())
    check_state(contest)

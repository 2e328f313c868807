"""What a book of facts refuses of a plug-in: by name, before anything is played."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs
import pytest

from quizarena.contest.facts import FRAME_FACTS
from quizarena.errors import PluginError
from quizarena.fact_book import FactBook
from quizarena.facts import Fact, Intent, Subject
from quizarena.rounds import KINDS, load_kind


def fact(wire: str, intent: Intent | None = Intent.STEP, name: str = "Sung", **fields: Any) -> type[Fact]:
    """Return a fact class with annotated fields."""
    said: dict[str, Any] = {"type": wire, "__annotations__": fields}
    made: type[Fact] = attrs.frozen(type(name, (Fact,), said if intent is None else {**said, "intent": intent}))
    return made


def refusal(kind: str, *facts: type[Fact], **others: type[Fact]) -> str:
    kinds = {kind: facts, **{name: (each,) for name, each in others.items()}}
    with pytest.raises(PluginError) as caught:
        FactBook.of_kinds(FRAME_FACTS, kinds)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "cls", "said"),
    [
        ("draw", fact("draw.sung"), "round kind 'draw': 'draw' is a word of the contest itself"),
        ("round.two", fact("round.sung"), "'round' is a word of the contest itself"),
        ("playoff", fact("playoff.sung"), "'playoff' is a word of the contest itself"),
        ("song", fact("score.adjusted"), "Sung: expected a type such as song.NAME, found 'score.adjusted'"),
        ("song", fact("song."), "expected a type such as song.NAME, found 'song.'"),
        ("song", fact("song.sung", None), "Sung does not say what it is for; give the class an intent"),
        ("song", fact("song.sung", intent=Intent.STEP, sealed=str), "no field may be called 'sealed'"),
        ("song", fact("song.sung", judge=int), "judge is an id, so its type is str; found int"),
        ("song", fact("song.sung", team="tuple[str, ...]"), "team is an id, so its type is str; found tuple[str, ...]"),
        ("song", fact("song.sung", Intent.CLOCK, since=datetime), "needs one instant, called at"),
        ("song", fact("song.sung", Intent.CLOCK, at=datetime, until=datetime), "needs one instant, called at"),
    ],
)
def test_a_fact_class_that_cannot_be_told_apart_or_read_is_refused(kind: str, cls: type[Fact], said: str) -> None:
    assert said in refusal(kind, cls)


def test_two_plug_ins_with_one_type_are_refused_by_name() -> None:
    first, second = fact("song.sung", name="First"), fact("song.sung", name="Second")
    said = refusal("song.solo", first, **{"song.choir": second})
    assert "round kind 'song.choir': the fact song.sung is declared twice" in said
    assert "First" in said
    assert "Second" in said


def test_kinds_of_one_family_share_a_class() -> None:
    shared = fact("song.sung")
    book = FactBook.of_kinds(FRAME_FACTS, {"song.solo": (shared,), "song.choir": (shared,)})
    assert book.classes["song.sung"] is shared


def test_every_installed_kind_goes_into_one_book() -> None:
    kinds = {name: load_kind(name).facts for name in KINDS.names()}
    book = FactBook.of_kinds(FRAME_FACTS, kinds)
    assert all(isinstance(each.intent, Intent) for each in book.classes.values())


def test_whom_a_fact_concerns_is_read_off_its_own_fields() -> None:
    marked: Any = fact("song.sung", team=str, judge=str, points=int)
    assert marked("red", "j3", 9).subject == Subject(team="red", judge="j3")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Subject(), Subject("red", "red-1", "j1"), True),
        (Subject("red"), Subject("red", judge="j1"), True),
        (Subject("red", judge="j1"), Subject("red", judge="j2"), False),
        (Subject("red"), Subject("blue"), False),
    ],
)
def test_subjects_agree_where_they_do_not_contradict_each_other(one: Subject, other: Subject, agree: bool) -> None:
    assert one.agrees(other) is other.agrees(one) is agree


def test_every_fact_of_the_frame_says_what_it_is_for() -> None:
    assert [each.type for each in FRAME_FACTS if not isinstance(getattr(each, "intent", None), Intent)] == []

"""Frozen values made quickly are the values attrs makes."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs
import pytest

from quizarena.values import evolve, fast_init, is_plain, replacer

T = TypeVar("T")


@attrs.frozen
class Slow:
    number: int
    made: str = "x"
    value: tuple[int, ...] = ()
    marks: dict[str, int] = attrs.field(factory=dict, hash=False)


@fast_init
@attrs.frozen
class Plain:
    number: int
    made: str = "x"
    value: tuple[int, ...] = ()
    marks: dict[str, int] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Wider(Plain):
    more: str = "m"


@fast_init
@attrs.frozen
class Holder(Generic[T]):
    held: T


@attrs.frozen
class Converting:
    number: int = attrs.field(converter=int)


@attrs.frozen
class Checking:
    number: int

    def __attrs_post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below nothing")


@attrs.define
class Open:
    number: int


@attrs.frozen(slots=False)
class WithDict:
    number: int


@attrs.frozen
class Private:
    _number: int


ARGUMENTS = [((1,), {}), ((1, "y"), {}), ((), {"number": 1, "value": (2,)}), ((1,), {"marks": {"a": 1}})]


@pytest.mark.parametrize(("given", "named"), ARGUMENTS)
def test_a_quick_value_is_the_value_attrs_makes(given: tuple[int, ...], named: dict[str, object]) -> None:
    made = Plain(*given, **named)  # type: ignore[arg-type]
    assert attrs.asdict(made) == attrs.asdict(Slow(*given, **named))  # type: ignore[arg-type]
    assert type(made) is Plain
    assert made == Plain(*given, **named)  # type: ignore[arg-type]
    assert hash(made) == hash(Plain(*given, **named))  # type: ignore[arg-type]


def test_a_quick_value_is_frozen() -> None:
    for made in (Plain(1), evolve(Plain(1), made="y"), replacer(Plain, "made")(Plain(1), "y")):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.number = 2  # type: ignore[misc]
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del made.number


def test_each_value_gets_its_own_default() -> None:
    assert Plain(1).marks is not Plain(1).marks


@pytest.mark.parametrize("named", [{}, {"number": 1, "stray": 2}])
def test_arguments_are_refused_as_ever(named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Plain(**named)  # type: ignore[arg-type]


def test_a_subclass_keeps_its_class_and_fields() -> None:
    wider = Wider(1, more="n")
    assert (type(wider), wider.more) == (Wider, "n")
    for changed in (evolve(wider, number=2), replacer(Plain, "number")(wider, 2)):
        assert (type(changed), changed.number, changed.more) == (Wider, 2, "n")  # type: ignore[attr-defined]


@pytest.mark.parametrize("changes", [{}, {"number": 2}, {"made": "y", "value": (1,)}, {"marks": {"b": 2}}])
def test_evolve_does_what_attrs_does(changes: dict[str, object]) -> None:
    for value in (Plain(1, marks={"a": 1}), Slow(1), Wider(1), Holder(3)):
        fitting = {name: new for name, new in changes.items() if hasattr(value, name)}
        assert evolve(value, **fitting) == attrs.evolve(value, **fitting)  # type: ignore[misc]


def test_evolve_refuses_a_field_there_is_not() -> None:
    with pytest.raises(TypeError, match="stray"):
        evolve(Plain(1), stray=2)


@pytest.mark.parametrize("cls", [Converting, Checking, Open, WithDict, Private, int])
def test_what_is_not_plain_stays_with_attrs(cls: type) -> None:
    assert not is_plain(cls)
    with pytest.raises(TypeError, match="only stores what it is given"):
        fast_init(cls)


def test_evolve_lets_attrs_convert_and_check() -> None:
    assert evolve(Converting(1), number="2") == Converting(2)
    with pytest.raises(ValueError, match="below nothing"):
        evolve(Checking(1), number=-1)
    assert evolve(Private(1)) == Private(1)

"""Draw methods by name: what each needs, and that every draw verifies."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from quizarena.draws import DRAW_METHODS, draw_method, tickets, verify
from quizarena.errors import DrawError, PluginError, RuleError

TEAMS = ["a", "b", "c", "d"]
TOTALS = {"a": Fraction(30), "b": Fraction(40), "c": Fraction(30), "d": Fraction(281, 10)}
INPUTS: dict[str, Any] = {"seed": "2023-01-11|1|s", "typed": ["d", "b", "a", "c"], "totals": TOTALS}


@pytest.mark.parametrize(
    ("name", "parameters", "needs", "order"),
    [
        ("tickets", {}, "seed", tickets(TEAMS, seed="2023-01-11|1|s", purpose="order").order),
        ("paper", {}, "order", ("d", "b", "a", "c")),
        ("fixed", {}, "nothing", ("a", "b", "c", "d")),
        ("reverse", {}, "nothing", ("d", "c", "b", "a")),
        ("standings", {}, "standings", ("b", "a", "c", "d")),
        ("standings", {"descending": False}, "standings", ("d", "a", "c", "b")),
    ],
)
def test_each_method_gives_its_order_and_verifies(
    name: str, parameters: dict[str, object], needs: str, order: tuple[str, ...]
) -> None:
    method = draw_method(name, **parameters)
    drawn = method.draw(TEAMS, purpose="order", **INPUTS)
    assert (method.name, method.needs, drawn.method, drawn.order) == (name, needs, name, order)
    verify(drawn, method, TEAMS, **INPUTS)
    with pytest.raises(DrawError, match="place 1 of the draw: expected"):
        verify(attrs.evolve(drawn, order=(*order[1:], order[0])), method, TEAMS, **INPUTS)
    for other in (order[:3], (*order, "e")):
        with pytest.raises(DrawError, match=f"expected 4 labels in the draw, found {len(other)}"):
            verify(attrs.evolve(drawn, order=other), method, TEAMS, **INPUTS)
    assert method == draw_method(name, **parameters), "two readings of one rulebook are alike"


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("bacde", "place 1 of the draw: expected 'a', found 'b'"),
        ("acbde", "place 2 of the draw: expected 'b', found 'c'"),
        ("abdce", "place 3 of the draw: expected 'c', found 'd'"),
        ("abced", "place 4 of the draw: expected 'd', found 'e'"),
    ],
)
def test_the_first_place_that_differs_is_named(order: str, sentence: str) -> None:
    fixed = draw_method("fixed")
    with pytest.raises(DrawError, match=sentence):
        verify(attrs.evolve(fixed.draw("abcde"), order=tuple(order)), fixed, "abcde")


def test_a_draw_of_hundreds_read_from_a_file_verifies() -> None:
    """What is read is equal to what was drawn, but not the same objects."""
    fixed = draw_method("fixed")
    drawn, read = ([f"label {nth}" for nth in range(300)] for _ in range(2))
    verify(fixed.draw(drawn), fixed, read)


def test_standings_show_the_totals_they_follow() -> None:
    assert draw_method("standings").draw(TEAMS, totals=TOTALS).proof == (
        "1 b 40",
        "2 a 30",
        "3 c 30",
        "4 d 28.1",
    )


@pytest.mark.parametrize(
    ("name", "inputs", "sentence"),
    [
        ("tickets", {}, "expected the opened seed"),
        ("paper", {}, "expected the order the slips were drawn in"),
        ("paper", {"typed": ["a", "b", "c", "c"]}, "expected each of a, b, c, d once, found a, b, c, c"),
        ("paper", {"typed": ["b", "d", "c", "d"]}, "expected each of a, b, c, d once, found b, d, c, d"),
        ("paper", {"typed": ["a", "b", "c", "d", "e"]}, "expected each of a, b, c, d once, found a, b, c, d, e"),
        ("paper", {"typed": []}, "expected each of a, b, c, d once, found nothing"),
        ("standings", {"totals": {"a": Fraction(0)}}, "found none for b, c, d"),
        ("standings", {}, "expected a total for every label, found none for a, b, c, d"),
    ],
)
def test_what_a_method_needs_is_said(name: str, inputs: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DrawError, match=sentence):
        draw_method(name).draw(TEAMS, purpose="order", **inputs)


@pytest.mark.parametrize("name", DRAW_METHODS.names())
def test_no_method_draws_one_label_twice(name: str) -> None:
    with pytest.raises(DrawError, match="every label once"):
        draw_method(name).draw(["a", "a"], purpose="order", seed="1./", typed=["a", "a"], totals=TOTALS)


def test_wrong_names_and_parameters_are_refused() -> None:
    with pytest.raises(PluginError, match="no draw method is called 'ticket'; did you mean 'tickets'"):
        draw_method("ticket")
    with pytest.raises(RuleError, match="descending: expected true or false, found 1"):
        draw_method("standings", descending=1)


def test_a_plug_in_that_is_no_draw_method_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DRAW_METHODS._added, "nothing", lambda: "no method")
    with pytest.raises(PluginError, match="the plug-in 'nothing' is no draw method"):
        draw_method("nothing")

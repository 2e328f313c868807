"""What has to hold for a panel rule, a draw and a tie-break: exact, the same every time, nobody left out."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NoReturn, TypeVar, get_args

from ..draws import Draw, DrawMethod, Inputs
from ..draws.methods import Needs
from ..errors import DrawError, RuleError, ScoreError
from ..languages import LANGUAGES
from ..panels import PanelRule
from ..panels.ranking import Ranking
from ..points import Number
from ..scores import SUM, Score, combine, leaf
from ..standings import TieBreak, TieContext
from ..text import plain
from .places import Slip, class_place, method_place, package_of, raised_at, returned_at

_T = TypeVar("_T")
_SEEDS = tuple(f"2026-11-23|3 17 8 {number}|secret" for number in range(12))
_MARKS = tuple(Decimal(hundredths) / 100 for hundredths in range(0, 1_001, 7))
_ROUNDS = ("round-1", "round-2")


def check_panel_rule(rule: PanelRule, *, marks: Sequence[Number] = _MARKS, judges: int = 9, examples: int = 60) -> None:
    """Try a panel rule on random marks of one judge and more; one that ranks, on random places.

    Args:
        rule: The rule.
        marks: What a judge may give, such as 0 and 1 in a vote.
        judges: The most judges, called j1, j2 and so on.
        examples: How many panels are tried.

    Raises:
        Slip: It is no frozen value, lacks a method, gives no Fraction, another number than its working, another one for
            the same marks in another order, or refuses what `refuses` lets pass. One sentence, with file and line.
    """
    _look(rule, PanelRule)
    chance = Random(1)
    for number in range(examples):
        panel = [f"j{each}" for each in range(1, 2 + number % judges)]
        if isinstance(rule, Ranking):
            _check_places(rule, {part: _placings(chance, 2 + number % 4, len(panel)) for part in ("waltz", "tango")})
        else:
            _check_marks(rule, {judge: chance.choice(marks) for judge in panel})


def _placings(chance: Random, entrants: int, judges: int) -> dict[str, list[Number]]:
    """Return the places that each judge gives each entrant, no two alike."""
    columns = [chance.sample(range(1, entrants + 1), entrants) for _judge in range(judges)]
    return {f"t{row + 1}": [column[row] for column in columns] for row in range(entrants)}


def _check_places(rule: Ranking, parts: Mapping[str, Mapping[str, list[Number]]]) -> None:
    def places() -> Mapping[str, Fraction]:
        return rule.places(parts)

    found, entrants = _asked(rule, "places", places), [*parts["waltz"]]
    if set(found) != set(entrants):
        sentence = f"places for {', '.join(found) or 'nobody'}; expected one for each of {', '.join(entrants)}"
        _tell_returned(rule, "places", places, sentence)
    for each in found.values():
        if type(each) is not Fraction:
            _tell_returned(rule, "places", places, f"{_kind(each)}; a Fraction is exact")
    turned = {part: {each: rows[each] for each in entrants[::-1]} for part, rows in parts.items()}
    if rule.places(turned) != found:
        _tell(rule, "places", "depends on the order in which the entrants are given")


def _check_marks(rule: PanelRule, marks: Mapping[str, Number]) -> None:
    refused = rule.refuses(len(marks))
    try:
        value = _asked(rule, "value", lambda: rule.value(marks), letting=RuleError)
        score = _asked(rule, "score", lambda: rule.score(marks), letting=RuleError)
    except RuleError as error:
        if refused is None:
            _tell(rule, "refuses", f"says nothing of {len(marks)} marks, and then they are refused: {error}")
        return
    given = ", ".join(f"{judge} {mark}" for judge, mark in marks.items())
    if type(value) is not Fraction:
        _tell_returned(rule, "value", lambda: rule.value(marks), f"{_kind(value)} of {given}; a Fraction is exact")
    if not isinstance(score, Score):
        _tell_returned(rule, "score", lambda: rule.score(marks), f"{_kind(score)} of {given}; expected a Score")
    try:
        score.check()
    except ScoreError as error:
        _tell(rule, "score", f"has a working that does not come out for {given}: {error}")
    if score.value != value:
        _tell(rule, "score", f"comes to {score.value} for {given}, and value to {value}; let one be made of the other")
    if rule.value({judge: marks[judge] for judge in reversed([*marks])}) != value:
        _tell(rule, "value", f"depends on the order in which the judges are given: {given}")


def check_draw(method: DrawMethod, *, seeds: Sequence[str] = _SEEDS) -> None:
    """Try a draw on one to eight labels.

    Args:
        method: The draw.
        seeds: Opened seeds, for a draw that reads something of its own in them.

    Raises:
        Slip: It is no frozen value, lacks a method, loses or repeats a label, draws otherwise the second time, takes
            nothing from the seed, or draws though what it needs is missing. One sentence, with file and line.
    """
    _look(method, DrawMethod)
    if method.needs not in get_args(Needs):
        _tell(method, "needs", f"is {method.needs!r}; expected one of {', '.join(get_args(Needs))}")
    for count in (1, 2, 5, 8):
        labels = [f"t{number}" for number in range(1, count + 1)]
        orders = {_drawn(method, labels, inputs) for inputs in _inputs(method.needs, labels, seeds)}
        if method.needs == "seed" and count > 2 and len(seeds) > 3 and len(orders) == 1:
            _tell(method, "draw", f"gives {count} labels one order by whatever seed; draw from the seed")
    _refuses(method, ["t1", "t2"], {}, "what it needs is missing")
    for inputs in _inputs(method.needs, ["t1", "t1"], seeds[:1]):
        _refuses(method, ["t1", "t1"], inputs, "a label stands twice")


def _inputs(needs: str, labels: Sequence[str], seeds: Sequence[str]) -> Iterator[Inputs]:
    match needs:
        case "seed":
            yield from (Inputs(seed=seed, purpose="order") for seed in seeds)
        case "order":
            yield Inputs(typed=[*reversed(labels)], purpose="order")
        case "standings":
            totals = {label: Fraction(number % 3) for number, label in enumerate(labels)}
            yield Inputs(totals=totals, purpose="order")
        case _:
            yield Inputs(purpose="order")


def _drawn(method: DrawMethod, labels: list[str], inputs: Inputs) -> tuple[str, ...]:
    given = [*labels]
    drawn = _asked(method, "draw", lambda: method.draw(labels, **inputs))
    if not isinstance(drawn, Draw):
        _tell_returned(method, "draw", lambda: method.draw(labels, **inputs), f"{_kind(drawn)}; expected a Draw")
    if labels != given:
        _tell(method, "draw", "changes the labels it was given; make a list of its own")
    if sorted(drawn.order) != sorted(labels):
        found = f"{', '.join(drawn.order) or 'nothing'} of {', '.join(labels)}; each has to come once"
        _tell_returned(method, "draw", lambda: method.draw(labels, **inputs), found)
    if (drawn.method, drawn.purpose) != (method.name, "order"):
        found = f"a draw by {drawn.method!r} for {drawn.purpose!r}; say the name, and the purpose that was given"
        _tell_returned(method, "draw", lambda: method.draw(labels, **inputs), found)
    if method.draw(labels, **inputs) != drawn:
        _tell(method, "draw", "draws otherwise the second time; nobody could check it")
    return drawn.order


def _refuses(method: DrawMethod, labels: Sequence[str], inputs: Inputs, why: str) -> None:
    if method.needs == "nothing" and not inputs:
        return
    try:
        _asked(method, "draw", lambda: method.draw(labels, **inputs), letting=DrawError)
    except DrawError:
        return
    _tell(method, "draw", f"draws though {why}; raise a DrawError that says so")


def check_tie_break(tie_break: TieBreak, *, examples: int = 40) -> None:
    """Try a tie-break on two to four tied teams, of whom everything is known, little, or nothing.

    Raises:
        Slip: It is no frozen value, lacks a method, says nothing of one of the tied, no Fraction, something else for
            the same teams in another order, or asks for a round, play-off or lot that it does not say it waits for.
            One sentence, with file and line.
    """
    _look(tie_break, TieBreak)
    for language in LANGUAGES:
        if not tie_break.label.in_language(language):
            _tell(tie_break, "label", f"says nothing in {language}")
    if tie_break.wants_play_off and tie_break.wants_lot:
        _tell(tie_break, "wants_lot", "is true, and so is wants_play_off; it can wait for one of them")
    for number in range(examples):
        _check_parts(tie_break, tuple(f"t{each}" for each in range(1, 3 + number % 3)), _Known(number))


def _check_parts(tie_break: TieBreak, tied: tuple[str, ...], context: _Known) -> None:
    parts = _asked(tie_break, "parts", lambda: tie_break.parts(tied, context))
    if parts is not None:
        if set(parts) != set(tied):
            found = f"a number for {', '.join(parts) or 'nobody'}; expected one for each of {', '.join(tied)}, or None"
            _tell_returned(tie_break, "parts", lambda: tie_break.parts(tied, context), found)
        for each in parts.values():
            if type(each) is not Fraction:
                found = f"{_kind(each)}; a Fraction is exact"
                _tell_returned(tie_break, "parts", lambda: tie_break.parts(tied, context), found)
    if tie_break.parts(tied[::-1], context) != parts:
        _tell(tie_break, "parts", f"depends on the order in which the tied are given: {', '.join(tied)}")
    strange = sorted(context.asked - {*tie_break.rounds, *_ROUNDS})
    if strange:
        _tell(tie_break, "rounds", f"does not name {strange[0]!r}, which parts asks for; nobody would wait for it")
    for wish, is_wanted in (("wants_play_off", tie_break.wants_play_off), ("wants_lot", tie_break.wants_lot)):
        if wish in context.wishes and not is_wanted:
            _tell(tie_break, wish, "is false, and parts asks for one; nobody would hold it")


class _Known(TieContext):
    """What a contest knows of the tied: by its number all of it, some, or nothing."""

    def __init__(self, number: int) -> None:
        self.number, self.asked, self.wishes = number, set[str](), set[str]()

    def _value(self, *key: object) -> Fraction | None:
        chance = Random(f"{self.number} {key}")
        return Fraction(chance.randint(-5, 5), 2) if self.number and chance.random() > 1 / (1 + self.number) else None

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        self.asked.add(round_id)
        return self._value(entrant, round_id)

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        value = self.round_value(entrant, round_id)
        if value is None:
            return None
        parts = [leaf(part, plain(entrant), number) for number, part in enumerate((value, -value, value), 1)]
        return combine(SUM, plain(round_id), parts)

    def counted_rounds(self) -> Sequence[str]:
        return _ROUNDS if self.number else ()

    def round_places(self, entrant: str) -> Sequence[int]:
        return [1 + (self._value(entrant, each) or Fraction(0)).__floor__() % 4 for each in self.counted_rounds()]

    def awaits(self, round_id: str) -> bool:
        return not self.number

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        self.wishes.add("wants_play_off")
        return {each: self._value(each, "play-off") or Fraction(0) for each in tied} if self.number else None

    def lot(self, tied: tuple[str, ...]) -> Sequence[str] | None:
        self.wishes.add("wants_lot")
        return sorted(tied) if self.number else None

    def drawn_order(self) -> Sequence[str]:
        return [f"t{each}" for each in (3, 1, 4, 2)] if self.number else ()

    def chief_judge(self) -> str | None:
        return "j1" if self.number else None


def _look(rule: Any, protocol: type) -> None:
    """Look at what a rule is: it has every method, a name, and is equal to another reading of the same rulebook."""
    cls = type(rule)
    wanted = [name for name in vars(protocol) if not name.startswith("_")]
    missing = [name for name in wanted if not hasattr(rule, name)]
    if missing:
        raise Slip(class_place(cls), f"{cls.__qualname__} has no {', '.join(missing)}; see {protocol.__name__}")
    if not isinstance(rule.name, str) or not rule.name:
        raise Slip(class_place(cls), f"{cls.__qualname__}.name is {rule.name!r}; expected the word a rulebook says")
    try:
        is_value = hash(rule) == hash(copy.deepcopy(rule)) and rule == copy.deepcopy(rule)
    except TypeError:
        is_value = False
    if not is_value:
        raise Slip(class_place(cls), f"{cls.__qualname__} is not equal to its like; write @attrs.frozen above it")


def _asked(rule: object, name: str, call: Callable[[], _T], *, letting: type[Exception] | None = None) -> _T:
    """Return what a method gives; an error in it is a slip, but for one that it may raise."""
    try:
        return call()
    except Exception as error:
        if letting is not None and isinstance(error, letting):
            raise
        place = raised_at(error.__traceback__, package_of(rule)) or method_place(rule, name)
        raise Slip(place, f"{name} raised {type(error).__name__}: {error}") from error


def _tell(rule: object, name: str, sentence: str) -> NoReturn:
    raise Slip(method_place(rule, name), f"{name} of {type(rule).__qualname__} {sentence}")


def _tell_returned(rule: object, name: str, call: Callable[[], object], found: str) -> NoReturn:
    place = returned_at(call, package_of(rule)) or method_place(rule, name)
    raise Slip(place, f"{name} of {type(rule).__qualname__} returned {found}")


def _kind(value: object) -> str:
    return "None" if value is None else f"the {type(value).__name__} {value!r:.60}"

"""The rules of a season as its file writes them; all mistakes of a file are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs

from ..errors import NumberError, Problem, RuleError
from ..languages import DEFAULT
from ..nodes import Entries, Items, Node, Place, Scalar, shown
from ..plugins import hint
from ..points import exact, parse_number
from ..rulebook.loading import of_tree_plain, read_value
from ..rulebook.reader import read_file, read_text
from ..rulebook.write import plain_mapping
from ..rules import LanguageCode, shape
from ..text import Text, Words
from .words import _

Unit: TypeAlias = Literal["time", "hour", "day"]
Interval: TypeAlias = Literal["always", "month", "quarter", "year"]
Carry: TypeAlias = Literal["keep", "zero", "half"]
Tie: TypeAlias = Literal["wins", "best", "last"]
_BEST = re.compile(r"([1-9][0-9]?)(?: of ([1-9][0-9]?))?", re.ASCII)
_KEPT: dict[Carry, Fraction] = {"keep": Fraction(1), "zero": Fraction(0), "half": Fraction(1, 2)}


@attrs.frozen
class About:
    """What the season is called, and the language of its screens until somebody chooses another."""

    title: Words = shape(help=_("the season's title"))
    language: LanguageCode = shape(default=DEFAULT, help=_("its main language"))


@attrs.frozen
class Cap:
    """The most points that one deed brings a member in a month or a year of the calendar."""

    month: Decimal | None = shape(
        default=None,
        validator=attrs.validators.optional(attrs.validators.gt(0)),
        help=_("the most points in a month"),
    )
    year: Decimal | None = shape(
        default=None,
        validator=attrs.validators.optional(attrs.validators.gt(0)),
        help=_("the most points in a year"),
    )


@attrs.frozen
class Deed:
    """A deed: its points, for everybody or by category, below 0 to take away; how it is counted; its caps."""

    points: Decimal | Mapping[str, Decimal] = shape(
        hash=False, help=_("points for everybody, or by category, as {{working: 2, retired: 3}}; below 0 to deduct")
    )
    per: Unit = shape(default="time", help=_("what it is counted in: time, hour or day"))
    cap: Cap = shape(factory=Cap, help=_("the most points it brings a member, as {{month: 20, year: 60}}"))

    def points_of(self, category: str) -> Fraction | None:
        """Return the points for one time, None where the deed is not one of that category's."""
        if isinstance(self.points, Mapping):
            found = self.points.get(category)
            return None if found is None else exact(found)
        return exact(self.points)


@attrs.frozen
class Redeeming:
    """How often a member may redeem, and what has to be left of the points."""

    when: Interval = shape(
        default="always",
        help=_("always, or on one day of every month, quarter or year"),
    )
    floor: Decimal = shape(default=Decimal(0), help=_("the points that have to be left"))


@attrs.frozen
class Closing:
    """What becomes of points as a year is closed."""

    year: Carry = shape(default="keep", help=_("what of a year's points is carried over: keep all, zero, half"))

    @property
    def kept(self) -> Fraction:
        """The part of the points that is carried over."""
        return _KEPT[self.year]


def _one_way(instance: Any, attribute: attrs.Attribute[Any], value: int | None) -> None:
    if (value is None) == (instance.points is None):
        raise RuleError(_("expected either points: or top:, as {{points: 60}} or {{top: 3}}"))


@attrs.frozen
class SeasonHonour:
    """Who is honoured: whoever earned so many points in a year, or the members who earned the most."""

    points: Decimal | None = shape(
        default=None,
        validator=attrs.validators.optional(attrs.validators.gt(0)),
        help=_("for everybody who earned at least so many points in the year"),
    )
    top: int | None = shape(
        default=None,
        validator=attrs.validators.and_(attrs.validators.optional(attrs.validators.ge(1)), _one_way),
        help=_("for so many who earned the most"),
    )


def _best(instance: object, attribute: attrs.Attribute[Any], value: str | None) -> None:
    found = _BEST.fullmatch(value or "")
    if value is not None and (found is None or (found[2] and int(found[2]) < int(found[1]))):
        raise RuleError(_("expected how many results count, such as 4 or 4 of 6, found {found}", found=repr(value)))


@attrs.frozen
class LeagueRules:
    """What contests give: points by place and for taking part, how many results of a year count, what parts ties."""

    points: Mapping[int, Decimal] = shape(hash=False, help=_("points by place, as {{1: 10, 2: 7, 3: 5}}"))
    attend: Decimal = shape(default=Decimal(0), help=_("points for taking part, beside those of the place"))
    best: str | None = shape(
        default=None,
        validator=_best,
        help=_("how many results of a year count, such as 4 of 6: the best 4 of 6 contests; left out, all"),
    )
    ties: tuple[Tie, ...] = shape(
        default=(),
        help=_("what sets equal totals apart: wins, the best place, or the better place in the last contest"),
    )

    @property
    def counted(self) -> int | None:
        """How many results of a year count, None for all."""
        found = _BEST.fullmatch(self.best or "")
        return int(found[1]) if found else None

    @property
    def held(self) -> int | None:
        """How many contests a year has, None where that is open."""
        found = _BEST.fullmatch(self.best or "")
        return int(found[2]) if found and found[2] else None

    def points_of(self, place: int) -> Fraction:
        """Return what a place gives, with the points for taking part."""
        return exact(self.points.get(place, Decimal(0))) + exact(self.attend)


@attrs.frozen
class SeasonRules:
    """What an organiser decides of a season: who, for which deeds and places, how many points, and for what goods."""

    version: Literal[1] = shape(alias="quizarena", help=_("version of this format"))
    season: About = shape(help=_("title and language"))
    categories: tuple[str, ...] = shape(
        validator=attrs.validators.min_len(1), help=_("the categories of members, at least one")
    )
    deeds: Mapping[str, Deed] = shape(factory=dict, hash=False, help=_("the deeds, by name"))
    goods: Mapping[str, Decimal] = shape(
        factory=dict, hash=False, help=_("the goods, by name, each with its price in points")
    )
    redeem: Redeeming = shape(factory=Redeeming, help=_("when points may be redeemed"))
    close: Closing = shape(factory=Closing, help=_("what becomes of points at the end of a year"))
    honours: Mapping[str, SeasonHonour] = shape(
        factory=dict, hash=False, help=_("the honours, by name, for points earned in a year, not for what is left")
    )
    contests: LeagueRules | None = shape(default=None, help=_("what places in contests give"))

    @property
    def title(self) -> Words:
        """The season's title."""
        return self.season.title

    @property
    def language(self) -> str:
        """The season's main language."""
        return self.season.language


def load_rules(path: str | Path) -> SeasonRules:
    """Return the rules in the file at `path`.

    Raises:
        RulebookError: Everything that is wrong with it.
    """
    problems: list[Problem] = []
    node = read_file(Path(path), str(path), problems)
    return read_value(SeasonRules, node, problems, _contradictions)


def names_a_season(path: str | Path) -> bool:
    """Whether the file at `path` says that its rules are those of a season, whatever else is wrong with it."""
    node = read_file(Path(path), str(path), [])
    return isinstance(node, Entries) and node.get("season") is not None


def loads_rules(text: str, name: str = "season.yaml") -> SeasonRules:
    """Return the rules in `text`, called `name` in problems; raises like `load_rules`."""
    problems: list[Problem] = []
    return read_value(SeasonRules, read_text(text, name, problems), problems, _contradictions)


def resolved(rules: SeasonRules) -> dict[str, Any]:
    """Return everything explicit, as JSON holds it; `of_resolved` reads it back."""
    return plain_mapping(rules)


def of_resolved(mapping: Mapping[str, Any]) -> SeasonRules:
    """Return the rules that `resolved` wrote; RulebookError if it is no such mapping."""
    return read_value(SeasonRules, of_tree_plain(mapping), [], _contradictions)


def _contradictions(node: Entries) -> Iterator[tuple[Place, tuple[str, ...], Text]]:
    """Yield where one rule does not fit another: place, path and what it is; what is no rule is reported elsewhere."""
    listed = node.get("categories")
    scalars = [each for each in listed.items if isinstance(each, Scalar)] if isinstance(listed, Items) else []
    names = [each.text for each in scalars]
    for nth, each in enumerate(scalars):
        if each.text in names[:nth]:
            path = ("categories", str(nth))
            yield each.place, path, _("the category {name} stands twice; keep one", name=shown(each.text))
    for deed, entry in _entries(node, "deeds"):
        for key, _points in _entries(entry, "points") if names else ():
            if key.text not in names:
                problem = _("no category is called {name}; {hint}", name=shown(key.text), hint=hint(key.text, names))
                yield key.place, ("deeds", deed.text, "points", key.text), problem
    for good, price in _entries(node, "goods"):
        if isinstance(price, Scalar) and _is_below_0(price.text):
            problem = _("expected a price above 0, found {price}", price=price.text)
            yield price.place, ("goods", good.text), problem
    for place, _points in _entries(node.get("contests"), "points"):
        if _is_below_0(place.text):
            problem = _("expected a place from 1 on, found {found}", found=place.text)
            yield place.place, ("contests", "points", place.text), problem


def _is_below_0(text: str) -> bool:
    """Whether a text is a number that is not above 0; one that is no number is reported elsewhere."""
    try:
        return parse_number(text) <= 0
    except NumberError:
        return False


def _entries(node: Node | None, key: str) -> tuple[tuple[Scalar, Node], ...]:
    below = node.get(key) if isinstance(node, Entries) else None
    return below.entries if isinstance(below, Entries) else ()

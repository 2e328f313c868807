"""The rulebook: everything an organiser decides before the contest, as one frozen value; keys and defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from quizarena.draws import check_date
from quizarena.errors import RuleError
from quizarena.languages import DEFAULT
from quizarena.panels import Panel
from quizarena.roster import Judge, Team
from quizarena.rules import Id, LanguageCode, Role, scoring, shape
from quizarena.standings import Honour, Prize, Ties
from quizarena.text import Joined, Text, Words, day_in_words

from .entries import FIXED, RoundEntry
from .look import Look
from .orders import OrderRule
from .words import _

Seat: TypeAlias = Literal["desk", "host", "judge", "timekeeper", "arbiter"]
_SEATS: dict[Seat, tuple[Seat, ...]] = {"desk": ("host", "judge", "timekeeper", "arbiter")}


def _a_date(instance: object, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None:
        check_date(value)


@attrs.frozen
class About:
    """What the contest is called, the language of its screens until somebody chooses another, and its date.

    Draws in public take the date; where the rulebook says none it is typed when a draw begins.
    """

    title: Words = scoring(help=_("the contest's title"))
    language: LanguageCode = scoring(default=DEFAULT, help=_("its main language"))
    date: str | None = shape(
        default=None,
        validator=_a_date,
        help=_("its date, as 2026-11-28; draws in public use it"),
    )

    @property
    def held(self) -> Text | None:
        """Its date in words, None where the rulebook says none."""
        return None if self.date is None else day_in_words(date.fromisoformat(self.date))


_NAMED = re.compile(r"\{([^{}]*)\}")
_CERTIFICATE = ("name", "prize", "contest", "date", "organiser")


def _known_names(instance: object, attribute: attrs.Attribute[Any], value: Words | None) -> None:
    """Refuse a text that asks for what no certificate knows."""
    texts = value.by_language.values() if value is not None else ()
    unknown = [name for text in texts for name in _NAMED.findall(text) if name not in _CERTIFICATE]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in _CERTIFICATE)
        raise RuleError(_("expected {known}, found {found}", known=known, found=f"{{{unknown[0]}}}"))


@attrs.frozen
class Certificate:
    """What a certificate says: `{name} {prize} {contest} {date} {organiser}` stand for the winner and the contest."""

    title: Words | None = scoring(default=None, help=_("what stands above it"))
    text: Annotated[Words, "lines"] | None = scoring(
        default=None,
        validator=_known_names,
        help=_("its text; {{name}} {{prize}} {{contest}} {{date}} {{organiser}} are filled in"),
    )
    organiser: Words | None = scoring(default=None, help=_("who signs, on the notice of results too"))


@attrs.frozen
class Withdrawal:
    """What becomes of a team that withdraws or is disqualified."""

    place: Literal["last", "as_scored", "unplaced"] = scoring(
        default="last", help=_("its place: behind all others, by its score, or none")
    )
    points: Literal["keep", "zero"] = scoring(default="keep", help=_("whether its points are kept or lost"))
    prizes: Literal["finishers", "all"] = scoring(
        default="finishers",
        help=_("who wins prizes: those who finished, moving up behind a team that left, or all"),
    )


def _not_nothing(instance: object, attribute: attrs.Attribute[Any], value: Decimal) -> None:
    if not value:
        raise RuleError(_("expected a gain or a deduction, found 0"))


@attrs.frozen
class Preset:
    """Points that are added or deducted more than once, such as those of a cheering squad, with their reason."""

    name: str = scoring(
        validator=attrs.validators.and_(attrs.validators.min_len(1), attrs.validators.max_len(60)),
        help=_("the reason, such as cheering squad"),
    )
    points: Decimal = scoring(validator=_not_nothing, help=_("points, below 0 to deduct"))


@attrs.frozen
class Heat:
    """A contest whose first teams go on to this one: its `head` after `records` records, and the `places` by new id."""

    contest: Words = shape(help=_("the title of that contest"))
    address: str = shape(sealed=True, help=_("where it lies"))
    records: int = shape(help=_("how many records it had"))
    head: str = shape(help=_("its head, the digest of its last record"))
    places: Mapping[Id, int] = shape(hash=False, help=_("the teams that go on, each with its place there"))


_MOST_HELPS, _LONGEST_HELP = 20, 30


def _some_times(instance: object, attribute: attrs.Attribute[Any], value: Mapping[str, int]) -> None:
    for name, times in value.items():
        if not 1 <= times <= _MOST_HELPS:
            raise RuleError(_("{name}: expected 1 to {most} times, found {found}", name=name, most=_MOST_HELPS,
                              found=times))  # fmt: skip
        if not name.strip() or len(name) > _LONGEST_HELP:
            raise RuleError(_("{name}: expected a name of 1 to {most} characters", name=name, most=_LONGEST_HELP))


@attrs.frozen
class Reach:
    """What a rule is about: the round with that id, any play-off, or else the contest as a whole.

    `each` says that a question, performance or match looks it up when it begins, not the round as a whole.
    """

    role: Role
    round: str = ""
    play_off: bool = False
    each: bool = False


@attrs.frozen
class RuleInForce:
    """A rule as it stands: its path, its value as a rulebook writes it, what it is called, and what it is about.

    `name` are the title of its round, if it is of one, and the helps of the fields on the way to it, the keys of those
    that have none, each up to where its explanation begins. What `is_single` is one value, or a list of such.
    """

    path: str
    value: str
    name: tuple[Text, ...]
    reach: Reach
    is_single: bool

    @property
    def called(self) -> Text:
        """Its whole name, such as 有问必答 > 答错得几分."""
        return Joined(self.name, " > ")


@attrs.frozen
class Rulebook:
    """A contest's rules, complete: formats and included files are part of it.

    `play_off` is the round that ties are played off by, made from a format that offers itself where the file names
    none. `seats` maps a seat to those it may act for.
    """

    version: Literal[1] = shape(alias="quizarena", help=_("version of this format"), metadata=FIXED)
    contest: About = shape(help=_("title and language"))
    teams: tuple[Team, ...] = shape(include="teams", help=_("the teams, or their file"))
    heats: tuple[Heat, ...] = shape(
        default=(), help=_("the contests that the teams come from, written by teams: {{from: ...}}"), metadata=FIXED
    )
    judges: tuple[Judge, ...] = shape(default=(), include="judges", help=_("the judges, or their file"))
    base_score: Decimal = scoring(default=Decimal(0), help=_("the points each team begins with"))
    floor: Decimal | None = scoring(
        default=None,
        help=_("how far penalties may take a total down, such as 0; what they would take beyond that is not taken"),
    )
    presets: tuple[Preset, ...] = scoring(
        default=(),
        help=_("points often added or deducted, to be picked at the desk with A, as [{{name: Cheering, points: 10}}]"),
    )
    helps: Mapping[str, int] = scoring(
        factory=dict,
        hash=False,
        validator=_some_times,
        help=_("the helps a team has, each with how often over all rounds, as {{Ask the audience: 1}}"),
    )
    order: OrderRule = shape(
        factory=lambda: OrderRule.of_mapping({"method": "roster"}),
        help=_("running order: drawn by lot, or as in the roster"),
    )
    podium_numbers: Literal["drawn", "roster"] = shape(
        default="drawn", help=_("desk numbers by the draw or by the roster")
    )
    numbers_called: Literal[0, 1, 2, 3, 4, 5] = shape(
        default=3,
        help=_("how many numbers the hall calls in a public draw at least; 0: none"),
    )
    panel: Panel | None = scoring(default=None, help=_("how judges' marks become a score"))
    rounds: tuple[RoundEntry, ...] = shape(help=_("the rounds"))
    play_off: RoundEntry = shape(help=_("the round that ties are played off by"))
    ties: Ties = scoring(factory=Ties, help=_("what breaks ties"))
    prizes: tuple[Prize, ...] = scoring(default=(), help=_("the prizes"))
    announce: Literal["prizes", "places"] = scoring(
        default="prizes",
        help=_("what is announced at the prize giving: prizes alone, or the places without one too, from the last up"),
    )
    honours: tuple[Honour, ...] = scoring(default=(), help=_("honours to members, such as the best individual"))
    seats: Mapping[Seat, tuple[Seat, ...]] = shape(
        factory=_SEATS.copy, hash=False, help=_("which seat may act for which")
    )
    reveal: Literal["each", "halves", "once"] = scoring(
        default="each",
        help=_("how marks open: each by itself, in two halves, or all at once; total and place always by themselves"),
    )
    withdrawal: Withdrawal = shape(factory=Withdrawal, help=_("what becomes of a team that leaves"))
    look: Look = scoring(factory=Look, help=_("how it looks in the hall"))
    certificate: Certificate | None = scoring(default=None, help=_("the certificates"))
    public_names: Literal["full", "masked", "number"] = scoring(
        default="full",
        help=_(
            "what members are called in what is posted: full names, masked (M*** S****), or a number; board and host"
            " have full names"
        ),
    )
    public_reasons: bool = scoring(
        default=False,
        help=_(
            "whether the hall is told why points are added, deducted, corrected; if left out, only how many and where"
        ),
    )

    @property
    def title(self) -> Words:
        """The contest's title."""
        return self.contest.title

    @property
    def language(self) -> str:
        """The contest's main language."""
        return self.contest.language

    def adds_as_given(self, entry: RoundEntry) -> bool:
        """Return whether what a team makes of a round is added to its total as it is."""
        changed = (entry.cap, entry.floor, entry.table, entry.best_members, self.floor)
        return entry.counts and entry.weight == 1 and not any(each is not None for each in changed)

    @property
    def organiser(self) -> Words | None:
        """Who holds the contest, as screens show it: where its look says none, who signs the certificates."""
        signs = None if self.certificate is None else self.certificate.organiser
        return self.look.organiser or signs

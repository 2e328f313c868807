"""A round as a rulebook writes it: the frame's keys and the kind's own rules together, a format's defaults beneath."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

import attrs

from quizarena.errors import PluginError, RuleError
from quizarena.nodes import Entries, Node, Plain, Scalar, describe, shown
from quizarena.panels import Panel
from quizarena.roster import Roster
from quizarena.rounds import RoundKind
from quizarena.rules import Id, scoring, shape
from quizarena.text import Words

from .format_files import form_of_rules, format_used, kind_called
from .forms import Schema, is_id, refuse
from .orders import OrderRule
from .problems import BAD, At
from .structure import RecordForm, refuse_mapping, refuse_unknown, special
from .words import _

FIXED = {"fixed": True}
"""Metadata of a field that no amendment may change: others refer to it."""


def _somebody(advance: Advance, attribute: attrs.Attribute[Any], value: tuple[str, ...]) -> None:
    if not value and not advance.seeds:
        raise RuleError(_("expected at least one round to go on from"))


def _below_top(advance: Advance, attribute: attrs.Attribute[Any], value: int) -> None:
    if value >= advance.top:
        raise RuleError(_("expected less than top, {top}, found {found}", top=advance.top, found=value))


def _once_each(advance: Advance, attribute: attrs.Attribute[Any], value: tuple[int, ...]) -> None:
    if len(set(value)) < len(value) or min(value, default=1) < 1:
        raise RuleError(_("expected places from 1, each once"))


@attrs.frozen
class Advance:
    """Who goes on from heats: the best `top` of each group that met in the rounds `of`, by what they made of them.

    Rounds that invite the same teams are one group's. Of the best the first `skip` stay out, as in a match for third
    place. Besides come the teams on the places `seeds` of a list: by what they made of the rounds `by`, or else of the
    contest's running order.
    """

    top: int = shape(default=1, validator=attrs.validators.ge(1), help=_("how many of each group go on"))
    of: tuple[Id, ...] = shape(default=(), validator=_somebody, help=_("the rounds by whose scores they go on"))
    skip: int = shape(
        default=0,
        validator=attrs.validators.and_(attrs.validators.ge(0), _below_top),
        help=_("how many of the best stay out: top: 2, skip: 1 for third place"),
    )
    seeds: tuple[int, ...] = shape(default=(), validator=_once_each, help=_("which seeds take part besides"))
    by: tuple[Id, ...] = shape(
        default=(),
        help=_("the rounds by whose scores teams are seeded; running order, if left out"),
    )


def _above_lose(table: Table, attribute: attrs.Attribute[Any], value: Decimal) -> None:
    if value <= table.lose:
        raise RuleError(_("expected more than lose, {lose}, found {found}", lose=table.lose, found=value))


@attrs.frozen
class Table:
    """What a match counts in a table of wins and losses, whatever was scored in it; `bye` without an opponent."""

    win: Decimal = scoring(validator=_above_lose, help=_("points of a win"))
    draw: Decimal = scoring(default=Decimal(1), help=_("points of a draw"))
    lose: Decimal = scoring(default=Decimal(0), help=_("points of a loss"))
    bye: Decimal = scoring(default=Decimal(0), help=_("points of sitting out"))


@attrs.frozen
class RoundEntry:
    """A round of the rulebook. `rules` is an instance of the kind's own class; `teams` None means all of them.

    `cap` clips gains and never penalties, `floor` keeps penalties from going deeper, record by record; `best_members`
    None counts all members; `start_from` None lets totals go on; `order` None keeps the contest's running order;
    `panel` None takes the contest's.
    """

    id: Id = shape(help=_("what names the round elsewhere"), metadata=FIXED)
    use: str | None = shape(default=None, help=_("the format, such as quiz/required"), metadata=FIXED)
    kind: str = shape(help=_("the kind, known where a format is used"), metadata=FIXED)
    title: Words = scoring(help=_("the round's title"))
    weight: Decimal = scoring(
        default=Decimal(1),
        validator=attrs.validators.ge(0),
        help=_("what it is multiplied by in the total: 0.6 is 60 %"),
    )
    counts: bool = scoring(default=True, help=_("whether it counts in the total"))
    cap: Decimal | None = scoring(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(0)),
        help=_("the most a team may gain here; penalties are never clipped"),
    )
    floor: Decimal | None = scoring(
        default=None,
        validator=attrs.validators.optional(attrs.validators.le(0)),
        help=_("how far penalties may take a team down here, such as 0; what they would take beyond that is not taken"),
    )
    decides: bool = scoring(
        default=False,
        help=_("its places stand above all others: who takes part is ranked by it first, then by total"),
    )
    table: Table | None = scoring(
        default=None,
        help=_("what a win, draw and loss count in the total, as {{win: 2, draw: 1}}, in place of what was scored"),
    )
    best_members: int | None = scoring(
        default=None,
        validator=attrs.validators.optional(attrs.validators.ge(1)),
        help=_("where members score one by one: how many of a team count for it, the best, such as 3"),
    )
    start_from: Decimal | None = scoring(
        default=None,
        help=_("what those who take part begin from, such as 0: what they had before counts in no total any more"),
    )
    helps: tuple[str, ...] | None = scoring(
        default=None,
        help=_("which of the contest's helps may be used here, as [Ask the audience]; all of them if left out"),
    )
    order: OrderRule | None = shape(
        default=None,
        help=_("a running order of its own, as {{by: standings, descending: false}}, the lowest first"),
    )
    draws: Literal["seed", "called", "quick", "paper"] = shape(
        default="seed",
        help=_(
            "how pairs, sides and topics are drawn: called, in public with the hall's numbers; quick, without them;"
            " paper, by hand; seed, by that of the contest's draw, else by hand; the desk may always choose anew"
        ),
    )
    teams: tuple[Id, ...] | Advance | None = shape(
        default=None,
        help=_(
            "only these teams take part, as [t1, t2]; or those who go on from heats, as {{top: 2, of:"
            " [heat-1, heat-2]}}"
        ),
    )
    bracket: Id | None = shape(
        default=None,
        help=_("the knock-out it is a match of"),
        metadata=FIXED,
    )
    panel: Panel | None = scoring(
        default=None,
        help=_("a panel rule of its own, as {{rule: mean, places: 2, rounding: half_up}}"),
    )
    rules: Any = attrs.field(kw_only=True)

    @property
    def listed(self) -> tuple[str, ...] | None:
        """The teams the rulebook names, None where it names none."""
        return None if isinstance(self.teams, Advance) else self.teams

    @property
    def advance(self) -> Advance | None:
        """How teams come to be in the round from earlier ones, None where they do not."""
        return self.teams if isinstance(self.teams, Advance) else None


def taking_part(entry: RoundEntry, rounds: Iterable[RoundEntry | None], roster: Roster) -> Roster:
    """Return the judges, and as many teams as can be in a round: those it lists, or the first that may go on to it."""
    invited = tuple(team for team in roster.teams if entry.listed is None or team.id in entry.listed)
    return Roster(invited[: _most(entry, rounds)], roster.judges)


def _most(entry: RoundEntry, rounds: Iterable[RoundEntry | None]) -> int | None:
    """Return how many teams can go on to a round, None where the round does not say."""
    if entry.advance is None:
        return None
    groups = {each.teams for each in rounds if each is not None and each.id in entry.advance.of}
    seeds = len(entry.advance.seeds)
    return seeds + (entry.advance.top - entry.advance.skip) * (max(1, len(groups)) if entry.advance.of else 0)


FRAME = RecordForm(RoundEntry, frozenset({"rules"}))


@attrs.frozen
class RoundForm(RecordForm):
    """A round: which rules it takes depends on what it uses."""

    def read(self, node: Node, at: At) -> Any:
        """Return the `RoundEntry`; every problem of frame and kind is reported."""
        if not isinstance(node, Entries):
            return _refuse_no_mapping(node, at)
        made = _under_format(node, at)
        kind = None if made is None else _kind_of(made, at)
        return BAD if made is None or kind is None else _read_round(kind, made, at)

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return frame keys and rules in one mapping."""
        frame, rules = FRAME.write(value, with_sealed), RecordForm(type(value.rules)).write(value.rules, with_sealed)
        assert isinstance(frame, dict)
        assert isinstance(rules, dict)
        return frame | rules

    def schema(self) -> Schema:
        """The frame's keys; `quizarena.rulebook.schema` adds what each format takes."""
        return FRAME.schema()


def _refuse_no_mapping(node: Node, at: At) -> Any:
    """Refuse a round that is no mapping; the bare name of a format is what newcomers write."""
    if isinstance(node, Scalar) and "/" in node.text:
        return _refuse_bare(node, at)
    return refuse_mapping(FRAME, node, at)


def _refuse_bare(used: Scalar, at: At, more: str = "") -> Any:
    name, place = used.text.rpartition("/")[2], at.path[-1]
    usual = f"r{int(place) + 1}" if place.isdecimal() else "play-off"
    written = f"{{id: {name if is_id(name) else usual}, use: {used.text}{more}}}"
    return at.refuse(used.place, _("a round needs an id and a format; write {meant}", meant=written))


def _under_format(node: Entries, at: At) -> Entries | None:
    """Return the round with its format's defaults filled in; None after reporting that there is no such format."""
    use = node.get("use")
    key = next((key for key, _value in node.entries if "/" in key.text), None)
    if use is None and key is not None:
        _refuse_bare(key, at, ", ...")
        return None
    if use is None or not at.reading.formats or (isinstance(use, Scalar) and use.is_null):
        return node
    if not isinstance(use, Scalar):
        refuse(FRAME.slot("use").form, use, at.down("use"))
        return None
    found = format_used(use, at.down("use"))
    said = node.get("kind")
    if found is None:
        return None
    if said is None or (isinstance(said, Scalar) and said.text == found.kind):
        return found.under(node, at.reading.language)
    message = _("expected {expected}, got {found}", expected=found.kind, found=describe(said))
    at.down("kind").refuse(said.place, message)
    return None


def _kind_of(node: Entries, at: At) -> RoundKind | None:
    kind = node.get("kind")
    if kind is None:
        at.refuse(node.place, _("missing key {key}", key=shown("use")))
        return None
    if not isinstance(kind, Scalar) or kind.is_null:
        refuse(FRAME.slot("kind").form, kind, at.down("kind"))
        return None
    return kind_called(kind, at.down("kind"))


def _read_round(kind: RoundKind, node: Entries, at: At) -> Any:
    try:
        rules_form = rules_form_beside_frame(kind)
    except PluginError as error:
        return at.down("use").refuse(node.place, error.message)
    refuse_unknown(node, (*FRAME.slots, *rules_form.slots), at)
    values = FRAME.values(node, at)
    values["rules"] = rules_form.make(rules_form.values(node, at), node, at)
    return FRAME.make(values, node, at)


def rules_form_beside_frame(kind: RoundKind) -> RecordForm:
    """Return the form of a kind's rules.

    Raises:
        PluginError: The rules cannot be read from a rulebook, or one has the name of a key of the frame.
    """
    form = form_of_rules(kind)
    taken = {slot.key for slot in FRAME.slots} & {slot.key for slot in form.slots}
    if taken:
        raise PluginError(f"the kind {kind.name!r} calls a rule {min(taken)!r}, which is the frame's; rename it")
    return form


special(RoundEntry, RoundForm(RoundEntry))

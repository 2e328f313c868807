"""What a rulebook contradicts itself in: ids and names that stand twice or stand for nothing, too few teams or judges.

Where some of a file could not be read, the rest is checked all the same, so that every problem comes at once.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

import attrs

from quizarena.errors import RuleError
from quizarena.languages import SOURCE
from quizarena.nodes import Broken, Entries, Items, Node, Place, Scalar, shown
from quizarena.panels.marks import STEPS, Panel
from quizarena.plugins import nearest
from quizarena.roster import Contestant, Judge, Roster, Team, likenesses
from quizarena.scores import judge_key
from quizarena.standings import Honour, Prize, TieBreak, Ties
from quizarena.text import Text

from . import banks
from .banks import Bank
from .composites import EitherForm, ListForm, MaybeForm
from .entries import RoundEntry, rules_form_beside_frame, taking_part
from .format_files import unfit_play_offs
from .forms import Form, IdForm
from .kinds import Kinds
from .model import Rulebook
from .plugged import Rest, child, node_at
from .problems import BAD, At
from .structure import RecordForm, form_of
from .words import _

Path: TypeAlias = tuple[str, ...]
Found: TypeAlias = Iterator[tuple[Path, Text]]


@attrs.frozen
class Parts:
    """What could be read of a rulebook, in the places of the file; None stands for what could not."""

    node: Node
    teams: tuple[Team | None, ...]
    judges: tuple[Judge | None, ...]
    rounds: tuple[RoundEntry | None, ...]
    play_off: RoundEntry | None
    panel: Panel | None
    ties: Ties
    prizes: tuple[Prize | None, ...]
    honours: tuple[Honour | None, ...]
    helps: Mapping[str, int] | None
    is_file: bool = True
    """Whether an organiser wrote it; a rule amended on the day may name who joins next."""

    @classmethod
    def of(cls, rulebook: Rulebook, node: Node) -> Parts:
        """Return the parts of a rulebook that was read whole from `node`."""
        return cls(node, **{name: getattr(rulebook, name) for name in _PARTS})

    @classmethod
    def readable(cls, node: Node, at: At) -> Parts:
        """Return what can be read of `node`, whatever else is wrong with it; that is reported elsewhere."""
        form = form_of(Rulebook)
        assert isinstance(form, RecordForm)
        read = {name: _readable(child(node, name), form.slot(name).form, at.apart().down(name)) for name in _PARTS}
        return cls(node, **{name: _DEFAULTS[name] if value is None else value for name, value in read.items()})

    @property
    def roster(self) -> Roster | None:
        """Everybody; None where somebody could not be read, as nobody can say who is missing."""
        teams = tuple(team for team in self.teams if team is not None)
        judges = tuple(judge for judge in self.judges if judge is not None)
        whole = len(teams) == len(self.teams) and len(judges) == len(self.judges)
        return Roster(teams, judges) if whole else None


_DEFAULTS: dict[str, Any] = dict.fromkeys(("teams", "judges", "rounds", "prizes", "honours"), ()) | {
    "play_off": None,
    "panel": None,
    "helps": None,
    "ties": Ties(),
}
_PARTS = tuple(_DEFAULTS)


def _readable(node: Node | None, form: Form, at: At) -> Any:
    """Return a value, or of a list those of its things that can be read; None where nothing can."""
    if node is None:
        return None
    if isinstance(form, ListForm) and isinstance(node, Broken):
        return (None,)  # there is somebody, nobody can say who
    if isinstance(form, ListForm):
        items = node.items if isinstance(node, Items) else ()
        return tuple(_readable(each, form.inner, at.down(nth)) for nth, each in enumerate(items))
    value = form.read(node, at)
    return None if value is BAD else value


def contradictions(parts: Parts, kinds: Kinds) -> Found:
    """Yield the path of each contradiction and what it is."""
    yield from _too_few(parts)
    yield from _twice([each for head in ("teams", "judges") for each in _listed_ids(parts.node, (head,))])
    yield from _twice(_listed_ids(parts.node, ("rounds",)))
    yield from _same_names(parts)
    unknown = list(_unknown_teams(parts, kinds))
    yield from unknown
    yield from _unknown_rounds(parts)
    yield from _unknown_parts(parts, kinds)
    yield from _panels(parts)
    yield from _capped_and_floored(parts)
    yield from _play_off_alone(parts)
    yield from _unknown_helps(parts)
    known_wrong = {path[:length] for path, _problem in unknown for length in range(len(path))}
    yield from ((path, problem) for path, problem in _kinds(parts, kinds) if path not in known_wrong)
    yield from _shared_banks(parts, kinds)


def round_ids(node: Node) -> tuple[str, ...]:
    """Return the ids of the rounds in the tree of a file, whether or not anything else in it is right."""
    return tuple(key for _path, key in _listed_ids(node, ("rounds",)))


def _listed_ids(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the ids in the list at `path`, and in the lists of members under it; a bare judge's follows its place."""
    listed = child(node, path[-1]) if isinstance(node, Entries) else None
    for nth, each in enumerate(listed.items if isinstance(listed, Items) else ()):
        here = (*path, str(nth))
        key = each.get("id") if isinstance(each, Entries) else None
        if isinstance(key, Scalar):
            yield (*here, "id"), key.text
        elif isinstance(each, Scalar) and path == ("judges",):
            yield (*here, "id"), f"j{nth + 1}"
        yield from _member_ids(each, (*here, "members"), key.text if isinstance(key, Scalar) else "")


def _member_ids(team: Node, path: Path, key: str) -> Iterator[tuple[Path, str]]:
    members = child(team, "members")
    for nth, each in enumerate(members.items if isinstance(members, Items) else ()):
        own = each.get("id") if isinstance(each, Entries) else None
        if isinstance(own, Scalar):
            yield (*path, str(nth), "id"), own.text
        elif isinstance(each, Scalar) and key:
            yield (*path, str(nth), "id"), f"{key}-{nth + 1}"


def place_of(node: Node, path: Path) -> Place:
    """Return where the value at `path` stands, or the nearest one around it."""
    return node_at(node, path).place


def _too_few(parts: Parts) -> Found:
    teams, rounds = child(parts.node, "teams"), child(parts.node, "rounds")
    if isinstance(teams, Items) and len(teams.items) < 2:
        yield ("teams",), _("expected at least two teams, got {count}", count=len(teams.items))
    if isinstance(rounds, Items) and not rounds.items:
        yield ("rounds",), _("expected at least one round, got none")


def _twice(ids: Iterable[tuple[Path, str]]) -> Found:
    first: dict[str, Path] = {}
    for path, key in ids:
        other = first.setdefault(key, path)
        if other is not path:
            yield (
                path,
                _("the id {key} is taken by {other}; choose another", key=shown(key), other=".".join(other[:-1])),
            )


def _same_names(parts: Parts) -> Found:
    """Yield each name that is taken for another's: of two teams, two members of one team, or two judges."""
    yield from _alike(("teams",), parts.teams)
    for nth, team in enumerate(parts.teams):
        yield from _alike(("teams", str(nth), "members"), () if team is None else team.members)
    yield from _alike(("judges",), parts.judges)


def _alike(path: Path, people: Iterable[Team | Contestant | Judge | None]) -> Found:
    first: dict[str, int] = {}
    for nth, each in enumerate(people):
        found = frozenset() if each is None else likenesses(each)
        other = min((first[one] for one in found if one in first), default=None)
        if each is not None and other is not None:
            where = ".".join((*path, str(other)))
            yield (
                (*path, str(nth), "name"),
                _("{name} looks the same as the name of {other}; change one", name=each.name, other=where),
            )
        first |= {one: nth for one in found if one not in first}


def _unknown_teams(parts: Parts, kinds: Kinds) -> Found:
    known = [key for path, key in _listed_ids(parts.node, ("teams",)) if len(path) == 3]
    for path, team in _named_teams(parts, kinds):
        if team not in known:
            yield path, _no_such(_("team"), team, known)


def _named_teams(parts: Parts, kinds: Kinds) -> Iterator[tuple[Path, str]]:
    """Yield each place where a team is named by its id."""
    for nth, entry in enumerate(parts.rounds):
        for place, team in enumerate((entry and entry.listed) or ()):
            yield ("rounds", str(nth), "teams", str(place)), team
    for path, entry in _entries(parts):
        form = rules_form_beside_frame(kinds.get(entry.kind))
        yield from ((path + below, team) for below, team in _references(form, entry.rules))
    for nth, judge in enumerate(parts.judges):
        written = child(child(parts.node, "judges") or parts.node, str(nth))
        listed = child(written, "stands_down") if written is not None and judge is not None else None
        for place, each in enumerate(listed.items if isinstance(listed, Items) else ()):
            if isinstance(each, Scalar):
                yield ("judges", str(nth), "stands_down", str(place)), each.text
    for nth, prize in enumerate(parts.prizes):
        for place, team in enumerate(prize.to if prize is not None else ()):
            yield ("prizes", str(nth), "to", str(place)), team


def _references(form: Form, value: Any) -> Iterator[tuple[Path, str]]:
    """Yield what in a value of `form` is the id of a team, with its path."""
    if not _may_name_teams(cast("Hashable", form)):
        return
    if isinstance(form, MaybeForm) and value is not None:
        yield from _references(form.inner, value)
    elif isinstance(form, EitherForm):
        yield from next((_references(each, value) for each in form.forms if each.holds(value)), ())
    elif isinstance(form, RecordForm) and form.holds(value):
        for slot in form.slots:
            inside = _references(slot.form, getattr(value, slot.attribute.name))
            yield from (((slot.key, *path), key) for path, key in inside)
    elif isinstance(form, ListForm) and isinstance(value, tuple):
        for nth, each in enumerate(value):
            yield from (((str(nth), *path), key) for path, key in _references(form.inner, each))
    elif isinstance(form, IdForm) and form.of_team:
        yield (), value


@functools.cache
def _may_name_teams(form: Hashable) -> bool:
    """Whether a value of `form` may hold the id of a team: a bank of thousands of questions is not gone through."""
    if isinstance(form, (MaybeForm, ListForm)):
        return _may_name_teams(cast("Hashable", form.inner))
    if isinstance(form, RecordForm):
        return any(_may_name_teams(cast("Hashable", slot.form)) for slot in form.slots)
    if isinstance(form, EitherForm):
        return any(_may_name_teams(cast("Hashable", each)) for each in form.forms)
    return isinstance(form, IdForm) and form.of_team


def _entries(parts: Parts) -> Iterator[tuple[Path, RoundEntry]]:
    yield from ((("rounds", str(nth)), entry) for nth, entry in enumerate(parts.rounds) if entry is not None)
    if parts.play_off is not None:
        yield ("play_off",), parts.play_off


def _unknown_rounds(parts: Parts) -> Found:
    known = list(round_ids(parts.node))
    yield from _unknown_heats(parts, known)
    for nth, breaker in enumerate(parts.ties.by):
        for each in breaker.rounds:
            if each not in known:
                yield _parameter(parts, nth, breaker, "round"), _no_such(_("round"), each, known)
    for nth, honour in enumerate(parts.honours):
        for place, each in enumerate(honour.rounds if honour is not None else ()):
            if each not in known:
                yield ("honours", str(nth), "rounds", str(place)), _no_such(_("round"), each, known)


def _parameter(parts: Parts, nth: int, breaker: TieBreak, key: str) -> Path:
    """Return the path of a tie-break's parameter: `{round: x}` has it beside the name, `{sub_score: {...}}` below."""
    path = ("ties", "by", str(nth), breaker.name)
    return (*path, key) if isinstance(node_at(parts.node, path), Entries) else path


def _unknown_heats(parts: Parts, known: list[str]) -> Found:
    """Yield the rounds to go on from that come later, or not at all, and the seeds behind the last team."""
    for nth, entry in enumerate(parts.rounds):
        advance, path = entry.advance if entry else None, ("rounds", str(nth), "teams")
        for key, named in (("of", advance.of), ("by", advance.by)) if advance else ():
            for place, each in enumerate(named):
                if each not in known[:nth]:
                    yield (*path, key, str(place)), _no_such(_("earlier round"), each, known[:nth])
        for place, seed in enumerate(advance.seeds if advance else ()):
            if seed > len(parts.teams):
                why = _("expected at most {count}, as many as teams", count=len(parts.teams))
                yield (*path, "seeds", str(place)), why


def _unknown_parts(parts: Parts, kinds: Kinds) -> Found:
    """Yield each part of a round's score that a tie-break names and the round does not give."""
    rounds = {entry.id: entry for entry in parts.rounds if entry is not None}
    judges = [judge_key(key) for _path, key in _listed_ids(parts.node, ("judges",))]
    for nth, breaker in enumerate(parts.ties.by):
        looked_at = [each for each in breaker.rounds or rounds if each in rounds] if breaker.part else []
        given = [list(kinds.get(rounds[each].kind).parts(rounds[each].rules)) for each in looked_at]
        own = list(dict.fromkeys(part for each in given for part in each))
        if own and all(given) and breaker.part.removeprefix("criterion:") not in {*own, *judges, *STEPS}:
            yield _parameter(parts, nth, breaker, "part"), _no_such(_("part of the score"), breaker.part, own)


def _capped_and_floored(parts: Parts) -> Found:
    """Yield the rounds with both: a cap counts gains together, a floor goes by the order they came in."""
    for nth, entry in enumerate(parts.rounds):
        if entry is not None and entry.cap is not None and entry.floor is not None:
            why = _("a round has a cap or a floor, not both; the contest's own floor holds beside a cap")
            yield ("rounds", str(nth), "floor"), why


def _play_off_alone(parts: Parts) -> Found:
    """Yield what a play-off says of places and totals: it parts a tie."""
    if parts.play_off and parts.play_off.decides:
        yield ("play_off", "decides"), _("a play-off parts a tie and nothing else; leave decides out")
    if parts.play_off and parts.play_off.start_from is not None:
        yield ("play_off", "start_from"), _("a play-off adds nothing to a total; leave start_from out")


def _unknown_helps(parts: Parts) -> Found:
    for path, entry in _entries(parts) if parts.helps is not None else ():
        for place, name in enumerate(entry.helps or ()):
            if name not in (parts.helps or ()):
                yield (*path, "helps", str(place)), _no_such(_("help"), name, list(parts.helps or ()))


def _no_such(what: Text, key: str, known: list[str]) -> Text:
    close = nearest(key, known)
    if close:
        return _("no {what} has the id {key}; did you mean {close}?", what=what, key=shown(key), close=shown(close))
    named = ", ".join(known) or "-"
    return _("no {what} has the id {key}; known are {known}", what=what, key=shown(key), known=named)


def _panels(parts: Parts) -> Found:
    yield from _panel(("panel",), parts.panel, parts)
    for nth, entry in enumerate(parts.rounds):
        yield from _panel(("rounds", str(nth), "panel"), None if entry is None else entry.panel, parts)


def _panel(path: Path, panel: Panel | None, parts: Parts) -> Found:
    if panel is None or parts.roster is None:
        return
    if not parts.judges:
        yield path, _("a panel needs judges and the rulebook lists none; add judges or take the panel out")
        return
    try:
        panel.check_judges(len(parts.judges))
        rule = panel.seated(parts.roster.judges).rule
        if parts.is_file:
            rule.refuse_strangers({judge.id for judge in parts.roster.judges})
    except RuleError as error:
        key, colon, _rest = error.message.in_language(SOURCE).partition(": ")
        if colon and " " not in key:
            yield (*path, *key.split(".")), Rest(error.message, key + colon)
        else:
            yield path, error.message


def _kinds(parts: Parts, kinds: Kinds) -> Found:
    roster, panel = parts.roster, child(parts.node, "panel")
    stands = panel is not None and not (isinstance(panel, Scalar) and panel.is_null)
    if roster is None or (stands and parts.panel is None):
        return
    for nth, entry in enumerate(parts.rounds):
        yield from _kind(("rounds", str(nth)), entry, parts, roster, kinds)
    if any(breaker.wants_play_off for breaker in parts.ties.by):
        two = attrs.evolve(roster, teams=roster.teams[:2])  # a tie is of two at least: with more it may still go wrong
        yield from _kind(("play_off",), parts.play_off, parts, two, kinds)
        yield from unfit_play_offs(parts.ties, parts.play_off.kind, kinds) if parts.play_off is not None else ()


def _shared_banks(parts: Parts, kinds: Kinds) -> Found:
    """Yield what is wrong with banks that share questions; a rule amended on the day may change one copy of two."""
    if parts.is_file and parts.roster is not None:
        held: dict[Path, Bank] = {
            ("rounds", str(nth)): Bank(
                kinds.get(entry.kind), entry, taking_part(entry, parts.rounds, parts.roster), parts.panel
            )
            for nth, entry in enumerate(parts.rounds)
            if entry is not None
        }
        yield from banks.contradictions(held, lambda path: node_at(parts.node, path))


def _kind(path: Path, entry: RoundEntry | None, parts: Parts, roster: Roster, kinds: Kinds) -> Found:
    if entry is None:
        return
    invited = taking_part(entry, parts.rounds, roster)
    for where, reason in kinds.get(entry.kind).refuse(entry.rules, invited, entry.panel or parts.panel):
        yield (*path, *filter(None, where.split("."))), reason

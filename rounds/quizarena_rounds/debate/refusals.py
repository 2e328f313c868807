"""What a rulebook may not ask of a debate, and what an organiser should know before the day."""

from __future__ import annotations

from collections.abc import Iterator

from quizarena.errors import RuleError
from quizarena.panels import Panel
from quizarena.panels.ranking import Ranking
from quizarena.roster import Roster
from quizarena.rounds import Advice
from quizarena.text import listed
from quizarena_rounds.ballots import Refusal, mark_refusals, ranks
from quizarena_rounds.bells import bell_refusals

from .casting import casting_refusals
from .lineups import wanted
from .motions import source
from .pairing import fixtures
from .rules import DebateRules
from .verdicts import verdict
from .words import _


def refusals(rules: DebateRules, roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    """Yield (path, reason) for what cannot be played."""
    if len(roster.teams) < 2:
        sentence = _("a debate needs two teams or more, found {count}; let more go on by top", count=len(roster.teams))
        yield "pairs", sentence
    yield from _motions(rules, roster)
    yield from _segments(rules)
    yield from verdict(rules).refuse(rules)
    yield from casting_refusals(rules, roster)
    yield from _marks(rules)
    yield from _individual(rules, roster)
    yield from _squads(rules, roster)
    yield from _judges(rules, roster, panel)


def _sizes(rules: DebateRules, roster: Roster) -> tuple[int, int]:
    """Return the least and the most judges that a match has."""
    count = len(roster.judges)
    if rules.judges == "all":
        return count, count
    matches = len(fixtures(tuple(team.id for team in roster.teams), rules.odd)) or 1
    return count // matches, -(-count // matches)


def advices(rules: DebateRules, roster: Roster) -> Iterator[Advice]:
    """Yield what an organiser should know before the day."""
    if len(roster.teams) % 2:
        why = _("with {count} teams one has no opponent", count=len(roster.teams))
        yield Advice("odd", why, _("check that odd: {odd} is what you want, and what bye gives", odd=rules.odd))
    sizes = _sizes(rules, roster)
    if sizes[0] != sizes[1]:
        said = {"least": sizes[0], "most": sizes[1]}
        why = _("some matches have {least} judges, others {most}", **said)
        yield Advice("judges", why, _("seat as many judges for each match if that shall not be"))
    even = next((size for size in sizes if size % 2 == 0), None)
    if verdict(rules).by_majority and rules.votes.casting is None and even is not None:
        why = _("{count} judges can vote a draw", count=even)
        change = _("check what a draw gives, seat an odd number of judges, or write casting: chair")
        yield Advice("votes.draw", why, change)


def _motions(rules: DebateRules, roster: Roster) -> Iterator[Refusal]:
    matches = len(fixtures(tuple(team.id for team in roster.teams), rules.odd))
    if source(rules).short_of(rules, matches):
        yield (
            "motions",
            _(
                "expected a motion for each of {matches} matches, found {count}",
                matches=matches,
                count=len(rules.motions),
            ),
        )


def _segments(rules: DebateRules) -> Iterator[Refusal]:
    for name, segments in (("segments", rules.segments), ("on_call", rules.on_call)):
        for place, segment in enumerate(segments):
            if segment.seconds <= 0:
                where = f"{name}.{place}.seconds"
                yield where, _("expected more than 0 seconds, found {found}", found=segment.seconds)
            found = bell_refusals(segment.bells, segment.seconds)
            yield from ((f"{name}.{place}.bells.{nth}", reason) for nth, reason in found)


def _marks(rules: DebateRules) -> Iterator[Refusal]:
    sheet = {f"criteria.{key}": most for key, most in rules.criteria.items()}
    yield from mark_refusals(sheet, rules.step, "step")
    if rules.individual is not None:
        own = rules.individual
        full = {f"individual.criteria.{key}": most for key, most in own.criteria.items()}
        yield from mark_refusals(full or {"individual.out_of": own.out_of}, own.step, "individual.step")
        if own.criteria and sum(own.criteria.values()) != own.out_of:
            found = sum(own.criteria.values())
            yield (
                "individual.out_of",
                _("expected the criteria's {found} in all, found {most}", found=found, most=own.out_of),
            )


def _individual(rules: DebateRules, roster: Roster) -> Iterator[Refusal]:
    nameless = [team.id for team in roster.teams if not team.members]
    if rules.individual is not None and nameless:
        yield "individual", _("individual marks need members; list those of {teams}", teams=", ".join(nameless))
    few = [team.id for team in roster.teams if rules.nominations and len(team.members) < rules.nominations.names]
    if few:
        yield "nominations", _("nominations need members; list those of {teams}", teams=", ".join(few))


def _squads(rules: DebateRules, roster: Roster) -> Iterator[Refusal]:
    """Refuse speakers to be chosen where no segment says how many, or a team is too few for them."""
    if rules.speakers == "listed":
        return
    count = wanted(rules)
    if not count:
        reason = _("nobody is to be chosen: no segment says its speaker; write {example}", example="speaker: 1")
        yield "speakers", reason
    few = [team.name for team in roster.teams if len(team.members) < count]
    if few:
        yield "speakers", _("{count} speak for a side; list more members of {teams}", count=count, teams=listed(few))


def _judges(rules: DebateRules, roster: Roster, panel: Panel | None) -> Iterator[Refusal]:
    if not roster.judges:
        yield "verdict", _("a debate needs judges, found none")
    elif not _sizes(rules, roster)[0]:
        yield "judges", _("there are fewer judges than matches; add judges, or write judges: all")
    if verdict(rules).by_majority:
        return
    if panel is None:
        yield "verdict", _("marks need a panel; declare panel:")
        return
    if isinstance(panel.rule, Ranking):
        yield "panel", ranks(panel)
        return
    try:
        panel.check_judges(_sizes(rules, roster)[0] or len(roster.judges))
    except RuleError as error:
        yield "verdict", error.message

"""Advice on rounds: banks used up, weights, titles, points that promise more than they decide, stakes, length."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from ..contest.standings import awards
from ..languages import LANGUAGES
from ..points import exact, show
from ..roster import likenesses
from ..rounds import Advice
from ..rulebook import RoundEntry
from ..scores import Score
from ..simulation.forecasting import Forecast, Points
from .case import Case, _

LITTLE = 3
"""How many times smaller its pull has to be than its share of the points for a round to be worth a word."""
MUCH, MORE = 0.7, 0.2
"""The share of all differences from which a round decides nearly alone, if it is that much above its points' share."""
HEAVY = 10
"""The weight from which a percentage was probably meant."""
LONG = 3 * 3600
"""Seconds from which an event is long."""


def advice(case: Case) -> Iterator[Advice]:
    """Yield what the weights and the forecast show."""
    yield from _banks(case)
    yield from _weights(case)
    yield from _titles(case)
    yield from _members(case)
    yield from _deciding(case)
    if case.forecast is None:
        why = _("a robot that makes every move it can came to no end in time")
        yield Advice("rounds", why, _("play the contest through once yourselves: quizarena rehearse"))
        return
    yield from _own_points(case)
    yield from _pull(case, case.forecast)
    yield from _stakes(case, case.forecast)
    yield from _length(case, case.forecast)


def _titles(case: Case) -> Iterator[Advice]:
    """Yield each round that is called as an earlier one is: nobody tells their columns apart."""
    known: dict[object, str] = {}
    for entry in case.rulebook.rounds:
        other = known.setdefault(tuple(map(entry.title.in_language, LANGUAGES)), entry.id)
        if other != entry.id:
            why = _("the round {other} has the same title on every screen and sheet", other=other)
            yield Advice(f"rounds.{entry.id}.title", why, _("give each a title of its own, such as Heat 1"))


def _weights(case: Case) -> Iterator[Advice]:
    """Yield each weight that was probably meant as a percentage."""
    for entry in case.rulebook.rounds:
        if entry.weight >= HEAVY:
            yield Advice(
                f"rounds.{entry.id}.weight",
                _(
                    "its points are multiplied by {weight} in the total: 10 points become {times}",
                    weight=entry.weight,
                    times=show(10 * exact(entry.weight)),
                ),
                _("write {share} if {weight}% is meant", share=show(exact(entry.weight) / 100), weight=entry.weight),
            )


def _members(case: Case) -> Iterator[Advice]:
    """Yield each member whose name somebody in another team has too: an award names the member, not the team."""
    known: dict[str, str] = {}
    for nth, team in enumerate(case.rulebook.teams):
        for place, member in enumerate(team.members):
            others = {known[each] for each in likenesses(member) if each in known} - {team.id}
            if others:
                why = _("{name} has a namesake in {other}", name=member.name, other=min(others))
                change = _("write something beside one of the names, such as the team: awards name members alone")
                yield Advice(f"teams.{nth}.members.{place}.name", why, change)
            known |= dict.fromkeys(likenesses(member), team.id)


def _own_points(case: Case) -> Iterator[Advice]:
    """Yield each rule about members' own points that nobody in any contest played had."""
    for entry in case.rulebook.rounds:
        if entry.best_members is not None and any(team in scores for scores, team in _scored(case, entry)):
            why = _("members have no scores of their own here, so none can be left out")
            change = _("leave best_members out, or let members perform one by one: performers: members")
            yield Advice(f"rounds.{entry.id}.best_members", why, change)
        if entry.table is not None and not any(_met(case, entry)):
            why = _("nobody met one to one in any contest played, so the table gives nothing")
            change = _("take a debate, or let two teams have the round to themselves: teams: [a, b]")
            yield Advice(f"rounds.{entry.id}.table", why, change)
    for nth, honour in enumerate(case.rulebook.honours):
        plays = case.forecast.plays if case.forecast else ()
        if plays and not any(each.name == honour.name for end in plays for each in awards(end)):
            why = _("{honour}: nobody had points of their own in any contest played", honour=honour.name)
            yield Advice(f"honours.{nth}.rounds", why, _("let a round keep members' points: individual"))


def _met(case: Case, entry: RoundEntry) -> Iterator[bool]:
    """Yield of each play whether anybody met in a round."""
    for position in case.forecast.plays if case.forecast else ():
        played = position.state.played(entry.id)
        yield played is not None and bool(position.meetings(played))


def _scored(case: Case, entry: RoundEntry) -> Iterator[tuple[Mapping[str, Score], str]]:
    """Yield the scores of a round in each play, with each team in it."""
    for position in case.forecast.plays if case.forecast else ():
        played = position.state.played(entry.id)
        yield from ((position.scores(played), team) for team in (() if played is None else played.order) if played)


def _deciding(case: Case) -> Iterator[Advice]:
    """Yield what lets a round decide or begin anew and does not do what it seems to."""
    rounds = case.rulebook.rounds
    for nth, entry in enumerate(rounds):
        later = [each for each in rounds[nth + 1 :] if each.counts and not each.decides]
        if entry.decides and later:
            why = _(
                "it decides, and {round} comes after it: what that adds to totals hardly moves a place",
                round=later[0].id,
            )
            yield Advice(f"rounds.{entry.id}.decides", why, _("let the last round decide, or leave decides out"))
        if entry.start_from is not None and not nth:
            why = _("it is the first round: nothing but the base score comes before it")
            yield Advice(f"rounds.{entry.id}.start_from", why, _("write base_score instead"))


def _pull(case: Case, forecast: Forecast) -> Iterator[Advice]:
    for entry in case.rulebook.rounds:
        pull, given = forecast.pull.get(entry.id, 0.0), forecast.given.get(entry.id, 0.0)
        percents = {"given": round(100 * given), "pull": round(100 * pull)}
        if given >= 0.1 and pull * LITTLE <= given:
            why = _("it gives {given}% of the points and makes {pull}% of what separates the teams", **percents)
            change = _("use more of the scale when marking, or weigh it more: weight")
            yield Advice(f"rounds.{entry.id}", why, change)
        elif pull >= max(MUCH, given + MORE) and len(forecast.pull) > 1:
            why = _(
                "it makes {pull}% of what separates the teams with {given}% of the points: it decides alone", **percents
            )
            yield Advice(f"rounds.{entry.id}", why, _("give fewer points in it, cap it or weigh it less: cap, weight"))


def _stakes(case: Case, forecast: Forecast) -> Iterator[Advice]:
    """Yield each stake larger than the largest lead seen before its round: one choice may turn everything over."""
    for entry in case.rulebook.rounds:
        starts = {each.id for each in case.rulebook.rounds if each.start_from is not None}
        lead = max((_lead(points, entry.id, starts) for points in forecast.points), default=Fraction(0))
        stakes = case.engine.kinds[entry.kind].stakes(entry.rules)
        where, stake = max(stakes, key=lambda each: exact(each[1]), default=("", 0))
        if exact(stake) > lead > 0:
            yield Advice(
                f"rounds.{entry.id}.{where}",
                _(
                    "{stake} is at stake at once; the leader was never more than {lead} ahead",
                    stake=stake,
                    lead=show(lead),
                ),
                _("take smaller levels, or give more points in the rounds before"),
            )


def _lead(points: Points, round_id: str, starts: Collection[str]) -> Fraction:
    """Return by how much the first led the second when a round began, 0 before the first round and at new `starts`."""
    totals: dict[str, Fraction] = {}
    for key, by_team in points.items():
        if key in starts:
            totals.clear()
        if key == round_id:
            break
        for team, value in by_team.items():
            totals[team] = totals.get(team, Fraction(0)) + value
    first, second = (sorted(totals.values(), reverse=True) + [Fraction(0)] * 2)[:2]
    return first - second


def _length(case: Case, forecast: Forecast) -> Iterator[Advice]:
    seconds = sum(forecast.seconds.values())
    if seconds >= LONG:
        longest = max(case.rulebook.rounds, key=lambda entry: forecast.seconds.get(entry.id, 0))
        yield Advice(
            f"rounds.{longest.id}",
            _(
                "the rounds take about {hours} hours, this one {minutes} minutes of them",
                hours=show(Fraction(round(seconds / 360), 10)),
                minutes=round(forecast.seconds[longest.id] / 60),
            ),
            _("shorten its times, let fewer teams take part in it, or hold it on another day"),
        )


def _banks(case: Case) -> Iterator[Advice]:
    """Yield each bank of which nothing was left after a play in which nothing was void."""
    for entry in case.rulebook.rounds:
        kind = case.engine.kinds[entry.kind]
        bank = list(kind.bank(entry.rules))
        used = max((len(set(kind.uses(played.state))) for played in case.played(entry)), default=0)
        if bank and used >= len(bank):
            where = bank[0][0].partition(".")[0]
            yield Advice(
                f"rounds.{entry.id}.{where}",
                _("all {count} are used up; one that turns out void has no replacement", count=len(bank)),
                _("add two or three more"),
            )

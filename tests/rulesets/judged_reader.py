"""How the story of a judged round is written: performances, and matches of a debate.

Marks stand in the order of the criteria; `all` is every judge who is not named; `-` is a judge who was absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.rulesets.player import Body, Player


def scenario(player: Player, body: Body) -> None:
    """Play a judged scene, see `_performance`; the acts stand in running order, by team or by member."""
    members = {member.id: team.id for team in player.contest.state.roster.teams for member in team.members}
    for performer, sheet in body.items():
        by = {"team": members[performer], "member": performer} if performer in members else {"team": performer}
        _performance(player, by, dict(sheet))


def _performance(player: Player, by: Mapping[str, str], said: dict[str, str]) -> None:
    """`{j1: 27 25 17, j2: "-", all: 25 25 15, seconds: 310, topic: x, adjusted: -0.1 reason}`."""
    topic, seconds, adjusted = (said.pop(key, "") for key in ("topic", "seconds", "adjusted"))
    if player.entry.rules.slips:
        player.make("scenario.topic_drawn", {"topic": topic} if topic else {}, **by)
    for segment in ("play", "ballots"):
        if player.offers("scenario.entered", segment=segment, **by):
            player.make("scenario.entered", segment=segment, **by)
    if seconds:
        player.make("scenario.time_set", seconds=seconds, **by)
    for judge, marks in sheets(player, said):
        if marks == "-":
            player.make("scenario.absent", judge=judge, reason="called away", **by)
        else:
            player.make("scenario.ballot", filled("marks", player.entry.rules.criteria, marks), judge=judge, **by)
    player.make("scenario.revealed", **by)
    if adjusted:
        points, reason = adjusted.split(maxsplit=1)
        player.make("scenario.chief_adjusted", points=points, reason=reason, **by)


def sheets(player: Player, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each judge with what the story says under the judge's id, or under `all`."""
    for judge in player.contest.state.roster.judges:
        yield judge.id, said.get(judge.id) or said["all"]


def filled(head: str, criteria: Iterable[str], marks: str) -> dict[str, str]:
    """Return marks in a row at the paths of a sheet's blanks."""
    return dict(zip((f"{head}.{name}" for name in criteria), marks.split(), strict=True))


def debate(player: Player, body: Body) -> None:
    """Play a debate: a list of matches, see `_match`."""
    player.make("debate.paired")
    for match in body:
        _match(player, match)


def _match(player: Player, said: Mapping[str, Body]) -> None:
    """`{aff: t1, neg: t2, floor: ..., t1: {j1: 25 16}, t2: ..., speakers: {t1-1: {all: 40}}, votes: {j1: negative}}`.

    `floor` has the seconds spoken by segment, `{5: affirmative 200 pause 10 negative 240}`; a segment it leaves out was
    left out. `calls` has who called for which segment on call, by the number of segments over, `{2: affirmative 1}`.
    """
    drawn = player.moves("debate.sided")[0].blanks
    player.make("debate.sided", **({"affirmative": said["aff"]} if drawn else {}))
    if player.offers("debate.motion_set"):
        player.make("debate.motion_set", text="a motion")
    if player.offers("debate.motion_drawn"):
        player.make("debate.motion_drawn", motion=said["motion"])
    player.make("debate.motion_shown")
    _floor(player, said.get("floor", {}), said.get("calls", {}))
    _ballots(player, said)
    player.make("debate.revealed")


def _floor(player: Player, spoken: Mapping[str, str], calls: Mapping[str, str]) -> None:
    over = 0
    while player.offers("debate.segment_ended"):
        if str(over) in calls:
            side, call = calls[str(over)].split()
            player.make("debate.segment_called", call=int(call), side=side)
        words = spoken.get(str(over + 1), "").split()
        for side, seconds in zip(words[::2], words[1::2], strict=True):
            player.make("debate.stopped") if side == "pause" else player.make("debate.turn", side=side)
            player.wait(int(seconds) - 1)  # the next fact is a second later by itself
        if player.offers("debate.stopped"):
            player.make("debate.stopped")
        over += 1
        player.make("debate.segment_ended", segment=over)


def _ballots(player: Player, said: Mapping[str, Body]) -> None:
    for team in (said["aff"], said["neg"]):
        for judge, marks in sheets(player, said[team]) if team in said else ():
            own = _speakers(player, team, judge, said.get("speakers", {}))
            player.make(
                "debate.ballot", filled("marks", player.entry.rules.criteria, marks) | own, team=team, judge=judge
            )
    for judge, side in said.get("votes", {}).items():
        player.make("debate.voted", judge=judge, side=side)


def _speakers(player: Player, team: str, judge: str, said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if player.entry.rules.individual is None:
        return {}
    criteria = player.entry.rules.individual.criteria
    found: dict[str, str] = {}
    for member in player.contest.state.roster.team(team).members:
        marks = dict(sheets(player, said[member.id]))[judge]
        found |= filled(f"speakers.{member.id}", criteria, marks) if criteria else {f"speakers.{member.id}": marks}
    return found

"""How the story of a section of the quiz is written.

Questions stand with a space between, each a row of events: `t1+` right, `t1-` wrong, `t1!` a false start, `.` nobody
buzzes or nobody in the audience knows, `*` the audience knows, `@` the question goes to the audience, `X` void and `S`
swapped (the next event is its replacement's), `F` prompted, `L` begun too late, `P` passed, `~2/3` two parts of three,
`~7` seven points, `:` one more clue, `?` a lifeline, `t1>t2` the champion t1 challenges t2. So `t2-t3+` is one question
that t2 answers wrong and t3 right. A risk stands before the answer, `t1/20+`, a pass is `t1/pass`; `t1#2+` is answered
by t1's second member, or was for that member.

Where teams answer in turn the story may stand by team, `{t1: ++-, t2: /30-}`: each team's own questions in order, no
space between; `packs: t1 p3 t2 p1` are the packs they pick. For boards it is the same, for windows against the clock
`{t1: 8/2}` (eight right, two wrong), for votes `{t1: 12}`, for a star `[t1-2 5 t2-1 4]`, a line a ballot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tests.rulesets.player import Body, Player

_EVENT = re.compile(
    r"(?P<team>[a-z][a-z0-9]*)?(?:#(?P<member>\d+))?(?:/(?P<level>[a-z0-9]+))?"
    r"(?P<sign>[-+!.:?XSFLP@*]|>(?P<rival>[a-z][a-z0-9]*)|~(?P<got>[0-9.]+)(?:/(?P<of>\d+))?|(?=/)|$)"
)
Event: TypeAlias = "re.Match[str]"


def quiz(player: Player, body: Body) -> None:
    """Play a section of the quiz."""
    read = _BY_KIND.get(player.entry.kind.removeprefix("quiz."), _by_team if isinstance(body, Mapping) else _in_order)
    read(player, body)


def _in_order(player: Player, body: Body) -> None:
    for word in body.split():
        for event in events(word):
            play(player, event)


def _by_team(player: Player, body: Mapping[str, str]) -> None:
    own = dict(body)
    if player.offers("quiz.paired"):
        player.make("quiz.paired")
    packs = iter(own.pop("packs", "").split())
    player.packs = dict(zip(packs, packs, strict=True))
    waiting = {team: events(text) for team, text in own.items()}
    while (team := _turn(player)) in waiting:
        play(player, next(waiting[team]))
        while player.offers("quiz.ruled"):  # a lifeline does not end the question
            play(player, next(waiting[team]))
    left = [team for team, rest in waiting.items() if next(rest, None)]
    assert not left, f"questions left for {left}"


def _turn(player: Player) -> str:
    """Return the team whose turn it is, empty when there is none."""
    for move in player.contest.moves():
        if move.fact.type in _BEGINNINGS:
            return str(move.identity.get("team") or move.derived.get("team"))
    return ""


_BEGINNINGS = ("quiz.pack_taken", "quiz.named", "quiz.chosen", "quiz.asked")


def events(text: str) -> Iterator[Event]:
    """Yield the events in `text`, all of which has to be read."""
    place = 0
    while place < len(text):
        event = _EVENT.match(text, place)
        assert event is not None
        assert event.end() > place, f"cannot read {text!r} from {text[place:]!r} on"
        yield event
        place = event.end()


def play(player: Player, event: Event) -> None:
    """Play one event, and what has to come before it."""
    team: str | None = event["team"]
    _before(player, event, team)
    if event["rival"]:
        challenged = player.make("quiz.challenged", challenger=event["rival"]).fact
        assert getattr(challenged, "champion", None) == team, f"{team} is not champion: {challenged}"
        return
    if event["sign"] and not player.offers("quiz.ruled"):
        asked = player.make("quiz.asked").fact
        assert team is None or getattr(asked, "team", "") in ("", team), f"question is not for {team}: {asked}"
        named = f"{team}-{event['member']}" if team and event["member"] else ""
        assert not named or getattr(asked, "member", "") in ("", named), f"question is not for {named}: {asked}"
    if event["sign"]:
        _SIGNS.get(event["sign"], _partly)(player, event)


def _before(player: Player, event: Event, team: str | None) -> None:
    if event["level"]:
        chosen = player.make("quiz.chosen", level=event["level"]).fact
        assert team in (None, getattr(chosen, "team", None)), f"the choice is not {team}'s"
    if player.offers("quiz.called"):
        called = player.make("quiz.called").fact
        assert team in (None, getattr(called, "team", None)), f"{team} is not called up: {called}"
    for move in player.moves("quiz.pack_taken"):
        player.make("quiz.pack_taken", pack=player.packs[move.derived["team"]])
    if event["member"] and player.offers("quiz.named") and not player.offers("quiz.ruled"):
        _named(player, event["member"])


def _named(player: Player, number: str) -> None:
    taken = player.moves("quiz.named")[0].derived["team"]
    player.make("quiz.named", member=f"{taken}-{number}")


def _answer(verdict: str) -> Callable[[Player, Event], None]:
    def rule(player: Player, event: Event) -> None:
        _buzz(player, event)
        player.make("quiz.ruled", verdict=verdict)

    return rule


def _partly(player: Player, event: Event) -> None:
    _buzz(player, event)
    parts = {"of": event["of"]} if event["of"] else {}
    player.make("quiz.ruled", verdict="partial", got=event["got"], **parts)


def _buzz(player: Player, event: Event) -> None:
    if event["team"] and any(move.fact.type == "quiz.buzzed" for move in player.contest.moves()):
        if not player.offers("quiz.buzzed"):
            player.make("quiz.clock", action="start")
        player.make("quiz.buzzed", team=event["team"])
    if event["member"] and player.offers("quiz.named"):
        _named(player, event["member"])


def _early(player: Player, event: Event) -> None:
    player.make("quiz.false_start", team=event["team"])


def _clue(player: Player, event: Event) -> None:
    player.make("quiz.clue_opened")


def _lifeline(player: Player, event: Event) -> None:
    player.make("quiz.lifeline_used")


_SIGNS: Mapping[str, Callable[[Player, Event], None]] = {
    "+": _answer("right"),
    "-": _answer("wrong"),
    "F": _answer("foul"),
    "L": _answer("late"),
    "P": _answer("passed"),
    "S": _answer("swap"),
    "X": _answer("void"),
    ".": _answer("nobody"),
    "@": _answer("to_audience"),
    "*": _answer("audience"),
    "!": _early,
    ":": _clue,
    "?": _lifeline,
}


def _boards(player: Player, body: Mapping[str, str]) -> None:
    verdicts = {"+": "right", "-": "wrong", "P": "passed"}
    for column in zip(*body.values(), strict=True):
        player.make("quiz.asked")
        signs = dict(zip(body, column, strict=True))
        player.make("quiz.board_ruled", {f"verdicts.{team}": verdicts[sign] for team, sign in signs.items()})


def _windows(player: Player, body: Mapping[str, str]) -> None:
    waiting = {team: iter(text.split()) for team, text in body.items()}
    while (team := _turn(player)) in waiting:
        right, wrong = next(waiting[team]).split("/")
        player.make("quiz.asked")
        player.make("quiz.counted", right=right, wrong=wrong)


def _votes(player: Player, body: Mapping[str, str]) -> None:
    for team, votes in body.items():
        player.make("quiz.voted", team=team, votes=votes)


def _stars(player: Player, body: list[str]) -> None:
    for ballot in body:
        words = iter(ballot.split())
        votes = {f"votes.{member}": count for member, count in zip(words, words, strict=True)}
        blanks = {blank.path: "0" for blank in player.moves("quiz.star_voted")[0].blanks}
        player.make("quiz.star_voted", blanks | votes)


_BY_KIND: Mapping[str, Callable[[Player, Body], None]] = {
    "board": _boards,
    "speed": _windows,
    "vote": _votes,
    "star": _stars,
}

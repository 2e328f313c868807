"""How the story of a game of the plug-in quizarena-games is written.

Spot the mistake, by team: `+` found, `-` a false claim, `A` and `R` what judges accept or refuse beside the list. The
relay, turn by turn: `t1+` a good line, `t2:repeat`, `t3:wrong`, `t4:timeout`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.rulesets.player import Body, Player

_CLAIMS = {"+": "found", "-": "false", "A": "extra", "R": "extra"}
_RULINGS = {"A": "accepted", "R": "refused"}


def spot(player: Player, body: Mapping[str, str]) -> None:
    """Play spot the mistake, the pictures on slides."""
    for team, signs in body.items():
        player.make("spot.shown", team=team)
        for sign in signs:
            player.make("spot.claimed", what=_CLAIMS[sign])
            if sign in _RULINGS:
                player.make("spot.extra_ruled", verdict=_RULINGS[sign])
        player.make("spot.closed")


def relay(player: Player, body: Body) -> None:
    """Play a relay, its word typed in."""
    player.make("relay.theme_set", theme="service")
    player.make("relay.opened")
    for word in body.split():
        team, _colon, verdict = word.replace("+", ":good").partition(":")
        said = player.make("relay.ruled", verdict=verdict).fact
        assert getattr(said, "team", None) == team, f"it is not the turn of {team}: {said}"

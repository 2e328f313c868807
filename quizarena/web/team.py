"""What a team's phone says: whether it may buzz, and what became of its press; nothing the hall does not know.

How presses come and are put in order is in `buzzers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from ..contest import Contest
from ..points import show
from ..scenes import Buzz, Clocks, OnStage, Ruling, Scene
from ..sessions.buzz_offer import OpenBuzz, open_buzz
from ..sessions.desk.sentences import consequence
from ..sessions.programme import seconds_of
from ..text import Text, draw
from .words import _

State: TypeAlias = Literal["wait", "armed", "sent", "first", "second", "locked", "false", "off"]


@attrs.frozen
class Face:
    """What stands on a phone: its state, the large word in the circle, a line below it, and a line at the foot.

    A foot may count `left_ms` down, which `runs` or stands.
    """

    state: State
    big: Text
    small: Text | None = None
    foot: Text | None = None
    left_ms: int | None = None
    runs: bool = False

    def to_json(self, language: str) -> dict[str, Any]:
        """Return it in a language."""
        words = {name: "" if text is None else draw(text, language) for name, text in self._texts()}
        return {"state": self.state, **words, "left": self.left_ms, "runs": self.runs}

    def _texts(self) -> Iterator[tuple[str, Text | None]]:
        yield from (("big", self.big), ("small", self.small), ("foot", self.foot))


SENT = Face("sent", _("Sent"), _("watch the board"), _("Your press is in; no need to press again"))
UNSURE = Face("sent", _("Sent"), _("too close"), _("The host decides"))
TOO_EARLY = Face("false", _("Too early"), _("the desk decides"), _("The host has not said: buzz now"))
IGNORED = Face("false", _("Too early"), _("it does not count"), _("The host has not said: buzz now"))
_WAIT = _("Please wait")


@attrs.frozen
class Watch:
    """What phones are told of a contest: the buzz that is open, what stands on each team's phone, and who answers.

    `podiums` are the desks as the hall knows them: while a lot is closed on the board, those from before the draw.
    """

    buzz: OpenBuzz | None
    faces: Mapping[str, Face]
    names: Mapping[str, Text]
    podiums: Mapping[str, int]
    answering: str = ""


def watch(contest: Contest, now: datetime) -> Watch:
    """Return what phones are told."""
    hall = contest.posted()
    scene, roster = hall.scene("hall"), hall.state.roster
    buzz = open_buzz(contest)
    stage = _answering(scene)
    faces = {team.id: _face(contest, scene, buzz, team.id, now) for team in roster.teams}
    names = {team.id: roster.name(team.id) for team in roster.teams}
    return Watch(buzz, faces, names, dict(hall.podiums_seen("hall")), "" if stage is None else stage.team)


def _answering(scene: Scene) -> OnStage | None:
    """Return who was first at the buzzers and answers now."""
    stages = () if scene.of(Ruling) else scene.of(OnStage)
    return stages[-1] if stages and stages[-1].buzzed else None


def _face(contest: Contest, scene: Scene, buzz: OpenBuzz | None, team: str, now: datetime) -> Face:
    if buzz is not None:
        return _before_a_press(contest, scene, buzz, team, now)
    stage = _answering(scene)
    if stage is not None:
        return _first(scene, stage, now) if stage.team == team else _behind(scene, stage, team)
    return Face("wait", _WAIT)


def _before_a_press(contest: Contest, scene: Scene, buzz: OpenBuzz, team: str, now: datetime) -> Face:
    if buzz.way == "hand":
        return Face("wait", _WAIT, _("raise your hand"), _("Phones are not heard in this round"))
    early = [each for block in scene.of(Buzz) for each, _name in block.early]
    if team in early:
        gain = next((ruling.gain for ruling in scene.of(Ruling) if ruling.team == team), Fraction(0))
        return Face("false", _("Too early"), _cost(gain), _("The host had not said: buzz now"))
    if team not in buzz.teams:
        return Face("locked", _("Locked out"), buzz.why_barred(team))
    if buzz.armed:
        return Face("armed", _("BUZZ"), None, None if buzz.called is None else _("The host has said: buzz now"))
    foul = buzz.fouls.get(team)
    found = () if foul is None else consequence(contest, foul, now) or ()
    loss = next((each.by for each in found if each.team == team), Fraction(0))
    costs = _("Now it is a false start: {cost}", cost=_cost(loss) or _("the right is lost"))
    return Face("wait", _WAIT, _("the host is still reading"), costs if foul else _("Now a press does not count"))


def _cost(gain: Fraction) -> Text | None:
    return _("{points} off", points=show(-gain)) if gain < 0 else None


def _first(scene: Scene, stage: OnStage, now: datetime) -> Face:
    clocks = [face.clock for block in scene.of(Clocks) for face in block.faces][:1]
    left = max(0, clocks[0].limit_ms - clocks[0].used_at(now)) if clocks else None
    who = _("{member}, please answer", member=stage.member) if stage.member is not None else _("please answer")
    foot = None if left is None else _("{seconds} s left", seconds="{seconds}")
    return Face("first", _("You are first"), who, foot, left, bool(clocks and clocks[0].running))


def _behind(scene: Scene, stage: OnStage, team: str) -> Face:
    order = [(nth, each) for block in scene.of(Buzz) for nth, each in enumerate(block.order, 1) if each.team == team]
    if not order:
        return Face("wait", _WAIT, None, _("{team} answers", team=stage.name))
    (place, press), *_others = order
    return behind(place, press.behind_ms, stage.name)


def behind(place: int, behind_ms: int, first: Text) -> Face:
    """Return what stands on the phone of who was not first."""
    words = {2: _("Second"), 3: _("Third")}
    gap = _("{seconds} s behind", seconds=seconds_of(behind_ms))
    return Face("second", words.get(place) or _("No. {place}", place=place), gap, _("{team} was first", team=first))

"""Who takes part and when: the facts about teams, members and judges who come, go, or change their names."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import attrs

from ..facts import Fact, Intent
from ..roster import Roster
from ..text import FRAME, Text

_ = FRAME


class Occasion(Enum):
    """What may happen on the day beside the play (今天出的事)."""

    SUBSTITUTE = "substitute"
    LATE_TEAM = "late team"
    LATER_TURN = "later turn"
    RENAMING = "renaming"
    WITHDRAWAL = "withdrawal"
    JUDGES = "judges"
    PROTEST = "protest"
    INTERRUPTION = "interruption"


@attrs.frozen
class DayFact(Fact):
    """A fact about the day, beside the play: its class says on which `occasion`, which is one page at the desk."""

    occasion: ClassVar[Occasion]

    def __init_subclass__(
        cls, *, type: str = "", intent: Intent | None = None, occasion: Occasion | None = None
    ) -> None:
        """Take what the class says of itself, as `Fact` does."""
        super().__init_subclass__(type=type, intent=intent)
        if occasion is not None:
            cls.occasion = occasion


@attrs.frozen
class AnnouncedFact(Fact):
    """A fact that hall and host are told of until play goes on."""

    def announcement(self, roster: Roster) -> Text:
        """Return what is said of it, from the roster as it was before."""
        raise NotImplementedError


@attrs.frozen
class RosterFact(DayFact, AnnouncedFact, intent=Intent.ROSTER):
    """A fact about who takes part."""


@attrs.frozen
class TeamRenamed(RosterFact, type="team.renamed", occasion=Occasion.RENAMING):
    """A team's displayed name changes; its id never does."""

    team: str
    name: str

    def announcement(self, roster: Roster) -> Text:
        return _("{old} are called {new} from now on.", old=roster.name(self.team), new=self.name)


@attrs.frozen
class TeamAdded(RosterFact, type="team.added", occasion=Occasion.LATE_TEAM):
    """A team joins late, from its next round on; `members` are names, with commas between."""

    names: ClassVar[tuple[str, ...]] = ("members",)
    team: str
    name: str
    reason: str
    members: str = ""

    def announcement(self, roster: Roster) -> Text:
        return _("{team} join the contest, from their next round on.", team=self.name)


@attrs.frozen
class MemberRenamed(RosterFact, type="member.renamed", occasion=Occasion.RENAMING):
    """A member's displayed name changes; the id never does."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    member: str
    name: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("The name is {new}, not {old}.", old=roster.name(self.member), new=self.name)


@attrs.frozen
class MemberReplaced(RosterFact, type="member.replaced", occasion=Occasion.SUBSTITUTE):
    """A substitute takes a member's place (换人) from now on; what the member did stays the member's."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    member: str
    by: str
    name: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("{new} takes the place of {old}.", old=roster.name(self.member), new=self.name)


@attrs.frozen
class TurnDeferred(RosterFact, type="round.deferred", occasion=Occasion.LATER_TURN):
    """A team whose turn is still to come has it later: right behind the team `behind`."""

    round: str
    team: str
    behind: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("{team} have their turn after {other}.", team=roster.name(self.team), other=roster.name(self.behind))


@attrs.frozen
class TeamLeft(RosterFact, type="team.left", occasion=Occasion.WITHDRAWAL):
    """A team withdraws or is disqualified."""

    ends_part: ClassVar[bool] = True
    team: str
    mode: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        if self.mode == "disqualified":
            return _("{team} are disqualified.", team=roster.name(self.team))
        return _("{team} withdraw from the contest.", team=roster.name(self.team))


@attrs.frozen
class TeamRejoined(RosterFact, type="team.rejoined", occasion=Occasion.WITHDRAWAL):
    """A team that left is back from now on: it was sent away by mistake, or a protest was upheld."""

    team: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("{team} are back in the contest.", team=roster.name(self.team))


@attrs.frozen
class JudgeRenamed(RosterFact, type="judge.renamed", occasion=Occasion.RENAMING):
    """A judge's displayed name changes; the id never does."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    judge: str
    name: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("The judge's name is {new}, not {old}.", old=roster.name(self.judge), new=self.name)


@attrs.frozen
class JudgeExcused(RosterFact, type="judge.excused", occasion=Occasion.JUDGES):
    """A judge leaves the panel from now on."""

    ends_part: ClassVar[bool] = True
    judge: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("{judge} has left the panel.", judge=roster.name(self.judge))


@attrs.frozen
class JudgeRejoined(RosterFact, type="judge.rejoined", occasion=Occasion.JUDGES):
    """An excused judge is back on the panel from now on."""

    judge: str

    def announcement(self, roster: Roster) -> Text:
        return _("{judge} is back on the panel.", judge=roster.name(self.judge))


@attrs.frozen
class JudgeAdded(RosterFact, type="judge.added", occasion=Occasion.JUDGES):
    """A judge joins the panel from now on; `group` is empty where the roster has no groups of judges."""

    names: ClassVar[tuple[str, ...]] = ("name",)
    judge: str
    name: str
    group: str = ""

    def announcement(self, roster: Roster) -> Text:
        return _("{judge} joins the panel.", judge=self.name)


@attrs.frozen
class JudgeStoodDown(RosterFact, type="judge.stood_down", occasion=Occasion.JUDGES):
    """A judge does not mark a team of their own unit (回避)."""

    ends_part: ClassVar[bool] = True
    judge: str
    team: str
    reason: str

    def announcement(self, roster: Roster) -> Text:
        return _("{judge} does not mark {team}.", judge=roster.name(self.judge), team=roster.name(self.team))


ROSTER_FACTS: tuple[type[Fact], ...] = (
    TeamRenamed,
    TeamAdded,
    MemberRenamed,
    MemberReplaced,
    TurnDeferred,
    TeamLeft,
    TeamRejoined,
    JudgeRenamed,
    JudgeExcused,
    JudgeRejoined,
    JudgeAdded,
    JudgeStoodDown,
)

"""What a painting is made from: the desk and its scene at one record, the window's size and the instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import attrs

from ...contest import Contest
from ...journal import Presence
from ...languages import language_of
from ...roster import Judge
from ...scenes import Headline, OnStage, Prizes, Scene, Steps
from ...sessions.desk.desk import Desk
from ...sessions.desk.sentences import on_stage
from ...sessions.desk.session import View
from ...sessions.desk.words import _
from ...text import Text
from .terminal import DeskTerminal

T = TypeVar("T")


class Painting:
    """A desk at an instant, for a window of `width` by `height` cells; `seen` is what its session shows."""

    def __init__(self, terminal: DeskTerminal, width: int, height: int, now: datetime) -> None:
        """Take the moment to paint."""
        self.terminal, self.width, self.height, self.now = terminal, width, height, now
        self.desk: Desk = terminal.desk
        self.seen: View = terminal.desk.view(now)
        self.language = terminal.language
        self.contest: Contest = self.desk.contest
        self.scene: Scene = self.desk.scene()

    @cached_property
    def hall(self) -> Scene:
        """What the hall sees."""
        return self.desk.scene("hall")

    def word(self, text: Text | str) -> str:
        """Return a text as it is drawn."""
        return self.terminal.word(text)

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """Return the scene's blocks of a kind."""
        return self.scene.of(kind)

    @property
    def revealing(self) -> bool:
        """Whether a reveal is under way: the desk then knows one step more than the hall, and no more."""
        return self.contest.state.reveal is not None

    @cached_property
    def company(self) -> list[Presence]:
        """The other screens that are alive."""
        return self.terminal.company(self.now)

    @cached_property
    def on_stage(self) -> tuple[OnStage, ...]:
        """Who is on stage: a team, or both sides."""
        return on_stage(self.scene)

    @cached_property
    def where(self) -> str:
        """Where the contest is, for the header: the round, its question or performance, of how many."""
        if self._all_played and not self.revealing and self.rail is not None:
            return self.word(self.rail.names[-1])
        heads: Sequence[Headline] = self.all(Headline)
        if not heads:
            if not self.contest.state.mode:
                return ""
            drawn = self.contest.rulebook.order.method.needs in ("seed", "order")
            return self.word(_("Draw") if drawn else _("Opened"))
        words = [self.word(heads[0].text)]
        if len(heads) == 1 and heads[0].aside is not None:
            words.append(self.word(heads[0].aside))
        for head in heads[1:]:
            said = [self.word(head.text)] if self.word(head.text) != words[0] else []
            if head.aside is not None:
                said.append(self.word(head.aside))
            words.append(language_of(self.language).aside.join(said))
        return " ".join(filter(None, words))

    @cached_property
    def headline(self) -> str:
        """What is going on, for the first line of 现在."""
        heads: Sequence[Headline] = self.all(Headline)
        if not heads:
            return self.where or self.word(_("Not opened yet"))
        round_title, last = self.word(heads[0].text), heads[-1]
        if self.word(last.text) != round_title:
            return self.word(last.text)
        return f"{round_title} {self.word(last.aside)}" if last.aside is not None else round_title

    @cached_property
    def rail(self) -> Steps | None:
        """The contest's own steps."""
        found: tuple[Steps, ...] = self.all(Steps)
        if not found:
            return None
        return self._as_revealed(found[0]) if self._all_played else found[0]

    @cached_property
    def steps(self) -> Steps | None:
        """The round's steps."""
        found: tuple[Steps, ...] = self.all(Steps)
        return self._as_revealed(found[1]) if len(found) > 1 else None

    @property
    def _all_played(self) -> bool:
        """Whether all rounds are over, so that there are prizes."""
        return bool(self.all(Prizes))

    def _as_revealed(self, steps: Steps) -> Steps:
        """Return steps as the hall knows them: while marks are being opened what they end is not over."""
        if not self.revealing:
            return steps
        behind = len(steps.names) if steps.current is None else steps.current
        return attrs.evolve(steps, current=max(0, behind - 1))

    def judge(self, judge: str) -> Judge:
        """Return a judge of the roster."""
        return self.contest.state.roster.judge(judge)

"""Tie-breaks: what separates entrants with equal totals.

Decides what each tie-break compares. Leaves to `ranking` in which order they are asked, and to the contest
what it knows: the scores of rounds and the results of play-offs.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Protocol, runtime_checkable

import attrs

from quizarena.errors import PluginError
from quizarena.parameters import a_name, make
from quizarena.plugins import Registry
from quizarena.text import Text, catalogue

TIE_BREAKS = Registry("quizarena.tiebreaks", "tie-break")
_ = catalogue("standings", __file__)


class TieContext(Protocol):
    """What a tie-break may ask the contest."""

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return the score of `entrant` in a round, None while there is none."""
        ...

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        """Return the result of a finished play-off among exactly `tied`, None where there was none."""
        ...


@runtime_checkable
class TieBreak(Protocol):
    """What separates equal totals. A tie-break is a frozen value; the arguments of its class are its
    parameters.

    Inherit from this to get the answers of one that needs no play-off and names no round.
    """

    @property
    def name(self) -> str:
        """The name the rulebook says."""
        ...

    @property
    def label(self) -> Text:
        """What it compares, for whoever asks why one is placed above another."""
        ...

    @property
    def wants_play_off(self) -> bool:
        """Whether it is decided by a play-off among the tied; it is then asked again for those still tied."""
        return False

    @property
    def rounds(self) -> tuple[str, ...]:
        """The ids of the rounds it looks at."""
        return ()

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Mapping[str, Fraction] | None:
        """Return a number for each of `tied`, the higher is placed first; None: it cannot say yet."""
        ...


def tie_break(name: str, **parameters: object) -> TieBreak:
    """Return the tie-break `name` with its parameters.

    Raises:
        PluginError: No such tie-break is installed, or what is installed is none.
        RuleError: A parameter is unknown, missing or wrong.
    """
    made = make(TIE_BREAKS, name, parameters)
    if not isinstance(made, TieBreak):
        raise PluginError(f"the plug-in {name!r} is no tie-break: it lacks a method or attribute of TieBreak")
    return made


@attrs.frozen
class ByRound(TieBreak):
    """The higher score in one round."""

    round: str = attrs.field(validator=a_name)
    name: ClassVar[str] = "round"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the higher score in the round {round}", round=self.round)

    @property
    def rounds(self) -> tuple[str, ...]:
        """The round it looks at."""
        return (self.round,)

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Mapping[str, Fraction] | None:
        """Return the scores in that round."""
        return known({entrant: context.round_value(entrant, self.round) for entrant in tied})


@attrs.frozen
class SuddenDeath(TieBreak):
    """A play-off among the tied (加赛): a round that does not count, repeated for those it leaves tied."""

    name: ClassVar[str] = "sudden_death"
    wants_play_off: ClassVar[bool] = True

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("a play-off")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Mapping[str, Fraction] | None:
        """Return the result of the play-off among `tied`."""
        return context.play_off_values(tied)


@attrs.frozen
class Share(TieBreak):
    """Nothing: the tied share their place (并列)."""

    name: ClassVar[str] = "share"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("a shared place")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Mapping[str, Fraction] | None:
        """Return equal numbers."""
        return dict.fromkeys(tied, Fraction(0))


def known(values: Mapping[str, Fraction | None]) -> Mapping[str, Fraction] | None:
    """Return `values` if all are known, else None."""
    found = {entrant: value for entrant, value in values.items() if value is not None}
    return found if len(found) == len(values) else None

"""Tie-breaks: what separates entrants with equal totals, and what they may ask of a contest.

In which order they are asked is `ranking`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Protocol, TypeAlias, runtime_checkable

import attrs

from quizarena.errors import PluginError
from quizarena.parameters import a_name, make
from quizarena.plugins import Registry
from quizarena.rounds import Meeting
from quizarena.scores import Score
from quizarena.text import Text, catalogue, plain

_ = catalogue("standings", __file__)
_ALIASES = {
    "play_off": "sudden_death",
    "playoff": "sudden_death",
    "estimate": "nearest",
    "draw": "lot",
    "shared": "share",
    "chief": "chief_judge",
    "加赛": "sudden_death",
    "突然死亡": "sudden_death",
    "估算": "nearest",
    "抽签": "lot",
    "并列": "share",
    "主评委": "chief_judge",
}
TIE_BREAKS = Registry("quizarena.tiebreaks", _("tie-break"), _ALIASES)
Parts: TypeAlias = Mapping[str, Fraction] | None
"""A number for each of the tied, the higher is placed first; None: it cannot be said."""


class TieContext(Protocol):
    """What a tie-break may ask the contest. Inherit from this to get the answers of one that knows no more."""

    def round_value(self, entrant: str, round_id: str) -> Fraction | None:
        """Return the score of `entrant` in a round, None while there is none."""
        ...

    def play_off_values(self, tied: tuple[str, ...]) -> Mapping[str, Fraction] | None:
        """Return the result of a finished play-off among exactly `tied`, None where there was none."""
        ...

    def awaits(self, round_id: str) -> bool:
        """Return whether a round may still give a score that is missing now."""
        return False

    def counted_rounds(self) -> Sequence[str]:
        """Return the ids of the rounds that count and have a result, in the order they were held."""
        return ()

    def round_score(self, entrant: str, round_id: str) -> Score | None:
        """Return the score of `entrant` in a round with its working, None while there is none."""
        return None

    def round_places(self, entrant: str) -> Sequence[int]:
        """Return the place of `entrant` in each of the counted rounds."""
        return ()

    def meetings(self) -> Iterable[Meeting]:
        """Return the meetings of two teams in the counted rounds."""
        return ()

    def chief_judge(self) -> str | None:
        """Return the id of the chief judge, None if there is none."""
        return None

    def drawn_order(self) -> Sequence[str]:
        """Return the running order that was drawn for the contest, empty if none was."""
        return ()

    def lot(self, tied: tuple[str, ...]) -> Sequence[str] | None:
        """Return the order of a lot drawn among exactly `tied` to break their tie, None while none was drawn."""
        return None


@runtime_checkable
class TieBreak(Protocol):
    """What separates equal totals. A tie-break is a frozen value; the arguments of its class are its
    parameters.

    Inherit from this to get the answers of one that needs no play-off and names no round.
    """

    name: ClassVar[str]
    """The name the rulebook says."""

    @property
    def label(self) -> Text:
        """What it compares, for whoever asks why one is placed above another."""
        ...

    def words(self, titles: Mapping[str, Text]) -> Text:
        """Return its label with the rounds it looks at called by `titles`, each by its id."""
        return self.label

    @property
    def wants_play_off(self) -> bool:
        """Whether it is decided by a play-off among the tied; it is then asked again for those still tied."""
        return False

    @property
    def wants_lot(self) -> bool:
        """Whether it is decided by a lot to be drawn among the tied."""
        return False

    @property
    def rounds(self) -> tuple[str, ...]:
        """The ids of the rounds it looks at."""
        return ()

    @property
    def part(self) -> str:
        """The part of the score of its round, or of every round where it names none, that it looks at; else empty."""
        return ""

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return a number for each of `tied`, the higher is placed first; None: it cannot say.

        It is then waited for if it wants a play-off or a lot, or if one of its `rounds` is still to be scored; else it
        is passed over.
        """
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
        return self.words({})

    def words(self, titles: Mapping[str, Text]) -> Text:
        """Return what it compares, the round by its title."""
        return _("the higher score in the round {round}", round=titles.get(self.round, plain(self.round)))

    @property
    def rounds(self) -> tuple[str, ...]:
        """The round it looks at."""
        return (self.round,)

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
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

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return the result of the play-off among `tied`."""
        return context.play_off_values(tied)


@attrs.frozen
class Nearest(SuddenDeath):
    """A play-off by estimates: whoever is nearest to a number is before the others."""

    name: ClassVar[str] = "nearest"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("the nearest estimate")


@attrs.frozen
class Share(TieBreak):
    """Nothing: the tied share their place (并列)."""

    name: ClassVar[str] = "share"

    @property
    def label(self) -> Text:
        """What it compares."""
        return _("a shared place")

    def parts(self, tied: tuple[str, ...], context: TieContext) -> Parts:
        """Return equal numbers."""
        return dict.fromkeys(tied, Fraction(0))


def known(values: Mapping[str, Fraction | None]) -> Parts:
    """Return `values` if all are known, else None: the answer of a tie-break that cannot say."""
    found = {entrant: value for entrant, value in values.items() if value is not None}
    return found if len(found) == len(values) else None

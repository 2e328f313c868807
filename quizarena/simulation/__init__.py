"""Contests played by a robot from their moves alone: rehearsals, and what to expect of a contest before the day.

`rehearse(rulebook)` plays a contest once, `forecast(rulebook)` many times over; `quizarena.simulation.rehearsal` plays
in a file that people share; `quizarena.simulation.robot` makes the moves.
"""

from .forecasting import Forecast, forecast
from .rehearsal import rehearse
from .robot import Unplayable

__all__ = ["Forecast", "Unplayable", "forecast", "rehearse"]

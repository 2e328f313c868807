"""Contests played by a robot from their moves alone: rehearsals, and what to expect of a contest before the day.

`forecast(rulebook)` plays a contest many times over; `quizarena.simulation.rehearsal` plays in a file that people
share; `quizarena.simulation.robot` makes the moves.
"""

from .forecasting import Forecast, forecast

__all__ = ["Forecast", "forecast"]

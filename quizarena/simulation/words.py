"""The sentences of rehearsals and forecasts, in every language."""

from quizarena.text import catalogue

_ = catalogue("simulation", __file__)

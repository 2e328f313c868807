"""The sentences of ballots, in every language."""

from quizarena.text import catalogue

_ = catalogue("ballots", __file__)

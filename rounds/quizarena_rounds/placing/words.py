"""The sentences of rounds that are placed, in every language."""

from quizarena.text import catalogue

_ = catalogue("placing", __file__)

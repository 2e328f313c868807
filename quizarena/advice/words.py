"""The sentences of advice, in every language."""

from quizarena.text import catalogue

_ = catalogue("advice", __file__)

"""The parliamentary debate's own sentences."""

from quizarena.text import catalogue

_ = catalogue("parliament", __file__)

"""The sentences of the judged scene, in every language."""

from quizarena.text import catalogue

_ = catalogue("scenario", __file__)

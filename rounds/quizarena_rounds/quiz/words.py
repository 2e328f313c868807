"""The catalogue of the quiz: every sentence its sections say."""

from __future__ import annotations

from quizarena.text import catalogue

_ = catalogue("quiz", __file__)

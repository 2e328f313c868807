"""The catalogue of seasons."""

from __future__ import annotations

from quizarena.text import catalogue

_ = catalogue("quizarena_season", __file__)

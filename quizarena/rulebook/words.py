"""The catalogue of the rulebook: every sentence that says what is wrong with one."""

from __future__ import annotations

from quizarena.text import catalogue

_ = catalogue("quizarena_rulebook", __file__)

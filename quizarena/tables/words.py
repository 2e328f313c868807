"""The catalogue of tables: every sentence about a file of questions, topics or people."""

from __future__ import annotations

from quizarena.text import catalogue

_ = catalogue("quizarena_tables", __file__)

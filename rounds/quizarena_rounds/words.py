"""The sentences that several kinds share: `_("...")`, translated in `locale/` beside this file."""

from __future__ import annotations

from quizarena.text import catalogue

_ = catalogue("rounds", __file__)

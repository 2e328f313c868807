"""The sentences all sessions share: `_("...")`, translated in `locale/` beside this file."""

from __future__ import annotations

from ..text import catalogue

_ = catalogue("sessions", __file__)

"""The terminal screens' own sentences: `_("...")`, translated in `locale/` beside this file."""

from __future__ import annotations

from ..text import catalogue

_ = catalogue("terminal", __file__)

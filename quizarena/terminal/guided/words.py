"""The demo's own sentences: `_("...")`, translated in `locale/` beside this file."""

from __future__ import annotations

from ...text import catalogue

_ = catalogue("guided", __file__)

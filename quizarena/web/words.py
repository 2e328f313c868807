"""The web hall's own sentences: `_("...")`, translated in `locale/` beside this file."""

from __future__ import annotations

from ..text import catalogue

_ = catalogue("web", __file__)

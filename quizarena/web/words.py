"""The web hall's own sentences: `_("...")` in modules and templates, translated in `locale/` beside this file."""

from __future__ import annotations

from collections.abc import Callable

from ..text import Catalogue, catalogue, draw

_ = catalogue("web", __file__)


def speaking(language: str, known: Catalogue = _) -> Callable[..., str]:
    """Return the function by which templates say a sentence in `language`."""
    return lambda sentence, **values: draw(known(sentence, **values), language)

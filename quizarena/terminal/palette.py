"""Colours by what they mean: nine tokens in three themes (SCREENS section 4).

Decides the values, all of the xterm-256 palette so that they survive without true colour. Colour never says right or
wrong alone: words or signs stand beside it. A team has a number, never a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

import attrs

Token: TypeAlias = Literal["ground", "surface", "ink", "dim", "aff", "neg", "right", "wrong"]
TOKENS: tuple[Token, ...] = get_args(Token)


@attrs.frozen
class Theme:
    """A theme: its name, what it is for, and the value of each token as "#rrggbb"."""

    name: str
    colours: Mapping[Token, str] = attrs.field(hash=False)


def _theme(name: str, *values: str) -> Theme:
    return Theme(name, dict(zip(TOKENS, values, strict=True)))


DARK = _theme("dark", "#000000", "#1c1c1c", "#ffffff", "#a8a8a8", "#00afff", "#d7af00", "#00ffaf", "#ff875f")
"""For a dark hall."""
LIGHT = _theme("light", "#ffffff", "#eeeeee", "#000000", "#4e4e4e", "#005faf", "#875f00", "#005f5f", "#5f0000")
"""For a lit hall: a projector cannot throw black."""
CONTRAST = _theme("contrast", "#000000", "#000000", *["#ffffff"] * 6)
"""For low vision, a poor projector, and terminals without colour: ink alone, words tell the sides and rulings."""

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}


def following(name: str) -> Theme:
    """Return the theme after `name`, the first after the last."""
    names = list(THEMES)
    return THEMES[names[(names.index(name) + 1) % len(names)]]

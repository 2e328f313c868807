"""A contest's look as CSS: the grounds of the gala theme from its accent, in OKLCH, and the picture behind.

OKLCH is Oklab (Björn Ottosson, 2020) in polar form; contrast is that of WCAG 2, between 1 and 21.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from math import atan2, cos, hypot, sin

from ..rulebook import Look

GROUNDS: Mapping[str, float] = {"top": 0.42, "lift": 0.37, "ground": 0.29, "surface": 0.24, "deep": 0.16}
"""The lightness of each ground: light comes from above."""
_MOST_CHROMA, _HALVINGS = 0.14, 10
_BRIGHTEST = 0.0798
"""The luminance of a ground on which the theme's texts are read: green is brighter than its lightness says."""
PHONE_GROUND, READ_ON_PHONES = "#f5f1ea", 5.8
"""The darkest ground of phones that has no colour of its own, and the contrast of everything that is read there."""
_BREATH, _NO_LIGHT = 0.1, (0.0, 0.0, 0.0)
_BLACK, _WHITE = "#000000", "#ffffff"
_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
_OF_LAB = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
_OF_LMS = ((4.0767416621, -3.3077115913, 0.2309699292), (-1.2684380046, 2.6097574011, -0.3413193965),
           (-0.0041960863, -0.7034186147, 1.7076147010))  # fmt: skip
_Three = tuple[float, float, float]
_PICTURED = tuple(f'body[data-layout="{each}"]:not(.contrast)' for each in ("title", "message", "final"))
"""Where a background may stand: nothing is read off these pictures but large letters."""
_VEIL = "{content:'';position:fixed;top:0;right:0;bottom:0;left:0;z-index:-1;background:var(--deep);opacity:.75}\n"


def look_css(look: Look) -> str:
    """Return the CSS of what a look says itself, empty where the themes' own colours stand.

    In the theme of black and white there is neither accent nor background.
    """
    found = ""
    if look.accent is not None:
        own = {"accent": look.accent, "on-accent": on_accent(look.accent)}
        found += _rule(":root", own | on_phones(look.accent))
        found += _rule(".gala", grounds(look.accent) | own) + _rule(".dark,.light", own)
    if look.background is not None:
        found += ",".join(_PICTURED) + f"{{background:url(/media/{look.background.sha256}) center/cover}}\n"
        found += ",".join(each + "::before" for each in _PICTURED) + _VEIL
    return found


@cache
def look_digest(look: Look) -> str:
    """Return what tells a look's CSS from another's, empty where there is none."""
    css = look_css(look)
    return sha256(css.encode()).hexdigest()[:16] if css else ""


def _rule(selector: str, tokens: Mapping[str, str]) -> str:
    return f"{selector}{{{';'.join(f'--{name}:{value}' for name, value in tokens.items())}}}\n"


def grounds(accent: str) -> dict[str, str]:
    """Return the gala theme's grounds: the accent's hue, its chroma up to what a ground may have and a screen shows."""
    _lightness, a, b = _times(_LAB, _root(_times(_LMS, _linear(accent))))
    chroma, hue = min(hypot(a, b), _MOST_CHROMA), atan2(b, a)
    return {name: _hex(_shown(lightness, chroma, hue)) for name, lightness in GROUNDS.items()}


def on_phones(accent: str) -> dict[str, str]:
    """Return the accent as phones write and draw it, as dark as it must be to be read, and a breath of it as ground."""
    light = _linear(accent)
    soft = _hex(_mixed(light, _linear(_WHITE), _BREATH))
    papers, low, high = (PHONE_GROUND, soft), 0.0, 1.0
    for _step in range(_HALVINGS):
        share = (low + high) / 2
        is_read = min(contrast(_hex(_mixed(light, _NO_LIGHT, share)), each) for each in papers) >= READ_ON_PHONES
        low, high = (share, high) if is_read else (low, share)
    is_dark = min(contrast(accent, each) for each in papers) >= READ_ON_PHONES
    return {"mark": accent if is_dark else _hex(_mixed(light, _NO_LIGHT, low)), "soft": soft}


def _mixed(one: _Three, other: _Three, share: float) -> _Three:
    """Return the light of two colours together, the first with that share."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(one, other, strict=True))
    return red, green, blue


def _shown(lightness: float, chroma: float, hue: float) -> _Three:
    """Return a colour as linear red, green and blue, with no more chroma than a screen can show of it."""
    low, high = 0.0, chroma
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(_rgb(lightness, middle, hue)) else (low, middle)
    whole = _rgb(lightness, chroma, hue)
    return whole if _fits(whole) else _rgb(lightness, low, hue)


def _fits(linear: _Three) -> bool:
    return all(0 <= value <= 1 for value in linear) and _brightness(linear) <= _BRIGHTEST


def _rgb(lightness: float, chroma: float, hue: float) -> _Three:
    light, middle, short = (each**3 for each in _times(_OF_LAB, (lightness, chroma * cos(hue), chroma * sin(hue))))
    return _times(_OF_LMS, (light, middle, short))


def on_accent(accent: str) -> str:
    """Return black or white, whichever is read better on the accent."""
    return max(_BLACK, _WHITE, key=lambda colour: contrast(colour, accent))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    return _brightness(_linear(colour))


def _brightness(linear: _Three) -> float:
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> _Three:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def _hex(linear: _Three) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, _encoded(value)))):02x}" for value in linear)


def _root(values: _Three) -> _Three:
    first, second, third = (value ** (1 / 3) for value in values)
    return first, second, third


def _times(matrix: tuple[_Three, _Three, _Three], values: _Three) -> _Three:
    first, second, third = (sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix)
    return first, second, third

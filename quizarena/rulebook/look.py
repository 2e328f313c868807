"""How a contest looks in the hall: theme, colour, organiser, and the pictures of its title."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias

import attrs

from quizarena.errors import RuleError
from quizarena.media import Media, MediaKind
from quizarena.nodes import Node, Plain, Scalar, shown
from quizarena.rules import scoring
from quizarena.text import Text, Words

from .forms import Schema, refuse
from .problems import At
from .structure import special
from .words import _

Theme: TypeAlias = Literal["gala", "dark", "light", "contrast"]
Accent: TypeAlias = Annotated[str | None, "colour"]
"""A colour as "#0a7d4f", None for the theme's own."""
_COLOUR_PATTERN = "#[0-9a-fA-F]{6}"
_COLOUR = re.compile(_COLOUR_PATTERN, re.ASCII)
_OWN = "theme"


@attrs.frozen
class AccentForm:
    """A colour of six hexadecimal digits in quotes, or the word for the theme's own: without quotes YAML reads none."""

    expected: Text = _('a colour in quotes such as "#0a7d4f", or theme')

    def fits(self, node: Node) -> bool:
        """Whether it is a scalar."""
        return isinstance(node, Scalar)

    def holds(self, value: Any) -> bool:
        """Whether it is a colour, or None."""
        return value is None or (isinstance(value, str) and _COLOUR.fullmatch(value) is not None)

    def read(self, node: Node, at: At) -> Any:
        """Return the colour in small letters, None for the theme's own."""
        if isinstance(node, Scalar) and node.text == _OWN:
            return None
        if not isinstance(node, Scalar) or _COLOUR.fullmatch(node.text) is None:
            return refuse(self, node, at)
        return node.text.lower()

    def write(self, value: Any, with_sealed: bool) -> Plain:
        """Return it as the file says it."""
        return _OWN if value is None else str(value)

    def schema(self) -> Schema:
        """A string of that pattern, or the word."""
        return {"anyOf": [{"type": "string", "pattern": f"^{_COLOUR_PATTERN}$"}, {"const": _OWN}]}


def register() -> None:
    """Let `Accent` be read this way wherever a field is annotated with it."""
    special(Accent, AccentForm())


def _a_picture(instance: object, attribute: attrs.Attribute[Any], value: Media | None) -> None:
    if value is not None and value.kind is not MediaKind.PICTURE:
        raise RuleError(_("expected a picture (PNG, JPEG or WebP), found {file}", file=shown(value.file)))


@attrs.frozen
class Look:
    """How the contest looks in browsers; `serve --theme` goes before the theme."""

    theme: Theme = scoring(
        default="gala",
        help=_("the colours: gala for a stage, dark, light for a lit hall, contrast in black and white"),
    )
    accent: Accent = scoring(
        default=None,
        help=_(
            'the main colour, such as "#0a7d4f" in quotes, from which gala makes its ground; theme: the theme\'s own'
        ),
    )
    organiser: Words | None = scoring(
        default=None,
        help=_("who holds the contest, on the title and on the last picture"),
    )
    logo: Media | None = scoring(
        default=None,
        validator=_a_picture,
        help=_("the logo, a picture's file, at the top of every picture"),
    )
    background: Media | None = scoring(
        default=None,
        validator=_a_picture,
        help=_("a picture's file behind title, message and the last picture, under a veil"),
    )

"""The line in which a session says what became of a press, or what others did."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..text import Text, plain
from .dialog import Role


@attrs.frozen
class Message:
    """What is said and how, an "alert" wants an answer or tells of trouble; `at` is when, where that matters."""

    text: Text
    at: datetime | None = None
    role: Role = "normal"


SILENCE = Message(plain(""))
"""Nothing to say."""

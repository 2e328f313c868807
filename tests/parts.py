"""How much of a long walk the tests take: a part; all of it with HYPOTHESIS_PROFILE=thorough (`make thorough`)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def part(found: Iterable[T], every: int, start: int = 0) -> list[T]:
    """Return every so many-th of them, beginning with the one at `start`."""
    return list(found) if IS_THOROUGH else list(islice(found, start % every, None, every))


def tries(few: int) -> int:
    """Return how many random examples a dear test tries: `few`, or ten times as many."""
    return few * 10 if IS_THOROUGH else few

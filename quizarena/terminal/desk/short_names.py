"""Names short enough for the right column: what all of them end in is left unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_LEAST_NAME = 2
_TAIL = re.compile(r"[\u4e00-\u9fff]+| [A-Za-z ]+")
"""Chinese characters, or whole words."""


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names without the tail all share, where what is left is still a name.

    >>> short_names({"a": "开源街道", "b": "大庆路街道"})
    {'a': '开源', 'b': '大庆路'}
    >>> short_names({"a": "一队", "b": "二队"})
    {'a': '一队', 'b': '二队'}
    """
    tail = next((each for each in _tails(list(names.values())) if len(names) > 1), "")
    return {key: name.removesuffix(tail) for key, name in names.items()}


def _tails(names: list[str]) -> Iterator[str]:
    """Yield the tails all names share, longest first: Chinese characters, or whole words."""
    first = min(names, key=len, default="")
    for start in range(_LEAST_NAME, len(first)):
        tail = first[start:]
        if _TAIL.fullmatch(tail) and all(
            name.endswith(tail) and len(name) - len(tail) >= _LEAST_NAME for name in names
        ):
            yield tail

"""Drafts as they are read back: JSON that may be damaged, for the table of drafts stands outside the chain.

A draft without the shape its writer gives it is none: figures never handed in are lost, never the window.
"""

from __future__ import annotations

import json
from typing import Any

from ..text import stripped


def read_draft(text: str | None, shape: object) -> Any:
    """Return the JSON value in `text` if it has the shape of `shape`, None where there is none or it has not.

    A shape is a type; a list of one shape, for a list of any length; or a mapping of shapes by key, where the key
    `str` stands for any.
    """
    if text is None:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if _has_shape(found, shape) else None


def _has_shape(found: object, shape: object) -> bool:
    if isinstance(shape, list):
        return isinstance(found, list) and all(_has_shape(each, shape[0]) for each in found)
    if not isinstance(shape, dict):
        return type(found) is shape and (not isinstance(found, str) or stripped(found) == found)
    if not isinstance(found, dict):
        return False
    if str in shape:
        return all(_has_shape(each, shape[str]) for each in found.values())
    return found.keys() == shape.keys() and all(_has_shape(found[key], each) for key, each in shape.items())

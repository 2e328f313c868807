"""A ticker of a contest that `quizarena serve` shows: who leads, and every new scene in a line. Standard library alone.

Run it beside the server: `python examples/ticker.py http://127.0.0.1:8000`; a number behind the address ends it after
so many scenes. Whatever it prints the hall has seen. The addresses are described in docs/api.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.request import urlopen


def scenes(address: str) -> Iterator[dict[str, Any]]:
    """Yield the hall's scene now, and anew whenever it changes."""
    with urlopen(f"{address}/api/v1/events") as stream:
        event = ""
        for line in stream:
            name, _colon, value = line.decode().rstrip("\n").partition(": ")
            if name == "event":
                event = value
            elif name == "data" and event == "scene":
                yield json.loads(value)


def standings(address: str) -> str:
    """Return the places in a line."""
    with urlopen(f"{address}/api/v1/standings") as answer:
        found = json.load(answer)
    return "  ".join(f"{row['place']}. {row['name']} {row['total']}" for row in found["standings"])


if __name__ == "__main__":
    address, *count = sys.argv[1:]
    for scene in islice(scenes(address), int(count[0]) if count else None):
        lines = [block["text"] for block in scene["blocks"] if block["block"] == "headline"]
        print(" / ".join([scene["title"], *lines]), "|", standings(address), flush=True)

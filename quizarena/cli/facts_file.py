"""A file of facts as JSON Lines, recorded one after the other; what a line holds is in `contest.fact_lines`.

The rules are record 0, so line 1 of a file without empty lines is record 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from quizarena.contest import Contest
from quizarena.contest.fact_lines import LONGEST, load_line
from quizarena.errors import FactError, QuizArenaError
from quizarena.facts import parse_instant
from quizarena.text import placed

from .trouble import Refused, line


def tell(contest: Contest, name: str, stream: IO[bytes]) -> None:
    """Record each line of `stream`, called `name`.

    Raises:
        Refused: A line cannot be read, or its fact is not legal; it names the line.
    """
    for number, text in _lines(stream):
        try:
            contest.replay([text])
        except QuizArenaError as error:
            place = f"{name}:{number}"
            raise Refused(line(placed(place, error.message))) from error


def first_instant(stream: IO[bytes]) -> datetime | None:
    """Return the instant of the first line, None where it has none, and go back to the start."""
    try:
        text = next((text for _number, text in _lines(stream)), b"{}")
        return parse_instant(str(load_line(text).get("at", "")))
    except FactError:
        return None
    finally:
        stream.seek(0)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while text := stream.readline(LONGEST + 1):
        number += 1
        if text.strip():
            yield number, text

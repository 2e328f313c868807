"""What people write in answer to a question, and what is meant: names, prizes, numbers, times, a round by its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizarena.languages import LANGUAGES
from quizarena.rulebook import Format
from quizarena.text import Text, draw

from .dialogue import Unclear
from .draft import Team, scalar
from .words import _, told

NONE = "-"
"""What stands for nothing at all."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_PRIZE = re.compile(r"(.+?)[\s:x]*(\d+)\s*(?:\u540d|\u4e2a|\u961f)?")


def names_of(written: str) -> tuple[str, ...]:
    """Return the names in a line as people write it: between commas, semicolons or the Chinese enumeration mark."""
    return tuple(name for part in re.split("[\u3001,\uff0c;\uff1b\t]+", written) if (name := " ".join(part.split())))


def brief(form: Format) -> str:
    """Return the first sentence about a format."""
    return re.split(r"(?<=[\u3002])|(?<=\.)\s", told(form.about))[0]


def titled(written: str, known: Iterable[Format]) -> Format:
    """Return the format in whose title the words stand; the shortest title fits best."""
    word = written.casefold()
    fitting = [each for each in known if any(word in draw(each.title, code).casefold() for code in LANGUAGES)]
    if not fitting:
        raise Unclear(_("{answer}: is no round of the list; write its number", answer=written))
    return min(fitting, key=lambda each: len(told(each.title)))


def as_yaml(written: str, *, like: str) -> str:
    """Return an answer as the rulebook writes it: times in quotes, several values in brackets where `like` has them."""
    text = unicodedata.normalize("NFKC", written)
    if like.startswith("["):
        parts = filter(None, re.split(r"[\s,\u3001]+", text.strip("[]")))
        return f"[{', '.join(map(_value, parts))}]"
    return _value(text)


def _value(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else scalar(text)


def one_of(known: Mapping[str, Any]) -> Callable[[str], str]:
    """Return a reader that takes the known words alone."""

    def read(written: str) -> str:
        if written not in known:
            raise Unclear(_("{answer}: is none of these; write a number from the list", answer=written))
        return written

    return read


def typed_teams(written: str) -> tuple[Team, ...]:
    """Return the teams whose names stand in a line."""
    return tuple(map(Team, names_of(written)))


def with_some_members(teams: tuple[Team, ...], count: int) -> tuple[Team, ...]:
    """Return the teams with so many members each, called after their team until somebody names them."""
    return tuple(
        Team(each.name, tuple(told(_("{team} {number}", team=each.name, number=nth)) for nth in range(1, count + 1)))
        for each in teams
    )


def some_judges(count: int) -> tuple[str, ...]:
    """Return the names of judges until somebody names them."""
    return tuple(told(_("Judge {number}", number=number)) for number in range(1, count + 1))


def usual_prizes(teams: int) -> Text:
    """Return prizes that go with so many teams, as somebody would write them."""
    if teams < 3:
        return _("Winner 1")
    if teams == 3:
        return _("First prize 1, Second prize 1")
    return _("First prize 1, Second prize 1, Third prize 2")


def read_prizes(written: str) -> tuple[tuple[str, int], ...]:
    """Return each prize with the number of its places, 1 where none is written; raises Unclear."""
    if written == NONE:
        return ()
    parts = [unicodedata.normalize("NFKC", each) for each in names_of(written)]
    nameless = next((part for part in parts if part.isdecimal()), None)
    if nameless is not None:
        raise Unclear(_("{answer}: is a number without a prize; write the prize before it", answer=nameless))
    found = [(part, _PRIZE.fullmatch(part)) for part in parts]
    return tuple((part, 1) if match is None else (match[1], int(match[2])) for part, match in found)

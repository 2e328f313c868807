"""Writes docs/intents.md, what every fact is for: `python docs/intents.py`.

The table is not written by hand: it is read off the classes of the frame and of the kinds in this distribution. A test
compares the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from quizarena.contest.facts import FRAME_FACTS
from quizarena.facts import Fact, Intent
from quizarena.rounds import KINDS, load_kind
from quizarena.season.facts import FACTS as SEASON_FACTS

PAGE = Path(__file__).parent / "intents.md"
HEAD = """# What every fact is for

Written by docs/intents.py from the classes. Screens, sheets and reports go by a fact's intent and by whom it concerns (its fields
`team`, `member` and `judge`), never by its shape or its name. At the desk digits pick the options of STEP, CALL, DRAW, TIE and
CLOCK; RULING is `+`, `-`, `0` and, beside them, `A`; ABSENCE, ROSTER, PENALTY, REOPENING, STOPPAGE and SIGNING are recorded by `+`
alone. A round kind of your own says the intent of each of its facts, see [plugins.md](plugins.md).
"""  # noqa: E501
SUBJECT = ("team", "member", "judge")


def written() -> str:
    """Return the page as it is now."""
    return HEAD + "".join(f"\n{line}" for line in tables()) + "\n"


def tables() -> Iterator[str]:
    """Yield the lines of all tables: the frame's, then one for each family of kinds."""
    yield from table("The contest itself", FRAME_FACTS)
    families: dict[str, dict[type[Fact], None]] = {}
    for name in sorted(KINDS.names()):
        if KINDS.version(name).startswith("quizarena "):
            families.setdefault(name.partition(".")[0], {}).update(dict.fromkeys(load_kind(name).facts))
    for family, facts in families.items():
        yield ""
        yield from table(f"`{family}`", facts)
    yield ""
    yield from table("A season", SEASON_FACTS)


def table(title: str, facts: Iterable[type[Fact]]) -> Iterator[str]:
    """Yield a table of facts, those for the same together."""
    yield f"## {title}\n"
    yield "| fact | intent | concerns | says |\n|---|---|---|---|"
    order = list(Intent)
    for fact in sorted(facts, key=lambda each: (order.index(each.intent), each.type)):
        yield f"| {' | '.join(row(fact))} |"


def row(fact: type[Fact]) -> tuple[str, str, str, str]:
    """Return the cells of a fact."""
    concerns = [field.name for field in attrs.fields(fact) if field.name in SUBJECT]
    says = (fact.__doc__ or "").partition("\n")[0].replace("|", "\\|")
    return f"`{fact.type}`", fact.intent.name, ", ".join(concerns) or "-", says


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8", newline="\n")

"""Writes the tables of rule keys into docs/rulebook.md and docs/rulebook.zh-CN.md: `python docs/keys.py`.

The words are the `help` of the rules themselves, so the page says what the program says. A test compares them.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
from key_examples import Place, classes, example

from quizarena.points import show
from quizarena.rounds import KINDS, load_kind
from quizarena.rulebook import formats
from quizarena.rulebook.listed import WORDS_OF
from quizarena.text import Message, Words

MARK = "<!-- from here on written by docs/keys.py -->\n"
PAGES = {"en": "rulebook.md", "zh": "rulebook.zh-CN.md"}
HEADS = {"en": ("key", "left out", "meaning", "example"), "zh": ("键", "不写就是", "意思", "例子")}
REQUIRED = {"en": "must be written", "zh": "必须写"}
BY_PLACE = {"en": "made of the place", "zh": "按位置起"}
NOTHING = {"en": "none", "zh": "没有"}


def written(page: str, language: str) -> str:
    """Return the text of a page with its tables as they are now."""
    return page.partition(MARK)[0] + MARK + "".join(f"\n{line}" for line in tables(language)) + "\n"


def tables(language: str) -> Iterator[str]:
    """Yield the lines of all tables, one for each installed kind of this distribution."""
    seen: set[type] = set()
    known = formats()
    for name in KINDS.names():
        if KINDS.version(name).startswith("quizarena "):
            kind = load_kind(name)
            uses = ", ".join(f"`use: {each.use}`" for each in known if each.kind == name) or f"`kind: {name}`"
            yield f"### {kind.title.in_language(language)}\n\n{uses}\n"
            yield f"| {' | '.join(HEADS[language])} |\n|---|---|---|---|"
            yield from (f"| {' | '.join(row)} |" for row in rows(kind.rules, language, seen))
            yield ""


def rows(
    rules: type, language: str, seen: set[type], within: tuple[Place, ...] = (), *, numbered: bool = False
) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each key, and for those inside it the first time its class comes up.

    `numbered` says that an id which is left out is made of the place.
    """
    hints = typing.get_type_hints(rules)
    for field in attrs.fields(rules):
        place = Place(rules, field.alias or field.name, within)
        key = ".".join(each.key for each in (*within, place))
        help_ = field.metadata.get("help")
        meaning = help_.in_language(language) if help_ else ""
        left_out = BY_PLACE[language] if numbered and field.name == "id" else default(field, language)
        yield f"`{key}`", left_out, meaning.replace("|", "\\|"), f"`{example(place, language)}`"
        for inner in classes(hints[field.name]):
            if inner not in seen:
                seen.add(inner)
                numbers = field.metadata.get("include") in WORDS_OF
                yield from rows(inner, language, seen, (*within, place), numbered=numbers)


def default(field: attrs.Attribute[Any], language: str) -> str:
    """Return what holds where the key is left out, as a rulebook would write it."""
    value = field.default
    if value is attrs.NOTHING:
        return REQUIRED[language]
    if hasattr(value, "factory") or value is None or value == ():
        return NOTHING[language]
    return f"`{value.in_language(language) if isinstance(value, (Message, Words)) else _plain(value)}`"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_plain, value))}]"
    if attrs.has(type(value)):
        return f"{{{', '.join(f'{key}: {_plain(each)}' for key, each in attrs.asdict(value, recurse=False).items())}}}"
    return value if isinstance(value, str) else show(Fraction(value))


if __name__ == "__main__":
    for language, name in PAGES.items():
        path = Path(__file__).parent / name
        path.write_text(written(path.read_text(encoding="utf-8"), language), encoding="utf-8", newline="\n")

"""What somebody probably meant who wrote a mapping's keys in another way: sentences for keys nobody knows.

Decides which ways are known: a name in place of a key, a text where a mapping belongs, words of a list without their
brackets, half of a key's name, a key of the mapping inside. Leaves to the forms when something is wrong at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizarena.plugins import nearest
from quizarena.text import Text

from .nodes import Entries, Node, Scalar, _, shown


def pair(node: Entries, known: Sequence[str], two: Sequence[str]) -> Text | None:
    """Return how `{First prize: 1}` is written with the keys `two`, None where it is no such pair."""
    if len(node.entries) != 1 or len(two) != 2 or node.entries[0][0].text in known:
        return None
    [(key, value)] = node.entries
    if nearest(key.text, known) or not isinstance(value, Scalar) or not value.text:
        return None
    meant = f"{{{two[0]}: {key.text}, {two[1]}: {value.text}}}"
    return _("{key} stands where a key belongs; write {meant}", key=shown(key.text), meant=meant)


def entry(text: str, path: Sequence[str], two: Sequence[str]) -> str | None:
    """Return how the bare `text` at `path` is written with the keys `two`, None where one cannot say."""
    if not two or not path:
        return None
    if two[0] != "id":
        return f"{'' if path[-1].isdecimal() else f'{path[-1]}: '}{{{two[0]}: {text}}}"
    listed = path[1:] and path[-1].isdecimal()
    if not listed:
        return None
    return f"{{id: {path[-2][0]}{int(path[-1]) + 1}, {two[-1]}: {text}}}" if len(two) == 2 else None


def without_brackets(node: Entries, known: Sequence[str]) -> Iterator[tuple[Scalar, list[Scalar], Scalar]]:
    """Yield (key, the words behind it, its value) for each `members: Ann, Ben, Cem` on one line."""
    at: tuple[Scalar, Node] | None = None
    words: list[Scalar] = []
    for key, value in (*node.entries, (Scalar("", place=node.place), node)):
        bare = isinstance(value, Scalar) and value.text == "" and key.text not in known
        if at is not None and bare and key.place.line == at[0].place.line:
            words.append(key)
            continue
        if at is not None and words and isinstance(at[1], Scalar):
            yield at[0], words, at[1]
        at, words = ((key, value) if key.text in known else None), []


def bracketed(key: Scalar, words: Sequence[Scalar], value: Scalar) -> Text:
    """Return what to write for a key whose words stand without brackets."""
    together = ", ".join((value.text, *(word.text for word in words)))
    return _("{word} stands alone; a list needs brackets, write {meant}", word=shown(words[0].text),
             meant=f"{key.text}: [{together}]")  # fmt: skip


def halves(key: str, known: Sequence[str]) -> list[str]:
    """Return the keys that `key` is a part of: `time` is one of `answer_time`."""
    return [each for each in known if key in each.split("_")]


def inside(key: str, within: Mapping[str, Sequence[str]]) -> Text | None:
    """Return that `key` belongs one level down, into the mapping of the key that has it."""
    for head, keys in within.items():
        if key in keys:
            meant = f"{head}: {{{key}: ...}}"
            return _("{key} belongs inside {head}; write {meant}", key=shown(key), head=shown(head), meant=meant)
    return None

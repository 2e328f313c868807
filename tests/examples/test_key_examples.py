"""Every key of every kind stands in docs/rulebook with an example, and `check` takes all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import keys

from quizarena.rounds import KINDS, load_kind
from quizarena.rulebook import formats, load
from tests.media import png

USES = {"debate": "debate/pairs", "placing": "placing/judged", "scenario": "scenario/staged"}
NEEDED: Mapping[str, dict[str, str]] = {
    "debate": {"criteria": "{content: 60}"},
    "placing": {"panel": "{rule: skating}"},
    "quiz.star": {"award": "Star"},
    "scenario": {"criteria": "{content: 60}"},
}
"""What a round of a kind has to say whatever the example is."""
ALONE = {"answers", "attempts_max", "early_buzz", "packs", "parts", "performers", "second_chance", "slips", "topics"}
"""Keys that do not go with just any other."""
HEAD = """
quizarena: 1
contest: {title: Examples, language: en}
teams: [TEAMS]
judges: [{id: v, name: V, chief: true}, W, X, Y, Z]
order: roster
panel: {rule: mean}
rounds:
"""


def examples(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the key and the example of each row of the tables."""
    seen: set[type] = set()
    for name in KINDS.names():
        if KINDS.version(name).startswith("quizarena "):
            for key, _left_out, _meaning, example in keys.rows(load_kind(name).rules, language, seen):
                yield name, key.strip("`"), example.strip("`")


def top_keys(example: str) -> dict[str, str]:
    """Return the keys that stand outermost in an example, with what follows them."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(example):
        quoted ^= sign == '"'
        depth += 0 if quoted else (sign in "[{") - (sign in "]}")
        if sign == "," and not depth and not quoted:
            parts.append(example[start:at])
            start = at + 1
    pairs = (part.strip().split(": ", 1) for part in (*parts, example[start:]))
    return dict(map(tuple, pairs))


def rounds(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield rounds that have every example, simple keys of a kind in one round where they go together."""
    made: list[tuple[str, dict[str, str], bool]] = []
    for kind, key, example in rows:
        said = top_keys(example)
        joins = "." not in key and key not in ALONE and kind not in ("debate", "placing")
        room = next((own for name, own, fits in made if fits and name == kind and not set(said) & set(own)), None)
        if joins and room is not None:
            room |= said
        else:
            needed = {"items": "1"} if key.startswith("questions.") else NEEDED.get(kind, {})
            made.append((kind, ({} if "measure" in said else needed) | said, joins))
    used = {each.kind: each.use for each in reversed(formats())} | USES
    for nth, (kind, said, _joins) in enumerate(made):
        use = "placing/time" if "measure" in said else used[kind]
        body = ", ".join(f"{key}: {each}" for key, each in said.items())
        yield f"  - {{id: k{nth}, title: T{nth}, use: {use}, {body}}}"


def test_check_takes_the_example_of_every_key_in_both_languages(tmp_path: Path) -> None:
    bank = "".join(f"- Question {nth}\n" for nth in range(450))
    files = {"questions.yaml": bank, "topics.yaml": "[One, Two, Three, Four]\n"}
    members = {team: ", ".join(f"{team}{nth}" for nth in range(5)) for team in "abcd"}
    teams = ", ".join(f"{{id: {team}, name: {team}, members: [{each}]}}" for team, each in members.items())
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "nile.png").write_bytes(png())
    english = {row[:2]: row for row in examples("en")}
    chinese = [row for row in examples("zh") if row != english[row[:2]]]
    for rows in (english.values(), chinese):
        told = list(rounds(rows))
        (tmp_path / "contest.yaml").write_text(HEAD.replace("TEAMS", teams) + "\n".join(told) + "\n", encoding="utf-8")
        assert len(load(tmp_path / "contest.yaml").rounds) == len(told) > 30


def test_every_key_has_an_example_in_which_it_stands() -> None:
    for _kind, key, example in examples("en"):
        assert all(f"{each}: " in example for each in key.split(".")), (key, example)

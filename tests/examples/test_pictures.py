"""The pictures of docs/screens are what the screens paint, and both READMEs show them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from pictures import FOLDER, LANGUAGES, ROOT, SCREENS, pictures

READMES = {"en": "README.md", "zh": "README.zh-CN.md"}


def masked(text: str) -> str:
    """Return a picture without the chain's head, which differs from one playing to the next."""
    return re.sub(r"(#\d{3}) ?[0-9a-f]{4}", r"\1 ----", text)


def test_the_files_are_what_the_screens_paint() -> None:
    drawn = {name: masked(text) for name, text in pictures()}
    assert {path.name for path in FOLDER.iterdir()} == set(drawn)
    for name, text in drawn.items():
        assert masked((FOLDER / name).read_text(encoding="utf-8")) == text, f"{name}: run python docs/pictures.py"


def test_every_file_is_a_picture_and_small() -> None:
    for path in FOLDER.iterdir():
        assert ElementTree.parse(path).getroot().tag.endswith("svg")
        assert path.stat().st_size < 20_000, path


def test_each_readme_shows_the_four_of_its_language() -> None:
    assert set(READMES) == set(LANGUAGES)
    for language, name in READMES.items():
        shown = re.findall(r"\]\((docs/screens/[^)]+)\)", (ROOT / name).read_text(encoding="utf-8"))
        assert shown == [f"docs/screens/{screen}.{language}.svg" for screen in SCREENS]

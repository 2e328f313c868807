"""Words in lit cells: what ships as dots, what a font gives, and a system that has neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizarena.terminal.lettering import (
    Dots,
    FontLettering,
    Lettering,
    find_font,
    font_folders,
    shipped,
    system_lettering,
)

from .lettering import BLOCKS

SHIPPED = shipped()


def font() -> FontLettering:
    """Return the lettering of the Latin font that Pillow brings."""
    image_font = pytest.importorskip("PIL.ImageFont")
    return FontLettering(image_font.load_default(96))


def lit(dots: Dots | None) -> int:
    assert dots is not None
    assert len({len(row) for row in dots}) == 1
    return sum(row.count("#") for row in dots)


@pytest.mark.parametrize("word", ["正确", "错误", "犯规", "时间到"])
@pytest.mark.parametrize("across", [14, 16, 22, 24])
def test_chinese_verdicts_need_no_font(word: str, across: int) -> None:
    found = SHIPPED.wide(word, across, 12)
    assert found is not None
    for dots in found:
        assert [len(row) for row in dots] == [across] * 12
        assert 20 < lit(dots) < 12 * across - 20


@pytest.mark.parametrize("word", ["RIGHT", "WRONG", "FALSE START", "TIME"])
def test_english_verdicts_need_no_font(word: str) -> None:
    columns = SHIPPED.columns(word, 12)
    assert columns is not None
    for most in (columns, columns - 10):
        dots = SHIPPED.line(word, 12, most)
        assert dots is not None
        assert (len(dots), len(dots[0])) == (12, most)
        assert lit(dots) > 100


@pytest.mark.parametrize("word", ["开源街道", "正解", "Kaiyuan", "RIGHT 正确", ""])
def test_other_words_do(word: str) -> None:
    assert SHIPPED.wide(word, 24, 12) is None
    assert SHIPPED.line(word, 12, 200) is None


def test_a_font_letters_by_the_width_of_its_letters() -> None:
    letters = font()
    narrow, broad = letters.columns("ill", 12), letters.columns("www", 12)
    assert narrow is not None
    assert broad is not None
    assert narrow < broad
    dots = letters.line("www", 12, 20)
    assert dots is not None
    assert (len(dots), len(dots[0])) == (12, 20), "squeezed into what there is"
    assert any("#" in row[:2] for row in dots), "cut to its ink"


def test_a_character_that_the_font_lacks_is_not_lettered() -> None:
    letters = font()
    assert letters.wide("驿城", 24, 12) is None
    assert letters.line("A\u0e01", 12, 90) is None


def test_characters_of_a_name_share_one_box() -> None:
    """The stroke of 一 does not fill its cell beside another character."""
    letters = system_lettering()
    if not isinstance(letters, FontLettering):
        pytest.skip("no Chinese font on this system, or no Pillow")
    alone, beside = letters.wide("一", 24, 12), letters.wide("一国", 24, 12)
    assert alone is not None
    assert beside is not None
    assert lit(alone[0]) > 200
    assert lit(beside[0]) < 80


def test_the_font_with_thin_strokes_is_taken_first(tmp_path: Path) -> None:
    assert find_font([tmp_path, tmp_path / "nowhere"]) is None
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("simhei.ttf", "deep/NotoSansSC-Regular.otf", "deep/er/other.ttf"):
        (tmp_path / name).write_bytes(b"")
    assert find_font([tmp_path]) == tmp_path / "deep" / "NotoSansSC-Regular.otf"


@pytest.mark.parametrize("content", [b"", b"no font at all" * 100])
def test_without_a_font_that_can_be_read_the_shipped_words_remain(tmp_path: Path, content: bytes) -> None:
    assert system_lettering([tmp_path]) is shipped()
    (tmp_path / "simhei.ttf").write_bytes(content)
    assert system_lettering([tmp_path]) is shipped()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_folders_for_fonts(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert len(list(font_folders())) >= 2


def test_the_tests_own_lettering_is_one() -> None:
    letters: Lettering = BLOCKS
    assert letters.wide("开", 3, 2) == (("###", "###"),)

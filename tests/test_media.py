"""How long a sound or a film plays, where its file says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizarena.media import length_ms
from tests.media import mp4, png, wav


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.wav", wav(300), 300),
        ("a.mp4", mp4(61_500), 61_500),
        ("a.M4A", mp4(2_000, version=1), 2_000),
        ("wide.mp4", mp4(1_000, wide=True), 1_000),
        ("cut.mp4", mp4(1_000)[:-20], None),
        ("recorded.mp4", mp4(0), None),
        ("none.mp4", png(), None),
        ("cut.wav", wav()[:20], None),
        ("a.mp3", b"ID3" + bytes(99), None),
        ("empty.mp4", b"", None),
    ],
)
def test_how_long_a_file_plays(tmp_path: Path, name: str, content: bytes, expected: int | None) -> None:
    (tmp_path / name).write_bytes(content)
    assert length_ms(tmp_path / name) == expected


def test_a_file_that_is_gone_plays_no_time(tmp_path: Path) -> None:
    assert length_ms(tmp_path / "gone.mp4") is None

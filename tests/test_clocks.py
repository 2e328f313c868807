"""Times in words."""

from __future__ import annotations

import pytest

from quizarena.clocks import duration


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 seconds"),
        (1, "1 秒", "1 second"),
        (59, "59 秒", "59 seconds"),
        (60, "1 分钟", "1 minute"),
        (61, "1 分 1 秒", "1 minute 1 second"),
        (120, "2 分钟", "2 minutes"),
        (150, "2 分 30 秒", "2 minutes 30 seconds"),
    ],
)
def test_a_duration_is_read_out(seconds: int, zh: str, en: str) -> None:
    assert (duration(seconds).in_language("zh"), duration(seconds).in_language("en")) == (zh, en)

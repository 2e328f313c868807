"""Running the command line inside the test's process, and comparing what it prints with files.

`QUIZARENA_GOLDEN=write pytest tests/cli` renews the files; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner, Result

from quizarena.cli import root

GOLDEN = Path(__file__).parent / "golden"


def run(*args: str | Path, status: int | None = 0, lang: str = "en", stdin: str | bytes | None = None) -> Result:
    """Run `quizarena ARGS` in the locale of `lang`; it ends without a traceback, with `status` if not None."""
    env = {"LC_ALL": {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang]}
    result = CliRunner().invoke(root, [str(each) for each in args], input=stdin, env=env, prog_name="quizarena")
    assert status is None or result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def same(name: str, text: str) -> None:
    """Compare `text` with the golden file `name`."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("QUIZARENA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")

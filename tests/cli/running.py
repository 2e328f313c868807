"""Running the command line inside the test's process, and comparing what it prints with files.

`QUIZARENA_GOLDEN=write pytest tests/cli` renews the files; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner, Result

from quizarena.cli import root

GOLDEN = Path(__file__).parent / "golden"
TWO_TEAMS = """
quizarena: 1
contest: {title: Two teams, language: en}
teams: [{id: red, name: Red, members: [R]}, {id: blue, name: Blue, members: [B]}]
rounds: [{id: quiz, use: quiz/required, per_team: 1}]
"""


def run(*args: str | Path, status: int | None = 0, lang: str = "en", stdin: str | bytes | None = None) -> Result:
    """Run `quizarena ARGS` in the locale of `lang`; it ends without a traceback, with `status` if not None."""
    env = {"LC_ALL": {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang]}
    result = CliRunner().invoke(root, [str(each) for each in args], input=stdin, env=env, prog_name="quizarena")
    assert status is None or result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def started(folder: Path, rules: str, *, is_open: bool = False) -> Path:
    """Start a contest of these rules in `folder`, open for real with `is_open`, and return its file."""
    written, path = folder / "contest.yaml", folder / "two.qa"
    written.write_text(rules, encoding="utf-8")
    run("start", written, path)
    if is_open:
        run("push", path, "contest.opened", "mode=live")
    return path


def same(name: str, text: str) -> None:
    """Compare `text` with the golden file `name`."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("QUIZARENA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")

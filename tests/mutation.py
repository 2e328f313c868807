"""`make mutation`: change one operator, number or condition at a time in the scoring core; print what no test noticed.

Works on a copy of the repository in build/mutation, so that a run cut short leaves nothing changed. Not in CI: hours.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
COPY = ROOT / "build" / "mutation"
CORE = {
    "quizarena/points.py": "tests/test_points.py tests/test_scores.py",
    "quizarena/scores.py": "tests/test_scores.py tests/panels",
    "quizarena/panels": "tests/panels tests/test_judged_cases.py",
    "quizarena/standings": "tests/standings tests/contest/test_ties.py",
    "quizarena/draws": "tests/draws",
    "quizarena/contest/scoring.py": "tests/contest",
    "quizarena/contest/standings.py": "tests/contest",
    "quizarena/contest/changes.py": "tests/contest",
    "quizarena/journal/row.py": "tests/journal",
}
"""What is changed, and the tests that have to notice."""
CONFIG = """\
[cosmic-ray]
module-path = "{module}"
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -q -x -n 0 -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
"""
"""A bar between types is no operation."""


def main(wanted: list[str]) -> int:
    """Mutate the modules `wanted`, all by default; return 1 if a mutant survived."""
    shutil.rmtree(COPY, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, COPY], check=True)
    subprocess.run([sys.executable, "hatch_build.py"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
    left = 0
    for module, tests in CORE.items():
        if not wanted or module in wanted:
            done = list(_mutants(module, tests))
            survived = [each for each in done if each["test_outcome"] == "survived"]
            left += len(survived)
            _say(f"{module}: {len(survived)} of {len(done)} survived")
            for each in survived:
                _say(each["diff"])
    return int(left > 0)


def _mutants(module: str, tests: str) -> Iterator[dict[str, Any]]:
    """Try every mutant of a module; yield what became of each."""
    config, session = COPY / "mutation.toml", COPY / "mutation.sqlite"
    session.unlink(missing_ok=True)
    config.write_text(CONFIG.format(module=module, tests=tests, python=sys.executable), encoding="utf-8")
    _cosmic_ray("init", config, session)
    _run("cosmic_ray.tools.filters.operators_filter", session, config)
    _cosmic_ray("exec", config, session)
    for line in _cosmic_ray("dump", session).splitlines():
        _work, result = json.loads(line)
        if result is not None and result["test_outcome"] is not None:  # not one that was left out
            yield result


def _cosmic_ray(*command: str | Path) -> str:
    return _run("cosmic_ray.cli", *command)


def _run(module: str, *arguments: str | Path) -> str:
    run = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(run, cwd=COPY, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

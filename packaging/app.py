"""Where the single executable begins (`make app`): the command line, and whatever a program of ours starts by `-m`.

Screens start one another as `sys.executable -m quizarena...`; in an executable that is this file, with no Python.
"""

from __future__ import annotations

import runpy
import sys


def main() -> None:
    """Run the command line, or the module of QuizArena that is named behind `-m`."""
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2].partition(".")[0] == "quizarena":
        del sys.argv[1]
        runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
    elif len(sys.argv) == 1:
        sys.argv.append("demo")  # somebody has double-clicked it
        _main()
    else:
        _main()


def _main() -> None:
    from quizarena.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()

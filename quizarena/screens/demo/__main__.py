"""A desk among robots as a process: `python -m quizarena.screens.demo FILE LANGUAGE PLAYED_BY [restarted]`."""

from __future__ import annotations

import sys

from .run import RESTARTED, run_desk

if __name__ == "__main__":
    run_desk(*sys.argv[1:4], restarted=RESTARTED in sys.argv[4:])

"""The demo's desk as a process: `python -m quizarena.screens.demo FILE LANGUAGE [restarted]`."""

from __future__ import annotations

import sys

from .run import RESTARTED, run_desk
from .story import read_story

if __name__ == "__main__":
    run_desk(sys.argv[1], sys.argv[2], restarted=RESTARTED in sys.argv[3:], story=read_story())

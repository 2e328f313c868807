"""A desk among robots as a process kept ready: `python -m quizarena.terminal.guided ADDRESS PLAYED_BY`."""

from __future__ import annotations

import sys

from .ready import at_the_door, words_on


def main(address: str, played_by: str) -> None:
    """Load everything, wait for the file, the language and perhaps `restarted`, and run the desk."""
    line = at_the_door(address)
    from .run import RESTARTED, load, run_desk

    load(played_by)
    words = words_on(line)
    if words is not None:
        run_desk(words[0], words[1], played_by, restarted=RESTARTED in words[2:])


if __name__ == "__main__":
    main(*sys.argv[1:3])

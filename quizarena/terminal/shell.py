"""How this program and its files are typed in a shell, so that a line that is printed runs as it stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

_UNSAFE = re.compile(r"[^\w./:,@%+=-]")


def program() -> str:
    """Return how a shell in any folder calls this program: by its name where that finds it, else by its path."""
    name = f"quizarena{'.exe' if sys.platform == 'win32' else ''}"
    own, found = Path(sys.executable).with_name(name), shutil.which("quizarena")
    if not own.exists():
        return "quizarena" if found is not None else f"{typed(sys.executable)} -m quizarena"
    return "quizarena" if found is not None and own.samefile(found) else typed(str(own))


def typed(path: str) -> str:
    """Return a path as it is typed: in quotes where the shell would take something in it for its own."""
    if not _UNSAFE.search(path):
        return path
    return f'"{path}"' if os.name == "nt" else shlex.quote(path)

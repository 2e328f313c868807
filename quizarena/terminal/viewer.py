"""The machine's own viewer for pictures, sounds and films: opened beside the desk, never waited for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs

from ..text import Text
from .words import _

_OPENERS = {"darwin": "open", "win32": "startfile"}
_LINUX = "xdg-open"


def opener() -> str:
    """Return what opens files on this machine, nothing where there is none."""
    name = _OPENERS.get(sys.platform, _LINUX)
    return name if name == "startfile" or shutil.which(name) is not None else ""


@attrs.define
class Viewer:
    """What opens a file; `command` is empty where this machine has nothing that does."""

    command: str = attrs.field(factory=opener)

    def show(self, file: Path) -> Text:
        """Begin to show a file, and say so or why not; the program is its own from then on."""
        if not self.command:
            return _("This machine has no program that opens files ({name}); the file is {file}", name=_LINUX,
                     file=str(file))  # fmt: skip
        try:
            self._open(file)
        except OSError:
            return _("The program for such files does not start; the file is {file}", file=str(file))
        return _("Opened beside; on the projector it is shown by hand.")

    def _open(self, file: Path) -> None:
        if self.command == "startfile":
            os.startfile(file)  # type: ignore[attr-defined]
            return
        nothing = subprocess.DEVNULL
        subprocess.Popen(
            [self.command, str(file)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )

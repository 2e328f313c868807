"""What `.ci/install` has npm bring: without it a test is skipped, or fails where QUIZARENA_NPM=1."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_MODULES = Path(__file__).parents[1] / "build" / "npm" / "node_modules"


def from_npm(file: str) -> Path:
    """Return a file of a package."""
    return _MODULES / file if (_MODULES / file).exists() else _without(file)


def program_from_npm(name: str) -> str:
    """Return the path of a program that a package brings, or one of that name that is installed otherwise."""
    found = shutil.which(name, path=f"{_MODULES / '.bin'}{os.pathsep}{os.environ['PATH']}")
    return found or _without(name)


def _without(name: str) -> NoReturn:
    if os.environ.get("QUIZARENA_NPM") == "1":
        pytest.fail(f"{name} is not there, and QUIZARENA_NPM=1 asks for it")
    pytest.skip(f"{name} is not installed (.ci/install brings it where npm is)")

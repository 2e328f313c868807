"""Lets the tests of this folder import the examples and the plug-ins from where they lie, without installing them."""

from __future__ import annotations

import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path += [str(EXAMPLES), *(str(EXAMPLES / "plugins" / name) for name in ("quizarena-extras", "quizarena-games"))]

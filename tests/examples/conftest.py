"""Lets the tests here import examples, plug-ins and the tool of docs/ from where they lie, without installing them."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = ("docs", "examples/plugins/quizarena-extras", "examples/plugins/quizarena-games")
sys.path += [str(ROOT / place) for place in PLACES]

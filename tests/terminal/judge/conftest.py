"""Puts the plug-in that two of the rule-sets need where it can be imported; it is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "examples" / "plugins" / "quizarena-games"))

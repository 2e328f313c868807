"""The debate's own sentences and the names of its sides."""

from __future__ import annotations

from collections.abc import Mapping

from quizarena.text import Text, catalogue

_ = catalogue("debate", __file__)

OTHER = {"affirmative": "negative", "negative": "affirmative"}
SIDES: Mapping[str, Text] = {
    "affirmative": _("Affirmative"),
    "negative": _("Negative"),
    "both": _("Both sides"),
}
SIDE: Mapping[str, Text] = {
    "affirmative": _("affirmative"),
    "negative": _("negative"),
    "both": _("both sides"),
}
"""The sides after a colon, a comma or another word."""
THE_SIDE: Mapping[str, Text] = {
    "affirmative": _("the affirmative"),
    "negative": _("the negative"),
}
"""The sides inside a sentence."""
THE_SIDE_FIRST: Mapping[str, Text] = {
    "affirmative": _("The affirmative"),
    "negative": _("The negative"),
}
"""The sides at the beginning of a sentence."""

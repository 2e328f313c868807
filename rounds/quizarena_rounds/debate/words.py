"""The debate's own sentences and the names of its sides."""

from __future__ import annotations

from collections.abc import Mapping

from quizarena.text import Text, both, catalogue

_ = catalogue("debate", __file__)

SIDES: Mapping[str, Text] = {
    "affirmative": both(zh="正方", en="Affirmative"),
    "negative": both(zh="反方", en="Negative"),
    "both": both(zh="双方", en="Both sides"),
}
THE_SIDE: Mapping[str, Text] = {
    "affirmative": both(zh="正方", en="the affirmative"),
    "negative": both(zh="反方", en="the negative"),
}
"""The sides inside a sentence."""
THE_SIDE_FIRST: Mapping[str, Text] = {
    "affirmative": both(zh="正方", en="The affirmative"),
    "negative": both(zh="反方", en="The negative"),
}
"""The sides at the beginning of a sentence."""

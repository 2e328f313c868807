"""The form of `ties:`: every tie-break that is wrong is reported, with the right way to write a short one."""

from __future__ import annotations

from typing import Any

import attrs

from quizarena.errors import QuizArenaError
from quizarena.nodes import Broken, Entries, Items, Node, Scalar, shown
from quizarena.standings import TIE_BREAKS, Ties, read_breaker

from .plugged import PluggedForm, blame_key, loose
from .problems import BAD, At
from .structure import special
from .words import _


@attrs.frozen
class TiesForm(PluggedForm):
    """When ties are broken, by what, and how it goes on."""

    def read(self, node: Node, at: At) -> Any:
        """Return the `Ties`; each tie-break that is wrong is reported."""
        meant = _meant_list(node)
        if meant is not None:
            return at.refuse(node.place, _("tie-breaks go under by; write {meant}", meant=f"ties: {{by: {meant}}}"))
        breakers = node.get("by") if isinstance(node, Entries) else None
        if not isinstance(node, Entries) or not isinstance(breakers, Items):
            return super().read(node, at)
        wrong = [_refused(nth, each, node, at) for nth, each in enumerate(breakers.items)]
        return BAD if any(wrong) else super().read(node, at)


def _meant_list(node: Node) -> str | None:
    """Return the list that stands where the keys belong, as `by` would hold it."""
    if isinstance(node, Scalar) and not node.is_null:
        return f"[{node.text}]"
    if isinstance(node, Items) and node.items:
        texts = [each.text for each in node.items if isinstance(each, Scalar)]
        return f"[{', '.join(texts)}]" if len(texts) == len(node.items) else "[...]"
    return None


def _refused(nth: int, breaker: Node, ties: Entries, at: At) -> bool:
    """Report what is wrong with one tie-break; whether anything is."""
    if isinstance(breaker, Broken):
        return True
    if isinstance(breaker, Scalar) and breaker.text in at.reading.rounds and breaker.text not in TIE_BREAKS.names():
        message = _("{round} is a round; to go by its score, write {meant}", round=shown(breaker.text),
                    meant=f"{{round: {breaker.text}}}")  # fmt: skip
        return bool(at.down("by").down(nth).refuse(breaker.place, message))
    try:
        read_breaker(f"by.{nth}", loose(breaker))
    except QuizArenaError as error:
        return bool(blame_key(error.message, ties, at))
    return False


special(Ties, TiesForm(Ties))

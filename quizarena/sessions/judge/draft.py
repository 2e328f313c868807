"""The one draft in which a judge's unfinished sheets rest, shared by every window this judge has open.

It is written only over what was read before: what another window wrote meanwhile is taken in, and no figure is lost.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ...journal import Journal
from .bundle import Bundle


def ballots_key(judge: str) -> str:
    """Return the name of the draft of a judge's unfinished sheets."""
    return f"ballots:{judge}"


def reminder_key(judge: str) -> str:
    """Return the name of the draft by which the desk reminds a judge; what it says does not matter."""
    return f"remind:{judge}"


@attrs.define(eq=False)
class SheetsDraft:
    """A judge's draft as this window saw it last; `is_recorded` whether a ballot of that id is in.

    Every method raises JournalError like the journal's.
    """

    journal: Journal
    judge: str
    is_recorded: Callable[[str], bool]
    _text: str | None = attrs.field(default=None, init=False)
    _seen: Bundle | None = attrs.field(default=None, init=False)

    def opened(self, bundle: Bundle) -> Bundle:
        """Return freshly opened sheets with what the draft has of them."""
        self._text = self.journal.draft(ballots_key(self.judge))
        self._seen = bundle.restored(self._text, self.is_recorded)
        return self._seen

    def write(self, bundle: Bundle) -> Bundle:
        """Write the sheets; return them as they stand now, with what another window filled meanwhile.

        What is there already costs no commit.
        """
        if bundle.to_text() == self._text == self.journal.draft(ballots_key(self.judge)):
            self._seen = bundle
            return bundle
        while not self.journal.write_draft(ballots_key(self.judge), text := bundle.to_text(), self._text):
            bundle = self._merged(bundle, self.journal.draft(ballots_key(self.judge)))
        self._text, self._seen = text, bundle
        return bundle

    def look(self, bundle: Bundle) -> Bundle:
        """Return the sheets with what another window has filled since."""
        text = self.journal.draft(ballots_key(self.judge))
        return bundle if text == self._text else self._merged(bundle, text)

    def _merged(self, bundle: Bundle, text: str | None) -> Bundle:
        theirs = bundle.restored(text, self.is_recorded)
        merged = bundle.merged(theirs, self._seen or bundle)
        self._text, self._seen = text, theirs
        return merged

    def drop(self) -> None:
        """Forget the draft: everything is handed in."""
        self.journal.drop_draft(ballots_key(self.judge))
        self._text = self._seen = None

"""All papers of the day by one row of the menu: asked for here, written beside the desk, said where they lie."""

from __future__ import annotations

from datetime import datetime

import attrs

from ...arena import Arena
from ...errors import QuizArenaError
from ...journal.addresses import beside
from ...text import Joined, Text, of_system
from .words import _


@attrs.frozen
class PapersWritten:
    """What is said once they are written, or of why they are not."""

    said: Text
    is_trouble: bool = False


@attrs.frozen
class PapersJob:
    """The papers of the contest at an address, as it is when they are written: `run` raises nothing."""

    address: str
    at: datetime

    def run(self) -> PapersWritten:
        """Write them into a new folder beside the contest's file; of one on a server, in the desk's own folder."""
        from ...report.day_papers import write_papers

        file = beside(self.address)
        folder = file.with_name(f"{file.stem}-papers-{self.at:%Y%m%d-%H%M%S}")
        try:
            with Arena.open(self.address, read_only=True) as arena:
                contest = arena.contest.fork()
            written = write_papers(contest, folder, contest.rulebook.language, self.at)
        except QuizArenaError as error:
            return PapersWritten(_("The papers could not be written: {why}", why=error.message), True)
        except FileExistsError:
            return PapersWritten(_("The papers of this moment lie there already: {folder}", folder=str(folder)))
        except OSError as error:
            return PapersWritten(_("The papers could not be written: {why}", why=of_system(error)), True)
        said: Text = _("{count} papers are in {folder}", count=len(written.files), folder=str(folder))
        if written.missing:
            said = _("{said}. Without prizes: {why}", said=said, why=Joined(written.missing, "; "))
        return PapersWritten(said)


@attrs.define
class Papers:
    """Whether papers are asked for, and whether they are being written."""

    _asked: PapersJob | None = attrs.field(default=None, init=False)
    _running: PapersJob | None = attrs.field(default=None, init=False)

    def ask(self, address: str, now: datetime) -> Text:
        """Have them written beside the desk and return what is said; while that goes on nothing is added."""
        if not address:
            return _("This contest lies in no file; papers have no folder to go to.")
        if self._running is None and self._asked is None:
            self._asked = PapersJob(address, now)
        return _("The papers are being written.")

    def due(self) -> PapersJob | None:
        """Return the job to run now, None where none was asked for."""
        if self._asked is None:
            return None
        self._running, self._asked = self._asked, None
        return self._running

    def end(self) -> None:
        """Take in that the job has ended."""
        self._running = None

"""A voter's phone: the vote that is open, and whom one may vote for; else that there is none just now."""

from __future__ import annotations

import attrs

from ...blanks import Option
from ...scenes import Clocks, Ranking
from ..drawing import Drawing, Regions, headlines
from ..views import Picture
from ..words import _


@attrs.frozen
class Candidate:
    """Whom one may vote for: the number beside the name, and how the choice is said."""

    value: str
    number: int
    name: str
    said: str


def voter_picture(drawing: Drawing) -> Picture:
    """Return the picture of a voter's page."""
    regions, poll = Regions(), drawing.feed.poll
    regions.put("top", "hd", [("title", drawing.html("title"))])
    is_ours = poll is not None and poll.voters is not None
    regions.put("main", "bd", [("poll", poll_html(drawing)) if is_ours else ("waiting", drawing.html("waiting"))])
    return regions.picture("voter")


def poll_html(drawing: Drawing) -> str:
    """Return the vote that is open, as a form that the page's script fills in."""
    scene, poll = drawing.feed.scene, drawing.feed.poll
    assert poll is not None, "asked for only while a vote is open"
    candidates = [_candidate(drawing, nth, option) for nth, option in enumerate(poll.candidates, 1)]
    faces = [face for clocks in scene.of(Clocks) for face in clocks.faces]
    named = [drawing.word(headline.text) for headline in headlines(scene, drawing.language)]
    return drawing.shared("poll", poll=poll, candidates=candidates, faces=faces, headlines=named)


def _candidate(drawing: Drawing, nth: int, option: Option) -> Candidate:
    row = next((row for each in drawing.feed.scene.of(Ranking) for row in each.rows if row.team == option.team), None)
    label = drawing.word(option.label)
    if row is None or row.podium is None:
        return Candidate(option.value, nth, label, label)
    name = drawing.word(row.name)
    return Candidate(option.value, row.podium, name, drawing.word(_("desk {desk} {team}", desk=row.podium, team=name)))

"""The bulletin (简报): a few lines of plain text to post or to read out, who won and by how much.

Decides what is worth a line; every figure is one of the standings the audience may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..contest import Contest
from ..contest.columns import round_titles, tie_lines
from ..journal import grouped
from ..points import show
from ..roster import named
from ..scenes import Audience, Headline, OnStage, Prizes, Ranked, Ranking, Versus
from ..scores import Score
from ..text import CLAUSE, COMMA, Joined, Text, plain
from .chapters import SIDES
from .course import pieces
from .notes import notes, vouched_for
from .words import _

_HEAD = 16
"""Digits of the head: as many as `quizarena verify --head` asks for."""


def lines(contest: Contest, audience: Audience) -> Iterator[Text]:
    """Yield the bulletin, line by line."""
    scene = contest.scene(audience)
    if contest.state.is_rehearsal:
        yield _("REHEARSAL: this is no result")
    yield _("{contest}: results", contest=contest.rulebook.title)
    yield from notes(contest, audience)
    yield from _played(contest, audience)
    won = won_by(scene.of(Prizes))
    for ranking in scene.of(Ranking):
        yield from (_row(row, won) for row in ranking.rows if row.place is not None)
    yield from tie_lines(contest, audience)
    yield from matches(contest, audience)
    yield from honours(scene.of(Prizes))
    yield last_line(contest)


def last_line(contest: Contest) -> Text:
    """Return up to which record it goes, with the head of the chain."""
    last = vouched_for(contest)
    head = grouped(last.digest[:_HEAD])
    return _("Up to record #{seq}, head of the chain {head}", seq=f"{last.seq:03}", head=head)


def _played(contest: Contest, audience: Audience) -> Iterator[Text]:
    found = contest.standings(audience)
    titles = [title for each, title in round_titles(contest, found).items() if found.rounds[each]]
    if titles:
        yield _("{count} teams; {rounds}", count=len(found.totals), rounds=Joined(tuple(titles), COMMA))


def matches(contest: Contest, audience: Audience) -> Iterator[Text]:
    """Yield what was debated: sides, motion, and what the match gave each side once that is open."""
    scores, titles = contest.standings(audience).rounds, round_titles(contest, contest.standings(audience))
    for round_id, found in pieces(contest, audience).items():
        for piece in found:
            for versus in piece.of(Versus):
                sides = (_side(stage, scores[round_id]) for stage in (versus.affirmative, versus.negative))
                motion = () if versus.motion is None else (_("Motion: {motion}", motion=versus.motion),)
                heads = tuple(head.text for head in piece.of(Headline))
                yield Joined((Joined((titles[round_id], *heads), " "), *sides, *motion), CLAUSE)


def _side(stage: OnStage, scores: Mapping[str, Score]) -> Text:
    score = scores.get(stage.team)
    said = Joined((SIDES[stage.role], stage.name), " ")
    return said if score is None else Joined((said, plain(show(score.value))), " ")


def won_by(blocks: tuple[Prizes, ...]) -> dict[int, Text]:
    """Return the prize of each desk number, of those that are open."""
    rows = [row for block in blocks for row in zip(block.rows, block.winners, strict=True)]
    return {
        who.podium or 0: name for (name, _names), winners in reversed(rows) for who in winners if who.place is not None
    }


def _row(row: Ranked, won: dict[int, Text]) -> Text:
    prize = [_(", {prize}", prize=won[row.podium])] if row.podium in won else []
    name = named(row.name, row.standing)
    said = _("{place}. {team} {total}", place=row.place or 0, team=name, total=row.total)
    if row.tied:
        said = _("joint {place}. {team} {total}", place=row.place or 0, team=name, total=row.total)
    behind = [_(", {points} behind", points=show(row.behind))] if row.behind else []
    return Joined((said, *behind, *prize))


def honours(blocks: tuple[Prizes, ...]) -> Iterator[Text]:
    """Yield the honours that are open: those whose winners were not chosen by place."""
    for block in blocks:
        for (name, _names), winners in zip(block.rows, block.winners, strict=True):
            if winners and all(who.place is None for who in winners):
                yield Joined((name, plain(": "), Joined(tuple(who.name for who in winners), COMMA)))

"""The suspense beside the totals: what those on stage still need, and what will be read once the marks are open.

The figures are the hall's standings and the projection, so that no mark still closed is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...points import show
from ...scenes import Marks, OnStage, Prizes, Ranked, Ranking, Versus, Votes
from ...sessions.desk import board_control
from ...sessions.desk.fewer_judges import panel_now
from ...sessions.desk.projection import Projection, blanked
from ...sessions.desk.words import _
from ...text import Text, ordinal, plain
from ..wide import short_names
from .painting import Painting

_LINES_READ = 6
"""Lines to be read that are shown at most."""


def suspense(view: Painting) -> list[str]:
    """Return how those on stage stand to the teams before them, from what the hall knows."""
    if view.all(Prizes) and not view.revealing:
        return []
    return [view.word(each) for stage in view.on_stage for each in _of(view, stage)]


def _of(view: Painting, stage: OnStage) -> Iterator[Text]:
    ranking: tuple[Ranking, ...] = view.hall.of(Ranking)
    rows = [row for row in ranking[-1].rows if row.place is not None] if ranking else []
    own = next((row for row in rows if row.team == stage.team), None)
    if own is not None:
        ahead = [row for row in reversed(rows) if row.total > own.total][: 3 - len(view.on_stage)]
        for row in ahead:
            yield from _gap(view, own, row)


def _gap(view: Painting, own: Ranked, ahead: Ranked) -> Iterator[Text]:
    """Yield what a team needs: a mark where judges mark this round as it stands, else the points it is behind."""
    gap = ahead.total - own.total
    names = {"team": _brief(view, own.team), "other": _brief(view, ahead.team)}
    if not _is_marked(view, own.team):
        yield _("{team} is {gap} behind {other}", gap=show(gap), **names)
    elif view.revealing and not _unknown(view):
        return  # decided, and about to be said
    elif ahead.team in {each.team for each in view.on_stage}:
        yield from _against(view, ahead, gap, names)
    else:
        yield _needed(view, own.team, gap, names)


def _against(view: Painting, ahead: Ranked, gap: Fraction, names: dict[str, str]) -> Iterator[Text]:
    """Yield what a team needs more than the other on stage, whose mark is as open as its own."""
    yield _("{team} needs {more} more than {other} here", more=_just_above(view, gap), **names)
    yield _("to be {place} ({level} more: joint)", place=ordinal(ahead.place or 1), level=show(gap, 2))


def _needed(view: Painting, team: str, gap: Fraction, names: dict[str, str]) -> Text:
    best = _outlook(view, team)
    if best is not None and best.score < gap:
        return _("{team} cannot pass {other} any more (at most {best})", best=show(best.score), **names)
    if best is not None and best.score == gap:
        return _("{team} can draw level with {other} at best ({best})", best=show(best.score), **names)
    needed = _just_above(view, gap)
    if not view.all(Marks):
        return _("{team} passes {other} with {needed}", needed=needed, **names)
    return _("{team} passes {other} with {needed} after deductions", needed=needed, **names)


def _just_above(view: Painting, gap: Fraction) -> str:
    """Return the least mark above `gap` that the panel can give."""
    panel = panel_now(view.contest)
    rounding = panel.roundings.panel if panel is not None else None
    places = rounding.places if rounding is not None else 2
    return show(gap + Fraction(1, 10**places), places)


def _is_marked(view: Painting, team: str) -> bool:
    """Whether marks are still to come for `team` in the running round, and count in the total as they are."""
    running, rulebook = view.contest.state.running, view.contest.rulebook
    entry = next((each for each in rulebook.rounds if running is not None and each.id == running.id), None)
    if entry is None or entry.decides or not rulebook.adds_as_given(entry):
        return False
    to_come = len(view.all(Marks)) == 1 or view.all(Versus)
    return bool(to_come) and team not in view.desk.standings("hall").rounds.get(entry.id, {})


def _outlook(view: Painting, team: str) -> Projection | None:
    """Return what marks the hall does not know can still give a team, None where there are none."""
    return view.desk.projections.of(view.contest, team) if _unknown(view) else None


def _unknown(view: Painting) -> bool:
    """Whether there are marks the hall does not know."""
    return any(cell.state in ("waiting", "in") for block in view.hall.of(Marks) for cell in block.cells)


def _brief(view: Painting, team: str) -> str:
    names = {each.id: view.word(each.short or each.name) for each in view.contest.state.roster.teams}
    return short_names(names)[team]


def to_be_read(view: Painting) -> list[str]:
    """Return what is read once the marks being collected are open, a blank for each figure nobody knows yet."""
    best = _outlook(view, view.on_stage[0].team) if view.on_stage and not view.revealing else None
    panel = panel_now(view.contest)
    if best is None or panel is None:
        return []
    rounding = panel.roundings.panel
    places = rounding.places if rounding is not None else 2
    blank = "__" + "." * bool(places) + "_" * places
    said = [blanked(least, most, blank) for least, most in best.lines]
    return [view.word(each) for each in said if each is not None][:_LINES_READ]


# The steps of the reveal


def reveal_steps(view: Painting) -> tuple[Text, list[tuple[str, bool]]]:
    """Return a title and the steps in which marks or votes open, each with whether it is; none where none are asked."""
    marks, votes = view.all(Marks), view.all(Votes)
    cells = [cell.state for block in marks or votes[-1:] for cell in block.cells]
    if (view.all(Prizes) and not view.revealing) or all(state == "absent" for state in cells):
        return plain(""), []
    count = sum(state not in ("absent", "barred") for state in cells)
    title = _("Opening the marks (Enter or PgDn)") if marks else _("Opening the votes (Enter or PgDn)")
    first, *others = _MARK_STEPS if marks else _VOTE_STEPS
    cue = board_control.showing(view.desk)
    now = cue.step if cue.programme == "marks" else 0
    lines = [(f" {f'1-{count}':>5} {view.word(first)}", count <= now)]
    lines += [(f" {number:>5} {view.word(what)}", number <= now) for number, what in enumerate(others, count + 1)]
    if marks and (not view.revealing or board_control.rest(view.desk) is not None):
        lines.append((f"   End {view.word(_('the rest at once, total apart'))}", False))
    return title, [*lines, (" " + view.word(_("PgUp: the board a step back, the record stays")), True)]


_MARK_STEPS = (
    _("the judges' marks, one by one"),
    _("highest and lowest struck"),
    _("the panel's arithmetic"),
    _("penalty and round score"),
    _("total and place"),
)
_VOTE_STEPS = (_("the judges' votes, one by one"), _("the count"), _("the winner"))

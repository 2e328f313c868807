"""The scene of the whole contest: the running round's own blocks, the rail, and the standings around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..points import column_places, spoken_total
from ..roster import Seat
from ..scenes import (
    Audience,
    Block,
    Decision,
    Headline,
    Marks,
    Paragraph,
    Question,
    Role,
    Ruling,
    Say,
    Scene,
    Steps,
    Votes,
    is_backstage,
)
from ..text import FRAME, Text, joint, listed, plain, spoken_place
from ..values import evolve
from . import draw_ceremony, reveal
from .audiences import AUDIENCES, seen
from .draw_steps import drawn_by_lot
from .facts import FLOW
from .flow import forward, is_leaving, moves
from .position import Position
from .prize_giving import prizes, prizes_say
from .protests import pending_words
from .scene_standings import going_on, knock_out, on_air, ranking, total_line
from .standings import Standings, awards, rounds_complete, standings
from .state import Ceremony, Played, Reveal, State

_ = FRAME


def scene(position: Position, audience: Audience, frozen: Position | None = None) -> Scene:
    """Return what a screen of `audience` shows now; `frozen` is where the standings stopped for it (封榜)."""
    return Scene(position.rulebook.title, tuple(_blocks(position, audience, frozen)))


def _blocks(position: Position, audience: Audience, frozen: Position | None) -> Iterator[Block]:
    state, scored = position.state, seen(frozen or position, audience)
    found = evolve(standings(scored), frozen=audience is not None and state.frozen is not None)
    yield _rail(position)
    if state.board.message:
        yield Paragraph(plain(state.board.message), Role.MESSAGE)
    if state.board.note and is_backstage(audience):
        yield Paragraph(plain(state.board.note), Role.DESK_NOTE)
    podiums = dict(position.podiums)
    for protest in state.pending_protests:
        yield Paragraph(pending_words(protest, podiums[protest.team]), Role.PROTEST, protest.team)
    yield from _now(position, audience, found)
    yield ranking(scored, found)
    yield from knock_out(scored)
    if found.complete and not found.open_ties and not _kept_back(state, audience, found):
        block = prizes(position, audience, found)
        if is_backstage(audience) and state.reveal is None:
            yield prizes_say(position, block)
        yield block
    yield on_air(position, audience)


def _now(position: Position, audience: Audience, found: Standings) -> Iterator[Block]:
    """Yield what is happening, with what is announced before it and what the frame has read after it."""
    state = position.state
    happening, notices = tuple(_happening(position, audience, found)), tuple(_announced(state))
    giving = state.board.programme == "prizes" and is_backstage(audience)
    if giving or is_leaving(position):  # what the round has the host read is over, or waits
        happening = tuple(block for block in happening if not isinstance(block, Say))
    yield from notices
    is_pending = bool(state.pending_protests) and state.notice is not None
    yield from _after_notices([each.text for each in notices], happening, audience, is_pending=is_pending)
    if is_backstage(audience) and not giving and not is_pending:
        yield from _frame_say(position, found)
        if state.opening is None and not any(isinstance(block, Say) for block in happening):
            yield from _kind_says(position)  # while lots open, the round's next line would say what they give


def _announced(state: State) -> Iterator[Paragraph]:
    """Yield what hall and host are told before anything else: that play is interrupted, and a change of the day."""
    if state.interrupted is not None:
        yield Paragraph(_("The contest is paused; one moment, please."), Role.INTERRUPTION)
    if state.notice is not None:
        yield Paragraph(state.notice, Role.NOTICE)


def _after_notices(
    notices: Sequence[Text], happening: Sequence[Block], audience: Audience, *, is_pending: bool
) -> Iterator[Block]:
    """Yield what is happening; the host reads the notices first, while a protest is looked at nothing else.

    A ruling has been read by then; every other line is read after the notice.
    """
    is_ruled = any(isinstance(block, Ruling) for block in happening)
    if notices and is_backstage(audience) and not any(isinstance(block, Say) for block in happening):
        yield Say(tuple(notices))
    for block in happening:
        if not notices or not isinstance(block, Say):
            yield block
        elif is_pending:
            yield Say(tuple(notices))
        else:
            yield evolve(block, now=tuple(notices), then=block.then if is_ruled else (*block.now, *block.then))


def everything_asked(position: Position) -> None:
    """Ask all that screens and reports ask of a position, in words too; whatever a kind raises comes through."""
    for move in moves(position):
        options = (option for blank in move.blanks for option in move.choices(blank.path))
        for text in filter(None, (move.label, move.say, *(option.say for option in options))):
            text.in_language(position.rulebook.language)
    tuple(awards(position))
    audiences = (None, *AUDIENCES, *(str(Seat("judge", judge.id)) for judge in position.state.roster.judges))
    for audience in audiences:
        scene(position, audience).to_json(position.rulebook.language)


def hall_marks(position: Position, running: Played) -> Iterator[Marks]:
    """Yield the marks of a round as the hall sees them."""
    found = standings(seen(position, "hall"))
    yield from (each for each in _round_blocks(position, running, "hall", found) if isinstance(each, Marks))


def _kept_back(state: State, audience: Audience, found: Standings) -> bool:
    """Whether the prizes wait: for the end of a freeze, for lots that are being opened."""
    return (found.frozen and audience == "hall") or (state.opening is not None and audience is not None)


def _happening(position: Position, audience: Audience, found: Standings) -> Iterator[Block]:
    """Yield the running round's blocks, or the draw's: a draw after a round is in front of it."""
    state, running = position.state, position.state.running
    draw = draw_ceremony.on_table(position)
    in_front = (
        draw is not None
        and (draw.order is None or draw_ceremony.lines(position, draw) is not None)
        and state.reveal is None
    )
    due = draw_ceremony.due_drawing(position) if is_backstage(audience) and not in_front else None
    if due is not None:
        yield from draw_ceremony.blocks(position, Ceremony(due.purpose, drawing=due), audience)
    elif running is not None and not in_front:
        yield from _round_blocks(position, running, audience, found)
    shown_again = audience == "hall" and state.board.programme == "draw"
    if draw is not None and (running is None or in_front or shown_again):
        yield from draw_ceremony.blocks(position, draw, audience)


def _rail(position: Position) -> Steps:
    begun = [played.id for played in position.state.rounds if not played.play_off]
    draw = [_("Draw")] if drawn_by_lot(position) else []
    names: list[Text] = [*draw, *(entry.title for entry in position.rulebook.rounds), _("Prizes")]
    current = len(names) - 1 if rounds_complete(position) else len(begun) - 1 + len(draw)
    return Steps(tuple(names), current if current >= 0 else None)


def _round_blocks(position: Position, running: Played, audience: Audience, found: Standings) -> Iterator[Block]:
    state = position.state
    yield Headline(position.entry(running).title)
    given = (_with_playing(block, position, running) for block in position.blocks(running, audience))
    whole = tuple(_with_totals(block, position, running, found) for block in given)
    panel = position.panel(running)
    places = panel.roundings.panel.places if panel is not None and panel.roundings.panel is not None else 0
    total = reveal.steps(whole)
    if audience != "hall":
        whole = _with_total_lines(position, found, whole) if is_backstage(audience) else whole
        opens = is_backstage(audience) and audience is not None and total
        step, lines = _reveal_step(state, running, total), _placed_lines(position, found, whole)
        before = state.board.since if state.board.programme == "marks" else step - 1
        yield from reveal.host_blocks(whole, (before, step), state.roster.name, lines) if opens else whole
        return
    shown = whole if state.reveal is None else _half_revealed(position, running, state.reveal, whole)
    step = _reveal_step(state, running, total)
    for block in reveal.open_marks(shown, step, position.scores(running)):
        if not isinstance(block, Marks):
            yield block
            continue
        marks = evolve(block, places=places)
        yield _placed(found, marks) if 0 < total <= step and "place" in reveal.stages(whole) else marks


def _with_total_lines(position: Position, found: Standings, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return what is happening with the line on a team's total behind the one on what a ruling gave it."""
    ruled = next((each for each in blocks if isinstance(each, Ruling) and each.gain and each.before is not None), None)
    line = None if ruled is None else total_line(found, ruled.team, position.state.roster, dict(position.podiums))
    if line is None:
        return blocks
    return tuple(evolve(each, then=(line, *each.then)) if isinstance(each, Say) else each for each in blocks)


def _placed_lines(position: Position, found: Standings, blocks: tuple[Block, ...]) -> Iterator[Text]:
    """Yield what is read once total and place of those marked are on the board; nothing in a freeze."""
    places, is_over = column_places(row.total for row in found.rows), rounds_complete(position)
    marked = {block.entrant for block in blocks if isinstance(block, Marks)}
    for row in found.rows:
        if row.entrant not in marked or found.frozen:
            continue
        team, total = position.state.roster.name(row.entrant), spoken_total(row.total, places)
        place = joint(row.place, spoken=True) if row.tied else spoken_place(row.place)
        if is_over:
            yield _("{team} finish on {total}, {place}.", team=team, total=total, place=place)
        else:
            yield _("That makes {total} for {team}, {place} so far.", team=team, total=total, place=place)


def _with_playing(block: Block, position: Position, running: Played) -> Block:
    """Return a question with how far its sound or film was played since it was asked; every other block as it is."""
    played = position.state.board.played
    if played is None or not isinstance(block, Question) or block.media is None:
        return block
    asked = position.kind(running).begun(running.state)
    if played.file != block.media.stored_name or (asked is not None and played.since < asked):
        return block
    return evolve(block, media=evolve(block.media, clock=played.clock))


def _with_totals(block: Block, position: Position, running: Played, found: Standings) -> Block:
    """Return a ruling with its team's total without it and with it; every other block as it is."""
    if not isinstance(block, Ruling) or found.frozen:
        return block
    row = next((row for row in found.rows if row.entrant == block.team), None)
    if row is None:
        return block
    entry = position.entry(running)
    as_given = position.rulebook.adds_as_given(entry) and not running.play_off
    return evolve(block, before=row.total - block.gain if as_given else None, after=row.total)


def _reveal_step(state: State, running: Played, total: int) -> int:
    """Return how far the marks are open on the board: its step while it shows them, else as far as they ever were."""
    if state.board.programme == "marks":
        return state.board.step
    pending = state.reveal
    return pending.step if pending is not None and pending.round == running.id else total


def _half_revealed(position: Position, running: Played, pending: Reveal, whole: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the scene before the reveal with the marks and votes in it, and behind them what they decide."""
    if pending.round != running.id:
        return whole
    before = seen(position, "hall").blocks(pending.before, "hall")
    opening = {_key(block): block for block in whole if isinstance(block, (Marks, Votes))}
    decided = (block for block in whole if isinstance(block, Decision))
    return (*(opening.get(_key(block), block) for block in before), *decided)


def _key(block: Block) -> str:
    """Return whose marks a block has, "votes" for the votes, "" for every other block."""
    return f"marks:{block.entrant}" if isinstance(block, Marks) else "votes" if isinstance(block, Votes) else ""


def _placed(found: Standings, marks: Marks) -> Marks:
    """Return the marks with the total and place of the team they are for."""
    row = next((row for row in found.rows if row.entrant == marks.entrant), None)
    return marks if row is None or found.frozen else evolve(marks, total=row.total, place=row.place)


def _frame_say(position: Position, found: Standings) -> Iterator[Block]:
    draw = draw_ceremony.on_table(position)
    opening = draw_ceremony.lines(position, draw) if draw is not None else None
    if opening is not None and opening.then:
        yield opening
        return
    said = (*_settled(position, found), *(m.say for m in forward(position) if m.say is not None and m.fact in FLOW))
    if opening is not None:
        yield Say(opening.now, said)
    elif said:
        yield Say(said)


def _settled(position: Position, found: Standings) -> Iterator[Text]:
    """Yield who goes on to the coming round and, once all is over, what set equal totals apart."""
    going = going_on(position)
    if going is not None:
        yield _("On to {round}: {teams}.", round=going.round, teams=listed(going.teams))
    if not found.complete or found.open_ties:
        return
    by_play_off = {row.entrant for row in found.rows if row.broken_by is not None and row.broken_by.wants_play_off}
    for row in ranking(position, found).rows:
        if row.decided is None or row.place is None or row.tied:
            continue
        said: dict[str, Text] = {"team": row.name, "place": spoken_place(row.place)}
        if row.team in by_play_off:
            yield _("{team} take {place} place!", **said)
        else:
            yield _("{team} take {place} place, by {how}.", how=row.decided, **said)


def _kind_says(position: Position) -> Iterator[Block]:
    """Yield what the open moves of a round say where its scene says nothing itself."""
    moves = [move for move in forward(position) if move.closed is None and not move.aside]
    said = tuple(move.say for move in moves if move.say is not None and move.fact not in FLOW)
    if said:
        yield Say((), said)

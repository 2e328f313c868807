"""The ballots in the zone 现在: who has handed in, and while they open no more than one mark ahead of the hall."""

from __future__ import annotations

import attrs

from ...points import show
from ...roster import Seat
from ...scenes import Mark, Marks, Vote, Votes
from ...sessions.desk.ballots import ballots, last_absence
from ...sessions.desk.words import _
from ...sessions.judge.bundle import filled_of
from ...sessions.judge.draft import ballots_key
from ...sessions.judge.sheet import sheet_key
from ...text import Joined
from ..canvas import BOLD, DIM, INK
from ..wide import cut, pad, width
from .line_writer import LineWriter
from .painting import Painting

_NAME, _LONGEST_NAME, _STATE, _TOTAL = 9, 18, 41, 8
"""The columns of a judge's name, at least and at most, of the ballot's state, and of a total."""


def coming_mark(view: Painting) -> tuple[str, Mark] | None:
    """Return the mark that opens next: whose performance, and the judge's cell."""
    opened = {
        (block.entrant, cell.judge) for block in view.hall.of(Marks) for cell in block.cells if cell.value is not None
    }
    for block in view.all(Marks):
        for cell in block.cells:
            if cell.value is not None and (block.entrant, cell.judge) not in opened:
                return block.entrant, cell
    return None


def _as_revealed(view: Painting, block: Marks) -> Marks:
    """Return marks as far as the hall has seen them, and the next one: whoever opens them must know what comes."""
    seen = next((each for each in view.hall.of(Marks) if each.entrant == block.entrant), None)
    if not view.revealing or seen is None:
        return block
    coming = coming_mark(view)
    cells = []
    for cell, told in zip(block.cells, seen.cells, strict=True):
        ahead = coming is not None and coming == (block.entrant, cell)
        as_seen = attrs.evolve(cell, state=told.state, value=told.value)
        cells.append(attrs.evolve(cell, state="shown") if ahead else as_seen)
    return attrs.evolve(block, cells=tuple(cells))


def draw_marks(writer: LineWriter, block: Marks) -> None:
    """Draw a row for each judge, or all in a few lines where there is no room."""
    view = writer.view
    block = _as_revealed(view, block)
    coming = coming_mark(view) if view.revealing else None
    next_judge = coming[1].judge if coming is not None and coming[0] == block.entrant else ""
    many = len(view.all(Marks)) > 1
    if many:
        name = view.contest.state.roster.name(block.entrant)
        writer.line(view.word(name), BOLD)
    if len(block.cells) + 1 > writer.room // (2 if many and writer.room > 18 else 1):
        signs = {next_judge: ">"}
        cells = enumerate(block.cells, 1)
        _few_lines(writer, [f"{signs.get(each.judge, '')}{nth} {_short(view, block, each)}" for nth, each in cells])
        return
    heads = (_("no."), _("judge"), _("state"), _("total"), _("seat"))
    widths = _widths(view, block)
    writer.line("".join(pad(view.word(head), cells) for head, cells in zip(heads, widths, strict=True)), DIM)
    for number, cell in enumerate(block.cells, 1):
        waiting = cell.state == "waiting" or cell.judge == next_judge
        texts = (f"{number:>2}", view.word(cell.name), _state(view, block, cell), _total(view, cell), _seat(view, cell))
        text = "".join(pad(cut(each, most - 1), most) for each, most in zip(texts, widths, strict=True))
        writer.canvas.put(0, writer.y, ">" if waiting else " ", BOLD)
        writer.line(text.rstrip(), BOLD if waiting else INK)
    _summary(writer, block)


def _summary(writer: LineWriter, block: Marks) -> None:
    """Draw how many ballots are in, being written and missing, and who is awaited; nothing once they open."""
    view, states = writer.view, [cell.state for cell in block.cells]
    if view.revealing or not {"waiting", "in"} & set(states):
        return
    awaited = [cell for cell in block.cells if cell.state == "waiting"]
    writing = sum(_written(view, block, cell) != "" for cell in awaited)
    counts = (
        (_("in {count}", count=states.count("in")), states.count("in")),
        (_("writing {count}", count=writing), writing),
        (_("absent {count}", count=states.count("absent")), states.count("absent")),
    )
    said = "   ".join(view.word(text) for text, count in counts if count)
    if awaited:
        names = Joined(tuple(cell.name for cell in awaited), _(", "))
        said += ("        " if said else "") + view.word(_("waiting for {names}", names=names))
    writer.gap()
    writer.line(said)
    writer.gap()


def _widths(view: Painting, block: Marks) -> tuple[int, ...]:
    """Return the columns of a row; a long name takes from the state's, which has room."""
    longest = max((width(view.word(cell.name)) for cell in block.cells), default=0)
    name = max(_NAME, min(longest + 1, _LONGEST_NAME))
    seat = max(width(view.word(said)) for said in (_("on line"), _("off line"))) + 1
    return 4, name, _STATE - (name - _NAME), _TOTAL, max(_TOTAL, seat)


def _few_lines(writer: LineWriter, words: list[str]) -> None:
    """Draw judges beside each other, none of them over two lines."""
    line = ""
    for word in words:
        longer = f"{line}  {word}" if line else word
        if width(longer) > writer.width - 2:
            writer.line(line)
            longer = word
        line = longer
    writer.line(line)


def _state(view: Painting, block: Marks, cell: Mark) -> str:
    chief = "   " + view.word(_("chief judge")) if view.judge(cell.judge).chief else ""
    if cell.record is not None:
        at = view.contest.records[cell.record].at.astimezone(view.now.tzinfo)
        return view.word(_("in #{seq}", seq=f"{cell.record:03}")) + f"  {at:%H:%M:%S}" + chief
    if cell.state == "absent":
        return view.word(_("absent")) + _absence(view, cell.judge) + chief
    if cell.state == "barred":
        return view.word(_("stands down")) + chief
    return (_written(view, block, cell) or view.word(_("awaited"))) + chief


def _written(view: Painting, block: Marks, cell: Mark) -> str:
    """Return how much of the sheet a judge is writing has been filled, empty where nothing is known of it."""
    for move in ballots(view.desk.moves(None)):
        if cell.judge in move.judges and block.entrant == (move.subject.member or move.subject.team):
            text = view.desk.arena.journal.draft(ballots_key(cell.judge))
            filled, fields = filled_of(text, sheet_key(move)), len(move.decisions) - 1
            return view.word(_("writing {filled}/{fields} items", filled=filled, fields=fields)) if filled else ""
    return ""


def _absence(view: Painting, judge: str) -> str:
    """Return the record and reason of a judge's absence."""
    found = last_absence(view.contest, judge)
    reason = view.contest.book.to_mapping(found.fact).get("reason", "") if found is not None else ""
    return f" #{found.seq:03}  {view.word(reason)}".rstrip() if found is not None else ""


def _total(view: Painting, cell: Mark) -> str:
    if cell.state == "absent":
        return view.word(_("no mark"))
    if cell.state in ("waiting", "barred"):
        return "-"
    if cell.value is None:
        return view.word(_("sealed"))
    value = show(cell.value, 1)
    return f"({value})" if cell.state in ("struck_high", "struck_low") else value


def _seat(view: Painting, cell: Mark) -> str:
    """Return whether the judge's own screen is there, where that can be known."""
    if view.desk.seats is None:
        return ""
    here = any(seat.role == str(Seat("judge", cell.judge)) for seat in view.company)
    return view.word(_("on line") if here else _("off line"))


def _short(view: Painting, block: Marks, cell: Mark) -> str:
    """Return a judge's name with the mark as far as it is known, else in a word where it stands."""
    match cell.state:
        case "waiting":
            said = _written(view, block, cell) or view.word(_("awaited"))
        case "absent":
            said = view.word(_("absent"))
        case "barred":
            said = view.word(_("stands down"))
        case _:
            said = _total(view, cell)
    return f"{view.word(cell.name)} {said}"


# Votes


def draw_votes(writer: LineWriter, block: Votes) -> None:
    """Draw a row for each judge's vote, no more than one ahead of the hall, or all in a few lines."""
    view = writer.view
    said = [_vote(view, cell) for cell in _ahead_by_one(view, block)]
    if len(said) + 1 > writer.room:
        _few_lines(writer, [f"{nth} {name} {words}" for nth, (name, words) in enumerate(said, 1)])
        return
    longest = max((width(name) for name, _words in said), default=0) + 2
    writer.line(f"{pad(view.word(_('no.')), 4)}{pad(view.word(_('judge')), longest)}{view.word(_('vote'))}", DIM)
    for number, (name, words) in enumerate(said, 1):
        writer.line(f"{number:>2}  {pad(name, longest)}{words}")
    writer.gap()


def _ahead_by_one(view: Painting, block: Votes) -> tuple[Vote, ...]:
    """Return the votes as far as the hall has seen them, and the next one."""
    seen = {cell.judge for votes in view.hall.of(Votes) for cell in votes.cells if cell.says}
    closed = [cell for cell in block.cells if cell.says and cell.judge not in seen]
    if not view.revealing or coming_mark(view) is not None:
        ahead = set() if view.revealing else {cell.judge for cell in closed}
    else:
        ahead = {cell.judge for cell in closed[:1]}
    hidden = {cell.judge for cell in closed} - ahead
    return tuple(attrs.evolve(cell, says=()) if cell.judge in hidden else cell for cell in block.cells)


def _vote(view: Painting, cell: Vote) -> tuple[str, str]:
    if cell.says:
        return view.word(cell.name), " ".join(map(view.word, cell.says))
    states = {"absent": _("absent"), "barred": _("stands down"), "waiting": _("no vote yet")}
    return view.word(cell.name), view.word(states.get(cell.state, _("has voted")))

"""The zone 可以做: each key with what it would do, and why a key that is not open is not.

Decides the order of the rows and that a ruling shows its points and the new total beside its key; both come from
`Contest.preview`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from ...moves import Gesture, Option
from ...points import show
from ...scenes import Say
from ...sessions.keys import KEY_OF
from ...text import Text
from . import air, describe
from .called import Called
from .judges import ballots, collecting
from .menu import menu_numbers, special_rulings
from .moment import Bound
from .times import sets_time, started
from .undo import shown_key
from .view import View
from .words import _

_EFFECT = 11
"""Characters of an effect such as "+10  total 120", so that gains and losses end in one column."""
ORDER: tuple[Gesture, ...] = ("next", "yes", "no", "none", "left", "right", "clock")


@attrs.frozen
class Doing:
    """A row: the key, what it does, its effect, the host's line, a tag at the right; dim where it is not open."""

    key: str
    label: str
    effect: str = ""
    say: str = ""
    tag: str = ""
    closed: bool = False


def doings(view: View) -> list[Doing]:
    """Return the rows in the order of their weight."""
    if isinstance(view.desk.overlay, Called):
        return list(_calling(view))
    if view.contest.state.signed is not None:
        return list(_signed(view))
    return [*_next_step(view), *_gestures(view), *_picks(view), *_letters(view), *_rows_of_menu(view)]


def _signed(view: View) -> Iterator[Doing]:
    """Yield what is left to do once the contest is signed."""
    file = Path(view.desk.file).name
    yield Doing("", view.word(_("Signed: the board shows the head of the chain; write it down.")))
    yield Doing("", view.word(_("The score sheet, in a terminal:  quizarena results {file}", file=file)))
    yield Doing("M", view.word(_("quit this desk; the file stays as it is")))


def _calling(view: View) -> Iterator[Doing]:
    """Yield the keys while numbers are typed."""
    overlay = view.desk.overlay
    count, typed = (len(overlay.numbers), overlay.typed) if isinstance(overlay, Called) else (0, "")
    take = _("note {number}", number=typed) if typed else _("publish the numbers taken: {count}", count=count)
    yield Doing("Enter", view.word(take), tag="" if typed else view.word(_("[next]")))
    yield Doing(view.word(_("Backspace")), view.word(_("take away the digit typed last")))
    yield Doing("Esc", view.word(_("no numbers now; the hash stays as it is")))


def _next_step(view: View) -> Iterator[Doing]:
    left = air.steps_left(view.desk)
    if left:
        programme, most = air.stepped(view.desk)
        step, read = most - left + 1, ""
        said = _(
            "the board: {programme}, step {step} of {count}", programme=air.PROGRAMMES[programme], step=step, count=most
        )
        if programme == "draw":
            said = _("open lot {step} of {count}", step=step, count=most)
            read = next((view.word(line) for block in view.all(Say)[:1] for line in block.then), "")
        line = view.word(_("read “{line}”", line=read)) if read else ""
        yield Doing("Enter", view.word(said), say=line, tag=view.word(_("[next]")))


def _gestures(view: View) -> Iterator[Doing]:
    stepping = bool(air.steps_left(view.desk))
    for gesture in ORDER:
        bound = view.desk.painted.keys.get(gesture)
        if bound is not None and not (gesture == "next" and stepping):
            yield _doing(view, gesture, bound)


def _doing(view: View, gesture: Gesture, bound: Bound) -> Doing:
    key = shown_key(view.desk, KEY_OF[gesture])
    label = view.word(bound.option.label if bound.option is not None else bound.move.label)
    if bound.move.closed is not None:
        tag = f"[{label}]" if gesture == "next" else ""
        return Doing(key, view.word(bound.move.closed), tag=tag, closed=True)
    said = _say(bound)
    reads = said is not None and gesture != "next" and view.word(said) != label
    line = view.word(_("read “{line}”", line=said)) if said is not None and reads else ""
    tag = view.word(_("[next]")) if gesture == "next" else ""
    return Doing(key, label, _effect(view, bound), line, tag)


def _say(bound: Bound) -> Text | None:
    return bound.option.say if bound.option is not None else bound.move.say


def _effect(view: View, bound: Bound) -> str:
    if not describe.ruling(bound.option):
        return ""
    key = ("effect", view.desk.painted.seq, bound.option)
    found = view.desk.kept(key, lambda: describe.consequence(view.contest, bound, view.now))
    if found:
        return "   ".join(view.word(describe.change_line(each)).rjust(_EFFECT) for each in found)
    if found is None or not view.on_stage:
        return ""
    totals = view.desk.standings().totals
    total = totals.get(view.on_stage[0].team)
    said = _("{by}  total {total}", by="0", total=show(total.value if total is not None else 0))
    return view.word(said).rjust(_EFFECT)


def _picks(view: View) -> Iterator[Doing]:
    picks = view.desk.painted.picks
    options = [bound.option for bound in picks.values() if bound.option is not None]
    if not options or any(each.judge for each in options) or all(each.gesture for each in options):
        return
    numbers = sorted(picks)
    said = "  ".join(f"{n} {_pick(view, n, option)}" for n in numbers if (option := picks[n].option) is not None)
    move = picks[numbers[0]].move
    if move.closed is not None:
        yield Doing(_range(numbers), view.word(move.closed), closed=True)
        return
    yield Doing(_range(numbers), f"{view.word(move.label)}: {said}")


def _pick(view: View, number: int, option: Option) -> str:
    """Return what a number picks, without the number: a team by its name alone, for all must fit on one row."""
    if option.team is not None:
        return view.word(view.contest.state.roster.name(option.team))
    return view.word(option.label).removeprefix(f"{number} ")


def _range(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}..{numbers[-1]}"


def _letters(view: View) -> Iterator[Doing]:
    moves = view.desk.moves(None)
    if collecting(moves):
        count = len(view.contest.state.roster.judges)
        yield Doing(f"1..{count}", view.word(_("a judge: 1 remind  2 return  3 absent  4 type the sheet in")))
    if ballots(moves):
        yield Doing("P", view.word(_("all ballots: the sheets row by row, checked twice")))
    special = special_rulings(view.desk.painted.moves)
    if special:
        said = view.word(_(", ")).join(view.word(option.label) for _move, _path, option in special)
        yield Doing("A", view.word(_("points added or taken; {rulings}", rulings=said)))
    if view.desk.kept("clock", lambda: started(view.desk)) or any(sets_time(move) for move in view.desk.painted.moves):
        yield Doing("T", view.word(_("put the clock right")))


def _rows_of_menu(view: View) -> Iterator[Doing]:
    """Yield the moves without a key by their rows of the menu: all a third party's round needs."""
    painted = view.desk.painted
    taken = [bound.move for bound in (*painted.keys.values(), *painted.picks.values())]
    for number, move in menu_numbers(view.desk):
        if not move.aside and move.closed is None and move.gesture is None and not any(move == each for each in taken):
            yield Doing(f"M {number}", view.word(move.label))

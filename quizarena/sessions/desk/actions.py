"""What can be done now: each key with what it would do, and why a key that is not open is not.

A ruling shows its points and the new total beside its key; both come from `Contest.preview`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from ...blanks import Choice, Gesture, Option
from ...contest.facts import DrawAbandoned, DrawChosen, ProtestDecided, ProtestLodged
from ...facts import Intent
from ...journal import grouped
from ...journal.addresses import name_of
from ...moves import Move
from ...points import show
from ...scenes import Say
from ...text import Joined, Text, plain
from ..bindings import Bound, false_start, figures
from ..buzz_offer import doubt, lead
from ..dialog import Key, key_name
from ..keys import KEY_OF
from . import board_control, closing, marking, protest, sentences, showing
from .ballots import ballots, collecting, has_marks
from .clock import sets_time, started
from .confirmation import never_started
from .desk import Desk
from .form import running
from .numbers import Called, NumberPick
from .words import _

ORDER: tuple[Gesture, ...] = ("next", "yes", "no", "none", "left", "right", "clock")
_NEXT = _("[next]")
_LISTED = 6
"""Names of those who can be picked that find room in a row; more are named as their number is typed."""


@attrs.frozen
class Action:
    """A key, what it does, its effects on totals, what the host reads, a tag; a closed one says why it is.

    `key` is how the key is named, `presses` the keys that do it, each with what it does; a line to read has none.
    """

    key: Text
    label: Text
    presses: tuple[Key, ...] = attrs.field(default=(), kw_only=True)
    effects: tuple[Text, ...] = ()
    say: Text | None = None
    tag: Text | None = None
    closed: bool = False


def actions(desk: Desk, now: datetime) -> list[Action]:
    """Return what can be done, in the order of its weight."""
    if isinstance(desk.overlay, Called):
        return list(_calling(desk.overlay))
    if isinstance(desk.overlay, NumberPick):
        return list(_picking(desk.overlay))
    if desk.contest.state.signed is not None:
        return list(_signed(desk))
    protests = _decisions(desk)
    kept = list(_gestures(desk, now))
    picked = list(_picks(desk))
    chosen = [*picked, *kept] if is_way_to_draw(desk) else [*kept, *protests, *picked]
    return [*_next_step(desk), *chosen, *_letters(desk), *_rows_of_menu(desk)]


def is_way_to_draw(desk: Desk) -> bool:
    """Whether the digits now say how a round draws."""
    return any(bound.move.fact is DrawChosen for bound in desk.painted.picks.values())


def _signed(desk: Desk) -> Iterator[Action]:
    """Yield what is left to do once the contest is signed."""
    file, seq = name_of(desk.file), desk.contest.state.signed or 0
    digest = grouped(desk.contest.records[seq].digest[:16])
    yield Action(plain(""), _("Signed as #{seq}, head {digest}: write it down.", seq=f"{seq:03}", digest=digest))
    yield _letter("B", _("the board: the winners stay until B or . shows something else"))
    yield Action(plain(""), _("The score sheet, in a terminal:  quizarena results {file}", file=file))
    yield _letter("M", _("open it again by a ruling; quit this desk"))


def _calling(called: Called) -> Iterator[Action]:
    """Yield the keys while numbers are typed."""
    count, typed = len(called.numbers), called.typed
    if typed:
        yield _one("enter", _("note {number}", number=typed))
    elif count:
        yield _one("enter", _("publish the numbers taken: {count}", count=count), tag=_NEXT)
    yield _one("backspace", _("take away the digit typed last"))
    yield _one("escape", _("no numbers now; the hash stays as it is"))


def _picking(pick: NumberPick) -> Iterator[Action]:
    """Yield the keys while a number of two digits is typed."""
    if pick.bound is not None:
        yield _one("enter", pick.bound.label)
    yield _one("backspace", _("take away the digit typed last"))
    nobody, clock = pick.painted.keys.get("none"), pick.painted.keys.get("clock")
    if nobody is not None:
        yield Action(plain("0"), _alone(nobody.label))
    if clock is not None:
        yield _one("space", clock.label)


def _one(
    press: str, label: Text, effects: tuple[Text, ...] = (), say: Text | None = None, tag: Text | None = None
) -> Action:
    """Return what one key does."""
    return Action(key_name(press), label, effects, say, tag, presses=(Key(press, label),))


def _letter(letter: str, label: Text) -> Action:
    """Return what a letter opens."""
    return Action(plain(letter), label, presses=(Key(letter.lower(), label),))


def _next_step(desk: Desk) -> Iterator[Action]:
    yield from _step(desk)
    rest = board_control.rest(desk)
    if rest is not None:
        count = rest.step - board_control.step_now(desk)
        marks = _("open the other {count} steps at once; total and place by Enter", count=count)
        yield _one("end", marks if rest.programme == "marks" else _("open the other {count} lots at once", count=count))


def _step(desk: Desk) -> Iterator[Action]:
    left = board_control.steps_left(desk)
    if left:
        programme, most = board_control.stepped(desk)
        step, name = most - left + 1, board_control.name_of(desk, programme)
        if board_control.is_last_of_prizes(desk, step):
            yield _one("enter", _("the board: the first prize again, for the photograph"), tag=_NEXT)
            return
        if programme != "draw":
            count = board_control.counted(desk)
            said = _("the board: {programme}, step {step} of {count}", programme=name, step=step, count=count)
            yield _one("enter", said, tag=_NEXT)
            return
        line = next((line for block in desk.scene().of(Say)[:1] for line in block.then), None)
        read = _("read “{line}”", line=line) if line is not None else None
        yield _one("enter", _("open lot {step} of {count}", step=step, count=most), say=read, tag=_NEXT)


def _gestures(desk: Desk, now: datetime) -> Iterator[Action]:
    stepping = bool(board_control.steps_left(desk))
    marks = tuple(_marks(desk, now))
    yield from marks
    first: tuple[Gesture, ...] = ("clock",) if _clock_is_next(desk, now) and not stepping else ()
    for gesture in dict.fromkeys((*first, *ORDER)):
        bound = desk.painted.keys.get(gesture)
        displaced = bool(marks) and gesture in ("yes", "no")
        if bound is not None and not (gesture == "next" and stepping) and not displaced:
            found = _action(desk, gesture, bound, now)
            yield attrs.evolve(found, tag=_NEXT) if gesture in first else found


def _clock_is_next(desk: Desk, now: datetime) -> bool:
    """Whether the step that is due is to start a clock: no other is open, or it would leave the clock behind unrun."""
    clock, step = desk.painted.keys.get("clock"), desk.painted.keys.get("next")
    if clock is None or clock.move.closed is not None or clock.move.aside or running(desk):
        return False
    return step is None or step.move.closed is not None or _leaves_clock(desk, step, now)


def _leaves_clock(desk: Desk, step: Bound, now: datetime) -> bool:
    """Whether a step would leave a clock behind that never ran."""
    return desk.kept("unrun", lambda: never_started(desk, step, now, lambda move, at: None) is not None)


def _marks(desk: Desk, now: datetime) -> Iterator[Action]:
    """Yield the keys of what is marked, with what it would do to the totals."""
    found = marking.marked(desk)
    if found is None:
        return
    effects = tuple(map(sentences.change_line, found.changes(desk, now)))
    say = found.verdict.say if found.verdict is not None else None
    read = _("read “{line}”", line=say) if say is not None else None
    yield _one("+", marking.named(found), effects, read)
    yield _one("-", _("take the marks away"))


def _action(desk: Desk, gesture: Gesture, bound: Bound, now: datetime) -> Action:
    is_next = gesture == "next"
    if bound.move.closed is not None:
        tag = Joined((plain("["), bound.label, plain("]"))) if is_next else None
        return Action(key_name(KEY_OF[gesture]), bound.move.closed, tag=tag, closed=True)
    said = bound.option.say if bound.option is not None else bound.move.say
    read = _("read “{line}”", line=said) if said is not None and not is_next and said != bound.label else None
    unrun = is_next and _leaves_clock(desk, bound, now)
    label = _label(desk, bound, now, unrun=unrun) if is_next else bound.label
    is_due = _NEXT if is_next and not unrun else None
    found = _one(KEY_OF[gesture], label, tuple(_effects(desk, bound, now)), read, is_due)
    if gesture == "none" and desk.painted.gathers:
        return attrs.evolve(found, label=_alone(label), presses=(Key("0 enter", label),))
    return found


def _label(desk: Desk, step: Bound, now: datetime, *, unrun: bool) -> Text:
    """Return what a step is called, with the votes that have come, and what is asked before it."""
    if step.move.poll is not None:
        return closing.label(desk, step.move, now)
    if protest.asks(desk, step):
        return _("{step}: asks first, a protest is pending (the ruling may follow)", step=step.label)
    return _("{step}: asks first, for the clock has not run", step=step.label) if unrun else step.label


def _alone(nobody: Text) -> Text:
    """Return what nought does where it might begin a number."""
    return _("{nobody} (0 alone, then Enter)", nobody=nobody)


def _effects(desk: Desk, bound: Bound, now: datetime) -> Iterator[Text]:
    if bound.option is None or bound.move.intent is not Intent.RULING or bound.option.gesture == "none":
        return
    key = ("effect", desk.painted.seq, bound.option)
    found = desk.kept(key, lambda: sentences.consequence(desk.contest, bound, now))
    staged = sentences.on_stage(desk.scene())
    if found:
        yield from map(sentences.change_line, found)
    elif found is not None and staged:
        total = desk.standings().totals.get(staged[0].team)
        yield _("{by}  total {total}", by="0", total=show(total.value if total is not None else 0))


def _picks(desk: Desk) -> Iterator[Action]:
    painted = desk.painted
    picks = painted.picks
    options = [bound.option for bound in picks.values() if bound.option is not None]
    if not options or all(each.gesture for each in options):
        return
    numbers = sorted(picks)
    move, key = picks[numbers[0]].move, plain(_range(numbers))
    if move.closed is not None:
        yield Action(key, move.closed, closed=True)
        return
    said = [(n, _pick(desk, n, option, options)) for n in numbers if (option := picks[n].option) is not None]
    if is_way_to_draw(desk):  # a way to draw is a sentence: one a row
        yield from (Action(plain(str(number)), text, presses=(Key(str(number), text),)) for number, text in said)
        return
    listed: Text = Joined(tuple(Joined((plain(str(number)), text), " ") for number, text in said), "  ")
    end = " enter" if painted.gathers else ""
    presses = tuple(Key(" ".join(str(number)) + end, text) for number, text in said)
    listed = _("the number, then Enter") if painted.gathers and len(numbers) > _LISTED else listed
    yield Action(key, Joined((move.label, listed), ": "), presses=presses)
    yield from _buzzers(desk)
    if any(false_start(picks[number], painted.moves) is not None for number in numbers):
        yield Action(key, _("pressed before the call: asks first, valid or false start; takes no points by itself"))


def _buzzers(desk: Desk) -> Iterator[Action]:
    """Yield what the buzzers say where no key confirms it."""
    offer, step = desk.offer, desk.painted.keys.get("next")
    if offer is not None and (step is None or step.move.evidence is None):
        is_certain = offer.sure or offer.early
        yield Action(_("Buzzers"), lead(desk.contest, offer) if is_certain else doubt(desk.contest, offer))


def _pick(desk: Desk, number: int, option: Option, among: Sequence[Option]) -> Text:
    """Return what a number picks, without the number: a team by its name alone, for all must fit on one row."""
    if option.team is not None and [each.team for each in among].count(option.team) == 1:
        return desk.contest.state.roster.name(option.team)
    return sentences.Unnumbered(option.label, number)


def _range(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}..{numbers[-1]}"


def _letters(desk: Desk) -> Iterator[Action]:
    choice = marking.asked(desk.painted)
    if choice is not None:
        options = choice.choices("chosen")
        presses = tuple(Key(each.value.lower(), each.label) for each in options)
        letters = plain(marking.span(desk.painted))
        yield Action(letters, _("mark what was chosen; + then records it by the key"), presses=presses)
    media = showing.shown(desk)
    if media is not None:
        yield _letter("V", showing.label(desk, media))
    moves = desk.moves(None)
    asked = ballots(moves)
    if any(has_marks(move) for move in asked):
        yield Action(_("Digits ."), _("marks: opens the sheets at the first empty cell; touches no judge"))
    if collecting(moves):
        yield _letter("J", _("one judge, then the seat: remind, return, absent, type in, leave"))
    if asked:
        by_seat = not any(has_marks(move) for move in asked)
        rows = _("all ballots: the sheets row by row, checked twice")
        yield _letter("P", _("all ballots: a judge by seat") if by_seat else rows)
    ruling = figures(desk.painted.moves)
    if ruling is not None and not asked and not desk.painted.picks:
        said = Joined(tuple(blank.label for blank in ruling.decisions), _(", "))
        yield Action(_("Digits"), _("{ruling}: {figures}, Enter after each", ruling=ruling.label, figures=said))
    special = special_rulings(desk.painted.moves)
    if special and choice is None:
        rulings = Joined(tuple(each.label for each in special), _(", "))
        yield _letter("A", _("points; {rulings}", rulings=rulings))
    if desk.kept("clock", lambda: started(desk)) or any(sets_time(move) for move in desk.painted.moves):
        yield _letter("T", _("put the clock right"))


def _decisions(desk: Desk) -> Iterator[Action]:
    """Yield how protests are decided, while any is pending."""
    for number, move in menu_numbers(desk):
        if move.fact is ProtestDecided:
            label = protest.decision_words(desk, move)
            yield Action(plain(f"M {number}"), label, presses=(Key(f"m {' '.join(str(number))} enter", label),))


def _rows_of_menu(desk: Desk) -> Iterator[Action]:
    """Yield the moves without a key by their rows of the menu: all a third party's round needs."""
    painted = desk.painted
    taken = [bound.move for bound in (*painted.keys.values(), *painted.picks.values())]
    if marking.asked(painted) is None:  # else A marks an option, and these rulings have rows alone
        taken += [verdict.move for verdict in special_rulings(painted.moves)]
    taken += [move for move in painted.moves if marking.takes_letters(move)]
    revealing = desk.contest.state.reveal is not None
    for number, move in menu_numbers(desk):
        is_shown = (not move.aside or move.fact is DrawAbandoned) and not (revealing and move.intent is Intent.SIGNING)
        if is_shown and move.closed is None and move.gesture is None and not any(move == each for each in taken):
            press = f"m {' '.join(str(number))} enter"
            yield Action(plain(f"M {number}"), move.label, presses=(Key(press, move.label),))


def menu_numbers(desk: Desk) -> list[tuple[int, Move]]:
    """Return the moves that are rows of the menu with their numbers.

    Protests to decide come first, then what carries on, then the moves of any time; a protest is lodged by one row.
    """
    moves = (move for move in desk.moves() if not move.fact.steers_board and move.intent is not Intent.BALLOT)
    rows = (move for move in moves if move.fact is not ProtestLodged or not protest.is_against(move))
    return list(enumerate(sorted(rows, key=lambda move: (move.fact is not ProtestDecided, move.aside)), 1))


@attrs.frozen
class Verdict:
    """A ruling without a key of its own, such as "void": its move, and what is chosen already."""

    move: Move
    values: Mapping[str, str]
    label: Text


def special_rulings(moves: Iterable[Move]) -> list[Verdict]:
    """Return the verdicts that no key gives: of each ruling the options beside its keys, else the ruling as a whole."""
    rulings = (
        move
        for move in moves
        if move.intent is Intent.RULING and move.closed is None and not move.aside and not marking.takes_letters(move)
    )
    return [each for move in rulings if move.gesture is None for each in _verdicts(move)]


def _verdicts(move: Move) -> Iterator[Verdict]:
    choices = [blank for blank in move.decisions if isinstance(blank, Choice)]
    if len(choices) == 1:
        (blank,) = choices
        options = (option for option in blank.options if option.gesture is None)
        yield from (Verdict(move, {blank.path: option.value}, option.label) for option in options)
    else:
        yield Verdict(move, {}, move.label)

"""Draws without a contest, and draws done again: from what `draw` wrote, or from a contest's own file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from quizarena.contest import Contest
from quizarena.contest.draw_ceremony import changed_draw
from quizarena.contest.facts import META, DrawAbandoned, DrawCommitted, DrawOpened, NumbersCalled
from quizarena.contest.history import resolve
from quizarena.contest.state import Attempt
from quizarena.draws import commitment, draw_method, seed_text, tickets
from quizarena.errors import DrawError
from quizarena.journal.addresses import scheme_of
from quizarena.moves import Lot, grouped
from quizarena.pages import Cell
from quizarena.text import Joined

from .access import contest_at
from .drawing import Asked, Drawn, difference, draw, way
from .files import byte_stream, content_of
from .options import command, json_option, option
from .output import print_json, print_table, say
from .words import _, told

if TYPE_CHECKING:
    from quizarena.report.provenance import RoundDraw


class Source(click.ParamType[tuple[int, ...]]):
    """Numbers with spaces or commas between."""

    name = "numbers"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """Return the numbers."""
        if isinstance(value, tuple):
            return value
        words = str(value).replace(",", " ").split()
        if not words or not all(word.isascii() and word.isdigit() for word in words):
            self.fail(told(_("expected whole numbers such as 2 5 12, found {found}", found=str(value))), param, ctx)
        return tuple(map(int, words))


@command(
    "draw",
    _("Draw an order, pairs, sides, rounds or groups, with a proof anybody can redo."),
    'quizarena draw tickets --seed "2026-11-23|3 17 8 22|secret" red blue green\n'
    "quizarena draw rfc3797 --source 9319 --source 2,5,12,8,10 red blue green\n"
    "quizarena draw berger red blue green yellow\n"
    "quizarena draw judges --room red=north:blue --room green:yellow Ann=north Bo Cem Di",
    _(
        "WHAT is tickets, rfc3797, pairs, power (pairs by wins, labels such as red=2), sides (labels two by two),"
        " orders (of several rounds), berger (everybody meets everybody), williams (everybody follows everybody), teams"
        " (labels dealt into groups), judges (to rooms, labels such as Ann=north), or a draw method that is installed."
        " Publish the labels before the seed is known."
    ),
)
@click.argument("what", metavar="WHAT")
@click.argument("labels", nargs=-1, metavar="LABELS...")
@option("--seed", about=_("The public text the draw follows from; without it labels stay in the order given."))
@option("--purpose", about=_("What is drawn, where one seed serves several draws."))
@option("--source", "sources", type=Source(), multiple=True, about=_("Numbers of one published source, for rfc3797."))
@option(
    "--by",
    default="lot",
    show_default=True,
    about=_("How pairs are made: lot, slide (from standings) or fold (a knock-out, from standings)."),
)
@option("--byes", is_flag=True, about=_("Fold any number: the first sit out until a power of two is left."))
@option("--met", multiple=True, metavar="RED:BLUE", about=_("Two that have met before, for power; a judge and a team."))
@option("--sat-out", multiple=True, metavar="LABEL", about=_("One that has sat out before, for power."))
@option(
    "--room",
    "rooms",
    multiple=True,
    metavar="RED:BLUE",
    about=_("The teams of a room, for judges; with their units, red=north:blue."),
)
@option("--rounds", type=int, default=3, show_default=True, about=_("How many running orders."))
@option("--groups", type=int, default=2, show_default=True, about=_("How many groups labels are dealt into."))
@option("--snake", is_flag=True, about=_("Deal every other round backwards: equal strength from standings."))
@json_option
def draw_command(what: str, labels: tuple[str, ...], as_json: bool, **rest: Any) -> None:
    """Draw and print."""
    asked = Asked(what, labels, **rest)
    found = draw(asked)
    if as_json:
        print_json({**asked.to_mapping(), **found.to_mapping()})
    else:
        _print(asked, found)


def _print(asked: Asked, found: Drawn) -> None:
    used = way(asked.what)
    rows = [[nth, *map(_cell, row)] for nth, row in enumerate(found.rows, 1)]
    width = max(map(len, rows))
    print_table(_wide([used.row, *used.columns], width), [_wide(row, width) for row in rows], right=(0,))
    for label in () if found.reasons else found.byes:
        say(_("{label} sits out", label=label))
    for reason in found.reasons:
        say(reason)
    if found.proof:
        say()
        say(_("Proof, line by line:"))
    for line in found.proof:
        say(line)


def _wide(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    return [*cells, *[""] * (width - len(cells))]


def _cell(labels: Any) -> Cell:
    return labels if isinstance(labels, str) else " - ".join(labels)


@command(
    "verify-draw",
    _("Do a draw again and compare: what draw --json wrote, or every draw in a contest's file."),
    "quizarena verify-draw draw.json\nquizarena verify-draw spring.qa",
    _("- reads standard input. The exit status is 1 if anything else comes out."),
)
@click.argument("file", metavar="FILE")
@json_option
def verify_draw_command(file: str, as_json: bool) -> None:
    """Draw again."""
    is_draw = file == "-" or (not scheme_of(file) and _is_json(file))
    checked, abandoned, typed = (list(_of_json(file)), [], []) if is_draw else _of_contest(file)
    if as_json:
        taken_back = [_as_json(*each) for each in abandoned]
        more = {"abandoned": taken_back, "typed_in": [each.record.seq for each in typed]}
        print_json({"ok": True, "draws": checked, **({} if is_draw else more)})
        return
    for each in checked:
        say(_("the same comes out again: {draw}", draw=each))
    for purpose, attempt in abandoned:
        span = f"#{attempt.committed} - #{attempt.abandoned}"
        why = attempt.reason
        say(_("{draw}: taken back ({span}) by {who}: {why}", draw=purpose, span=span, who=attempt.by, why=why))
    for drawn in typed:
        what = Joined((drawn.title, drawn.outcome), ": ")
        say(_("drawn on paper, nothing to draw again: {what} #{seq}", what=what, seq=f"{drawn.record.seq:03}"))
    if not checked:
        say(_("no draw by a seed stands in {file}", file=file))


def _as_json(purpose: str, attempt: Attempt) -> dict[str, object]:
    return {"draw": purpose, **attrs.asdict(attempt)}


def _is_json(file: str) -> bool:
    with byte_stream(file) as stream:
        return stream.read(64).lstrip()[:1] == b"{"


def _of_json(file: str) -> Iterator[str]:
    try:
        said = json.loads(content_of(file))
    except (ValueError, RecursionError) as error:
        raise DrawError(_("expected what `quizarena draw --json` writes: {problem}", problem=str(error))) from error
    if not isinstance(said, dict) or "drawn" not in said:
        raise DrawError(_("expected what `quizarena draw --json` writes, found no drawn rows"))
    asked = Asked.of_mapping({key: value for key, value in said.items() if key not in ("drawn", "sits_out", "proof")})
    problem = difference(asked, said)
    if problem is not None:
        raise DrawError(problem)
    yield asked.what


def _of_contest(file: str) -> tuple[list[str], list[tuple[str, Attempt]], list[RoundDraw]]:
    """Return the draws that come out again, those taken back, and what was typed in within rounds.

    Raises:
        DrawError: One was changed after its call, or something else comes out.
    """
    from quizarena.report.provenance import round_draws

    with contest_at(file) as contest:
        _refuse_changed(contest)
        opened = {each.seq: each.fact for each in contest.resolution.facts if isinstance(each.fact, DrawOpened)}
        for seq, fact in opened.items():
            _again(contest, seq, fact)
        abandoned = [(draw.purpose, attempt) for draw in contest.state.draws for attempt in draw.abandoned]
        within = list(round_draws(contest, None))
        lots = [_again_within(each.lot, each) for each in within if each.lot is not None]
        typed = [each for each in within if each.typed_by is not None]
        return [*(fact.purpose for fact in opened.values()), *lots], abandoned, typed


def _again_within(lot: Lot, drawn: RoundDraw) -> str:
    """Return the purpose of a lot within a round; DrawError where the record that counts says otherwise."""
    if drawn.differs:
        given = {"draw": lot.purpose, "expected": ", ".join(lot.order), "seq": f"{drawn.record.seq:03}"}
        raise DrawError(_("{draw}: the lot gives {expected}, record #{seq} has another", **given))
    return lot.purpose


def _refuse_changed(contest: Contest) -> None:
    """Refuse a record that changes a draw whose numbers were called; no QuizArena writes one."""
    records, least = contest.records, contest.rulebook.numbers_called
    for record in records:
        if isinstance(record.fact, META):
            before, after = (resolve(records[:end], contest.book) for end in (record.seq, record.seq + 1))
            touched = changed_draw(before, after, least)
            if touched is not None:
                problem = _("record {seq} changes a draw after its numbers were called", seq=record.seq)
                raise DrawError(problem)


def _again(contest: Contest, seq: int, opened: DrawOpened) -> None:
    """Draw again what a contest opened; DrawError where another order comes out."""
    facts = [each.fact for each in contest.resolution.facts if each.seq < seq]
    ends = [at for at, each in enumerate(facts) if isinstance(each, DrawAbandoned) and each.purpose == opened.purpose]
    facts = facts[ends[-1] + 1 if ends else 0 :]
    committed = [each for each in facts if isinstance(each, DrawCommitted) and each.purpose == opened.purpose]
    called = [each for each in facts if isinstance(each, NumbersCalled) and each.purpose == opened.purpose]
    order = tickets(opened.order, seed=opened.seed, purpose=opened.purpose).order
    if committed:
        _check_seed(opened, committed[-1], called[-1] if called else None)
        method, labels = draw_method(committed[-1].method), committed[-1].labels
        drawn = method.draw(labels, purpose=opened.purpose, seed=opened.seed).order
        order = grouped(tuple(label for label in drawn if label in opened.order), labels, committed[-1].groups)
    elif all(opened.seed != each.seed for each in facts if isinstance(each, DrawOpened)):
        raise DrawError(_("{draw}: its seed was never committed to", draw=opened.purpose))
    if order != opened.order:
        raise DrawError(_("{draw}: expected {expected}", draw=opened.purpose, expected=", ".join(order)))


def _check_seed(opened: DrawOpened, committed: DrawCommitted, called: NumbersCalled | None) -> None:
    numbers = [] if called is None else [int(number) for number in called.numbers.split()]
    if seed_text(committed.date, numbers, committed.secret) != opened.seed:
        raise DrawError(
            _(
                "{draw}: the seed is not made of date, numbers and the secret committed to by {commitment}",
                draw=opened.purpose,
                commitment=commitment(committed.secret),
            )
        )

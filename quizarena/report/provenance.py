"""Where a result comes from: what was corrected and why, and the draws with what anybody needs to do them again.

Decides which records of the log are changes of the past, and what of a draw is told. Shows an audience no more than its
log does.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import attrs

from ..blanks import Choice, Permutation, Selection
from ..contest import Contest, LogLine, narration
from ..contest.audiences import seen as seen_by
from ..contest.columns import listed
from ..contest.draw_ceremony import attempts, lot_name
from ..contest.facts import FRAME_FACTS, Amended, Corrected, DrawCommitted, DrawEntered, Struck
from ..contest.legality import matching
from ..contest.standings import changed_totals
from ..contest.state import Ceremony
from ..draws import tickets
from ..draws.methods import draw_method
from ..facts import Fact, Intent, Record
from ..moves import DrawWay, Lot, Move
from ..points import show_signed
from ..roster import Roster
from ..scenes import Audience, is_backstage
from ..text import CLAUSE, Joined, Text, plain
from .words import _

_CHANGES = {each.type for each in (Corrected, Struck, Amended)}


@attrs.frozen
class Change:
    """A change of the past: its record, what it changes, why, who decided it and who typed it."""

    line: LogLine
    what: Text
    reason: str
    by: str


def changes(contest: Contest, audience: Audience) -> list[Change]:
    """Return the changes of the past that still hold, oldest first, as `audience` may read them."""
    log = contest.log(audience)
    return [_change(contest, line, audience) for line in log if line.type in _CHANGES and line.gone is None]


def _change(contest: Contest, line: LogLine, audience: Audience) -> Change:
    fields = line.fields
    by = " ".join(filter(None, (str(fields.get("ruled_by", "")), line.person)))
    what: list[Text] = [_changed(line.type, fields)]
    if is_backstage(audience):
        what += _in_words(contest, line)
    return Change(line, Joined(tuple(what), CLAUSE), str(fields.get("reason", "")), by)


def _in_words(contest: Contest, line: LogLine) -> Iterator[Text]:
    """Yield what the changed records said, and what the change did to totals; for those behind the curtain only."""
    numbers = [item["seq"] for item in line.fields.get("items", ())] or [line.fields.get("seq", 0)]
    yield from (narration.describe_record(contest, contest.records[seq]) for seq in numbers if seq)
    before, after = (contest.at(seq).standings(audience=None) for seq in (line.seq - 1, line.seq))
    for each in changed_totals(before, after):
        team, points = contest.state.roster.name(each.team), show_signed(each.by)
        yield _("{team} {points}, total {total}", team=team, points=points, total=each.total)


def _changed(type_name: str, fields: Any) -> Text:
    if type_name == Corrected.type:
        items = ", ".join(f"#{item['seq']:03}" for item in fields.get("items", ()))
        return _("{items} corrected", items=items or "***")
    if type_name == Struck.type:
        return _("#{seq} struck", seq=f"{fields['seq']:03}")
    said = {"path": str(fields["path"]), "value": str(fields.get("value", "***"))}
    if fields.get("from_now"):
        return _("rule {path} changed to {value} from then on", **said)
    return _("rule {path} changed to {value}", **said)


@attrs.frozen
class Draw:
    """A draw: what was drawn, in which order, how, and lines that anybody can check.

    `order` is empty where it was taken back and no order is known since. `lots` say what each of its
    places got; what a round draws within itself has a `title`.
    """

    purpose: str
    order: tuple[str, ...]
    told: tuple[Text, ...]
    proof: tuple[str, ...] = ()
    title: Text | None = None
    lots: tuple[Text, ...] = ()


def draws(contest: Contest, audience: Audience) -> list[Draw]:
    """Return the draws that are known or were taken back, as `audience` sees the contest."""
    seen = contest.seen_by(audience)
    known = seen_by(seen.position, audience).state.draws
    return [_drawn(seen, each) for each in known if each.order is not None or each.abandoned]


def _drawn(contest: Contest, ceremony: Ceremony) -> Draw:
    order, drawing = ceremony.order, ceremony.drawing
    title = None if drawing is None else drawing.title
    if order is None:
        return Draw(ceremony.purpose, (), (*attempts(ceremony), _("No order is known since.")), title=title)
    told = tuple(_told(contest, ceremony))
    proof = _proof(contest, ceremony) if ceremony.seed is not None else ()
    names = [lot_name(contest.position, ceremony, label) for label in order]
    if drawing is None:
        lots = tuple(Joined((plain(str(place)), name), " ") for place, name in enumerate(names, 1))
    else:
        lots = tuple(Joined((place, name), ": ") for place, name in zip(drawing.places, names, strict=False))
    return Draw(ceremony.purpose, order, told, proof, title, lots)


def _told(contest: Contest, ceremony: Ceremony) -> Iterator[Text]:
    yield from attempts(ceremony)
    if ceremony.way is DrawWay.LISTED:
        yield _("Not drawn: they stand as they are listed")
    if ceremony.secret:
        digest = sha256(ceremony.secret.encode()).hexdigest()
        yield _("Published before: SHA-256 of the secret {digest}", digest=digest)
        called = _("Numbers called in the hall: {numbers}", numbers=ceremony.numbers)
        yield called if ceremony.way is not DrawWay.QUICK else _("Drawn quickly: no numbers were called in the hall")
        yield _("Secret: {secret}", secret=ceremony.secret)
    if ceremony.seed is not None:
        yield _("Seed: {seed}", seed=ceremony.seed)
    for each in contest.resolution.facts:
        if isinstance(each.fact, DrawEntered) and each.fact.purpose == ceremony.purpose:
            yield _("Drawn on paper by {who}", who=each.fact.drawn_by)
            if each.fact.watched_by:
                yield _("Watched by {who}", who=each.fact.watched_by)


def _proof(contest: Contest, ceremony: Ceremony) -> tuple[str, ...]:
    """Return the lines that give the order again from the seed: by the method committed to, else by tickets."""
    fact = None if ceremony.committed is None else contest.resolution.fact(ceremony.committed)
    order, seed = ceremony.order or (), ceremony.seed or ""
    if isinstance(fact, DrawCommitted):
        return draw_method(fact.method).draw(fact.labels, purpose=ceremony.purpose, seed=seed).proof
    return tickets(order, seed=seed, purpose=ceremony.purpose).proof


@attrs.frozen
class RoundDraw:
    """Pairs, sides, rooms or seats of a round: the record, what was drawn, what came out, and the lot it came from.

    `lot` is None where people drew and typed it in (`typed_by` says who), or the rules settle it without a lot; what
    counts `differs` where it is not what the lot gives.
    """

    record: Record
    title: Text
    outcome: Text
    lot: Lot | None
    typed_by: str | None = None
    differs: bool = False


def round_draws(contest: Contest, audience: Audience) -> Iterator[RoundDraw]:
    """Yield what was drawn within rounds, in the order of the records, as `audience` sees the contest."""
    seen = contest.seen_by(audience)
    titles = {entry.id: entry.title for entry in seen.rulebook.rounds}
    for record, before in seen.history.walk():
        played = before.state.played(record.round)
        if record.fact.intent is not Intent.DRAW or isinstance(record.fact, FRAME_FACTS) or played is None:
            continue
        move = matching(before.round_moves(played), record.fact, ignore_derived=True)
        if move is not None:
            title = Joined((titles.get(record.round, _("Play-off")), move.label), ": ")
            yield _round_draw(record, move, title, before.state.roster)


def _round_draw(record: Record, move: Move, title: Text, roster: Roster) -> RoundDraw:
    drawn = move.derived if move.lot is not None else {}
    differs = any(_is_unlike(value, getattr(record.fact, name)) for name, value in drawn.items())
    outcome = None if differs else move.say
    if outcome is None:
        outcome = Joined(tuple(_came_out(record.fact, move, roster)), " ")
    return RoundDraw(record, title, outcome, move.lot, record.person if move.blanks else None, differs)


def _is_unlike(drawn: Any, found: Any) -> bool:
    """Whether what counts is not what was drawn; a team that a correction brought or took leaves the others' order."""
    if not isinstance(drawn, tuple) or not isinstance(found, tuple):
        return bool(drawn != found)
    return [each for each in drawn if each in found] != [each for each in found if each in drawn]


def _came_out(fact: Fact, move: Move, roster: Roster) -> Iterator[Text]:
    """Yield what was filled in or, where nothing was, what stands in the fields a rule took."""
    for blank in move.blanks:
        if isinstance(blank, (Choice, Permutation, Selection)):
            value = narration.value_at(fact, blank.path)
            labels = {option.value: option.label for option in blank.options}
            yield Joined((blank.label, *(labels[each] for each in _several(value) if each in labels)), " ")
    for name in () if move.blanks else move.derived:
        yield listed(map(roster.name, _several(getattr(fact, name))))


def _several(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)

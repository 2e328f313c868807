"""What has to hold in a contest whatever kinds it has: its state, its moves, its records, a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..blanks import Choice, Line
from ..contest import Contest, roster_facts
from ..contest import facts as frame
from ..errors import QuizArenaError
from ..facts import Fact, Intent
from ..journal.row import first_bad
from ..languages import LANGUAGES, SOURCE
from ..moves import Move
from ..records import to_row
from ..roster import Seat
from ..rounds import RoundKind
from .places import Place, Slip, field_place, method_place, package_of, shown, yielded
from .play import can_be_filled

_FRAME = frozenset(frame.FRAME_FACTS)


def public(contest: Contest, audience: str) -> dict[str, str]:
    """Return everything `audience` can learn, as text: all but digests, ids and a draw's published commitment."""
    standings = contest.standings(audience)
    hidden = {"digest", "id"}
    learnt: dict[str, object] = {
        "scene": [contest.scene(audience).to_json(language) for language in LANGUAGES],
        "rows": [(row.entrant, row.place, row.tied, row.total) for row in standings.rows],
        "podiums": contest.podiums_seen(audience),
        "explained": {team.id: contest.explain(team.id, audience) for team in contest.state.roster.teams},
        "awards": [(award.name.in_language(SOURCE), award.winners) for award in contest.awards(audience)],
        "log": contest.log(audience),
        "export": [{k: v for k, v in row.items() if k not in hidden} for row in contest.export(audience)],
    }
    return {name: _without_commitments(contest, repr(value)) for name, value in learnt.items()}


def _without_commitments(contest: Contest, text: str) -> str:
    for record in contest.records:
        for published in record.fact.published().values():
            text = text.replace(published, "(published)")
    return text


def check_state(contest: Contest) -> None:
    """Check what has to hold in every state: keys, the way on, scores that recompute, scenes that draw."""
    check_moves(contest)
    for total in contest.standings(audience=None).totals.values():
        total.check()
    _check_first(contest)
    _check_begun(contest)
    judges = [str(Seat("judge", judge.id)) for judge in contest.state.roster.judges]
    for audience in (None, "desk", "host", "hall", *judges[:1]):
        scene = contest.scene(audience)
        for language in LANGUAGES:
            assert scene.to_json(language), "a scene has to draw"


def _check_begun(contest: Contest) -> None:
    """What keeps the rules of its beginning began by a record of its round, and has a name."""
    for played in contest.state.rounds:
        kind = contest.position.kind(played)
        seq = kind.begun(played.state)
        if seq is not None:
            place = method_place(kind, "begun")
            if kind.unit is None:
                raise Slip(place, f"{kind.name} says in `begun` what began, and in `unit` not what it is called")
            if seq >= len(contest.records) or contest.records[seq].round != played.id:
                raise Slip(place, f"{kind.name}: `begun` names #{seq}, which is no record of {played.id}")


def check_moves(contest: Contest) -> None:
    """Check the moves of the moment: no key does two things, names are ids, and the desk has a way on."""
    moves = contest.moves()
    _check_listed(contest, moves)
    _check_gestures(contest, moves)
    _check_people(contest, moves)
    _check_seats(contest, moves)
    _check_words(contest, moves)
    _check_way_on(contest, moves)


def _slip(contest: Contest, sentence: str, move: Move, other: Move | None = None) -> AssertionError:
    """Return the slip in `move`, at the author's line that yields it; where the `other` is yielded is said too."""
    place = _yielded_at(contest, move)
    beside = _yielded_at(contest, other) if other is not None else None
    if beside is not None:
        sentence = f"{sentence}; the other stands at {shown(beside)}"
    return AssertionError(sentence) if place is None else Slip(place, sentence)


def _yielded_at(contest: Contest, move: Move) -> Place | None:
    """Return where the kind of the running round yields a move, None if it does not."""
    running, position = contest.state.running, contest.position
    if running is None:
        return None
    kind = position.kind(running)
    found = kind.moves(running.state, position.moment(running))
    places = yielded(found, package_of(kind), method_place(kind, "moves"))
    return next((place for each, place in places if move.is_same(each)), None)


def _check_listed(contest: Contest, moves: Sequence[Move]) -> None:
    """What the kind of the running round offers it also lists among its facts: else nobody could read it back."""
    for move in moves:
        if move.fact.type not in contest.book.classes:
            name = move.fact.__qualname__
            raise _slip(contest, f"{name} ({move.fact.type}) is offered and not in the kind's `facts`; add it", move)


def _check_words(contest: Contest, moves: Sequence[Move]) -> None:
    """Words that people type stand in a field that `anonymize` knows: a name, or a remark in which one may be named."""
    for move in moves:
        known = {*move.fact.names, *move.fact.remarks, *(_NAMES_NOBODY.get(move.fact, ()))}
        for blank in move.blanks:
            if isinstance(blank, Line) and blank.form == "text" and not blank.entropy:
                field = blank.path.partition(".")[0]
                if field not in known:
                    sentence = f"{move.fact.type}: {field} is typed in words; say it in the fact's names or remarks"
                    raise Slip(field_place(move.fact, field), sentence)


_NAMES_NOBODY: dict[type[Fact], tuple[str, ...]] = {
    roster_facts.TeamRenamed: ("name",),
    roster_facts.TeamAdded: ("team", "name"),
    roster_facts.MemberReplaced: ("by",),
    roster_facts.JudgeAdded: ("judge",),
}
"""Fields of the frame that hold an id, or what a team is called."""


def _check_gestures(contest: Contest, moves: Sequence[Move]) -> None:
    by_key: dict[str, list[Move]] = {}
    for move in filter(can_be_filled, moves):
        for gesture in _gestures(move):
            by_key.setdefault(gesture, []).append(move)
    for gesture, found in by_key.items():
        if len(found) > 1:
            types = " and ".join(dict.fromkeys(move.fact.type for move in found))
            sentence = f"the key {gesture!r} would do two things at once ({types}); give it to one of them"
            raise _slip(contest, sentence, found[-1], found[0])


def _gestures(move: Move) -> Iterable[str]:
    if move.gesture is not None:
        yield move.gesture
    choices = [blank for blank in move.decisions if isinstance(blank, Choice)]
    if len(choices) == 1:
        yield from (option.gesture for option in choices[0].options if option.gesture is not None)


def _check_way_on(contest: Contest, moves: Sequence[Move]) -> None:
    """Somebody at the desk can always carry on: one silent judge must not be able to stop the afternoon."""
    if contest.state.signed is not None:
        return
    forward = [move for move in moves if not move.aside]
    of_kind = any(move.fact not in _FRAME for move in forward)
    intents = {move.intent for move in forward if move.fact in _FRAME}
    at_desk = [move for move in contest.moves("desk") if can_be_filled(move)]
    on = [move for move in at_desk if not move.aside or (move.intent in intents if move.fact in _FRAME else of_kind)]
    pending = [move for move in at_desk if move.fact is frame.ProtestDecided]
    assert on or pending, f"the desk has no way on; open are {[move.fact.type for move in at_desk]}"


def _check_people(contest: Contest, moves: Sequence[Move]) -> None:
    """What is called team, member or judge holds such an id: screens, sheets and reports go by it."""
    people = contest.state.roster
    known = {
        "team": {"", *(team.id for team in people.teams)},
        "member": {"", *(member.id for team in people.teams for member in team.everybody)},
        "judge": {"", *(judge.id for judge in people.judges)},
    }
    for move in moves:
        settled = {**move.identity, **move.derived}
        for name, ids in known.items():
            named = {settled.get(name, ""), *(option.value for option in move.choices(name))}
            if not named <= ids:
                raise _slip(contest, f"{move.fact.type}: {name} is an id of one; found {sorted(named - ids)}", move)


def _check_seats(contest: Contest, moves: Sequence[Move]) -> None:
    """Whatever is done in a judge's name is a ballot, or may be done at any time: no step of play waits for it."""
    for move in moves:
        if Seat.of(move.seat).role == "judge" and move.intent is not Intent.BALLOT and not move.aside:
            found = f"{move.fact.type} is for a judge's seat and neither a ballot nor an aside; it is {move.intent}"
            raise _slip(contest, found, move)


def _asked(moves: Iterable[Move]) -> set[str]:
    """Return which ballots are asked for, of whom."""
    asked = (move for move in moves if move.intent is Intent.BALLOT and move.closed is None)
    return {f"{move.fact.type} {dict(move.identity)} of {judge}" for move in asked for judge in move.judges}


def first_ballots(contest: Contest) -> list[set[str]]:
    """Return the ballots of the first performance to come in the round that runs, in each way it may come."""
    running, position = contest.state.running, contest.position
    if running is None or running.cut:
        return []
    kind, moment = position.kind(running), position.moment(running)
    found = ((_asked(kind.moves(state, moment)) for state in row) for row in kind.upcoming(running.state, moment))
    return [next(filter(None, asked), set()) for asked in found]


def _check_first(contest: Contest) -> None:
    """The ballots asked for now are the first of those to come: their sheets are printed first."""
    now = _asked(contest.moves())
    for first in first_ballots(contest) if now else ():
        if first != now:
            sentence = f"asked for are {sorted(now)}; the first in `upcoming` are {sorted(first)}"
            raise Slip(_upcoming(contest), sentence)


def _upcoming(contest: Contest) -> Place:
    running = contest.state.running
    assert running is not None, "who asks for ballots runs"
    return method_place(contest.position.kind(running), "upcoming")


def check_foreseen(contest: Contest, before: Sequence[set[str]], fact: Fact) -> None:
    """Check that where `fact` brings ballots some were to come `before` it; else their sheets are not printed."""
    if fact.intent in (Intent.REOPENING, Intent.BALLOT_RETURN, Intent.ROSTER) or all(before):
        return
    if _asked(contest.moves()):
        raise Slip(_upcoming(contest), f"{fact.type} brings ballots that `upcoming` did not name before it")


def check_records(contest: Contest, kinds: Mapping[str, RoundKind] | None = None) -> None:
    """Check that the live state is the fold of the records, that every fact's text reads back, and the chain."""
    again = Contest.of_records(contest.records, kinds=kinds)
    assert again.state == contest.state, "the fold of the records differs from the live state"
    for record in contest.records:
        line = contest.book.line(record.fact)
        assert contest.book.parse_line(line) == record.fact, f"{line} does not read back"
    rows = [to_row(record, contest.book) for record in contest.records]
    assert first_bad(rows) is None, "the chain is broken"


def check_refusal(contest: Contest, fact: Fact, seat: str) -> None:
    """Push what may be illegal; if it is refused, nothing may have changed."""
    before, count = contest.state, len(contest.records)
    try:
        contest.fork().push(fact, seat=seat)
        contest.prepare(fact, seat=seat)
    except QuizArenaError as error:
        if not str(error):
            raise AssertionError("a refusal says why") from error
    assert contest.state == before, "a question has changed the state"
    assert len(contest.records) == count, "a question has left a record"

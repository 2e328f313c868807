"""The test kit for authors of round kinds: `check_kind(MyKind())`, and the strategies it is made of.

Decides what every kind has to keep. Only this module of the package imports Hypothesis.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from .blanks import Blank, Choice, Line, Number, Permutation
from .contest import Contest
from .contest import facts as frame
from .contest.legality import wanted_seat
from .contest.records import to_row
from .contest.roster_facts import ROSTER_FACTS
from .errors import QuizArenaError, RulebookError
from .fact_book import FactBook
from .facts import Fact, Intent
from .journal.row import first_bad
from .moves import IllegalFact, Move
from .roster import Contestant, Judge, Roster, Seat, Team
from .rounds import RoundKind
from .rulebook import Rulebook, formats, loads
from .text import LANGUAGES, plain

_PEOPLE = frozenset(ROSTER_FACTS)
"""The frame's asides that change who takes part."""
_FRAME = frozenset(frame.FRAME_FACTS)
START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
_ATTEMPTS = 8
_TEXTS = ("recheck", "复核", "a word", "[/b] [@click=x]")


def numbers(blank: Number) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a number blank: on its grid, both ends likely."""
    step = blank.step if blank.step is not None else Decimal(1) if blank.whole else Decimal("0.01")
    low = blank.low if blank.low is not None else Decimal(-1_000)
    high = blank.high if blank.high is not None else Decimal(1_000)
    grid = st.integers(-int(-low // step), int(high // step)).map(lambda count: count * step)
    ends = st.sampled_from([value for value in (low, high) if value % step == 0] or [-int(-low // step) * step])
    return (ends | grid).map(int) if blank.whole else (ends | grid)


def values(blank: Blank) -> st.SearchStrategy[Any] | None:
    """Return a strategy for what may stand in a blank, None for one that fills itself."""
    if isinstance(blank, Number):
        return numbers(blank)
    if isinstance(blank, Choice):
        return st.sampled_from([option.value for option in blank.options]) if blank.options else st.nothing()
    if isinstance(blank, Permutation):
        return st.permutations([option.value for option in blank.options]).map(tuple)
    if isinstance(blank, Line) and not blank.entropy:
        texts = [blank.example] if blank.example else [text[: blank.longest] for text in _TEXTS]
        return st.sampled_from([*texts, ""] if blank.optional else texts)
    return None


@st.composite
def fillings(draw: st.DrawFn, move: Move, now: datetime) -> Fact:
    """Draw a fact of `move`, its instants at `now`; of fillings its `check` refuses a few are tried, no more."""
    for _attempt in range(_ATTEMPTS):
        try:
            return move.fill(draw(_filled(move)), now=now)
        except IllegalFact:
            continue
    return reject()


@st.composite
def _filled(draw: st.DrawFn, move: Move) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for blank in move.blanks:
        strategy = values(blank)
        if strategy is not None:
            filled[blank.path] = draw(strategy)
    entropy = (blank.path for blank in move.blanks if isinstance(blank, Line) and blank.entropy)
    return filled | dict.fromkeys(entropy, "0123456789abcdef" * 2)


def seat_of(move: Move, fact: Fact) -> str:
    """Return the seat that may give `fact`."""
    return wanted_seat(move, fact)


def can_be_filled(move: Move) -> bool:
    """Whether a move is open and each of its choices has something to choose."""
    choices = (blank for blank in move.blanks if isinstance(blank, Choice))
    return move.closed is None and all(blank.options for blank in choices)


def forward_moves(contest: Contest) -> list[Move]:
    """Return the moves that carry the contest on now, for whatever seat."""
    return [move for move in contest.moves() if not move.aside and can_be_filled(move)]


class Clockwork:
    """A clock for tests: each call is a few seconds later than the last."""

    def __init__(self, start: datetime = START) -> None:
        """Begin at `start`."""
        self.now = start

    def __call__(self) -> datetime:
        """Return the next instant."""
        self.now += timedelta(seconds=7)
        return self.now


def roster(teams: int, judges: int, members: int = 3) -> Roster:
    """Return a plain roster: teams t1.., members t1-1.., judges j1.. with the first as chief."""

    def team(number: int) -> Team:
        crew = tuple(Contestant(f"t{number}-{each}", plain(f"t{number}-{each}")) for each in range(1, members + 1))
        return Team(f"t{number}", plain(f"队{number}"), crew)

    panel = tuple(Judge(f"j{number}", plain(f"评委{number}"), chief=number == 1) for number in range(1, judges + 1))
    return Roster(tuple(team(number) for number in range(1, teams + 1)), panel)


def rulebook_of(
    kind: RoundKind, rules: Mapping[str, Any], teams: int, judges: int, extra: Mapping[str, Any] | None = None
) -> Rulebook:
    """Return the rulebook of a contest with one round of `kind`; RulebookError where it cannot be played."""
    people = roster(teams, judges)
    written = {
        "quizarena": 1,
        "contest": {"title": "Check", "language": "en"},
        "teams": [
            {
                "id": team.id,
                "name": team.name.in_language(""),
                "members": [m.name.in_language("") for m in team.members],
            }
            for team in people.teams
        ],
        "judges": [
            {"id": judge.id, "name": judge.name.in_language(""), "chief": judge.chief} for judge in people.judges
        ],
        "panel": {"rule": "mean", "of": "judge_total", "places": 2},
        "rounds": [{"id": "round", "kind": kind.name, "title": "Round", **rules}],
        **(extra or {}),
    }
    return loads(json.dumps(written, ensure_ascii=False), kinds={kind.name: kind})


def opened(rulebook: Rulebook, kinds: Mapping[str, RoundKind] | None = None) -> Contest:
    """Return a contest that has been opened."""
    contest = Contest(rulebook, kinds=kinds)
    contest.push(contest.moves()[0].fill(mode="live"), at=START)
    return contest


def public(contest: Contest, audience: str) -> dict[str, str]:
    """Return everything `audience` can learn, as text: all but digests, ids and a draw's published commitment."""
    standings = contest.standings(audience)
    hidden = {"digest", "id"}
    learnt: dict[str, object] = {
        "scene": [contest.scene(audience).to_json(language) for language in LANGUAGES],
        "rows": [(row.entrant, row.place, row.tied, row.total) for row in standings.rows],
        "podiums": contest.podiums_seen(audience),
        "explained": {team.id: contest.explain(team.id, audience) for team in contest.state.roster.teams},
        "awards": [(award.name.in_language("en"), award.winners) for award in contest.awards(audience)],
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
    for total in contest.standings().totals.values():
        total.check()
    judges = [str(Seat("judge", judge.id)) for judge in contest.state.roster.judges]
    for audience in (None, "desk", "host", "hall", *judges[:1]):
        scene = contest.scene(audience)
        for language in LANGUAGES:
            assert scene.to_json(language), "a scene has to draw"


def check_moves(contest: Contest) -> None:
    """Check the moves of the moment: no key does two things, names are ids, and the desk has a way on."""
    moves = contest.moves()
    _check_gestures(moves)
    _check_people(contest, moves)
    _check_seats(moves)
    _check_way_on(contest, moves)


def _check_gestures(moves: Sequence[Move]) -> None:
    counted = Counter(gesture for move in moves if can_be_filled(move) for gesture in _gestures(move))
    twice = [gesture for gesture, count in counted.items() if count > 1]
    assert not twice, f"these keys would do two things at once: {twice}"


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
        "member": {"", *(member.id for team in people.teams for member in team.members)},
        "judge": {"", *(judge.id for judge in people.judges)},
    }
    for move in moves:
        settled = {**move.identity, **move.derived}
        for name, ids in known.items():
            named = {settled.get(name, ""), *(option.value for option in move.choices(name))}
            assert named <= ids, f"{move.fact.type}: {name} is an id of one; found {sorted(named - ids)}"


def _check_seats(moves: Sequence[Move]) -> None:
    """Whatever is done in a judge's name is a ballot, or may be done at any time: no step of play waits for it."""
    for move in moves:
        if Seat.of(move.seat).role == "judge":
            found = f"{move.fact.type} is for a judge's seat and neither a ballot nor an aside; it is {move.intent}"
            assert move.intent is Intent.BALLOT or move.aside, found


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


def step(contest: Contest, data: st.DataObject, clock: Callable[[], datetime], moves: Sequence[Move]) -> Fact | None:
    """Draw one of `moves`, fill it and push it; None where none can be filled."""
    able = [move for move in moves if can_be_filled(move)]
    if not able:
        return None
    move = data.draw(st.sampled_from(able))
    fact = data.draw(fillings(move, clock()))
    contest.push(fact, seat=seat_of(move, fact), id=f"r{len(contest.records)}", at=clock())
    return fact


def check_kind(
    kind: RoundKind, rules: Iterable[Mapping[str, Any]] | None = None, *, examples: int = 15, longest: int = 60
) -> None:
    """Play random rounds of `kind` from its moves alone and check everything a kind has to keep.

    Args:
        kind: The kind.
        rules: Rules to play it with, as a rulebook would write them; None takes the kind's formats, or no rules at all.
        examples: Random rounds for each of `rules`.
        longest: Facts in a round after which it is left unfinished.

    Raises:
        AssertionError: Something does not hold; Hypothesis shows the shortest play that shows it.
        PluginError: A fact class is not as `FactBook.of_kinds` wants it, such as a clock's without one instant `at`.
    """
    FactBook.of_kinds(frame.FRAME_FACTS, {kind.name: kind.facts})
    keeps_secrets = any(fact.sealed for fact in kind.facts)
    for each in list(rules) if rules is not None else _own_formats(kind):
        _check_play(kind, each, examples, longest)
        if keeps_secrets:
            _check_secrets(kind, each, examples, longest)


def _own_formats(kind: RoundKind) -> list[Mapping[str, Any]]:
    return [{"use": form.use} for form in formats({kind.name: kind}) if form.kind == kind.name] or [{}]


def _configured(examples: int) -> settings:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet, database=None)


def _begin(kind: RoundKind, rules: Mapping[str, Any], data: st.DataObject) -> Contest:
    """Open a contest of random size; where the kind refuses so few or so many, which is its right, of a usual one.

    Raises:
        RulebookError: These rules cannot be played with the usual four teams and seven judges either.
    """
    teams, judges = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 7))
    try:
        rulebook = rulebook_of(kind, rules, teams, judges)
    except RulebookError:
        rulebook = rulebook_of(kind, rules, 4, 7)
    return opened(rulebook, {kind.name: kind})


def _check_play(kind: RoundKind, rules: Mapping[str, Any], examples: int, longest: int) -> None:
    @_configured(examples)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        contest, clock = _begin(kind, rules, data), Clockwork()
        stale: list[Fact] = []
        for _turn in range(longest):
            check_state(contest)
            fact = step(contest, data, clock, _mixed(contest, kind, data))
            if fact is None or contest.outcome() is not None:
                break
            for old in stale[-2:]:
                check_refusal(contest, old, "desk")
            stale.append(fact)
        check_records(contest, {kind.name: kind})
        contest.verify()

    play()


def _mixed(contest: Contest, kind: RoundKind, data: st.DataObject) -> list[Move]:
    """Return forward moves mostly, now and then the asides of the kind or those that change who takes part."""
    forward = forward_moves(contest)
    mostly = data.draw(st.integers(0, 5)) > 0
    if forward and mostly:
        return forward
    own = _PEOPLE.union(kind.facts)
    asides = [move for move in contest.moves() if move.aside and move.fact in own and can_be_filled(move)]
    return asides or forward


def _check_secrets(kind: RoundKind, rules: Mapping[str, Any], examples: int, longest: int) -> None:
    """Two rounds that differ in one sealed value look alike to everybody else until the reveal."""

    @_configured(examples)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        contest, clock = _begin(kind, rules, data), Clockwork()
        for _turn in range(longest):
            able = [move for move in forward_moves(contest) if move.fact.sealed]
            if able:
                move = data.draw(st.sampled_from(able))
                _compare_twins(contest, move, data, clock())
            if step(contest, data, clock, forward_moves(contest)) is None:
                break

    play()


def _compare_twins(contest: Contest, move: Move, data: st.DataObject, now: datetime) -> None:
    fact = data.draw(fillings(move, now))
    other = data.draw(fillings(move, now))
    twin_fact = attrs.evolve(fact, **{name: getattr(other, name) for name in fact.sealed})
    if move.refuse(twin_fact) is not None:
        return
    seat, one, two = seat_of(move, fact), contest.fork(), contest.fork()
    one.push(fact, seat=seat, id="same", at=now)
    two.push(twin_fact, seat=seat, id="same", at=now)
    judges = (str(Seat("judge", judge.id)) for judge in contest.state.roster.judges)
    others = [each for each in judges if each != seat]
    for audience in ("desk", "host", "hall", *others[:1]):
        if audience != seat:
            assert public(one, audience) == public(two, audience), f"{audience} can tell what {move.fact.type} seals"

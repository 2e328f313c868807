"""Days on which anything may happen: a robot plays a contest to its end, and between its steps comes a deed at random.

People come, go and change their names, judges are excused, ballots returned and reopened, points deducted, protests
lodged, rounds cut short, rules amended, records corrected, struck, undone and redone, a signed contest opened again.
After each deed the records must fold to the same state, every audience be shown something, and the desk have a way on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import repeat
from pathlib import Path
from random import Random
from traceback import format_exception
from typing import Any

import attrs
import yaml

from quizarena.blanks import Blank, Choice, Evidence, Instant, Line, Number, Permutation, Selection
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened, ProtestDecided, RoundCut
from quizarena.errors import QuizArenaError, RulebookError
from quizarena.facts import Fact, Record
from quizarena.languages import LANGUAGES
from quizarena.moves import IllegalFact, Move
from quizarena.roster import Seat
from quizarena.rounds import RoundKind
from quizarena.rulebook import Rulebook, load, resolved_mapping, role_of_rule
from quizarena.simulation.robot import AVERAGE, Player
from quizarena.testing import Clockwork, can_be_filled, check_moves, check_records, seat_of
from tests.faults import played
from tests.formats.story import contest_of

ROOT = Path(__file__).parents[2]
EXAMPLES = [ROOT / "examples" / "yingbin" / "contest.yaml", *sorted(ROOT.glob("examples/rulesets/*.yaml"))]
FORMATS = sorted((ROOT / "tests" / "formats").glob("*.yaml"))
RULES = sorted(Path(__file__).parent.glob("*.yaml"))
NAMES = [path.relative_to(ROOT).as_posix() for path in (*FORMATS, *EXAMPLES, *RULES)]
"""Every format and every example, by its file, and rules that none of them has."""
MOST = 4_000
"""Records after which a contest that has not ended is said to have no end."""
DEEDS_A_DAY, STEPS, STEPS_BETWEEN_ROUNDS = 40, 12, 4
"""After so many steps comes a deed: while a round runs, and between rounds, where draws, ties and signatures are."""
VALUES = ("0", "1", "-1", "3", "0.5", "true", "null", "x", "[]", "[1, 2]")
"""What rules are amended to."""
PRIZES = {
    "prizes": [{"name": "gold", "places": 1}, {"name": "silver", "places": 1}],
    "ties": {"when": "a_prize_depends", "by": ["sudden_death"]},
}
"""What makes a format's contest have ties that matter."""


@attrs.frozen
class Counts:
    """What became of the deeds of some days; `kinds` are what was done, `wrong` what did not hold."""

    days: int
    records: int
    done: int
    refused: int
    wrong: tuple[str, ...] = ()
    kinds: frozenset[str] = attrs.field(default=frozenset(), repr=False)


@cache
def begun(name: str) -> Sequence[Record]:
    """Return the first records of a contest that is opened."""
    path = ROOT / name
    if path in FORMATS:
        text = path.read_text(encoding="utf-8")
        told = yaml.load(text, Loader=yaml.BaseLoader)
        read = yaml.safe_load(text)
        story = told | {key: read[key] for key in ("rules", "panel") if key in read}
        return contest_of(story, **PRIZES).records
    kinds = _kinds(name)
    contest = Contest(load(path, kinds=kinds), kinds=kinds)
    contest.push(ContestOpened("live"))
    return contest.records


@attrs.define
class Day:
    """One contest, one robot, and chance: `left` deeds may still come, a round is cut after `longest` records."""

    name: str
    seed: int
    contest: Contest
    kinds: Mapping[str, RoundKind] | None
    longest: int
    chance: Random = attrs.field(init=False)
    left: int = DEEDS_A_DAY
    now: Clockwork = attrs.field(factory=Clockwork)
    player: Player = attrs.field(init=False)
    began: tuple[str, int] = ("", 0)
    done: Counter[str] = attrs.field(factory=Counter)
    refused: int = 0

    def __attrs_post_init__(self) -> None:
        """Let the robot have the same chance."""
        self.chance = Random(f"{self.name} {self.seed}")
        self.player = Player(AVERAGE, self.chance)

    @classmethod
    def begin(cls, name: str, seed: int, longest: int) -> Day:
        """Begin the day of a contest."""
        kinds = _kinds(name)
        return cls(name, seed, Contest.of_records(begun(name), kinds=kinds), kinds, longest)

    def live(self) -> None:
        """Play to the end, with deeds between the steps.

        Raises:
            AssertionError: Something does not hold, or the contest comes to no end.
        """
        while self.contest.state.signed is None or self._is_time():
            assert len(self.contest.records) < MOST, "the contest comes to no end"
            if self.contest.state.signed is not None or self._is_time():
                self.left -= 1
                self.deed()
                self.check()
            else:
                self.step()
        assert self.contest.outcome() is not None
        check_records(self.contest, self.kinds)

    def _is_time(self) -> bool:
        position = self.contest.position
        running = position.state.running
        is_between = running is None or position.is_over(running) or position.state.signed is not None
        return self.left > 0 and not self.chance.randrange(STEPS_BETWEEN_ROUNDS if is_between else STEPS)

    def check(self) -> None:
        """Check that the records fold to the state, the desk has a way on and everybody is shown something."""
        contest = self.contest
        assert contest.at(contest.records[-1].seq).state == contest.state
        check_moves(contest)
        judges = [str(Seat("judge", judge.id)) for judge in contest.state.roster.judges]
        for audience in (None, "desk", "host", "hall", *self.chance.sample(judges, min(1, len(judges)))):
            assert contest.scene(audience).to_json(self.chance.choice([*LANGUAGES]))

    def step(self) -> None:
        """Take the step that comes next: what the robot does, the end of a long round, a protest that waits."""
        moves = self.contest.moves()
        cut = [move for move in moves if move.fact is RoundCut] if self._is_long() else []
        pending = [move for move in moves if move.fact is ProtestDecided]
        made = None if cut else self.player.fact(move for move in moves if not move.aside)
        if made is None:
            assert cut or pending, "nothing can be done any more"
            move = (cut or pending)[0]
            made = move, self._filled(move)
        self._push(*made)

    def _is_long(self) -> bool:
        running, now = self.contest.state.running, len(self.contest.records)
        if running is not None and running.id != self.began[0]:
            self.began = running.id, now
        return running is not None and now - self.began[1] >= self.longest

    def _push(self, move: Move, fact: Fact) -> None:
        self.contest.push(fact, seat=seat_of(move, fact), id=f"r{len(self.contest.records)}", at=self.now())

    # Deeds

    def deed(self) -> None:
        """Do something that nobody expects."""
        name, do = self.chance.choice(DEEDS)
        self._attempt(name, lambda: do(self))

    def _attempt(self, name: str, do: Callable[[], object]) -> bool:
        """Do something and return whether it was done; what is refused changes nothing."""
        before, count = self.contest.state, len(self.contest.records)
        try:
            done = do()
        except QuizArenaError as error:
            assert str(error), "a refusal says why"  # noqa: PT017
            assert (self.contest.state, len(self.contest.records)) == (before, count), "a refusal changes nothing"
            self.refused += 1
            return False
        done = done if isinstance(done, str) else name
        self.done.update({done: 1} if done else {})
        return True

    def aside(self) -> str | None:
        """Do one of the things that may be done at any time, each kind of thing as likely as the other, cues less."""
        cues = not self.chance.randrange(6)
        return self._any([move for move in self.contest.moves() if move.aside and (cues or not move.fact.cue)])

    def turn(self) -> str | None:
        """Take a step, but not the one that is expected: a tie is shared, another verdict given."""
        return self._any([move for move in self.contest.moves() if not move.aside])

    def _any(self, moves: Sequence[Move]) -> str | None:
        able = [move for move in moves if can_be_filled(move)]
        kinds = sorted({move.fact.type for move in able})
        if not kinds:
            return None
        kind = self.chance.choice(kinds)
        move = self.chance.choice([move for move in able if move.fact.type == kind])
        self._push(move, self._filled(move))
        return kind

    def correct(self) -> None:
        """Correct a record to anything its move takes, what fits no more with it being taken out."""
        seq = self.chance.choice(self.contest.records[1:]).seq
        original = self.contest.resolution.fact(seq)
        moves = self.contest.before(seq).moves() if original is not None else []
        moves = [move for move in moves if move.fits(original) and can_be_filled(move)]
        if moves:
            items = [(seq, self._filled(self.chance.choice(moves)))]
            take_out = self.contest.misfits(items)
            self.contest.correct(items, reason="recheck", take_out=take_out, at=self.now())

    def strike(self) -> None:
        """Strike any record."""
        self.contest.strike(self.chance.choice(self.contest.records[1:]).seq, reason="recheck", at=self.now())

    def undo(self) -> None:
        """Take back some records, and sometimes what was taken back."""
        for _time in range(self.chance.randint(1, 4)):
            before = self.contest.state
            if self._attempt("undo", lambda: self.contest.undo(at=self.now())) and not self.chance.randrange(3):
                self.contest.redo(at=self.now())
                assert self.contest.state == before, "a redo brings back what was undone"

    def amend(self) -> None:
        """Change any rule to anything, for all that was or for what begins from now on."""
        rulebook = self.contest.rulebook
        paths = self.chance.sample(found := list(_paths(resolved_mapping(rulebook))), len(found))
        path = next((path for path in paths if _is_scoring(rulebook, path)), paths[0])
        value, from_now, before = self.chance.choice(VALUES), self.chance.random() < 0.5, self._totals()
        self.contest.amend(path, value, reason="as announced", from_now=from_now, at=self.now())
        assert not from_now or self._totals() == before, "what has begun keeps its rules"

    def _totals(self) -> dict[str, Fraction]:
        return {team: score.value for team, score in self.contest.standings(audience=None).totals.items()}

    def _filled(self, move: Move) -> Fact:
        """Return the move filled by chance; after some tries that it does not take it is refused."""
        now = self.now()
        for _try in range(8):
            try:
                return move.fill({each.path: self._value(each) for each in move.asked}, now=now)
            except IllegalFact:
                continue
        return move.fill({each.path: self._value(each) for each in move.asked}, now=now)

    def _value(self, blank: Blank) -> Any:
        match blank:
            case Choice():
                return self.chance.choice(blank.options).value
            case Permutation():
                return tuple(self.chance.sample([option.value for option in blank.options], blank.length))
            case Selection():
                return (self.chance.choice(blank.options).value,)
            case Number():
                return self._number(blank)
            case Line():
                return self._line(blank)
            case Instant():
                return self.now.now
            case Evidence():
                return ()

    def _number(self, blank: Number) -> Any:
        step = blank.step or Decimal(1)
        low = blank.low if blank.low is not None else Decimal(0)
        high = blank.high if blank.high is not None else low + 100
        value = low + step * self.chance.randint(0, int((high - low) / step))
        return int(value) if blank.whole else value

    def _line(self, blank: Line) -> str:
        """Return a word; where ids or names are asked for nobody has it yet."""
        if blank.entropy:
            return f"{self.chance.getrandbits(128):032x}"
        if blank.form != "text":
            return blank.example
        return f"x{len(self.contest.records)}-{self.chance.randrange(1_000)}"


DEEDS: Sequence[tuple[str, Callable[[Day], str | None]]] = (
    ("aside", Day.aside),
    ("aside", Day.aside),
    ("aside", Day.aside),
    ("turn", Day.turn),
    ("correction", Day.correct),
    ("correction", Day.correct),
    ("strike", Day.strike),
    ("", Day.undo),
    ("amendment", Day.amend),
)
"""What may happen, asides oftenest: most of the deeds are asides."""


def _paths(node: Any, start: str = "") -> Iterator[str]:
    """Yield the path of every rule."""
    pairs = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        path = f"{start}.{key}" if start else str(key)
        yield path
        yield from _paths(value, path)


def _is_scoring(rulebook: Rulebook, path: str) -> bool:
    try:
        return role_of_rule(rulebook, path) == "scoring"
    except RulebookError:
        return False  # it names something


def _kinds(name: str) -> Mapping[str, RoundKind] | None:
    return played.kinds(Path(name).stem[:4])


def live(name: str, seeds: Iterable[int], longest: int) -> Counts:
    """Live the days that `seeds` make of a contest."""
    days = [Day.begin(name, seed, longest) for seed in seeds]
    wrong = tuple(filter(None, (_fault(day) for day in days)))
    records = sum(len(day.contest.records) for day in days)
    done = Counter[str]()
    for day in days:
        done += day.done
    return Counts(len(days), records, done.total(), sum(day.refused for day in days), wrong, frozenset(done))


def _fault(day: Day) -> str:
    """Live a day; return what did not hold, empty if all did."""
    try:
        day.live()
    except Exception as fault:  # whatever is raised, the day went wrong
        where = "".join(format_exception(fault)[-2:])
        return f"{day.name} {day.seed} at record {len(day.contest.records)}: {where}"
    return ""


def live_all(seeds: range, longest: int = MOST) -> Iterator[tuple[str, Counts]]:
    """Live the days of every contest, on all processors; yield what became of each. No round is cut but by chance."""
    with ProcessPoolExecutor() as pool:
        yield from zip(NAMES, pool.map(live, NAMES, repeat(seeds), repeat(longest)), strict=True)

"""Buzzers on crooked lines: four phones with clocks of their own press within a second of each other.

What the phones' lines do is drawn by chance; truth is known here, so each sure answer is right or wrong.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from quizarena.sessions.buzzers import PATIENCE, PhoneClock, Race, timed

TEAMS = ("t1", "t2", "t3", "t4")
JITTERS = (0.002, 0.02, 0.1)
"""Seconds that a way takes beside its usual time, on average."""

SPREADS = (0.01, 0.05, 0.2, 0.8)
"""Seconds within which all press."""


@attrs.define
class Phone:
    """A phone: a clock that is ahead by `ahead` seconds and drifts, and a line that keeps order."""

    team: str
    chance: random.Random
    jitter: float
    ahead: float
    drift: float
    usual: tuple[float, float]
    clock: PhoneClock = attrs.field(factory=PhoneClock)
    free: float = 0.0

    @classmethod
    def of(cls, team: str, chance: random.Random, jitter: float) -> Phone:
        """Return a phone whose ways there and back may differ much."""
        usual = chance.uniform(0, 2 * jitter), chance.uniform(0, 2 * jitter)
        return cls(team, chance, jitter, chance.uniform(-1e4, 1e4), chance.uniform(-2e-5, 2e-5), usual)

    def stamp(self, at: float) -> float:
        """Return what its clock shows, in whole milliseconds as some browsers have it."""
        shown = at * (1 + self.drift) + self.ahead
        return shown // 0.001 * 0.001 if self.ahead > 0 else shown

    def way(self, back: int) -> float:
        """Return how long a message takes; now and then it is held up."""
        held = self.chance.uniform(0, 2) if self.chance.random() < 0.003 else 0
        return self.usual[back] + self.chance.expovariate(1 / self.jitter) + held

    def arrivals(self, sent: Sequence[float]) -> list[float]:
        """Return when messages of these times arrive: none overtakes another."""
        found = []
        for each in sent:
            self.free = max(self.free, each + self.way(1))
            found.append(self.free)
        return found

    def answer(self, at: float) -> None:
        """Answer a ping of `at`, long before anybody presses."""
        heard = at + self.way(0)
        (back,) = self.arrivals([heard])
        self.clock.hear(at, self.stamp(heard), back)


def questions(seed: int, count: int, jitter: float) -> Iterator[str]:
    """Yield of each question whether the answer was right, wrong or unsure, and "overtaken" where arrival lies."""
    chance = random.Random(seed)
    for begun in range(0, count, 50):
        phones = [Phone.of(team, chance, jitter) for team in TEAMS]
        for nth in range(12):
            for phone in phones:
                phone.answer(nth * 0.25)
        now = 5.0
        for _nth in range(min(50, count - begun)):
            for beat in range(4):
                for phone in phones:
                    phone.answer(now + 1.5 * beat)
            now = max(now + 8, *(phone.free + 1 for phone in phones))
            yield from filter(None, _race(phones, chance, now))
            now += 3


def _race(phones: Sequence[Phone], chance: random.Random, opened: float) -> tuple[str, str]:
    pressing = chance.sample(phones, chance.randint(2, len(phones)))
    start = opened + 0.5
    pressed = {phone.team: start + chance.uniform(0, chance.choice(SPREADS)) for phone in pressing}
    came = {phone.team: phone.arrivals([pressed[phone.team]])[0] for phone in pressing}
    asked = min(came.values())
    race = Race(TEAMS, opened)
    events: list[tuple[float, int, str, float]] = [(at, 0, team, pressed[team]) for team, at in came.items()]
    for phone in phones:
        heard = asked + phone.way(0)
        behind = [at for team, at in pressed.items() if team == phone.team and at > heard]
        if behind:  # it answers first: what it sends later comes later
            events = [each for each in events if each[2] != phone.team]
            phone.free = 0.0
        (back,) = phone.arrivals([heard])
        events.append((back, 1, phone.team, heard))
        if behind:
            events.append((phone.arrivals(behind)[0], 0, phone.team, behind[0]))
    return _decided(race, {phone.team: phone for phone in phones}, events, asked, pressed)


def _decided(
    race: Race, phones: dict[str, Phone], events: list[tuple[float, int, str, float]], asked: float,
    pressed: dict[str, float],
) -> tuple[str, str]:  # fmt: skip
    lines = {team: (team,) for team in TEAMS}
    for at, is_answer, team, happened in [*sorted(events), (asked + PATIENCE, 2, "", 0.0), (1e12, 2, "", 0.0)]:
        if is_answer == 2 or at > asked + PATIENCE:
            found = race.order(lines, max(at, asked + PATIENCE))
        elif is_answer:
            phones[team].clock.hear(asked, phones[team].stamp(happened), at)
            race.answer(team, asked)
            found = race.order(lines, at)
        else:
            race.press(timed(team, phones[team].clock.instant(phones[team].stamp(happened), at), at, team))
            found = race.order(lines, at)
        if found is not None:
            first = min(pressed, key=lambda each: pressed[each])
            arrived = min(race.presses.values(), key=lambda press: press.arrived).team
            said = "unsure" if not found.sure else "right" if found.presses[0].team == first else "wrong"
            return said, "" if arrived == first else "overtaken"
    raise AssertionError("every race ends")


def tally(count: int, seed: int = 0) -> dict[float, Counter[str]]:
    """Return how often the answer was right, wrong and unsure, and how often the first to arrive was not, by jitter."""
    share = -(-count // len(JITTERS))
    return {jitter: Counter(questions(seed, share, jitter)) for jitter in JITTERS}


def main(count: int) -> None:
    """Print the tally of so many questions; one that is sure and wrong ends in an error."""
    found = tally(count)
    for jitter, each in found.items():
        asked = each["right"] + each["wrong"] + each["unsure"]
        shares = {name: f"{100 * each[name] / asked:.1f} %" for name in ("unsure", "overtaken")}
        sys.stdout.write(
            f"jitter {1_000 * jitter:3.0f} ms: {asked} questions, the first to arrive was not the first in "
            f"{shares['overtaken']}, left to the host {shares['unsure']}, sure and wrong {each['wrong']}\n"
        )
    if any(each["wrong"] for each in found.values()):
        sys.exit("an answer was sure and wrong")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

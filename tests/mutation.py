"""`make mutation`: change one operator, number or condition at a time in the scoring core; print what no test noticed.

Nothing is written: a mutant lives in a forked process, where only the tests that come by its lines run, quickest first.
Those that are judged to be equivalent are not tried.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import io
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.machinery import SourceFileLoader
from inspect import CO_OPTIMIZED
from random import Random
from types import CodeType, FrameType, FunctionType
from typing import Any

import attrs
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.mutants import ROOT, Mutant, mutants, tried

SLOW = ("amending_anything", "play_offs", "secrecy", "position")


def _beside(names: str, folder: str = "contest") -> str:
    """Return the paths of tests in a folder, by default of the contest, by their names."""
    return " ".join(f"tests/{folder}/test_{name}.py" for name in names.split())


CONTEST = (
    " ".join(
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests" / "contest").glob("test_*.py"))
        if path.stem.removeprefix("test_") not in SLOW
    ),
    _beside(" ".join(SLOW)),
)
ROUNDS = "rounds/quizarena_rounds"
PAGES = "tests/examples/test_readme.py"
"""The pages of the rulebook's keys say every default."""
CORE = {
    "quizarena/points.py": ("tests/test_points.py", "tests/test_scores.py"),
    "quizarena/decimals.py": ("tests/test_decimals.py", "tests/test_points.py tests/test_scores.py"),
    "quizarena/scores.py": ("tests/test_scores.py", "tests/panels tests/formats"),
    "quizarena/panels": ("tests/panels tests/test_judged_cases.py",),
    "quizarena/standings": ("tests/standings", "tests/contest/test_ties.py tests/contest/test_honours.py"),
    "quizarena/draws": ("tests/draws",),
    "quizarena/contest/changes.py": (_beside("changes undoing taking_out from_now"), *CONTEST),
    "quizarena/contest/legality.py": (_beside("legality changes refusals taking_out"), *CONTEST),
    "quizarena/contest/standings.py": (_beside("ties honours advancing"), *CONTEST),
    "quizarena/contest/scoring.py": (_beside("scoring"), _beside("leagues"), *CONTEST),
    "quizarena/rulebook/brackets.py": (_beside("brackets"), "tests/rulebook"),
    "quizarena/journal/row.py": ("tests/journal/test_chain.py", "tests/journal"),
    f"{ROUNDS}/ballots/criteria.py": ("tests/rounds/scenario/test_criteria.py", "tests/rounds/scenario"),
    f"{ROUNDS}/placing/scoring.py": ("tests/rounds/placing",),
    f"{ROUNDS}/debate/pairing.py": ("tests/rounds/debate/test_pairing.py", "tests/rounds/debate"),
    f"{ROUNDS}/debate/tallies.py": (
        _beside("verdicts pairing overtime_and_calls", "rounds/debate"),
        "tests/rounds/debate",
    ),
    f"{ROUNDS}/debate/votes.py": (_beside("verdicts casting_vote", "rounds/debate"), "tests/rounds/debate"),
    f"{ROUNDS}/quiz/sections/estimate.py": ("tests/rounds/quiz/test_estimate.py", "tests/rounds/quiz", PAGES),
    f"{ROUNDS}/quiz/sections/risk.py": (
        _beside("field_rules sections nominations", "rounds/quiz"),
        "tests/rounds/quiz",
        PAGES,
    ),
}
"""What is changed, and the tests that have to notice; what the first do not notice, the next may."""
SPARE = 5.0
"""A mutant may take so many seconds more than ten times what its tests took before, and each test of the processor."""
LONGEST = 300.0
OPTIONS = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--assert=plain", "--tb=no"]
LOADED = ("pytest_asyncio", "xdist", "yaml", "click", "cattrs", "wcwidth", "cosmic_ray.commands.init")
"""What tests import beside ours: loaded once, before any process is forked."""
OUTCOMES = {True: "noticed", None: "hung or died", False: "survived"}
NEVER_RUN, LEFT_OUT = "never run", "left out"
FORK = multiprocessing.get_context("fork")


def in_child(deed: Callable[[], Any], seconds: float | None) -> Any:
    """Return what `deed` returns in a forked process, None if it took longer than `seconds` or died."""
    here, there = FORK.Pipe(duplex=False)
    child = FORK.Process(target=lambda: there.send(deed()))
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(seconds) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()
        here.close()


# Each test in a process of its own, to learn by which lines it comes


@attrs.frozen
class Course:
    """How a test went: whether well, for how long, by which lines of the module that is changed."""

    number: int
    is_well: bool
    seconds: float
    lines: frozenset[int]


def _course(number: int, item: pytest.Item, file: str) -> Course:
    lines: set[int] = set()

    def on_line(frame: FrameType, _event: str, _value: Any) -> Any:
        lines.add(frame.f_lineno)
        return on_line

    def on_call(frame: FrameType, _event: str, _value: Any) -> Any:
        return on_line if frame.f_code.co_filename == file else None

    began = time.perf_counter()
    sys.settrace(on_call)
    is_well = _is_well(item)
    sys.settrace(None)
    return Course(number, is_well, time.perf_counter() - began, frozenset(lines))


def _is_well(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


# A mutant where everything is imported already: functions get the changed code


def changed_functions(before: CodeType, after: CodeType) -> dict[CodeType, CodeType] | None:
    """Return the code that replaces code; None where what runs at import is changed."""
    if before.co_flags & CO_OPTIMIZED:
        return {} if before == after else {before: after}
    if (before.co_code, before.co_names) != (after.co_code, after.co_names):
        return None
    found: dict[CodeType, CodeType] = {}
    for one, other in zip(before.co_consts, after.co_consts, strict=True):
        if not isinstance(one, CodeType):
            if (type(one), one) != (type(other), other):
                return None
            continue
        inner = changed_functions(one, other)
        if inner is None:
            return None
        found |= inner
    return found


def _exchange(live: Iterable[FunctionType], changed: Mapping[CodeType, CodeType]) -> None:
    for function in live:
        function.__code__ = changed[function.__code__]


@attrs.define
class Session:
    """The pytest plug-in that runs the tests over and over, each time with another mutant of a module.

    `outcomes` has one for each mutant in turn, "" where it has to be imported.
    """

    mutants: Sequence[Mutant]
    outcomes: list[str] = attrs.field(factory=list)
    wrong: list[str] = attrs.field(factory=list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each test as things are, then for each mutant those that may notice it."""
        file, items = self.mutants[0].file, session.items
        importlib.import_module(self.mutants[0].path.removeprefix("rounds/").removesuffix(".py").replace("/", "."))
        courses = [in_child(lambda: _course(number, item, file), LONGEST) for number, item in enumerate(items)]  # noqa: B023
        self.wrong += [items[at].nodeid for at, each in enumerate(courses) if each is None or not each.is_well]
        if not self.wrong:
            courses.sort(key=lambda course: course.seconds)
            gc.unfreeze()  # what is frozen is no object that gc would tell of
            functions = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
            functions = [each for each in functions if each.__code__.co_filename == file]
            self.outcomes += [self._outcome(mutant, courses, items, functions) for mutant in self.mutants]
        return True

    def _outcome(
        self, mutant: Mutant, courses: Iterable[Course], items: Sequence[pytest.Item], functions: Iterable[FunctionType]
    ) -> str:
        changed = changed_functions(mutant.code(mutant.before), mutant.code(mutant.text))
        if changed == {}:
            return "the same"
        live = [each for each in functions if changed and each.__code__ in changed]
        if changed is None or not live:
            return ""
        near = [course for course in courses if course.lines & mutant.lines]
        if not near:
            return ""  # it may run at import

        def is_noticed() -> bool:
            _exchange(live, changed)
            for course in near:
                signal.setitimer(signal.ITIMER_PROF, SPARE + 10 * course.seconds)  # a loop without end dies of it
                if not _is_well(items[course.number]):
                    return True
            return False

        return OUTCOMES[in_child(is_noticed, SPARE + 10 * sum(course.seconds for course in near))]


# A mutant of what runs at import, in a process that has imported nothing of ours


def _is_noticed_at_import(mutant: Mutant, tests: Sequence[str]) -> bool:
    get_code = SourceFileLoader.get_code

    def changed(loader: SourceFileLoader, name: str) -> CodeType | None:
        if loader.path != mutant.file:
            return get_code(loader, name)
        return mutant.code(mutant.text)

    SourceFileLoader.get_code = changed  # type: ignore[method-assign, assignment]
    return _pytest(tests)[0] != 0


def _pytest(tests: Sequence[str], *plugins: Any) -> tuple[int, str]:
    """Run tests; return the exit status and what pytest says."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = pytest.main([*OPTIONS, *tests], plugins=list(plugins))
    return int(status), said.getvalue()


def outcomes(chosen: Sequence[Mutant], tests: Sequence[str], most: int | None) -> list[str]:
    """Return what became of each mutant; of those that have to be imported at most so many are tried.

    Raises:
        SystemExit: The tests fail as things are.
    """

    def session() -> Session:
        plugin = Session(chosen)
        status, said = _pytest(tests, plugin)
        if status:
            plugin.wrong.append(said)
        return attrs.evolve(plugin, mutants=())

    result = in_child(session, None)
    if result is None or result.wrong:
        raise SystemExit(f"fail without any change: {result and result.wrong}")
    places = [place for place, outcome in enumerate(result.outcomes) if not outcome]
    imported = places if most is None or most >= len(places) else Random(chosen[0].path).sample(places, most)
    again = {place: _at_import(chosen[place], tests) if place in imported else LEFT_OUT for place in places}
    return [again.get(place, outcome) for place, outcome in enumerate(result.outcomes)]


def _at_import(mutant: Mutant, tests: Sequence[str]) -> str:
    return OUTCOMES[in_child(lambda: _is_noticed_at_import(mutant, tests), LONGEST)]


# The whole core


def _modules(wanted: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each module of the core that is wanted, all by default, with its tests."""
    for place, tests in CORE.items():
        for file in sorted((ROOT / place).glob("*.py")) or [ROOT / place]:
            path = file.relative_to(ROOT).as_posix()
            if not wanted or any(path.startswith(each) for each in wanted):
                yield path, tests


def _module(path: str, selections: Sequence[str], most: int | None) -> int:
    """Try the mutants of a module; print what was not noticed and return how many these are."""
    every, began = list(mutants(path)), time.monotonic()
    left = tried(every)
    counts = Counter({"equivalent": len(every) - len(left)})
    for tests in selections:
        became = list(zip(left, outcomes(left, tests.split(), most), strict=True)) if left else []
        left = [mutant for mutant, outcome in became if outcome in (OUTCOMES[False], NEVER_RUN)]
        counts.update(outcome for mutant, outcome in became if mutant not in left)
    _say(f"{path}: {len(left)} of {len(every)} left, {dict(counts)}, {time.monotonic() - began:.0f} s")
    for mutant in left:
        _say(mutant.diff)
    return len(left)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Try the mutants of each module; return 1 if one was not noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", help="how paths begin in the repository; the whole core by default")
    parser.add_argument("--tests", action="append", help="other tests than those of the core's table")
    parser.add_argument(
        "--at-import", type=int, help="try so many a module of those that take seconds: they are imported"
    )
    wanted = parser.parse_args()
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile(
        "mutation", deadline=None, derandomize=True, database=None, phases=phases, max_examples=25
    )
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    os.chdir(ROOT)
    for name in LOADED:
        importlib.import_module(name)
    left = [_module(path, wanted.tests or tests, wanted.at_import) for path, tests in _modules(wanted.modules)]
    return int(any(left))


if __name__ == "__main__":
    sys.exit(main())

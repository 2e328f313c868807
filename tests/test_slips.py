"""An author's slips, each told in one sentence that names the line of the author's file; and nothing where none is."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quizarena.draws import draw_method
from quizarena.draws.methods import DRAW_METHODS
from quizarena.journal import MemoryJournal, SqliteJournal
from quizarena.panels import PANEL_RULES, panel_rule
from quizarena.standings import TIE_BREAKS, tie_break
from quizarena.testing import (
    Slip,
    check_draw,
    check_journal,
    check_kind,
    check_panel_rule,
    check_section,
    check_tie_break,
)

MARKS = ("9.25", 8, Decimal("7.5"), "6", Decimal(10))
EXAMPLES = Path(__file__).parents[1] / "examples"
EXTRAS = EXAMPLES / "plugins" / "quizarena-extras" / "quizarena_extras"
HERE = "  # HERE"
NAMES = (f"written_by_an_author_{number}" for number in count(1))
Changes = Sequence[tuple[str, str]]
Author = Callable[..., ModuleType]
PARAMETERS: dict[str, dict[str, Any]] = {
    "round": {"round": "round-1"},
    "sub_score": {"round": "round-1", "part": "x"},
    "chief_judge": {"round": "round-1"},
    "weighted": {"weights": {f"j{number}": number for number in range(1, 10)}},
}
"""What a rule asks for that has parameters without a default."""


@pytest.fixture
def author(tmp_path: Path) -> Iterator[Author]:
    """Give a way to what an author has made of a text: with some of it replaced, in a file, imported."""
    made: list[str] = []

    def write(text: str, changes: Changes = ()) -> ModuleType:
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
            text = text.replace(old, new)
        made.append(next(NAMES))
        path = tmp_path / f"{made[-1]}.py"
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(made[-1], path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[made[-1]] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    yield write
    for name in made:
        sys.modules.pop(name)


def told(module: ModuleType, check: Callable[[], object]) -> tuple[str, str]:
    """Return the sentence, and the line of the file that it names; the line is the one marked `HERE`."""
    with pytest.raises(Slip) as caught:
        check()
    assert module.__file__ is not None
    lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
    assert str(caught.value) == f"{module.__file__}:{caught.value.line}: {caught.value.sentence}"
    assert "\n" not in str(caught.value)
    return caught.value.sentence, lines[caught.value.line - 1]


GUESSED = "    team: str\n    number: Decimal\n"
REVEAL = '            yield Move(Revealed, both("揭晓", "Reveal"), gesture="next", say=say, closed=closed)'
SHOWN = '            shown = plain(show(guess.number)) if state.revealed else both("已报", "in")'
HEAD = "        head = plain(show(moment.rules.answer)) if state.revealed else moment.title"
LABEL = "n=guess.number, off=off[guess.team])"
POINTS = "            leaves[guess.team].append(leaf(points, label, seq))"
SEALED = '    sealed: ClassVar[Mapping[str, str]] = {"number": "estimate.revealed"}'
CALLED = 'class Guessed(Fact, type="estimate.guessed", intent=Intent.CALL):'
ANSWER = '    answer: Decimal = scoring(sealed=True, help=both("答案", "the answer"))'
KIND: dict[str, tuple[Changes, str]] = {
    "a field Any": (
        [("import ClassVar", "import Any, ClassVar"), (GUESSED, f"    team: str\n    number: Any{HERE}\n")],
        "Guessed.number is Any, which cannot be read back for certain; a fact holds str, int, bool, Decimal, datetime, "
        "a tuple or a mapping of these, or None",
    ),
    "a float": (
        [(GUESSED, f"    team: str\n    number: float{HERE}\n")],
        "Guessed.number is a float, and nothing here is rounded by a machine; make it a Decimal",
    ),
    "a team that is a number": (
        [(CALLED, CALLED + HERE), (GUESSED, "    team: int\n    number: Decimal\n")],
        "round kind 'estimate': Guessed: team is an id, so its type is str; found int",
    ),
    "a fact without intent": (
        [(CALLED, f'class Guessed(Fact, type="estimate.guessed"):{HERE}')],
        "round kind 'estimate': Guessed does not say what it is for; give the class an intent",
    ),
    "a fact that is no value": (
        [(f"@attrs.frozen\n{CALLED}", CALLED + HERE)],
        "Guessed is no attrs class; write @attrs.frozen above it",
    ),
    "a missing fact": (
        [("facts = (Guessed, Revealed)", "facts = (Guessed,)"), (REVEAL, REVEAL + HERE)],
        "Revealed (estimate.revealed) is not listed in `facts` of Estimate, so nobody can record it; add it",
    ),
    "a seal on what is no field": (
        [(SEALED, SEALED.replace("number", "guess") + HERE)],
        "`sealed` of Guessed names 'guess', which is no field of it",
    ),
    "a seal that nothing opens": (
        [(SEALED, SEALED.replace("revealed", "shown") + HERE)],
        "Guessed.number is to be revealed by 'estimate.shown', and no fact of the kind is called so",
    ),
    "a rule that is a float": (
        [(ANSWER, ANSWER.replace("Decimal", "float") + HERE)],
        "EstimateRules.answer is a float; make it a Decimal",
    ),
    "a rule that nothing opens": (
        [(ANSWER, ANSWER.replace("True", '"estimate.shown"') + HERE)],
        "EstimateRules.answer is to be opened by 'estimate.shown', and no fact of the kind is called so",
    ),
    "two moves on one key": (
        [
            ('both("报数", "A guess"), blanks', 'both("报数", "A guess"), gesture="next", blanks'),
            (REVEAL, REVEAL + HERE),
        ],
        "the key 'next' would do two things at once (estimate.guessed and estimate.revealed); give it to one of them; "
        "the other stands at FILE:76",
    ),
    "a leak of a sealed field": (
        [(SHOWN, f"            shown = plain(show(guess.number)){HERE}")],
        "the host can tell what estimate.guessed seals in number before estimate.revealed; it shows in scene()",
    ),
    "a leak by points": (
        [
            ("for guess, seq in state.guesses if state.revealed else ():", "for guess, seq in state.guesses:"),
            (LABEL, LABEL + HERE),
        ],
        "the host can tell what estimate.guessed seals in number before estimate.revealed; it shows in scores()",
    ),
    "a leaked rule": (
        [(HEAD, f"        head = plain(show(moment.rules.answer)){HERE}")],
        "the hall can tell the sealed rule answer before anything is ruled or revealed; it shows in scene()",
    ),
    "an error in a method": (
        [(POINTS, f'            leaves["nobody"].append(leaf(points, label, seq)){HERE}')],
        "KeyError: 'nobody'",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), KIND.values(), ids=KIND)
def test_a_slip_in_a_kind(author: Author, changes: Changes, sentence: str) -> None:
    module = author((EXAMPLES / "round_kind.py").read_text(encoding="utf-8"), changes)
    found, line = told(module, lambda: check_kind(module.Estimate(), [{"answer": 42}]))
    assert found == sentence.replace("FILE", str(module.__file__))
    assert line.endswith(HERE), line


def test_the_play_that_shows_a_slip_stands_in_its_notes(author: Author) -> None:
    module = author((EXAMPLES / "round_kind.py").read_text(encoding="utf-8"), KIND["a leaked rule"][0])
    with pytest.raises(Slip) as caught:
        check_kind(module.Estimate(), [{"answer": 42}])
    first, *records = caught.value.__notes__
    assert first == "the play that shows it:"
    assert records[0] == '  desk: contest.opened {"mode":"live"}'


VALUE = "        return self.score(marks).value\n"
DROP = "        return Draw(self.name, (*labels[passed:], *labels[:passed]), purpose, (proof,))"
SEEDLESS = """        if not seed:
            raise DrawError("expected the opened seed to draw from, found none")
"""
DRAW = "    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:"
PASSED = "        passed = int(sha256(text.encode()).hexdigest()[:_DIGITS], 16) % len(labels)"
LOST = "        return {team: sum((_lost(score) for score in each if score), Fraction(0)) for team, each in "
LOST += "scores.items()}"
TIE_CLASS = "class FewestDeductions(TieBreak):"
NAMED = 'class Graded(Required):\n    """Required questions of unequal points."""\n\n    name = "quiz.graded"'
PANEL = EXAMPLES / "panel_rule.py"
RULES: dict[str, tuple[Path, Changes, Callable[[ModuleType], object], str]] = {
    "a panel rule that returns a float": (
        PANEL,
        [(VALUE, f"        return float(self.score(marks).value){HERE}\n")],
        lambda module: check_panel_rule(module.BestTwice()),
        r"value of BestTwice returned the float [\d.]+ of j1 [\d.]+; a Fraction is exact",
    ),
    "a panel rule whose working is another": (
        PANEL,
        [
            (
                "    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:",
                f"    def score(self, marks: Mapping[str, Mark], label: Text | None = None) -> Score:{HERE}",
            ),
            (VALUE, "        return 2 * self.score(marks).value\n"),
        ],
        lambda module: check_panel_rule(module.BestTwice()),
        "score of BestTwice comes to .* for j1 .*, and value to .*; let one be made of the other",
    ),
    "a panel rule that is no value": (
        PANEL,
        [("@attrs.frozen\nclass BestTwice(PanelRule):", f"class BestTwice(PanelRule):{HERE}")],
        lambda module: check_panel_rule(module.BestTwice()),
        "BestTwice is not equal to its like; write @attrs.frozen above it",
    ),
    "a draw that loses a label": (
        EXTRAS / "first_by_lot.py",
        [(DROP, f"        return Draw(self.name, tuple(labels[passed:]), purpose, (proof,)){HERE}")],
        lambda module: check_draw(module.FirstByLot()),
        "draw of FirstByLot returned t2 of t1, t2; each has to come once",
    ),
    "a draw that takes nothing from its seed": (
        EXTRAS / "first_by_lot.py",
        [(PASSED, "        passed = int(sha256(b'').hexdigest()[:_DIGITS], 16) % len(labels)"), (DRAW, DRAW + HERE)],
        lambda module: check_draw(module.FirstByLot()),
        "draw of FirstByLot gives 5 labels one order by whatever seed; draw from the seed",
    ),
    "a draw without its seed": (
        EXTRAS / "first_by_lot.py",
        [(SEEDLESS, "        seed = seed or ''\n"), (DRAW, DRAW + HERE)],
        lambda module: check_draw(module.FirstByLot()),
        "draw of FirstByLot draws though what it needs is missing; raise a DrawError that says so",
    ),
    "a tie-break that forgets a team": (
        EXTRAS / "fewest_deductions.py",
        [(LOST, LOST.replace("scores.items()}", f"[*scores.items()][1:]}}{HERE}"))],
        lambda module: check_tie_break(module.FewestDeductions()),
        "parts of FewestDeductions returned a number for t2; expected one for each of t1, t2, or None",
    ),
    "a tie-break in floats": (
        EXTRAS / "fewest_deductions.py",
        [(LOST, f"        return {{team: float(len(each)) for team, each in scores.items()}}{HERE}")],
        lambda module: check_tie_break(module.FewestDeductions()),
        "parts of FewestDeductions returned the float 0.0; a Fraction is exact",
    ),
    "a tie-break that nobody waits for": (
        EXTRAS / "fewest_deductions.py",
        [(LOST, '        context.round_score(tied[0], "final")\n' + LOST), (TIE_CLASS, TIE_CLASS + HERE)],
        lambda module: check_tie_break(module.FewestDeductions()),
        "rounds of FewestDeductions does not name 'final', which parts asks for; nobody would wait for it",
    ),
    "a section called after no family": (
        EXTRAS / "graded.py",
        [(NAMED, NAMED.replace("quiz.graded", "graded") + HERE)],
        lambda module: check_section(module.Graded()),
        "Graded is called 'graded'; a section is FAMILY.NAME, such as quiz.graded",
    ),
    "a section that forgets what it inherits": (
        EXTRAS / "graded.py",
        [(NAMED, f"{NAMED}\n    facts = (){HERE}")],
        lambda module: check_section(module.Graded()),
        r"`facts` of Graded leaves out quiz\.\w+, which every section of its family has; add it",
    ),
}


@pytest.mark.parametrize(("example", "changes", "check", "sentence"), RULES.values(), ids=RULES)
def test_a_slip_in_a_rule(
    author: Author, example: Path, changes: Changes, check: Callable[[ModuleType], object], sentence: str
) -> None:
    module = author(example.read_text(encoding="utf-8"), changes)
    found, line = told(module, lambda: check(module))
    assert re.fullmatch(sentence, found), found
    assert line.endswith(HERE), line


JOURNAL = """
from contextlib import contextmanager
from quizarena.journal import MemoryJournal


class Own(MemoryJournal):
    %s
"""
JOURNALS = {
    "a row that is not found": (
        f"def find(self, id):{HERE}\n        return None",
        "find of Own: it returns the row with that id, None where there is none",
    ),
    "a row too many": (
        f"def read(self, after=-1):{HERE}\n        return super().read(after - 1)",
        "read of Own: after=400 leaves out the rows up to 400, that one too",
    ),
    "a draft that is overwritten": (
        f"def write_draft(self, key, value, expected):{HERE}\n"
        "        return super().write_draft(key, value, self.draft(key))",
        "write_draft of Own: it writes only in place of what is `expected`, and else says False",
    ),
    "no way to wait": (f"wait = 1 / 1{HERE}", "'float' object is not callable"),
}


@pytest.mark.parametrize(("method", "sentence"), JOURNALS.values(), ids=JOURNALS)
def test_a_promise_that_a_journal_does_not_keep(author: Author, method: str, sentence: str) -> None:
    module = author(JOURNAL % method)
    found, line = told(module, lambda: check_journal(module.Own))
    assert found.endswith(sentence), found
    assert line.endswith(HERE) or "TypeError" in found


def test_the_journals_at_hand_keep_their_promises(tmp_path: Path) -> None:
    numbers = count(1)
    check_journal(MemoryJournal)
    check_journal(lambda: SqliteJournal.create(tmp_path / f"{next(numbers)}.qa"))


@pytest.mark.parametrize("name", PANEL_RULES.names())
def test_the_panel_rules_at_hand_are_as_they_should_be(name: str) -> None:
    check_panel_rule(panel_rule(name, **PARAMETERS.get(name, {})), marks=(0, 1) if name == "majority" else MARKS)


@pytest.mark.parametrize("name", DRAW_METHODS.names())
def test_the_draws_at_hand_are_as_they_should_be(name: str) -> None:
    seeds = {"seeds": [f"9319./2.5.{number}./" for number in range(10, 22)]} if name == "rfc3797" else {}
    check_draw(draw_method(name), **seeds)


@pytest.mark.parametrize("name", TIE_BREAKS.names())
def test_the_tie_breaks_at_hand_are_as_they_should_be(name: str) -> None:
    check_tie_break(tie_break(name, **PARAMETERS.get(name, {"part": "x"} if name in {"sum", "mean"} else {})))

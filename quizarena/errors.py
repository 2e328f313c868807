"""Every error QuizArena raises on purpose.

One root and a few children that carry the facts of the case. Whoever shows an error prints `error.sentence(language)`,
one sentence that says where, what was expected, what was found and what to do; `str(error)` is the English one. What is
not a `QuizArenaError` is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import attrs

from .languages import SOURCE


class Sentence(Protocol):
    """A sentence that becomes a string only where it is shown; see `quizarena.text.Text`."""

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`."""
        ...


@attrs.frozen
class _Plain:
    """Words that are the same in every language."""

    words: str

    def in_language(self, language: str) -> str:
        """Return the words."""
        return self.words


class QuizArenaError(Exception):
    """The root of all errors that are part of the interface; `message` is what it says, in any language."""

    message: Sentence

    def __init__(self, message: Sentence | str = "") -> None:
        """Take what the error says; a plain string is said in every language."""
        self.message = _Plain(message) if isinstance(message, str) else message
        super().__init__(self.message.in_language(SOURCE))

    def sentence(self, language: str) -> str:
        """Return what the error says in `language`."""
        return self.message.in_language(language)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle it whole, whatever its class takes: a pool of processes hands errors back."""
        return _remade, (type(self), self.args, self.__getstate__())

    def __getstate__(self) -> dict[str, Any]:
        return dict(self.__dict__)


def _remade(cls: type[QuizArenaError], args: tuple[object, ...], state: dict[str, Any]) -> QuizArenaError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def message_of(error: Exception) -> Sentence:
    """Return what any error says: Python's own in their one language."""
    return error.message if isinstance(error, QuizArenaError) else _Plain(str(error))


class NumberError(QuizArenaError, ValueError):
    """A text is no number of the stated grammar; see `quizarena.points.parse_number`."""


class TextError(QuizArenaError, ValueError):
    """A text holds control or bidirectional characters, or is too long."""


class ScoreError(QuizArenaError):
    """A score's value is not what its working gives: a bug of the rule that built it."""


class RuleError(QuizArenaError, ValueError):
    """Parameters of a rule (a panel, a draw, a tie-break, a kind) contradict each other."""


@attrs.frozen
class Problem:
    """One thing wrong with a rulebook.

    `file` is the name as given, `line` and `column` count from 1 (0 where the value came from no file), `where` is the
    dotted path of the value, empty for the whole file. In a table `cell` says where instead: "题库!H7".
    """

    file: str
    line: int
    column: int
    where: str
    message: Sentence
    cell: str = ""

    @property
    def position(self) -> str:
        """Where in its file it stands: "7:21", or the cell of a table; empty for the whole file."""
        return self.cell or (f"{self.line}:{self.column}" if self.line else "")

    def in_language(self, language: str) -> str:
        """Return one line, `contest.yaml:7:21: rounds.0.points: expected a number, got 'ten'`."""
        sentence = self.message.in_language(language)
        return ": ".join(filter(None, (_found_at(self, self.position), self.where, sentence)))

    def __str__(self) -> str:
        return self.in_language(SOURCE)


def _found_at(problem: Problem, positions: str) -> str:
    """Return `contest.yaml:7:21` or `题库.xlsx 题库!H7`."""
    between = " " if problem.cell else ":"
    return between.join(filter(None, (problem.file, positions))) if problem.file else ""


_OFTEN = 4
"""A sentence that would be said so often about one file is said once, with all its places."""


@attrs.frozen
class ProblemLines:
    """Problems, one a line; what is wrong in the same words at many places of a file is one line."""

    problems: tuple[Problem, ...]

    def in_language(self, language: str) -> str:
        """Return the lines in `language`."""
        alike: dict[tuple[str, str], list[Problem]] = {}
        for problem in self.problems:
            alike.setdefault((problem.file, problem.message.in_language(language)), []).append(problem)
        return "\n".join(self._lines(alike, language))

    def _lines(self, alike: Mapping[tuple[str, str], Sequence[Problem]], language: str) -> Iterator[str]:
        for problem in self.problems:
            sentence = problem.message.in_language(language)
            same = alike[problem.file, sentence]
            if len(same) < _OFTEN:
                yield problem.in_language(language)
            elif problem is same[0]:
                yield f"{_found_at(problem, ', '.join(each.position for each in same))}: {sentence}"


class RulebookError(QuizArenaError, ValueError):
    """A rulebook cannot be read or contradicts itself; `problems` holds everything that is wrong, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take all problems at once: an organiser mends a file in one go."""
        self.problems = tuple(problems)
        super().__init__(ProblemLines(self.problems))


class PluginError(QuizArenaError, LookupError):
    """A plug-in is not installed, is broken, or carries a name that another has already."""


class FactError(QuizArenaError, ValueError):
    """A fact cannot be read: unknown type, unknown or missing field, a value of the wrong kind."""


class JournalError(QuizArenaError):
    """The journal cannot be opened, read or written, or its chain is broken."""


class DocumentError(QuizArenaError):
    """A journal holds a season where a contest is asked for, or a contest where a season is."""


class SceneError(QuizArenaError, ValueError):
    """JSON that is no scene, or one of another version."""


class DrawError(QuizArenaError, ValueError):
    """A draw cannot be made or does not verify."""


class JournalBusy(JournalError):
    """Another program has been writing for too long: nothing was recorded, trying again is safe."""


class JournalUnknown(JournalError):
    """A commit failed half-way: whether the record is in shows only after `reopen()`, by its id."""

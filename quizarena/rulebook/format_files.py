"""Formats (赛制): what a round may say after `use:`, and which kind stands behind it.

A format is `formats/NAME.yaml` in the package of its family, found by the entry point group `quizarena.formats`, or
beside the module of a kind without one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, Literal

import attrs

from quizarena.errors import PluginError, Problem, RulebookError
from quizarena.languages import LANGUAGES
from quizarena.nodes import Entries, Node, Scalar, shown
from quizarena.plugins import nearest
from quizarena.rounds import RoundKind
from quizarena.standings import Ties
from quizarena.standings.breakers import SuddenDeath
from quizarena.text import Text, Words

from .folder import NoFolder
from .kinds import Kinds
from .problems import BAD, At, Reading
from .reader import read_bytes
from .structure import RecordForm, form_of
from .words import _


def format_names(family: str, kinds: Kinds) -> tuple[str, ...]:
    """Return the names of a family's formats, sorted."""
    return tuple(kinds.format_files(family))


@attrs.frozen
class Format:
    """A format: the rules a round starts from.

    `use` is what a round says ("quiz/required"), `kind` the name of the kind behind it, `about` explains the rule,
    `rules` are the defaults it sets, `in_language` those that stand in their place in contests of a language (names of
    criteria), and `play_off` is the tie-break that goes by it where the rulebook names no other play-off.
    """

    use: str
    kind: str
    title: Words
    about: Words
    rules: Entries
    play_off: str = ""
    in_language: Mapping[str, Entries] = attrs.field(factory=dict, hash=False)
    asks: tuple[str, ...] = ()
    common: int | None = None

    def rules_in(self, language: str) -> Entries:
        """Return the rules a round of a contest in `language` starts from."""
        rules = self.rules
        for key, value in self.in_language[language].entries if language in self.in_language else ():
            rules = rules.with_entry(key.text, value)
        return rules

    def under(self, node: Entries, language: str) -> Entries:
        """Return the round's mapping `node` with what it does not say taken from this format, as in `language`."""
        use = node.key("use") or Scalar("use", place=node.place)
        frame = (("kind", Scalar(self.kind, place=use.place)), ("title", _words_node(self.title, node)))
        offered = (*((Scalar(key, place=node.place), value) for key, value in frame), *self.rules_in(language).entries)
        missing = tuple((key, value) for key, value in offered if node.key(key.text) is None)
        return attrs.evolve(node, entries=(*node.entries, *missing))


def _words_node(words: Words, beside: Entries) -> Node:
    texts = words.by_language
    if "" in texts:
        return Scalar(texts[""], "either", beside.place)
    entries = ((Scalar(language), Scalar(text, "either", beside.place)) for language, text in texts.items())
    return Entries(tuple(entries), beside.place)


@attrs.frozen(kw_only=True)
class _FormatFile:
    """What a format's file says; `kind` is the name of the family where it is left out."""

    version: Literal[1] = attrs.field(alias="format")
    kind: str | None = None
    title: Words
    about: Words
    rules: Any
    play_off: str = ""
    in_language: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    asks: tuple[str, ...] = ()
    common: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))


def formats(kinds: Mapping[str, RoundKind] | None = None) -> tuple[Format, ...]:
    """Return every format, by name; `kinds` stand beside the installed ones.

    Raises:
        RulebookError: A format's file is broken.
        PluginError: A plug-in is.
    """
    known = Kinds(kinds or {})
    return tuple(
        format_named(family, name, known) for family in known.families() for name in format_names(family, known)
    )


def format_named(family: str, name: str, kinds: Kinds) -> Format:
    """Return one format; raises like `formats`."""
    found, problems = _read_once(f"{family}/{name}", kinds)
    if found is None or problems:
        raise RulebookError(problems)
    return found


def format_of(use: str, kinds: Mapping[str, RoundKind] | None = None) -> Format | None:
    """Return the format that a round calls `use`, None if there is none; raises like `formats`."""
    family, _slash, name = use.partition("/")
    known = Kinds(kinds or {})
    found = family in known.families() and name in format_names(family, known)
    return format_named(family, name, known) if found else None


def play_off_formats(kinds: Kinds) -> Iterator[Format]:
    """Yield the formats that offer themselves for play-offs."""
    for family in kinds.families():
        for name, content in _files_if_loadable(family, kinds).items():
            if b"play_off:" in content:  # most files need no parsing to know
                found = format_named(family, name, kinds)
                if found.play_off:
                    yield found


def unfit_play_offs(ties: Ties, kind: str, kinds: Kinds) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Yield the path of each tie-break that goes by a format of its own while the play-off is of another `kind`."""
    wanted = {each.play_off: each for each in play_off_formats(kinds) if each.play_off != SuddenDeath.name}
    for nth, breaker in enumerate(ties.by):
        form = wanted.get(breaker.name)
        if form is not None and form.kind != kind:
            words = {"name": breaker.name, "use": form.use, "kind": kind}
            reason = _(
                "{name} is played off by {use}, but play_off is {kind}; write sudden_death, or change it", **words
            )
            yield ("ties", "by", str(nth)), reason


def _files_if_loadable(family: str, kinds: Kinds) -> Mapping[str, bytes]:
    """A broken plug-in that a contest does not name must not keep it from being read."""
    try:
        return kinds.format_files(family)
    except PluginError:
        return {}


@functools.lru_cache(maxsize=256)
def _parsed(use: str, content: bytes) -> tuple[Format | None, tuple[Problem, ...]]:
    """Return the format that a file's text says, and what is wrong with it: parsed once a process."""
    problems: list[Problem] = []
    return _read(use, content, problems), tuple(problems)


def _read(use: str, content: bytes, problems: list[Problem]) -> Format | None:
    node = read_bytes(content, f"{use}.yaml", problems)
    at = At(Reading(Kinds(), NoFolder(), problems=problems))
    file = form_of(_FormatFile).read(node, at)
    if file is BAD:
        return None
    told: dict[tuple[str, ...], Node] = {("rules",): file.rules}
    told.update({("in_language", name): rules for name, rules in file.in_language.items()})
    wrong = [(path, rules) for path, rules in told.items() if not isinstance(rules, Entries)]
    for path, rules in wrong:
        attrs.evolve(at, path=path).refuse(rules.place, _("expected the rules by name"))
    if wrong:
        return None
    return Format(
        use,
        file.kind or use.partition("/")[0],
        file.title,
        file.about,
        file.rules,
        play_off=file.play_off,
        in_language=file.in_language,
        asks=file.asks,
        common=file.common,
    )


def format_used(use: Scalar, at: At) -> Format | None:
    """Return the format that `use:` names; None after reporting that there is none."""
    kinds = at.reading.kinds
    known = kinds.once("uses", lambda: _uses(kinds))
    if use.text not in known:
        at.refuse(use.place, kinds.once(("refusal", use.text), lambda: _no_format(use.text, known, kinds)))
        return None
    found, problems = _read_once(use.text, kinds)
    at.reading.problems.extend(problems)
    return found


def _uses(kinds: Kinds) -> tuple[str, ...]:
    return tuple(f"{family}/{name}" for family in kinds.families() for name in format_names(family, kinds))


def _read_once(use: str, kinds: Kinds) -> tuple[Format | None, tuple[Problem, ...]]:
    family, _slash, name = use.partition("/")
    return kinds.once(("format", use), lambda: _parsed(use, kinds.format_files(family)[name]))


def kind_called(kind: Scalar, at: At) -> RoundKind | None:
    """Return the kind that `kind:` names; None after reporting that it is not there or broken."""
    kinds = at.reading.kinds
    if kind.text not in kinds.names():
        at.refuse(kind.place, _no_kind(kind.text, kinds.names()))
        return None
    try:
        return kinds.get(kind.text)
    except PluginError as error:
        at.refuse(kind.place, error.message)
        return None


def _no_kind(name: str, known: tuple[str, ...]) -> Text:
    close = nearest(name, known)
    if close:
        return _("no round kind is called {name}; did you mean {close}?", name=shown(name), close=shown(close))
    return _("no round kind is called {name}; known are {known}", name=shown(name), known=", ".join(known) or "-")


def _no_format(name: str, known: tuple[str, ...], kinds: Kinds) -> Text:
    close = _titled(name, kinds) or nearest(name, known)
    if close:
        return _("no format is called {name}; did you mean {close}?", name=shown(name), close=shown(close))
    return _("no format is called {name}; known are {known}", name=shown(name), known=", ".join(known) or "-")


def _titled(name: str, kinds: Kinds) -> str | None:
    """Return the format whose title was written in place of its name, such as 抢答; the shortest title fits best."""
    written = name.rpartition("/")[2].strip()
    if written.isascii():
        return None
    titles = kinds.once("titles", lambda: _titles(kinds))
    fitting = ((len(title), use) for title, use in titles if written in title or title in written)
    return min(fitting, key=itemgetter(0), default=(0, None))[1]


def _titles(kinds: Kinds) -> tuple[tuple[str, str], ...]:
    """Return each title of a format with its name, in every language."""
    try:
        return tuple((each.title.in_language(code), each.use) for each in formats(kinds.given) for code in LANGUAGES)
    except (PluginError, RulebookError):
        return ()


def form_of_rules(kind: RoundKind) -> RecordForm:
    """Return the form of a kind's rules.

    Raises:
        PluginError: Its `rules` are no attrs class that a rulebook can hold.
    """
    try:
        form = form_of(kind.rules)
    except (TypeError, NameError) as error:
        raise PluginError(f"the rules of the kind {kind.name!r} cannot be read from a rulebook: {error}") from error
    if not isinstance(form, RecordForm):
        raise PluginError(f"the rules of the kind {kind.name!r} are no attrs class")
    return form

"""A contest being begun: what its organiser has said so far, as the commented YAML of the template."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import attrs

from quizarena.rulebook import Format, RuleDescription, rules_of
from quizarena.terminal.wide import pad, wrap
from quizarena.text import Text

from .words import _, told

_PLAIN = re.compile(r"[^\W\d_](?:[\w ]*\w)?")
_NO_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_WIDTH, _REMARK = 116, 39
_FEWEST_TO_TRIM = 5


@attrs.frozen
class Team:
    """A team as it was typed."""

    name: str
    members: tuple[str, ...] = ()


@attrs.frozen
class Round:
    """A round as it was chosen: its format, its title, and by their keys the rules that say something of their own and
    those for which a file stands.
    """

    form: Format
    title: str
    said: Mapping[str, str] = attrs.field(factory=dict)
    files: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Draft:
    """What was said of a contest; `teams` and `judges` are a table's name where one holds them, `seats` says how many
    judges there are.
    """

    language: str
    title: str
    teams: str | tuple[Team, ...]
    rounds: tuple[Round, ...] = ()
    judges: str | tuple[str, ...] = ()
    seats: int = 0
    order: str = "roster"
    prizes: tuple[tuple[str, int], ...] = ()

    @property
    def files(self) -> set[str]:
        """The files that its rules name."""
        named = {each for each in (self.teams, self.judges) if isinstance(each, str)}
        return named.union(*(each.files.values() for each in self.rounds))

    def yaml(self) -> str:
        """Return the whole rulebook."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from _remarks(
            _("The rules of a contest. Change what you like, then check it: quizarena check contest.yaml")
        )
        yield from _remarks(
            _('A space follows each colon; indent with spaces, never tabs; times stand in quotes, as "3:00".')
        )
        yield _with("quizarena: 1", _("the version of this format; leave it"))
        yield _with(
            f"contest: {{title: {scalar(self.title)}, language: {self.language}}}",
            _('add date: "2026-11-28" once you know it; the draw uses it'),
        )
        yield from self._people()
        yield ""
        yield _with(
            f"order: {self.order}",
            _("the running order: roster, as listed; paper, by slips, typed in; drawn, by lot in the hall"),
        )
        yield _with("base_score: 0", _("the points each team begins with"))
        yield from self._rounds()
        yield from self._ends()

    def _people(self) -> Iterator[str]:
        yield ""
        yield from _remarks(
            _("The teams. An id is made of letters and digits and stays as it is; names may be anything.")
        )
        if isinstance(self.teams, str):
            yield f"teams: {scalar(self.teams)}"
        else:
            yield "teams:"
            yield from (f"  - {_team(number, team)}" for number, team in enumerate(self.teams, 1))
        if self.judges:
            yield ""
            yield from _remarks(_("The judges; chief: true stands at the chief judge."))
            yield from self._judges()

    def _judges(self) -> Iterator[str]:
        if isinstance(self.judges, str):
            yield f"judges: {scalar(self.judges)}"
        else:
            yield "judges:"
            chief = ", chief: true"
            for number, name in enumerate(self.judges, 1):
                yield f"  - {{id: j{number}, name: {scalar(name)}{chief if number == 1 else ''}}}"
        yield from self._panel()

    def _panel(self) -> Iterator[str]:
        if self.seats < _FEWEST_TO_TRIM:
            yield from _remarks(_("How judges' marks become a score: their mean, two decimals, half up."))
            yield "panel: {rule: mean, of: judge_total, places: 2, rounding: half_up}"
        else:
            yield from _remarks(
                _("How judges' marks become a score: highest and lowest out, the mean of the others, two decimals.")
            )
            yield "panel: {rule: trimmed, drop_low: 1, drop_high: 1, of: judge_total, places: 2, rounding: half_up}"

    def _rounds(self) -> Iterator[str]:
        yield ""
        yield from _remarks(_("The rounds, in order. Each starts from a format (use) and says only what differs."))
        yield from _remarks(
            _("The formats: quizarena formats    Everything written out: quizarena check contest.yaml --resolved")
        )
        yield "rounds:"
        for key, each in zip(self.ids(), self.rounds, strict=True):
            yield from _round(key, each, self.language)

    def ids(self) -> list[str]:
        """Return the ids of the rounds: the name of the format, with a number from the second on."""
        found: list[str] = []
        for each in self.rounds:
            name = each.form.use.partition("/")[2].replace("_", "-")
            count = sum(one == name or one.startswith(f"{name}-") for one in found)
            found.append(name if not count else f"{name}-{count + 1}")
        return found

    def _ends(self) -> Iterator[str]:
        yield ""
        yield from _remarks(
            _("Ties: where a prize depends on one, by the last round, then by the one before, then by a play-off.")
        )
        tried = ", ".join([*(f"{{round: {key}}}" for key in reversed(self.ids())), "sudden_death"])
        yield f"ties: {{when: a_prize_depends, by: [{tried}]}}"
        if self.prizes:
            prizes = ", ".join(f"{{name: {scalar(name)}, places: {places}}}" for name, places in self.prizes)
            yield f"prizes: [{prizes}]"


def scalar(text: str) -> str:
    """Return a text as YAML writes it on one line."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _team(number: int, team: Team) -> str:
    members = f", members: [{', '.join(map(scalar, team.members))}]" if team.members else ""
    return f"{{id: t{number}, name: {scalar(team.name)}{members}}}"


def _round(key: str, chosen: Round, language: str) -> Iterator[str]:
    said = {**chosen.said, **{key: scalar(name) for key, name in chosen.files.items()}}
    yield f"  - id: {key}"
    yield _with(f"    use: {chosen.form.use}", chosen.form.title)
    yield f"    title: {scalar(chosen.title)}"
    own = {each.text for each, _value in chosen.form.rules_in(language).entries}
    for rule in rules_of(chosen.form, language):
        if rule.key in said:
            yield from _rule(rule, said[rule.key])
        elif rule.include and rule.key in chosen.form.asks:
            yield from _rule(rule, f"{rule.key}.yaml", "# ")
        elif rule.key in own and len(rule.value) == 1 and not rule.value[0].startswith("- "):  # a list takes more lines
            yield from _rule(rule, rule.value[0])
    yield f"    # {told(_('all its rules:'))} quizarena formats {chosen.form.use}"


def _rule(rule: RuleDescription, value: str, off: str = "") -> Iterator[str]:
    """Yield a rule with its help, which stands above it where it is long."""
    line = f"    {off}{rule.key}: {value}"
    whole = _with(line, rule.help)
    if len(wrap(whole, _WIDTH)) == 1:
        yield whole
    else:
        yield from textwrap.indent("\n".join(_remarks(rule.help)), "    ").split("\n")
        yield line


def _remarks(text: Text) -> Sequence[str]:
    return [f"# {line}" for line in wrap(told(text), _WIDTH)]


def _with(line: str, remark: Text) -> str:
    return f"{pad(line, _REMARK - 2)}  # {told(remark)}"

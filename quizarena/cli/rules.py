"""Rulebooks: check one, show the formats a round may start from."""

from __future__ import annotations

from collections.abc import Iterator

import click

from quizarena.advice import advise
from quizarena.errors import Problem, RulebookError
from quizarena.rounds import Advice
from quizarena.rulebook import (
    Format,
    RoundEntry,
    Rulebook,
    contest_schema,
    formats,
    resolved_yaml,
    rules_of,
    rules_of_all,
)
from quizarena.rulebook.write import plain_yaml
from quizarena.season import SeasonRules
from quizarena.simulation import Forecast, forecast
from quizarena.text import COMMA, Joined, Text, plain

from .access import read_any_rules
from .heats import heat_today
from .options import command, json_option, option
from .output import print_json, say
from .words import _, language, told

_NOTHING: dict[str, object] = {"forecast": None, "advice": []}


@command(
    "check",
    _("Check a contest's rules; every problem is listed with file, line and column."),
    "quizarena check contest.yaml\nquizarena check contest.yaml --resolved\nquizarena check --schema > schema.json",
)
@click.argument("rules", required=False, metavar="RULES")
@option("--resolved", is_flag=True, about=_("Print the complete rules, formats and defaults filled in, as YAML."))
@option("--schema", is_flag=True, about=_("Print the JSON Schema of the file, for editors."))
@json_option
def check_command(rules: str | None, resolved: bool, schema: bool, as_json: bool) -> None:
    """Check the file."""
    if schema:
        print_json(contest_schema())
        return
    if rules is None:
        raise click.UsageError(told(_("expected the file to check")))
    hints: list[Problem] = []
    rulebook = _checked(rules, hints) if as_json else read_any_rules(rules, hints)
    if isinstance(rulebook, SeasonRules):
        _print_season(rules, rulebook, is_resolved=resolved, as_json=as_json)
    elif resolved:
        click.echo(resolved_yaml(rulebook), nl=False)
    elif as_json:
        found = forecast(rulebook)
        advice = [*map(_advice_json, advise(rulebook, found)), *map(_hint_json, hints)]
        expected = None if found is None else _forecast_json(rulebook, found)
        print_json({"ok": True, "problems": [], "forecast": expected, "advice": advice})
    else:
        _print_verdict(rules, rulebook)
        for hint in hints:
            say(_("to consider: {hint}", hint=hint))


def _checked(rules: str, hints: list[Problem]) -> Rulebook | SeasonRules:
    """Return the rulebook, or print its problems as JSON and leave with status 1."""
    try:
        return read_any_rules(rules, hints)
    except RulebookError as error:
        print_json({"ok": False, "problems": [_problem_json(each) for each in error.problems], **_NOTHING})
        raise click.exceptions.Exit(1) from error


def _print_season(file: str, rules: SeasonRules, *, is_resolved: bool, as_json: bool) -> None:
    counts = {"categories": len(rules.categories), "deeds": len(rules.deeds), "goods": len(rules.goods)}
    if is_resolved:
        click.echo(plain_yaml(rules), nl=False)
    elif as_json:
        print_json({"ok": True, "problems": [], **_NOTHING})
    else:
        say(_("{file}: valid: {categories} categories, {deeds} deeds, {goods} goods", file=file, **counts))


def _print_verdict(rules: str, rulebook: Rulebook) -> None:
    counts = {"teams": len(rulebook.teams), "judges": len(rulebook.judges), "rounds": len(rulebook.rounds)}
    say(_("{file}: valid: {teams} teams, {judges} judges, {rounds} rounds", file=rules, **counts))
    for heat in rulebook.heats:
        heat_today(heat, rules)
        going = Joined(tuple(team.name for team in rulebook.teams if team.id in heat.places), COMMA)
        say(_("{file}: {count} records, each legal and in its chain, and it is signed; to go on: {teams}",
              file=heat.address, count=heat.records, teams=going))  # fmt: skip
    found = forecast(rulebook)
    for line in _expected(rulebook, found) if found is not None else ():
        say(line)
    for each in advise(rulebook, found):
        say(_("to consider: {where}: {why}; {change}", where=each.where, why=each.why, change=each.change))


def _expected(rulebook: Rulebook, found: Forecast) -> Iterator[Text]:
    """Yield what to expect, line by line, and last what that stands on."""
    yield _("expected length: about {minutes} minutes", minutes=_minutes(sum(found.seconds.values())))
    for entry in rulebook.rounds:
        minutes, called = _minutes(found.seconds.get(entry.id, 0)), _called(entry, rulebook)
        if entry.id in found.pull:
            yield _(
                "{round}: {minutes} minutes, {given}% of the points, {pull}% of what separates the teams",
                round=called,
                minutes=minutes,
                given=_percent(found.given[entry.id]),
                pull=_percent(found.pull[entry.id]),
            )
        elif entry.id in found.seconds:
            yield _("{round}: {minutes} minutes, outside the total", round=called, minutes=minutes)
    for nth, chance in found.ties.items():
        if _percent(chance):
            yield _("a tie for {prize}: {percent} of 100", prize=rulebook.prizes[nth].name, percent=_percent(chance))
    yield _("assumed: {assumptions}", assumptions=found.assumptions)


def _called(entry: RoundEntry, rulebook: Rulebook) -> Text:
    """Return a round's title, with its id where another has the same title."""
    alike = [each for each in rulebook.rounds if each.title == entry.title]
    return entry.title if len(alike) == 1 else Joined((entry.title, plain(f"({entry.id})")), " ")


def _minutes(seconds: int) -> int:
    return round(seconds / 60)


def _percent(share: float) -> int:
    return round(100 * share)


def _forecast_json(rulebook: Rulebook, found: Forecast) -> dict[str, object]:
    rounds = {
        entry.id: {
            "minutes": _minutes(found.seconds.get(entry.id, 0)),
            "points_percent": _percent(found.given.get(entry.id, 0)),
            "pull_percent": _percent(found.pull.get(entry.id, 0)),
        }
        for entry in rulebook.rounds
    }
    return {
        "minutes": _minutes(sum(found.seconds.values())),
        "rounds": rounds,
        "ties_percent": {told(rulebook.prizes[nth].name): _percent(chance) for nth, chance in found.ties.items()},
        "left_tied_percent": _percent(found.left),
        "assumed": told(found.assumptions),
    }


def _hint_json(hint: Problem) -> dict[str, str]:
    position = f"{hint.file} {hint.position}".rstrip()
    return {"where": position, "why": hint.message.in_language(language()), "change": ""}


def _problem_json(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "message": problem.message.in_language(language()),
    }


def _advice_json(advice: Advice) -> dict[str, str]:
    return {"where": advice.where, "why": told(advice.why), "change": told(advice.change)}


@command(
    "formats",
    _("List the formats a round may start from, with what each means."),
    "quizarena formats\nquizarena formats quiz/required",
)
@click.argument("name", required=False, metavar="[USE]")
@json_option
def formats_command(name: str | None, as_json: bool) -> None:
    """Print the formats."""
    found = _formats_called(name)
    if name is not None and not found:
        known = ", ".join(each.use for each in formats())
        raise click.UsageError(told(_("no format is called {name}; known are {known}", name=name, known=known)))
    if as_json:
        print_json([_format_json(each, whole=each.use == name) for each in found])
        return
    for each in found:
        whole = each.use == name
        say(f"{'# ' if whole else ''}{each.use}  {told(each.title)}")
        say(f"{'#' if whole else ' '}   {told(each.about)}")
        if whole:
            _print_rules(each)


def _formats_called(name: str | None) -> list[Format]:
    """Return the format of that name, else those whose names begin so."""
    found = [each for each in formats() if name is None or each.use.startswith(name)]
    return [each for each in found if each.use == name] or found


def _format_json(form: Format, *, whole: bool) -> dict[str, object]:
    head: dict[str, object] = {"use": form.use, "kind": form.kind, "title": told(form.title), "about": told(form.about)}
    if not whole:
        return head
    rules = [
        {"key": rule.key, "value": list(rule.value), "help": told(rule.help), "role": rule.role}
        for rule in rules_of(form, language())
    ]
    return {**head, "rules": rules}


def _print_rules(form: Format) -> None:
    """Print every rule as a round of the rulebook would write it, with what it means; the whole may be pasted there."""
    say("#")
    say(f"# {told(_('A round that starts from it, and the rules it may set otherwise:'))}")
    say(f"  - id: {form.use.partition('/')[2]}")
    say(f"    use: {form.use}")
    for rule in rules_of(form, language()):
        first, *more = rule.value or ("",)
        if first.startswith("- "):
            first, more = "", [first, *more]
        say(f"    # {told(rule.help)}" + ("" if rule.value else f" ({told(_('has to be set'))})"))
        say(f"    {rule.key}: {first}".rstrip())
        for line in more:
            say(f"      {line}")
    say(f"    # {told(_('What any round may say besides; take the # away:'))}")
    for rule in rules_of_all():
        say(f"    # {rule.key}: {rule.value[0]}  # {told(rule.help)}")

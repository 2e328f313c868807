"""What somebody who begins a contest is asked, from its name to its prizes; each answer is tried at once.

Whether an answer can stand the rulebook says: each is put into the contest so far and loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from quizarena.errors import Problem, RulebookError
from quizarena.rulebook import Format, Rulebook, RuleDescription, formats, loads, rules_of
from quizarena.simulation import forecast
from quizarena.tables import Kind, Reading
from quizarena.text import Text

from .answers import (
    NONE,
    as_yaml,
    brief,
    names_of,
    one_of,
    read_prizes,
    some_judges,
    titled,
    typed_teams,
    usual_prizes,
    with_some_members,
)
from .dialogue import Conversation, Option, Question, Unclear
from .draft import Draft, Round, Team
from .questions import understood
from .table_files import Gathered, is_file_name
from .words import _, told

_MORE, _DONE = "more", "done"
_SEATS = (5, 3, 7, 1, 9)
"""How many judges are tried where nobody has said how many there are."""
_MOST_TABLES = 9
_SIZES = (0, 4, 3, 2)
"""How many members are tried."""
_ORDERS = {
    "roster": _("as the teams are listed"),
    "paper": _("slips of paper are drawn, and the order is typed in"),
    "drawn": _("drawn by lot on the screen, so that everybody can check it"),
}


@attrs.frozen
class _Brought:
    """A file that was named: what it is called in the folder, how many rows it has, and what was understood of it."""

    name: str
    rows: int = 0
    lines: Sequence[Text | str] = ()


@attrs.frozen
class Interview:
    """The questions about one contest; `where` is what its rules will be called, `files` are those it takes along."""

    language: str
    where: str
    files: Gathered

    def __call__(self) -> Conversation[Draft | None]:
        """Ask everything; return None for the contest that is not to be written after all."""
        first = Round(_offered()[0], "-")
        blank = Draft(self.language, told(_("Our Contest")), typed_teams(told(_("The Reds, The Yellows, The Blues"))))
        title = yield Question(
            _("What is the contest called?"),
            default=blank.title,
            read=self._tried(str, lambda found: attrs.evolve(blank, title=found, rounds=(first,))),
        )
        draft = attrs.evolve(blank, title=title)
        draft = yield from self._teams(draft, first)
        draft = yield from self._rounds(draft)
        draft = yield from self._judges(draft)
        draft = yield from self._order(draft)
        draft = yield from self._prizes(draft)
        return (yield from self._ending(draft))

    # Trying

    def rulebook(self, draft: Draft) -> Rulebook:
        """Return the rules of what was said so far; RulebookError if they cannot stand."""
        return loads(draft.yaml(), folder=self.files.trial)

    def _refusals(self, draft: Draft) -> list[str]:
        try:
            self.rulebook(draft)
        except RulebookError as error:
            return list(dict.fromkeys(_said(each) for each in error.problems))
        return []

    def _tried(self, read: Callable[[str], Any], put: Callable[[Any], Draft], *way_on: Text) -> Callable[[str], Any]:
        """Return a reader of answers that refuses what the contest cannot take, and says the `way_on`."""

        def reader(written: str) -> Any:
            value = read(written)
            refusals = self._refusals(self._judged(put(value)))
            if refusals:
                raise Unclear(*refusals, *way_on)
            return value

        return reader

    def _judged(self, draft: Draft) -> Draft:
        """Return the contest with as many judges as it can be played with, where nobody has said who they are."""
        if draft.judges or not self._refusals(draft):
            return draft
        seated = [_with_judges(draft, some_judges(count)) for count in _SEATS]
        return next((each for each in seated if not self._refusals(each)), seated[0])

    def _peopled(self, draft: Draft) -> Draft:
        """Return the contest with as many members a team as it can be played with, where none were named."""
        if isinstance(draft.teams, str) or any(team.members for team in draft.teams):
            return draft
        made = (attrs.evolve(draft, teams=with_some_members(draft.teams, count)) for count in _SIZES)
        return next((each for each in made if not self._refusals(self._judged(each))), draft)

    def _brought(self, written: str, kind: Kind) -> _Brought:
        name, reading = self.files.bring(written, kind)
        return (
            _Brought(name) if reading is None else _Brought(name, len(reading.rows), _understood(reading, name, kind))
        )

    def _tables(self) -> list[Option]:
        return [Option(name, name) for name in self.files.tables()[:_MOST_TABLES]]

    # Teams

    def _teams(self, draft: Draft, first: Round) -> Conversation[Draft]:
        def read(written: str) -> Any:
            return self._brought(written, "teams") if is_file_name(written) else typed_teams(written)

        def put(found: Any) -> Draft:
            return attrs.evolve(draft, teams=_named(found), rounds=(first,))

        assert not isinstance(draft.teams, str)
        found = yield Question(
            _("Which teams take part?"),
            about=(
                _("Write their names in one line, with commas between them, or the name of a table that holds them."),
                _("For an empty table to fill in: quizarena new --teams teams.xlsx"),
            ),
            options=self._tables(),
            default=told(_("The Reds, The Yellows, The Blues, The Greens")),
            read=self._tried(read, put),
            echo=_echoed,
        )
        draft = attrs.evolve(draft, teams=_named(found))
        return draft if isinstance(draft.teams, str) else (yield from self._members(draft, draft.teams))

    def _members(self, draft: Draft, teams: tuple[Team, ...]) -> Conversation[Draft]:
        for nth, team in enumerate(teams):
            nobody = _("nobody, for no team: they can be written later") if nth == 0 else _("nobody")
            members = yield Question(
                _("Who is in {team}?", team=team.name),
                about=(_("Write the names in one line, with commas between them."),),
                default=NONE,
                meaning=nobody,
                read=lambda written: () if written == NONE else names_of(written),
            )
            if nth == 0 and not members:
                break
            teams = _with_members(teams, nth, members)
        return attrs.evolve(draft, teams=teams)

    # Rounds

    def _rounds(self, draft: Draft) -> Conversation[Draft]:
        while True:
            form = yield self._which(draft, _offered(), with_more=True)
            if form == _MORE:
                form = yield self._which(draft, _others(), with_more=False)
            if form == _DONE:
                return draft
            draft = yield from self._needed_members(draft, form)
            draft = yield from self._round(draft, form)

    def _needed_members(self, draft: Draft, form: Format) -> Conversation[Draft]:
        """Ask for the members whom a round cannot do without, where none were named."""
        with_form = _with_round(draft, Round(form, "-"))
        teams = self._peopled(with_form).teams
        if teams == draft.teams or isinstance(teams, str):
            return draft
        for nth in range(len(teams)):
            members = yield self._member_question(attrs.evolve(with_form, teams=teams), teams, nth)
            teams = _with_members(teams, nth, members)
        return attrs.evolve(draft, teams=teams)

    def _member_question(self, draft: Draft, teams: tuple[Team, ...], nth: int) -> Question:
        return Question(
            _("This round goes by its members. Who is in {team}?", team=teams[nth].name),
            about=(_("Write the names in one line, with commas between them."),),
            default=told(_(", ")).join(teams[nth].members),
            meaning=_("{count} members, whose names are written later", count=len(teams[nth].members)),
            read=self._tried(names_of, lambda found: attrs.evolve(draft, teams=_with_members(teams, nth, found))),
        )

    def _which(self, draft: Draft, offered: Sequence[Format], *, with_more: bool) -> Question:
        options = [Option(each.use, each.title, brief(each)) for each in offered]
        if with_more:
            options.append(Option(_MORE, _("another"), _("{count} more to choose from", count=len(_others()))))
        known = {each.use: each for each in (*_offered(), *_others())}

        def read(written: str) -> Any:
            if written == _MORE or (written == _DONE and draft.rounds):
                return written
            form = known.get(written) or titled(written, known.values())
            refusals = self._refusals(self._judged(self._peopled(_with_round(draft, Round(form, "-")))))
            if refusals:
                raise Unclear(*refusals, _("Choose another round, or go back with < and change the teams."))
            return form

        if not draft.rounds:
            return Question(_("What is the first round?"), options=options, read=read)
        so_far = ", ".join(each.title for each in draft.rounds)
        text = _("What is the next round? So far: {rounds}", rounds=so_far)
        return Question(text, options=options, default=_DONE, meaning=_("no more rounds"), read=read)

    def _round(self, draft: Draft, form: Format) -> Conversation[Draft]:
        title = yield Question(
            _("What is this round called?"),
            default=told(form.title),
            read=self._tried(str, lambda found: _with_round(draft, Round(form, found))),
        )
        rules = {rule.key: rule for rule in rules_of(form, self.language)}
        asked = [*(key for key in form.asks if key in rules), *(key for key in _unsaid(rules) if key not in form.asks)]
        chosen = Round(form, title)
        for key in asked:
            ask = self._file if rules[key].include else self._value
            found = yield ask(draft, chosen, rules[key])
            chosen = _saying(chosen, key, found)
        return _with_round(draft, chosen)

    def _value(self, draft: Draft, so_far: Round, rule: RuleDescription) -> Question:
        given = rule.value[0] if rule.value else None

        return Question(
            _("{round}: {rule}", round=so_far.title, rule=rule.help),
            default=None if given is None else given.strip('"'),
            read=self._tried(
                lambda written: as_yaml(written, like=given or ""),
                lambda found: _with_round(draft, _saying(so_far, rule.key, found)),
            ),
        )

    def _file(self, draft: Draft, so_far: Round, rule: RuleDescription) -> Question:
        kind: Kind = "questions" if rule.include == "questions" else "topics"

        def read(written: str) -> _Brought | None:
            return None if written == NONE else self._brought(written, kind)

        about = [_("Write the name of a table: Excel, Word, CSV or text.")]
        if kind == "questions":
            about.append(_("For an empty table to fill in: quizarena new --questions questions.xlsx"))
        return Question(
            _("{round}: {rule}", round=so_far.title, rule=rule.help),
            about=about,
            options=self._tables(),
            default=NONE,
            meaning=_("no file"),
            read=self._tried(
                read,
                lambda found: _with_round(draft, _saying(so_far, rule.key, found)),
                _("Choose another table, or go back with < and change the round."),
            ),
            echo=_echoed,
        )

    # Judges, order, prizes

    def _judges(self, draft: Draft) -> Conversation[Draft]:
        if not self._refusals(draft):
            return draft
        fitting = self._judged(draft).judges
        found = yield Question(
            _("Who are the judges?"),
            about=(_("Write their names in one line, the chief judge first, or the name of a table that holds them."),),
            options=self._tables(),
            default=told(_(", ")).join(fitting),
            meaning=_("{count} judges without names", count=len(fitting)),
            read=self._tried(
                lambda written: self._brought(written, "judges") if is_file_name(written) else names_of(written),
                lambda found: _with_judges(draft, found),
            ),
            echo=_echoed,
        )
        return _with_judges(draft, found)

    def _order(self, draft: Draft) -> Conversation[Draft]:
        order = yield Question(
            _("In which order do the teams come on?"),
            options=[Option(name, about) for name, about in _ORDERS.items()],
            default="1",
            read=self._tried(one_of(_ORDERS), lambda found: attrs.evolve(draft, order=found)),
        )
        return attrs.evolve(draft, order=order)

    def _prizes(self, draft: Draft) -> Conversation[Draft]:
        count = len(self.rulebook(draft).teams)
        prizes = yield Question(
            _("Which prizes are there?"),
            about=(_("Write each with the number of its places, with commas between them; - for none."),),
            default=told(usual_prizes(count)),
            read=self._tried(read_prizes, lambda found: attrs.evolve(draft, prizes=found)),
        )
        return attrs.evolve(draft, prizes=prizes)

    def _ending(self, draft: Draft) -> Conversation[Draft | None]:
        rulebook = self.rulebook(draft)
        writes = yield Question(
            _("Is all of this right?"),
            about=tuple(_summary(draft, rulebook)),
            options=(
                Option("yes", _("yes, write {path}", path=self.where)),
                Option("no", _("no, leave and write nothing")),
            ),
            default="1",
            read=one_of({"yes": True, "no": False}),
        )
        return draft if writes == "yes" else None


def _said(problem: Problem) -> str:
    return told(problem if problem.cell else problem.message)


def _echoed(found: Any) -> Sequence[Text | str]:
    return found.lines if isinstance(found, _Brought) else ()


def _named(found: Any) -> Any:
    return found.name if isinstance(found, _Brought) else found


def _saying(chosen: Round, key: str, found: _Brought | str | None) -> Round:
    """Return the round with what was found for a rule: a file's name, a value, or nothing."""
    if isinstance(found, _Brought):
        return attrs.evolve(chosen, files={**chosen.files, key: found.name})
    return chosen if found is None else attrs.evolve(chosen, said={**chosen.said, key: found})


def _understood(reading: Reading, name: str, kind: Kind) -> list[Text | str]:
    if kind == "questions":
        return list(understood(reading, name))
    rows = (row.get("name") or row.get("text") for row in reading.rows)
    names = [getattr(each, "text", "") for each in rows]
    return [
        _("{file}: {count}: {names}", file=name, count=len(names), names=", ".join(names)),
        *(_("to consider: {hint}", hint=hint) for hint in reading.hints),
    ]


def _offered() -> list[Format]:
    """Return the formats that are offered first."""
    return sorted((each for each in formats() if each.common is not None), key=lambda each: each.common or 0)


def _others() -> list[Format]:
    return [each for each in formats() if each.common is None and not each.play_off]


def _with_members(teams: tuple[Team, ...], nth: int, members: tuple[str, ...]) -> tuple[Team, ...]:
    return (*teams[:nth], Team(teams[nth].name, members), *teams[nth + 1 :])


def _with_judges(draft: Draft, found: _Brought | tuple[str, ...]) -> Draft:
    seats = found.rows if isinstance(found, _Brought) else len(found)
    return attrs.evolve(draft, judges=_named(found), seats=seats)


def _with_round(draft: Draft, chosen: Round) -> Draft:
    return attrs.evolve(draft, rounds=(*draft.rounds, chosen))


def _unsaid(rules: dict[str, RuleDescription]) -> Iterator[str]:
    return (key for key, rule in rules.items() if not rule.value)


def _summary(draft: Draft, rulebook: Rulebook) -> Iterator[Text]:
    comma = told(_(", "))
    yield _("contest: {title}", title=draft.title)
    yield _("teams: {names}", names=comma.join(told(each.name) for each in rulebook.teams))
    for each in draft.rounds:
        form = told(each.form.title)
        more = comma.join([*([] if form == each.title else [form]), *each.files.values()])
        yield _("round: {round}", round=f"{each.title} ({more})" if more else each.title)
    if rulebook.judges:
        yield _("judges: {names}", names=comma.join(told(each.name) for each in rulebook.judges))
    yield _("order: {order}", order=_ORDERS[draft.order])
    if draft.prizes:
        yield _("prizes: {prizes}", prizes=comma.join(f"{name} {places}" for name, places in draft.prizes))
    found = forecast(rulebook)
    if found is not None:
        yield _("expected length: about {minutes} minutes", minutes=round(sum(found.seconds.values()) / 60))

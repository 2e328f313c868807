"""Judges at their phones: a session for each, its page as a picture, and what the page sends.

Everything a figure and a ballot must satisfy is asked of the session, as the terminal's sheet asks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import attrs

from ..arena import Arena
from ..blanks import Blank, Choice, Line, Number, Permutation
from ..contest import Contest
from ..errors import JournalError
from ..points import show
from ..roster import Seat
from ..scenes import Clocks, Marks, OnStage, Paragraph, Role, Versus
from ..sessions.cards import card_of, open_seat
from ..sessions.hall import feed_of
from ..sessions.judge.duties import Handed, handed_by
from ..sessions.judge.marks import question_about
from ..sessions.judge.session import JudgeSession
from ..sessions.judge.sheet import SIDES, Sheet
from ..sessions.judge.view import View
from ..sessions.keys import Press
from ..sessions.paper import bounds, decimals, refusal
from ..text import Text, draw
from .drawing import Drawing, Regions, headlines
from .look import look_digest
from .views import Picture
from .words import _


@attrs.frozen
class Form:
    """What a page sends of a sheet: its key, the ballot's id, its figures by path.

    `accepted` are the figures whose question was answered by yes, by path; `number` is that pressed to hand in. `known`
    are the figures as the page last had them from here: what agrees with them was not typed there.
    """

    key: str
    id: str
    values: Mapping[str, str]
    accepted: Mapping[str, str]
    number: int | None = None
    known: Mapping[str, str] = attrs.field(factory=dict)

    def on(self, texts: Mapping[str, str]) -> Form:
        """Return the form with the figures of another window, in `texts`, wherever this page has typed none since."""
        typed = {path: text for path, text in self.values.items() if text != self.known.get(path)}
        return attrs.evolve(self, values={**texts, **typed})

    @classmethod
    def of(cls, body: Any) -> Form | None:
        """Return the form in a JSON body, None where it is none."""
        try:
            number = None if body.get("number") is None else int(body["number"])
            values, accepted = (_texts(body[name]) for name in ("values", "accepted"))
            known = _texts(body.get("known", {}))
            return cls(str(body["key"]), str(body["id"]), values, accepted, number, known)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            return None


def _texts(value: Any) -> dict[str, str]:
    return {str(path): str(text) for path, text in value.items()}


class JudgesDesk:
    """The sessions of the judges who have the page open; used in the worker's thread alone."""

    def __init__(self, arena: Arena) -> None:
        """Take the contest."""
        self._arena = arena
        self._sessions: dict[str, tuple[str, JudgeSession]] = {}
        self._was_typed = False

    def session(self, judge: str) -> JudgeSession:
        """Return the judge's session; with every card it begins anew, at the pad for the PIN until that was given."""
        card = card_of(self._arena, str(Seat("judge", judge)))
        claim, found = self._sessions.get(judge, ("", None))
        if found is None or claim != card.cookie:
            found = JudgeSession(self._arena, fixed=judge)
            if card.opened:
                found.sit_down(judge)
            self._sessions[judge] = card.cookie, found
        found.refresh()
        return found

    def type_pin(self, judge: str, digits: str, language: str) -> Mapping[str, Any]:
        """Take four digits, as the pad asks for them; return what is said of them."""
        session = self.session(judge)
        if session.page == "pin":
            for digit in digits:
                session.press(Press(digit, digit), _now())
            if session.judge is not None:
                open_seat(self._arena, str(Seat("judge", judge)), _now())
            self._was_typed = True
        return {"state": session.page, "words": draw(session.view().message.text, language)}

    def turn_to(self, judge: str, number: int, language: str) -> Mapping[str, Any]:
        """Open what else the judge may do, by its number from 1 on the page, or close it again by 0."""
        session = self.session(judge)
        if session.page != "pin":
            session.press(Press(str(number), str(number)) if number else Press("escape"), _now())
            self._was_typed = True
        return {"state": session.page, "words": draw(session.view().message.text, language)}

    def look(self) -> bool:
        """Look what others do beside the record, a reminder or a new card; return whether there is news."""
        news, self._was_typed = self._was_typed, False
        for judge, (claim, session) in self._sessions.items():
            with suppress(JournalError):  # said by whoever follows the record
                is_anew = card_of(self._arena, str(Seat("judge", judge))).cookie != claim
                news = session.heartbeat(_now()) or is_anew or news
        return news

    def picture(self, judge: str, language: str) -> Picture:
        """Return the judge's page."""
        view = self.session(judge).view()
        contest = self._arena.contest
        seen = feed_of(contest, str(Seat("judge", judge)))
        found, look = _picture(view, Drawing(seen, contest.rulebook, "sheet", language)), contest.rulebook.look
        return attrs.evolve(found, theme=look.theme, look=look_digest(look))

    def draft(self, judge: str, key: str) -> Mapping[str, Any]:
        """Return what stands in a sheet that is open: its id and its figures."""
        sheet = self.session(judge).sheet(key)
        return {} if sheet is None else {"id": sheet.id, "values": dict(sheet.texts)}

    def mark(self, judge: str, form: Form, path: str, language: str) -> Mapping[str, Any]:
        """Keep what a page has as a draft, and return what is to be said about the figure at `path`."""
        session = self.session(judge)
        sheet = session.sheet(form.key)
        if sheet is None or sheet.id != form.id:
            return _said("closed", _("This sheet is no longer open; look again."), language)
        form = form.on(sheet.texts)
        blank = next((each for each in sheet.fields if each.path == path), None)
        said = None if blank is None else _about(session.handed, sheet, blank, form, language)
        if said is None:
            session.fill(form.key, form.values, form.id, _now())
            said = {"state": "fits"}
        filled = session.sheet(form.key) or sheet
        all_fit = all(filled.texts.get(each, "") == text for each, text in form.values.items())
        sums = [total if all_fit else "" for _label, total in filled.sums()]  # a total without one of them would lie
        return {**said, "values": dict(filled.texts), "sums": sums}

    def hand_in(self, judge: str, form: Form, language: str) -> Mapping[str, Any]:
        """Record the ballot of a form, once for its id; return its number, or what stands against it."""
        session = self.session(judge)
        known = self._arena.contest.find(form.id)
        if session.judge is not None and known is not None and known.seat == str(Seat("judge", judge)):
            return {"state": "in", "seq": known.seq}
        if session.judge is None:
            return _said("pin", _("Type your four digits first; then the ballot is sent again."), language)
        sheet, handed = session.sheet(form.key), session.handed
        if sheet is None or sheet.id != form.id:
            return _said("closed", _("This sheet is no longer open; look again."), language)
        for blank in sheet.fields:
            if not form.values.get(blank.path):
                empty = _said("refused", _("Not handed in: {label} is empty", label=blank.label), language)
                return {**empty, "path": blank.path}
            said = _about(handed, sheet, blank, form, language)
            if said is not None:
                return said
        wrong = _not_this(sheet, form.number)
        if wrong is not None:
            session.fill(form.key, form.values, form.id, _now())
            return _said("refused", wrong, language)
        record = session.submit(form.key, form.values, form.id, _now())
        if record is None:
            return _said("refused", session.view().message.text, language)
        return {"state": "in", "seq": record.seq}


def ballots_of(contest: Contest, seat: Seat) -> int:
    """Return how many ballots of a judge count."""
    return sum(1 for _handed in handed_by(contest, seat.judge))


def _now() -> datetime:
    return datetime.now(UTC)


def _said(state: str, words: Text, language: str) -> dict[str, Any]:
    return {"state": state, "words": draw(words, language)}


def _about(handed: Sequence[Handed], sheet: Sheet, blank: Blank, form: Form, language: str) -> Mapping[str, Any] | None:
    """Return why a figure is not taken, or what is asked about it; None where it is beyond doubt."""
    typed = form.values.get(blank.path, "")
    is_accepted = form.accepted.get(blank.path) == typed
    before = [] if is_accepted else [value for _handed, value in sheet.earlier(blank, handed)]
    asked = None if is_accepted else question_about(blank, typed, before)
    if asked is not None:
        words = {"path": blank.path, "typed": asked.typed, "value": asked.value}
        return {**_said("question", asked.words, language), **words}
    why = refusal(blank, typed) if typed else None
    return None if why is None else {**_said("refused", why, language), "path": blank.path}


def _not_this(sheet: Sheet, number: int | None) -> Text | None:
    """Return why a number does not hand the sheet in: a sheet goes by its team's number, and by no other."""
    if number == sheet.number:
        return None
    pressed, right = ("-" if each is None else str(each) for each in (number, sheet.number))
    if sheet.team is None:
        return _("Not handed in: you pressed {pressed}, your seat is {right}", pressed=pressed, right=right)
    name = sheet.people.roster.name(sheet.team)
    return _("Not handed in: you pressed {pressed}, this sheet is for desk {right}, {team}",
             pressed=pressed, right=right, team=name)  # fmt: skip


# The page


def _picture(view: View, drawing: Drawing) -> Picture:
    regions = Regions()
    seat = None if view.judge is None else view.people.seat(view.judge.id)
    regions.put("top", "hd", [("title", drawing.html("title", view=view, seat=seat))])
    pad = [] if view.pad is None else [("pin", drawing.html("pin", pad=view.pad, message=view.message))]
    regions.put("main", f"bd {view.page}", pad or list(_parts(view, drawing)))
    return regions.picture(view.page)


def _parts(view: View, drawing: Drawing) -> Iterator[tuple[str, str]]:
    if view.bundle is None:
        yield from _between(view, drawing)
        return
    if view.reminder is not None:
        yield "reminder", drawing.html("reminder", text=view.reminder)
    for sheet in view.bundle.sheets:
        yield "ballot", _ballot(sheet, view, drawing)


def _between(view: View, drawing: Drawing) -> Iterator[tuple[str, str]]:
    """Yield what stands there while no sheet is open."""
    if view.page == "locked":
        for each in view.locked:
            yield "locked", drawing.html("locked", locked=each, number=each.sheet.number, team=each.handed.team)
    elif view.page in ("opening", "revealed"):
        podiums = view.people.podiums
        for marks in view.opened:
            given = {"own": _own(marks, view), "podium": podiums.get(marks.entrant)}
            yield "opened", drawing.html("opened", block=marks, **given)
    elif view.page == "barred":
        yield "barred", drawing.html("barred", moves=view.barred)
    if view.asides:
        yield "asides", drawing.html("asides", moves=view.asides)
    if view.page == "waiting":
        named = headlines(view.scene, drawing.language)
        shown = {"headlines": named, "stage": view.scene.of(OnStage), "clocks": view.scene.of(Clocks)}
        yield "waiting", drawing.html("waiting", view=view, **shown)


def _ballot(sheet: Sheet, view: View, drawing: Drawing) -> str:
    motions = [each.motion for each in view.scene.of(Versus) if each.motion is not None]
    topic = next((each.text for each in view.scene.of(Paragraph) if each.role is Role.TOPIC), None)
    about = {"about": _about_team(sheet, view), "topic": topic, "motions": motions, "numbers": _numbers(sheet, view)}
    is_aside = view.bundle is not None and view.bundle.aside
    return drawing.html("ballot", sheet=sheet, fields=_fields(sheet, view), is_aside=is_aside, **about)


@attrs.frozen
class Field:
    """A line of a ballot as the page fills it: which control it takes, its words, and what earlier ballots had.

    A `signed` number may be below 0.
    """

    path: str
    control: str
    label: Text
    bounds: Text | None = None
    full: str = ""
    places: int = 0
    options: tuple[tuple[int, str, Text], ...] = ()
    count: int = 0
    longest: int = 0
    signed: bool = False
    earlier: tuple[tuple[int | None, str], ...] = ()


def _fields(sheet: Sheet, view: View) -> tuple[Field, ...]:
    return tuple(_field(sheet, blank, view) for blank in sheet.fields)


def _field(sheet: Sheet, blank: Blank, view: View) -> Field:
    match blank:
        case Number():
            full = "" if blank.high is None else show(blank.high)
            podiums = view.people.podiums
            before = tuple((podiums.get(each.team), show(value)) for each, value in sheet.earlier(blank, view.handed))
            signed = blank.low is not None and blank.low < 0
            full = "" if signed else full  # what may be taken away is no mark out of a full one
            return Field(
                blank.path, "number", blank.label, bounds(blank), full, decimals(blank), signed=signed, earlier=before
            )
        case Choice() | Permutation():
            options = tuple((number, option.value, option.label) for number, option in sheet.options(blank))
            control = "choice" if isinstance(blank, Choice) else "order"
            count = 1 if isinstance(blank, Choice) else blank.length
            return Field(blank.path, control, blank.label, options=options, count=count)
        case Line():
            return Field(blank.path, "text", blank.label, longest=blank.longest)
        case _:
            raise TypeError(f"a ballot asks a judge for {type(blank).__name__}, which no page can take yet")


def _numbers(sheet: Sheet, view: View) -> tuple[int, ...]:
    """Return the numbers of which one hands a sheet in: all desks', of a sheet about no team all seats'."""
    if sheet.team is None:
        return tuple(range(1, len(view.people.roster.judges) + 1))
    return tuple(sorted(view.people.podiums.values()))


@attrs.frozen
class About:
    """The team a sheet is about: its desk, its name and, in a debate, its side."""

    podium: int
    name: Text
    side: Text | None = None


def _about_team(sheet: Sheet, view: View) -> About | None:
    """Return the team a sheet is about, None where it is about none."""
    team = sheet.move.subject.team
    if not team:
        return None
    sides = (side for versus in view.scene.of(Versus) for side in (versus.affirmative, versus.negative))
    role = next((side.role for side in sides if side.team == team), "")
    return About(view.people.podiums[team], view.people.roster.name(team), SIDES.get(role))


def _own(marks: Marks, view: View) -> Any:
    """Return the judge's own cell of marks that are open."""
    judge = None if view.judge is None else view.judge.id
    return next((cell for cell in marks.cells if cell.judge == judge), None)

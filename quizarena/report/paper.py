"""Blank judges' sheets for paper: one a judge and performance, in the order in which the scorer's grid types them in.

Decides what stands on a sheet: desk number and team, or room to write them where they are not drawn yet, the marks with
their bounds, the box of the total last, as the grid asks for it, and the signature. Everything asked stems from the
moves (`upcoming`), so that any kind of round has its sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

import attrs

from ..blanks import BY_MACHINE, Blank, Choice, Number, Option, Permutation
from ..contest import Contest
from ..points import show
from ..roster import Judge
from ..scenes import Role
from ..text import Text, is_empty, plain
from .ballot_forms import EITHER, Form, Performance, Topic, common
from .html import Inside, Writer
from .upcoming import coming
from .words import _

_SIDES = {"affirmative": _("Affirmative"), "negative": _("Negative")}
_TOPICS = {Role.MOTION: _("Motion"), Role.TOPIC: _("Topic")}
_CLOSE, _TIGHT = 9, 14
"""Rows a form may have before they move closer together."""


@attrs.frozen
class Sheet:
    """One sheet: the judge (None: a spare one, for any), the performance and the forms on it."""

    judge: Judge | None
    performance: Performance
    forms: tuple[Form, ...]


def sheets(contest: Contest, *, round_id: str | None = None, judge: str | None = None, spare: int = 0) -> list[Sheet]:
    """Return the sheets still to be filled, judge by judge, each in the order in which they will be needed.

    Args:
        contest: The contest at its present moment.
        round_id: Of this round only.
        judge: Of this judge only.
        spare: How many sheets without names follow for each form of sheet there is.
    """
    performances = coming(contest, round_id)
    judges = [each for each in contest.state.roster.judges if judge in (None, each.id)]
    found = [Sheet(each, told, told.of(each.id)) for each in judges for told in performances if told.of(each.id)]
    shapes = {_shape(told): told for told in reversed(performances)}
    blank = [_spare(told, performances) for told in reversed(shapes.values())]
    return [*found, *(each for each in blank for _copy in range(spare))]


def _shape(told: Performance) -> tuple[object, ...]:
    """Return what makes two sheets alike but for the names on them."""
    return (told.round, *((form.key[0], len(form.blanks)) for form in told.forms))


def _spare(told: Performance, performances: Sequence[Performance]) -> Sheet:
    """Return a sheet like that of a performance, without any name."""
    others = [form for each in performances if each.round == told.round for form in each.forms]
    forms = []
    for form in told.forms:
        alike = [each for each in others if (each.key[0], len(each.blanks)) == (form.key[0], len(form.blanks))]
        forms.append(attrs.evolve(common([form, *alike]), team=None, podium=None, side=form.side))
    topic = told.topic and Topic(told.topic.role, None)
    return Sheet(None, attrs.evolve(told, heads=(), topic=topic), tuple(forms))


def page(contest: Contest, found: Iterable[Sheet], language: str) -> str:
    """Return sheets as one HTML page, each on a page of its own when it is printed."""
    drawer = _Drawer(contest, Writer(language))
    title = _("Judges' sheets: {contest}", contest=contest.rulebook.title)
    return drawer.write.page(title, "paper.css", map(drawer.sheet, found))


@attrs.frozen
class _Drawer:
    """Draws sheets of a contest."""

    contest: Contest
    write: Writer

    def sheet(self, sheet: Sheet) -> Element:
        """Return a sheet; many rows move closer together, so that it stays one page."""
        write, told = self.write, sheet.performance
        rows = max(len(form.blanks) + self._further_rows(form) for form in sheet.forms)
        size = "tight" if rows > _TIGHT else "close" if rows > _CLOSE else ""
        wide = "wide" if len(sheet.forms) == 1 else ""
        return write(
            "section",
            self._rehearsal(),
            self._top(sheet),
            self._topic(told.topic) if told.topic is not None else None,
            write(
                "div",
                [self._form(form, is_spare=sheet.judge is None) for form in sheet.forms],
                cls=f"forms {wide} {size}".strip(),
            ),
            self._foot(sheet),
            cls="sheet",
        )

    def _further_rows(self, form: Form) -> int:
        return sum(len(blank.options) for blank in form.blanks if isinstance(blank, Permutation))

    def _rehearsal(self) -> Element | None:
        rehearsed = self.contest.state.is_rehearsal
        return self.write("p", _("REHEARSAL"), cls="rehearsal") if rehearsed else None

    def _top(self, sheet: Sheet) -> Element:
        write = self.write
        title = next(each.title for each in self.contest.rulebook.rounds if each.id == sheet.performance.round)
        heads: Inside = [["  ", head] for head in sheet.performance.heads]
        if not sheet.performance.heads:
            heads = ["  ", _("Performance no."), " ", write("span", cls="line when")]
        return write(
            "header",
            write(
                "div",
                write("p", self.contest.rulebook.title, cls="contest"),
                write("h1", title, heads),
            ),
            write("div", self._judge(sheet.judge), cls="judge"),
            cls="top",
        )

    def _judge(self, judge: Judge | None) -> Inside:
        write = self.write
        if judge is None:
            return [_("Judge, seat and name"), write("b", "\u00a0"), write("b", "\u00a0")]
        seat = [each.id for each in self.contest.state.roster.judges].index(judge.id) + 1
        return [_("Judge, seat {seat}", seat=seat), write("b", judge.name)]

    def _topic(self, topic: Topic) -> Element:
        write = self.write
        words = write("b", topic.words) if topic.words is not None else write("span", cls="line")
        return write("p", _TOPICS[topic.role], ": ", words, cls="topic")

    def _form(self, form: Form, *, is_spare: bool) -> Element:
        write = self.write
        heads = [("no", None), ("", _("What")), ("full", _("Full mark")), ("mark", _("Mark"))]
        has_marks = any(isinstance(blank, Number) for blank in form.blanks)
        head = write("thead", write("tr", [write("th", head, cls=cls) for cls, head in heads])) if has_marks else None
        return write(
            "div",
            write("div", self._whose(form, is_spare=is_spare), cls="team"),
            write("table", head, write("tbody", list(self._rows(form)))),
            cls="form" if form.about_team else "form whole",
        )

    def _whose(self, form: Form, *, is_spare: bool) -> Iterator[Inside]:
        """Yield whose form it is, with room to write where that is not known."""
        write = self.write
        if form.side == EITHER:
            yield write("span", [[self._tick(), side, write("br")] for side in _SIDES.values()], cls="either")
        elif form.side:
            yield write("span", _SIDES[form.side], cls="name")
        if not form.about_team:
            yield write("span", _("For the whole performance"), cls="name")
            return
        if form.podium is None:
            words = _("Desk") if is_spare else _("Desk (not drawn yet)")
            yield write("span", write("span", words, cls="small"), " ", write("span", cls="box"))
        else:
            yield write("span", _("desk {desk}", desk=form.podium), cls="desk")
        if form.team is None:
            yield write("span", write("span", _("Team"), cls="small"), " ", write("span", cls="line"))
        else:
            yield write("span", self.contest.state.roster.name(form.team), cls="name")

    def _rows(self, form: Form) -> Iterator[Element]:
        """Yield a row a blank, then the box of the total."""
        for number, blank in enumerate(form.blanks, 1):
            yield from self._row(number, blank, self._label(form, blank))
        if form.summed > 1:
            full = [blank.high for blank in form.blanks[: form.summed] if isinstance(blank, Number)]
            words = _("Total of lines {first} to {last}", first=1, last=form.summed)
            most = show(form.adds.of([each for each in full if each is not None])) if None not in full else ""
            yield self._line("", words, most, cls="total")

    def _label(self, form: Form, blank: Blank) -> Inside:
        """Return what a mark is for; whose is not known yet, like a speaker's, is numbered and left to write."""
        if blank.path not in form.unnamed:
            return blank.label if self.write.word(blank.label) else blank.path
        whose = list(dict.fromkeys(_whose(path) for path in form.unnamed))
        return [f"{whose.index(_whose(blank.path)) + 1} ", self.write("span", cls="line"), " ", blank.label]

    def _row(self, number: int, blank: Blank, label: Inside) -> Iterator[Element]:
        if isinstance(blank, Choice):
            yield self._options(number, label, blank.options)
        elif isinstance(blank, Permutation):
            yield self._options(number, [label, _(": number all, 1 is first")], ())
            for option in blank.options:
                yield self._line("", self._option(option), "")
        elif isinstance(blank, Number):
            yield self._line(str(number), label, _bounds(blank))
        elif not isinstance(blank, BY_MACHINE):
            yield self._options(number, [label, " ", self.write("span", cls="line")], ())

    def _line(self, number: str, label: Inside, full: Text | str, cls: str = "") -> Element:
        write = self.write
        cells = [write("td", number, cls="no"), write("td", label), write("td", full, cls="full")]
        return write("tr", *cells, write("td", cls="mark"), cls=cls)

    def _options(self, number: int, label: Inside, options: Sequence[Option]) -> Element:
        write = self.write
        boxes = [write("span", self._tick(), self._option(option)) for option in options]
        said = write("td", label, ": " if boxes else None, boxes, colspan="3", cls="options")
        return write("tr", write("td", str(number), cls="no"), said)

    def _option(self, option: Option) -> Inside:
        return [option.label, self.write("span", cls="line") if is_empty(option.label) else None]

    def _tick(self) -> Element:
        return self.write("span", cls="tick")

    def _foot(self, sheet: Sheet) -> list[Element]:
        write = self.write
        sign = write(
            "div",
            write("span", _("Judge's signature"), " ", write("span", cls="line")),
            write("span", _("Time"), " ", write("span", cls="line when")),
            cls="sign",
        )
        notes = [*_steps(sheet.forms[0]), _("Sign beside every figure you change.")]
        return [sign, write("p", [[note, " "] for note in notes], cls="small")]


def _steps(form: Form) -> Iterator[Text]:
    """Yield the steps in which marks are given, line by line where they differ."""
    steps = [(nth, blank.step) for nth, blank in enumerate(form.blanks, 1) if isinstance(blank, Number)]
    runs = [(step, [nth for nth, _step in run]) for step, run in groupby(steps, key=lambda each: each[1])]
    for step, lines in runs:
        if step is not None and len(runs) == 1:
            yield _("Marks in steps of {step}.", step=step)
        elif step is not None:
            yield _("Lines {first} to {last} in steps of {step}.", first=lines[0], last=lines[-1], step=step)


def _whose(path: str) -> str:
    """Return the part of a path that says who it is about: of "speakers.t1-1.style" the first two."""
    return ".".join(path.split(".")[:2])


def _bounds(blank: Number) -> Text:
    """Return the full mark; with the lowest where that is not 0."""
    if blank.high is None:
        return plain("")
    if not blank.low:
        return plain(show(blank.high))
    return plain(f"{show(blank.low)} {'..' if blank.low < 0 else '-'} {show(blank.high)}")

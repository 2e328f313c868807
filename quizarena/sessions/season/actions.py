"""What can be done at the desk of a season: each opens its form or list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

import attrs

from ...errors import NumberError
from ...facts import Fact
from ...points import parse_number, show, show_signed
from ...season.facts import (
    DeedChecked,
    DeedClaimed,
    EntryReversed,
    GoodsCounted,
    GoodsRedeemed,
    GoodsStocked,
    MemberEnrolled,
    MemberLeft,
    MemberMoved,
    PeriodClosed,
)
from ...season.league import league
from ...season.ledger import Claim, Member
from ...season.narration import describe
from ...season.refusals import namesake
from ...season.statements import amount_of, on_offer, passbook, posted, redemption, stock
from ...season.years import year_to_close
from ...text import Joined, Text, plain
from ..dialog import Block, Column, Dialog, Entry, Key, Line, Table
from ..keys import Press
from ..words import _
from .desk import SeasonDesk
from .form import Field, Form, Values
from .lists import Choices, Reading

_PAGE = 14
"""Rows of a page to read."""
_LATEST = 40
"""So many records that moved something are offered to be reversed."""


def _day(now: datetime) -> Field:
    return Field("day", _("Day"), default=f"{now:%Y-%m-%d}")


def _whole(text: str) -> int | Text:
    return (
        int(text)
        if text.isascii() and text.isdecimal() and len(text) < 8
        else _("{found} is no whole number", found=text)
    )


def open_person(desk: SeasonDesk, now: datetime) -> None:
    """Ask who types here."""
    desk.open(_Person(desk))


@attrs.define(eq=False)
class _Person:
    """The name of who types, being typed."""

    desk: SeasonDesk
    typing: bool = attrs.field(default=True, init=False)
    _typed: str = attrs.field(default="", init=False)

    def press(self, press: Press, now: datetime) -> None:
        """Take the name on Enter; without one it stays as it was."""
        if press.key == "enter":
            self.desk.person = self._typed.strip() or self.desk.person
            self.desk.close()
        elif press.key == "backspace":
            self._typed = self._typed[:-1]
        elif press.char:
            self._typed += press.char

    def dialog(self, now: datetime) -> Dialog:
        """Return the entry, and what the name is for."""
        hint = _("Enter takes {value}", value=self.desk.person) if self.desk.person else None
        why = Line(_("It stands in every record made here. Who enters a claim cannot check it."), "quiet")
        keys = Key("enter", _("done")), Key("escape", _("leave it"))
        return Dialog(
            _("Who types at this desk"), (Line(_("Name"), "emphasis"), Entry(self._typed, hint), why), keys, typing=True
        )


# Members


def open_enrolment(desk: SeasonDesk, now: datetime) -> None:
    """Ask for a new member."""
    fields = Field("name", _("Name")), _category(desk)
    free = desk.season.ledger.free_id

    def make(values: Values) -> Fact | Text:
        known = namesake(desk.season.ledger, values["name"], values["category"])
        if known is None:
            return MemberEnrolled(free, values["name"], values["category"])
        if known.has_left:
            return _("{name} has left as {member}; Enter on their row takes them back.", name=known.name,
                     member=known.id)  # fmt: skip
        return _("{name} ({category}) is enrolled already as {member}; write another person's name so that it tells"
                 " them apart.", name=known.name, category=known.category, member=known.id)  # fmt: skip

    desk.open(Form(desk, _("Enrol"), fields, make))


def _category(desk: SeasonDesk) -> Field:
    return Field("category", _("Category"), [(name, plain(name)) for name in desk.season.rules.categories])


def open_member(desk: SeasonDesk, now: datetime) -> None:
    """Offer what can be done for the member on whom the cursor stands."""
    member = desk.member
    if member is None:
        desk.say(_("There is nobody in the list; E enrols somebody."))
        return
    own: tuple[tuple[Text, Callable[[SeasonDesk, Member, datetime], None]], ...] = (
        (_("Passbook"), open_passbook),
        (_("A deed"), open_claim),
        (_("Redeem"), open_redemption),
        (_("Another category"), _open_move),
        (_("Leaves"), _open_leaving),
    )
    if member.has_left:
        own = own[0], (_("Comes back"), _open_return)
    rows = [(text, _for(desk, member, act)) for text, act in own]
    desk.open(Choices(desk, plain(member.name), rows, plain("")))


def _for(
    desk: SeasonDesk, member: Member, act: Callable[[SeasonDesk, Member, datetime], None]
) -> Callable[[datetime], None]:
    return lambda now: act(desk, member, now)


def open_passbook(desk: SeasonDesk, member: Member, now: datetime) -> None:
    """Show a member's account."""
    book = passbook(desk.season, member.id)
    head = Line(_("{name} ({category}): {points} left", name=member.name, category=member.category,
                  points=show(book.balance)), "emphasis")  # fmt: skip
    columns = (
        Column(_("Record"), "place"),
        Column(_("Points"), "points"),
        Column(_("Balance"), "points"),
        Column(_("What"), "words"),
    )
    rows = [
        (plain(f"#{row.seq:03}"), plain(show_signed(row.points)), plain(show(row.balance)), row.what)
        for row in reversed(book.rows)
    ]
    desk.open(Reading(desk, _("Passbook"), _pages(head, columns, rows)))


def _pages(head: Line, columns: tuple[Column, ...], rows: Sequence[tuple[Text, ...]]) -> list[tuple[Block, ...]]:
    starts = range(0, len(rows), _PAGE) or (0,)
    return [(head, Table(columns, tuple(rows[at : at + _PAGE]))) for at in starts]


def open_claim(desk: SeasonDesk, member: Member, now: datetime) -> None:
    """Ask what a member did."""
    rules = desk.season.rules
    deeds = [
        (name, Joined((plain(name), plain(show_signed(points)), amount_of(Decimal(1), deed.per)), "  "))
        for name, deed in rules.deeds.items()
        if (points := deed.points_of(member.category)) is not None
    ]
    fields = (
        Field("deed", _("Deed"), deeds),
        Field("times", _("How often, or how many hours or days"), default="1"),
        _day(now),
        Field("evidence", _("What shows it"), is_optional=True),
    )

    def make(values: Values) -> Fact | Text:
        try:
            times = parse_number(values["times"])
        except NumberError as error:
            return Joined((error.message,))
        return DeedClaimed(member.id, values["deed"], values["day"], times, values["evidence"])

    def tell(values: Values) -> Iterator[Text]:
        yield _("It counts once somebody else has checked it.")

    desk.open(Form(desk, Joined((plain(member.name), _("a deed")), ": "), fields, make, tell))


def open_redemption(desk: SeasonDesk, member: Member, now: datetime) -> None:
    """Ask what a member takes; each with its price and how many are left."""
    goods = [
        (row.good, _("{good}  {price} points, {left} left", good=row.good, price=show(row.price), left=row.left))
        for row in on_offer(desk.season)
        if row.price is not None
    ]
    fields = Field("good", _("Goods"), goods), Field("count", _("How many"), default="1"), _day(now)

    def make(values: Values) -> Fact | Text:
        count = _whole(values["count"])
        if not isinstance(count, int):
            return count
        return GoodsRedeemed(member.id, values["good"], count, desk.season.rules.goods[values["good"]], values["day"])

    def tell(values: Values) -> Iterator[Text]:
        fact = make(values)
        if isinstance(fact, GoodsRedeemed):
            yield from redemption(
                desk.season, member.id, fact.good, fact.count, day=fact.day, seat="desk", person=desk.person, at=now
            ).lines

    desk.open(Form(desk, Joined((plain(member.name), _("redeem")), ": "), fields, make, tell))


def _open_move(desk: SeasonDesk, member: Member, now: datetime) -> None:
    title = Joined((plain(member.name), _("another category")), ": ")
    desk.open(Form(desk, title, (_category(desk),), lambda values: MemberMoved(member.id, values["category"])))


def _open_leaving(desk: SeasonDesk, member: Member, now: datetime) -> None:
    title = Joined((plain(member.name), _("leaves")), ": ")
    reason = Field("reason", _("Why"), is_optional=True)

    def tell(values: Values) -> Iterator[Text]:
        left = show(desk.season.ledger.balance(member.id))
        yield _("{name} collects and redeems no more; {points} stay in the book", name=member.name, points=left)

    desk.open(Form(desk, title, (reason,), lambda values: MemberLeft(member.id, values["reason"]), tell))


def _open_return(desk: SeasonDesk, member: Member, now: datetime) -> None:
    title = Joined((plain(member.name), _("comes back")), ": ")

    def make(values: Values) -> Fact:
        return MemberEnrolled(member.id, member.name, values["category"])

    desk.open(Form(desk, title, (_category(desk),), make))


# Claims


def open_checks(desk: SeasonDesk, now: datetime) -> None:
    """Offer the claims that wait for their check."""
    rows = [(_claim_words(desk, claim), _check(desk, claim)) for claim in desk.season.ledger.claims.values()]
    desk.open(Choices(desk, _("Claims to check"), rows, _("No claim waits.")))


def _claim_words(desk: SeasonDesk, claim: Claim) -> Text:
    fact = claim.fact
    parts = (
        plain(f"#{claim.seq:03}"), plain(desk.season.ledger.members[fact.member].name), plain(fact.day),
        plain(fact.deed), amount_of(fact.times, claim.deed.per), plain(fact.evidence),
        _("entered by {person}", person=claim.person),
    )  # fmt: skip
    return Joined(tuple(part for part in parts if part != plain("")), "  ")


def _check(desk: SeasonDesk, claim: Claim) -> Callable[[datetime], None]:
    verdict = Field("verdict", _("Does it hold?"), [("yes", _("it holds")), ("no", _("it does not hold"))])
    reason = Field("reason", _("Why not"), only_if=("verdict", "no"))

    def make(values: Values) -> Fact:
        return DeedChecked(claim.seq, "yes" if values["verdict"] == "yes" else "no", values.get("reason", ""))

    return lambda now: desk.open(Form(desk, _claim_words(desk, claim), (verdict, reason), make))


# Goods


def open_goods(desk: SeasonDesk, now: datetime) -> None:
    """Show the goods; one of them is stocked or counted."""
    rows = [
        (_("{good}  {price} points, {left} left", good=row.good, price="-" if row.price is None else show(row.price),
           left=row.left), _goods(desk, row.good))
        for row in stock(desk.season.ledger)
    ]  # fmt: skip
    desk.open(Choices(desk, _("Goods"), rows, _("The rules have no goods.")))


def _goods(desk: SeasonDesk, good: str) -> Callable[[datetime], None]:
    how = Field("how", _("What happened"), [("in", _("some came in")), ("counted", _("the shelf was counted"))])
    fields = how, Field("count", _("How many"))

    def make(values: Values) -> Fact | Text:
        count = _whole(values["count"])
        if not isinstance(count, int):
            return count
        return GoodsStocked(good, count) if values["how"] == "in" else GoodsCounted(good, count)

    return lambda now: desk.open(Form(desk, plain(good), fields, make))


# What is put right, and the year


def open_reversal(desk: SeasonDesk, now: datetime) -> None:
    """Offer the last records that moved something, the latest first."""
    latest = sorted(desk.season.ledger.reversible, reverse=True)[:_LATEST]
    rows = [(_record_words(desk, seq), _reverse(desk, seq)) for seq in latest]
    desk.open(Choices(desk, _("Reverse a record"), rows, _("Nothing was moved yet.")))


def _record_words(desk: SeasonDesk, seq: int) -> Text:
    return Joined((plain(f"#{seq:03}"), describe(desk.season, desk.season.records[seq])), "  ")


def _reverse(desk: SeasonDesk, seq: int) -> Callable[[datetime], None]:
    def tell(values: Values) -> Iterator[Text]:
        yield _("Its points and goods go back; what a cap cut from other checks stays as recorded.")

    reason = Field("reason", _("Why"))
    words = _record_words(desk, seq)
    return lambda now: desk.open(
        Form(desk, words, (reason,), lambda values: EntryReversed(seq, values["reason"]), tell)
    )


def open_closing(desk: SeasonDesk, now: datetime) -> None:
    """Ask which year is closed."""
    year = Field("year", _("Year"), default=year_to_close(desk.season.ledger, now))

    def tell(values: Values) -> Iterator[Text]:
        lost = desk.season.ledger.expiring(values["year"])
        yield (
            _("{points} points expire, members: {count}", points=show(sum(lost.values())), count=len(lost))
            if lost
            else _("Nothing expires.")
        )

    desk.open(Form(desk, _("Close a year"), (year,), lambda values: PeriodClosed(values["year"]), tell))


def open_honours(desk: SeasonDesk, now: datetime) -> None:
    """Show who earned most in the last year, and the league of its contests."""
    year = desk.season.ledger.year_shown(now.date().isoformat())
    columns = (
        Column(_("Place"), "place"),
        Column(_("Name"), "name"),
        Column(_("Points"), "points"),
        Column(_("Honours"), "words"),
    )
    earned = [
        (plain(str(row.place)), plain(row.name), plain(show(row.earned)), plain(", ".join(row.honours)))
        for row in posted(desk.season, year)
    ]
    head = Line(_("Points earned in {year}", year=year), "emphasis")
    contests = [
        (plain(str(row.place)), plain(row.name), plain(show(row.score.value)), plain(" ".join(row.results)))
        for row in league(desk.season.ledger, year)
    ]
    table = (
        Column(_("Place"), "place"),
        Column(_("Name"), "name"),
        Column(_("Points"), "points"),
        Column(_("Results"), "words"),
    )
    pages = _pages(head, columns, earned)
    pages += _pages(Line(_("Contests {year}", year=year), "emphasis"), table, contests) if contests else []
    desk.open(Reading(desk, _("List and league"), pages))


KEYS: tuple[tuple[Key, Callable[[SeasonDesk, datetime], None]], ...] = (
    (Key("enter", _("member")), open_member),
    (Key("e", _("enrol")), open_enrolment),
    (Key("c", _("check claims"), _("check")), open_checks),
    (Key("s", _("goods and stock"), _("goods")), open_goods),
    (Key("r", _("reverse a record"), _("reverse")), open_reversal),
    (Key("h", _("list and league"), _("list")), open_honours),
    (Key("y", _("close a year"), _("year")), open_closing),
    (Key("p", _("who types"), _("who")), open_person),
)
"""What each key does while nothing lies over the desk."""

"""`season`: what is entered into a season, and the lists that come out of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import click

from quizarena.documents import language_at
from quizarena.errors import NumberError, QuizArenaError
from quizarena.facts import Fact, Record
from quizarena.points import parse_number, show
from quizarena.season import Season, load_rules
from quizarena.season.facts import (
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
    SeasonAmended,
)
from quizarena.season.narration import describe
from quizarena.season.refusals import namesake
from quizarena.season.rules import resolved
from quizarena.text import Text

from .options import Pick, command, command_family, file_argument, json_option, option, reason_option
from .output import say
from .season_cards import print_member_cards
from .season_lists import (
    member_called,
    print_claims,
    print_league,
    print_list,
    print_passbook,
    print_stock,
    season_at,
    today,
)
from .serving import need_web
from .trouble import Refused, line
from .windows import THEMES, has_screens, on_terminal
from .words import _, follow, language, told


@command_family(
    "season",
    _("Keep a season: members, deeds, goods for points; without an action its desk on this terminal, or the list."),
    "quizarena season points.qa\nquizarena season points.qa list --masked\n"
    "quizarena season points.qa enrol 张三 在职\n"
    "quizarena season points.qa claim 张三 志愿服务 4 --day 2026-03-05 --person 网格员\n"
    "quizarena season points.qa check 17 --person 书记\n"
    "quizarena season points.qa redeem 张三 洗衣液",
    _("A season is started by its rules: quizarena start season.yaml points.qa. Members are named by id or name."),
)
@file_argument
@option("--person", default="", about=_("Who types at the desk."))
@option("--theme", type=Pick(THEMES), default="dark", show_default=True, about=_("The desk's colours."))
@click.pass_context
def season_command(ctx: click.Context, file: str, person: str, theme: str) -> None:
    """Keep the file for the action; without one open the desk, or list the members."""
    ctx.obj = file
    if ctx.invoked_subcommand is not None:
        with suppress(QuizArenaError, OSError):  # the action says what is wrong with the file
            follow(language_at(file))  # before its words are read, so that they are refused in the season's language
        return
    if not on_terminal() or not has_screens():
        print_list(file, None, is_masked=False, as_json=False)
        return
    with season_at(file, read_only=True):
        spoken = language()
    from quizarena.terminal.season import run_season

    run_season(file, person=person, language=spoken, theme=theme)


def _action(name: str, about: Text, example: str, more: Text | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Declare an action on the season's file, which its function takes first."""

    def declare(function: Callable[..., Any]) -> Any:
        made = command(name, about, f"quizarena season points.qa {example}", more)(click.pass_obj(function))
        season_command.add_command(made)
        return made

    return declare


def by_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Declare who does it."""
    own = option("--id", about=_("Your own id for it: given again after a lost reply, it counts once."))
    return own(option("--person", default="", about=_("Who types."))(function))


def _day(function: Callable[..., Any]) -> Callable[..., Any]:
    return option("--day", metavar="DAY", about=_("The day, such as 2026-11-28; by default today."))(function)


def _record(
    file: str, make: Callable[[Season], Fact], *, person: str, id: str | None = None, seat: str = "desk"
) -> None:
    """Record what `make` makes of the season as it is, and say so."""
    with season_at(file) as (arena, season):
        say_recorded(season, arena.push(make(season), person=person, id=id, seat=seat))


def say_recorded(season: Season, record: Record) -> None:
    """Print what was recorded."""
    say(_("recorded #{seq}: {what}  {digest}", seq=f"{record.seq:03}", what=describe(season, record),
          digest=record.digest[:8]))  # fmt: skip


# Lists


@_action("list", _("List the members with the points they earned and have left."), "list --year 2026 --masked")
@option("--year", metavar="YEAR", about=_("Of which year; by default the last one with points."))
@option("--masked", is_flag=True, about=_("Of names leave the first letter alone, to post the list."))
@json_option
def _list(file: str, year: str | None, masked: bool, as_json: bool) -> None:
    print_list(file, year, is_masked=masked, as_json=as_json)


@_action("league", _("List what contests came to, the dropped results in parentheses."), "league --year 2026")
@option("--year", metavar="YEAR", about=_("Of which year; by default the last one with points."))
@option("--masked", is_flag=True, about=_("Of names leave the first letter alone, to post the list."))
@json_option
def _league(file: str, year: str | None, masked: bool, as_json: bool) -> None:
    print_league(file, year, is_masked=masked, as_json=as_json)


@_action("claims", _("List the claims that wait for their check."), "claims")
@json_option
def _claims(file: str, as_json: bool) -> None:
    print_claims(file, as_json=as_json)


@_action("passbook", _("Print a member's account, movement by movement."), "passbook 张三")
@click.argument("member", metavar="MEMBER")
@json_option
def _passbook(file: str, member: str, as_json: bool) -> None:
    print_passbook(file, member, as_json=as_json)


@_action(
    "stock",
    _("List the goods; or enter that some came in, or how many were counted."),
    "stock\nquizarena season points.qa stock 洗衣液 20\nquizarena season points.qa stock 洗衣液 18 --counted",
)
@click.argument("good", metavar="[GOOD]", required=False)
@click.argument("count", metavar="[COUNT]", type=int, required=False)
@option("--counted", is_flag=True, about=_("So many were counted on the shelf: that is the stock."))
@option("--reason", default="", about=_("Why it is another number than expected."))
@by_option
@json_option
def _stock(
    file: str, good: str | None, count: int | None, *, counted: bool, reason: str, person: str, id: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    if good is None:
        print_stock(file, as_json=as_json)
    elif count is None:
        raise click.UsageError(told(_("say how many: stock GOOD COUNT")))
    else:
        fact = GoodsCounted(good, count, reason) if counted else GoodsStocked(good, count)
        _record(file, lambda _season: fact, person=person, id=id)


@_action(
    "cards",
    _("Print members' cards, by which each looks up the own passbook where the season is served."),
    "cards --at http://192.168.1.5:8000 --cards cards.html",
    _("A member's card of before holds no more. Without a member cards for all of them are printed."),
)
@click.argument("members", metavar="[MEMBER]...", nargs=-1)
@option("--at", "address", metavar="ADDRESS", required=True, about=_("The address that serve printed."))
@option("--cards", "page", metavar="OUT", about=_("Write them as a new HTML file too, with QR codes, to print."))
def _cards(file: str, members: tuple[str, ...], address: str, page: str | None) -> None:
    need_web()
    print_member_cards(file, members, address, page)


# Deeds


@_action("enrol", _("Enrol somebody, who collects points from now on."), "enrol 张三 在职")
@click.argument("name", metavar="NAME")
@click.argument("category", metavar="CATEGORY")
@option("--as", "member", metavar="ID", about=_("Under this id; by default the next free one. Who left comes back so."))
@by_option
def _enrol(file: str, name: str, category: str, *, member: str | None, person: str, id: str | None) -> None:
    _record(
        file,
        lambda season: MemberEnrolled(member or _id_of_new(season, name, category, id), name, category),
        person=person,
        id=id,
    )


def _id_of_new(season: Season, name: str, category: str, id: str | None) -> str:
    """Return the id of a new member, that of before where the same is tried again; Refused of a name known already."""
    before = season.find(id) if id is not None else None
    if before is not None and isinstance(before.fact, MemberEnrolled):
        return before.fact.member
    known, free = namesake(season.ledger, name, category), season.ledger.free_id
    if known is None:
        return free
    if known.has_left:
        raise Refused(line(_("{name} has left as {member}: --as {member} takes them back, --as {free} enrols another"
                             " person of that name", name=known.name, member=known.id, free=free)))  # fmt: skip
    raise Refused(line(_("{name} ({category}) is enrolled already as {member}; for another person of that name add"
                         " --as {free}", name=known.name, category=category, member=known.id,
                         free=free)))  # fmt: skip


@_action("move", _("Put a member into another category, or call them otherwise."), "move 张三 流动")
@click.argument("member", metavar="MEMBER")
@click.argument("category", metavar="CATEGORY")
@option("--name", default="", about=_("The new name."))
@by_option
def _move(file: str, member: str, category: str, *, name: str, person: str, id: str | None) -> None:
    _record(file, lambda season: MemberMoved(member_called(season, member), category, name), person=person, id=id)


@_action("leave", _("Let a member leave; the points stay in the book."), "leave 张三 --reason 迁出")
@click.argument("member", metavar="MEMBER")
@option("--reason", default="", about=_("Why."))
@by_option
def _leave(file: str, member: str, reason: str, person: str, id: str | None) -> None:
    _record(file, lambda season: MemberLeft(member_called(season, member), reason), person=person, id=id)


@_action(
    "claim",
    _("Enter what a member did; it counts once somebody else has checked it."),
    "claim 张三 志愿服务 4 --day 2026-03-05 --evidence 签到表 --person 网格员",
)
@click.argument("member", metavar="MEMBER")
@click.argument("deed", metavar="DEED")
@click.argument("times", metavar="[TIMES]", default="1")
@_day
@option("--evidence", default="", about=_("What shows it."))
@by_option
def _claim(
    file: str, member: str, deed: str, times: str, *, day: str | None, evidence: str, person: str, id: str | None
) -> None:
    count = _number(times)
    _record(file, lambda season: DeedClaimed(member_called(season, member), deed, day or today(), count, evidence),
            person=person, id=id)  # fmt: skip


def _number(text: str) -> Decimal:
    try:
        return parse_number(text)
    except NumberError as error:
        raise Refused(line(error.message)) from error


@_action("check", _("Say that claims hold, or with --no that they do not."), "check 17 18 --person 书记")
@click.argument("claims", metavar="CLAIM...", type=int, nargs=-1, required=True)
@option("--no", "refused", is_flag=True, about=_("They do not hold."))
@option("--reason", default="", about=_("Why not."))
@option("--person", default="", about=_("Who checks."))
def _check(file: str, claims: tuple[int, ...], *, refused: bool, reason: str, person: str) -> None:
    with season_at(file) as (arena, season):
        for claim in claims:
            fact = DeedChecked(claim, "no" if refused else "yes", reason)
            say_recorded(season, arena.push(fact, person=person))


@_action("redeem", _("Hand out goods for a member's points, at the price as marked."), "redeem 张三 洗衣液")
@click.argument("member", metavar="MEMBER")
@click.argument("good", metavar="GOOD")
@click.argument("count", metavar="[COUNT]", type=int, default=1)
@option("--price", metavar="POINTS", about=_("The price on the label; another than the rules have is refused."))
@_day
@by_option
def _redeem(
    file: str, member: str, good: str, count: int, *, price: str | None, day: str | None, person: str, id: str | None
) -> None:
    with season_at(file) as (arena, season):
        marked = season.rules.goods.get(good, Decimal(0)) if price is None else _number(price)
        who = member_called(season, member)
        record = arena.push(GoodsRedeemed(who, good, count, marked, day or today()), person=person, id=id)
        say_recorded(season, record)
        say(_("{points} are left", points=show(season.ledger.balance(who))))


@_action(
    "reverse", _("Take back what a record moved: points, goods, places, a closing."), "reverse 23 --reason 重复申报"
)
@click.argument("seq", metavar="SEQ", type=int)
@reason_option
@by_option
def _reverse(file: str, seq: int, reason: str, person: str, id: str | None) -> None:
    _record(file, lambda _season: EntryReversed(seq, reason), person=person, id=id)


@_action("close", _("Close a year: what the rules do not carry over expires."), "close 2026")
@click.argument("year", metavar="YEAR")
@by_option
def _close(file: str, year: str, person: str, id: str | None) -> None:
    _record(file, lambda _season: PeriodClosed(year), person=person, id=id)


@_action(
    "amend", _("Change the rules for what comes; points that were entered stay."), "amend season.yaml --reason 支部大会"
)
@click.argument("rules", metavar="RULES")
@reason_option
@by_option
def _amend(file: str, rules: str, reason: str, person: str, id: str | None) -> None:
    made = resolved(load_rules(rules))
    _record(file, lambda _season: SeasonAmended(made, reason), person=person, id=id)

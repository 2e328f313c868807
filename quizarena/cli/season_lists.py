"""The lists and papers of a season, and how its file is opened: for `season`, and for `explain` and `log`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from quizarena.arena import Arena
from quizarena.documents import only_season
from quizarena.facts import instant_text
from quizarena.pages import Cell
from quizarena.plugins import nearest
from quizarena.points import show, show_signed
from quizarena.roster import masked
from quizarena.scores import LEAF, Score, formula
from quizarena.season import Season
from quizarena.season.league import league
from quizarena.season.narration import describe
from quizarena.season.statements import amount_of, explain, passbook, posted, stock

from .access import warn_of
from .output import moment, print_json, print_page, print_table, say, zone
from .trouble import Refused, line
from .words import _, follow, told


@contextmanager
def season_at(file: str, *, read_only: bool = False) -> Iterator[tuple[Arena, Season]]:
    """Open the season's file for the block and speak its language from now on."""
    with Arena.open(file, read_only=read_only) as arena:
        follow(arena.document.language)
        if not read_only:
            warn_of(arena)
        yield arena, only_season(arena.document)


def today() -> str:
    """Return the day of this machine."""
    return date.today().isoformat()


def member_called(season: Season, text: str) -> str:
    """Return the id of the member that `text` names, by id or name; Refused where it may be nobody or several."""
    found = season.ledger.called(text)
    if len(found) == 1:
        return found[0].id
    if found:
        ids = ", ".join(f"{each.id} ({each.category})" for each in found)
        raise Refused(line(_("{count} members are called {text}; say which by id: {ids}", count=len(found), text=text,
                             ids=ids)))  # fmt: skip
    known = [each.name for each in season.ledger.members.values()]
    close = nearest(text, known)
    if close is None:
        raise Refused(line(_("no member is called {text}; enrol them first: quizarena season FILE enrol", text=text)))
    raise Refused(line(_("no member is called {text}; did you mean {close}?", text=text, close=close)))


def print_list(file: str, year: str | None, *, is_masked: bool, as_json: bool) -> None:
    """Print the members, by what they earned in a year."""
    with season_at(file, read_only=True) as (_arena, season):
        of = year or season.ledger.year_shown(today())
        rows = posted(season, of, is_masked=is_masked)
        if as_json:
            print_json([{"place": row.place, **({} if is_masked else {"member": row.member}), "name": row.name,
                         "category": row.category, "earned": show(row.earned), "left": show(row.balance),
                         "honours": list(row.honours)} for row in rows])  # fmt: skip
            return
        say(_("{title}: points earned in {year}", title=season.rules.title, year=of))
        ids = () if is_masked else (_("Id"),)
        head = (_("Place"), *ids, _("Name"), _("Category"), _("Earned"), _("Left"), _("Honours"))
        table: list[Sequence[Cell]] = [
            (row.place, *(() if is_masked else (row.member,)), row.name, row.category, show(row.earned),
             show(row.balance), ", ".join(row.honours)) for row in rows
        ]  # fmt: skip
        print_table(head, table, right=(0, 3 + len(ids), 4 + len(ids)))
        if season.ledger.claims and not is_masked:
            say(
                _(
                    "claims that wait for their check: {count} (quizarena season FILE claims)",
                    count=len(season.ledger.claims),
                )
            )


def print_league(file: str, year: str | None, *, is_masked: bool, as_json: bool) -> None:
    """Print the league of a year."""
    with season_at(file, read_only=True) as (_arena, season):
        of = year or season.ledger.year_shown(today())
        rows = league(season.ledger, of)
        names = [masked(row.name) if is_masked else row.name for row in rows]
        if as_json:
            print_json([{"place": row.place, **({} if is_masked else {"member": row.member}), "name": name,
                         "points": show(row.score.value), "results": list(row.results)}
                        for row, name in zip(rows, names, strict=True)])  # fmt: skip
            return
        say(_("{title}: points of contests in {year}", title=season.rules.title, year=of))
        head = (_("Place"), _("Name"), _("Points"), _("Results"))
        table: list[Sequence[Cell]] = [
            (row.place, name, show(row.score.value), " ".join(row.results))
            for row, name in zip(rows, names, strict=True)
        ]
        print_table(head, table, right=(0, 2))


def print_claims(file: str, *, as_json: bool) -> None:
    """Print the claims that wait for their check."""
    with season_at(file, read_only=True) as (_arena, season):
        waiting = list(season.ledger.claims.values())
        if as_json:
            print_json([{"claim": each.seq, "member": each.fact.member, "deed": each.fact.deed, "day": each.fact.day,
                         "times": show(each.fact.times), "evidence": each.fact.evidence, "person": each.person}
                        for each in waiting])  # fmt: skip
            return
        head = (_("Claim"), _("Day"), _("Name"), _("Deed"), "", _("Evidence"), _("Entered by"))
        print_table(head, [
            (f"#{each.seq:03}", each.fact.day, season.ledger.members[each.fact.member].name, each.fact.deed,
             amount_of(each.fact.times, each.deed.per), each.fact.evidence, each.person) for each in waiting
        ])  # fmt: skip


def print_passbook(file: str, member: str, *, as_json: bool) -> None:
    """Print a member's account."""
    with season_at(file, read_only=True) as (_arena, season):
        book = passbook(season, member_called(season, member))
        if as_json:
            print_json({"member": book.member.id, "name": book.member.name, "left": show(book.balance),
                        "rows": [{"record": row.seq, "day": row.day, "what": told(row.what), "points": show(row.points),
                                  "left": show(row.balance)} for row in book.rows]})  # fmt: skip
            return
        say(_("{name} ({category}): {points} left", name=book.member.name, category=book.member.category,
              points=show(book.balance)))  # fmt: skip
        head = (_("Record"), _("What"), _("Points"), _("Left"))
        table: list[Sequence[Cell]] = [
            (f"#{row.seq:03}", row.what, show_signed(row.points), show(row.balance)) for row in book.rows
        ]
        print_table(head, table, right=(2, 3))


def print_stock(file: str, *, as_json: bool) -> None:
    """Print the goods."""
    with season_at(file, read_only=True) as (_arena, season):
        rows = stock(season.ledger)
        if as_json:
            print_json([{"good": row.good, "price": None if row.price is None else show(row.price), "left": row.left,
                         "redeemed": row.redeemed} for row in rows])  # fmt: skip
            return
        head = (_("Goods"), _("Price"), _("Left"), _("Redeemed"))
        table: list[Sequence[Cell]] = [
            (row.good, "-" if row.price is None else show(row.price), row.left, row.redeemed) for row in rows
        ]
        print_table(head, table, right=(1, 2, 3))


# What any document is asked


def explain_points(file: str, member: str, *, as_json: bool) -> None:
    """Print why a member has so many points."""
    with season_at(file, read_only=True) as (_arena, season):
        who = member_called(season, member)
        score = explain(season, who)
        if as_json:
            print_json({"member": who, "name": season.ledger.members[who].name, "score": score_json(score)})
        else:
            print_page(score)


def print_log(file: str, last: int | None, *, as_json: bool) -> None:
    """Print the records, oldest first."""
    with season_at(file, read_only=True) as (_arena, season):
        found = season.records[-last if last else 0 :]
        if as_json:
            print_json([{"seq": each.seq, "at": instant_text(each.at), "seat": each.seat, "person": each.person,
                         "type": each.type, "fact": season.book.to_mapping(each.fact)} for each in found])  # fmt: skip
            return
        head = (_("Record"), _("Time, {zone}", zone=zone(season.records[-1].at)), _("Seat"), _("Person"), _("In words"),
                _("Fact"))  # fmt: skip
        print_table(head, [
            (f"#{each.seq:03}", moment(each.at), each.seat, each.person, describe(season, each), each.type)
            for each in found
        ])  # fmt: skip


def score_json(score: Score) -> dict[str, Any]:
    """Return a score with its parts as a JSON value; numbers are text, exact."""
    value: dict[str, Any] = {"value": show(score.value), "label": told(score.label), "op": score.op.name}
    if score.op != LEAF:
        value["written"] = told(formula(score))
    if score.record is not None:
        value["record"] = score.record
    if score.note is not None:
        value["note"] = told(score.note)
    if not score.counted:
        value["counted"] = False
    if score.parts:
        value["parts"] = [score_json(part) for part in score.parts]
    return value

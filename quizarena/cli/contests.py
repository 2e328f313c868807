"""Which contests rest on a server."""

from __future__ import annotations

import attrs
import click

from quizarena.facts import parse_instant
from quizarena.journal import contests_at

from .options import command, json_option
from .output import moment, print_json, print_table, say
from .words import _


@command(
    "contests",
    _("List the contests on a server that this account may see."),
    "quizarena contests postgresql://hall_a@server/contests",
    _("Each is named as the other commands take it in place of a file."),
)
@click.argument("address", metavar="ADDRESS")
@json_option
def contests_command(address: str, as_json: bool) -> None:
    """Print them."""
    found = contests_at(address)
    if as_json:
        print_json([attrs.asdict(each) for each in found])
    elif not found:
        say(_("No contest there is open to this account."))
    else:
        rows = [(each.address, str(each.records), moment(parse_instant(each.at)) if each.at else "") for each in found]
        print_table((_("contest"), _("records"), _("last record")), rows, right=(1,))

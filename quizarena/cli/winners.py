"""For after the contest: the bulletin, certificates, the list of winners, the notice of results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from quizarena.journal.addresses import name_of
from quizarena.media import file_type
from quizarena.scenes import Audience
from quizarena.text import Text

from .access import contest_at
from .options import command, file_argument, option, posted_option
from .output import say, write_file
from .printing import OUTPUT, REPLACE, write
from .trouble import Refused, line
from .views import UNTIL
from .words import _, language, told

_SHIFT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9])?)(?:mm)?,(-?[0-9]{1,3}(?:\.[0-9])?)(?:mm)?")

_WEEKDAYS: Sequence[Text] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
)
"""The working days, by the number that a date has for them."""
_MIME = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@command(
    "bulletin",
    _("Print who won and by how much, in a few lines to post."),
    "quizarena bulletin spring.qa\nquizarena bulletin spring.qa --html",
    _(
        "--html writes one HTML file: a picture of the result to save and send, a table to paste into an article, the"
        " same on A4. It asks nothing of any network."
    ),
)
@file_argument
@UNTIL
@option("--html", "as_html", is_flag=True, about=_("Write an HTML file with a picture to save."))
@OUTPUT
@REPLACE
@posted_option
def bulletin_command(
    file: str, *, until: int | None, as_html: bool, output: str | None, replace: bool, audience: Audience
) -> None:
    """Print the bulletin, or write its page."""
    from quizarena.report import bulletin, bulletin_page

    with contest_at(file, until, audience) as contest:
        if not as_html:
            text = "".join(f"{told(each)}\n" for each in bulletin.lines(contest, audience))
            write(output or "-", text, replace=replace)
            return
        target = output or f"{Path(name_of(file)).stem}-bulletin.html"
        write(target, bulletin_page.page(contest, audience, language()), replace=replace)
    if target != "-":
        say(_("{file}: the bulletin; open it in a browser, save the picture or print", file=target))


@command(
    "certificates",
    _("Print certificates for the winners: an HTML file for the browser's print, A4 landscape."),
    "quizarena certificates spring.qa\n"
    "quizarena certificates spring.qa --members --background form.png -o members.html\n"
    "quizarena certificates spring.qa --only-text --shift 2mm,-3mm",
    _("A page a winner; the text is the rulebook's `certificate:`. --list alone writes the winners for mail merge."),
)
@file_argument
@option("--members", is_flag=True, about=_("A page for each member of a team that won."))
@option("--background", metavar="IMAGE", about=_("A picture under the text, PNG or JPEG."))
@option("--only-text", is_flag=True, about=_("Neither title nor frame: for printed forms."))
@option("--shift", default="0,0", metavar="RIGHT,DOWN", about=_("Move the text, in millimetres: 2mm,-3mm."))
@option("--list", "listed", metavar="XLSX", about=_("Write the winners as a workbook: name, team, prize, number."))
@OUTPUT
@REPLACE
@posted_option
def certificates_command(
    file: str,
    *,
    members: bool,
    background: str | None,
    only_text: bool,
    shift: str,
    listed: str | None,
    output: str | None,
    replace: bool,
    audience: Audience,
) -> None:
    """Write the certificates, and the list where one is asked for."""
    from quizarena.report import certificates
    from quizarena.report.winners import winners

    found = _SHIFT.fullmatch(shift.replace(" ", ""))
    if found is None:
        raise Refused(line(_("expected two lengths such as 2mm,-3mm, found {found}", found=shift)))
    sheet = certificates.Sheet(_image(background), only_text, (found[1], found[2]))
    target = output or f"{Path(name_of(file)).stem}-certificates.html"
    with contest_at(file) as contest:
        won = winners(contest, audience, members=members)
        if not won:
            raise Refused(line(_("nobody has won anything: the rulebook names no prizes")))
        if listed is not None:
            write_file(listed, certificates.winners_list(won, contest, language()), replace=replace)
            if output != "-":
                say(_("{file}: the list of {count} winners", file=listed, count=len(won)))
        if listed is None or output is not None:
            write(target, certificates.page(contest, won, sheet, language()), replace=replace)
            _say_written(target, len(won))


def _say_written(target: str, count: int) -> None:
    if target != "-":
        say(_("{file}: {count} certificates, a page each; open it in a browser and print", file=target, count=count))


def _image(path: str | None) -> tuple[str, bytes] | None:
    if path is None:
        return None
    kind, mime, content = file_type(path), _MIME.get(Path(path).suffix.lower()), Path(path).read_bytes()
    if kind is None or mime is None or not kind.fits(content[:16]):
        raise Refused(line(_("expected a picture, PNG or JPEG, found {found}", found=path)))
    return mime, content


@command(
    "notice",
    _("Write the notice of results (公示) as a Word document in the layout of official papers."),
    "quizarena notice spring.qa -o notice.docx",
    _("Places, totals and prizes, open to objections for five working days; the contact is left blank."),
)
@file_argument
@OUTPUT
@REPLACE
@posted_option
def notice_command(file: str, *, output: str | None, replace: bool, audience: Audience) -> None:
    """Write the notice."""
    from quizarena.report import notice

    target = output or f"{Path(name_of(file)).stem}-notice.docx"
    with contest_at(file, audience=audience) as contest:
        today = datetime.now().astimezone().date()
        write_file(target, notice.to_docx(contest, audience, language(), today), replace=replace)
    say(_("{file}: the notice of results; fill in the contact and print", file=target))
    until = notice.last_day(today)
    say(
        _(
            "Posted today, objections are taken until {day}, {weekday}: five working days from tomorrow. Where a public"
            " holiday falls among them put a later day in its place.",
            day=until.isoformat(),
            weekday=_WEEKDAYS[until.weekday()],
        )
    )

"""Looking a contest's file over, and what a bug report may hold of it: no names, no secrets, no words."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import attrs

from quizarena.documents import contest_of
from quizarena.errors import QuizArenaError
from quizarena.journal import Row
from quizarena.journal.addresses import name_of
from quizarena.journal.examination import Examination, Finding, Verdict, examine
from quizarena.journal.row import is_text
from quizarena.journal.stored_files import file_troubles
from quizarena.languages import SOURCE
from quizarena.media import Media, media_in
from quizarena.text import CLAUSE, Joined, Text, escaped, plain

from .options import command, file_argument, json_option, option
from .output import new_file, print_json, print_table, say
from .trouble import Refused, line
from .words import _, told

_SIGNS: Mapping[Verdict, Text] = {
    Verdict.SOUND: _("sound"),
    Verdict.DOUBTFUL: _("doubtful"),
    Verdict.BROKEN: _("BROKEN"),
}
_PACKAGES = ("quizarena", "attrs", "cattrs", "click", "PyYAML", "segno", "textual", "wcwidth")
_ENVIRONMENT = ("LANG", "LC_ALL", "TERM", "COLORTERM", "TMUX", "SSH_TTY")


@command(
    "doctor",
    _("Look a contest's file over: who has it open, and whether tables, chain, disk, links and clock are sound."),
    "quizarena doctor spring.qa\nquizarena doctor spring.qa --bundle report.zip",
    _(
        "Nothing is changed. The bundle is for a bug report: versions, findings and the outline of the records, without"
        " names, questions, marks or secrets. Whether every record was legal says `quizarena verify`. Exit status: 1 if"
        " something is broken."
    ),
)
@file_argument
@option("--bundle", metavar="OUT", about=_("Also write a zip file for a bug report; a new one."))
@json_option
def doctor_command(file: str, bundle: str | None, as_json: bool) -> None:
    """Look the file over."""
    found = examine(file, datetime.now(UTC))
    media = _media(found.rows)
    if media:
        found = attrs.evolve(found, findings=(*found.findings, _files(file, media)))
    if as_json:
        print_json([_as_json(each.about, each.verdict, each.says) for each in found.findings])
    else:
        head = (_("Looked at"), _("Found"), "")
        print_table(head, [(each.about, _SIGNS[each.verdict], each.says) for each in found.findings])
    if bundle is not None:
        _write(bundle, file, found, [each.file for each in media])
        if not as_json:
            say(_("{file}: for a bug report; look into it before you send it", file=bundle))
    if found.is_broken:
        raise Refused(line(Joined((plain(file), found.advice), ": ")))


def _as_json(about: Text, verdict: Verdict, says: Text) -> dict[str, str]:
    return {"about": about.in_language(SOURCE), "verdict": verdict.value, "says": told(says)}


def _media(rows: Sequence[Row]) -> list[Media]:
    """Return the pictures and sounds of a contest; none where its first record cannot be read."""
    try:
        return list(media_in(contest_of(rows[:1]).rulebook)) if rows else []
    except QuizArenaError:
        return []


def _files(file: str, media: Sequence[Media]) -> Finding:
    about, troubles = _("pictures and sounds"), list(file_troubles(file, media))
    if troubles:
        return Finding(about, Verdict.DOUBTFUL, Joined(tuple(troubles), CLAUSE))
    return Finding(about, Verdict.SOUND, _("all {count} are there, as they were at the start", count=len(set(media))))


def _write(bundle: str, file: str, found: Examination, media: Sequence[str]) -> None:
    with new_file(bundle) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("findings.txt", "".join(_findings(file, found, media)))
        archive.writestr("environment.json", _json(_environment(found)))
        archive.writestr("records.jsonl", "".join(_outline(found.rows)))


def _findings(file: str, found: Examination, media: Sequence[str]) -> Iterator[str]:
    """Yield the findings in English, without the names and places of files and without who sits where."""
    path = Path(file).resolve()
    places = {file, str(path), str(Path(file).absolute()), path.name, name_of(file), path.drive, *media} - {""}
    for each in found.findings:
        text = re.sub(r"judge:[^,)]+", "judge", each.says.in_language(SOURCE))
        for place in sorted(places, key=len, reverse=True):
            text = text.replace(place, "FILE")
        yield escaped(f"{each.about.in_language(SOURCE)}: {each.verdict.value}: {text}\n")


def _environment(found: Examination) -> dict[str, Any]:
    start = _fields(found.rows[0]) if found.rows else {}
    return {
        "packages": {name: _version(name) for name in _PACKAGES},
        "plugins": start.get("plugins"),
        "format": start.get("format"),
        "python": sys.version,
        "keeper": found.keeper,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "encodings": [sys.getfilesystemencoding(), sys.stdout.encoding],
        "environment": {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _fields(row: Row) -> dict[str, Any]:
    """Return a row's fact, nothing where it is damaged."""
    try:
        found = json.loads(row.fact)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _outline(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each record: when and of what type, which fields, how long; seats and rounds as numbers.

    What has not the form it should have is a question mark: a damaged column may hold anything.
    """
    seats: dict[object, str] = {}
    rounds: dict[object, int] = {}
    for row in rows:
        role = str(row.seat).partition(":")[0]
        outline = {
            "seq": _formed(row.seq, _WHOLE),
            "at": _formed(row.at, _INSTANT),
            "seat": seats.setdefault(row.seat, f"{role if role in _ROLES else '?'} {len(seats)}"),
            "round": rounds.setdefault(row.round, len(rounds)),
            "type": _formed(row.type, _WORD),
            "fields": sorted(_formed(name, _WORD) for name in _fields(row)),
            "size": len(row.fact) if is_text(row) else 0,
            "digest": _formed(row.digest, _HEX),
        }
        yield json.dumps(outline) + "\n"


_ROLES = ("desk", "host", "judge", "arbiter", "timekeeper")
_WHOLE, _WORD, _HEX = re.compile(r"\d+"), re.compile(r"[a-z_.]{1,60}"), re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"[0-9TZ:.-]{24}")


def _formed(value: object, form: re.Pattern[str]) -> str:
    return str(value) if form.fullmatch(str(value)) else "?"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, indent=2) + "\n"

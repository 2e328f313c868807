"""The ticket draw: an order that follows from a public text and that nobody could have chosen.

The ceremony (who commits to a secret, who calls the numbers, when the seed is opened) is the contest's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date as day

import attrs

from quizarena.errors import DrawError, TextError
from quizarena.text import FRAME, Text, likeness, placed, safe

_ = FRAME

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@attrs.frozen
class Ticket:
    """The ticket of a label: the digest by which it is ranked, and its line of the proof."""

    digest: str
    line: str


@attrs.frozen
class Draw:
    """A drawn order of labels. `proof` are the lines a person can check, `tickets` each label's of a ticket draw."""

    method: str
    order: tuple[str, ...]
    purpose: str | None = None
    proof: tuple[str, ...] = ()
    tickets: Mapping[str, Ticket] = attrs.field(factory=dict, eq=False, repr=False)


def tickets(labels: Sequence[str], *, seed: str, purpose: str | None = None) -> Draw:
    """Return `labels` in ascending order of their tickets.

    A label's ticket is the SHA-256 of the UTF-8 text `seed|purpose|label` (`seed|label` without a purpose),
    so taking a label out leaves the order of the others as it was. Each line of proof is a shell command,
    then place, label and what it prints.

    >>> tickets(["red", "blue"], seed="2023-01-11|3 17 8 22|secret").order
    ('blue', 'red')

    Raises:
        DrawError: No seed, no or repeated labels, a `|` in a label or the purpose, or a control character
        anywhere.
    """
    check_labels(labels)
    _clean("seed", seed)
    stem = seed if purpose is None else f"{seed}|{_clean('purpose', purpose, refused='|')}"
    drawn = sorted((_sha256(f"{stem}|{label}"), label) for label in labels)
    found = {
        label: Ticket(digest, f"{_command(f'{stem}|{label}')} # {place} {label} {digest}")
        for place, (digest, label) in enumerate(drawn, 1)
    }
    return Draw("tickets", tuple(found), purpose, tuple(each.line for each in found.values()), found)


def ticket_command(label: str, purpose: str) -> str:
    """Return the shell command that prints the ticket of a label, the seed in the shell's variable `seed`.

    >>> print(ticket_command("red", "order"))
    printf '%s' "$seed|order|red" | sha256sum
    """
    quoted = re.sub(r'[\\"$`]', r"\\\g<0>", f"|{purpose}|{label}")
    return f"""printf '%s' "$seed{quoted}" | sha256sum"""


def commitment(secret: str) -> str:
    """Return what the organiser publishes before the audience calls its numbers: the secret's SHA-256 in hex.

    Raises:
        DrawError: The secret is empty or holds a control character.
    """
    return _sha256(_clean("secret", secret))


def seed_text(date: str, numbers: Sequence[int], secret: str) -> str:
    """Return the seed of a ceremony: the date, the numbers the audience called, if any, in the order called, and the
    secret.

    >>> seed_text("2023-01-11", [3, 17, 8, 22], "9f2c51d0")
    '2023-01-11|3 17 8 22|9f2c51d0'

    Raises:
        DrawError: The date is not YYYY-MM-DD, a number is negative, or the secret is empty.
    """
    check_date(date)
    if min(numbers, default=0) < 0:
        raise DrawError(
            _("expected whole numbers from 0 called by the audience, found {found}", found=str(list(numbers)))
        )
    return f"{date}|{' '.join(map(str, numbers))}|{_clean('secret', secret)}"


def check_date(text: str) -> None:
    """Refuse a text that is no day of the calendar, written YYYY-MM-DD.

    Raises:
        DrawError: It is none.
    """
    try:
        is_day = _DATE.fullmatch(text) is not None and bool(day.fromisoformat(text))
    except ValueError:
        is_day = False
    if not is_day:
        raise DrawError(_("expected a date such as 2023-01-11, found {found}", found=text))


def check_labels(labels: Sequence[str]) -> None:
    """Refuse labels that cannot be drawn.

    Raises:
        DrawError: There are none, one comes twice or looks like another, is empty, or holds a `|` or a control
            character.
    """
    if not labels:
        raise DrawError(_("expected at least one label to draw, found none"))
    seen: dict[str, str] = {}
    for label in labels:
        alike = likeness(_clean("label", label, refused="|"))
        if alike in seen:
            raise DrawError(_twice(label, seen[alike]))
        seen[alike] = label


def _twice(label: str, other: str) -> Text:
    if label == other:
        return _("expected every label once, found {label} twice", label=repr(label))
    return _(
        "{label} and {other} look the same; change one",
        label=repr(other),
        other=repr(label),
    )


def _clean(what: str, found: str, refused: str = "") -> str:
    if not found:
        raise DrawError(_("{what}: expected a text, found an empty one", what=what))
    if refused and refused in found:
        problem = _(
            "{what}: {found} holds {mark}, which separates a ticket's parts", what=what, found=repr(found), mark=refused
        )
        raise DrawError(problem)
    try:
        return safe(found)
    except TextError as error:
        raise DrawError(placed(what, error.message)) from error


def _sha256(found: str) -> str:
    return hashlib.sha256(found.encode()).hexdigest()


def _command(found: str) -> str:
    quoted = found.replace("'", "'\\''")
    return f"printf '%s' '{quoted}' | sha256sum"

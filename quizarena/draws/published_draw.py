"""RFC 3797: a public draw from numbers nobody controls, such as lottery results published after the labels were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import ClassVar, Unpack

import attrs

from quizarena.errors import DrawError
from quizarena.text import FRAME

from .methods import Inputs, Needs
from .ticket_draw import Draw, check_labels

_ = FRAME

_MOST = 1 << 16


def rfc3797(labels: Sequence[str], *, sources: Sequence[Sequence[int]], picks: int | None = None) -> Draw:
    """Return `picks` of `labels` (all by default) in the order in which RFC 3797 selects them.

    `labels` is the pool in the order published beforehand; `sources` are the numbers each source of
    randomness gave, their order within a source is no matter. The first line of proof is the key; each
    further line is a shell command, then the number of the pick, the label's place in the pool, the label,
    and the digest the command prints, whose value modulo the number of labels left selects the pick.

    Raises:
        DrawError: No or repeated labels, no sources, a source without numbers, a negative number, or more
        picks than labels.
    """
    check_labels(labels)
    count = len(labels) if picks is None else picks
    if not 0 < count <= min(len(labels), _MOST):
        most = min(len(labels), _MOST)
        raise DrawError(_("expected from 1 to {most} picks, found {found}", most=most, found=count))
    key = rfc3797_key(sources)
    found = list(_picked(labels, key, count))
    proof = [f"key {key}"]
    for nth, (label, digest) in enumerate(found):
        rank = _octal(nth)
        says = f"{nth + 1} {labels.index(label) + 1} {label} {digest}"
        proof.append(f"printf '{rank}{key}{rank}' | md5sum | tr a-f A-F # {says}")
    return Draw("rfc3797", tuple(label for label, _ in found), proof=tuple(proof))


def rfc3797_key(sources: Sequence[Sequence[int]]) -> str:
    """Return the key of RFC 3797, section 4.1: per source the numbers ascending, each with a point, then a
    slash.

    >>> rfc3797_key([[9319], [2, 5, 12, 8, 10]])
    '9319./2.5.8.10.12./'

    Raises:
        DrawError: No sources, a source without numbers, or a number that is no whole one from 0.
    """
    if not sources or not all(sources):
        raise DrawError(_("expected sources of at least one number each"))
    wrong = [number for source in sources for number in source if not _is_number(str(number))]
    if wrong:
        raise DrawError(_("expected whole numbers from 0 in the sources, found {found}", found=repr(wrong[0])))
    return "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)


def sources_of(key: str) -> list[list[int]]:
    """Return the sources written in a key; DrawError if it is none."""
    parts = [source.split(".") for source in key.split("/")]
    if parts[-1] != [""] or any(source[-1] or not all(map(_is_number, source[:-1])) for source in parts):
        raise DrawError(_("expected a key such as 9319./2.5.8.10.12./, found {found}", found=repr(key)))
    return [[int(number) for number in source[:-1]] for source in parts[:-1]]


@attrs.frozen
class Rfc3797:
    """By RFC 3797: the seed is the key, such as 9319./2.5.8.10.12./ ."""

    name: ClassVar[str] = "rfc3797"
    needs: ClassVar[Needs] = "seed"

    def draw(self, labels: Sequence[str], **inputs: Unpack[Inputs]) -> Draw:
        """Return the labels in the order in which they are selected; the purpose is no part of the key."""
        seed = inputs.get("seed")
        if seed is None:
            raise DrawError(_("expected the key of the published numbers to draw from, found none"))
        return attrs.evolve(rfc3797(labels, sources=sources_of(seed)), purpose=inputs.get("purpose"))


def _picked(labels: Sequence[str], key: str, count: int) -> Iterator[tuple[str, str]]:
    left = list(labels)
    for nth in range(count):
        rank = nth.to_bytes(2, "big")
        digest = hashlib.md5(rank + key.encode() + rank, usedforsecurity=False).digest()
        yield left.pop(int.from_bytes(digest, "big") % len(left)), digest.hex().upper()


def _octal(nth: int) -> str:
    return "".join(f"\\{byte:03o}" for byte in nth.to_bytes(2, "big"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))

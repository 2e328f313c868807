"""Asks the addresses outside that READMEs, docs/ and rule-sets name whether they answer: `make links`, not a test.

Without a net it says so and is content. An address of the domain `example` stands for one to come and is passed over.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
PAGES = ("*.md", "docs/*.md", "examples/**/*.yaml", "tests/rulesets/*.yaml")
SECONDS = 20
_NOT_OUTSIDE = re.compile(r"(localhost|127\.|192\.168\.|.*\.example$)")


def addresses() -> dict[str, Path]:
    """Return each address outside, with a page that names it."""
    found = {}
    for pattern in PAGES:
        for page in ROOT.glob(pattern):
            for address in re.findall(r"https?://[^\s)\]>\"'`|，。；]+", page.read_text(encoding="utf-8")):
                if not _NOT_OUTSIDE.match(urlsplit(address).hostname or "localhost"):
                    found[address.rstrip(".,;:")] = page
    return found


def fault(address: str) -> str:
    """Return what is wrong with an address, "" where it answers. A page that wants a person is no dead one."""
    request = Request(address, headers={"User-Agent": "Mozilla/5.0 (quizarena, make links)"})
    try:
        with urlopen(request, timeout=SECONDS):
            return ""
    except HTTPError as error:
        return "" if error.code in {401, 403, 405, 429} else str(error.code)
    except (OSError, HTTPException) as error:
        return str(error)


def faults(named: dict[str, Path]) -> Iterator[str]:
    """Yield a line for each address that does not answer."""
    with ThreadPoolExecutor(8) as pool:
        for address, problem in zip(named, pool.map(fault, named), strict=True):
            if problem:
                yield f"{named[address].relative_to(ROOT)}: {address}: {problem}"


if __name__ == "__main__":
    named = addresses()
    dead = list(faults(named))
    if len(dead) == len(named):
        sys.stdout.write("none of them answers: there is no net here, links are not checked\n")
        sys.exit(0)
    sys.stdout.write("\n".join([*dead, f"{len(named)} addresses, {len(dead)} dead\n"]))
    sys.exit(bool(dead))

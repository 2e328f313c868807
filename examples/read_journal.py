"""Read a contest's file with the standard library alone, and check its chain.

Run it with a file: `quizarena demo --save demo.qa`, then `python examples/read_journal.py demo.qa`. It imports nothing
of QuizArena: the file is for anybody, today and in twenty years.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

COLUMNS = "seq, id, at, seat, person, round, type, fact"


def read(path: str) -> list[dict[str, object]]:
    """Return the records, oldest first; ValueError at the first that does not follow from the one before it."""
    file = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    records: list[dict[str, object]] = []
    before = "0" * 64
    for *stored, digest in file.execute(f"SELECT {COLUMNS}, digest FROM records ORDER BY seq"):
        lines = "".join(f"{each}\n" for each in (before, *stored))
        if sha256(lines.encode()).hexdigest() != digest or stored[0] != len(records):
            raise ValueError(f"record {stored[0]} does not follow from the one before it")
        records.append({**dict(zip(COLUMNS.split(", "), stored, strict=True)), "fact": json.loads(stored[-1])})
        before = digest
    file.close()
    return records


if __name__ == "__main__":
    found = read(sys.argv[1])
    for type_, count in Counter(str(record["type"]) for record in found).most_common():
        print(f"{count:5} {type_}")
    print(len(found), "records, the chain is whole")

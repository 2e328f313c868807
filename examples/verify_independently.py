"""Check a contest's file with the standard library alone: the chain, the draws and, where it can, the standings.

Run it with a file and, if you noted one, a head:
`python examples/verify_independently.py demo.qa '07a1 c3f0 91bb 2e4d'`.
It shares no code with QuizArena: what both say is said twice. The chain is that of docs/journal.md, a ticket is the
SHA-256 of `seed|purpose|label`. Standings are reckoned for contests like examples/yingbin: a required quiz, a judged
scene and a debate under a trimmed panel; of another contest it says why they are not.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

COLUMNS = ("seq", "id", "at", "seat", "person", "round", "type", "fact")
MARKS = {"application_id": 0x517A4172, "user_version": 1, "integrity_check(1)": "ok"}
RECKONED = ["debate", "quiz.required", "scenario"]
UNTOLD = {"score.adjusted", "team.left", "contest.undone", "contest.redone", "contest.struck", "contest.amended"}
UNTOLD |= {"judge.excused", "judge.rejoined", "judge.added", "judge.stood_down", "round.cut", "playoff.called"}
Records = list[dict[str, Any]]


def read(path: str) -> tuple[Records, list[str]]:
    """Return the records with their facts and the digests; ValueError at the first that does not follow."""
    records: Records = []
    digests, ids = ["0" * 64], set()
    with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as file:
        for pragma, expected in MARKS.items():
            if (found := file.execute(f"PRAGMA {pragma}").fetchone()[0]) != expected:
                raise ValueError(f"expected {expected} as {pragma}, found {found}")
        for *stored, digest in file.execute(f"SELECT {', '.join(COLUMNS)}, digest FROM records ORDER BY seq"):
            made = sha256("".join(f"{line}\n" for line in (digests[-1], *stored)).encode()).hexdigest()
            plain = type(stored[0]) is int and all(type(text) is str and "\n" not in text for text in stored[1:])
            if made != digest or not plain or stored[0] != len(records) or stored[1] in ids:
                raise ValueError(f"record {len(records)} does not follow from the one before it")
            fact = json.loads(stored[-1], object_pairs_hook=once, parse_float=no_float, parse_constant=no_float)
            records.append({**dict(zip(COLUMNS, stored, strict=True)), "fact": fact})
            digests.append(digest)
            ids.add(stored[1])
    if not records:
        raise ValueError("there is no record")
    return corrected(records), digests[1:]


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object in which no key stands twice: two readers would take two different ones."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"a key stands twice: {[name for name, _value in pairs]}")
    return dict(pairs)


def no_float(text: str) -> Any:
    """Refuse a number that is not whole and stands outside quotes."""
    raise ValueError(f"the number {text} has to stand in quotes")


def corrected(records: Records) -> Records:
    """Put what a correction says in the place of what it corrects; ValueError if it changes a draw that is fixed."""
    rules, fixed = records[0]["fact"]["resolved"], set[int]()
    begun: dict[str, int] = {}
    undone: dict[int, list[int]] = {}
    for record in records:
        fact, purpose = record["fact"], record["fact"].get("purpose", "")
        if record["type"] == "draw.committed":
            begun[purpose] = record["seq"]
            fixed |= set() if rules["numbers_called"] else {record["seq"]}
        elif record["type"] in ("draw.called", "draw.opened"):
            fixed |= {record["seq"], begun.get(purpose, record["seq"])}
        elif record["type"] == "draw.abandoned":
            fixed.add(record["seq"])
        out = fact.get("take_out", []) if record["type"] == "contest.corrected" else []
        touched = [item["seq"] for item in fact["items"]] + out if record["type"] == "contest.corrected" else []
        if record["type"] in ("contest.struck", "contest.undone", "contest.redone"):
            touched = undone.get(fact["seq"]) or [fact["seq"]]
        undone[record["seq"]] = touched
        if fixed & set(touched):
            raise ValueError(f"record {record['seq']} changes a draw after its numbers were called")
        for item in fact["items"] if record["type"] == "contest.corrected" else ():
            records[item["seq"]]["fact"] = item["fact"]
        for seq in out:
            records[seq]["type"] = "taken out"
    return records


def check_draws(records: Records) -> list[str]:
    """Return the purposes of the draws by tickets, each done again; ValueError where one comes out otherwise.

    A draw that was taken back is named with who took it back and why.
    """
    ceremony: dict[str, dict[str, Any]] = {}
    done = []
    for record in records:
        fact = record["fact"]
        if record["type"] in ("draw.committed", "draw.called"):
            ceremony.setdefault(fact["purpose"], {}).update(fact)
        elif record["type"] == "draw.abandoned":
            done.append(f"{fact['purpose']} (taken back by {fact['by']}: {fact['reason']})")
            ceremony.pop(fact["purpose"], None)
        elif record["type"] == "draw.opened" and ceremony.get(fact["purpose"], {}).get("method") == "tickets":
            known = ceremony[fact["purpose"]]
            seed = f"{known['date']}|{known.get('numbers', '')}|{known['secret']}"
            tickets = {
                label: sha256(f"{seed}|{known['purpose']}|{label}".encode()).digest() for label in known["labels"]
            }
            order = [label for label in sorted(tickets, key=tickets.__getitem__) if label in fact["order"]]
            if fact["seed"] != seed or fact["order"] != order:
                raise ValueError(f"record {record['seq']}: the draw {fact['purpose']} does not come out so")
            done.append(fact["purpose"])
    return done


def why_not_reckoned(records: Records) -> str | None:
    """Return what this program does not reckon with, None if it can give the standings."""
    rules = records[0]["fact"]["resolved"]
    found = sorted({record["type"] for record in records} & UNTOLD)
    kinds, panel = sorted(each["kind"] for each in rules["rounds"]), rules["panel"] or {}
    if found or kinds != RECKONED:
        return ", ".join(found or kinds)
    usual = panel.get("rule") == "trimmed" and panel["of"] == "judge_total" and panel["missing"] == "exclude"
    plain = all(each["weight"] == "1" and each["cap"] is each["panel"] is None for each in rules["rounds"])
    return None if usual and plain else "another panel, a weight or a cap"


def standings(records: Records) -> list[tuple[str, Fraction]]:
    """Return the teams with their totals, highest first."""
    rules = records[0]["fact"]["resolved"]
    rounds = {each["kind"]: each for each in rules["rounds"]}
    totals = {team["id"]: Fraction(rules["base_score"]) for team in rules["teams"]}
    asked: dict[int, str] = {}
    sheets: dict[tuple[str, str], dict[str, Fraction]] = {}
    started: dict[str, datetime] = {}
    for record in records:
        fact, kind = record["fact"], record["type"]
        if kind == "quiz.asked":
            asked[fact["number"]] = fact["team"]
        elif kind == "quiz.ruled":
            points = rounds["quiz.required"]["points" if fact["verdict"] == "right" else "wrong"]
            totals[asked[fact["number"]]] += Fraction(points)
        elif kind in ("scenario.ballot", "debate.ballot"):
            sheets.setdefault((kind, fact["team"]), {})[fact["judge"]] = sum(
                map(Fraction, fact["marks"].values()), Fraction()
            )
        elif kind == "scenario.clock" and fact["segment"] == "play":
            now = datetime.fromisoformat(fact["at"])
            if fact["action"] == "start":
                started[fact["team"]] = now
            else:
                totals[fact["team"]] += overtime(rounds["scenario"], int((now - started[fact["team"]]).total_seconds()))
    for (_kind, team), marks in sheets.items():
        totals[team] += trimmed(rules["panel"], sorted(marks.values()))
    return sorted(totals.items(), key=lambda each: -each[1])


def overtime(rules: dict[str, Any], seconds: int) -> Fraction:
    """Return the deduction: for every interval begun, down to the floor."""
    (limit, step), rule = map(in_seconds, (rules["play_time"], rules["overtime"]["per_started"])), rules["overtime"]
    return max(Fraction(rule["floor"]), -(-max(0, seconds - limit) // step) * Fraction(rule["points"]))


def in_seconds(text: str) -> int:
    """Return the seconds of "3:00"."""
    minutes, seconds = text.split(":")
    return int(minutes) * 60 + int(seconds)


def trimmed(panel: dict[str, Any], marks: list[Fraction]) -> Fraction:
    """Return the mean without the lowest and the highest, rounded half up."""
    kept = marks[panel["drop_low"] : len(marks) - panel["drop_high"]]
    scale = 10 ** panel["places"]
    return Fraction((sum(kept, Fraction()) / len(kept) * scale + Fraction(1, 2)).__floor__(), scale)


def is_noted(head: str, digests: list[str]) -> bool:
    """Whether a record has the head that somebody noted, 16 digits of it or more, grouped or not."""
    start = head.replace(" ", "").lower()
    return len(start) >= 16 and any(digest.startswith(start) for digest in digests)


def main(path: str, noted: str = "") -> None:
    """Print what comes out again; ValueError, or what Python says of a record nobody could have written, if not."""
    told, digests = read(path)
    print(len(told), "records, each follows from the one before; head", digests[-1])
    if noted and not is_noted(noted, digests):
        raise ValueError("no record has the head that was noted: the file was rewritten, or the end is missing")
    print("draws that come out again:", ", ".join(check_draws(told)) or "none")
    reason = why_not_reckoned(told)
    for name, total in [] if reason else standings(told):
        print(name, Decimal(total.numerator) / total.denominator)
    print(f"standings not reckoned: {reason}" if reason else "reckoned from the facts alone")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:3])
    except Exception as error:  # whatever Python says of a record that nobody's QuizArena wrote
        sys.exit(f"refused: {error or type(error).__name__}")

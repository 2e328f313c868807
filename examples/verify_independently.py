"""Check a contest's file with the standard library alone: the chain, the draws and, where it can, the standings.

Run it with a file and, if you noted one, a head:
`python examples/verify_independently.py demo.qa '07a1 c3f0 91bb 2e4d'`.
It shares no code with QuizArena: what both say is said twice. The chain is that of docs/journal.md, a ticket is the
SHA-256 of `seed|purpose|label`. Standings are reckoned for contests like examples/yingbin: a required quiz, a judged
scene and a debate under a trimmed panel, by the rules as amended, also from now on; of another contest it says why they
are not. Whether a record was allowed when it was written it does not ask: `quizarena verify` does.
"""

from __future__ import annotations

import copy
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
UNTOLD = {"score.adjusted", "team.left", "contest.undone", "contest.redone", "contest.struck"}
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
    begun: dict[str, set[int]] = {}
    quick: set[str] = set()
    undone: dict[int, list[int]] = {}
    for record in records:
        fact, purpose = record["fact"], record["fact"].get("purpose", "")
        if record["type"] == "draw.chosen":
            begun[purpose] = {record["seq"]}
            quick = quick | {purpose} if fact["way"] == "quick" else quick - {purpose}
        elif record["type"] == "draw.committed":
            begun.setdefault(purpose, set()).add(record["seq"])
            fixed |= begun[purpose] if purpose in quick or not rules["numbers_called"] else set()
        elif record["type"] in ("draw.called", "draw.opened"):
            fixed |= {record["seq"], *begun.get(purpose, ())}
        elif record["type"] == "draw.abandoned":
            begun.pop(purpose, None)
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
            ranked = [label for label in sorted(tickets, key=tickets.__getitem__) if label in fact["order"]]
            order = [label for group in groups_of(known) for label in ranked if label in group]
            if fact["seed"] != seed or fact["order"] != order:
                raise ValueError(f"record {record['seq']}: the draw {fact['purpose']} does not come out so")
            done.append(fact["purpose"])
    return done


def groups_of(committed: dict[str, Any]) -> list[list[str]]:
    """Return the labels that are drawn among themselves, such as the two of a match: all of them without groups."""
    left, found = list(committed["labels"]), []
    for size in committed.get("groups", [len(left)]):
        found.append(left[:size])
        left = left[size:]
    return found


def editions(records: Records) -> list[tuple[int, dict[str, Any]]]:
    """Return the rules with the record after which each holds; ValueError at an amendment this program cannot follow.

    An amendment holds for all that was too, or from now on: for what begins after it.
    """
    found = [(-1, copy.deepcopy(records[0]["fact"]["resolved"]))]
    for record in records:
        fact = record["fact"]
        if record["type"] != "contest.amended":
            continue
        if fact.get("from_now"):
            found.append((record["seq"], copy.deepcopy(found[-1][1])))
        for _since, rules in found[-1:] if fact.get("from_now") else found:
            amend(rules, fact["path"], fact["value"])
    return found


def amend(rules: dict[str, Any], path: str, value: str) -> None:
    """Let the rule at a path say a number or a word."""
    *way, last = path.split(".")
    node: Any = rules
    for step in way:
        if isinstance(node, list):
            node = next((each for nth, each in enumerate(node) if step in (each.get("id"), str(nth))), None)
        else:
            node = node.get(step) if isinstance(node, dict) else None
    kind = type(node.get(last)) if isinstance(node, dict) else None
    if kind not in (str, int) or value.strip()[:1] in ("", "[", "{", "~", '"', "'") or value == "null":
        raise ValueError(f"the amendment of {path}")
    node[last] = int(value) if kind is int else value.strip()


def why_not_reckoned(records: Records) -> str | None:
    """Return what this program does not reckon with, None if it can give the standings."""
    found = sorted({record["type"] for record in records} & UNTOLD)
    if found:
        return ", ".join(found)
    try:
        told = editions(records)
    except ValueError as error:
        return str(error)
    return next(filter(None, (unusual(rules) for _since, rules in told)), None)


def unusual(rules: dict[str, Any]) -> str | None:
    """Return what in the rules this program does not reckon with."""
    kinds, panel = sorted(each["kind"] for each in rules["rounds"]), rules["panel"] or {}
    if kinds != RECKONED:
        return ", ".join(kinds)
    usual = panel.get("rule") == "trimmed" and panel["of"] == "judge_total" and panel["missing"] == "exclude"
    usual = usual and panel["rounding"] == "half_up"
    plain = all(each["weight"] == "1" and each["cap"] is each["panel"] is None for each in rules["rounds"])
    return None if usual and plain else "another panel, a weight or a cap"


def standings(records: Records) -> list[tuple[str, Fraction]]:
    """Return the teams with their totals, highest first."""
    told = editions(records)
    start = told[-1][1]
    totals = {team["id"]: Fraction(start["base_score"]) for team in start["teams"]}
    asked: dict[int, tuple[str, int]] = {}
    begun: dict[tuple[str, str], int] = {}
    sheets: dict[tuple[str, str], dict[str, Fraction]] = {}
    started: dict[str, datetime] = {}

    def rules(seq: int) -> dict[str, Any]:
        """Return the rules of what the record began."""
        return next(rules for since, rules in reversed(told) if since < seq)

    for record in records:
        fact, kind = record["fact"], record["type"]
        section = kind.partition(".")[0]
        for team in (fact["team"],) if section == "scenario" else fact["teams"] if kind == "debate.sided" else ():
            begun.setdefault((section, team), record["seq"])
        if kind == "quiz.asked":
            asked[fact["number"]] = fact["team"], record["seq"]
        elif kind == "quiz.ruled":
            team, seq = asked[fact["number"]]
            points = of_kind(rules(seq), "quiz.required")["points" if fact["verdict"] == "right" else "wrong"]
            totals[team] += Fraction(points)
        elif kind in ("scenario.ballot", "debate.ballot"):
            marks = sum(map(Fraction, fact["marks"].values()), Fraction())
            sheets.setdefault((section, fact["team"]), {})[fact["judge"]] = marks
        elif kind == "scenario.clock" and fact["segment"] == "play":
            now = datetime.fromisoformat(fact["at"])
            if fact["action"] == "start":
                started[fact["team"]] = now
            else:
                seconds = int((now - started[fact["team"]]).total_seconds())
                scene = of_kind(rules(begun[section, fact["team"]]), "scenario")
                totals[fact["team"]] += overtime(scene, seconds)
    for (section, team), ballots in sheets.items():
        totals[team] += trimmed(rules(begun[section, team])["panel"], sorted(ballots.values()))
    return sorted(totals.items(), key=lambda each: -each[1])


def of_kind(rules: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the rules of the round of that kind."""
    found: dict[str, Any] = next(each for each in rules["rounds"] if each["kind"] == kind)
    return found


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
    said = f"standings not reckoned: {reason}" if reason else "reckoned from the facts alone"
    print(f"{said}; not checked: whether each record was allowed, which quizarena verify does")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:3])
    except Exception as error:  # whatever Python says of a record that nobody's QuizArena wrote
        sys.exit(f"refused: {error or type(error).__name__}")

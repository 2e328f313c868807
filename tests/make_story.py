"""Writes the Yingbin story as facts: `python -m tests.make_story` renews the example.

Decides the afternoon's clock and the steps of the board, so that records, times and totals are those of the drawings:
question n is asked as record 3n+3, the wrong ruling of question 13 is #044, its correction #055, the judge who was
absent #127, free debate of the second match begins with #232, the second prize opens with #283. Rulings,
marks, topics, sides and motions come from the story.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.story import Match, Story, load

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "examples" / "yingbin" / "facts.jsonl"
CRITERIA = {
    "scenario": ("政策业务", "处置应变", "沟通表达", "团队配合"),
    "debate": ("立论", "攻辩", "自由辩论", "总结陈词"),
}
SCORER, TIMEKEEPER = {"person": "计分员"}, {"person": "计时员"}
Line = dict[str, Any]


def instant(clock: str) -> str:
    """Return the afternoon's instant at `clock`, "14:21:29"."""
    return f"2023-01-11T{clock}+08:00"


def later(clock: str, seconds: int) -> str:
    """Return the time of day `seconds` after `clock`."""
    return f"{datetime.fromisoformat(f'2023-01-11T{clock}') + timedelta(seconds=seconds):%H:%M:%S}"


def line(clock: str, type_name: str, fact: Mapping[str, Any], *, by: Mapping[str, str] = SCORER) -> Line:
    """Return a fact as a line of the file."""
    return {"at": instant(clock), **by, "type": type_name, "fact": dict(fact)}


def cue(clock: str, programme: str, step: int = 0) -> Line:
    """Return what the board shows from now on."""
    return line(clock, "cue.board", {"programme": programme, **({"step": step} if step else {})})


def story_lines() -> Iterator[Line]:
    """Yield the whole afternoon."""
    story = load()
    yield from draw_lines(story)
    yield from quiz_lines(story)
    yield from correction_lines(story)
    yield from scenario_lines(story)
    yield from debate_lines(story)
    yield from prize_lines()


def draw_lines(story: Story) -> Iterator[Line]:
    """Yield opening and draw, #001 to #004."""
    date, numbers, secret = story.draw.seed.split("|")
    labels = list(story.expected)
    yield line("14:00:05", "contest.opened", {"mode": "live"})
    committed = {"purpose": "order", "labels": labels, "method": "tickets", "date": date, "secret": secret}
    yield line("14:02:11", "draw.committed", committed)
    yield line("14:03:16", "draw.called", {"purpose": "order", "numbers": numbers})
    opened = {"purpose": "order", "seed": story.draw.seed, "order": story.draw.order}
    yield line("14:04:20", "draw.opened", opened)


# Question: asked, clock, ruled. Those with a time in the drawings have that time.
QUESTIONS = {
    **{n: (later("14:14:40", 75 * (n - 1)), 12, 32) for n in range(1, 6)},
    6: ("14:20:30", 11, 25),
    7: ("14:21:18", 11, 34),
    **{n: (later("14:22:12", 85 * (n - 8)), 12, 40) for n in range(8, 13)},
    13: ("14:30:24", 10, 38),
    14: ("14:31:24", 11, 38),
    15: ("14:32:34", 12, 41),
    16: ("14:34:00", 11, 40),
}


def quiz_lines(story: Story) -> Iterator[Line]:
    """Yield the quiz, #005 to #053."""
    yield line("14:13:30", "round.begun", {"round": "quiz", "order": story.draw.order})
    for number, (clock, called, ruled) in QUESTIONS.items():
        turn, place = divmod(number - 1, 4)
        team = story.draw.order[place]
        asked = {"number": number, "team": team, "member": f"{team}-{turn + 1}", "question": f"q{number:02}"}
        yield line(clock, "quiz.asked", asked)
        at = later(clock, called)
        yield line(at, "quiz.clock", {"number": number, "action": "start", "at": instant(at)})
        yield ruling(number, later(clock, ruled), right=story.quiz.rulings[team][turn])


def ruling(number: int, clock: str, *, right: bool) -> Line:
    """Return a ruling."""
    verdict = "right" if right else "wrong"
    return line(clock, "quiz.ruled", {"number": number, "verdict": verdict, "at": instant(clock)})


def correction_lines(story: Story) -> Iterator[Line]:
    """Yield the standings, the correction of question 13, and the standings again, #054 to #063."""
    team, turn = story.quiz.corrected
    number = 4 * turn + story.draw.order.index(team) + 1
    clock, _called, ruled = QUESTIONS[number]
    right = ruling(number, later(clock, ruled), right=True)["fact"]
    corrected = {"items": [{"seq": 3 * number + 5, "fact": right}], "reason": "复核: 答案可接受", "ruled_by": "仲裁"}
    yield cue("14:35:10", "standings")
    yield line("14:37:09", "contest.corrected", corrected)
    yield line("14:37:12", "cue.message", {"text": f"更正：第 {number} 题 1 号台的回答成立，得 10 分"})
    yield line("14:37:27", "cue.message", {"text": ""})
    for step in range(1, 5):
        yield cue(later("14:37:30", 3 * step), "standings", step)
    yield cue("14:37:52", "title")
    yield cue("14:38:20", "follow")


# Team by team: topic drawn, prepared from and to, played from, marks collected, ballots in, marks opened.
SCENES = (
    ("14:38:34", "14:38:40", "14:40:30", "14:40:45", "14:46:02", "14:46:40", "14:47:10"),
    ("14:48:40", "14:48:48", "14:50:40", "14:50:50", "14:55:44", "14:56:05", "14:57:02"),
    ("14:58:40", "14:58:50", "15:01:28", "15:01:39", "15:07:26", "15:07:51", "15:09:00"),
    ("15:10:20", "15:10:30", "15:12:40", "15:12:50", "15:17:42", "15:18:02", "15:18:40"),
)
# When the ballots of the third came in is drawn; the operator opened the first two marks of that team at once, and
# six at once of the last.
THIRD = {"j2": "15:07:51", "j3": "15:07:58", "j5": "15:08:02", "j1": "15:08:20", "j7": "15:08:31", "j6": "15:08:48"}
STEPS = (range(1, 12), range(1, 12), range(2, 11), range(6, 12))
AFTER = (("follow",), ("standings", "follow"), ("follow",), ("standings", "follow"))


def scenario_lines(story: Story) -> Iterator[Line]:
    """Yield the scenario round, #064 to #167."""
    yield line("14:38:28", "round.begun", {"round": "scenario", "order": story.draw.order})
    for place, team in enumerate(story.draw.order):
        yield from scene_lines(story, team, place)


def scene_lines(story: Story, team: str, place: int) -> Iterator[Line]:
    """Yield one team's performance."""
    drawn, prepared, ready, begun, collected, given, opened = SCENES[place]
    ended = later(begun, 300 + story.scenario.seconds_over[team] if story.scenario.seconds_over[team] else 290)
    yield line(drawn, "scenario.topic_drawn", {"team": team, "topic": story.scenario.topics[team]})
    yield pressed(team, "prepare", "start", prepared)
    yield pressed(team, "prepare", "stop", ready)
    yield line(later(ready, 4), "scenario.entered", {"team": team, "segment": "play"}, by=TIMEKEEPER)
    yield pressed(team, "play", "start", begun)
    yield pressed(team, "play", "stop", ended)
    yield cue(collected, "round")
    yield from scene_ballots(story, team, place, given)
    yield line(opened, "scenario.revealed", {"team": team})
    for nth, step in enumerate(STEPS[place], 1):
        yield cue(later(opened, 7 * nth), "marks", step)
    for nth, programme in enumerate(AFTER[place], 1):
        yield cue(later(opened, 7 * len(STEPS[place]) + 4 * nth), programme)


def pressed(team: str, segment: str, action: str, clock: str) -> Line:
    """Return a press of the scenario's clock."""
    fact = {"team": team, "segment": segment, "action": action, "at": instant(clock)}
    return line(clock, "scenario.clock", fact, by=TIMEKEEPER)


def scene_ballots(story: Story, team: str, place: int, given: str) -> Iterator[Line]:
    """Yield the ballots: the first team's on paper, typed in by the scorer; the others from the judges' seats."""
    sheets = story.scenario.ballots[team]
    absent = [f"j{n}" for n in range(1, 8) if f"j{n}" not in sheets]
    for judge in absent:
        fact = {"team": team, "judge": judge, "reason": "临时离场"}
        yield line("15:07:40", "scenario.absent", fact, by={"seat": "arbiter", "person": "仲裁"})
    clocks = THIRD if absent else {judge: later(given, 4 * nth) for nth, judge in enumerate(sheets)}
    for judge, clock in clocks.items():
        marks = dict(zip(CRITERIA["scenario"], sheets[judge], strict=True))
        by = SCORER if place == 0 else {"seat": f"judge:{judge}"}
        yield line(clock, "scenario.ballot", {"team": team, "judge": judge, "marks": marks}, by=by)


# Match by match: sides, motion set, shown; the single speeches before and after the free debate, each from and to; who
# speaks when in the free debate, and its end; the ballots and their opening.
MATCHES = (
    (
        ("15:21:30", "15:22:10", "15:22:25"),
        (("15:22:40", "15:25:34"), ("15:25:44", "15:28:30")),
        (("15:28:40", "15:30:22"), ("15:30:30", "15:32:08")),
        ("15:32:20", "15:33:05", "15:33:58", "15:34:40", "15:35:51", "15:36:40"),
        (("15:36:55", "15:38:40"), ("15:38:50", "15:40:38")),
        ("15:41:20", "15:43:10"),
    ),
    (
        ("15:45:20", "15:46:20", "15:46:40"),
        (("15:46:55", "15:49:50"), ("15:50:00", "15:52:48")),
        (("15:52:58", "15:54:44"), ("15:57:50", "15:59:40")),
        ("16:00:09", "16:00:52", "16:01:20", "16:01:44", "16:02:07", "16:02:40", "16:03:20"),
        (("16:03:40", "16:05:30"), ("16:05:40", "16:07:34")),
        ("16:07:50", "16:09:20"),
    ),
)
MATCH_STEPS = ((14, 16, 18), range(1, 19))


def debate_lines(story: Story) -> Iterator[Line]:
    """Yield the debate, #168 to #278."""
    order = story.draw.order
    yield line("15:20:30", "round.begun", {"round": "debate", "order": order})
    yield line("15:20:50", "debate.paired", {"order": order})
    for match in story.debate.matches:
        yield from match_lines(story, match)


def match_lines(story: Story, match: Match) -> Iterator[Line]:
    """Yield one match."""
    settled, opening, crossing, free, closing, (given, opened) = MATCHES[match.number - 1]
    number = {"match": match.number}
    teams = [team for team in story.draw.order if team in (match.affirmative, match.negative)]
    yield line(settled[0], "debate.sided", {**number, "teams": teams, "affirmative": match.affirmative})
    yield line(settled[1], "debate.motion_set", {**number, "text": match.motion})
    yield line(settled[2], "debate.motion_shown", number)
    for segment, (side, times) in enumerate(zip(("affirmative", "negative") * 2, opening + crossing, strict=True), 1):
        yield from segment_lines({**number, "segment": segment}, side, times)
    yield from segment_lines({**number, "segment": 5}, "affirmative", free)
    for segment, (side, times) in enumerate(zip(("negative", "affirmative"), closing, strict=True), 6):
        yield from segment_lines({**number, "segment": segment}, side, times)
    yield from match_ballots(story, match, given)
    yield line(opened, "debate.revealed", number)
    steps = MATCH_STEPS[match.number - 1]
    for nth, step in enumerate(steps, 1):
        yield cue(later(opened, 6 * nth), "marks", step)
    if match.number == 1:
        yield cue(later(opened, 6 * len(steps) + 10), "follow")


def segment_lines(given: Mapping[str, Any], side: str, times: tuple[str, ...]) -> Iterator[Line]:
    """Yield a segment: at each time but the last a side begins to speak, in turn."""
    other = {"affirmative": "negative", "negative": "affirmative"}
    for clock in times[:-1]:
        yield line(clock, "debate.turn", {**given, "side": side, "at": instant(clock)}, by=TIMEKEEPER)
        side = other[side]
    yield line(times[-1], "debate.stopped", {**given, "at": instant(times[-1])}, by=TIMEKEEPER)
    yield line(later(times[-1], 5), "debate.segment_ended", given, by=TIMEKEEPER)


def match_ballots(story: Story, match: Match, given: str) -> Iterator[Line]:
    """Yield each judge's two ballots, team sheet and speakers."""
    clock = given
    for judge in story.debate.ballots[match.affirmative]:
        for team in (match.affirmative, match.negative):
            marks = dict(zip(CRITERIA["debate"], story.debate.ballots[team][judge], strict=True))
            speakers = {f"{team}-{n}": story.debate.individual[f"{team}-{n}"][judge] for n in range(1, 5)}
            fact = {"match": match.number, "team": team, "judge": judge, "marks": marks, "speakers": speakers}
            yield line(clock, "debate.ballot", fact, by={"seat": f"judge:{judge}"})
            clock = later(clock, 5)


def prize_lines() -> Iterator[Line]:
    """Yield the prizes on the board, #279 to #285, a name a step."""
    for step in range(7):
        yield cue(later("16:12:00", 25 * step), "prizes", step)


def text() -> str:
    """Return the file."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in story_lines())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")

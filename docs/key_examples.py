"""An example of every rule key, as a rulebook would write it: made of the key's type and default, or listed here.

A test takes all of them through `check`.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Literal

import attrs

from quizarena.media import Media
from quizarena.points import show
from quizarena.text import Words

CASTING = "verdict: judges, votes"
NOMINATED = "verdict: votes, criteria: {}, nominations"
PACKS = "packs: [{id: p1, title: Safety}, {id: p2}, {id: p3}, {id: p4}]"
RIVER = "questions: [{text: Which is the longest river?"
WHOLE: Mapping[str, str] = {
    "DebateRules.motion": "motion: fixed, motions: [Homework should go, Cars should go]",
    "DebateRules.motions": "motions: [Homework should go, Cars should go]",
    "DebateRules.speakers": 'speakers: chosen, segments: [{name: Case, seconds: "3:00", speaker: 1}]',
    "DebateRules.verdict": "verdict: judges",
    "DebateRules.votes.low_point_wins": f"{CASTING}: {{low_point_wins: true}}",
    "DebateRules.votes.dissent": f"{CASTING}: {{dissent: drop}}",
    "DebateRules.votes.casting": f"{CASTING}: {{casting: chair}}",
    "DebateRules.nominations": f"{NOMINATED}: {{award: Best debater}}",
    "DebateRules.nominations.award": f"{NOMINATED}: {{award: Best debater}}",
    "DebateRules.nominations.names": f"{NOMINATED}: {{award: Best debater, names: 2}}",
    "DebateRules.nominations.least": f"{NOMINATED}: {{award: Best debater, least: 2}}",
    "ParliamentRules.motions": "motions: [Homework should go]",
    "DuelRules.packs": "packs: [a, b, c, d]",
    "DuelRules.packs.id": PACKS,
    "DuelRules.packs.title": PACKS,
    "RequiredRules.packs": "packs: [a, b, c, d]",
    "TeamRequiredRules.packs": "packs: [a, b, c, d]",
    "RequiredRules.parts": "parts: [{title: choice, per_team: 2}, {title: essay, per_team: 2, points: 20}]",
    "RiskRules.choose": "choose: [opponent, value]",
    "RiskRules.hand_on": "hand_on: {right: {receiver: 1, giver: -1}, wrong: {receiver: -1, giver: 1}}",
    "RiskRules.hand_on.wrong": "hand_on: {wrong: {receiver: -1, giver: 1}}",
    "BuzzRules.interrupt": "while_reading: allowed, interrupt: -5",
    "AudienceRules.questions.bonus": f"{RIVER}, bonus: [{{text: Where is it?, answer: It is in Africa}}]}}]",
    "AudienceRules.questions.bonus.text": f"{RIVER}, bonus: [{{text: Where is it?}}]}}]",
    "AudienceRules.questions.bonus.answer": f"{RIVER}, bonus: [{{text: Where is it?, answer: It is in Africa}}]}}]",
    "AudienceRules.questions.bonus.points": f"{RIVER}, bonus: [{{text: Where is it?, points: 5}}]}}]",
    "AudienceRules.questions.spare": "questions: [{text: How long is it?, spare: true}, {text: Where is it?}]",
    "ScenarioRules.topics": "topics: topics.yaml",
    "SurvivalRules.cuts": "cuts: [{after: 10, drop: 2}, {after: 20, keep: 3}]",
    "SurvivalRules.late": "late: [a]",
}
"""Examples that say more than their key, by class and keys."""
PART: Mapping[str, str] = {
    "BellRule.strokes": "left: 10, strokes: 2",
    "Cut.after": "after: 10, keep: 3",
    "Criterion.base": "min: -10, base: 10",
    "Criterion.factor": "max: 10, factor: 1.2",
    "Criterion.min": "max: 10, min: -5",
    "Part.answer_time": 'per_team: 4, answer_time: "1:00"',
    "Part.points": "per_team: 4, points: 20",
    "Part.title": "title: choice, per_team: 4",
    "QuestionItem.alt": "media: nile.png, alt: A river seen from the air",
    "QuestionItem.options": "type: single, options: [Nile, Amazon], answer: A",
    "QuestionItem.type": "type: true_false, answer: true",
}
"""What stands inside, where a key needs others beside it."""
VALUES: Mapping[str, str] = {
    "BellRule.after": '"1:00"',
    "BellRule.left": "10",
    "BellRule.over": "15",
    "BuzzRules.attempts_max": "2",
    "BuzzRules.early_out_after": "3",
    "BuzzRules.wrong_out_after": "2",
    "Bye.points": "1",
    "Criterion.max": "10",
    "Cut.after": "10",
    "Cut.drop": "2",
    "Cut.keep": "3",
    "DebateRules.criteria": "{content: 60, delivery: 40}",
    "DuelRules.lifelines": "1",
    "Individual.criteria": "{content: 60, style: 40}",
    "Individual.out_of": "100",
    "KingRules.lifelines": "1",
    "Band.at": "60",
    "Band.points": "20",
    "Late.team": "a",
    "Measure.unit": "min",
    "ParliamentRules.best_speaker": "Best speaker",
    "ParliamentRules.highest": "90",
    "ParliamentRules.lowest": "60",
    "Part.per_team": "4",
    "PlacingRules.parts": "[Waltz, Tango]",
    "QuestionItem.accepted": "[the Nile]",
    "QuestionItem.answer": "Nile",
    "QuestionItem.clues": "[It flows north, It is in Africa]",
    "QuestionItem.explanation": "It is 6650 km long",
    "Overtime.items": "4",
    "PaperRules.step": "0.5",
    "QuestionItem.id": "river",
    "QuestionItem.level": "20",
    "QuestionItem.media": "nile.png",
    "QuestionItem.source": "an atlas",
    "RequiredRules.swaps": "1",
    "ScenarioRules.bells": '[30, {after: "1:00"}]',
    "ScenarioRules.criteria": "{content: 60, delivery: 40}",
    "Segment.bells": "[30, {over: 15, strokes: 5}]",
    "Segment.seconds": '"3:00"',
    "SpeedScoredRules.places": "1",
    "StarRules.award": "Star of smiles",
    "StarRules.question": "Whom do you like best?",
    "SurvivalRules.out_at": "1",
    "SurvivalRules.sit_out": "1",
    "TeamRequiredRules.swaps": "1",
    "Topic.id": "m1",
    "Topic.title": "Homework should go",
    "VoteRules.question": "Whom do you like best?",
    "VotePoints.lose": "-1",
}
"""Values that neither type nor default tells."""
WORDS: Mapping[str, str] = {"name": "Case", "text": "Which is the longest river?", "award": "Best debater"}
CHINESE: Mapping[str, str] = {
    "A river seen from the air": "从空中看的一条河",
    "Best debater": "最佳辩手",
    "Best speaker": "最佳发言人",
    "Cars should go": "应取消私家车",
    "Case": "立论",
    "How long is it?": "它有多长？",
    "Where is it?": "它在哪里？",
    "Homework should go": "应取消家庭作业",
    "It flows north": "它向北流",
    "It is 6650 km long": "它长 6650 公里",
    "It is in Africa": "它在非洲",
    "Safety": "安全",
    "Star of smiles": "微笑之星",
    "Which is the longest river?": "最长的河流是哪一条？",
    "Whom do you like best?": "你最喜欢哪一队？",
    "[Nile, Amazon]": "[尼罗河, 亚马孙河]",
    "[Waltz, Tango]": "[华尔兹, 探戈]",
    "[the Nile]": "[尼罗]",
    "an atlas": "地图册",
    "answer: Nile": "answer: 尼罗河",
    "choice": "单选",
    "content: ": "内容: ",
    "delivery: ": "表达: ",
    "essay": "问答",
    "style: ": "风格: ",
    "unit: min": "unit: 分钟",
}


def classes(hint: Any) -> Iterator[type]:
    """Yield the attrs classes that stand in a type; words are written as plain text, a file as its name."""
    if attrs.has(hint) and hint not in (Words, Media):
        yield hint
    for part in typing.get_args(hint):
        yield from classes(part)


@attrs.frozen
class Place:
    """A key of a class of rules, with the keys that it stands in, the outermost first."""

    rules: type
    key: str
    within: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        """The class and the key."""
        return f"{self.rules.__name__}.{self.key}"

    @property
    def path(self) -> str:
        """The outermost class and the keys."""
        places = (*self.within, self)
        return ".".join([places[0].rules.__name__, *(place.key for place in places)])

    @property
    def field(self) -> attrs.Attribute[Any]:
        """The field of the class."""
        return next(each for each in attrs.fields(self.rules) if (each.alias or each.name) == self.key)

    @property
    def hint(self) -> Any:
        """Its type, with what is annotated."""
        return typing.get_type_hints(self.rules, include_extras=True)[self.field.name]


def example(place: Place, language: str) -> str:
    """Return an example of a key, with the keys it stands in."""
    told = WHOLE.get(place.path) or _told(place)
    for english, chinese in CHINESE.items() if language == "zh" else ():
        told = told.replace(english, chinese)
    return told


def _told(place: Place) -> str:
    if (place.key, place.within) == ("questions", ()):
        return "questions: questions.yaml"
    told = PART.get(place.name) or f"{place.key}: {_value(place)}"
    for outer, inner in reversed(list(pairwise((*place.within, place)))):
        needed = [f"{key}: {value}" for key, value in _required(inner.rules).items() if f"{key}: " not in told]
        body = ", ".join([*needed, told])
        told = f"{outer.key}: {_wrapped(f'{{{body}}}', outer.hint)}"
    return told


def written(value: Any) -> str:
    """Return a value as a rulebook writes it, on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Mapping():
            return f"{{{', '.join(f'{key}: {written(each)}' for key, each in value.items())}}}"
        case Sequence():
            return f"[{', '.join(map(written, value))}]"
    return show(Fraction(value))


def _wrapped(body: str, hint: Any) -> str:
    """Return the mapping of a class as its key holds it: by itself, in a list, or by name."""
    bare = str(hint)
    if "Mapping[" in bare:
        return f"{{content: {body}}}"
    return f"[{body}]" if "tuple[" in bare else body


def _required(rules: type) -> dict[str, str]:
    """Return the keys that a class must have, with values."""
    places = [Place(rules, each.alias or each.name) for each in attrs.fields(rules) if each.default is attrs.NOTHING]
    return {place.key: _value(place) for place in places if place.key != "id"}


def _value(place: Place) -> str:
    return VALUES.get(place.name) or written(next(_values(place)))


def _values(place: Place) -> Iterator[Any]:
    """Yield values of a key that its own checks take, what differs from the default first."""
    for value in _candidates(place):
        try:
            _check(place, value)
        except (ValueError, TypeError):
            continue
        yield value


def _check(place: Place, value: Any) -> None:
    validator = place.field.validator
    if validator is not None and isinstance(value, (int, Decimal)):
        others = {field.name: field.default for field in attrs.fields(place.rules)}
        validator(SimpleNamespace(**others | {place.field.name: value}), place.field, value)


def _candidates(place: Place) -> Iterator[Any]:
    hint, default = place.hint, place.field.default
    text = str(hint)
    inner = next(classes(hint), None)
    if inner is not None:
        needed = _required(inner) or _first(inner)
        yield _wrapped(f"{{{', '.join(f'{key}: {value}' for key, value in needed.items())}}}", hint)
    elif options := [each for part in (hint, *typing.get_args(hint)) if typing.get_origin(part) is Literal
                     for each in typing.get_args(part)]:  # fmt: skip
        yield from (each for each in options if each != default)
    elif hint is bool:
        yield default is not True
    elif "Words" in text:
        word = WORDS.get(place.key, "Safety")
        yield f"[{word}]" if "tuple[" in text else word
    elif "'seconds'" in text:
        yield _clock(2 * int(default) if isinstance(default, int) and default else 45)
    elif "tuple[" in text:
        yield [2 * each for each in default] if isinstance(default, tuple) and default else _list_of(text)
    elif "Decimal" in text or "int" in text:
        known = default if isinstance(default, (int, Decimal)) else 0
        yield from (2 * known or 5, known + 1, known - 5 if known > -5 else -known)
        yield from (5, -5, 1, Decimal("0.5"))
    else:
        yield "q1"


def _list_of(text: str) -> Any:
    return [10, 20] if "Decimal" in text or "int" in text else ["a"]


def _first(rules: type) -> dict[str, str]:
    first = attrs.fields(rules)[0]
    place = Place(rules, first.alias or first.name)
    return {place.key: _value(place)}


def _clock(seconds: int) -> str:
    return f'"{seconds // 60}:{seconds % 60:02}"'

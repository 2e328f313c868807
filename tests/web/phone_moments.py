"""What phones, tablet and the scorer's page say, state by state: from real records, and from what sheets answer."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import attrs

from quizarena.blanks import Choice, Option, Permutation, Press
from quizarena.contest import Contest
from quizarena.contest.facts import ContestOpened
from quizarena.contest.position import start_of
from quizarena.facts import Fact, Intent
from quizarena.moves import Move, seat_of
from quizarena.rounds import BaseKind, Moment
from quizarena.rulebook import loads
from quizarena.scenes import Audience, Headline, Scene
from quizarena.scores import Score
from quizarena.sessions.cards import claim, open_seat, print_cards
from quizarena.sessions.hall import Feed, feed_of
from quizarena.sessions.votes import open_poll
from quizarena.simulation.robot import AVERAGE, play
from quizarena.testing import START
from quizarena.text import plain
from quizarena.web.drawing import Joining, PrintedCard, WiFi, cards_page, environment, qr_code
from quizarena.web.pictures import picture
from quizarena.web.pictures.audience import Workings
from quizarena.web.sheets import Form, JudgesDesk
from quizarena.web.team import SENT, watch
from quizarena.web.views import AUDIENCES, Page, Picture, view_of
from tests.contest.telling import make
from tests.terminal.afternoon import until
from tests.terminal.desk.hand import arena_of

from .halls import serving_file, story_file

WAITING, MARKING, RETURNED, REVEALED, SHARED_WIFI = 124, 128, 129, 143, WiFi("迎宾擂台", "yingbin2023")
"""Records of the story: the third performance is on, its sheets are open, the third judge's is in, its score is out."""
TEAMS = {"yingbin": "迎宾街道", "kaiyuan": "开源街道", "daqinglu": "大庆路街道", "yongtai": "永泰街道"}
JUDGES = [{"id": f"j{nth}", "name": f"评委{name}"} for nth, name in enumerate("一二三四五六七", 1)]


def rulebook(*rounds: Mapping[str, Any], **more: Any) -> str:
    """Return rules of the story's teams with other rounds."""
    members = {team: [{"id": f"{team}-{n}", "name": f"{name[:2]}{'一二三四'[n - 1]}"} for n in range(1, 5)]
               for team, name in TEAMS.items()}  # fmt: skip
    teams = [{"id": team, "name": name, "members": members[team]} for team, name in TEAMS.items()]
    head = {"quizarena": 1, "contest": {"title": "迎宾大擂台", "language": "zh"}, "order": "roster"}
    return json.dumps({**head, "teams": teams, "rounds": rounds, **more}, ensure_ascii=False)


@attrs.frozen
class Shown:
    """A page, what is `said` beside it by answers that its script shows, and the judge's phone behind a sheet."""

    html: str
    said: Any = None
    phone: Phone | None = None

    @property
    def words(self) -> str:
        """All that the page says."""
        return self.html + json.dumps(self.said, ensure_ascii=False)


# Pages as they are served, with no server


def shell(page: Page, found: Picture, language: str = "zh", **more: Any) -> str:
    """Return a page with its picture."""
    said = {"title": "迎宾大擂台", "trouble": "", "as_files": False, "look": "", "code": "CODE", "number": 17, **more}
    view = view_of(found, None)
    return (
        environment(language).get_template(f"{page}.html").render(view=view, picture=found, language=language, **said)
    )


def hall(page: Page, contest: Contest, feed: Feed | None = None) -> Shown:
    """Return a page of the hall or the host's."""
    shown = contest if page == "host" else contest.posted()
    return Shown(shell(page, picture(page, feed or feed_of(shown, AUDIENCES[page]), contest.rulebook, "zh")))


def final() -> Shown:
    """Return the audience's page once the contest is signed."""
    contest = until(285).fork()
    make(contest, "contest.signed", by="总监督")
    return hall("audience", contest)


def why(seq: int, team: str) -> Shown:
    """Return the working of a team's total."""
    working = Workings().of(until(seq), team, "zh")
    assert working is not None
    return rendered("why", working=working)


def shared(joining: Joining) -> Shown:
    """Return the page for a neighbour's phone."""
    return rendered("share", address=joining.address, qr=qr_code(joining.address), wifi=joining.wifi)


def rendered(template: str, **values: Any) -> Shown:
    """Return a page that follows nothing."""
    given = {"title": "迎宾大擂台", "language": "zh", "look": "", **values}
    return Shown(environment("zh").get_template(f"{template}.html").render(**given))


# Judges


class Phone:
    """The third judge's phone: its page, and what the server answers to what is typed there."""

    def __init__(self, contest: Contest, kinds: Any = None, *, opened: bool = True) -> None:
        """Sit down; with `opened` the PIN was given."""
        self.arena, now = arena_of(contest, kinds), datetime.now(UTC)
        ((seat, code),) = print_cards(self.arena, ["judge:j3"]).items()
        assert claim(self.arena, code, "phone", now) is not None
        if opened:
            open_seat(self.arena, seat, now)
        self.desk, self.answers = JudgesDesk(self.arena), list[Any]()

    @property
    def sheet(self) -> Any:
        """The sheet that is open."""
        bundle = self.desk.session("j3").view().bundle
        assert bundle is not None
        return bundle.sheets[0]

    def type(self, *marks: str, **accepted: str) -> Phone:
        """Type marks from the first line on; the last is told of."""
        paths = [field.path for field in self.sheet.fields]
        form = Form(self.sheet.key, self.sheet.id, dict(zip(paths, marks, strict=False)), accepted)
        self.answers.append(self.desk.mark("j3", form, paths[len(marks) - 1], "zh"))
        return self

    def hand_in(self, number: int) -> Phone:
        """Press a desk's number."""
        form = Form(self.sheet.key, self.sheet.id, self.sheet.texts, {}, number)
        self.answers.append(self.desk.hand_in("j3", form, "zh"))
        return self

    def shown(self) -> Shown:
        """Return the page now."""
        return Shown(shell("sheet", self.desk.picture("j3", "zh")), self.answers, self)


OWN = ("26.6", "26.6", "18.0", "18.7")


def card() -> Shown:
    """Return the page of a judge's card."""
    return rendered("card", code="K7M2P4QRST", name="评委三", seat=3)


def returned() -> Shown:
    """Return a sheet that the desk has given back."""
    contest = until(RETURNED).fork()
    give_back = next(each for each in contest.moves("desk") if each.fact.type == "scenario.returned")
    contest.push(give_back.fill(judge="j3", reason="「团队配合」请再看一眼"), at=contest.records[-1].at)
    return Phone(contest).shown()


def voting() -> Shown:
    """Return a vote for a side of a debate."""
    debate = {"id": "d", "title": "不辩不明", "use": "debate/pairs", "pairs": "by_order", "sides": "by_order",
              "verdict": "votes", "criteria": {}}  # fmt: skip
    return Phone(played(rulebook(debate, judges=JUDGES), "debate.voted")).shown()


@attrs.frozen
class Ordered(Fact, type="order.given", intent=Intent.BALLOT):
    """A judge's order of the teams."""

    judge: str
    order: tuple[str, ...]


class Order(BaseKind):
    """Judges put the teams in order, as no round that ships has them do: a third party's kind may."""

    name = "order"
    title = plain("综合评议")
    rules = attrs.make_class("OrderRules", {}, frozen=True)
    facts = (Ordered,)

    def begin(self, moment: Moment) -> tuple[str, ...]:
        """Begin with no ballot."""
        return ()

    def apply(self, state: tuple[str, ...], seq: int, fact: Any) -> tuple[str, ...]:
        """Return who has given a ballot."""
        return (*state, fact.judge)

    def moves(self, state: tuple[str, ...], moment: Moment) -> Iterator[Move]:
        """Yield the ballots that are not in."""
        waiting = ((each["id"], plain(each["name"])) for each in JUDGES if each["id"] not in state)
        judges = tuple(Option(judge, name, judge=judge, seat=f"judge:{judge}") for judge, name in waiting)
        teams = tuple(Option(each.id, each.name, team=each.id) for each in moment.field.playing)
        if judges:
            blanks = (Choice("judge", judges, plain("评委")), Permutation("order", teams, plain("给四支队排名次")))
            yield Move(Ordered, plain("给四支队排名次"), seat="judge", blanks=blanks)

    def scores(self, state: tuple[str, ...], moment: Moment) -> Mapping[str, Score]:
        """Return no score."""
        return {}

    def scene(self, state: tuple[str, ...], moment: Moment, audience: Audience) -> Scene:
        """Return what is on."""
        return Scene(moment.title, (Headline(moment.title),))


def ranking() -> Shown:
    """Return a sheet that asks for an order of the teams."""
    kinds = {"order": Order()}
    contest = Contest(
        loads(rulebook({"id": "o", "title": "综合评议", "kind": "order"}, judges=JUDGES), kinds=kinds),
        at=START,
        kinds=kinds,
    )
    for type_, values in (("contest.opened", {"mode": "live"}), ("round.begun", {})):
        make(contest, type_, **values)
    return Phone(contest, kinds).shown()


def played(rules: str, until_type: str) -> Contest:
    """Return a contest that a robot played until a judge may make a record of that type."""
    book = loads(rules)
    contest = Contest(book, at=START)
    for step in play(start_of(book), AVERAGE, Random(1)):
        if step.fact.type == until_type:
            return contest
        contest.push(step.fact, seat=seat_of(step.move, step.fact), at=START)
    raise AssertionError(f"the robot made no {until_type}")


# The scorer's page


def seats() -> Shown:
    """Return the page of all seats, the first judge's taken."""
    joining = Joining("http://192.168.8.10:8000", SHARED_WIFI)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        hall = held.enter_context(serving_file(story_file(Path(folder, "story.qa"), 20), joining))
        phone, scorer = (held.enter_context(hall.browser()) for _each in range(2))
        hall.worker.ask(lambda _arena: hall.worker.attendance.open("")).result()
        hall.sit_down(phone, "judge:j1")
        hall.sit_down(scorer, "desk")
        return Shown(scorer.get("/desk").text)


def cards() -> Shown:
    """Return the cards for the tables."""
    printed = [
        PrintedCard(name, f"http://192.168.8.10:8000/s/{name}") for name in ("评委一", "主持人", "1 台 迎宾街道")
    ]
    return Shown(cards_page(plain("迎宾大擂台"), printed, "zh", SHARED_WIFI))


# Votes of the audience


def polled(*, is_open: bool = True) -> Shown:
    """Return the audience's page while a vote is open."""
    vote = {"id": "vote", "title": "大众评审", "use": "quiz/vote", "collect": "devices", "each": 1, "vote_time": 30,
            "question": "您最喜欢哪支队的表演？"}  # fmt: skip
    contest = Contest(loads(rulebook(vote)), at=START)
    contest.push(ContestOpened("live"), at=START)
    while open_poll(contest) is None:
        contest.push(next(move for move in contest.moves() if not move.aside).fill({}, now=START), at=START)
    return hall("audience", contest, feed_of(contest.posted(), "hall"))


# Teams' phones

CALLED = START + timedelta(seconds=10)


@cache
def buzzing() -> Contest:
    """Return a contest whose buzzer question has been asked."""
    buzz = {
        "id": "buzz",
        "title": "抢答题",
        "use": "quiz/buzz",
        "items": 8,
        "answer_time": 15,
        "second_chance": "rebuzz",
    }
    contest = Contest(loads(rulebook(buzz)), at=START)
    for type_, values in (("contest.opened", {"mode": "live"}), ("round.begun", {}), ("quiz.asked", {})):
        make(contest, type_, **values)
    return contest


def after(*facts: tuple[str, Mapping[str, Any]]) -> Contest:
    """Return that contest a few records later."""
    contest = buzzing().fork()
    for type_, values in facts:
        make(contest, type_, **values)
    return contest


CALL = ("quiz.clock", dict[str, Any]())
BUZZED = ("quiz.buzzed", {"team": "kaiyuan", "presses": (
    Press("kaiyuan", CALLED, 2), Press("yingbin", CALLED + timedelta(milliseconds=131), 2))})  # fmt: skip


def face(contest: Contest, team: str = "kaiyuan") -> Shown:
    """Return what a team's phone says."""
    said = watch(contest, START).faces[team].to_json("zh")
    return team_page(said, team)


def team_page(said: Mapping[str, Any], team: str = "kaiyuan") -> Shown:
    """Return the page of a team with what it shows."""
    podium = list(TEAMS).index(team) + 1
    page = rendered("team", title=TEAMS[team], name=TEAMS[team], podium=podium)
    return attrs.evolve(page, said={"show": said, "key": "1", "podium": podium})


PHONES: dict[str, Callable[[], Shown]] = {
    "judge-seat": card,
    "judge-pin": lambda: Phone(until(MARKING), opened=False).shown(),
    "judge-waiting": lambda: Phone(until(WAITING)).shown(),
    "judge-entry": lambda: Phone(until(MARKING)).type(*OWN[:3]).shown(),
    "judge-tenfold": lambda: Phone(until(MARKING)).type("266").shown(),
    "judge-check": lambda: Phone(until(MARKING)).type(*OWN).shown(),
    "judge-wrong": lambda: Phone(until(MARKING)).type(*OWN).hand_in(2).shown(),
    "judge-locked": lambda: Phone(until(MARKING)).type(*OWN).hand_in(3).shown(),
    "judge-returned": returned,
    "judge-revealed": lambda: Phone(until(REVEALED)).shown(),
    "judge-vote": voting,
    "judge-ranking": ranking,
    "judge-night": lambda: Phone(until(MARKING)).type(*OWN[:3]).shown(),
    "judge-offline": lambda: Phone(until(MARKING)).type(*OWN).shown(),
    "host-question": lambda: hall("host", until(24)),
    "host-marks": lambda: hall("host", until(139)),
    "host-debate": lambda: hall("host", until(236)),
    "host-prizes": lambda: hall("host", until(283)),
    "audience-home": lambda: hall("audience", until(172)),
    "audience-why": lambda: why(167, "daqinglu"),
    "audience-vote": polled,
    "audience-voted": polled,
    "audience-final": final,
    "audience-stale": lambda: hall("audience", until(145)),
    "audience-share": lambda: shared(Joining("http://192.168.8.10:8000", SHARED_WIFI)),
    "desk-seats": seats,
    "desk-cards": cards,
    "team-off": lambda: face(buzzing()),
    "team-wait": lambda: face(buzzing()),
    "team-armed": lambda: face(after(CALL)),
    "team-sent": lambda: team_page(SENT.to_json("zh")),
    "team-first": lambda: face(after(CALL, BUZZED)),
    "team-second": lambda: face(after(CALL, BUZZED), "yingbin"),
    "team-locked": lambda: face(after(CALL, BUZZED, ("quiz.ruled", {"verdict": "wrong"}))),
    "team-false": lambda: face(after(("quiz.false_start", {"team": "kaiyuan"}))),
}

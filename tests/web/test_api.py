"""The interface for programs: every reply as openapi.json says it, for everybody the hall's, for a token its seat's."""

from __future__ import annotations

import asyncio
import copy
import importlib.util
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import jsonschema
import pytest
from referencing import Registry, Resource
from starlette.testclient import TestClient

from quizarena.contest import Contest
from quizarena.report import results
from quizarena.report.data import standings_json
from quizarena.rulebook import loads
from quizarena.scenes import Block, Prizes
from quizarena.sessions.cards import LASTS, print_token, seat_of_token
from quizarena.testing import START
from quizarena.text import draw
from tests.cli.running import run
from tests.contest.telling import make, rule, told
from tests.npm import program_from_npm

from .halls import FIRST_BALLOT, LAST, ORIGIN, Served, served, served_contest, story_file
from .walks import Ask, answer_to

SCHEMAS = files("quizarena.web") / "schemas"
NOW = datetime(2026, 11, 28, 14, tzinfo=UTC)
READER = """
import type { Block, Scene } from "./scenes";

export function winner(scene: Scene): string | null {
  const ranking = scene.blocks.find((block: Block) => block.block === "ranking");
  return ranking !== undefined && ranking.block === "ranking" ? ranking.rows[0].name : null;
}
"""


def described(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def strictly(schema: Any) -> Any:
    """Return a schema in which no object has a field that it does not name."""
    if isinstance(schema, list):
        return [strictly(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: strictly(each) for name, each in schema.items()}
    return {"additionalProperties": False, **inner} if isinstance(inner.get("properties"), dict) else inner


@cache
def registry() -> Registry[Any]:
    found = strictly({name: described(name) for name in ("openapi.json", "schema.json")})
    return Registry().with_resources(
        (name, Resource.from_contents({"$schema": SCHEMA_OF_SCHEMAS, **schema})) for name, schema in found.items()
    )


SCHEMA_OF_SCHEMAS = "https://json-schema.org/draft/2020-12/schema"


def check(value: Any, path: str, status: int = 200, method: str = "get") -> None:
    """Compare a reply with what openapi.json says of it."""
    whole = strictly(described("openapi.json"))
    answer = whole["paths"][path][method]["responses"][str(status)]
    name = answer.get("$ref", "").rpartition("/")[2]
    answer = whole["components"]["responses"][name] if name else answer
    against(value, answer["content"]["application/json"]["schema"]["$ref"])


def against(value: Any, reference: str) -> None:
    whole = reference if not reference.startswith("#") else f"openapi.json{reference}"
    jsonschema.Draft202012Validator({"$ref": whole}, registry=registry()).validate(value)


def script(name: str = "schemas") -> ModuleType:
    """Return the script that writes the schema, or the types read off it."""
    path = Path(__file__).parents[2] / "docs" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_schema_is_that_of_the_classes() -> None:
    assert (SCHEMAS / "schema.json").read_text(encoding="utf-8") == script().written(), "run: python docs/schemas.py"
    jsonschema.Draft202012Validator.check_schema(described("schema.json"))


def test_the_types_for_typescript_are_those_of_the_schema() -> None:
    types = (SCHEMAS / "scenes.ts").read_text(encoding="utf-8")
    assert types == script("typescript").written(), "run: python docs/typescript.py"
    names = re.findall(r"^export (?:interface|type) (\w+)", types, re.MULTILINE)
    known = {*names, "ReadonlyArray", "Readonly", "Record", "QuizArena"}
    bare = re.sub(r'/\*.*?\*/|//.*|"[^"]*"', "", types, flags=re.DOTALL)
    assert set(re.findall(r"\b[A-Z]\w+", bare)) <= known, "every type it names is there"


def test_a_program_in_typescript_takes_a_scene(tmp_path: Path) -> None:
    shutil.copy(str(SCHEMAS / "scenes.ts"), tmp_path)
    (tmp_path / "reader.ts").write_text(READER, encoding="utf-8")
    compiler = [program_from_npm("tsc"), "--strict", "--noEmit", "--target", "es2020", "reader.ts"]
    done = subprocess.run(compiler, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_block_stands_in_it() -> None:
    found = described("schema.json")["$defs"]
    assert [block.__name__ for block in get_args(Block) if block.__name__ not in found] == []
    assert len(found["Scene"]["properties"]["blocks"]["items"]["oneOf"]) == len(get_args(Block))


def test_a_field_that_nobody_described_would_be_found() -> None:
    scene = {"version": 1, "language": "en", "digest": "d", "title": "t", "blocks": []}
    against(scene, "schema.json#/$defs/Scene")
    for wrong in ({**scene, "more": 1}, {**scene, "blocks": [{"block": "paragraph"}]}, {**scene, "language": "fr"}):
        with pytest.raises(jsonschema.ValidationError):
            against(wrong, "schema.json#/$defs/Scene")


OPEN = ("/scene", "/standings", "/log")


@pytest.mark.parametrize("seq", [1, 4, 20, 60, 79, 120, 178, 240, 262, 281, LAST])
def test_what_anybody_may_ask_is_as_described(tmp_path: Path, seq: int) -> None:
    with served(tmp_path, seq) as hall, hall.browser() as client:
        for path in OPEN:
            for language in ("zh", "en"):
                answer = client.get(f"/api/v1{path}?lang={language}")
                assert answer.status_code == 200, answer.text
                assert answer.json()["language"] == language
                check(answer.json(), path)


def test_the_files_of_the_description_are_served(tmp_path: Path) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        for name in ("openapi.json", "schema.json"):
            assert client.get(f"/api/v1/{name}").json() == described(name)
        paths = {f"/api/v1{path}" for path in described("openapi.json")["paths"]}
        (mount,) = [route for route in hall.hall.routes if route.path == "/api/v1"]
        assert paths == {f"/api/v1{route.path}" for route in mount.routes}


def test_an_answer_that_is_known_is_not_sent_again(tmp_path: Path) -> None:
    with served(tmp_path, 60) as hall, hall.browser() as client:
        for path in OPEN:
            first = client.get(f"/api/v1{path}")
            assert first.headers["access-control-allow-origin"] == "*"
            again = client.get(f"/api/v1{path}", headers={"if-none-match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
            other = client.get(f"/api/v1{path}?lang=en", headers={"if-none-match": first.headers["etag"]})
            assert other.status_code == 200


def test_an_answer_follows_the_record(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as client:
        before = client.get("/api/v1/log").json()["records"]
        token = token_of(hall, "judge:j3")
        post(client, token, ballot(client, token), "a")
        assert len(client.get("/api/v1/log").json()["records"]) == len(before) + 1


def test_events_are_scenes_and_beats(tmp_path: Path) -> None:
    with served(tmp_path, 60) as hall:
        answer = asyncio.run(answer_to(hall.hall.app, Ask("/api/v1/events?lang=en")))
        scene = hall.worker.snapshot.views
    events = [dict(line.split(": ", 1) for line in each.splitlines()) for each in answer.body.split("\n\n") if each]
    assert dict(answer.headers)["access-control-allow-origin"] == "*"
    assert [each.get("event") for each in events] == [None, "scene", "beat"]
    found = json.loads(events[1]["data"])
    against(found, "schema.json#/$defs/Scene")
    assert events[1]["id"] == found["digest"]
    assert found["digest"] in {view.digest for view in scene.values()}


# Nothing ahead of the board


@pytest.mark.parametrize("seq", range(274, LAST + 1))
def test_winners_are_named_as_far_as_the_board_has_come(seq: int) -> None:
    contest = told(seq)
    found = standings_json(contest, "hall", "zh")
    rows = [row for block in contest.scene("hall").of(Prizes) for row in block.rows]
    shown = [(draw(name, "zh"), None if who is None else len(who)) for name, who in rows]
    prizes = [(each["prize"], None if each["winners"] is None else len(each["winners"])) for each in found["prizes"]]
    honours = [(each["award"], len(each["winners"])) for each in found["awards"]]
    assert prizes == (shown[: len(prizes)] or [(name, None) for name, _count in prizes])
    assert honours == [each for each in shown[len(prizes) :] if each[1] is not None]


def test_before_the_prizes_somebody_at_the_desk_knows_them_and_the_hall_does_not(tmp_path: Path) -> None:
    contest, path = told(278), story_file(tmp_path / "story.qa", 278)
    assert "一等奖" in run("standings", path).stdout
    posted = run("standings", path, "--as", "hall").stdout
    assert "一等奖" not in posted
    assert "最佳辩手" not in posted
    assert all(each["winners"] for each in standings_json(contest, "desk", "zh")["prizes"])
    assert not any(each["winners"] for each in standings_json(contest, "hall", "zh")["prizes"])


def test_single_marks_are_in_the_log_once_every_prize_is_given(tmp_path: Path) -> None:
    for seq, are_there in ((281, False), (LAST, True)):
        with served(tmp_path / str(seq), seq) as hall, hall.browser() as client:
            records = client.get("/api/v1/log").json()["records"]
        ballots = [record for record in records if record["type"].endswith(".ballot")]
        assert ballots
        for each in ballots:
            assert ("marks" in each["fact"]) == are_there
            assert ("marks" in each["sealed"]) != are_there


RULES = {
    "quizarena": 1,
    "contest": {"title": "少年竞赛", "language": "zh"},
    "order": "roster",
    "teams": [{"id": "a", "name": "一中", "members": ["欧阳小明"]}, {"id": "b", "name": "二中", "members": ["张四"]}],
    "rounds": [{"id": "quiz", "use": "quiz/required", "per_team": 1, "individual": True}],
    "honours": [{"name": "最佳个人", "rounds": ["quiz"]}],
}


def held(**rules: object) -> Contest:
    """Return a small contest to its end, with points taken for a reason and a person at the desk."""
    contest = Contest(loads(json.dumps({**RULES, **rules})), at=START)
    make(contest, "contest.opened", mode="live")
    make(contest, "round.begun")
    rule(contest, "+-")
    make(contest, "score.adjusted", "arbiter", team="a", points="-5", reason="欧阳小明插话")
    (adjusted,) = [record for record in contest.records if record.type == "score.adjusted"]
    fact = contest.book.of_mapping("score.adjusted", {"team": "a", "points": "-10", "reason": "欧阳小明插话两次"})
    contest.correct([(adjusted.seq, fact)], reason="张四看错", person="录分员", at=START)
    return contest


@pytest.mark.parametrize(("how", "there"), [("full", "欧阳小明"), ("masked", "欧***"), ("number", "1 号队员")])
def test_members_are_called_as_the_rules_say(tmp_path: Path, how: str, there: str) -> None:
    with served_contest(tmp_path, held(public_names=how)) as hall, hall.browser() as client:
        head = client.get("/head").json()["digest"]
        said = "".join(client.get(f"/api/v1{path}").text for path in OPEN) + client.get(f"/scene/{head}.json").text
        assert there in said
        assert ("欧阳小明" in said) == ("张四" in said) == (how == "full")


@pytest.mark.parametrize("is_public", [True, False])
def test_reasons_are_public_where_the_rules_say_so_and_who_types_never(tmp_path: Path, is_public: bool) -> None:
    contest = held(public_reasons=is_public)
    with served_contest(tmp_path, contest) as hall, hall.browser() as client:
        log = client.get("/api/v1/log")
        check(log.json(), "/log")
        terminal = run("log", hall.path, "--as", "hall", "--cues", "--json").stdout
        assert json.loads(terminal) == log.json()["records"], "one rule for terminal and web"
        exported = json.dumps(contest.export("hall"), ensure_ascii=False)
        for each in (log.text, run("log", hall.path, "--as", "hall").stdout, exported):
            assert ("插话" in each) == ("看错" in each) == is_public
            assert "录分员" not in each
        assert ("看错" in results.page(contest, "hall", "zh")) == is_public
        assert "录分员" in run("log", hall.path).stdout


# A seat's own


def token_of(hall: Served, seat: str) -> str:
    return hall.worker.ask(lambda arena: print_token(arena, seat, datetime.now(UTC))).result()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def ballot(client: TestClient, token: str) -> dict[str, Any]:
    """Return a whole ballot, made of the first move there is."""
    move = client.get("/api/v1/moves", headers=bearer(token)).json()["moves"][0]
    fact = {**move["given"], **move["taken"]}
    for blank in move["open"]:
        value = blank["high"] if blank["kind"] == "number" else blank["options"][0]["value"]
        field, _dot, key = blank["path"].partition(".")
        fact[field] = {**fact.get(field, {}), key: value} if key else value
    return {"type": move["type"], "fact": fact}


def post(client: TestClient, token: str, fact: dict[str, Any], id: str, **headers: str) -> Any:
    return client.post("/api/v1/facts", headers={**bearer(token), **headers}, json={**fact, "id": id})


def test_a_seat_s_moves_are_its_own_and_its_fact_counts_once(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as client:
        token = token_of(hall, "judge:j3")
        moves = client.get("/api/v1/moves?lang=en", headers=bearer(token))
        check(moves.json(), "/moves")
        assert {move["type"] for move in moves.json()["moves"]} == {"scenario.ballot"}
        options = [option["value"] for move in moves.json()["moves"] for blank in move["open"]
                   for option in blank.get("options", ()) if blank["path"] == "judge"]  # fmt: skip
        assert set(options) <= {"j3"}
        fact = ballot(client, token)
        first, again = (post(client, token, fact, "b-1") for _try in range(2))
        check(first.json(), "/facts", method="post")
        assert first.json() == again.json()
        assert hall.records() == FIRST_BALLOT + 1
        (closed,) = client.get("/api/v1/moves?lang=en", headers=bearer(token)).json()["moves"]
        assert closed["closed"]


def test_every_move_of_every_seat_is_as_described(tmp_path: Path) -> None:
    for seq in (2, 20, FIRST_BALLOT - 1, 150, 240, 279):
        with served(tmp_path / str(seq), seq) as hall, hall.browser() as client:
            for seat in ("desk", "host", "arbiter", "timekeeper", "judge:j1"):
                check(client.get("/api/v1/moves", headers=bearer(token_of(hall, seat))).json(), "/moves")


WRONG: dict[str, tuple[Any, int]] = {
    "no id": ({"type": "quiz.asked", "fact": {}}, 400),
    "an empty id": ({"type": "quiz.asked", "fact": {}, "id": ""}, 400),
    "a long id": ({"type": "quiz.asked", "fact": {}, "id": "x" * 65}, 400),
    "an id that is none": ({"type": "quiz.asked", "fact": {}, "id": 7}, 400),
    "an id with a bell in it": ({"type": "quiz.asked", "fact": {}, "id": "a\x07"}, 400),
    "a list": ([], 400),
    "a key nobody knows": ({"type": "quiz.asked", "fact": {}, "id": "a", "seat": "desk"}, 400),
    "a type nobody knows": ({"type": "quiz.askd", "fact": {}, "id": "a"}, 400),
    "a float": ({"type": "score.adjusted", "fact": {"team": "yingbin", "points": 1.5, "reason": "r"}, "id": "a"}, 400),
    "a field nobody knows": ({"type": "quiz.asked", "fact": {"colour": "red"}, "id": "a"}, 400),
    "another seat's": ({"type": "cue.message", "fact": {"text": "hi"}, "id": "a"}, 403),
    "a change of the past": ({"type": "contest.undone", "fact": {"seq": 70}, "id": "a"}, 403),
    "a mark out of bounds": ({"type": "scenario.ballot", "fact": {"team": "yingbin", "judge": "j3",
        "marks": {"政策业务": "99", "处置应变": "1", "沟通表达": "1", "团队配合": "1"}}, "id": "a"}, 409),
    "another judge's ballot": ({"type": "scenario.ballot", "fact": {"team": "yingbin", "judge": "j4",
        "marks": {"政策业务": "1", "处置应变": "1", "沟通表达": "1", "团队配合": "1"}}, "id": "a"}, 409),
}  # fmt: skip


def test_what_is_refused_says_why_in_one_sentence_of_either_language(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as client:
        token = token_of(hall, "judge:j3")
        for name, (body, status) in WRONG.items():
            said = []
            for language in ("zh", "en"):
                answer = client.post(f"/api/v1/facts?lang={language}", headers=bearer(token), json=body)
                assert answer.status_code == status, (name, answer.text)
                check(answer.json(), "/facts", status, "post")
                said.append(answer.json()["error"])
                assert "\n" not in said[-1]
            assert said[0] != said[1], name
        assert hall.records() == FIRST_BALLOT


def test_an_id_stands_for_one_fact_of_one_seat(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as client:
        mine, other = token_of(hall, "judge:j3"), token_of(hall, "judge:j4")
        fact = ballot(client, mine)
        changed = copy.deepcopy(fact)
        changed["fact"]["marks"]["政策业务"] = "1"
        assert post(client, mine, fact, "one").status_code == 200
        assert post(client, mine, changed, "one").status_code == 409
        assert post(client, other, ballot(client, other), "one").status_code == 409
        assert hall.records() == FIRST_BALLOT + 1


ELSEWHERE = {
    "no token": ("GET", "/api/v1/moves", {}, 401),
    "another scheme": ("GET", "/api/v1/moves", {"authorization": "Basic YTpi"}, 401),
    "a token nobody has": ("GET", "/api/v1/moves", {"authorization": "Bearer nothing"}, 401),
    "no such address": ("GET", "/api/v1/nothing", {}, 404),
    "a way that is not taken": ("GET", "/api/v1/facts", {}, 405),
    "a write without a token from nowhere": ("POST", "/api/v1/facts", {}, 403),
    "a write with a token that is none": ("POST", "/api/v1/facts", {"authorization": "Bearer nothing"}, 401),
    "another name for this machine": ("GET", "/api/v1/scene", {"host": "evil.example"}, 421),
    "a long body": ("POST", "/api/v1/facts", {"authorization": "Bearer nothing", "content-length": "99999999"}, 413),
}


@pytest.mark.parametrize(("method", "path", "headers", "status"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_refusals_are_json_everywhere(
    tmp_path: Path, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    with served(tmp_path, 1) as hall, hall.browser() as client:
        said = []
        for language in ("zh", "en"):
            answer = client.request(method, f"{path}?lang={language}", headers=headers)
            assert answer.status_code == status, answer.text
            against(answer.json(), "#/components/schemas/Refusal")
            said.append(answer.json()["error"])
        assert said[0] != said[1]


def test_a_token_needs_no_origin_and_a_cookie_does(tmp_path: Path) -> None:
    with served(tmp_path, FIRST_BALLOT - 1) as hall, hall.browser() as client:
        token = token_of(hall, "judge:j3")
        fact = ballot(client, token)
        hall.sit_down(client, "judge:j4")
        assert post(client, token, fact, "a").status_code == 403, "a browser's cookie came with it"
        assert post(client, token, fact, "a", **ORIGIN).status_code == 200
        with hall.browser() as program:
            assert post(program, token, fact, "a").status_code == 200
            written = program.post("/sheet/mark", headers=bearer(token), json={})
            assert written.status_code == 403, "a token opens no page"


def test_a_token_ends_with_the_next_with_time_and_with_the_signature(tmp_path: Path) -> None:
    with served(tmp_path, LAST) as hall:

        def seat(token: str, at: datetime = NOW) -> str | None:
            return hall.worker.ask(lambda arena: seat_of_token(arena, token, at)).result()

        def printed(seat: str) -> str:
            return hall.worker.ask(lambda arena: print_token(arena, seat, NOW)).result()

        first = printed("desk")
        second = printed("desk")
        assert [seat(token) for token in (first, second, "")] == [None, "desk", None]
        assert seat(second, NOW + LASTS) is None
        assert seat(printed("judge:j3")) == ("judge:j3" if not is_signed(hall) else None)


def is_signed(hall: Served) -> bool:
    return hall.worker.ask(lambda arena: arena.contest.state.signed is not None).result()


def test_the_command_prints_the_token_alone(tmp_path: Path) -> None:
    path = story_file(tmp_path / "story.qa", 1)
    found = run("seats", path, "--api", "j3").stdout
    assert len(found.split()) == 1
    with served(tmp_path / "other", 1) as hall:
        assert hall.worker.ask(lambda arena: seat_of_token(arena, found.strip(), NOW)).result() is None
    assert "expected seats among" in run("seats", path, "--api", "nobody", "--lang", "en", status=1).output
    assert "--at" in run("seats", path, status=2).output
    assert "--api" in run("seats", path, "j3", "--api", "j3", status=2).output


def test_a_token_outlives_no_hour_too_many() -> None:
    assert timedelta(hours=48) == LASTS

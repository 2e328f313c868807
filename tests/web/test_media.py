"""`/media/DIGEST`: what was shown and nothing else, in parts where a browser asks for parts, kept for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from quizarena.arena import Arena
from tests.cli.running import run
from tests.media import png, wav

from .halls import Served, serving_file

RULES = """\
quizarena: 1
contest: {title: Small, language: en}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds:
  - id: one
    use: quiz/required
    per_team: 1
    questions:
      - {id: q1, text: What is this?, media: sign.png, alt: A <round> sign}
      - {id: q2, text: What do you hear?, media: call.wav, alt: A siren}
"""
PICTURE, SOUND = png(), wav(300)
SIGN, CALL = sha256(PICTURE).hexdigest(), sha256(SOUND).hexdigest()


def begun(folder: Path) -> Path:
    """Start a contest of two questions with a file each, and begin its round."""
    (folder / "contest.yaml").write_text(RULES, encoding="utf-8")
    (folder / "sign.png").write_bytes(PICTURE)
    (folder / "call.wav").write_bytes(SOUND)
    file = folder / "x.qa"
    run("start", folder / "contest.yaml", file)
    for type_ in ("contest.opened", "round.begun"):
        go_on(file, type_)
    return file


def go_on(file: Path, type_: str, **values: str) -> None:
    """Record the first move of a type, as another process does."""
    with Arena.open(file) as arena:
        move = next(each for each in arena.contest.moves() if each.fact.type == type_ and each.closed is None)
        options = {
            blank.path: move.choices(blank.path)[0].value for blank in move.decisions if blank.path not in values
        }
        arena.push(move.fill({**options, **values}))


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Served]:
    with serving_file(begun(tmp_path)) as served:
        yield served


def ask(hall: Served) -> None:
    """Put the next question, and let the worker see it."""
    go_on(hall.path, "quiz.asked")
    look(hall)


def look(hall: Served) -> None:
    """Let the worker take in what was recorded, and publish it."""
    hall.worker.ask(lambda arena: arena.refresh()).result()
    hall.worker.ask(lambda _arena: None).result()


def test_a_file_is_there_once_its_question_was_asked_and_stays(hall: Served) -> None:
    with hall.browser() as client:
        hall.sit_down(client, "host")
        assert [client.get(f"/media/{each}").status_code for each in (SIGN, CALL)] == [404, 404]
        ask(hall)
        answer = client.get(f"/media/{SIGN}")
        assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PICTURE, "image/png")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get(f"/media/{CALL}").status_code == 404
        go_on(hall.path, "quiz.ruled", verdict="right")
        ask(hall)
        assert client.get(f"/media/{CALL}").headers["content-type"] == "audio/wav"
        assert client.get(f"/media/{SIGN}").status_code == 200


def test_what_is_there_in_words_is_read_out_where_it_is_not_seen_or_heard(hall: Served) -> None:
    ask(hall)
    with hall.browser() as client:
        for page in ("/board", "/"):
            assert f'<img src="/media/{SIGN}" alt="A &lt;round&gt; sign">' in client.get(page).text
        go_on(hall.path, "quiz.ruled", verdict="right")
        ask(hall)
        assert 'aria-label="A siren"' in client.get("/board").text
        assert "A siren" in client.get("/").text


def test_safari_asks_for_parts(hall: Served) -> None:
    ask(hall)
    with hall.browser() as client:
        part = client.get(f"/media/{SIGN}", headers={"range": "bytes=0-1"})
        assert (part.status_code, part.content) == (206, PICTURE[:2])
        assert part.headers["content-range"] == f"bytes 0-1/{len(PICTURE)}"
        rest = client.get(f"/media/{SIGN}", headers={"range": "bytes=2-", "if-range": part.headers["etag"]})
        assert (rest.status_code, rest.content) == (206, PICTURE[2:])
        assert client.get(f"/media/{SIGN}", headers={"range": f"bytes={len(PICTURE)}-"}).status_code == 416
        assert client.head(f"/media/{SIGN}").headers["accept-ranges"] == "bytes"
        assert client.get(f"/media/{SIGN}", headers={"if-none-match": part.headers["etag"]}).status_code == 304


def test_what_is_played_is_sent_apart_from_its_player(hall: Served) -> None:
    go_on(hall.path, "quiz.asked")
    go_on(hall.path, "quiz.ruled", verdict="right")
    ask(hall)
    with hall.browser() as client:
        waiting = client.get("/board").text
        assert f'<audio preload="auto" src="/media/{CALL}" data-media="{CALL}"></audio>' in waiting
        assert 'id="playing"' not in waiting
        go_on(hall.path, "cue.media", action="start")
        look(hall)
        playing = client.get("/board").text
        assert f'id="playing" data-file="{CALL}" data-limit="0" data-used="0" data-since="1' in playing
        player = re.compile(r'<section id="media-1">.*?</section>', re.DOTALL)
        assert player.findall(playing) == player.findall(waiting) != []
        assert "listen in the hall" in client.get("/").text


def test_our_own_files_are_asked_for_again_and_sent_once(hall: Served) -> None:
    with hall.browser() as client:
        first = client.get("/static/follow.js")
        assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
        again = client.get("/static/follow.js", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        plain = client.get("/static/follow.js", headers={"accept-encoding": "identity"})
        assert (plain.content, plain.headers["etag"] != first.headers["etag"]) == (first.content, True)
        assert (first.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
        assert int(first.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize("name", ["", "x", "../x.qa", "..%2fx.qa", SIGN + ".png", SIGN.upper(), "0" * 64])
def test_nothing_else_is_there(hall: Served, name: str) -> None:
    ask(hall)
    with hall.browser() as client:
        assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("change", ["gone", "another"])
def test_a_file_that_is_not_the_one_it_was_is_answered_with_a_sentence(hall: Served, change: str) -> None:
    ask(hall)
    place = next(hall.path.with_name("x.qa-files").glob("*.png"))
    if change == "gone":
        place.unlink()
    else:
        place.write_bytes(png(red=255))
    with hall.browser() as client:
        answer = client.get(f"/media/{SIGN}")
        assert answer.status_code == 404
        assert "This file is gone, or was changed" in answer.text
        assert answer.headers["cache-control"] == "no-store"
        place.write_bytes(PICTURE)
        assert client.get(f"/media/{SIGN}").status_code == 200

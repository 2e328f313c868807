"""Run a round kind of one's own in a web page: `python own_page.py FILE`, then open the address it prints.

The page knows no kind: it is made of the moves that are open and of what they leave to decide.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

from round_kind import Estimate

from quizarena import Arena, Move, QuizArenaError, loads
from quizarena.blanks import Choice
from quizarena.scenes import Headline, Table

KINDS = {"estimate": Estimate()}
RULES = """
quizarena: 1
contest: {title: How many, language: en}
order: roster
teams: [{id: red, name: Red}, {id: blue, name: Blue}]
rounds: [{id: beans, kind: estimate, title: Beans in the jar, answer: 412}]
"""


def page(arena: Arena) -> Callable[[dict[str, Any], Callable[..., Any]], list[bytes]]:
    """Return a WSGI application: the hall's scene, a form for each move the desk may make, the standings."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        said = record(arena, environ) if environ["REQUEST_METHOD"] == "POST" else ""
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return ["".join(drawn(arena, said)).encode()]

    return application


def record(arena: Arena, environ: dict[str, Any]) -> str:
    """Record the form that was sent; return why not, where it was refused. A form sent twice counts once."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    sent = dict(parse_qsl(body, keep_blank_values=True))
    try:
        arena.do(sent.pop("type"), sent, seat="desk", id=sent.pop("id"))
    except QuizArenaError as error:
        return str(error)
    return ""


def drawn(arena: Arena, said: str) -> Iterator[str]:
    """Yield the page: where the contest stands, then what may happen."""
    arena.refresh()  # others may record too, where the arena stands on a file
    contest = arena.contest
    scene = contest.scene("hall")
    yield f"<!doctype html><title>{escape(str(scene.title))}</title><h1>{escape(str(scene.title))}</h1>"
    for block in scene.blocks:
        if isinstance(block, Headline):
            yield f"<h2>{escape(str(block.text))}</h2>"
        elif isinstance(block, Table):
            rows = (
                "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row)
                for row in (block.heads, *block.rows)
            )
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    yield f"<p>{escape(said)}</p>"
    for move in contest.moves("desk"):
        if move.closed is None and not move.aside:
            yield form(move)
    yield contest.standings(audience="hall")._repr_html_()


def form(move: Move) -> str:
    """Return a form that records a move: its blanks as fields, what it already says hidden."""
    known = {"type": move.fact.type, "id": secrets.token_hex(8), **move.identity}
    fields = [f'<input type="hidden" name="{name}" value="{escape(str(known[name]))}">' for name in known]
    for blank in move.decisions:
        fields.append(f"<label>{escape(str(blank.label))} ")
        if isinstance(blank, Choice):
            options = (f'<option value="{escape(each.value)}">{escape(str(each.label))}' for each in blank.options)
            fields.append(f'<select name="{blank.path}">{"".join(options)}</select></label>')
        else:
            fields.append(f'<input name="{blank.path}"></label>')
    return f'<form method="post">{"".join(fields)}<button>{escape(str(move.label))}</button></form>'


def opened(path: str) -> Arena:
    """Take up the contest in a file, or begin it there."""
    if Path(path).exists():
        return Arena.open(path, kinds=KINDS)
    return Arena.create(path, loads(RULES, kinds=KINDS), kinds=KINDS)


if __name__ == "__main__":
    with opened(sys.argv[1]) as arena, make_server("127.0.0.1", 8001, page(arena)) as server:
        print("http://127.0.0.1:8001", flush=True)
        server.serve_forever()

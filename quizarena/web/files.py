"""The files that pages name: our scripts and styles, a contest's look, its pictures and films, the hall's scenes.

`/media/DIGEST` is answered to nobody before a page that is theirs has shown it. `/head` says which scene is on.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from ..journal.stored_files import whole_file
from ..media import file_type
from ..roster import Seat
from .look import look_css
from .reception import NEVER, Reception
from .views import Page
from .words import _
from .worker import Snapshot

_KINDS = {"js": "text/javascript", "css": "text/css"}
"""Media types by a file's ending: Windows may know others, and browsers run no script that is called text."""
_BACKSTAGE = (Seat("host"), Seat("desk"))
_FOR_EVER = "{who}, max-age=31536000, immutable"
"""A digest names one content for ever; what only those backstage have seen no cache between may hand to others."""
OPEN = {"access-control-allow-origin": "*"}
"""Headers of what any page anywhere may read: it is the hall's."""


def routes(reception: Reception) -> list[Route]:
    """Return the addresses of files."""
    found = _Files(reception)
    return [
        Route("/static/{name}", Statics().answer),
        Route("/look.css", found.look),
        Route("/media/{digest}", found.media),
        Route("/head", found.head),
        Route("/scene/{digest}.json", found.scene),
    ]


def head_of(snapshot: Snapshot) -> dict[str, str | int]:
    """Return which scene is on, the record behind it, and the time here in milliseconds."""
    return {"digest": snapshot.scenes.current, "seq": snapshot.seq, "now": round(time.time() * 1_000)}


class Statics:
    """Our scripts and styles, as every server of ours answers them."""

    def __init__(self) -> None:
        """Read and pack them once."""
        self._statics = {each.name: each.read_bytes() for each in (files("quizarena.web") / "static").iterdir()}
        self._digests = {name: sha256(content).hexdigest() for name, content in self._statics.items()}
        self._packed = {name: gzip.compress(content, mtime=0) for name, content in self._statics.items()}

    async def answer(self, request: Request) -> Response:
        """Answer with a script or a style; a newer server may have another."""
        name = request.path_params["name"]
        if name not in self._statics:
            raise HTTPException(404)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        headers = {
            "cache-control": "no-cache",
            "vary": "accept-encoding",
            "etag": f'"{self._digests[name]}-{packed:d}"',
        }
        if _is_known(request, headers):
            return Response(status_code=304, headers=headers)
        content = self._packed[name] if packed else self._statics[name]
        more = {"content-encoding": "gzip"} if packed else {}
        return Response(content, media_type=_KINDS[name.rpartition(".")[2]], headers={**headers, **more})


class _Files:
    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def look(self, _request: Request) -> Response:
        """Answer with the contest's own colours and pictures; the rulebook may be amended."""
        look = self._reception.worker.snapshot.look
        return Response(look_css(look), media_type=_KINDS["css"], headers={"cache-control": "no-cache"})

    async def media(self, request: Request) -> Response:
        """Answer with a file or a part of it: Safari plays nothing that it cannot ask for in parts."""
        digest = request.path_params["digest"]
        public = self._shown(digest, "board", "audience")
        name = public or await self._backstage(request, digest)
        kind = None if name is None else file_type(name)
        if name is None or kind is None:
            raise HTTPException(404)
        headers = {"cache-control": _FOR_EVER.format(who="public" if public else "private"), "etag": f'"{digest}"'}
        if _is_known(request, headers):
            return Response(status_code=304, headers=headers)
        place = await asyncio.to_thread(whole_file, self._reception.worker.address, name)
        if place is None:
            what, advice = _("This file is gone, or was changed"), _("Put it back from a copy of the contest's folder.")
            return self._reception.sorry(request, 404, what, advice)
        return FileResponse(place, headers=headers, media_type=kind.mime)

    async def head(self, _request: Request) -> Response:
        """Answer which scene is on: caches ask once a second for everybody behind them."""
        found = head_of(self._reception.worker.snapshot)
        if not found["digest"]:
            return JSONResponse(found, 503, headers={**OPEN, **NEVER})
        return JSONResponse(found, headers={**OPEN, "cache-control": "public, max-age=1"})

    async def scene(self, request: Request) -> Response:
        """Answer with one of the last scenes."""
        body = self._reception.worker.snapshot.scenes.bodies.get(request.path_params["digest"])
        if body is None:
            raise HTTPException(404)
        headers = {**OPEN, "cache-control": _FOR_EVER.format(who="public")}
        return Response(body, media_type="application/json", headers=headers)

    def _shown(self, digest: str, *pages: Page) -> str | None:
        """Return the stored name of a file that one of the pages has shown, None for anything else."""
        shown = (name for page in pages for name in self._reception.worker.snapshot.media.get(page, ()))
        return next((name for name in shown if name.partition(".")[0] == digest), None)

    async def _backstage(self, request: Request, digest: str) -> str | None:
        is_backstage = await self._reception.seat(request) in _BACKSTAGE
        return self._shown(digest, "host") if is_backstage else None


def _is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the browser has the content that these headers are of."""
    return headers["etag"] in request.headers.get("if-none-match", "")

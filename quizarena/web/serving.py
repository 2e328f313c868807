"""Running the hall's server: on this machine alone or for its network, until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from io import StringIO
from pathlib import Path
from typing import Protocol

import attrs
import segno
import uvicorn

from ..rulebook import Theme
from ..sessions.cards import DESK, print_cards
from ..sessions.serving import way_out
from ..text import Text, of_system
from .app import Hall
from .attendance import ServingError
from .drawing import Joining, WiFi
from .guard import App
from .https import Certificate
from .publishing import Publisher
from .words import _
from .worker import Worker

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # asked for by --lan
_MOST_FILES = 65_536
_TICK_SECONDS = 0.25
SWITCH_SECONDS = 0.000_5
"""How long the contest's thread draws while an answer waits to be sent."""
_USUAL_PORTS = {"http": 80, "https": 443}
"""The ports that browsers leave out of what they ask for."""


@attrs.frozen
class Addresses:
    """Where the hall is served: `own` for this machine, `shared` for the others in its network, the best first.

    `desk` opens the scorer's page with the seats, on this machine and once.
    """

    own: str
    shared: tuple[str, ...] = ()
    desk: str = ""

    @property
    def best(self) -> str:
        """The address to give to others, that of this machine where there is none."""
        return self.shared[0] if self.shared else self.own


class Site(Protocol):
    """What is served: an ASGI app, and how its open answers are ended."""

    @property
    def app(self) -> App:
        """The app."""
        ...

    def end(self) -> None:
        """End what would keep a server from stopping; called in its event loop."""
        ...


def _say_nothing(_text: Text) -> None:
    """Serve without a word."""


def serve(
    address: str, announce: Callable[[Addresses], object], *, port: int, lan: bool, theme: Theme | None,
    shown: Certificate | None = None, wifi: WiFi | None = None, boxes: str = "", publish: str | None = None,
    say: Callable[[Text], object] = _say_nothing,
) -> None:  # fmt: skip
    """Serve the contest at `address` until the process is asked to stop; `announce` is told where, once it is served.

    With a certificate, `shown` to whoever connects, it is served by https alone. `wifi` is what phones join first,
    `boxes` a program that prints presses of buzzers. Into the folder `publish` the hall's scenes are written as files;
    `say` is told when that fails, and when it goes on.

    Raises:
        ServingError: The port is taken, or not ours to take; or the contest is served already.
        JournalError: Like `Arena.open`.
    """
    with closing(listen_at(EVERYWHERE if lan else HERE, port)) as listening:
        port = listening.getsockname()[1]
        found = addresses(port, lan, shown)
        worker = Worker(address, Joining(found.shared[0] if found.shared else "", wifi))
        worker.start()
        _raise_limit()
        try:
            worker.ask(lambda _arena: worker.attendance.open(found.best)).result()
            hall = Hall(worker, hosts(found, port), theme, found.best, boxes)
            desk = worker.ask(lambda arena: print_cards(arena, [DESK])[DESK]).result()
            gc.freeze()  # what stands now stays: no collection goes through it while pages wait
            announce(attrs.evolve(found, desk=f"{found.own}/s/{desk}"))
            with nullcontext() if publish is None else Publisher(worker, Path(publish), say).following():
                run(hall, listening, shown)
        finally:
            worker.close()


def _raise_limit() -> None:
    """Take as many connections as the system gives; macOS begins with 256 files a process."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, _MOST_FILES), most))


def listen_at(host: str, port: int) -> socket.socket:
    """Return a socket that listens; what is written to whoever connects goes out at once, without awaiting more.

    Raises:
        ServingError: The port is taken, or not ours to take.
    """
    try:
        made = socket.create_server((host, port), backlog=4096)
        # asyncio sends what is written at once where a socket says that it speaks TCP, which create_server leaves out.
        return socket.socket(proto=socket.IPPROTO_TCP, fileno=made.detach())
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = str(port + 1)
            taken = _("port {port} is taken by another program; try --port {other}", port=str(port), other=other)
            raise ServingError(taken) from error
        raise ServingError(_("port {port} cannot be used: {why}", port=str(port), why=of_system(error))) from error


def addresses(port: int, lan: bool, shown: Certificate | None = None) -> Addresses:
    """Return where a server on `port` is reached; first by the names a certificate is for, which phones accept."""
    scheme, names = ("http", ()) if shown is None else ("https", shown.names)
    shared = dict.fromkeys((*names, *_machine_addresses())) if lan else {}
    return Addresses(f"{scheme}://{HERE}:{port}", tuple(f"{scheme}://{each}:{port}" for each in shared))


def _machine_addresses() -> list[str]:
    """Return this machine's addresses in its networks, the one of its way out first."""
    found = [way_out()]
    with suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [each for each in dict.fromkeys(found) if each and not each.startswith("127.")]


def hosts(found: Addresses, port: int) -> set[str]:
    """Return the hosts that requests may name, with their port; at the usual port also without it."""
    known = {each.partition("://")[2] for each in (found.own, *found.shared)} | {f"localhost:{port}"}
    is_usual = port == _USUAL_PORTS[found.own.partition("://")[0]]
    usual = {each.rpartition(":")[0] for each in known} if is_usual else set[str]()
    return known | usual


def run(site: Site, listening: socket.socket, shown: Certificate | None) -> None:
    """Answer what is asked of a site at a socket until the process is asked to stop."""
    config = uvicorn.Config(
        site.app, log_level="warning", access_log=False, server_header=False, ws="websockets-sansio",
        ws_per_message_deflate=False, ws_max_size=4_096, timeout_graceful_shutdown=1, lifespan="on",
        ssl_certfile=None if shown is None else shown.file, ssl_keyfile=None if shown is None else shown.key,
    )  # fmt: skip
    sys.setswitchinterval(SWITCH_SECONDS)
    logging.getLogger("uvicorn.error").addFilter(_is_of_use)
    with suppress(KeyboardInterrupt):  # how it is stopped
        _Server(config, site).run(sockets=[listening])


def _is_of_use(record: logging.LogRecord) -> bool:
    """Whether a line helps whoever reads the terminal: that a browser tried HTTPS first does not."""
    return record.getMessage() != "Invalid HTTP request received."


class _Server(uvicorn.Server):
    """Ends the streams before it waits for connections to end: left to time out, each leaves a traceback."""

    def __init__(self, config: uvicorn.Config, site: Site) -> None:
        super().__init__(config)
        self._site = site

    async def main_loop(self) -> None:
        """Look whether to stop, and what the date is, a few times a second: uvicorn's ten keep a processor awake."""
        while not await self.on_tick(0):
            await asyncio.sleep(_TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.end()
        await super().shutdown(sockets)


def qr_code(address: str) -> str:
    """Return an address as a QR code in characters, for a terminal."""
    out = StringIO()
    segno.make(address, error="m").terminal(out, compact=True)
    return out.getvalue()

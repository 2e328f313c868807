"""A relay before a PostgreSQL server that cuts a line at the moment of a COMMIT, as a net does.

"before": the server never hears of it; "after": it commits and the answer is lost; "late": the line is dead for the
client at once, and the COMMIT comes to the server only when `let_go` is called.
"""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

Cut = Literal["before", "after", "late"]
_COMMIT = b"COMMIT; BEGIN"
_NAME = ".s.PGSQL.5432"
_SECONDS = 60.0


class Relay:
    """Listens in `folder` as a server does, and hands on to that in `server`; the next COMMIT is cut as `cut` says."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.cut: Cut | None = None
        self.hits = 0
        self._server = str(server / _NAME)
        self._gone = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _NAME))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def let_go(self) -> None:
        """Let a COMMIT that was held back come to the server."""
        self._gone.set()

    def close(self) -> None:
        self._gone.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        with client, server, suppress(OSError), selectors.DefaultSelector() as ready:
            server.connect(self._server)
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            while all(self._pass_on(key.fileobj, key.data, client) for key, _events in ready.select()):
                pass

    def _pass_on(self, source: object, target: socket.socket, client: socket.socket) -> bool:
        """Hand on what came; return whether the line goes on."""
        assert isinstance(source, socket.socket)
        data = source.recv(65_536)
        if not data:
            return False
        if source is client and _COMMIT in data and self.cut is not None:
            self._strike(data, client, target)
            return False
        target.sendall(data)
        return True

    def _strike(self, data: bytes, client: socket.socket, server: socket.socket) -> None:
        cut, self.cut = self.cut, None
        self.hits += 1
        if cut == "before":
            return
        if cut == "late":
            client.close()
            self._gone.wait(_SECONDS)
        server.sendall(data)
        server.recv(1)  # the server has answered, and so has committed

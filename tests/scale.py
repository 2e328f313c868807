"""A district in one run: 200 contests at once on one PostgreSQL server, and the public of one of them behind a cache.

`make scale` runs it; docs/scale.md has its figures. Viewers ask as pages made elsewhere do: once a second which
scene is on, and for a scene once. nginx keeps both, as in front of any hall; Debian's is installed where there is none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import Any
from urllib.request import urlopen

import attrs

from tests.benchmarks import servers
from tests.postgres import Unavailable, new_server_database
from tests.web.browsers import free_port, serving

PROCESSES = 4
_CONFIG = """\
daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 2;
events {{ worker_connections 20000; }}
http {{
  log_format kept '$upstream_cache_status $uri';
  access_log {folder}/asked kept buffer=64k flush=1s;
  proxy_cache_path {folder}/kept keys_zone=hall:10m;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 100000;
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    location / {{
      proxy_pass http://{origin}; proxy_set_header Host {origin};
      proxy_cache hall; proxy_cache_lock on; proxy_cache_use_stale updating error timeout;
    }}
  }}
}}
"""


@attrs.frozen
class Size:
    """How many contests, for how many seconds, and how many look on."""

    contests: int = 200
    seconds: int = 60
    viewers: int = 2_000


def measure(size: Size) -> Iterator[str]:
    """Run the district and yield what it came to, a line each."""
    base = f"{new_server_database()}#district-{secrets.token_hex(2)}"
    share = size.contests // PROCESSES
    loads = [servers.run("load", base, str(nth * share), str(share), str(size.seconds)) for nth in range(PROCESSES)]
    for load in loads:  # until its contests are there
        assert load.stdout is not None
        load.stdout.readline()
    with serving(f"{base}-0") as origin, nginx(origin) as (cache, folder):
        crowd = _viewers(cache, size)
        assert crowd.stdout is not None
        crowd.stdout.readline()
        for each in (*loads, crowd):
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
        waits = [float(line) for load in loads if load.stdout is not None for line in load.stdout]
        seen, _nothing = crowd.communicate()
        sleep(1.5)  # until nginx has written what it was asked
        asked = Counter(line.split()[0] for line in (folder / "asked").read_text(encoding="utf-8").splitlines())
    yield f"{size.contests} contests, a record a second each, {size.seconds} s: {_spread(waits)}"
    yield from _of_viewers(json.loads(seen), size, asked)


def _of_viewers(found: dict[str, Any], size: Size, asked: Counter[str]) -> Iterator[str]:
    rate = len(found["waits"]) / size.seconds
    yield f"{size.viewers} viewers behind nginx: {rate:.0f} answers a second, {_spread(found['waits'])}"
    yield f"scenes fetched by a viewer: {found['scenes'] / size.viewers:.1f} of {found['changes']} that were on"
    kept = sum(asked.values()) - asked["MISS"] - asked["EXPIRED"]
    beyond = (asked["MISS"] + asked["EXPIRED"]) / size.seconds
    share = 100 * kept / max(1, sum(asked.values()))
    yield f"answered by the cache: {share:.2f} %; {beyond:.1f} a second reached the hall"
    yield f"answers that failed: {found['failed']}"


def _spread(waits: Sequence[float]) -> str:
    if len(waits) < 2:
        return "nothing"
    ms = [1_000 * wait for wait in waits]
    cuts = statistics.quantiles(ms, n=100)
    return f"median {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, longest {max(ms):.0f} ms"


@contextmanager
def nginx(origin: str) -> Iterator[tuple[str, Path]]:
    """Run nginx in front of a hall; yield its address and its folder."""
    if shutil.which("nginx") is None:
        subprocess.run(["apt-get", "install", "--yes", "nginx-light"], check=True)
    folder, port = Path(tempfile.mkdtemp(prefix="quizarena-nginx-")), free_port()
    folder.chmod(0o777)
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, port=port, origin=origin.removeprefix("http://")), encoding="utf-8")
    with subprocess.Popen(["nginx", "-c", str(config), "-e", f"{folder}/errors"]) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/head", process)
            yield f"127.0.0.1:{port}", folder
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _look in range(600):
        assert process.poll() is None, "nginx has ended"
        with suppress(OSError):
            urlopen(address, timeout=5).close()
            return
        sleep(0.1)
    raise AssertionError("nginx answers nothing")


# Viewers


def _viewers(cache: str, size: Size) -> subprocess.Popen[str]:
    words = ["viewers", cache, str(size.viewers), str(size.seconds)]
    command = [sys.executable, "-m", "tests.scale", *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


async def watch(cache: str, viewers: int, seconds: int) -> dict[str, Any]:
    """Look on with so many viewers at once, each on a line of its own."""
    waits, digests, failed, luck = list[float](), set[str](), [0], Random(1)
    ends = perf_counter() + seconds

    async def one() -> int:
        await asyncio.sleep(luck.random())
        seen = set[str]()
        while perf_counter() < ends:
            try:
                reader, writer = await asyncio.open_connection(*cache.split(":"))
                with suppress(asyncio.IncompleteReadError):
                    await look(reader, writer, seen)
                writer.close()
            except OSError:
                failed[0] += 1
                await asyncio.sleep(1)
        return len(seen)

    async def look(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: set[str]) -> None:
        while (began := perf_counter()) < ends:
            body = await get(reader, writer, "/head")
            digest = str(json.loads(body)["digest"])
            digests.add(digest)
            if digest not in seen:
                await get(reader, writer, f"/scene/{digest}.json")
                seen.add(digest)
            await asyncio.sleep(max(0.0, began + 1 - perf_counter()))

    async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
        began = perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {cache}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await reader.readexactly(int(length.split(b":")[1]))
        waits.append(perf_counter() - began)
        failed[0] += not head.startswith(b"HTTP/1.1 200")
        return body

    scenes = sum(await asyncio.gather(*(one() for _viewer in range(viewers))))
    return {"waits": waits, "scenes": scenes, "changes": len(digests), "failed": failed[0]}


def main() -> None:
    """Measure, or look on."""
    if sys.argv[1:2] == ["viewers"]:
        cache, viewers, seconds = sys.argv[2:]
        print(flush=True)  # noqa: T201
        sys.stdin.readline()
        print(json.dumps(asyncio.run(watch(cache, int(viewers), int(seconds)))))  # noqa: T201
        return
    asked = argparse.ArgumentParser()
    for field in attrs.fields(Size):
        asked.add_argument(f"--{field.name}", type=int, default=field.default)
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        for line in measure(Size(**vars(asked.parse_args()))):
            print(line, flush=True)  # noqa: T201
    except Unavailable as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()

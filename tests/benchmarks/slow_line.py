"""A line that takes its time each way, give or take a sixth: `python -m tests.benchmarks.slow_line PORT MILLISECONDS`.

It listens at 127.0.0.2 and hands on to the same port of 127.0.0.1, so that a page may go by the name localhost.
"""

from __future__ import annotations

import asyncio
import sys
from random import Random

PORT, WAY_SECONDS = int(sys.argv[1]), float(sys.argv[2]) / 1_000


async def hand_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, chance: Random) -> None:
    """Hand on what comes, each piece later and none before the one it follows."""
    loop, due = asyncio.get_running_loop(), 0.0
    while piece := await source.read(65_536):
        due = max(due, loop.time() + WAY_SECONDS * (1 + chance.uniform(-1, 1) / 6))
        loop.call_at(due, target.write, piece)
    loop.call_at(due, target.close)


async def serve() -> None:
    """Serve until it is killed."""
    chance = Random(1)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", PORT)
        await asyncio.gather(hand_on(reader, there_writer, chance), hand_on(there_reader, writer, chance))

    server = await asyncio.start_server(connected, "127.0.0.2", PORT)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())

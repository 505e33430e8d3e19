"""`python -m bot.local_telegram`: the local Telegram alone, for a bot in another process."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from bot.local_telegram.server import PEOPLE, LocalTelegram


async def serve(options: argparse.Namespace) -> None:
    telegram = LocalTelegram(options.host, options.port, options.people)
    await telegram.start()
    sys.stdout.write(f"{telegram.url}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    await stopped.wait()
    await telegram.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.local_telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8425)
    parser.add_argument("--people", type=json.loads, default=PEOPLE, help='JSON: [{"id": 1, "name": "…", "role": "…"}]')
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()

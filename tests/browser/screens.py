"""`python -m tests.browser.screens FOLDER`: the README's pictures, made from the running product."""

import asyncio
import sys
from pathlib import Path

from bot.demo import Demo
from tests import databases
from tests.browser.chromium import BrowserPhone, open_browser
from tests.browser.play import begin_by_day, play_whole_sentence

SETTLED_MS = 4000
"""Until the announcement's progress has been written once more."""


async def make(folder: Path, url: str) -> None:
    """Play the whole sentence and take the pictures."""
    demo = Demo(url, "127.0.0.1", 0)
    await demo.prepare()
    await begin_by_day(url)
    async with demo.running() as address, open_browser() as browser:
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        await page.goto(address)
        phones = [BrowserPhone(page, user) for user in (1001, 2001, 3001)]
        await play_whole_sentence(*phones)
        await page.wait_for_timeout(SETTLED_MS)
        await page.screenshot(path=folder / "three-phones.png")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = databases.server_url()
    url = databases.clone(server, databases.sample_template(server), "shitu_screens")
    asyncio.run(make(folder, url))


if __name__ == "__main__":
    main()

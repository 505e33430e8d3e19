"""A real browser for the phone page: Debian's Chromium, driven by Playwright."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright, expect

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 20_000


def executable() -> str | None:
    """Where Chromium is, if it is installed."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


class BrowserPhone:
    """One phone on the page, used by mouse and keyboard."""

    def __init__(self, page: Page, user: int) -> None:
        self._phone = page.locator(f"#phone-{user}")
        self._answers = self._phone.locator(".message.theirs")

    async def _answered(self, before: str) -> None:
        """Wait until the bot's side of the chat has changed."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while await self._bot_side() == before:
            assert time.monotonic() < deadline, "the bot did not answer"
            await asyncio.sleep(0.05)

    async def _bot_side(self) -> str:
        return "\n".join(await self._answers.all_inner_texts())

    async def send(self, text: str) -> None:
        """Type and press Enter."""
        before = await self._bot_side()
        box = self._phone.get_by_role("textbox").last
        await box.fill(text)
        await box.press("Enter")
        await self._answered(before)

    async def tap(self, text: str) -> None:
        """Press the newest button that begins with the text."""
        button = self._phone.locator(f".keyboard button:text-matches('^{text}')").last
        await button.wait_for(timeout=PATIENCE_MS)
        before = await self._bot_side()
        await button.click(timeout=PATIENCE_MS)
        await self._answered(before)

    async def press_start(self) -> None:
        """The button of an empty chat."""
        await self._phone.locator("button.start").click(timeout=PATIENCE_MS)
        await self._answered("")

    async def see(self, text: str) -> None:
        """Wait until the bot has said it."""
        await expect(self._phone.locator(".message.theirs", has_text=text).last).to_be_visible(timeout=PATIENCE_MS)

    async def texts(self) -> list[str]:
        """All that stands on this phone."""
        return await self._phone.locator(".message .text").all_inner_texts()

    async def newest(self) -> str:
        """What the bot said last."""
        return await self._answers.last.inner_text()

    async def buttons(self) -> list[str]:
        """The buttons under the newest message that has some, in order."""
        return await self._phone.locator(".keyboard").last.locator("button").all_inner_texts()

    async def overflowing(self) -> list[str]:
        """Texts of elements whose content is cut off."""
        return await self._phone.evaluate(
            """phone => [...phone.querySelectorAll('.bubble, .keyboard button')]
                .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')
                .map(e => e.innerText)"""
        )

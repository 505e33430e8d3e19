"""The whole product on the phone page: a seeker, an enterprise and a member of staff, in a real browser."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from bot.demo import Demo
from tests.browser.chromium import BrowserPhone, executable, open_browser
from tests.browser.play import begin_by_day, play_whole_sentence

SCREENS = Path(__file__).parents[1] / "screens"
FIELD_MIN_PX = 36
"""A line of text with its edges."""

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")


@pytest.fixture
async def page(sample_database: str) -> AsyncIterator[Page]:
    """The phone page of a running demo."""
    demo = Demo(sample_database, "127.0.0.1", 0)
    await demo.prepare()
    await begin_by_day(sample_database)
    async with demo.running() as address, open_browser() as browser:
        opened = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(address)
        yield opened
        assert errors == []
        calls = await opened.request.get(f"{address}/calls/violations")
        assert (await calls.json()) == {"violations": []}


async def test_from_a_posted_opening_to_both_holding_each_others_contact(page: Page) -> None:
    seeker, enterprise, staff = (BrowserPhone(page, user) for user in (1001, 2001, 3001))

    await play_whole_sentence(seeker, enterprise, staff)

    await page.screenshot(path=screen("three-phones-zh.png"))
    for phone in (seeker, enterprise, staff):
        assert await phone.overflowing() == []
        for text in await phone.texts():
            assert not re.search(r"\b(?:None|null|undefined|True|False)\b|\{\w+\}", text), text


async def test_the_seekers_part_in_english(page: Page) -> None:
    seeker = BrowserPhone(page, 1001)
    await seeker.press_start()
    await seeker.tap("English")
    await seeker.tap("I agree")
    await seeker.tap("I agree")
    await seeker.send("I'm in Shenyang, did welding for three years, no certificate, want to learn CNC. I am 28.")
    await seeker.see("1. ")
    await seeker.tap("1$")
    await seeker.see("Never pay")
    await seeker.tap("Apply|Sign up")
    await seeker.tap("No number")
    await seeker.tap("Skip")
    await seeker.see("number")
    await page.screenshot(path=screen("seeker-en.png"))
    assert await seeker.overflowing() == []


async def test_small_screen_shows_one_phone_at_a_time(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator(".phone:visible, [id^=phone-]:visible").first.wait_for()
    visible = [await page.locator(f"#phone-{user}").is_visible() for user in (1001, 2001, 3001)]
    assert visible.count(True) == 1
    await page.screenshot(path=screen("small.png"))
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def screen(name: str) -> Path:
    SCREENS.mkdir(exist_ok=True)
    return SCREENS / name


async def test_the_message_field_keeps_its_height_on_a_phone_that_was_out_of_sight(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator("#languages button[lang=en]").click()
    field = page.locator("#phone-2001 textarea")
    await page.locator("#tab-2001").click()
    await field.wait_for()
    await page.screenshot(path=screen("small-other-phone.png"))
    assert await _height(page, 2001) >= FIELD_MIN_PX

    await page.locator("#tab-1001").click()
    await page.locator("#languages button[lang=zh]").click()
    await page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    await page.set_viewport_size({"width": 1500, "height": 900})
    await field.wait_for()
    await page.screenshot(path=screen("wide-after-small.png"))
    assert min([await _height(page, user) for user in (1001, 2001, 3001)]) >= FIELD_MIN_PX


async def _height(page: Page, user: int) -> float:
    box = await page.locator(f"#phone-{user} textarea").bounding_box()
    assert box is not None
    return box["height"]

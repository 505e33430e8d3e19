"""The whole product on the phone page: a seeker, an enterprise and a member of staff, in a real browser."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from bot.demo import Demo
from tests.browser.chromium import BrowserPhone, executable, open_browser

SCREENS = Path(__file__).parents[1] / "screens"

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")


@pytest.fixture
async def page(sample_database: str) -> AsyncIterator[Page]:
    """The phone page of a running demo."""
    demo = Demo(sample_database, "127.0.0.1", 0)
    await demo.prepare()
    async with demo.playing() as address, open_browser() as browser:
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

    await _post_opening(enterprise)
    await staff.send("/review")
    await staff.tap("通过$")
    await enterprise.see("通过了审核")

    await seeker.press_start()
    await seeker.tap("同意，开始")
    await seeker.tap("同意，开始")
    await seeker.send("我在沈阳，干过两年保安，想学探伤，31岁")
    await seeker.see("1. ")
    await seeker.tap("1$")
    await seeker.see("任何收费都不要交")
    await seeker.tap("报名")
    await seeker.see("留个电话")
    await seeker.send("13800138000")
    await seeker.see("报上了")

    await enterprise.tap("同意谈谈")
    await seeker.see("愿意和您谈")
    await seeker.see("024-")
    await enterprise.see("13800138000")

    await staff.send("/broadcast")
    await staff.see("发什么")
    await staff.send("康养护理员免费培训班12月开班，想学的在这里说一声。")
    await staff.tap("沈阳$")
    await staff.tap("就这些")
    await staff.see("1 人")
    await staff.tap("现在发")
    await seeker.see("康养护理员免费培训班")

    await page.screenshot(path=_screen("three-phones-zh.png"))
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
    await seeker.see("number")
    await page.screenshot(path=_screen("seeker-en.png"))
    assert await seeker.overflowing() == []


async def test_small_screen_shows_one_phone_at_a_time(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    visible = [await page.locator(f"#phone-{user}").is_visible() for user in (1001, 2001, 3001)]
    assert visible.count(True) == 1
    await page.screenshot(path=_screen("small.png"))
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def _screen(name: str) -> Path:
    SCREENS.mkdir(exist_ok=True)
    return SCREENS / name


async def _post_opening(enterprise: BrowserPhone) -> None:
    """The guided form, by taps where there are buttons and by typing where not."""
    await enterprise.send("/post")
    await enterprise.see("什么工种")
    await enterprise.send("无损检测")
    await enterprise.tap("无损检测员学徒")
    await enterprise.tap("2 人")
    await enterprise.see("哪个城市")
    await enterprise.send("沈阳大东")
    await enterprise.see("每月工资")
    await enterprise.send("4000-6000")
    await enterprise.see("出徒以后")
    await enterprise.send("5500-7500")
    for button in ("包吃住", "白班", "交$", "12 个月", "12 个月", "中级工", "跳过", "初中", "没经验也行"):
        await enterprise.tap(button)
    await enterprise.see("每天干什么")
    await enterprise.send("跟着师傅学超声波和磁粉探伤，先认识工件和焊缝，再学写检测报告，师傅手把手带着做。")
    await enterprise.tap("4 周")
    await enterprise.see("求职者看到的是这样")
    await enterprise.tap("提交审核")
    await enterprise.see("已提交审核")

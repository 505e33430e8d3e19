"""From questions about a card to a contract that both confirmed, with words instead of buttons where one can."""

import pytest
from playwright.async_api import Page

from tests.browser.chromium import BrowserPhone, executable
from tests.browser.play import post_opening
from tests.browser.test_three_phones import page, screen

__all__ = ["page"]

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")


async def test_a_seeker_asks_applies_moves_the_interview_and_signs_by_typing(page: Page) -> None:
    seeker, enterprise, staff = (BrowserPhone(page, user) for user in (1001, 2001, 3001))
    await post_opening(enterprise)
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

    await seeker.send("管住吗？一个月多少钱？有没有班车")
    await seeker.see("4000")
    await seeker.see("没写")
    await page.screenshot(path=screen("asked-three-things.png"))
    await seeker.tap("没答上")
    await enterprise.see("有求职者问")
    await enterprise.tap("写一句")
    await enterprise.send("有，早上七点从地铁口发车")
    await seeker.see("早上七点从地铁口发车")

    await seeker.send("行，就报这个")
    await seeker.see("留个电话")
    await seeker.send("13800138000")
    await seeker.tap("跳过")
    await seeker.see("报上了")
    await enterprise.tap("同意谈谈")
    await seeker.see("愿意和您谈")

    await _meet_and_sign(page, seeker, enterprise)
    for phone in (seeker, enterprise, staff):
        assert await phone.overflowing() == []


async def _meet_and_sign(page: Page, seeker: BrowserPhone, enterprise: BrowserPhone) -> None:
    await enterprise.tap("约面谈")
    await enterprise.send("后天上午十点")
    await enterprise.send("大东区样板街1号门卫")
    await enterprise.tap("跳过")
    await enterprise.tap("发给对方")
    await seeker.see("约您面谈")
    await seeker.send("那天我有事，能改到大后天下午两点吗")
    await enterprise.see("14:00")
    await enterprise.tap("就按这个时间")
    await seeker.see("14:00")

    await enterprise.tap("录用")
    for said in ("下周一", "4500-5000", "大东区样板街1号门卫", "门卫找王师傅"):
        await enterprise.send(said)
    await enterprise.tap("身份证（看完就还）")
    await enterprise.tap("发出录用")
    await seeker.see("录用您了")
    await seeker.see("门卫找王师傅")
    await page.screenshot(path=screen("offer.png"))
    await seeker.send("行，我去")
    await seeker.tap("接受")
    await seeker.see("定下来了")

    await enterprise.send("/applicants")
    await enterprise.tap("1. ")
    await enterprise.tap("协议登记")
    await enterprise.tap("劳动合同")
    await enterprise.tap("今天")
    await seeker.see("登记了")
    await seeker.tap("签了，对得上")
    await enterprise.see("确认了")

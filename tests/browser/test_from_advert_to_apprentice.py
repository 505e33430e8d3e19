"""From a pasted advert with faults to a signed apprentice, on three phones in a real browser."""

import pytest
from playwright.async_api import Page

from tests import parties
from tests.browser.chromium import BrowserPhone, executable
from tests.browser.test_three_phones import page, screen

__all__ = ["page"]

pytestmark = pytest.mark.skipif(executable() is None, reason="Chromium is not installed")

NAME = "沈阳样板北岭机械厂"
ADVERT = (
    "急招数控车床学徒1名，限男性，月薪4300-5200元，沈阳大东，白班，包吃住，交五险，"
    "跟着师傅学看图、对刀和数控车床操作，入职交押金300元"
)


async def test_from_a_pasted_advert_with_faults_to_a_signed_apprentice(page: Page) -> None:
    seeker, enterprise, staff = (BrowserPhone(page, user) for user in (1001, 2001, 3001))

    await _join(enterprise)
    await _let_through(staff)
    await enterprise.see("通过了核验")

    await _paste(enterprise)
    await page.screenshot(path=screen("advert-read.png"))
    await _hand_in(enterprise)
    await _let_through(staff)
    await enterprise.see("通过了审核")

    await _apply(seeker)
    await enterprise.tap("同意谈谈")
    await seeker.see("愿意和您谈")

    await enterprise.tap("约面谈")
    await enterprise.send("后天上午十点")
    await enterprise.send("大东区样板街1号门卫")
    await enterprise.tap("跳过")
    await enterprise.tap("发给对方")
    await seeker.tap("能去")
    await enterprise.see("说能来")
    await page.screenshot(path=screen("interview.png"))

    await enterprise.tap("录用")
    for said in ("后天", "4500-5000", "大东区样板街1号门卫", "门卫找王师傅"):
        await enterprise.send(said)
    await enterprise.tap("身份证（看完就还）")
    await enterprise.tap("发出录用")
    await seeker.see("录用您了")
    await seeker.see("门卫找王师傅")
    await seeker.tap("接受")
    await seeker.see("定下来了")
    await enterprise.see("招满了")
    await page.screenshot(path=screen("signed.png"))

    await seeker.send("/match")
    await seeker.see("数控")
    assert NAME not in (await seeker.newest())
    for phone in (seeker, enterprise, staff):
        assert await phone.overflowing() == []


async def _join(enterprise: BrowserPhone) -> None:
    await enterprise.send("/join")
    await enterprise.send(NAME)
    await enterprise.send(parties.credit_code(7))
    await enterprise.tap("就这些")
    await enterprise.tap("沈阳$")
    await enterprise.tap("大东区")
    await enterprise.send("024 8123 4567")
    await enterprise.send("李姐")
    await enterprise.tap("跳过")
    await enterprise.tap("提交核验")


async def _let_through(staff: BrowserPhone) -> None:
    await staff.send("/review")
    await staff.tap("通过$")


async def _paste(enterprise: BrowserPhone) -> None:
    await enterprise.send(ADVERT)
    await enterprise.see("读出来了")
    await enterprise.see("押金300")
    await enterprise.see("限男")


async def _hand_in(enterprise: BrowserPhone) -> None:
    """Every fault with one tap, what is still asked with the first answer offered."""
    await enterprise.tap("全部改好")
    for _ in range(8):
        offered = await enterprise.buttons()
        if "提交审核" in offered:
            break
        await enterprise.tap(NAME if NAME in offered else offered[0])
    await enterprise.tap("提交审核")
    await enterprise.see("已提交审核")


async def _apply(seeker: BrowserPhone) -> None:
    await seeker.press_start()
    await seeker.tap("同意，开始")
    await seeker.tap("同意，开始")
    await seeker.send("我在沈阳大东，26岁，高中毕业，想学数控车床，要包住")
    await seeker.see(NAME)
    await seeker.tap("1$")
    await seeker.see(NAME)
    await seeker.tap("报名")
    await seeker.see("留个电话")
    await seeker.send("13800138000")
    await seeker.tap("跳过")
    await seeker.see("报上了")

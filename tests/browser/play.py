"""The whole product in one go, on three phones: posted, approved, matched, applied, agreed, announced."""

from datetime import timedelta

from data.db import clock, engine
from tests.browser.chromium import BrowserPhone


async def begin_by_day(url: str) -> None:
    """Go on to 10 in the morning: at night announcements wait."""
    async with engine.open_sessions(url) as sessions, sessions() as session, session.begin():
        now = await clock.now(session)
        at = now.replace(hour=10, minute=0, second=0, microsecond=0)
        at += timedelta(days=1) if at <= now else timedelta()
        await clock.advance(session, int((at - now).total_seconds()))


async def play_whole_sentence(seeker: BrowserPhone, enterprise: BrowserPhone, staff: BrowserPhone) -> None:
    """From an opening that is not there yet to an announcement that reaches the person who applied for it."""
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
    await seeker.tap("报名")
    await seeker.see("留个电话")
    await seeker.send("13800138000")
    await seeker.tap("跳过")
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


async def post_opening(enterprise: BrowserPhone) -> None:
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
    for button in ("包吃住", "白班", "就这些", "交$", "12 个月", "12 个月", "中级工", "初中", "没经验也行"):
        await enterprise.tap(button)
    await enterprise.see("每天干什么")
    await enterprise.send("跟着师傅学超声波和磁粉探伤，先认识工件和焊缝，再学写检测报告，师傅手把手带着做。")
    await enterprise.tap("4 周")
    await enterprise.see("求职者看到的是这样")
    await enterprise.tap("提交审核")
    await enterprise.see("已提交审核")

"""How an application stands is told in a sentence, whatever its state: what happened, what comes next, and when."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import format_day
from bot.seeker.applying import status
from data.applications import history, interviews, offers, questions
from data.applications import service as applications
from data.applications.models import Agreement, Application, Interview, OfferTerms
from data.db import clock
from data.listings.openings import Opening
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, InterviewAnswer, Language, ListingState
from tests import forged, parties
from tests.applying import tap_apply
from tests.stages import Stage

MEMBER, SEEKER = 2811, 1811


class Case:
    """An application that its two sides, or the clock, take somewhere."""

    def __init__(self, session: AsyncSession, opening: Opening, application: Application, member: int) -> None:
        self.session, self.opening, self.application, self.member = session, opening, application, member
        self.number, self.seeker = application.id or 0, application.account_id or 0

    async def put(self, *states: State) -> None:
        """Through these states, one after the other."""
        for state in states:
            await applications.transition(self.session, self.application, state, self.member)

    async def meet(self, answer: InterviewAnswer, *, days: int = 3) -> None:
        """A meeting so many days from now."""
        now = await clock.now(self.session)
        await self.put(State.TALKING, State.INTERVIEW)
        self.session.add(
            Interview(
                application_id=self.number, account_id=self.seeker, at=now + timedelta(days=days), place="兴顺街 1 号",
                answer=answer, arranged_at=now,
            )
        )  # fmt: skip
        await self.session.flush()

    async def offer(self, *, days: int) -> None:
        """A place whose first day lies so many days from now."""
        today = await clock.today(self.session)
        terms = OfferTerms(
            application_id=self.number, account_id=self.seeker, first_day=today + timedelta(days=days), wage_min=4000,
            wage_max=5000, place="兴顺街 1 号",
        )  # fmt: skip
        await self.put(State.TALKING)
        await offers.offer_place(self.session, self.number, member=self.member, terms=terms)

    async def sign(self, *, confirmed: bool | None) -> None:
        """The contract, entered by the enterprise."""
        await self.put(State.TALKING, State.OFFERED, State.SIGNED)
        today = await clock.today(self.session)
        self.session.add(
            Agreement(
                opening_id=self.opening.id, application_id=self.number, paper=ApprenticeshipPaper.CONTRACT,
                signed_on=today, recorded_at=await clock.now(self.session), confirmed=confirmed,
            )
        )  # fmt: skip
        await self.session.flush()


@pytest.fixture
async def case(session: AsyncSession) -> Case:
    opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    made = await parties.application(session, SEEKER, opening)
    return Case(session, opening, made, await parties.account_id(session, MEMBER))


async def _paused(case: Case) -> None:
    case.opening.state = ListingState.PAUSED


async def _in_review(case: Case) -> None:
    case.opening.state = ListingState.IN_REVIEW


async def _over(case: Case) -> None:
    case.opening.state = ListingState.EXPIRED


async def _seen(case: Case) -> None:
    await history.mark_seen(case.session, [case.application])
    await case.session.refresh(case.application)


async def _asked(case: Case) -> None:
    await questions.ask_applicant(case.session, case.number, member=case.member, text="能住宿舍吗？")


async def _accepted(case: Case, days: int) -> None:
    await case.offer(days=days)
    await offers.accept_offer(case.session, case.seeker, case.number)


async def _closed(case: Case) -> None:
    await applications.end_waiting(case.session, case.opening.id, by=case.member, reason="decline.closed")


Act = Callable[[Case], Awaitable[None]]
TOLD: dict[str, tuple[Act, str]] = {
    "waiting": (lambda case: case.put(), "还没答复。没回音我会催，最迟{+14}给您结果"),
    "paused": (_paused, "先停了；您的报名还算数，最迟{+14}"),
    "in review": (_in_review, "这个岗位眼下先停了"),
    "taking no more": (_over, "不再收新报名了，您的还算数"),
    "seen": (_seen, "{+0}打开看过您的报名，还没答复，最迟{+14}"),
    "asked": (_asked, "在等您回答：能住宿舍吗？"),
    "talking": (lambda case: case.put(State.TALKING), "打 024-81234567 或写给对方约时间；{+30}前"),
    "invited": (lambda case: case.meet(InterviewAnswer.UNANSWERED), "到兴顺街 1 号面谈，等您回话"),
    "coming": (lambda case: case.meet(InterviewAnswer.COMING), "说好了{+3}"),
    "another time": (lambda case: case.meet(InterviewAnswer.WANTS_OTHER_TIME), "没定之前还是{+3}"),
    "met": (lambda case: case.meet(InterviewAnswer.COMING, days=-1), "{-1}的面谈过了，等北岭样板机械厂1说结果"),
    "offered": (lambda case: case.offer(days=10), "名额留到{+7}；接受的话，{+10}到兴顺街 1 号报到"),
    "offered without a day": (
        lambda case: case.put(State.TALKING, State.OFFERED), "名额留到{+7}，接受了才算定下来"
    ),
    "accepted": (lambda case: _accepted(case, 10), "{+10}到兴顺街 1 号报到，看清合同再签"),
    "begun": (lambda case: _accepted(case, -2), "劳动合同还没登记"),
    "accepted without a day": (
        lambda case: case.put(State.TALKING, State.OFFERED, State.SIGNED), "报到的日子还没写"
    ),
    "contract entered": (lambda case: case.sign(confirmed=None), "登记{+0}和您签了劳动合同"),
    "contract confirmed": (lambda case: case.sign(confirmed=True), "劳动合同{+0}签好了"),
    "contract denied": (lambda case: case.sign(confirmed=False), "您说不是这样"),
    "completed": (
        lambda case: case.put(State.TALKING, State.OFFERED, State.SIGNED, State.COMPLETED), "学徒期满了（{+0}）"
    ),
    "declined": (
        lambda case: applications.decline(case.session, case.number, member=case.member, reason="decline.distance"),
        "没谈成：离您住的地方太远",
    ),
    "closed": (_closed, "没谈成：这个岗位已经结束招人"),
    "withdrawn": (lambda case: case.put(State.WITHDRAWN), "您自己退出了，不用再等；岗位还在招"),
    "unanswered": (lambda case: case.put(State.EXPIRED), "一直没答复，{+0}自动结束了"),
    "talks that led nowhere": (lambda case: case.put(State.TALKING, State.EXPIRED), "没有下文，{+0}自动结束了"),
    "offer not taken": (
        lambda case: case.put(State.TALKING, State.OFFERED, State.EXPIRED), "的录用到期没接受"
    ),
    "not come": (
        lambda case: case.put(State.TALKING, State.INTERVIEW, State.NO_SHOW), "登记您没到场；不是这样就点“说明一下”"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
async def test_each_state_has_a_sentence_with_what_comes_next(session: AsyncSession, case: Case, name: str) -> None:
    act, told = TOLD[name]
    await act(case)
    now = await clock.now(session)
    for days in (-1, 0, 3, 7, 10, 13, 14, 30):
        told = told.replace(f"{{{days:+d}}}", format_day((now + timedelta(days=days)).date(), Language.ZH))
    assert told in status.sentence(Language.ZH, await status.load(session, case.application, now))


async def test_somebody_who_was_marked_absent_and_explained_hears_until_when_it_counts(
    session: AsyncSession, case: Case
) -> None:
    await case.put(State.TALKING, State.INTERVIEW, State.NO_SHOW)
    await interviews.object_to(session, case.seeker, case.number)
    standing = await status.load(session, case.application, await clock.now(session))
    assert "您的说明转给" in status.sentence(Language.ZH, standing)


async def test_words_that_ask_after_it_are_answered_with_the_sentence_whatever_is_on_the_screen(stage: Stage) -> None:
    _, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    await seeker.send("我报名的那个怎么样了")
    assert "还没答复。没回音我会催" in (await seeker.last()).text
    await forged.press(stage, SEEKER, f"seek.open:{applied.opening_id}")
    await seeker.send("我报名的那个怎么样了")
    assert "还没答复。没回音我会催" in (await seeker.last()).text


async def test_of_several_applications_each_has_the_buttons_that_its_sentence_speaks_of(stage: Stage) -> None:
    _, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    async with stage.sessions() as session, session.begin():
        other = await parties.live_opening(session, await parties.enterprise(session, MEMBER + 1, number=2))
        second = await parties.application(session, SEEKER, other)
        for one, member in ((applied, MEMBER), (second, MEMBER + 1)):
            await applications.accept(session, one.id or 0, member=await parties.account_id(session, member))
    await seeker.send("然后怎么办，流程是啥")
    shown = [button for message in seeker.answer for button in message.buttons]
    assert {f"{one.code}：写给对方" for one in (applied, second)} <= set(shown)


async def test_who_was_taken_on_hears_when_to_report(stage: Stage) -> None:
    _, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    async with stage.sessions() as session, session.begin():
        opening = await session.get_one(Opening, applied.opening_id)
        application = await session.get_one(Application, applied.id)
        case = Case(session, opening, application, await parties.account_id(session, MEMBER))
        await _accepted(case, 10)
    await seeker.send("我啥时候去报到")
    assert "到兴顺街 1 号报到" in (await seeker.last()).text


async def test_the_enterprise_that_opens_the_applicants_has_seen_them(stage: Stage) -> None:
    _, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    await forged.press(stage, MEMBER, f"member.applicants:{applied.opening_id}")
    await seeker.send("报名有信儿没")
    assert "打开看过您的报名" in (await seeker.last()).text


@pytest.mark.parametrize("said", ["when do I start?", "我啥时候去报到"])
async def test_who_applied_and_asks_for_the_first_day_hears_only_how_it_stands(stage: Stage, said: str) -> None:
    _, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    await seeker.send(said)
    (answer,) = seeker.answer
    assert "还没答复" in answer.text
    assert answer.buttons == ["我的报名"]


async def test_a_question_in_english_is_quoted_with_its_own_capitals(stage: Stage) -> None:
    seeker = stage.phone(SEEKER, "en")
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        await parties.seeker(session, SEEKER)
    await seeker.send("/help")
    await forged.press(stage, SEEKER, f"seek.open:{opening.id}")
    await seeker.send("Can I bring my dog Rex there?")
    assert "Can I bring my dog Rex there" in (await seeker.last()).text

"""What is said beside a list and a card does what it says, once, and of what is meant."""

import pytest

from data.people import seekers
from data.vocabulary import Constraint
from tests import forged, parties, people
from tests.phones import Phone
from tests.stages import Stage

USER, MEMBER = 6401, 6402


async def _looking(stage: Stage, language: str = "zh") -> Phone:
    """Somebody of 沈阳 who wants to weld and has a list of three in sight."""
    async with stage.sessions() as session, session.begin():
        welds = people.facts(people.place("210106", "lives"), people.work("6-18-02-04"), age=30)
        await parties.seeker(session, USER, facts=welds)
    phone = stage.phone(USER, language)
    await phone.send("/match")
    return phone


async def test_the_two_that_are_numbered_are_compared_with_what_differs(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.send("把第一个跟第二个比一比")
    said = phone.answer[-1].text
    assert "1. " in said
    assert "2. " in said
    assert "3. " not in said
    assert "不是一类" in said
    assert phone.answer[-1].buttons == ["看 1 号", "看 2 号"]


async def test_that_nothing_is_nearer_is_said(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.send("还有没有更近的")
    await phone.send("还有没有更近的")
    assert "没有更近的了" in phone.answer[-1].text


async def test_a_hint_names_no_city_that_one_lives_in(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    assert "大连也行" in phone.answer[-1].text


async def test_saving_in_words_is_answered_once(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.tap("1")
    await phone.send("给我存上")
    assert "存好了" in phone.answer[0].text
    assert len(phone.answer) == 1


async def _at_a_card(stage: Stage) -> tuple[Phone, Phone]:
    """A seeker with an opening's card in sight, and a member of the firm that posted it."""
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        await parties.seeker(session, USER)
    phone, member = stage.phone(USER), stage.phone(MEMBER)
    for one in (phone, member):
        await one.send("/help")
    await forged.press(stage, USER, f"seek.open:{opening.id}")
    await phone.until("任何收费都不要交")
    return phone, member


@pytest.mark.parametrize("said", ["问问这家", "帮我问问这家", "没答上？问问这家"])
async def test_the_words_of_the_button_ask_the_open_cards_firm(stage: Stage, said: str) -> None:
    phone, member = await _at_a_card(stage)
    await phone.send("冬天取暖费报不报")
    await phone.send(said)
    assert "已经去问“焊工学徒”了" in (await phone.last()).text
    asked = await member.until("有求职者问")
    assert asked.buttons[:2] == ["报", "不报"]


async def test_what_the_card_answered_stays_when_its_firm_is_asked_the_rest(stage: Stage) -> None:
    phone, member = await _at_a_card(stage)
    await phone.send("管住吗？冬天取暖费报不报")
    answered = phone.answer[-1]
    await phone.tap("没答上")
    assert "已经去问“焊工学徒”了" in (await phone.last()).text
    assert answered.text in [message.text for message in await phone.messages()]
    await member.until("有求职者问")


async def _needs(stage: Stage) -> set[Constraint]:
    async with stage.sessions() as session:
        return set((await seekers.facts_of(session, await parties.account_id(session, USER))).constraints)


async def test_what_is_wrong_with_the_list_tells_what_is_needed(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.send("不要上夜班的，家里不放心")
    assert Constraint.NO_NIGHT in await _needs(sample_stage)


async def test_deleting_everything_is_no_word_about_the_open_card(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.tap("1")
    await phone.send("Please delete everything you saved about me")
    assert "哪里不合适" not in phone.answer[-1].text
    assert "/mydata" in phone.answer[-1].text


async def test_a_question_is_passed_on_in_the_message_that_puts_it(stage: Stage) -> None:
    phone, member = await _at_a_card(stage)
    await phone.send("车间里冬天有没有暖气，你帮我问问他们")
    assert "已经去问“焊工学徒”了" in await phone.said()
    assert "暖气" in (await member.until("有求职者问")).text


@pytest.fixture
async def electrician(sample_stage: Stage) -> Phone:
    """Somebody of 鞍山 who wants to be an electrician: jobs and courses, the last of them in another city."""
    async with sample_stage.sessions() as session, session.begin():
        wished = people.facts(
            people.place("210300", "lives"), people.work("6-31-01-03"), age=30, constraints=[Constraint.HOUSING]
        )
        await parties.seeker(session, USER, city="210300", facts=wished)
    phone = sample_stage.phone(USER)
    await phone.send("/match")
    return phone


async def test_a_job_and_a_course_are_compared_as_what_they_are(electrician: Phone) -> None:
    await electrician.send("比较一下1和2")
    last = electrician.answer[-1].text.splitlines()[-1]
    assert "号是岗位（有工资、包吃住" in last
    assert "号是培训班（免费、9 周" in last
    await electrician.tap("看 2 号")
    assert "任何收费都不要交" in electrician.answer[-1].text


async def test_too_far_leaves_the_other_city_out(electrician: Phone) -> None:
    assert "辽阳" in (await electrician.said())
    await electrician.send("太远了")
    said = electrician.answer[-1].text
    assert "的太远，去掉了" in said
    assert "放宽" not in said
    assert "辽阳" not in said.partition("1. ")[2]


async def test_how_far_a_listing_is_from_town_is_said_not_to_be_stated(electrician: Phone) -> None:
    await electrician.tap("1")
    await electrician.send("离市区多远")
    assert "离多远没写" in electrician.answer[-1].text


async def test_more_like_a_card_leaves_the_card_out(electrician: Phone) -> None:
    await electrician.tap("1")
    title = electrician.answer[-1].text.splitlines()[0]
    await electrician.tap("多来点这样的")
    assert "1. " in electrician.answer[-1].text
    assert title not in electrician.answer[-1].text


async def test_that_nothing_is_like_the_only_card_is_said(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        await parties.seeker(
            session, USER, facts=people.facts(people.place("210106"), people.work("6-18-02-04"), age=30)
        )
    phone = stage.phone(USER)
    await phone.send("/help")
    await forged.press(stage, USER, f"seek.like:{opening.id}")
    assert "没有别的差不多的" in (await phone.until("没有别的")).text


async def test_who_browses_is_not_told_that_something_was_noted(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    phone = stage.phone(USER)
    await phone.send("/start")
    await phone.tap("不同意")
    await forged.press(stage, USER, f"seek.open:{opening.id}")
    await phone.send("我今年32岁，住大连。每月几号发工资？")
    assert "没写" in (await phone.last()).text
    assert "记下了" not in await phone.said()


async def test_a_lawful_least_age_is_the_listings_own(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        made = await parties.enterprise(session, MEMBER)
        opening = await parties.live_opening(session, made, age_min=20, age_basis="高处作业规程")
        await parties.seeker(session, USER)
    phone = stage.phone(USER)
    await phone.send("/help")
    await forged.press(stage, USER, f"seek.open:{opening.id}")
    await phone.send("对年龄有要求吗")
    assert "满 20 岁" in (await phone.last()).text


async def _at_stated_hours(stage: Stage) -> Phone:
    """A seeker with a card in sight: day work of 40 hours, both wages and the pay day stated."""
    async with stage.sessions() as session, session.begin():
        made = await parties.enterprise(session, MEMBER)
        opening = await parties.live_opening(
            session, made, hours_week=40, wage_after_min=5600, wage_after_max=7000, pay_day=18, term_months=9
        )
        await parties.seeker(session, USER)
    phone = stage.phone(USER)
    await phone.send("/help")
    await forged.press(stage, USER, f"seek.open:{opening.id}")
    return phone


@pytest.mark.parametrize("said", ["早晨几点得到厂里？", "礼拜天让歇吗？"])
async def test_hours_a_week_do_not_say_when_work_begins_or_which_days_are_off(stage: Stage, said: str) -> None:
    phone = await _at_stated_hours(stage)
    await phone.send(said)
    answer = (await phone.until("写了的是")).text
    assert f"没写明：“{said[:-1]}”" in answer
    assert "每周 40 小时" in answer


async def test_hours_a_week_are_answered(stage: Stage) -> None:
    phone = await _at_stated_hours(stage)
    await phone.send("一周得上多少个小时？")
    assert "没写" not in (await phone.until("每周 40 小时")).text


async def test_each_question_of_an_english_message_has_its_answer(stage: Stage) -> None:
    phone = await _at_stated_hours(stage)
    await phone.send("Would I have Sundays off? How much would I earn once I finish? Do I have to bring my own gloves?")
    told, _, nearest = (await phone.until("没写明")).text.partition("写了的是")
    assert "5600–7000" in told
    assert "Sundays off" in told
    assert "my own gloves" in told
    assert "每周 40 小时" in nearest


async def test_pay_afterwards_is_told_apart_from_pay_now_and_pay_day(stage: Stage) -> None:
    phone = await _at_stated_hours(stage)
    await phone.send("徒弟期满了往后一个月能拿多少？几号发钱？")
    answer = (await phone.until("发薪")).text
    assert "5600–7000" in answer
    assert "18" in answer


async def test_who_pays_for_a_certificate_is_answered_by_the_listings_words_first(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        made = await parties.enterprise(session, MEMBER)
        words = "跟着师傅学平焊和立焊。考焊工操作证的钱由厂里出。"
        opening = await parties.live_opening(session, made, description=words)
        await parties.seeker(session, USER)
    phone = stage.phone(USER)
    await phone.send("/help")
    await forged.press(stage, USER, f"seek.open:{opening.id}")
    await phone.send("操作证考试的钱谁来出？")
    answer = (await phone.until("都不收钱")).text
    assert answer.index("考焊工操作证的钱由厂里出") < answer.index("都不收钱")


async def test_the_grade_of_a_course_is_its_own(sample_stage: Stage) -> None:
    async with sample_stage.sessions() as session, session.begin():
        await parties.seeker(session, USER)
    phone = sample_stage.phone(USER)
    await phone.send("/help")
    await forged.press(sample_stage, USER, "seek.open:s-co-306")
    await phone.send("晌午饭管不管？这考的是几级证")
    answer = (await phone.until("学完可考")).text
    assert "初级工（五级）" in answer
    assert "等级证的事" not in await phone.said()


async def test_when_all_are_seen_work_near_by_is_offered(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    for _ in range(9):
        await phone.send("再来几个")
    assert "都看完了" in phone.answer[-1].text
    assert "看看附近别的活儿" in phone.answer[-1].buttons


async def test_another_one_in_english_is_more(sample_stage: Stage) -> None:
    phone = await _looking(sample_stage)
    await phone.tap("1")
    await phone.send("Could you show me another one?")
    assert "都看完了" in phone.answer[-1].text


async def test_who_wants_to_speak_to_a_firm_hears_how_and_nothing_is_sent(stage: Stage) -> None:
    phone, _ = await _at_a_card(stage)
    await phone.send("我想跟厂里管事的唠几句，咋能找到人呢？")
    said = (await phone.until("想问“焊工学徒”什么")).text
    assert "双方都同意" in said
    assert "已经去问" not in await phone.said()


async def test_staff_of_the_bureau_are_no_firm(stage: Stage) -> None:
    phone, _ = await _at_a_card(stage)
    await phone.send("I'd like to talk to somebody on the staff of the bureau please")
    assert "12333" in await phone.said()

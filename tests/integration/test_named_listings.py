"""A listing is found by what it is called, several questions are each answered, and a form is left in words."""

import pytest

from tests import forged, parties, people
from tests.phones import Phone
from tests.stages import Stage

USER = 6301
COOK_CARD, SEAFOOD_COURSE = "s-op-010", "s-co-039"


@pytest.fixture
async def phone(sample_stage: Stage) -> Phone:
    """Somebody of 沈阳 who wants to cook and looks at one opening."""
    async with sample_stage.sessions() as session, session.begin():
        wished = people.facts(people.place("210103"), people.work(people.PASTRY), age=30)
        await parties.seeker(session, USER, facts=wished)
    phone = sample_stage.phone(USER)
    await forged.press(sample_stage, USER, f"seek.open:{COOK_CARD}")
    await sample_stage.settle()
    await phone.send("/help")
    return phone


@pytest.mark.parametrize("said", ["收不收未成年", "没成年的收吗", "Do you take minors?"])
async def test_whether_minors_are_taken_is_answered_by_the_age(phone: Phone, said: str) -> None:
    await phone.send(said)
    assert "18" in await phone.said()
    assert "没写" not in await phone.said()


async def test_of_two_questions_the_one_that_nothing_answers_is_named(phone: Phone) -> None:
    await phone.send("包住吗？后厨放不放歌")
    said = phone.answer[-1].text
    assert "吃住" in said
    assert "没写" in said


async def test_what_only_sounds_like_a_field_is_not_answered_by_it_alone(phone: Phone) -> None:
    await phone.send("你们后厨在几楼")
    assert "没写" in phone.answer[-1].text


async def test_what_a_long_question_asks_is_said_once_to_be_missing_and_whole(phone: Phone) -> None:
    await phone.send("/lang")
    await phone.tap("English")
    await phone.send("Is there wifi and what is the canteen food like?")
    said = phone.answer[-1].text
    assert said.count("ot stated") == 1
    assert "…" not in said
    assert "what you asked" not in said


async def test_what_is_asked_as_shortly_as_it_may_be_needed_is_answered_too(phone: Phone) -> None:
    await phone.send("管不管住 几号开工资")
    said = phone.answer[-1].text
    assert "吃住" in said
    assert "发薪" in said


@pytest.fixture
async def at_course(sample_stage: Stage, phone: Phone) -> Phone:
    """The same person looks at a course to which an identity card and a health certificate are brought."""
    await forged.press(sample_stage, USER, f"seek.open:{SEAFOOD_COURSE}")
    await sample_stage.settle()
    return phone


@pytest.mark.parametrize("said", ["去上课都要啥材料", "报名那天我得带点啥", "开课前得交啥材料", "我得备齐哪些证件去"])
async def test_what_to_bring_to_a_course_is_told_by_its_card(at_course: Phone, said: str) -> None:
    await at_course.send(said)
    assert "报名要带：身份证，健康证" in at_course.answer[-1].text


async def test_what_to_bring_to_a_course_is_told_in_english(at_course: Phone) -> None:
    await at_course.send("/lang")
    await at_course.tap("English")
    await at_course.send("What papers should I have with me when I sign up?")
    assert "Bring: " in at_course.answer[-1].text


@pytest.mark.parametrize(
    "said", ["围裙是不是得自己带", "一个班能坐多少人", "考砸了能再考一回不", "学完给啥证", "怎么报名"]
)
async def test_papers_answer_no_other_question_of_a_course(at_course: Phone, said: str) -> None:
    await at_course.send(said)
    assert "报名要带" not in at_course.answer[-1].text


async def test_another_listing_is_compared_by_its_name(phone: Phone) -> None:
    await phone.send("跟焊工那个比比，哪个钱多")
    said = phone.answer[-1].text
    assert "白案" in said
    assert "焊工" in said


async def test_one_of_the_list_is_saved_by_its_name(phone: Phone) -> None:
    await phone.send("还有别的吗，想学电焊也行")
    titles = [line for message in phone.answer for line in message.text.splitlines() if "焊" in line and ". " in line]
    assert titles
    await phone.send("焊工那个给我存上")
    assert "存好了" in phone.answer[0].text
    assert "焊" in phone.answer[0].text


async def test_a_day_job_instead_sets_this_one_aside_and_shows_the_next(phone: Phone) -> None:
    await phone.send("这个夜里太晚了不去，换一个")
    heard = "\n".join(message.text for message in phone.answer)
    assert "不再给您看" in heard
    assert "1. " in heard


@pytest.mark.parametrize("said", ["算了，先不报了", "我婆婆住院呢，先退了吧", "等会儿，我再琢磨琢磨，先不报了"])
async def test_a_form_is_left_in_words(phone: Phone, said: str) -> None:
    await phone.send("给我报名")
    await phone.send(said)
    await phone.send("/help")
    assert "电话" not in "\n".join(message.text for message in phone.answer[-1:])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("等下 在你这报名还要交钱不", "不收钱"),
        ("先问一句，我号码给了谁能瞧见", "双方都同意"),
        ("稍等，我翻翻手机号", "什么都没发"),
    ],
)
async def test_what_is_asked_of_the_bot_while_applying_is_answered_first(phone: Phone, said: str, told: str) -> None:
    await phone.send("给我报名")
    await phone.send(said)
    assert told in phone.answer[0].text
    assert "电话" in phone.answer[-1].text


@pytest.mark.parametrize("said", ["我报名了没有啊，帮查查", "刚才报过名没有？给我查一查"])
async def test_who_asks_whether_they_have_applied_is_told(phone: Phone, said: str) -> None:
    await phone.send(said)
    assert "还没有报名" in phone.answer[-1].text


async def test_who_runs_the_bot_is_no_question_about_the_firm_on_the_card(phone: Phone) -> None:
    await phone.send("/lang")
    await phone.tap("English")
    await phone.send("And who actually runs this bot?")
    assert "ureau" in phone.answer[-1].text

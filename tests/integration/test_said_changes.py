"""What enterprises and schools ask to change in words is on the card as they said, and talk beside it is served."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from data.db import clock
from data.listings.courses import Course
from data.listings.openings import Opening
from data.people import accounts
from data.vocabulary import Role, Shift
from tests import forged, parties, teaching
from tests.phones import Phone
from tests.stages import Stage

BOSS, SCHOOL, STRANGER = 2931, 2932, 2933
WORK = "跟着师傅学看图、对刀和上下料，白班8:00-17:00，三个月后独立上机床。"
LESSONS = "学新生儿护理和辅食制作，老师手把手教，学完统一考证，班额不大。"


@pytest.fixture
async def boss(stage: Stage) -> Phone:
    """The member of a workshop with two live openings."""
    async with stage.sessions() as session, session.begin():
        works = await parties.enterprise(session, BOSS)
        await parties.live_opening(
            session, works, headcount=12, title="数控车工学徒", description=WORK, social_insurance=True
        )
        await parties.live_opening(session, works, headcount=3, title="钳工学徒", social_insurance=True)
        (await accounts.get_or_create(session, BOSS)).role = Role.MEMBER
    phone = stage.phone(BOSS)
    await phone.send("/help")
    return phone


@pytest.fixture
async def school(stage: Stage) -> Phone:
    """The secretary of a school with two live courses, of which one has an evening and a weekend in its name."""
    async with stage.sessions() as session, session.begin():
        provider = await teaching.provider(session, SCHOOL)
        await teaching.live_course(
            session, provider, capacity=30, title="育婴员培训班", occupation_code="4-10-01-02", description=LESSONS,
            documents=["身份证"], fee=300,
        )  # fmt: skip
        await teaching.live_course(
            session, provider, capacity=25, title="叉车周末晚间班", weekend=True, evening=True,
            occupation_code="6-30-05-01",
        )  # fmt: skip
        (await accounts.get_or_create(session, SCHOOL)).role = Role.MEMBER
    phone = stage.phone(SCHOOL)
    await phone.send("/help")
    return phone


async def _opening(stage: Stage, title: str = "数控车工学徒") -> Opening:
    async with stage.sessions() as session:
        return (await session.exec(select(Opening).where(Opening.title == title))).one()


async def _course(stage: Stage, title: str = "育婴员培训班") -> Course:
    async with stage.sessions() as session:
        return (await session.exec(select(Course).where(Course.title == title))).one()


async def _in_days(stage: Stage, days: int) -> date:
    async with stage.sessions() as session:
        return await clock.today(session) + timedelta(days=days)


@pytest.mark.parametrize(
    "said",
    [
        "数控车工那条说明里补一句：农闲时节每周歇两天",
        "数控车工的福利加一条，过年发米面油",
        "数控车工要求里加一条“能看懂图纸优先”",
    ],
)
async def test_a_sentence_is_put_behind_the_description(stage: Stage, boss: Phone, said: str) -> None:
    await boss.send(said)
    card = (await boss.last()).text
    assert f"{WORK}\n" in card
    assert "改动：工作内容" in card
    assert (await _opening(stage)).description == WORK
    await boss.tap("提交审核")
    assert (await _opening(stage)).description.startswith(f"{WORK}\n")


async def test_a_line_that_only_counts_itself_is_written_where_one_was_at_work(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工那条说明里补一句：农闲时节每周歇两天")
    await boss.send("再添一句 车间在二楼 有货梯")
    await boss.tap("提交审核")
    assert (await _opening(stage)).description == f"{WORK}\n农闲时节每周歇两天\n车间在二楼 有货梯"


async def test_what_the_sentence_sounds_like_is_not_done(school: Phone) -> None:
    await school.send("育婴员班材料里加一条：两张一寸照片")
    assert "海报" not in await school.said()
    assert "报名要带：身份证，两张一寸照片" in (await school.last()).text


async def test_a_sentence_that_stands_there_is_not_written_twice(boss: Phone) -> None:
    await boss.send("数控车工说明里加一句：三个月后独立上机床")
    assert "已经有" in await boss.said()
    await boss.tap("← 上一步")
    assert "改动" not in (await boss.last()).text


async def test_words_in_quotes_stand_instead_of_others(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工那条里“三个月”改成“半年”")
    await boss.tap("提交审核")
    assert (await _opening(stage)).description == WORK.replace("三个月", "半年")


async def test_a_telephone_number_is_not_written(stage: Stage, school: Phone) -> None:
    await school.send("育婴员班介绍里加一句：找王老师 13912340000")
    assert "不能写电话" in (await school.last()).text
    assert (await _course(stage)).description == LESSONS


async def test_words_that_say_nothing_of_the_new_hours_ask_for_them(boss: Phone) -> None:
    await boss.send("改一下钳工的上班时间")
    asked = await boss.last()
    assert "怎么上班" in asked.text
    assert "第" not in asked.text
    await boss.tap("← 上一步")
    assert "求职者看到的是这样" in (await boss.last()).text


async def test_from_when_until_when_is_written_instead_of_the_hours_that_stand_there(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工十二个招满了改成九个，白班写七点半到四点半")
    assert "改动：人数，工作内容" in (await boss.last()).text
    await boss.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.headcount, opening.shift) == (9, Shift.DAY)
    assert opening.description == WORK.replace("8:00-17:00", "七点半到四点半")


async def test_hours_answer_the_question_for_the_shift(stage: Stage, boss: Phone) -> None:
    await boss.send("改一下钳工的上班时间")
    await boss.send("早八点到晚六点")
    await boss.tap("提交审核")
    assert "早八点到晚六点" in (await _opening(stage, "钳工学徒")).description


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("数控车工八点到五点改成九点到六点，路远的多睡会儿", "九点到六点"),
        ("数控车工改成八点半上班，五点半下班", "八点半到五点半"),
    ],
)
async def test_of_old_hours_and_new_ones_the_new_ones_are_written(
    stage: Stage, boss: Phone, said: str, hours: str
) -> None:
    await boss.send(said)
    await boss.tap("提交审核")
    assert (await _opening(stage)).description == WORK.replace("8:00-17:00", hours)


async def test_one_time_that_becomes_another_is_written_without_asking_for_the_shift(stage: Stage, boss: Phone) -> None:
    await boss.send("钳工那条，食堂关门改成晚上七点半")
    assert "改动：工作内容" in (await boss.last()).text
    await boss.tap("提交审核")
    assert (await _opening(stage, "钳工学徒")).description.endswith("食堂关门：晚上七点半")


async def test_words_of_the_description_are_exchanged_without_quotes(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工说明里三个月后独立上机床 改成半年后独立上机床 别的不动")
    await boss.tap("提交审核")
    assert (await _opening(stage)).description == WORK.replace("三个月后", "半年后")


async def test_how_many_more_are_taken_is_heard_beside_another_change(stage: Stage, boss: Phone) -> None:
    places = (await _opening(stage)).headcount
    await boss.send("数控车工工资改到4800到5600，再多招两个人")
    assert "改动：人数，学徒期工资" in (await boss.last()).text
    await boss.tap("提交审核")
    assert (await _opening(stage)).headcount == places + 2


@pytest.mark.parametrize(
    "said", ["数控车工没写哪天开支，给补上，每月16号", "开饷改每月十六号，数控车工那条", "数控车工每月16号发钱，添上"]
)
async def test_a_day_that_comes_round_every_month_is_the_pay_day(stage: Stage, boss: Phone, said: str) -> None:
    deadline = (await _opening(stage)).deadline
    await boss.send(said)
    await boss.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.pay_day, opening.deadline) == (16, deadline)


async def test_words_of_the_title_are_no_change_beside_another(stage: Stage, school: Phone) -> None:
    await school.send("叉车周末晚间班名额加到40人")
    assert "改动：名额" in (await school.last()).text
    await school.tap("提交审核")
    course = await _course(stage, "叉车周末晚间班")
    assert (course.capacity, course.weekend, course.evening) == (40, True, True)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("数控车工报名截止往后延十二天", 42),
        ("数控车工截止日期再推两周", 44),
        ("数控车工的截止日期提前四天", 26),
    ],
)
async def test_the_last_day_moves_by_as_much_as_was_said(stage: Stage, boss: Phone, said: str, days: int) -> None:
    await boss.send(said)
    assert "改动：截止日期" in (await boss.last()).text
    await boss.tap("提交审核")
    assert (await _opening(stage)).deadline == await _in_days(stage, days)


async def test_english_words_move_a_day_too(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.live_opening(session, await parties.enterprise(session, BOSS), social_insurance=True)
        (await accounts.get_or_create(session, BOSS)).role = Role.MEMBER
    phone = stage.phone(BOSS)
    await phone.send("please push the deadline back ten days")
    await phone.tap("提交审核")
    assert (await _opening(stage, "焊工学徒")).deadline == await _in_days(stage, 40)


async def test_the_first_day_of_a_course_moves(stage: Stage, school: Phone) -> None:
    await school.send("育婴员班开班日期往后推半个月")
    await school.tap("提交审核")
    course = await _course(stage)
    assert (course.start_date, course.deadline) == (await _in_days(stage, 55), await _in_days(stage, 30))


async def test_a_day_that_cannot_be_is_told_and_asked(school: Phone) -> None:
    await school.send("育婴员班报名截止延两个月")
    assert "不能晚于开班那天" in await school.said()
    assert "报名到哪天截止" in (await school.last()).text


async def test_renewing_without_a_day_stays_what_it_was(boss: Phone) -> None:
    await boss.send("明天就到期了，数控车工给我续上")
    assert "再挂 60 天" in (await boss.last()).text


async def test_several_changes_of_a_course_are_on_one_card(stage: Stage, school: Phone) -> None:
    await school.send("育婴员班学费二百六，名额再加五个，截止日期提前两天")
    await school.tap("提交审核")
    course = await _course(stage)
    assert (course.fee, course.capacity, course.deadline) == (260, 35, await _in_days(stage, 28))
    assert course.start_date == await _in_days(stage, 40)


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("育婴员班学费改成免费", "fee", 0),
        ("育婴员班学时改成八十", "hours_total", 80),
        ("育婴员班材料改成：身份证、健康证", "documents", ["身份证", "健康证"]),
        ("育婴员班证书改成中级工", "grade_target", "4"),
        ("育婴员班上课时间改成周末", "weekend", True),
        ("育婴员班地址改成浑南区创新路8号", "district", "210112"),
    ],
)
async def test_what_is_asked_of_a_course_is_read_from_words(
    stage: Stage, school: Phone, said: str, field: str, value: object
) -> None:
    await school.send(said)
    await school.tap("提交审核")
    assert getattr(await _course(stage), field) == value


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("钳工的合同期改成两年", "contract_months", 24),
        ("钳工的试用期改成一个月", "probation_months", 1),
        ("钳工的标题改成“夜间巡检学徒”", "title", "夜间巡检学徒"),
        ("钳工的班次改成两班倒，没夜班", "shift", Shift.TWO),
    ],
)
async def test_a_question_that_is_named_as_its_button_is_the_one_that_is_meant(
    stage: Stage, boss: Phone, said: str, field: str, value: object
) -> None:
    opening = await _opening(stage, "钳工学徒")
    await boss.send(said)
    await boss.tap("提交审核")
    async with stage.sessions() as session:
        assert getattr(await session.get_one(Opening, opening.id), field) == value


async def test_a_correction_changes_the_card(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("不对，改成八个")
    await boss.send("不是八个是七个")
    await boss.tap("提交审核")
    assert (await _opening(stage)).headcount == 7


async def test_another_change_of_the_same_listing_joins_the_first(stage: Stage, boss: Phone) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("工资也提到四千八到五千六")
    await boss.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.headcount, opening.wage_min, opening.wage_max) == (9, 4800, 5600)


async def test_beside_the_card_of_one_listing_another_one_is_changed_and_the_first_waits(
    stage: Stage, boss: Phone
) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("钳工的人数改成6个")
    await boss.tap("提交审核")
    assert "接着刚才没填完的来" in await boss.said()
    await boss.tap("提交审核")
    assert ((await _opening(stage)).headcount, (await _opening(stage, "钳工学徒")).headcount) == (9, 6)


async def test_the_question_is_not_repeated_under_every_answer(boss: Phone) -> None:
    await boss.send("改一下钳工的上班时间")
    for said in ("谁报名了", "试用期最长能写几个月", "你们收不收费", "把数控车工先停了"):
        await boss.send(said)
    said = await boss.said()
    assert "还没有人报名" in said
    assert "《劳动合同法》" in said
    assert "要先停“数控车工学徒”吗" in said
    assert said.count("怎么上班") == 2
    await boss.tap("接着填")
    assert "怎么上班" in (await boss.last()).text


@pytest.mark.parametrize("said", ["算了", "算了吧", "先这样", "不改了"])
async def test_who_has_enough_of_a_question_is_let_go(boss: Phone, said: str) -> None:
    await boss.send("改一下钳工的上班时间")
    await boss.send(said)
    assert "原来的内容没有动" in (await boss.last()).text
    await boss.send("谁报名了")
    assert "怎么上班" not in (await boss.last()).text


@pytest.mark.parametrize("said", ["先这样吧", "今天雪下得真大"])
async def test_a_change_is_neither_made_nor_lost_by_words(stage: Stage, boss: Phone, said: str) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send(said)
    assert (await boss.last()).buttons == ["提交审核", "不改了"]
    assert (await _opening(stage)).headcount == 12
    await boss.tap("提交审核")
    assert (await _opening(stage)).headcount == 9


async def test_beside_the_card_another_request_is_served_and_the_change_waits(stage: Stage, school: Phone) -> None:
    await school.send("育婴员培训班的名额改成36个")
    await school.send("叉车周末晚间班先别收人了，场地借出去了")
    assert "要先停“叉车周末晚间班”吗" in await school.said()
    await school.send("我想新办一个收纳整理班，怎么弄？")
    assert "是哪类培训班" in (await school.last()).text
    await school.tap("取消")
    await school.tap("提交审核")
    assert (await _course(stage)).capacity == 36


async def test_beside_the_form_of_something_new_a_listing_that_is_named_is_changed(stage: Stage, boss: Phone) -> None:
    await boss.send("/post")
    await boss.send("焊工")
    await boss.send("数控车工学徒的工资改成五千到六千")
    await boss.tap("提交审核")
    assert (await _opening(stage)).wage_max == 6000
    assert "接着刚才没填完的来" in await boss.said()


async def test_a_day_that_is_moved_needs_no_name_where_the_listing_has_one(school: Phone) -> None:
    await school.send("叉车周末晚间班推迟三天开课，别的照旧")
    assert "改动：开班日期" in (await school.last()).text


async def test_a_sentence_for_what_may_be_new_is_written_where_it_is_not(school: Phone) -> None:
    await school.send("叉车周末晚间班说明后面加上：练车场就在校门口。")
    await school.tap("叉车周末晚间班")
    assert "练车场就在校门口" in (await school.last()).text


async def test_words_of_a_change_that_nobody_can_read_are_told_how_they_may_be_put(boss: Phone) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("把车间装了空调这事儿写进数控车工里头")
    assert "要添一句话，发“加一句：……”就行" in await boss.said()


async def test_words_by_which_nothing_changes_are_told_so(boss: Phone) -> None:
    await boss.send("数控车工人数改成12个")
    assert "照这句改，内容没有变化" in await boss.said()


async def test_words_of_a_fee_mean_the_course_and_of_a_wage_the_opening(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        both = await parties.enterprise(session, BOSS, kinds=("enterprise", "provider"))
        await parties.live_opening(session, both, title="钳工学徒", social_insurance=True)
        await teaching.live_course(session, both, title="茶艺培训班", fee=300)
        (await accounts.get_or_create(session, BOSS)).role = Role.MEMBER
    phone = stage.phone(BOSS)
    await phone.send("学费改成150")
    assert "改动：学费" in (await phone.last()).text


async def test_a_change_is_of_the_listing_that_was_talked_about(stage: Stage, school: Phone) -> None:
    await school.send("育婴员班报了多少人了")
    await school.send("名额改三十五")
    await school.tap("提交审核")
    assert (await _course(stage)).capacity == 35


async def test_what_a_course_costs_beside_a_line_for_its_papers_is_no_matter_of_the_law(school: Phone) -> None:
    await school.send("育婴员班学费还是三百别动，材料加一条：两张一寸照片")
    said = await school.said()
    assert "不能这么写" not in said
    assert "报名要带：身份证，两张一寸照片" in said


async def test_a_long_sentence_is_taken_at_the_card(stage: Stage, boss: Phone) -> None:
    sentence = "每个学徒单独配一套量具和劳保用品，头一个月只跟班看，不单独上机床。" * 2
    await boss.send("数控车工人数改成9个")
    await boss.send(f"说明里再加一句：{sentence}")
    await boss.tap("提交审核")
    assert (await _opening(stage)).description == f"{WORK}\n{sentence}"


async def test_a_line_that_the_law_forbids_is_asked_about_before_the_card(boss: Phone) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("再加一句：只招男学徒")
    assert "《妇女权益保障法》" in (await boss.last()).text


async def test_the_words_on_the_button_leave_a_form(boss: Phone) -> None:
    await boss.send("/post")
    await boss.send("取消")
    assert "不填了" in (await boss.last()).text


async def test_an_advert_for_something_new_is_still_one(boss: Phone) -> None:
    await boss.send("招焊工学徒3人，月薪4500到5500，包吃住，白班，沈阳铁西区")
    assert "读出来了" in await boss.said()


@pytest.mark.usefixtures("boss")
async def test_somebody_else_cannot_change_it(stage: Stage) -> None:
    opening = await _opening(stage)
    await stage.phone(STRANGER).send("/help")
    await forged.press(stage, STRANGER, f"member.edit_said:{opening.id}")
    await forged.press(stage, STRANGER, f"member.set_places:{opening.id}:3")
    await stage.settle()
    assert (await _opening(stage)).headcount == 12


async def test_people_wanted_for_what_is_posted_are_its_places(boss: Phone) -> None:
    await boss.send("数控车工学徒这回要招20个人")
    assert "改动：人数" in await boss.said()


async def test_what_is_not_paused_need_not_be_resumed(boss: Phone) -> None:
    await boss.send("钳工学徒恢复招人吧")
    assert "“钳工学徒”没停" in await boss.said()


async def test_a_listing_whose_name_begins_the_words_is_changed_though_another_waits(
    stage: Stage, school: Phone
) -> None:
    await school.send("育婴员班名额改成36")
    await school.send("晚间班的介绍里补一句：雨天也照常上课")
    assert (await school.last()).text.count("雨天也照常上课") == 1
    await school.tap("提交审核")
    assert "雨天也照常上课" in (await _course(stage, "叉车周末晚间班")).description
    assert "雨天" not in (await _course(stage)).description


async def test_who_asks_whether_a_deposit_may_be_taken_hears_the_law(school: Phone) -> None:
    await school.send("学员报到先收二百块钱押金，怕他们半道不来，可以不？")
    assert "《劳动合同法》第9条" in await school.said()


async def test_what_shall_go_on_later_can_be_paused_until_then(boss: Phone) -> None:
    await boss.send("把钳工那条接着招")
    assert "还在报名中" in (await boss.last()).text
    await boss.tap("先停这条")
    assert "钳工学徒" in (await boss.last()).text
    assert "停" in (await boss.last()).text


async def test_papers_of_a_course_that_is_named_are_those_that_learners_bring(school: Phone) -> None:
    await school.send("育婴员班报名都要交啥材料，我忘了")
    assert "报名要带：身份证" in await school.said()
    assert "备案" not in await school.said()


async def test_papers_of_the_course_shown_last_are_those_that_learners_bring(school: Phone) -> None:
    await school.send("育婴员培训班的名额改成36个")
    await school.send("学员都得带啥材料来报名")
    told = await school.said()
    assert "报名要带：身份证" in told
    assert "花名册" not in told


async def test_what_a_listing_tells_is_asked_by_who_posted_it(school: Phone) -> None:
    await school.send("叉车周末晚间班一周上几天课")
    assert "上课：共" in (await school.last()).text
    await school.send("育婴员培训班学员自己掏钱不")
    assert "学费：自己交 300 元" in (await school.last()).text


async def test_beside_a_card_papers_and_what_else_is_asked_of_a_course_are_told(school: Phone) -> None:
    await school.send("叉车周末晚间班的名额改成36个")
    await school.send("育婴员培训班那个，报名得交啥材料，学费写的多少，我记不清了")
    told = await school.said()
    assert "报名要带：身份证" in told
    assert "学费：自己交 300 元" in told


async def test_of_two_listings_each_is_answered_for(school: Phone) -> None:
    await school.send("育婴员培训班学费多少？叉车周末晚间班住宿有没有？")
    told = await school.said()
    assert "学费：自己交 300 元" in told
    assert "叉车周末晚间班\n" in told
    assert "住宿" in told


async def test_beside_a_card_a_question_about_a_listing_is_no_question_for_support(boss: Phone) -> None:
    await boss.send("数控车工人数改成9个")
    await boss.send("钳工学徒那条我写的管不管住？期满给多少补贴？")
    told = await boss.said()
    assert "吃住：" in told
    assert "企业新型学徒制" not in told


async def test_who_asks_why_nobody_comes_to_one_listing_hears_of_that_one(boss: Phone) -> None:
    await boss.send("钳工学徒咋还没人来报名")
    assert "“钳工学徒”还没人报名" in (await boss.last()).text


async def test_what_is_put_off_is_kept(school: Phone) -> None:
    await school.send("新开一门课，教茶艺师，收二十五个人，八十学时，不收钱")
    await school.send("先不急着发，我跟领导商量商量")
    assert "没有发出去，填好的都给您留着" in await school.said()


async def test_the_least_pay_is_raised_alone(stage: Stage, boss: Phone) -> None:
    opening = await _opening(stage)
    assert opening.wage_max is not None
    await boss.send(f"数控车工的工资最低那头提到{opening.wage_max - 100}，最高不动")
    assert f"{opening.wage_max - 100}–{opening.wage_max}" in (await boss.last()).text


async def test_a_new_course_takes_what_the_request_tells(school: Phone) -> None:
    await school.send("新开一门课，教茶艺师，收二十五个人，八十学时，不收钱")
    told = await school.said()
    assert "茶艺师 · 80 学时 · 25 人" in told


@pytest.mark.parametrize("said", ["钳工学徒的截止日期改到2号", "截止日期改到2号"])
async def test_a_day_of_the_month_is_no_number_of_a_listing(stage: Stage, boss: Phone, said: str) -> None:
    await boss.send("/openings")
    assert "2. 数控车工学徒" in (await boss.last()).text
    await boss.send("钳工那条恢复招人吧")
    await boss.send(said)
    await boss.tap("2 周后")
    assert (await boss.last()).text.count("钳工学徒") > 0
    await boss.tap("提交审核")
    assert (await _opening(stage, "钳工学徒")).deadline == await _in_days(stage, 14)


async def test_a_day_that_becomes_another_is_read_to_its_end(stage: Stage, boss: Phone) -> None:
    old, new = await _in_days(stage, 30), await _in_days(stage, 21)
    await boss.send(f"数控车工截止日从{old:%-m月%-d号}改到{new:%-m月%-d号}")
    await boss.tap("提交审核")
    assert (await _opening(stage)).deadline == new


async def test_a_raise_is_added_to_the_wage(stage: Stage, boss: Phone) -> None:
    before = await _opening(stage)
    await boss.send("数控车工的工资涨600")
    await boss.tap("提交审核")
    after = await _opening(stage)
    assert (before.wage_min, before.wage_max) != (None, None)
    assert after.wage_min == (before.wage_min or 0) + 600
    assert after.wage_max == (before.wage_max or 0) + 600


async def test_lines_that_make_something_are_no_line_to_write(boss: Phone) -> None:
    await boss.send("车间刚添了两条生产线，想招4个装配工")
    said = await boss.said()
    assert "改动：工作内容" not in said
    assert "生产线，想招" not in said


async def test_words_that_are_taken_away_are_not_held_against_the_law(boss: Phone) -> None:
    await boss.send("数控车工说明里把“限女性”去掉")
    assert "《妇女权益保障法》" not in await boss.said()


async def test_a_place_is_written_as_it_was_typed(stage: Stage, school: Phone) -> None:
    await school.send("育婴员班上课地点改到Q&Q大厦4楼")
    await school.tap("提交审核")
    course = await _course(stage)
    assert "&amp;" not in f"{course.description}{course.address}"
    assert "Q&Q大厦4楼" in f"{course.description}{course.address}"


async def test_what_a_change_puts_there_names_no_other_listing(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        works = await parties.enterprise(session, BOSS)
        await parties.live_opening(session, works, id="o-east", title="鞍山铁东钳工学徒", social_insurance=True)
        await parties.live_opening(session, works, title="焊工学徒", social_insurance=True)
        (await accounts.get_or_create(session, BOSS)).role = Role.MEMBER
    phone = stage.phone(BOSS)
    await phone.send("/help")
    await phone.send("焊工那条多少人报名了")
    await phone.send("把地址改到鞍山铁西路口")
    assert "焊工学徒" in (await phone.last()).text
    assert "钳工" not in (await phone.last()).text


async def _two_fitters(stage: Stage) -> Phone:
    async with stage.sessions() as session, session.begin():
        works = await parties.enterprise(session, BOSS)
        for key, title in (("o-day", "钳工学徒白班"), ("o-night", "钳工学徒夜班")):
            await parties.live_opening(session, works, id=key, headcount=3, title=title, social_insurance=True)
        (await accounts.get_or_create(session, BOSS)).role = Role.MEMBER
    phone = stage.phone(BOSS)
    await phone.send("/help")
    return phone


async def test_a_listing_that_is_picked_changes_as_was_heard(stage: Stage) -> None:
    phone = await _two_fitters(stage)
    await phone.send("钳工再招4个")
    await phone.tap("钳工学徒夜班")
    await phone.tap("提交审核")
    assert (await _opening(stage, "钳工学徒夜班")).headcount == 7


async def test_a_button_for_earlier_words_does_not_apply_later_ones(stage: Stage) -> None:
    phone = await _two_fitters(stage)
    await phone.send("工资改成四千四到五千二")
    earlier = (await phone.last()).id
    await phone.send("合同期改成两年")
    await phone.tap("钳工学徒夜班", message_id=earlier)
    assert "已经过时" in (await phone.last()).text

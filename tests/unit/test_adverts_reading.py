"""What a pasted advert states is read; what it does not state is not."""

from datetime import date

import pytest

from matching.adverts.reading import Advert, read_advert

TODAY = date(2026, 11, 25)


def read(text: str) -> Advert:
    return read_advert(text, TODAY)


def test_one_line_holds_a_whole_opening() -> None:
    advert = read("急招铆焊学徒5名 男 18-40 包吃住 月薪4000-6000 沈阳大东 有师傅带 押金200")
    assert advert.title == "铆焊学徒"
    assert advert.occupation_code == "6-18-01-11"
    assert advert.headcount == 5
    assert (advert.age_min, advert.age_max) == (18, 40)
    assert (advert.housing, advert.meals) == (True, True)
    assert (advert.wage_min, advert.wage_max) == (4000, 6000)
    assert (advert.city, advert.district) == ("210100", "210104")
    assert advert.mentor
    assert advert.missing == ["description", "deadline"]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("月薪4000-6000元", 4000, 6000),
        ("工资：４５００～５５００元／月", 4500, 5500),
        ("薪资3.5k-5k", 3500, 5000),
        ("待遇四千到六千", 4000, 6000),
        ("月工资5,000元", 5000, 5000),
        ("月薪4000元起", 4000, None),
        ("工资4500以上", 4500, None),
        ("底薪3000+提成", 3000, None),
        ("底薪3000，综合工资5000-7000", 5000, 7000),
        ("学徒期3500元，出徒后6000-8000元", 3500, 8000),
        ("工资面议", None, None),
        ("时薪22元", None, None),
        ("每天工资200元", None, None),
        ("月薪可观，押金2000元", None, None),
        ("计件工资，一件5元", None, None),
    ],
)
def test_pay_is_read_in_yuan_a_month(said: str, low: int | None, high: int | None) -> None:
    advert = read(f"招聘焊工学徒2名，{said}，沈阳")
    assert (advert.wage_min, advert.wage_max) == (low, high)


def test_stages_of_pay_are_told_apart() -> None:
    advert = read("招聘数控车工学徒3名，学徒期每月3500元，出徒后6000-8000元，包吃住，沈阳大东")
    assert (advert.wage_learning_min, advert.wage_learning_max) == (3500, 3500)
    assert (advert.wage_after_min, advert.wage_after_max) == (6000, 8000)


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("年龄18-45岁", (18, 45)),
        ("18至35周岁", (18, 35)),
        ("50岁以下", (None, 50)),
        ("女18-45岁，男18-50岁", (18, 50)),
        ("照顾60岁以上老人", (None, None)),
    ],
)
def test_ages_are_read_as_written(said: str, ages: tuple[int | None, int | None]) -> None:
    advert = read(f"招聘护理员3名，月薪5000-6000元，{said}，包住")
    assert (advert.age_min, advert.age_max) == ages


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("高中或中专学历", "senior"),
        ("中专及以上学历", "secondary_vocational"),
        ("初中以上文化", "junior"),
        ("大专以上学历优先", None),
        ("学历不限", None),
    ],
)
def test_the_least_schooling_is_read_and_a_preference_is_none(said: str, level: str | None) -> None:
    assert read(f"招聘化验员3名，月薪5000-6000元，{said}，包住").education_min == level


@pytest.mark.parametrize(
    ("said", "years", "beginners"),
    [
        ("三年以上工作经验", 3, False),
        ("1-3年相关经验", 1, False),
        ("半年以上工作经验", 0.5, False),
        ("经验不限", 0, True),
        ("生熟手均可", 0, True),
        ("有2年以上工作经验者优先", None, None),
    ],
)
def test_years_of_experience_are_read(said: str, *, years: float | None, beginners: bool | None) -> None:
    advert = read(f"招聘钳工3名，月薪5000-6000元，{said}，包住")
    assert (advert.experience_years_min, advert.accepts_no_experience) == (years, beginners)


@pytest.mark.parametrize(
    ("said", "housing", "meals"),
    [
        ("包吃住", True, True),
        ("不包吃住", False, False),
        ("包住不包吃", True, False),
        ("提供宿舍，食宿自理", True, False),
        ("免费工作餐", None, True),
        ("待遇好", None, None),
    ],
)
def test_bed_and_board_are_read(said: str, *, housing: bool | None, meals: bool | None) -> None:
    advert = read(f"招聘车工3名，{said}，沈阳大东，签三年合同")
    assert (advert.housing, advert.meals) == (housing, meals)


def test_an_allowance_for_rent_is_no_bed() -> None:
    advert = read("招聘车工3名，房补300元")
    assert advert.housing is None
    assert advert.housing_kind == "subsidy"


@pytest.mark.parametrize(
    ("said", "night"),
    [
        ("三班倒", True),
        ("白夜班轮换，有夜班补贴", True),
        ("工作时间：8:00-17:00", False),
        ("无夜班", False),
        ("上班时间：下午3点到凌晨1点", True),
        ("两班倒", None),
        ("每天8小时", None),
        ("面试时间：9:00-16:00", None),
    ],
)
def test_night_work_is_told_by_words_or_by_hours(said: str, *, night: bool | None) -> None:
    assert read(f"招聘操作工3名，月薪5000-6000元，{said}，包住").night_shift is night


@pytest.mark.parametrize(
    ("said", "insured"),
    [
        ("五险一金", True),
        ("转正后缴纳社保", True),
        ("不交社保", False),
    ],
)
def test_social_insurance_is_no_accident_cover(said: str, *, insured: bool | None) -> None:
    assert read(f"招聘文员3名，月薪5000-6000元，{said}，包住").social_insurance is insured


@pytest.mark.parametrize(
    ("said", "city", "district"),
    [
        ("工作地点：大连市瓦房店市", "210200", "210281"),
        ("工作地点：鞍山铁西", "210300", "210303"),
        ("工作地点：朝阳建平县", "211300", "211322"),
        ("沈阳市浑南区", "210100", "210112"),
        ("营口，两班", "210800", None),
        ("工作地点：北京市朝阳区", None, None),
        ("持辽宁省电工证", None, None),
    ],
)
def test_the_place_of_work_is_read(said: str, city: str | None, district: str | None) -> None:
    advert = read(f"招聘电工2名，月薪5000-6000元，{said}")
    assert (advert.city, advert.district) == (city, district)


def test_a_place_that_two_cities_share_is_to_be_asked() -> None:
    advert = read("招聘电工2名\n工作地点：铁西区")
    assert (advert.city, advert.district) == (None, None)
    assert advert.place_candidates == ["210106", "210303"]
    assert "city" in advert.missing


def test_the_apprenticeship_itself_is_read() -> None:
    advert = read(
        "招聘焊工学徒8名。学徒期12个月，与沈阳技师学院联合培养，一对一师傅带教，考取中级工证书。"
        "签订三年劳动合同，试用期2个月，每月15号发工资，有班车。报名截止12月20日。"
    )
    assert advert.term_months == 12
    assert advert.partner_provider == "沈阳技师学院"
    assert advert.mentor
    assert advert.grade_target == "4"
    assert advert.contract_months == 36
    assert advert.probation_months == 2
    assert advert.pay_day == 15
    assert advert.shuttle
    assert advert.deadline == date(2026, 12, 20)


def test_certificates_asked_for_are_read_and_those_earned_are_not() -> None:
    assert read("招聘叉车司机2名，月薪5000，必须持有叉车证").certificates_required == [
        "operation_permit:6-30-05-01::叉车司机"
    ]
    assert read("招聘电工2名，月薪5000，有电工证者优先").certificates_required == []
    assert read("招聘电工学徒2名，月薪5000，公司免费考取电工证").certificates_required == []


def test_duties_are_the_description() -> None:
    advert = read("招聘装配钳工。岗位职责：1、按图纸装配减速机；2、做好设备点检。任职要求：初中以上学历")
    assert advert.description == "按图纸装配减速机。做好设备点检。"


def test_several_jobs_are_told_by_name() -> None:
    advert = read("招聘焊工、铆工、钳工，月薪5000-8000，大连")
    assert advert.posts == ["焊工", "铆工", "钳工"]
    assert advert.occupation_code == "6-18-02-04"


@pytest.mark.parametrize(
    "text", ["", "你好", "我想找焊工的工作，4000以上，沈阳", "今天天气不错，去公园走走", "1", "？？？", "12345678"]
)
def test_what_is_no_advert_gives_nothing(text: str) -> None:
    advert = read(text)
    assert not advert.is_advert
    assert advert.model_dump(exclude={"missing", "is_advert"}) == Advert().model_dump(exclude={"missing", "is_advert"})
    assert "title" in advert.missing


ENGLISH = (
    "Apprentice lathe operator needed in Tiexi, Shenyang. 12-month apprenticeship, 3,800 yuan/month, then 6,000+ once "
    "qualified. Meals and dorm included, no night shifts. Ages 18-35, at least 1 year of experience."
)


def test_an_english_advert_is_read_alike() -> None:
    advert = read(ENGLISH)
    assert advert.title == "Apprentice lathe operator"
    assert (advert.occupation_code, advert.district) == ("6-18-01-01", "210106")
    assert (advert.wage_after_min, advert.wage_max) == (6000, None)
    assert (advert.housing, advert.meals, advert.night_shift) == (True, True, False)
    assert (advert.age_min, advert.age_max, advert.experience_years_min) == (18, 35, 1)
    assert advert.term_months == 12


@pytest.mark.parametrize(
    "text",
    [
        "求职：男，28岁，叉车证，五年经验，要求月薪5500以上，大连",
        "焊工培训班招生，学费2800元，结业考取操作证，推荐就业",
        "房屋出租，沈阳铁西广场两室一厅，月租1500元，可做宿舍",
        "市里公布最低工资标准：每月2100元，每小时21元。",
        "各位家长，明天下午3点开会，午餐15元一天。",
    ],
)
def test_texts_full_of_figures_and_trades_are_no_adverts(text: str) -> None:
    assert not read(text).is_advert


def test_a_road_named_after_a_city_is_no_place() -> None:
    assert read("招聘酒店前台2名，月薪3500，包吃\n地址：沈阳市和平区南京北街").district == "210102"


def test_numerical_control_after_the_call_is_part_of_the_title() -> None:
    assert read_advert("急招数控铣床学徒2名，月薪4200-5000元", TODAY).title == "数控铣床学徒"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("铁西某厂数控车工学徒5名，工资4000-5000，包吃住", "数控车工学徒"),
        ("大连某酒店厨师学徒2名，工资3800，包吃住", "厨师学徒"),
        ("某大型机械制造企业铣工学徒5名，工资4000-5000，包住", "铣工学徒"),
        ("某物业公司水电工学徒2名，工资3500，白班", "水电工学徒"),
    ],
)
def test_an_employer_that_gives_no_name_does_not_hide_the_job(text: str, title: str) -> None:
    advert = read(text)
    assert advert.is_advert
    assert advert.title == title


def test_somebody_who_tells_of_an_unnamed_factory_posts_no_advert() -> None:
    assert not read("我以前在铁西某厂当电工，一个月4500，包吃住，现在不想干了").is_advert

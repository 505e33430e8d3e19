"""The law check of an advert's words: spans, look-alikes, rewrites."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.law.findings import apply_rewrites, lint


def told(text: str) -> list[tuple[str, str]]:
    return [(one.rule.category, one.text) for one in lint(text)]


def test_a_finding_has_rule_severity_span_and_rewrite() -> None:
    (finding,) = lint("招电焊学徒，限男性，包吃住")
    assert (finding.rule.rule, finding.rule.severity) == ("post.gender", "block")
    assert finding.span == (6, 9)
    assert finding.rewrite == "男女不限"


@pytest.mark.parametrize(
    "text",
    [
        "🔧🔧招学徒，限男性",
        "招学徒，限\u200b男\u200b性",
        "ｉｄ：招学徒，限男性",
        "①招学徒，限男性\r\n",
        "招學徒，限男性",
    ],
)
def test_the_span_fits_the_text_as_given(text: str) -> None:
    (finding,) = lint(text)
    assert text[slice(*finding.span)] == finding.text
    assert finding.text.replace("\u200b", "") == "限男性"


def test_characters_held_apart_are_read_together() -> None:
    assert told("加 微 信 领取岗位")[0][0] == "off_platform_contact"


def test_rewrites_leave_a_clean_advert() -> None:
    text = "招电焊学徒3名，限男性，五官端正，包吃住。身份证由公司保管。"
    assert apply_rewrites(text, lint(text)) == "招电焊学徒3名，男女不限，包吃住。证件核验后当场归还。"


@settings(derandomize=True)
@given(st.text(max_size=300))
def test_any_text_has_valid_spans_in_order(text: str) -> None:
    findings = lint(text)
    assert all(0 <= one.span[0] < one.span[1] <= len(text) for one in findings)
    assert all(text[slice(*one.span)] == one.text for one in findings)
    assert [one.span[0] for one in findings] == sorted(one.span[0] for one in findings)


@pytest.mark.parametrize(
    "piece",
    ["不", "不收押金，", "男女", "要求", "身份证", "(((((", "1", "一个月", "试用期三个月", "工资", "a", " ", "加微信"],
)
def test_a_text_four_times_as_long_takes_no_more_than_about_four_times_as_long(piece: str) -> None:
    def seconds(length: int, number: int) -> float:
        text = f"{number}、{piece * (length // len(piece))}"  # nothing of it was read before
        before = time.process_time()
        lint(text)
        return time.process_time() - before

    lint("warm")
    assert seconds(2_000, 1) < 10 * min(seconds(500, 2), seconds(500, 3)) + 0.1


def test_what_the_job_is_called_is_no_part_of_a_finding() -> None:
    assert told("招学徒3名，拜师先交两千块，包住。") == [("training_fee", "拜师先交两千块")]


def test_an_item_of_a_list_does_not_run_into_the_next() -> None:
    assert told("1、驾驶证押在车队；2、会用电脑") == [("document_seizure", "驾驶证押在车队")]


SAID = (
    "招学徒3名", "限男性", "18-35岁", "押金三百", "1、五官端正", "包吃住", "不交社保", "🔧", "工资3000", "男女不限",
    "每天12小时", "身份证由公司保管", "加微信abc_123", "喷漆工", "试用期半年", "要求", "2、会用电脑",
)  # fmt: skip


@settings(derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(("，", "；", "。", "\n"))), max_size=12))
def test_a_rewritten_advert_has_no_loose_punctuation(pieces: list[tuple[str, str]]) -> None:
    once = "".join(said + sign for said, sign in pieces)
    once = apply_rewrites(once, lint(once))
    assert not any(loose in once for loose in ("，，", "，。", "；；", "、、", "。。", "，；"))


def test_without_heads_figures_and_contacts_are_read_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHITU_MODEL", "none")
    found = told("限男性，月薪800元，一年合同试用期三个月，电话13800001111")
    assert [category for category, _ in found] == ["wage_below_minimum", "probation", "off_platform_contact"]


@pytest.mark.parametrize(
    ("text", "deposit"),
    [
        ("招电焊工学徒，出徒6000-8000，包吃住，押金500元，白班", "押金500元"),
        ("招电焊工学徒，押金500元，白班", "押金500元"),
        (
            "Welders wanted, 4000 yuan a month learning, 6000-8000 afterwards. Deposit of 500 yuan.",
            "Deposit of 500 yuan",
        ),
    ],
)
def test_a_deposit_is_a_deposit_and_the_pay_beside_it_no_fee(text: str, deposit: str) -> None:
    assert told(text) == [("deposit", deposit)]


def test_an_english_advert_is_put_right_in_english_and_keeps_every_other_word() -> None:
    text = "6 welders in Shenyang. Men only. Room and board. Deposit of 500 yuan. Day shift. Apply by 25 December."
    assert apply_rewrites(text, lint(text)) == (
        "6 welders in Shenyang. Men and women welcome. Room and board. No deposit or fee. Day shift. "
        "Apply by 25 December."
    )


@pytest.mark.parametrize(
    "said",
    [
        "本批活图号LN-3306-118，料号12750043391，月底前交两百件",
        "机台CK6136和XK714，工单20270308017先干，报完工找班长",
        "第20270301期电工班，教材编号LN-2027-0051826，周五发",
    ],
)
def test_the_number_of_a_thing_is_no_contact(said: str) -> None:
    assert "off_platform_contact" not in {one.rule.category for one in lint(said, where="message")}


@pytest.mark.parametrize(
    "said", ["工单20270308017，细节打13900001234问我", "料号12750043391，加我威信 laozhou_lathe 发图"]
)
def test_a_contact_beside_the_number_of_a_thing_is_one(said: str) -> None:
    assert "off_platform_contact" in {one.rule.category for one in lint(said, where="message")}


@pytest.mark.parametrize(
    "said",
    [
        "扣扣 QQ 66120 找我",
        "VX 66120",
        "WX66120",
        "打 24186661234 找我",
        "打 41186661234 找我",
        "B1-3900-1201-34 打这个",
        "S-024-8666-123",
        "绿泡泡 zhao6612",
        "搜 ZHX66120 加一下",
        "TG66120 上面说",
    ],
)
def test_a_contact_that_looks_like_the_number_of_a_thing_is_one(said: str) -> None:
    assert "off_platform_contact" in {one.rule.category for one in lint(said, where="message")}

"""Every category both ways: what people write that breaks a rule, and what only looks like it."""

from data.catalogue.lint_rules import lint_rules
from matching.law.findings import lint

MOST_MISSED, MOST_FLAGGED = 0.25, 0.1
"""Shares of texts: the model learns, and is wrong now and then."""
WRONG = {
    "gender": [
        "文员一名，女",
        "电工学徒，男的优先",
        "不招女工",
        "性别：男",
        "搬运要俩小伙子",
        "Welder wanted, male only",
    ],
    "age": ["18至35周岁", "四十以下", "年龄别超过45岁", "95后优先", "岁数大的勿扰", "Cook, under 35"],
    "hukou": ["只招本地人", "外省的别来", "大连户口优先", "非沈阳户籍不收"],
    "ethnicity": ["限汉族", "少数民族勿扰", "信教的不要", "无宗教信仰"],
    "health": ["乙肝携带者不要", "入职查两对半", "无传染病史", "糖尿病的不收"],
    "marital": ["已婚已育优先", "三年内不许怀孕", "入职做孕检", "刚结婚的不考虑"],
    "disability": ["四肢健全", "残疾人勿扰", "无身体缺陷", "聋哑的不收"],
    "deposit": ["入职交押金三百", "工服费120元自己出", "压一个月工资", "先垫付货款"],
    "document_seizure": ["身份证由厂里保管", "扣押毕业证原件", "驾驶证押在车队"],
    "training_fee": ["学费4500", "培训费自理", "拜师先交两千块", "岗前培训每人交300"],
    "training_loan": ["零首付学厨师", "学费办分期，上班后每月还", "贷款参加培训再上岗"],
    "wage_below_minimum": ["学徒工资900一个月", "月薪1200元", "小时工8元一小时", "一天四十"],
    "child_labour": ["15岁也行", "初二的孩子放假来打工", "未满16的也收"],
    "unpaid_trial": ["试岗三天不给钱", "前两个月没有工资", "学徒管饭不开工资", "Trial week is unpaid"],
    "no_insurance": ["不交社保", "社保自理", "干满一年才上五险", "自愿放弃社保"],
    "hours": ["每天12小时", "月休一天", "全年无休", "早七点到晚九点"],
    "penalty": ["迟到一次罚50", "提前离职扣一个月工资", "打碎东西照价赔", "交违约金五千"],
    "probation": ["一年合同，试用期三个月", "试用期半年", "试用期工资按六成发"],
    "guarantee": ["包过包拿证", "百分之百拿证", "学完包分配"],
    "bait": ["日入过千", "缅甸高薪客服", "铁路内部名额", "出租银行卡走流水"],
    "school": ["全日制大专", "985优先", "技校的不要"],
    "appearance": ["五官端正", "身高170以上", "有纹身的不要"],
    "criminal_record": ["无犯罪记录", "有前科的不要", "需政审"],
    "student_dispatch": ["学生工返费两千", "中专实习生打包送厂", "劳务公司代招假期工"],
    "hazard": ["喷漆工两名，日结", "车间粉尘大", "要下井采煤"],
    "off_platform_contact": ["加微信abc_12345", "电话13800001111", "扫码进群", "t.me/somebody"],
}
HARMLESS = [
    "男女不限，女装厂招缝纫工", "女职工有产假，女宿舍四人间", "年满18周岁，工龄每年加钱",
    "照顾80岁老人，教6岁孩子画画", "户籍不限，外地的安排宿舍", "本市户籍可申领培训补贴",
    "满族自治县的饭店，有清真食堂", "各民族都欢迎", "需办健康证，不查乙肝", "婚假产假照规定，有夫妻房",
    "残疾人优先，车间无障碍", "不收押金，工服免费", "客房押金由前台退还", "谨防交押金的骗子",
    "面试带身份证原件，看完就还", "学费全免，教材费政府出", "培训费公司承担", "汽车分期业务员",
    "学徒期工资2800，餐补每天15元", "日工资180元，按月结", "底薪1500加提成，月均五千",
    "不招未满16周岁的人，初中毕业就行",
    "带薪试岗，从第一天起算工资", "入职就交五险，保险公司内勤", "每天8小时，设备24小时运转", "从不罚款，不压工资",
    "三年合同，试用期三个月", "谁也不能保证您考过", "计件多劳多得，上不封顶", "国企食堂招帮厨，海外订单多",
    "非全日制学历也行，技校优先", "身高不限，维护公司形象", "幼儿园依法查无犯罪记录", "与学校签三方实习协议",
    "喷漆岗发防毒面具，每年职业体检", "高温补贴二百，车间无尘", "会运营微信公众号，回复客户电话",
]  # fmt: skip


def test_every_category_of_the_catalogue_is_tried() -> None:
    assert set(WRONG) == {rule.category for rule in lint_rules()}


def test_what_breaks_a_rule_is_found() -> None:
    said = [(category, text) for category, texts in WRONG.items() for text in texts]
    found = [(one, {finding.rule.category for finding in lint(one[1])}) for one in said]
    missed = [one for one, categories in found if one[0] not in categories]
    assert len(missed) <= MOST_MISSED * len(said), missed


def test_what_only_looks_like_it_passes() -> None:
    flagged = [text for text in HARMLESS if lint(text)]
    assert len(flagged) <= MOST_FLAGGED * len(HARMLESS), flagged

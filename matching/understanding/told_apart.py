"""Questions that the acts do not tell apart, by what their words are nearest to.

Pay while learning, pay afterwards and pay day sound alike, and so do the grade that a course leads to and the grade
that somebody may go up to. A working time of so many hours a week does not say when work begins or which days are off.
"""

from collections.abc import Mapping

from data.people.profile import SaidAct, Understanding
from matching.language.acts import UNNAMED, kind_of
from matching.language.heads.prompts import IDLE
from matching.language.heads.reading import has_heads
from matching.language.likeness import Examples, likeness

_Kinds = Mapping[str, Examples]
"""Questions by what they are after."""
_PAY: _Kinds = {
    "wage_now": (
        "学徒期间一个月多少钱", "刚开始一个月开多少", "工资多少", "What would I earn while learning?",
        "What would I earn in the beginning?", "How much do I get at first?", "How much does it pay?",
    ),
    "wage_after": (
        "学徒期满出徒以后一个月多少钱", "学完转正能拿多少", "What would I earn once the training is over?",
        "And how much afterwards?",
    ),
    "pay_day": ("每个月几号发工资", "On which day of the month is the wage paid?"),
}  # fmt: skip
_GRADE: _Kinds = {
    "exam": (
        "这个班考的是几级", "学完考哪一级的证", "学完是初级还是中级", "Which grade is the exam of this course for?",
        "What grade does it lead to?",
    ),
    "level_up": (
        "我还能往上考几级", "我够不够条件考高一级", "我现在能报考哪一级", "Which grade can I go up to?",
        "Am I entitled to take a higher grade?",
    ),
}  # fmt: skip
_SPOKEN_TO: _Kinds = {
    "human": (
        "我想跟人社局的工作人员说话", "给我转人工", "找你们的工作人员、真人",
        "I want to talk to a member of the bureau's staff", "I want to talk to a real person, not a bot",
    ),
    "contact_employer": (
        "我想跟这家单位管事的人说话", "跟店里的负责人说几句", "怎么联系厂里", "帮我问问他们",
        "I want to speak to the manager of the company",
        "Can you ask the firm for me?", "How do I get in touch with the employer?",
    ),
}  # fmt: skip
_ALIKE: Mapping[str, _Kinds] = {
    **dict.fromkeys(("wage_now", "wage_after", "pay_day"), _PAY), "level_up": _GRADE, "contact_employer": _SPOKEN_TO,
}  # fmt: skip
_HOURS: _Kinds = {
    "stated": (
        "一周上多少小时", "上班时间怎么安排", "How many hours a week?", "What are the working hours?", "白班还是倒班",
        "Is it day work or shifts?",
    ),
    "else": (
        "一天上几个小时", "一个班几个小时", "How many hours a day?", "早上几点上班，晚上几点下班",
        "What time does work start and end?", "星期几休息", "礼拜天歇不歇", "一个月休几天",
        "Which days of the week are off?",
    ),
}  # fmt: skip
_FEES: _Kinds = {
    "stated": (
        "报名、面谈、进厂要不要交钱", "要交什么费用", "学徒要不要交学费、培训费", "中介费要多少", "要不要押金、押证件",
        "Do I have to pay anything to apply or start?", "Do I pay for the training?", "Is there a deposit?",
    ),
    "else": (
        "考证、办证的钱谁出", "Who pays for the exam and the certificate?", "工具、工作服要自己买吗",
        "Do I have to buy my own tools or work clothes?", "弄坏了东西扣不扣钱、罚不罚款",
        "Would I be fined for damage?",
    ),
}  # fmt: skip
_HALF: Mapping[str, _Kinds] = {"hours": _HOURS, "fees": _FEES}
"""Acts of which a field answers some questions only."""
_SPEAKING: _Kinds = {
    "speak": (
        "我想跟他们管事的人说两句话", "怎么能找着他们", "怎么联系这家单位", "How can I reach them?",
        "I want to speak to the manager",
    ),
    "ask": ("帮我问问他们", "你替我问一下这家", "Can you ask them for me?", "Please pass my question on to the firm"),
}  # fmt: skip
_HARDLY_NEARER = 0.05
"""What was heard of pay is answered as well where the words are nearer to another question by no more than this."""
_OF_COURSES, _COURSE = "level_up", "card_course"
"""The act that is told apart beside a course only, and how the model knows that one is on the screen."""
_NEAR, _SURELY = 0.8, 0.85
"""From which words that the acts do not name ask how to reach somebody, beside words that want it and alone."""
_CONTACT = "contact_employer"


def told_apart(understood: Understanding, screen: str) -> Understanding:
    """The same message with each act as what its words are nearest to, of those that sound alike beside a listing."""
    if screen == IDLE or not has_heads() or not understood.acts:
        return understood
    acts = [one for act in understood.acts for one in _nearest(act, screen)]
    if any(act.act == _CONTACT for act in acts):
        acts = [act for act in acts if act.act != UNNAMED or not asks_how_to_reach(act.words)]
    return understood if acts == understood.acts else understood.model_copy(update={"acts": acts})


def asks_else(act: str, words: str) -> bool:
    """Whether a question of this act asks what the field of the act does not hold."""
    if act not in _HALF or not words or not has_heads():
        return False
    near = _nearness(_HALF[act], words)
    return near["else"] > near["stated"]


def asks_how_to_reach(words: str, sure: float = _NEAR) -> bool:
    """Whether the words want to know how to speak to a firm, rather than that it is asked something."""
    if not words or not has_heads():
        return False
    near = _nearness(_SPEAKING, words)
    return near["speak"] >= max(near["ask"], sure)


def _nearest(act: SaidAct, screen: str) -> list[SaidAct]:
    if act.act == UNNAMED and asks_how_to_reach(act.words, _SURELY):
        return [act.model_copy(update={"act": _CONTACT, "kind": kind_of(_CONTACT), "confidence": _SURELY})]
    if act.act not in _ALIKE or not act.words or (act.act == _OF_COURSES and screen != _COURSE):
        return [act]
    near = _nearness(_ALIKE[act.act], act.words)
    name = max(near, key=lambda one: near[one])
    if name == act.act:
        return [act]
    other = act.model_copy(update={"act": name, "kind": kind_of(name)})
    doubtful = act.act in _PAY and near[name] - near[act.act] <= _HARDLY_NEARER
    return [other, act] if doubtful else [other]


def _nearness(kinds: _Kinds, words: str) -> dict[str, float]:
    return dict(zip(kinds, likeness(words, *kinds.values()), strict=True))

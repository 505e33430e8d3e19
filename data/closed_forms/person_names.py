"""Names of people as a list writes them: 王小明, 欧阳娜娜, 阿依古丽·买买提, John Smith."""

import re

from data.closed_forms.text import normalise

LONGEST = 30
_LEAD_IN = re.compile(r"^(?:我?(?:的?(?:名字|姓名)[是叫]?|叫做?|是)|my name is|i am|i'm)\s*:?\s*", re.IGNORECASE)
_END = re.compile(r"[\s。.!]+$")
_DOTS = re.compile(r"\s*[·•・‧∙.]\s*")
_HAN = "[㐀-䶿一-鿿]"
_SHORT = re.compile(rf"{_HAN}{{2,4}}")
_WITH_DOTS = re.compile(rf"{_HAN}{{1,12}}(?:·{_HAN}{{1,12}}){{1,4}}")
_WORD = r"[^\W\d_](?:[^\W\d_]|['’-])*"
_LATIN = re.compile(rf"{_WORD}(?: {_WORD}){{0,4}}")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
    "丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮"
    "桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜"
    "鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺云肖佘闫付代裘滑苍亓逄初矫由禹占战"
)
_DOUBLE_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容",
    "令狐", "司徒", "长孙", "宇文", "夏侯", "端木",
)  # fmt: skip
_LONGEST_USUAL = 3
"""Characters of a Chinese name with a surname of one."""
_NOT_AT_THE_END = frozenset("吗呢吧了的么啊呀嘛")


def read(text: str) -> str | None:
    """The name that the whole text is, without what leads in to it; None where it cannot be one."""
    plain = _END.sub("", _LEAD_IN.sub("", normalise(text).strip()))
    if _SHORT.fullmatch(spaceless := plain.replace(" ", "")):
        return spaceless
    if _WITH_DOTS.fullmatch(dotted := _DOTS.sub("·", plain)) and len(dotted) <= LONGEST:
        return dotted
    named = " ".join(_DOTS.sub(" ", plain).split())
    fits = 2 <= len(named) <= LONGEST and not re.search(_HAN, named)
    return named if fits and _LATIN.fullmatch(named) else None


def looks_like_one(name: str) -> bool:
    """Whether a name that was read is surely one: other short words have its form too (马上报名, what for)."""
    if not _SHORT.fullmatch(name):
        return "·" in name or (" " in name and all(word[0].isupper() for word in name.split()))
    if name.startswith(_DOUBLE_SURNAMES):
        return True
    short = len(name) <= _LONGEST_USUAL
    return short and name[0] in _SURNAMES and name[-1] not in _NOT_AT_THE_END and len(set(name)) > 1

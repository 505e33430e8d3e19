"""The words that tell where someone lives from where they want to work, will not go, or only once were."""

import re

from data.vocabulary import Language
from matching.understanding.roles import Cues, cue

_INSIDE = r"(?:市里|市内|市区|城里|郊区|农村|乡下|下边|底下|山里|周边|附近|周围|那边|那头|那面|那儿|那块|那嘎达|这边|这头|这面|这儿|这块|这嘎达|这疙瘩|一带|本地|当地|海边|哪儿|[市县区镇乡村街里这那])*"

CHINESE = Cues(
    before=(
        cue("stays", r"不(?:想|能|愿|要|愿意)?(?:离开|出|挪地方离开)", r"除了\S{0,2}以?外?都不"),
        cue(
            "excludes",
            r"别(?:再)?(?:把我|给我|让我|叫我)?(?:再)?(?:整|弄|派|安排|分|支|发|推荐?|介绍|送|打发|调|去|回)*(?:到|去|回|在)?",
            r"不(?:太)?(?:想|愿意?|乐意|要|能|打算|考虑|爱|准备|用)?(?:再)?(?:去|回|上|到|往|来|在|待在)(?!$)?",
            r"(?:不要|不考虑|不愿意?|不想|不选|除了|除去|拒绝|讨厌|坚决不|死活不|受够了|去不了|去不起)",
        ),
        cue(
            "former",
            r"(?:以前|之前|原来|原先|从前|早先|曾经|过去|早年|年轻时候?|那前儿|那会儿|前几年|头几年|前些年|去年|前年|小时候|刚从|从)(?:\S{0,4}在|\S{0,3}去|是|住)?",
            r"(?:去过|到过|跑过|毕业于|待过|呆过|打工在)",
        ),
        cue(
            "prefers",
            r"(?:想|愿意|乐意|希望|打算|准备|寻思|琢磨|考虑|要|能|可以|也能|都能|行|必须|最好|只|就|优先|宁可|尽量)(?:要|想|能|是|就|还|再|往|回|去|到|在|上|来|奔|留|考虑)+",
            r"(?<!过)(?:去|奔|往|到|留在|调到|回)(?!年|过)|最好|优先|意向|期望|哪怕|要不|不然|或者|base(?:在|:)?|找\S{0,6}在|只要|招\S{0,3}在|工作地",
        ),
        cue(
            "lives",
            r"(?:家|住|搁|人|户口|常住|定居|租房|租的房|现住|现在|目前|眼下|暂时)(?:就|都|也)?(?:在|是|住|搁)+",
            r"住(?:在|到|得|的)?|来自|搬到|搬来|嫁到|嫁来|老家(?:是|在)?|^(?:我|俺|咱|我们|俺们)(?:家|人)?(?:就|都|也)?(?:是|在|搁)?|坐标|家(?:在|是)?|人在|^(?:就|我)?(?:在|搁)|我是|俺是",
        ),
    ),
    after=(
        cue(
            "excludes",
            rf"^{_INSIDE}(?:就|也|我|都|可|我可|太|的)*(?:不(?:去|想去|考虑|要|行|回|愿|中|来|想回|成|想)|太?远(?:了|点|不)?|算了|除外|免了|别|去不了|拉倒|就不|不方便|免谈)",
        ),
        cue(
            "former",
            r"^\S{0,10}?(?:上过|干过|打过工|待过|呆过|住过|干了|做了|打工回来|回来|毕业|上的?学|念的?书?|念过|读的|读过|当过?兵|服役|当过|开过|进过|学的|上的|工作过|跑过|下来的?|退的|待了|呆了|干的|打了|开了|黄了|倒闭|买断)",
        ),
        cue(
            "prefers",
            rf"^{_INSIDE}(?:也|都|就|或者|还|我|的话|更|最|能|比较)*(?:行|中|成(?!都)|可以|能去|能考虑|接受|优先|最好|没问题|想去|都能|有啥|有没有|有什么|有招|招|有活|有哪|哪(?:有|里|儿)|找|干活|发展|学(?!校)|好(?!多|几|些)|去|干(?!过|了)|近点|合适|的话)",
            rf"^{_INSIDE}的(?:活|工作|岗|班(?!长)|企业|公司|单位|厂子|培训|课)",
        ),
        cue(
            "lives",
            rf"^{_INSIDE}(?:的|人|住|呢|待着|呆着|租|上班|打工|务农|种地|老家|户口|长大|土生土长)",
            r"^(?:市里|城里|农村|乡下|下边|底下|山里|这边|这儿|这块|本地|当地)",
        ),
    ),
    joiner=re.compile(rf"(?:[、,/和或跟与及]|或者|还有|要不|再不|以及|啊|呀|啦|{_INSIDE})*"),
)

ENGLISH = Cues(
    before=(
        cue(
            "excludes",
            r"(?:not|don'?t want to (?:go|move|work|be|relocate)|won'?t|can'?t|never|anywhere (?:but|except)|except|avoid|no)(?: (?:to|in|go|going|work|move|back|at))*\s*",
        ),
        cue(
            "former",
            r"(?:used to (?:live|work)|worked|before|previously|studied|graduated|school|university|college|from .{0,20} back|left|was|did .{0,20})(?: (?:in|at|from))\s*",
            r"came back from\s*",
        ),
        cue(
            "prefers",
            r"(?:want|prefer|like|looking|look|hope|move|relocate|go|ideally|willing|happy|job|work|jobs|training|course|anything|find|near|around|close|somewhere|anywhere|only|learn|or|opening|openings)\b[^,]{0,30}?(?:to|in|at|near|around)?\s*",
            r"\bto\s*$",
        ),
        cue(
            "lives",
            r"(?:i'?m|i am|i|we|live|living|based|home|family|here|from|located|currently|stay|staying|reside|my (?:home|family|place) is)(?: (?:is|live|living|based|am|in|at|from|near|here|a))*\s*",
            r"^in\s*|^from\s*",
        ),
    ),
    after=(
        cue("excludes", r"^ ?(?:is|'s)? ?(?:too far|out|not ok|isn'?t)"),
        cue("former", r"^ ?(?:university|college|vocational|normal|institute)"),
        cue(
            "prefers",
            r"^[ ,]*(?:city)? ?(?:is|are|would be|also|too|works|'s)? ?(?:also )?(?:fine|ok|okay|good|possible|preferred|works|best)",
        ),
        cue("lives", r"^ ?(?:resident|local|native)"),
    ),
    joiner=re.compile(r"\s*(?:,|and|or|/|&)?\s*(?:in |near )?"),
)


def cues_for(language: Language) -> Cues:
    return ENGLISH if language is Language.EN else CHINESE

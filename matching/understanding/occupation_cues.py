"""The words that tell what someone did from what they want and what they will not do."""

import re

from data.vocabulary import Language
from matching.understanding.roles import Cues, cue

_YEARS = r"(?:\d+|[一二两俩三仨四五六七八九十半几]+)(?:来|多|几)?年"

CHINESE = Cues(
    before=(
        cue(
            "ignored",
            r"没(?:有)?(?:干|做|当|学|整|搞|碰|接触)过",
            r"不会",
            r"不(?:太)?懂",
            r"(?:书上|学校|自己|自学|手机上)学(?:过|了|的)",
        ),
        cue("ignored", r"学过", r"学(?:了|的是|的)", r"(?<!也|都|就|还|只)不是(?!.{0,6}吗)"),
        cue(
            "rejects",
            r"不(?:太)?(?:想|要|愿意?|乐意|爱|喜欢|考虑|打算|干|做|当|学|整|去|找|用|碰|推|接受|选|跑)(?:再)?(?:干|做|当|去|学|整|找|碰|跑|搞)?",
            r"别(?:再)?(?:老)?(?:给我|让我|叫我|把我)?(?:再)?(?:整|介绍|推荐?|安排|派|找|弄|打发|塞|发|干|去)?(?:到|去|成|来|些|那些|什么|啥)?",
            r"(?:可|再也|坚决|死活|说啥)不",
            r"除了|除去|抛开|拒绝|讨厌|放弃|不再|够了|腻了|够够(?:的|儿)?|受不了|怕干|怕做|看不上",
        ),
        cue(
            "wants",
            r"想(?!不|起|当年)(?:要|再|去|找|学|当|干|做|转|考|整|应聘|往|换|改|试|进|来|回)*(?:个|份|点|点儿|一个|一份|着)?",
            r"(?<!不|需|主)要(?:学|干|当|做|找|考|转|去|应聘|个)",
            r"打算|寻思|琢磨|准备|希望|愿意|乐意|应聘|求职|意向|期望|目标|感兴趣|奔着|最好|向往|爱(?:干|学|做)|喜欢|相中",
            r"(?<![没未别不])找(?!不|人|我)(?:个|份|点|一个|一份|着)?",
            r"有没有|有无|有木有|招不招|招(?:聘|人|收)?|哪(?:里|儿|块)?有|有啥|有什么|有(?=\S{0,6}[吗嘛不没]$)",
            r"转(?:行|岗)?(?:去|到|成|做|干|当)?|改(?:行|学)|换(?:成|个|到|去)",
            r"(?<![小大中自教科数上同开放留所])学(?!过|了|校|历|的|完|会|院|习成绩|生|期|费|号|员)(?:个|点|点儿|习|一下|下|学|着)?",
            r"报(?:名|个|考|班)?|推荐|介绍|试试|试下|来个|整(?:个|份|点)|安排(?:个|点)|给我(?:找|整|弄|安排|介绍)",
            r"(?:也|都)?(?:能|可以|会去)(?:干|做|学|当)|干(?:个|点)|当个|做个|看看|瞅瞅|先干着|进(?!过|了)|考(?!过|了|下|完|上|试)(?:个)?",
        ),
        cue(
            "did",
            r"(?<!没)(?<!没有)(?:干|做|当|整|搞|弄|开|跑|上|待|呆|从事|卖|打|倒腾|经营)过",
            r"(?<!不)(?:干|做|当|搞|从事|整|弄|打)了(?:\S{0,8}年)?(?:的)?",
            rf"(?:以前|之前|原来|原先|从前|早先|早年|过去|曾经?|一直|从事|老本行|常年|平时|那会儿|那前儿|那阵|年轻时候?|本来|前些年|头些年|这些年|打小){{1}}(?:是|在|就|都|干|做|搞|当|给)*",
            rf"{_YEARS}(?:多|左右)?(?:的)?",
            r"(?<!不|还|要|都|就|只|别|可)是(?:个|名|干|做|搞|当|一名)?(?!啥|什么|不是|想)",
            r"现在(?:是|在|干|做|当)|目前|家里(?:就)?(?:有|是|种|养)?|在\S{0,10}(?:上班|干活|打工|工作|干|做|当)|在部队|当兵|给\S{1,4}(?:干|做|开|打)",
            r"(?:下岗|退休|辞职|离职)前?|从\S{0,8}(?:出来|下来|退下来|辞职|离职)",
        ),
    ),
    after=(
        cue(
            "ignored",
            r"^(?:我|俺)?(?:没|没有)(?:干|做|当|学|整|接触)过",
            r"^(?:我|俺)?(?:一点)?(?:不会|不懂)",
            r"^(?:我|俺)?(?:也)?学过",
        ),
        cue(
            "rejects",
            r"^(?:这|那)?(?:些)?(?:活|行|个|块|种|类)?(?:儿)?(?:啥的|什么的|之类的?|那些|的|活儿?|岗位?|工作)?(?:也|都|就|我|俺|可|是|再)*(?:不(?:太)?(?:想|要|干|做|去|当|行|考虑|愿|乐意|中|成|学|找|接受|来|喜欢|爱|感兴趣|用)(?!到|少)|免了|免谈|算了|拉倒|除外|别(?:再)?(?:找|推|整|给|介绍|提|来|让|安排|发|干)|干(?:够|腻|不动|不了|不下去)|做(?:够|腻|不动|不了)|受不了|够够|整不了|够呛|没兴趣|没意思)",
            r"^\S{0,6}(?:不干了|不想干|不想再|不打算|不愿意|不去|不要|就算了|干够了|干不动|坚决不)",
        ),
        cue(
            "did",
            r"^(?:这(?:活|行)|那(?:活|行)|活儿?|的|我|俺|都|也|就|一|一直|断断续续|前后|总共|里|厂|厂里|店里|工)*(?:干|做|当|整|搞|弄|开|待|打)(?:了|过|的)",
            rf"^(?:的|我|干|做|这行|活|学徒)?(?:有|快|都|了|也)*(?:小)?{_YEARS}",
            r"^(?:出身|的?经验|的?经历|的?底子|下岗|失业|退休|的时候|那会儿|证|工龄|老手|师傅出身)",
            r"^(?:上班|工作|干活|打工)(?:呢|的|过)?(?!吗|有|招)",
        ),
        cue(
            "wants",
            r"^(?:啥的|什么的|之类的?|的活儿?|活儿?|岗位?|的|方面的?|这块|这类|一类的?|那类|师傅|学徒|工|员|吧|呀|啊|我)*(?:也|都|就|还|或者|一般)*(?:行|中|成|可以|能接受|能干|能学|能考虑|考虑|愿意|接受|好使|优先|最好|感兴趣|没问题|先干着|试试|想学|想干|挺好|不错)",
            r"(?:有没有|有吗|有嘛|招(?:不招|人|吗|学徒)|招$|还招|还要人|能学|好学|难学|在哪|哪(?:里|儿)|咋学|咋报|怎么|班|培训|学徒|的活)",
        ),
    ),
    joiner=re.compile(r"(?:[、,和或跟与及/]|啊|呀|啦|还有|或者|要不|以及|再不|什么|啥的|\s)*"),
)

ENGLISH = Cues(
    before=(
        cue(
            "ignored",
            r"never (?:done|worked|did)",
            r"can'?t ",
            r"don'?t know",
            r"(?:studied|study|majored in|degree in|diploma in|read)",
        ),
        cue(
            "rejects",
            r"(?:don'?t|do not|didn'?t|won'?t|not|never|no longer|wouldn'?t) (?:really )?(?:want|like|wanna|do|go|be|looking|interested|consider|back)",
            r"\bno (?:more )?|\bnot |anything but|anything except|anything other than|except|apart from|besides|hate|avoid|sick of|tired of|instead of|other than|rather not",
        ),
        cue(
            "wants",
            r"want(?:s|ed)?\b|wanna|looking (?:for|to)|learn(?:ing)?\b(?! a bit)|would like|'d (?:like|love|prefer)|hop(?:e|ing)|interested in|become|switch|move into|into\b|retrain"
            r"|train(?:ing)? (?:as|in|for|to)|course|apprentice(?:ship)?|any\b|find|prefer|apply|get into|ideally|think(?:ing)? (?:of|about)|keen|maybe|or\b|plan(?:ning)? to|try|is there|are there|dream|wish|aim",
        ),
        cue(
            "did",
            r"\bdid\b|\bdone\b|work(?:ed|ing)?\b|\bwas an?\b|been\b|used to|experience|years?\b(?: of| as| in)*|i'?m an?\b|i am an?\b|currently|before\b|previously|former(?:ly)?|spent|ran\b|drove|job as|employed|as an?\b",
        ),
    ),
    after=(
        cue("rejects", r"^ ?(?:is|are|isn'?t|aren'?t)? ?(?:not for me|out\b|no thanks|isn'?t|aren'?t|not)"),
        cue(
            "did",
            r"^\w* ?(?:work |job |factory |for |a |about |around |over |almost |nearly )*(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\b[- ]?(?:\w+ )?years?",
            r"^ ?(?:experience|background|before)",
        ),
        cue(
            "wants",
            r"^ ?(?:jobs?|work|training|courses?|apprenticeships?|class(?:es)?)? ?(?:is|are|would be|also|'s)? ?(?:also )?(?:fine|ok|okay|good|great|best|too|preferred|possible)",
            r"^ ?(?:apprentice|training|course|class|jobs?\b|opening)",
        ),
    ),
    joiner=re.compile(r"\s*(?:,|and|or|/|&|as well as)?\s*"),
)


def cues_for(language: Language) -> Cues:
    return ENGLISH if language is Language.EN else CHINESE

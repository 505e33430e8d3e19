"""What a message is for: an answer, or one of the things that need another reply."""

import re

from data.vocabulary import Intent, Language, Question
from matching.understanding.text import Message

_RELATIVE = r"(?:儿子|闺女|姑娘|女儿|孩子|小孩|媳妇|老婆|老公|对象|爱人|丈夫|妻子|[我俺]?(?:老)?[爸妈爹娘]|父亲|母亲|哥|弟(?:弟)?|姐|妹(?:妹)?|侄(?:子|女|儿)?|外甥|孙子|孙女|婆婆|公公|岳父|小舅子|姑爷|儿媳|老丈人|大爷|舅|姨|叔|表弟|表妹|朋友|邻居|老乡|家里人|亲戚|大侄)"
_PATTERNS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.REPORT,
        r"(?:骗(?!人吧|人的吧|不|子吗)|被坑|上当|诈骗|黑中介|拉黑|跑路|卷钱)|(?:交|收|要|扣|转|给)了?(?:我|他|他们|人家)?\S{0,6}(?:押金|中介费|报名费|服装费|保证金|培训费|体检费|介绍费|建档费|定金)|(?:押金|保证金|中介费|钱)\S{0,6}(?:不(?:给)?退|要不回|没退|不还)|(?:身份证|毕业证|证件|驾照|户口本|手机)\S{0,6}(?:扣|收走|压|押|拿走|没收)|(?:扣|压|押|收走|没收)\S{0,4}(?:身份证|证件|毕业证|工资)|(?:欠|拖|不给|没给|不发|压)(?:我|俺|着)?\S{0,4}(?:工资|工钱|钱)(?!.*就(?:行|干))|举报|投诉|刷单|先交(?:钱|\S{0,4}[百千块])|交(?:完|了)?(?:钱|\S{1,5}块)\S{0,8}(?:没|联系不上|不)|"
        r"scam|cheated|fraud|took my (?:id|passport|money)|(?:kept|keeps|holding|took) my (?:id|passport|documents)|(?:paid|asked me (?:to|for)) .{0,30}(?:fee|deposit)|report (?:a|an|this)|ripped off|blocked me|never paid me|unpaid wages|won'?t (?:pay|return|give)",
    ),
    (
        Intent.DELETE,
        r"(?:删(?:了|掉|除)?|清(?:空|除|掉|了)|注销|销户|抹掉)\S{0,8}(?:我|信息|资料|记录|账号|号|数据|吧|掉|了|说的)|(?:信息|资料|记录|账号|数据|说的|那些|档案)\S{0,8}(?:删|清空|清除|注销|抹)|别(?:再)?(?:给我)?(?:发|推)(?:消息|信息|了)|不(?:想)?(?:用|要)你们(?:这个)?了.*删|退订|取消订阅|忘了我|撤回(?:同意|授权)|delete (?:my|all|everything|me)|remove my|erase|forget me|unsubscribe|stop (?:messaging|sending)",
    ),
    (
        Intent.PRIVACY,
        r"(?:手机号|电话号?|号码|身份证号?|信息|资料|隐私|住址|照片)\S{0,10}(?:泄露|泄漏|卖|给谁|谁能看|安全|外传|保密|干啥使|干啥用|干啥|干嘛|嘎哈|做什么|有啥用|看见|看到|公开|传出去)|(?:泄露|泄漏|倒卖|保密|外传)|隐私|(?:要|问|留)\S{0,6}(?:手机号|电话|身份证|号码)\S{0,4}(?:干|嘎哈|做啥|啥用|咋|为啥)|为(?:啥|什么|嘛)(?:要|问|得)\S{0,6}(?:手机|电话|身份证|信息|岁数|年龄|住)|谁能看(?:到|见)|单位能看到|老板(?:能|会)(?:看|知道)|存在哪|存哪|数据存|privacy|who (?:can|will) see|personal (?:data|information)|my (?:data|phone number|information).{0,30}(?:safe|sell|share|shared|sold|stored|used)|sell my",
    ),
    (
        Intent.HUMAN,
        r"真人|人工|(?:找|转|换|叫|来)(?:个|一个)?(?:人|活人|工作人员|客服|领导|你们人|管事的)(?:跟|和|来|给|说|聊|唠|接|吧|$)|(?:座机|热线|咨询电话|联系电话|电话是多少|电话多少|打(?:个)?电话(?:问|咨询|给你们)|打过去)|(?:能|可以)(?:给|跟)(?:你们)?(?:谁)?打(?:个)?电话|你是(?:不是)?(?:机器人|ai|电脑)|是不是机器|(?:给我)?(?:回|来)个电话|跟你说不(?:明白|清楚)|说不明白|(?:去|上)哪(?:儿|里)?(?:能)?(?:当面|找你们)|你们(?:在哪|地址|办公)|real person|human|talk to (?:someone|a person|somebody|staff)|speak (?:to|with) (?:someone|a person|staff|somebody)|operator please|call you|phone number (?:i can|to) call|are you a (?:bot|robot)",
    ),
    (
        Intent.APPLY_HELP,
        r"(?:报(?:完|了|上|过)?名|申请|投(?:了|的)|面试|应聘)\S{0,14}(?:没(?:人|信|动静|回|消息|反应|下文|音|通知)|咋样了|怎么样了|啥时候|多久|几天|通过|成功|没成|到哪|进度|结果|取消|撤|改|写错|填错|不了|还能|失败|迟到|去不了|带啥|带什么|穿啥|准备啥|准备什么)|(?:取消|撤(?:回|销)?|改)\S{0,4}(?:报名|申请)|(?:怎么|咋|如何|在哪|去哪)\S{0,3}(?:报名|申请|报上|投)|报不(?:上|了)名|(?:点|按)\S{0,6}(?:没反应|不动|报错)|面试(?:地点|时间|地址|要带|带啥|改|通知)|没人(?:搭理|联系|理|回)我|(?:啥时候|多久|几天)(?:能)?(?:有|给)?(?:回|消息|信|通知)|"
        r"my application|applied .{0,40}(?:no|nothing|haven'?t|any news|yet)|how (?:do|can) i apply|cancel my|interview (?:time|address|place)|withdraw my|change my (?:application|phone)|heard back|no reply",
    ),
    (
        Intent.LEVEL_UP,
        r"(?:考|升|评|晋|弄|往上|够|报)\S{0,6}(?:一级|二级|三级|四级|高级工|中级工|技师|高级技师)(?!\S{0,6}(?:多少钱|补多少|能领|补贴|给钱))(?!证?(?:考)?下来(?:了|\S{0,2}年))|(?:够(?:不够)?|能不能|能|可以|啥时候|几年|多久|差)\S{0,6}(?:考|升|报|评)\S{0,8}(?:级|技师|高级|中级)|升级|涨级|下一级|往上考|晋级|next (?:level|grade)|upgrade|level up|move up|(?:take|qualify for|sit|apply for|get) (?:the |my )?(?:level|grade) [1-5]|(?:level|grade) [1-5] exam",
    ),
    (
        Intent.SUBSIDY_QUESTION,
        r"补贴|补助|(?:能|给|领|报销|返|退|补)\S{0,3}(?:多少钱|几个钱|钱不|钱吗|钱没)|领多少|给多少钱|多少钱补|免费(?:班|培训|课|学|的)?\S{0,8}(?:不|吗|嘛|没|么|条件|能上|能报|还能)$|(?:要|花|交|用)(?:不)?(?:要|花|交|用)?(?:钱|学费)(?:吗|不|么|嘛)|(?:学费|培训费|收费)\S{0,4}(?:多少|咋|怎么|吗|不|谁)|收不收(?:钱|费)|要不要钱|花不花钱|给报销|报销|能(?:不能)?领\S{0,6}(?:钱|补|金)|政策|生活费(?:补|发|给)|还能报\S{0,6}(?:班|培训)|创业贷款|失业金\S{0,8}(?:不|吗|能)|"
        r"subsid|allowance|how much (?:can|do|will|would|money|is the)|is it free|free (?:of charge|course|training)\??$|reimburse|tuition|cost(?:s)? (?:anything|money)|do i (?:have to|need to) pay",
    ),
    (
        Intent.SEARCH,
        r"有没有|有(?:啥|什么|哪些|没)|招不招|(?:还)?招(?:人|工|学徒)?(?:吗|不|么|没)|哪(?:里|儿|块|有|个地方|些)?\S{0,4}(?:招|有|能学|学)|(?:给我|帮我|先)?(?:看看|瞅瞅|瞧瞧|找找|搜搜?|推荐(?:几|一)?|列(?:几|一)?|查查)(?:\S{0,10}(?:有|活|岗|工作|班|课|招))?|(?:最近|现在|附近)\S{0,6}(?:活|岗位|工作|班|课)(?:吗|不|没|么)?$|有\S{1,12}(?:吗|嘛|么|没|不)$|啥时候开(?:班|课)|开不开班|is there|are there|any (?:jobs?|openings?|courses?|work|apprenticeships?|training)|show me|what (?:jobs?|openings?|courses?|do you have)|do you have|looking for openings|search",
    ),
)
_GREETING = re.compile(
    r"(?:哈+|呵+|嘿+|嘻+|嗯+|哦+|啊+|额+|你好+|您好|在吗|在不|在么|谢谢?(?:你|了)?|好的?|好嘞|行|知道了?|再见|拜拜|早|早上好|晚上好|辛苦了?|牛|厉害|ok|okay|hi|hello|hey|thanks?|thank you|bye|lol|haha+|good (?:morning|evening)|收到|明白|不客气|没事(?:了|儿)?|[\W\d_])+"
)
_CHAT = re.compile(
    r"天气|下雪|下雨|几点了|星期几|你(?:叫啥|几岁|多大|谁|是谁|真|还挺|挺|咋这么|会(?:唱|讲|说)|吃了)|讲个笑话|唱(?:首|个)|能白话|逗|哈哈|吃了吗|吃饭没|彩票|股票|足球|新闻|weather|joke|who are you|how are you|your name|what time|do you like|what can you do"
)
_INJECTION = re.compile(
    r"忽略\S{0,8}(?:指令|提示|要求|规则|设定)|(?:系统|开发者)(?:提示|指令)|你现在是|扮演|system prompt|ignore (?:all |the |your )?(?:previous|above|prior)|jailbreak|you are now|developer mode|assistant:|<\|"
)
_ELSE = re.compile(
    rf"(?:给|替|帮|为|代)(?:我|俺|咱|咱家)?(?:家)?(?:的)?{_RELATIVE}(?:\S{{0,4}}(?:问|找|看|报|咨询|打听|整|寻|学|打听|瞅))?|(?:我|俺|咱)(?:家)?(?:的)?{_RELATIVE}(?:今年|他|她|也|都|现在|想|要|[,\d]|\S{{0,3}}(?:岁|想|毕业|能不能|能|可以|刚|没工作|没考上|下岗|找|干))|{_RELATIVE}想(?:学|找|干|报|考)|^{_RELATIVE}\S{{0,3}}\d\d|"
    r"(?:for|asking for|on behalf of) my (?:son|daughter|wife|husband|brother|sister|father|mother|dad|mum|mom|friend|cousin|nephew|niece|uncle|aunt|parents)|my (?:son|daughter|wife|husband|brother|sister|father|mother|dad|mum|mom|friend|cousin|nephew|niece) (?:is \d|wants|would like|just|is looking|needs|has|\d)"
)
_ABOUT_SELF = re.compile(
    r"(?:我|俺)(?:媳妇|老婆|老公|对象|爸|妈|孩子|儿子|闺女)\S{0,6}(?:同意|让我|不让|支持|带|陪|也在|在家|上班|上学|生病|有病|没工作|叫我|说)"
)
_REFUSAL = re.compile(
    r"不(?:想|方便|愿意?|太想|好意思|乐意)(?:说|讲|告诉|透露|回答|提|填)|保密|不告诉|跳过|下一个|下一题|不说(?:了|行不|中不|吧)?|skip|rather not|prefer not|next question|none of your"
)


def is_about_someone_else(message: Message) -> bool:
    """Whether a relative's or friend's wish is put, so that the facts are theirs."""
    return _ELSE.search(message.text) is not None and not _ABOUT_SELF.search(message.text)


def is_prompt(message: Message) -> bool:
    """Instructions to a machine rather than words of a person about themselves."""
    return _INJECTION.search(message.text) is not None


def is_refusal(message: Message) -> bool:
    return _REFUSAL.search(message.text) is not None


def read_intent(message: Message, *, has_facts: bool, underage: bool) -> Intent:
    """The closed list, most urgent first; `has_facts`: the message told something of the person."""
    if underage:
        return Intent.UNDERAGE
    if is_prompt(message):
        return Intent.OTHER
    found = next((intent for intent, pattern in _PATTERNS if _says(message, pattern)), None)
    if found in {Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN}:
        return found
    if is_about_someone_else(message):
        return Intent.FOR_SOMEONE_ELSE
    if found is not None:
        return found
    return _answer_or_other(message, has_facts=has_facts)


def _says(message: Message, pattern: str) -> bool:
    return (
        any(re.search(pattern, clause.text) for clause in message.clauses)
        or re.search(pattern, message.text) is not None
    )


def _answer_or_other(message: Message, *, has_facts: bool) -> Intent:
    text = message.text.strip()
    if has_facts:
        return Intent.ANSWER
    if not message.clauses or not re.search(r"\w", text) or _CHAT.search(text):
        return Intent.OTHER
    if message.question is not None:
        return Intent.ANSWER if len(text) <= 60 else Intent.OTHER
    if _GREETING.fullmatch(text):
        return Intent.OTHER
    if is_refusal(message):
        return Intent.ANSWER
    wish = (
        r"想|找|学|干|活|工作|班|会|没|work|job|learn|want"
        if message.language is Language.ZH
        else r"work|job|learn|want|train|look"
    )
    return Intent.ANSWER if re.search(wish, text) and len(text) >= 4 else Intent.OTHER


def asks_question(message: Message) -> bool:
    return message.question is Question.PLACE

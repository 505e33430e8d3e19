"""What someone needs of working life (包住, 不上夜班, 接孩子); a need given up (夜班也行) is reported as lifted."""

import re

from data.vocabulary import Constraint, Question
from matching.understanding.text import Message

C = Constraint
_NO = r"(?:不(?:太)?(?:想|要|能|上|干|愿意?|爱|接受|值|熬|倒|适应|行|了|喜欢|考虑|中|住|做|熬得)*|别(?:再)?(?:给我|让我|老)?(?:整|安排|上|排|倒|有|干|派)*(?:到)?|没法(?:上|干)?|无法|上不了|熬不(?:了|住|动)|受不了|不了|不得|扛不住|顶不住|没有|没|干不了|拒绝|除了|不是|免谈|怕)"
_NEEDS: tuple[tuple[Constraint, str], ...] = (
    (
        C.HOUSING,
        r"(?:包|管|供|提供|给|有|带|能|要|得有|得|能给)(?:吃(?:还|和|也)?(?:管|包)?)?(?:住|宿舍|宿|住宿|住的?地方|地方住|个住处|住处)(?!家|得起|房公积)|食宿|吃住|吃住都|有地方住|住宿舍|安排住|解决住|宿舍(?:最好|有|得|要)|没地方住|住的问题|住厂|housing|dorm|accommodation|place to (?:live|stay|sleep)|room and board|lodging|board and lodging",
    ),
    (
        C.MEALS,
        r"(?:包|管|供|提供|给|带)(?:吃|饭|伙食|三餐|餐|一顿|两顿|三顿|中午饭|午饭|口饭|住(?:还|也|和)?(?:管|包)?吃)|食宿|吃住|伙食|有食堂|工作餐|meals?\b|food (?:included|provided)|room and board|board and lodging|canteen",
    ),
    (
        C.NO_NIGHT,
        rf"{_NO}\S{{0,3}}(?:夜班|大夜|后半夜|夜里|晚班|下半夜|通宵|熬夜|黑白班|贪黑)|(?:夜班|大夜|晚班|熬夜|通宵|后半夜)(?:我|俺|的|啥的|也|都|可|是|就|坚决|实在|真)*(?:不|别|免|没法|上不|熬不|受不|顶不|扛不|算了|除外|干不|不行)|只(?:能|想|上|要)?\S{{0,3}}(?:白班|长白班|白天)|(?:白班|长白班)(?:的|就|最好|优先)|(?:找|要|上|干|想|得是|最好|学)\S{{0,4}}(?:白班|长白班|正常班)|别太晚|晚上(?:得|要|必须)?\S{{0,3}}(?:回家|接|看|照顾|陪|辅导)|no night|no nights|not? (?:want |do |work )*nights?\b|can'?t (?:work|do) nights?|day shifts?|daytime only|days only|night shifts? (?:is|are)?(?:n't| not|out)",
    ),
    (
        C.NO_SHIFT,
        rf"{_NO}\S{{0,2}}(?:倒班|三班倒|两班倒|倒夜班|轮班|四班)|(?:倒班|三班倒|两班倒|轮班|三班)(?:我|的|也|都|可|是|就|实在|真)*(?:不|别|免|没法|上不|倒不|受不|顶不|扛不|算了|除外|熬不|干不)|不倒|(?:长白班|正常班|固定班|常白班)|倒不动|倒不了|no (?:rotating )?shifts?\b|not? (?:work |do )?shift work|no shift work|rotating shifts? (?:is|are)?(?:n't| not|out)|fixed hours",
    ),
    (
        C.NO_HEIGHTS,
        rf"{_NO}\S{{0,3}}(?:登高|爬高|高空|高处|上高|爬架|爬梯|爬杆|高的地方)|恐高|(?:登高|爬高|高空|爬上爬下|高处|上高|爬架子)(?:的|活|我|也|都|可|啥的|作业|是)*(?:不|别|免|没法|干不|爬不|算了|除外|受不|怕|害怕|哆嗦)|爬不(?:了|动|上)|登不了高|晕高|afraid of heights|no heights?|scared of heights|can'?t (?:climb|work at height|do heights)|not? (?:at |work at )?heights|fear of heights|no climbing",
    ),
    (
        C.NO_HEAVY,
        rf"{_NO}\S{{0,4}}(?:重(?:活|的|物|体力|东西)|体力活|力气活|扛|搬|抬|出大力|卖力气|累的?活|太累|干重)|(?:重活|体力活|扛东西|搬东西|力气活|累活|重体力|重的|沉的|扛包)(?:我|的|也|都|可|啥的|实在|是)*(?:不|别|免|没法|干不|扛不|算了|除外|受不|够呛)|(?:扛|搬|拎|抬|提)不(?:了|动)|(?:出|使)不了(?:大)?(?:力|劲)|轻(?:快|巧|省|松)(?:点|些|一点|活|的)|(?:找|要|想|干)\S{{0,4}}(?:轻巧|轻快|轻省|轻松)|没(?:多大|啥|什么)(?:力气|劲)|no heavy|not? (?:too )?heavy|nothing heavy|can'?t (?:lift|carry)|light (?:work|duty|duties)|heavy (?:lifting|work) (?:is|are)?(?:n't| not|out)|not lift",
    ),
    (
        C.NO_DUST,
        rf"{_NO}\S{{0,4}}(?:粉尘|灰尘|灰大|灰太|吸灰|暴土|油烟|粉末|呛人|带灰)|(?:粉尘|灰大|灰尘|吸灰)(?:的|大|多|太|活|我|也|都)*(?:不|别|免|没法|干不|算了|受不|除外|呛)|怕灰|没灰|no dust|dust[- ]free|not? dusty|nothing dusty|dust allergy|can'?t (?:stand|take|do) dust",
    ),
    (
        C.SEATED,
        r"坐着(?:干|的|就|能干|工作|上班|做|的活)|(?:能|可以|得|想|要)坐着|不(?:能|了)(?:久|长|老)?站|(?:久|长)站(?:不|受)|站不(?:了|住|久)|坐(?:办公室|班儿)|坐轮椅|轮椅|站时间长(?:不|了)|不能老站|别老站|站久了|seated|sit(?:ting)? down|sitting (?:work|job)|wheelchair|can'?t stand (?:for )?long|desk job|stand all day",
    ),
    (
        C.WEEKENDS_OFF,
        r"双休|周末(?:得|要|能|必须|最好)?(?:休|不上班|歇|放假|有时间陪|陪)|礼拜[天日六]\S{0,2}(?:休|歇|不上班)|周六日\S{0,3}(?:休|歇|不上)|休大礼拜|(?:周末|礼拜天|星期天)\S{0,3}(?:不加班|不干)|做礼拜|996\S{0,4}(?:不|顶|受|够)|weekends? off|weekends free|no weekends|five[- ]day week|not? (?:work )?(?:on )?weekends",
    ),
    (
        C.PART_TIME,
        r"兼职|半天(?:班|的|就)?|小时工|钟点|临时(?:干|打)|零工|抽空|业余(?:时间)?(?:干|做)|只(?:能|有)(?:上午|下午|晚上|白天几个)|(?:上午|下午|晚上)(?:有空|有时间|能干)|接(?:送)?(?:孩子|娃|小孩|大孙子|孙子|孙女|儿子|闺女)|农闲|不耽误(?:接|做饭|带)|part[- ]?time|half[- ]day|few hours|pick(?:ing)? up (?:my |the )?(?:kids?|child|children|son|daughter)",
    ),
    (
        C.EVENING_CLASS,
        r"(?:只能|有没有|最好|能|要|想|上|下班(?:后|以后)?|得)\S{0,6}(?:晚上|夜校|夜里|晚间|晚班)\S{0,4}(?:课|学|培训|班|上)|夜校|下班(?:后|以后|了)\S{0,4}(?:学|上课|培训)|晚上(?:能|有空|可以|有时间)?(?:学|上课|培训|去学)|evening (?:class|course)|night (?:class|school)|after work|evenings? only|study in the evening",
    ),
    (
        C.WEEKEND_CLASS,
        r"(?:只能|只有|就|有没有|最好|能|要|得|想)?\S{0,3}(?:周末|周六日?|礼拜(?:天|六)|星期天|休息日|双休日)\S{0,4}(?:课|学|培训|有空|有时间|能去|上(?:课|的)|的?班(?!休))|周末班|weekend (?:class|course|training)|(?:only|just|study|free|learn) (?:on |at )?(?:the )?weekends?|weekends? only|classes? (?:on|at) (?:the )?weekends?",
    ),
    (
        C.ONLINE,
        r"网课|线上(?:学|培训|课|的|上)|网上(?:学|上课|培训|听课)|远程|在家(?:就能)?(?:干|做|办公|学|上课|工作)(?!过|了|呢)|居家(?:办公|工作)|手机上(?:学|听|上课|看课)|视频课|直播课|online|remote(?:ly)?|work from home|from home|at home on",
    ),
    (
        C.NEAR_HOME,
        r"离家(?:别太远|近|不远|里近)|家(?:跟前|附近|门口|旁边|周围|近便|边上)|就近|近便|近点|近一点|别太远|不(?:能)?(?:太|要太)远|不要太远|(?:\S{1,4})附近(?:找|的|干|就|有|学|上|行)|走着(?:就)?能到|骑(?:车|电动车|电瓶车)(?:就)?(?:能|可)到|公交能到|near (?:my )?(?:home|house|where i live)|close to (?:my )?(?:home|house|where i live)|not (?:too )?far|nearby|short commute|walking distance",
    ),
    (
        C.DISTRICT_ONLY,
        r"(?:只|就)(?:能|想|要|考虑|找|在)*\S{0,3}(?:本区|本县|本市|本地|县里|县城|当地|区里)|(?:出|离)不(?:了|开)(?:县|区|市|本地|屯|城)|不出(?:县|区|市|城)|哪(?:儿|里)?(?:也|都)不去|别的(?:地方|地儿|区|县)(?:都|也)?(?:不|免)|其他(?:地方|地儿|区)(?:都|也)?(?:不|免)|没有的话\S{0,8}(?:不去)|only (?:in|within) (?:my|this|the) (?:district|county|town|city)|not outside",
    ),
    (
        C.GO_HOME_AT_NIGHT,
        r"(?:晚上|天天|每天|当天|下班|当晚|黑天)(?:都|就|得|要|能|必须|还得|最好|也得)*(?:回家|能回|回来住|往家|到家|回去)|不(?:能|想)?住(?:宿|厂|外|外面|外边|家)|不住(?:宿|家)|能回家(?:住|睡)|住(?:不了|家里)|住家不|go home (?:at|every) (?:night|evening|day)|home (?:at|every|by) night|home every (?:night|evening)|come home (?:at|every)|live-?in (?:is )?not|not live-?in|back home (?:at|every)",
    ),
    (
        C.NO_RELOCATION,
        r"不(?:想|能|愿意?|考虑|去|打算)?(?:再)?(?:去)?(?:外地|搬家|搬走|出远门|离家|外出|离开家|离开本地)|(?:外地|远的|远地方|远处)(?:的|我|也|都|就|可|啥的)*(?:不|免|别|去不|算了)|(?:出|走|离|去)不(?:了|开)(?:远门|家|外地|远|身)|离不开(?:家|人|身)|不离开(?:家|本地|本市|老家|[\u4e00-\u9fff]{2,4})|别(?:给我|把我)?(?:整|派|弄|安排)(?:到|去)?外地|no relocat|not? (?:relocate|move (?:away|city|cities))|can'?t (?:relocate|move|leave)|don'?t want to (?:relocate|move)|without relocating|won'?t (?:relocate|move)",
    ),
    (
        C.TEXT_ONLY,
        r"(?:别|不要|不用|不能|不方便)(?:给我)?(?:打|来|接|听)(?:电话|语音)|(?:打字|发文字|发字|文字|发信息|发消息|发短信)(?:说|聊|联系|沟通|就行|就中|跟我|给我|行)|听(?:不见|不清|力)|耳朵(?:背|聋|不好|听不)|聋哑|(?:电话|语音)(?:我)?(?:听不|接不|不方便)|手语|text only|texts? (?:only|please|me)|don'?t call|no (?:phone )?calls|deaf|hard of hearing|can'?t hear",
    ),
)
_LIFTED: tuple[tuple[Constraint, str], ...] = (
    (
        C.NO_NIGHT,
        r"(?:夜班|晚班|大夜)(?:也|都)?(?:行|中|可以|能上|没问题|成|能接受|不怕)|nights? (?:are|is) (?:ok|fine)",
    ),
    (
        C.NO_SHIFT,
        r"(?:倒班|三班倒|两班倒|轮班)(?:也|都)?(?:行|中|可以|能上|没问题|成|能接受|能倒|不怕)|shifts? (?:are|is) (?:ok|fine)",
    ),
    (
        C.HOUSING,
        r"(?:不用|不需要|不要|没必要)(?:包|管|提供|给)?(?:住|宿舍|住宿)|(?:包不包|管不管)住(?:都|也)?(?:行|中|无所谓)|有地方住(?:了|,|$)|自己(?:有|租)(?:房|地方)|don'?t need housing|no housing needed",
    ),
    (C.MEALS, r"(?:不用|不需要)(?:包|管)(?:吃|饭)"),
    (
        C.NO_HEIGHTS,
        r"(?:登高|爬高|高空)(?:作业|的)?(?:也|都)?(?:行|中|可以|没问题|不怕|能干)|不(?:怕|恐)高|爬\S{0,3}没问题",
    ),
    (
        C.NO_HEAVY,
        r"(?:重活|体力活|力气活|累(?:点|活))(?:也|都)?(?:行|中|可以|没问题|不怕|能干)|有(?:的是)?(?:力气|劲儿?)|不怕(?:累|苦|重)|能吃苦",
    ),
    (C.NO_RELOCATION, r"外地(?:也|都)(?:行|中|可以|能去|没问题)|去哪(?:儿|里)?(?:都|也)(?:行|中)|可以(?:去)?外地"),
    (C.NO_DUST, r"(?:灰大|粉尘)(?:也|都)?(?:行|没事|不怕)"),
    (C.WEEKENDS_OFF, r"(?:单休|周末上班|周末加班)(?:也|都)?(?:行|中|可以)"),
)
_FOR_CLASS = re.compile(r"课|培训|学(?!校|历)|班(?!.*(?:上班|白班))|class|course|train")


def read_constraints(message: Message) -> tuple[list[Constraint], list[Constraint]]:
    """Needs stated and needs given up, each in the vocabulary's order."""
    stated: set[Constraint] = set()
    lifted: set[Constraint] = set()
    for clause in message.clauses:
        gone = {need for need, pattern in _LIFTED if re.search(pattern, clause.text)}
        lifted |= gone
        stated |= {need for need, pattern in _NEEDS if re.search(pattern, clause.text)} - gone
    _refine(message, stated)
    return [need for need in Constraint if need in stated], [need for need in Constraint if need in lifted - stated]


def _refine(message: Message, stated: set[Constraint]) -> None:
    """What one need says of another."""
    if C.WEEKEND_CLASS in stated and not re.search(r"双休|周末(?:得|要|必须|最好)?休|weekends? off", message.text):
        stated.discard(C.WEEKENDS_OFF)
    if C.NO_SHIFT in stated and re.search(r"长白班|白班", message.text):
        stated.add(C.NO_NIGHT)
    if message.question is Question.CONSTRAINTS and re.fullmatch(
        r"(?:没有?|没啥|没什么|都行|随便|无所谓|啥都行|no|none|nothing)\S{0,4}", message.text.strip()
    ):
        stated.clear()

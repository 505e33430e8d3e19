"""What a message is for: an answer, or one of the things that need another reply."""

import re

from data.vocabulary import Intent, Language
from matching.lexicon import patterns
from matching.understanding.text import Message

_PATTERNS = patterns("intents.ini")
_URGENT = (Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN)
_LATER = (Intent.APPLY_HELP, Intent.LEVEL_UP, Intent.SUBSIDY_QUESTION, Intent.SEARCH)

_RELATIVE = (
    r"(?:儿子|闺女|姑娘|女儿|孩子|小孩|媳妇|老婆|老公|对象|爱人|丈夫|妻子|老伴|[我俺]?(?:老)?[爸妈爹娘](?!的)|父亲|母亲|哥|弟(?:弟)?|姐(?:夫)?"
    r"|妹(?:妹|夫)?|侄(?:子|女|儿)?|外甥|孙子|孙女|婆婆|公公|岳父|小舅子|姑爷|儿媳(?:妇)?|老丈人|大爷|舅|姨|叔|表弟|表妹|表哥|朋友|邻居|老乡|家里人|亲戚|大侄)"
)
_ELSE = re.compile(
    rf"(?<![能])(?:给|替|帮|为|代)(?:我|俺|咱|咱家)?(?:们)?(?:家)?(?:的)?{_RELATIVE}"
    rf"|(?<![跟和随像陪同被让叫由靠])(?:我|俺|咱)(?:们)?(?:家)?(?:的)?(?:老大|老二|小子|丫头|{_RELATIVE})(?:今年|他|她|也|都|现在|想|要|[,\d]|\s\d|[一二三四五六七]?十|$"
    r"|\S{0,4}(?:岁|想|毕业|能不能|能|可以|刚|没工作|没考上|下岗|找|干|学))"
    rf"|{_RELATIVE}(?:他|她)?想(?:学|找|干|报|考)|^{_RELATIVE}\S{{0,3}}\d\d"
)
_ELSE_ENGLISH = re.compile(
    r"(?:asking|ask|looking|inquir\w*|something|work|job|course|anything|question|this is|it'?s|here)? ?(?:for|on behalf of|about) my "
    r"(?:\w+ )?(?:son|daughter|wife|husband|brother|sister|father|mother|dad|mum|mom|friend|cousin|nephew|niece|uncle|aunt|parents|neighbou?r)"
    r"|my (?:\w+ )?(?:son|daughter|wife|husband|brother|sister|father|mother|dad|mum|mom|friend|cousin|nephew|niece)(?:,? (?:who )?(?:is|'s)? ?"
    r"(?:\d|wants|would like|just|looking|needs|has|turned|worked|lost|graduated|finished|lives)|'s \d)"
)


def is_about_someone_else(message: Message) -> bool:
    """Whether a relative's or friend's wish is put, so that the facts are theirs."""
    if message.language is Language.EN:
        return _ELSE_ENGLISH.search(message.text) is not None
    return _ELSE.search(message.text) is not None and not _PATTERNS["about self"].search(message.text)


def is_prompt(message: Message) -> bool:
    """Instructions to a machine rather than words of a person about themselves."""
    return _PATTERNS["prompt"].search(message.text) is not None


def read_intent(message: Message, *, has_facts: bool, underage: bool) -> Intent:
    """The closed list, most urgent first; `has_facts`: the message told something of the person."""
    if underage:
        return Intent.UNDERAGE
    if is_prompt(message):
        return Intent.OTHER
    urgent = _first(message, _URGENT)
    if urgent is not None:
        return urgent
    if is_about_someone_else(message):
        return Intent.FOR_SOMEONE_ELSE
    chat = _PATTERNS["chat"].search(message.text) is not None
    later = _first(message, _LATER)
    if later is not None and not (chat and later is Intent.SEARCH):
        return later
    return _answer_or_other(message, has_facts=has_facts, chat=chat)


def asks_what_there_is(message: Message) -> bool:
    return _first(message, (Intent.SEARCH,)) is not None


def _first(message: Message, intents: tuple[Intent, ...]) -> Intent | None:
    for intent in intents:
        pattern = _PATTERNS[intent.value]
        if pattern.search(message.text) or any(pattern.search(clause.text) for clause in message.clauses):
            return intent
    return None


def _answer_or_other(message: Message, *, has_facts: bool, chat: bool) -> Intent:
    text = message.text.strip()
    if chat and len(message.clauses) <= 2:
        return Intent.OTHER
    if has_facts:
        return Intent.ANSWER
    if not re.search(r"\w", text) or (chat and message.question is None):
        return Intent.OTHER
    if message.question is not None:
        return Intent.ANSWER if len(text) <= 80 else Intent.OTHER
    if _PATTERNS["greeting"].fullmatch(text):
        return Intent.OTHER
    if _PATTERNS["refusal"].search(text):
        return Intent.ANSWER
    wish = r"想|找|学|干|活|工作|班|会|没|行|工资|钱|岗|厂|要求|随便|都可以|无所谓|能|近|远|住|吃|休|店|车|证|毕业|岁|家|白班" if message.language is Language.ZH else r"work|job|learn|want|train|look"
    return Intent.ANSWER if re.search(wish, text) and len(text) >= 4 else Intent.OTHER

"""Certificates held, and those said to be missing, expired or pending."""

import re
from dataclasses import dataclass

from data.facts import CertificateFact
from data.vocabulary import CertificateKind, Grade, Language, Question
from matching.lexicon import Phrases, callings, table
from matching.understanding.text import Message

_GRADES = {
    "初级": Grade.FIVE, "五级": Grade.FIVE, "5级": Grade.FIVE, "中级": Grade.FOUR, "四级": Grade.FOUR, "4级": Grade.FOUR,
    "高级技师": Grade.ONE, "高级": Grade.THREE, "三级": Grade.THREE, "3级": Grade.THREE, "技师": Grade.TWO, "二级": Grade.TWO, "2级": Grade.TWO,
    "一级": Grade.ONE, "1级": Grade.ONE, "特级技师": Grade.SPECIAL, "首席技师": Grade.CHIEF,
    "level 5": Grade.FIVE, "level 4": Grade.FOUR, "level 3": Grade.THREE, "level 2": Grade.TWO, "level 1": Grade.ONE,
    "grade 5": Grade.FIVE, "grade 4": Grade.FOUR, "grade 3": Grade.THREE, "grade 2": Grade.TWO, "grade 1": Grade.ONE,
    "intermediate": Grade.FOUR, "advanced": Grade.THREE, "junior": Grade.FIVE, "senior technician": Grade.ONE, "technician": Grade.TWO,
}  # fmt: skip
_GRADE = r"高级技师|特级技师|首席技师|初级工?|中级工?|高级工?|技师|[一二三四五1-5]级(?:工)?"
_HAS_NOT = re.compile(
    r"没(?:有|考|办|拿|下来|取|来得及|去考|通过|过(?!期))|没$|无证|未取得|过期|到期了|作废|吊销|失效|没复审|忘了?(?:复|年)审|没年审|丢了|考(?:了)?(?:\S{0,3}次|\S{0,3}回|\S{0,2})?(?:没|不)(?:过|下来|上)|没考(?:下来|过)|还没|正在考|正考|在考|等(?:着)?(?:下证|出证|成绩|发证|拿证)|没下来|差(?:一门|一科|科\S|\S门)|还差|"
    r"快考|准备考|no |not |without|expired|haven'?t|don'?t have|didn'?t|lost|pending|waiting|failed"
)
_WISH = re.compile(
    r"(?:想|要|打算|准备|寻思|报|能不能|怎么|咋|去|帮我?|琢磨|希望|学|可以|能)\S{0,4}(?:考|办|拿|学|弄|整|报|取)(?:个|下来|一个|张|到)?\S{0,8}$|考个\S{0,6}$|(?:want|like|hope|need|plan|how) to (?:get|take|obtain|have)\b.*$"
)
_NOT_CERTIFICATE = re.compile(
    r"残疾|身份|结婚|离婚|毕业|学位|户口|居住|房产|低保|退伍|退役|失业|就业创业|优待|出生|签|学生|保证|老年|狗|营业执"
)
_NONE = re.compile(
    r"(?:啥|什么|一个|一张|任何|哪个|哪样|也|都|又|就是|可|但|还|就|我|俺|,|^|\s)*(?:没有?|无|没啥|没什么|没考过?|没考过任何|没)(?:啥|什么|任何|一个|个|相关|资格|技能|技术|考过|过)*(?:证书?|本本?|证件)(?!券)(?:$|[也都啥,但可就还的呢啊吧])|(?:啥|什么|一个|一张|任何|哪个)(?:技能|资格)?(?:证书?|本)(?:件)?(?:也|都)(?:没|木)|证(?:书)?(?:啥的|什么的)?(?:也|都|一个|一本)?(?:没有?|木有|无)(?:$|[,啊呢的])|无证(?!据)|^没证|没证|"
    r"no (?:certificates?|certs?|licen[cs]es?|qualifications?|papers)|(?:don'?t|do not) have (?:any|a) (?:certificates?|certs?|licen[cs]es?|qualifications?)|without (?:a |any )?(?:certificate|licen[cs]e)|not certified|uncertified"
)
_PLAIN_NO = re.compile(
    r"^(?:没有?|无|啥也没有?|没啥|没呢|没有呢|都没有?|一个没有?|一个也没有?|啥都没有?|还没有?|暂时没有?|none|no|nope|nothing|nothing yet|没有没有|木有)(?:的|呢|啊|吧|了)?$"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A licence or permit by its spoken name."""

    kind: CertificateKind
    occupation: str | None
    name: str | None


def documents() -> Phrases[Document]:
    rows = table("certificates.csv")
    return Phrases(
        {
            said: Document(CertificateKind(row["kind"]), row["occupation"] or None, row["name"] or None)
            for row in rows
            for said in row["said"].split("|")
        }
    )


_DOCUMENTS = documents()
_GRADED = re.compile(
    rf"(?P<grade>{_GRADE})(?P<mid>的)?(?P<of>[\u4e00-\u9fff]{{0,7}}?)(?P<cert>证书|资格证|等级证|技能证|证|本)?"
)


def read_certificates(message: Message) -> list[CertificateFact] | None:
    """Certificates in the order said; `[]` when the person has none; None when nothing was said. Claims their words."""
    facts: list[CertificateFact] = []
    wished = False
    for index, clause in enumerate(message.clauses):
        if _NOT_CERTIFICATE.search(clause.text) and not re.search(r"驾|电工|焊工|叉车|健康", clause.text):
            continue
        found, wish = _in_clause(message, index)
        wished = wished or wish
        facts += found
    unique = [fact for index, fact in enumerate(facts) if fact not in facts[:index]]
    if unique:
        return unique
    if any(_NONE.search(clause.text) for clause in message.clauses):
        return []
    if (
        message.question is Question.CERTIFICATES
        and not wished
        and _PLAIN_NO.match(message.clauses[0].text if message.clauses else "")
    ):
        return []
    return None


def _in_clause(message: Message, index: int) -> tuple[list[CertificateFact], bool]:
    clause = message.clauses[index]
    text = clause.text
    facts: list[CertificateFact] = []
    wish = False
    taken: list[tuple[int, int]] = []
    hits = _DOCUMENTS.find(text)
    for hit in hits:
        following = text[hit.end :]
        if _WISH.search(text[: hit.start]) or re.match(
            r"^(?:咋|怎么|好考|难考|能考|培训|在哪|考试|的?(?:学费|班)|哪)", following
        ):
            wish = True
            continue
        document = hit.value
        message.claimed.append((clause.start + hit.start, clause.start + hit.end))
        grade = _grade_near(text, hit.start, hit.end) if document.kind is CertificateKind.GRADE else None
        facts.append(
            CertificateFact(
                kind=document.kind,
                occupation=document.occupation,
                grade=grade,
                has=_has(message, index, hit.start, hit.end, len(hits)),
                name=document.name,
            )
        )
        taken.append((hit.start, hit.end))
    for fact, start, end in _graded(message, index, taken):
        message.claimed.append((clause.start + start, clause.start + end))
        facts.append(fact)
    return facts, wish


def _graded(message: Message, index: int, taken: list[tuple[int, int]]) -> list[tuple[CertificateFact, int, int]]:
    """Grades of the skill ladder: 电工四级, 中级焊工证, 高级工证, 技师."""
    clause = message.clauses[index]
    text = clause.text
    if message.language is Language.EN:
        return _graded_english(text)
    found = []
    for match in re.finditer(_GRADE, text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        before, after = text[: match.start()], text[match.end() :]
        if _is_no_grade(before, match.group(), after):
            continue
        trade = _trade(before, after)
        has_paper = (
            re.match(r"^(?:工|的)?\S{0,8}?(?:证|本|考|有|下来|拿)", after) is not None
            or re.search(r"证\S{0,3}$|有\S{0,6}$|考(?:了|下|过)\S{0,6}$|拿\S{0,6}$", before) is not None
        )
        if (
            not (has_paper or trade)
            or _WISH.search(before)
            or re.search(r"(?:考|升|评|弄|晋|够|想|往|报|到)(?!了|过|下)\S{0,4}$", before)
        ):
            continue
        grade = _GRADES[match.group().removesuffix("工") if match.group() not in _GRADES else match.group()]
        start = trade[1] if trade and trade[1] < match.start() else match.start()
        end = trade[2] if trade and trade[2] > match.end() else match.end()
        has = _has(message, index, start, end, 1)
        found.append(
            (
                CertificateFact(
                    kind=CertificateKind.GRADE, occupation=trade[0] if trade else None, grade=grade, has=has
                ),
                start,
                end,
            )
        )
    return found


def _is_no_grade(before: str, said: str, after: str) -> bool:
    if re.search(
        r"英语|残疾|残|计算机|肢体|听力|视力|智力|伤残|普通话|烧伤|俄语|日语|钢琴|大学英语|工伤", before[-6:]
    ) or after.startswith(("残", "甲", "乙", "风", "跳", "浪", "医", "公路", "中学", "职称", "会计师", "经济师")):
        return True
    return (said in {"高级", "中级", "初级"} and not re.match(r"^(?:\S{0,8}?(?:证|工|师)|的)", after)) or (
        said == "高级" and after.startswith(("中学", "酒店", "饭店", "技校"))
    )


def _trade(before: str, after: str) -> tuple[str, int, int] | None:
    """Occupation named right before or after a grade, with its offsets in the clause."""
    offset = len(before)
    for hit in reversed(callings().find(before[-10:])):
        start = max(0, offset - 10)
        if hit.end == len(before[-10:]) or before[-10:][hit.end :] in {"的", "证", "工", "证是", "是", " "}:
            return hit.value.code, start + hit.start, start + hit.end
    return None if not after else _trade_after(after, offset)


def _trade_after(after: str, offset: int) -> tuple[str, int, int] | None:
    for hit in callings().find(after[:9]):
        if hit.start <= 1 and re.match(r"^(?:等级|技能|资格|的|操作)*(?:证|本|$|,|[了呢])", after[hit.end :]):
            return hit.value.code, offset + 2 + hit.start, offset + 2 + hit.end
    return None


def _graded_english(text: str) -> list[tuple[CertificateFact, int, int]]:
    found = []
    for match in re.finditer(r"(?:level|grade) [1-5]|intermediate|advanced|senior technician", text):
        before, after = text[: match.start()], text[match.end() :]
        if not re.search(r"certif|licen[cs]e|qualif", text):
            continue
        near = [hit.value.code for hit in (*callings().find(before), *callings().find(after))]
        found.append(
            (
                CertificateFact(
                    kind=CertificateKind.GRADE,
                    occupation=near[0] if near else None,
                    grade=_GRADES[match.group()],
                    has=_HAS_NOT.search(before) is None,
                ),
                match.start(),
                match.end(),
            )
        )
    return found


def _grade_near(text: str, start: int, end: int) -> Grade | None:
    match = re.search(_GRADE, text[max(0, start - 5) : end + 5])
    return _GRADES.get(match.group(), _GRADES.get(match.group().removesuffix("工"))) if match else None


def _has(message: Message, index: int, start: int, end: int, mentions: int) -> bool:
    """Held, unless the words around say otherwise; a next clause that only speaks of the paper counts too."""
    text = message.clauses[index].text
    before, after = text[:start], text[end:]
    if re.search(
        r"(?:没有?|无|没考(?:过|下)?|还没考?|没办|未取得|没拿)\S{0,3}$|(?:no|without|don'?t have (?:a|any|my)|haven'?t got (?:a|my)) (?:\w+ )?$",
        before,
    ):
        return False
    if mentions == 1 and _HAS_NOT.search(after[:14]):
        return False
    if not after.strip("证书了的我") and index + 1 < len(message.clauses):
        following = message.clauses[index + 1].text
        if len(following) <= 12 and re.match(
            r"^(?:还|但|不过|可|就是|都|也|早|已经|去年|前年|上个月)*(?:没(?:考|办|下|拿|复|年)|过期|到期|作废|失效|正在?考|丢)",
            following,
        ):
            return False
    return True

"""Occupations in what someone said: what they did (for how long), want, or will not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from data.facts import CertificateFact, OccupationFact, OccupationRole
from data.vocabulary import Language, Question
from matching.lexicon import Calling, Hit, callings, occupation_names
from matching.understanding import years
from matching.understanding.roles import cues, read, role_before
from matching.understanding.text import Clause, Message

_AMOUNT = r"(?:好几|十几|二十几|小?(?:\d+|[一二两俩三仨四五六七八九十半几]+))(?:来|多|几)?(?:个)?(?:年|个月|月)(?:多|半|来)?(?:的)?"
_PAUSE = rf"(?:了|过|着)(?:(?:有|快|都|也|整整|差不多)*{_AMOUNT}|(?:好些|好多|这么多|这些)年(?:的)?|半辈子(?:的)?|一辈子(?:的)?|点|些|个)?"
_STRETCHED = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![得到学念读住])(?P<long>(?:了|过)(?:有|快|都|也|整整|差不多)*{_AMOUNT})(?=[^,。\d了就才没想的])|"
    r"(?<=[开修烧炒剪送踩种养看跑做卖带贴刷刮砌抹绑搭焊磨摆扫烙蒸喂扛搬卸拉雕缝伺候顾守理剁腌酿织绣])"
    rf"(?P<gap>{_PAUSE})(?=[^,。\d了])"
)
_WORKPLACE = re.compile(
    r"(?:厂|店|院|场|公司|车间|站|房|室|段|队|油田|物业|饭店|酒店|超市|大棚|工地)$|(?:factory|shop|hotel|kitchen|warehouse|supermarket|plant)$"
)
_RELATIVE = re.compile(
    r"(?:儿子|闺女|姑娘|媳妇|老婆|老公|对象|爱人|那口子|当家的|孩子他?[爸妈]|[我俺][爸妈爹娘]|老爸|老妈|父亲|母亲|哥|弟|姐|妹|同学|朋友|老乡|邻居|亲戚|师傅)"
    r"(?!们?(?:带|介绍|让|说|问|叫))\S{0,4}(?:是|在|干|做|开|当|也|会)"
    r"|my (?:husband|wife|father|mother|brother|sister|son|dad|mum|mom|friend) (?:is|was|works|worked|runs|did)"
)
_DISCLAIMER = re.compile(r"(?<![要都还也就])不是\S{0,12}(?:的那个|那个|的\S|啊|哈)?$")
_NOT_WORK_AFTER = re.compile(r"^(?:的那个\S$|专业|学校|技校|学院|食堂|门口|附近|旁边|对面|家属)")
_EMPLOYER_ASKS = re.compile(r"(?:单位|厂里|厂子|公司|领导|车间|班长)(?:让|叫|催|要求|安排|要)\S{0,6}$")
_WEAK = 0.7


@dataclass(frozen=True, slots=True)
class _Mention:
    """A known phrase, the clause it stands in, and its role; `told` when words of that clause gave it."""

    hit: Hit[Calling]
    clause: int
    role: str | None
    told: bool

    @property
    def weak(self) -> bool:
        return self.hit.value.score < _WEAK


def read_occupations(
    message: Message, papers: Sequence[CertificateFact] = (), *, of_relative: bool = False
) -> list[OccupationFact]:
    """Occupations with roles, in the order said.

    Args:
        message: what was said.
        papers: certificates read from it; 电工四级，干了五年 tells the work by the paper.
        of_relative: the message asks for someone else, whose facts these are.
    """
    mentions = [replace(one, role=_settled(one, message)) for one in _mentions(message, of_relative=of_relative)]
    standing = message.standing(one.clause for one in mentions)
    mentions = [one for one in mentions if one.clause in standing]
    mentions = _telling([one for one in mentions if one.role not in {None, "ignored", "able"}])
    taken = {mention.clause for mention in mentions}
    facts: list[OccupationFact] = []
    for mention in mentions:
        lasted = years.of_clause(message, mention.clause, taken) if mention.role == "did" else None
        calling = mention.hit.value
        role = cast("OccupationRole", mention.role)
        _add(facts, OccupationFact(code=calling.code, name=calling.name, role=role, years=lasted, score=calling.score))
    if not any(fact.role == "did" for fact in facts):
        facts = [*_by_paper(message, papers, taken), *facts]
    return _consistent(facts)


def _mentions(message: Message, *, of_relative: bool) -> list[_Mention]:
    words = cues("occupation_cues.ini", message.language)
    found: list[_Mention] = []
    carried: str | None = None
    for index, clause in enumerate(message.clauses):
        text, hits = _hits(message, clause)
        roles = read(text, [(hit.start, hit.end) for hit in hits], words)
        for hit, (before, after) in zip(hits, roles, strict=True):
            if not _is_not_theirs(text[: hit.start], text[hit.end :], of_relative=of_relative):
                role = _stronger(before, after)
                found.append(_Mention(hit, index, role or carried, role is not None))
        if hits:
            carried = next(
                (r for r in (_stronger(*both) for both in reversed(roles)) if r in {"wants", "did"}), carried
            )
        else:
            carried = role_before(text, words.before) or (carried if len(text) < 6 else None)
            carried = carried if carried in {"wants", "did"} else None
    return found


def _stronger(before: str | None, after: str | None) -> str | None:
    """Refusals count wherever they stand; 焊工干了三年 behind 想 is work done all the same."""
    if after in {"rejects", "ignored"}:
        return after
    if after == "perhaps":
        after = None if before else "did"
    if before in {"rejects", "ignored"}:
        return "wants" if before == "ignored" and after == "wants" else before
    if before is None or after == "did":
        return after or before
    return before if before != "able" or after is None else after


def _hits(message: Message, clause: Clause) -> tuple[str, list[Hit[Calling]]]:
    """The clause without what people put between verb and thing (开了十年大货), and the phrases found in it."""
    text = "".join(
        "\0" if message.is_claimed(clause.start + offset, clause.start + offset + 1) else character
        for offset, character in enumerate(clause.text)
    )
    hits = callings().find(text)
    stretched = _STRETCHED.search(text)
    if stretched:
        short = _STRETCHED.sub("", text)
        found = callings().find(short)
        if {hit.value.code for hit in found} - {hit.value.code for hit in hits} or any(
            h.value.score < _WEAK for h in hits
        ):
            return short.ljust(len(short) + 1, "\0") + "干" + stretched.group(), found
    return text, hits


def _is_not_theirs(before: str, after: str, *, of_relative: bool) -> bool:
    if _DISCLAIMER.search(before) and not before.endswith("是不是"):
        return True
    if _NOT_WORK_AFTER.search(after):
        return True
    if _EMPLOYER_ASKS.search(before):
        return True
    return not of_relative and _RELATIVE.search(before) is not None


def _settled(mention: _Mention, message: Message) -> str | None:
    """The role, or what the situation makes of a bare word."""
    if mention.role == "able":
        return "did" if message.question is Question.DID else None
    if mention.role is not None:
        return mention.role if mention.told or not mention.weak or message.question is Question.WANTS else None
    if message.question is Question.DID:
        return "did"
    if message.question is Question.WANTS or message.clauses[mention.clause].asks:
        return "wants"
    if mention.weak:
        return None
    if years.of_clause(message, mention.clause, {mention.clause}) is not None:
        return "did"
    bare = len(message.clauses) == 1 and len(message.text) <= len(mention.hit.said) + 3
    return "wants" if bare else "did"


def _telling(mentions: list[_Mention]) -> list[_Mention]:
    """Without everyday words and places of work beside the work itself (油田食堂蒸馒头, 数控 … 编程)."""
    return [
        mention
        for mention in mentions
        if not any(_says_more(other, mention) for other in mentions if other is not mention)
    ]


def _says_more(other: _Mention, mention: _Mention) -> bool:
    if other.weak or abs(other.clause - mention.clause) > 2 or other.role not in {mention.role, "did"}:
        return False
    if mention.weak and not mention.told:
        return other.role == mention.role
    workplace = _is_workplace(mention.hit.said) and not _is_workplace(other.hit.said)
    return workplace and mention.role == other.role == "did" and 0 <= other.clause - mention.clause <= 1


def _is_workplace(said: str) -> bool:
    """药厂, 饭店; but not 看店, which is the work."""
    return said[0] not in "看守管开" and _WORKPLACE.search(said) is not None


def _by_paper(message: Message, papers: Sequence[CertificateFact], taken: set[int]) -> list[OccupationFact]:
    """Work told only by the paper for it: 我有电工四级，干了五年."""
    trades = {paper.occupation for paper in papers if paper.has and paper.occupation}
    if len(trades) != 1 or message.language is not Language.ZH:
        return []
    for index, clause in enumerate(message.clauses):
        lasted = years.spoken(clause.text)
        if index not in taken and lasted is not None and re.search(r"(?:干|做)(?:了|有|过)?", clause.text):
            code = trades.pop() or ""
            return [OccupationFact(code=code, name=occupation_names([code])[0], role="did", years=lasted, score=_WEAK)]
    return []


def _add(facts: list[OccupationFact], fact: OccupationFact) -> None:
    for index, known in enumerate(facts):
        if (known.code, known.role) == (fact.code, fact.role):
            lasted = known.years if fact.years is None else fact.years
            facts[index] = known.model_copy(update={"years": lasted, "score": max(known.score, fact.score)})
            return
    facts.append(fact)


def _consistent(facts: list[OccupationFact]) -> list[OccupationFact]:
    """A refusal beats a wish for the same occupation in one message."""
    refused = {fact.code for fact in facts if fact.role == "rejects"}
    return [fact for fact in facts if not (fact.role == "wants" and fact.code in refused)]

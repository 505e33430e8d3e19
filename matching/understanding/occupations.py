"""Occupations in what someone said: what they did (for how long), want, or will not do."""

import re
from dataclasses import dataclass

from data.facts import OccupationFact, OccupationRole
from data.vocabulary import Language, Question
from matching.lexicon import Calling, Hit, callings
from matching.understanding import years
from matching.understanding.occupation_cues import cues_for
from matching.understanding.roles import read, role_before
from matching.understanding.text import Clause, Message

_PAUSE = (
    r"(?:了|过|着)(?:(?:有|快|都|也|整整|差不多)*(?:好几|十几|二十几|小?(?:\d+|[一二两俩三仨四五六七八九十半几]+))(?:来|多|几)?(?:个)?(?:年|个月|月)"
    r"(?:多|半|来)?(?:的)?|(?:好些|好多|这么多|这些)年(?:的)?|半辈子(?:的)?|一辈子(?:的)?|点|些|个)?"
)
_STRETCHED = re.compile(
    rf"(?<=[开修烧炒剪送踩种养看跑做卖带贴刷刮砌抹绑搭焊磨摆扫烙蒸喂扛搬卸拉雕缝伺候顾守])(?P<gap>{_PAUSE})(?=[^,。\d])"
)
_WORKPLACE = re.compile(r"(?:厂|店|院|场|公司|车间|站|房|室|段|队|油田|物业|饭店|酒店|超市)$|factory$|shop$|hotel$")
_RELATIVE = re.compile(
    r"(?:儿子|闺女|姑娘|媳妇|老婆|老公|对象|爱人|孩子他?[爸妈]|我[爸妈爹娘]|俺[爸妈爹娘]|老爸|老妈|父亲|母亲|哥|弟|姐|妹|同学|朋友|老乡|邻居|亲戚|师傅)"
    r"(?!们?(?:带|介绍|让|说|问))\S{0,4}(?:是|在|干|做|开|当|也)|my (?:husband|wife|father|mother|brother|sister|son|dad|mum|mom|friend) (?:is|was|works|worked|runs)"
)
_DISCLAIMER = re.compile(r"(?<![要都还也就])不是\S{0,12}(?:的那个|那个|的\S|啊|哈)?$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A known phrase and where it stands: clause index and offsets into the (shortened) clause."""

    hit: Hit[Calling]
    clause: int
    role: str | None
    after: bool


def read_occupations(message: Message, *, of_relative: bool = False) -> list[OccupationFact]:
    """Occupations with roles, in the order said. `of_relative`: the message asks for someone else, whose facts these are."""
    mentions = _without_workplaces(_mentions(message, of_relative=of_relative))
    spoken = {mention.clause for mention in mentions}
    facts: list[OccupationFact] = []
    for mention in mentions:
        role = _settled(mention, message)
        if role is None:
            continue
        lasted = years.of_clause(message, mention.clause, spoken) if role == "did" else None
        calling = mention.hit.value
        _add(facts, OccupationFact(code=calling.code, name=calling.name, role=role, years=lasted, score=calling.score))
    return _consistent(facts)


def _mentions(message: Message, *, of_relative: bool) -> list[_Mention]:
    cues = cues_for(message.language)
    found: list[_Mention] = []
    carried: str | None = None
    for index, clause in enumerate(message.clauses):
        text, hits = _hits(message, clause)
        roles = read(text, [(hit.start, hit.end) for hit in hits], cues)
        for hit, (before, after) in zip(hits, roles, strict=True):
            if _is_not_theirs(text[: hit.start], text[hit.end :], of_relative=of_relative):
                continue
            role = after if after in {"rejects", "ignored"} else _stronger(before, after)
            found.append(_Mention(hit, index, role or carried, after is not None))
        carried = _carried(text, hits, roles, cues) or (carried if not hits and len(text) < 6 else None)
    return found


def _stronger(before: str | None, after: str | None) -> str | None:
    """焊工干了三年 after 想: what follows directly says more than a cue further in front, except for refusals."""
    if before in {"rejects", "ignored"} or after is None:
        return before
    return after if before is None or after == "did" else before


def _carried(
    text: str, hits: list[Hit[Calling]], roles: list[tuple[str | None, str | None]], cues: object
) -> str | None:
    """The role that the next clause's mentions take when nothing there says otherwise."""
    if hits:
        before, after = roles[-1]
        role = after or before
        return role if role in {"wants", "did"} else None
    role = role_before(text, cues.before)  # type: ignore[attr-defined]
    return role if role in {"wants", "rejects", "did"} else None


def _hits(message: Message, clause: Clause) -> tuple[str, list[Hit[Calling]]]:
    """The clause without what people put between verb and thing (开了十年大货), and the phrases found in it."""
    masked = "".join(
        "\0" if message.is_claimed(clause.start + i, clause.start + i + 1) else c for i, c in enumerate(clause.text)
    )
    stretched = _STRETCHED.search(masked)
    text = masked
    hits = callings().find(text)
    if stretched:
        short = _STRETCHED.sub("", masked)
        found = callings().find(short)
        if {hit.value.code for hit in found} - {hit.value.code for hit in hits}:
            gap = stretched["gap"]
            return short + gap if years.spoken(gap) else short, found
    return text, hits


def _is_not_theirs(before: str, after: str, *, of_relative: bool) -> bool:
    if _DISCLAIMER.search(before) and not before.endswith("是不是"):
        return True
    if after.startswith(("的那个洗", "的洗", "专业", "学校", "技校", "学院")):
        return True
    return not of_relative and _RELATIVE.search(before) is not None


def _without_workplaces(mentions: list[_Mention]) -> list[_Mention]:
    """A place of work says little when the work itself is named too (油田食堂蒸馒头)."""
    kept = []
    for mention in mentions:
        named = any(
            other is not mention
            and not _WORKPLACE.search(other.hit.said)
            and 0 <= other.clause - mention.clause <= 1
            and other.role not in {"wants", "rejects", "ignored"}
            for other in mentions
        )
        if not (
            named and mention.role != "wants" and mention.role != "rejects" and _WORKPLACE.search(mention.hit.said)
        ):
            kept.append(mention)
    return kept


def _settled(mention: _Mention, message: Message) -> OccupationRole | None:
    """The role, or what the situation makes of a bare word."""
    role = mention.role
    if role == "ignored":
        return None
    if role in {"did", "wants", "rejects"}:
        return role  # type: ignore[return-value]
    if message.question is Question.DID:
        return "did"
    if message.question is Question.WANTS:
        return "wants"
    clause = message.clauses[mention.clause]
    if clause.asks:
        return "wants"
    if years.of_clause(message, mention.clause, {mention.clause}) is not None:
        return "did"
    return "wants" if len(message.clauses) == 1 else "did"


def _add(facts: list[OccupationFact], fact: OccupationFact) -> None:
    for index, known in enumerate(facts):
        if (known.code, known.role) == (fact.code, fact.role):
            facts[index] = known.model_copy(
                update={
                    "years": known.years if fact.years is None else fact.years,
                    "score": max(known.score, fact.score),
                }
            )
            return
    facts.append(fact)


def _consistent(facts: list[OccupationFact]) -> list[OccupationFact]:
    """A refusal beats a wish for the same occupation in one message."""
    refused = {fact.code for fact in facts if fact.role == "rejects"}
    return [fact for fact in facts if not (fact.role == "wants" and fact.code in refused)]


def is_english(message: Message) -> bool:
    return message.language is Language.EN

"""Places in what someone said: where they live, want to work, or will not go. Places outside the province are left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.catalogue import places as catalogue
from data.facts import PlaceFact, PlaceRole
from data.vocabulary import Question
from matching.lexicon import Hit, Named, place_names
from matching.understanding.roles import cues, read
from matching.understanding.text import Message

_SCHOOL = re.compile(
    r"^\S{0,8}?(?:大学|学院|工大|理工|农大|医大|师大|师范|技校|技师|职高|职校|职专|职教|职业技术|中专|卫校|警校|体校|电大|一中|二中|三中|高中|中学|小学|实验|科大|财经|工程学|交大|财院|职院|职中|幼师|技工学校|"
    r"技术学校|university|college|institute|vocational|polytechnic)|^ (?:university|college|institute|vocational|normal|polytechnic|technical)"
)
_EMPLOYER = re.compile(
    r"^(?![这那有的找招附周也都])\S{0,4}?(?:机床|重工|集团|公司|石化|炼化|钢铁|造船|船厂|重型|特钢|铁路局|厂|矿|医院|港务|飞机|黎明|鼓风机|油田|矿务局|监狱|市场|服务区)(?!子?找|门口|附近)"
)
_PAST = re.compile(
    r"以前|之前|原来|原先|从前|早先|曾|过去|干过|做过|上过|待过|呆过|下岗|买断|黄了|倒闭|退休|(?:干|做|待|上)了|出来|破产|关了|退伍|当兵"
)
_ROAD = re.compile(r"^(?:南|北|东|西|中)?(?:路|大街|街(?!道)|广场|公园|大道|步行街|大厦|饭店|宾馆|牌)")
_CONTEXT_BEFORE = re.compile(r"(?:在|住|搁|家|去|到|回|来|往|奔|是|就|^|,|和|或|、|市|省|我|俺|离开|base)\s?$")
_CONTEXT_AFTER = re.compile(
    r"^(?:区|市|县|那边|那儿|这边|这儿|的(?!\S{0,3}(?:环境|生活|日子))|人|住|这块|附近|也行|都行|行|或|和|、|,|那|这|也中|$|\s)"
)
ANYWHERE = "210000"
_ANYWHERE = re.compile(
    r"(?<!除了)(?:去)?哪(?:儿|里|块|嘎达|旮旯|个地方|个城市)?(?:干|上班|工作)?(?:都|也)(?:行|中|可以|成|能去|去(?!过)|好使|没问题)|(?:辽宁)?省内(?:都|哪)\S{0,3}(?:行|可以|中|成)"
    r"|辽宁(?:省)?\S{0,3}(?:都|就)(?:行|可以|中)|不挑地方|地方(?:都|不|无)(?:行|挑|限|所谓)|在哪\S{0,2}都(?:行|中|成)|anywhere (?:in the province|in liaoning|is fine|is ok|works)"
)
_NO_MATTER = re.compile(r"(?:都行|随便|无所谓|都可以|都中|看着办|啥地方都行|怎么都行|没要求|不限|都成|anywhere|any|doesn't matter|don't mind|no preference)[吧啊呢了.!。]*")
_EITHER = re.compile(r"或|要不|\bor\b")
_WANTING = re.compile(r"想(?!起)|找|打算|希望|寻思|愿意|最好|有没有|招|want|looking|would like|prefer|hope")


@dataclass(frozen=True, slots=True)
class _Spot:
    """One named place in a clause: candidate codes (all meant when `area`), and its role when the words give one."""

    hit: Hit[Named]
    clause: int
    codes: tuple[str, ...]
    area: bool = False
    role: str | None = None


def read_places(message: Message, *, searching: bool = False) -> list[PlaceFact]:
    """Places with roles, in the order said. `searching`: the message asks what there is, so a bare place is wished for."""
    spots = _spots(message)
    standing = message.standing(spot.clause for spot in spots)
    spots = _resolved([spot for spot in spots if spot.clause in standing])
    if any(spot.role in {"lives", None} for spot in spots):
        spots = [spot for spot in spots if spot.role != "origin"]
    facts: list[PlaceFact] = []
    for spot in spots:
        role = _settled(spot, message, alone=len(message.clauses) == 1, searching=searching)
        if role is not None:
            for fact in _facts(spot, role):
                if (fact.code, fact.role) not in {(known.code, known.role) for known in facts}:
                    facts.append(fact)
    if _says_anywhere(message) and not any(fact.code == ANYWHERE for fact in facts):
        facts.append(_fact(ANYWHERE, "prefers"))
    return _consistent(facts)


def _says_anywhere(message: Message) -> bool:
    if any(_ANYWHERE.search(clause.text) for clause in message.clauses):
        return True
    return message.question is Question.PLACE and _NO_MATTER.fullmatch(message.text) is not None


def _spots(message: Message) -> list[_Spot]:
    words = cues("place_cues.ini", message.language)
    found: list[_Spot] = []
    wanting = False
    for index, clause in enumerate(message.clauses):
        text = clause.text
        hits = [
            hit
            for hit in place_names().find(text)
            if _is_meant(text, hit, message)
            and not message.is_claimed(clause.start + hit.start, clause.start + hit.end)
        ]
        hits = _joined(hits)
        roles = read(text, [(hit.start, hit.end) for hit in hits], words)
        either = len(hits) > 1 and _EITHER.search(text[hits[0].end : hits[-1].start]) is not None
        for hit, (before, after) in zip(hits, roles, strict=True):
            if hit.value.outside or not hit.value.codes:
                continue
            role = _role(text, hit, before, after, wanting=wanting) or ("prefers" if either else None)
            found.append(_Spot(hit, index, hit.value.codes, hit.value.area, role))
        wanting = _WANTING.search(text) is not None
    return found


def _is_meant(text: str, hit: Hit[Named], message: Message) -> bool:
    """Whether the word stands for the place here, not for a road, or an everyday word that sounds the same."""
    before, after = text[: hit.start], text[hit.end :]
    if _ROAD.search(after) and not hit.value.outside:
        return False
    if not hit.value.needs_context:
        return True
    near = _CONTEXT_BEFORE.search(before) is not None and _CONTEXT_AFTER.search(after) is not None
    city_before = any(before.rstrip("市").endswith(city.short) for city in catalogue.cities())
    return near or city_before or (message.question is Question.PLACE and len(text) < 8) or after[:1] in {"区", "市"}


def _joined(hits: list[Hit[Named]]) -> list[Hit[Named]]:
    """沈阳铁西 is one place; a place right after one outside the province (四平铁西) is outside too."""
    kept: list[Hit[Named]] = []
    for hit in hits:
        last = kept[-1] if kept else None
        if last and hit.start - last.end <= 1:
            if last.value.outside:
                continue
            inside = tuple(
                code
                for code in hit.value.codes
                if (place := catalogue.get(code)) and place.city in last.value.codes and code != place.city
            )
            if inside:
                kept[-1] = Hit(last.start, hit.end, hit.said, replace(hit.value, codes=inside[:1]))
                continue
            if last.value.codes == ("210000",):
                kept[-1] = Hit(last.start, hit.end, hit.said, hit.value)
                continue
        kept.append(hit)
    return kept


def _role(text: str, hit: Hit[Named], before: str | None, after: str | None, *, wanting: bool) -> str | None:
    following = text[hit.end :]
    if _SCHOOL.search(following):
        return "former"
    if _EMPLOYER.search(following):
        return "former" if _PAST.search(text) or not re.search(r"的$|上班|干活|工作", text) else "lives"
    if before == "stays":
        return "prefers"
    if after in {"excludes", "former"}:
        return after
    if before == "origin" and after in {None, "lives"}:
        return "origin"
    if before == "former" and after != "lives":
        return "former"
    if before in {"excludes", "former"}:
        return before
    if (
        re.match(r"^\S{0,2}(?:干(?!过|了)|上班|工作|做|打工)", following)
        and before == "lives"
        and (wanting or _WANTING.search(text))
    ):
        return "prefers"
    if after == "lives" and before == "prefers" and following[:1] != "的":
        return "prefers"
    return after or before


def _settled(spot: _Spot, message: Message, *, alone: bool, searching: bool) -> PlaceRole | None:
    role = spot.role
    if role == "former":
        return None
    clause = message.clauses[spot.clause].text
    if spot.codes == (ANYWHERE,):
        return "prefers"
    if message.question is Question.PLACE and (
        role is None or (role == "lives" and re.match(r"^(?:就|我|俺)?(?:在|搁)", clause))
    ):
        return "prefers"
    if role == "origin":
        return "lives"
    if role in {"lives", "prefers", "excludes"}:
        return role  # type: ignore[return-value]
    if searching or (alone and len(clause) <= len(spot.hit.said) + 2):
        return "prefers"
    bare_after_wish = spot.clause > 0 and len(clause) <= len(spot.hit.said) + 4 and _WANTING.search(message.clauses[spot.clause - 1].text)
    return "prefers" if bare_after_wish else "lives"


def _resolved(spots: list[_Spot]) -> list[_Spot]:
    """Ambiguous names settled by a city named elsewhere; the city itself stays unless it only explained."""
    named = {code for spot in spots if len(spot.codes) == 1 for code in spot.codes}
    settled = []
    explaining: set[str] = set()
    for spot in spots:
        if len(spot.codes) > 1 and not spot.area:
            fitting = [
                code for code in spot.codes if (place := catalogue.get(code)) and (place.city in named or code in named)
            ]
            if len(fitting) == 1:
                explaining.add(catalogue.place(fitting[0]).city)
                settled.append(replace(spot, codes=(fitting[0],)))
                continue
        settled.append(spot)
    return [
        spot
        for spot in settled
        if not (len(spot.codes) == 1 and spot.codes[0] in explaining and spot.role in {None, "lives"})
    ]


def _facts(spot: _Spot, role: PlaceRole) -> Sequence[PlaceFact]:
    if spot.area:
        return [_fact(code, role) for code in spot.codes]
    first = _fact(spot.codes[0], role)
    if len(spot.codes) == 1:
        return [first]
    return [first.model_copy(update={"sure": False, "candidates": list(spot.codes)})]


def _fact(code: str, role: PlaceRole) -> PlaceFact:
    place = catalogue.place(code)
    return PlaceFact(code=code, name=place.name, city=place.city or code, role=role)


def _consistent(facts: list[PlaceFact]) -> list[PlaceFact]:
    """What is excluded is not also preferred; a home town named beside the place one lives in is not where one lives."""
    living = {fact.city for fact in facts if fact.role == "lives" and fact.code != fact.city and fact.sure}
    facts = [fact for fact in facts if not (fact.role == "lives" and fact.code in living)]
    excluded = {fact.code for fact in facts if fact.role == "excludes"}
    return [fact for fact in facts if fact.role == "excludes" or fact.code not in excluded or fact.role == "lives"]

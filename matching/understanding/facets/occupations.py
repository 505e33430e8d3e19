"""Occupations in what someone said: what they did (for how long), want, or will not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from data.catalogue import trades
from data.people.profile import CertificateFact, OccupationFact, OccupationRole
from data.vocabulary import Language, ProfileQuestion
from matching.language.gazetteer import OccupationMeaning, PhraseMatch, occupation_names, official_names_of
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facets import years
from matching.understanding.facets.roles import cues, read, role_before
from matching.understanding.message import Clause, Message

_WORDS = load_pattern_sets("work.ini")
_WEAK = 0.7
_FARMING = "5-0"
"""Occupations on the land, which people tell of and hardly ask for."""
_ASIDE = 6
"""A clause without work that is shorter than this does not end a wish (那个，…)."""
_BARE = 6
"""Other characters a clause may hold that says no more than an occupation."""


_ECHOED: tuple[tuple[OccupationRole, str, frozenset[str | None]], ...] = (
    ("wants", "wanted as said before", frozenset({"ignored", "able", None})),
    ("did", "done before", frozenset({"wants"})),
    ("wants", "to go on", frozenset({"did"})),
    ("rejects", "taken up no more", frozenset({"did"})),
)
"""Role, the words of a clause that names no work, and the roles of the work before it that they speak of."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A known phrase, the clause it stands in, and its role; `told` when words of that clause gave it."""

    hit: PhraseMatch[OccupationMeaning]
    clause: int
    role: str | None
    told: bool
    workplace: bool
    """Rather the place than the work (药厂, 饭店)."""

    @property
    def weak(self) -> bool:
        return self.hit.value.score < _WEAK


def read_occupations(
    message: Message,
    papers: Sequence[CertificateFact] = (),
    *,
    of_relative: bool = False,
    asking: frozenset[int] = frozenset(),
) -> list[OccupationFact]:
    """Occupations with roles, in the order said.

    Args:
        message: what was said.
        papers: certificates read from it; 钳工中级证，干了八年 tells the work by the paper.
        of_relative: the message asks for someone else, whose facts these are.
        asking: clauses that ask about money or grades, where a bare occupation is what is asked about.
    """
    mentions = _mentions(message, of_relative=of_relative)
    mentions = [one for one in mentions if one.role is not None or one.clause not in asking]
    mentions = [replace(one, role=_settled(one, message)) for one in mentions]
    echoes = _echoes(message, mentions)
    standing = message.without_retracted(one.clause for one in mentions)
    mentions = [one for one in mentions if one.clause in standing]
    mentions = _telling([one for one in mentions if one.role not in {None, "ignored", "able"}])
    taken = {mention.clause for mention in mentions}
    facts: list[OccupationFact] = []
    for mention in mentions:
        lasted = years.of_clause(message, mention.clause, taken) if mention.role == "did" else None
        role = cast("OccupationRole", mention.role)
        _add(facts, _fact(mention.hit, role, lasted))
    wished = any(fact.role == "wants" for fact in facts)
    for fact in echoes:
        if not (wished and fact.role == "rejects"):
            _add(facts, fact)
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
        for place, (hit, (before, after)) in enumerate(zip(hits, roles, strict=True)):
            if before == "did" and any(other.value.code == hit.value.code for other in hits[place + 1 :]):
                after = None  # noqa: PLW2901 - what follows speaks of the second mention (干过保安，不想再干保安)
            role = _stronger(before, after)
            if _is_disclaimed(text[: hit.start], text[hit.end :]):
                continue
            if not of_relative and _WORDS["others before"].search(text[: hit.start]):
                role = "ignored"
            elif role != "did" and _is_given_up(message, index):
                role = "rejects"
            found.append(_Mention(hit, index, role or carried, role is not None, _is_workplace(text, hit)))
        if hits:
            carried = next(
                (r for r in (_stronger(*both) for both in reversed(roles)) if r in {"wants", "did"}), carried
            )
        elif index - 1 not in message.retracted:
            carried = role_before(text, words.before) or (carried if len(text) < _ASIDE else None)
            carried = carried if carried in {"wants", "did"} else None
    return found


def _is_given_up(message: Message, index: int) -> bool:
    """Whether the next clause, naming no work, says that it is not for them (直播试过，不适合我)."""
    following = message.clauses[index + 1].text if index + 1 < len(message.clauses) else ""
    return _WORDS["given up next"].search(following) is not None and not occupation_names().find(following)


def _echoes(message: Message, mentions: Sequence[_Mention]) -> list[OccupationFact]:
    """What clauses that name no work say of the work named before them: 也想学, 以前干过两年, 不想再干了."""
    facts: list[OccupationFact] = []
    taken = {mention.clause for mention in mentions}
    for index, clause in enumerate(message.clauses):
        near = next((before for before in (index - 1, index - 2) if before in taken), None)
        if index in taken or near is None or index - 1 in message.retracted:
            continue
        last = [mention for mention in mentions if mention.clause == near and not mention.workplace]
        for role, cue, of in _ECHOED:
            if _WORDS[cue].search(clause.text):
                lasted = years.spoken(clause.text) if role == "did" else None
                named = [mention.hit for mention in last if mention.role in of and not mention.weak]
                if role == "rejects" or len({hit.value.code for hit in named}) == 1:
                    facts += [_fact(hit, role, lasted) for hit in named]
                break
    return facts


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


def _hits(message: Message, clause: Clause) -> tuple[str, Sequence[PhraseMatch[OccupationMeaning]]]:
    """The clause without what people put between verb and thing (开了十年大货), and the phrases found in it."""
    text = message.unclaimed(clause)
    text = _WORDS["counted"].sub("", text)
    hits = occupation_names().find(text)
    if _WORDS["slipped in"].search(text):
        plain = _WORDS["slipped in"].sub("", text)
        found = occupation_names().find(plain)
        if {hit.value.code for hit in found} - {hit.value.code for hit in hits}:
            text, hits = plain, found
    if message.language is Language.EN and not hits:
        text = _WORDS["past verb"].sub(r"\1 did \2ing", text)
        return text, occupation_names().find(text)
    turned = _turned(text) if all(hit.value.score < _WEAK for hit in hits) else None
    if turned:
        return turned, occupation_names().find(turned)
    stretched = _WORDS["stretched"].search(text)
    if stretched and not any(hit.start == stretched.end() for hit in hits):
        short = _WORDS["stretched"].sub("", text)
        found = occupation_names().find(short)
        if {hit.value.code for hit in found} - {hit.value.code for hit in hits} or any(
            h.value.score < _WEAK for h in hits
        ):
            return short.ljust(len(short) + 1, "\0") + "干" + stretched.group(), found
    return text, hits


def _turned(text: str) -> str | None:
    """The thing put before the verb (苞米也种过) put back behind it."""
    match = _WORDS["thing first"].search(text)
    if match is None:
        return None
    for size in range(len(match["thing"]), 0, -1):
        said = match["verb"] + match["thing"][-size:]
        if said in occupation_names().values:
            return f"{match['verb']}过{text[match.end() :]}干过{said}"
    return None


def _is_disclaimed(before: str, after: str) -> bool:
    """Whether the work is disclaimed (不是开车的车), asked for by an employer, or the name of something else."""
    if any(_WORDS[no].search(before) for no in ("disclaimed before", "employer asks before")):
        return True
    return _WORDS["no work after"].search(after) is not None


def _settled(mention: _Mention, message: Message) -> str | None:
    """The role, or what the situation makes of a bare word."""
    asked = message.question
    if mention.role == "able":
        return "did" if _lasted(mention, message) else None
    if mention.role is not None:
        kept = mention.told or not mention.weak or asked is ProfileQuestion.WANTS
        return mention.role if kept else None
    clause = message.clauses[mention.clause]
    asking = clause.asks or (not mention.workplace and _WORDS["asked"].search(clause.text) is not None)
    if asked is ProfileQuestion.WANTS or (asking and asked is not ProfileQuestion.DID):
        return "wants"
    if asked is ProfileQuestion.DID:
        return "did"
    return None if mention.weak else _bare(mention, message)


def _lasted(mention: _Mention, message: Message) -> bool:
    """Whether one of the next clauses says how long (会玉雕，雕了六年; 会开铲车，有证，干工地八年)."""
    for clause in message.clauses[mention.clause + 1 : mention.clause + 3]:
        if years.spoken(clause.text) is not None:
            return _WORDS["lasted that long"].search(clause.text) is not None
    return False


def _bare(mention: _Mention, message: Message) -> str | None:
    """An occupation without a word on its role: alone it is a wish, in a few words on oneself it is one's work."""
    if years.of_clause(message, mention.clause, {mention.clause}) is not None:
        return "did"
    around = len(message.clauses[mention.clause].text) - len(mention.hit.phrase)
    if message.question is ProfileQuestion.CERTIFICATES or around > _BARE or mention.workplace:
        return None
    on_the_land = mention.hit.value.code.startswith(_FARMING)
    return "wants" if len(message.clauses) == 1 and around <= _BARE // 2 and not on_the_land else "did"


def _telling(mentions: list[_Mention]) -> list[_Mention]:
    """Without everyday words and places of work beside the work itself (药厂食堂炒菜, 车床 … 操作工)."""
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
    workplace = mention.workplace and not other.workplace
    return workplace and mention.role == other.role == "did" and 0 <= other.clause - mention.clause <= 1


def _is_workplace(text: str, hit: PhraseMatch[OccupationMeaning]) -> bool:
    """药厂, 饭店, 炼化 before 厂; but not 看店, which is the work."""
    return any(_WORDS["workplace"].search(text[hit.start : end]) for end in (hit.end, hit.end + 1))


def _by_paper(message: Message, papers: Sequence[CertificateFact], taken: set[int]) -> list[OccupationFact]:
    """Work told only by the paper for it: 手里有钳工中级证，干了八年."""
    work = {(paper.occupation, paper.trade) for paper in papers if paper.has and paper.occupation}
    if len(work) != 1 or message.language is not Language.ZH:
        return []
    for index, clause in enumerate(message.clauses):
        lasted = years.spoken(clause.text)
        if index not in taken and lasted is not None and re.search(r"(?:干|做)(?:了|有|过)?", clause.text):
            code, trade = work.pop()
            name = official_names_of([code])[0]
            return [OccupationFact(code=code, name=name, role="did", years=lasted, score=_WEAK, trade=trade)]
    return []


def _fact(hit: PhraseMatch[OccupationMeaning], role: OccupationRole, lasted: float | None) -> OccupationFact:
    """What a phrase tells: the occupation, and the trade that the phrase itself names (开叉车)."""
    calling = hit.value
    trade = trades.named_in(calling.code, hit.phrase)
    return OccupationFact(
        code=calling.code, name=calling.name, role=role, years=lasted, score=calling.score, trade=trade
    )


def _add(facts: list[OccupationFact], fact: OccupationFact) -> None:
    for index, known in enumerate(facts):
        if known.role == fact.role and known.same_work(fact):
            lasted = known.years if fact.years is None else fact.years
            more = {"years": lasted, "score": max(known.score, fact.score), "trade": known.trade or fact.trade}
            facts[index] = known.model_copy(update=more)
            return
    facts.append(fact)


def _consistent(facts: list[OccupationFact]) -> list[OccupationFact]:
    """A refusal beats a wish for the same occupation in one message."""
    refused = [fact for fact in facts if fact.role == "rejects"]
    return [fact for fact in facts if not (fact.role == "wants" and any(no.covers(fact) for no in refused))]

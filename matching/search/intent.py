"""What kind of work a person is after: how near every occupation is to what they said, and what to search by.

Wishes count before past work, past work before what a major leads to. Who named a wish is leaving past work behind:
it then speaks for their fitness, not for their wishes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from data.catalogue import majors, occupations, trades
from data.people.profile import Facts, OccupationFact, UnclearWork
from matching.language.ngrams import extract_terms
from matching.search.preferences import (
    DESK,
    TOWN,
    WorkPreference,
    desk_occupation_codes,
    implies_desk_work,
    is_farm_work,
    read_work_preferences,
)

ClosenessReason = Literal["wish", "liked", "did", "major", "neighbour", "group", "did_neighbour", "desk", "words"]
SAME_WORK_REASONS: tuple[ClosenessReason, ...] = ("wish", "liked", "did", "major", "desk")
"""The work itself, not something beside it."""

WISH_FLOOR = 0.35
"""Below this a listing is other work than the person asked for."""
LIKENESS_FLOOR = 0.6
"""The same where no occupation was understood: words that are only somewhat alike mean nothing."""

_CLOSE: Mapping[ClosenessReason, float] = {
    "wish": 1.0,
    "liked": 0.95,
    "did": 0.9,
    "major": 0.85,
    "neighbour": 0.5,
    "group": 0.45,
    "did_neighbour": 0.5,
}
_DESK_ASKED_FOR = 0.8
_DESK_BESIDE_WISH = 0.42
_MAJOR_BESIDE_WISH = 0.45
_PAST_BESIDE_WISH = 0.3
_SPOKEN_WORDS = 3
_MOST_WORK = 5
"""Occupations of one kind that are searched by meaning."""
_MOST_MAJOR_WORK = 12
_MOST_TERMS = 10
_COMMON = 40
"""A term of more occupations than this says little of the work."""
_UNHEARD_OF = 20
"""A term of no occupation is as telling as one of so many."""
_LONGEST_TEXT = 400
"""Characters of a person's own words that are embedded; the encoder reads no more."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near an occupation is to what the person is after, and why."""

    value: float
    reason: ClosenessReason
    via_code: str
    """Code of the wished or past occupation it follows from, code of the major, or its own code."""


@dataclass(frozen=True)
class SearchIntent:
    close_occupations: Mapping[str, Closeness] = field(default_factory=dict)
    """Occupation code → closeness, for all that are near."""
    texts: tuple[str, ...] = ()
    """What to embed, one text a direction."""
    terms: frozenset[str] = frozenset()
    """The most telling terms to look for."""
    refused_texts: tuple[str, ...] = ()
    """The refused work, to be embedded: what is nearer to it than to the wish does not count as near the wish."""
    narrowing_terms: frozenset[str] = frozenset()
    """Terms the person used that narrow the work down (叉车 of 起重装卸机械操作工): not in its official name."""
    wanted_trades: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Occupation code → the trades of it that the person is after, where they said which (叉车司机 of 6-30-05-01)."""
    has_wish: bool = False
    """A wish was named: other work is not shown unasked."""
    in_own_words: bool = False
    """Only the person's own words say what work they are after."""
    preferences: frozenset[WorkPreference] = frozenset()

    @property
    def says_what_work(self) -> bool:
        """Whether anything says what kind of work to look for."""
        return bool(self.close_occupations or self.texts)

    @property
    def wish_floor(self) -> float:
        """The least wish part of a listing that is shown without a word of warning."""
        if self.close_occupations:
            return WISH_FLOOR
        return LIKENESS_FLOOR if self.in_own_words else 0.0

    @property
    def exact_codes(self) -> tuple[str, ...]:
        """Codes of the work itself, without its neighbours."""
        return tuple(code for code, near in self.close_occupations.items() if near.reason in SAME_WORK_REASONS)

    def closeness(self, code: str) -> Closeness | None:
        return self.close_occupations.get(code)

    def is_another_trade(self, code: str, trade: str | None) -> bool:
        """Whether the person is after this occupation, but after another trade of it."""
        wanted = self.wanted_trades.get(code)
        return wanted is not None and trade is not None and trade not in wanted


def build_search_intent(
    facts: Facts, own_texts: Sequence[str] = (), liked_occupations: Iterable[str] = ()
) -> SearchIntent:
    """The aim behind the facts.

    `said` are the person's own words, which count where no occupation was understood; `liked` the occupations of
    listings of which the person wants more.
    """
    refusals = [one for one in facts.occupations if one.role == "rejects"]
    refused = {one.code for one in refusals if one.trade is None}
    refused_texts = (text for one in sorted(refusals, key=_by_name) for text in _texts_of(one))
    open_to = [one for one in facts.occupations if not any(refusal.covers(one) for refusal in refusals)]
    wants = list(dict.fromkeys(one.code for one in open_to if one.role == "wants"))
    did = list(dict.fromkeys(one.code for one in open_to if one.role == "did"))
    if not (wants or did):  # who tells no work but a paper of it, tells that
        papers = (one.occupation for one in facts.certificates or () if one.has and one.occupation)
        did = [code for code in dict.fromkeys(papers) if code not in refused]
    after = _trades([one for one in open_to if one.role == ("wants" if wants else "did")])
    taught = [code for code in _taught(facts) if code not in refused]
    close: dict[str, Closeness] = {}
    _add(close, wants, "wish", neighbours="neighbour")
    if wants:
        _cap(close, {code: _PAST_BESIDE_WISH for code in did if code not in wants})
        _add(close, taught, "major", at_most=_MAJOR_BESIDE_WISH)
    else:
        _add(close, did, "did", neighbours="did_neighbour")
        _add(close, taught, "major")
    _add(close, liked_occupations, "liked", neighbours="neighbour")
    leaning = read_work_preferences(own_texts)
    behind = refused | _left_behind(facts, leaning)
    _add_desk_work(close, leaning, wants)
    close = {code: near for code, near in close.items() if code not in behind}
    work = [code for code in wants or did if code not in behind][:_MOST_WORK]
    words = [*(fact.name for fact in facts.majors), *facts.skills]
    own = "" if TOWN in leaning and not wants else "，".join(own_texts)[-_LONGEST_TEXT:]
    texts = [text for code in work for text in _texts(code, after.get(code, ()))]
    if not wants:
        texts += [text for text in ("，".join(words), own) if text]
    return SearchIntent(
        close_occupations=close,
        texts=tuple(dict.fromkeys(texts)),
        terms=_telling([*texts, *words]),
        refused_texts=tuple(dict.fromkeys(refused_texts))[:_MOST_WORK],
        narrowing_terms=_narrowing(wants or did, own_texts) | {one.stored_word for one in leaning},
        wanted_trades=after,
        has_wish=bool(wants),
        in_own_words=bool(own and not wants),
        preferences=leaning,
    )


def words_for_work(facts: Facts, said: str, unclear: Iterable[UnclearWork]) -> str:
    """Of what a person said that which may tell the work they are after: all of it where some of that was understood.

    Else it is what names work that was not, and a way of working: words on a place or on nothing are no wish.
    """
    if facts.occupations:
        return said
    leaning = [one.stored_word for one in read_work_preferences([said])]
    return " ".join([*sorted(leaning), *(one.words for one in unclear if one.role == "wants")])


def _trades(work: Iterable[OccupationFact]) -> dict[str, frozenset[str]]:
    """The trades named of each occupation, without those of which any trade will do."""
    named: dict[str, set[str | None]] = {}
    for one in work:
        named.setdefault(one.code, set()).add(one.trade)
    return {code: frozenset(name for name in names if name) for code, names in named.items() if None not in names}


def _left_behind(facts: Facts, leaning: frozenset[WorkPreference]) -> set[str]:
    """Who wants to go to town is through with the land: with what they did there, and with its like."""
    wanted = {one.code for one in facts.occupations if one.role == "wants"}
    if TOWN not in leaning or any(map(is_farm_work, wanted)):
        return set()
    return {one.code for one in occupations.occupations() if is_farm_work(one.code)}


def _add_desk_work(close: dict[str, Closeness], leaning: frozenset[WorkPreference], wants: Sequence[str]) -> None:
    if DESK in leaning and not wants:
        for code in desk_occupation_codes():
            _put(close, code, Closeness(_DESK_ASKED_FOR, "desk", code))
    beside = [code for code in close if implies_desk_work(code) and close[code].reason in ("wish", "major")]
    for via in beside[:1]:
        for code in desk_occupation_codes():
            _put(close, code, Closeness(_DESK_BESIDE_WISH, "desk", via))


def _add(
    close: dict[str, Closeness],
    codes: Iterable[str],
    why: ClosenessReason,
    *,
    neighbours: ClosenessReason | None = None,
    at_most: float = 1.0,
) -> None:
    codes = list(codes)
    for code in codes:
        _put(close, code, Closeness(min(_CLOSE[why], at_most), why, code))
    if neighbours is None:
        return
    for code in codes:
        for near in related_occupations(code):
            _put(close, near, Closeness(_CLOSE[neighbours], neighbours, code))
        if why == "wish":
            for near in _group(code):
                _put(close, near, Closeness(_CLOSE["group"], "group", code))


def _put(close: dict[str, Closeness], code: str, near: Closeness) -> None:
    if code not in close or close[code].value < near.value:
        close[code] = near


def _cap(close: dict[str, Closeness], limits: Mapping[str, float]) -> None:
    for code, limit in limits.items():
        close[code] = Closeness(limit, "did", code)


def _telling(texts: Iterable[str]) -> frozenset[str]:
    """The rarest terms of the texts, by how many occupations' words hold them; never very common ones."""
    found = {term for text in texts for term in extract_terms(text) if len(term) > 1 and not term.isdigit()}
    common = _frequencies()
    rare = [term for term in found if common.get(term, 0) <= _COMMON]
    return frozenset(sorted(rare, key=lambda term: (common.get(term, 0) or _UNHEARD_OF, term))[:_MOST_TERMS])


@cache
def _frequencies() -> Mapping[str, int]:
    """Term → how many occupations have it in their name, spoken words, trades or skills."""
    counts: Counter[str] = Counter()
    for one in occupations.occupations():
        words = " ".join((one.name, *one.spoken, *one.english, *one.trades, *one.skills))
        counts.update(set(extract_terms(words)))
    return counts


def _narrowing(codes: Iterable[str], said: Sequence[str]) -> frozenset[str]:
    own = {term for text in said for term in extract_terms(text) if len(term) > 1}
    known = [one for one in map(occupations.get, codes) if one]
    words = {term for one in known for word in (*one.spoken, *one.trades, *one.skills) for term in extract_terms(word)}
    return frozenset(own & words).difference(*(extract_terms(one.name) for one in known))


def _taught(facts: Facts) -> list[str]:
    codes = (code for fact in facts.majors for key in fact.codes for code in majors.occupations_of(key))
    return list(dict.fromkeys(codes))[:_MOST_MAJOR_WORK]


def related_occupations(code: str) -> frozenset[str]:
    """Occupations with a short way from or to this one."""
    return _related().get(code, frozenset())


@cache
def _related() -> Mapping[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for one in occupations.occupations():
        for other in one.related:
            pairs.setdefault(one.code, set()).add(other)
            pairs.setdefault(other, set()).add(one.code)
    return {code: frozenset(others) for code, others in pairs.items()}


def share_a_major(code: str, other: str) -> bool:
    """Whether some major leads to both occupations."""
    known = _majors()
    return not known.get(code, frozenset()).isdisjoint(known.get(other, frozenset()))


@cache
def _majors() -> Mapping[str, frozenset[str]]:
    leading: dict[str, set[str]] = {}
    for major in majors.majors():
        for code in major.occupations:
            leading.setdefault(code, set()).add(major.name)
    return {code: frozenset(names) for code, names in leading.items()}


def _group(code: str) -> tuple[str, ...]:
    one = occupations.get(code)
    return tuple(other for other in _groups().get(one.minor_group, ()) if other != code) if one else ()


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for one in occupations.occupations():
        groups.setdefault(one.minor_group, []).append(one.code)
    return {name: tuple(codes) for name, codes in groups.items()}


def _by_name(work: OccupationFact) -> tuple[str, str]:
    return work.code, work.trade or ""


def _texts_of(work: OccupationFact) -> list[str]:
    return _texts(work.code, [work.trade] if work.trade else [])


def _texts(code: str, named: Iterable[str]) -> list[str]:
    """The text of each trade that was named, of the occupation when none was."""
    known = [trade for name in sorted(named) if (trade := trades.get(code, name))]
    return ["、".join((one.name, *one.words[2 : 2 + _SPOKEN_WORDS])) for one in known] or [_text(code)]


def _text(code: str) -> str:
    one = occupations.get(code)
    return "、".join((one.name, *one.spoken[:_SPOKEN_WORDS])) if one else code

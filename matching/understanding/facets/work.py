"""Work in what someone said: what they did (for how long), want, or will not do.

The model marks the words and hears their role; a name that the catalogue knows gives the occupation where it is all of
the words, else they are linked to the nearest one, which a name among them only helps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from data.catalogue import occupations, trades
from data.people.profile import OccupationFact, OccupationRole, UnclearWork
from matching.language.gazetteer import SPOKEN, OccupationMeaning, PhraseMatch, occupation_names
from matching.language.heads import labels
from matching.language.heads.linker import Link, link
from matching.language.heads.reading import Mark, Reading, marked
from matching.understanding.facets import years
from matching.understanding.facets.documents import documents

SURE_LINK, LIKELY_LINK = 0.85, 0.7
"""Of a link's likeness, from which it is taken, and from which it is asked."""
_ASKED_BESIDE = 0.15
"""By how much a link may be less likely than the first and still be offered beside it."""
SURE_ROLE = 0.4
"""Probability from which a role counts."""
PERHAPS_WORK = 0.05
_STANDS_OUT = 0.25
"""By how much words mean one of the occupations that they name rather than the next, so that they are one work."""
_PLAIN = 0.7
"""Score of a name from which it is no everyday word besides."""
_NEAR = 8
"""Characters between work and how long it lasted, where there are several."""
_ROLES = {"did", "wants", "rejects"}


@dataclass(frozen=True, slots=True)
class Work:
    """Words that tell work."""

    mark: Mark
    words: str
    role: str
    """did, wants, rejects, learned or other."""
    role_score: float
    named: PhraseMatch[OccupationMeaning] | None
    """A catalogue's name among the words, unless the words as a whole mean another occupation."""
    links: tuple[Link, ...]
    """The occupations it may be, likeliest first."""
    years: float | None = None

    @property
    def counts(self) -> bool:
        """Whether it tells something of the person."""
        return self.role in _ROLES and self.role_score >= SURE_ROLE


def read_work(reading: Reading, *, least: float = PERHAPS_WORK) -> tuple[list[Work], float | None]:
    """Work in the order said; and how long work lasted that this message does not name.

    `least`: probability from which a catalogue's name is work though the model did not mark it.
    """
    names = _names_in(reading.text)
    marks = [_whole(names, mark) for mark in marked(reading, labels.WORK)]
    marks += [mark for mark in _by_name(reading, names, least) if not any(mark.meets(other) for other in marks)]
    marks = [part for mark in marks for part in _parts(reading, mark)]
    lasted = marked(reading, "years")
    found = [_work(reading, mark, lasted) for mark in sorted(marks, key=lambda mark: mark.start)]
    return _lasting(reading, [work for work in found if work.named or not _is_need(reading, work.mark)], lasted)


def wished(found: list[Work]) -> list[Work]:
    """The same, where what is only asked about is wished for, unless something else is."""
    if any(work.role == "wants" and work.counts for work in found):
        return found
    asked = [one for one in found if one.role == "other" or not one.counts]
    return [replace(one, role="wants", role_score=SURE_ROLE) if one in asked else one for one in found]


def facts_of(found: Sequence[Work]) -> tuple[list[OccupationFact], list[UnclearWork]]:
    """Work whose occupation is sure, and work that has to be asked about."""
    facts: list[OccupationFact] = []
    unclear: list[UnclearWork] = []
    for work in found:
        if not work.counts:
            continue
        if work.named:
            facts.append(_fact(work, work.named.value.code, work.named.value.score))
        elif work.links[0].score >= SURE_LINK:
            facts.append(_fact(work, work.links[0].code, work.links[0].score))
        elif work.links[0].score >= LIKELY_LINK:
            unclear.append(_unclear(work))
    return list(_merged(facts)), unclear


def _names_in(text: str) -> list[PhraseMatch[OccupationMeaning]]:
    """Names of the catalogue that are no everyday words besides."""
    return [hit for hit in occupation_names().find(text.lower()) if hit.value.score >= _PLAIN]


def _paper_in(words: str) -> PhraseMatch[OccupationMeaning] | None:
    """A licence or permit among the words as the name of the occupation that it is for (消防证)."""
    for hit in documents().find(words.lower()):
        if (code := hit.value.occupation) and (one := occupations.get(code)):
            return PhraseMatch(hit.start, hit.end, hit.phrase, OccupationMeaning(code, one.name, SPOKEN))
    return None


def _by_name(reading: Reading, names: Sequence[PhraseMatch[OccupationMeaning]], least: float) -> Iterator[Mark]:
    for hit in names:
        score = reading.likely("facts", labels.WORK, hit.start, hit.end)
        if score >= least:
            yield Mark(labels.WORK, hit.start, hit.end, score)


def _whole(names: Sequence[PhraseMatch[OccupationMeaning]], mark: Mark) -> Mark:
    """The mark, reaching to the ends of the names that it cuts."""
    cut = [hit for hit in names if hit.start < mark.end and mark.start < hit.end]
    start = min((hit.start for hit in cut), default=mark.start)
    end = max((hit.end for hit in cut), default=mark.end)
    return Mark(mark.label, min(mark.start, start), max(mark.end, end), mark.score)


def _parts(reading: Reading, mark: Mark) -> list[Mark]:
    """The mark, or one a name where its words are nothing but names (电工焊工), first to last."""
    words = reading.words(mark).removesuffix("的")
    names = _names_in(words)
    rest = len(words) - sum(hit.end - hit.start for hit in names)
    if len({hit.value.code for hit in names}) < 2 or rest > len(names) - 1:
        return [mark]
    if names[0].start > 0 or names[-1].end < len(words) or _one_stands_out(reading, mark, names):
        return [mark]
    return [Mark(mark.label, mark.start + hit.start, mark.start + hit.end, mark.score) for hit in names]


def _one_stands_out(reading: Reading, mark: Mark, names: Sequence[PhraseMatch[OccupationMeaning]]) -> bool:
    """Whether the words as a whole mean one of the named occupations much rather than another (车辆段检修货车)."""
    links = link(reading.vector(mark.start, mark.end), reading.words(mark), len(occupations.occupations()))
    scores = {one.code: one.score for one in links}
    best = sorted((scores.get(code, 0.0) for code in {hit.value.code for hit in names}), reverse=True)
    return best[0] - best[1] >= _STANDS_OUT


def _is_need(reading: Reading, mark: Mark) -> bool:
    """Whether the words rather tell what somebody needs (管吃管住)."""
    return any(reading.likely("facts", f"need:{need}", mark.start, mark.end) >= SURE_ROLE for need in labels.NEEDS)


def _without_years(reading: Reading, mark: Mark, lasted: Sequence[Mark]) -> str:
    """The words without how long it lasted (种了十来年地)."""
    words = reading.words(mark)
    for one in lasted:
        if mark.start < one.start and one.end < mark.end:
            before, behind = words[: one.start - mark.start], words[one.end - mark.start :]
            words = before.rstrip("了过有快 ") + behind.removeprefix("的")
    return words


def _work(reading: Reading, mark: Mark, lasted: Sequence[Mark]) -> Work:
    words = _without_years(reading, mark, lasted)
    role, score = reading.likeliest("facts", labels.WORK_ROLES, mark.start, mark.end)
    paper = _paper_in(words)
    if paper:
        return Work(mark, words, role, score, paper, ())
    named = max(_names_in(words), key=lambda hit: hit.end - hit.start, default=None)
    if named and named.end - named.start == len(words.removesuffix("的")):
        return Work(mark, words, role, score, named, ())
    code = named.value.code if named else None
    links = tuple(link(reading.vector(mark.start, mark.end), words, named=code))
    return Work(mark, words, role, score, named if named and links[0].code == code else None, links)


def _lasting(reading: Reading, found: list[Work], stretches: Sequence[Mark]) -> tuple[list[Work], float | None]:
    """The work with the years that stand nearest to it: each stretch of time is of one work that was done."""
    apart: float | None = None
    for mark in stretches:
        done = [place for place, work in enumerate(found) if work.role == "did" and work.counts]
        near = min(done, key=lambda place: found[place].mark.apart(mark), default=None)
        lasted = years.spoken(reading.words(mark))
        if near is None:
            apart = lasted
        elif lasted is not None and (len(done) == 1 or found[near].mark.apart(mark) <= _NEAR):
            found[near] = replace(found[near], years=lasted)
    return found, apart


def _unclear(work: Work) -> UnclearWork:
    first = work.links[0].score
    codes = [one.code for one in work.links if one.score >= first - _ASKED_BESIDE]
    return UnclearWork(words=work.words, role=work.role, years=work.years, candidates=codes)


def _fact(work: Work, code: str, score: float) -> OccupationFact:
    role = cast("OccupationRole", work.role)
    return OccupationFact(
        code=code,
        name=occupations.occupation(code).name,
        role=role,
        years=work.years if role == "did" else None,
        score=min(max(score, 0.0), 1.0),
        trade=trades.named_in(code, work.words) or (trades.named_in(code, work.named.phrase) if work.named else None),
    )


def _merged(facts: Sequence[OccupationFact]) -> Iterator[OccupationFact]:
    """Each work once a role; a refusal ends a wish for the same."""
    kept: dict[tuple[str, str, str | None], OccupationFact] = {}
    for fact in facts:
        key = fact.code, fact.role, fact.trade
        before = kept.get(key)
        if before is None or (before.years is None and fact.years is not None):
            kept[key] = fact
    refused = [fact for fact in kept.values() if fact.role == "rejects"]
    for fact in kept.values():
        if not (fact.role == "wants" and any(no.covers(fact) for no in refused)):
            yield fact

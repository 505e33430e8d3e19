"""Questions about one listing (为什么没有鞍山的焊工, why not the welder in Anshan), and which listing is meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from data.catalogue import occupations, places
from data.listings.name_search import NamedListing
from data.vocabulary import ListingState
from matching.language.gazetteer import occupation_names, place_names
from matching.understanding import understand

MOST = 5
"""So many are offered when several may be meant."""
_LONGEST = 80
"""Characters of a question; longer words tell of something else."""
_OF_THE_WORK, _OF_THE_NAME, _OF_THE_TITLE = 50.0, 50.0, 30.0
"""What the occupation, the words beside it, and a title like the words add to a listing's likeness."""
_LEAST, _CLOSE = 40.0, 8.0
"""The least likeness, and how far behind the likeliest another one may be."""
_ALIKE = 60.0
"""Of rapidfuzz's 0 to 100; below it two names only share a character or two."""
_PIECE = 3

_WHY = r"(?:为什么|为啥|为何|咋|怎么|凭啥|凭什么)(?:就|还|都|也)?"
_SHOW = r"(?:推荐|推|看|列|发|找|排|安排|显示)"
_OUT = r"(?:看看|看|出来|上|到|过)?"
_ME = r"(?:我|俺|咱)"
_END = r"[呢啊呀吗嘛了的]*$"
_BEFORE = r"^(?:请问|那|哎|诶|唉|我想问下?|我想知道|我就想问|你们?|我|俺)?\s*"
_ZH = (
    re.compile(rf"{_BEFORE}{_WHY}(?:没有|没|不)(?:给{_ME})?{_SHOW}?{_OUT}{_ME}?{_END}(?P<what>)"),
    re.compile(
        rf"^(?P<what>.+?){_WHY}(?:没有|没|不)(?:把?给?{_ME})?(?:{_SHOW}给?{_ME}?{_OUT}|出现|出来|有|"
        rf"在(?:里面|里头|里边|单子|列表|上面).{{0,3}})?{_END}"
    ),
    re.compile(rf"^(?P<what>.+?){_WHY}{_ME}?(?:看|找|搜)不(?:到|着|见){_END}"),
    re.compile(rf"{_BEFORE}{_WHY}{_ME}?(?:看|找|搜)不(?:到|着|见)(?P<what>.+?){_END}"),
    re.compile(rf"{_BEFORE}{_WHY}(?:没有|没|不)(?:给{_ME}{_SHOW}?|{_SHOW}{_ME}?){_OUT}(?P<what>.+?){_END}"),
    re.compile(rf"{_BEFORE}{_WHY}(?:没有|没)(?P<what>[^给我].+?)(?:给{_ME}{_SHOW}?{_OUT})?{_END}"),
)
_EN = (
    re.compile(r"^why (?:is|are|was|were) there (?:no|not) (?P<what>.+)$"),
    re.compile(
        r"^why (?:did|do|have|has|are|was|were|is|can)(?:n'?t| not)? ?(?:i|you)?(?: not|n't)? ?"
        r"(?:see|seen|shown?|find|list(?:ed)?|get|gotten|given|give|offer(?:ed)?)(?: me)? (?P<what>.+)$"
    ),
    re.compile(r"^why can(?:'t|not| not) i (?:see|find|get) (?P<what>.+)$"),
    re.compile(
        r"^why (?:is|are|was|were)(?: ?n'?t| not) (?P<what>.+?)(?: (?:shown|listed|there|in my list|in the list).*)?$"
    ),
    re.compile(r"^why (?:not|no) (?P<what>.+)$"),
)
_NO_LISTING = re.compile(
    r"工资|钱|社保|保险|公积金|合同|回音|回信|回复|答复|消息|电话|动静|联系|录取|录用|通过|面试|开票|补贴|证书|结果"
    r"|wage|money|paid|reply|answer|call|contract|insurance|result|subsid"
)
"""What people miss that is no listing."""
_ANY = re.compile(
    r"(?:别的|其他的?|其它的?|更多的?|更好的?|合适的?|这个|那个|这些|那些|anything else|others?|more|that one|it)?"
)
_EMPTY_WORDS = re.compile(
    r"的|那个|这个|那家|这家|一个|岗位|学徒|岗|工作|活儿?|培训班|培训|课程|招聘|招人?|公司|企业|单位|那边|那儿|这边|在"
    r"|\b(?:the|a|an|at|in|of|for|job|opening|course|apprentice(?:ship)?|class|training|from)\b"
)


@dataclass(frozen=True, slots=True)
class ListingReference:
    """What somebody names a listing by."""

    text: str
    codes: frozenset[str] = frozenset()
    """Occupations."""
    places: frozenset[str] = frozenset()
    """Cities or districts, any of which may be meant."""
    rest: str = ""
    """What is left of the words: a piece of a title or of a name."""

    @property
    def pieces(self) -> frozenset[str]:
        """What a title or a name must hold a piece of."""
        runs = [run for run in self.rest.split() if len(run) > 1]
        short = {run for run in runs if len(run) <= _PIECE or run.isascii()}
        return frozenset(short | {run[i : i + _PIECE] for run in runs for i in range(len(run) - _PIECE + 1)})

    @property
    def is_searchable(self) -> bool:
        """Whether a listing can be looked for by this at all."""
        return bool(self.codes or self.pieces)


def extract_why_not_subject(text: str) -> str | None:
    """What a "why not …?" is about, in the person's words; "" for nothing in particular, None for another question."""
    said = re.sub(r"[？?。！!，,…~～“”\"]+", " ", text).strip().lower()
    if not said or len(said) > _LONGEST or _NO_LISTING.search(said):
        return None
    for pattern in (*_ZH, *_EN):
        if found := pattern.match(said):
            what = found["what"].strip()
            return "" if _ANY.fullmatch(what) else what
    return None


def read_listing_reference(text: str) -> ListingReference:
    """What the words name: occupations, places, and the rest."""
    heard = understand(text)
    hits = occupation_names().find(text.lower())
    codes = {hit.value.code for hit in hits} | {one.code for one in heard.occupations}
    named = {code for one in heard.places for code in (one.candidates or [one.code])}
    named |= {code for hit in place_names().find(text.lower()) if not hit.value.outside for code in hit.value.codes}
    rest = text
    for said in (*(hit.phrase for hit in hits), *_names_of(named)):
        rest = re.sub(re.escape(said), " ", rest, flags=re.IGNORECASE)
    return ListingReference(text, frozenset(codes), frozenset(named), _EMPTY_WORDS.sub(" ", rest).strip())


def _names_of(codes: Iterable[str]) -> list[str]:
    found = (places.get(code) for code in codes)
    names = {name for one in found if one for name in (one.name, one.short, one.name_en, *one.aliases)}
    return sorted(names, key=len, reverse=True)


def find_likeliest_listings(reference: ListingReference, listings: Iterable[NamedListing]) -> list[NamedListing]:
    """Those that may be meant, the likeliest first; one alone means there is no doubt."""
    scored = sorted(
        ((_likeness(reference, one), one) for one in listings),
        key=lambda pair: (-pair[0], pair[1].state != ListingState.LIVE, pair[1].id),
    )
    good = [(likeness, one) for likeness, one in scored if likeness >= _LEAST]
    near = [one for likeness, one in good if likeness >= good[0][0] - _CLOSE]
    return _open_first(near)[:MOST]


def _open_first(near: Sequence[NamedListing]) -> list[NamedListing]:
    """Where some are live, those that are over are not meant."""
    live = [one for one in near if one.state == ListingState.LIVE]
    return live or list(near)


def _likeness(reference: ListingReference, listing: NamedListing) -> float:
    work = occupations.get(listing.occupation_code)
    likeness = _OF_THE_WORK if listing.occupation_code in reference.codes else 0.0
    if reference.rest:
        named = max(_alike(reference.rest, listing.title), _alike(reference.rest, listing.organisation))
        likeness += _OF_THE_NAME * named
    names = [listing.title, *((work.name,) if work else ())]
    return likeness + _OF_THE_TITLE * max(_alike(reference.text, name) for name in names)


def _alike(words: str, name: str) -> float:
    """0 to 1."""
    ratio = max(fuzz.partial_ratio(words, name), fuzz.ratio(words, name))
    return ratio / 100 if ratio >= _ALIKE else 0.0

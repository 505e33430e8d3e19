"""Pinyin typed instead of characters, and words that voice input wrote with other characters of the same sound."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from data.catalogue import occupations as catalogue_occupations
from data.catalogue import places as catalogue_places
from matching.language.gazetteer import PhraseIndex, occupation_names, place_names, read_word_table

_TOKEN = re.compile(r"[a-z]+|\d+|[^a-z\d\s]+")
_NUMERALS = "零一二三四五六七八九"
_LONGEST_WORD = 40
_MOST_WORDS = 200
_CHECKED = 600
"""Characters in which misheard words are looked for; voice messages are shorter."""

Syllables = tuple[str, ...]


@cache
def _sounds() -> dict[str, Syllables]:
    """Characters with their syllables, tones left out; the commonest reading first is not told apart."""
    found: dict[str, Syllables] = {}
    for row in read_word_table("syllables.csv"):
        for character in row["characters"]:
            found[character] = (*found.get(character, ()), row["syllable"])
    return found


@cache
def _syllables() -> frozenset[str]:
    return frozenset(row["syllable"] for row in read_word_table("syllables.csv"))


def _readings(word: str) -> Iterator[Syllables]:
    """Every way to say a word."""
    said: list[Syllables] = [()]
    for character in word:
        readings = _sounds().get(character)
        if not readings:
            return
        said = [(*before, syllable) for before in said for syllable in readings][:8]
    yield from said


@cache
def _words_by_sound() -> dict[Syllables, str]:
    """What a run of syllables is written as. Names of two places keep their letters: the person must be asked."""
    found: dict[Syllables, str] = {}
    for word in _vocabulary():
        for said in _readings(word):
            found.setdefault(said, word)
    names: dict[Syllables, set[str]] = {}
    for place in catalogue_places.places():
        for word in (place.short, place.name):
            for said in _readings(word):
                names.setdefault(said, set()).add(word)
    for said, meant in names.items():
        found[said] = meant.pop() if len(meant) == 1 else "".join(said)
    return found


def _vocabulary() -> Iterator[str]:
    for row in read_word_table("pinyin_words.csv"):
        yield from row["said"].split(" ")
    for tens in range(10):
        for ones in range(10):
            number = (("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else "") + (_NUMERALS[ones] if ones else "")
            for unit in ("年", "岁", "个月", "") if tens else ("年", "岁", "个月", "千", "千五"):
                if number:
                    yield number + unit
    slips = _slips()
    for said, calling in sorted(occupation_names().values.items(), key=lambda item: -item[1].score):
        if calling.score > _SURE and 1 < len(said) <= 6 and not said.isascii() and said not in slips:
            yield said


@cache
def _slips() -> frozenset[str]:
    """Ways voice input is known to write an occupation."""
    return frozenset(word for one in catalogue_occupations.liaoning() for word in one.misheard)


def decode(text: str) -> str | None:
    """The characters meant by a message in pinyin; None when it is no pinyin."""
    tokens = _TOKEN.findall(text)
    words = [token for token in tokens if token.isalpha() and token.isascii()]
    if not 2 <= len(words) <= _MOST_WORDS:
        return None
    cut = [_cut(word) for word in words]
    unread = sum(
        1
        for word, syllables in zip(words, cut, strict=True)
        if not syllables and len(word) > 1 and word not in _ABBREVIATIONS
    )
    if unread > len(words) // 10 or sum(len(syllables) for syllables in cut) < 4:
        return None
    return _joined(tokens)


_ABBREVIATIONS = frozenset({"cad", "cnc", "ok", "plc", "bim", "dcs", "qc", "hr", "ai", "app", "vx", "wx", "c1", "b2"})


@lru_cache(maxsize=4096)
def _cut(word: str) -> Syllables:
    """A run of letters as syllables, the fewest possible; empty when it is none. 嗯 (n) stands alone."""
    if len(word) > _LONGEST_WORD:
        return ()
    best: list[Syllables | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            part = word[start:end]
            if before is not None and part in _syllables() and (part != "n" or word == "n"):
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, part)
    return best[-1] or ()


def _joined(tokens: list[str]) -> str:
    """Runs of syllables turned into the words that cover them best; what is no pinyin stays."""
    out: list[str] = []
    run: list[str] = []
    for token in [*tokens, "\n"]:
        syllables = _cut(token) if token.isalpha() and token.isascii() else ()
        if syllables:
            run += syllables
            continue
        out.append(_written(run))
        run = []
        out.append(token if not token.isascii() or not token.isalpha() else f" {token} ")
    return "".join(out).strip()


def _written(run: list[str]) -> str:
    """The best cover of a run: long words first, by the squares of their lengths."""
    best: list[tuple[int, str]] = [(0, "")]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0], f"{best[end - 1][1]} {run[end - 1]} ")]
        for start in range(max(0, end - 7), end):
            word = _words_by_sound().get(tuple(run[start:end]))
            if word is not None:
                options.append((best[start][0] + (end - start) ** 2 + 1, best[start][1] + word))
        best.append(max(options, key=lambda option: option[0]))
    return best[-1][1].replace("  ", " ").strip()


_FOLDED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ing", "in"), ("eng", "en"))
_GO_ON = frozenset("作资地厂人龄头程友会业艺具商夫钱时种序期装伤棚")
"""Characters that make another word of 工 (找点工作 is no 电工)."""
_PLACE_BEFORE = re.compile(r"(?:^|[在住搁到去回家俺我是,。、\s]|老家|来自)$")
_PLACE_AFTER = re.compile(r"^(?:$|[的市县区这那呢人住干找也,。、\s啊]|附近|上班)")
_WORK_BEFORE = re.compile(r"(?:^|学|干|做|当|想|会|是|考|找|的|个|过|招|年|,|\s|、)$")
_SURE = 0.8
_TRADE_ENDS = "工攻公功师员匠"


def _folded(syllables: Syllables) -> Syllables:
    """Sounds that voice input confuses made one (zh/z, ing/in)."""
    said = []
    for syllable in syllables:
        for long, short in _FOLDED:
            if syllable.startswith(long):
                syllable = short + syllable[len(long) :]  # noqa: PLW2901
        for long, short in _ENDINGS:
            syllable = syllable.removesuffix(long) + (short if syllable.endswith(long) else "")  # noqa: PLW2901
        said.append(syllable)
    return tuple(said)


@cache
def _targets() -> tuple[dict[Syllables, list[str]], dict[Syllables, list[str]]]:
    """Place names and trades by their folded sound."""
    places: dict[Syllables, list[str]] = {}
    trades: dict[Syllables, list[str]] = {}
    for place in catalogue_places.places():
        if place.level != "province" and place.short not in place.needs_context:
            for said in _readings(place.short):
                places.setdefault(_folded(said), []).append(place.short)
        for said in _readings(place.name) if len(place.name) > 2 else ():
            places.setdefault(_folded(said), []).append(place.name)
    for word, calling in occupation_names().values.items():
        trade = word[-1] in _TRADE_ENDS or (len(word) > 2 and calling.score > _SURE)
        if 2 <= len(word) <= 4 and trade and word not in _slips():
            for said in _readings(word):
                trades.setdefault(_folded(said), []).append(word)
    return places, trades


@cache
def _ordinary() -> frozenset[str]:
    """Words that sound like a place or a trade but are meant as written."""
    return frozenset(word for row in read_word_table("ordinary_words.csv") for word in row["said"].split())


@cache
def _known_slips() -> PhraseIndex[str]:
    return PhraseIndex({row["said"]: row["meant"] for row in read_word_table("misheard.csv")})


def misheard(text: str) -> str:
    """The text with misheard names put right, where sound and surroundings leave little doubt (人在庄和, 学毛工)."""
    for hit in reversed(_known_slips().find(text)):
        text = text[: hit.start] + hit.value + text[hit.end :]
    places, trades = _targets()
    spans = [(hit.start, hit.end) for hit in occupation_names().find(text)] + [
        (hit.start, hit.end) for hit in place_names().find(text)
    ]
    known = {index for start, end in spans for index in range(start, end)}
    position = 0
    head, rest = text[:_CHECKED], text[_CHECKED:]
    while position < len(head) - 1:
        for length in (4, 3, 2):
            window = head[position : position + length]
            if (
                len(window) < length
                or window in _ordinary()
                or any(i in known for i in range(position, position + length))
            ):
                continue
            meant = _meant(window, head[:position], head[position + length :], places, trades)
            if meant is not None:
                head = head[:position] + meant + head[position + length :]
                position += length - 1
                break
        position += 1
    return head + rest


def _meant(
    window: str, before: str, after: str, places: dict[Syllables, list[str]], trades: dict[Syllables, list[str]]
) -> str | None:
    for said in _readings(window):
        sound = _folded(said)
        if window[-1] in _TRADE_ENDS and _WORK_BEFORE.search(before) and after[:1] not in _GO_ON:
            for trade in trades.get(sound, ()):
                if (trade[-1] == window[-1] or trade[:-1] == window[:-1]) and trade != window:
                    return trade
        if len(window) > 2:
            for work in trades.get(sound, ()):
                if sum(a != b for a, b in zip(work, window, strict=False)) == 1:
                    return work
        if _PLACE_BEFORE.search(before) and _PLACE_AFTER.search(after):
            for name in places.get(sound, ()):
                if name != window and set(name) & set(window):
                    return name
    return None

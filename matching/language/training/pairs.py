"""What belongs together, for search and for linking: a way of saying it, and the name of what it means."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.catalogue import majors, occupations
from matching.language.gazetteer import read_word_table
from matching.language.training.corpus import WORK, Row


@dataclass(frozen=True)
class Pair:
    """Somebody asks `asked`; `answer` is right, and so is whatever else has one of the `codes`."""

    asked: str
    answer: str
    codes: frozenset[str]


def pairs(rows: Iterable[Row]) -> list[Pair]:
    """Of the catalogues and of the corpus."""
    found = [*_of_occupations(), *_of_word_lists(), *_of_majors(), *_of_corpus(rows)]
    return list(dict.fromkeys(found))


def names_of(code: str) -> list[str]:
    """What an occupation is called in the catalogue, its official name first."""
    one = occupations.get(code)
    return [] if one is None else [one.name, *one.trades, *one.aliases]


def _of_occupations() -> Iterable[Pair]:
    spoken = {one.code: one for one in occupations.liaoning()}
    for one in occupations.occupations():
        codes = frozenset({one.code})
        known = spoken.get(one.code)
        for said in (*one.trades, *one.aliases, *((one.name_en,) if one.name_en else ())):
            yield Pair(said, one.name, codes)
        if one.name_en:
            yield Pair(one.name, one.name_en, codes)
        if known:
            for said in (*known.spoken, *known.english, *known.misheard):
                yield Pair(said, one.name, codes)


def _of_word_lists() -> Iterable[Pair]:
    for row in read_word_table("occupations.csv"):
        one = occupations.get(row["code"])
        for said in (*row["zh"].split(), *filter(None, row["en"].split(";"))):
            if one:
                yield Pair(said.rstrip("~"), one.name, frozenset({one.code}))


def _of_majors() -> Iterable[Pair]:
    for major in (*majors.majors(), *majors.undergraduate_majors()):
        for code in major.occupations:
            if one := occupations.get(code):
                yield Pair(major.name, one.name, frozenset(major.occupations))


def _of_corpus(rows: Iterable[Row]) -> Iterable[Pair]:
    for row in rows:
        if row.kind == "adverts":
            yield from _of_advert(row)
        for span in row.spans:
            code = span.value.partition("/")[0]
            if span.label in WORK and (one := occupations.get(code)):
                yield Pair(row.text[span.start : span.end], one.name, frozenset(span.value.split("/")))


def _of_advert(row: Row) -> Iterable[Pair]:
    """The title asks for the rest of the advert; duties ask for the occupation."""
    titles = [span for span in row.spans if span.label == "title"]
    if len(titles) != 1 or titles[0].value == "0":
        return
    title, codes = titles[0], frozenset(titles[0].value.split("/"))
    name = occupations.occupation(titles[0].value.partition("/")[0]).name
    words = row.text[title.start : title.end]
    yield Pair(words, row.text[: title.start] + row.text[title.end :], codes)
    yield Pair(name, row.text, codes)
    duties = [row.text[span.start : span.end] for span in row.spans if span.label == "duty"]
    if duties:
        yield Pair("，".join(duties), name, codes)

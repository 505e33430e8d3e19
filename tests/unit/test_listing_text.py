from dataclasses import dataclass

from matching.search.document import listing_terms, listing_text

WELDER = "6-18-02-04"


@dataclass(frozen=True)
class Listing:
    title: str
    occupation_code: str
    description: str


WORKSHOP = Listing("车间学徒", WELDER, "跟师傅学二保焊和打磨，包住。")


def test_the_text_says_what_the_work_is_called_even_where_the_title_does_not() -> None:
    text = listing_text(WORKSHOP)
    assert text.startswith("车间学徒。焊工、电焊工")
    assert text.endswith("包住。")


def test_what_the_title_says_is_not_said_twice() -> None:
    assert listing_text(Listing("焊工学徒", WELDER, "")).count("焊工、") == listing_text(WORKSHOP).count("焊工、") - 1


def test_an_unknown_occupation_leaves_the_listings_own_words() -> None:
    assert listing_text(Listing("学徒", "0-00", "学手艺")) == "学徒。学手艺"


def test_terms_are_each_given_once_and_hold_the_spoken_words() -> None:
    found = listing_terms(WORKSHOP)
    assert len(found) == len(set(found))
    assert {"气割", "welder", "包住"} <= set(found)

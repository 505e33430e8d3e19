"""Names of the closed vocabularies in each language, in words a worker understands."""

from functools import cache

from data.catalogue.tables import NATIONAL, csv_rows
from data.vocabulary import Language


class UnknownLabel(KeyError):
    """No label exists for this kind and value."""


@cache
def _labels() -> dict[tuple[str, str], dict[Language, str]]:
    return {
        (row["kind"], row["value"]): {language: row[language.value] for language in Language}
        for row in csv_rows(NATIONAL, "labels.csv")
    }


def label(kind: str, value: str, language: Language) -> str:
    """The name of a value (`label("education", "junior", Language.ZH)` is 初中).

    Raises:
        UnknownLabel: for a kind or value without a label.
    """
    found = _labels().get((kind, str(value)))
    if found is None:
        raise UnknownLabel(f"{kind}: {value}")
    return found[language]


@cache
def kinds() -> tuple[str, ...]:
    """The vocabularies that have labels."""
    return tuple(dict.fromkeys(kind for kind, _ in _labels()))


@cache
def values(kind: str) -> tuple[str, ...]:
    """The values of one vocabulary, in the order of the file."""
    return tuple(value for one, value in _labels() if one == kind)

"""What licences and permits are called, and the occupation that each is for."""

from dataclasses import dataclass
from functools import cache

from data.vocabulary import CertificateKind
from matching.language.gazetteer import PhraseIndex, read_word_table


@dataclass(frozen=True, slots=True)
class Document:
    """A licence or permit by its spoken name."""

    kind: CertificateKind
    occupation: str | None
    name: str | None


@cache
def documents() -> PhraseIndex[Document]:
    """Licences and permits by everything they are called."""
    return PhraseIndex(
        {
            said: Document(CertificateKind(row["kind"]), row["occupation"] or None, row["name"] or None)
            for row in read_word_table("certificates.csv")
            for said in row["said"].split("|")
        }
    )

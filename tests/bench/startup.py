"""How long a fresh process takes until it can answer, against merely importing the library it needs."""

import subprocess
import sys

from tests.bench.figures import Figures, alternating

READY = "from matching.language.encoder import embed_queries; embed_queries(['焊工'])"
WORDS = (
    "from matching.language.ngrams import extract_terms; from data.catalogue.occupations import find; find('焊工'); "
    "extract_terms('焊工')"
)
CATALOGUE = (
    "from data.catalogue import labels, majors, occupations, places, policy; occupations.find('焊工'); "
    "places.find('铁西'); majors.find('会计'); policy.rows(); labels.values('grade')"
)
LIBRARY = "import sentence_transformers"


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def run() -> Figures:
    ready, words, catalogue, library = alternating(
        *(lambda code=code: _python(code) for code in (READY, WORDS, CATALOGUE, LIBRARY)), rounds=3
    )
    return Figures(
        name="startup",
        what="a fresh process until its first vector, until words answer without vectors, until the catalogue stands",
        measured={"first_vector_s": ready, "words_only_s": words, "catalogue_s": catalogue},
        baseline={"import_s": library},
        ratio=ready / library,
        ratios={"first_vector": ready / library, "words_only": words / library, "catalogue": catalogue / library},
        setting={"baseline": "a fresh process that imports sentence-transformers and nothing else"},
    )

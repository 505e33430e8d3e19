"""The labels of the heads, in the order of their columns. A label of a span that has a closed value carries it."""

from data.catalogue.lint_rules import lint_rules
from data.vocabulary import ONE_KIND, Constraint, Education
from matching.language.acts import ABOUT, ACTS


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORK_ROLES = _words("did wants rejects learned other")
PLACE_ROLES = _words("lives in excludes past")
WORK, HERE = "work", "here"
"""Any mention of work, whatever its role; a place where somebody lives or wishes to work, whichever it is."""
OTHER_PERSON, UNDER_16 = "other_person", "under_16"
"""Of a whole message: it is about somebody else; it comes from a child."""
OFFENCE = "offence"
"""Any category of the law check."""
ANSWERS = "answers"
"""Words of a listing that answer the question before it."""
ONLY = tuple(ONE_KIND)
"""Of a whole message: it wants only the one kind of listing."""
NEEDS = tuple(need for need in Constraint if need not in ONLY)
GROUPS = _words(
    """
    difficulty disabled employee flexible grad_2y_ln grad_year lifted released returnee rural_transfer
    two_later unemployed veteran zero_family"""
)

FACTS = (
    WORK, *WORK_ROLES, HERE, *PLACE_ROLES,
    *_words("years age wage edu unfinished major paper nopaper cannot ask act wrong"),
    *(f"edu:{level}" for level in Education),
    *(f"{given}:{need}" for given in ("need", "lifted") for need in NEEDS),
    *(f"group:{group}" for group in GROUPS),
    OTHER_PERSON, UNDER_16,
)  # fmt: skip
ADVERT = _words(
    """
    title place street headcount wage wage_learning wage_probation wage_after edu major exp age paper insurance
    noinsurance housing nohousing meals nomeals night nonight hours rest term start deadline mentor probation contact
    duty need benefit"""
)
HEADS: dict[str, tuple[str, ...]] = {
    "acts": tuple(ACTS),
    "facts": FACTS,
    "advert": ADVERT,
    "law": (OFFENCE, *sorted({rule.category for rule in lint_rules()})),
    "answer": (ANSWERS,),
    "child": (UNDER_16,),
    "only": ONLY,
    "about": tuple(f"{act}:{value}" for act, values in ABOUT.items() for value in sorted(values)),
}
REFIT = ("about", "child", "only")
"""Heads with few texts: they learn on the finished encoder and change nothing in it."""

ANSWERED_BY: dict[str, frozenset[str]] = {
    act: frozenset(_words(found))
    for act, found in {
        "hours": "hours rest", "overtime": "hours rest", "housing": "housing nohousing", "dorm": "housing nohousing",
        "meals": "meals nomeals", "insurance": "insurance noinsurance", "mentor": "mentor", "term": "term",
        "probation": "probation", "wage_now": "wage_learning wage_probation wage", "wage_after": "wage_after",
        "requirements_experience": "exp", "requirements_education": "edu", "requirements_certificate": "paper",
        "requirements_age": "age", "address": "street place", "deadline": "deadline", "start_date": "start",
    }.items()
}  # fmt: skip
"""Questions about a listing, and the labels of an advert's words that answer them."""

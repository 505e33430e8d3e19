"""Questions whether somebody under 18 is taken, which no act names: they sound like any age, or like nothing known."""

from data.closed_forms.numbers import numbers_in
from data.eligibility import ADULT_AGE
from matching.language.heads.reading import has_heads
from matching.language.likeness import likeness

_QUESTIONS = ("收不收未成年人", "未满十八周岁的能不能去", "Do you take people under 18?")
_OTHERS = ("年纪大的、五十多岁的要不要", "有没有年龄限制", "Is there an age limit?")
"""What other questions of an age are after."""
_YOUNGEST_NAMED = 13
"""Years of age: a smaller number counts something else."""
_NEAR = 0.76
"""Questions about children to bring, or about beginners, are at most 0.72 near."""


def asks_of_minors(question: str) -> bool:
    """Whether a question is about those who are no adults yet."""
    if not has_heads() or not question.strip():
        return False
    ages = numbers_in(question)
    if any(age > ADULT_AGE for age in ages):
        return False
    minors, others = likeness(question.strip(), _QUESTIONS, _OTHERS)
    return minors >= _NEAR and minors > others


def names_minor(question: str) -> bool:
    """Whether a question of an age names one below that of adults."""
    return any(_YOUNGEST_NAMED <= age < ADULT_AGE for age in numbers_in(question))

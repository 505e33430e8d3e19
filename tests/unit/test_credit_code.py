"""The check character of GB 32100-2015, and what people type instead of a code."""

import pytest

from data.closed_forms.credit_codes import (
    ALPHABET,
    WrongCharacter,
    WrongCheckCharacter,
    WrongLength,
    check,
    check_character,
)

VALID = "91210106FAKE00017Q"
"""A code no register holds: its organisation part spells FAKE. Check character worked out by hand with the rule."""


def by_the_standard(first17: str) -> str:
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    """Table 2 of the standard, written out rather than computed."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(weights, first17, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


@pytest.mark.parametrize(
    "first17", ["91210106FAKE0001X", "52210200FAKE00022", "12210000FAKE00033", "00000000000000000", "91210283NYXWUTRQP"]
)
def test_the_check_character_follows_the_table_of_the_standard(first17: str) -> None:
    assert check_character(first17) == by_the_standard(first17)
    assert check(first17 + by_the_standard(first17)) == first17 + by_the_standard(first17)


def test_lower_case_full_width_and_separators_are_forgiven() -> None:
    code = "91210106FAKE0001X" + by_the_standard("91210106FAKE0001X")
    assert check(f" {code[:6].lower()}-{code[6:12]} {code[12:].lower()}\n") == code
    assert check("".join(chr(ord(character) + 0xFEE0) for character in code)) == code


@pytest.mark.parametrize("said", ["", "91210106", "沈阳样例重工", "9" * 19])
def test_another_length_is_named(said: str) -> None:
    with pytest.raises(WrongLength) as raised:
        check(said)
    assert raised.value.params == {"length": len(said)}


@pytest.mark.parametrize(("place", "character"), [(12, "O"), (8, "I"), (0, "Z"), (5, "A"), (9, "<"), (10, "工")])
def test_a_character_that_cannot_stand_there_is_named(place: int, character: str) -> None:
    code = "91210106FAKE0001X" + by_the_standard("91210106FAKE0001X")
    with pytest.raises(WrongCharacter) as raised:
        check(code[:place] + character + code[place + 1 :])
    assert raised.value.params == {"character": character, "position": place + 1}


def test_every_single_typing_mistake_is_caught() -> None:
    code = "91210106FAKE0001X" + by_the_standard("91210106FAKE0001X")
    for place, right in enumerate(code):
        allowed = ALPHABET[:10] if 2 <= place < 8 else ALPHABET
        for other in allowed.replace(right, ""):
            with pytest.raises(WrongCheckCharacter):
                check(code[:place] + other + code[place + 1 :])


def test_swapped_neighbours_are_caught() -> None:
    code = "91210106FAKE0001X" + by_the_standard("91210106FAKE0001X")
    for place in range(8, 16):
        if code[place] != code[place + 1]:
            with pytest.raises(WrongCheckCharacter):
                check(code[:place] + code[place + 1] + code[place] + code[place + 2 :])

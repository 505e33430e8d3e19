"""The sentence for a row of a listing file that was refused, in the chat and on the command line."""

from bot.cli.listings import refusal_sentence
from bot.imports import row_errors
from data.imports.files import RowRefusal
from data.vocabulary import Language

FAULT = RowRefusal(3, "wage_min", "import.reason.choice", "<4k & more", {"said": "<4k & more", "allowed": "4000"})


def test_the_command_line_shows_what_stands_in_the_file() -> None:
    line = refusal_sentence(FAULT)
    assert line.count("<4k & more") == 2
    assert "wage_min" in line


def test_in_the_chat_a_column_has_its_name_and_the_value_is_escaped() -> None:
    line = row_errors.refusal_sentence(FAULT, Language.ZH)
    assert "wage_min" not in line
    assert line.count("&lt;4k &amp; more") == 2

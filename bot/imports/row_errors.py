"""What is wrong with a row of a listing file, as its reader's words, or in the codes of the command line."""

import html

from bot.chat.texts import Html, render, text_exists
from data.catalogue import labels
from data.imports.files import RowRefusal
from data.imports.readers import column_names
from data.vocabulary import Language


def column_header(field: str, language: Language) -> str:
    """The header of a field's column; a column that no file should have keeps its own name."""
    zh, en = column_names().get(field, (field, field))
    return zh if language == Language.ZH else en


def refusal_reason(fault: RowRefusal, language: Language, *, codes: bool = False) -> Html:
    """Why the row, or the value, does not do; with `codes` for who writes codes of closed vocabularies."""
    text_id = fault.reason_id if text_exists(fault.reason_id) else "import.reason.wrong_type"
    params = dict(fault.params)
    if "vocabulary" in params and not codes:
        kind = str(params["vocabulary"])
        params["allowed"] = " / ".join(labels.label(kind, value, language) for value in labels.values(kind))
    return render(text_id, language, **params)


def plain_refusal_reason(fault: RowRefusal, language: Language) -> str:
    """The same as plain text, for a cell of a sheet."""
    return html.unescape(refusal_reason(fault, language))


def refusal_sentence(fault: RowRefusal, language: Language, *, codes: bool = False) -> Html:
    """One line that says which row, which column, what stood there and what is wrong.

    With `codes` fields and values have the names that a `.jsonl` file gives them.
    """
    why = refusal_reason(fault, language, codes=codes)
    if fault.field is None:
        return render("import.refusal.row", language, row_number=fault.row_number, reason=why)
    shape = "import.refusal.field" if fault.value is None else "import.refusal.value"
    name = fault.field if codes else column_header(fault.field, language)
    return render(shape, language, row_number=fault.row_number, field=name, value=fault.value, reason=why)

"""What stands before a text when it is encoded, so that the same words can be read by where they were said."""

IDLE = "idle"
_SHORT = {"form_question": "question", "card_opening": "opening", "card_course": "course"}


def of_message(who: str, context: str, question: str | None = None) -> str:
    """A message in the chat: who writes, what was last on the screen, what had just been asked."""
    return " ".join(filter(None, (who, _SHORT.get(context, context), question))) + ": "


def of_text(where: str) -> str:
    """A text that goes to others: an advert, a course, a question, a note, a row of a file."""
    return f"{where.removesuffix('_row').removeprefix('interview_')} text: "

"""What stands before a text when it is encoded, so that the same words can be read by where they were said.

Words that are one piece of the vocabulary each: every piece costs time.
"""

IDLE, FORM_QUESTION = "idle", "form_question"
LONGEST_QUESTION = 60
"""Characters of a question that are read."""
_WHO = {"seeker": "person", "member": "company", "staff": "office"}
_CONTEXT = {
    IDLE: "free", FORM_QUESTION: "question", "card_opening": "job", "card_course": "course", "after_apply": "applied",
    "interview_set": "interview", "offer_made": "offer",
}  # fmt: skip


def of_message(who: str, context: str, question: str | None = None) -> str:
    """A message in the chat: who writes, what was last on the screen, what had just been asked."""
    return " ".join(filter(None, (_WHO[who], _CONTEXT.get(context, context), question))) + ": "


def of_text(where: str) -> str:
    """A text that goes to others: an advert, a course, a question, a message, a note, a row of a file."""
    return f"{where.removesuffix('_row').removeprefix('interview_')} text: "


def of_question(question: str) -> str:
    """What a listing says of itself, read for what answers a question."""
    return f"{question[:LONGEST_QUESTION]} answer: "

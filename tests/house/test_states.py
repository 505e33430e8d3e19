"""`docs/states.md` shows the state machines of the code; `python -m tests.house.test_states` writes it anew."""

from pathlib import Path

from data import broadcasts
from data.applications import service as applications
from data.applications import undo
from data.db.state_machine import draw
from data.enrolments import service as enrolments
from data.listings import models as listings

PAGE = Path(__file__).parents[2] / "docs" / "states.md"
HEAD = """# States

Drawn from the tables `ALLOWED_MOVES`; `data/db/state_machine.py` holds every move to them. A state without an
arrow out of it is an end.
"""


def page() -> str:
    """The whole page."""
    drawn = {
        "Listing: an opening or a course": draw(listings.ALLOWED_MOVES),
        "Application to an opening": draw(applications.ALLOWED_MOVES),
        "Application: what its person can undo": draw(undo.UNDO_MOVES),
        "Enrolment in a course": draw(enrolments.ALLOWED_MOVES),
        "Broadcast": draw(broadcasts.ALLOWED_MOVES),
    }
    return "\n".join([HEAD, *(f"## {title}\n```mermaid\n{text}\n```\n" for title, text in drawn.items())])


def test_the_page_shows_the_tables_of_the_code() -> None:
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

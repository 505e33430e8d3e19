"""That a text names another organisation than the one that posts it: for its author and for the reviewer to look at."""

from collections.abc import Iterable

from bot.chat.texts import Html, render
from data.vocabulary import Language
from matching.adverts.firm_name import find_firm_name, is_same_firm


def other_firm_line(texts: Iterable[str], poster: str, language: Language) -> Html | None:
    """Both names; None where no text plainly names an organisation, or only the one that posts."""
    for text in texts:
        named = find_firm_name(text)
        if named and not is_same_firm(named, poster):
            return render("post.other_firm", language, named=named, poster=poster)
    return None

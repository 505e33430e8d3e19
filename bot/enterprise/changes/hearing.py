"""Words taken over into the answers of a listing's form, wish by wish, and what follows: the card, or a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.chat.forms import editing
from bot.chat.forms.engine import BadAnswer, Draft
from bot.chat.texts import shown, utf16_length
from bot.chat.turn import Turn
from bot.enterprise.changes.hours import read_new_hours
from bot.enterprise.changes.kinds import RENEWED, ChangeableKind, kind_of
from bot.enterprise.changes.readers import Asked, read_answer
from bot.enterprise.changes.wishes import Wish
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from bot.enterprise.listings.meant import without_title
from bot.enterprise.listings.questions import LONGEST_DESCRIPTION
from data.closed_forms import quoted
from data.closed_forms.quoted import Quoted
from data.db.errors import Refusal
from data.lifecycle import listing_expiry
from data.listings.courses import Course
from data.listings.openings import Opening

CHANGED_KEY = "_changed"
"""Draft key of the questions that words changed last: a correction that names none is about those."""
_DESCRIPTION, _PLACE = "description", "address"
_OF_HOURS = frozenset({"shift", "times"})
_FACTS = frozenset({"shift", "living", "dormitory", "education", "certificates", "papers"})
"""Questions that a sentence for the description may answer besides."""
_MANY_THINGS = frozenset({"benefits", "requirements"})
"""What a change is about that may be other things than its question asks: that is asked only where it was named."""


@dataclass
class Hearing:
    """What words give of a listing's answers."""

    turn: Turn
    kind: ChangeableKind
    listing: Opening | Course
    draft: Draft
    quoted: Quoted | None
    """The sentence that the words bring along."""
    keys: list[str] = field(default_factory=list)
    """The questions that were answered."""
    left_open: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)
    """Words that change something of which no question can be asked."""
    before: Draft = field(default_factory=dict)
    """The answers as they were."""

    def store(self, key: str, value: object) -> None:
        """Take over an answer."""
        question = self.kind.form.question(key)
        stored = question.store_answer if question else None
        self.draft = stored(self.draft, value) if stored else self.draft | {key: value}
        self.keys.append(key)


async def draft_to_change(turn: Turn, kind: ChangeableKind, listing: Opening | Course) -> Draft:
    """The listing's answers, with what is changed already and not yet handed in.

    Raises:
        NotAvailable: it has ended.
    """
    draft = await kind.draft_to_edit(turn, listing.id)
    begun = editing.unfinished_draft(turn, kind.form, draft)
    return begun if begun is not None and BASE_ANSWERS_KEY in begun else draft


async def hear(turn: Turn, listing: Opening | Course, text: str) -> Hearing:
    """Of a message that may change a listing.

    Raises:
        NotAvailable: it has ended.
    """
    kind = kind_of(listing)
    draft = await draft_to_change(turn, kind, listing)
    return Hearing(turn, kind, listing, draft, quoted.read_quoted(text), before=draft)


async def take(hearing: Hearing, wishes: Sequence[Wish]) -> bool:
    """The form at its card with all that the words say, or at what they leave open; False: they say nothing."""
    line = hearing.quoted if hearing.quoted is not None and hearing.quoted.is_line else None
    taken, left = list[Wish](), list[Wish]()
    for wish in wishes:
        if not wish.reaches_into(line):
            (taken if await _take(hearing, wish) else left).append(wish)
        elif await _take_values(hearing, wish, [key for key in wish.keys if key in _FACTS]) and wish.named:
            line = None  # the question that was named took it
    if line is not None:
        await _write_line(hearing, line.text)
        left = [wish for wish in left if not wish.may_be_written]  # they lead in to the line
    for wish in left:
        _leave_open(hearing, wish, taken)
    return await _show(hearing)


def _leave_open(hearing: Hearing, wish: Wish, taken: Sequence[Wish]) -> None:
    """What has to be asked, or cannot be; nothing where the same words said something else that was not in doubt."""
    if wish.likely or (not wish.named and any(wish.words in one.words for one in taken)):
        return
    if len(wish.keys) == 1 and (wish.named or wish.about not in _MANY_THINGS):
        hearing.left_open += wish.keys
    else:
        hearing.not_taken.append(wish.words)


async def _take(hearing: Hearing, wish: Wish) -> bool:
    taken = await _take_values(hearing, wish, wish.keys)
    if not _OF_HOURS.isdisjoint(wish.keys):
        taken |= await _write_hours(hearing, wish.words)
    if wish.about == _PLACE and _PLACE not in wish.keys and (place := quoted.read_new_text(wish.words)):
        taken |= await _write(hearing, shown(hearing.turn.t("edit.line.place", place=place)))
    if taken or wish.likely or not wish.may_be_written:
        return taken
    brought = _brought(hearing, wish)
    return brought is not None and not brought.replaces and await _write(hearing, brought.text)


def _brought(hearing: Hearing, wish: Wish) -> Quoted | None:
    """The sentence of the wish: of its own words, or of the whole message where they are a piece of that sentence."""
    whole = hearing.quoted
    of_wish = whole is not None and (wish.words in whole.text or whole.lead.endswith(wish.words))
    return quoted.read_quoted(wish.words) or (whole if of_wish else None)


async def _take_values(hearing: Hearing, wish: Wish, keys: Iterable[str]) -> bool:
    """Take over the answers that the words of a wish give to these questions, each checked as its question does.

    False: they give none. What would not do is said later, unless the words were only likely to mean it.
    """
    words, taken = without_title(wish.words, hearing.listing.title), False
    for question in filter(None, map(hearing.kind.form.question, keys)):
        last_day = listing_expiry.last_day(hearing.listing)
        asked = Asked(
            hearing.turn, question, hearing.draft, wish.words, words, _brought(hearing, wish), last_day,
            renews=wish.about == RENEWED,
        )  # fmt: skip
        try:
            value = await read_answer(asked)
        except Refusal as refusal:
            if not wish.likely:
                hearing.refused.append(refusal)
                hearing.left_open += [question.key] if question.key != _DESCRIPTION else []
                taken = True
            continue
        if value is not None:
            hearing.store(question.key, value)
            taken = True
    return taken


async def _write_hours(hearing: Hearing, words: str) -> bool:
    """When it begins and ends, in the description: instead of what it says of that, or in a line of its own."""
    description = str(hearing.draft[_DESCRIPTION])
    hours = read_new_hours(hearing.turn, without_title(words, hearing.listing.title), description)
    if hours is None:
        return False
    if hours.old is None:
        return await _write(hearing, hours.line)
    hearing.store(_DESCRIPTION, description.replace(hours.old, hours.new, 1))
    return True


async def _write_line(hearing: Hearing, line: str) -> None:
    """Put the line behind the description; where it stands there since before, the whole description is asked."""
    if await _write(hearing, line):
        return
    if line in str(hearing.draft[BASE_ANSWERS_KEY][_DESCRIPTION]):
        await hearing.turn.say("edit.stands_there", words=line)
        hearing.left_open.append(_DESCRIPTION)
    else:  # said twice
        hearing.keys.append(_DESCRIPTION)


async def _write(hearing: Hearing, sentence: str) -> bool:
    """Put a sentence behind the description, once it may stand there; False where it says that already."""
    description = str(hearing.draft[_DESCRIPTION]).rstrip()
    if sentence in description:
        return False
    room = LONGEST_DESCRIPTION - utf16_length(description) - 1
    try:
        if utf16_length(sentence) > room:
            raise BadAnswer("edit.error.no_room", longest=LONGEST_DESCRIPTION)
        said = await hearing.kind.read_sentence(hearing.turn, sentence, room)
    except Refusal as refusal:
        hearing.refused.append(refusal)
        return True
    hearing.store(_DESCRIPTION, f"{description}\n{said}")
    return True


async def _show(hearing: Hearing) -> bool:
    turn = hearing.turn
    for refusal in hearing.refused:
        await turn.say(turn.t(refusal.text_id, **refusal.params))
    if not hearing.keys and not hearing.left_open:
        return bool(hearing.refused)
    for words in hearing.not_taken:
        await turn.say("edit.not_taken", words=words)
    if not hearing.left_open and not hearing.refused and hearing.draft == hearing.before:
        await turn.say("edit.same")
    draft = hearing.draft | {CHANGED_KEY: hearing.keys or hearing.left_open}
    await editing.start_changed(turn, hearing.kind.form, draft, hearing.left_open)
    return True

"""What of a listing words would change: the questions of its form that they are about, each with its words."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.forms.engine import Form
from bot.chat.turn import Turn
from bot.enterprise.changes.kinds import COURSE, OPENING, RENEWED, WRITTEN, ChangeableKind
from bot.enterprise.changes.readers import new_day, numbers_set
from bot.enterprise.listings.meant import without_title
from data.closed_forms import quoted
from data.closed_forms.calendar import read_day_of_every_month
from data.closed_forms.durations import read_delay
from data.closed_forms.money import counts_people
from data.closed_forms.numbers import CHINESE
from data.closed_forms.quoted import Quoted
from matching.language.heads.acts import Act, is_sure, likelier_about, read_acts
from matching.language.ngrams import pairs

CHANGE, RENEW = "change_field", "renew"
_REST_OF_NUMBER = re.compile(rf"(?:[\d.]|{CHINESE})+(?:个|名|人|元|块|天|周|月|号|日)?")
_ENDS_IN_PEOPLE = re.compile(rf"(?:\d|{CHINESE})\s*(?:个人|人|名|位|people)\W*$", re.IGNORECASE)
_DAYS = {"deadline": "course.deadline", "start_date": "course.start"}
"""Days that a change may be about, with the question whose name says which."""
_PAY_DAY = "pay_day"
_LIKELY_A_DAY = 0.4
"""Probability from which words that move a day move this one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that words would change."""

    keys: tuple[str, ...]
    """The questions that may hold it; none: only the description may."""
    words: str
    about: str = "other"
    """What it is about (`ChangeableKind.questions`)."""
    named: bool = False
    """Whether its question was named as its button does."""
    likely: bool = False
    """Heard in a clause by itself only: it counts where it says an answer."""

    @property
    def may_be_written(self) -> bool:
        """Whether a sentence on it goes into the description where no question takes it."""
        return self.about in WRITTEN

    def reaches_into(self, brought: Quoted | None) -> bool:
        """Whether its words hold something of a sentence that is counted out to be written."""
        own = quoted.read_quoted(self.words)
        words = own.text if own is not None else self.words
        return brought is not None and brought.is_line and _overlap(words, brought.text)


def sure_acts(text: str) -> list[Act]:
    """What a member's words surely do."""
    return [act for act in read_acts(text, "member") if is_sure(act, ())]


def changes_said(turn: Turn, text: str, acts: Sequence[Act]) -> dict[str, str]:
    """What the acts of a message change (`ChangeableKind.questions`), with the words that say so."""
    said: dict[str, str] = {}
    for act in acts:
        if act.name == CHANGE:
            said |= {
                about: _to_end_of_clause(text, words, act) if about in _DAYS else _with_whole_number(text, words)
                for about, words in act.about.items()
            }
            said = said or {"other": words_of(text, act)}
    said = {"headcount" if about == "wage" and counts_people(words) else about: words for about, words in said.items()}
    said = _days_by_name(turn, said)
    return _moved_day(turn, text, acts, said) | said


def _days_by_name(turn: Turn, said: dict[str, str]) -> dict[str, str]:
    """The same, a day that the model takes for another or for two being the one that the words name most of."""
    days = {about: words for about, words in said.items() if about in _DAYS}
    words = max(days.values(), key=len, default="")
    named = _days_named(turn, words)
    if len(named) != 1 or not all(_overlap(words, one) for one in days.values()):
        return said
    return {about: one for about, one in said.items() if about not in days} | {named[0]: words}


def _days_named(turn: Turn, words: str) -> list[str]:
    """The days of whose names the words hold most; none where they hold nothing of any."""
    said = pairs(words.casefold())
    shared = {about: len(pairs(str(turn.t(f"{name}.short")).casefold()) & said) for about, name in _DAYS.items()}
    return [about for about, many in shared.items() if many == max(shared.values()) > 0]


def _with_whole_number(text: str, words: str) -> str:
    """The words of a text with the rest of a number that they end in."""
    end = text.find(words) + len(words)
    rest = _REST_OF_NUMBER.match(text, end) if words in text else None
    return words + (rest[0] if rest else "")


def lead_of(text: str) -> str:
    """The words without the sentence that they bring along to be written."""
    brought = quoted.read_quoted(text)
    return brought.lead if brought else text


def _to_end_of_clause(text: str, words: str, act: Act) -> str:
    """The words of a day with the rest of their clause, which may tell the new one, up to what else changes there."""
    if words not in text:
        return words
    start = text.find(words)
    end = start + len(words)
    clause = next((one for one in quoted.clauses(text[start:]) if one.startswith(words)), words)
    others = [at for other in act.about.values() if (at := text.find(other, end)) >= 0]
    return text[start : min([start + len(clause), *others])]


def naming_words(text: str) -> str:
    """The words that may name a listing: without what is to be written, and without what anything becomes."""
    return quoted.without_new_text(lead_of(text))


def new_words(text: str) -> str | None:
    """What a change would have people read: the sentence or the new text that it brings along; None where it brings
    none.
    """
    if (replaced := quoted.read_replacement(text)) is not None:
        return replaced[1]
    brought = quoted.read_quoted(text)
    return brought.text if brought else quoted.read_new_text(text)


def acts_heard(turn: Turn, text: str) -> list[Act]:
    """What a member's words do, without what only the sentence that is surely to be written sounds like."""
    acts, line = read_acts(text, "member"), quoted.read_line(text)
    if line is None or not (_surely_leads_in(turn, line.lead) or any(act.name == CHANGE for act in acts)):
        return acts
    return [act for act in acts if act.name == CHANGE or not _overlap(words_of(text, act), line.text)]


def _surely_leads_in(turn: Turn, lead: str) -> bool:
    """Whether the words before a sentence name the question it belongs to, or change something by themselves."""
    named = any(named_questions(turn, kind.form, lead) for kind in (OPENING, COURSE))
    return named or any(act.name == CHANGE for act in sure_acts(lead))


def _overlap(words: str, sentence: str) -> bool:
    return words in sentence or sentence in words


def line_said(text: str) -> dict[str, str]:
    """A sentence that the words count out for the description (再添一句 …), or words to stand there instead of others,
    as `changes_said` would have it.
    """
    return {"text": text} if quoted.read_line(text) or quoted.read_replacement(text) else {}


def line_surely_said(turn: Turn, text: str) -> dict[str, str]:
    """Such a sentence where the words before it surely change something, whatever else it sounds like."""
    line = quoted.read_line(text)
    return {"text": text} if line is not None and _surely_leads_in(turn, line.lead) else {}


def _moved_day(turn: Turn, text: str, acts: Sequence[Act], said: Mapping[str, str]) -> dict[str, str]:
    """A day that is set or moved by words that ask for a longer life, that name it as its question does, or that are
    about it, whatever else they sound like.
    """
    renews = next((act for act in acts if is_renewal_of_days(turn, text, act)), None)
    words = clauses_of(text, renews) if renews else text
    if renews is None and (read_delay(text) is None or not said.keys().isdisjoint(_DAYS)):
        return {}
    named = _days_named(turn, text)
    likeliest, score = likelier_about(text, "member", CHANGE, tuple(_DAYS))
    if renews is None and not named and score < _LIKELY_A_DAY:
        return {}
    about = named[0] if len(named) == 1 else likeliest
    return {RENEWED if renews and about == "deadline" else about: words}


def moves_a_day(text: str, act: Act) -> bool:
    """Whether the words of an act move a day: then that is what they do, whatever act they sound like."""
    return read_delay(words_of(text, act)) is not None


def is_renewal_of_days(turn: Turn, text: str, act: Act) -> bool:
    """Whether an act asks for a longer life by so much, or until a day: then it changes the last day to apply."""
    today = turn.now.date()
    return act.name == RENEW and new_day(clauses_of(text, act), today, today, renews=True) is not None


def clauses_of(text: str, act: Act) -> str:
    """The clauses of a message that the words of the act stand in."""
    words = words_of(text, act)
    return next((one for one in quoted.clauses(text) if words in one), words)


def words_of(text: str, act: Act) -> str:
    """The words of a message that do the act."""
    return text[act.marks[0].start : act.marks[-1].end] if act.marks else text


async def read_wishes(
    turn: Turn, kind: ChangeableKind, title: str, text: str, said: Mapping[str, str], description: str
) -> list[Wish]:
    """What words would change of the listing with this title and description, in the order of its questions."""
    brought = quoted.read_quoted(text)
    lead = without_title(lead_of(text), title)
    said = await asyncio.to_thread(_without_title_words, turn, title, text, said)
    wishes = [one for about, words in said.items() for one in _named_wishes(turn, kind, title, about, words)]
    wishes = [one for one in wishes if one.may_be_written or not one.reaches_into(brought)]
    heard = {key for one in wishes for key in one.keys}
    for about, words in (await asyncio.to_thread(_heard_in_clauses, turn, lead)).items():
        keys = kind.questions.get(about, ())
        if keys and heard.isdisjoint(keys):
            wishes.append(Wish(keys, words, about, likely=True))
            heard |= {*keys}
    named = named_questions(turn, kind.form, lead)
    more = [
        Wish((key,), _clause_with(text, label), named=True, likely=True) for key, label in named if key not in heard
    ]
    wishes = _with_pay_day(kind, lead, _without_doubles([*wishes, *more]))
    if quoted.read_exchange(text, description):
        wishes = [replace(one, likely=True) if one.may_be_written else one for one in wishes]
    if quoted.read_replacement(text) or quoted.read_exchange(text, description):
        wishes.append(Wish(("description",), text, "text", likely=True))
    order = [question.key for question in kind.form.questions]
    return sorted(_unique(kind, wishes), key=lambda one: order.index(one.keys[0]) if one.keys else len(order))


def _with_pay_day(kind: ChangeableKind, lead: str, wishes: list[Wish]) -> list[Wish]:
    """The wishes with that for the pay day instead of what else its clause was taken for: no other day of an opening
    comes round every month.
    """
    clause = next((one for one in quoted.clauses(lead) if read_day_of_every_month(one)), None)
    if clause is None or kind.form.question(_PAY_DAY) is None:
        return wishes
    days = {*_DAYS, RENEWED, "other"}
    kept = [one for one in wishes if one.words not in clause and not (one.about in days and clause in one.words)]
    return [*(one for one in kept if _PAY_DAY not in one.keys), Wish((_PAY_DAY,), clause, named=True)]


def _without_title_words(turn: Turn, title: str, text: str, said: Mapping[str, str]) -> Mapping[str, str]:
    """Without what only the title's words sounded like, beside another change."""
    plain = without_title(text, title)
    if len(said) < 2 or plain == text:
        return said
    again = changes_said(turn, plain, sure_acts(plain))
    kept = {about: words for about, words in said.items() if about in again or without_title(words, title) == words}
    return kept or said


def _heard_in_clauses(turn: Turn, lead: str) -> dict[str, str]:
    """What each clause changes by itself: of several changes at once the model may hear one alone. A clause beside
    others that ends in a count of people is about how many are taken (工资涨五百，再多招两个人).
    """
    parts = quoted.clauses(lead)
    heard: dict[str, str] = {}
    for part in parts if len(parts) > 1 else ():
        said = changes_said(turn, part, sure_acts(part))
        said = said or ({"headcount": part} if _ENDS_IN_PEOPLE.search(part) else {})
        heard |= {about: words for about, words in said.items() if about not in heard}
    return heard


def _named_wishes(turn: Turn, kind: ChangeableKind, title: str, about: str, words: str) -> Iterator[Wish]:
    """The wish, unless its words name other questions as their buttons do: then those are meant (学时改成八十)."""
    keys = kind.questions.get(about)
    lead = without_title(lead_of(words), title)
    named = named_questions(turn, kind.form, lead)
    its_own = tuple(key for key, _ in named if key in (keys or ()))
    others = [Wish((key,), _clause_with(words, label), about, named=True) for key, label in named if key not in its_own]
    rest = lead.casefold()
    for _, label in named:
        rest = rest.replace(label, " ")
    own = [turn.t(f"{one.text_id}.short") for one in kind.form.questions if one.key in (keys or ())]
    half_named = any(pairs(one) & pairs(rest) for one in own)
    if keys is not None and (its_own or half_named or not others):
        its_name = next((label for key, label in named if (key,) == its_own), None)
        clause = _clause_with(words, its_name) if its_name else words
        yield Wish(its_own or keys, clause, about, named=bool(its_own) or half_named)
    yield from others


def named_questions(turn: Turn, form: Form, words: str) -> list[tuple[str, str]]:
    """The questions that words name as their buttons do, with the name; of a name within another the longer one."""
    said, found = words.casefold(), list[tuple[str, str]]()
    labels = {
        one.key: str(turn.t(f"{one.text_id}.short")).casefold()
        for one in form.questions
        if not one.asked_first and one.key != "organisation"
    }
    for key, label in sorted(labels.items(), key=lambda item: -len(item[1])):
        if label in said:
            found.append((key, label))
            said = said.replace(label, " ")
    return found


def _clause_with(words: str, label: str) -> str:
    """The clause that names the question; all the words where none does by itself."""
    return next((one for one in quoted.clauses(words) if label in one.casefold() and numbers_set(one)), words)


def _without_doubles(wishes: Sequence[Wish]) -> list[Wish]:
    """Without those whose words name another question, which is meant then."""
    names = [one.words for one in wishes if one.named]
    return [one for one in wishes if one.named or not any(_overlap(one.words, words) for words in names)]


def _unique(kind: ChangeableKind, wishes: Sequence[Wish]) -> Iterator[Wish]:
    """Each question once, by the words that are about it, or else by those that say most of it."""

    def weight(wish: Wish) -> tuple[bool, bool, int]:
        return not wish.likely, {*wish.keys} <= {*kind.questions.get(wish.about, ())}, len(wish.words)

    best: dict[tuple[str, ...], Wish] = {}
    for one in sorted(wishes, key=weight):
        best[one.keys] = one
    yield from best.values()

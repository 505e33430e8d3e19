"""/post: an opening, question by question, then the card as people will see it, then review."""

from bot.chat import listing_card
from bot.chat.forms import Draft, Form, register, start
from bot.chat.texts import Html, join
from bot.chat.turn import Handler, Turn
from bot.enterprise import handing_in, opening_draft
from bot.enterprise.membership import invite_to_join
from bot.enterprise.post_questions import DETAILS, QUESTIONS
from bot.enterprise.reach_words import reach_lines
from data import applications, organisations
from data.listings import NotVerified
from data.openings import MAY_POST
from data.organisations import WrongKind
from data.vocabulary import Kind
from matching.reach import reach

OFTEN_ASKED = ("wage_after", "living", "shift", "insurance", "contract", "pay_day", "hours", "mentor")
"""What people who look for work ask about most."""
MOST_MISSING = 4


async def begin(turn: Turn) -> None:
    """The command, or a button that leads here."""
    draft = await blank(turn)
    if draft is not None:
        await start(turn, POSTING, draft)


async def blank(turn: Turn) -> Draft | None:
    """The draft of a new opening, for whom the person may post; None for who has to register first.

    Raises:
        NotVerified: none of the person's organisations may post. WrongKind: none is an enterprise.
    """
    mine = await organisations.of_member(turn.session, turn.account_id)
    if not mine:
        await invite_to_join(turn)
        return None
    able = [organisation for organisation in mine if organisation.state in MAY_POST]
    if not able:
        raise NotVerified
    able = [organisation for organisation in able if organisations.may_offer(organisation, Kind.OPENING)]
    if not able:
        raise WrongKind(Kind.OPENING)
    draft: Draft = dict.fromkeys(DETAILS)
    draft["organisations"] = [[one.id, one.name, one.district or one.city] for one in able]
    if len(able) == 1:
        draft["organisation"] = able[0].id
    return draft


async def _summary(turn: Turn, draft: Draft) -> Html:
    """The card as people will see it, whom it reaches, and what is missing."""
    organisation = await organisations.for_member(turn.session, turn.account_id, draft["organisation"])
    opening = opening_draft.preview(draft, organisation)
    held = await applications.places_held(turn.session, draft["opening"]) if draft.get("opening") else 0
    card = listing_card.card(turn.language, opening, organisation, places_left=max(0, opening.headcount - held))
    notes = reach_lines(await reach(turn.session, opening), turn.language)
    missing = [turn.t(f"post.{key}.short") for key in OFTEN_ASKED if draft.get(key) is None][:MOST_MISSING]
    if missing:
        notes.append(turn.t("post.missing", list=join(missing, turn.t("card.comma"))))
    if effect := handing_in.effect_of(draft):
        notes.append(turn.t(effect))
    return join([turn.t("post.preview"), card, join(notes)], "\n\n")


POSTING = register(
    Form("post", QUESTIONS, finish=handing_in.hand_in, summary=_summary, confirm="post.submit", about=("opening",))
)

COMMANDS: dict[str, Handler] = {"post": begin}
BUTTONS: dict[str, Handler] = {"member.post": begin}

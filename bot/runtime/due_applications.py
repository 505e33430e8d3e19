"""What the clock makes due in the life of an application; every notice once, whoever asks and whenever."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.telling import tell
from data import application_questions, notices, openings
from data.applied import Application

BATCH = 50


async def recall_questions(session: AsyncSession) -> int:
    """A question left open for two days is put once more."""
    found = await application_questions.left_open(session, BATCH)
    for question in found:
        await notices.first_time(session, application_questions.OPEN, str(question.id))
        application = await session.get(Application, question.application_id)
        opening = await openings.find(session, application.opening_id) if application else None
        if application is not None and opening is not None:
            answers = [
                [("question.answer", f"seek.answer:{question.id}"), ("question.skip", f"seek.no_answer:{question.id}")]
            ]
            about = {"title": opening.title, "code": application.code, "said": question.said}
            await tell(session, [question.account_id], "question.remind", answers, **about)
    return len(found)


TASKS = (recall_questions,)

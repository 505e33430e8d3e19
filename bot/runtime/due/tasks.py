"""All that the worker does when the clock makes it due."""

from bot.runtime.due import alerts, applications, courses, listings, reminders, teams
from bot.runtime.due.looking import Task
from matching.search import indexing

PROMPT_TASKS: tuple[Task, ...] = (
    listings.answer_for_samples,
    listings.remind_enterprises,
    listings.close_unanswered,
    listings.release_offers,
    *applications.TASKS,
    listings.warn_of_expiring_listings,
    listings.advise_quiet_openings,
    listings.expire_listings,
    listings.remind_of_listing_questions,
    listings.tell_of_silence,
    *courses.TASKS,
    *teams.TASKS,
    *reminders.TASKS,
    listings.forget_messages_without_consent,
    indexing.embed_batch,
    alerts.tell_new_matches,
    alerts.tell_what_brings_more,
)
"""The worker looks for these: somebody waits for what they do."""
TASKS_IN_NO_HURRY: tuple[Task, ...] = (listings.delete_old_rows,)

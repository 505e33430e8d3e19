"""A meeting as a calendar file (RFC 5545) for phones; a changed time takes the place of the old one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

LENGTH = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarEntry:
    """What a calendar shows; `uid` stays the same when the time changes, `sequence` grows."""

    uid: str
    sequence: int
    at: datetime
    title: str
    place: str
    note: str | None
    remind_hours: tuple[int, ...]
    written_at: datetime


def ics_file(entry: CalendarEntry) -> bytes:
    """The bytes of an `.ics` file with one event and its alarms; times are UTC, so no phone needs our time zone."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.written_at.astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("dtend", (entry.at + LENGTH).astimezone(UTC))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    if entry.note:
        event.add("description", entry.note)
    for hours in entry.remind_hours:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -timedelta(hours=hours))
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Shitu//Shitu//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

"""When to meet, in people's words. It is Wednesday 25 November 2026, ten in the morning."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.closed_forms.calendar import MeetingTime, read_meeting_time
from data.db.clock import ZONE

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("周四下午两点", (11, 26), (14, 0)),
        ("星期五上午9点半", (11, 27), (9, 30)),
        ("礼拜一早上8点", (11, 30), (8, 0)),
        ("周三下午三点", (11, 25), (15, 0)),
        ("周三上午九点", (12, 2), (9, 0)),
        ("下周三下午三点", (12, 2), (15, 0)),
        ("这周五两点", (11, 27), (14, 0)),
        ("下下周一10点", (12, 7), (10, 0)),
        ("明天上午九点", (11, 26), (9, 0)),
        ("明早八点", (11, 26), (8, 0)),
        ("明晚7点", (11, 26), (19, 0)),
        ("后天下午3点半", (11, 27), (15, 30)),
        ("大后天14：30", (11, 28), (14, 30)),
        ("今天下午四点一刻", (11, 25), (16, 15)),
        ("12月3号上午9点半", (12, 3), (9, 30)),
        ("十二月三号下午两点", (12, 3), (14, 0)),
        ("12.3 14:00", (12, 3), (14, 0)),
        ("12-3 9:30", (12, 3), (9, 30)),
        ("28号下午两点", (11, 28), (14, 0)),
        ("3号上午十点", (12, 3), (10, 0)),
        ("三天后下午一点", (11, 28), (13, 0)),
        ("周四中午12点", (11, 26), (12, 0)),
        ("周四中午", (11, 26), (12, 0)),
        ("周四中午一点", (11, 26), (13, 0)),
        ("约周四下午2点，到了打电话", (11, 26), (14, 0)),
        ("周四下午两点到三点", (11, 26), (14, 0)),
        ("周四下午2点20", (11, 26), (14, 20)),
        ("周四十点二十分", (11, 26), (10, 20)),
        ("Thu 2pm", (11, 26), (14, 0)),
        ("Thursday at 2:30 pm", (11, 26), (14, 30)),
        ("next Monday at 10", (11, 30), (10, 0)),
        ("tomorrow 14:00", (11, 26), (14, 0)),
        ("the day after tomorrow, 9 a.m.", (11, 27), (9, 0)),
        ("3 December 2 p.m.", (12, 3), (14, 0)),
        ("Dec 3 9:30", (12, 3), (9, 30)),
        ("Friday half past two in the afternoon", None, None),
        ("the 28th at three", (11, 28), (15, 0)),
        ("in 3 days at noon", (11, 28), (12, 0)),
        ("下午两点28号", (11, 28), (14, 0)),
        ("上午9点 12月5日", (12, 5), (9, 0)),
        ("明天10am", (11, 26), (10, 0)),
        ("2pm到公司，28号", (11, 28), (14, 0)),
    ],
)
def test_day_and_time(said: str, day: tuple[int, int] | None, at: tuple[int, int] | None) -> None:
    if day is None or at is None:
        assert read_meeting_time(said, NOW) == MeetingTime(date(2026, 11, 27), time(14, 30))
    else:
        assert read_meeting_time(said, NOW) == MeetingTime(date(2026, *day), time(*at))


@pytest.mark.parametrize(
    ("said", "meeting"),
    [
        ("周四", MeetingTime(date(2026, 11, 26), None)),
        ("周四下午", MeetingTime(date(2026, 11, 26), None)),
        ("月底", MeetingTime(date(2026, 11, 30), None)),
        ("2月底", MeetingTime(date(2027, 2, 28), None)),
        ("下个月末", MeetingTime(date(2026, 12, 31), None)),
        ("the end of next month", MeetingTime(date(2026, 12, 31), None)),
        ("下月3号", MeetingTime(date(2026, 12, 3), None)),
        ("两周后", MeetingTime(date(2026, 12, 9), None)),
        ("in 2 weeks", MeetingTime(date(2026, 12, 9), None)),
        ("three weeks from today", MeetingTime(date(2026, 12, 16), None)),
        ("half a month", MeetingTime()),
        ("下午两点", MeetingTime(None, time(14))),
        ("2pm", MeetingTime(None, time(14))),
        ("都行", MeetingTime()),
        ("随时", MeetingTime()),
        ("2月30号9点", MeetingTime(None, time(9))),
        ("25点", MeetingTime()),
        ("1月5号上午9点", MeetingTime(date(2027, 1, 5), time(9))),
        ("凌晨3点明天", MeetingTime(date(2026, 11, 26), time(3))),
        ("明天晚上10点", MeetingTime(date(2026, 11, 26), time(22))),
    ],
)
def test_what_is_not_said_stays_open(said: str, meeting: MeetingTime) -> None:
    assert read_meeting_time(said, NOW) == meeting


@given(st.text(alphabet="周一二三四五两点半下午上明后天号月日0123456789:.-/ apm早晚中", max_size=14))
def test_whatever_is_typed_is_read_or_left_open(said: str) -> None:
    found = read_meeting_time(said, NOW)
    assert found.day is None or found.day.year in range(1, 10_000)

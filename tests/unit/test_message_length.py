"""A message is as long as Telegram counts it, and a wait as long as Telegram asks for."""

from datetime import timedelta

import pytest

from bot.chat.texts import Html, telegram_length
from bot.runtime.backoff import retry_after_seconds


@pytest.mark.parametrize(
    ("text", "units"), [("<b>好</b>", 1), ("&lt;&amp;", 2), ("😀", 2), ("", 0), ('<a href="x">去</a> &lt;b&gt;', 5)]
)
def test_tags_and_entities_do_not_count_and_pictures_count_twice(text: str, units: int) -> None:
    assert telegram_length(Html(text)) == units


@pytest.mark.parametrize("asked", [3, timedelta(seconds=3)])
def test_a_wait_is_in_seconds(asked: int | timedelta) -> None:
    assert retry_after_seconds(asked) == 3.0

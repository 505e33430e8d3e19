"""Conversations of different people, replayed against the running bot. One file a person, a line an act or a check:

# who this is
language zh | en
say WORDS        the person types; the bot's answer is what the following lines look at
tap BUTTON       the person taps the newest button that begins so
see WORDS        stands in the answer (all messages of it together)
not WORDS        stands nowhere in the answer
button BUTTON    is offered in the answer
first WORDS      stands in the first three matches of the answer
"""

import re
from pathlib import Path

import pytest

from matching.language import encoder
from tests.phones import Message, Phone
from tests.stages import Stage

FILES = sorted(Path(__file__).parent.glob("*.txt"))
MOST_TURNS_TO_A_MATCH = 5
CHECKS = frozenset({"see", "not", "button", "first"})
ENTRY = re.compile(r"(?m)^\d+\. ")
MOST_LINES = 9
LONG = ("任何收费都不要交", "怎么用您的信息")
FOREIGN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(r"/[a-z]+|Telegram|SYB|IYB|AI|CAD|Python|Java|CNC|编号 [A-Z0-9]{4,7}|· [A-Z0-9]{4,7} ")


async def _play(phone: Phone, act: str, words: str) -> None:
    if act == "say":
        await phone.send(words)
    elif act == "tap":
        await phone.tap(words)
    else:
        _check(phone, act, words)


def _check(phone: Phone, act: str, words: str) -> None:
    heard = "\n".join(message.text for message in phone.answer)
    buttons = [button for message in phone.answer for button in message.buttons]
    if act == "see":
        assert words in heard, f"{words!r} is not in:\n{heard}"
    elif act == "not":
        assert words not in heard, f"{words!r} is in:\n{heard}"
    elif act == "button":
        assert any(button.startswith(words) for button in buttons), f"{words!r} is not among {buttons}"
    elif act == "first":
        matches = ENTRY.split(heard)[1:4]
        assert any(words in match for match in matches), f"{words!r} is not in the first matches:\n{heard}"
    else:
        raise AssertionError(f"unknown line: {act} {words}")


def _lines(path: Path) -> list[tuple[str, str]]:
    parted = [line.partition(" ") for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(act, words) for act, _, words in parted if act != "#"]


@pytest.fixture(scope="module", autouse=True)
def warm_encoder() -> None:
    """The first sentence would otherwise wait for the model to load."""
    encoder.embed_queries(["学徒"])


def _check_plain(message: Message) -> None:
    """No English in Chinese, and short enough to read: a list of matches or a card is long, all else is not."""
    words = FOREIGN.search(ALLOWED.sub("", message.text))
    assert words is None, f"{words[0]!r} is in:\n{message.text}"
    if not ENTRY.search(message.text) and not any(mark in message.text for mark in LONG):
        assert len(message.text.splitlines()) <= MOST_LINES, f"too long:\n{message.text}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_transcript(path: Path, sample_stage: Stage) -> None:
    lines = _lines(path)
    language = next((words for act, words in lines if act == "language"), "zh")
    phone = sample_stage.phone(5000, language)
    turns, first_match = 0, None
    for act, words in lines:
        if act == "language":
            continue
        await _play(phone, act, words)
        if act in ("say", "tap"):
            turns += 1
            assert phone.answer, f"no answer to {words!r}"
            if language == "zh":
                for message in phone.answer:
                    _check_plain(message)
            if first_match is None and any(ENTRY.search(message.text) for message in phone.answer):
                first_match = turns
    asked_one_by_one = any(act == "tap" and words.startswith(("一步一步问我", "Ask me")) for act, words in lines)
    if first_match is not None and not asked_one_by_one:
        assert first_match <= MOST_TURNS_TO_A_MATCH, f"the first match came after {first_match} turns"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_transcript_ends_with_a_check_of_what_the_bot_said(path: Path) -> None:
    acts = [act for act, _ in _lines(path)]
    assert acts[-1] in CHECKS

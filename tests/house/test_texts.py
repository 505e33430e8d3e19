"""Every text exists in both languages, with the same parameters, as valid HTML, and in its own language only."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.chat.texts import FOLDER, catalogue
from data.vocabulary import Language

ZH, EN = catalogue(Language.ZH), catalogue(Language.EN)
CODE = Path(__file__).parents[2] / "bot"
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
LATIN_IN_CHINESE = re.compile(
    r"Telegram|English|Language|Which language|UTF-8|JSON|operation_permit|CNC|CAD|GPS|App|N1|Q[12]|C1|A1|B2|AI|PLC|QR"
    r"|\.?(?:jsonl|csv|xlsx)|/[a-z]+|\{\w+\}|</?[a-z]+>|[A-F0-9]{2,}|[A-Z]\d"
)
NAMED = re.compile(
    r"""(?:\bt|say|edit|tell|render|notify|BadAnswer|send_file|write|writer|say_in|counted|_either)\(\s*(?:[\w.]+,\s*){0,3}"([a-z_]+(?:\.[a-z_0-9]+)+)\""""
)


class Tags(HTMLParser):
    """Checks that tags are Telegram's and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> without an opening"
        assert self.open.pop() == tag


def _strings(entry: tuple) -> list[str]:  # type: ignore[type-arg]
    text = entry[0].string
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_texts() -> None:
    assert set(ZH) == set(EN)


def test_a_text_id_stands_in_one_file_only() -> None:
    seen: dict[str, str] = {}
    for path in sorted((FOLDER / "zh").glob("*.po")):
        for text_id in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
            assert text_id not in seen, f"{text_id} in {path.name} and {seen[text_id]}"
            seen[text_id] = path.name


@pytest.mark.parametrize("text_id", sorted(ZH))
def test_text_is_complete_and_valid(text_id: str) -> None:
    wanted = _placeholders(_strings(ZH[text_id])[0])
    for entry in (ZH[text_id], EN[text_id]):
        for text in _strings(entry):
            assert text.strip(), f"{text_id} is empty"
            assert _placeholders(text) | {"n"} == wanted | {"n"}, f"{text_id}: {text}"
            assert len(text) < 2000
            parser = Tags()
            parser.feed(text)
            parser.close()
            assert not parser.open, f"{text_id}: <{parser.open[-1]}> is not closed"


@pytest.mark.parametrize("text_id", sorted(ZH))
def test_chinese_text_has_no_english(text_id: str) -> None:
    for text in _strings(ZH[text_id]):
        rest = LATIN_IN_CHINESE.sub("", text)
        assert not re.search(r"[A-Za-z]{2,}", rest), f"{text_id}: {text}"


@pytest.mark.parametrize("text_id", sorted(EN))
def test_english_text_has_no_chinese(text_id: str) -> None:
    for text in _strings(EN[text_id]):
        rest = text.replace("中文", "").replace("语言", "").replace("用哪种", "").replace("？", "")
        assert not re.search(r"[\u4e00-\u9fff]", rest), f"{text_id}: {text}"


def test_every_text_named_in_code_exists() -> None:
    named = {
        (path.name, text_id)
        for path in CODE.rglob("*.py")
        for text_id in NAMED.findall(path.read_text("utf-8"))
        if "local_telegram" not in path.parts
    }
    assert len(named) > 80
    missing = sorted((file, text_id) for file, text_id in named if text_id not in ZH)
    assert missing == []

"""Every text exists in both languages, with the same parameters, as valid HTML, and in its own language only."""

import re
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.chat.texts import TEXTS_FOLDER, catalogue
from data.vocabulary import Language

ZH, EN = catalogue(Language.ZH), catalogue(Language.EN)
CODE = Path(__file__).parents[2] / "bot"
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
LATIN_IN_CHINESE = re.compile(
    r"Telegram|English|Language|Which language|UTF-8|JSON|operation_permit|CNC|CAD|GPS|App|SYB"
    r"|N1|Q[12]|C1|A1|B2|AI|PLC|QR"
    r"|\.?(?:jsonl|csv|xlsx)|/[a-z]+|\{\w+\}|</?[a-z]+(?: expandable)?>|[A-F0-9]{2,}|[A-Z]\d"
)
NAMED = re.compile(
    r"""(?:\bt|say|edit|tell|render|notify|BadAnswer|RefusedAnswer|send_file|write|writer|say_in|counted|_either)\(\s*(?:[\w.]+,\s*){0,3}"([a-z_]+(?:\.[a-z_0-9]+)+)\""""
)


class Tags(HTMLParser):
    """Finds tags that are not Telegram's, not opened or not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}> is not Telegram's")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> ends what is not open")

    @classmethod
    def faults_of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        parser.close()
        return [*parser.faults, *(f"<{tag}> is not closed" for tag in parser.open)]


def _strings(entry: tuple) -> list[str]:  # type: ignore[type-arg]
    text = entry[0].string
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_texts() -> None:
    assert set(ZH) == set(EN)


def test_a_text_id_stands_in_one_file_only() -> None:
    seen: dict[str, str] = {}
    for path in sorted((TEXTS_FOLDER / "zh").glob("*.po")):
        for text_id in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
            assert text_id not in seen, f"{text_id} in {path.name} and {seen[text_id]}"
            seen[text_id] = path.name


def _all(language: dict[str, tuple[Message, Catalog]]) -> list[tuple[str, str]]:
    """(id, text) of every text, plurals as several."""
    return [(text_id, text) for text_id in sorted(language) for text in _strings(language[text_id])]


def test_no_text_is_empty_or_too_long() -> None:
    assert [(text_id, text) for text_id, text in [*_all(ZH), *_all(EN)] if not text.strip() or len(text) >= 2000] == []


def test_a_text_has_the_same_parameters_in_both_languages_and_all_plurals() -> None:
    wanted = {text_id: _placeholders(_strings(ZH[text_id])[0]) | {"n"} for text_id in ZH}
    assert [one for one in [*_all(ZH), *_all(EN)] if _placeholders(one[1]) | {"n"} != wanted[one[0]]] == []


def test_the_tags_of_a_text_are_telegrams_and_closed() -> None:
    faults = [(text_id, Tags.faults_of(text)) for text_id, text in [*_all(ZH), *_all(EN)]]
    assert [(text_id, found) for text_id, found in faults if found] == []


def test_chinese_texts_have_no_english() -> None:
    assert [one for one in _all(ZH) if re.search(r"[A-Za-z]{2,}", LATIN_IN_CHINESE.sub("", one[1]))] == []


def test_english_texts_have_no_chinese() -> None:
    allowed = re.compile("中文|语言|用哪种|？")
    assert [one for one in _all(EN) if re.search(r"[\u4e00-\u9fff]", allowed.sub("", one[1]))] == []


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

"""Telegram's HTML: parsed into text and entities as Telegram does, and written back as safe HTML for the phone page.

Offsets and lengths of entities are UTF-16 code units (Bot API, "MessageEntity").
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.local_telegram.errors import SchemaViolation
from bot.local_telegram.schema import utf16_length

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
_TAGS = {"a", "span", "tg-emoji", *_SIMPLE}
_WRITTEN = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "spoiler": "tg-spoiler", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
_START = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>")
_END = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d+)|#x([0-9a-fA-F]+));")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")
_URL = re.compile(r"(?:https?://|(?<![\w.])t\.me/)[^\s<>\"，。；！？、（）《》“”]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


class _Refusal(SchemaViolation):
    def __init__(self, text: str) -> None:
        super().__init__([f"can't parse entities: {text}"])


@dataclass(slots=True)
class _Open:
    tag: str
    entity: Entity
    start: int
    byte_offset: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of `source`; raises a 400 in Telegram's words when the HTML does not parse."""
    text: list[str] = []
    length = 0
    entities: list[Entity] = []
    stack: list[_Open] = []
    position = 0
    while position < len(source):
        if source[position] == "<":
            offset = len(source[:position].encode())
            if end := _END.match(source, position):
                _close(end[1].lower(), stack, entities, length, offset)
                position = end.end()
                continue
            start = _START.match(source, position)
            if not start:
                raise _unreadable(source, position, offset)
            stack.append(_Open(start[1].lower(), _entity(start, offset), length, offset))
            position = start.end()
            continue
        next_tag = source.find("<", position)
        piece = source[position : len(source) if next_tag < 0 else next_tag]
        position += len(piece)
        piece = _REFERENCE.sub(_character, piece)
        text.append(piece)
        length += utf16_length(piece)
    if stack:
        raise _Refusal(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return _trim("".join(text), sorted(entities, key=lambda each: (each["offset"], -each["length"])))


def _unreadable(source: str, position: int, offset: int) -> _Refusal:
    name = re.match(r"</?([a-zA-Z][a-zA-Z0-9-]*)", source[position:])
    if name and ">" not in source[position:]:
        return _Refusal(f'Unclosed start tag "{name[1]}" at byte offset {offset}')
    return _Refusal(f'Unsupported start tag "{name[1] if name else ""}" at byte offset {offset}')


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _entity(start: re.Match[str], offset: int) -> Entity:
    tag = start[1].lower()
    given = {
        each[1].lower(): _REFERENCE.sub(_character, each[2] or each[3] or each[4] or "")
        for each in _ATTRIBUTE.finditer(start[2])
    }
    if tag not in _TAGS or (tag == "span" and given.get("class") != "tg-spoiler"):
        if tag == "span":
            raise _Refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        raise _Refusal(f'Unsupported start tag "{tag}" at byte offset {offset}')
    if tag == "a":
        return {"type": "text_link", "url": given.get("href", "")}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}
    if tag == "span":
        return {"type": "spoiler"}
    if tag == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    if tag == "code" and given.get("class", "").startswith("language-"):
        return {"type": "code", "language": given["class"].removeprefix("language-")}
    return {"type": _SIMPLE[tag]}


def _close(tag: str, stack: list[_Open], entities: list[Entity], length: int, offset: int) -> None:
    if not stack:
        raise _Refusal(f"Unexpected end tag at byte offset {offset}")
    opened = stack.pop()
    if opened.tag != tag:
        raise _Refusal(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"')
    entity = opened.entity | {"offset": opened.start, "length": length - opened.start}
    language = entity.pop("language", None) if entity["type"] == "code" else None
    if language and stack and stack[-1].tag == "pre":
        stack[-1].entity["language"] = language
        return
    # A link without an address is plain text for Telegram, and so is an empty entity.
    if entity["length"] > 0 and entity.get("url", "-"):
        entities.append(entity)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space at both ends and moves the entities along."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    trimmed = text.strip()
    total = utf16_length(trimmed)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], total)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    return _trim(text, entities)


def detected(text: str, entities: list[Entity]) -> list[Entity]:
    """`entities` and the commands and addresses that Telegram finds in the text by itself."""
    if not text or ("/" not in text):
        return entities
    taken = [(each["offset"], each["offset"] + each["length"]) for each in entities if each["type"] in _EXCLUSIVE]
    found: list[Entity] = []
    for kind, pattern in (("url", _URL), ("bot_command", _COMMAND)):
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match[0])
            if not any(start < high and low < end for low, high in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted([*entities, *found], key=lambda each: (each["offset"], -each["length"]))


_EXCLUSIVE = {"text_link", "code", "pre"}


def render_html(text: str, entities: list[Entity]) -> str:
    """Safe HTML of a message: everything escaped, only Telegram's tags, links with known schemes."""
    marks = [(each["offset"], each["offset"] + each["length"], tags) for each in entities if (tags := _tags(each))]
    if not marks:
        return html.escape(text, quote=False)
    units = text.encode("utf-16-le", "surrogatepass")
    points = sorted({0, len(units) // 2, *(point for mark in marks for point in mark[:2])})
    written: list[str] = []
    opened: list[tuple[int, int, tuple[str, str]]] = []
    for here, following in zip(points, [*points[1:], None], strict=True):
        # Close what ends here; what overlaps without nesting is closed with it and opened again.
        while any(end <= here for _, end, _ in opened):
            written.append(opened.pop()[2][1])
        for mark in marks:
            if mark[0] <= here < mark[1] and mark not in opened:
                opened.append(mark)
                written.append(mark[2][0])
        if following is not None:
            piece = units[here * 2 : following * 2].decode("utf-16-le", "surrogatepass")
            written.append(html.escape(piece, quote=False))
    return "".join(written)


def _tags(entity: Entity) -> tuple[str, str] | None:
    """Start and end tag of an entity, None when it is not shown by a tag."""
    kind = entity["type"]
    if kind == "text_link":
        url = entity["url"] if _SCHEME.match(entity["url"]) else f"http://{entity['url']}"
        if not url.lower().startswith(_SAFE_SCHEMES):
            return None
        return f'<a href="{html.escape(url)}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "pre" and entity.get("language"):
        return f'<pre><code class="language-{html.escape(entity["language"])}">', "</code></pre>"
    tag = _WRITTEN.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else None

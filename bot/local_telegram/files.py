"""Files that bots and people sent: kept in memory, named by file ids, downloadable by path."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from telegram.constants import FileSizeLimit

from bot.local_telegram.errors import BotApiError, bad_request

_PHOTO_SIDES_MAX, _PHOTO_RATIO_MAX = 10_000, 20  # Bot API, sendPhoto: width + height, and their ratio
_MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp",
          b"%PDF": "application/pdf", b"PK\x03\x04": "application/zip", b"OggS": "audio/ogg"}  # fmt: skip
_SUFFIXES = {
    ".csv": "text/csv", ".txt": "text/plain", ".json": "application/json", ".jsonl": "application/jsonl",
    ".html": "text/html", ".mp4": "video/mp4", ".ics": "text/calendar",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    path: str

    @property
    def url(self) -> str:
        """Where the phone page loads it."""
        return f"/phone/files/{self.id}"


class FileStore:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, name: str, content: bytes, folder: str, mime: str | None = None) -> StoredFile:
        """Keep `content` under a new file id; `folder` is Telegram's ("documents", "photos", …)."""
        if len(content) > FileSizeLimit.FILESIZE_UPLOAD:
            raise BotApiError(413, "Request Entity Too Large")
        if not content:
            raise bad_request("file must be non-empty")
        name = PurePosixPath(name.replace("\\", "/")).name or "file"
        suffix = PurePosixPath(name).suffix.lower()
        found = _SUFFIXES.get(suffix) or next((m for magic, m in _MAGIC.items() if content.startswith(magic)), None)
        number = len(self._by_id) + 1
        digest = hashlib.sha256(content).hexdigest()[:16]
        file = StoredFile(
            id=f"local{number:06d}{digest}",
            unique_id=digest,
            name=name,
            mime=found or mime or "application/octet-stream",
            content=content,
            path=f"{folder}/file_{number}{suffix}",
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def described(self, file_id: str) -> dict[str, Any]:
        """The `File` object that getFile answers."""
        file = self.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > FileSizeLimit.FILESIZE_DOWNLOAD:
            raise bad_request("file is too big")
        return {**reference(file), "file_path": file.path}


def reference(file: StoredFile) -> dict[str, Any]:
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def document(file: StoredFile) -> dict[str, Any]:
    return {**reference(file), "file_name": file.name, "mime_type": file.mime}


def photo_sizes(file: StoredFile) -> list[dict[str, Any]]:
    """The `PhotoSize` list of a picture, one size; a 400 as Telegram's when it is none or has impossible sides."""
    if len(file.content) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        raise bad_request(f"file of size {len(file.content)} bytes is too big for a photo")
    sides = picture_size(file.content)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = sides
    if width + height > _PHOTO_SIDES_MAX or max(sides) > _PHOTO_RATIO_MAX * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [{**reference(file), "width": width, "height": height}]


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, JPEG or WebP; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16]
    if kind == b"VP8X" and len(content) >= 30:
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8 " and len(content) >= 30:
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and len(content) >= 25:
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        # SOF0…SOF15 without DHT, JPG and DAC hold the frame's sides.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])
    return None

"""The segments of a JPEG: where it ends, and the same picture without what is told about it."""

import re
from collections.abc import Iterator

START, SCAN, END = 0xD8, 0xDA, 0xD9
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
KEPT_BY_READERS = {0xE0, 0xEE}  # JFIF and Adobe: how the colours are meant
ABOUT = {*range(0xE0, 0xF0), 0xFE} - KEPT_BY_READERS
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def end_of(content: bytes) -> int:
    """Where the first picture ends; the length of ``content`` if it does not say."""
    for marker, _start, end in _segments(content):
        if marker == END:
            return end
    return len(content)


def without_words(content: bytes) -> bytes:
    """The same picture without EXIF, XMP, thumbnails and comments; its pixels stay as they are."""
    return b"".join(
        content[start:end] for marker, start, end in _segments(content) if marker not in ABOUT
    )


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each; a scan holds its pixels too. Nothing after the first end."""
    at = 0
    while found := _NEXT_MARKER.search(content, at):
        marker = content[found.end() - 1]
        end = found.end()
        if marker not in WITHOUT_LENGTH and marker != END:
            end += int.from_bytes(content[end : end + 2], "big")
        if marker == SCAN:
            following = _NEXT_MARKER.search(content, end)
            end = following.start() if following else len(content)
        yield marker, found.start(), end
        if marker == END:
            return
        at = end

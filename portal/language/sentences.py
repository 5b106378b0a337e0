"""The sentences of a text, to point at one of them."""

import re

from portal.language.segments import split

_END = re.compile(r"(?<=[.!?…])\s+(?=[\"'«“‘(\s]*[A-ZÀ-ÖØ-Þ0-9])")


def sentences(text: str) -> list[str]:
    """Each sentence of ``text`` once and in order, its paragraphs and bullets parted."""
    found = (part for segment in split(text) for part in _END.split(segment.text))
    return list(dict.fromkeys(found))

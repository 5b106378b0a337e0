"""The sentences of a text, to point at one of them."""

import re

from portal.language.finding import Span
from portal.language.segments import split

_END = re.compile(r"(?<=[.!?…])\s+(?=[\"'«“‘(\s]*[A-ZÀ-ÖØ-Þ0-9])")
_SHORTENED = re.compile(
    r"(?:^|[\s(’'])(?:[dD]r|[pP]rof|[nN]r|bv|bijv|ca|cf|resp|[tT]el|art|fig|vgl|p\.\s?ex|o\.a|i\.p\.v"
    r"|M|[mM]r|[mM]evr|[mM]me|min|max|env|[A-Z]|jan|janv|feb|fév|févr|apr|avr|juil|aug|sept?|okt|oct"
    r"|nov|dec|déc)\.\Z"
)


def sentences(text: str) -> list[str]:
    """Each sentence of ``text`` once and in order, its paragraphs and bullets parted."""
    found = (part for segment in split(text) for part in _END.split(segment.text))
    return list(dict.fromkeys(found))


def sentence_spans(text: str, within: Span) -> list[Span]:
    """Where the sentences of a paragraph or bullet stand; a shortened word ends none."""
    found, start = list[Span](), within.start
    for gap in _END.finditer(text, within.start, within.end):
        if not _SHORTENED.search(text, max(start, gap.start() - 10), gap.start()):
            found.append(Span(start, gap.start()))
            start = gap.end()
    return [*found, Span(start, within.end)] if start < within.end else found

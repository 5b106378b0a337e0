"""Two texts as the parity checks read them: passages with their places, folded words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from portal.i18n import Language
from portal.language.finding import Span
from portal.language.segments import Kind, places
from portal.language.sentences import sentence_spans


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Lower case, without accents and ligatures: ``Cœur`` is ``coeur``."""
    bare = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Passage:
    """A stretch of a text in one language: a paragraph, a bullet, or some sentences of one."""

    text: str
    language: Language
    span: Span
    kind: Kind = Kind.PARAGRAPH

    @property
    def words(self) -> str:
        """What stands there."""
        return self.span.of(self.text)

    def at(self, start: int, end: int) -> Span:
        """A place inside the passage as a place of the whole text."""
        return Span(self.span.start + start, self.span.start + end)

    def sentences(self) -> list["Passage"]:
        """The sentences of the passage, in order."""
        return [self.part(span) for span in sentence_spans(self.text, self.span)]

    def part(self, span: Span) -> "Passage":
        """A smaller stretch of the same text."""
        return Passage(self.text, self.language, span, self.kind)


@dataclass(frozen=True)
class Pair:
    """Passages that say the same in both languages, or are thought to."""

    nl: Passage
    fr: Passage

    def __getitem__(self, language: Language) -> Passage:
        return self.nl if language is Language.NL else self.fr


def passages(text: str, language: Language) -> list[Passage]:
    """The paragraphs and bullets of ``text``."""
    return [
        Passage(text, language, Span(place.start, place.end), place.kind) for place in places(text)
    ]


def joined(parts: list[Passage]) -> Passage:
    """Passages that follow each other as one; never called without any."""
    return parts[0].part(Span(parts[0].span.start, parts[-1].span.end))


NO_BREAK = re.compile(r"[\u00a0\u202f\u2009]")

"""What the glossary says for the words of a question: synonyms, and those of the other language."""

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language
from portal.search.engine import Rendering


def renderings(text: str, hint: Language | None) -> tuple[Rendering, ...]:
    """The other words for each term in ``text``, whichever language it is written in.

    A false friend is only read in the language of ``hint``.
    """
    glossary = current(db.session)
    return tuple(
        dict.fromkeys(
            Rendering(hit.span.start, hit.span.end, language, words)
            for read_as in Language
            for hit in glossary.find(text, read_as)
            if read_as is hint or not hit.term.false_friend
            for language in Language
            for words in hit.term[language]
        )
    )

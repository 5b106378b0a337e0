"""The other words for those of a question, as glossary and lexicon now stand."""

from collections.abc import Callable
from functools import lru_cache

from flask import current_app

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.search.learned.learning import lexicon
from portal.search.query import Rendering
from portal.search.words.narrower import topics
from portal.search.words.widening import Lexicon, render

MOST_READ = 64  # texts of dossiers, about 80 kB for what each is read as
READER = "reader"


def renderings(text: str, hint: Language | None) -> tuple[Rendering, ...]:
    """The other words for each term in ``text``, whichever language it is written in."""
    return render(text, hint, current(db.session), lexicon(db.session))


def with_topics(text: str, hint: Language | None) -> tuple[Rendering, ...]:
    """The same with the concrete words for the topics that ``text`` names."""
    return (*renderings(text, hint), *topics(text))


def reader() -> Callable[[str, Language | None], tuple[Rendering, ...]]:
    """The same, topics too, for many texts, with glossary and lexicon as they stand at this moment.

    The last few texts are remembered: let it read what is stored anyway.
    """
    glossary, learned = current(db.session), lexicon(db.session)
    kept: Reader | None = current_app.extensions.get(READER)
    if kept is None or kept.glossary is not glossary or kept.lexicon is not learned:
        kept = current_app.extensions[READER] = Reader(glossary, learned)
    return kept.read


class Reader:
    """Reads texts with one glossary and one lexicon."""

    def __init__(self, glossary: Glossary, lexicon: Lexicon) -> None:
        self.glossary = glossary
        self.lexicon = lexicon
        self.read = lru_cache(maxsize=MOST_READ)(self._read)

    def _read(self, text: str, hint: Language | None) -> tuple[Rendering, ...]:
        return (*render(text, hint, self.glossary, self.lexicon), *topics(text))

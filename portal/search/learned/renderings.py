"""The other words for those of a question, as glossary and lexicon now stand."""

from collections.abc import Callable
from functools import partial

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language
from portal.search.engine import Rendering
from portal.search.learned.learning import lexicon
from portal.search.words.widening import render


def renderings(text: str, hint: Language | None) -> tuple[Rendering, ...]:
    """The other words for each term in ``text``, whichever language it is written in."""
    return reader()(text, hint)


def reader() -> Callable[[str, Language | None], tuple[Rendering, ...]]:
    """The same for many texts, with glossary and lexicon as they stand at this moment."""
    return partial(render, glossary=current(db.session), lexicon=lexicon(db.session))

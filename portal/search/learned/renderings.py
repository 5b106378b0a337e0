"""The other words for those of a question, as glossary and lexicon now stand."""

from portal.db import db
from portal.glossary.operations import current
from portal.i18n import Language
from portal.search.engine import Rendering
from portal.search.learned.learning import lexicon
from portal.search.words.widening import render


def renderings(text: str, hint: Language | None) -> tuple[Rendering, ...]:
    """The other words for each term in ``text``, whichever language it is written in."""
    return render(text, hint, current(db.session), lexicon(db.session))

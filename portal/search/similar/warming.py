"""Makes ready what the first question of a process would wait for."""

import gc

from portal.db import db, only_read
from portal.glossary import current
from portal.i18n import Translated
from portal.search.engine import IndexUnavailable
from portal.search.learned.renderings import with_topics
from portal.search.similar.concepts import concepts
from portal.search.similar.likeness import Wanted, like_text

WORDS = Translated("bestralingssessie", "séance")


class Warming:
    """Once a process: the index is opened, and the words of both languages are read.

    That takes seconds, for which nobody who writes has to wait. The words stay as long as the
    process does, so that nothing need look there for garbage again.
    """

    def __init__(self) -> None:
        self._done = False

    def __call__(self) -> None:
        """Ask for what is like nothing, unless that was done; without an index, next time."""
        if self._done:
            return
        only_read(db.session)
        try:
            like_text(WORDS, None, Wanted(frozenset(), 0, {}))
            concepts(current(db.session))
            with_topics(WORDS.nl, None)
            gc.freeze()
            self._done = True
        except IndexUnavailable:
            return
        finally:
            db.session.rollback()

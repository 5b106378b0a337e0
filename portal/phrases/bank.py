"""The phrase bank: which sentences are offered, and how publishers keep them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.i18n import Translated, now
from portal.phrases.models import Phrase
from portal.workflow import NotOpen


def offered(session: Session) -> list[Phrase]:
    """The sentences in use, in the order in which they were approved."""
    query = select(Phrase).where(Phrase.retired_at.is_(None)).order_by(Phrase.id)
    return list(session.scalars(query))


def retired(session: Session) -> list[Phrase]:
    """Those no longer in use, the last on top."""
    query = select(Phrase).where(Phrase.retired_at.is_not(None))
    return list(session.scalars(query.order_by(Phrase.retired_at.desc(), Phrase.id)))


def find(session: Session, key: object) -> Phrase | None:
    """The sentence in use with this id, as it came from a form."""
    text = str(key or "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    phrase = session.get(Phrase, int(text))
    return phrase if phrase and phrase.retired_at is None else None


def saying(session: Session, text: Translated) -> Phrase | None:
    """The sentence in use with exactly this text in both languages."""
    query = select(Phrase).where(Phrase.retired_at.is_(None), Phrase.text == text)
    return session.scalars(query.order_by(Phrase.id).limit(1)).first()


def add(session: Session, text: Translated) -> Phrase:
    """Approve a sentence; one that is in use already stays as it is."""
    existing = saying(session, text)
    if existing:
        return existing
    phrase = Phrase(text=text, added_at=now())
    session.add(phrase)
    session.flush()
    return phrase


def retire(phrase: Phrase) -> None:
    """Offer a sentence no more; NotOpen when somebody else retired it."""
    if phrase.retired_at is not None:
        raise NotOpen("retire")
    phrase.retired_at = now()


def restore(phrase: Phrase) -> None:
    """Offer a sentence again."""
    phrase.retired_at = None


def reword(session: Session, phrase: Phrase, text: Translated) -> Phrase:
    """Offer ``text`` in its place; NotOpen when somebody else retired it."""
    if text == phrase.text:
        return phrase
    retire(phrase)
    return add(session, text)

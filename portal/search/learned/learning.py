"""The lexicon that the portal learns by itself from its public bulletins."""

from collections.abc import Iterator, Sequence

from flask import Flask, current_app
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.bulletins.models import Audience, Bulletin
from portal.bulletins.record import Record
from portal.db import Model, reading_engine, writing_engine
from portal.i18n import Language, Translated
from portal.language.parity.sentences import match
from portal.language.parity.stretch import paragraph
from portal.language.parity.texts import passages
from portal.outbox import Outbox, Task
from portal.search.index.documents import PUBLISHED
from portal.search.words.lexicon import Aligned, Learned, learn
from portal.search.words.widening import Lexicon, lexicon_of

KIND = "lexicon"
EVERYTHING = "everything"
BETWEEN = " "


class LearnedPair(Model):
    """Two words that were learned; made again as a whole, never changed."""

    __tablename__ = "learned_pair"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form
    trailed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    word_nl: Mapped[str]
    word_fr: Mapped[str]
    stem_nl: Mapped[str]
    stem_fr: Mapped[str]
    probability: Mapped[float]
    segments: Mapped[int]
    sources: Mapped[str]

    @property
    def learned(self) -> Learned:
        """What it says."""
        return Learned(
            Translated(self.word_nl, self.word_fr),
            Translated(self.stem_nl, self.stem_fr),
            self.probability,
            self.segments,
            tuple(self.sources.split(BETWEEN)),
        )


class RefusedPair(Model):
    """Two words that somebody said do not mean the same: neither proposed nor used again."""

    __tablename__ = "refused_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    stem_nl: Mapped[str]
    stem_fr: Mapped[str]


def init_app(app: Flask) -> None:
    """Learn again whenever a bulletin that is in force changes."""
    outbox: Outbox = app.extensions["outbox"]
    outbox.watch(KIND, _touched)
    outbox.handle(KIND, relearn)


def lexicon(session: Session) -> Lexicon:
    """What was learned and not refused, kept until it is learned again."""
    query = select(func.max(LearnedPair.id), func.count(LearnedPair.id))
    marker = tuple(session.execute(query).one())
    kept: tuple[object, Lexicon] | None = current_app.extensions.get(KIND)
    if kept is None or kept[0] != marker:
        pairs = [row.learned for row in rows(session)]
        kept = current_app.extensions[KIND] = marker, lexicon_of(pairs)
    return kept[1]


def rows(session: Session) -> Sequence[LearnedPair]:
    """The learned pairs, the most likely first."""
    query = select(LearnedPair).order_by(LearnedPair.probability.desc(), LearnedPair.id)
    return session.scalars(query).all()


def relearn(_tasks: Sequence[Task] = ()) -> None:
    """Learn everything anew."""
    with Session(reading_engine()) as session:
        found = learn(aligned(session))
    with writing_engine().begin() as connection:
        refused = {(row.stem_nl, row.stem_fr) for row in connection.execute(select(RefusedPair))}
        kept = [one for one in found if (one.stems.nl, one.stems.fr) not in refused]
        connection.execute(delete(LearnedPair))
        if kept:
            connection.execute(insert(LearnedPair), [_values(one) for one in kept])


def aligned(session: Session) -> Iterator[Aligned]:
    """The sentences of the bulletins that anybody may read, beside their translation."""
    query = select(Bulletin).where(PUBLISHED, Bulletin.audience == Audience.PUBLIC)
    for row in session.scalars(query.order_by(Bulletin.year, Bulletin.number)):
        for text in _texts(row.shown):
            for pair in _sentences(text):
                yield Aligned(pair, f"{row.year}/{row.number}")


def _texts(record: Record) -> Iterator[Translated]:
    if record.only is None:
        yield from (record.title, record.essence)
        for block in (*record.course, *record.actions, *record.recommendation):
            yield block.text


def _sentences(text: Translated) -> Iterator[Translated]:
    nl, fr = (
        [part for each in passages(text[language], language) for part in paragraph(each).parts]
        for language in Language
    )
    for pair in match(nl, fr).pairs():
        yield Translated(pair.nl.words, pair.fr.words)


def _touched(row: Model) -> Iterator[str]:
    if isinstance(row, Bulletin) and row.number is not None:
        yield EVERYTHING


def _values(one: Learned) -> dict[str, object]:
    return {
        "word_nl": one.words.nl,
        "word_fr": one.words.fr,
        "stem_nl": one.stems.nl,
        "stem_fr": one.stems.fr,
        "probability": one.probability,
        "segments": one.segments,
        "sources": BETWEEN.join(one.sources),
    }

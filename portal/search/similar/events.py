"""Similar events in words: what they are, and why the portal thinks so; nothing is stored."""

from collections.abc import Hashable, Iterator, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.bulletins.models import Bulletin
from portal.db import db, reading_engine
from portal.glossary import current
from portal.i18n import Language, Translated, current_language
from portal.incidents.models import Incident
from portal.incidents.similar import Similar, Why
from portal.search.engine import Hit, IndexUnavailable, Reason
from portal.search.index.documents import Found, key_of, rows_of, systems_of, title_of
from portal.search.index.indexing import engine, recover_later
from portal.search.index.systems import longest
from portal.search.index.visible import seen_by
from portal.search.learned.renderings import reader
from portal.search.query import Source
from portal.search.similar import likeness
from portal.search.similar.likeness import Wanted
from portal.search.similar.telling import as_told, names_in, tell_apart, telling
from portal.web import current_user

MOST = 5
MOST_WHILE_WRITING = 3
MOST_WORDS = 5
MEANING = frozenset(  # other words than the text's
    {Source.GLOSSARY, Source.EVERYDAY, Source.NARROWER, Source.BROADER, Source.LEARNED}
)


class SimilarEvents:
    """Looks for similar events on behalf of the person who asks for this page.

    How many dossiers look like each is remembered for who sees the same, until the index changes,
    or the glossary, or what was learned.
    """

    def __init__(self) -> None:
        self._counted: tuple[Hashable, dict[int, int]] = (), {}

    def to_text(self, text: Translated, incident: Incident | None) -> list[Similar]:
        """The few events most like a text, perhaps of a dossier that this person may read.

        Who reports something new is shown what was published; who analyses it, dossiers too.
        """
        kinds = {} if incident else likeness.BULLETINS
        wanted = Wanted(seen_by(current_user()), MOST_WHILE_WRITING, kinds)
        try:
            hits = likeness.like_text(text, incident, wanted)
        except IndexUnavailable:
            recover_later()
            return []
        return in_words(hits, text.languages)

    def to_dossier(self, incident: Incident) -> list[Similar]:
        """The five dossiers and REX most like a dossier."""
        return to_row(incident)

    def counts(self, incidents: Sequence[Incident]) -> dict[int, int]:
        """By id, how many dossiers look like each; none where there are none."""
        wanted = Wanted(seen_by(current_user()), 0, likeness.DOSSIERS, reader())
        try:
            known = self._known((wanted.allowed, wanted.widen, engine().state()))
            missing = [key_of(each) for each in incidents if each.id not in known]
            if missing:
                with Session(reading_engine()) as session:
                    rows = rows_of(session, missing).values()
                    counted = likeness.count_like(rows, wanted)
                    known |= zip((row.id for row in rows), counted, strict=True)
        except IndexUnavailable:
            recover_later()
            return {}
        return {each.id: known[each.id] for each in incidents if known.get(each.id)}

    def _known(self, seen: Hashable) -> dict[int, int]:
        """The counts so far for who sees just this, in just this index, by just these words."""
        before, counts = self._counted
        if before != seen:
            counts = {}
            self._counted = seen, counts
        return counts


def to_row(row: Found) -> list[Similar]:
    """The five events most like a dossier or a REX."""
    try:
        hits = likeness.like_row(row, Wanted(seen_by(current_user()), MOST, {}))
    except IndexUnavailable:
        recover_later()
        return []
    return in_words(hits, title_of(row).languages)


def in_words(hits: Sequence[Hit], languages: Sequence[Language]) -> list[Similar]:
    """The events of ``hits`` that still exist, with what each has in common with the text.

    ``languages`` are those in which that is written.
    """
    rows = rows_of(db.session, [hit.key for hit in hits])
    return [
        _similar(rows[hit.key], tuple(_why(hit, rows[hit.key], languages)))
        for hit in hits
        if hit.key in rows
    ]


def _similar(row: Found, why: tuple[Why, ...]) -> Similar:
    if isinstance(row, Bulletin):
        record = row.shown
        language = record.language(current_language())
        url = url_for("rex.page", year=row.year, number=row.number)
        step = str(row.step.label) if row.step else ""
        return Similar(record.label, url, record.essence[language], language, step, why)
    language, title = row.title.best(current_language())
    url = url_for("incidents.page", incident=row.reference)
    return Similar(
        row.reference, url, title, language, str(row.step_arose.label), why, row.reference
    )


def _why(hit: Hit, row: Found, languages: Sequence[Language]) -> Iterator[Why]:
    """What both have in common; words of another language only where the row has no other."""
    yield from _shared(hit)
    every = telling(hit.reasons)
    same = [each for each in every if _is_own(each)]
    meant = [each for each in every if each not in same]
    related = [each for each in meant if each.language in languages]
    translated = [each for each in meant if each not in related]
    if (same or related) and any(each in languages for each in title_of(row).languages):
        translated = []
    names = names_in(current(db.session)).union(systems_of(row))
    told: set[tuple[str, ...]] = set()
    for said, reasons in (
        (_("same words:"), same),
        (_("related words:"), related),
        (_("translated words:"), translated),
    ):
        language, words = _named(reasons, told)
        if words:
            yield Why(said, tuple(as_told(each, names) for each in words), language)


def _is_own(reason: Reason) -> bool:
    """Whether it is a word of the text itself, perhaps as a part of another, not one it means."""
    if reason.source is Source.PART:
        return reason.words.casefold() == reason.typed.casefold()
    return reason.source not in MEANING


def _named(
    reasons: Sequence[Reason], told: set[tuple[str, ...]]
) -> tuple[Language, tuple[str, ...]]:
    """The first few words in one language, that of the page if it can be, none ``told`` before."""
    own = current_language()
    found = {each.language for each in reasons}
    language = max(found, key=lambda each: (each is own, each), default=own)
    words: dict[tuple[str, ...], str] = {}
    for each in reasons:
        if each.language is language:
            words.setdefault(tell_apart(each.words, language), each.words)
    named = [word for key, word in words.items() if key not in told]
    told.update(words)
    return language, tuple(named)[:MOST_WORDS]


def _shared(hit: Hit) -> Iterator[Why]:
    """The features that both have."""
    shared: dict[str, list[str]] = {}
    for name, value in hit.shared:
        shared.setdefault(name, []).append(value)
    if "step" in shared:
        yield Why(_("same step"))
    if codes := shared.get("code"):
        yield Why(_("same cause (%(codes)s)", codes=", ".join(codes)))
    elif families := shared.get("family"):
        yield Why(_("same family of causes (%(families)s)", families=", ".join(families)))
    if systems := shared.get("system"):
        yield Why(_("same system (%(names)s)", names=", ".join(longest(systems))))
    if "technique" in shared:
        yield Why(_("same technique"))

"""What of an incident and of a bulletin can be found: the one place that says so."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from portal.bulletins.models import Bulletin
from portal.bulletins.record import Block, Record
from portal.bulletins.shelf import IN_FORCE
from portal.db import Model
from portal.i18n import BRUSSELS, Language, Translated
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident
from portal.incidents.parts import Barrier
from portal.incidents.taxonomy import ProcessStep, Technique
from portal.search.engine import Document
from portal.search.index.systems import filed

INCIDENT, REX = "incident", "rex"
Found = Incident | Bulletin
PUBLISHED = IN_FORCE
BESIDE = " · "  # between texts that do not follow from each other
SAYING_NOTHING = frozenset({"", "unknown", "other", "X"})


def key_of(row: Found) -> str:
    """The key of a row in the index."""
    return f"{REX if isinstance(row, Bulletin) else INCIDENT}:{row.id}"


def keys_touched(row: Model) -> Iterator[str]:
    """The keys of the documents that a changed row is part of."""
    if isinstance(row, Incident):
        yield key_of(row)
    elif isinstance(row, Cause | CorrectiveAction | Barrier) and row.incident_id is not None:
        yield f"{INCIDENT}:{row.incident_id}"
    elif isinstance(row, Bulletin) and row.number is not None:
        yield key_of(row)


def document_of(row: Found) -> Document:
    """The document of a row."""
    return _of_bulletin(row) if isinstance(row, Bulletin) else _of_incident(row)


def documents(session: Session, keys: Iterable[str]) -> Iterator[Document]:
    """The documents of ``keys`` that still exist and can be found."""
    for row in rows_of(session, keys).values():
        yield document_of(row)


def all_documents(session: Session) -> Iterator[Document]:
    """Every document that can be found, a few hundred rows at a time."""
    for query in (select(Bulletin).where(PUBLISHED), select(Incident)):
        for row in session.scalars(query).yield_per(200):
            yield document_of(row)
            session.expunge(row)


def all_keys(session: Session) -> Iterator[str]:
    """The keys of everything that can be found."""
    for kind, query in (
        (REX, select(Bulletin.id).where(PUBLISHED)),
        (INCIDENT, select(Incident.id)),
    ):
        for id_ in session.scalars(query):
            yield f"{kind}:{id_}"


def rows_of(session: Session, keys: Iterable[str]) -> dict[str, Found]:
    """The rows of ``keys`` that still exist and can be found, in a few queries however many."""
    every = list(keys)
    queries: tuple[Select[Any], ...] = (
        select(Bulletin).where(Bulletin.id.in_(_ids(every, REX)), PUBLISHED),
        select(Incident)
        .where(Incident.id.in_(_ids(every, INCIDENT)))
        .options(selectinload(Incident.barriers)),
    )
    return {key_of(row): row for query in queries for row in session.scalars(query)}


def _ids(keys: Iterable[str], kind: str) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")]


def text_of(row: Found) -> Translated:
    """The running text of a row, in which passages are shown: of a REX, its newest edition."""
    if isinstance(row, Bulletin):
        return _text_of_record(row.shown)
    parts = [row.narrative]
    parts += [cause.text for cause in row.causes] + [action.text for action in row.actions]
    return _join([*parts, row.recommendation], BESIDE)


def title_of(row: Found) -> Translated:
    """The title of a row: of a REX, that of its newest edition."""
    return row.shown.title if isinstance(row, Bulletin) else row.title


def systems_of(row: Found) -> tuple[str, ...]:
    """The machines and systems of a row, as they are written: names with commas between them."""
    if isinstance(row, Bulletin):
        return row.shown.systems
    return (*(row.equipment[each] for each in Language), row.vendor)


def _text_of_record(record: Record) -> Translated:
    blocks = (*record.course, *record.actions, *record.recommendation)
    return _join(block.text for block in blocks)


def _join(texts: Iterable[Translated], between: str = "\n\n") -> Translated:
    every = list(texts)
    return Translated(
        **{
            each.value: between.join(text[each] for text in every if text[each])
            for each in Language
        }
    )


def _of_bulletin(row: Bulletin) -> Document:
    record = row.shown
    codes = {each for advice in record.advice for each in advice.causes if len(each) > 1}
    techniques = sorted({each for advice in record.advice for each in advice.techniques})
    return Document(
        key=key_of(row),
        kind=REX,
        title=_join([_everywhere(record.label), record.title]),
        essence=record.essence,
        course=_blocks(record.course),
        actions=_blocks(record.actions),
        recommendation=_blocks(record.recommendation),
        systems=_everywhere("\n".join(record.systems)),
        codes=_join(
            [
                _everywhere(" ".join(sorted(codes))),
                in_words(record.step or "", techniques, record.title),
            ]
        ),
        facets={
            "year": (str(row.year),),
            "step": (record.step,) if record.step else (),
            "family": record.cause_families,
            "code": tuple(sorted(codes)),
            "system": filed(systems_of(row)),
            "technique": tuple(techniques),
        },
        order=(*_published_on(row), row.number or 0),
    )


def _published_on(row: Bulletin) -> tuple[int, int, int]:
    """Year, month and day, at the latest the last of its year.

    A REX from before the portal that came without its day bears that of its import.
    """
    if row.published_at is None or row.year is None:
        return 0, 0, 0
    day = min(row.published_at.astimezone(BRUSSELS).date(), date(row.year, 12, 31))
    return day.year, day.month, day.day


def _blocks(blocks: Iterable[Block]) -> Translated:
    return _join(block.text for block in blocks)


def in_words(step: str, techniques: Iterable[str], told: Translated) -> Translated:
    """What a step and techniques are called, in the languages in which something is ``told``.

    Not in the others: a text would be found in a language that it does not have.
    """
    names = [
        kind(value).term.label
        for kind, value in [(ProcessStep, step), *((Technique, each) for each in techniques)]
        if value not in SAYING_NOTHING
    ]
    return Translated(
        **{each.value: "\n".join(name[each] for name in names) for each in told.languages}
    )


def _everywhere(text: str) -> Translated:
    return Translated(**{each.value: text for each in Language})


def _of_incident(row: Incident) -> Document:
    happened = row.occurred_on or row.found_on or row.reported_at.astimezone(BRUSSELS).date()
    names = " ".join(filter(None, (row.reference, row.external_id)))
    codes = {each.code for each in row.causes if each.code}
    return Document(
        key=key_of(row),
        kind=INCIDENT,
        title=_join([row.title, _everywhere(names)]),
        course=row.narrative,
        causes=_join(cause.text for cause in row.causes),
        actions=_join(action.text for action in row.actions),
        recommendation=row.recommendation,
        systems=_join([row.equipment, _everywhere(f"{row.vendor} {row.product}".strip())]),
        codes=_join(
            [
                _everywhere(" ".join(sorted(codes))),
                in_words(row.step_arose, filter(None, [row.technique]), row.narrative),
            ]
        ),
        facets={
            "year": (str(happened.year),),
            "step": (row.step_arose.value,),
            "family": tuple(sorted({each.code.family for each in row.base_causes if each.code})),
            "code": tuple(sorted(codes)),
            "system": filed(systems_of(row)),
            "technique": (row.technique.value,) if row.technique else (),
            "patient": (row.patient_reached.value,),
            "barrier": tuple(sorted({each.kind.value for each in row.barriers})),
            "severity": (row.severity.value,),
        },
        order=(happened.year, happened.month, happened.day),
    )

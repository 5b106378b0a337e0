"""The privacy check: what in a text names or tells apart a person, a patient or a hospital.

Pure: a text and what is known of it go in, findings with their places come out.
"""

from collections.abc import Iterable, Iterator, Sequence

from portal.i18n import Language
from portal.language.finding import Finding, Severity
from portal.language.privacy import lexicon, moments, numbers, people, places, recognition
from portal.language.privacy.known import Known, shipped_hospitals, shipped_names
from portal.language.privacy.places import phrases, towns
from portal.language.privacy.rules import (
    ADDRESS,
    BIRTH_DATE,
    EMAIL,
    FILE_NUMBER,
    NAME,
    NATIONAL_NUMBER,
    PHONE,
    RULES,
)
from portal.language.reading import Reading

__all__ = [
    "PERSONAL",
    "RULES",
    "Known",
    "check",
    "national_numbers",
    "shipped_hospitals",
    "shipped_names",
]
PERSONAL = frozenset({NATIONAL_NUMBER, EMAIL, PHONE, FILE_NUMBER, BIRTH_DATE, ADDRESS, NAME})
_GRAVITY = list(Severity)


def check(text: str, language: Language, known: Known | None = None) -> list[Finding]:
    """Everything found in ``text``, in order of place; what is one thing is not told twice.

    ``language`` is that of the text; words of the other language are understood in it too.
    """
    reading, known = Reading(text), known or Known()
    kept: list[Finding] = []
    for search in (_numbers, _wheres):
        _add(kept, search(reading, known))
    spans = [each.span for each in kept]
    things = [
        *lexicon.things().find(reading),
        *towns().find(reading),
        *phrases(known.things).find(reading),
    ]
    _add(kept, people.names(reading, spans, things))
    _add(kept, recognition.single_people(reading, language))
    kept += recognition.combinations(reading, kept)
    kept += [*recognition.rare_systems(reading, known), *recognition.vendors(reading, known)]
    return sorted(kept, key=lambda each: (each.span.start, _GRAVITY.index(each.severity)))


def national_numbers(text: str) -> list[Finding]:
    """Only the numbers of the national register, which may stand nowhere."""
    kept: list[Finding] = []
    _add(kept, numbers.national_numbers(Reading(text)))
    return kept


def _numbers(reading: Reading, known: Known) -> Iterator[Finding]:
    yield from numbers.national_numbers(reading)
    yield from numbers.emails(reading)
    yield from moments.dates(reading, known)
    yield from numbers.phones(reading)
    yield from numbers.file_numbers(reading)


def _wheres(reading: Reading, known: Known) -> Iterator[Finding]:
    yield from places.addresses(reading)
    yield from places.hospitals(reading, known)
    yield from places.places(reading)
    yield from moments.ages(reading)
    yield from moments.hours(reading)


def _add(kept: list[Finding], findings: Iterable[Finding]) -> None:
    """Keep what does not lie over something found before it."""
    for each in findings:
        if not _overlaps(kept, each):
            kept.append(each)


def _overlaps(kept: Sequence[Finding], new: Finding) -> bool:
    return any(new.span.start < each.span.end and each.span.start < new.span.end for each in kept)

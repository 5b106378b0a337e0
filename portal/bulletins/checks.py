"""The four checks of a bulletin: what they find, where it stands, and how grave it is."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from portal.bulletins.models import Bulletin, Section
from portal.bulletins.texts import (
    REQUIRED,
    Place,
    languages_of,
    missing_texts,
    places_of,
    section_label,
)
from portal.conflicts import fingerprint
from portal.i18n import Language, current_language
from portal.language import parity, privacy, wording
from portal.language.finding import Finding, PairFinding, Severity, Span
from portal.language.glossary import Glossary
from portal.language.privacy import Known

AROUND = 60
BETWEEN = "\n\n"
UNEVEN = {"parity.bullets", "parity.paragraphs"}
ORDER = list(Severity)


class Check(StrEnum):
    """What is looked at, in the order of the page."""

    COMPLETENESS = "completeness"
    PARITY = "parity"
    PRIVACY = "privacy"
    WORDING = "wording"

    @property
    def label(self) -> LazyString:
        """The check as people see it."""
        return CHECK_LABELS[self]


CHECK_LABELS: dict[str, LazyString] = {
    Check.COMPLETENESS: _("Completeness"),
    Check.PARITY: _("The same in Dutch and in French"),
    Check.PRIVACY: _("Privacy"),
    Check.WORDING: _("Wording"),
}


@dataclass(frozen=True)
class Excerpt:
    """Words of one text with what stands around them."""

    language: Language
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Found:
    """One finding and its place: ``field`` is the id on the sheet, ``place`` what it is called.

    ``message`` is in the language of the page; ``suggestions`` could stand there instead, in the
    language of the excerpt.
    """

    check: Check
    rule: str
    severity: Severity
    message: str
    place: str
    field: str
    excerpts: tuple[Excerpt, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def language(self) -> Language | None:
        """That of the text that it is about, if it is about one language alone."""
        both = self.check is Check.PARITY or not self.excerpts
        return None if both else self.excerpts[0].language

    @property
    def key(self) -> str:
        """A name that stays while rule, place and words stay, and as long holds a reason."""
        words = "|".join(excerpt.words for excerpt in self.excerpts)
        return fingerprint(f"{self.rule}|{self.field}|{words}")


def look(bulletin: Bulletin, glossary: Glossary, known: Known) -> list[Found]:
    """All that the checks find, the gravest first within each check, each thing once."""
    places = list(places_of(bulletin))
    both = len(languages_of(bulletin)) > 1
    pairs = list(_parity(places, glossary)) if both else []
    lacking = {each.field for each in pairs if each.rule in UNEVEN}
    found = [
        *(each for each in _completeness(bulletin) if each.field not in lacking),
        *pairs,
        *_whole(Check.PRIVACY, places, lambda text, each: privacy.check(text, each, known)),
        *_whole(Check.WORDING, places, lambda text, each: wording.check(text, each, glossary)),
    ]
    once = {each.key: each for each in found}.values()
    checks = list(Check)
    return sorted(once, key=lambda each: (checks.index(each.check), ORDER.index(each.severity)))


def _completeness(bulletin: Bulletin) -> Iterator[Found]:
    for field, called, language in missing_texts(bulletin):
        message = (
            gettext("The Dutch text is missing")
            if language is Language.NL
            else gettext("The French text is missing")
        )
        yield Found(Check.COMPLETENESS, "text", Severity.BLOCK, message, called, field)
    for section in REQUIRED:
        if not bulletin.section(section):
            message, place = gettext("Nothing is written here yet"), section_label(section)
            rule, field = section.value, f"add_{section.value}"
            yield Found(Check.COMPLETENESS, rule, Severity.BLOCK, message, place, field)
    if not bulletin.cause_families:
        message, place = gettext("No causes are named"), gettext("Features")
        yield Found(Check.COMPLETENESS, "causes", Severity.INFO, message, place, "cause_families")


def _parity(places: list[Place], glossary: Glossary) -> Iterator[Found]:
    rows = [parity.Row(place.section, place.kind, place.text) for place in places]
    for index, finding in parity.compare_rows(rows, glossary):
        place = places[index] if index is not None else None
        if place is None:
            yield _of_all(finding)
        elif finding.rule not in UNEVEN or place.section in list(Section):
            yield _in_pair(place, finding)


def _of_all(finding: PairFinding) -> Found:
    """What concerns no single text: how many there are."""
    message, place = finding.message[current_language()], gettext("Whole text")
    return Found(Check.PARITY, finding.rule, finding.severity, message, place, "")


def _in_pair(place: Place, finding: PairFinding) -> Found:
    spans = {language: finding[language] for language in Language}
    present = [language for language, span in spans.items() if span is not None]
    # What one language lacks is mended where it is lacking.
    language = next((each for each in Language if each not in present), Language.FR)
    excerpts = (
        _excerpt(place.text[each], span, each) for each, span in spans.items() if span is not None
    )
    return _found(Check.PARITY, place, language, finding, tuple(excerpts))


def _found(
    check: Check,
    place: Place,
    language: Language,
    finding: Finding | PairFinding,
    excerpts: tuple[Excerpt, ...],
    suggestions: tuple[str, ...] = (),
) -> Found:
    return Found(
        check,
        finding.rule,
        finding.severity,
        finding.message[current_language()],
        place.called,
        f"{place.prefix}{language.value}",
        excerpts,
        suggestions,
    )


def _whole(
    check: Check, places: list[Place], search: Callable[[str, Language], list[Finding]]
) -> Iterator[Found]:
    """What is found in all texts of a language together, as people read them, each in its place."""
    for language in Language:
        starts, text = [], ""
        for place in places:
            starts.append(len(text))
            text += place.text[language] + BETWEEN
        for finding in search(text, language):
            index = bisect_right(starts, finding.span.start) - 1
            place, offset = places[index], starts[index]
            own = place.text[language]
            span = Span(finding.span.start - offset, min(finding.span.end - offset, len(own)))
            excerpt = _excerpt(own, span, language)
            yield _found(check, place, language, finding, (excerpt,), finding.suggestions)


def _excerpt(text: str, span: Span, language: Language) -> Excerpt:
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[start : span.start], text[span.end : end]
    return Excerpt(
        language,
        f"…{before.partition(' ')[2]}" if start else before,
        span.of(text),
        f"{after.rpartition(' ')[0]}…" if end < len(text) else after,
    )

"""Dates of birth, ages, and moments so exact that somebody may be recognised by them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.language.finding import Finding, Severity
from portal.language.privacy.known import Known
from portal.language.privacy.rules import AGE, BIRTH_DATE, EXACT_DATE, EXACT_HOUR, found
from portal.language.reading import Reading

_MONTHS = (
    "januari|janvier|january|jan|janv",
    "februari|fevrier|feb|fevr|fev",
    "maart|mars|mrt",
    "april|avril|apr|avr",
    "mei|mai",
    "juni|juin|jun",
    "juli|juillet|jul|juil",
    "augustus|aout|aug",
    "september|septembre|sep|sept",
    "oktober|octobre|okt|oct",
    "november|novembre|nov",
    "december|decembre|dec",
)
_NUMBER_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d.,/\-])(?:"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>\s?[./\-]\s?)(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"'?(?P<year>(?:19|20)\d\d|\d\d)"
    r"|(?P<year2>(?:19|20)\d\d)[\-/.](?P<month2>0[1-9]|1[0-2])[\-/.](?P<day2>0[1-9]|[12]\d|3[01])"
    rf"|(?P<day3>0?[1-9]|[12]\d|3[01])(?:er|e|ste|de)? (?:van )?(?P<name>{_MONTH})\b(?:\.|\b)"
    r"(?: ?(?P<year3>(?:19|20)\d\d))?"
    r")(?!\d|[.,/\-]\d)"
)
_BORN = re.compile(
    r"(?:\bgeb(?:oren|\.)?|\bgeboorte(?:datum|dag)|\bgeb\.? ?datum|\bné(?:\(?e\)?)?s?|\bnaissance"
    r"|\bddn|\bdn|\bdob|°)\W{0,4}(?:(?:op|le|de|is|van|was|est|du)\b)?\W{0,3}\Z",
    re.IGNORECASE,
)
_PATIENT_BEFORE = re.compile(
    r"\b(?:patiente?n?s?|mevr|mevrouw|mme|dhr|vrouw|man|femme|homme)\b[^.;]{0,25}[(,]\s?\Z"
)
_LAW = re.compile(
    r"\b(?:besluit|wet|verordening|richtlijn|decreet|arrete(?: royal)?|loi|reglement|directive"
    r"|versie|version|kb|ar|norme?)\b[^.;]{0,20}\Z"
)
_OLD, _BIRTH_GAP = 2000, 14
_AGES = re.compile(
    r"\b(?P<a>\d{1,3}[\- ]?jarige?n?)\b"
    r"|\b(?P<b>\d{1,3} (?:jaar|maanden|weken) oud)\b"
    r"|\b(?:patiente?|kind|vrouw|man|jongen|meisje|dame|heer|baby|persoon|peuter|kleuter)"
    r"(?: was| is)?(?: van)? (?P<c>\d{1,3} (?:jaar|maanden|weken)(?: oud)?)\b"
    r"|\b(?:hij|zij|ze) (?:is|was) (?P<d>\d{1,3}(?: jaar)?)\b(?! (?:keer|minuten|uur|dagen|%))"
    r"|\bleeftijd\W{0,3}(?:van |is |was )?(?P<e>\d{1,3})\b"
    r"|\b(?P<f>agee?s? de \d{1,3} (?:ans|mois))\b"
    r"|\b(?:patiente?|enfant|homme|femme|garcon|fille|dame|monsieur|bebe|personne|nourrisson)"
    r"(?: de| avait| a)? (?P<g>\d{1,3} (?:ans|mois))\b"
    r"|\b(?:il|elle) (?:a|avait) (?P<h>\d{1,3} ans)\b"
    r"|\bage\W{0,3}(?:de |est |etait )?(?P<i>\d{1,3})\b"
    r"|\b(?P<j>(?:vijftig|zestig|zeventig|tachtig|negentig)(?:er|jarige)|"
    r"(?:quinqua|sexa|septua|octo|nona)genaire)\b"
)
_MACHINE = re.compile(
    r"\b(?:toestel|versneller|linac|server|software|systeem|procedure|protocol|bron|scanner|appareil"
    r"|accelerateur|serveur|logiciel|systeme|source|bunker)\b[^.;]{0,30}\Z"
)
_HOUR = re.compile(
    r"(?<![\d.,:/\-])(?:(?:[01]?\d|2[0-4]) ?[uh] ?[0-5]\d|(?:[01]\d|2[0-4]):[0-5]\d"
    r"|(?:[01]?\d|2[0-4])[.:][0-5]\d ?(?:u(?:ur)?|h(?:eures?)?)\b)(?![\d:])"
    r"|(?<=\bom )(?:[01]?\d|2[0-4]):[0-5]\d\b|(?<=\ba )(?:[01]?\d|2[0-4]):[0-5]\d\b"
)
_ROUND = re.compile(
    r"\b(?:om|rond|omstreeks|a|vers)(?: circa| ongeveer| environ| exact(?:ement)?| precies)? "
    r"(?P<hour>(?:[01]?\d|2[0-4]) ?(?:u(?:ur)?|h|heures?)\b(?! ?\d| d'| de)"
    r"|(?:half|kwart (?:voor|over)|(?:vijf|tien|twintig) (?:voor|over)(?: half)?) "
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b"
    r"|(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze) heures?\b(?! d'| de)"
    r"(?: (?:et demie?|et quart|moins (?:le quart|dix|cinq|vingt)|dix|vingt|cinq))?"
    r"|midi|minuit|middernacht)"
    r"|\b(?P<spoken>(?:kwart (?:voor|over)|(?:vijf|tien|twintig) (?:voor|over) half) "
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b)"
)
_LASTS = re.compile(
    r"\b(?:duur\w*|gedurende|binnen|pendant|durant|duree(?: de)?|dure|om de|toutes les|chaque|elke)"
    r"(?: de| van| ongeveer| environ)? \Z"
)


@dataclass(frozen=True)
class _Dated:
    start: int
    end: int
    day: date | None
    loose: bool


def dates(reading: Reading, known: Known) -> Iterator[Finding]:
    """Dates of birth, and other dates that are told to the day."""
    found_dates = list(_dates(reading))
    happened = _happened(found_dates, known)
    for each in found_dates:
        before = reading.folded[max(0, each.start - 45) : each.start]
        if _BORN.search(reading.plain[max(0, each.start - 30) : each.start]):
            yield found(BIRTH_DATE, each.start, each.end)
        elif _LAW.search(before) or each.loose:
            continue
        elif each.day and happened - each.day.year >= _BIRTH_GAP:
            beside = _PATIENT_BEFORE.search(before)
            severity = Severity.BLOCK if beside else Severity.CONFIRM
            yield found(BIRTH_DATE, each.start, each.end, severity)
        else:
            yield found(EXACT_DATE, each.start, each.end)


def _dates(reading: Reading) -> Iterator[_Dated]:
    for match in _DATE.finditer(reading.folded):
        year = match["year"] or match["year2"] or match["year3"]
        month = match["month"] or match["month2"] or _NUMBER_OF[match["name"]]
        day = match["day"] or match["day2"] or match["day3"]
        short = match["name"] is not None and len(match["name"]) <= 4 and year is None
        slashes = match["mark"] is None or "/" in match["mark"]
        loose = (
            short and match["name"] not in {"mei", "mai", "mars", "juin", "juli", "juni", "aout"}
        ) or (year is not None and len(year) == 2 and not slashes)
        yield _Dated(*match.span(), _day(year, int(month), int(day)), loose)


def _day(year: str | None, month: int, day: int) -> date | None:
    if year is None:
        return None
    century = 0 if len(year) == 4 else 2000 if int(year) < 35 else 1900
    try:
        return date(century + int(year), month, day)
    except ValueError:
        return None


def _happened(found_dates: list[_Dated], known: Known) -> int:
    """The year in which it happened, as far as that can be told."""
    told = [each.year for each in known.incident_dates]
    told = told or [each.day.year for each in found_dates if each.day and each.day.year > _OLD]
    return max(told, default=_OLD + 2 * _BIRTH_GAP - 10)


def ages(reading: Reading) -> Iterator[Finding]:
    """How old somebody is; the age of a machine is nobody's."""
    for match in _AGES.finditer(reading.folded):
        before = reading.folded[max(0, match.start() - 40) : match.start()]
        if not _MACHINE.search(before) and match.lastgroup:
            yield found(AGE, *match.span(match.lastgroup))


def hours(reading: Reading) -> Iterator[Finding]:
    """Hours of the clock; how long something lasts is none."""
    for pattern in (_HOUR, _ROUND):
        for match in pattern.finditer(reading.folded):
            before = reading.folded[max(0, match.start() - 25) : match.start()]
            if not _LASTS.search(before):
                yield found(EXACT_HOUR, *match.span(match.lastgroup or 0))

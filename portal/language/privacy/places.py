"""Addresses, hospitals and the places by which a hospital is known."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from portal.language.finding import Finding, Severity
from portal.language.phrases import Phrases
from portal.language.privacy.known import Known, lines
from portal.language.privacy.rules import ADDRESS, HOSPITAL, PLACE, found
from portal.language.reading import Reading

_NUMBER = (
    r"\d{1,4}(?: ?[a-fA-F](?![\w']))?(?: ?(?:bus|boite|boîte|bte|b\.) ?\w{1,4})?(?![\w%]|[.,]\d)"
)
_CAP = r"[A-ZÀ-ÖØ-Þ][\w'\-]{0,30}"
_NAME_OR_LETTER = r"[A-ZÀ-ÖØ-Þ](?:\.|[\w'\-]{0,30})"
_SMALL = r"(?:de|du|des|la|le|les|l'|d'|of|en|et|van|der|den|het|aux?|à)"
_DUTCH = re.compile(
    rf"(?<![\w'\-])(?:(?:{_CAP} (?:{_SMALL} )?){{0,3}}"
    rf"(?:[\w'\-]{{2,30}}(?:straat|laan|plein|steenweg|kaai|dreef|singel)"
    rf"|[A-Z][\w\-]{{1,30}}(?:lei|vest|weg|wegel|hof))"
    rf"|(?:{_CAP} (?:{_SMALL} )?){{1,3}}(?:Baan|Weg|Markt|Lei|Vest|Steenweg|Laan|Dreef|Plein))"
    rf" {_NUMBER}"
)
_WAY = (
    r"(?:[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard|[Bb]ld|[Bb]d\.?|[Cc]hauss[ée]e|[Pp]lace|[Qq]uai|[Ii]mpasse"
    r"|[Aa]ll[ée]e|[Cc]hemin|[Ss]quare|[Cc]los|[Dd]r[èe]ve|[Rr]oute"
    r"|[Ss]entier|[Vv]enelle|[Rr]uelle)"
)
_NAMED = (
    rf"(?: ?{_SMALL} ?){{0,3}} ?{_NAME_OR_LETTER}"
    rf"(?:[ \-](?:{_SMALL} ?){{0,2}}{_NAME_OR_LETTER}){{0,4}}"
)
_FRENCH = re.compile(
    rf"(?<![\w\-'])(?:{_NUMBER},? (?:à la )?{_WAY} {_NAMED}|{_WAY} {_NAMED},? (?:n° ?)?{_NUMBER})"
)
_NO_STREET = re.compile(r"\b(?:en|sur|mise en|à la|la|sa|leur|en route|de) \Z", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![\w.,/\-])(?:[BL]-)?([1-9]\d{3}) (?=[A-ZÀ-Þ'])")
_AFTER_STREET = re.compile(r"(?:,|\s-|\sà|\ste)? {0,1}(?=(?:[BL]-)?[1-9]\d{3} [A-ZÀ-Þ])")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|sinds|en|depuis|van|jaar|annee|voor|na|tot|avant|apres|fin|eind|begin|debut|zomer|et"
    r"|[a-z]*(?:ber|ari|mei|juni|juli|vier|bre|mars|avril|mai|juin|juillet|aout)|\d\d?[/.\-])"
    r" ?\Z"
)

_KIND = r"(?:[AUR]\.Z\.|C\.H\.[UR]\.?|AZ|UZ|RZ|PZ|AZM|UMC|UVC|CHU|CHR|CHC|CH|CHP|CHRS|GZ)"
_KINDLY = (
    r"(?:(?:[Uu]niversitair(?:e)?|[Aa]lgemeen|[Rr]egionaal|[Ss]tedelijk) [Zz]iekenhui(?:s|zen)"
    r"|[Zz]iekenhui(?:s|zen)|[Kk]linieken|[Kk]liniek|[Hh]ospitaal"
    r"|[Cc]entre [Hh]ospitalier(?: (?:[Uu]niversitaire|[Rr]égional))?"
    r"|[Cc]liniques?(?: (?:[Uu]niversitaires?|[Gg]énérale))?"
    r"|[Hh][ôo]pita(?:l|ux)(?: (?:[Uu]niversitaires?|[Cc]ivil|[Mm]ilitaire))?)"
)
_LINK = r"(?:de|du|des|la|le|les|l'|d'|van|der|den|het)"
_PROPER = rf"(?:{_LINK} ?){{0,2}}{_CAP}(?:[ \-](?:{_LINK} ?){{0,2}}{_CAP}){{0,3}}"
_NAMED_HOSPITAL = re.compile(
    rf"(?<![\w\-])(?:{_KIND}[ \-]{_PROPER}|{_KINDLY} {_PROPER})"
    rf"|(?<![\w\-])(?:(?:[Ss]int|[Ss]t\.?|[Hh]eilig|[Oo]nze)[ \-]{{0,2}})"
    rf"(?:{_CAP}[ \-]?){{1,3}}(?:ziekenhuis|kliniek|hospitaal)\b"
    rf"|(?<![\w\-]){_CAP}-?ziekenhui(?:s|zen)\b"
)
_LOWER_KIND = re.compile(
    r"(?<![\w\-])(?:az|uz|rz|chu|chr) (?:(?:sint|saint|st)[ \-]\w+|(?P<town>[a-z'\-]+))"
)
_AROUND = re.compile(
    r"\b(?:ziekenhui[sz]\w*|radiotherapiedienst|dienst(?: radiotherapie)?|centrum|departement"
    r"|hopital|hopitaux|clinique|service(?: de radiotherapie)?|centre|departement|campus|site)"
    r"(?: universitaire| universitair)? (?:in|te|uit|van|a|de|d') ?\Z"
)
_AT_A_SAINT = re.compile(
    rf"\b(?:[Ii]n|[Nn]aar|[Uu]it|[Vv]anuit|[ÀàAa]|[Vv]ers|[Cc]hez) "
    rf"(?P<name>(?:Sint|St\.?|Sainte?|Ste\.?)[ \-]{_CAP})"
)
_SOME = re.compile(r"\b(?:een|un|une|d'un|d'une|ander|autre) \Z")
_NOT_NAMED = {
    *(
        [
            "dagziekenhuis",
            "psychiatrisch",
            "revalidatieziekenhuis",
            "ziekenhuis",
            "hospital",
            "hopital",
            "clinique",
        ]
    ),
    *(
        [
            "universitair",
            "universitaire",
            "universitaires",
            "algemeen",
            "moederziekenhuis",
            "partnerziekenhuis",
        ]
    ),
    *(
        [
            "netwerkziekenhuis",
            "satellietziekenhuis",
            "verwijsziekenhuis",
            "kinderziekenhuis",
            "streekziekenhuis",
        ]
    ),
    *(
        [
            "stadsziekenhuis",
            "oud",
            "nieuw",
            "een",
            "het",
            "elk",
            "ander",
            "ieder",
            "geen",
            "dit",
            "dat",
            "ons",
            "uw",
            "de",
            "le",
            "la",
            "les",
        ]
    ),
}


@cache
def towns() -> Phrases:
    """Every town, in both languages."""
    return Phrases(town for line in lines("towns") for town in line.split(","))


@lru_cache(maxsize=8)
def phrases(names: tuple[str, ...]) -> Phrases:
    """Names that are looked up again and again."""
    return Phrases(names)


@lru_cache(maxsize=8)
def _singles(names: tuple[str, ...]) -> frozenset[str]:
    """Names of one word that count only in their own letters: abbreviations, odd capitals."""
    return frozenset(name for name in names if " " not in name and "-" not in name)


def addresses(reading: Reading) -> Iterator[Finding]:
    """Streets with a number, with their town where it follows, and postcodes with a town."""
    starts = dict(towns().find(reading))
    taken = 0
    for match in _streets(reading):
        start, end = match
        town = _town_after(reading, end, starts)
        taken = max(taken, town or end)
        yield found(ADDRESS, start, town or end)
    for code in _POSTCODE.finditer(reading.plain):
        end = starts.get(code.end(), 0)
        if end and not _in_a_street(reading, code.start()) and _is_code(reading, code):
            yield found(ADDRESS, code.start(), end)


def _streets(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in _DUTCH.finditer(reading.plain):
        yield match.span()
    for match in _FRENCH.finditer(reading.plain):
        before = reading.plain[max(0, match.start() - 12) : match.start()]
        place = re.match(r"[Pp]lace|[Cc]hemin|[Rr]oute|[Cc]los", match[0])
        if not (place and _NO_STREET.search(before)):
            yield match.span()


def _town_after(reading: Reading, end: int, starts: dict[int, int]) -> int:
    gap = _AFTER_STREET.match(reading.plain, end)
    code = _POSTCODE.match(reading.plain, gap.end()) if gap else None
    return starts.get(code.end(), code.end() - 1) if code else 0


def _in_a_street(reading: Reading, start: int) -> bool:
    return any(_AFTER_STREET.fullmatch(reading.plain, end, start) for _s, end in _streets(reading))


def _is_code(reading: Reading, code: re.Match[str]) -> bool:
    before = reading.folded[max(0, code.start() - 14) : code.start()]
    return not (code[1][:2] in {"19", "20"} and _YEAR_BEFORE.search(before))


def hospitals(reading: Reading, known: Known) -> Iterator[Finding]:
    """Hospitals of the list, and what is written as the name of one."""
    singles = _singles(known.hospitals)
    for start, end in phrases(known.hospitals).find(reading):
        if _written_as_name(reading.text[start:end], singles):
            yield found(HOSPITAL, start, end)
    things = phrases(known.things)
    for match in _NAMED_HOSPITAL.finditer(reading.plain):
        name = re.findall(r"[\w']+", reading.folded[match.start() : match.end()])
        proper = [word for word in name[1:] or name if len(word) > 1 and word not in _NOT_NAMED]
        one_of_a_town = (
            proper[-1:] and proper[-1] in towns() and _SOME.search(reading.folded, 0, match.start())
        )
        if proper and not one_of_a_town and not _is_thing(proper[-1]) and match[0] not in things:
            yield found(HOSPITAL, *match.span())
    for match in _LOWER_KIND.finditer(reading.plain):
        if match["town"] is None or match["town"] in towns():
            yield found(HOSPITAL, *match.span())
    yield from _saints(reading)


def _saints(reading: Reading) -> Iterator[Finding]:
    """In Sint-Lucas, and no town: often a hospital; "met Sint-Maarten" is a day."""
    for match in _AT_A_SAINT.finditer(reading.plain):
        if match["name"] not in towns():
            yield found(HOSPITAL, *match.span("name"), Severity.CONFIRM)


def _written_as_name(text: str, singles: frozenset[str]) -> bool:
    if " " in text or "-" in text:
        return True
    return (
        text[0].isupper()
        and (len(text) > 5 or text in singles)
        and not (text.isupper() and text not in singles)
    )


@cache
def _things() -> frozenset[str]:
    return frozenset(
        word.strip() for line in lines("things") for word in line.split(",")
    ) | frozenset(["radiotherapie", "radiotherapie", "oncologie", "imagerie", "jour", "nuit"])


def _is_thing(word: str) -> bool:
    return word in _things() or word in _NOT_NAMED


def places(reading: Reading) -> Iterator[Finding]:
    """Towns by which a hospital or a department is known."""
    for start, end in towns().find(reading):
        if (
            _AROUND.search(reading.folded[max(0, start - 45) : start])
            and reading.text[start].isupper()
        ):
            yield found(PLACE, start, end)

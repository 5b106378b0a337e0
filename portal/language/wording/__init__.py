"""The wording check: words that blame, sentences too long to read, abbreviations nobody explains.

Pure: a text goes in, findings with their places and other words come out.
"""

import re
from collections.abc import Iterator

from portal.i18n import Language, Translated
from portal.language.finding import Finding, Severity, Span
from portal.language.glossary import Glossary
from portal.language.privacy.lexicon import things
from portal.language.reading import Reading
from portal.language.wording.blame import Blame, blaming, innocent

BLAME = "wording.blame"
LONG_SENTENCE = "wording.long_sentence"
ABBREVIATION = "wording.abbreviation"
RULES = (BLAME, LONG_SENTENCE, ABBREVIATION)
MOST_WORDS = 35
_SENTENCE = re.compile(r"[^\s.!?…][^\n.!?…]*(?:[.!?…](?![\s\"'»”)]|\Z)[^\n.!?…]*)*[.!?…]*")
_ABBREVIATION = re.compile(
    r"(?<![\w&.\-/@])[A-ZÀ-Þ](?:[A-ZÀ-Þ]|&(?=[A-Z])){1,6}(?:'s)?(?![\w&@]|\.\w|/\w)"
)
_COMMON = frozenset(
    [
        "REX",
        "FANC",
        "AFCN",
        "FAGG",
        "AFMPS",
        "BE",
        "EU",
        "UE",
        "ICT",
        "IT",
        "PC",
        "CT",
        "MR",
        "MRI",
        "IRM",
        "RX",
        "PET",
        "TEP",
        "ECG",
        "EKG",
        "USB",
        "PDF",
        "CD",
        "DVD",
        "GSM",
        "SMS",
        "QR",
        "NL",
        "FR",
        "UV",
        "OK",
        "ID",
        "UPS",
        "TV",
        "HR",
        "DNA",
        "ADN",
        "HIV",
        "VIH",
        "WHO",
        "OMS",
        "RIZIV",
        "INAMI",
        "INSZ",
        "NISS",
        "KU",
        "UZ",
        "AZ",
        "CHU",
        "CHR",
        "LED",
        "GPS",
        "IP",
        "PIN",
        "WC",
        "NB",
        "PS",
        "TB",
        "GB",
        "MB",
        "KB",
        "TO",
        "GO",
        "MV",
        "KV",
        "MU",
        "UM",
        "HU",
        "UH",
        "MHZ",
        "QA",
        "AQ",
        "ISO",
        "XML",
        "HTML",
        "SQL",
        "OF",
        "ET",
        "EN",
        "DE",
        "LE",
        "LA",
        "IN",
        "OP",
        "TE",
    ]
)
_ROMAN = re.compile(r"[IVX]+\Z")


def check(text: str, language: Language, glossary: Glossary) -> list[Finding]:
    """Everything found in ``text``, in order of place. ``glossary`` explains abbreviations."""
    reading = Reading(text)
    found = [*_blame(reading, language), *_long_sentences(reading)]
    found += _abbreviations(reading, language, glossary)
    return sorted(found, key=lambda each: (each.span.start, each.rule))


def _blame(reading: Reading, language: Language) -> Iterator[Finding]:
    taken = [match.span() for match in innocent(language).finditer(reading.folded)]
    hits = [*_matches(blaming(language), reading)]
    for start, end, blame in sorted(hits, key=lambda each: (each[0], -each[1])):
        if all(end <= one or two <= start for one, two in taken):
            taken.append((start, end))
            yield _blaming(Span(start, end), blame)


def _matches(blames: tuple[Blame, ...], reading: Reading) -> Iterator[tuple[int, int, Blame]]:
    small = reading.plain.lower() if len(reading.plain.lower()) == len(reading.plain) else ""
    for blame in blames:
        for match in blame.pattern.finditer(small if blame.accented else reading.folded):
            yield *match.span(), blame


def _blaming(span: Span, blame: Blame) -> Finding:
    dutch = " of ".join(f"‘{each}’" for each in blame.instead)
    french = " ou ".join(f"«\u00a0{each}\u00a0»" for each in blame.instead)
    start = "Ceci sonne comme un reproche. Décrivez ce qui s’est passé, par exemple\u00a0: "
    message = Translated(
        nl=f"Dit klinkt als een verwijt. Beschrijf wat er gebeurde, bijvoorbeeld: {dutch}",
        fr=f"{start}{french}",
    )
    return Finding(BLAME, span, Severity.CONFIRM, message, blame.instead)


def _long_sentences(reading: Reading) -> Iterator[Finding]:
    for match in _SENTENCE.finditer(reading.plain):
        words = sum(1 for each in match[0].split() if any(map(str.isalnum, each)))
        if words > MOST_WORDS:
            message = Translated(
                nl=f"Deze zin telt {words} woorden. Splits ze, dan leest ze vlotter",
                fr=f"Cette phrase compte {words} mots. Scindez-la, elle se lira mieux",
            )
            yield Finding(LONG_SENTENCE, Span(*match.span()), Severity.INFO, message)


def _abbreviations(reading: Reading, language: Language, glossary: Glossary) -> Iterator[Finding]:
    """The first place of each abbreviation that the text does not explain."""
    known = {hit.span: hit.term[language][0] for hit in glossary.find(reading.text, language)}
    seen: set[str] = set()
    for match in _ABBREVIATION.finditer(reading.plain):
        short = match[0].removesuffix("'s")
        if short in seen | _COMMON or _ROMAN.match(short) or _shouted(reading, match):
            continue
        if short in things():
            continue
        seen.add(short)
        if not _explained(reading.plain, short):
            span = Span(match.start(), match.start() + len(short))
            yield _unexplained(span, short, known.get(span, ""))


def _shouted(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it stands in a heading in capitals."""
    around = reading.plain[max(0, match.start() - 12) : match.end() + 12]
    return sum(map(str.isupper, around)) > sum(map(str.islower, around))


def _explained(text: str, short: str) -> bool:
    each = re.escape(short)
    return bool(
        re.search(rf"\w{{3,}}[\"'»”]? \({each}(?:'s)?[),;:]", text)
        or re.search(rf"\b{each}(?:'s)? ?\((?:[^\W\d_]+[ \-'’]*){{2,}}\)", text)
        or re.search(
            rf"\b{each}(?:'s)?,? (?:of|ou|d\.w\.z\.|dat wil zeggen|c'est-à-dire|voor|pour) \w+ ",
            text,
        )
    )


def _unexplained(span: Span, short: str, full: str) -> Finding:
    suggestions = (f"{full} ({short})",) if full and full != short else ()
    message = Translated(
        nl=f"De afkorting {short} wordt hier niet uitgelegd. Schrijf ze de eerste keer voluit",
        fr=f"L’abréviation {short} n’est pas expliquée ici. Écrivez-la en entier la première fois",
    )
    return Finding(ABBREVIATION, span, Severity.INFO, message, suggestions)

"""Numbers that belong to a person: of the national register, of telephones, of files."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum.be import bis, nn

from portal.language.finding import Finding
from portal.language.privacy.rules import EMAIL, FILE_NUMBER, NATIONAL_NUMBER, PHONE, found
from portal.language.reading import Reading

_BETWEEN = r"[\s.,:;·*|/_\-\u200b]{0,3}"
_ELEVEN = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN}\d){{10}})(?!\d))", re.ASCII)
_REGISTER = re.compile(
    r"\b(?:insz|niss|rrn|nn|rijksregister\w*|registre national|num[eé]ro national)\W{0,4}"
    r"(?:nr|n[°o]|nummer|numero)?\W{0,4}\Z"
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-%']{1,64}(?:\s?@\s?|\s?[(\[](?:at|@)[)\]]\s?)[^\W_][\w\-]*"
    r"(?:\.[^\W_][\w\-]*)+"
)

_CALL = re.compile(r"(?<![\w+])(?<!\d[.,/\-])\(?(?:\+|0)(?:[ ./\-()\u200b]{0,3}\d){7,14}(?!\d)")
_CUED = re.compile(
    r"\b(?:tel|telefoon(?:nummer)?|telephone|gsm|fax|mobiel|portable|whatsapp)\b\.?"
    r"(?:\s?(?:nr|nummer|n°))?[\s:.\-(]{0,4}(?:op |au |is |est )?"
    r"(?P<number>\+?\d(?:[ ./\-]{0,2}\d){4,13})(?!\d)"
)
_INSIDE = re.compile(
    r"\b(?:poste|dect|bieper|bip|zoemer|intern(?:e)? (?:nummer|lijn)|toestelnummer)\W{1,4}"
    r"(?P<number>\d(?: ?\d){3,5})(?!\d|[.,]\d)"
)
_DATED = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)\d\d(?!\d)")
_LAYOUT = re.compile(
    r"0(?:\d[ /.\-]{1,2}\d{3}[ .\-]\d\d[ .\-]\d\d|\d\d[ /.\-]{1,2}\d\d[ .\-]\d\d[ .\-]\d\d"
    r"|4\d\d[ /.\-]{1,2}\d\d[ .\-]?\d\d[ .\-]?\d\d|4\d\d[ /.\-]\d{3}[ .\-]?\d{3})\Z"
)
_MACHINE = re.compile(
    r"(?:serie(?:nummer|nr)?|serial(?: number)?|s/?n|numero de serie|serie|lot(?:nummer)?|batch|udi"
    r"|versie|version|build|foutcode|errorcode|erreur|error|fout|release|ticket|inc|case|bestelnummer|commande|factuur|facture|artikel"
    r"|article|hotfix|patch|kb|doi|pmid|isbn|issn|poort|port|ref|norme?|iso|iec|uid)[\W_]{0,3}"
    r"(?:nr|n°|number|nummer)?[\W_]{0,3}[a-z]{0,3}\Z"
)

_ABOUT_A_THING = re.compile(
    r"\b(?:ticket|serienummer|numero de serie|bestelling|commande|licentie|licence|certifica\w+"
    r"|factuur|facture)\b(?:(?!patient|dossier)[^.;\d]){0,45}\Z"
)
_UNITS = (
    r"(?:mu|um|[cm]?gy|[mµμ]?sv|[kmg]?bq|[kmgt]?b|[kmgt]o|bytes?|octets?|euro|eur|€|[km]?hz|k?v|mas?"
    r"|counts?|coups|histor\w+|deeltjes|partic\w+|events?|evenements?|gebeurtenissen|pixels?|voxels?"
    r"|records?|lijnen|lignes|rijen|bestanden|fichiers|images?|beelden|patienten|patients?|ms|s|sec\w*"
    r"|uur|heures?|jaar|ans|inwoners|habitants|stuks|%|ppm|[cmk]?m|k?g|ml|k|°c|fracties|fractions"
    r"|keer|fois|punten|points|metingen|mesures|x)(?!\w)"
)
_LONG = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"\d{{6,}}(?![.,]?\d)(?!\s?{_UNITS})(?<!0000)",
    re.ASCII,
)
_FILE = re.compile(
    r"\b(?:(?:(?:patient(?:en)?|dossier|opname|admission|identificatie|identification|riziv|inami"
    r"|ziekenhuis|hospitalisation|bestralings|mutualiteits|lidmaatschaps|stamboek)[\- ]?"
    r"(?:nummers?|nrs?\.?|id|code)"
    r"|(?:n[°o]|nr\.?|num[eé]ro|nummer|code) (?:du |de |d'|van (?:het |de )?)?"
    r"(?:la |l')?(?:patiente?|dossier|admission|identification)|pid|ead|mrn|nip|ipp|riziv|inami"
    r"|(?:patient|dossier)e?s?(?: met| avec)?(?: id| n[°o]| nr\.?| num[eé]ro| nummer)?|id)\b"
    r"(?:[\s:.#=°(]|n°|nr\.?|is |est |was ){1,5})"
    r"(?P<number>(?:[a-z]{1,3}[\-.]?)?\d[\d.\-/ ]{1,14}\d(?:[a-z](?!\w))?)(?!\d|,\d)"
)
_OURS = re.compile(r"(?:m|rex)?[\- ]?(?:19|20)\d\d(?:-\d{1,4})?\Z")


def national_numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers of the national register and bis numbers, whatever stands between their digits."""
    for match in _ELEVEN.finditer(reading.plain):
        digits = re.sub(r"\D", "", match[1])
        cue = _REGISTER.search(reading.folded, max(0, match.start() - 40), match.start())
        if cue or nn.is_valid(digits) or bis.is_valid(digits):
            yield found(NATIONAL_NUMBER, match.start(1), match.end(1))


def emails(reading: Reading) -> Iterator[Finding]:
    """Addresses of electronic mail, written with (at) too."""
    for match in _EMAIL.finditer(reading.plain):
        yield found(EMAIL, *match.span())


def phones(reading: Reading) -> Iterator[Finding]:
    """Telephone numbers, Belgian as they are dialled here or foreign with their country."""
    for pattern in (_CUED, _INSIDE):
        for match in pattern.finditer(reading.folded):
            yield found(PHONE, match.start("number"), match.end("number"))
    for match in _CALL.finditer(reading.plain):
        before = reading.folded[max(0, match.start() - 25) : match.start()]
        end = _dialled(match[0])
        if end and not _DATED.match(match[0]) and not _MACHINE.search(before):
            yield found(PHONE, match.start(), match.start() + end)


def _dialled(text: str) -> int:
    """How many characters of ``text`` are a telephone number: the most that can be; 0 if none."""
    ends = [len(text), *(each.start() for each in re.finditer(r"(?<=\d)[ ./\-]", text))]
    return next((end for end in sorted(ends, reverse=True) if _is_phone(text[:end])), 0)


def _is_phone(text: str) -> bool:
    if len(re.sub(r"\D", "", text)) < 8:
        return False
    if _LAYOUT.match(text.lstrip("(").replace(")", "")):
        return True
    try:
        number = phonenumbers.parse(text.replace("(0)", ""), "BE")
    except phonenumbers.NumberParseException:
        return False
    if text.startswith("+"):
        return phonenumbers.is_possible_number(number)
    return phonenumbers.is_valid_number(number)


def file_numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers of patients and files: those that a word announces, and six digits or more."""
    for match in _FILE.finditer(reading.folded):
        number = match["number"].rstrip(" .-/")
        digits = len(re.sub(r"\D", "", number))
        if digits >= 4 and not _OURS.match(number) and not _DATED.match(number):
            yield found(FILE_NUMBER, match.start("number"), match.start("number") + len(number))
    for match in _LONG.finditer(reading.folded):
        before = reading.folded[max(0, match.start() - 65) : match.start()]
        if not (_MACHINE.search(before) or _ABOUT_A_THING.search(before)):
            yield found(FILE_NUMBER, *match.span())

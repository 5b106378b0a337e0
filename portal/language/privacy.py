"""What in a text may name a person: national numbers, addresses, file numbers, names. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum.be import bis, nn


class Kind(StrEnum):
    """What a detail looks like."""

    NATIONAL_NUMBER = "national_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    FILE_NUMBER = "file_number"
    NAME = "name"


class Gravity(StrEnum):
    """Whether it must go, or may stay for a reason."""

    BLOCKING = "blocking"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Hit:
    """A detail, where it stands and what it looks like."""

    start: int
    end: int
    kind: Kind
    text: str

    @property
    def gravity(self) -> Gravity:
        """A national number may be nowhere; anything else may turn out to be nobody's."""
        blocking = self.kind is Kind.NATIONAL_NUMBER
        return Gravity.BLOCKING if blocking else Gravity.CONFIRM


_SEPARATOR = r"[\s.\-–/_]{0,3}"
_NATIONAL = re.compile(
    rf"(?<!\d)\d\d{_SEPARATOR}\d\d{_SEPARATOR}\d\d{_SEPARATOR}\d{{3}}{_SEPARATOR}\d\d(?!\d)",
    re.ASCII,
)
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(
    r"(?<![\d,.])(?:(?:\+|00)\d{2}[\s./\-]*(?:\(0\)[\s./\-]*)?\d|0\d)"
    r"(?:[\s\u00a0./\-]{0,3}\d){7,9}(?!\d)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(rf"{_DAY}[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:\d{{4}}|\d\d)(?!\d)")
_BIRTH = re.compile(
    r"(?:\bgeb(?:oren|\.)?|\bgeboortedatum|\bné(?:\(?e\)?)?|\bdate de naissance|°)"
    rf"\s{{0,2}}:?\s{{0,2}}(?:op\s|le\s)?(?P<detail>{_DAY}[\s/.\-]{{1,2}}\w{{1,10}}[\s/.\-]{{1,2}}"
    r"(?:19|20)?\d\d)(?!\d)",
    re.IGNORECASE,
)
_UNITS = r"(?:MU|UM|c?Gy|[mµ]?Sv|[kMG]?Bq|[kMGT]B|[kMGT]o)\b"
_FILE = re.compile(
    rf"(?<![\d.,])(?!(?:19|20)\d{{6}}\b)\d{{6,}}(?![.,]?\d)(?!\s?{_UNITS})", re.ASCII
)
_TITLE = (
    r"(?:[Dd]r\b\.?|[Dd]okter|[Dd]octeur|[Pp]rof\b\.?|[Pp]rofess(?:or|eur)|[Mm]evr\b\.?|[Mm]evrouw"
    r"|[Dd]hr\b\.?|[Hh]eer|[Mm]eneer|[Mm]me|[Mm]adame|[Mm]lle|[Mm]ademoiselle|[Mm]onsieur"
    r"|M\.|M(?=\s[A-Z])|Mr\b\.?|Pr\b\.?)"
)
_PARTICLES = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]en|[Dd]er?|[Dd]u|[Dd]es|[Ll]e|[Ll]a|[Tt]en|[Tt]er|[Dd]i)\s+)*"
)
_OPENINGS = r"(?!(?:De|Het|Een|Dit|Deze|Le|La|Les|Un|Une|Il|Elle|Ce|Cette|Na|Op|En|In)\b)"
_WORD = rf"(?:[dDlL]['’])?{_OPENINGS}[A-ZÀ-ÖØ-Ý](?:\.|[\w'’\-]+)"
_NAME = re.compile(rf"\b{_TITLE}\s+(?P<detail>{_PARTICLES}{_WORD}(?:\s+{_PARTICLES}{_WORD})?)")


def find(text: str) -> list[Hit]:
    """Every detail in ``text``, in order; what is one detail is not told as another as well."""
    found: list[Hit] = []
    for kind, search in _SEARCHES:
        for match in search(text):
            group = "detail" if "detail" in match.re.groupindex else 0
            hit = Hit(match.start(group), match.end(group), kind, match[group])
            if not any(hit.start < other.end and other.start < hit.end for other in found):
                found.append(hit)
    return sorted(found, key=lambda hit: hit.start)


def _national_numbers(text: str) -> Iterator[re.Match[str]]:
    for match in _NATIONAL.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if nn.is_valid(digits) or bis.is_valid(digits):
            yield match


def _phones(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _PHONE.finditer(text) if not _DATE.match(match[0]))


_SEARCHES: tuple[tuple[Kind, Callable[[str], Iterator[re.Match[str]]]], ...] = (
    (Kind.NATIONAL_NUMBER, _national_numbers),
    (Kind.EMAIL, _EMAIL.finditer),
    (Kind.BIRTH_DATE, _BIRTH.finditer),
    (Kind.PHONE, _phones),
    (Kind.FILE_NUMBER, _FILE.finditer),
    (Kind.NAME, _NAME.finditer),
)

"""Which words may be names: first names, surnames by list and by shape, and what names nobody."""

import re
from enum import Enum, auto
from functools import cache

from portal.language.phrases import Phrases
from portal.language.privacy import titles
from portal.language.privacy.known import lines
from portal.language.reading import Word, fold


class Kind(Enum):
    """What a word is in a name. A doubtful one is a name only beside what makes it one."""

    FIRST = auto()
    LAST = auto()
    DOUBTFUL = auto()
    UNKNOWN = auto()
    INITIAL = auto()
    PARTICLE = auto()
    OTHER = auto()


_LAST_SHAPE = re.compile(
    r"\w*(?:ssens|ckx|ynck|aerts?|[aeiouy][lmnrstdk]mans|(?:ee|oo|ie|ey|uy)mans|maekers?|broeck|broucke"
    r"|bossche|weghe|houtte|donck|eckhoudt?|ooghe|aeghe|straeten?|bergh|berghe|kerckhoven?|meulenaere"
    r"|owsk[iy]|ewsk[iy]|insk[iy]|owska|ewska|inska|cka|cki|owicz|ewicz|czyk|czak|oglu|ovic|evic|escu"
    r"|shvili|idis|opoulos|elli|etti|ucci|acci|aldi|azzi|ozzi|aoui|raoui|loui|haoui|tunde|hashi)\Z"
    r"|van(?:de[nr]?|den|der)[bcdghklmnprstvwz][a-z]{2,}\Z"
    r"|van(?:haver|hecke|hee|hout|hov|hoof|hulle|laer|lan[dg]e|lerberghe|loo|mae|mechelen|neste|noten"
    r"|overb|parys|poucke|praet|roo[sy]|roey|ryck|rompaey|san|schoo|steen|thiel|tich|tongel|tric|troy"
    r"|wal|wass|win|wy|zeebr|zele)[a-z]*\Z"
    r"|(?:mb|nk|ng|nd|nz|tsh|mp|mw)[a-z]{3,}\Z"
)
_FOREIGN = re.compile(
    r"[ığşłńśżźąęčšžćřůőűãøåæạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹđăơưİŞĞŁŚŻŹČŠŽĆ]"
)
_ORDINARY_END = re.compile(
    r"\w+(?:ing|ingen|heid|heden|tie|ties|sche|lijke?|baar|bare|iteit|ische?|eren|ments?|tions?|sions?"
    r"|ités?|ite|iques?|ances?|ences?|ages?|eurs?|euse|trice|ures?|antes?|entes?|elles?|eux|euses?"
    r"|ifs?|ives?|ales?|aux|sel|loos|zaam|achtig|en|isme|iste|lijk|ig|ige|ant|ent|iel|ielle|oire)\Z"
    r"|ge\w+[dt]e?\Z"
)
_ORDINARY_ONLY = re.compile(
    r"\w+(?:ique|tion|sion|ite|heid|iteit|tie|ische?|lijke?|aire|oire|ement|logie|grafie|graphie|metrie"
    r"|therapie|scopie|systeem|toestel|nummer|plan|lijst|dienst|ology)s?\Z"
)


@cache
def _list(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The sure and the doubtful words of a list."""
    words = [fold(word) for line in lines(name) for word in line.split()]
    sure = frozenset(word for word in words if not word.endswith("?"))
    return sure, frozenset(word[:-1] for word in words if word.endswith("?")) - sure


@cache
def _with_particle() -> frozenset[str]:
    found: set[str] = set()
    for line in lines("particle_names"):
        particle, _, names = fold(line).partition(":")
        before = particle.replace("-", " ")
        before = f"{before}'" if before in {"d", "t"} else before
        found.update(f"{before} {name}" for name in names.replace("?", "").split())
    return frozenset(found)


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(fold(word) for line in lines("ordinary") for word in line.split())


@cache
def things() -> Phrases:
    """What is written with a capital and names nobody."""
    return Phrases(thing for line in lines("things") for thing in line.split(","))


def is_first(folded: str) -> bool:
    """Whether it is surely a first name; of a double one, its first part."""
    sure = _list("first_names")[0]
    return folded in sure or ("-" in folded and folded.split("-")[0] in sure)


def is_last(folded: str) -> bool:
    """Whether it is surely a surname, by list or by shape; of a double one, any part."""
    sure = _list("surnames")[0]
    return any(
        part in sure or (len(part) > 4 and _LAST_SHAPE.match(part)) for part in folded.split("-")
    )


def is_doubtful(folded: str) -> bool:
    """Whether it is a name, and an ordinary word or a thing as well."""
    return folded in _list("first_names")[1] or folded in _list("surnames")[1]


def is_listed_last(folded: str) -> bool:
    """Whether the list of surnames holds it."""
    return folded in _list("surnames")[0]


def with_particle(particles: str, folded: str) -> bool:
    """Whether these particles and this word are a known surname: de smet, d' hondt."""
    return f"{particles} {folded.split('-')[0]}" in _with_particle()


def is_ordinary(folded: str) -> bool:
    """Whether it is an ordinary word of either language."""
    return folded in _ordinary()


def surely_ordinary(folded: str) -> bool:
    """Whether it ends as no name does."""
    return bool(_ORDINARY_ONLY.match(folded))


def looks_ordinary(folded: str) -> bool:
    """Whether it ends as ordinary words do; only for a word that opens a sentence."""
    return bool(_ORDINARY_END.match(folded))


def kind_of(word: Word) -> Kind:
    """What a word with a capital, or a particle, is in a name."""
    folded = word.folded
    if folded in titles.PARTICLES or (folded in titles.ABBREVIATED and word.after == "."):
        return Kind.PARTICLE if folded in titles.PARTICLES else Kind.INITIAL
    if word.initial:
        return Kind.INITIAL
    if not (word.capital or word.upper) or word.glued or word.mixed:
        return Kind.OTHER
    return _kind_of_name(word)


def _kind_of_name(word: Word) -> Kind:
    folded = word.folded
    if folded in titles.TITLES | titles.ROLES or folded.split("-")[0] in titles.SAINTS:
        return Kind.OTHER
    if is_first(folded):
        return Kind.FIRST
    if is_last(folded) or (_FOREIGN.search(word.text) and not word.upper):
        return Kind.LAST
    if is_doubtful(folded):
        return Kind.DOUBTFUL
    if is_ordinary(folded) or len(folded) < 2:
        return Kind.OTHER
    return Kind.UNKNOWN if len(folded) > 2 or not word.upper else Kind.OTHER

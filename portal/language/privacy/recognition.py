"""What tells somebody apart without a name: one person of a team, a rare system, a combination."""

import re
from collections.abc import Iterator, Sequence

from portal.i18n import Language
from portal.language.finding import Finding
from portal.language.phrases import parts_of
from portal.language.privacy.known import Known
from portal.language.privacy.places import phrases
from portal.language.privacy.rules import (
    AGE,
    COMBINATION,
    EXACT_DATE,
    FEW_DEPARTMENTS,
    PLACE,
    SINGULAR_PERSON,
    VENDOR,
    found,
)
from portal.language.reading import Reading

ENOUGH = 3
_STAFF = (
    "medewerk(?:er|ster)|collega|verpleegkundige|verpleger|verpleegster|fysicus|fysica|dosimetrist"
    "|technoloog|technicus|arts|assistent|stagiair|student|radiotherapeut|oncoloog|ingenieur"
    "|informaticus|secretaresse|operator|dokter|brancardier"
)
_PERSONNEL = (
    "collaborat(?:eur|rice)|collegue|infirmiere?|(?:radio)?physicien(?:ne)?|medecin|technologue"
    "|technicien(?:ne)?|(?:radiotherapeute|oncologue)|dosimetriste|secretaire|stagiaire|etudiante?"
    "|assistante?|ingenieure?|informaticien(?:ne)?|operat(?:eur|rice)|brancardier"
)
_ONE = {
    Language.NL: re.compile(
        r"\b(?:een|één) (?:(?!tweede|andere|of\b|en\b)[\w\-]+ )?"
        rf"(?:[\w\-]+-|stralings|hoofd)?(?:{_STAFF})\b"
    ),
    Language.FR: re.compile(
        rf"\bune? (?:(?!autre|second|deuxieme|ou\b|et\b)[\w\-]+ )?(?:{_PERSONNEL})\b"
    ),
}
_DUTY = re.compile(r"\b(?:moet|moeten|dient|dienen|doit|doivent|devra|devront)\b")
_SENTENCE = re.compile(r"[^.!?\n]*")
_RARE = re.compile(
    r"\b(?:neuroblastoom|neuroblastome|medulloblastoom|medulloblastome|retinoblastoom|retinoblastome"
    r"|\w*sarcoom|\w*sarcome|nefroblastoom|nephroblastome|chordoom|chordome|ependymoom|ependymome"
    r"|craniofaryngioom|craniopharyngiome|thymoom|thymome|mesothelioom|mesotheliome|merkelcel\w*"
    r"|zwanger\w*|enceinte|ongeboren kind|enfant a naitre|transplant\w*|tweeling"
    r"|jumeau\w*|jumelle\w*"
    r"|situs inversus|pacemaker|siamees|zeldzame?|rarissime|maladie rare)\b"
)
_SEX = re.compile(
    r"\b(?:vrouw|vrouwelijke|man|mannelijke|meisje|jongen|femme|homme|fillette|fille|garcon)\b"
)
_WORK = re.compile(
    r"\b(?:van beroep|werkt als|gepensioneerde?|beroepshalve)\b"
    r"|\b(?:profession|travaille comme|retraitee?)\b"
    r"|\b(?:burgemeester|bourgmestre|priester|pretre|leerkracht|enseignante?|sportman|sportive?"
    r"|voetballer|footballeur|bekende|connue?s? du public)\b"
)


def single_people(reading: Reading, language: Language) -> Iterator[Finding]:
    """One member of a team; a sentence that says what somebody must do points at nobody."""
    for match in _ONE[language].finditer(reading.folded):
        start = max(reading.folded.rfind(sign, 0, match.start()) for sign in ".!?\n") + 1
        sentence = _SENTENCE.match(reading.folded, start)
        if sentence and not _DUTY.search(sentence[0]):
            yield found(SINGULAR_PERSON, *match.span())


def rare_systems(reading: Reading, known: Known) -> Iterator[Finding]:
    """Systems that fewer than three departments have.

    Of two names of one system, the longest that stands here counts; a name of one word may be an
    ordinary word, and has a capital.
    """
    number_of = {parts_of(name): number for name, number in known.systems.items()}
    for start, end in phrases(tuple(known.systems)).find(reading):
        words = parts_of(reading.plain[start:end])
        named = len(words) > 1 or reading.plain[start].isupper()
        if named and 0 < number_of.get(words, 0) < ENOUGH:
            yield found(FEW_DEPARTMENTS, start, end)


def vendors(reading: Reading, known: Known) -> Iterator[Finding]:
    """The first place where each of the vendors and products stands."""
    seen: set[str] = set()
    for start, end in phrases(known.vendors).find(reading):
        name = reading.folded[start:end]
        if name not in seen:
            seen.add(name)
            yield found(VENDOR, start, end)


def combinations(reading: Reading, others: Sequence[Finding]) -> Iterator[Finding]:
    """The rarest of three or more traits that together tell somebody apart, one of them rare."""
    rare = [match for pattern in (_RARE, _WORK) for match in pattern.finditer(reading.folded)]
    traits = {each.rule for each in others if each.rule in {AGE, EXACT_DATE, PLACE}}
    if _SEX.search(reading.folded):
        traits.add("sex")
    if rare and len(traits) >= ENOUGH - 1:
        yield found(COMBINATION, *rare[0].span())

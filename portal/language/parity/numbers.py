"""Numbers, units, dates and hours that only one language has."""

from collections.abc import Iterator

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.matching import Couple, Side, differences
from portal.language.parity.quantity import Quantity, Sort, Weight
from portal.language.parity.telling import difference, instead, only_in, same, versus
from portal.language.parity.texts import Pair

_RULES = {Sort.DATE: "parity.date", Sort.TIME: "parity.time"}
_NAMES = {
    Sort.DATE: Translated("De datum of dag", "La date ou le jour"),
    Sort.TIME: Translated("Het uur", "L’heure"),
    Sort.CODE: Translated("De aanduiding", "L’indication"),
}
_NUMBER = Translated("Het getal", "Le nombre")
_UNIT = Translated("De eenheid verschilt", "L’unité diffère")
_TWO = 2


def check(pair: Pair, nl: Side, fr: Side) -> Iterator[PairFinding]:
    """Each of the quantities of ``pair`` that the other language lacks, or has otherwise."""
    for couple in differences(nl, fr):
        yield _finding(pair, couple)


def _finding(pair: Pair, couple: Couple) -> PairFinding:
    nl, fr = couple
    sort = next(each.sort for each in couple if each)
    rule, name = _RULES.get(sort, "parity.number"), _NAMES.get(sort, _NUMBER)
    here, there = (
        each.span.of(pair[language].text) if each else ""
        for language, each in zip(Language, couple, strict=True)
    )
    if not (nl and fr):
        language = Language.NL if nl else Language.FR
        lone = Translated(f"{name.nl} {here}{there}", f"{name.fr} {here}{there}")
        message = only_in(language, lone)
    elif rule == "parity.number" and nl.number is not None and nl.number == fr.number:
        rule, message = "parity.unit", versus(_UNIT, same(here), same(there))
    else:
        message = instead(name, here, there)
    return difference(rule, nl, fr, _severity(couple), message)


def _severity(couple: Couple) -> Severity:
    """Two that differ block; alone, a word such as « deux » or « premier » may be missed."""
    nl, fr = couple
    if nl and fr:
        code = nl.sort is Sort.CODE
        return Severity.CONFIRM if code and not _same_letters(nl, fr) else Severity.BLOCK
    lone = nl or fr
    few = lone is not None and lone.in_words and lone.number == _TWO
    blocks = lone is not None and lone.weight is Weight.BLOCK and not few
    return Severity.BLOCK if blocks else Severity.CONFIRM


def _same_letters(nl: Quantity, fr: Quantity) -> bool:
    letters = [
        "".join(sign for sign in str(next(iter(each.readings))[1]) if sign.isalpha())
        for each in (nl, fr)
    ]
    return letters[0] == letters[1]

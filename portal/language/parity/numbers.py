"""Numbers, units, dates and hours that only one language has."""

from collections.abc import Iterator

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.matching import Couple, Side, differences
from portal.language.parity.quantity import Quantity, Sort, Weight
from portal.language.parity.texts import Pair

_RULES = {Sort.DATE: "parity.date", Sort.TIME: "parity.time"}
_NAMES = {
    Sort.DATE: Translated("De datum of dag", "La date ou le jour"),
    Sort.TIME: Translated("Het uur", "L’heure"),
    Sort.CODE: Translated("De aanduiding", "L’indication"),
}
_NUMBER = Translated("Het getal", "Le nombre")
_TWO = 2


def check(pair: Pair, nl: Side, fr: Side) -> Iterator[PairFinding]:
    """Each of the quantities of ``pair`` that the other language lacks, or has otherwise."""
    for couple in differences(nl, fr):
        yield _finding(pair, couple)


def _finding(pair: Pair, couple: Couple) -> PairFinding:
    nl, fr = couple
    first = nl or fr
    assert first is not None  # noqa: S101
    rule = _RULES.get(first.sort, "parity.number")
    message = _message(pair, couple)
    if nl and fr and nl.number is not None and nl.number == fr.number and rule == "parity.number":
        rule, message = "parity.unit", _other_unit(pair, nl, fr)
    return PairFinding(rule, nl and nl.span, fr and fr.span, _severity(couple), message)


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


def _message(pair: Pair, couple: Couple) -> Translated:
    nl, fr = couple
    if nl and fr:
        name = _NAMES.get(nl.sort, _NUMBER)
        here, there = nl.span.of(pair.nl.text), fr.span.of(pair.fr.text)
        return Translated(
            f"{name.nl} {here} staat enkel in het Nederlands, {there} enkel in het Frans",
            f"{name.fr} {here} ne figure que dans le texte néerlandais,"
            f" {there} que dans le texte français",
        )
    language = Language.NL if nl else Language.FR
    lone = nl or fr
    assert lone is not None  # noqa: S101
    words, name = lone.span.of(pair[language].text), _NAMES.get(lone.sort, _NUMBER)
    where = Translated("Nederlands", "néerlandais") if nl else Translated("Frans", "français")
    return Translated(
        f"{name.nl} {words} staat enkel in het {where.nl}",
        f"{name.fr} {words} ne figure que dans le texte {where.fr}",
    )


def _other_unit(pair: Pair, nl: Quantity, fr: Quantity) -> Translated:
    here, there = nl.span.of(pair.nl.text), fr.span.of(pair.fr.text)
    return Translated(
        f"De eenheid verschilt: {here} in het Nederlands, {there} in het Frans",
        f"L’unité diffère\u00a0: {here} en néerlandais, {there} en français",
    )

"""Units, months and weekdays as both languages write them, and what they are worth."""

from fractions import Fraction
from itertools import chain

from portal.language.parity.texts import fold

_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "c": -2, "m": -3, "µ": -6, "μ": -6, "u": -6,
             "n": -9}  # fmt: skip
_PREFIX_WORDS = {
    "kilo": 3, "mega": 6, "giga": 9, "tera": 12, "peta": 15, "deci": -1, "centi": -2, "milli": -3,
    "micro": -6, "nano": -9,
}  # fmt: skip
# Symbol, name in Dutch and French, dimension, prefixes that occur with it.
_METRIC = """
Gy gray gray Gy kcmµμu
Sv sievert sievert Sv mµμun
Bq becquerel becquerel Bq kMGT
m meter metre m kcmµμn
g gram gramme g kmµμ
L liter litre l cm
V volt volt V kMm
eV elektronvolt electronvolt eV kM
B byte octet B kMGTP
o byte octet B kMGTP
bit bit bit bit kMG
Hz hertz hertz Hz kMG
A ampere ampere A m
W watt watt W kM
bar bar bar bar m
As amperesec amperesec As m
"""
_OTHERS = """
min 1 min minuut minuten minuutje minute minutes minuten
min 1/60 sec sec. seconden secondes s
min 60 u h uur uren heure heures uurs hr
min 1440 dag dagen jour jours dagse daagse daags werkdag werkdagen journee journees kalenderdagen
min 1440 weekdagen
min 10080 week weken semaine semaines wekelijkse
min 15 kwartier kwartieren
min 1440 etmaal
month 1 maand maanden mois maandelijkse
month 12 jaar jaren an ans annee annees jarige jarig
month 3 kwartaal kwartalen trimestre trimestres
month 6 semester semesters semestre semestres
part 1/100 % procent percent pct pourcent
part 1/1000 ‰ promille
degree 1 ° graad graden degre degres
celsius 1 °C
mu 1 MU UM MU's monitoreenheden monitoreenheid
hu 1 HU UH
euro 1 € euro euros EUR
cm3 1 cm³ cm3 cc ml mL
cm2 1 cm² cm2
mm2 1 mm²
mm3 1 mm³
m2 1 m²
m3 1 m³
l 1 l liter litre liters litres
kVp 1 kVp
mCi 1 mCi
times 1 x × maal keer fois
"""
Unit = tuple[str, Fraction]


def _metric() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for line in _METRIC.split("\n")[1:-1]:
        symbol, nl, fr, dimension, prefixes = line.split()
        for power, before in [(0, ""), *((_PREFIXES[p], p) for p in prefixes)]:
            found[before + symbol] = dimension, Fraction(10) ** power
        for power, before in [(0, ""), *((power, word) for word, power in _PREFIX_WORDS.items())]:
            for name in {nl, fr, f"{nl}s", f"{fr}s"}:
                found[before + name] = dimension, Fraction(10) ** power
    for letter in "oB":
        del found[letter]
    return found


def _others() -> dict[str, Unit]:
    lines = (line.split() for line in _OTHERS.split("\n")[1:-1])
    return {word: (line[0], Fraction(line[1])) for line in lines for word in line[2:]}


_UNITS = _metric() | _others()
_LOWER = {fold(word): unit for word, unit in _UNITS.items() if len(word) > 2}
_GY = {"gy": "Gy", "cgy": "cGy", "mgy": "mGy", "sv": "Sv", "msv": "mSv", "mev": "MeV", "kev": "keV"}

_MONTHS = (
    "januari janvier jan janv|februari fevrier feb fev febr|maart mars mrt|april avril apr avr"
    "|mei mai|juni juin jun|juli juillet jul juil|augustus aout aug|september septembre sep sept"
    "|oktober octobre okt oct|november novembre nov|december decembre dec"
)
MONTHS = {word: n for n, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}
LONG_MONTHS = frozenset(chain(*(words.split()[:2] for words in _MONTHS.split("|"))))
_WEEKDAYS = (
    "maandag lundi|dinsdag mardi|woensdag mercredi|donderdag jeudi|vrijdag vendredi"
    "|zaterdag samedi|zondag dimanche"
)
_WEEKDAY_STEMS = {w: n for n, words in enumerate(_WEEKDAYS.split("|")) for w in words.split()}


def unit(word: str) -> Unit | None:
    """The dimension of a unit as it is written, and what one of it is worth in that dimension."""
    found = _UNITS.get(word) or _UNITS.get(_GY.get(word.lower(), ""))
    return found or (_LOWER.get(fold(word)) if len(word) > 2 else None)


def weekday(word: str) -> int | None:
    """Monday is 0; ``maandagochtend`` and ``lundis`` are Mondays too. ``word`` is folded."""
    found = _WEEKDAY_STEMS.get(word.removesuffix("s"))
    if found is None and "dag" in word:
        found = _WEEKDAY_STEMS.get(word[: word.index("dag") + 3])
    return found

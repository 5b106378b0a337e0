"""What of a text needs no translator: numbers, dates, hours, units, in the other language's form.

Pure. The words between are left open.
"""

import re
from collections.abc import Iterator

from portal.i18n import Language

OPEN = "…"
NBSP, NARROW = "\u00a0", "\u202f"
_MONTHS = {
    Language.NL: (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    Language.FR: (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
_DAYS = {
    Language.NL: (
        *("maandag", "dinsdag", "woensdag", "donderdag"),
        *("vrijdag", "zaterdag", "zondag"),
    ),
    Language.FR: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
# Units that are words or differ; all others (Gy, TB, mm, %) are the same in both.
_UNITS = (
    ("MU", "UM"),
    ("uur", "heures"),
    ("uren", "heures"),
    ("minuten", "minutes"),
    ("minuut", "minute"),
    ("seconden", "secondes"),
    ("dagen", "jours"),
    ("dag", "jour"),
    ("weken", "semaines"),
    ("week", "semaine"),
    ("maanden", "mois"),
    ("jaar", "ans"),
    ("fracties", "fractions"),
    ("fractie", "fraction"),
    ("patiënten", "patients"),
    ("velden", "champs"),
    ("sessies", "séances"),
)
_SAME = "[kmcµ]?Gy|[mµ]?Sv|[kMGT]?Bq|[kMGT]B|[kMGT]o|[mcdµ]?m|cm[²³]|ml|MeV|MV|kV|mA|Hz|°C|°|%"


def skeleton(text: str, source: Language) -> str:
    """The fixed pieces of ``text`` in order, in the other language's form; empty without any."""
    found = list(_pieces(text, source))
    if not found:
        return ""
    return f"{OPEN} {f' {OPEN} '.join(found)} {OPEN}"


def _pieces(text: str, source: Language) -> Iterator[str]:
    for match in _FIXED[source].finditer(text):
        groups = match.groupdict()
        if groups["month"]:
            yield _date(groups, source)
        elif groups["hour"]:
            letter = "h" if source is Language.NL else "u"
            yield f"{groups['hour']}{letter}{groups['minute'] or ''}"
        elif groups["numeric"]:
            yield groups["numeric"]
        else:
            yield _number(groups["number"], source) + _unit(groups["unit"] or "", source)


def _fixed(language: Language) -> re.Pattern[str]:
    own = 0 if language is Language.NL else 1
    units = "|".join(sorted({pair[own] for pair in _UNITS}, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?:(?:(?P<weekday>{'|'.join(_DAYS[language])})\s+)?"
        rf"(?P<day>\d{{1,2}})(?:er|ste|e)?\s+(?P<month>{'|'.join(_MONTHS[language])})\b"
        rf"(?:\s+(?P<year>\d{{4}}))?"
        rf"|(?P<numeric>\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}})(?![\d/])"
        rf"|(?P<hour>\d{{1,2}})\s?{'u' if own == 0 else 'h'}(?P<minute>\d\d)?(?!\w)"
        rf"|(?P<number>\d{{1,3}}(?:[.\u00a0\u202f ]\d{{3}})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
        rf"(?P<unit>[\s\u00a0\u202f]?(?:(?:{units})(?!\w)|(?:{_SAME})(?!\w)))?)",
    )


def _date(groups: dict[str, str | None], source: Language) -> str:
    month = _MONTHS[source.other][_MONTHS[source].index(groups["month"] or "")]
    day = groups["day"] or ""
    if source is Language.NL and day == "1":
        day = "1er"
    weekday = groups["weekday"] and _DAYS[source.other][_DAYS[source].index(groups["weekday"])]
    return " ".join(filter(None, (weekday, day, month, groups["year"])))


def _number(text: str, source: Language) -> str:
    """7.7 and 7,7 with a comma; thousands with a dot in Dutch, a narrow space in French."""
    if re.fullmatch(r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?", text):
        mark = NARROW if source is Language.NL else "."
        return re.sub(r"[.\u00a0\u202f ]", mark, text)
    return text.replace(".", ",")


def _unit(text: str, source: Language) -> str:
    unit = text.strip()
    if not unit:
        return ""
    own = 0 if source is Language.NL else 1
    other = next((pair[1 - own] for pair in _UNITS if pair[own] == unit), unit)
    gap = NBSP if unit == "%" or text[:1].isspace() else ""
    return gap + other


_FIXED = {language: _fixed(language) for language in Language}

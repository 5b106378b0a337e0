"""Numbers in words, Dutch and French (with septante and nonante), up to 999,999."""

from portal.i18n import Language

_NL_SMALL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_NL_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_FR_SMALL = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_FR_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "octante": 80, "nonante": 90,
}  # fmt: skip
_FR_ORDINALS = {"premier": 1, "premiere": 1, "second": 2, "seconde": 2, "cinquieme": 5,
                "neuvieme": 9, "tierce": 3}  # fmt: skip
_FR_ROUND = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1000,
}  # fmt: skip
LARGE = {
    Language.NL: {"miljoen": 10**6, "miljard": 10**9},
    Language.FR: {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
}


def _dutch() -> dict[str, int]:
    """Every number below 1,000 as Dutch writes it in one word, folded."""
    words = dict(zip(_NL_SMALL, range(20), strict=True))
    for ten, name in enumerate(_NL_TENS, 2):
        words[name] = ten * 10
        words |= {f"{_NL_SMALL[n]}en{name}": ten * 10 + n for n in range(1, 10)}
    below = [(word, value) for word, value in words.items() if value]
    words["honderd"] = 100
    for n, name in enumerate(("", *_NL_SMALL[2:10]), 1):
        words[f"{name}honderd"] = n * 100
        for word, value in below:
            words[f"{name}honderd{word}"] = words[f"{name}honderden{word}"] = n * 100 + value
    return words


_DUTCH = _dutch()
_SHORT_ENDING = {2, 4, 5, 6, 7, 9, *range(10, 20)}
_DUTCH_ORDINALS = {"eerste": 1, "derde": 3, "derden": 3, "achtste": 8, "tweeden": 2} | {
    f"{word}{'de' if value in _SHORT_ENDING else 'ste'}": value
    for word, value in _DUTCH.items()
    if value not in {0, 1, 3, 8}
}


def dutch(word: str) -> int | None:
    """The value of one folded Dutch word, ``driehonderdvijftig`` or ``tweeduizend``."""
    if word in _DUTCH:
        return _DUTCH[word]
    head, found, tail = word.partition("duizend")
    thousands = _DUTCH.get(head, None if head else 1)
    rest = _DUTCH.get(tail.removeprefix("en") if tail not in _DUTCH else tail, None if tail else 0)
    if not found or thousands is None or rest is None:
        return None
    return thousands * 1000 + rest


def dutch_ordinal(word: str) -> int | None:
    """The rank that a folded Dutch word tells, ``derde``."""
    return _DUTCH_ORDINALS.get(word)


def dutch_round(word: str) -> int | None:
    """About how many: ``tiental``, ``vijftiental``, ``dozijn``."""
    if word in {"dozijn", "dozijnen"}:
        return 12
    stem = word.removesuffix("len").removesuffix("tal")
    return dutch(stem) if stem != word and "tal" in word else None


def french_word(word: str) -> int | None:
    """The value of one folded word that French numbers are made of."""
    if word in _FR_TENS:
        return _FR_TENS[word]
    if word in {"cent", "cents"}:
        return 100
    if word == "mille":
        return 1000
    return _FR_SMALL.index(word) if word in _FR_SMALL else 1 if word == "une" else None


def french(words: list[str]) -> tuple[int, int]:
    """The number with which these folded words begin, and of how many words it is made.

    ``["quatre", "vingt", "dix", "huit", "champs"]`` is ``(98, 4)``; ``(0, 0)`` when there is none.
    """
    total, group, used, index = 0, 0, 0, 0
    last = 10**6
    while index < len(words):
        word = words[index]
        value = french_word(word)
        joined = word == "et" and used and 20 <= last < 100 and index + 1 < len(words)
        if joined and words[index + 1] in {"un", "une", "onze"}:
            index += 1
            continue
        if value is None or not _fits(value, last, group, total):
            break
        total, group = _added(value, total, group)
        last, index = _next_limit(value, group), index + 1
        used = index
    return total + group, used


def _fits(value: int, last: int, group: int, total: int) -> bool:
    """Whether ``value`` may go on with a number whose last word was worth ``last``."""
    if last == 10**6:
        return True
    if value == 1000:
        return group > 0 and not total
    if value == 100:
        return 1 < group < 10
    if value == 20 and group % 100 == 4:
        return True
    return 0 < value < (20 if last in {60, 80} else 10 if last < 100 else last) and last > 9


def _added(value: int, total: int, group: int) -> tuple[int, int]:
    if value == 1000:
        return (group or 1) * 1000, 0
    if value == 100:
        return total, (group or 1) * 100
    if value == 20 and group % 100 == 4:
        return total, group - 4 + 80
    return total, group + value


def _next_limit(value: int, group: int) -> int:
    """What the next word has to stay below, told as the rank of the word just read."""
    if value == 20 and group % 100 == 80:
        return 80
    if value == 10:
        return 10 if group % 100 in {10, 70, 90} else 9
    return 1001 if value == 1000 else value


def french_ordinal(word: str) -> int | None:
    """The rank that a folded French word tells, ``troisieme``."""
    singular = word.removesuffix("s") if word != "secondes" else word
    if singular in _FR_ORDINALS:
        return _FR_ORDINALS[singular]
    stem = singular.removesuffix("ieme")
    if stem == singular:
        return None
    return next((v for v in map(french_word, (stem, f"{stem}e")) if v is not None and v > 1), None)


def french_round(word: str) -> int | None:
    """About how many: ``dizaine``, ``quinzaine``."""
    return _FR_ROUND.get(word.removesuffix("s"))

"""What a Dutch diminutive is made of: tafeltje is a small tafel, zaadjes are small zaden."""

import re

_SHORTEST = 6
_ENDING = re.compile(r"(?P<base>.*[^aeiouy])jes?\Z")
_DOUBLED = re.compile(r"(?:([bdfgklmnprst])\1|ng)\Z")  # of bal-l-etje, ding-etje
_LINKED = re.compile(r"(?:[lnrw]|ie|ij|ei)\Z")  # after which a t is put in: stoel-tje, rij-tje
_OWN = tuple(
    "kaart punt poort hart krant kant plant taart soort staart buurt lint tent patient agent "
    "client student document instrument element event moment segment sport markt riet gewicht "
    "lamp pomp klomp ramp stamp damp romp".split()
)  # words that end like this without any diminutive
_WHOLE = frozenset(
    "beetje belletje bandje briefje franje meisje oranje pakje plaatje sprookje stukje".split()
)  # are no small ones, or mean another thing


def undiminished(word: str) -> str:
    """The word of which ``word``, in lower case without accents, is the diminutive, or itself."""
    found = _ENDING.match(word) if len(word) >= _SHORTEST else None
    if not found or word.removesuffix("s") in _WHOLE:
        return word
    base = found["base"]
    if base.endswith(_OWN):
        return base
    if base.endswith("et") and _DOUBLED.search(base[:-2]):
        return base[:-2]
    if base.endswith("mp") or (base.endswith("t") and _LINKED.search(base[:-1])):
        return base[:-1]
    return base.removesuffix("k") + "g" if re.search(r"..ink\Z", base) else base

"""What a Dutch diminutive is made of: tafeltje is a small tafel, zaadjes are small zaden."""

import re

_SHORTEST = 6
_ENDING = re.compile(r"(?P<base>.*[^aeiouy])jes?\Z")
_DOUBLED = re.compile(r"(?:([bdfgklmnprst])\1|ng)\Z")  # of bal-l-etje, ding-etje
_LINKED = re.compile(r"(?:[lnrw]|ie|ij|ei)\Z")  # after which a t is put in: stoel-tje, rij-tje
_SEEMING = """
agent buurt client damp document element event gewicht hart instrument kaart kant klomp krant lamp
lint markt moment patient plant pomp poort punt ramp riet romp segment soort sport staart stamp
student taart tent
"""
_OTHER = """
bandje beetje belletje briefje franje meisje oranje pakje plaatje sprookje stukje
"""
_OWN = tuple(_SEEMING.split())  # end like this without any diminutive
_WHOLE = frozenset(_OTHER.split())  # are no small ones, or mean another thing


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

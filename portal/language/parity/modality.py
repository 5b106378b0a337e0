"""What must be done in one language and only may, or should, in the other."""

import re
from collections.abc import Iterator
from enum import Enum

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.texts import Pair, Passage


class Mode(Enum):
    """How strongly."""

    MUST = Translated("moet", "doit")
    SHOULD = Translated("wordt aanbevolen", "est recommandé")
    MAY = Translated("kan of mag", "peut")


_I = re.IGNORECASE
_MUST, _SHOULD, _MAY = (frozenset({mode}) for mode in Mode)
_DUTCH = [
    (_MUST | _SHOULD, re.compile(r"\b(?:zou(?:den)? (?:\w+ ){0,6}?moeten|moeten? (?:best|eigenlijk))\b", _I)),
    (_MAY, re.compile(r"\bzou(?:den)? (?:\w+ ){0,8}?(?:kunnen|mogen)\b", _I)),
    (_MUST | _SHOULD, re.compile(r"\b(?:(?:is|lijkt) (?:\w+ )?aangewezen|dient|dienen|hoort|horen)\b", _I)),
    (_SHOULD | _MAY, re.compile(r"\b(?:wenselijk|raadzaam|nuttig|goed idee|zinvol|opportuun)\b", _I)),
    (_SHOULD, re.compile(r"\b(?:aanbevolen|aanbeveling(?= om)|beve\w+ (?:\w+ )*aan|beveelt|bevelen|raadt|raden|aan te raden|aangeraden)\b", _I)),
    (_MUST, re.compile(r"\b(?:moet(?:en)?|moest(?:en)?|diende(?:n)?|verplicht(?:en)?|verboden|verbied\w+|vereist(?:e)?|noodzakelijk|nodig|onmisbaar|is te|zijn te|gelieve|mag (?:\w+ ){0,3}niet|mogen (?:\w+ ){0,3}niet)\b", _I)),
    (_MAY, re.compile(r"\b(?:kan|kunnen|kon(?:den)?|mag|mogen|mocht(?:en)?|(?:on)?mogelijk|eventueel|facultatief|optioneel|toegestaan|toegelaten|in staat)\b", _I)),
]
_FRENCH = [
    (_MUST | _SHOULD, re.compile(r"\b(?:devrai(?:t|ent)|(?:il )?convien(?:t|drait)|est indiqué|faudrait)\b", _I)),
    (_SHOULD | _MAY, re.compile(r"\b(?:souhaitables?|opportune?s?|utiles?|bonne idée|judicieux)\b", _I)),
    (_SHOULD, re.compile(r"\b(?:recommand\w+|conseill\w+|préconis\w+|préférable)\b", _I)),
    (_MUST, re.compile(r"\b(?:doi(?:t|vent)|devai(?:t|ent)|(?:a|ont|avait|avaient) (?:\w+ ){0,3}dû|dues?|faut|fallu|fallait|faudra|devr(?:a|ont)|interdi\w+|obligatoires?|obligatoirement|obligée?s?|obligations?|tenue?s? de|imposée?s?|exig\w+|nécessaires?|nécessit\w+|impérati\w+|indispensables?|requise?s?|veuillez|prière de|ne (?:peut|peuvent|pouvai\w+) (?:\w+ )?pas|est à|sont à)\b", _I)),
    (_MAY, re.compile(r"\b(?:peu(?:t|vent)|pouvai(?:t|ent)|(?:a|ont|avait|avaient|ait|aient) (?:\w+ ){0,3}pu|pourr\w+|puiss\w+|(?:im)?possibles?|possibilité|éventuel\w*|facultati\w+|optionnel\w*|permise?s?|permet(?:tent|tait)?|autorisée?s?|en mesure|libre de|capables?|parv\w+|réussi\w*)\b", _I)),
]
_PATTERNS = {Language.NL: _DUTCH, Language.FR: _FRENCH}


def modes(passage: Passage) -> tuple[list[frozenset[Mode]], Span | None]:
    """The moods of ``passage``, each as all that it may be, and where the first one stands."""
    taken, found = list[Span](), list[frozenset[Mode]]()
    for readings, pattern in _PATTERNS[passage.language]:
        for match in pattern.finditer(passage.text, passage.span.start, passage.span.end):
            if not any(span.start < match.end() and match.start() < span.end for span in taken):
                taken.append(Span(*match.span()))
                found.append(readings)
    return found, min(taken, key=lambda span: span.start, default=None)


def check(pair: Pair) -> Iterator[PairFinding]:
    """A must of one language that has only a may in the other, or the other way round."""
    (nl, here), (fr, there) = modes(pair.nl), modes(pair.fr)
    if not nl or not fr or (_all(nl) & _all(fr)):
        return
    names = [min(_all(each), key=lambda mode: mode.name) for each in (nl, fr)]
    yield PairFinding(
        "parity.modality",
        here,
        there,
        Severity.CONFIRM,
        Translated(
            f"De verplichting verschilt: ‘{names[0].value.nl}’ in het Nederlands,"
            f" ‘{names[1].value.nl}’ in het Frans",
            f"L’obligation diffère\u00a0: «\u00a0{names[0].value.fr}\u00a0» en néerlandais,"
            f" «\u00a0{names[1].value.fr}\u00a0» en français",
        ),
    )


def _all(found: list[frozenset[Mode]]) -> frozenset[Mode]:
    return frozenset().union(*found)

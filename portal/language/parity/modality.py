"""What must be done in one language and only may, or should, in the other."""

import re
from collections.abc import Iterator
from enum import Enum

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import quoted, versus
from portal.language.parity.texts import Pair, Passage


class Mode(Enum):
    """How strongly."""

    MUST = Translated("moet", "doit")
    SHOULD = Translated("wordt aanbevolen", "est recommandé")
    MAY = Translated("kan of mag", "peut")


_MUST, _SHOULD, _MAY = (frozenset({mode}) for mode in Mode)
# The first that fits counts: « zou moeten » is no « moeten ».
_DUTCH = (
    (_SHOULD, r"zou(?:den)? (?:\w+ ){0,6}?moeten|moeten? (?:best|eigenlijk)"),
    (_MAY, r"zou(?:den)? (?:\w+ ){0,8}?(?:kunnen|mogen)"),
    (_MUST | _MAY, r"(?:mag|mogen|kan|kunnen) (?:\w+ ){0,3}niet"),
    (_MUST | _SHOULD, r"(?:is|lijkt) (?:\w+ )?aangewezen|dient|dienen|hoort|horen"),
    (_SHOULD | _MAY, r"wenselijk|raadzaam|nuttig|goed idee|zinvol|opportuun"),
    (
        _SHOULD,
        (
            r"aanbevolen|aanbeveling(?= om)|beve(?:el|len)\w* (?:\w+ ){0,8}?aan|beveelt|bevelen"
            r"|raadt|raden|aan te raden|aangeraden"
        ),
    ),
    (
        _MUST,
        (
            r"moet(?:en)?|moest(?:en)?|diende(?:n)?|verplicht(?:en)?|verboden|verbied\w+|vereist(?:e)?"
            r"|noodzakelijk|nodig|onmisbaar|is te|zijn te|gelieve"
        ),
    ),
    (
        _MAY,
        (
            r"kan|kunnen|kon(?:den)?|mag|mogen|mocht(?:en)?|(?:on)?mogelijk|eventueel|facultatief"
            r"|optioneel|toegestaan|toegelaten|in staat"
        ),
    ),
)
_FRENCH = (
    (_SHOULD, r"devrai(?:t|ent)|faudrait"),
    (_MUST | _SHOULD, r"(?:il )?convien(?:t|drait)|est indiqué"),
    (_MUST | _MAY, r"ne (?:peut|peuvent|pouvai\w+) (?:\w+ )?pas"),
    (_SHOULD | _MAY, r"souhaitables?|opportune?s?|utiles?|bonne idée|judicieux"),
    (_SHOULD, r"recommand\w+|conseill\w+|préconis\w+|préférable"),
    (
        _MUST,
        (
            r"doi(?:t|vent)|devai(?:t|ent)|(?:a|ont|avait|avaient) (?:\w+ ){0,3}dû|dues?|faut|fallu"
            r"|fallait|faudra|devr(?:a|ont)|interdi\w+|obligatoires?|obligatoirement|obligée?s?"
            r"|obligations?|tenue?s? de|imposée?s?|exig\w+|nécessaires?|nécessit\w+|impérati\w+"
            r"|indispensables?|requise?s?|veuillez|prière de"
            r"|est à|sont à"
        ),
    ),
    (
        _MAY,
        (
            r"peu(?:t|vent)|pouvai(?:t|ent)|(?:a|ont|avait|avaient|ait|aient) (?:\w+ ){0,3}pu"
            r"|pourr\w+"
            r"|puiss\w+|(?:im)?possibles?|possibilité|éventuel\w*|facultati\w+|optionnel\w*|permise?s?"
            r"|permet(?:tent|tait)?|autorisée?s?|en mesure|libre de|capables?|parv\w+|réussi\w*"
        ),
    ),
)
_PATTERNS = {
    language: [
        (readings, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for readings, words in rows
    ]
    for language, rows in ((Language.NL, _DUTCH), (Language.FR, _FRENCH))
}
_DIFFERS = Translated("De verplichting verschilt", "L’obligation diffère")


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
    names = [min(_all(each), key=lambda mode: mode.name).value for each in (nl, fr)]
    message = versus(_DIFFERS, *(Translated(quoted(n.nl).nl, quoted(n.fr).fr) for n in names))
    yield PairFinding("parity.modality", here, there, Severity.CONFIRM, message)


def _all(found: list[frozenset[Mode]]) -> frozenset[Mode]:
    return frozenset().union(*found)

"""Paragraphs that are much shorter or longer in one language than in the other."""

from collections.abc import Iterator

from portal.i18n import Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.texts import Pair

SHORTEST, LONGEST = 0.8, 1.4
LEAST = 100
MARGIN = 45
# Whatever is said: no faithful pair of this length was seen beyond 0.76 and 1.73.
SHORT, FAR_SHORTER, FAR_LONGER = 60, 0.65, 1.85


def check(pair: Pair) -> Iterator[PairFinding]:
    """French against Dutch outside 0.8 to 1.4, with a margin that counts only in short texts."""
    nl, fr = len(pair.nl.words), len(pair.fr.words)
    if not (_far(nl, fr) or _apart(nl, fr)):
        return
    longer = Translated("Nederlands", "néerlandais") if nl > fr else Translated("Frans", "français")
    shorter = (
        Translated("Frans", "français") if nl > fr else Translated("Nederlands", "néerlandais")
    )
    yield PairFinding(
        "parity.length",
        pair.nl.span,
        pair.fr.span,
        Severity.CONFIRM,
        Translated(
            f"Het {longer.nl} is veel langer dan het {shorter.nl}: {max(nl, fr)} tegen"
            f" {min(nl, fr)} tekens",
            f"Le texte {longer.fr} est beaucoup plus long que le texte {shorter.fr}\u00a0:"
            f" {max(nl, fr)} caractères contre {min(nl, fr)}",
        ),
    )


def _apart(nl: int, fr: int) -> bool:
    long = max(nl, fr) >= LEAST
    return long and not SHORTEST * nl - MARGIN <= fr <= LONGEST * nl + MARGIN


def _far(nl: int, fr: int) -> bool:
    return max(nl, fr) >= SHORT and not FAR_SHORTER * nl <= fr <= FAR_LONGER * nl

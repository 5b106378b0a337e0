"""Paragraphs that are much shorter or longer in one language than in the other."""

from collections.abc import Iterator

from portal.i18n import Translated
from portal.language.finding import PairFinding, Severity
from portal.language.parity.texts import Pair

SHORTEST, LONGEST = 0.8, 1.4
LEAST = 100
MARGIN = 45


def check(pair: Pair) -> Iterator[PairFinding]:
    """French against Dutch outside 0.8 to 1.4, with a margin that counts only in short texts."""
    nl, fr = len(pair.nl.words), len(pair.fr.words)
    if max(nl, fr) < LEAST or SHORTEST * nl - MARGIN <= fr <= LONGEST * nl + MARGIN:
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

"""Who did it: one profession in the place of another."""

import re
from collections.abc import Iterator

from portal.i18n import Language, Translated
from portal.language.finding import PairFinding, Severity, Span
from portal.language.parity.telling import instead
from portal.language.parity.texts import Pair, Passage

_PROFESSIONS = (
    (
        r"\w*arts(?:en)?|radiotherapeut(?:en)?|oncolo(?:og|gen)",
        r"médecins?|\w*oncologues?|radiothérapeutes?",
    ),
    (r"\w*fysic(?:us|i)", r"(?:radio)?physicien(?:ne)?s?"),
    (r"\w*verpleegkundigen?|verple(?:eg|g)ers?", r"infirmi(?:er|ère)s?|soignant(?:e)?s?"),
    (r"laborant(?:e|en|es|s)?|technolo(?:og|gen)", r"technologues?|laborantin(?:e)?s?"),
    (r"dosimetrist(?:en)?", r"dosimétristes?"),
    (r"technic(?:us|i)", r"technicien(?:ne)?s?"),
    (r"leveranciers?|fabrikant(?:en)?", r"fournisseurs?|fabricants?|constructeurs?"),
    (r"familie", r"familles?"),
)
_PATTERNS = {
    language: [re.compile(rf"\b(?:{row[at]})\b", re.IGNORECASE) for row in _PROFESSIONS]
    for at, language in enumerate((Language.NL, Language.FR))
}
_NAME = Translated("Het woord", "Le mot")


def check(pair: Pair) -> Iterator[PairFinding]:
    """A profession of one language in whose place the other has another one."""
    nl, fr = _found(pair.nl), _found(pair.fr)
    lost = [span for kind, span in nl.items() if kind not in fr]
    added = [span for kind, span in fr.items() if kind not in nl]
    if lost and added:
        here, there = lost[0].of(pair.nl.text), added[0].of(pair.fr.text)
        message = instead(_NAME, here, there)
        yield PairFinding("parity.term", lost[0], added[0], Severity.CONFIRM, message)


def _found(passage: Passage) -> dict[int, Span]:
    """The professions of a passage, each where it stands first."""
    text, within = passage.text, passage.span
    found = (
        pattern.search(text, within.start, within.end) for pattern in _PATTERNS[passage.language]
    )
    return {kind: Span(*match.span()) for kind, match in enumerate(found) if match}

"""A glossary of a few terms, for tests that should not depend on the large one."""

import re
from dataclasses import dataclass

from portal.i18n import Language
from portal.language.finding import Span

_PAIRS = """
fractie fracties|fraction fractions
collimator collimatoren|collimateur collimateurs
masker maskers|masque masques
isocentrum isocenter|isocentre isocentres
bestraling bestralingen bestralingssessie|irradiation irradiations
dosis doses dosissen|dose doses
patiënt patiënten patiënte|patient patients patiente patientes
radiotherapeut radiotherapeuten|radiothérapeute radiothérapeutes
verpleegkundige verpleegkundigen|infirmier infirmiers infirmière infirmières
versneller versnellers|accélérateur accélérateurs
bundel bundels|faisceau faisceaux
wervel wervels|vertèbre vertèbres
tumor tumoren|tumeur tumeurs
back-up back-ups|sauvegarde sauvegardes
FANC|AFCN
"""


@dataclass(frozen=True)
class Term:
    """A pair with its forms."""

    key: str
    nl: tuple[str, ...]
    fr: tuple[str, ...]
    countable: bool = True


@dataclass(frozen=True)
class Hit:
    """A term where it stands."""

    term: Term
    span: Span


class SmallGlossary:
    """It finds whole words as they are listed."""

    def __init__(self) -> None:
        halves = [line.split("|") for line in _PAIRS.strip().splitlines()]
        terms = [Term(nl.split()[0], tuple(nl.split()), tuple(fr.split())) for nl, fr in halves]
        self._forms = {
            language: {
                form.lower(): term for term in terms for form in getattr(term, language.value)
            }
            for language in Language
        }

    def find(self, text: str, language: Language) -> list[Hit]:
        """The terms of ``text``, in order."""
        forms = self._forms[language]
        return [
            Hit(forms[match[0].lower()], Span(*match.span()))
            for match in re.finditer(r"back-ups?|[^\W\d_]+", text)
            if match[0].lower() in forms
        ]

"""A corrective action without who does it: a bulletin tells what is done, not by whom. Pure."""

import re

_ROLES = {
    "nl": (
        *("verpleegkundige", "technoloog", "verpleegkundige/technoloog", "hoofdverpleegkundige"),
        *(
            "fysicus",
            "fysici",
            "stralingsfysicus",
            "stralingsfysici",
            "dosimetrist",
            "arts",
            "artsen",
        ),
        *("radiotherapeut", "radiotherapeut-oncoloog", "kwaliteitscoördinator", "diensthoofd"),
        *("ict", "ict-dienst", "technicus", "ingenieur", "secretariaat", "leverancier"),
    ),
    "fr": (
        *("infirmier", "infirmière", "infirmier(ère)/technologue", "technologue", "physicien"),
        *("physiciens", "radiophysicien", "dosimétriste", "médecin", "médecins", "radiothérapeute"),
        *(
            "radiothérapeute-oncologue",
            "coordinateur qualité",
            "coordinatrice qualité",
            "qualiticien",
        ),
        *("chef de service", "it", "service informatique", "technicien", "ingénieur"),
        *("secrétariat", "fournisseur"),
    ),
}
_ANY = "|".join(
    re.escape(role) for roles in _ROLES.values() for role in sorted(roles, key=len, reverse=True)
)
_RUN = rf"(?:{_ANY})(?:\s*(?:,|en|et|/|\+|&)\s*(?:{_ANY}))*"
_CALLED = r"(?:eigenaar|verantwoordelijken?|uitvoerder|responsables?|porteur|pilote|door|par)"
_OWNER = re.compile(
    rf"\s*\(\s*(?:{_CALLED}\s*:?\s*)?{_RUN}\s*\)"
    rf"|\s*[(;,–-]?\s*\b(?:eigenaar|verantwoordelijken?|uitvoerder|responsables?|porteur|pilote)"
    rf"\s*:\s*{_RUN}\)?"
    rf"|\A(?:{_RUN})\s*:\s*",
    re.IGNORECASE,
)


def without_owners(text: str) -> str:
    """The action without the roles that are named beside it: in brackets, or before a colon.

    A role inside a sentence stays: there it tells what is done.
    """
    left = _OWNER.sub("", text).strip()
    return left[:1].upper() + left[1:] if left else text

"""The labels of printed bulletins, and how to recognise one that was printed a little wrong."""

import re
import unicodedata

from portal.bulletins.models import Section
from portal.i18n import Language

APOSTROPHES = str.maketrans({"’": "'", "œ": "oe"})

# What the series prints above each section, and below it, what it has printed by mistake.
PRINTED = {
    Language.NL: {
        Section.COURSE: "Verloop van het incident",
        Section.ACTIONS: "Door de dienst uitgevoerde/voorziene correctieve acties",
        Section.RECOMMENDATION: "Aanbeveling van het FANC",
    },
    Language.FR: {
        Section.COURSE: "Déroulement de l'incident",
        Section.ACTIONS: "Actions correctrices prévues/mises en œuvre par le service",
        Section.RECOMMENDATION: "Recommandations de l'AFCN",
    },
}
ALSO_PRINTED = {
    "Door de dienst uitgevoerde/voorziena correctieve acties": (Language.NL, Section.ACTIONS),
    "Aanbevelingen van het FANC": (Language.NL, Section.RECOMMENDATION),
    "Recommandation de l'AFCN": (Language.FR, Section.RECOMMENDATION),
}


def folded(text: str) -> str:
    """A label without what differs between printed ones: case, accents, colon, stray spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(APOSTROPHES))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r" ?/ ?", "/", " ".join(letters.split()).rstrip(": "))


LABELS = {
    folded(label): (language, section)
    for language, labels in PRINTED.items()
    for section, label in labels.items()
} | {folded(label): meaning for label, meaning in ALSO_PRINTED.items()}

"""An event told in both languages as a translator leaves it: one fraction lost, one word of blame.

``PAIRS`` has each paragraph or bullet, by section; :func:`tampered` is what becomes of a
translation in a hurry.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.states import approve_all
from portal.bulletins.writing import place
from portal.i18n import Language, Translated, now
from portal.language.segments import Kind

TITLE = Translated("Databank en bestanden liepen uiteen", "Base de données et fichiers décalés")
ESSENCE = Translated(
    "Na een herstel liep de databank niet meer gelijk met de bestanden.",
    "Après une restauration, la base de données ne concordait plus avec les fichiers.",
)
COURSE = [
    Translated(
        "Op maandag 16/11/2020 om 15u42 meldde het bewakingssysteem dat een server niet meer"
        " antwoordde. De storing kwam door een handeling tijdens het onderhoud.",
        "Le lundi 16/11/2020 à 15h42, le système de surveillance a signalé qu'un serveur ne"
        " répondait plus. La panne venait d'une mauvaise manipulation pendant la maintenance.",
    ),
    Translated(
        "Het terugzetten van 7,7 TB aan gegevens duurde tot dinsdagochtend.",
        "La restauration de 7,7 TB de données a duré jusqu'au mardi matin.",
    ),
    Translated(
        "Eén patiënt kreeg een extra fractie op de grote velden. Dit werd meteen na de"
        " behandeling gezien; de boost werd met één fractie verminderd.",
        "Un patient a reçu un complément d'irradiation sur les grands champs. Cela a été vu"
        " aussitôt après le traitement ; le boost a été réduit d'une fraction.",
    ),
]
ACTIONS = [
    Translated(
        "De procedure voor het onderhoud van de servers is aangepast (uitgevoerd).",
        "La procédure de maintenance des serveurs a été adaptée (mis en œuvre).",
    ),
    Translated(
        "De back-up omvat voortaan ook de databank (uitgevoerd).",
        "La sauvegarde comprend désormais aussi la base de données (mis en œuvre).",
    ),
    Translated(
        "De configuratie wordt nagekeken met de leverancier (voorzien).",
        "La configuration est revue avec le fournisseur (prévu).",
    ),
    Translated(
        "Een noodprocedure wordt uitgewerkt met de ICT-dienst (voorzien).",
        "Une procédure d'urgence est élaborée avec le service ICT (prévu).",
    ),
]
ADVICE = [
    Translated(
        "Bespreek met uw leverancier en uw ICT-dienst hoe een herstel verloopt.",
        "Discutez avec votre fournisseur et votre service ICT du déroulement d'une restauration.",
    )
]
PAIRS = {Section.COURSE: COURSE, Section.ACTIONS: ACTIONS, Section.RECOMMENDATION: ADVICE}

SOMEBODY, NUMBER = "Louise Vandermeersch", "85.07.30-033.28"
LOST = ACTIONS[2]


def tampered(text: str) -> str:
    """A hurried translation of one paragraph or bullet; nothing for the one that was lost."""
    if text in (LOST.nl, LOST.fr):
        return ""
    for supplier in ("uw leverancier", "votre fournisseur"):
        text = text.replace(supplier, f"{supplier} ({SOMEBODY}, {NUMBER})")
    return text.replace("7,7 TB", "77 TB")


def written(
    session: Session,
    change: Callable[[str], str] = str,
    language: Language = Language.FR,
    **values: Any,
) -> Bulletin:
    """The event as a draft, approved; the texts of ``language`` went through ``change``."""
    texts = {"title": TITLE, "essence": ESSENCE, "edited_at": now(), "cause_families": "O"}
    row = Bulletin(**({"language": language.other} | texts | values))
    for section, pairs in PAIRS.items():
        kind = Kind.BULLET if section is Section.ACTIONS else Kind.PARAGRAPH
        told = (pair.replace(language, change(pair[language])) for pair in pairs)
        place(row, section, [Block(kind=kind, text=text) for text in told])
    approve_all(row)
    session.add(row)
    session.flush()
    return row

"""The sentences of a dossier that a question can be about, part by part."""

from collections.abc import Iterable

from portal.dialogue.models import Part
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.language.sentences import sentences


def sentences_of(incident: Incident) -> dict[Part, list[str]]:
    """Each sentence that stands in the dossier now, by the part in which it stands."""
    return {
        part: [sentence for text in texts for sentence in sentences(_words(incident, text))]
        for part, texts in _texts(incident).items()
    }


def _texts(incident: Incident) -> dict[Part, Iterable[Translated | str]]:
    return {
        Part.FACTS: [incident.found_how],
        Part.COURSE: [
            incident.title,
            incident.narrative,
            *(moment.text for moment in incident.moments),
        ],
        Part.CONSEQUENCES: [incident.effects, incident.correction],
        Part.CAUSES: [
            *(cause.text for cause in incident.causes),
            *(barrier.text for barrier in incident.barriers),
            incident.no_causes_reason,
        ],
        Part.ACTIONS: [
            *(text for action in incident.actions for text in (action.text, action.measure)),
            incident.no_actions_reason,
        ],
        Part.EQUIPMENT: [incident.equipment],
    }


def _words(incident: Incident, text: Translated | str) -> str:
    return text if isinstance(text, str) else text.best(incident.language)[1]

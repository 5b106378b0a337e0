"""The words of a bulletin that nobody types: agency, sections, features, in the locale in force."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.bulletins.record import Record
from portal.i18n import Language
from portal.incidents.taxonomy import CauseFamily, ProcessStep


@dataclass(frozen=True)
class Agency:
    """Who publishes, as it calls itself in one of its languages."""

    language: Language
    initials: str
    name: str
    task: str


def agency(language: Language) -> Agency:
    """The regulator in ``language``, which must be the locale in force."""
    return Agency(
        language,
        initials=_("FANC"),
        name=_("Federal Agency for Nuclear Control"),
        task=_("Learning from incidents in radiotherapy"),
    )


def features(record: Record) -> dict[str, str]:
    """Where in the process and why, as words for the strip above the text; empty ones left out."""
    step = ProcessStep(record.step).label if record.step else ""
    families = (str(CauseFamily(letter).label) for letter in record.cause_families)
    strip = {
        _("Step in the process"): str(step),
        _("Systems"): ", ".join(record.systems),
        _("Causes"): ", ".join(families),
    }
    return {name: words for name, words in strip.items() if words}

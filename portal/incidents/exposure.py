"""Dose and patients of an incident: the same questions on every page that asks them.

A page's form inherits :class:`ExposureFields` and is opened with ``opened(incident)``; its
template is the macro ``exposure`` of ``incidents/_exposure.html``. ``mine(form)`` reads what came
back, ``write(incident, …)`` stores it, except where somebody else changed the same meanwhile.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    Form,
    RadioField,
    SelectChoice,
)
from wtforms.validators import Optional, ValidationError

from portal.duty.labels import MODALITIES, YES_NO
from portal.duty.models import Modality, YesNo
from portal.duty.numbers import CountText, NumberText, parse_number, write_number
from portal.i18n import today
from portal.incidents.forms import MomentText
from portal.incidents.guarded import sent
from portal.incidents.models import Incident
from portal.incidents.moments import parse_moment, write_moment
from portal.incidents.operations import Conflicts, Sent, merged
from portal.incidents.parts import Exposure
from portal.incidents.taxonomy import PatientsReached, ProcessStep, Technique
from portal.text import one_line

DOSES = (
    *("total_planned", "total_delivered", "total_deviation"),
    *("fraction_planned", "fraction_delivered", "fraction_deviation"),
    *("unborn_dose", "activity_planned", "activity_delivered"),
)
COUNTS = ("fractions_planned", "fractions_delivered", "patients")
ANSWERS = (
    *("systematic", "wrong_identity", "unborn_child"),
    *("unforeseen_effects", "beyond_patients"),
)
BANDS: dict[PatientsReached, tuple[int, int | None]] = {
    PatientsReached.ONE: (1, 1),
    PatientsReached.FEW: (2, 9),
    PatientsReached.MANY: (10, None),
}
NAMES = ("modality", *DOSES, *COUNTS, *ANSWERS, "called_at")
WRONG_DEVIATION = _("The dose deviation must be a number, for example 7,5")


def _offered(labels: Mapping[Any, LazyString]) -> Callable[[], list[SelectChoice]]:
    """The options of a question, in the page's language."""
    return lambda: [SelectChoice(str(value), str(label)) for value, label in labels.items()]


def _answer(label: LazyString) -> RadioField:
    return RadioField(label, choices=_offered(YES_NO), validators=[Optional()])


def _dose(label: LazyString, unit: str = "Gy") -> NumberText:
    return NumberText(label, unit=unit)


def _deviation(label: LazyString) -> NumberText:
    return NumberText(label, unit="%", least=Decimal(-100), wrong=WRONG_DEVIATION)


def _count(label: LazyString) -> CountText:
    return CountText(label, unit="")


class ExposureFields(Form):
    """What was planned, what was delivered, to how many patients; all of it may stay open."""

    modality = RadioField(
        _("What irradiated?"),
        choices=_offered({**MODALITIES, "": YES_NO[YesNo.UNKNOWN]}),
        validators=[Optional()],
    )
    total_planned = _dose(_("Total dose, prescribed (Gy)"))
    total_delivered = _dose(_("Total dose, delivered (Gy)"))
    total_deviation = _deviation(_("Dose deviation of the total dose (%)"))
    fraction_planned = _dose(_("Dose per fraction, prescribed (Gy)"))
    fraction_delivered = _dose(_("Dose per fraction, delivered (Gy)"))
    fraction_deviation = _deviation(_("Dose deviation per fraction (%)"))
    fractions_planned = _count(_("Number of fractions, prescribed"))
    fractions_delivered = _count(_("Number of fractions, delivered"))
    patients = CountText(_("Number of patients"), least=Decimal(1))
    systematic = _answer(_("Is it a systematic deviation?"))
    wrong_identity = _answer(_("Was a patient wrongly identified?"))
    unborn_child = _answer(_("Was an unborn child irradiated without the pregnancy being known?"))
    unborn_dose = _dose(_("Dose to the unborn child (mSv)"), "mSv")
    activity_planned = _dose(_("Intended activity (MBq)"), "MBq")
    activity_delivered = _dose(_("Administered activity (MBq)"), "MBq")
    unforeseen_effects = _answer(_("Are there unforeseen deterministic effects, or expected ones?"))
    beyond_patients = _answer(
        _("Does it concern more than patients: staff, the public, a source or the installation?")
    )
    called_at = MomentText(
        _("When did you call the FANC?"),
        description=_("The terms of the reports count from there. For example 16/11/2020 15:42"),
        filters=[one_line],
    )

    def validate_total_planned(self, field: NumberText) -> None:
        """A deviation from nothing cannot be computed."""
        _more_than_nothing(field)

    validate_fraction_planned = validate_activity_planned = validate_total_planned
    validate_fractions_planned = validate_total_planned


def _more_than_nothing(field: NumberText) -> None:
    if field.data and not field.data.strip("0., "):
        raise ValidationError(_("What was prescribed must be more than 0"))


def as_text(incident: Incident, name: str) -> str:
    """The answer ``name`` as its field holds it; empty when nobody answered."""
    value: Any = getattr(incident.exposure, name, None)
    if value is None:
        return _told_by_band(incident) if name == "patients" else ""
    if isinstance(value, datetime):
        return write_moment(value)
    return write_number(value) if isinstance(value, Decimal | int) else str(value.value)


def texts(incident: Incident) -> dict[str, str]:
    """All answers as they are stored, for the fingerprints of a page."""
    return {name: as_text(incident, name) for name in NAMES}


def shown(incident: Incident, name: str) -> str:
    """The answer ``name`` as people read it."""
    value: Any = getattr(incident.exposure, name, None)
    if isinstance(value, Modality):
        return str(MODALITIES[value])
    return str(YES_NO[value]) if isinstance(value, YesNo) else as_text(incident, name)


def opened(incident: Incident) -> dict[str, Any]:
    """What the fields show: the answers, and before those what the report already told."""
    answers = texts(incident)
    return {**answers, "modality": answers["modality"] or modality_of(incident) or ""}


def modality_of(incident: Incident) -> Modality | None:
    """What irradiated, as far as technique and step tell."""
    brachytherapy = {Technique.BRACHYTHERAPY, ProcessStep.BRACHYTHERAPY}
    if brachytherapy & {incident.technique, incident.step_arose, incident.step_found}:
        return Modality.BRACHYTHERAPY
    if incident.technique in {None, Technique.OTHER}:
        return None
    return Modality.EXTERNAL


def _told_by_band(incident: Incident) -> str:
    return "1" if incident.patients_reached is PatientsReached.ONE else ""


def _band_of(patients: int | None, told: PatientsReached | None) -> PatientsReached | None:
    """The band of a number; without a number what was told, unless that was a number too."""
    if patients is None:
        return PatientsReached.UNKNOWN if told is PatientsReached.ONE else told
    return next(band for band, (_least, most) in BANDS.items() if most is None or patients <= most)


def mine(form: ExposureFields) -> dict[str, Sent]:
    """What a valid form says, with the fingerprints that came with it."""
    return {name: sent(name, _text(form[name])) for name in NAMES}


def _text(field: Any) -> str:
    if isinstance(field, NumberText):
        return "" if field.understood is None else write_number(field.understood)
    if isinstance(field, MomentText):
        return "" if field.understood is None else write_moment(field.understood)
    return str(field.data or "")


def write(incident: Incident, sent: dict[str, Sent]) -> Conflicts:
    """Store each answer that was changed, except where somebody else changed it too."""
    conflicts = Conflicts()
    for name, answer in sent.items():
        stored = as_text(incident, name)
        result = merged(answer, stored)
        if result.conflict:
            conflicts.theirs[name] = stored
        elif result.text != stored:
            if incident.exposure is None:
                incident.exposure = Exposure()
            setattr(incident.exposure, name, _value(name, result.text))
            if name == "patients":
                number = incident.exposure.patients
                incident.patients_reached = _band_of(number, incident.patients_reached)
    return conflicts


def _value(name: str, text: str) -> Decimal | int | YesNo | Modality | datetime | None:
    if not text:
        return None
    if name == "called_at":
        return parse_moment(text, today=today())
    if name in DOSES:
        return parse_number(text)
    if name in COUNTS:
        return int(text)
    return Modality(text) if name == "modality" else YesNo(text)

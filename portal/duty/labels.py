"""The words for what the rules of the duty to notify speak of."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.duty.models import Criterion, Modality, Outcome, Regime, YesNo

YES_NO: dict[YesNo, LazyString] = {
    YesNo.YES: _("Yes"),
    YesNo.NO: _("No"),
    YesNo.UNKNOWN: _("I do not know"),
}
MODALITIES: dict[Modality, LazyString] = {
    Modality.EXTERNAL: _("External radiotherapy"),
    Modality.BRACHYTHERAPY: _("Brachytherapy"),
    Modality.UNSEALED: _("Unsealed radioactive product"),
}
REGIMES: dict[Regime, LazyString] = {
    Regime.PATIENTS: _("Exposure of patients (Article 60)"),
    Regime.ESTABLISHMENT: _("Significant events, head of the establishment"),
}
CRITERIA: dict[Criterion, LazyString] = {
    Criterion.TOTAL_DOSE: _("Total dose"),
    Criterion.FRACTION_DOSE: _("Dose of a fraction"),
    Criterion.SYSTEMATIC: _("Systematic deviation"),
    Criterion.IDENTITY: _("Identity of the patient"),
    Criterion.UNBORN_CHILD: _("Unborn child"),
    Criterion.ACTIVITY: _("Administered activity"),
    Criterion.EFFECTS: _("Unforeseen effects"),
    Criterion.ESTABLISHMENT: _("More than patients"),
}
UNITS: dict[Criterion, LazyString | str] = {
    Criterion.TOTAL_DOSE: _("percent of the prescribed total dose"),
    Criterion.FRACTION_DOSE: _("percent of the prescribed dose per fraction"),
    Criterion.SYSTEMATIC: _("patients"),
    Criterion.UNBORN_CHILD: "mSv",
    Criterion.ACTIVITY: _("percent of the intended activity"),
}
OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.MUST: _("Notification is probably mandatory"),
    Outcome.PROBABLY_NOT: _("Notification is probably not mandatory, but it is close"),
    Outcome.UNDETERMINED: _("This cannot be decided yet"),
    Outcome.VOLUNTARY: _("Notification is voluntary, and welcome"),
}

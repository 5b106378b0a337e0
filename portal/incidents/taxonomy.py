"""The lists in which incidents are coded, with the words that the field uses.

Process steps: our own list of twelve. Causes: the Eindhoven Classification Model in its medical
version (PRISMA), codes TEX … X; the labels are our own, to be confirmed by the College.
"""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Labelled(StrEnum):
    """A fixed list whose members know their label in the page's language."""

    @property
    def label(self) -> LazyString:
        """The member's name for people."""
        return LABELS[type(self)][self]


class ProcessStep(Labelled):
    """The step of the radiotherapy process."""

    CONSULTATION = "consultation"
    PRESCRIPTION = "prescription"
    IMAGING = "imaging"
    DELINEATION = "delineation"
    PLANNING = "planning"
    PRETREATMENT_CHECK = "pretreatment_check"
    DATA_TRANSFER = "data_transfer"
    POSITIONING = "positioning"
    DELIVERY = "delivery"
    BRACHYTHERAPY = "brachytherapy"
    FOLLOW_UP = "follow_up"
    ICT_MAINTENANCE = "ict_maintenance"
    UNKNOWN = "unknown"


class Technique(Labelled):
    """How the patient was, or would be, irradiated."""

    CONFORMAL = "conformal"
    IMRT = "imrt"
    VMAT = "vmat"
    STEREOTACTIC = "stereotactic"
    ELECTRONS = "electrons"
    BRACHYTHERAPY = "brachytherapy"
    TBI = "tbi"
    SUPERFICIAL = "superficial"
    OTHER = "other"


class PatientReached(Labelled):
    """Whether the event reached a patient."""

    YES = "yes"
    CAUGHT = "caught"
    NONE = "none"
    UNKNOWN = "unknown"


class PatientsReached(Labelled):
    """How many patients were reached, as far as known."""

    ONE = "one"
    FEW = "2_to_9"
    MANY = "10_or_more"
    UNKNOWN = "unknown"


class OtherDose(Labelled):
    """Whether who was reached got another dose than prescribed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Danger(Labelled):
    """Whether somebody is still in danger."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Severity(Labelled):
    """Medical severity for the patient, as far as known."""

    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    DEATH = "death"
    UNKNOWN = "unknown"


class CauseFamily(Labelled):
    """The families of the Eindhoven model, technical first so that people are not blamed first."""

    TECHNICAL = "T"
    ORGANISATIONAL = "O"
    HUMAN = "H"
    PATIENT = "P"
    OTHER = "X"


class EindhovenCode(Labelled):
    """A base cause in the Eindhoven Classification Model."""

    TEX = "TEX"
    TD = "TD"
    TC = "TC"
    TM = "TM"
    OEX = "OEX"
    OK = "OK"
    OP = "OP"
    OM = "OM"
    OC = "OC"
    HEX = "HEX"
    HKK = "HKK"
    HRQ = "HRQ"
    HRC = "HRC"
    HRV = "HRV"
    HRI = "HRI"
    HRM = "HRM"
    HSS = "HSS"
    HST = "HST"
    PRF = "PRF"
    X = "X"

    @property
    def family(self) -> CauseFamily:
        """The family, which is the first letter of the code."""
        return CauseFamily(self.value[0])


class ActionStatus(Labelled):
    """Whether a corrective action is in place."""

    DONE = "done"
    PLANNED = "planned"


class Strength(Labelled):
    """How reliably an action prevents recurrence (action hierarchy, VA NCPS / RCA²)."""

    STRONG = "strong"
    INTERMEDIATE = "intermediate"
    WEAK = "weak"


LABELS: dict[type[Labelled], dict[str, LazyString]] = {
    ProcessStep: {
        ProcessStep.CONSULTATION: _("Request and consultation"),
        ProcessStep.PRESCRIPTION: _("Prescription"),
        ProcessStep.IMAGING: _("Simulation and imaging"),
        ProcessStep.DELINEATION: _("Delineation"),
        ProcessStep.PLANNING: _("Planning and dosimetry"),
        ProcessStep.PRETREATMENT_CHECK: _("Pre-treatment check"),
        ProcessStep.DATA_TRANSFER: _("Data transfer and R&V"),
        ProcessStep.POSITIONING: _("Positioning and image guidance"),
        ProcessStep.DELIVERY: _("Irradiation"),
        ProcessStep.BRACHYTHERAPY: _("Brachytherapy"),
        ProcessStep.FOLLOW_UP: _("Follow-up"),
        ProcessStep.ICT_MAINTENANCE: _("ICT and maintenance"),
        ProcessStep.UNKNOWN: _("I do not know"),
    },
    Technique: {
        Technique.CONFORMAL: _("3D conformal"),
        Technique.IMRT: _("IMRT"),
        Technique.VMAT: _("VMAT"),
        Technique.STEREOTACTIC: _("Stereotactic"),
        Technique.ELECTRONS: _("Electrons"),
        Technique.BRACHYTHERAPY: _("Brachytherapy"),
        Technique.TBI: _("Total body irradiation"),
        Technique.SUPERFICIAL: _("Superficial X-rays"),
        Technique.OTHER: _("Other technique"),
    },
    PatientReached: {
        PatientReached.YES: _("Yes"),
        PatientReached.CAUGHT: _("No, discovered in time"),
        PatientReached.NONE: _("No patient involved"),
        PatientReached.UNKNOWN: _("I do not know"),
    },
    PatientsReached: {
        PatientsReached.ONE: _("1 patient"),
        PatientsReached.FEW: _("2 to 9 patients"),
        PatientsReached.MANY: _("10 patients or more"),
        PatientsReached.UNKNOWN: _("I do not know"),
    },
    OtherDose: {
        OtherDose.YES: _("Yes"),
        OtherDose.NO: _("No"),
        OtherDose.UNKNOWN: _("I do not know"),
    },
    Danger: {
        Danger.YES: _("Yes"),
        Danger.NO: _("No"),
        Danger.UNKNOWN: _("I do not know"),
    },
    Severity: {
        Severity.NONE: _("No harm"),
        Severity.MILD: _("Mild"),
        Severity.MODERATE: _("Moderate"),
        Severity.SEVERE: _("Severe"),
        Severity.DEATH: _("Death"),
        Severity.UNKNOWN: _("Not known yet"),
    },
    CauseFamily: {
        CauseFamily.TECHNICAL: _("Technical (T)"),
        CauseFamily.ORGANISATIONAL: _("Organisational (O)"),
        CauseFamily.HUMAN: _("Human (H)"),
        CauseFamily.PATIENT: _("Patient-related (P)"),
        CauseFamily.OTHER: _("Other (X)"),
    },
    EindhovenCode: {
        EindhovenCode.TEX: _("Technical, external"),
        EindhovenCode.TD: _("Technical, design"),
        EindhovenCode.TC: _("Technical, construction"),
        EindhovenCode.TM: _("Technical, materials"),
        EindhovenCode.OEX: _("Organisational, external"),
        EindhovenCode.OK: _("Organisational, transfer of knowledge"),
        EindhovenCode.OP: _("Organisational, protocols"),
        EindhovenCode.OM: _("Organisational, management priorities"),
        EindhovenCode.OC: _("Organisational, culture"),
        EindhovenCode.HEX: _("Human, external"),
        EindhovenCode.HKK: _("Human, reasoning"),
        EindhovenCode.HRQ: _("Human, qualification"),
        EindhovenCode.HRC: _("Human, coordination"),
        EindhovenCode.HRV: _("Human, verification"),
        EindhovenCode.HRI: _("Human, intervention"),
        EindhovenCode.HRM: _("Human, monitoring"),
        EindhovenCode.HSS: _("Human, fine motor slip"),
        EindhovenCode.HST: _("Human, gross motor slip"),
        EindhovenCode.PRF: _("Patient-related factor"),
        EindhovenCode.X: _("Not classifiable"),
    },
    ActionStatus: {
        ActionStatus.DONE: _("Done"),
        ActionStatus.PLANNED: _("Planned"),
    },
    Strength: {
        Strength.STRONG: _("Strong"),
        Strength.INTERMEDIATE: _("Intermediate"),
        Strength.WEAK: _("Weak"),
    },
}

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


class EventType(Labelled):
    """What kind of event it was; a good catch is welcome too."""

    INCIDENT = "incident"
    NEAR_MISS = "near_miss"
    UNSAFE_SITUATION = "unsafe_situation"
    GOOD_CATCH = "good_catch"


class DosimetricImpact(Labelled):
    """How far the dose was off over the whole treatment; a scale of its own."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"


class AsnSfro(Labelled):
    """The ASN-SFRO scale; "+" means several patients."""

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    TWO_PLUS = "2+"
    THREE = "3"
    THREE_PLUS = "3+"
    FOUR = "4"
    FOUR_PLUS = "4+"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"


class BarrierKind(Labelled):
    """What can stop an error on its way to the patient."""

    RECORD_AND_VERIFY = "record_and_verify"
    INTERLOCK = "interlock"
    IMAGE_GUIDANCE = "image_guidance"
    IN_VIVO_DOSIMETRY = "in_vivo_dosimetry"
    INDEPENDENT_CALCULATION = "independent_calculation"
    MACHINE_QUALITY_CONTROL = "machine_quality_control"
    COMMISSIONING = "commissioning"
    COLLISION_PROTECTION = "collision_protection"
    PATIENT_IDENTIFICATION = "patient_identification"
    LATERALITY_CHECK = "laterality_check"
    PREGNANCY_CHECK = "pregnancy_check"
    IMPLANT_CHECK = "implant_check"
    PEER_REVIEW = "peer_review"
    PLAN_CHECK_PHYSICIST = "plan_check_physicist"
    PLAN_CHECK_TECHNOLOGIST = "plan_check_technologist"
    TIME_OUT = "time_out"
    CHECKLIST = "checklist"
    SECOND_PERSON = "second_person"
    CHART_CHECK = "chart_check"
    TREATMENT_MONITORING = "treatment_monitoring"
    ON_TREATMENT_CONSULTATION = "on_treatment_consultation"
    BACKUP_AND_EMERGENCY_PROCEDURE = "backup_and_emergency_procedure"
    ALERT_COLLEAGUE = "alert_colleague"
    ALERT_PATIENT = "alert_patient"
    OTHER = "other"


class Profession(Labelled):
    """Who does, finds or owns something: a role, never a name."""

    TECHNOLOGIST = "technologist"
    PHYSICIST = "physicist"
    DOSIMETRIST = "dosimetrist"
    PHYSICIAN = "physician"
    NURSE = "nurse"
    QUALITY_MANAGER = "quality_manager"
    HEAD = "head"
    ICT = "ict"
    ENGINEER = "engineer"
    SECRETARY = "secretary"
    VENDOR = "vendor"
    PATIENT = "patient"
    OTHER = "other"


class Informed(Labelled):
    """Whether somebody was told."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Effect(Labelled):
    """Whether a corrective action works, some months later."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class AnalysisTask(Labelled):
    """The tasks of an analysis, each one page, in any order."""

    FACTS = "facts"
    COURSE = "course"
    CONSEQUENCES = "consequences"
    CAUSES = "causes"
    ACTIONS = "actions"
    EQUIPMENT = "equipment"
    ATTACHMENTS = "attachments"
    PRIVACY = "privacy"


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
    EventType: {
        EventType.INCIDENT: _("Incident"),
        EventType.NEAR_MISS: _("Near miss"),
        EventType.UNSAFE_SITUATION: _("Unsafe situation"),
        EventType.GOOD_CATCH: _("Good catch"),
    },
    DosimetricImpact: {
        DosimetricImpact.NONE: _("No deviation"),
        DosimetricImpact.MINOR: _("Minor: at most 5 %"),
        DosimetricImpact.MODERATE: _("Moderate: more than 5 to 25 %"),
        DosimetricImpact.SEVERE: _("Severe: more than 25 %"),
    },
    AsnSfro: {each: _("Level %(level)s", level=each.value) for each in AsnSfro},
    BarrierKind: {
        BarrierKind.RECORD_AND_VERIFY: _("R&V system"),
        BarrierKind.INTERLOCK: _("Interlock or forcing function"),
        BarrierKind.IMAGE_GUIDANCE: _("Imaging of the position"),
        BarrierKind.IN_VIVO_DOSIMETRY: _("In vivo or transit dosimetry"),
        BarrierKind.INDEPENDENT_CALCULATION: _("Independent dose calculation"),
        BarrierKind.MACHINE_QUALITY_CONTROL: _("Quality control of the machine"),
        BarrierKind.COMMISSIONING: _("Acceptance and commissioning"),
        BarrierKind.COLLISION_PROTECTION: _("Collision protection or emergency stop"),
        BarrierKind.PATIENT_IDENTIFICATION: _("Patient identification"),
        BarrierKind.LATERALITY_CHECK: _("Check of side and region"),
        BarrierKind.PREGNANCY_CHECK: _("Question about pregnancy"),
        BarrierKind.IMPLANT_CHECK: _("Question about pacemaker or implant"),
        BarrierKind.PEER_REVIEW: _("Review among physicians"),
        BarrierKind.PLAN_CHECK_PHYSICIST: _("Plan check by a physicist"),
        BarrierKind.PLAN_CHECK_TECHNOLOGIST: _("Plan check by a technologist"),
        BarrierKind.TIME_OUT: _("Time-out before irradiation"),
        BarrierKind.CHECKLIST: _("Checklist"),
        BarrierKind.SECOND_PERSON: _("Check by a second person"),
        BarrierKind.CHART_CHECK: _("Periodic chart check"),
        BarrierKind.TREATMENT_MONITORING: _("Watching the patient during irradiation"),
        BarrierKind.ON_TREATMENT_CONSULTATION: _("Consultation during the treatment"),
        BarrierKind.BACKUP_AND_EMERGENCY_PROCEDURE: _("Back-up and emergency procedure"),
        BarrierKind.ALERT_COLLEAGUE: _("A colleague who noticed"),
        BarrierKind.ALERT_PATIENT: _("A patient who noticed"),
        BarrierKind.OTHER: _("Another barrier"),
    },
    Profession: {
        Profession.TECHNOLOGIST: _("Technologist"),
        Profession.PHYSICIST: _("Medical physicist"),
        Profession.DOSIMETRIST: _("Dosimetrist"),
        Profession.PHYSICIAN: _("Radiation oncologist"),
        Profession.NURSE: _("Nurse of another ward"),
        Profession.QUALITY_MANAGER: _("Quality manager"),
        Profession.HEAD: _("Head of the department"),
        Profession.ICT: _("ICT"),
        Profession.ENGINEER: _("Technical service"),
        Profession.SECRETARY: _("Secretariat"),
        Profession.VENDOR: _("Vendor"),
        Profession.PATIENT: _("Patient or family"),
        Profession.OTHER: _("Somebody else"),
    },
    Informed: {
        Informed.YES: _("Yes"),
        Informed.NO: _("No"),
        Informed.NOT_APPLICABLE: _("Not applicable"),
    },
    Effect: {
        Effect.YES: _("Yes"),
        Effect.PARTLY: _("Partly"),
        Effect.NO: _("No"),
    },
    AnalysisTask: {
        AnalysisTask.FACTS: _("Check the facts"),
        AnalysisTask.COURSE: _("Course of the incident"),
        AnalysisTask.CONSEQUENCES: _("Consequences"),
        AnalysisTask.CAUSES: _("Causes"),
        AnalysisTask.ACTIONS: _("Corrective actions"),
        AnalysisTask.EQUIPMENT: _("Machine and software"),
        AnalysisTask.ATTACHMENTS: _("Attachments"),
        AnalysisTask.PRIVACY: _("Check personal data"),
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

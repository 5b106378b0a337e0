"""The lists in which incidents are coded, as stable codes.

Process steps: our own list of twelve. Causes: the Eindhoven Classification Model in its medical
version (PRISMA), codes TEX … X. What people read of a code, and what it is called elsewhere, is
data: the files in ``lists/``.
"""

from enum import StrEnum

from flask_babel import LazyString

from portal.i18n import Translated, current_language
from portal.incidents.vocabulary import Term, vocabulary


class Labelled(StrEnum):
    """A fixed list whose members know their words in the page's language."""

    @property
    def term(self) -> Term:
        """The member in words."""
        return vocabulary(type(self).__name__).terms[self.value]

    @property
    def label(self) -> LazyString:
        """The member's name for people."""
        return LazyString(_said, self.term.label)

    @property
    def meaning(self) -> LazyString:
        """What the member stands for, in one line."""
        return LazyString(_said, self.term.meaning)

    @property
    def example(self) -> LazyString:
        """A case for which the member is chosen."""
        return LazyString(_said, self.term.example)


def _said(text: Translated) -> str:
    return text[current_language()]


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

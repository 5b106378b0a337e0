"""The rules of the privacy check: their names, how grave each is, and what is said of it."""

from portal.i18n import Translated
from portal.language.finding import Finding, Severity, Span

NATIONAL_NUMBER = "privacy.national_number"
EMAIL = "privacy.email"
PHONE = "privacy.phone"
FILE_NUMBER = "privacy.file_number"
BIRTH_DATE = "privacy.birth_date"
ADDRESS = "privacy.address"
NAME = "privacy.name"
HOSPITAL = "privacy.hospital"
AGE = "privacy.age"
EXACT_DATE = "privacy.exact_date"
EXACT_HOUR = "privacy.exact_hour"
SINGULAR_PERSON = "privacy.singular_person"
PLACE = "privacy.place"
FEW_DEPARTMENTS = "privacy.few_departments"
COMBINATION = "privacy.combination"
VENDOR = "privacy.vendor"

_TOLD: dict[str, tuple[Severity, str, str]] = {
    NATIONAL_NUMBER: (
        Severity.BLOCK,
        "Dit lijkt op een rijksregisternummer. Verwijder het",
        "Ceci ressemble à un numéro de registre national. Supprimez-le",
    ),
    EMAIL: (
        Severity.BLOCK,
        "Dit lijkt op een e-mailadres. Verwijder het",
        "Ceci ressemble à une adresse e-mail. Supprimez-la",
    ),
    PHONE: (
        Severity.BLOCK,
        "Dit lijkt op een telefoonnummer. Verwijder het",
        "Ceci ressemble à un numéro de téléphone. Supprimez-le",
    ),
    FILE_NUMBER: (
        Severity.BLOCK,
        "Dit lijkt op een patiënt- of dossiernummer. Verwijder het",
        "Ceci ressemble à un numéro de patient ou de dossier. Supprimez-le",
    ),
    BIRTH_DATE: (
        Severity.BLOCK,
        "Dit lijkt op een geboortedatum. Verwijder ze",
        "Ceci ressemble à une date de naissance. Supprimez-la",
    ),
    ADDRESS: (
        Severity.BLOCK,
        "Dit lijkt op een adres. Verwijder het",
        "Ceci ressemble à une adresse. Supprimez-la",
    ),
    NAME: (
        Severity.BLOCK,
        "Dit lijkt op de naam van een persoon. Schrijf de functie, of laat de naam weg",
        "Ceci ressemble au nom d’une personne. Écrivez la fonction, ou omettez le nom",
    ),
    HOSPITAL: (
        Severity.BLOCK,
        "Dit lijkt op de naam van een ziekenhuis. Schrijf ‘een ziekenhuis’",
        "Ceci ressemble au nom d’un hôpital. Écrivez «\u00a0un hôpital\u00a0»",
    ),
    AGE: (
        Severity.CONFIRM,
        "Een leeftijd helpt om iemand te herkennen: laat ze staan, schrijf ruimer of laat ze weg",
        "Un âge aide à reconnaître quelqu’un\u00a0: gardez-le, arrondissez-le ou omettez-le",
    ),
    EXACT_DATE: (
        Severity.CONFIRM,
        "Een exacte datum: laat ze staan, schrijf maand en jaar of laat ze weg",
        "Une date exacte\u00a0: gardez-la, écrivez le mois et l’année ou omettez-la",
    ),
    EXACT_HOUR: (
        Severity.CONFIRM,
        "Een exact uur: laat het staan, schrijf het dagdeel of laat het weg",
        "Une heure exacte\u00a0: gardez-la, écrivez la partie du jour ou omettez-la",
    ),
    SINGULAR_PERSON: (
        Severity.CONFIRM,
        "Dit wijst één persoon aan: schrijf over de dienst of over wat er gebeurde",
        "Ceci désigne une seule personne\u00a0: parlez du service ou de ce qui s’est passé",
    ),
    PLACE: (
        Severity.CONFIRM,
        "Met deze plaats is het ziekenhuis te herkennen",
        "Ce lieu permet de reconnaître l’hôpital",
    ),
    FEW_DEPARTMENTS: (
        Severity.CONFIRM,
        "Minder dan drie diensten hebben dit systeem: hiermee is de dienst te herkennen",
        "Moins de trois services ont ce système\u00a0: il permet de reconnaître le service",
    ),
    COMBINATION: (
        Severity.CONFIRM,
        "Samen met de andere gegevens in deze tekst kan dit iemand herkenbaar maken",
        "Avec les autres données de ce texte, ceci peut rendre quelqu’un reconnaissable",
    ),
    VENDOR: (
        Severity.INFO,
        "Hier staat de naam van een leverancier of een product",
        "Le nom d’un fournisseur ou d’un produit figure ici",
    ),
}
RULES = tuple(_TOLD)


def found(rule: str, start: int, end: int, severity: Severity | None = None) -> Finding:
    """A finding of ``rule``, as grave as the rule is unless said otherwise."""
    usual, dutch, french = _TOLD[rule]
    return Finding(rule, Span(start, end), severity or usual, Translated(dutch, french))

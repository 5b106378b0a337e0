"""The words for what a term is."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.language.terms import Domain, Gender, Kind, Status

DOMAINS: dict[Domain, LazyString] = {
    Domain.RADIOTHERAPY: _("Radiotherapy"),
    Domain.ANALYSIS: _("Incident analysis"),
    Domain.IT: _("Hospital IT"),
    Domain.LAW: _("Law"),
    Domain.ORGANISATION: _("Organisation and people"),
}
KINDS: dict[Kind, LazyString] = {
    Kind.NOUN: _("Noun"),
    Kind.VERB: _("Verb"),
    Kind.ADJECTIVE: _("Adjective"),
    Kind.NAME: _("Name or abbreviation"),
}
GENDERS: dict[Gender, LazyString] = {
    Gender.MASCULINE: _("Masculine"),
    Gender.FEMININE: _("Feminine"),
    Gender.MASCULINE_PLURAL: _("Masculine plural"),
    Gender.FEMININE_PLURAL: _("Feminine plural"),
}
STATUSES: dict[Status, LazyString] = {
    Status.PROPOSED: _("Proposed"),
    Status.APPROVED: _("Approved"),
    Status.RETIRED: _("No longer in use"),
}
FIELDS: dict[str, LazyString] = {
    "preferred_nl": _("Dutch term"),
    "preferred_fr": _("French term"),
    "synonyms_nl": _("Dutch synonyms"),
    "synonyms_fr": _("French synonyms"),
    "forms_nl": _("Other forms in Dutch"),
    "forms_fr": _("Other forms in French"),
    "note_nl": _("Note in Dutch"),
    "note_fr": _("Note in French"),
    "domain": _("Domain"),
    "kind": _("Part of speech"),
    "gender": _("Gender in French"),
    "false_friend": _("False friend"),
    "countable": _("Counted by the comparison of both languages"),
    "status": _("State"),
}

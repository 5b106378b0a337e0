"""Which roles go together, and which of them belong to a department."""

from collections.abc import Collection

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.permissions import REGULATOR, Role
from portal.workflow import Problem

OF_DEPARTMENT = frozenset({Role.REPORTER, Role.QUALITY_MANAGER, Role.PHYSICIAN, Role.READER})
OF_REGULATOR = frozenset(REGULATOR)
READS_DOSSIERS = frozenset({Role.QUALITY_MANAGER, Role.PHYSICIAN, Role.ANALYST, Role.PUBLISHER})

LABELS: dict[Role, LazyString] = {
    Role.REPORTER: _("Reporter"),
    Role.QUALITY_MANAGER: _("Quality manager"),
    Role.PHYSICIAN: _("Signing physician"),
    Role.READER: _("Reader"),
    Role.ANALYST: _("Analyst"),
    Role.TRANSLATOR: _("Translator"),
    Role.PUBLISHER: _("Publisher"),
    Role.ADMINISTRATOR: _("Administrator"),
}

HINTS: dict[Role, LazyString] = {
    Role.REPORTER: _("Department: reports events and follows the own reports"),
    Role.QUALITY_MANAGER: _("Department: completes the reports and submits them to the FANC"),
    Role.PHYSICIAN: _("Department: reports are submitted in this person's name"),
    Role.READER: _("Department: reads the REX"),
    Role.ANALYST: _("FANC: reads the dossiers and writes the REX"),
    Role.TRANSLATOR: _("FANC: writes the REX in the other language"),
    Role.PUBLISHER: _("FANC: publishes a REX that somebody else wrote last"),
    Role.ADMINISTRATOR: _("Invites people and closes accounts; reads no dossier"),
}


def problems_with(roles: Collection[Role], *, has_department: bool) -> list[Problem]:
    """Why one person cannot have these roles together; nothing if all is well."""
    chosen = frozenset(roles)
    problems = []
    if not chosen:
        problems.append(Problem(_("Choose at least one role"), "roles"))
    if Role.ADMINISTRATOR in chosen and chosen & READS_DOSSIERS:
        message = _("Choose administrator or a role that reads dossiers: one person never has both")
        problems.append(Problem(message, "roles"))
    if chosen & OF_DEPARTMENT and chosen & OF_REGULATOR:
        message = _("Choose roles of a department or roles of the FANC, not of both")
        problems.append(Problem(message, "roles"))
    elif chosen & OF_DEPARTMENT and not has_department:
        problems.append(Problem(_("Choose the department of this person"), "department"))
    elif chosen & OF_REGULATOR and has_department:
        message = _("Choose ‘no department’: this person works for the FANC")
        problems.append(Problem(message, "department"))
    return problems

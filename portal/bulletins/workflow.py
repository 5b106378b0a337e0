"""The steps of a bulletin: written, ready in both languages, published."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.bulletins.models import Bulletin, BulletinStatus, Section
from portal.bulletins.texts import missing_texts, section_label
from portal.i18n import Language
from portal.incidents.models import IncidentStatus
from portal.permissions import Permission
from portal.workflow import Problem, Transition, Workflow

REQUIRED = (Section.COURSE, Section.RECOMMENDATION)
USABLE = {IncidentStatus.ACCEPTED, IncidentStatus.PUBLISHED}


def _has_every_text(bulletin: Bulletin) -> list[Problem]:
    return [
        Problem(
            gettext("%(name)s: the Dutch text is missing", name=name)
            if language is Language.NL
            else gettext("%(name)s: the French text is missing", name=name),
            field,
        )
        for field, name, language in missing_texts(bulletin)
    ]


def _has_sections(bulletin: Bulletin) -> list[Problem]:
    return [
        Problem(
            gettext("%(section)s: add at least one paragraph", section=section_label(section)),
            f"add_{section.value}",
        )
        for section in REQUIRED
        if not bulletin.section(section)
    ]


def _has_usable_incidents(bulletin: Bulletin) -> list[Problem]:
    return [
        Problem(
            gettext(
                "Dossier %(reference)s is no longer accepted for a REX",
                reference=incident.reference,
            )
        )
        for incident in bulletin.incidents
        if incident.status not in USABLE
    ]


def is_stranded(bulletin: Bulletin) -> bool:
    """Whether this is a draft that can never be published: none of its dossiers is accepted."""
    return (
        bulletin.status is BulletinStatus.DRAFT
        and bool(bulletin.incidents)
        and not any(incident.status in USABLE for incident in bulletin.incidents)
    )


_S = BulletinStatus
BULLETIN = Workflow(
    {
        "finish": Transition(
            frozenset({_S.DRAFT}),
            _S.READY,
            Permission.BULLETIN_FINISH,
            _("Mark as ready"),
            blockers=(_has_every_text, _has_sections),
        ),
        "reopen": Transition(
            frozenset({_S.READY}),
            _S.DRAFT,
            Permission.BULLETIN_REOPEN,
            _("Write on"),
        ),
        "publish": Transition(
            frozenset({_S.READY}),
            _S.PUBLISHED,
            Permission.BULLETIN_PUBLISH,
            _("Publish"),
            blockers=(_has_every_text, _has_sections, _has_usable_incidents),
        ),
    }
)

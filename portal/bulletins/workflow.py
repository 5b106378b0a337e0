"""The steps of a bulletin: written, ready in both languages, published; revised, withdrawn."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.bulletins.gate import hindrances
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.states import state_of
from portal.bulletins.texts import REQUIRED, missing_texts, rows_of, section_label
from portal.bulletins.working import SegmentState
from portal.incidents.models import IncidentStatus
from portal.permissions import Permission
from portal.workflow import Problem, Transition, Workflow, missing

USABLE = {IncidentStatus.ACCEPTED, IncidentStatus.PUBLISHED}


def _has_every_text(bulletin: Bulletin) -> list[Problem]:
    return [missing(name, language, field) for field, name, language in missing_texts(bulletin)]


def _has_approved_translations(bulletin: Bulletin) -> list[Problem]:
    own = {"title": gettext("Title"), "essence": gettext("Essence")}
    language = bulletin.language.other.value
    return [
        Problem(
            gettext("%(name)s: the translation is not approved yet", name=called or own[attribute]),
            f"{prefix or attribute + '_'}{language}",
        )
        for prefix, called, row in rows_of(bulletin)
        for attribute in (("text",) if prefix else own)
        if not getattr(row, attribute).missing
        and state_of(row, attribute) is not SegmentState.APPROVED
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
        and not bulletin.is_revision
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
            blockers=(_has_every_text, _has_sections, _has_approved_translations),
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
            blockers=(_has_every_text, _has_sections, _has_usable_incidents, hindrances),
        ),
        "import": Transition(
            frozenset({_S.READY}),
            _S.PUBLISHED,
            Permission.BULLETIN_PUBLISH,
            _("Published before the portal"),
            blockers=(_has_every_text, _has_sections),
            button=False,
        ),
        "revise": Transition(
            frozenset({_S.PUBLISHED}),
            _S.DRAFT,
            Permission.BULLETIN_REVISE,
            _("Revise"),
        ),
        "give_up": Transition(
            frozenset({_S.DRAFT, _S.READY}),
            _S.PUBLISHED,
            Permission.BULLETIN_REVISE,
            _("Give up the revision"),
        ),
        "withdraw": Transition(
            frozenset({_S.PUBLISHED}),
            _S.WITHDRAWN,
            Permission.BULLETIN_WITHDRAW,
            _("Withdraw"),
        ),
    }
)

"""The steps of a bulletin: written, ready in both languages, published; revised, withdrawn."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.bulletins.models import Block, Bulletin, BulletinStatus, Section
from portal.bulletins.states import state_of
from portal.bulletins.working import SegmentState
from portal.db import untranslated
from portal.i18n import Language
from portal.incidents.models import IncidentStatus
from portal.language.segments import Kind
from portal.permissions import Permission
from portal.workflow import Problem, Transition, Workflow

REQUIRED = (Section.COURSE, Section.RECOMMENDATION)
TEXTS = {"title", "essence", "text"}
USABLE = {IncidentStatus.ACCEPTED, IncidentStatus.PUBLISHED}


def rows_of(bulletin: Bulletin) -> Iterator[tuple[str, str, Bulletin | Block]]:
    """Every row of texts, as (name of its fields, what people call it, row)."""
    yield "", "", bulletin
    for section in Section:
        for number, block in enumerate(bulletin.section(section), 1):
            yield f"block_{block.id}_", name_of(block, number), block


def name_of(block: Block, number: int) -> str:
    """What people call the block that stands ``number``th in its section."""
    place = {"section": section_label(block.section), "number": number}
    if block.kind is Kind.BULLET:
        return gettext("%(section)s, bullet %(number)s", **place)
    return gettext("%(section)s, paragraph %(number)s", **place)


def section_label(section: Section) -> str:
    """The section's name on the page; of recommendations there may be one or more."""
    return {
        Section.COURSE: gettext("Course of the incident"),
        Section.ACTIONS: gettext("Corrective actions taken or planned by the department"),
        Section.RECOMMENDATION: gettext("Recommendation of the FANC"),
    }[section]


def languages_of(bulletin: Bulletin) -> list[Language]:
    """In which languages it has to be written: one of an earlier time may lack one altogether."""
    only = bulletin.only_language
    texts = (bulletin.title, bulletin.essence, *(block.text for block in bulletin.blocks))
    if only is None or any(text[only.other].strip() for text in texts):
        return list(Language)
    return [only]


def missing_texts(bulletin: Bulletin) -> list[tuple[str, str, Language]]:
    """Every empty text, as (name of its field, what people call it, language)."""
    own, wanted = {"title": gettext("Title"), "essence": gettext("Essence")}, languages_of(bulletin)
    return [
        (f"{prefix or attribute + '_'}{language.value}", called or own[attribute], language)
        for prefix, called, row in rows_of(bulletin)
        for attribute, language in untranslated(row)
        if attribute in TEXTS and language in wanted
    ]


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
            blockers=(_has_every_text, _has_sections, _has_usable_incidents),
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

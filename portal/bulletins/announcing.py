"""The mails about published REX: a new one, another version, the week's, a translation wanted."""

from datetime import date

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.bulletins import overruling, subscribers
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.overruling import Overruling
from portal.bulletins.subscribers import CHANGED, DIGEST, PUBLISHED, Happening
from portal.db import db
from portal.permissions import Permission, can

WANTED = "translation_wanted"


def init_app(app: Flask) -> None:
    """Register the mails, and the one of each Monday."""
    notices.register(app, PUBLISHED, _published)
    notices.register(app, CHANGED, _changed)
    notices.register(app, DIGEST, _digest)
    notices.register(app, WANTED, _wanted, _("A translation of a REX is wanted"))
    notices.register(app, overruling.KIND, _overruled)
    app.extensions["schedule"].daily(DIGEST, subscribers.send_digests, subscribers.AT)


def _published(person: Person, about: str) -> Notice | None:
    rex, _what = _of(about)
    if rex.status is BulletinStatus.WITHDRAWN or not can(person, Permission.REX_READ, rex):
        return None
    record, label = rex.shown, rex.label
    words = _("The FANC has published %(label)s, in Dutch and in French.", label=label)
    if rex.audience is not Audience.PUBLIC:
        return _notice(rex, _("New: %(label)s", label=label), words)
    essence = record.essence[record.language(person.language)]
    subject = _("%(label)s: %(essence)s", label=label, essence=essence)
    return _notice(rex, subject, words, (essence,))


def _changed(person: Person, about: str) -> Notice | None:
    rex, what = _of(about)
    if not can(person, Permission.REX_READ, rex):
        return None
    if what == "withdrawn":
        words = _("The FANC has withdrawn %(label)s. The page says why.", label=rex.label)
        return _notice(rex, _("%(label)s withdrawn", label=rex.label), words)
    if rex.status is BulletinStatus.WITHDRAWN:
        return None
    words = _("There is a new version of %(label)s. The page says why.", label=rex.label)
    return _notice(rex, _("%(label)s revised", label=rex.label), words)


def _digest(person: Person, about: str) -> Notice | None:
    happenings = subscribers.digest_of(db.session, person, date.fromisoformat(about))
    if not happenings:
        return None
    return Notice(
        _("REX of this week"),
        _("This is new since last Monday."),
        _("See all REX"),
        "rex.overview",
        lines=tuple(_line(each, person) for each in happenings),
    )


def _line(happening: Happening, person: Person) -> LazyString | str:
    rex = happening.bulletin
    if happening.what == "withdrawn" or rex.status is BulletinStatus.WITHDRAWN:
        return _("%(label)s: withdrawn", label=rex.label)
    if happening.what != "v1":
        return _("%(label)s: revised", label=rex.label)
    if rex.audience is not Audience.PUBLIC:
        return rex.label
    record = rex.shown
    essence = record.essence[record.language(person.language)]
    return _("%(label)s: %(essence)s", label=rex.label, essence=essence)


def _wanted(_person: Person, about: str) -> Notice | None:
    rex, _what = _of(about)
    if rex.status is BulletinStatus.WITHDRAWN or rex.shown.only is None:
        return None
    words = _("Somebody would like to read %(label)s in the other language.", label=rex.label)
    return _notice(rex, _("Translation wanted: %(label)s", label=rex.label), words)


def _overruled(_person: Person, about: str) -> Notice | None:
    kept = db.session.get(Overruling, int(about))
    if kept is None:
        return None
    reference = kept.confirmation.incident.reference
    words = _(
        "The FANC has published the text from %(reference)s without the agreement of your "
        "department. The dossier says why.",
        reference=reference,
    )
    subject = _("Published without your agreement: %(reference)s", reference=reference)
    return Notice(subject, words, _("Open the dossier"), "incidents.page", {"incident": reference})


def _of(about: str) -> tuple[Bulletin, str]:
    key, _colon, what = about.partition(":")
    return db.session.get_one(Bulletin, int(key)), what


def _notice(
    rex: Bulletin, subject: LazyString, words: LazyString, lines: tuple[str, ...] = ()
) -> Notice:
    address = {"year": rex.year, "number": rex.number}
    link = _("Read %(label)s", label=rex.label)
    return Notice(subject, words, link, "rex.page", address, lines)

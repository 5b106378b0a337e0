"""The mails of a warning: it waits for a publisher, it was sent. Nobody can switch them off."""

from flask import Flask
from flask_babel import lazy_gettext as _

from portal.accounts import notices
from portal.accounts.models import Person
from portal.accounts.notices import Notice
from portal.alerts import operations
from portal.alerts.models import Alert, AlertStatus
from portal.db import db


def init_app(app: Flask) -> None:
    """Register them."""
    notices.register(app, operations.KIND, _sent)
    notices.register(app, operations.OFFERED, _offered)


def _sent(_person: Person, about: str) -> Notice | None:
    alert = db.session.get(Alert, int(about))
    return notice(alert) if alert is not None and alert.in_force else None


def notice(alert: Alert) -> Notice:
    """The mail that departments get: that there is a warning, and where it stands."""
    return Notice(
        _("Important: warning %(reference)s", reference=alert.reference),
        _(
            "The FANC warns all departments. Read warning %(reference)s now and talk about it.",
            reference=alert.reference,
        ),
        _("Read the warning"),
        "alerts.page",
        {"alert": alert.reference},
    )


def _offered(_person: Person, about: str) -> Notice | None:
    alert = db.session.get(Alert, int(about))
    if alert is None or alert.status is not AlertStatus.OFFERED:
        return None
    return Notice(
        _("Please approve: warning %(reference)s", reference=alert.reference),
        _(
            "Warning %(reference)s waits for a publisher before it goes to all departments.",
            reference=alert.reference,
        ),
        _("Read and approve the warning"),
        "alerts.page",
        {"alert": alert.reference},
    )

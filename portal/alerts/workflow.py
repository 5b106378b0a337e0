"""The steps of a warning: written, offered to a publisher, sent, at an end."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import object_session

from portal.alerts.models import Alert, AlertStatus
from portal.checks import sources
from portal.i18n import Language, current_language, today
from portal.language import privacy
from portal.language.finding import Finding, Severity
from portal.permissions import Permission
from portal.workflow import Problem, Transition, Workflow, missing

TEXTS = ("title", "text")


def told_of(alert: Alert) -> Iterator[tuple[str, str, Finding]]:
    """What tells who or where it was, as (name of its field, the words, the finding)."""
    session = object_session(alert)
    known = sources.known(session) if session else None
    for name in TEXTS:
        for language in Language:
            text = getattr(alert, name)[language]
            for finding in privacy.check(text, language, known):
                yield f"{name}_{language.value}", finding.span.of(text), finding


def _has_texts(alert: Alert) -> list[Problem]:
    labels = {"title": gettext("Title"), "text": gettext("Text of the warning")}
    return [
        missing(labels[name], language, f"{name}_{language.value}")
        for name in TEXTS
        for language in getattr(alert, name).missing
    ]


def _names_nobody(alert: Alert) -> list[Problem]:
    return [
        Problem(finding.message[current_language()], field)
        for field, _words, finding in told_of(alert)
        if finding.severity is Severity.BLOCK
    ]


def _is_not_over(alert: Alert) -> list[Problem]:
    if alert.expires_on is None or alert.expires_on >= today():
        return []
    return [Problem(_("The last day of the warning is over: choose another one"), "expires_on")]


_S = AlertStatus
_READY = (_has_texts, _names_nobody, _is_not_over)
ALERT = Workflow(
    {
        "offer": Transition(
            frozenset({_S.DRAFT}),
            _S.OFFERED,
            Permission.ALERT_WRITE,
            _("Offer to a publisher"),
            blockers=_READY,
        ),
        "rework": Transition(
            frozenset({_S.OFFERED}),
            _S.DRAFT,
            Permission.ALERT_REWORK,
            _("Write on"),
        ),
        "send": Transition(
            frozenset({_S.OFFERED}),
            _S.SENT,
            Permission.ALERT_SEND,
            _("Send to all departments"),
            blockers=_READY,
        ),
        "withdraw": Transition(
            frozenset({_S.SENT}),
            _S.WITHDRAWN,
            Permission.ALERT_WITHDRAW,
            _("End the warning"),
        ),
    }
)

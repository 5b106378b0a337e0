"""The navigation: tables of pages, of which each person sees those that are open."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.permissions import Permission, can
from portal.web import current_user

MOST = 5
SHEETS = (
    "recommendations",
    "translation",
    "translators",
    "exchange",
    "checks",
    "confirming",
    "publishing",
    "feeding",
)
BELOW = {
    "followup": "rex",
    "revising": "rex",
    "rex_actions": "actions",
    "alerts": "desk",
    "saved_searches": "search",
    "search_guide": "search",
    "groups": "desk",
    **dict.fromkeys(SHEETS, "workshop"),
}


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, and the page parts below it that it stands for."""

    label: LazyString
    endpoint: str
    permission: Permission


ENTRIES = (
    Entry(_("Report something"), "report.begin", Permission.REPORT),
    Entry(_("Our dossiers"), "incidents.overview", Permission.INCIDENT_OVERSEE),
    Entry(_("My reports"), "incidents.overview", Permission.INCIDENT_LIST),
    Entry(_("Actions"), "actions.overview", Permission.ACTIONS),
    Entry(_("Inbox"), "desk.inbox", Permission.DESK),
    Entry(_("REX in preparation"), "workshop.overview", Permission.BULLETIN_LIST),
    Entry(_("Duty to notify"), "duty.overview", Permission.DUTY_EDIT),
    Entry(_("People"), "people.overview", Permission.PEOPLE),
    Entry(_("REX"), "rex.overview", Permission.REX_LIST),
    Entry(_("Search"), "search.page", Permission.SEARCH),
    Entry(_("Follow-up"), "oversight.overview", Permission.FOLLOWUP_OVERSEE),
    Entry(_("Glossary"), "glossary.overview", Permission.GLOSSARY_WRITE),
)

AT_THE_FOOT = (
    Entry(_("Report on paper"), "downtime.page", Permission.PAPER_FORM),
    Entry(_("Warnings to all departments"), "alerts.overview", Permission.ALERT_LIST),
    Entry(_("Follow a report without a name"), "receipts.page", Permission.RECEIPT),
    Entry(_("REX in our department"), "followup.overview", Permission.FOLLOWUP_LIST),
    Entry(_("What came of each REX"), "oversight.overview", Permission.FOLLOWUP_OVERSEE),
    Entry(_("Groups of similar events"), "groups.overview", Permission.GROUPS),
    Entry(_("Phrase bank"), "phrases.overview", Permission.PHRASE_READ),
    Entry(_("How long it takes"), "times.page", Permission.TIMES),
    Entry(_("Rules of the duty to notify"), "duty.overview", Permission.DUTY_RULES),
    Entry(_("Glossary"), "glossary.overview", Permission.GLOSSARY_READ),
    Entry(_("Hospitals"), "hospitals.overview", Permission.HOSPITALS),
    Entry(_("My searches"), "saved_searches.overview", Permission.SEARCH_SAVE),
    Entry(_("How to search"), "search_guide.explanation", Permission.SEARCH),
    Entry(_("Lists and codes"), "analysis.lists", Permission.TAXONOMY),
    Entry(_("Keys"), "profile.keys", Permission.OWN_ACCOUNT),
)


def init_app(app: Flask) -> None:
    """Give every page its navigation."""
    app.context_processor(_names)


def _names() -> dict[str, Any]:
    user = current_user()
    may_open = (entry for entry in reversed(ENTRIES) if can(user, entry.permission))
    pages = {entry.endpoint: entry for entry in may_open}
    open_entries = list(reversed(pages.values()))[:MOST]
    return {
        "navigation": [
            {
                "label": entry.label,
                "url": url_for(entry.endpoint),
                "current": _stands_for(entry),
            }
            for entry in open_entries
        ],
        "foot": [
            (url_for(entry.endpoint), entry.label)
            for entry in AT_THE_FOOT
            if can(user, entry.permission) and not _is_above(entry, open_entries)
        ],
    }


def _is_above(entry: Entry, open_entries: list[Entry]) -> bool:
    """Whether the top of the page leads there already."""
    return entry.endpoint in {each.endpoint for each in open_entries}


def _stands_for(entry: Entry) -> bool:
    """Whether this page is the entry's or one below it; what is below a dossier is the list's."""
    below_dossier = (request.view_args or {}).get("incident") is not None
    subject = entry.endpoint.split(".")[0]
    if below_dossier and request.blueprint not in {"desk", "report"}:
        return subject == "incidents"
    return subject in {request.blueprint, BELOW.get(request.blueprint or "")}

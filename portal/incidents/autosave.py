"""Saving a quick report while it is written; the answers may be incomplete, or wrong as yet."""

from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from portal.accounts.sessions import here
from portal.conflicts import fingerprint
from portal.db import db
from portal.i18n import format_time, now
from portal.incidents import drafts, hints
from portal.incidents.drafts import Draft
from portal.incidents.report import blueprint
from portal.incidents.report_answers import PAGES, Report
from portal.incidents.windows import Sent
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen

Answer = tuple[dict[str, Any], int]


@blueprint.post(f"{PREFIX}/report/autosave")
@requires(Permission.REPORT)
def autosave_first() -> Answer:
    """Save the first page of a new report, which begins its draft with the first words."""
    return _save(1, None)


@blueprint.post(f"{PREFIX}/report/<draft>/<int(min=1, max=3):page>/autosave")
@requires(Permission.REPORT_DRAFT, Draft)
def autosave(draft: Draft, page: int) -> Answer:
    """Save one page of a report that was begun."""
    return _save(page, draft)


def _save(page: int, draft: Draft | None) -> Answer:
    answers = PAGES[page](request.form).answers()
    if not drafts.fits(answers):
        return {"problem": _("Not saved: the text is too long. Shorten it")}, 413
    if draft is None and not answers["description"]:
        here().at_rest = True
        return {"saved": "", "draft": "", "opened": {}}, 200
    try:
        draft = draft or drafts.begin(db.session, current_user(), request.form.get("draft", ""))
    except NotOpen:
        abort(404)
    merged = Sent(answers, request.form, choosing=False).into(drafts.read(draft))
    if merged.conflicts:
        words = _("Not saved: this was changed in another window. Press Continue: you choose there")
        return {"problem": words}, 409
    here().at_rest = not merged.answers
    if merged.answers:
        drafts.keep(draft, merged.answers)
    return _saved(draft, answers, page), 200


def _saved(draft: Draft, answers: drafts.Answers, page: int) -> dict[str, Any]:
    """What is kept by now, for the next time; an answer of another window shows as not seen."""
    kept = drafts.read(draft)
    same = {name: mine for name, mine in answers.items() if kept.get(name, "") == mine}
    return {
        "saved": _("Saved at %(time)s", time=format_time(now())),
        "draft": draft.token,
        "opened": {name: fingerprint(mine) for name, mine in same.items()},
        "hint": _hint(draft) if page == 1 else "",
    }


def _hint(draft: Draft) -> str:
    """What was written so far that may name somebody."""
    found = list(dict.fromkeys(hints.personal(Report.of(drafts.read(draft)))))
    return " ".join([_("Does this name somebody?"), " · ".join(found)]) if found else ""

"""The quick report: its three short pages of questions."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts.models import Department
from portal.conflicts import fingerprint
from portal.db import READING, db
from portal.i18n import Language, Translated, current_language, format_time
from portal.incidents import drafts, similar
from portal.incidents.drafts import Draft
from portal.incidents.report_answers import CHECK_PAGE, PAGES, Report
from portal.incidents.report_forms import DESCRIPTION_LIMIT, WhatForm, WhenForm
from portal.incidents.report_questions import Questions
from portal.incidents.windows import Sent, fingerprints
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen

blueprint = Blueprint("report", __name__)
Answer = str | Response | tuple[str, int]
TEMPLATES = {1: "report/what.html", 2: "report/when.html", 3: "report/patient.html"}


@blueprint.route(f"{PREFIX}/report", methods=["GET", "POST"])
@requires(Permission.REPORT)
def begin() -> Answer:
    """Page 1 of a new report; its draft begins with the first answers."""
    return _answer(WhatForm, None)


@blueprint.get(f"{PREFIX}/melden")
@blueprint.get(f"{PREFIX}/signaler")
@requires(Permission.REPORT)
def printed() -> Response:
    """The address that stands on paper, in the words of each language."""
    return redirect(url_for("report.begin"), code=301)


@blueprint.route(f"{PREFIX}/report/<draft>/<int(min=1, max=3):page>", methods=["GET", "POST"])
@requires(Permission.REPORT_DRAFT, Draft)
def questions(draft: Draft, page: int) -> Answer:
    """One page of questions of a report that was begun."""
    return _answer(PAGES[page], draft)


def _answer(page: type[Questions], draft: Draft | None) -> Answer:
    kept = drafts.read(draft) if draft else {"language": current_language().value}
    if request.method in READING:
        return _show(page.opened(kept), draft)
    form = page(request.form)
    answers = form.answers()
    action = request.form.get("action", "")
    unfinished = action in {"later", *Language}
    if not form.validate() and not (unfinished and drafts.fits(answers)):
        return _show(form, draft), 422
    try:
        draft = draft or drafts.begin(db.session, current_user(), request.form.get("draft", ""))
    except NotOpen:
        return _show(form, None, ended=True), 409
    kept = drafts.read(draft)
    merged = Sent(answers, request.form).into(kept)
    if merged.conflicts:
        return _show(form, draft, merged.conflicts), 409
    if action in list(Language) and not answers.get("description", "text"):
        merged.answers["language"] = action
    drafts.keep(draft, merged.answers)
    if action in list(Language):
        return redirect(page_url(draft, page.number, Language(action)), code=303)
    if unfinished:
        flash(_("Saved at %(time)s", time=format_time(draft.saved_at)), "success")
        return redirect(url_for("report.begin"), code=303)
    return redirect(_next_url(draft, page), code=303)


def _next_url(draft: Draft, page: type[Questions]) -> str:
    """The page after ``page``; without scripts, similar events come between the first two."""
    report = Report.of(drafts.read(draft))
    scripted = request.form.get("script") == "yes"
    if page is WhatForm and not scripted and similar.to_text(_told(report)):
        return url_for("report.similar_events", draft=draft.token)
    return page_url(draft, report.next_page)


@blueprint.get(f"{PREFIX}/report/<draft>/similar")
@requires(Permission.REPORT_DRAFT, Draft)
def similar_events(draft: Draft) -> str:
    """What is known of similar events, for who sees none while writing; it can be skipped.

    The text is read from the draft, so that it stands in no address and no log.
    """
    report = Report.of(drafts.read(draft))
    return render_template(
        "report/similar.html",
        draft=draft,
        found=similar.to_text(_told(report)),
        next_url=page_url(draft, report.next_page),
    )


def _told(report: Report) -> Translated:
    return Translated.only(report.what.written_in, report.what.description.data or "")


def _show(
    form: Questions,
    draft: Draft | None,
    conflicts: drafts.Answers | None = None,
    *,
    ended: bool = False,
) -> str:
    department = department_here()
    if isinstance(form, WhenForm):
        form.offer(department.system_list)
    theirs = conflicts or {}
    return render_template(
        TEMPLATES[form.number],
        form=form,
        draft=draft,
        ended=ended,
        token=draft.token if draft else request.form.get("draft") or drafts.new_token(),
        department=department,
        unfinished=[] if draft else _unfinished(),
        page_url=page_url,
        limit=DESCRIPTION_LIMIT,
        opened=_opened(form, theirs),
        conflicts=[_versions(form, name, text) for name, text in theirs.items()],
    )


def _opened(form: Questions, theirs: drafts.Answers) -> dict[str, str]:
    """The hidden fields by which the next sending is compared with what is kept by then."""
    fields = {"window": drafts.new_token()[:16], "turn": "0", "script": ""}
    fields |= dict(fingerprints(form.answers()))
    fields |= {name: value for name, value in request.form.items() if name in fields}
    return fields | {f"{name}_opened": fingerprint(text) for name, text in theirs.items()}


def _versions(form: Questions, name: str, theirs: str) -> tuple[str, str, list[Any]]:
    """One answer that two windows gave: its name, its question and both answers."""
    mine = form.answers()[name]
    words = [form.shown(name, text) or _("Not filled in") for text in (mine, theirs)]
    return name, str(form[name].label.text), words


def department_here() -> Department:
    department = db.session.get(Department, current_user().department_id or 0)
    return department or abort(403)


def _unfinished() -> list[tuple[Draft, Report]]:
    """The drafts of this person with their answers."""
    of_this_person = drafts.of(db.session, current_user())
    return [(draft, Report.of(drafts.read(draft))) for draft in of_this_person]


def page_url(draft: Draft, page: int, language: Language | None = None) -> str:
    """The address of a page of the report."""
    language = language or current_language()
    if page == CHECK_PAGE:
        return url_for("report.check", draft=draft.token, language=language)
    return url_for("report.questions", draft=draft.token, page=page, language=language)


@blueprint.post(f"{PREFIX}/report/<draft>/discard")
@requires(Permission.REPORT_DRAFT, Draft)
def discard(draft: Draft) -> Response:
    """Remove a draft for good."""
    drafts.end(db.session, draft)
    flash(_("The draft was removed"), "success")
    return redirect(url_for("report.begin"), code=303)

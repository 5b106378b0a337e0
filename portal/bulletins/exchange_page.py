"""Files for an outside translator: handed out, taken back once it was seen what would change."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from portal.bulletins import outside, outside_docx, outside_xliff, translating, writing
from portal.bulletins.forms import TEXT_LIMIT, sheet_form
from portal.bulletins.models import Bulletin
from portal.bulletins.outside import Bundle, Plan, Unit, Unreadable
from portal.bulletins.translating import Row
from portal.bulletins.translation_page import sheet_answer
from portal.bulletins.working import SEGMENT_LABELS, SegmentState
from portal.bulletins.workshop import ADDRESS, Answer
from portal.conflicts import fingerprint
from portal.db import db
from portal.i18n import Language
from portal.incidents.operations import Sent
from portal.language.differences import compare
from portal.permissions import Permission
from portal.text import clean
from portal.web import current_user, requires

blueprint = Blueprint("exchange", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get(f"{ADDRESS}/exchange")
@requires(Permission.BULLETIN_TRANSLATE, Bulletin)
def page(bulletin: Bulletin) -> str:
    """The files to hand out, and the field to bring one back."""
    return _page(bulletin)


@blueprint.get(f"{ADDRESS}/exchange/<any('xliff-2.0', 'xliff-1.2', 'docx'):form>")
@requires(Permission.BULLETIN_TRANSLATE, Bulletin)
def file(bulletin: Bulletin, form: str) -> Response:
    """Every text of the bulletin in one file."""
    bundle = outside.bundle_of(bulletin)
    name = f"{bundle.name}-{bundle.language.value}-{bundle.language.other.value}"
    if form == "docx":
        headings = (_("Text"), *_languages(bundle.language), _("Note"))
        content, kind = outside_docx.write(bundle, headings, _words()), DOCX
    else:
        content = outside_xliff.write(bundle, form.removeprefix("xliff-"))
        kind = "application/xliff+xml"
    answer = Response(content, mimetype=kind)
    suffix = "docx" if form == "docx" else "xlf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


@blueprint.post(f"{ADDRESS}/exchange")
@requires(Permission.BULLETIN_TRANSLATE, Bulletin)
def bring(bulletin: Bulletin) -> Answer:
    """Read a file and show what it would change; nothing is stored yet."""
    sent = request.files.get("file")
    content = sent.stream.read(outside.MOST_BYTES + 1) if sent and sent.filename else b""
    try:
        plan = outside.plan(bulletin, _read(content))
    except Unreadable as unreadable:
        return _page(bulletin, problem=str(unreadable)), 422
    return _page(bulletin, plan=plan)


@blueprint.post(f"{ADDRESS}/exchange/accept")
@requires(Permission.BULLETIN_TRANSLATE, Bulletin)
def accept(bulletin: Bulletin) -> Answer:
    """Take the chosen texts over; where somebody wrote meanwhile, both are shown on the sheet."""
    user, chosen = current_user(), set(request.form.getlist("take"))
    form = sheet_form(bulletin, request.form, bulletin.language.other)
    if not form.validate():
        return sheet_answer(bulletin, form), 422
    rows = {row.key: row for row in translating.rows(bulletin) if row.key in chosen}
    sent = {
        row.field: Sent(form[row.field].data or "", request.form.get(f"{row.field}_opened", ""))
        for row in rows.values()
        if row.field in request.form
    }
    permission, before = Permission.BULLETIN_TRANSLATE, translating.snapshot(bulletin)
    saved = writing.save(db.session, user, bulletin, sent, permission=permission)
    if saved.conflicts:
        return sheet_answer(bulletin, form, saved=saved), 409
    for key, row in rows.items():
        stale = request.form.get(f"{key}_source", "") != fingerprint(row.source)
        outside.settle(row, _unit(row), before[key][row.bulletin.language.other], stale=stale)
    words = ngettext("%(num)s text is taken over", "%(num)s texts are taken over", len(rows))
    flash(words, "success")
    return redirect(url_for("translation.page", bulletin=bulletin.id), code=303)


@blueprint.get(f"{ADDRESS}/exchange/accept")
@requires(Permission.BULLETIN_TRANSLATE, Bulletin)
def before(bulletin: Bulletin) -> Answer:
    """The other language of an answer to that: where it began."""
    return redirect(url_for("exchange.page", bulletin=bulletin.id))


def _read(content: bytes) -> Bundle:
    if not content:
        raise Unreadable(_("Choose a file"))
    if len(content) > outside.MOST_BYTES:
        raise Unreadable(_("This file is too large: at most 5 MB"))
    if content.startswith(b"PK"):
        bundle = outside_docx.read(content, [_words(each) for each in Language])
    else:
        bundle = outside_xliff.read(content)
    if any(len(unit.target) > TEXT_LIMIT or len(unit.note) > TEXT_LIMIT for unit in bundle.units):
        raise Unreadable(_("A text in this file is too long"))
    return outside.checked(bundle)


def _words(language: Language | None = None) -> Mapping[SegmentState, str]:
    """What the states are called, by default in the language of the page."""
    if language is None:
        return {state: str(SEGMENT_LABELS[state]) for state in SegmentState}
    with force_locale(language.value):
        return _words()


def _languages(source: Language) -> tuple[str, str]:
    return source.autonym, source.other.autonym


def _unit(row: Row) -> Unit:
    """What was shown of a text and comes back with the choice."""
    state, note = (request.form.get(f"{row.key}_{name}", "") for name in ("state", "note"))
    found = SegmentState(state) if state in list(SegmentState) else SegmentState.TO_READ
    return Unit(row.key, row.source, row.target, found, clean(note))


def _page(bulletin: Bulletin, *, plan: Plan | None = None, problem: str = "") -> str:
    values: dict[str, Any] = {"bulletin": bulletin, "problem": problem, "plan": plan}
    return render_template(
        "workshop/exchange.html",
        **values,
        told=outside.told(plan) if plan else "",
        fingerprint=fingerprint,
        compare=compare,
    )

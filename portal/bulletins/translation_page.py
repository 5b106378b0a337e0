"""The translation sheet: one row for each text, saved and moved on row by row."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.bulletins import reading_over, translating, writing
from portal.bulletins.assigning import tell_revised
from portal.bulletins.autosaving import Answer as Json
from portal.bulletins.autosaving import autosaved
from portal.bulletins.forms import ESSENCE_LIMIT, sheet_form, show
from portal.bulletins.models import Bulletin
from portal.bulletins.sheet_page import clashes, opened_with, sent_of
from portal.bulletins.translating import STEPS, Row, advance, row_of
from portal.bulletins.translation_sheet import lost, parts, shown
from portal.bulletins.workshop import ADDRESS, Answer, about
from portal.bulletins.writing import Saved, lock
from portal.db import db
from portal.i18n import Language, current_language, format_time, now
from portal.permissions import Permission, can
from portal.web import current_user, requires
from portal.workflow import NotOpen, Problem, Refused

blueprint = Blueprint("translation", __name__)
VERBS = ("save", *STEPS)
ALL = "all"


@blueprint.get(f"{ADDRESS}/translation")
@requires(Permission.BULLETIN_READ, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """The sheet: to write in, to read over, or only to read."""
    return sheet_answer(bulletin, _form(bulletin))


@blueprint.post(f"{ADDRESS}/translation")
@requires(Permission.BULLETIN_READ, Bulletin)
def save(bulletin: Bulletin) -> Answer:
    """Store what was written; then move the row on whose button was pressed."""
    form, (verb, key) = _form(bulletin), pressed(request.form.get("action", ""))
    if not form.validate():
        return sheet_answer(bulletin, form), 422
    try:
        saved = _store(bulletin, form)
    except NotOpen:
        return sheet_answer(bulletin, form, late=True), 409
    if saved.conflicts:
        show(form, saved.texts)
        return sheet_answer(bulletin, form, saved=saved), 409
    try:
        saved.changed |= _move(bulletin, verb, key, saved)
    except Refused as refused:
        if not saved.changed:
            return sheet_answer(bulletin, form, problems=refused.problems), 422
        flash(str(refused.problems[0].message), "warning")
    if saved.changed:
        flash(_("Saved at %(time)s", time=format_time(now())), "success")
    return redirect(_next(bulletin, verb, key), code=303)


@blueprint.post(f"{ADDRESS}/translation/autosave")
@requires(Permission.BULLETIN_READ, Bulletin)
def autosave(bulletin: Bulletin) -> Json:
    """Store what was written while its writer goes on."""
    return autosaved(bulletin, bulletin.language.other, Permission.BULLETIN_TRANSLATE)


def _move(bulletin: Bulletin, verb: str, key: str, saved: Saved) -> bool:
    """Take the step of the button, for one text or for all that are written; whether it did.

    Words that were typed just before are kept, also where the step is not open any more.
    """
    user = current_user()
    try:
        if (verb, key) == (reading_over.APPROVE, ALL):
            _approve_all(bulletin)
            return False
        ready = _ready(bulletin, verb, key)
        for row in ready:
            advance(user, row, verb)
    except NotOpen:
        if not saved.changed:
            raise
        flash(_("Your words are saved. Somebody else moved this text on meanwhile"), "warning")
        return False
    return bool(ready)


def _ready(bulletin: Bulletin, verb: str, key: str) -> list[Row]:
    """The texts to move on: the one of the button, or all that are written."""
    if (verb, key) != ("hand_in", ALL):
        return [row_of(bulletin, key)] if verb in STEPS else []
    return [
        row
        for row in translating.rows(bulletin)
        if row.source and row.target and verb in translating.open_steps(current_user(), row)
    ]


def _approve_all(bulletin: Bulletin) -> None:
    """Approve what may be, and say how much that was and what was left."""
    outcome = reading_over.approve_all(db.session, current_user(), bulletin)
    flash(outcome.told, "warning" if outcome.left else "success")


def pressed(action: str) -> tuple[str, str]:
    """The verb of a button and the text that it is about: approve_block_12, hand_in_all."""
    verb = next((each for each in VERBS if action.startswith(f"{each}_")), "")
    return verb, action.removeprefix(f"{verb}_") if verb else ""


def _form(bulletin: Bulletin) -> Any:
    return sheet_form(bulletin, request.form, bulletin.language.other)


def _store(bulletin: Bulletin, form: Any) -> Saved:
    user, permission = current_user(), Permission.BULLETIN_TRANSLATE
    if can(user, permission, bulletin) or not can(user, Permission.BULLETIN_APPROVE, bulletin):
        sent = sent_of(bulletin, form, saved=True)
        saved = writing.save(db.session, user, bulletin, sent, permission=permission)
        if saved.revised:
            tell_revised(db.session, bulletin)
        return saved
    lock(db.session, bulletin)
    return Saved()


def _next(bulletin: Bulletin, verb: str, key: str) -> str:
    """The sheet, at the row that was saved or at the one after that which was moved on."""
    keys = [row.key for row in translating.rows(bulletin)]
    at = keys.index(key) if key in keys else None
    if at is not None and verb in STEPS:
        at = min(at + 1, len(keys) - 1)
    anchor = None if at is None else f"row_{keys[at]}"
    asked = request.form.get("action")
    language = asked if asked in list(Language) else current_language()
    return url_for("translation.page", bulletin=bulletin.id, _anchor=anchor, language=language)


def sheet_answer(
    bulletin: Bulletin,
    form: Any,
    *,
    saved: Saved | None = None,
    problems: Sequence[Problem] = (),
    late: bool = False,
) -> str:
    """The sheet: fresh, or with what was just sent and why it was not stored."""
    user = current_user()
    return render_template(
        "workshop/translation.html",
        **about(bulletin),
        form=form,
        parts=list(
            parts(user, bulletin, helped=can(user, Permission.BULLETIN_TRANSLATE, bulletin))
        ),
        shown=shown,
        lost=lost(bulletin, form),
        opened=opened_with(bulletin, request.form if saved is None else {}),
        clashes=clashes(bulletin, form, saved.conflicts if saved else {}),
        problems=problems,
        late=late,
        many=reading_over.many(user, bulletin),
        essence_limit=ESSENCE_LIMIT,
    )

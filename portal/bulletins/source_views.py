"""The source sheet: the dossier beside the bulletin, in the language in which it begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from portal.bulletins import operations, taking, translating, writing
from portal.bulletins.assigning import tell_revised
from portal.bulletins.autosaving import Answer as Json
from portal.bulletins.autosaving import autosaved
from portal.bulletins.forms import ESSENCE_LIMIT, sheet_form, show
from portal.bulletins.hints import personal
from portal.bulletins.history import history_for
from portal.bulletins.models import OUT, Block, Bulletin
from portal.bulletins.recommending import recognise
from portal.bulletins.sheet_page import clashes, opened_with, sent_of
from portal.bulletins.source_page import parts
from portal.bulletins.states import state_of
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.workshop import ADDRESS, Answer, about, blueprint, bodies_of, to_page
from portal.bulletins.writing import Saved
from portal.db import db
from portal.i18n import Language, format_time, now
from portal.incidents.operations import Sent
from portal.permissions import Permission, can
from portal.web import current_user, requires
from portal.workflow import NotOpen, Problem, Refused


@blueprint.get(ADDRESS)
@requires(Permission.BULLETIN_READ, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """Where this person goes on: the source sheet, the translation, the text; or the REX."""
    user = current_user()
    if bulletin.status in OUT:
        return redirect(url_for("rex.page", year=bulletin.year, number=bulletin.number))
    if can(user, Permission.BULLETIN_WRITE, bulletin):
        problems = BULLETIN.problems(bulletin, "finish") if "unfinished" in request.args else []
        return _sheet(bulletin, _form(bulletin), problems=problems)
    if can(user, Permission.BULLETIN_TRANSLATE, bulletin):
        return redirect(url_for("translation.page", bulletin=bulletin.id))
    return render_template(
        "workshop/read.html",
        **about(bulletin),
        bodies=bodies_of(bulletin),
        history=history_for(db.session, user, bulletin),
    )


@blueprint.post(ADDRESS)
@requires(Permission.BULLETIN_FINISH, Bulletin)
def save(bulletin: Bulletin) -> Answer:
    """Store what was written; then do what the button says, or finish."""
    form, act = _form(bulletin), request.form.get("action", "")
    if not form.validate():
        return _sheet(bulletin, form), 422
    try:
        saved = _store(bulletin, sent_of(bulletin, form), act)
    except NotOpen:
        return _sheet(bulletin, form, late=True), 409
    if saved.conflicts:
        show(form, saved.texts)
        return _sheet(bulletin, form, saved=saved), 409
    if act == "finish":
        return _finish(bulletin, form, saved)
    flash(_("Saved at %(time)s", time=format_time(now())), "success")
    if act in list(Language):
        return to_page(bulletin, language=act)
    return to_page(bulletin, _anchor=saved.added or None)


def _store(bulletin: Bulletin, sent: Mapping[str, Sent], act: str) -> Saved:
    """What was typed, then what was taken from a dossier or left out."""
    user = current_user()
    saved = writing.save(db.session, user, bulletin, sent, act)
    if taking.is_act(act) and not saved.conflicts:
        before = translating.snapshot(bulletin)
        done = taking.act(bulletin, act)
        if done:
            recognise(db.session, bulletin)
            writing.wrote(db.session, user, bulletin, before)
            saved.changed, saved.added = True, _where(bulletin, act, done)
    if saved.revised:
        tell_revised(db.session, bulletin)
    return saved


def _where(bulletin: Bulletin, act: str, done: Block | bool) -> str:
    """The field to shorten a text in; else the paragraph that was decided on."""
    if isinstance(done, Block) and act.startswith("shorten_"):
        language = next(iter(done.text.languages), bulletin.language)
        return f"block_{done.id}_{language.value}" if language is bulletin.language else ""
    return "" if act == taking.ALL else f"from_{act.partition('_')[2]}"


@blueprint.post(f"{ADDRESS}/autosave")
@requires(Permission.BULLETIN_FINISH, Bulletin)
def autosave(bulletin: Bulletin) -> Json:
    """Store what was written while its writer goes on."""
    return autosaved(bulletin, bulletin.language, Permission.BULLETIN_WRITE)


@blueprint.post(f"{ADDRESS}/language")
@requires(Permission.BULLETIN_WRITE, Bulletin)
def write_first_in(bulletin: Bulletin) -> AnyResponse:
    """Write the bulletin first in the other language; the page that asked says which it was."""
    chosen = request.form.get("first", "")
    writing.lock(db.session, bulletin)
    if chosen in list(Language):
        translating.write_first_in(current_user(), bulletin, Language(chosen))
    return to_page(bulletin)


def _form(bulletin: Bulletin) -> Any:
    return sheet_form(bulletin, request.form, bulletin.language)


def _finish(bulletin: Bulletin, form: Any, saved: Saved) -> Answer:
    """Mark the bulletin as ready. Words typed just before are kept, whatever is still missing."""
    problems = BULLETIN.problems(bulletin, "finish")
    if problems and saved.changed:
        return to_page(bulletin, unfinished="")
    if problems:
        return _sheet(bulletin, form, problems=problems), 422
    operations.advance(db.session, current_user(), bulletin, "finish")
    return to_page(bulletin)


@blueprint.post(f"{ADDRESS}/finish")
@requires(Permission.BULLETIN_FINISH, Bulletin)
def finish(bulletin: Bulletin) -> Answer:
    """Mark the bulletin as ready."""
    try:
        operations.advance(db.session, current_user(), bulletin, "finish")
    except Refused as refused:
        return _sheet(bulletin, _form(bulletin), problems=refused.problems), 422
    return to_page(bulletin)


def _sheet(
    bulletin: Bulletin,
    form: Any,
    *,
    saved: Saved | None = None,
    problems: Sequence[Problem] = (),
    late: bool = False,
) -> str:
    """The page to write on: fresh, or with what was just sent and why it was not stored."""
    return render_template(
        "workshop/page.html",
        **about(bulletin),
        form=form,
        parts=parts(bulletin, form),
        take_all=taking.ALL,
        state_of=state_of,
        personal=personal,
        opened=opened_with(bulletin, request.form if saved is None else {}),
        clashes=clashes(bulletin, form, saved.conflicts if saved else {}),
        problems=problems,
        late=late,
        essence_limit=ESSENCE_LIMIT,
    )

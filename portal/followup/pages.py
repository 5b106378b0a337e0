"""A department's own pages: how each REX stands with it, and what it answers."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts.notices import people_with
from portal.bulletins.models import Bulletin
from portal.conflicts import fingerprint, merge
from portal.db import db
from portal.followup import answering
from portal.followup.answering import said_as_text, said_of, talk_as_text, talk_of
from portal.followup.forms import AnswerForm, TalkForm
from portal.followup.own import Line, Own, own_of, with_actions
from portal.followup.places import REX, records_of, rex_of
from portal.followup.shown import told, told_talk
from portal.i18n import current_language
from portal.pages import paged
from portal.permissions import LEADING, Permission, can, only
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("followup", __name__)
ADDRESS = f"{REX}/ours"
ONE = f"{ADDRESS}/<int(max=2147483647):recommendation>"
Answer = str | Response | tuple[str, int]


@blueprint.get(f"{PREFIX}/our-rex")
@requires(Permission.FOLLOWUP_LIST)
def overview() -> str:
    """Every REX with how it stands in the own department, the newest first."""
    user = current_user()
    query = only(user, Permission.FOLLOWUP_READ, Bulletin)
    found = paged(db.session, query.order_by(Bulletin.year.desc(), Bulletin.number.desc()))
    return render_template(
        "followup/overview.html",
        found=found,
        rows=own_of(db.session, user, found.rows),
        records=records_of(found),
    )


@blueprint.get(ADDRESS)
@requires(Permission.FOLLOWUP_LIST)
def ours(year: int, number: int) -> str:
    """One REX in the own department."""
    return _page(rex_of(year, number, Permission.FOLLOWUP_READ))


@blueprint.post(f"{ADDRESS}/read")
@requires(Permission.FOLLOWUP_LIST)
def read(year: int, number: int) -> Response:
    """Note that the department read it."""
    bulletin = rex_of(year, number, Permission.FOLLOWUP_ACKNOWLEDGE)
    answering.mark_read(db.session, current_user(), bulletin)
    flash(_("Noted: read in your department"), "success")
    if "from_start" in request.form:
        return redirect(url_for("start.page"), code=303)
    return redirect(url_for("rex.page", year=year, number=number), code=303)


@blueprint.post(f"{ADDRESS}/discussed")
@requires(Permission.FOLLOWUP_LIST)
def discussed(year: int, number: int) -> Answer:
    """Note when the team discussed it, and whether it applies."""
    bulletin, form = rex_of(year, number, Permission.FOLLOWUP_ANSWER), TalkForm()
    if not form.validate():
        return _page(bulletin, talk=form), 422
    theirs = answering.discuss(
        db.session,
        current_user(),
        bulletin,
        form.talk,
        opened=form.opened.data or "",
        keep=form.keep.data or "",
    )
    if theirs:
        form.opened.data = fingerprint(talk_as_text(theirs))
        return _page(bulletin, talk=form, theirs=told_talk(theirs)), 409
    return _back(bulletin)


@blueprint.post(ONE)
@requires(Permission.FOLLOWUP_LIST)
def answer(year: int, number: int, recommendation: int) -> Answer:
    """Answer one recommendation, and plan an action if that is wished."""
    bulletin = rex_of(year, number, Permission.FOLLOWUP_ANSWER)
    line = _line(_own(bulletin), recommendation)
    form = AnswerForm(prefix=f"a{recommendation}-")
    form.offer(colleagues())
    if not form.validate():
        return _page(bulletin, asked=(recommendation, form)), 422
    stored = said_as_text(said_of(line.answer))
    mine = said_as_text(form.said)
    result = merge(
        opened_with=form.opened.data or "", mine=mine, theirs=stored, keep=form.keep.data or ""
    )
    if result.conflict:
        form.opened.data = fingerprint(stored)
        theirs = told(said_of(line.answer))
        return _page(bulletin, asked=(recommendation, form), theirs=theirs), 409
    _store(bulletin, line, form, unchanged=result.text == stored != mine)
    return _back(bulletin, f"a{recommendation}")


def _store(bulletin: Bulletin, line: Line, form: AnswerForm, *, unchanged: bool) -> None:
    user, language = current_user(), current_language()
    if not unchanged:
        answering.answer(db.session, user, line.asked, line.answer, form.said, language=language)
        answering.mark_read(db.session, user, bulletin)
    if form.action.data and form.due:
        text = form.action.data
        action = answering.plan(user, line.asked, text, form.due, form.owner, language)
        db.session.add(action)


@blueprint.get(f"{ADDRESS}/<any(read, discussed):_verb>")
@blueprint.get(ONE)
@requires(Permission.FOLLOWUP_LIST)
def before(year: int, number: int, **_values: object) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("followup.ours", year=year, number=number))


def colleagues() -> list[tuple[str, str]]:
    """Who can be reminded of an action of the own department."""
    people = people_with(db.session, *LEADING, department_id=current_user().department_id)
    return [(str(each.id), each.name) for each in sorted(people, key=lambda each: each.sort_name)]


def _own(bulletin: Bulletin) -> Own:
    (own,) = own_of(db.session, current_user(), [bulletin])
    return with_actions(db.session, current_user(), own)


def _line(own: Own, recommendation: int) -> Line:
    found = (line for line in own.lines if line.asked.id == recommendation)
    return next(found, None) or abort(404)


def _back(bulletin: Bulletin, anchor: str = "discussed") -> Response:
    flash(_("Saved"), "success")
    here = url_for("followup.ours", year=bulletin.year, number=bulletin.number, _anchor=anchor)
    return redirect(here, code=303)


def _page(
    bulletin: Bulletin,
    *,
    talk: TalkForm | None = None,
    asked: tuple[int, AnswerForm] | None = None,
    theirs: str | None = None,
) -> str:
    own = _own(bulletin)
    forms = {line.asked.id: _opened(line) for line in own.lines}
    if asked:
        forms[asked[0]] = asked[1]
    return render_template(
        "followup/ours.html",
        own=own,
        talk=talk or _talk(own),
        forms=forms,
        wrong=talk or (asked and asked[1]),
        theirs=theirs,
        writes=can(current_user(), Permission.FOLLOWUP_ANSWER, bulletin),
    )


def _talk(own: Own) -> TalkForm:
    day, applies = stored = talk_of(own.reading)
    data = {"discussed_on": day, "applies": applies, "opened": fingerprint(talk_as_text(stored))}
    return TalkForm(formdata=None, data=data)


def _opened(line: Line) -> AnswerForm:
    said = said_of(line.answer)
    values = vars(said) if said else {}
    data = values | {"opened": fingerprint(said_as_text(said))}
    form = AnswerForm(formdata=None, prefix=f"a{line.asked.id}-", data=data)
    form.offer(colleagues())
    return form

"""The pages on which a published REX is revised or withdrawn, with a note in both languages."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal.bulletins import revising
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.publish_forms import NoteForm
from portal.bulletins.workflow import BULLETIN
from portal.bulletins.workshop import ADDRESS, Answer
from portal.db import db
from portal.permissions import Permission
from portal.web import current_user, requires
from portal.workflow import NotOpen

blueprint = Blueprint("revising", __name__)


@blueprint.route(f"{ADDRESS}/revise", methods=["GET", "POST"])
@requires(Permission.BULLETIN_REVISE, Bulletin)
def revise(bulletin: Bulletin) -> Answer:
    """Why there will be another version; then its text is open to be written."""
    form = NoteForm()
    if "revise" not in BULLETIN.open_to(current_user(), bulletin):
        return _late(bulletin, form, "workshop/revise.html")
    if not form.validate_on_submit():
        return _asked("workshop/revise.html", bulletin, form)
    revising.revise(db.session, current_user(), bulletin, form.words)
    flash(_("The text is open for version %(number)s", number=_next(bulletin)), "success")
    return redirect(url_for("workshop.page", bulletin=bulletin.id), code=303)


@blueprint.post(f"{ADDRESS}/give-up")
@requires(Permission.BULLETIN_REVISE, Bulletin)
def give_up(bulletin: Bulletin) -> Answer:
    """Leave the newest edition as it is; what was written for the next one goes."""
    revising.give_up(db.session, current_user(), bulletin)
    flash(_("The revision is given up: %(label)s is as it was", label=bulletin.label), "success")
    return redirect(_rex(bulletin), code=303)


@blueprint.get(f"{ADDRESS}/give-up")
@requires(Permission.BULLETIN_REVISE, Bulletin)
def before_giving_up(bulletin: Bulletin) -> Answer:
    """The other language of a refusal: where the button stood."""
    return redirect(url_for("workshop.page", bulletin=bulletin.id))


@blueprint.route(f"{ADDRESS}/withdraw", methods=["GET", "POST"])
@requires(Permission.BULLETIN_WITHDRAW, Bulletin)
def withdrawal(bulletin: Bulletin) -> Answer:
    """Why the REX is taken back, in words that every reader sees."""
    form = NoteForm()
    if bulletin.status is BulletinStatus.WITHDRAWN:
        return _late(bulletin, form, "workshop/withdraw.html")
    if not form.validate_on_submit():
        return _asked("workshop/withdraw.html", bulletin, form)
    revising.withdraw(db.session, current_user(), bulletin, form.words)
    flash(_("%(label)s is withdrawn", label=bulletin.label), "success")
    return redirect(_rex(bulletin), code=303)


def _asked(template: str, bulletin: Bulletin, form: NoteForm) -> Answer:
    page = render_template(template, bulletin=bulletin, form=form, next=_next(bulletin))
    return (page, 422) if form.is_submitted() else page


def _late(bulletin: Bulletin, form: NoteForm, template: str) -> Answer:
    """Somebody was first: nothing is done, and what was written is shown once more."""
    if not form.is_submitted():
        return redirect(url_for("workshop.page", bulletin=bulletin.id))
    if not form.words:
        raise NotOpen(template)
    page = render_template(template, bulletin=bulletin, form=form, next=_next(bulletin), late=True)
    return page, 409


def _next(bulletin: Bulletin) -> int:
    return len(bulletin.editions) + 1


def _rex(bulletin: Bulletin) -> str:
    return url_for("rex.page", year=bulletin.year, number=bulletin.number)

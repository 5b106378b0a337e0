"""The page on which a bulletin is given to translators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField  # type: ignore[attr-defined]

from portal.accounts.models import Person
from portal.bulletins import assigning
from portal.bulletins.models import Bulletin
from portal.bulletins.workshop import ADDRESS, Answer
from portal.db import db
from portal.permissions import Permission
from portal.web import current_user, requires

blueprint = Blueprint("translators", __name__)


class TranslatorForm(FlaskForm):
    """Who is to translate."""

    person = SelectField(
        lazy_gettext("Translator"),
        validate_choice=True,
    )


def _form(bulletin: Bulletin) -> TranslatorForm:
    form = TranslatorForm()
    busy = {each.person_id for each in bulletin.assignments}
    free = [each for each in assigning.translators(db.session) if each.id not in busy]
    form.person.choices = [
        SelectChoice("", _("Choose a translator")),
        *(SelectChoice(str(each.id), each.name) for each in free),
    ]
    return form


@blueprint.get(f"{ADDRESS}/translators")
@requires(Permission.BULLETIN_ASSIGN, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """Who translates, and whom else can be asked."""
    return _page(bulletin, _form(bulletin))


@blueprint.post(f"{ADDRESS}/translators")
@requires(Permission.BULLETIN_ASSIGN, Bulletin)
def assign(bulletin: Bulletin) -> Answer:
    """Give the bulletin to one more translator."""
    form = _form(bulletin)
    form.validate()
    chosen = form.person.data or ""
    person = db.session.get(Person, int(chosen)) if chosen.isdigit() else None
    if form.errors or person is None:
        form.person.errors = [_("Choose a translator")]
        return _page(bulletin, form), 422
    assigning.assign(db.session, current_user(), bulletin, person)
    flash(_("%(name)s is told by mail", name=person.name), "success")
    return redirect(url_for("translators.page", bulletin=bulletin.id), code=303)


@blueprint.post(f"{ADDRESS}/translators/remove")
@requires(Permission.BULLETIN_ASSIGN, Bulletin)
def remove(bulletin: Bulletin) -> Answer:
    """Let a translator see it no longer."""
    chosen = request.form.get("person", "")
    person_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    assigning.take_back(db.session, current_user(), bulletin, person_id)
    return redirect(url_for("translators.page", bulletin=bulletin.id), code=303)


@blueprint.get(f"{ADDRESS}/translators/remove")
@requires(Permission.BULLETIN_ASSIGN, Bulletin)
def before(bulletin: Bulletin) -> Answer:
    """The other language of an answer to that: where the button stood."""
    return redirect(url_for("translators.page", bulletin=bulletin.id))


def _page(bulletin: Bulletin, form: TranslatorForm) -> str:
    return render_template("workshop/translators.html", bulletin=bulletin, form=form)

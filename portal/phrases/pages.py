"""The pages of the phrase bank: read by the regulator, kept by publishers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.db import db
from portal.i18n import Language, Translated
from portal.permissions import Permission
from portal.phrases import bank
from portal.phrases.models import Phrase
from portal.text import one_line
from portal.web import PREFIX, requires
from portal.workflow import NotOpen

blueprint = Blueprint("phrases", __name__)
ADDRESS = f"{PREFIX}/phrases/<int(max=2147483647):phrase>"
LIMIT = 1000
Answer = str | Response | tuple[str, int]


def _sentence(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[one_line],
        validators=[
            DataRequired(lazy_gettext("Write the sentence in both languages")),
            Length(max=LIMIT, message=lazy_gettext("Shorten this text to %(max)d characters")),
        ],
    )


class PhraseForm(FlaskForm):
    """One sentence in both languages."""

    nl = _sentence(lazy_gettext("In Dutch"))
    fr = _sentence(lazy_gettext("In French"))

    @property
    def text(self) -> Translated:
        """What was written."""
        return Translated(*(self[each.value].data or "" for each in Language))


@blueprint.get(f"{PREFIX}/phrases")
@requires(Permission.PHRASE_READ)
def overview() -> str:
    """The sentences in use, and those no longer offered."""
    return _overview(PhraseForm(formdata=None))


@blueprint.post(f"{PREFIX}/phrases/new")
@requires(Permission.PHRASE_WRITE)
def add() -> Answer:
    """Approve a sentence."""
    form = PhraseForm()
    if not form.validate():
        return _overview(form), 422
    bank.add(db.session, form.text)
    return _back(_("The sentence is in the phrase bank"))


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@requires(Permission.PHRASE_WRITE, Phrase)
def page(phrase: Phrase) -> Answer:
    """Word a sentence anew: the old one is retired, REX that have it keep it."""
    form = PhraseForm(data={each.value: phrase.text[each] for each in Language})
    if not form.is_submitted():
        return render_template("phrases/page.html", phrase=phrase, form=form)
    if not form.validate():
        return render_template("phrases/page.html", phrase=phrase, form=form), 422
    try:
        bank.reword(db.session, phrase, form.text)
    except NotOpen:
        return render_template("phrases/page.html", phrase=phrase, form=form, late=True), 409
    return _back(_("The sentence is in the phrase bank"))


@blueprint.post(f"{ADDRESS}/retire")
@requires(Permission.PHRASE_WRITE, Phrase)
def retire(phrase: Phrase) -> Response:
    """Offer a sentence no more."""
    bank.retire(phrase)
    return _back(_("The sentence is offered no more"))


@blueprint.post(f"{ADDRESS}/restore")
@requires(Permission.PHRASE_WRITE, Phrase)
def restore(phrase: Phrase) -> Response:
    """Offer it again."""
    bank.restore(phrase)
    return _back(_("The sentence is in the phrase bank"))


@blueprint.get(f"{PREFIX}/phrases/new")
@blueprint.get(f"{ADDRESS}/<any(retire, restore):verb>")
@requires(Permission.PHRASE_READ)
def before(**_values: object) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("phrases.overview"))


def _overview(form: PhraseForm) -> str:
    return render_template(
        "phrases/overview.html",
        form=form,
        offered=bank.offered(db.session),
        retired=bank.retired(db.session),
    )


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("phrases.overview"), code=303)

"""One's own profile: which mails one gets, their language, and the keys that pages know."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField

from portal.accounts.models import News, Person
from portal.accounts.notices import MUTABLE
from portal.db import db
from portal.i18n import Language
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("profile", __name__)
FOLLOW = "follow"
NEWS: dict[str, LazyString] = {
    FOLLOW: _("A mail when the FANC chooses: at once or on Monday"),
    News.NOW: _("A mail at once"),
    News.WEEKLY: _("An overview on Monday"),
    News.NEVER: _("No mail"),
}


class ProfileForm(FlaskForm):
    """The kinds of mail that are wanted, the language of every mail, and whether keys do more."""

    mails = SelectMultipleField(_("Send me a mail when"))
    news = RadioField(_("When there is a new REX"))
    language = RadioField(
        _("Language of your mails"),
        choices=lambda: [(each.value, each.autonym) for each in Language],
    )
    shortcuts = BooleanField(
        _("Use shortcut keys"),
        description=_("Ctrl + Enter, Alt + Page Down and Alt + Page Up"),
    )


@blueprint.route(f"{PREFIX}/profile", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def page() -> Any:
    """Switch mails on and off."""
    person = db.session.get_one(Person, current_user().id)
    kinds: dict[str, Any] = current_app.extensions.get(MUTABLE, {})
    muted = set((person.muted or "").split())
    wanted = [kind for kind in kinds if kind not in muted]
    news = person.news or (FOLLOW if person.department_id else News.NEVER)
    opened = {"language": person.language.value, "news": news, "shortcuts": person.shortcuts}
    form = ProfileForm(data={"mails": wanted, **opened})
    form.mails.choices = list(kinds.items())
    form.news.choices = [
        (value, label) for value, label in NEWS.items() if value != FOLLOW or person.department_id
    ]
    if form.validate_on_submit():
        unwanted = [kind for kind in kinds if kind not in (form.mails.data or [])]
        person.muted = " ".join(unwanted) or None
        person.language = Language(form.language.data)
        person.news = None if form.news.data == FOLLOW else News(form.news.data)
        person.shortcuts = form.shortcuts.data
        flash(gettext("Your choices are in use"), "success")
        return redirect(url_for("profile.page"), code=303)
    answer = render_template("accounts/profile.html", form=form, person=person)
    return answer, 422 if request.method == "POST" else 200


@blueprint.get(f"{PREFIX}/help/keys")
@requires(Permission.START)
def keys() -> str:
    """What the keyboard does: what every browser does, and keys that can be turned off."""
    return render_template("accounts/keys.html")

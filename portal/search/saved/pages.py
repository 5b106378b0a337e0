"""One's own saved searches: keep a question, hear of what is new, change it or stop."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from werkzeug.wrappers import Response
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than its types
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import DataRequired, Length

from portal.accounts.models import News
from portal.db import db
from portal.i18n import current_language, now
from portal.permissions import Permission
from portal.search.index.facets import chosen_of
from portal.search.saved import searches
from portal.search.saved.searches import LONGEST_NAME, LONGEST_TEXT, MOST, SavedSearch
from portal.text import one_line
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("saved_searches", __name__)
ADDRESS = f"{PREFIX}/search/saved"
ONE = f"{ADDRESS}/<int(max=2147483647):savedsearch>"
NEWS: dict[str, LazyString] = {
    News.NOW: _("At once"),
    News.WEEKLY: _("In an overview on Monday"),
    News.NEVER: _("Never"),
}
Answer = str | Response | tuple[str, int]


class SavedSearchForm(FlaskForm):
    """What a search is called, and when to mail what is new."""

    name = StringField(
        _("Name"),
        filters=[one_line],
        description=_("Only you see it; no mail holds it. No names of patients or colleagues"),
        validators=[
            DataRequired(_("Give the search a name")),
            Length(max=LONGEST_NAME, message=_("Shorten this text to %(max)d characters")),
        ],
    )
    news = RadioField(
        _("Notify me of a new or revised REX"),
        choices=lambda: [SelectChoice(value, str(label)) for value, label in NEWS.items()],
        description=_(
            "Mails tell of REX, never of dossiers. They say which REX it is, never what you "
            "searched for."
        ),
    )


@blueprint.get(ADDRESS)
@requires(Permission.SEARCH_SAVE)
def overview() -> str:
    """The searches that this person keeps, and what was found for them."""
    user = current_user()
    rows = searches.of_person(db.session, user)
    return render_template(
        "search/saved.html",
        searches=[(each, searches.found_for(db.session, user, each)) for each in rows],
        news=NEWS,
        never=News.NEVER,
    )


@blueprint.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@requires(Permission.SEARCH_SAVE)
def new() -> Answer:
    """Keep the question of the address, with its filters."""
    text = one_line(request.args.get("q"))[:LONGEST_TEXT]
    chosen = searches.watched(chosen_of(request.args))
    if not text and not chosen:
        return redirect(url_for("search.page"))
    search = SavedSearch(text=text, filters=searches.to_json(chosen))
    name = ", ".join(filter(None, (text, *search.values_in_words)))[:LONGEST_NAME]
    form = SavedSearchForm(data={"name": name, "news": News.NOW})
    if form.is_submitted() and _is_full():
        form.form_errors.append(gettext("You keep %(num)d searches: remove one first", num=MOST))
        return _page(search, form), 422
    if not form.validate_on_submit():
        return _page(search, form), 422 if form.is_submitted() else 200
    search.owner_id = current_user().id or 0
    search.language = current_language()
    search.saved_at = now()
    _write(search, form)
    db.session.add(search)
    return _back(gettext("The search is saved"))


@blueprint.route(ONE, methods=["GET", "POST"])
@requires(Permission.SEARCH_SAVED, SavedSearch)
def page(savedsearch: SavedSearch) -> Answer:
    """Call a search otherwise, or hear of it otherwise."""
    form = SavedSearchForm(data={"name": savedsearch.name, "news": savedsearch.news})
    if not form.validate_on_submit():
        return _page(savedsearch, form), 422 if form.is_submitted() else 200
    _write(savedsearch, form)
    return _back(gettext("Your choices are in use"))


@blueprint.post(f"{ONE}/stop")
@requires(Permission.SEARCH_SAVED, SavedSearch)
def stop(savedsearch: SavedSearch) -> Response:
    """Send no mail about a search any more."""
    savedsearch.news = News.NEVER
    return _back(gettext("You get no more mails about this search"))


@blueprint.post(f"{ONE}/remove")
@requires(Permission.SEARCH_SAVED, SavedSearch)
def remove(savedsearch: SavedSearch) -> Response:
    """Keep a search no more."""
    db.session.delete(savedsearch)
    return _back(gettext("The search is removed"))


@blueprint.get(f"{ONE}/<any(stop, remove):_verb>")
@requires(Permission.SEARCH_SAVE)
def before(**_values: object) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("saved_searches.overview"))


def _is_full() -> bool:
    mine = select(func.count()).where(SavedSearch.owner_id == current_user().id)
    return (db.session.scalar(mine) or 0) >= MOST


def _write(search: SavedSearch, form: SavedSearchForm) -> None:
    search.name, search.news = form.name.data or "", News(form.news.data)


def _page(search: SavedSearch, form: SavedSearchForm) -> str:
    return render_template("search/saved_one.html", search=search, form=form)


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("saved_searches.overview"), code=303)


def saving_address(read: str) -> str:
    """Where the question of this page is saved, in the words in which it was read; or nothing."""
    chosen = searches.watched(chosen_of(request.args))
    asked: dict[str, Any] = SavedSearch(text=read, filters=searches.to_json(chosen)).address
    return url_for("saved_searches.new", **asked) if asked else ""

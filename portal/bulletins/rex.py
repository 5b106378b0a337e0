"""The published bulletins: the list by year, each REX from its frozen record, earlier versions."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from werkzeug import Response
from werkzeug.exceptions import NotFound

from portal.accounts import notices
from portal.bulletins import announcing, document
from portal.bulletins.archive import base_url
from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.record import headline
from portal.bulletins.shelf import standing
from portal.db import db
from portal.i18n import current_language
from portal.permissions import Permission, Role, only
from portal.schedule import first_time
from portal.web import PREFIX, SignInNeeded, current_user, requires

blueprint = Blueprint("rex", __name__)
ADDRESS = f"{PREFIX}/rex/<int(max=9999):year>/<int(max=999999):number>"
VERSION = f"{ADDRESS}/v<int(max=9999):version>"


@dataclass(frozen=True)
class Part:
    """What another subject adds beside a REX; ``values`` gives what it shows, None: nothing."""

    template: str
    values: Callable[[Bulletin], dict[str, Any] | None]


def add_part(app: Flask, part: Part) -> None:
    """Show ``part`` beside each REX, after those that came before."""
    app.extensions.setdefault("rex_parts", []).append(part)


def _parts(bulletin: Bulletin) -> list[Markup]:
    registered: list[Part] = current_app.extensions.get("rex_parts", [])
    return [
        Markup(render_template(part.template, **values))  # noqa: S704 - escaped
        for part in registered
        if (values := part.values(bulletin)) is not None
    ]


@blueprint.get(f"{PREFIX}/rex")
@blueprint.get(f"{PREFIX}/rex/<int(max=9999):year>")
@requires(Permission.REX_LIST)
def overview(year: int | None = None) -> str:
    """Every REX, or those of one year, the newest first."""
    rows = standing(db.session, current_user())
    years = {key: list(group) for key, group in groupby(rows, lambda row: row.year)}
    if year is not None and year not in years:
        abort(404)
    shown = years if year is None else {year: years[year]}
    return render_template(
        "rex/overview.html", years=list(years), shown=shown, year=year, headline=headline
    )


@blueprint.get(ADDRESS)
@requires(Permission.REX_LIST)
def page(year: int, number: int) -> str:
    """One REX in the language of the page, from the record of its newest edition."""
    bulletin = readable(year, number)
    if bulletin.status is BulletinStatus.WITHDRAWN:
        return render_template("rex/withdrawn.html", bulletin=bulletin, base_url=base_url())
    return _page(bulletin, bulletin.editions[-1])


@blueprint.get(VERSION)
@requires(Permission.REX_LIST)
def version(year: int, number: int, version: int) -> str | Response:
    """An earlier version, under a banner; the newest one has no address of its own."""
    bulletin = readable(year, number)
    edition = edition_of(bulletin, version)
    if edition is bulletin.editions[-1] or bulletin.status is BulletinStatus.WITHDRAWN:
        return redirect(url_for("rex.page", year=year, number=number))
    return _page(bulletin, edition)


def _page(bulletin: Bulletin, edition: Edition) -> str:
    record = edition.content
    return render_template(
        "rex/page.html",
        bulletin=bulletin,
        record=record,
        newest=bulletin.editions[-1].version,
        versions=[each.content for each in reversed(bulletin.editions)],
        base_url=base_url(),
        body=document.body(record, record.language(current_language())),
        parts=_parts(edition.bulletin),
    )


@blueprint.post(f"{ADDRESS}/translation")
@requires(Permission.REX_ASK)
def ask_for_translation(year: int, number: int) -> Response:
    """Tell the regulator, once for each person, that somebody misses the other language."""
    bulletin, user = readable(year, number), current_user()
    if bulletin.status is BulletinStatus.WITHDRAWN or bulletin.shown.only is None:
        abort(409)
    if first_time(db.session, announcing.WANTED, f"{user.id}:{bulletin.id}"):
        desk = notices.people_with(db.session, Role.ANALYST, Role.PUBLISHER, department_id=None)
        notices.send(db.session, announcing.WANTED, bulletin.id, desk)
    flash(_("The FANC knows that a translation is wanted"), "success")
    return redirect(url_for("rex.page", year=year, number=number), code=303)


@blueprint.get(f"{ADDRESS}/translation")
@requires(Permission.REX_LIST)
def before_asking(year: int, number: int) -> Response:
    """The other language of an answer: where the button stands."""
    return redirect(url_for("rex.page", year=year, number=number))


def readable(year: int, number: int) -> Bulletin:
    """The REX of that number; 404 where there is none, and who is not signed in is asked to."""
    these = Bulletin.year == year, Bulletin.number == number
    found = db.session.scalar(only(current_user(), Permission.REX_READ, Bulletin).where(*these))
    if found is not None:
        return found
    hidden = db.session.scalar(select(Bulletin.id).where(*these))
    raise NotFound if hidden is None else SignInNeeded


def edition_of(bulletin: Bulletin, version: int) -> Edition:
    """The edition of that version, or 404."""
    found = next((each for each in bulletin.editions if each.version == version), None)
    if found is None:
        abort(404)
    return found

"""The Atom feed of each language: the essence of every public REX, and what became of it."""

from uuid import NAMESPACE_URL, UUID, uuid5

from flask import Blueprint, Response, render_template, request

from portal.bulletins.archive import base_url
from portal.bulletins.shelf import Standing, standing
from portal.db import db
from portal.i18n import current_language
from portal.permissions import Permission
from portal.web import PREFIX, Visitor, requires

blueprint = Blueprint("feed", __name__)
MOST = 50
NAMES = uuid5(NAMESPACE_URL, "rex-portal")
NOBODY = Visitor()
TYPE = "application/atom+xml"


@blueprint.get(f"{PREFIX}/rex/feed.atom")
@requires(Permission.REX_LIST)
def atom() -> Response:
    """The public REX, the last changed first; who has them already is told so."""
    rows = standing(db.session, NOBODY)
    rows = sorted(rows, key=lambda row: row.updated_at, reverse=True)[:MOST]
    words = render_template(
        "rex/feed.xml", rows=rows, base_url=base_url(), name=_name, feed=_feed_name()
    )
    answer = Response(words, content_type=f"{TYPE}; charset=utf-8")
    answer.cache_control.no_cache = True
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _name(row: Standing) -> str:
    """The name of an entry, for good, wherever the portal stands."""
    return _urn(f"{current_language()}/rex/{row.year}/{row.number}")


def _feed_name() -> str:
    return _urn(f"{current_language()}/rex")


def _urn(path: str) -> str:
    name: UUID = uuid5(NAMES, path)
    return name.urn

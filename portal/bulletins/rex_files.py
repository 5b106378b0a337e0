"""The documents of a REX as they were stored: of its newest edition and of earlier ones."""

from flask import Blueprint, Response, abort, request

from portal.bulletins import archive
from portal.bulletins.document import Variant
from portal.bulletins.models import Audience, BulletinStatus
from portal.bulletins.rex import ADDRESS, VERSION, edition_of, readable
from portal.i18n import current_language
from portal.permissions import Permission
from portal.web import pdf_answer, requires

blueprint = Blueprint("rex_files", __name__)


@blueprint.get(f"{ADDRESS}.pdf")
@blueprint.get(f"{VERSION}.pdf")
@requires(Permission.REX_LIST)
def pdf(year: int, number: int, version: int | None = None) -> Response:
    """A document in the language of the page."""
    return _document(year, number, version, Variant(current_language().value))


@blueprint.get(f"{ADDRESS}/nl-fr.pdf")
@blueprint.get(f"{VERSION}/nl-fr.pdf")
@requires(Permission.REX_LIST)
def pdf_of_both(year: int, number: int, version: int | None = None) -> Response:
    """A document with both languages."""
    return _document(year, number, version, Variant.BOTH)


def _document(year: int, number: int, version: int | None, variant: Variant) -> Response:
    bulletin = readable(year, number)
    edition = edition_of(bulletin, version) if version else bulletin.editions[-1]
    if bulletin.status is BulletinStatus.WITHDRAWN:
        abort(404)
    try:
        stored = archive.find(edition, variant)
        content = archive.read(stored)
    except archive.Unwritten:
        abort(404)
    except archive.Lost:
        abort(500)
    mark = f"-v{version}" if version else ""
    answer = pdf_answer(content, f"REX-{number}-{year}{mark}-{archive.SUFFIXES[variant]}")
    answer.cache_control.no_cache = True
    answer.cache_control.private = bulletin.audience is not Audience.PUBLIC or None
    answer.set_etag(stored.sha256)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer

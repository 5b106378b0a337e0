"""The stored documents: PDF files under the SHA-256 of their content, checked whenever read."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.bulletins import document
from portal.bulletins.document import Variant
from portal.bulletins.edition import Document, Edition
from portal.bulletins.models import Bulletin
from portal.bulletins.record import Record
from portal.config import Settings
from portal.durable import older_than, write_durably
from portal.i18n import now

log = logging.getLogger(__name__)
LEFT_ALONE = timedelta(hours=1)
SUFFIXES = {Variant.NL: "nl", Variant.FR: "fr", Variant.BOTH: "nl-fr"}


class Lost(Exception):
    """A stored document is gone or damaged, and rendering does not give the same bytes again."""


class Unwritten(Exception):
    """A bulletin has no document in a language in which it was never written."""


@dataclass(frozen=True)
class Rendered:
    """The documents of a record that has its number and date, not stored yet."""

    record: Record
    base_url: str
    contents: Mapping[Variant, bytes]


def render(record: Record) -> Rendered:
    """Make the documents of ``record``. It takes a second or more: do it before you lock."""
    if record.published_at is None:
        raise ValueError("a draft cannot be frozen")
    address = base_url()
    contents = {
        each: document.render(record, each, base_url=address)
        for each in Variant
        if set(each.languages) <= set(record.languages)
    }
    return Rendered(record, address, contents)


def freeze(rendered: Rendered) -> Edition:
    """The edition with its documents, which are on the disk when this returns."""
    record = rendered.record
    return Edition(
        version=record.version,
        published_at=record.published_at,
        base_url=rendered.base_url,
        record=record.to_json(),
        documents=[_store(variant, content) for variant, content in rendered.contents.items()],
    )


def newest(year: int, number: int) -> Select[Edition]:
    """The query for the newest edition of a REX."""
    return (
        select(Edition)
        .join(Edition.bulletin)
        .where(Bulletin.year == year, Bulletin.number == number)
        .order_by(Edition.version.desc())
        .limit(1)
    )


def find(edition: Edition, variant: Variant) -> Document:
    """The stored document of an edition; Unwritten when it lacks a language of that variant."""
    for stored in edition.documents:
        if stored.variant == variant:
            return stored
    raise Unwritten(variant)


def read(stored: Document) -> bytes:
    """The bytes of a document; when its file is lost or damaged, made anew if they come out equal.

    Raise :class:`Lost` when they do not.
    """
    path = path_of(stored)
    content = path.read_bytes() if path.is_file() else b""
    if _name(content) == stored.sha256:
        return content
    log.warning("%s is missing or damaged; it is rendered again", path)
    content = render_again(stored)
    if _name(content) != stored.sha256:
        log.error("%s cannot be restored: rendering gives other bytes", path)
        raise Lost(str(path))
    write_durably(path, content)
    return content


def render_again(stored: Document) -> bytes:
    """The document as its frozen record gives it now."""
    edition = stored.edition
    record = Record.from_json(edition.record)
    return document.render(record, Variant(stored.variant), base_url=edition.base_url)


def path_of(stored: Document) -> Path:
    """Where the file of a document lies."""
    folder: Path = _settings().data_dir / "documents" / stored.sha256[:2]
    return folder / f"{stored.sha256}.pdf"


def sweep(session: Session, _day: date) -> None:
    """Remove the files that a publication left which did not succeed, an hour later.

    Should another publication need one at that very moment, :func:`read` makes it again.
    """
    for path in older_than(_settings().data_dir / "documents", now() - LEFT_ALONE):
        named = select(Document.id).where(Document.sha256 == path.stem).limit(1)
        if session.scalar(named) is None:
            path.unlink(missing_ok=True)


def _store(variant: Variant, content: bytes) -> Document:
    stored = Document(variant=variant.value, sha256=_name(content), size=len(content))
    write_durably(path_of(stored), content)
    return stored


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def base_url() -> str:
    """Where the portal can be reached now."""
    return _settings().base_url


def _settings() -> Settings:
    settings: Settings = current_app.config["PORTAL"]
    return settings

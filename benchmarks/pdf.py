"""The PDF pair of a bulletin against WeasyPrint rendering the same HTML alone."""

from flask import Flask
from sqlalchemy import select
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.timing import alternate
from portal.bulletins import document
from portal.bulletins.document import Variant
from portal.bulletins.edition import Edition
from portal.bulletins.record import Record
from portal.db import db
from portal.pdf_worker import VARIANT, StaticFiles

AIM = 1.1
PAIR = (Variant.NL, Variant.FR)


def report(app: Flask) -> None:
    """Print one ratio: our pair, by the child process, against WeasyPrint alone in this one."""
    with app.app_context():
        stored = db.session.scalars(select(Edition.record).order_by(Edition.id)).first()
        assert stored is not None
        record = Record.from_json(stored)
        pages = [document.page(record, variant) for variant in PAIR]
        fonts = FontConfiguration()
        style = CSS(url="static:print.css", url_fetcher=StaticFiles(), font_config=fonts)

        def alone() -> None:
            for page in pages:
                html = HTML(string=page, base_url="static:", url_fetcher=StaticFiles())
                html.write_pdf(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)

        def ours() -> None:
            for variant in PAIR:
                document.render(record, variant)

        ratio = alternate(ours, alone, times=8)
    print(f"\nbulletin PDF pair against WeasyPrint alone: {ratio:.2f}  (aim ≤ {AIM})")

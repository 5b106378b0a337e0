"""The engine that makes PDF files: it reads nothing but our files, and is stopped when late."""

import io
import multiprocessing
import resource
import sys
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from portal import pdf

SMALL = '<html lang="nl"><title>x</title><p>x'


def test_the_web_process_never_loads_weasyprint() -> None:
    assert pdf.engine.render(SMALL).startswith(b"%PDF-1.7")
    assert not any(name.startswith("weasyprint") for name in sys.modules)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "static:../config.py",
        "static:/etc/hostname",
        "static:fonts/../../config.py",
        "static:%2e%2e/config.py",
        "static:fonts",
        "static:nothing.png",
        "STATIC:print.css",
        "static:\x00",
        "//example.org/x.png",
        "print.css",
    ],
)
@pytest.mark.parametrize(
    "html",
    ['<img src="{}" alt="x">', '<link rel="attachment" href="{}">', "<style>@import '{}'</style>"],
    ids=["image", "attachment", "import"],
)
def test_no_other_file_is_ever_read(html: str, address: str) -> None:
    with pytest.raises(pdf.RenderError, match="FatalURLFetchingError"):
        pdf.engine.render(SMALL + html.format(address))


def test_our_own_static_files_can_be_used() -> None:
    content = pdf.engine.render(SMALL + '<link rel="attachment" href="static:print.css">')
    attachments = PdfReader(io.BytesIO(content)).attachments
    assert list(attachments) == ["print.css"]


@pytest.fixture
def hasty() -> Iterator[pdf.Engine]:
    """An engine that waits for two seconds only."""
    engine = pdf.Engine(seconds=2)
    yield engine
    engine.close()


def test_a_late_document_is_stopped_and_the_next_one_is_made(hasty: pdf.Engine) -> None:
    endless = "<table>" + "<tr><td>x<td>y" * 20_000
    with pytest.raises(pdf.RenderError, match="2 s"):
        hasty.render(SMALL + endless)
    assert hasty.render(SMALL).startswith(b"%PDF-1.7")


def test_a_document_that_cannot_be_laid_out_is_an_error_and_the_next_one_is_made() -> None:
    with pytest.raises(pdf.RenderError, match="RecursionError"):
        pdf.engine.render(SMALL + "<div>" * 900)
    assert pdf.engine.render(SMALL).startswith(b"%PDF-1.7")


def test_a_worker_has_limits_and_leaves_nothing_behind() -> None:
    before = set(multiprocessing.active_children())
    engine = pdf.Engine(megabytes=900)
    engine.render(SMALL)
    [worker] = set(multiprocessing.active_children()) - before
    assert worker.pid
    assert resource.prlimit(worker.pid, resource.RLIMIT_AS)[0] == 900 * 1024 * 1024
    assert resource.prlimit(worker.pid, resource.RLIMIT_CORE)[0] == 0
    engine.close()
    assert not worker.is_alive()

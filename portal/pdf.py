"""PDF files made from HTML, and forms read from PDF files, in a child process that has limits."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from portal import worker

LANGUAGE, KEYWORDS = "/Lang", "/Keywords"
NO_SYSTEM_FONTS = "<fontconfig><cachedir>{folder}</cachedir></fontconfig>"


class RenderError(Exception):
    """The document could not be made, or not be read; the message says why."""


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data that the pages show. ``created`` is in UTC."""

    name: str
    content: bytes
    description: str
    created: datetime


class Engine:
    """One warm worker. What is published has its own, so that it does not wait for who only looks.

    ``seconds`` are for one document; ``patience`` counts the wait for earlier ones too.
    """

    def __init__(self, seconds: float = 20, patience: float = 60, megabytes: int = 1024) -> None:
        self._worker = worker.Worker(
            _begin, megabytes, seconds=seconds, patience=patience, most_jobs=500, writing=True
        )
        self.close = self._worker.close

    def render(
        self,
        html: str,
        attached: Attached | None = None,
        *,
        stylesheet: str = "print.css",
        fillable: bool = False,
    ) -> bytes:
        """Print ``html`` with one of our stylesheets; RenderError when that does not succeed.

        What is ``fillable`` has fields to fill in and is PDF/UA-1 only: PDF/A has no such forms.
        """
        pdf: bytes = self._do(_print, html, attached, stylesheet, fillable)
        return pdf

    def read_form(self, content: bytes) -> dict[str, str]:
        """What is filled in in a PDF that anybody may have made; RenderError if it is none.

        Beside its fields: what it says under ``LANGUAGE`` and under ``KEYWORDS``.
        """
        answers: dict[str, str] = self._do(_read_form, content)
        return answers

    def _do(self, job: Callable[..., Any], *given: object) -> Any:
        try:
            return self._worker.do(job, *given)
        except worker.LateError as error:
            seconds = self._worker.seconds
            raise RenderError(f"The PDF was not ready in {seconds:g} s.") from error
        except worker.StoppedError as error:
            raise RenderError(f"The PDF worker stopped: {error}") from error


def _begin(folder: str, megabytes: int) -> None:
    """In the worker: limits, no environment, no fonts but ours, no network; then get warm."""
    worker.limit(megabytes=megabytes, megabytes_written=16)
    os.environ.clear()
    fonts = Path(folder, "fonts.conf")
    fonts.write_text(NO_SYSTEM_FONTS.format(folder=folder))
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    tempfile.tempdir = folder
    with suppress(OSError):
        _weasyprint()
    worker.deny(writing=True)


@contextmanager
def _told() -> Iterator[None]:
    """The web process never meets the exceptions of what runs in the worker."""
    try:
        yield
    except BaseException as error:
        raise RenderError(f"{type(error).__name__}: {str(error)[:300]}") from error


def _print(html: str, attached: Attached | None, stylesheet: str, fillable: bool) -> bytes:
    """In the worker. The web process never loads WeasyPrint."""
    with _told():
        data = asdict(attached) if attached else {}
        pdf: bytes = _weasyprint().render(html, stylesheet, fillable=fillable, **data)
        return pdf


def _read_form(content: bytes) -> dict[str, str]:
    """In the worker, where a file that exhausts its reader harms nobody."""
    with _told():
        answers: dict[str, str] = import_module("portal.pdf_fields").read(content)
        return answers


def _weasyprint() -> ModuleType:
    return import_module("portal.pdf_worker")


engine = Engine()
previews = Engine(patience=20)

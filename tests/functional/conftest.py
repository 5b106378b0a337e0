"""What the tests through the doors have in common."""

import pytest

from portal import pdf
from portal.pdf import Attached, Engine

_print = Engine.render
_printed: dict[tuple[str, Attached | None, str, bool], bytes] = {}


def _print_once(
    engine: Engine,
    html: str,
    attached: Attached | None = None,
    *,
    stylesheet: str = "print.css",
    fillable: bool = False,
) -> bytes:
    key = html, attached, stylesheet, fillable
    if key not in _printed:
        _printed[key] = _print(engine, html, attached, stylesheet=stylesheet, fillable=fillable)
    return _printed[key]


@pytest.fixture(autouse=True)
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same document is printed once: it always gives the same bytes (``unit/test_pdf.py``)."""
    monkeypatch.setattr(pdf.Engine, "render", _print_once)

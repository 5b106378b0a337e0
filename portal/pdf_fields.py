"""What is filled in in a PDF form that anybody may have made; read in the PDF worker only."""

import io
from typing import Any

import pikepdf

from portal.pdf import KEYWORDS, LANGUAGE

MOST_FIELDS = 200
LONGEST = 10_000


def read(content: bytes) -> dict[str, str]:
    """Every field that has an answer, and under their PDF names the language and the keywords.

    Raise ValueError for a file without a form or with an endless one.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.get("/AcroForm")
        fields: Any = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
        if not isinstance(fields, pikepdf.Array) or len(fields) > MOST_FIELDS:
            raise ValueError("no form, or too large a one")
        answers = {str(field.T): _answer(field) for field in fields if _is_whole(field)}
        answers[LANGUAGE] = str(pdf.Root.get(LANGUAGE, ""))
        answers[KEYWORDS] = str(pdf.docinfo.get(KEYWORDS, ""))
        return {name: answer[:LONGEST] for name, answer in answers.items() if answer}


def _is_whole(field: Any) -> bool:
    """A field of its own: the buttons of a group also stand in the list."""
    return isinstance(field, pikepdf.Dictionary) and "/T" in field and "/Parent" not in field


def _answer(field: Any) -> str:
    """The text, or what the pressed button of a group stands for."""
    value = str(field.get("/V", ""))
    if field.get("/FT") != "/Btn":
        return value
    state, offered = value.removeprefix("/"), field.get("/Opt")
    if isinstance(offered, pikepdf.Array) and state.isdecimal() and int(state) < len(offered):
        return str(offered[int(state)])
    return "" if state == "Off" else state

"""The name of a file becomes readable and harmless, and names nobody by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.attachments.names import LONGEST, has_national_number, named, shown

NUMBER = "85.07.30-033 28"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("foto.JPG", "foto.jpg"),
        ("verslag.pdf", "verslag.jpg"),
        ("scan.exe", "scan.exe.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        (r"C:\fakepath\plan 3.png", "plan 3.jpg"),
        ("a\0b\r\nSet-Cookie: x.png", "ab Set-Cookie_ x.jpg"),
        ("jpg.\u202egnp.exe", "jpg.gnp.exe.jpg"),
        ("\u200b\u2066.pdf", "pdf.jpg"),
        ("CON.pdf", "_CON.jpg"),
        ("nul", "_nul.jpg"),
        ("..", "attachment.jpg"),
        ("", "attachment.jpg"),
        ('<script>"x"|y?.png', "_script__x__y_.jpg"),
        ("élève – 1.png", "élève – 1.jpg"),
        (f"{NUMBER}.png", "xxx.jpg"),
        ("foto_85073003328_2.png", "foto_xxx_2.jpg"),
        ("IMG_20261121_153042.jpg", "IMG_20261121_153042.jpg"),
    ],
)
def test_a_name_is_cleaned(given_name: str, kept: str) -> None:
    assert named(given_name, "jpg") == kept


def test_a_national_number_is_noticed() -> None:
    assert has_national_number(f"scan {NUMBER}.pdf")
    assert not has_national_number("85.07.30-033 29.pdf")
    assert NUMBER not in shown(f"scan {NUMBER}.pdf")


@given(st.text())
def test_every_name_can_be_kept(text: str) -> None:
    kept = named(text, "pdf")
    assert kept.endswith(".pdf")
    assert len(kept) <= LONGEST + 5
    assert not set(kept) & set('/\\<>:"|?*\r\n\0\u202e')
    assert shown(text)

"""The first title of a report is its first sentence, never longer than a line."""

import pytest

from portal.incidents.sending import TITLE_LENGTH, title_of

LONG = (
    "Het plan werd tweemaal geladen omdat de verbinding met de databank even weg was en niemand zag"
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Verkeerd veld geladen", "Verkeerd veld geladen"),
        ("Verkeerd veld geladen. Niet bestraald.", "Verkeerd veld geladen"),
        ("Verkeerd veld? Gezien bij de controle.", "Verkeerd veld?"),
        ("Eerste regel\n\nTweede alinea", "Eerste regel"),
        ("- Een punt\n- Nog een punt", "Een punt"),
        ("Dosis 7.5 Gy te veel. Hersteld.", "Dosis 7.5 Gy te veel"),
        ("-", "-"),
        ("", ""),
        (f"{LONG} dat.", f"{LONG} dat"),
        (f"{LONG} ervoor een controle bestond.", f"{LONG}…"),
        pytest.param("é" * 300, "é" * 99 + "…", id="one word"),
    ],
)
def test_the_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title
    assert len(title_of(text)) <= TITLE_LENGTH

"""What is filled in before anybody translates: numbers, dates, hours and units."""

import pytest

from portal.i18n import Language
from portal.language.skeleton import skeleton

NL, FR = Language


@pytest.mark.parametrize(
    ("text", "source", "pieces"),
    [
        (
            "Op maandag 16 november 2020 om 15u42 begon het.",
            NL,
            ["lundi 16 novembre 2020", "15h42"],
        ),
        ("Op 1 maart werd 7,7 TB hersteld.", NL, ["1er mars", "7,7\u00a0TB"]),
        ("Het duurde 3 dagen en 2 uur.", NL, ["3\u00a0jours", "2\u00a0heures"]),
        ("In totaal 1.234 patiënten, 7.5 Gy.", NL, ["1\u202f234\u00a0patients", "7,5\u00a0Gy"]),
        ("Van 12/03/2024 tot 12-04-2024, 30% meer.", NL, ["12/03/2024", "12-04-2024", "30\u00a0%"]),
        ("Le 1er mars à 8h, 200 UM.", FR, ["1 maart", "8u", "200\u00a0MU"]),
        (
            "Au total 12 345 fractions de 2,67 Gy × 15.",
            FR,
            ["12.345\u00a0fracties", "2,67\u00a0Gy", "15"],
        ),
        ("Geen enkel getal; R&V-systeem v13.", NL, []),
    ],
)
def test_what_needs_no_translator(text: str, source: Language, pieces: list[str]) -> None:
    filled = skeleton(text, source)
    assert [piece.strip() for piece in filled.split("…") if piece.strip()] == pieces

"""What may be the name of somebody, and what of radiotherapy is not."""

import json
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from portal.i18n import Language
from portal.incidents.personal import find
from portal.language.privacy import rules

DEMO = Path(__file__).resolve().parents[2] / "portal" / "demo_data"
SYSTEMS = ["Toravel Noord", "Versneller Oost", "Service de radiothérapie du Val"]


def likely(text: str, language: Language, things: Iterable[str] = ()) -> list[str]:
    """What looks like a name in ``text``."""
    return [hit.text for hit in find(text, language, things) if hit.rule == rules.NAME]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("nl", "fractie 2 van Jan Peeters werd herhaald", "Jan Peeters"),
        ("nl", "Jan Peeters lag verkeerd op de tafel", "Jan Peeters"),
        ("nl", "Gisteren Jan Peeters gezien", "Jan Peeters"),
        ("nl", "de collega zag het. An van den Berg belde", "An van den Berg"),
        ("nl", "gebeld door Piet De Smet-Janssens", "Piet De Smet-Janssens"),
        ("fr", "le plan de Zoé Étienne était ancien", "Zoé Étienne"),
        ("fr", "Hier Jean d’Hondt a vu le plan", "Jean d’Hondt"),
        ("nl", "gesprek van Piet de Smet", "Piet de Smet"),
        ("fr", "dossier de Marie Le Grand, fraction 2", "Marie Le Grand"),
    ],
)
def test_two_capitalised_words_may_be_a_name(language: str, text: str, name: str) -> None:
    assert list(likely(text, Language(language), SYSTEMS)) == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Varian Medical Systems leverde Linac 2, berekend met Monte Carlo"),
        ("nl", "Bij Versneller 2 werd de Winston Lutz niet gedaan. Na Toravel Noord viel het op"),
        ("nl", "De Ewing-sarcomen; Hodgkin; het Federaal Agentschap voor Nucleaire Controle"),
        ("nl", "Volgens Planivera en Orbiton R&V. Toen Toravel T3. Het TPS zei niets"),
        ("nl", "een Cone Beam CT, de Nieuwe Werkwijze; in Leuven. Daarna in Gent"),
        ("nl", "op Versneller Oost. Elekta Versa HD. Op TrueBeam Twee"),
        ("nl", "Sint Jan, Universitair Ziekenhuis Gent"),
        ("fr", "Le Linac 2. La Curiethérapie. Le calcul Monte Carlo de Varian"),
        ("fr", "Après Toravel T3, le Grand Accélérateur. À Bruxelles. Hôpital Saint Luc"),
        ("fr", "Selon Planivera, l’Agence Fédérale; l’Institut Rayon"),
    ],
)
def test_what_belongs_to_the_trade_is_no_name(language: str, text: str) -> None:
    assert list(likely(text, Language(language), SYSTEMS)) == []


def test_the_demo_incidents_name_nobody() -> None:
    for line in (DEMO / "incidents.jsonl").read_text().splitlines():
        incident = json.loads(line)
        for language in Language:
            text = incident["narrative"].get(language.value, "")
            assert list(likely(text, language)) == []


@pytest.mark.parametrize("piece", ["Jan ", "Jan van ", "De ", "Aa-", "A", "l’", "Jan\u00a0de "])
def test_a_long_text_takes_no_time(piece: str) -> None:
    text = (piece * 40_000)[:40_000]
    begun = time.process_time()
    list(likely(text, Language.NL))
    assert time.process_time() - begun < 2

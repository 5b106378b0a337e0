"""What is taken for a personal detail, and what of radiotherapy is not."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from portal.i18n import Language
from portal.incidents.personal import Hit
from portal.incidents.personal import find as find_in
from portal.language.privacy import rules

DEMO = Path(__file__).resolve().parents[2] / "portal" / "demo_data" / "incidents.jsonl"


def find(text: str) -> list[Hit]:
    """What is personal in a text of which the language is not told."""
    return find_in(text, Language.NL)


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("zie 85073003328", rules.NATIONAL_NUMBER, "85073003328"),
        ("n° 85.07.30-033.28.", rules.NATIONAL_NUMBER, "85.07.30-033.28"),
        ("85 07 30 033 28", rules.NATIONAL_NUMBER, "85 07 30 033 28"),
        ("850730-033-28", rules.NATIONAL_NUMBER, "850730-033-28"),
        ("85/07/30 – 033/28", rules.NATIONAL_NUMBER, "85/07/30 – 033/28"),
        ("né après 2000 : 17.07.30-033.84", rules.NATIONAL_NUMBER, "17.07.30-033.84"),
        ("bis 98.47.28-997.65", rules.NATIONAL_NUMBER, "98.47.28-997.65"),
        ("bis 01490700185", rules.NATIONAL_NUMBER, "01490700185"),
        ("mail aan jan.peeters@ziekenhuis.be.", rules.EMAIL, "jan.peeters@ziekenhuis.be"),
        ("belde 016 33 22 11", rules.PHONE, "016 33 22 11"),
        ("tél. 02/345.67.89", rules.PHONE, "02/345.67.89"),
        ("0475 12 34 56", rules.PHONE, "0475 12 34 56"),
        ("+32 475 12 34 56", rules.PHONE, "+32 475 12 34 56"),
        ("+32 (0)2 345 67 89", rules.PHONE, "+32 (0)2 345 67 89"),
        ("0032 2 345 67 89", rules.PHONE, "0032 2 345 67 89"),
        ("dossier 1234567", rules.FILE_NUMBER, "1234567"),
        ("dossier 12345678901", rules.FILE_NUMBER, "12345678901"),
        ("dr. Van den Broeck zag", rules.NAME, "Van den Broeck"),
        ("Mme Dupont a vu", rules.NAME, "Dupont"),
        ("mevr. de Smet-Janssens", rules.NAME, "de Smet-Janssens"),
        ("de heer Jan Peeters", rules.NAME, "Jan Peeters"),
        ("Monsieur d’Hondt", rules.NAME, "d’Hondt"),
        ("le docteur É. Lambert", rules.NAME, "É. Lambert"),
        ("geboren op 12/03/1954", rules.BIRTH_DATE, "12/03/1954"),
        ("née le 12 mars 1954", rules.BIRTH_DATE, "12 mars 1954"),
        ("patiënt (°3/4/50)", rules.BIRTH_DATE, "3/4/50"),
    ],
)
def test_a_detail_is_found(text: str, kind: str, detail: str) -> None:
    (hit,) = find(text)
    assert (hit.rule, hit.text) == (kind, detail)
    assert text[hit.start : hit.end] == detail
    assert hit.blocking is (kind == rules.NATIONAL_NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "2,67 Gy × 15, in totaal 40,05 Gy in 15 fracties",
        "Op maandag 16/11/2020 om 15u42 viel de server uit",
        "le 06/10/2020 à 15h42, puis le 01.02.2020 10.30",
        "De ARIA-omgeving van Varian, TrueBeam 2, versneller 3",
        "Hodgkin, Ewing, Kaposi, Cushing; een Ewing-sarcoom",
        "143256 MU gegeven, 370000 MBq, 7,7 TB, 123456 Gy",
        "M. Le patient est revenu; l'arc M. La machine",
        "M-2026-0042 en REX 3 – 2020",
        "versie 20201116, plan 12345",
        "0,123456 en 1.234567",
        "85.07.30-033.29",
        "De dokter zag het, de heer des huizes niet",
        "",
    ],
)
def test_what_belongs_to_the_trade_is_left_alone(text: str) -> None:
    assert [hit.text for hit in find(text)] == []


def test_the_demo_incidents_name_nobody() -> None:
    assert find(DEMO.read_text()) == []


def test_details_come_in_order_and_never_overlap() -> None:
    text = "Mevr. Peeters, geboren op 12/03/1954 (85.07.30-033 28), 016 33 22 11, a@b.be"
    hits = find(text)
    assert [hit.rule for hit in hits] == [
        rules.NAME,
        rules.BIRTH_DATE,
        rules.NATIONAL_NUMBER,
        rules.PHONE,
        rules.EMAIL,
    ]
    assert all(one.end <= two.start for one, two in pairwise(hits))


@pytest.mark.parametrize(
    "piece", ["a", "a.", "° ", "geb ", "dr ", "0 ", "1", "12 ", "00 ", "de ", "+32", "mme Aa", "@"]
)
def test_forty_thousand_characters_take_no_time(piece: str) -> None:
    text = (f"dr. {piece}" + piece * 40_000)[:40_000]
    begun = time.process_time()
    find(text)
    assert time.process_time() - begun < 2

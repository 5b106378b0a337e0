"""The privacy check on sentences: those that it was tuned on, and those that it never saw."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import Language
from portal.language import privacy
from portal.language.finding import Severity
from portal.language.privacy import rules
from tests.conftest import SEEDS
from tests.language.recall import measured, sentences

BLOCKING = (
    *(rules.NATIONAL_NUMBER, rules.PHONE, rules.EMAIL, rules.FILE_NUMBER),
    *(rules.BIRTH_DATE, rules.ADDRESS),
)


def test_the_sets_are_large_apart_and_half_empty() -> None:
    held, tuned = list(sentences("privacy", "held_out")), list(sentences("privacy", "tuning"))
    assert len(held) >= 200
    assert not {row["text"] for row in held} & {row["text"] for row in tuned}
    assert 0.3 < sum(not row["expected"] for row in held) / len(held) < 0.6


def test_what_was_tuned_on_is_found_exactly() -> None:
    assert measured("privacy", "tuning", privacy.check).differing == []


def test_the_aims_are_met_on_sentences_never_tuned_on() -> None:
    figures = measured("privacy", "held_out", privacy.check)
    for rule in BLOCKING:
        assert figures.recall(rule) == 1, rule
    assert figures.precision(*BLOCKING) >= 0.98
    for rule in (rules.NAME, rules.HOSPITAL):
        assert figures.recall(rule) >= 0.95, rule
        assert figures.precision(rule) >= 0.95, rule


@pytest.mark.parametrize("language", list(Language))
def test_the_seed_names_nobody(language: Language) -> None:
    text = (SEEDS / f"REX-3-2020.{language.value}.txt").read_text(encoding="utf-8")
    found = privacy.check(text, language)
    assert [each.rule for each in found] == [
        rules.EXACT_DATE,
        rules.EXACT_HOUR,
        rules.SINGULAR_PERSON,
    ]
    assert {each.severity for each in found} == {Severity.CONFIRM}


@pytest.mark.parametrize(
    ("text", "blocking", "asked"),
    [
        ("Dr. Peeters en Jan Maes", ["Peeters"], ["Jan Maes"]),
        ("trop tôt, le Dr Colson a appelé M. Dubois", ["Colson", "Dubois"], []),
        ("la lettre de M. Dubois à Mme Le Grand", ["Dubois", "Le Grand"], []),
        ("collega Stijn belde Stijn", ["Stijn"], ["Stijn"]),
        ("de heer van den bossche, mevr. A.D.", ["van den bossche", "A.D."], []),
        ("Prof. dr. ir. K. Peeters-Maes", ["K. Peeters-Maes"], []),
        ("le patient Xyzor, le physicien Dubois", ["Dubois"], ["Xyzor"]),
    ],
)
def test_a_title_makes_a_name_block(text: str, blocking: list[str], asked: list[str]) -> None:
    found = privacy.check(text, Language.NL)
    told: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for each in found:
        told[each.severity].append(each.span.of(text))
    assert (told[Severity.BLOCK], told[Severity.CONFIRM]) == (blocking, asked)


def test_what_is_known_beside_the_text_counts() -> None:
    known = privacy.Known(
        hospitals=("Kliniek Ter Linden",),
        things=("Toravel Noord",),
        systems={"Planivera": 2, "Eclipse": 14},
        vendors=("Varian",),
        incident_dates=(date(2026, 3, 2),),
    )
    text = (
        "In de kliniek ter linden stond Toravel Noord naast Planivera en Eclipse. "
        "Varian kwam, en Varian ging. Een patiënt (07/05/2009) zag het op 02/03/2026."
    )
    told = [(each.rule, each.span.of(text)) for each in privacy.check(text, Language.NL, known)]
    assert told == [
        (rules.HOSPITAL, "kliniek ter linden"),
        (rules.FEW_DEPARTMENTS, "Planivera"),
        (rules.VENDOR, "Varian"),
        (rules.BIRTH_DATE, "07/05/2009"),
        (rules.EXACT_DATE, "02/03/2026"),
    ]


def test_a_rare_combination_is_asked_about() -> None:
    text = "Une femme enceinte de 34 ans, traitée le 12/03/2026."
    assert rules.COMBINATION in {each.rule for each in privacy.check(text, Language.FR)}
    alone = privacy.check("Une femme enceinte a attendu.", Language.FR)
    assert rules.COMBINATION not in {each.rule for each in alone}


def test_a_long_bulletin_takes_no_time() -> None:
    text = " ".join(row["text"] for row in sentences("privacy", "held_out"))
    words = " ".join(text.split()[:1000])
    privacy.check(words, Language.NL)
    begun = time.process_time()
    privacy.check(words, Language.NL)
    assert time.process_time() - begun < 0.15


@given(
    st.text() | st.lists(st.sampled_from(sorted("aA.,'’-–/@0123456789é\n\u00a0 °:("))).map("".join)
)
def test_no_text_is_an_error(text: str) -> None:
    for language in Language:
        for each in privacy.check(text, language):
            assert 0 <= each.span.start < each.span.end <= len(text)
            assert each.span.of(text).strip()
            assert each.message.nl
            assert each.message.fr

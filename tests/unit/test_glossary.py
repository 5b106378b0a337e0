"""Terms in a text: inflected, in compounds, abbreviated, the longest first."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import Language
from portal.language.glossary import Glossary, Term, shipped
from portal.language.glossary_file import Unreadable, check, read, write
from portal.language.terms import Status
from portal.text import sort_key
from tests.conftest import SEEDS


def found(text: str, language: str, glossary: Glossary | None = None) -> list[tuple[str, str]]:
    """The terms of ``text`` by key, with the words that stand there."""
    hits = (glossary or shipped()).find(text, Language(language))
    return [(hit.term.key, hit.span.of(text)) for hit in hits]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # inflection
        ("nl", "Twee fracties", [("fraction", "fracties")]),
        ("nl", "de bestralingstoestellen", [("irradiation-device", "bestralingstoestellen")]),
        ("nl", "beide isocentra", [("isocentre", "isocentra")]),
        ("nl", "drie stralingsfysici", [("medical-physicist", "stralingsfysici")]),
        ("nl", "klinische doelvolumes", [("clinical-target-volume", "klinische doelvolumes")]),
        ("nl", "basisoorzaken", [("root-cause", "basisoorzaken")]),
        ("nl", "Het plan werd nagekeken.", [("verify", "nagekeken")]),
        ("fr", "des faisceaux", [("beam", "faisceaux")]),
        ("fr", "doses totales", [("total-dose", "doses totales")]),
        ("fr", "les radiophysiciennes", [("medical-physicist", "radiophysiciennes")]),
        ("fr", "la base prostatique", [("prostate", "prostatique")]),
        # accents, case, elision, signs between words
        ("nl", "PATIENTEN", [("patient", "PATIENTEN")]),
        ("nl", "pati\u0065\u0308nten", [("patient", "pati\u0065\u0308nten")]),
        ("fr", "SEANCES D'IRRADIATION", [("treatment-session", "SEANCES D'IRRADIATION")]),
        ("fr", "la séance de l’irradiation", [("treatment-session", "séance de l’irradiation")]),
        ("fr", "une sauvegarde", [("back-up", "sauvegarde")]),
        ("fr", "les dossiers sauvegardés", [("file-record", "dossiers")]),
        ("nl", "de fractie\nvan de boost", [("fraction", "fractie"), ("boost", "boost")]),
        ("fr", "base,\nde données", [("data", "données")]),
        # compounds
        ("nl", "prostaatbestraling", [("prostate", "prostaat"), ("irradiation", "bestraling")]),
        ("nl", "boostfracties", [("boost", "boost"), ("fraction", "fracties")]),
        ("nl", "ziekenhuisdatabank", [("hospital", "ziekenhuis"), ("database", "databank")]),
        ("nl", "serverlijst", [("server", "server")]),
        ("nl", "patiëntidentificatie", [("patient-identification", "patiëntidentificatie")]),
        ("nl", "bestralingssessie", [("treatment-session", "bestralingssessie")]),
        ("nl", "fractiebarometer", []),
        ("fr", "prostatabestraling", []),
        # abbreviations
        ("nl", "het R&V-systeem", [("record-and-verify", "R&V-systeem")]),
        ("nl", "in R & V", [("record-and-verify", "R & V")]),
        ("nl", "MLC's", [("multileaf-collimator", "MLC's")]),
        ("nl", "200 MU", [("monitor-unit", "MU")]),
        ("fr", "200UM", [("monitor-unit", "UM")]),
        ("fr", "le TPS, peu de tps", [("treatment-planning-system", "TPS")]),
        ("fr", "4 CT", [("ct-scan", "CT")]),
        ("nl", "3D-CRT", [("conformal-radiotherapy", "3D-CRT")]),
        ("fr", "l'AFCN", [("fanc", "AFCN")]),
        ("nl", "Backup, back up", [("back-up", "Backup"), ("back-up", "back up")]),
        # the longest; within it what is counted
        ("nl", "de dosis per fractie", [("fraction-dose", "dosis per fractie")]),
        (
            "fr",
            "nombre de fractions",
            [("number-of-fractions", "nombre de fractions"), ("fraction", "fractions")],
        ),
    ],
)
def test_where_terms_stand(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


def test_the_seeds_differ_in_one_counted_term() -> None:
    counts = {}
    for language in Language:
        text = (SEEDS / f"REX-3-2020.{language}.txt").read_text(encoding="utf-8")
        hits = shipped().find(text, language)
        counts[language] = Counter(hit.term.key for hit in hits if hit.term.countable)
    assert counts[Language.NL] - counts[Language.FR] == Counter({"fraction": 1})
    assert counts[Language.FR] - counts[Language.NL] == Counter()
    assert counts[Language.FR]["server"] == 5


def test_a_long_text_takes_no_time() -> None:
    text = (SEEDS / "REX-3-2020.nl.txt").read_text(encoding="utf-8") * 2
    assert len(text.split()) > 900
    shipped().find(text, Language.NL)
    started = time.process_time()
    shipped().find(text, Language.NL)
    assert time.process_time() - started < 0.1  # 5 ms on an idle machine


@given(st.text(alphabet="fractieoboost sé'’-&RV\n\u0308\u00ad1.,", max_size=60))
def test_anything_can_be_read(text: str) -> None:
    for language in Language:
        for hit in shipped().find(text, language):
            assert 0 <= hit.span.start < hit.span.end <= len(text)


def test_the_shipped_terms_are_in_order() -> None:
    terms = list(shipped())
    check(terms)
    assert len(terms) >= 600
    assert [term.key for term in terms] == sorted(term.key for term in terms)
    for term in terms:
        assert term.status is Status.APPROVED
        assert bool(term.note.nl) == bool(term.note.fr) or not term.false_friend, term.key
        assert not term.false_friend or term.note, f"{term.key}: why is it a false friend?"


@pytest.mark.parametrize("language", Language)
def test_no_word_stands_in_two_pairs(language: Language) -> None:
    said: dict[str, str] = {}
    for term in shipped():
        for text in term[language] + term.forms(language):
            other = said.setdefault(sort_key(text), term.key)
            assert other == term.key, f"{text} stands with {other} and with {term.key}"


def test_each_term_is_found_where_it_stands() -> None:
    for term in shipped():
        for language in Language:
            for text in term[language]:
                keys = [key for key, words in found(text, language) if words == text]
                assert term.key in keys, f"{text}: {keys}"


def test_a_table_is_read_back_as_it_was_written() -> None:
    terms = [*shipped(), Term("sum", nl=("=1+1", "-x"), fr=("'='", "@y"))]
    text = write(terms)
    assert read(text) == terms
    assert read("\ufeff" + text) == terms
    assert "\n=1+1" not in text
    assert ",=1+1" not in text
    assert read("key;domain;kind;nl;nl_synonyms;nl_forms;fr\na;;;b;c;;d\n") == [
        Term("a", nl=("b", "c"), fr=("d",))
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key,nl\na,b\n", "lacks the columns: fr"),
        ("key,nl,fr,domain\na,b,c,sea\n", "Line 2: 'sea'"),
        ("key,nl,fr\nA,b,c\n", "'A' is no key"),
        ("key,nl,fr\na,b,c\na,d,e\n", "a stands there twice"),
        ("key,nl,fr\na,,c\n", "a lacks a term in one of the languages"),
    ],
)
def test_a_table_that_is_wrong_says_where(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        check(read(text))

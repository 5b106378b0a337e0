"""What the parity check says of two texts, and what it leaves in peace."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.i18n import Translated
from portal.language import parity
from portal.language.finding import PairFinding, Severity
from portal.language.parity import Row
from portal.language.segments import Kind
from tests.language.parity.pairs import read
from tests.language.parity.small_glossary import SmallGlossary

GLOSSARY = SmallGlossary()
NL_WORDS = (
    "niet half drie uur 15u42 2,67 Gy links maandag 1.234 TB kwart voor een eerste werd \n - L5"
)
FR_WORDS = (
    "ne pas deux heures et demie 15h42 gauche lundi 1er quinze jours TB un tiers sera \n - D12 à"
)


def compare(nl: str, fr: str) -> list[PairFinding]:
    """The findings on two texts."""
    return parity.compare(nl, fr, GLOSSARY)


def told(nl: str, fr: str) -> list[tuple[str, str]]:
    """The rules that find something, each with its severity."""
    return [(finding.rule, finding.severity.value) for finding in compare(nl, fr)]


@pytest.mark.parametrize(
    ("nl", "fr"),
    [
        ("om 15u42", "à 15h42"),
        ("om 15u42", "à 15u42"),
        ("om 15:42", "à 15 h 42"),
        ("om 15.42 uur", "à 15 heures 42"),
        ("om half drie", "à 14h30"),
        ("om half drie", "à deux heures et demie"),
        ("om kwart over zes", "à six heures et quart"),
        ("om kwart voor drie", "à trois heures moins le quart"),
        ("om middernacht", "à minuit"),
        ("drie kwartier", "trois quarts d’heure"),
        ("anderhalf uur", "90 minutes"),
        ("een half jaar", "six mois"),
        ("veertien dagen", "quinze jours"),
        ("7,7 TB", "7.7 To"),
        ("1.234 records", "1\u202f234 enregistrements"),
        ("1.234 records", "1\u00a0234 enregistrements"),
        ("200 µSv", "0,2 mSv"),
        ("267 cGy", "2,67 Gy"),
        ("120 MU", "120 UM"),
        ("tien procent", "10 %"),
        ("twee velden", "2 champs"),
        ("achtennegentig velden", "quatre-vingt-dix-huit champs"),
        ("de tweede keer", "la 2e fois"),
        ("de helft", "50 %"),
        ("een dozijn", "une douzaine"),
        ("een vijftiental", "une quinzaine"),
        ("tientallen", "des dizaines"),
        ("16/11/2020", "le 16 novembre 2020"),
        ("16 november 2020", "2020-11-16"),
        ("op 1 maart", "le 1er mars"),
        ("2 tot 3 mm", "2 mm à 3 mm"),
        ("2 × 2,67 Gy", "2 x 2,67 Gy"),
        ("wervel Th12", "vertèbre D12"),
        ("REX 3 - 2020", "REX 3 – 2020"),
        ("één patiënt", "un patient"),
        ("beide fysici", "les deux physiciens"),
    ],
)
def test_the_same_quantity_written_otherwise_is_the_same(nl: str, fr: str) -> None:
    assert told(nl, fr) == []


@pytest.mark.parametrize(
    ("nl", "fr", "rule"),
    [
        ("om 15u42", "à 15h43", "time"),
        ("om half drie", "à 15h30", "time"),
        ("16/11/2020", "le 16 décembre 2020", "date"),
        ("maandag", "mardi", "date"),
        ("200 µSv", "200 mSv", "unit"),
        ("twee velden", "trois champs", "number"),
        ("7,7 TB", "77 TB", "number"),
        ("de eerste keer", "la deuxième fois", "number"),
        ("wervel L4", "vertèbre L5", "number"),
        ("-2 mm", "2 mm", "number"),
        ("aan de linkerzijde", "du côté droit", "side"),
    ],
)
def test_another_quantity_or_side_blocks(nl: str, fr: str, rule: str) -> None:
    assert told(nl, fr) == [(f"parity.{rule}", "block")]


def test_a_finding_says_what_and_where_in_both_languages() -> None:
    nl, fr = "De back-up telde bestanden.", "La sauvegarde comptait 77 fichiers."
    (finding,) = compare(nl, fr)
    assert finding.nl is None
    assert finding.fr is not None
    assert finding.fr.of(fr) == "77"
    assert finding.message == Translated(
        "Het getal 77 staat enkel in het Frans", "Le nombre 77 ne figure que dans le texte français"
    )


def test_a_bullet_that_is_gone_is_told_once_and_counted() -> None:
    nl = "Acties:\n- Nieuwe labels.\n- Een opleiding van 2 uur.\n- Dubbele controle."
    fr = "Actions :\n- Nouvelles étiquettes.\n- Double contrôle."
    (finding,) = compare(nl, fr)
    assert (finding.rule, finding.severity) == ("parity.bullets", Severity.BLOCK)
    assert finding.nl is not None
    assert finding.nl.of(nl) == "Een opleiding van 2 uur."
    assert finding.message.nl == "De opsomming telt 3 punten in het Nederlands en 2 in het Frans"
    assert finding.message.fr == "La liste compte 3 points en néerlandais et 2 en français"


def test_headings_make_no_noise_and_part_the_sections() -> None:
    nl = "Verloop van het incident:\n\nEen.\n\nAanbeveling van het FANC:\n\nTwee."
    fr = "Déroulement de l'incident :\n\nUn.\n\nRecommandations de l'AFCN:\n\nDeux."
    assert told(nl, fr) == []
    assert told(nl, "Un.\n\nDeux.") == []


def test_a_lost_term_is_asked_about_and_a_pronoun_is_not() -> None:
    assert told("De fractie werd gegeven.", "Le traitement a été donné.") == [
        ("parity.term", "confirm")
    ]
    nl = "Het masker werd vervangen. Het masker zat los."
    assert told(nl, "Le masque a été remplacé. Il était lâche.") == []


def test_one_profession_in_the_place_of_another_is_asked_about() -> None:
    nl = "De stralingsfysicus keurde het goed."
    assert told(nl, "Le médecin l'a approuvé.") == [("parity.term", "confirm")]
    assert told(nl, "Il l'a approuvé.") == []


def test_an_opposite_is_asked_about_unless_one_language_denies_it() -> None:
    nl = "De dosis was te hoog."
    assert told(nl, "La dose était trop faible.") == [("parity.opposite", "confirm")]
    assert told("De dosis was niet hoger.", "La dose était inférieure.") != [
        ("parity.opposite", "confirm")
    ]


def test_rows_are_compared_one_by_one_and_empty_ones_are_counted() -> None:
    rows = [
        Row("course", Kind.PARAGRAPH, Translated("Om 15u42 viel het uit.", "Panne à 15h43.")),
        Row("actions", Kind.BULLET, Translated("Nieuwe labels.", "Nouvelles étiquettes.")),
        Row("actions", Kind.BULLET, Translated("Een opleiding.", "")),
    ]
    found = [(index, finding.rule) for index, finding in parity.compare_rows(rows, GLOSSARY)]
    assert found == [(0, "parity.time"), (2, "parity.bullets")]


def test_rows_whose_french_changed_places_are_told() -> None:
    texts = [
        Translated("De server krijgt een back-up.", "Le masque reçoit une étiquette."),
        Translated("Het masker krijgt een label.", "Le serveur reçoit une sauvegarde."),
    ]
    rows = [Row("actions", Kind.BULLET, text) for text in texts]
    found = [(index, finding.rule) for index, finding in parity.compare_rows(rows, GLOSSARY)]
    assert (0, "parity.order") in found


def test_among_the_actions_what_is_under_way_is_not_done() -> None:
    text = Translated("De procedure wordt aangepast.", "La procédure a été adaptée.")
    row = Row("actions", Kind.BULLET, text)
    assert [f.rule for _n, f in parity.compare_rows([row], GLOSSARY)] == ["parity.status"]
    assert parity.compare_rows([Row("course", Kind.PARAGRAPH, text)], GLOSSARY) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(NL_WORDS.split(" ")) | st.text(max_size=4), max_size=14).map(" ".join),
    st.lists(st.sampled_from(FR_WORDS.split(" ")) | st.text(max_size=4), max_size=14).map(" ".join),
)
@example("", "\U0001bc9e")
def test_any_text_is_compared_and_places_lie_inside_it(nl: str, fr: str) -> None:
    for finding in compare(nl, fr):
        assert finding.nl or finding.fr
        for span, text in ((finding.nl, nl), (finding.fr, fr)):
            assert span is None or 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["a\n\n" * 5000, "ne " * 5000, "1 " * 5000, "- x\n" * 5000, "is " * 5000, "Een. " * 3000],
)
def test_odd_texts_take_no_time(text: str) -> None:
    began = time.process_time()
    compare(text, text)
    compare(text, "")
    assert time.process_time() - began < 10


def test_a_whole_bulletin_takes_little_time() -> None:
    pair = max(read("held_out"), key=lambda each: len(each.nl))
    compare(pair.nl, pair.fr)
    began = time.process_time()
    compare(pair.nl, pair.fr)
    assert time.process_time() - began < 0.3

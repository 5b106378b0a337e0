"""Forms of verbs, everyday words and what they stand for, words that only ask."""

import pytest

from portal.i18n import Language, Translated
from portal.language.glossary import Glossary
from portal.search.engine import Document, Engine
from portal.search.engines.question import parse
from portal.search.query import Query
from portal.search.words.analysis import spelled_otherwise, stem
from portal.search.words.everyday import meanings, stems_of
from portal.search.words.verbs import conjugated
from portal.search.words.widening import CLEAR, EVERYDAY, render


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        (Language.NL, "vergeten vergat vergaten vergeet"),
        (Language.NL, "doorgeven doorgaf doorgegeven doorgeeft"),
        (Language.NL, "bestralen bestraalt bestraalde bestraald bestraling"),
        (Language.NL, "controleren controleert controleerde gecontroleerd gecontroleerde"),
        (Language.NL, "verwijderen verwijdert verwijderd verwijderde"),
        (Language.NL, "meten meet gemeten meting"),
        (Language.NL, "schijf schijven"),
        (Language.FR, "recevoir reçu reçue reçoit recevait"),
        (Language.FR, "transmettre transmis transmise transmettait"),
        (Language.FR, "vérifier vérifié vérifient vérification"),
        (Language.FR, "envoyer envoyé envoient envoi"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(language: Language, forms: str) -> None:
    assert len({stem(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.NL, "namen", "genomen"),
        (Language.NL, "afspraken", "afspreken"),
        (Language.NL, "vroeg", "gevraagd"),
        (Language.NL, "weken", "wijken"),
        (Language.NL, "waarde", "waren"),
        (Language.FR, "servait", "server"),
        (Language.FR, "servait", "serveur"),
    ],
)
def test_words_that_only_look_alike_stay_apart(language: Language, one: str, other: str) -> None:
    assert stem(one, language) != stem(other, language)


def test_a_form_that_begins_otherwise_is_known_by_its_stem() -> None:
    assert "gaf" in spelled_otherwise([stem("geven", Language.NL)], Language.NL)
    assert "recu" in spelled_otherwise([stem("recevoir", Language.FR)], Language.FR)
    assert not spelled_otherwise(["tafel"], Language.NL)


def test_every_line_of_the_lists_reads() -> None:
    assert len(conjugated(Language.NL)) > 600
    assert len(conjugated(Language.FR)) > 400
    assert len(meanings()) > 4000


def rendered(text: str, hint: Language) -> dict[str, float]:
    return {
        one.words: one.weight
        for one in render(text, hint, Glossary(()), {})
        if one.language is hint.other
    }


def test_an_expression_stands_for_a_word_and_the_other_way_round() -> None:
    assert "mot de passe" in rendered("zwak wachtwoord", Language.NL)
    assert "wachtwoord" in rendered("le mot de passe", Language.FR)
    assert "wachtwoord" not in rendered("un mot", Language.FR)
    assert stems_of("mot de passe", Language.FR) == ("mot", "pass")


def test_a_word_of_many_meanings_counts_for_less() -> None:
    many = max(meanings().items(), key=lambda each: len(each[1]))
    assert len(many[1]) > CLEAR
    assert rendered("heup", Language.NL)["hanche"] == EVERYDAY
    assert max(rendered("manquant", Language.FR).values()) < 0.9 * EVERYDAY


def test_two_words_that_are_one_mean_what_it_means() -> None:
    assert "mot de passe" in rendered("het wacht woord", Language.NL)
    assert "wachtwoord" in rendered("wacht woord", Language.FR)
    assert "afspraak" in rendered("un rendez vous", Language.FR)
    assert not rendered("met een", Language.NL)
    assert "mot de passe" not in rendered("wacht. Woord", Language.NL)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("wrong patient", "verkeerde patiënt"),
        ("wrong patient", "mauvais patient"),
        ("couch shift", "tafelverschuiving"),
        ("breath hold", "apnée"),
        ("server hacked", "piraté"),
    ],
)
def test_english_of_the_trade_is_understood(asked: str, said: str) -> None:
    assert said in {one.words for one in render(asked, None, Glossary(()), {})}


def test_a_part_of_a_word_with_hyphens_brings_less_than_the_whole() -> None:
    assert rendered("QA-heup", Language.NL)["hanche"] < rendered("heup", Language.NL)["hanche"]


def test_words_that_only_ask_are_no_matter_beside_others() -> None:
    asked = parse("zijn er incidenten bekend met bolus en masker")
    assert asked.understood == ("bolus", "masker")
    assert parse("incidenten").understood == ("incidenten",)
    assert parse("bolus incidenten").understood == ("bolus",)


def test_more_words_for_an_idea_count_but_less_than_an_idea_more(engine: Engine) -> None:
    texts = {
        "one": "kapotte lamp gezien in de gang",
        "more": "kapotte lamp defect gezien in gang",
        "both": "kapotte lamp gezien in de gang bij het toestel",
    }
    documents = [
        Document(key=f"rex:{name}", kind="rex", course=Translated(nl=text))
        for name, text in texts.items()
    ]
    engine.rebuild(documents, 0)
    question = "kapot toestel"
    renderings = render(question, Language.NL, Glossary(()), {})
    query = Query(text=question, allowed=None, renderings=renderings)
    assert [hit.key for hit in engine.search(query).hits] == ["rex:both", "rex:more", "rex:one"]


def test_the_mistyped_part_of_a_word_with_hyphens_is_mended(engine: Engine) -> None:
    document = Document(key="rex:1", kind="rex", course=Translated(nl="de appui was los"))
    engine.rebuild([document], 0)
    found = engine.search(Query(text="apui-steun los", allowed=None))
    assert [(one.start, one.end, one.words) for one in found.suggestions] == [(0, 4, "appui")]

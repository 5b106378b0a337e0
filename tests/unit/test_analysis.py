"""Words become the stems that people expect to find each other by, in both languages."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.i18n import Language
from portal.search.words.analysis import MAX_WORD, fold, stem, tokens
from portal.search.words.apart import OWN, groups

NL, FR = Language.NL, Language.FR


def stems(text: str, language: Language) -> list[str]:
    return [token.stem for token in tokens(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (NL, "bestraling", "Bestralingen"),
        (NL, "bestralingssessie", "bestralingssessies"),
        (NL, "fractie", "fracties"),
        (NL, "toestel", "toestellen"),
        (NL, "plan", "plannen"),
        (NL, "patiënt", "patienten"),
        (NL, "R&V", "r & v"),
        (NL, "R&V", "R\u202f&\u202fV"),
        (NL, "foto's", "foto"),
        (NL, "tafel", "tafeltje"),
        (NL, "kussen", "kussentjes"),
        (NL, "patiënten", "patiëntje"),
        (NL, "zaadjes", "zaad"),
        (NL, "balletje", "ballen"),
        (NL, "tekening", "tekeningetje"),
        (NL, "armpje", "arm"),
        (NL, "lampjes", "lamp"),
        (NL, "kettinkje", "ketting"),
        (NL, "TPS’en", "TPS"),
        (NL, "back-up", "back\u2011up"),
        (NL, "te veel", "teveel"),
        (NL, "te\u00a0weinig", "teweinig"),
        (NL, "7,7 TB", "7.7 TB"),
        (NL, "bestra\u00adling", "bestraling"),
        (NL, "\u202bbestraling\u202c", "bestraling"),
        (FR, "l'accélérateur", "accelerateurs"),
        (FR, "l’accélérateur", "ACCÉLÉRATEUR"),
        (FR, "jusqu’à l'écran", "écrans"),
        (FR, "d'aujourd'hui", "Aujourd’hui"),
        (FR, "qu'une séance", "seances"),
        (FR, "se\u0301ance", "séance"),
        (FR, "cœur", "coeurs"),
        (FR, "vérifié", "vérifiées"),
        (FR, "vérifier", "vérification"),
        (FR, "irradiée", "irradiation"),
        (FR, "planifiés", "planification"),
        (FR, "R&V", "r & v"),
    ],
)
def test_spellings_that_find_each_other(language: Language, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language) != []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (NL, "R&V", ["rv"]),
        (NL, "QA&QC", ["qaqc"]),
        (NL, "Peeters&Janssens", ["peetersjanssen", "peeter", "janssen"]),
        (NL, "het R&V-systeem", ["rv", "system"]),
        (NL, "back-up", ["backup", "back", "up"]),
        (NL, "7,7", ["7,7"]),
        (NL, "6MV", ["6mv", "6", "mv"]),
        (NL, "3D-CRT", ["3dcrt", "3d", "crt"]),
        (NL, "M-2026-0042", ["m20260042", "m", "2026", "0042"]),
        (NL, "16/11/2020", ["16", "11", "2020"]),
        (NL, "16-11-2020", ["16", "11", "2020"]),
        (NL, "van de het een en", []),
        (NL, "de route veel te laat", ["rout", "lat"]),
        (NL, "'s avonds", ["avond"]),
        (NL, "één fractie", ["een", "fractie"]),
        (FR, "de la le les des", []),
        (FR, "etait", []),
        (FR, "sûr", ["sur"]),
        (FR, "sur", []),
        (FR, "aujourd'hui", ["aujourdhu"]),
        (FR, "lorsqu'il", []),
        (FR, "12 345", ["12", "345"]),
        (FR, "Ærø_Łódź", ["aero", "lodz"]),
    ],
)
def test_stems_of(language: Language, text: str, expected: list[str]) -> None:
    assert stems(text, language) == expected


def test_words_of_different_meaning_stay_apart() -> None:
    assert stems("planning", NL) != stems("plan", NL)
    assert stems("sûr", FR) != stems("sur", FR)
    assert stems("bestraling", NL) != stems("bestralingssessie", NL)
    assert stems("bandje", NL) != stems("band", NL)
    assert stems("vrije", NL) == stems("vrije", FR) == ["vrij"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (NL, "lens lenzen", "lenen geleend"),
        (NL, "plaat platen", "plaats plaatsen"),
        (NL, "zoon zonen", "zone zones"),
        (FR, "maintenance", "maintenant"),
        (FR, "équipement équipements", "équipe équipes"),
        (FR, "train trains", "traîner traîné"),
        (FR, "côte côtes", "côté côtés cote"),
    ],
)
def test_what_a_stemmer_takes_for_one_word_is_kept_apart(
    language: Language, one: str, other: str
) -> None:
    here, there = ({stem(word, language) for word in words.split()} for words in (one, other))
    assert len(here) == 1
    assert here.isdisjoint(there)


@pytest.mark.parametrize("language", Language)
def test_no_form_belongs_to_two_words_that_are_kept_apart(language: Language) -> None:
    forms = Counter(form for group in groups(language) for form in {fold(each) for each in group})
    assert [form for form, count in forms.items() if count > 1] == []
    assert all(stem(each.lower(), language).endswith(OWN) for g in groups(language) for each in g)


def test_offsets_are_those_of_the_original_text() -> None:
    text = "Après l’arrêt, R & V et back-up\u00ad!"
    marked = [text[token.start : token.end] for token in tokens(text, FR)]
    assert marked == ["arrêt", "R & V", "back-up\u00ad", "back", "up\u00ad"]


def test_a_compound_and_its_parts_share_a_place_so_that_phrases_hold() -> None:
    places = {token.stem: token.position for token in tokens("de back-up van gisteren", NL)}
    assert places == {"backup": 1, "back": 1, "up": 1, "gister": 3}


def test_a_word_too_long_is_passed_over_and_the_next_one_found() -> None:
    assert stems("x" * MAX_WORD, NL) == ["x" * MAX_WORD]
    assert stems("x" * (MAX_WORD + 1) + " bolus", NL) == ["bolus"]


@pytest.mark.parametrize(
    "piece", ["a", "a-", "1,", "é", "\u0301", "R&", "l'", "\ud800", "\0", "1m"]
)
def test_a_mass_of_junk_yields_little_and_ends(piece: str) -> None:
    junk = piece * (150_000 // len(piece))
    assert stems(f"bolus {junk} bolus", FR)[0] == "bolus"
    assert len(set(stems(junk, FR))) <= 1


def test_a_text_of_ten_megabytes_is_read_for_a_hundred_pages() -> None:
    assert stems("bolus " + "x" * 150_000 + " tafel", NL) == ["bolus", "tafel"]
    assert stems("bolus " + "x " * 5_000_000 + " tafel", NL)[-1] == "x"


def test_nul_and_lone_surrogates_only_part_words() -> None:
    assert stems("bolus\0plan\ud800scan\udfff", NL) == ["bolus", "plan", "scan"]


@settings(derandomize=True, deadline=None)
@given(st.text(st.characters(), max_size=200), st.sampled_from(Language))
def test_any_text_gives_short_plain_stems_at_valid_places(text: str, language: Language) -> None:
    position = 0
    for token in tokens(text, language):
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.stem) <= MAX_WORD
        assert token.stem.encode("utf-8").decode() == token.stem.lower()
        assert token.position >= position
        position = token.position


@settings(derandomize=True, deadline=None)
@given(st.text("abé-&.,'’ 17œR\u00ad", max_size=60))
def test_case_does_not_matter(text: str) -> None:
    assert stems(text.upper(), FR) == stems(text.lower(), FR)

"""Everyday words stand for each other by what they mean, not by what they look like."""

import pytest

from portal.i18n import Language
from portal.language.glossary import shipped
from portal.search.query import Source
from portal.search.words.analysis import stem
from portal.search.words.widening import render

FR = Language.FR


def said_for(text: str) -> set[str]:
    return {one.words for one in render(text, None, shipped(), {})}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("schaar", "ciseaux"),
        ("vermagerd", "amaigrissement"),
        ("werf", "chantier"),
        ("oser", "durven"),
        ("surdosage", "overdosering"),
        ("QC", "CQ"),
        ("in verwachting", "enceinte"),
        ("zij is in verwachting", "zwanger"),
        ("te laat", "tardif"),
        ("casser", "breken"),
    ],
)
def test_a_word_stands_for_what_it_means(text: str, meant: str) -> None:
    assert meant in said_for(text)


def test_it_is_told_where_a_word_comes_from() -> None:
    found = {one.words: one.source for one in render("schaar isocentrum", None, shipped(), {})}
    assert found["ciseaux"] is Source.EVERYDAY
    assert found["isocentre"] is Source.GLOSSARY


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("groot", "velden"),
        ("jour", "corriger"),
        ("cent", "procent"),
        ("confus", "uitleg"),
        ("rechts", "autorisé"),
        ("les patients", "leçon"),
        ("verwachting", "enceinte"),
        ("zwanger", "in verwachting"),
    ],
)
def test_a_word_stands_for_nothing_that_only_looks_like_it(text: str, other: str) -> None:
    assert other not in said_for(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("dos", "dose"), ("petit", "pet"), ("attente", "attention"), ("trait", "traitement")],
)
def test_french_words_that_a_stemmer_takes_for_each_other_stay_apart(one: str, other: str) -> None:
    assert stem(one, FR) != stem(other, FR)

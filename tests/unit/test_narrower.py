"""A topic is told by concrete words that never name it: datalek, by a stick that was stolen."""

from pathlib import Path

import pytest

from portal.i18n import Language
from portal.search.query import Source
from portal.search.words.analysis import is_filler
from portal.search.words.everyday import lines_of, said_on
from portal.search.words.narrower import LISTS, WEIGHT, topics


def told_by(question: str) -> set[str]:
    return {one.words for one in topics(question)}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("datalek", {"usb-stick", "clé USB", "DPO"}),
        ("fuite de données", {"usb-stick", "clé USB"}),
        ("we vrezen een datalek bij de verhuis", {"usb-stick"}),
        ("huidkanker", {"basaliome", "basalioom"}),
        ("cancer de la peau", {"basaliome", "basalioom"}),
    ],
)
def test_a_topic_is_told_in_both_languages(question: str, words: set[str]) -> None:
    assert words <= told_by(question)


def test_what_tells_of_a_topic_stands_where_the_topic_stands_and_counts_for_less() -> None:
    question = "ooit een fuite de données gehad?"
    found = [one for one in topics(question) if one.words == "clé USB"]
    assert {question[one.start : one.end] for one in found} == {"fuite de données"}
    assert {(one.weight, one.source) for one in found} == {(WEIGHT, Source.NARROWER)}


def test_concrete_words_do_not_stand_for_their_topic() -> None:
    assert "datalek" not in told_by("usb-stick gestolen")


@pytest.mark.parametrize("question", ["", "!?", "de het een", "a" * 300])
def test_without_a_topic_there_is_nothing(question: str) -> None:
    assert not told_by(question)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_the_lists_are_in_order(path: Path) -> None:
    lines = lines_of(path)
    assert len(lines) == len(set(lines))
    for line in lines:
        topic, concrete = said_on(line.split(" : "))
        for said in topic, concrete:
            assert {language for language, _ in said} == set(Language), line
            assert all(said.values()), line
            assert not [word for _, word in said if " " not in word and is_filler(word.lower())]

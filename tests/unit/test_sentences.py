"""Sentences to point at, whatever people type."""

from portal.language.sentences import sentences


def test_a_text_falls_into_its_sentences() -> None:
    text = (
        "Het begon om 7u50. Toen, 2,5 mm verder, hield het op! Waarom?\n\n- eerst dit;\n- Dan dat."
    )
    assert sentences(text) == [
        "Het begon om 7u50.",
        "Toen, 2,5 mm verder, hield het op!",
        "Waarom?",
        "eerst dit;",
        "Dan dat.",
    ]


def test_each_sentence_is_told_once() -> None:
    assert sentences("Zo. Zo.") == ["Zo."]
    assert sentences(" \n ") == []
    assert sentences("C’était à 15 h. « Élan » suivit.") == ["C’était à 15 h.", "« Élan » suivit."]

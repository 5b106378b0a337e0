"""The wording check on sentences: those that it was tuned on, and those that it never saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import Language
from portal.language import wording
from portal.language.finding import Finding, Severity
from portal.language.glossary import shipped
from tests.conftest import SEEDS
from tests.language.recall import measured


def check(text: str, language: Language) -> list[Finding]:
    """The check with the glossary of the portal."""
    return wording.check(text, language, shipped())


def test_what_was_tuned_on_is_found_exactly() -> None:
    assert measured("wording", "tuning", check, (wording.BLAME,)).differing == []


def test_the_aims_are_met_on_sentences_never_tuned_on() -> None:
    figures = measured("wording", "held_out", check, (wording.BLAME,))
    assert figures.recall(wording.BLAME) >= 0.95
    assert figures.precision(wording.BLAME) >= 0.95


@pytest.mark.parametrize(("language", "blamed"), [("nl", []), ("fr", ["mauvaise manipulation"])])
def test_the_seed_blames_in_french_only(language: str, blamed: list[str]) -> None:
    text = (SEEDS / f"REX-3-2020.{language}.txt").read_text(encoding="utf-8")
    found = [each for each in check(text, Language(language)) if each.rule == wording.BLAME]
    assert [each.span.of(text) for each in found] == blamed
    for each in found:
        assert each.severity is Severity.CONFIRM
        assert each.suggestions == ("manipulation",)
        assert "«\u00a0manipulation\u00a0»" in each.message.fr


def test_a_long_sentence_is_told_with_its_number_of_words() -> None:
    short, long = "Dit is kort. ", "Een " + "woord en nog " * 12 + "een."
    found = check(short + long, Language.NL)
    assert [(each.rule, each.severity) for each in found] == [
        (wording.LONG_SENTENCE, Severity.INFO)
    ]
    assert found[0].span.of(short + long) == long
    assert "38 woorden" in found[0].message.nl


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("De DIBH-instelling stond fout.", ["DIBH"]),
        ("De VMAT werd herrekend, en de VMAT bleef.", ["VMAT"]),
        ("Het planningsysteem (TPS) viel uit. Het TPS startte.", []),
        ("TPS (treatment planning system) viel uit.", []),
        ("Het FANC, de CT en het ICT-team; ARIA en 7,7 TB.", []),
        ("DE SERVER VIEL UIT", []),
        ("Deel II en fase IV", []),
    ],
)
def test_an_abbreviation_is_explained_once(text: str, unexplained: list[str]) -> None:
    found = [each for each in check(text, Language.NL) if each.rule == wording.ABBREVIATION]
    assert [each.span.of(text) for each in found] == unexplained


@given(st.text() | st.lists(st.sampled_from(sorted("aA.,'’-é\n\u00a0 VMATfout van"))).map("".join))
def test_no_text_is_an_error(text: str) -> None:
    for language in Language:
        for each in check(text, language):
            assert 0 <= each.span.start < each.span.end <= len(text)

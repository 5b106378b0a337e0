"""S8: a hurried translation is stopped by three blocks; mended, and with reasons, it is let out."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.bulletins.models import Section
from portal.i18n import Language
from tests import retold
from tests.browser.conftest import Person
from tests.browser.test_journey import Story, answer, ask, complete, publish, read_over, report

FINISH = "main form button[value=finish] >> nth=0"
REASON = "main textarea[name^=reason_]"
WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "blocks": "Houdt publicatie tegen",
        "confirm": "Bevestigen met een reden",
        "number": ("Het getal", "7,7 TB", "77 TB"),
        "bullets": ("De opsomming telt", "4 punten", "3 in het Frans"),
        "national": ("rijksregisternummer",),
        "term": "‘fractie’ staat 2 keer in het Nederlands, ‘fraction’ 1 keer in het Frans",
        "hour": "Een exact uur",
        "reason": "De diensten weten dit en gaan akkoord.",
        "told": "Reden gegeven bij een bevinding",
    },
    "fr": {
        "blocks": "Bloque la publication",
        "confirm": "À confirmer avec une raison",
        "number": ("Le nombre", "7,7 TB", "77 TB"),
        "bullets": ("La liste compte", "3 points", "4 en français"),
        "national": ("registre national",),
        "term": "« fractie » figure 2 fois en néerlandais, « fraction » 1 fois en français",
        "hour": "Une heure exacte",
        "reason": "Les services le savent et sont d’accord.",
        "told": "Raison donnée pour une constatation",
    },
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_s08_stopped_mended_published(person: Callable[..., Person], language: str) -> None:
    story, words = Story(language, "wide", person), WORDS[language]
    reference = report(story)
    complete(story, reference)
    analyst = story.enter("analyst")
    address = source(story, analyst, reference)
    bulletin, translation = address.rpartition("/")[2], f"{address}/translation"
    assign(analyst, address)
    translator = story.enter("translator")
    translate(story, translator, translation, retold.tampered)
    analyst.open(f"{address}/checks")
    stopped(analyst, words)
    shut(story, address)

    translate(story, translator, translation, lambda text: retold.tampered(text) or text)
    translator.press("button[value=hand_in_all]")
    read_over(story, translation)
    analyst.open(address)
    analyst.press(FINISH)
    publisher = shut(story, address)
    assert words["number"][1] in publisher.page.inner_text("main")

    analyst.open(address)
    analyst.press('main form[action$="/reopen"] button')
    translate(story, translator, translation, str)
    read_over(story, translation)
    analyst.open(address)
    analyst.press(FINISH)
    with_reasons(analyst, address, words)
    ask(story, bulletin)
    answer(story, reference, "agree")
    publish(story, bulletin)


def source(story: Story, analyst: Person, reference: str) -> str:
    """The event in the language of its department, written on the sheet; its address."""
    page, language = analyst.page, story.language
    analyst.open(f"/{language}/incidents/{reference}")
    analyst.answer(elsewhere="no", judged="yes")
    analyst.press('form[action$="/first"] button >> nth=0')
    analyst.press('form[action$="/accept"] button')
    analyst.press('form[action*="/bulletins/from/"] button')
    address = page.url.removeprefix(analyst.address)
    page.fill(f"#title_{language}", marked(story, retold.TITLE[Language(language)]))
    page.fill(f"#essence_{language}", marked(story, retold.ESSENCE[Language(language)]))
    for section, pairs in retold.PAIRS.items():
        mark = "- " if section is Section.ACTIONS else ""
        texts = (marked(story, pair[Language(language)]) for pair in pairs)
        text = "\n\n".join(f"{mark}{each}" for each in texts)
        analyst.press(f"#add_{section.value}")
        page.locator(f"section[aria-labelledby={section.value}] textarea").last.fill(text)
        analyst.press("main form .buttons button >> nth=0")
    return address


def marked(story: Story, text: str) -> str:
    """With a word of this story, so that no earlier REX has the same sentence."""
    return f"{text.removesuffix('.')}, {story.word}." if text else ""


def assign(analyst: Person, address: str) -> None:
    """Give the translation to the translator."""
    analyst.open(f"{address}/translators")
    analyst.page.select_option("#person", index=1)
    analyst.go_on()


def translate(story: Story, translator: Person, path: str, change: Callable[[str], str]) -> None:
    """Paste a translation into the rows, as a translator has it."""
    language = story.other
    translator.open(path)
    texts = [pair[Language(language)] for pairs in retold.PAIRS.values() for pair in pairs]
    fields = translator.page.locator("section textarea").all()
    for field, text in zip(fields, texts, strict=True):
        field.fill(marked(story, change(text)))
    translator.page.fill(f"#title_{language}", marked(story, retold.TITLE[Language(language)]))
    translator.page.fill(f"#essence_{language}", marked(story, retold.ESSENCE[Language(language)]))
    translator.press("main form > .buttons button >> nth=0")
    assert not translator.page.locator(".error-summary").all_inner_texts()
    kept = [field.input_value() for field in translator.page.locator("section textarea").all()]
    assert kept == [marked(story, change(text)) for text in texts]


def stopped(analyst: Person, words: dict[str, Any]) -> None:
    """Three blocks and no more; and what is to be confirmed is named."""
    found = analyst.page.locator(".finding").all_inner_texts()
    blocks = [each for each in found if words["blocks"] in each]
    assert len(blocks) == 3, blocks
    for kind in ("number", "bullets", "national"):
        assert any(all(piece in each for piece in words[kind]) for each in blocks), (kind, blocks)
    confirm = "\n".join(each for each in found if words["confirm"] in each)
    for piece in (words["term"], words["hour"], "mauvaise manipulation", retold.SOMEBODY):
        assert piece in confirm.replace("\u00a0", " "), piece


def shut(story: Story, address: str) -> Person:
    """A publisher does not publish it either, with the button or without."""
    publisher = story.enter("publisher")
    publisher.open(f"{address}/publish")
    page = publisher.page
    assert not page.locator('form[method=post][action$="/publish"]').count()
    token = page.locator("[name=csrf_token]").first.get_attribute("value")
    sent: dict[str, str | float | bool] = {
        "csrf_token": str(token),
        "year": "2026",
        "audience": "departments",
        "mails": "now",
    }
    answer = page.request.post(
        f"{publisher.address}{address}/publish",
        form=sent,
        headers={"Origin": publisher.address},
    )
    assert answer.status in {409, 422}
    return publisher


def with_reasons(analyst: Person, address: str, words: dict[str, Any]) -> None:
    """The blocks are gone; each finding that is left gets a reason, which the history keeps."""
    page, reason = analyst.page, words["reason"]
    analyst.open(f"{address}/checks")
    found = page.locator(".finding").all_inner_texts()
    assert not [each for each in found if words["blocks"] in each]
    for field in page.locator(REASON).all():
        field.fill(reason)
    analyst.press('main form[action$="/checks"] .buttons button')
    assert not page.locator(REASON).count()
    page.click(".history summary")
    told = page.locator(".timeline li").all_inner_texts()
    assert any(words["told"] in each and reason in each for each in told)

"""S7: a draft in both languages: taken over from the dossier, its translation given away."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Person, Site

ANALYST = {"nl": "analist", "fr": "analyste"}
DOSSIER = {"nl": "M-2026-0006", "fr": "M-2026-0007"}
LABELS = {
    "nl": (
        "Verloop van het incident",
        "Door de dienst uitgevoerde/voorziene correctieve acties",
        "Aanbeveling van het FANC",
    ),
    "fr": (
        "Déroulement de l'incident",
        "Actions correctrices prévues/mises en œuvre par le service",
        "Recommandations de l'AFCN",
    ),
}
WORDS = {
    "nl": {
        "essence": "Een verwisseling werd tijdig gezien bij het instellen.",
        "recommendation": "Kijk op 1 maart 2027 om 15u42 de 7,7 TB na, binnen 3 dagen.",
        "mail": "À traduire : REX en préparation",
        "saved": "Bewaard om",
        "state": "Na te lezen",
    },
    "fr": {
        "essence": "Une inversion a été vue à temps lors de la mise en place.",
        "recommendation": "Vérifiez le 1er mars 2027 à 15h42 les 7,7 TB, dans les 3 jours.",
        "mail": "À traduire : REX en préparation",
        "saved": "Enregistré à",
        "state": "À relire",
    },
}
FIXED = {
    "nl": ("1er mars 2027", "15h42", "7,7\u00a0TB", "3\u00a0jours"),
    "fr": ("1 maart 2027", "15u42", "7,7\u00a0TB", "3\u00a0dagen"),
}


def enter(person: Callable[..., Person], language: str, name: str, **options: object) -> Person:
    """Somebody signed in."""
    someone = person(language=language, **options)
    someone.sign_in(f"{name}@demo.invalid", language)
    return someone


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_draft_in_both_languages(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    words, other = WORDS[language], "fr" if language == "nl" else "nl"
    analyst = enter(person, language, ANALYST[language])
    page = analyst.page
    address = begun(analyst, language)

    offered = page.locator(".passage .verbatim").all_inner_texts()
    analyst.press("button[value=take_all]")
    taken = page.locator("section .field textarea").evaluate_all(
        "all => all.map(each => each.value)"
    )
    assert taken == [text.removeprefix("– ") for text in offered]
    page.fill(f"#essence_{language}", words["essence"])
    analyst.press("#add_recommendation")
    page.locator("section[aria-labelledby=recommendation] textarea").fill(words["recommendation"])
    page.locator("#systems").focus()
    page.locator("#autosave").get_by_text(words["saved"]).wait_for()
    assert page.locator("main section h2").all_inner_texts() == list(LABELS[language])
    analyst.open(address)
    assert not page.locator("main .field .missing").count(), "the source is complete"

    analyst.open(f"{address}/translators")
    page.select_option("#person", index=1)
    analyst.go_on()
    letter = site.letter("vertaling", words["mail"])
    for text in (words["essence"], words["recommendation"], *offered):
        assert text not in letter.as_string()

    translator = enter(person, "fr", "vertaling")
    translator.open(f"/fr/bulletins/{address.rpartition('/')[2]}")
    sheet = translator.page
    assert sheet.url.endswith("/translation")
    labels = sheet.locator(f'main section h2 [lang="{other}-BE"]').all_inner_texts()
    assert labels == list(LABELS[other])
    proposed = sheet.locator("section[aria-labelledby=recommendation] textarea").input_value()
    for piece in FIXED[language]:
        assert piece in proposed
    by_keyboard(translator)


def begun(analyst: Person, language: str) -> str:
    """A dossier accepted, its REX opened; the address of the sheet."""
    page = analyst.page
    analyst.open(f"/{language}/incidents/{DOSSIER[language]}")
    analyst.press('form[action$="/accept"] button')
    analyst.press('form[action*="/bulletins/from/"] button')
    return page.url.removeprefix(analyst.address)


def by_keyboard(translator: Person) -> None:
    """Alt and Page Down lead to the next text; Ctrl and Enter have it read over."""
    page = translator.page
    first, second = page.locator("[data-row] textarea").all()[:2]
    first.focus()
    translator.key("Alt+PageDown")
    assert translator.focused == second.get_attribute("id")
    translator.key("Alt+PageUp")
    assert translator.focused == first.get_attribute("id")
    translator.key("Alt+PageDown")
    second.fill("Une phrase.")
    translator.leave_by_key("Control+Enter")
    assert WORDS["fr"]["state"] in page.locator("[data-row]").nth(1).inner_text()
    for width in (320, PHONE["width"]):
        page.set_viewport_size({"width": width, "height": 640})
        translator.look()
    page.emulate_media(forced_colors="active")
    assert page.locator("[data-row] textarea").first.evaluate(
        "each => getComputedStyle(each).borderTopWidth !== '0px'"
    )

"""S11: two departments read a REX, say what they do with it, and see nothing of each other."""

import re
from collections.abc import Callable

import pytest

from portal.followup.models import Reply
from tests.browser.conftest import PHONE, Person, Site

# Of each language its own REX of the demo, and two departments: one plans, to the other it is void.
STORIES = {
    "nl": {
        "rex": "2",
        "planner": "kwaliteit.noord",
        "other": "kwaliteit.kust",
        "silent": ("qualite.sud", "qualite.zenne"),
        "analyst": "analist",
    },
    "fr": {
        "rex": "1",
        "planner": "qualite.sud",
        "other": "qualite.zenne",
        "silent": ("kwaliteit.noord", "kwaliteit.kust"),
        "analyst": "analyste",
    },
}
WORDS = {
    "nl": {
        "read": "Gelezen",
        "discussed": "Besproken",
        "planned": "Gepland",
        "void": "Niet van toepassing",
        "none": "Nog geen antwoord",
        "mail": "Wat doet uw dienst met",
    },
    "fr": {
        "read": "Lu",
        "discussed": "Discuté",
        "planned": "Prévu",
        "void": "Sans objet",
        "none": "Pas encore de réponse",
        "mail": "Quelle suite votre service donne-t-il",
    },
}
TEXTS = {
    "nl": ("Reeks testplannen samenstellen", "Wij gebruiken dit systeem niet."),
    "fr": ("Constituer une série de plans de test", "Nous n’utilisons pas ce système."),
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_departments_read_and_answer_and_the_desk_counts(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    story, words, (action, reason) = STORIES[language], WORDS[language], TEXTS[language]
    rex = f"/{language}/rex/2026/{story['rex']}"
    planner, other, analyst = (
        enter(person, language, str(story[who]), viewport)
        for who, viewport in (("planner", {}), ("other", {"viewport": PHONE}), ("analyst", {}))
    )

    planner.open(rex)
    planner.press(f'form[action="{rex}/ours/read"] button')
    planner.press(f'aside a[href="{rex}/ours"]')
    planner.page.fill("#discussed_on", "12/10/2026")
    planner.press('form[action$="/discussed"] button')
    form = answering(planner)
    planner.page.check(f'{form} input[value="planned"]')
    planner.page.fill(f'{form} [name$="-due_on"] >> nth=0', "30/12/2026")
    planner.page.click(f"{form} summary")
    planner.page.fill(f'{form} textarea[name$="-action"]', action)
    planner.press(f"{form} > button")
    assert "30/12/2026" in planner.page.inner_text("main")

    other.open(rex)
    other.press(f'aside form[action="{rex}/ours/read"] button')
    other.press(f'aside a[href="{rex}/ours"]')
    form = answering(other)
    other.page.check(f'{form} input[value="not_applicable"]')
    other.press(f"{form} > button")
    assert other.page.locator(".error-summary a").count() == 1
    other.page.fill(f'{form} textarea[name$="-reason"]', reason)
    other.press(f"{form} > button")
    assert not [each for each in other.small_targets() if "masthead" not in each]

    for address in ("", "our-rex", rex.removeprefix(f"/{language}/"), "actions"):
        planner.open(f"/{language}/{address}")
        assert reason not in planner.page.content()
        other.open(f"/{language}/{address}")
        assert action not in other.page.content()
    planner.open(f"/{language}/actions")
    row = planner.page.locator("li.record", has_text=action)
    assert row.locator(f'a[href="{rex}"]').count() == 1

    analyst.open(rex)
    analyst.press(f'aside a[href="/{language}/followup/2026/{story["rex"]}"]')
    assert counts(analyst, "main > .numbers >> nth=0") == {
        words["read"]: "2/4",
        words["discussed"]: "1/4",
    }
    told = counts(analyst, "main section.advice >> nth=0 >> .numbers")
    assert (told[words["planned"]], told[words["void"]], told[words["none"]]) == ("1", "1", "2")
    assert len(told) == len(Reply) + 1
    source = analyst.page.content()
    assert not re.search(r"conform", source, re.IGNORECASE)
    assert not re.search(r"tone-error|error-summary", source)

    analyst.press('form[action$="/remind"] button')
    label = f"REX {story['rex']} – 2026"
    for name in story["silent"]:
        letter = site.letter(name, label)
        assert reason not in letter.as_string()
    for role in ("planner", "other"):
        subjects = [str(each["Subject"]) for each in site.letters(str(story[role]))]
        assert not [each for each in subjects if words["mail"] in each and label in each]


def enter(
    person: Callable[..., Person], language: str, name: str, options: dict[str, dict[str, int]]
) -> Person:
    """Somebody signed in."""
    someone = person(language=language, **options)
    someone.sign_in(f"{name}@demo.invalid", language)
    return someone


def answering(someone: Person) -> str:
    """The form of the answer to the first recommendation that is asked."""
    key = someone.page.get_attribute("section.advice >> nth=0", "id")
    return f"#{key} form"


def counts(someone: Person, selector: str) -> dict[str, str]:
    """The numbers in a list."""
    parts = someone.page.locator(selector)
    terms = (parts.locator(kind).all_inner_texts() for kind in ("dt", "dd"))
    return dict(zip(*terms, strict=True))

"""S12 (b): version 2 beside version 1, then withdrawn. S12 (c): a REX of one language only."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import PHONE, ROOT, Person, Site
from tests.unit.test_importing import FR, NL

# Per language: the REX that is revised, its dossier's quality manager, and who follows the REX.
CASES = {
    "nl": ("2023/1", "kwaliteit.noord", "lezer.kust"),
    "fr": ("2024/1", "qualite.sud", "lecture.zenne"),
}
PEOPLE = {"nl": ("analist", "publicatie"), "fr": ("analyste", "publication")}
OTHER = {"nl": "fr", "fr": "nl"}
NOTE = {"nl": "Een getal is verduidelijkt.", "fr": "Un nombre est précisé."}
WHY = {"nl": "De dienst is te herkennen.", "fr": "Le service est reconnaissable."}
ESSENCE = {"nl": "De kern van versie twee.", "fr": "L’essentiel de la version deux."}
SAID = {
    "nl": ("Versie 2, herzien op", "verouderd", "herzien", "ingetrokken"),
    "fr": ("Version 2, révisée le", "dépassée", "révisé", "retiré"),
}
ONE = {
    "nl": "Deze REX bestaat enkel in het Frans",
    "fr": "Ce REX n’existe qu’en néerlandais",
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_s12b_revised_and_withdrawn(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    path, manager, reader = CASES[language]
    version, outdated, revised, withdrawn = SAID[language]
    label = "REX {1} – {0}".format(*path.split("/"))
    analyst, publisher = (enter(person, name, language) for name in PEOPLE[language])
    publisher.open(f"/{language}/rex/{path}")
    before = publisher.page.inner_text("article")
    publisher.press('main aside a[href$="/revise"]')
    words(publisher, NOTE)
    workshop = publisher.page.url.removeprefix(publisher.address)
    rewrite(analyst, enter(person, PEOPLE[OTHER[language]][0], language), workshop)
    analyst.open(f"{workshop}/confirm")
    analyst.press('main form[action$="/confirm"] button')
    agree(enter(person, manager, language), language)

    visitor = person(language=language, viewport=PHONE)
    visitor.open(f"/{language}/rex/{path}")
    assert visitor.page.inner_text("article") == before
    publisher.open(f"{workshop}/publish")
    publisher.press('main form[method=post][action$="/publish"] button')
    visitor.open(f"/{language}/rex/{path}")
    shown = visitor.page.inner_text("article")
    assert version in shown
    assert NOTE[language] in shown
    assert ESSENCE[language] in shown
    visitor.press('main aside a[href$="/v1"]')
    assert outdated in visitor.page.inner_text("main .notice")
    assert visitor.page.inner_text("article") == before
    site.letter(f"{reader}@", f"{label} {revised}")

    publisher.open(f"/{language}/rex/{path}")
    publisher.press('main aside a[href$="/withdraw"]')
    words(publisher, WHY)
    for each in ("nl", "fr"):
        visitor.open(f"/{each}/rex/{path}")
        page = visitor.page.inner_text("main")
        assert label in page
        assert WHY[each] in page
        assert ESSENCE[each] not in page
        assert not visitor.page.locator('main a[href$=".pdf"]').count()
    answer = visitor.page.request.get(f"{visitor.address}/{language}/rex/{path}.pdf")
    assert answer.status == 404
    site.letter(f"{reader}@", f"{label} {withdrawn}")


def rewrite(analyst: Person, second: Person, workshop: str) -> None:
    """Another essence in both languages, of which somebody else reads the translation over."""
    analyst.open(workshop)
    source = "nl" if analyst.page.locator("[name=essence_nl]").count() else "fr"
    analyst.page.fill(f"[name=essence_{source}]", ESSENCE[source])
    analyst.press("main form[novalidate] > .buttons button >> nth=0")
    analyst.open(f"{workshop}/translation")
    analyst.page.fill(f"[name=essence_{OTHER[source]}]", ESSENCE[OTHER[source]])
    analyst.press("button[value=hand_in_essence]")
    second.open(f"{workshop}/translation")
    second.press("button[value=approve_essence]")
    analyst.open(workshop)
    analyst.press("main form button[value=finish] >> nth=0")


def enter(person: Callable[..., Person], name: str, language: str) -> Person:
    """Somebody signed in."""
    someone = person(language=language)
    someone.sign_in(f"{name}@demo.invalid", language)
    return someone


def words(publisher: Person, texts: dict[str, str]) -> None:
    """First in one language only, which is refused; then in both."""
    publisher.page.fill("#words_nl", texts["nl"])
    publisher.press("main form .buttons button")
    assert publisher.page.is_visible('.error-summary a[href="#words_fr"]')
    publisher.page.fill("#words_fr", texts["fr"])
    publisher.press("main form .buttons button")


def agree(manager: Person, language: str) -> None:
    """The department reads the new text and agrees."""
    manager.open(f"/{language}/")
    manager.press('main .tasks a[href$="/confirm"]')
    manager.press('main button[name=answer][value="agree"]')


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_s12c_one_language_is_shown_honestly(
    person: Callable[..., Person], site: Site, tmp_path: Path, language: str
) -> None:
    other = OTHER[language]
    number = 20 + (language == "fr")
    text = {"nl": NL, "fr": FR}[other].replace("REX 7", f"REX {number}")
    (tmp_path / "one.txt").write_text(text)
    command = [sys.executable, "-m", "flask", "--app", "portal", "bulletins", "import"]
    environ = os.environ | {"PORTAL_DATA_DIR": str(site.folder), "PORTAL_BASE_URL": site.address}
    arguments = [str(tmp_path / "one.txt"), "--one-language", "--published-on", "2019-05-06"]
    subprocess.run([*command, *arguments], cwd=ROOT, env=environ, check=True)
    reader = person(language=language, viewport=PHONE)
    reader.open(f"/{language}/rex/2019/{number}")
    page = reader.page
    assert ONE[language] in page.inner_text("main .notice")
    assert page.get_attribute("article.bulletin", "lang") == f"{other}-BE"
    assert page.locator('meta[name="robots"][content="noindex"]').count() == 1
    reader.press('main .notice a[href*="/login"]')
    reader.page.fill('main input[name="email"]', f"{CASES[language][2]}@demo.invalid")
    reader.page.fill('main input[name="password"]', reader.password)
    reader.press('main button:not([type="button"])')
    assert page.url.endswith(f"/{language}/rex/2019/{number}")
    reader.press('main form[action$="/translation"] button')
    site.letter(PEOPLE[language][0], f"REX {number} – 2019")
    reader.open(f"/{language}/rex")
    assert ONE[language] in page.inner_text("main")
    reader.open(f"/{other}/rex/2019/{number}")
    assert not page.locator("main .notice").count()

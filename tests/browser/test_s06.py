"""S6: a question, its answer with a change of the text, and a note that no department sees."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.browser.conftest import ROOT, Person, Site

PEOPLE = {
    "nl": {"analyst": "analist", "quality": "kwaliteit.kust"},
    "fr": {"analyst": "analyste", "quality": "qualite.sud"},
}
WORDS = {
    "nl": {
        "course": "Verloop van het incident",
        "question": "Vraag aan de dienst",
        "turn": "de dienst",
        "back": "het FANC",
        "mail": "Vraag over",
        "answered": "Antwoord op",
        "was": "was",
        "becomes": "wordt",
        "internal": "Intern",
    },
    "fr": {
        "course": "Déroulement de l'incident",
        "question": "Question au service",
        "turn": "le service",
        "back": "l’AFCN",
        "mail": "Question concernant",
        "answered": "Réponse concernant",
        "was": "était",
        "becomes": "devient",
        "internal": "Interne",
    },
}
TEXTS = {
    "nl": ("Wie zag het het eerst?", "De technoloog zag het.", "Toegevoegd: een tweede controle."),
    "fr": ("Qui l’a vu en premier ?", "Le technologue l’a vu.", "Ajouté : un second contrôle."),
}
SUBMITTED = "main tbody a"


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_question_goes_to_the_department_and_comes_back(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    words, (question, answer, addition) = WORDS[language], TEXTS[language]
    canary = f"kanarienota{language}"
    analyst, quality = (
        enter(person, language, PEOPLE[language][role]) for role in ("analyst", "quality")
    )
    quality.open(f"/{language}/incidents?status=submitted")
    path = str(quality.page.get_attribute(SUBMITTED, "href"))
    reference = path.rpartition("/")[2]

    analyst.open(path)
    analyst.page.fill("#note", canary)
    analyst.press('form[action$="/notes"] button')
    assert canary in analyst.page.inner_text("main")
    quote = ask(analyst, reference, question, language)
    assert words["question"] in analyst.page.inner_text("main")
    assert words["turn"] in analyst.page.inner_text(".turn")

    letter = site.letter(PEOPLE[language]["quality"], f"{words['mail']} {reference}")
    assert question not in letter.as_string()
    quality.open(path)
    unseen(quality, canary, words["internal"])
    assert words["turn"] in quality.page.inner_text(".turn")
    quality.press('a[href$="/questions/1"]')
    assert quality.page.inner_text("blockquote") == quote
    assert question in quality.page.inner_text("main")
    unseen(quality, canary, words["internal"])
    quality.page.fill("#answer", answer)
    quality.page.click("summary:has(+ .field #title), details:has(#narrative) > summary")
    written = quality.page.input_value("#narrative")
    quality.page.fill("#narrative", f"{written}\n\n{addition}")
    quality.go_on()
    assert words["back"] in quality.page.inner_text(".turn")

    site.letter(PEOPLE[language]["analyst"], f"{words['answered']} {reference}")
    analyst.open(f"{path}/questions/1")
    read = analyst.page.inner_text("main")
    assert answer in read
    assert addition in read
    told = analyst.page.locator("dl.summary dd strong").all_inner_texts()
    assert told == [words["was"], words["becomes"]]

    for address in (path, f"{path}/questions/1", f"/{language}/incidents", f"/{language}/"):
        quality.open(address)
        unseen(quality, canary, words["internal"])
    assert canary not in exported(site)
    assert not [each for each in site.letters("") if canary in each.as_string()]


def enter(person: Callable[..., Person], language: str, name: str) -> Person:
    """Somebody signed in."""
    someone = person(language=language)
    someone.sign_in(f"{name}@demo.invalid", language)
    return someone


def ask(analyst: Person, reference: str, question: str, language: str) -> str:
    """One question on the course, by the date that is proposed; the sentence that it is about."""
    page = analyst.page
    analyst.press(f'a[href="/{language}/desk/{reference}/question"]')
    assert page.input_value("#due_on")
    page.select_option("#rows-0-part", "course")
    sentences = f'#rows-0-quote optgroup[label="{WORDS[language]["course"]}"] option'
    quote = str(page.get_attribute(f"{sentences} >> nth=1", "value"))
    page.select_option("#rows-0-quote", quote)
    page.fill("#rows-0-text", question)
    analyst.press("main form button[value=preview]")
    assert page.inner_text("section.inset blockquote") == quote
    analyst.go_on()
    return quote


def unseen(quality: Person, canary: str, internal: str) -> None:
    """Nothing of the note is in the source of the page, nor that there is one."""
    source = quality.page.content()
    assert canary not in source
    assert "tone-internal" not in source
    assert f">{internal}<" not in source


def exported(site: Site) -> str:
    """Every incident as the portal hands them to other systems."""
    command = [sys.executable, "-m", "flask", "--app", "portal", "incidents", "export"]
    environ = os.environ | {"PORTAL_DATA_DIR": str(site.folder)}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout

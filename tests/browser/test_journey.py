"""The whole story once: a department reports, the regulator publishes, another team finds it.

S9 tells it on a wide screen, with a refusal in between.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, Person

WAYS = {
    "wide": {"viewport": WIDE, "javascript": True},
    "phone": {"viewport": PHONE, "javascript": True},
    "plain": {"viewport": WIDE, "javascript": False},
}
PEOPLE = {
    "nl": {
        "reporter": "melder.noord",
        "quality": "kwaliteit.noord",
        "analyst": "analist",
        "second": "analyste",
        "translator": "vertaling",
        "publisher": "publicatie",
        "reader": "lecture.sud",
    },
    "fr": {
        "reporter": "signalement.sud",
        "quality": "qualite.sud",
        "analyst": "analyste",
        "second": "analist",
        "translator": "vertaling",
        "publisher": "publication",
        "reader": "lezer.kust",
    },
}
TEXTS = {
    "nl": (
        "De laser van de zaal stond twee millimeter verkeerd. Dit werd gezien bij de dagelijkse "
        "controle om 7u50, vóór de eerste patiënt."
    ),
    "fr": (
        "Le laser de la salle était décalé de deux millimètres. Cela a été vu au contrôle "
        "quotidien de 7h50, avant le premier patient."
    ),
}
NEXT = "main form .buttons button:not([name])"


@dataclass
class Story:
    """What is told: in which language, by whom, and the made-up word by which it is found."""

    language: str
    way: str
    person: Callable[..., Person]
    name: str = ""
    entered: dict[str, Person] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """A word that no other record has."""
        return f"laserkruis{self.language}{self.way}{self.name}"

    @property
    def other(self) -> str:
        """The other language."""
        return "fr" if self.language == "nl" else "nl"

    def enter(self, role: str) -> Person:
        """Somebody of that role, signed in once, in a browser of the kind that is tried."""
        if role not in self.entered:
            language = self.other if role == "reader" else self.language
            someone = self.entered[role] = self.person(language=language, **WAYS[self.way])
            someone.sign_in(f"{PEOPLE[self.language][role]}@demo.invalid", language)
        return self.entered[role]


@pytest.mark.parametrize("way", ["phone", "plain"])
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_from_report_to_bulletin_to_reader(
    person: Callable[..., Person], language: str, way: str
) -> None:
    story = Story(language, way, person)
    reference = report(story)
    complete(story, reference)
    bulletin = draft(story, reference)
    give_reasons(story, bulletin)
    ask(story, bulletin)
    answer(story, reference, "agree")
    path = publish(story, bulletin)
    read(story, path)


def report(story: Story) -> str:
    """1. Four short pages, five answers, a receipt."""
    reporter = story.enter("reporter")
    page = reporter.page
    reporter.open(f"/{story.language}/report")
    page.fill("textarea[name=description]", f"{TEXTS[story.language]} {story.word}.")
    reporter.press(NEXT)
    if page.url.endswith("/similar"):
        reporter.press(NEXT)
    page.check("input[name=found][value=today]")
    page.fill("input[name=found_time]", "15u42" if story.language == "nl" else "15h42")
    page.check("input[name=step][value=positioning]")
    reporter.press(NEXT)
    page.check("input[name=patient][value=caught]")
    page.check("input[name=danger][value=no]")
    reporter.press(NEXT)
    assert ("15u42" if story.language == "nl" else "15h42") in page.inner_text("main")
    reporter.press(NEXT)
    reference = page.inner_text(".receipt-number")
    assert re.fullmatch(r"M-\d{4}-\d{4}", reference)
    return reference


def complete(story: Story, reference: str) -> None:
    """2. Course, causes, actions; submitted in the name of a physician."""
    manager = story.enter("quality")
    page, base = manager.page, f"/{story.language}/incidents/{reference}"
    manager.open(f"{base}/analysis/facts")
    page.select_option("#step_found", "positioning")
    page.select_option("#found_by", "technologist")
    manager.press(NEXT)
    manager.open(f"{base}/analysis/course")
    page.fill("textarea[name=narrative]", f"{TEXTS[story.language]}\n\n- {story.word}\n- 2 mm")
    manager.press(NEXT)
    manager.open(f"{base}/analysis/causes")
    page.fill("#new-0-text", TEXTS[story.language])
    manager.press(NEXT)
    manager.open(f"{base}/submit")
    manager.press(NEXT)
    assert page.title().startswith("Fout:" if story.language == "nl" else "Erreur\u00a0:")
    manager.open(f"{base}/analysis/actions")
    page.fill("#rows-0-text", TEXTS[story.language])
    page.check("input[name=rows-0-status][value=done]")
    manager.press(NEXT)
    manager.open(f"{base}/submit")
    page.select_option("#physician_id", index=1)
    manager.press(NEXT)


def draft(story: Story, reference: str) -> str:
    """3 and 4. Read, accepted, taken over, translated, read over by somebody else."""
    analyst = story.enter("analyst")
    page, language = analyst.page, story.language
    analyst.open(f"/{language}/desk")
    analyst.press(f'main a[href="/{language}/incidents/{reference}"]')
    for name, answer in (("elsewhere", "no"), ("judged", "yes")):
        analyst.page.check(f"main input[name={name}][value={answer}]")
    analyst.press('form[action$="/first"] button >> nth=0')
    analyst.press('form[action$="/accept"] button')
    analyst.press('form[action*="/bulletins/from/"] button')
    address = page.url.removeprefix(analyst.address)
    analyst.press("button[value=take_all]")
    assert story.word in "".join(page.locator("textarea").evaluate_all(VALUES))
    assert page.locator(".missing").count() > 0
    analyst.press("#add_recommendation")
    page.fill(f"[name=essence_{language}]", f"{story.word} {language}.")
    fill_in(page, story)
    analyst.press(NEXT)
    translate(story, analyst, f"{address}/translation")
    analyst.open(address)
    analyst.press("main form button[value=finish]")
    analyst.open(f"{address}/preview")
    return address.rpartition("/")[2]


VALUES = "fields => fields.map(field => field.value)"


def fill_in(page: Any, story: Story) -> None:
    """Write what is missing on the source sheet."""
    for area in page.locator("main textarea:not([name=systems])").all():
        if not area.input_value():
            area.fill(f"{TEXTS[story.language]} {story.word}")


def translate(story: Story, analyst: Person, path: str) -> None:
    """Say in each row what its source says, with the word of this story; have it read over.

    What is left as an earlier REX proposes it, waits for the button of its own row.
    """
    analyst.open(path)
    for row in analyst.page.locator("[data-row]").all():
        text = row.locator(".verbatim").first.inner_text()
        own, other = (TEXTS[each].split(". ") for each in (story.language, story.other))
        for sentence, translation in zip(own, other, strict=True):
            text = text.replace(sentence.rstrip("."), translation.rstrip("."))
        row.locator("textarea").fill(text if story.word in text else f"{text} {story.word}")
    analyst.press("button[value=hand_in_all]")
    read_over(story, path)


def read_over(story: Story, path: str) -> None:
    """Each translation, by somebody who did not write it; one by one what a check stops."""
    second = story.enter("second")
    second.open(path)
    if second.page.locator("button[value=approve_all]").count():
        second.press("button[value=approve_all]")
    approve = second.page.locator("button[value^=approve_]:not([value=approve_all])")
    while approve.count():
        with second.page.expect_navigation():
            approve.first.click()
    second.look()


def give_reasons(story: Story, bulletin: str) -> None:
    """What the checks ask about may stay, and why."""
    analyst = story.enter("analyst")
    analyst.open(f"/{story.language}/bulletins/{bulletin}/checks")
    for area in analyst.page.locator("textarea[name^=reason_]").all():
        area.fill(TEXTS[story.language][:60])
    analyst.press('main form[action$="/checks"] .buttons button')
    assert not analyst.page.locator("textarea[name^=reason_]").count()


def ask(story: Story, bulletin: str) -> None:
    """Ask the department whether it agrees with the anonymised text."""
    analyst = story.enter("analyst")
    analyst.open(f"/{story.language}/bulletins/{bulletin}/confirm")
    analyst.press('main form[action$="/confirm"] button')


def answer(story: Story, reference: str, word: str, reason: str = "") -> None:
    """The department reads its own text beside that of the REX, and answers."""
    manager = story.enter("quality")
    manager.open(f"/{story.language}/incidents/{reference}/confirm")
    manager.page.fill("#reason", reason)
    manager.press(f'main button[name=answer][value="{word}"]')


def publish(story: Story, bulletin: str, audience: str = "departments") -> str:
    """5. By somebody who is not the last editor; a number, both languages at once."""
    publisher = story.enter("publisher")
    page, language = publisher.page, story.language
    publisher.open(f"/{language}/bulletins/{bulletin}/publish")
    button = page.locator('form[method=post][action$="/publish"] button')
    promised = re.search(r"REX (\d+) – (\d{4})", button.inner_text())
    assert promised
    page.check(f'input[name=audience][value="{audience}"]')
    publisher.press('form[method=post][action$="/publish"] button')
    path = f"/rex/{promised.group(2)}/{promised.group(1)}"
    publisher.open(f"/{language}{path}")
    assert page.inner_text("h1").startswith(promised.group())
    return path


def read(story: Story, path: str) -> None:
    """6 and 7. Found in the other language by another team, with its PDF."""
    reader = story.enter("reader")
    page, language = reader.page, story.other
    reader.open(f"/{language}/search?q={story.word}")
    assert page.locator(".result").count() == 1
    assert story.word in "".join(page.locator(".result mark").all_inner_texts()).lower()
    reader.press(".result a")
    assert page.url == f"{reader.address}/{language}{path}"
    reader.press(".masthead-language, .masthead a[hreflang]")
    assert page.url == f"{reader.address}/{story.language}{path}"
    for address in (f"/nl{path}.pdf", f"/fr{path}.pdf", f"/{language}{path}/nl-fr.pdf"):
        answer = page.request.get(reader.address + address)
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-1.7")

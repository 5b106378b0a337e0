"""S5: a whole analysis, put down after task 4 and taken up again, checked and submitted."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.conftest import Person

PEOPLE = {
    "nl": {"reporter": "melder.noord", "quality": "kwaliteit.noord"},
    "fr": {"reporter": "signalement.sud", "quality": "qualite.sud"},
}
WORDS = {
    "nl": {
        "hour": "15u42",
        "done": "Voltooid",
        "new": "Nog niet begonnen",
        "unneeded": "Niet nodig",
        "duty": "De meldplicht-check zegt nu",
        "change": "Wijzigen",
        "thanks": "Het dossier is bij het FANC",
    },
    "fr": {
        "hour": "15h42",
        "done": "Terminé",
        "new": "Pas encore commencé",
        "unneeded": "Pas nécessaire",
        "duty": "La vérification de l’obligation dit maintenant",
        "change": "Modifier",
        "thanks": "L’AFCN a reçu le dossier",
    },
}
SHEET = {
    "nl": {
        "report": "Een patiënt dreigt een fractie te veel te krijgen na een herstel van de server.",
        "title": "Eén fractie te veel na het herstel van een server",
        "course": "Na een panne werd de server teruggezet, en later ook de databank.",
        "how": "De telling op het toestel klopte na de bestraling niet met de agenda",
        "moments": ("De server valt uit", "De bestanden zijn terug", "De databank is terug"),
        "effects": "Geen verwacht",
        "correction": "De boost kreeg één fractie minder",
        "causes": (
            "Databank en bestanden worden apart teruggezet",
            "Geen procedure om beide samen terug te zetten",
        ),
        "actions": (
            "Onderhoud van de server herschreven",
            "Kopieën van bestanden en databank op hetzelfde moment",
            "Instelling van de servers nakijken met de leverancier",
            "Noodprocedure voor een herstel uitschrijven",
        ),
        "system": "R&V-systeem",
    },
    "fr": {
        "report": "Un patient risque une fraction de trop après la restauration du serveur.",
        "title": "Une fraction de trop après la restauration d’un serveur",
        "course": "Après une panne, on a restauré le serveur, puis plus tard la base de données.",
        "how": "Le compte sur l’appareil ne correspondait pas à l’agenda après l’irradiation",
        "moments": (
            "Le serveur tombe en panne",
            "Les fichiers sont restaurés",
            "La base de données est restaurée",
        ),
        "effects": "Aucun attendu",
        "correction": "Le boost a reçu une fraction de moins",
        "causes": (
            "Base de données et fichiers se restaurent séparément",
            "Aucune procédure pour restaurer les deux ensemble",
        ),
        "actions": (
            "Entretien du serveur réécrit",
            "Copies des fichiers et de la base au même moment",
            "Configuration des serveurs à revoir avec le fournisseur",
            "Procédure d’urgence à rédiger pour une restauration",
        ),
        "system": "Système R&V",
    },
}


@dataclass
class Analysis:
    """Who analyses which report, in which language."""

    language: str
    manager: Person
    reference: str

    @property
    def sheet(self) -> dict[str, str | tuple[str, ...]]:
        """The facts as the department knows them."""
        return SHEET[self.language]  # type: ignore[return-value] # its values are of both kinds

    def said(self, name: str) -> str:
        """One fact."""
        return str(self.sheet[name])

    @property
    def base(self) -> str:
        """The address of the dossier."""
        return f"/{self.language}/incidents/{self.reference}"

    def open(self, task: str) -> None:
        """Open a task from the list, by its one link."""
        self.manager.open(f"{self.base}/analysis")
        self.manager.press(f'main .task a[href$="/analysis/{task}"]')

    def ready(self) -> None:
        """Say that the part is ready, save, and be back on the list."""
        self.manager.answer(ready="yes")
        self.manager.go_on()
        assert self.manager.page.url.partition("#")[0].endswith(f"{self.base}/analysis")

    def states(self) -> dict[str, str]:
        """How the list says that each task stands."""
        self.manager.open(f"{self.base}/analysis")
        rows = self.manager.page.locator("main .task:has(a)").all()
        return {
            str(row.locator("a").get_attribute("href")).rpartition("/")[2]: row.locator(
                ".task-state, .tag"
            ).inner_text()
            for row in rows
        }


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_full_analysis_is_put_down_taken_up_and_submitted(
    person: Callable[..., Person], language: str
) -> None:
    reference = report(person, language)
    words = WORDS[language]
    analysis = Analysis(language, enter(person, language, "quality"), reference)
    for task in (facts, course, consequences, causes):
        task(analysis)
    analysis.manager.sign_out()
    analysis.manager = enter(person, language, "quality")
    states = analysis.states()
    for task_name in ("facts", "course", "consequences", "causes"):
        assert states[task_name] == words["done"], states
    assert (states["actions"], states["privacy"]) == (words["new"], words["new"])
    assert states["equipment"] == words["unneeded"]
    for task in (actions, equipment, privacy):
        task(analysis)
    states = analysis.states()
    assert {state for name, state in states.items() if name in DONE} == {words["done"]}
    check(analysis)
    submit(analysis)


DONE = ("facts", "course", "consequences", "causes", "actions", "equipment", "privacy")


def enter(person: Callable[..., Person], language: str, role: str) -> Person:
    """Somebody of that role, signed in."""
    somebody = person(language=language)
    somebody.sign_in(f"{PEOPLE[language][role]}@demo.invalid", language)
    return somebody


def report(person: Callable[..., Person], language: str) -> str:
    """The quick report with which it begins."""
    reporter = enter(person, language, "reporter")
    reporter.open(f"/{language}/report")
    reporter.page.fill("textarea[name=description]", str(SHEET[language]["report"]))
    reporter.go_on()
    reporter.answer(found="today", step="data_transfer")
    reporter.page.fill("input[name=found_time]", WORDS[language]["hour"])
    reporter.go_on()
    reporter.answer(patient="caught", danger="no")
    reporter.go_on()
    reporter.go_on()
    found = re.search(r"M-\d{4}-\d+", reporter.page.inner_text("main"))
    assert found is not None
    return found.group()


def facts(analysis: Analysis) -> None:
    """1. What the report told stands there already."""
    analysis.open("facts")
    page = analysis.manager.page
    assert page.input_value("#found_time") == WORDS[analysis.language]["hour"]
    assert page.input_value("#found_on")
    assert page.input_value("#step_arose") == "data_transfer"
    analysis.manager.answer(event_type="incident")
    page.select_option("#step_found", "delivery")
    page.select_option("#technique", "vmat")
    page.select_option("#found_by", "technologist")
    page.fill("#found_how", analysis.said("how"))
    analysis.ready()


def course(analysis: Analysis) -> None:
    """2. The text of the report is there to be edited; three moments, added to it."""
    analysis.open("course")
    page = analysis.manager.page
    assert page.input_value("#narrative") == analysis.said("report")
    page.fill("#title", analysis.said("title"))
    page.fill("#narrative", analysis.said("course"))
    for number, text in enumerate(analysis.sheet["moments"]):
        if number == 2:
            analysis.manager.press("main button[name=act][value=more]")
        page.fill(f"#rows-{number}-day", f"{16 + number}/11/2020")
        page.fill(f"#rows-{number}-text", text)
    page.fill("#rows-0-hour", WORDS[analysis.language]["hour"])
    page.select_option("#rows-0-who", "ict")
    analysis.manager.press("main button[name=act][value=text]")
    told = page.input_value("#narrative")
    assert told.startswith(analysis.said("course"))
    assert told.count("\n- ") == 3
    analysis.ready()


def consequences(analysis: Analysis) -> None:
    """3. It reached a patient after all; the duty is checked anew."""
    analysis.open("consequences")
    page = analysis.manager.page
    assert page.is_checked("input[name=patient_reached][value=caught]")
    assert not page.is_visible("#effects")
    analysis.manager.answer(patient_reached="yes")
    analysis.manager.answer(other_dose="yes", patient_informed="yes")
    page.fill("#patients", "1")
    page.fill("#effects", analysis.said("effects"))
    page.fill("#correction", analysis.said("correction"))
    page.select_option("#severity", "none")
    analysis.ready()
    assert WORDS[analysis.language]["duty"] in page.inner_text("main")


def causes(analysis: Analysis) -> None:
    """4. Two base causes, a technical and an organisational one."""
    analysis.open("causes")
    page = analysis.manager.page
    for text in analysis.sheet["causes"]:
        page.fill("#new-0-text", text)
        analysis.manager.press("main button[name=do][value=stay]")
    for number, code in enumerate(("TD", "OP")):
        button = page.locator("main button[name=do][value^=code-]").nth(number)
        value = button.get_attribute("value")
        analysis.manager.press(f"main button[value={value}]")
        page.click(f"details:has(#code-{code}) > summary")
        page.check(f"#code-{code}")
        analysis.manager.go_on()
    analysis.ready()


def actions(analysis: Analysis) -> None:
    """5. Four actions: two done, two planned by somebody on a date."""
    analysis.open("actions")
    page = analysis.manager.page
    for number, text in enumerate(analysis.sheet["actions"]):
        if number:
            analysis.manager.press("main button[name=action][value=more]")
        page.fill(f"#rows-{number}-text", text)
        status = "done" if number < 2 else "planned"
        analysis.manager.answer(**{f"rows-{number}-status": status})
        if status == "planned":
            page.fill(f"#rows-{number}-due_on", f"1/{number}/2027")
            page.select_option(f"#rows-{number}-owner_role", "ict")
    analysis.ready()


def equipment(analysis: Analysis) -> None:
    """6. The system that was involved."""
    analysis.open("equipment")
    page = analysis.manager.page
    page.fill("#equipment", analysis.said("system"))
    page.fill("#vendor", "Orbiton")
    analysis.manager.answer(vendor_informed="yes", authority_informed="not_applicable")
    analysis.ready()


def privacy(analysis: Analysis) -> None:
    """8. Nobody is named."""
    analysis.open("privacy")
    assert not analysis.manager.page.locator("main fieldset.row").count()
    analysis.ready()


def check(analysis: Analysis) -> None:
    """Everything is there, each part with its link to change it, which comes back to the list."""
    manager = analysis.manager
    manager.open(f"{analysis.base}/analysis")
    manager.press('main .task a[href$="/submit"]')
    page = manager.page
    shown = page.inner_text("main")
    every = [text for value in analysis.sheet.values() for text in _texts(value)]
    assert [text for text in every[1:] if text not in shown] == []
    assert page.locator("main .inset").count() == 0
    links = page.locator(".checked > p:last-child a")
    assert links.count() == 9
    assert all(WORDS[analysis.language]["change"] in text for text in links.all_inner_texts())
    manager.press('.checked a[href$="/analysis/equipment"]')
    manager.go_on()
    assert page.url.endswith(f"{analysis.base}/analysis")


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def submit(analysis: Analysis) -> None:
    """No signature is asked where none is needed."""
    manager = analysis.manager
    manager.open(f"{analysis.base}/submit")
    assert manager.page.input_value("#physician_id") == ""
    manager.go_on()
    assert manager.page.url.endswith(analysis.base)
    assert WORDS[analysis.language]["thanks"] in manager.page.inner_text("main")

"""What is typed is saved without a button; where that fails it is said, and the text stays."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import APIResponse, Page, Route

from tests.browser.conftest import Person

REPORTER = {"nl": "melder.noord@demo.invalid", "fr": "signalement.sud@demo.invalid"}
SAVED = {"nl": "Bewaard om", "fr": "Enregistré à"}
OFFLINE = {
    "nl": "Niet bewaard: geen verbinding. Uw tekst staat nog op dit scherm",
    "fr": "Non enregistré\u00a0: pas de connexion. Votre texte est encore à l’écran",
}
OTHER_WINDOW = {
    "nl": "Niet bewaard: dit werd in een ander venster gewijzigd",
    "fr": "Non enregistré\u00a0: ceci a été modifié dans une autre fenêtre",
}
LINE = "#autosave [role=status] >> nth=0"
SAVE = "main form[data-autosave] > .buttons button:not([name]) >> nth=0"
IMPATIENT = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = () => {
  AbortSignal.timeout = timeout;
  return timeout(400);
};
"""  # once


@dataclass
class Line:
    """The connection of a page that saves by itself: what is sent arrives, but is not answered.

    Each answer is kept back until it is let through, or never comes.
    """

    page: Page
    held: list[tuple[Route, APIResponse]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/autosave", self._hold)

    def _hold(self, route: Route) -> None:
        answer = route.fetch()
        assert answer.ok, answer.text()
        self.held.append((route, answer))

    def arrived(self) -> tuple[Route, APIResponse]:
        """The next answer that is kept back."""
        for _attempt in range(1000):
            if self.held:
                return self.held.pop(0)
            self.page.wait_for_timeout(10)
        raise AssertionError("nothing was sent")

    def let_through(self) -> None:
        """The next answer arrives."""
        route, answer = self.arrived()
        route.fulfill(response=answer)

    def lose(self) -> None:
        """The next answer is lost on its way."""
        route, _answer = self.arrived()
        route.abort("internetdisconnected")

    def mend(self) -> None:
        """From now on each answer arrives."""
        self.page.unroute("**/autosave", self._hold)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_without_connection_the_text_stays_and_is_saved_later(
    person: Callable[..., Person], language: str
) -> None:
    reporter = person(language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    page.context.set_offline(offline=True)
    page.fill("#description", "Eén woord")
    page.focus("summary")
    page.get_by_text(OFFLINE[language]).wait_for()
    assert page.input_value("#description") == "Eén woord"
    reporter.look()
    page.context.set_offline(offline=False)
    page.get_by_text(SAVED[language]).first.wait_for()
    assert page.locator("#autosave button").is_hidden()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_windows_on_one_report_lose_nothing(
    person: Callable[..., Person], language: str
) -> None:
    reporter = person(language=language)
    page = reporter.page
    reporter.sign_in(REPORTER[language], language)
    reporter.open(f"/{language}/report")
    page.fill("#description", "Een begin")
    reporter.go_on()
    address = page.url[:-1] + "1"
    reporter.open(address.removeprefix(reporter.address))
    other = page.context.new_page()
    other.goto(address)
    other.fill("#description", "Het andere venster")
    other.focus("summary")
    other.locator("#autosave").get_by_text(SAVED[language]).wait_for()
    other.close()
    page.fill("#description", "Dit venster")
    page.focus("summary")
    page.get_by_text(OTHER_WINDOW[language]).wait_for()
    reporter.go_on()
    main = page.inner_text("main")
    assert "Het andere venster" in main
    assert "Dit venster" in main
    reporter.go_on()
    assert page.url.endswith("/2")


def sheet(person: Callable[..., Person], path: str = "") -> tuple[Person, Line]:
    """A REX that is being written, on the sheet of its source or at its translation."""
    analyst = person()
    analyst.sign_in("analist@demo.invalid", "nl")
    analyst.open("/nl/bulletins")
    analyst.press(".records a:has-text('Contouren')")
    if path:
        analyst.open(analyst.page.url.removeprefix(analyst.address) + path)
    return analyst, Line(analyst.page)


def stored(person: Person, *names: str) -> list[str]:
    """What the fields say on a fresh page."""
    person.open(person.page.url.removeprefix(person.address).partition("#")[0])
    return [person.page.input_value(f"#{name}") for name in names]


def test_an_answer_does_not_move_the_cursor(person: Callable[..., Person]) -> None:
    """Words that replace what is selected replace it, also where an answer arrives in between."""
    translator, line = sheet(person, "/translation")
    page = translator.page
    page.fill("#title_fr", "Contours et scanner")
    page.locator("#essence_fr").select_text()
    line.let_through()
    page.locator(LINE, has_text=SAVED["nl"]).wait_for()
    page.keyboard.insert_text("Un organe n'a pas été relu.")
    line.mend()
    translator.press(SAVE)
    texts = ["Contours et scanner", "Un organe n'a pas été relu."]
    assert stored(translator, "title_fr", "essence_fr") == texts


@pytest.mark.parametrize(
    ("path", "name", "how", "typed_since"),
    [("", "title_nl", "lost", ""), ("/translation", "title_fr", "late", " Jan et Marie")],
)
def test_what_was_saved_but_not_answered_is_not_somebody_elses(
    person: Callable[..., Person], path: str, name: str, how: str, typed_since: str
) -> None:
    """Neither to be asked about, nor put in the place of what was typed since."""
    writer, line = sheet(person, path)
    page = writer.page
    page.add_init_script(IMPATIENT if how == "late" else "")
    (before,) = stored(writer, name)
    page.fill(f"#{name}", f"{before} Jan")
    page.dispatch_event(f"#{name}", "focusout")
    if how == "lost":
        line.lose()
    else:
        line.arrived()
    page.locator(LINE, has_text=OFFLINE["nl"]).wait_for()
    line.mend()
    page.fill(f"#{name}", f"{before}{typed_since}")
    writer.press(SAVE)
    assert not page.locator(".error-summary").count()
    assert stored(writer, name) == [f"{before}{typed_since}"]


def test_a_button_waits_for_what_is_being_saved(person: Callable[..., Person]) -> None:
    """Till then one may type; from then on nothing is taken that would be left behind."""
    writer, line = sheet(person, "/translation")
    page = writer.page
    taken: list[str] = []

    def type_on(route: Route) -> None:
        page.keyboard.insert_text(" et trop tard")
        route.continue_()

    page.route("**/translation", type_on, times=1)
    page.expose_function("take", lambda text: taken.append(text))  # noqa: PLW0108 - it is marked
    page.evaluate("addEventListener('input', (event) => take(event.target.value))")
    page.fill("#title_fr", "Premier état")
    page.fill("#essence_fr", "Pendant la réponse.")
    page.click(SAVE, no_wait_after=True)
    page.fill("#title_fr", "Après le bouton")
    with page.expect_navigation():
        line.let_through()
    texts = ["Après le bouton", "Pendant la réponse."]
    assert taken == ["Premier état", texts[1], texts[0]]
    assert stored(writer, "title_fr", "essence_fr") == texts


@pytest.mark.parametrize("sheet_of", ["report", "translation"])
def test_a_button_without_connection_leaves_the_text_on_the_screen(
    person: Callable[..., Person], sheet_of: str
) -> None:
    if sheet_of == "report":
        writer, name = person(), "description"
        writer.sign_in(REPORTER["nl"], "nl")
        writer.open("/nl/report")
    else:
        (writer, line), name = sheet(person, "/translation"), "essence_fr"
        line.mend()
    page = writer.page
    page.context.set_offline(offline=True)
    page.fill(f"#{name}", "Sans réseau.")
    page.click("main form[data-autosave] .buttons button >> nth=0", no_wait_after=True)
    page.locator(LINE, has_text=OFFLINE["nl"]).wait_for()
    page.locator("#autosave button:focus").wait_for()
    assert page.input_value(f"#{name}") == "Sans réseau."
    page.context.set_offline(offline=False)
    page.locator(LINE, has_text=SAVED["nl"]).wait_for()
    writer.press("main form[data-autosave] .buttons button >> nth=0")
    if sheet_of == "report":
        writer.open("/nl/report")
        assert "Sans réseau." in page.inner_text("main")
    else:
        assert stored(writer, name) == ["Sans réseau."]

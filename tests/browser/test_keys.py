"""Two shortcut keys, on a keyboard on which AltGr is Ctrl and Alt together; they can be off."""

from collections.abc import Callable

from tests.browser.conftest import Person

FIRST = "/nl/incidents/M-2026-0008/analysis/facts"


def where(visitor: Person) -> str:
    """The last part of the address."""
    return visitor.page.url.rpartition("/")[2]


def test_the_next_part_and_the_first_button_by_key(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.sign_in("kwaliteit.noord@demo.invalid", "nl")
    visitor.open(FIRST)
    visitor.leave_by_key("Alt+PageDown")
    assert where(visitor) == "course"
    visitor.page.focus("#narrative")
    visitor.key("Enter", "Control+Alt+Enter", "Control+Alt+PageDown", "Shift+Alt+PageDown")
    assert where(visitor) == "course"
    visitor.leave_by_key("Control+Enter")
    assert where(visitor) == "analysis"
    assert visitor.page.inner_text(".notices") == "Bewaard"
    visitor.page.go_back()
    visitor.leave_by_key("Alt+PageUp")
    assert where(visitor) == "facts"
    visitor.key("Alt+PageUp")
    assert where(visitor) == "facts", "nothing comes before the first part"


def test_keys_that_are_off_do_nothing(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.sign_in("kwaliteit.noord@demo.invalid", "nl")
    visitor.open("/nl/profile")
    visitor.page.uncheck("#shortcuts")
    visitor.go_on()
    visitor.open(FIRST)
    visitor.page.focus("#found_how")
    visitor.key("Control+Enter", "Alt+PageDown")
    visitor.page.wait_for_timeout(300)
    assert where(visitor) == "facts"
    visitor.open("/nl/profile")
    visitor.page.check("#shortcuts")
    visitor.go_on()

"""Two people at one computer: what one has typed is never the other's."""

from collections.abc import Callable
from dataclasses import replace

from tests.browser.conftest import Person

WORDS = "Woorden van wie hier eerder zat, in een ander tabblad."
FIRST, SECOND = "beheer@demo.invalid", "melder.noord@demo.invalid"


def test_a_page_left_open_is_put_away_for_who_wrote_it(person: Callable[..., Person]) -> None:
    first = person()
    first.sign_in(FIRST, "nl")
    first.open("/nl/people/invite")
    first.page.fill('main input[name="name"]', WORDS)
    second = replace(first, page=first.page.context.new_page())
    second.open("/nl/")
    second.sign_out()
    second.sign_in(SECOND, "nl")

    left = first.page
    with left.expect_navigation():
        left.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    first.look()
    assert left.url.endswith("/nl/people/invite")
    assert WORDS not in left.content()
    second.open("/nl/resume")
    assert WORDS not in second.page.content()

    first.press('main form[action$="/session/other"] button')
    assert WORDS not in left.content()
    left.fill('main input[name="email"]', FIRST)
    left.fill('main input[name="password"]', first.password)
    first.press('main button:not([type="button"])')
    assert left.url.endswith("/nl/resume")
    assert WORDS in left.inner_text("main")

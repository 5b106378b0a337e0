"""While a question is typed terms are offered and nothing leaves; it is kept with three presses."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, WIDE, Person

READER = {"nl": "lezer.noord@demo.invalid", "fr": "lecture.sud@demo.invalid"}


@pytest.mark.parametrize(("language", "viewport"), [("nl", WIDE), ("fr", PHONE)])
def test_a_question_is_typed_and_kept(
    person: Callable[..., Person], language: str, viewport: dict[str, int]
) -> None:
    reader = person(language=language, viewport=viewport)
    reader.sign_in(READER[language], language)
    reader.open(f"/{language}/search")
    page, asked = reader.page, []
    page.on("request", lambda request: asked.append(request.url))
    page.focus("#q")
    page.locator("#terms option").nth(500).wait_for(state="attached")
    page.locator("#q").press_sequentially("isoc")
    assert [url.rsplit("/", 1)[1] for url in asked] == ["terms"]
    reader.press('form[role="search"] button')
    assert page.locator("#terms option").count() == 0
    reader.press('main a[href*="/search/saved/new?q=isoc"]')
    reader.answer(news="weekly")
    reader.go_on()
    assert page.url.endswith(f"/{language}/search/saved")
    assert page.locator(".record").count() == 1
    page.locator(f'.record a[href="/{language}/search?q=isoc"]').click(trial=True, timeout=3000)
    reader.press('form[action$="/stop"] button')
    reader.press('form[action$="/remove"] button')
    assert page.locator(".record").count() == 0
    reader.open(f"/{language}/help/search")

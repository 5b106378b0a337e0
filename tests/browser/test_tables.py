"""Tables fit a laptop, and on a phone each row is one block in which nothing is lost."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person

HIDDEN_BESIDE = """() => [...document.querySelectorAll('main .scroll:has(table)')]
  .filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)"""
CELLS = """() => [...document.querySelectorAll('main tbody :is(th, td)')]
  .filter(each => each.textContent.trim())
  .map(each => [each.dataset.label || '', each.offsetLeft, each.offsetWidth > 100])"""
WIDE = ("incidents", "times", "duty", "taxonomy", "glossary", "glossary/boost")


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize("width", [1366, 320])
def test_no_column_is_out_of_sight(
    person: Callable[..., Person], width: int, language: str
) -> None:
    quality = person(viewport={"width": width, "height": 768})
    quality.sign_in("kwaliteit.noord@demo.invalid", language)
    for page in WIDE:
        quality.open(f"/{language}/{page}")
        assert quality.page.evaluate(HIDDEN_BESIDE) == [], page


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_row_on_a_phone_is_one_link_with_all_its_answers(
    person: Callable[..., Person], language: str
) -> None:
    quality = person(viewport={"width": 320, "height": 640})
    quality.sign_in("kwaliteit.noord@demo.invalid", language)
    quality.open(f"/{language}/incidents")
    page = quality.page
    cells = page.evaluate(CELLS)
    assert all(left == 0 and broad for _label, left, broad in cells)
    heads = [each.strip() for each in page.locator("thead th").all_inner_texts()]
    assert {label for label, _left, _broad in cells if label} == set(heads[2:])
    with page.expect_navigation():
        page.locator("tbody tr").first.locator("td").last.click(force=True)
    assert "/incidents/M-" in page.url


def test_the_fields_of_a_moment_stand_below_its_number(person: Callable[..., Person]) -> None:
    quality = person(viewport={"width": 1366, "height": 768})
    quality.sign_in("kwaliteit.noord@demo.invalid", "nl")
    quality.open("/nl/incidents/M-2026-0012/analysis/course")
    for field in quality.page.locator(".moment-when input").all():
        box = field.bounding_box()
        assert box is not None
        assert box["width"] > 150

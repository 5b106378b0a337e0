"""Details that may name a person: found, replaced or kept, and what blocks the submission."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.i18n import Translated
from portal.incidents.cause import Cause
from tests.functional.test_analysis import address, change, reference, said, stored
from tests.pages import Visitor

__all__ = ["reference"]
NUMBER = "85.07.30-033 28"
TEXT = f"Mevr. Peeters ({NUMBER}) belde 016 33 22 11. Mevr. Peeters kreeg 2,67 Gy × 15."


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_each_detail_is_replaced_or_kept(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    change(
        app,
        reference,
        narrative=Translated(nl=TEXT),
        causes=[Cause(text=Translated(nl="Gemeld door dr. Claes"))],
    )
    quality = enter("quality", language)
    page = quality.get(address(reference, "privacy", language))
    assert len(page.soup.select("main fieldset.row")) == 4
    refused = page.submit(**{"rows-0-act": "keep", "rows-2-act": "replace"})
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#rows-0-reason']")
    assert stored(app, reference).narrative.nl == TEXT
    refused.submit(
        **{
            "rows-0-act": "replace",
            "rows-0-words": "De patiënte",
            "rows-2-act": "replace",
            "rows-3-act": "keep",
            "rows-3-reason": "Auteur van het protocol",
        }
    )
    incident = stored(app, reference)
    number, telephone = said(app, "[number left out]"), said(app, "[telephone number left out]")
    assert incident.narrative.nl == (
        f"Mevr. De patiënte ({number}) belde {telephone}. Mevr. De patiënte kreeg 2,67 Gy × 15."
    )
    assert [kept.reason for kept in incident.kept_details] == ["Auteur van het protocol"]
    again = quality.get(address(reference, "privacy", language))
    assert "Auteur van het protocol" in again.response.text


def test_a_national_number_cannot_be_kept_and_blocks(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    change(app, reference, found_how=Translated(nl=f"Zie {NUMBER}"))
    quality = enter("quality")
    page = quality.get(f"/nl/incidents/{reference}/submit").submit()
    assert page.status == 422
    assert page.soup.select(".error-summary a[href$='/privacy']")
    privacy = quality.get(address(reference, "privacy"))
    assert not privacy.soup.select("main input[value=keep]")
    privacy.submit(**{"rows-0-act": "keep", "rows-0-reason": "Toch"})
    assert stored(app, reference).kept_details == []
    quality.get(address(reference, "privacy")).submit()
    assert NUMBER not in stored(app, reference).found_how.nl
    page = quality.get(f"/nl/incidents/{reference}/submit").submit()
    assert not page.soup.select(".error-summary a[href$='/privacy']")


def test_a_detail_that_somebody_removed_meanwhile_is_no_matter(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    change(app, reference, narrative=Translated(nl=TEXT))
    page = enter("quality").get(address(reference, "privacy"))
    change(app, reference, narrative=Translated(nl="Niets meer"))
    assert page.submit(**{"rows-0-act": "replace", "rows-1-act": "replace"}).status == 200
    assert stored(app, reference).narrative.nl == "Niets meer"


def test_what_may_name_somebody_is_told_while_writing_and_after_saving(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality", "fr")
    page = quality.get(address(reference, "course", "fr"))
    [place] = page.soup.select("form #names[role=status]")
    fields = {
        "nl": [TEXT, "Zie Linac 2"],
        "fr": "Mme Dupont a appelé",
        "csrf_token": quality.token(),
    }
    told = quality.post(str(place["data-names"]), fields).response.get_json()["hint"]
    assert told.endswith(f"Peeters · {NUMBER} · 016 33 22 11 · Dupont")
    assert TEXT not in stored(app, reference).narrative.nl, "nothing is kept"
    nothing = {"fr": "Linac 2", "csrf_token": quality.token()}
    assert quality.post("/fr/names", nothing).response.get_json() == {"hint": ""}
    assert Visitor(app).post("/nl/names", {}).url == "/nl/login"
    page.submit(narrative=TEXT)
    assert "3 détails" in quality.get(address(reference, "", "fr").rstrip("/")).main

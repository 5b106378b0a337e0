"""The translation sheet: written, read over by somebody else, revised when its source changes."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.bulletins.models import Block, Bulletin, Section
from portal.bulletins.states import state_of
from portal.bulletins.working import SegmentState
from portal.bulletins.writing import place
from portal.conflicts import fingerprint
from portal.db import db
from portal.i18n import Language, Translated, now
from portal.language.segments import Kind
from portal.permissions import Role
from tests import bulletins
from tests.mailbox import letters, text_of
from tests.pages import Page, Visitor, values_of

S = SegmentState
SOURCE = "Op 16 november 2020 om 15u42 werd 7,7 TB hersteld op de dienst radiotherapie."


def written(app: Flask, text: Translated | None = None) -> int:
    """A draft with one paragraph."""
    with app.app_context():
        row = Bulletin(
            language=Language.NL,
            title=Translated("Titel", "Titre"),
            essence=Translated("Kern", "Essentiel"),
            edited_at=now(),
        )
        text = text or Translated(nl=SOURCE)
        place(row, Section.COURSE, [Block(kind=Kind.PARAGRAPH, text=text)])
        db.session.add(row)
        db.session.commit()
        return row.id


def visitor(app: Flask, *roles: Role, number: int = 0) -> Visitor:
    """Somebody of the regulator, to whom a bulletin may be given."""
    someone, email = Visitor(app), bulletins.somebody(app, *roles)
    someone.sign_in(email)
    if number:
        bulletins.assign(app, number, email)
    return someone


def states(app: Flask, number: int) -> dict[str, SegmentState]:
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        found = {name: state_of(row, name) for name in ("title", "essence")}
        return found | {f"block_{block.id}": state_of(block, "text") for block in row.blocks}


def key_of(app: Flask, number: int) -> str:
    with app.app_context():
        return f"block_{db.session.get_one(Bulletin, number).blocks[0].id}"


def translation(app: Flask, number: int) -> str:
    with app.app_context():
        return db.session.get_one(Bulletin, number).blocks[0].text.fr


def row(page: Page, key: str) -> Any:
    found = page.soup.select_one(f"#row_{key}")
    assert found
    return found


def area(page: Page, key: str) -> str:
    return str(row(page, key).select_one("textarea").get_text()).strip()


def test_from_empty_to_approved_and_back(app: Flask) -> None:
    number = written(app)
    key, address = key_of(app, number), f"/nl/bulletins/{number}/translation"
    translator = visitor(app, Role.TRANSLATOR, number=number)
    analyst = visitor(app, Role.ANALYST)
    sheet = translator.get(address)
    assert "0/3 goedgekeurd" in sheet.main
    labels = [each.get_text() for each in sheet.soup.select("#course span")]
    assert labels == ["Verloop van het incident", "Déroulement de l'incident"]
    assert row(sheet, key).select_one(".tag").get_text() == "Te vertalen"
    assert area(sheet, key) == "… 16 novembre 2020 … 15h42 … 7,7\u00a0TB …"
    assert "dienst radiotherapie → service de radiothérapie" in " ".join(
        row(sheet, key).get_text().split()
    )

    assert sheet.submit(button=f"action=hand_in_{key}").status == 422
    assert translation(app, number) == "", "what is only proposed is not stored"
    sheet = sheet.submit(button=f"action=save_{key}", **{f"{key}_fr": "À moitié\n\nécrit"})
    assert translation(app, number) == "À moitié écrit"
    assert states(app, number)[key] is S.TO_TRANSLATE
    sheet = sheet.submit(button=f"action=hand_in_{key}", **{f"{key}_fr": "Le 16 novembre 2020."})
    assert states(app, number)[key] is S.TO_READ
    assert not row(sheet, key).select("button[value^=approve]")

    read = analyst.get(address)
    read = read.submit(button=f"action=approve_{key}")
    assert states(app, number)[key] is S.APPROVED
    assert "1/3 goedgekeurd" in read.main

    source = analyst.get(f"/nl/bulletins/{number}")
    source.submit(**{f"{key}_nl": SOURCE.replace("hersteld", "teruggezet")})
    assert states(app, number)[key] is S.TO_REVISE
    sheet = translator.get(address)
    changed = row(sheet, key)
    assert changed.select_one(".tag").get_text() == "Te herwerken"
    assert changed.select_one("del").get_text() == "was: hersteld"
    sheet.submit(button=f"action=hand_in_{key}")
    assert states(app, number)[key] is S.TO_READ
    assert not row(translator.get(address), key).select("del")


def test_the_writer_does_not_approve_and_reads_why(sqlite_app: Flask) -> None:
    number = written(sqlite_app)
    key, address = key_of(sqlite_app, number), f"/fr/bulletins/{number}/translation"
    analyst = visitor(sqlite_app, Role.ANALYST)
    sheet = analyst.get(address).submit(button=f"action=hand_in_{key}", **{f"{key}_fr": "Écrit."})
    assert "une autre personne l’approuve" in row(sheet, key).get_text()
    answer = sheet.submit(button=f"action=approve_{key}")
    assert answer.status == 422
    [link] = answer.soup.select(".error-summary a")
    assert answer.soup.find(id=str(link["href"]).removeprefix("#"))
    rewritten = sheet.submit(button="action=approve_title", title_fr="Mon titre")
    assert rewritten.soup.select(".notice.tone-warning"), "who writes it is its writer"
    assert states(sqlite_app, number)["title"] is S.TO_READ
    publisher = visitor(sqlite_app, Role.PUBLISHER)
    read = publisher.get(address)
    assert not read.soup.select("main textarea")
    assert read.submit(button=f"action=approve_{key}").status == 200
    assert states(sqlite_app, number)[key] is S.APPROVED


def test_a_reader_approves_everything_but_what_is_blocked_or_written_by_oneself(
    sqlite_app: Flask,
) -> None:
    number = written(sqlite_app, Translated("Er werd 7,7 TB hersteld.", "On a restauré 77 To."))
    key, address = key_of(sqlite_app, number), f"/nl/bulletins/{number}/translation"
    analyst, publisher = (visitor(sqlite_app, each) for each in (Role.ANALYST, Role.PUBLISHER))
    analyst.get(address).submit(button="action=hand_in_all", title_fr="Mon titre")
    answer = analyst.get(address).submit(button="action=approve_all")
    assert "1 tekst goedgekeurd" in answer.main
    assert answer.main.count("1 blijft staan") == 2, "the own words, and the 77 TB"
    assert states(sqlite_app, number) == {
        "title": S.TO_READ,
        "essence": S.APPROVED,
        key: S.TO_READ,
    }
    read = publisher.get(address).submit(button="action=approve_all")
    assert "1 tekst goedgekeurd" in read.main
    assert states(sqlite_app, number)["title"] is S.APPROVED
    read.submit(button="action=send_back_title")
    assert states(sqlite_app, number)["title"] is S.TO_REVISE
    translator = visitor(sqlite_app, Role.TRANSLATOR, number=number)
    fields = {"csrf_token": translator.token(), "action": "approve_all"}
    assert translator.post(address, fields).status == 409
    assert states(sqlite_app, number)[key] is S.TO_READ


def test_an_approved_translation_that_is_written_again_is_read_again(sqlite_app: Flask) -> None:
    number = written(sqlite_app, Translated("Bron.", "Texte."))
    bulletins.approve(sqlite_app, number)
    key = key_of(sqlite_app, number)
    analyst = visitor(sqlite_app, Role.ANALYST)
    sheet = analyst.get(f"/nl/bulletins/{number}/translation")
    sheet = sheet.submit(**{f"{key}_fr": "Autrement."})
    assert states(sqlite_app, number) == {
        "title": S.APPROVED,
        "essence": S.APPROVED,
        key: S.TO_READ,
    }
    sheet.submit(**{f"{key}_fr": ""})
    assert states(sqlite_app, number)[key] is S.TO_TRANSLATE


def test_finishing_waits_for_every_approval(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        number = bulletins.bulletin(db.session).id
        db.session.commit()
    analyst = visitor(sqlite_app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{number}").submit(
        button="action=finish", title_nl="Andere titel"
    )
    [link] = page.soup.select(".error-summary a")
    assert str(link["href"]) == f"/nl/bulletins/{number}/translation#title_fr"
    assert "nog niet goedgekeurd" in link.get_text()


def test_two_translators_of_one_text_keep_both(app: Flask) -> None:
    number = written(app)
    key, address = key_of(app, number), f"/nl/bulletins/{number}/translation"
    sheets = [visitor(app, Role.TRANSLATOR, number=number).get(address) for _each in range(2)]
    sheets[0].submit(**{f"{key}_fr": "De l’un."})
    clash = sheets[1].submit(button=f"action=hand_in_{key}", **{f"{key}_fr": "De l’autre."})
    assert clash.status == 409
    assert "De l’un." in clash.main
    assert area(clash, key) == "De l’autre."
    assert clash.submit(**{f"{key}_fr_keep": "theirs"}).status == 200
    assert translation(app, number) == "De l’un."


def test_words_sent_with_a_step_that_is_over_are_saved(sqlite_app: Flask) -> None:
    number = written(sqlite_app)
    key, address = key_of(sqlite_app, number), f"/nl/bulletins/{number}/translation"
    one, other = (visitor(sqlite_app, Role.ANALYST).get(address) for _each in range(2))
    one.submit(button="action=hand_in_all", **{f"{key}_fr": "Écrit."})
    answer = other.submit(button=f"action=send_back_{key}", title_fr="Nouveau titre")
    assert answer.status == 200
    late = other.submit(button=f"action=approve_{key}", essence_fr="Nouvel essentiel")
    assert late.soup.select(".notice.tone-warning")
    with sqlite_app.app_context():
        stored = db.session.get_one(Bulletin, number)
        assert (stored.title.fr, stored.essence.fr) == ("Nouveau titre", "Nouvel essentiel")


def test_words_for_a_text_that_was_removed_are_not_lost(sqlite_app: Flask) -> None:
    number = written(sqlite_app)
    key = key_of(sqlite_app, number)
    analyst, sheet = (
        visitor(sqlite_app, Role.ANALYST),
        visitor(sqlite_app, Role.TRANSLATOR, number=number).get(
            f"/fr/bulletins/{number}/translation"
        ),
    )
    page = analyst.get(f"/nl/bulletins/{number}")
    page.submit(f"/bulletins/{number}", button=f"action=remove_{key.removeprefix('block_')}")
    clash = sheet.submit(**{f"{key}_fr": "Déjà traduit."})
    assert clash.status == 409
    assert "Déjà traduit." in clash.main
    assert clash.submit(**{f"{key}_keep": "mine"}).status == 200
    assert translation(sqlite_app, number) == "Déjà traduit."


def test_saving_while_writing(app: Flask) -> None:
    number = written(app)
    key, address = key_of(app, number), f"/nl/bulletins/{number}/translation"
    translator = visitor(app, Role.TRANSLATOR, number=number)
    sheet = translator.get(address)
    form = sheet.form()
    assert form["data-autosave"] == f"{address}/autosave"
    fields = {str(each["name"]): str(each.get("value", "")) for each in form.select("input")}
    fields |= {f"{key}_fr": "En cours", "title_fr": "Titre", "essence_fr": "Essentiel"}
    said = autosaved(translator, address, fields)
    assert str(said["saved"]).startswith("Bewaard om")
    assert translation(app, number) == "En cours"
    opened = {f"{name}_opened": each for name, each in said["opened"].items()}
    autosaved(translator, address, fields | {f"{key}_fr": "Autre"} | opened)
    late = autosaved(translator, address, fields | {f"{key}_fr": "Vieux"}, status=409)
    assert late["problem"]
    assert translation(app, number) == "Autre"
    analyst, source = visitor(app, Role.ANALYST), f"/nl/bulletins/{number}"
    before = analyst.get(source).soup.select_one(f"[name={key}_nl_opened]")
    assert before
    fields = {"csrf_token": analyst.token(), f"{key}_nl": "Een.\n\nTwee."}
    fields |= {f"{key}_nl_opened": str(before["value"]), "step": "", f"{key}_kind": "paragraph"}
    assert autosaved(analyst, source, fields, status=409), "it would become two texts"


def autosaved(visitor: Visitor, address: str, fields: dict[str, str], status: int = 200) -> Any:
    answer = visitor.client.post(f"{address}/autosave", data=fields)
    assert answer.status_code == status
    return answer.json


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_earlier_texts_help_in_both_directions(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    bulletins.cheap_documents(monkeypatch)
    first = Language(language)
    with sqlite_app.app_context():
        bulletins.published(db.session, 2026)
        row_ = bulletins.bulletin(db.session, language=first)
        for block, text in zip(row_.blocks, (bulletins.BOTH, bulletins.BOTH), strict=False):
            block.text, block.segment = Translated.only(first, text[first]), None
        row_.blocks[1].text = Translated.only(first, f"{bulletins.BOTH[first]} 2")
        db.session.commit()
        number, keys = row_.id, [f"block_{block.id}" for block in row_.blocks]
    sheet = visitor(sqlite_app, Role.ANALYST).get(f"/nl/bulletins/{number}/translation")
    assert area(sheet, keys[0]) == bulletins.BOTH[first.other], "an identical text is proposed"
    near = row(sheet, keys[1]).select_one(".earlier")
    assert "REX 1 – 2026" in near.get_text()
    assert bulletins.BOTH[first.other] in near.get_text()
    values = values_of(sheet.form())
    translator = sheet.visitor
    assert translator.post(f"/nl/bulletins/{number}/translation/autosave", values).status == 200

    def stored() -> list[str]:
        with sqlite_app.app_context():
            blocks = db.session.get_one(Bulletin, number).blocks
            return [block.text[first.other] for block in blocks[:2]]

    assert stored() == ["", ""], "nobody has read it yet"
    sheet.submit()
    proposed, field = bulletins.BOTH[first.other], f"{keys[0]}_{first.other.value}"
    assert stored() == [proposed, ""]

    def autosave_over(opened: str, text: str) -> None:
        fields = values | {field: text, f"{field}_opened": fingerprint(opened)}
        answer = translator.post(f"/nl/bulletins/{number}/translation/autosave", fields)
        assert answer.status == 200
        assert stored()[0] == text

    autosave_over(proposed, "Anders.")
    autosave_over("Anders.", proposed)


def test_a_translator_reads_what_was_given_and_nothing_else(app: Flask) -> None:
    number = written(app, Translated("Kwarrel.", ""))
    email = bulletins.somebody(app, Role.TRANSLATOR)
    translator, analyst = Visitor(app), visitor(app, Role.ANALYST)
    translator.sign_in(email)
    paths = ("", "/translation", "/preview", "/publish", "/exchange", "/exchange/docx")
    for path in paths:
        assert translator.get(f"/fr/bulletins/{number}{path}").status == 404
    assert "Titre" not in translator.get("/fr/bulletins").main

    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == email)).one().id
    page = analyst.get(f"/nl/bulletins/{number}/translators")
    assert page.submit("/translators", person="").status == 422
    page = page.submit("/translators", person=person)
    for path in paths:
        assert translator.get(f"/fr/bulletins/{number}{path}").status == 200, path
    assert "Titre" in translator.get("/fr/bulletins").main
    assert translator.get(f"/fr/bulletins/{number}/translators").status == 404
    analyst.get(f"/nl/bulletins/{number}").submit(f"/bulletins/{number}", title_nl="Andere titel")
    analyst.get(f"/nl/bulletins/{number}").submit(f"/bulletins/{number}", title_nl="Nog een titel")
    given, changed = (each for each in letters(app) if each["To"] == email)
    for letter in (given, changed):
        assert "REX" in letter["Subject"]
        for word in ("Kwarrel", "itel", "Titre"):
            assert word not in letter.as_string()
    assert text_of(given) != text_of(changed), "told once a day that the source changed"

    page.submit("/translators/remove")
    assert translator.get(f"/fr/bulletins/{number}").status == 404

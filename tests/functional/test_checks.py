"""The gate: what the four checks find, where, who gives a reason, and who then may publish."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from portal.bulletins import gate, operations, revising
from portal.bulletins.gate import Override
from portal.bulletins.importing import Source, pair, read
from portal.bulletins.models import Bulletin, BulletinStatus, Section
from portal.db import db
from portal.i18n import Translated, now
from portal.incidents.forms import LINE_LIMIT
from portal.language.finding import Severity
from portal.language.segments import Kind
from portal.permissions import Role
from portal.workflow import Refused
from tests import bulletins, factories, retold
from tests.conftest import SEEDS
from tests.pages import Page, Visitor, values_of
from tests.unit.test_importing import FR, NL

BLOCKS = {"parity.number", "parity.bullets", "privacy.national_number"}
ASKED = {
    *("parity.term", "parity.name", "privacy.name"),
    *("privacy.exact_date", "privacy.exact_hour", "wording.blame"),
}
WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "checks": ["Volledigheid", "Pariteit NL/FR", "Privacy"],
        "blocks": "Houdt publicatie tegen",
        "number": "Het getal 7,7 TB staat enkel in het Nederlands",
        "bullets": "De opsomming telt 4 punten in het Nederlands en 3 in het Frans",
        "none": "Geen enkele bevinding houdt de publicatie van deze REX tegen",
    },
    "fr": {
        "checks": ["Exhaustivité", "Parité NL/FR", "Vie privée"],
        "blocks": "Bloque la publication",
        "number": "Le nombre 7,7 TB ne figure que dans le texte néerlandais",
        "bullets": "La liste compte 4 points en néerlandais et 3 en français",
        "none": "Aucune constatation n’empêche la publication de ce REX",
    },
}
WHY = "Nagekeken met de dienst."


def made(app: Flask, change: Callable[[str], str] = str, **values: Any) -> int:
    """The event of ``retold`` as a bulletin; its id."""
    with app.app_context():
        number = retold.written(db.session, change, **values).id
        db.session.commit()
    return number


def enter(app: Flask, *roles: Role, number: int = 0) -> Visitor:
    """Somebody with these roles, to whom a bulletin may be given."""
    someone, email = Visitor(app), bulletins.somebody(app, *roles)
    someone.sign_in(email)
    if number:
        bulletins.assign(app, number, email)
    return someone


def found(app: Flask, number: int) -> dict[Severity, set[str]]:
    """The rules of what is found, by how grave it is, in so far as no reason was given."""
    with app.app_context():
        all_found = gate.judged(db.session, db.session.get_one(Bulletin, number))
    return {
        severity: {
            each.found.rule
            for each in all_found
            if each.found.severity is severity and each.override is None
        }
        for severity in Severity
    }


def asked(page: Page) -> dict[str, str]:
    """The fields for a reason, and what stands in them."""
    return {
        str(area["name"]): area.get_text().strip()
        for area in page.soup.select("textarea[name^=reason_]")
    }


def reasons(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Override.reason).order_by(Override.id)))


def to_all(page: Page) -> Page:
    """A reason for each finding that asks for one."""
    return page.submit("/checks", **dict.fromkeys(asked(page), WHY))


def mended(app: Flask, number: int) -> None:
    """What the hurried translator should have written."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        for section, pairs in retold.PAIRS.items():
            for block, text in zip(row.section(section), pairs, strict=True):
                block.text = text
        db.session.commit()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_each_finding_stands_in_its_group_and_leads_to_its_place(
    sqlite_app: Flask, language: str
) -> None:
    words, number = WORDS[language], made(sqlite_app, retold.tampered)
    address = f"/{language}/bulletins/{number}/checks"
    analyst = enter(sqlite_app, Role.ANALYST)
    page = analyst.get(address)
    headings = [heading.get_text() for heading in page.soup.select("main section > h2")]
    assert headings[:3] == words["checks"]
    assert len(headings) == 4
    assert found(sqlite_app, number)[Severity.BLOCK] == BLOCKS
    assert found(sqlite_app, number)[Severity.CONFIRM] == ASKED
    assert page.main.count(words["blocks"]) == len(BLOCKS)
    assert words["number"] in page.main
    assert words["bullets"] in page.main
    blame = page.soup.find(string="mauvaise manipulation")
    assert blame
    assert blame.parent
    assert blame.parent.name == "mark"
    assert len(links(page)) == 7
    translator = enter(sqlite_app, Role.TRANSLATOR, number=number)
    publisher = enter(sqlite_app, Role.PUBLISHER)
    for visitor in (analyst, translator, publisher):
        lands(visitor.get(address))
    with sqlite_app.app_context():
        db.session.get_one(Bulletin, number).status = BulletinStatus.READY
        db.session.commit()
    lands(analyst.get(address))
    proposal = publisher.get(f"/{language}/bulletins/{number}/publish")
    lands(proposal)
    assert {"nl": ", in het Frans: ", "fr": ", en français : "}[language] in proposal.main


def test_a_system_that_few_departments_have_is_asked_about(sqlite_app: Flask) -> None:
    essence = Translated("De Toravel stond stil.", "Le Toravel était à l’arrêt.")
    number = made(sqlite_app, essence=essence)
    analyst = enter(sqlite_app, Role.ANALYST)
    for name in ("een", "twee", "drie"):
        with sqlite_app.app_context():
            factories.department(db.session, name, systems="Linac 2\nToravel T3")
            db.session.commit()
        page = analyst.get(f"/nl/bulletins/{number}/checks")
        assert ("Minder dan drie diensten hebben dit systeem" in page.main) is (name != "drie")


def links(page: Page) -> set[str]:
    return {str(each["href"]) for each in page.soup.select("main a[href*='#']")}


def lands(page: Page) -> None:
    """Each link to a place leads to a page that has it."""
    pages: dict[str, Page] = {}
    for link in links(page):
        path, anchor = urlsplit(link).path, urlsplit(link).fragment
        there = pages.setdefault(path, page.visitor.get(path))
        assert there.soup.find(id=anchor), f"{page.url}: nothing at {link}"


def test_an_hour_written_in_the_other_way_is_the_same(sqlite_app: Flask) -> None:
    number = made(sqlite_app, lambda text: text.replace("15h42", "15u42"))
    assert not found(sqlite_app, number)[Severity.BLOCK]
    assert found(sqlite_app, number)[Severity.CONFIRM] == ASKED - {"parity.name", "privacy.name"}


def test_only_who_prepares_the_rex_sees_and_judges(sqlite_app: Flask) -> None:
    number = made(sqlite_app)
    path = f"/nl/bulletins/{number}/checks"
    with sqlite_app.app_context():
        department = factories.department(db.session)
        quality = factories.person(db.session, Role.QUALITY_MANAGER, department=department).email
        db.session.commit()
    manager = Visitor(sqlite_app)
    manager.sign_in(quality)
    strangers = [manager, *(enter(sqlite_app, each) for each in (Role.TRANSLATOR, Role.READER))]
    for stranger in (*strangers, enter(sqlite_app, Role.ADMINISTRATOR)):
        assert stranger.get(path).status == 404
        token = {"csrf_token": stranger.token()}
        assert stranger.post(path, token | {"reason_wording.blame": WHY}).status == 404
    assert "/login" in Visitor(sqlite_app).get(path, follow=False).response.headers["Location"]
    assert not reasons(sqlite_app)
    for role, count in ((Role.ANALYST, 1), (Role.PUBLISHER, 2), (Role.TRANSLATOR, 3)):
        page = enter(sqlite_app, role, number=number).get(path)
        page.submit("/checks", **{next(iter(asked(page))): f"{WHY} {role}"})
        assert len(reasons(sqlite_app)) == count


def test_a_reason_is_kept_shown_and_taken_back(app: Flask) -> None:
    number = made(app)
    analyst = enter(app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{number}/checks")
    first, second = list(asked(page))[:2]
    empty = page.submit("/checks")
    assert empty.status == 422
    assert empty.soup.select_one(f".error-summary a[href='#{first}']")
    long = page.submit("/checks", **{first: "x" * (LINE_LIMIT + 1), second: WHY})
    assert long.status == 422
    assert asked(long)[second] == WHY
    assert not reasons(app)

    bad = "<script>alert(1)</script> \"en\" 'zo'"
    kept = page.submit("/checks", **{first: bad})
    assert kept.status == 200
    assert "<script>alert(1)" not in kept.response.text
    assert bad in kept.main
    assert "02/12/2026" in kept.main
    assert first not in asked(kept)
    again = page.submit("/checks", **{first: "Een andere reden."})
    assert again.status == 200
    assert reasons(app) == [bad]

    back = again.submit("/checks", button=f"take_back={first.removeprefix('reason_')}")
    assert first in asked(back)
    assert not reasons(app)
    told = [each.get_text() for each in back.soup.select(".timeline li p")]
    assert told[0].startswith("Reden teruggenomen · Persoon")
    assert [bad, bad] == [each.get_text() for each in back.soup.select(".timeline .hint")]


def test_one_reason_for_all_of_a_rule_and_only_while_the_words_stay(sqlite_app: Flask) -> None:
    number = made(sqlite_app)
    analyst = enter(sqlite_app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{number}/checks")
    assert "reason_privacy.exact_hour" in asked(page)
    page = page.submit("/checks", **{"reason_privacy.exact_hour": WHY})
    assert reasons(sqlite_app) == [WHY, WHY]
    assert not [name for name in asked(page) if "exact_hour" in name]
    page = to_all(page)
    assert not asked(page)
    assert WORDS["nl"]["none"] in page.main
    sheet = analyst.get(f"/nl/bulletins/{number}/translation")
    field = next(
        str(area["name"])
        for area in sheet.soup.select("textarea")
        if "mauvaise manipulation" in area.get_text()
    )
    text = retold.COURSE[0].fr
    sheet.submit("/translation", **{field: text.replace("La panne", "Cette panne")})
    assert not found(sqlite_app, number)[Severity.CONFIRM]
    sheet = analyst.get(f"/nl/bulletins/{number}/translation")
    sheet.submit("/translation", **{field: text.replace("15h42", "15h43")})
    assert found(sqlite_app, number)[Severity.BLOCK] == {"parity.time"}
    assert found(sqlite_app, number)[Severity.CONFIRM] == {"privacy.exact_hour"}


def test_what_is_out_is_not_judged(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bulletins.cheap_documents(monkeypatch)
    with sqlite_app.app_context():
        publisher = factories.person(db.session, Role.PUBLISHER)
        rows = [bulletins.published(db.session, 2026) for _each in range(2)]
        revising.withdraw(db.session, publisher, rows[1], Translated("Weg", "Retiré"))
        ids = [row.id for row in rows]
        db.session.commit()
    analyst = enter(sqlite_app, Role.ANALYST)
    for number in ids:
        page = analyst.get(f"/nl/bulletins/{number}/checks")
        assert page.status == 200
        assert not asked(page)
        assert "tegen te publiceren" not in page.main
        for fields in ({"reason_causes": WHY}, {"reason_causes": ""}, {"take_back": "x"}, {}):
            token = {"csrf_token": analyst.token()}
            assert analyst.post(page.url, token | fields).status == 409


def test_nobody_publishes_through_a_block_or_without_a_reason(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)

    def change(text: str) -> str:
        return retold.tampered(text) or text

    number = made(sqlite_app, change, status=BulletinStatus.READY)
    publisher = enter(sqlite_app, Role.PUBLISHER)
    path = f"/nl/bulletins/{number}/publish"
    page = publisher.get(path)
    assert not page.soup.select("main form[method=post]")
    assert "Het getal 7,7 TB staat enkel in het Nederlands" in page.main
    to_all(publisher.get(f"/nl/bulletins/{number}/checks"))
    refused(sqlite_app, publisher, number)
    mended(sqlite_app, number)
    assert not found(sqlite_app, number)[Severity.BLOCK]
    done = publisher.get(path).submit("/publish")
    assert done.status == 200
    with sqlite_app.app_context():
        assert db.session.get_one(Bulletin, number).status is BulletinStatus.PUBLISHED


def refused(app: Flask, publisher: Visitor, number: int) -> None:
    """Through the door and in the operation."""
    with app.app_context():
        row, somebody = (
            db.session.get_one(Bulletin, number),
            factories.person(db.session, Role.PUBLISHER),
        )
        seen = operations.text_of(row)
        with pytest.raises(Refused):
            operations.publish(db.session, somebody, row, 2026)
        db.session.rollback()
    fields = {"year": "2026", "seen": seen, "audience": "departments", "mails": "now"}
    path = f"/nl/bulletins/{number}/publish"
    answer = publisher.post(path, fields | {"csrf_token": publisher.token()})
    assert answer.status == 422
    with app.app_context():
        assert db.session.get_one(Bulletin, number).status is BulletinStatus.READY


def test_what_was_printed_before_the_portal_passes_by(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    paths = [tmp_path / "NL.txt", tmp_path / "FR.txt"]
    for path, text in zip(paths, (NL, FR), strict=True):
        path.write_text(text.replace("De ploeg", "Om 15u42 verloor de ploeg 7,7 TB en"))
    result = sqlite_app.test_cli_runner().invoke(args=["bulletins", "import", *map(str, paths)])
    assert result.exit_code == 0, result.output
    with sqlite_app.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        assert row.status is BulletinStatus.PUBLISHED
        assert any(each.hinders for each in gate.judged(db.session, row))


def test_texts_are_shown_as_text_and_stay_out_of_the_logs(
    sqlite_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Piet Verstraeten"
    html = f"<img src=x onerror=alert(1)> mevrouw {secret} & 3 < 4"
    number = made(sqlite_app, title=Translated(html, html), essence=Translated(html, ""))
    caplog.set_level("DEBUG")
    page = enter(sqlite_app, Role.ANALYST).get(f"/fr/bulletins/{number}/checks")
    assert "<img" not in page.response.text
    assert secret in page.main
    to_all(page)
    assert secret not in caplog.text
    assert WHY not in caplog.text
    link = page.soup.select_one("a[href$='#essence_fr']")
    assert isinstance(link, Tag)
    assert "/translation#" in str(link["href"])


def test_what_was_done_is_told_without_the_words_of_a_dossier(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        department = factories.department(db.session)
        values = {"status": "accepted", "narrative": Translated(nl="Het geheim van de zaal.")}
        incident = factories.incident(db.session, department, **values)
        number = retold.written(db.session, incidents=[incident]).id
        db.session.commit()
    analyst, publisher = enter(app, Role.ANALYST), enter(app, Role.PUBLISHER)
    path = f"/nl/bulletins/{number}"
    sheet = analyst.get(f"{path}/translation")
    sheet.submit("/translation", title_fr="Une base de données en retard sur ses fichiers")
    sheet = publisher.get(f"{path}/translation")
    sheet.submit("/translation", button="action=send_back_title")
    analyst.get(f"{path}/translation").submit("/translation", button="action=hand_in_title")
    publisher.get(f"{path}/translation").submit("/translation", button="action=approve_title")
    to_all(analyst.get(f"{path}/checks"))
    analyst.get(path).submit(f"/bulletins/{number}", button="action=finish")
    analyst.get(f"{path}/confirm").submit("/confirm")
    with app.app_context():
        confirmation = db.session.get_one(Bulletin, number).confirmations[0]
        confirmation.agreed, confirmation.answered_at = False, now()
        confirmation.reason = "De zaal is herkenbaar."
        db.session.commit()
    publisher.get(f"{path}/publish").submit("/publish", reason="De dienst is gehoord.")
    publisher.get("/nl/rex/2026/1")
    told = [each.get_text() for each in analyst.get(f"{path}/checks").soup.select(".timeline li")]
    lines = [" ".join(each.split()) for each in told]
    for words in (
        *("1 vertaling te herwerken", "1 vertaling ingediend", "1 vertaling goedgekeurd"),
        *("Reden gegeven bij een bevinding", "Klaar om te publiceren", "Akkoord gevraagd"),
        *("niet akkoord", "De dienst is gehoord.", "Versie 1 gepubliceerd"),
    ):
        assert any(words in line for line in lines), (words, lines)
    assert "geheim" not in " ".join(lines)
    assert "herkenbaar" not in " ".join(lines)
    translator = enter(app, Role.TRANSLATOR)
    assert translator.get(f"{path}/checks").status == 404


def test_while_typing_the_answer_says_what_would_be_asked(sqlite_app: Flask) -> None:
    number = made(sqlite_app)
    analyst = enter(sqlite_app, Role.ANALYST)
    for sheet in ("", "/translation"):
        page = analyst.get(f"/nl/bulletins/{number}{sheet}")
        fields = values_of(page.form(sheet or f"/bulletins/{number}"))
        language = "fr" if sheet else "nl"
        name = f"title_{language}"
        for text in (f"Base {retold.NUMBER} om 15u42", "Base de données"):
            fields |= {name: [text], "script": ["yes"]}
            sent = analyst.post(f"/nl/bulletins/{number}{sheet}/autosave", fields)
            answer: dict[str, Any] = sent.response.get_json()
            fields[f"{name}_opened"] = [answer["opened"][name]]
            if retold.NUMBER in text:
                first, second = answer["hint"].split(" · ")
                number_said = "Dit lijkt op een rijksregisternummer. Verwijder het"
                assert first == f"{retold.NUMBER} – {number_said}"
                assert second.startswith("15u42 – Een exact uur")
        assert answer["hint"] == ""


def test_the_translation_sheet_shows_what_differs_in_a_row(sqlite_app: Flask) -> None:
    number = made(sqlite_app, retold.tampered)
    page = enter(sqlite_app, Role.PUBLISHER).get(f"/nl/bulletins/{number}/translation")
    rows = page.soup.select(".segment")
    told = {str(row["id"]): " ".join(row.get_text(" ").split()) for row in rows}
    differing = [text for text in told.values() if "Verschilt" in text]
    assert len(differing) == 4
    assert "‘fractie’ staat 2 keer in het Nederlands, ‘fraction’ 1 keer" in differing[1]


@pytest.mark.skipif(not SEEDS.exists(), reason="the printed bulletins are not here")
@pytest.mark.parametrize("tampered", [False, True])
def test_the_printed_pair_through_the_sheets(sqlite_app: Flask, *, tampered: bool) -> None:
    """What the regulator printed in 2020, typed over by an analyst and by a translator."""
    nl, fr = pair(*(read(path.name, path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))))
    number = made(sqlite_app)
    with sqlite_app.app_context():
        row = db.session.get_one(Bulletin, number)
        row.blocks.clear()
        db.session.commit()
    analyst, path = enter(sqlite_app, Role.ANALYST), f"/nl/bulletins/{number}"
    for section in Section:
        page = analyst.get(path)
        page = page.submit(f"/bulletins/{number}", button=f"action=add_{section.value}")
        area = page.soup.select(f"section[aria-labelledby={section.value}] textarea")[-1]
        page.submit(f"/bulletins/{number}", **{str(area["name"]): as_typed(nl, section)})
    translator = enter(sqlite_app, Role.TRANSLATOR, number=number)
    sheet = translator.get(f"{path}/translation")
    fields = [str(area["name"]) for area in sheet.soup.select("section textarea")]
    texts = [piece.segment.text for section in Section for piece in fr.pieces[section]]
    assert len(fields) == len(texts) == 14
    if tampered:
        texts[1] = texts[1].replace("7,7 TB", "77 TB")
        texts[2] = f"{texts[2][:-1]} ({retold.SOMEBODY}, {retold.NUMBER})."
        texts[10] = ""
    sheet.submit("/translation", **dict(zip(fields, texts, strict=True)))
    left = found(sqlite_app, number)
    assert left[Severity.BLOCK] == (BLOCKS if tampered else set())
    expected = {"parity.term", "privacy.exact_date", "privacy.exact_hour", "wording.blame"}
    assert expected <= left[Severity.CONFIRM]
    page = analyst.get(f"{path}/checks")
    assert "‘fractie’ staat 2 keer in het Nederlands, ‘fraction’ 1 keer in het Frans" in page.main
    assert "In de plaats, bijvoorbeeld: manipulation" in page.main


def as_typed(source: Source, section: Section) -> str:
    """The paragraphs and bullets of a section in one field."""
    pieces = (piece.segment for piece in source.pieces[section])
    return "\n\n".join(
        f"- {each.text}" if each.kind is Kind.BULLET else each.text for each in pieces
    )

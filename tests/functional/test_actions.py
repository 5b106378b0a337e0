"""The corrective actions of an analysis: written, moved, by two people at once, and mirrored."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale, ngettext
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.bulletins import operations
from portal.bulletins.models import Section
from portal.db import db
from portal.i18n import Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import MOST_ROWS, Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, ProcessStep, Strength
from portal.permissions import Role
from tests import bulletins, factories
from tests.clock import Clock
from tests.pages import Visitor

PLANNED = {
    "rows-0-text": "Controlelijst",
    "rows-0-status": "planned",
    "rows-0-owner_role": "physicist",
    "rows-0-due_on": "1/3/2027",
}


@pytest.fixture
def reference(app: Flask) -> str:
    """A dossier with one cause and no actions, in a department with colleagues."""
    with app.app_context():
        noord = factories.two_departments(db.session, "quality", "doctor", "reporter", "stranger")
        incident = factories.incident(db.session, noord, actions=[])
        db.session.commit()
        return incident.reference


def actions_of(app: Flask, reference: str) -> list[CorrectiveAction]:
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for action in incident.actions:
            assert action.effect_checks is not None
        return list(incident.actions)


def path_of(reference: str, language: str = "nl") -> str:
    return f"/{language}/incidents/{reference}/analysis/actions"


def listed(app: Flask, reference: str, *texts: str) -> None:
    """Give the dossier actions that are done."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for text in texts:
            action = CorrectiveAction(text=Translated(nl=text), status=ActionStatus.DONE)
            incident.actions.append(action)
        db.session.commit()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_an_action_is_kept_with_all_that_is_told_of_it(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = enter("quality", language).get(path_of(reference, language))
    (cause,) = [str(o["value"]) for o in page.soup.select("#rows-0-cause_id option") if o["value"]]
    (doctor,) = [
        str(o["value"])
        for o in page.soup.select("#rows-0-owner_id option")
        if "Doctor" in o.get_text()
    ]
    answer = page.submit(
        **PLANNED,
        **{
            "rows-0-strength": "strong",
            "rows-0-measure": "Geen verkeerd veld meer in een jaar",
            "rows-0-cause_id": cause,
            "rows-0-owner_id": doctor,
            "ready": "yes",
        },
    )
    assert answer.status == 200
    assert answer.url.endswith("/analysis")
    (action,) = actions_of(app, reference)
    assert (action.text.nl, action.status, action.strength) == (
        "Controlelijst",
        "planned",
        "strong",
    )
    assert (action.owner_role, str(action.owner_id)) == ("physicist", doctor)
    assert (str(action.cause_id), str(action.due_on)) == (cause, "2027-03-01")
    assert action.measure.nl == "Geen verkeerd veld meer in een jaar"
    assert action.effect_checks == []


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ("rows-0-due_on", "rows-0-due_on"),
        ("rows-0-owner_role", "rows-0-owner_role"),
        ("rows-0-status", "rows-0-status"),
        ("rows-0-text", "rows-0-text"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    left_out: str,
    field: str,
    language: str,
) -> None:
    page = enter("quality", language).get(path_of(reference, language))
    answers = PLANNED | {"rows-0-measure": "Wat ik net typte."}
    refused = page.submit(**{name: answers[name] for name in answers if name != left_out})
    assert refused.status == 422
    assert [a["href"] for a in refused.soup.select(".error-summary a")] == [f"#{field}"]
    assert "Wat ik net typte." in refused.main
    assert actions_of(app, reference) == []


@pytest.mark.parametrize("day", ["31/2/2027", "1/1/2199", "morgen", "1/1/0"])
def test_a_date_that_cannot_be_meant_is_named(
    reference: str, enter: Callable[..., Visitor], day: str
) -> None:
    refused = enter().get(path_of(reference)).submit(**PLANNED | {"rows-0-due_on": day})
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#rows-0-due_on']")
    assert f'value="{day}"' in refused.response.text


def test_odd_answers_are_an_error_of_the_form_or_nothing(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter().get(path_of(reference))
    for odd in ({"rows-0-status": "x"}, {"rows-0-owner_role": "x"}, {"rows-0-strength": "x"}):
        assert page.submit(**PLANNED | odd).status == 422
    page.submit(**PLANNED, **{"rows-0-owner_id": "9999", "rows-0-cause_id": "x"})
    (action,) = actions_of(app, reference)
    assert (action.owner_id, action.cause_id) == (None, None)
    for act in ("up_99", "remove_7", "down_", "x"):
        page = page.visitor.get(path_of(reference))
        assert page.submit(button=f"action={act}").status == 200


def test_a_part_without_actions_is_ready_with_a_reason_only(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter().get(path_of(reference))
    refused = page.submit(ready="yes")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#no_actions_reason']")
    kept = refused.submit(ready="yes", no_actions_reason="Niets te veranderen")
    assert kept.url.endswith("/analysis")
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        assert incident.no_actions_reason == "Niets te veranderen"
    assert "Niets te veranderen" in enter().get(f"/nl/incidents/{reference}").main


def test_rows_are_moved_and_removed_without_script(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    listed(app, reference, "Een", "Twee", "Drie")
    page = enter().get(path_of(reference))
    page = page.submit(button="action=up_2", **{"rows-0-text": "Eerst"})
    assert page.status == 200
    assert [a.text.nl for a in actions_of(app, reference)] == ["Eerst", "Drie", "Twee"]
    page = page.submit(button="action=down_0")
    assert [a.text.nl for a in actions_of(app, reference)] == ["Drie", "Eerst", "Twee"]
    page = page.submit(button="action=up_0")
    assert [a.text.nl for a in actions_of(app, reference)] == ["Drie", "Eerst", "Twee"]
    page = page.submit(button="action=remove_1", **{"rows-1-done_on": "nonsense"})
    assert [a.text.nl for a in actions_of(app, reference)] == ["Drie", "Twee"]
    page = page.submit(button="action=more", **{"rows-2-text": "Vier", "rows-2-status": "done"})
    assert [a.text.nl for a in actions_of(app, reference)] == ["Drie", "Twee", "Vier"]
    assert page.soup.select("#rows-3-text")
    assert [a.position for a in actions_of(app, reference)] == [1, 2, 3]


@pytest.mark.parametrize(("count", "spare"), [(49, 1), (MOST_ROWS, 0)])
def test_a_long_list_of_actions_has_its_page(
    app: Flask, reference: str, enter: Callable[..., Visitor], count: int, spare: int
) -> None:
    listed(app, reference, *(f"Nummer {number}" for number in range(count)))
    page = enter().get(path_of(reference))
    assert len(page.soup.select("textarea[name$='-text']")) == count + spare
    assert page.submit(**{"rows-0-text": "Eerste"}).status == 200
    assert len(actions_of(app, reference)) == count


@pytest.mark.parametrize("keep", ["mine", "theirs"])
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_people_on_one_action_choose(
    app: Flask, reference: str, enter: Callable[..., Visitor], keep: str, language: str
) -> None:
    listed(app, reference, "Een", "Twee")
    path = path_of(reference, language)
    first, second = enter("quality", language).get(path), enter("doctor", language).get(path)
    first.submit(**{"rows-0-text": "Van de eerste", "rows-1-strength": "strong"})
    clash = second.submit(
        **{"rows-0-text": "Van de tweede", "rows-2-text": "Drie", "rows-2-status": "done"}
    )
    assert clash.status == 409
    assert "Van de eerste" in clash.main
    assert "Van de tweede" in clash.main
    assert clash.soup.select(".error-summary a[href='#rows-0-keep-mine']")
    assert [a.text.nl for a in actions_of(app, reference)] == ["Van de eerste", "Twee"]
    assert clash.submit(**{"rows-0-keep": keep}).status == 200
    one, two, three = actions_of(app, reference)
    assert one.text.nl == ("Van de tweede" if keep == "mine" else "Van de eerste")
    assert two.strength is Strength.STRONG
    assert three.text.nl == "Drie"


def test_two_people_on_two_actions_do_not_meet(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    listed(app, reference, "Een", "Twee")
    path = path_of(reference)
    first, second = enter("quality").get(path), enter("doctor").get(path)
    first.submit(**{"rows-0-text": "Een beter", "rows-2-text": "Nieuw", "rows-2-status": "done"})
    assert second.submit(**{"rows-1-text": "Twee beter"}).status == 200
    texts = [a.text.nl for a in actions_of(app, reference)]
    assert texts == ["Een beter", "Twee beter", "Nieuw"]


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_an_action_removed_meanwhile_is_a_choice_too(
    app: Flask, reference: str, enter: Callable[..., Visitor], keep: str
) -> None:
    listed(app, reference, "Een", "Twee")
    path = path_of(reference)
    first, second = enter("quality").get(path), enter("doctor").get(path)
    first.submit(button="action=remove_0")
    clash = second.submit(**{"rows-0-text": "Toch nodig"})
    assert clash.status == 409
    assert "Toch nodig" in clash.main
    clash.submit(**{"rows-0-keep": keep})
    texts = [a.text.nl for a in actions_of(app, reference)]
    assert texts == (["Toch nodig", "Twee"] if keep == "mine" else ["Twee"])


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_an_action_changed_while_it_was_removed_is_a_choice_as_well(
    app: Flask, reference: str, enter: Callable[..., Visitor], keep: str
) -> None:
    listed(app, reference, "Een", "Twee")
    path = path_of(reference)
    first, second = enter("quality").get(path), enter("doctor").get(path)
    first.submit(**{"rows-0-text": "Een, veel beter"})
    clash = second.submit(button="action=remove_0")
    assert clash.status == 409
    assert "Een, veel beter" in clash.main
    clash.submit(
        **{"rows-0-keep": keep, "rows-0-text": ""} if keep == "mine" else {"rows-0-keep": keep}
    )
    texts = [a.text.nl for a in actions_of(app, reference)]
    assert texts == (["Twee"] if keep == "mine" else ["Een, veel beter", "Twee"])


def test_two_reasons_are_a_choice(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    path = path_of(reference)
    first, second = enter("quality").get(path), enter("doctor").get(path)
    first.submit(no_actions_reason="Reden van de eerste")
    clash = second.submit(no_actions_reason="Reden van de tweede")
    assert clash.status == 409
    assert "Reden van de eerste" in clash.main
    assert clash.submit(no_actions_reason_keep="mine").status == 200
    assert "Reden van de tweede" in enter().get(f"/nl/incidents/{reference}").main


def test_an_action_of_another_dossier_is_of_no_use(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        other = factories.incident(db.session, home)
        (foreign,) = other.actions
        db.session.commit()
        name, id_ = other.reference, foreign.id
    page = enter().get(path_of(reference))
    page.submit(**PLANNED, **{"rows-0-id": str(id_)})
    assert [a.text.nl for a in actions_of(app, reference)] == ["Controlelijst"]
    assert [a.text.nl for a in actions_of(app, name)] == ["Controle ingevoerd"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_department_finds_no_actions(
    reference: str, enter: Callable[..., Visitor], method: str
) -> None:
    stranger = enter("stranger")
    token = stranger.get("/nl/incidents").soup.select_one("[name=csrf_token]")
    assert token is not None
    fields = {"csrf_token": token["value"]}
    path = path_of(reference)
    answer = stranger.get(path) if method == "get" else stranger.post(path, fields)
    assert answer.status == 404
    assert reference not in answer.main


def test_colleagues_are_those_who_follow_the_actions_of_the_own_department(
    reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter().get(path_of(reference))
    names = [o.get_text() for o in page.soup.select("#rows-0-owner_id option")][1:]
    assert names == ["Doctor", "Quality"]


def test_an_owner_who_left_stays_until_somebody_chooses_another(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        doctor = db.session.scalars(
            select(Person).where(Person.email == "doctor@test.invalid")
        ).one()
        id_ = doctor.id
    enter().get(path_of(reference)).submit(**PLANNED, **{"rows-0-owner_id": str(id_)})
    with app.app_context():
        db.session.get_one(Person, id_).active = False
        db.session.commit()
    page = enter().get(path_of(reference))
    saved = page.submit(**{"rows-0-text": "Controlelijst aan de deur"})
    assert saved.status == 200
    (action,) = actions_of(app, reference)
    assert (action.text.nl, action.owner_id) == ("Controlelijst aan de deur", id_)


def test_words_that_come_after_the_submission_are_shown(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter().get(path_of(reference))
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        incident.submitted_at, incident.status = incident.reported_at, IncidentStatus.SUBMITTED
        db.session.commit()
    late = page.submit(**PLANNED | {"rows-0-text": "Wat ik net typte."})
    assert late.status == 409
    assert "Wat ik net typte." in late.main
    assert not late.soup.select("main form button")
    assert actions_of(app, reference) == []


def publish(app: Flask, text: str, step: ProcessStep | None, families: str = "") -> None:
    with app.app_context():
        row = bulletins.ready(db.session, step=step, cause_families=families)
        row.section(Section.ACTIONS)[0].text = Translated(f"{text} nl", f"{text} fr")
        operations.publish(db.session, factories.person(db.session, Role.PUBLISHER), row, 2026)
        db.session.commit()


def rate(app: Flask, reference: str, *strengths: Strength | None) -> None:
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for strength in strengths:
            text = Translated(nl="Actie")
            action = CorrectiveAction(text=text, status=ActionStatus.DONE, strength=strength)
            incident.actions.append(action)
        db.session.commit()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_weak_actions_are_mirrored_with_what_others_published(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    bulletins.cheap_documents(monkeypatch)
    publish(app, "Andere stap", ProcessStep.IMAGING, "T")
    publish(app, "Zelfde familie", ProcessStep.IMAGING, "OH")
    for number in range(3):
        publish(app, f"Zelfde stap {number}", ProcessStep.DATA_TRANSFER)
    rate(app, reference, Strength.WEAK, Strength.WEAK, Strength.WEAK, Strength.STRONG)
    page = enter("quality", language).get(path_of(reference, language))
    mirror = page.soup.select_one("section[aria-labelledby=mirror]")
    assert mirror is not None
    with app.app_context(), force_locale(language):
        heading = ngettext(
            "%(num)d of %(total)d actions is weak",
            "%(num)d of %(total)d actions are weak",
            3,
            total=4,
        )
    assert heading in mirror.get_text()
    texts = [" ".join(item.get_text(" ").split()) for item in mirror.select("li")]
    assert texts == [f"Zelfde stap {n} {language} REX {n + 3} – 2026" for n in (2, 1, 0)]
    links = [str(a["href"]) for a in mirror.select("a")]
    assert links == [f"/{language}/rex/2026/{n}" for n in (5, 4, 3)]


def test_the_mirror_shows_what_is_public_and_similar(
    app: Flask, reference: str, enter: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        sud = db.session.scalars(select(Department).where(Department.code == "sud")).one()
        own_words = CorrectiveAction(text=Translated(nl="Eigen woorden"), status=ActionStatus.DONE)
        factories.incident(db.session, sud, status=IncidentStatus.ACCEPTED, actions=[own_words])
        bulletins.ready(db.session, step=ProcessStep.DATA_TRANSFER)
        db.session.commit()
    publish(app, "Andere stap", ProcessStep.IMAGING, "T")
    publish(app, "Zelfde familie", None, "HO")
    rate(app, reference, Strength.WEAK)
    main = enter().get(path_of(reference)).main
    assert "Zelfde familie nl" in main
    assert "1 van 1" not in main
    for hidden in ("Andere stap", "Eigen woorden", "Nederlandse tekst."):
        assert hidden not in main


@pytest.mark.parametrize(
    "strengths",
    [(), (None,), (Strength.STRONG,), (Strength.WEAK, Strength.STRONG, Strength.INTERMEDIATE)],
)
def test_the_mirror_is_silent_when_there_is_nothing_to_say(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    strengths: tuple[Strength | None, ...],
) -> None:
    rate(app, reference, *strengths)
    assert not enter().get(path_of(reference)).soup.select("#mirror")


@pytest.mark.parametrize(
    ("done_on", "due"),
    [
        ("31/8/2026", [date(2026, 11, 30), date(2027, 2, 28)]),
        ("", [date(2027, 2, 21), date(2027, 5, 21)]),
    ],
)
def test_an_action_that_is_done_is_looked_at_again_later(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
    done_on: str,
    due: list[date],
) -> None:
    Clock(monkeypatch, datetime(2026, 11, 21, 9, tzinfo=UTC))
    visitor = enter()
    told = {"rows-0-text": "Een", "rows-0-status": "done", "rows-0-done_on": done_on}
    visitor.get(path_of(reference)).submit(**told)
    (action,) = actions_of(app, reference)
    assert [check.due_on for check in action.effect_checks] == due
    visitor.get(path_of(reference)).submit(**PLANNED)
    assert actions_of(app, reference)[0].effect_checks == []

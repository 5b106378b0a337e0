"""S9: the department refuses once and then agrees; a publisher who did not write it publishes."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.browser.conftest import Person, Site
from tests.browser.test_journey import (
    PEOPLE,
    Story,
    answer,
    ask,
    complete,
    draft,
    give_reasons,
    publish,
    read,
    read_over,
    report,
)

ORDER = {
    "nl": ["Verloop van het incident", "Aanbeveling van het FANC"],
    "fr": ["Déroulement de l'incident", "Recommandations de l'AFCN"],
}
WORDS = {
    "nl": {
        "refused": "De dienst is niet akkoord",
        "first": "Eerst het akkoord van de diensten",
        "reason": "De zaal is te herkennen.",
        "outcome": "Wat er met uw melding",
    },
    "fr": {
        "refused": "Le service n’est pas d’accord",
        "first": "D’abord l’accord des services",
        "reason": "La salle est reconnaissable.",
        "outcome": "La suite donnée",
    },
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_s09_refused_agreed_published(
    person: Callable[..., Person], site: Site, language: str
) -> None:
    words = WORDS[language]
    story = Story(language, "wide", person, "akkoord")
    reference = report(story)
    complete(story, reference)
    bulletin = draft(story, reference)
    publisher = story.enter("publisher")
    address = f"/{language}/bulletins/{bulletin}/publish"
    publisher.open(address)
    assert words["first"] in publisher.page.inner_text("main")

    give_reasons(story, bulletin)
    ask(story, bulletin)
    answer(story, reference, "refuse", words["reason"])
    analyst = story.enter("analyst")
    analyst.open(f"/{language}/bulletins/{bulletin}/confirm")
    assert words["refused"] in analyst.page.inner_text("main")
    assert words["reason"] in analyst.page.inner_text("main")
    publisher.open(address)
    assert publisher.page.is_visible("#reason")
    rewrite(analyst, story, bulletin)
    ask(story, bulletin)
    answer(story, reference, "agree")

    analyst.open(address)
    assert analyst.page.is_visible("#why-not")
    assert not analyst.page.locator(f'main form[action="{address}"]').count()
    path = publish(story, bulletin, "public")
    number = int(path.rpartition("/")[2])
    shown(story, path)
    documents(story, path)
    told(story, site, reference, number)
    read(story, path)


def rewrite(analyst: Person, story: Story, bulletin: str) -> None:
    """Take the room out of the text, and say that it is ready again."""
    address = f"/{story.language}/bulletins/{bulletin}"
    texts = {"nl": "Een laser stond scheef", "fr": "Un laser était décalé"}
    analyst.open(address)
    analyst.press('main form[action$="/reopen"] button')
    for sheet, each in (("", story.language), ("/translation", story.other)):
        analyst.open(address + sheet)
        analyst.page.fill(f"[name=essence_{each}]", f"{texts[each]}, {story.word}.")
        analyst.press("main form[novalidate] > .buttons button >> nth=0")
    analyst.press("button[value=hand_in_all]")
    read_over(story, f"{address}/translation")
    analyst.open(address)
    analyst.press("main form button[value=finish] >> nth=0")


def shown(story: Story, path: str) -> None:
    """Both pages for everybody, the switch between them, and the order of the printed series."""
    visitor = story.person(language=story.language)
    for each in ("nl", "fr"):
        visitor.open(f"/{each}{path}")
        labels = visitor.page.locator("article h3").all_inner_texts()
        found = [label.rstrip(" :\u00a0") for label in labels]
        wanted = [label.replace("'", "’") for label in ORDER[each]]
        assert [label.replace("'", "’") for label in (found[0], found[-1])] == wanted
        visitor.press(".masthead-language")
        assert visitor.page.url.endswith(f"/{'fr' if each == 'nl' else 'nl'}{path}")
    number, year = path.split("/")[3], int(path.split("/")[2])
    earlier = visitor.page.request.get(f"{visitor.address}/nl/rex/{year}/{int(number) + 1}")
    assert earlier.status == 404
    for lower in range(1, int(number)):
        answer = visitor.page.request.get(f"{visitor.address}/nl/rex/{year}/{lower}")
        assert answer.status == 200, f"a gap at {lower}"


def documents(story: Story, path: str) -> None:
    """Tagged, with title and language; the bilingual one holds both texts."""
    visitor = story.person(language=story.language)
    texts = {"nl": "Een laser stond scheef", "fr": "Un laser était décalé"}
    for name, languages in ((f"/nl{path}.pdf", "nl"), (f"/fr{path}.pdf", "fr")):
        reader = PdfReader(io.BytesIO(visitor.page.request.get(visitor.address + name).body()))
        root = reader.root_object
        assert "/MarkInfo" in root
        assert str(root["/Lang"]) == f"{languages}-BE"
        assert "REX" in str(reader.metadata and reader.metadata.title)
    both = visitor.page.request.get(f"{visitor.address}/{story.language}{path}/nl-fr.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(both.body())).pages)
    assert all(each in " ".join(text.split()) for each in texts.values())


def told(story: Story, site: Site, reference: str, number: int) -> None:
    """The reporter hears what came of it; subscribers and feed get the essence and no more."""
    language = story.language
    essence = {"nl": "Een laser stond scheef", "fr": "Un laser était décalé"}
    reporter = f"{PEOPLE[language]['reporter']}@"
    outcome = site.letter(reporter, reference)
    assert WORDS[language]["outcome"] in str(outcome["Subject"])
    reader = PEOPLE[language]["reader"]
    news = site.letter(f"{reader}@", f"REX {number} – 2026")
    assert essence[story.other] in str(news["Subject"])
    secret = "technolo" if language == "nl" else "quotidien"
    assert secret not in news.as_string()
    feed = story.person(language=language).page.request.get(
        f"{site.address}/{language}/rex/feed.atom"
    )
    entry = next(each for each in feed.text().split("<entry>") if f"REX {number} – 2026" in each)
    assert essence[language] in entry
    assert "7u50" not in entry
    assert "7h50" not in entry

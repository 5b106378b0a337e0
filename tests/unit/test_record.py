"""The frozen content of a bulletin: its names, its opening, and its form as JSON."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.bulletins.record import Advice, Block, Record
from portal.i18n import Language, Translated
from portal.language.segments import Kind
from tests.unit.pdf_records import DRAFT, SHORT, paragraph

NL, FR = Language

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
TRANSLATED = st.builds(Translated, TEXTS, TEXTS)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(Kind), TRANSLATED), max_size=4).map(tuple)
ADVICE = st.builds(
    Advice,
    id=st.integers(1, 99),
    place=st.integers(0, 3),
    addressed_to=st.lists(st.sampled_from(["departments", "vendor"]), max_size=2).map(tuple),
    systems=st.lists(TEXTS, max_size=2).map(tuple),
    techniques=st.lists(st.sampled_from(["vmat"]), max_size=1).map(tuple),
    causes=st.lists(st.sampled_from(["T", "OP"]), max_size=2).map(tuple),
    follow_up=st.booleans(),
)
RECORDS = st.builds(
    Record,
    year=st.none() | st.integers(2000, 2100),
    number=st.none() | st.integers(1, 999),
    version=st.integers(1, 99),
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    title=TRANSLATED,
    essence=TRANSLATED,
    course=BLOCKS,
    actions=BLOCKS,
    recommendation=BLOCKS,
    step=st.none() | st.just("planning"),
    systems=st.lists(TEXTS, max_size=3).map(tuple),
    cause_families=st.lists(st.sampled_from("TOHP"), max_size=2).map(tuple),
    advice=st.lists(ADVICE, max_size=2).map(tuple),
)


@given(RECORDS)
def test_a_record_survives_json(record: Record) -> None:
    assert Record.from_json(record.to_json()) == record


def test_the_json_names_its_format_and_is_sorted() -> None:
    content = json.loads(SHORT.to_json())
    assert content["format"] == "rex-bulletin/1"
    assert content["published_at"] == "2026-03-01T08:30:00+00:00"
    assert list(content) == sorted(content)


def test_what_came_later_is_written_only_where_there_is_something() -> None:
    """Documents of before are rendered again from their record, and must come out the same."""
    plain = replace(SHORT, advice=())
    assert not {"advice", "first_published_at", "note", "only"} & set(json.loads(plain.to_json()))
    assert Record.from_json(plain.to_json()).to_json() == plain.to_json()


def test_the_same_moment_in_another_zone_gives_the_same_json() -> None:
    there = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert replace(SHORT, published_at=there).to_json() == SHORT.to_json()


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="rex-bulletin/1"):
        Record.from_json(SHORT.to_json().replace("rex-bulletin/1", "rex-bulletin/9"))


def test_a_bulletin_has_a_label_and_an_address_in_each_language() -> None:
    assert SHORT.label == "REX 7 – 2026"
    assert [SHORT.path(language) for language in Language] == ["/nl/rex/2026/7", "/fr/rex/2026/7"]


def test_a_draft_has_dots_for_a_number_and_no_address() -> None:
    assert DRAFT.label == "REX … – 2026"
    assert DRAFT.path(NL) == ""
    assert DRAFT.draft


@pytest.mark.parametrize("title", ["REX 7 – 2026", "REX 7 - 2026", " rex 7—2026 "])
def test_a_title_that_repeats_the_label_is_no_headline(title: str) -> None:
    record = replace(SHORT, title=Translated(title, "Un ancien scanner"))
    assert record.headline(NL) == ""
    assert record.headline(FR) == "Un ancien scanner"


def test_an_essence_that_the_course_begins_with_is_not_said_twice() -> None:
    course = (paragraph("Het net viel  uit. Daarna niets.", "Le réseau est tombé."),)
    essence = Translated("Het net viel uit.", "Panne du réseau.")
    record = replace(SHORT, course=course, essence=essence)
    assert record.lead(NL) == ""
    assert record.lead(FR) == "Panne du réseau."

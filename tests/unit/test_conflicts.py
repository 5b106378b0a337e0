"""Two people on one text: nothing that one of them wrote disappears unseen."""

from hypothesis import given
from hypothesis import strategies as st

from portal.conflicts import fingerprint, merge

texts = st.text(max_size=20)


@given(base=texts, mine=texts, theirs=texts)
def test_two_different_changes_are_a_conflict_and_nothing_else_is(
    base: str, mine: str, theirs: str
) -> None:
    merged = merge(opened_with=fingerprint(base), mine=mine, theirs=theirs)
    assert merged.conflict == (base != mine and base != theirs and mine != theirs)


@given(base=texts, mine=texts, theirs=texts)
def test_a_single_change_wins(base: str, mine: str, theirs: str) -> None:
    opened = fingerprint(base)
    assert merge(opened_with=opened, mine=mine, theirs=base).text == mine
    assert merge(opened_with=opened, mine=base, theirs=theirs).text == theirs


@given(mine=texts, theirs=texts)
def test_the_user_who_saw_both_decides(mine: str, theirs: str) -> None:
    seen = fingerprint(theirs)
    assert merge(opened_with=seen, mine=mine, theirs=theirs, keep="mine").text == mine
    assert merge(opened_with=seen, mine=mine, theirs=theirs, keep="theirs").text == theirs


def test_a_third_change_after_the_choice_is_shown_again() -> None:
    seen = fingerprint("second")
    assert merge(opened_with=seen, mine="mine", theirs="third", keep="mine").conflict

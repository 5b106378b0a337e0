"""Serials of paper forms: any one wrong character and any two swapped neighbours are noticed."""

from hypothesis import given
from hypothesis import strategies as st

from portal.downtime import serials

BODIES = st.text(st.sampled_from(serials.ALPHABET), min_size=8, max_size=8)


def written(body: str) -> str:
    """The serial as it is printed, without its dashes."""
    return body + serials.check_character(body)


def is_serial(text: str) -> bool:
    """Whether ``text`` can be taken for a serial."""
    try:
        serials.read(text)
    except ValueError:
        return False
    return True


@given(BODIES)
def test_every_wrong_character_is_noticed(body: str) -> None:
    right = written(body)
    for place in range(len(right)):
        for character in set(serials.ALPHABET + "01IO") - {right[place]}:
            assert not is_serial(right[:place] + character + right[place + 1 :])


@given(BODIES)
def test_every_swap_of_neighbours_is_noticed(body: str) -> None:
    right = written(body)
    for place in range(len(right) - 1):
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        assert swapped == right or not is_serial(swapped)


@given(st.text(max_size=20))
def test_anything_can_be_typed(text: str) -> None:
    if is_serial(text):
        assert serials.read(serials.read(text)) == serials.read(text)


@given(BODIES)
def test_dashes_capitals_and_the_mark_may_be_left_out(body: str) -> None:
    right = written(body)
    serial = serials.read(right)
    assert serial == f"P-{right[:4]}-{right[4:8]}-{right[8]}"
    for typed in (serial, serial.lower(), f" {serial.replace('-', ' ')} ", f"p{right}"):
        assert serials.read(typed) == serial


def test_new_serials_are_different_and_can_be_read() -> None:
    made = {serials.new() for _each in range(1000)}
    assert len(made) == 1000
    assert all(serials.read(serial) == serial for serial in made)

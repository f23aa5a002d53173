"""What a vendor knows a request by: it tells nothing, and comes back as the case it went out for."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from callassist.trace_references import MOST_TIMES, make_reference, read_reference

KEY = bytes(range(16))


def test_a_reference_comes_back_as_the_case_it_went_out_for() -> None:
    luck = Random(4)
    for case in [1, 2, 17, 2**32 - 1, *(luck.randrange(1, 2**32) for _ in range(500))]:
        times = luck.randrange(MOST_TIMES)
        assert read_reference(KEY, make_reference(KEY, case, times)) == (case, times)


def test_no_two_requests_share_one() -> None:
    made = {make_reference(KEY, case, times) for case in range(1, 3_000) for times in (1, 2)}
    assert len(made) == 2 * 2_999


def test_neighbouring_cases_do_not_look_like_neighbours() -> None:
    made = [make_reference(KEY, case, 1)[:9] for case in range(1, 400)]
    alike = [sum(a == b for a, b in zip(one, other, strict=True)) for one, other in pairwise(made)]
    assert max(alike) < 6


def test_it_is_read_as_people_write_it() -> None:
    made = make_reference(KEY, 17, 1)
    assert read_reference(KEY, f" {made.lower().replace('-', ' ')} ") == (17, 1)
    assert read_reference(KEY, made.replace("0", "o").replace("1", "l")) == (17, 1)


@pytest.mark.parametrize("text", ["", "C17", "MERCY/A-1", "?" * 9, "0" * 8, "x" * 4_000, "ÄÖÜ-4444-5"])
def test_what_is_none_is_none(text: str) -> None:
    assert read_reference(KEY, text) is None


def test_a_slip_and_another_key_are_noticed() -> None:
    made = make_reference(KEY, 17, 1)
    slips = [made[:at] + letter + made[at + 1 :] for at in range(9) if made[at] != "-" for letter in "23456789"]
    wrong = [slip for slip in slips if slip != made and read_reference(KEY, slip) is not None]
    assert len(wrong) < len(slips) // 8
    assert read_reference(bytes(16), made) != (17, 1)

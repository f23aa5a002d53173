"""What people and files write as money, and that no cent is lost in dividing it."""

from __future__ import annotations

import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.errors import BadInput, CallassistError
from callassist.money import (
    LIMIT_CENTS,
    BadAmount,
    CannotDivide,
    allocate_cents,
    format_cents,
    parse_cents,
)

AMOUNTS = st.integers(-LIMIT_CENTS, LIMIT_CENTS)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1,284.50", 128_450),
        ("1284.5", 128_450),
        ("$50", 5_000),
        ("$ 1,000,000.01", 100_000_001),
        ("(12.00)", -1_200),
        ("($12)", -1_200),
        ("-3", -300),
        ("$-3", -300),
        ("-$3.10", -310),
        ("3-", -300),
        ("+7", 700),
        (" 8.00\n", 800),
        (".5", 50),
        ("5.", 500),
        ("0", 0),
        ("-0.00", 0),
        ("0007", 700),
        ("19.990000", 1_999),
        ("100000000", LIMIT_CENTS),
    ],
)
def test_an_amount_is_read(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing is written there"),
        ("   ", "nothing is written there"),
        ("$", "it holds no digits"),
        (".", "it holds no digits"),
        ("-", "it holds no digits"),
        ("12.345", "it holds a fraction of a cent"),
        ("0.001", "it holds a fraction of a cent"),
        ("100,000,000.01", "it is over a hundred million dollars"),
        ("-100000000.01", "it is over a hundred million dollars"),
        ("(-5)", "it carries two signs"),
        ("-5-", "it carries two signs"),
        ("(5-)", "it carries two signs"),
        ("(5", "a parenthesis stands alone"),
        ("5)", "a parenthesis stands alone"),
        ("NaN", "it is not dollars with at most one sign"),
        ("inf", "it is not dollars with at most one sign"),
        ("1e3", "it is not dollars with at most one sign"),
        ("12,84.50", "it is not dollars with at most one sign"),
        ("1.284,50", "it is not dollars with at most one sign"),
        ("1,284,5", "it is not dollars with at most one sign"),
        ("50 USD", "it is not dollars with at most one sign"),
        ("1 284", "it is not dollars with at most one sign"),
        ("٣", "it is not dollars with at most one sign"),
        ("5\x00", "it is not dollars with at most one sign"),
        ("=1+1", "it is not dollars with at most one sign"),
        ("9" * 1_000_000, "it is not dollars with at most one sign"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(BadAmount) as refused:
        parse_cents(text)
    assert refused.value.reason == reason
    assert reason in str(refused.value)


def test_a_refusal_is_one_short_printable_sentence() -> None:
    with pytest.raises(BadAmount) as refused:
        parse_cents("\u202e\x1b[31m" + "9" * 10_000_000)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200
    assert str(BadAmount("12.345", "it holds a fraction of a cent")) == (
        "'12.345': it is no amount, because it holds a fraction of a cent; write it like 1,284.50."
    )


def test_a_refusal_survives_a_journey_between_processes() -> None:
    refusal = BadAmount("x", "it holds no digits")
    arrived = pickle.loads(pickle.dumps(refusal))  # noqa: S301 - made a line above
    assert str(arrived) == str(refusal)
    assert isinstance(arrived, BadInput)
    assert isinstance(arrived, CallassistError)
    assert isinstance(arrived, ValueError)


@given(AMOUNTS)
def test_what_is_shown_is_read_back(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents
    assert parse_cents(f"({format_cents(abs(cents))})") == -abs(cents)
    assert parse_cents(f"${format_cents(cents)}") == cents


@given(st.text(max_size=60))
def test_any_text_is_an_amount_within_limits_or_is_refused(text: str) -> None:
    with suppress(BadAmount):
        assert abs(parse_cents(text)) <= LIMIT_CENTS
        assert any(char in "0123456789" for char in text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(128_450, "1,284.50"), (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-100_000_000, "-1,000,000.00")],
)
def test_an_amount_is_shown(cents: int, text: str) -> None:
    assert format_cents(cents) == text


@given(AMOUNTS, st.integers(1, 400))
def test_equal_parts_sum_to_the_total_and_differ_by_a_cent(total: int, parts: int) -> None:
    split = allocate_cents(total, (1,) * parts)
    assert len(split) == parts
    assert sum(split) == total
    assert max(split) - min(split) <= 1
    assert list(split) == sorted(split, key=abs, reverse=True)


@given(AMOUNTS, st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any))
def test_shares_sum_to_the_total_and_each_is_within_a_cent_of_fair(total: int, shares: list[int]) -> None:
    portions = allocate_cents(total, shares)
    whole = sum(shares)
    assert sum(portions) == total
    for portion, share in zip(portions, shares, strict=True):
        assert abs(portion * whole - total * share) < whole
        assert share or not portion
    assert allocate_cents(-total, shares) == tuple(-portion for portion in portions)


def test_the_largest_remainder_gets_the_cent_and_the_earlier_of_equals() -> None:
    assert allocate_cents(100, (1, 1, 1)) == (34, 33, 33)
    assert allocate_cents(10, (3, 3, 4)) == (3, 3, 4)
    assert allocate_cents(1, (49, 51)) == (0, 1)
    assert allocate_cents(-100, (1, 1, 1)) == (-34, -33, -33)
    assert allocate_cents(0, (1, 1)) == (0, 0)


@pytest.mark.parametrize("shares", [(), (0, 0), (2, -1), (-1,)])
def test_nothing_is_divided_among_nobody(shares: tuple[int, ...]) -> None:
    with pytest.raises(CannotDivide, match=r"\$1\.00 cannot be divided by"):
        allocate_cents(100, shares)

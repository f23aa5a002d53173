"""The table must not call a missed bound kept, nor round one away."""

import pytest

from tests.bench.figure import Figure, number
from tests.bench.run import row


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.00123, "0.00123"), (1.2449, "1.24"), (15.349, "15.3"), (99.96, "100"), (12345.6, "12,346")],
)
def test_a_number_shows_three_figures(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_bound_on_ours_is_kept_up_to_its_edge() -> None:
    assert Figure(name="fold", ours=3, unit="ms", most=3).is_kept
    assert not Figure(name="fold", ours=3.0001, unit="ms", most=3).is_kept


def test_a_bound_on_the_ratio_needs_a_peer() -> None:
    assert Figure(name="start", ours=3, peer=2, unit="s", most_ratio=1.5).is_kept
    assert not Figure(name="start", ours=3.1, peer=2, unit="s", most_ratio=1.5).is_kept
    assert not Figure(name="start", ours=1, unit="s", most_ratio=1.5).is_kept
    assert not Figure(name="start", ours=1, peer=0, unit="s", most_ratio=1.5).is_kept


def test_both_bounds_must_be_kept() -> None:
    within_ratio_only = Figure(name="claim", ours=30, peer=20, unit="ms", most=25, most_ratio=2)
    assert not within_ratio_only.is_kept
    assert within_ratio_only.reach == "≤ 25 ms, ≤ 2 ×"


def test_a_row_says_missed_aloud() -> None:
    missed = Figure(name="start", ours=4, peer=2, peer_name="bare app", unit="s", most_ratio=1.5)
    assert row(missed).split() == ["start", "4", "s", "bare", "app", "2", "s", "2", "≤", "1.5", "×", "MISSED"]


def test_a_figure_without_a_bound_claims_nothing() -> None:
    assert row(Figure(name="rows", ours=1000, unit="rows")).split() == ["rows", "1,000", "rows"]

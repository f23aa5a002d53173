"""Which number is tried next: by what came of it at this hour, by its source, by when it was last tried."""

from __future__ import annotations

from datetime import date

import pytest

from callassist.casefile import Call, Consumer, ContactPoint
from callassist.contact_points import ranked, record_of, trust
from tests.core.journals import eastern

ZONE = "America/New_York"
NOW = eastern("2026-11-24 18:00")  # a Tuesday


def number(row: int, standing: str = "untried", source: str = "placement", confidence: str = "") -> ContactPoint:
    return ContactPoint(
        row=row, number=16145550100 + row, kind="cell", standing=standing, source=source, confidence=confidence,
        on=date(2026, 6, 1),
    )  # fmt: skip


def call(day: str, row: int, reached: str = "none") -> Call:
    at = eastern(day)
    return Call(
        id=int(at.timestamp()), at=at, actor="ana", is_inbound=False, row=row, debts=(1,), line="agency", outcome="X",
        reached=reached,
    )  # fmt: skip


def order(points: tuple[ContactPoint, ...], calls: tuple[Call, ...]) -> list[int]:
    consumer = Consumer(numbers=points, calls=calls)
    return [each.point.row for each in ranked(consumer, points, NOW, ZONE)]


@pytest.mark.parametrize(
    ("points", "calls", "expected"),
    [
        ((number(1), number(2)), (), [1, 2]),
        ((number(1), number(2, standing="good")), (), [2, 1]),
        # who answered in the evening is rung in the evening, not where mornings were answered
        (
            (number(1), number(2)),
            (
                call("2026-11-16 09:00", 1, "right"),
                call("2026-11-17 09:00", 1, "right"),
                call("2026-11-18 18:30", 1),
                call("2026-11-19 17:30", 2, "right"),
                call("2026-11-20 09:30", 2),
            ),
            [2, 1],
        ),
        # a weekend says little of a Tuesday
        (
            (number(1), number(2)),
            (call("2026-11-21 18:00", 1, "right"), call("2026-11-18 18:00", 2, "right")),
            [2, 1],
        ),
        # what never answers gives way to what was never tried, however good it once was
        (
            (number(1, standing="good"), number(2)),
            tuple(call(f"2026-11-{day} 18:00", 1) for day in (16, 17, 18, 19, 20)),
            [2, 1],
        ),
        # alike, so the source decides; then who was rung longest ago
        ((number(1, source="trace fast", confidence="C"), number(2, source="trace fast", confidence="A")), (), [2, 1]),
        ((number(1, source="trace fast", confidence="A"), number(2, source="consumer")), (), [2, 1]),
        (
            (number(1), number(2)),
            (call("2026-11-20 18:00", 1), call("2026-11-18 18:00", 2)),
            [2, 1],
        ),
    ],
)
def test_numbers_are_tried_in_the_order_of_what_came_of_them(
    points: tuple[ContactPoint, ...], calls: tuple[Call, ...], expected: list[int]
) -> None:
    assert order(points, calls) == expected


def test_the_same_case_at_the_same_hour_gives_the_same_order() -> None:
    points = tuple(number(row) for row in range(1, 9))
    calls = tuple(call(f"2026-11-{10 + row} 18:00", row) for row in range(1, 9))
    assert order(points, calls) == order(points[::-1], calls[::-1])


def test_why_is_told_without_a_digit_of_the_number() -> None:
    consumer = Consumer(
        numbers=(number(1, standing="good"), number(2, source="trace fast", confidence="B")),
        calls=(call("2026-11-18 18:30", 1, "right"), call("2026-11-19 18:30", 1)),
    )
    found = {each.point.row: each.why for each in ranked(consumer, consumer.numbers, NOW, ZONE)}
    assert found == {1: "good, answered 1 of 2 at this hour", 2: "never tried, from trace fast, grade B"}


def test_an_attempt_without_an_outcome_is_no_record() -> None:
    open_call = Call(id=1, at=NOW, actor="ana", is_inbound=False, row=1, debts=(1,), line="agency")
    assert record_of(Consumer(calls=(open_call,)), 1, NOW, ZONE).tries == 0


def test_what_the_person_said_is_trusted_before_what_a_file_says() -> None:
    said = [trust(source, grade) for source, grade in (("consumer", ""), ("placement", ""), ("trace x", "A"))]
    assert said == sorted(said, reverse=True)

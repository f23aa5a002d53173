"""Whether groups fare alike: differences are found, luck is not called one, and nobody is told of a few people."""

from __future__ import annotations

from datetime import date

import pytest

from callassist.disparity import (
    EXACT,
    LEAST,
    WELCH,
    First,
    Group,
    Measure,
    Met,
    Z,
    age_band,
    compared,
    means_compared,
    report,
    unequal,
)

GROUPS = {"language": "en", "zip": "432", "age": "35-44", "payer": "self_pay"}


def met(count: int, yes: int = 0, share: float | None = 1.0, **groups: str) -> tuple[Met, ...]:
    """So many people of whom so many agreed."""
    return tuple(
        Met(groups=GROUPS | groups, share=share, is_accepted=index < yes, is_told=index % 2 == 0)
        for index in range(count)
    )


def figure(group: Group, name: str) -> Measure:
    return next(measure for measure in group.measures if measure.name == name)


def shown(people: tuple[Met, ...], dimension: str = "language") -> dict[str, Group]:
    return {each.group: each for each in report("2026-11", people, ()).groups if each.dimension == dimension}


# ── figures ──


def test_groups_are_counted_and_compared_with_all_others() -> None:
    groups = shown((*met(100, 60), *met(50, 10, language="es"), *met(50, 25, language="vi")))

    accepted = figure(groups["es"], "accepted")
    assert (accepted.of, accepted.share, accepted.others) == (50, 0.2, 85 / 150)
    assert accepted.test == Z
    assert accepted.differs
    assert not figure(groups["vi"], "accepted").differs
    assert not figure(groups["es"], "told_of_aid").differs


def test_a_first_offer_that_asks_more_of_one_group_is_seen() -> None:
    people = tuple(
        Met(groups=GROUPS | {"zip": zip3}, share=share + index % 5 / 100)
        for zip3, share in (("432", 0.8), ("441", 0.9))
        for index in range(40)
    )
    found = figure(shown(people, "zip")["441"], "first_offer_share")
    assert found.share == pytest.approx(0.92)
    assert found.others == pytest.approx(0.82)
    assert found.test == WELCH
    assert found.differs


def test_what_nobody_can_say_of_a_person_is_not_counted() -> None:
    people = (*met(30), *met(20, share=None))
    accepted, kept = (figure(shown(people)["en"], name) for name in ("accepted", "kept"))
    assert accepted.of == 30
    assert (kept.of, kept.share) == (None, None)
    assert figure(shown(people)["en"], "offered").share == 0.6


def test_a_chance_difference_among_many_groups_is_not_marked() -> None:
    people = tuple(each for zip3 in range(400, 440) for each in met(20, 10 if zip3 != 400 else 15, zip=str(zip3)))
    found = figure(shown(people, "zip")["400"], "accepted")
    assert found.chance is not None
    assert found.chance < 0.05
    assert not found.differs


@pytest.mark.parametrize(
    ("ours", "theirs", "chance", "test"),
    [
        ((1, 11), (7, 12), 0.02719073899582716, EXACT),
        ((3, 15), (3, 15), 1.0, EXACT),
        ((40, 100), (60, 100), 0.004677734981047288, Z),
        ((50, 100), (50, 100), 1.0, Z),
        ((0, 20), (0, 30), 1.0, EXACT),
    ],
)
def test_the_tests_are_the_ones_of_the_textbook(
    ours: tuple[int, int], theirs: tuple[int, int], chance: float, test: str
) -> None:
    found, by = compared(ours, theirs)
    assert found == pytest.approx(chance)
    assert by == test


def test_equal_means_without_any_spread_are_equal() -> None:
    assert means_compared([1.0] * 20, [1.0] * 20) == 1.0
    assert means_compared([1.0] * 20, [0.9] * 20) == 0.0


# ── of a few people nothing is told ──


def test_a_group_below_eleven_is_not_shown_nor_can_it_be_worked_out() -> None:
    people = (*met(100), *met(40, language="es"), *met(LEAST - 1, language="vi"))
    found = report("2026-11", people, ())
    assert {each.group for each in found.groups if each.dimension == "language"} == {"en"}
    assert found.hidden["language"] == 2


def test_small_groups_that_together_are_still_small_take_another_with_them() -> None:
    people = (*met(100), *met(40, language="es"), *met(3, language="vi"), *met(4, language="ko"))
    assert set(shown(people)) == {"en"}


def test_small_groups_that_hide_each_other_leave_the_rest_shown() -> None:
    people = (*met(100), *met(40, language="es"), *met(6, language="vi"), *met(7, language="ko"))
    assert set(shown(people)) == {"en", "es"}


def test_of_a_handful_of_people_not_even_the_number_is_told() -> None:
    found = report("2026-11", met(LEAST - 1), ())
    assert found.people is None
    assert found.groups == ()


def test_nobody_at_all_is_no_fault() -> None:
    found = report("2026-11", (), ())
    assert (found.people, found.groups, found.unequal) == (None, (), ())


# ── ages ──


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2001, 12, 1), "under 25"),
        (date(2001, 11, 30), "25-34"),
        (date(1961, 12, 1), "55-64"),
        (date(1961, 11, 30), "65 and over"),
        (date(2000, 2, 29), "25-34"),
        (None, "unknown"),
    ],
)
def test_age_bands_begin_on_the_birthday(born: date | None, band: str) -> None:
    assert age_band(born, date(2026, 11, 30)) == band


# ── equal facts, equal first offers ──


def first(case: int, facts: str = "a", role: str = "collector", offer: str = "full: 100", made: str = "") -> First:
    return First(case=case, role=role, facts=facts, suggested=(offer,), made=(made or offer,))


def test_equal_facts_with_equal_first_offers_are_no_fault() -> None:
    assert unequal((first(1), first(2), first(3, facts="b", offer="plan: 50, 50"))) == ()


def test_two_equal_matters_with_unequal_first_offers_are_named() -> None:
    found = unequal((first(2), first(1, offer="plan: 50, 50"), first(3)))
    assert {(each.cases, each.what) for each in found} == {
        ((1, 2), "suggested"),
        ((1, 2), "made"),
        ((1, 3), "suggested"),
        ((1, 3), "made"),
    }


def test_a_collector_who_offers_one_of_two_equals_something_else_is_seen() -> None:
    found = report("2026-11", (), (first(1), first(2, made="settlement: 60")))
    assert [(each.cases, each.what) for each in found.unequal] == [((1, 2), "made")]
    assert found.otherwise == 1


def test_a_supervisor_may_offer_what_a_collector_may_not() -> None:
    assert unequal((first(1), first(2, role="supervisor", offer="settlement: 60"))) == ()

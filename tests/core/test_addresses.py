"""Streets as people write and say them: one house is one house, and what differs says how."""

from __future__ import annotations

import time

import pytest

from callassist.addresses import LEVELS, Street, street_level, street_parts


@pytest.mark.parametrize(
    ("text", "number", "name", "unit"),
    [
        ("412 Oak Street Apt 3", "412", "oak st", "3"),
        ("412 OAK ST. #3", "412", "oak st", "3"),
        ("412 oak st unit 3-B", "412", "oak st", "3b"),
        ("412 Oak St 3B", "412", "oak st", "3b"),
        ("412-B Oak St", "412b", "oak st", ""),
        ("412 1/2 Oak St", "412h", "oak st", ""),
        ("1204 North State Street", "1204", "n state st", ""),
        ("9 Saint Mary's Rd", "9", "st marys rd", ""),
        ("77 Fifth Avenue, Suite 900", "77", "5th ave", "900"),
        ("P.O. Box 123", "123", "po box", ""),
        ("PO BOX 123", "123", "po box", ""),
        ("Box 77", "77", "po box", ""),
        ("RR 2 Box 152", "152", "rr 2 box", ""),
        ("5012 Highway 9", "5012", "hwy 9", ""),
        ("88 County Road 12", "88", "county rd 12", ""),
        ("40 Elm Blvd Bldg 2 Apt 4", "40", "elm blvd", "bldg24"),
        ("40 Elm Blvd Rear", "40", "elm blvd", "rear"),
        ("12 Trailer Park Ln", "12", "trlr park ln", ""),
        ("Oak St", "", "oak st", ""),
        ("", "", "", ""),
    ],
)
def test_an_address_is_read_in_parts(text: str, number: str, name: str, unit: str) -> None:
    found = street_parts(text)
    assert (found.number, found.name) == (number, name)
    assert found.unit == unit


@pytest.mark.parametrize(
    ("said", "on_file", "level"),
    [
        ("412 Oak Street Apt 3", "412 oak st #3", "same"),
        ("412 Oak Street", "412 oak st #3", "unit_missing"),
        ("412 Oak Street Apt 4", "412 oak st #3", "near"),
        ("oak st", "412 Oak Street", "partial"),
        ("412 oak", "412 Oak Street", "partial"),
        ("412 Oak Street", "412 oa", "different"),
        ("412 Chestn", "412 Chestnut Avenue", "partial"),
        ("412 State St", "412 N State St", "partial"),
        ("412 Chesnut Ave", "412 Chestnut Avenue", "near"),
        ("421 Oak St", "412 Oak St", "near"),
        ("412 Oak Ave", "412 Oak St", "near"),
        ("41 Oak St", "42 Oak St", "different"),
        ("412 5th Ave", "412 6th Ave", "different"),
        ("412 Fifth Ave", "412 5th Avenue", "same"),
        ("413 Elm St", "412 Oak St", "different"),
        ("PO Box 12", "12 Box St", "different"),
        ("PO Box 1234", "PO Box 1235", "different"),
        ("PO Box 1234", "P O Box 1234", "same"),
        ("", "412 Oak St", "missing"),
        ("412 Oak St", "", "missing"),
    ],
)
def test_two_addresses_are_compared(said: str, on_file: str, level: str) -> None:
    assert street_level(said, on_file) == level


def test_what_is_no_address_is_calm() -> None:
    for text in ("🏠" * 40, "#", "# # #", "½", "x" * 4_000, "'; DROP TABLE", "\u202e12 kaO", "apt", "1"):
        assert isinstance(street_parts(text), Street)
        assert street_level(text, "412 Oak St") in LEVELS


def test_a_trace_of_a_fault_shows_nothing_of_a_place() -> None:
    assert "oak" not in repr(street_parts("412 Oak St"))


def test_comparing_again_costs_next_to_nothing() -> None:
    street_level("412 Oak Street Apt 3", "412 oak st #3")
    began = time.perf_counter()
    for _ in range(2_000):
        street_level("412 Oak Street Apt 3", "412 oak st #3")
    assert (time.perf_counter() - began) / 2_000 < 15e-6

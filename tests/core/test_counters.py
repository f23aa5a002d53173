"""What somebody proposes is read as they say it; what could mean two things is handed back as it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from callassist.bargains import Counter
from callassist.counters import read_counter
from callassist.money import format_cents
from callassist.schedules import PayCycle

TODAY = date(2026, 11, 25)
PAID = PayCycle(kind="biweekly", anchor=date(2026, 11, 27))
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("counters.cases.yaml").read_text("utf-8"))
KINDS = {"monthly", "lump", "share", "split", "later", "nothing", "route", "yes", "no", "unclear"}


@pytest.mark.parametrize("case", CASES, ids=[case["said"] for case in CASES])
def test_it_is_read_as_it_is_said(case: dict[str, Any]) -> None:
    found = read_counter(case["said"], TODAY, PAID)
    assert msgspec.structs.replace(found, words="") == Counter(**case["is"])
    assert (found.words == "") == (found.kind != "unclear")


def test_enough_of_them_are_unclear_and_none_twice() -> None:
    assert len(CASES) >= 130
    assert len({json.dumps(case["said"]) for case in CASES}) == len(CASES)
    assert sum(case["is"]["kind"] == "unclear" for case in CASES) >= 18


@given(st.text(max_size=400))
def test_whatever_is_typed_is_calm(text: str) -> None:
    assert read_counter(text, TODAY).kind in KINDS


@pytest.mark.parametrize("piece", ["50 a month ", "not ", "insurance ", "a", "1", "<", "and half ", "(((", "؟", "🙂 "])
def test_four_thousand_characters_are_calm(piece: str) -> None:
    text = (piece * 4_000)[:4_000]
    assert read_counter(text, TODAY, PAID).kind in KINDS


@given(st.integers(1, 999_999))
def test_an_amount_comes_back_to_the_cent(cents: int) -> None:
    for said in (f"${format_cents(cents)} a month", f"I can do {format_cents(cents)} monthly"):
        found = read_counter(said, TODAY)
        assert (found.kind, found.cents, found.cycle) == ("monthly", cents, "monthly")


@given(st.integers(1, 100))
def test_a_percentage_comes_back(percent: int) -> None:
    assert read_counter(f"{percent} percent", TODAY) == Counter(kind="share", percent=percent)

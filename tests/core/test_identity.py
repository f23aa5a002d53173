"""Who is speaking: what counts, how it may be typed, how many tries there are, and that nothing leaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.decide import identity_gate
from callassist.handbook import Handbook
from callassist.identity import (
    FACTORS,
    Answer,
    Unreadable,
    asked_first,
    check,
    house_number,
    is_enough,
    is_stand_in_digits,
    is_stand_in_dob,
    is_stand_in_number,
    letter_reference,
    two_facts,
    usable_factors,
)
from callassist.typed_dates import typed_dates
from tests.core.answers import is_open, say, tell
from tests.core.journals import DANA, NOW, TODAY, case_of, handbook_of

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
HOME, CELL = 3, 4
CODE = letter_reference(81_985_529_216)
RINGING = "2026-11-24 09:50 called home"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


# ── which answers count ──


@pytest.mark.parametrize(
    ("factors", "is_proof"),
    [
        ("dob ssn4", True),
        ("dob zip", True),
        ("ssn4 house_number", True),
        ("letter_reference phone_last4", True),
        ("dob", False),
        ("zip house_number phone_last4", False),
        ("zip house_number", False),
        ("", False),
    ],
)
def test_two_answers_prove_a_person_and_one_is_their_own(factors: str, *, is_proof: bool) -> None:
    assert is_enough(factors.split()) is is_proof


def test_a_client_may_ask_for_more_and_never_for_less() -> None:
    assert not is_enough(["dob", "zip"], needed=3)
    assert is_enough(["dob", "ssn4", "zip"], needed=3)
    assert not is_enough(["dob", "zip", "house_number"], needed=3), "the household counts once"
    assert not is_enough(["dob"], needed=1)


def test_the_dialled_number_does_not_count() -> None:
    case = case_of(DANA)
    assert check(case, Answer(factor="phone_last4", said="0101"), HOME, NOW) is False
    assert check(case, Answer(factor="phone_last4", said="0199"), HOME, NOW) is True
    assert check(case, Answer(factor="phone_last4", said="0101"), CELL, NOW) is True


def test_a_number_that_ends_like_the_dialled_one_does_not_count() -> None:
    case = case_of(DANA, "phone work 330-777-0101")
    assert check(case, Answer(factor="phone_last4", said="0101"), HOME, NOW) is False


def test_the_number_that_was_shown_does_not_count(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-24 09:50 rang 614-555-0199")
    assert "phone_last4" in identity_gate(case, handbook, NOW).usable
    after, _ = tell(case, handbook, say(dob="3/4/1980", phone_last4="0199"))
    assert not is_open(after)
    after, _ = tell(case, handbook, say(dob="3/4/1980", phone_last4="0101"))
    assert is_open(after)


@pytest.mark.parametrize(
    ("usable", "asked"),
    [
        (("dob", "ssn4", "zip"), "your date of birth and your ZIP code"),
        (("ssn4", "house_number"), "the last four digits of your Social Security number and the number of your house"),
        (("dob", "ssn4"), "your date of birth and the last four digits of your Social Security number"),
        (("dob", "letter_reference"), "your date of birth and the reference at the top of our letter"),
        (("dob",), "your date of birth"),
        ((), "details that show who you are"),
    ],
)
def test_only_what_is_on_file_is_asked_for(usable: tuple[str, ...], asked: str) -> None:
    assert two_facts(usable) == asked


def test_wrong_and_retired_numbers_do_not_count() -> None:
    case = case_of(DANA, "2026-11-20 10:00 marked cell wrong_party")
    assert "phone_last4" not in usable_factors(case, HOME, NOW)


def test_the_letters_reference_counts_once_a_letter_has_gone() -> None:
    asked_for = case_of(DANA, "2026-11-20 10:00 letter contact")
    assert "letter_reference" not in usable_factors(asked_for, HOME, NOW), "asked for is not sent"
    code, none_sent = CODE, case_of(DANA)
    sent = case_of(DANA, f"2026-11-20 10:00 sent {CODE}")
    assert isinstance(check(none_sent, Answer(factor="letter_reference", said=code), HOME, NOW), Unreadable)
    assert check(sent, Answer(factor="letter_reference", said=code), HOME, NOW) is True
    assert check(sent, Answer(factor="letter_reference", said=letter_reference(4_711)), HOME, NOW) is False


def test_a_patients_birth_date_does_not_verify_the_guarantor(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="2019-07-01", zip="43215"))
    assert not is_open(after)
    assert "Not verified" in said


STAND_INS = """
    Pat Roe, born 1900-01-01, ssn 0000
    lives UNKNOWN, Columbus, OH 00000
    phone home 614-555-0101
    phone cell 555-555-5555
    owes A-1 to MERCY 10.00
"""


def test_stand_ins_on_file_count_as_absent(handbook: Handbook) -> None:
    case = case_of(STAND_INS, RINGING)
    assert usable_factors(case, HOME, NOW) == ()
    gate = identity_gate(case, handbook, NOW)
    assert not gate.can_open
    after, said = tell(case, handbook, say(dob="1/1/1900", zip="00000"))
    assert after is case
    assert "Too little is on file" in said
    assert "letter" in said


def test_household_facts_alone_never_open(handbook: Handbook) -> None:
    case = case_of(DANA.replace(", born 1980-03-04, ssn 4417", ""), RINGING)
    assert usable_factors(case, HOME, NOW) == ("zip", "house_number", "phone_last4")
    assert not identity_gate(case, handbook, NOW).can_open


# ── as it is typed ──


@pytest.mark.parametrize(
    "said",
    [
        "3/4/80",
        "03/04/1980",
        "3-4-1980",
        "3.4.80",
        "3 4 1980",
        "03041980",
        "030480",
        "3041980",
        "30480",
        "19800304",
        "1980-03-04",
        "1980/3/4",
        "march 4 1980",
        "March 4th, 1980",
        "mar 4 80",
        "4 mar 1980",
        "the 4th of march 1980",
        " 3 / 4 / 80 ",
    ],
)
def test_a_birth_date_is_read_in_many_spellings(said: str) -> None:
    assert date(1980, 3, 4) in typed_dates(said, TODAY)


@pytest.mark.parametrize(
    "said", ["", "x", "march", "2/30/1980", "13/13/1980", "3/4", "3/4/2080", "1" * 50, "3/4/1980/2"]
)
def test_what_is_no_day_is_none(said: str) -> None:
    assert not typed_dates(said, TODAY)


def test_a_short_year_may_be_of_either_century_but_not_to_come() -> None:
    assert typed_dates("3/4/12", TODAY) == {date(1912, 3, 4), date(2012, 3, 4)}
    assert typed_dates("3/4/80", TODAY) == {date(1980, 3, 4)}
    assert typed_dates("sept 4 1980", TODAY) == {date(1980, 9, 4)}


@given(
    st.dates(date(1920, 1, 1), TODAY),
    st.sampled_from(["%m/%d/%Y", "%m%d%Y", "%Y-%m-%d", "%B %d %Y", "%d %b %Y", "%m-%d-%y"]),
)
def test_every_day_is_read_back(day: date, spelling: str) -> None:
    assert day in typed_dates(day.strftime(spelling), TODAY)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    case = case_of(DANA)
    for factor in FACTORS:
        assert check(case, Answer(factor=factor, said=text), HOME, NOW) is not None
    typed_dates(text, TODAY)


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ("ssn4", "44 17"),
        ("ssn4", "xxx-xx-4417"),
        ("zip", "43215-1234"),
        ("zip", "43215"),
        ("house_number", "12"),
        ("house_number", "12 Elm Street"),
        ("phone_last4", "(614) 555-0199"),
        ("phone_last4", "+1 614 555 0199"),
    ],
)
def test_other_answers_are_read_in_many_spellings(factor: str, said: str) -> None:
    assert check(case_of(DANA), Answer(factor=factor, said=said), HOME, NOW) is True


@pytest.mark.parametrize(
    ("street", "number"),
    [
        ("12 Elm St", "12"),
        ("12B Elm", "12B"),
        ("12 b elm", "12B"),
        ("12-14 Elm", "1214"),
        ("PO BOX 9", ""),
        ("HOMELESS", ""),
        ("0 Elm", ""),
    ],
)
def test_a_house_number_heads_its_street(street: str, number: str) -> None:
    assert house_number(street) == number


@pytest.mark.parametrize("dob", [None, date(1900, 1, 1), date(1899, 5, 5), date(2027, 1, 1), date(9999, 12, 31)])
def test_stand_ins_for_a_birth_date(dob: date | None) -> None:
    assert is_stand_in_dob(dob, TODAY)


def test_stand_ins_for_digits_and_numbers() -> None:
    assert all(is_stand_in_digits(text, 4) for text in ("0000", "9999", "", "123", "12a4"))
    assert is_stand_in_digits("00000", 5)
    assert not is_stand_in_digits("4417", 4)
    assert is_stand_in_number(15555555555)
    assert is_stand_in_number(16145550000)
    assert not is_stand_in_number(16145550101)


def test_a_slip_in_a_reference_is_noticed_and_is_no_try(handbook: Handbook) -> None:
    code = CODE
    slips = [code[:i] + ("2" if code[i] != "2" else "3") + code[i + 1 :] for i in range(len(code)) if code[i] != "-"]
    case = case_of(DANA, f"2026-11-20 10:00 sent {CODE}", RINGING)
    for slip in slips:
        after, said = tell(case, handbook, say(letter_reference=slip, dob="3/4/80"))
        assert after is case, slip
        assert "nine letters and digits" in said
    spoken = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert check(case, Answer(factor="letter_reference", said=spoken), HOME, NOW) is True


@given(st.integers(0, 2**40 - 1))
def test_a_reference_is_as_good_as_its_bits(bits: int) -> None:
    code = letter_reference(bits)
    assert len(code) == 11
    assert code != letter_reference(bits ^ 1)
    sent = case_of(DANA, f"2026-11-20 10:00 sent {code}")
    assert check(sent, Answer(factor="letter_reference", said=code), 0, NOW) is True


def test_what_is_asked_comes_first_in_the_order_in_which_it_is_asked() -> None:
    assert asked_first(("dob", "ssn4", "zip", "house_number")) == ("dob", "zip")
    assert asked_first(("dob", "ssn4")) == ("dob", "ssn4")
    assert asked_first(("dob", "ssn4", "zip"), 3) == ("dob", "ssn4", "zip")
    assert asked_first(()) == ()

"""Who is speaking: what counts, how it may be typed, how many tries there are, and that nothing leaks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.casefile import CaseFile
from callassist.commands import AnswerThirdParty, OpenCase, PlaceCall, TryIdentity
from callassist.decide import Accepted, Refused, decide, identity_gate
from callassist.handbook import Handbook
from callassist.identity import (
    FACTORS,
    Answer,
    Unreadable,
    check,
    house_number,
    is_enough,
    is_stand_in_digits,
    is_stand_in_dob,
    is_stand_in_number,
    letter_reference,
    two_facts,
    usable_factors,
    wrong_tries,
)
from callassist.journal import evolve
from callassist.typed_dates import typed_dates
from tests.core.journals import DANA, NOW, TODAY, case_of, eastern, handbook_of

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
HOME, CELL = 3, 4
ZONES = ("America/New_York",)
CODE = letter_reference(81_985_529_216)
RINGING = "2026-11-24 09:50 called home"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def say(**answers: str) -> TryIdentity:
    return TryIdentity(answers=tuple(Answer(factor=factor, said=said) for factor, said in answers.items()))


def tell(case: CaseFile, handbook: Handbook, *tries: TryIdentity) -> tuple[CaseFile, str]:
    """The case after tries one by one, and what the last was answered."""
    said = ""
    for each in tries:
        decision = decide(case, each, handbook, NOW, "ana")
        if isinstance(decision, Refused):
            return case, decision.sentence
        case, said = evolve(case, decision.entries, decision.rows), decision.says
    return case, said


def is_open(case: CaseFile) -> bool:
    return bool(case.call and case.call.verified)


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
        ((), "two details that show who you are"),
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


# ── tries ──


def test_answers_add_up_over_one_call(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="3/4/80"))
    assert not is_open(after)
    assert "ask for the last four of the social security number or the ZIP code" in said
    after, said = tell(after, handbook, say(zip="43215"))
    assert is_open(after)
    assert after.call is not None
    assert after.call.verified == ("dob", "zip")
    assert said.startswith("Verified")


def test_three_wrong_answers_close_the_day_for_every_desk(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="1/1/81"), say(dob="1/2/81"))
    assert "1 try left today" in said
    after, said = tell(after, handbook, say(ssn4="1234"))
    assert "no try is left today" in said
    after, said = tell(after, handbook, say(dob="3/4/80", ssn4="4417"))
    assert not is_open(after)
    assert "3 wrong answers today" in said
    for who, expected in (("ben", Refused), ("ana", Refused)):
        assert isinstance(decide(after, say(dob="3/4/80", zip="43215"), handbook, NOW, who), expected)
    tomorrow = decide(after, say(dob="3/4/80", zip="43215"), handbook, NOW + timedelta(days=1), "ben")
    assert isinstance(tomorrow, Accepted)
    assert tomorrow.is_verified


def test_two_wrong_answers_given_together_are_one_try(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="1/1/81", ssn4="1234"))
    assert "2 tries left today" in said
    assert wrong_tries(after, NOW, ZONES) == 1
    after, said = tell(after, handbook, say(dob="1/2/81", ssn4="1235"))
    assert "1 try left today" in said
    after, said = tell(after, handbook, say(dob="3/4/80", ssn4="4417"))
    assert is_open(after)


def test_older_entries_count_each_alone() -> None:
    old = case_of(DANA, RINGING, "2026-11-24 09:51 tried dob wrong", "2026-11-24 09:51 tried ssn4 wrong")
    assert wrong_tries(old, NOW, ZONES) == 2


def test_the_day_of_a_try_is_the_consumers(handbook: Handbook) -> None:
    late = case_of(DANA, "2026-11-23 20:30 called home", "2026-11-23 20:31 tried dob wrong")
    assert wrong_tries(late, eastern("2026-11-23 23:59"), ZONES) == 1
    assert wrong_tries(late, eastern("2026-11-24 00:01"), ZONES) == 0
    assert wrong_tries(late, eastern("2026-11-24 00:01"), (*ZONES, "America/Los_Angeles")) == 1
    assert wrong_tries(late, eastern("2026-11-23 22:00"), ()) == 1


def test_answers_after_the_last_try_are_not_looked_at(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, *["2026-11-24 09:51 tried dob wrong"] * 2)
    decision = decide(case, say(ssn4="1234", dob="3/4/80", zip="43215"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert not decision.is_verified
    assert len(decision.entries) == 1


def test_the_same_fact_cannot_be_guessed_twice_at_once(handbook: Handbook) -> None:
    twice = TryIdentity(answers=(Answer(factor="dob", said="3/4/80"), Answer(factor="dob", said="3/5/80")))
    assert isinstance(decide(case_of(DANA, RINGING), twice, handbook, NOW, "ana"), Refused)


def test_an_unreadable_answer_is_no_try(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="does not know"))
    assert after is case
    assert said.startswith("Type the date of birth")


def test_a_new_voice_starts_anew(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 tried dob", "2026-11-24 09:52 answered household")
    after, _ = tell(case, handbook, say(zip="43215"))
    assert not is_open(after), "what the first speaker proved is void"
    after, _ = tell(case, handbook, say(zip="43215", dob="3/4/80"))
    assert is_open(after)


@pytest.mark.parametrize("who", ["wrong_number", "unknown"])
def test_nobody_is_verified_where_the_person_is_not(who: str, handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, f"2026-11-24 09:52 answered {who}")
    assert isinstance(decide(case, say(zip="43215", dob="3/4/80"), handbook, NOW, "ana"), Refused)


def test_a_third_party_locks_the_desk_again(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 verified dob zip")
    decision = decide(case, AnswerThirdParty(who="household"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert not is_open(evolve(case, decision.entries))


def test_a_strict_client_asks_for_a_third_factor(handbook: Handbook) -> None:
    case = case_of(DANA, "owes B-1 to STRICT 20.00", RINGING)
    assert identity_gate(case, handbook, NOW).needed == 3
    after, _ = tell(case, handbook, say(dob="3/4/80", zip="43215"))
    assert not is_open(after)
    after, _ = tell(after, handbook, say(ssn4="4417"))
    assert is_open(after)


def test_proof_lasts_for_one_call_only(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 verified dob zip", "2026-11-24 09:55 ended RPC-NC right 3:00")
    decision = decide(case, PlaceCall(row=HOME), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    after = evolve(case, decision.entries)
    assert not is_open(after)
    assert identity_gate(after, handbook, NOW).matched == ()


# ── reading a case outside a call ──


def test_a_case_is_read_outside_a_call_on_the_same_proof(handbook: Handbook) -> None:
    answers = say(dob="3/4/80", ssn4="4417").answers
    case = case_of(DANA)
    decision = decide(case, OpenCase(purpose="letter came back", answers=answers), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert decision.is_verified
    assert [type(entry.event).__name__ for entry in decision.entries][-2:] == ["IdentityVerified", "CaseOpened"]


def test_wrong_answers_outside_a_call_count_too(handbook: Handbook) -> None:
    case = case_of(DANA)
    for wrong in ("1/1/81", "1/2/81", "1/3/81"):
        command = OpenCase(purpose="look", answers=say(dob=wrong, ssn4="4417").answers)
        decision = decide(case, command, handbook, NOW, "ana")
        assert isinstance(decision, Accepted)
        assert not decision.is_verified
        case = evolve(case, decision.entries)
    refused = decide(
        case, OpenCase(purpose="look", answers=say(dob="3/4/80", ssn4="4417").answers), handbook, NOW, "ana"
    )
    assert isinstance(refused, Refused)


def test_a_case_is_read_for_a_stated_purpose(handbook: Handbook) -> None:
    command = OpenCase(purpose=" ", answers=say(dob="3/4/80", ssn4="4417").answers)
    assert isinstance(decide(case_of(DANA), command, handbook, NOW, "ana"), Refused)


# ── nothing leaks ──

SECRETS = ("1980", "4417", "43215", "0199", CODE)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("said", ["1/1/81", "1234", "99999", "nonsense", ""])
def test_no_answer_brings_out_what_is_on_file(factor: str, said: str, handbook: Handbook) -> None:
    case = case_of(DANA, f"2026-11-20 10:00 sent {CODE}", RINGING)
    command = say(**{factor: said})
    decision = decide(case, command, handbook, NOW, "ana")
    shown = repr((decision, command, identity_gate(case, handbook, NOW)))
    assert not [secret for secret in SECRETS if secret in shown]
    assert said == "" or said not in shown

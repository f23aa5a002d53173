"""Why do I owe this? Sums that add up or do not, denials in plain words, and nothing that may not be heard."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist.casefile import Debt
from callassist.dossier import Bill, DebtDetails
from callassist.errors import BadInput
from callassist.intake.bills import bill_of, codes_of, merged
from callassist.intake.columns import COLUMNS, Cells
from callassist.intake.denials import load_denials
from callassist.intake.synthetic import COLUMNS as SYNTHETIC
from callassist.intake.synthetic import generate
from callassist.money import parse_cents
from callassist.owing import AMOUNT, CARE, CREDITOR, UNTOLD, Names, Story, insurance, owing, parse_denials

DATA = Path(__file__).parents[2] / "data"
REASONS = load_denials(DATA)
ALL = (CREDITOR, AMOUNT, CARE)
NAMES = Names(creditor="Mercy Health", facility="Mercy Clinic")
BILL = Bill(
    charged_cents=120_000,
    allowed_cents=90_000,
    plan_paid_cents=60_000,
    adjusted_cents=30_000,
    patient_paid_cents=5_000,
    denials=("PR-2",),
    billing_name="Mercy Physicians",
)
DEBT = Debt(
    id=71,
    client="MERCY",
    account="A-1",
    balance_cents=25_000,
    original_cents=30_000,
    facility="Mercy Clinic",
    service=date(2026, 1, 5),
    details=DebtDetails(
        patient_first="Tim",
        insurance_name="Example PPO",
        insurance_type="commercial_ppo",
        insurance_status="paid",
        bill=BILL,
    ),
)


def told(debt: Debt = DEBT, heard: tuple[str, ...] = ALL) -> Story:
    return owing(debt, heard, NAMES, REASONS)


def with_bill(**changes: object) -> Debt:
    return replace(DEBT, details=replace(DEBT.details, bill=replace(BILL, **changes)))


def test_the_whole_story_in_its_order() -> None:
    assert told().lines == (
        "Care on 05 Jan 2026 at Mercy Clinic, for Tim.",
        "The bill came as Mercy Physicians.",
        "Owed to Mercy Health.",
        "Charged $1,200.00.",
        "Insurance: Example PPO, commercial PPO; it allowed $900.00 and paid $600.00.",
        "Why: the patient's share in per cent (coinsurance) (PR-2).",
        "Taken off by whoever billed: $300.00.",
        "Paid by the patient $50.00.",
        "Left $250.00.",
    )
    assert told().asides == ("It adds up: $1,200.00 - $300.00 - $600.00 - $50.00 = $250.00.",)


def test_payments_since_it_was_placed_belong_to_the_sum() -> None:
    debt = replace(DEBT, paid_cents=4_000, balance_cents=21_000, last_paid=date(2026, 3, 1), last_paid_cents=4_000)
    assert "Paid since it came to us $40.00." in told(debt).lines
    assert "The last payment was $40.00 on 01 Mar 2026." in told(debt).lines
    assert told(debt).asides == ("It adds up: $1,200.00 - $300.00 - $600.00 - $50.00 - $40.00 = $210.00.",)


@pytest.mark.parametrize(("balance", "words"), [(26_000, "$10.00 more"), (24_999, "$0.01 less")])
def test_sums_that_do_not_add_up_are_said_not_to(balance: int, words: str) -> None:
    (aside,) = told(replace(DEBT, balance_cents=balance)).asides
    assert aside.startswith("It does not add up")
    assert words in aside


def test_what_was_not_sent_is_missing_and_not_nothing() -> None:
    (aside,) = told(with_bill(plan_paid_cents=None, patient_paid_cents=None)).asides
    assert aside == (
        "Whether it adds up cannot be told: the client did not send what the plan paid and what the patient paid."
    )
    bare = replace(DEBT, details=DebtDetails())
    assert "Whether a plan covered that day is not on file." in told(bare).lines
    assert "Placed with us at $300.00." in told(bare).lines
    assert told(bare).asides[0].startswith("Whether it adds up cannot be told")


def test_a_denial_is_told_in_plain_words_and_whose_it_is() -> None:
    denied = with_bill(allowed_cents=0, plan_paid_cents=0, adjusted_cents=0, denials=("CO-29", "N130"))
    story = told(denied)
    assert "Why: the claim was sent to the plan too late (CO-29)." in story.lines
    assert "it allowed nothing and paid nothing" in story.text
    assert "CO-29 is usually not the patient's to pay: ask the client before you ask for money." in story.asides


def test_what_only_lowers_the_price_is_no_reason_to_ask_once_it_was_taken_off() -> None:
    assert len(told(with_bill(denials=("CO-45",))).asides) == 1
    not_taken = with_bill(denials=("CO-45",), adjusted_cents=0)
    assert any("CO-45 is usually not" in aside for aside in told(not_taken).asides)
    assert len(told(with_bill(denials=("PR-29",))).asides) == 1


def test_a_code_that_the_list_does_not_have_is_shown_as_it_is() -> None:
    assert "Why: code CO-999, which our list does not have." in told(with_bill(denials=("CO-999",))).lines


# ── who may hear what ──


def test_who_may_hear_the_sums_alone_hears_no_word_of_the_care() -> None:
    story = told(heard=(CREDITOR, AMOUNT))
    text = " ".join((*story.lines, *story.asides))
    for word in ("Mercy Clinic", "Example PPO", "Tim", "Jan", "coinsurance", "PR-2", "Physicians", "Insurance"):
        assert word not in text
    assert "Owed to Mercy Health." in story.lines
    assert "Others paid or took off $900.00." in story.lines
    assert "Left $250.00." in story.lines


def test_without_the_creditor_it_is_not_named() -> None:
    assert "Mercy Health" not in told(heard=(AMOUNT,)).text


def test_who_may_not_hear_the_sums_hears_nothing() -> None:
    story = told(heard=(CARE,))
    assert story.lines == (UNTOLD,)
    assert (story.sums, story.asides) == (None, ())


# ── what a file says ──


def cells(**given: str) -> Cells:
    return Cells(**dict.fromkeys(COLUMNS, "") | given)


def read(**given: str) -> Bill | None:
    return bill_of(cells(**given), lambda _, text: parse_cents(text), str)


def test_a_file_without_the_columns_says_nothing_of_it() -> None:
    assert read(balance="100.00") is None


def test_a_sum_that_is_left_out_is_unknown() -> None:
    assert read(charged="1,200.00", insurance_paid="0.00", denial_codes="co 29; N130", billing_name="Mercy") == Bill(
        charged_cents=120_000, plan_paid_cents=0, denials=("CO-29", "N130"), billing_name="Mercy"
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CO-29", ("CO-29",)),
        ("CO29,PR1", ("CO-29", "PR-1")),
        ("pr 1 / co 45", ("PR-1", "CO-45")),
        ("29 MA130", ("29", "MA130")),
        ("CO-A1; CO-A1", ("CO-A1",)),
        ("none, see notes", ()),
    ],
)
def test_codes_are_read_as_they_are_written(text: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text) == codes


def test_what_a_later_file_leaves_out_stays() -> None:
    later = Bill(plan_paid_cents=0, denials=("CO-50",))
    assert merged(BILL, later) == replace(BILL, plan_paid_cents=0, denials=("CO-50",))
    assert merged(None, later) == later
    assert merged(BILL, None) == BILL


def test_invented_bills_add_up_but_for_a_few(tmp_path: Path) -> None:
    rows = [dict(zip(SYNTHETIC, row, strict=True)) for row in generate(3_000, 11)]
    names = ("adjustments", "insurance_paid", "patient_paid")
    whole = [row for row in rows if row["charged"] and all(row[name] for name in names)]
    off = [r for r in whole if cents(r, "charged") - sum(cents(r, name) for name in names) != cents(r, "balance")]
    assert len(whole) > len(rows) // 3
    assert 0 < len(off) < len(whole) * 0.06
    assert all(cents(row, name) >= 0 for row in whole for name in names)
    assert {code.rpartition("-")[2] for row in rows for code in codes_of(row["denial_codes"])} <= REASONS.keys()


def cents(row: dict[str, str], name: str) -> int:
    return parse_cents(row[name])


# ── the table ──


def test_every_code_of_the_table_has_words_and_whose_it_is() -> None:
    assert len(REASONS) > 150
    assert all(each.why and each.patient for each in REASONS.values())


@pytest.mark.parametrize(
    "text",
    [
        "code,why\n1,x\n",
        "",
        "code,why,group,patient\n1,x,PR,maybe\n",
        "code,why,group,patient\n1,x,PR,yes\n1,y,PR,yes\n",
    ],
)
def test_a_table_that_is_none_says_so(text: str) -> None:
    with pytest.raises(BadInput):
        parse_denials(csv.reader(text.splitlines()))


def test_cover_in_words() -> None:
    assert insurance(DebtDetails(insurance_name="Acme", insurance_status="not_billed")) == "Acme, never billed"

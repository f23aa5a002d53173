"""A creditor's terms: who settles for how little, what may not be written, and on which line it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callassist.creditor_terms import FEDERAL, FREE, PAYERS, STANDARD, Aid, Hardship, PromptPay, Term, Terms, Tier
from callassist.errors import BadInput
from callassist.intake.library import load_setting, load_standards
from callassist.intake.policy_files import examine, read_clients
from callassist.rules import SEATS
from callassist.standards import poverty_percent
from callassist.terms_faults import examples, faults

ROOT = Path(__file__).parents[2] / "data"
PAGE = (ROOT.parent / "docs" / "policies.md").read_text(encoding="utf-8")
HEAD = "code: X\nname: Example\nterms:\n"
TIERS = (
    Tier(role="collector", least_percent=85),
    Tier(role="supervisor", least_percent=75),
    Tier(role="compliance", least_percent=60),
)


def said(tmp_path: Path, terms: str) -> list[str]:
    """Every fault of a policy whose terms begin on line 4."""
    path = tmp_path / "X.yaml"
    path.write_text(HEAD + terms, encoding="utf-8")
    return [str(fault) for fault in examine(path)[1]]


# ── what ships ──


def test_the_clients_that_ship_have_no_fault_and_are_of_every_kind() -> None:
    terms = {code: policy.terms for code, policy in load_setting(ROOT).clients.items()}
    assert terms["FARNOWHERE"] is None
    written = {code: each for code, each in terms.items() if each is not None}
    assert {code: faults(each) for code, each in written.items() if faults(each)} == {}
    assert all(examples(each) for each in written.values())
    assert {tier.role for tier in written["MERCY"].tiers} == {*SEATS}
    assert written["PRAIRIEX"].tiers == written["STELMO"].tiers == ()
    assert written["LAKESIDE"].settlement_months > 1
    assert not written["STELMO"].aid
    assert not written["OLDMILL"].of_payer("medicare").prompt_pay


def test_without_terms_nothing_is_settled_and_nothing_taken_off() -> None:
    assert faults(STANDARD) == ()
    assert STANDARD.tier(99_99, 100_00) is None
    assert STANDARD.tier(100_00, 100_00) == "collector"
    assert (STANDARD.prompt_pay, STANDARD.aid, STANDARD.hardship, STANDARD.longest(1)) == (None, (), None, 12)


# ── what is told of them ──


def test_every_line_is_explained() -> None:
    names = {name for kind in (Terms, Tier, PromptPay, Term, Aid, Hardship) for name in kind.__struct_encode_fields__}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_the_worked_example_comes_to_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / "X.yaml"
    path.write_text("code: X\nname: Example\n" + PAGE.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    read, wrong = examine(path)
    assert wrong == ()
    assert read.terms is not None
    terms, owed = read.terms, 1_500_00
    assert (terms.tier(1_275_00, owed), terms.tier(1_274_99, owed)) == ("collector", "supervisor")
    assert (terms.tier(1_125_00, owed), terms.tier(1_124_99, owed)) == ("supervisor", None)
    assert terms.longest(owed) == 24
    assert "$1,500.00 in 24 payments: $150.00 down, then 23 of $58.69, the last $58.82" in examples(terms)
    medicare = terms.of_payer("medicare")
    assert (medicare.tiers, medicare.prompt_pay, medicare.aid, medicare.longest(owed)) == ((), None, (), 12)
    standards = load_standards(ROOT)
    line = standards.poverty_cents("OH", 1, date(2026, 11, 25))
    assert line == 15_960_00
    assert [poverty_percent(yearly, line) for yearly in (30_000_00, 48_000_00)] == [187, 300]


# ── whose word it takes ──


@given(st.integers(1, 1_000_000_000), st.integers(0, 1_000_000_000))
def test_a_settlement_takes_the_least_role_that_covers_it(owed: int, paid: int) -> None:
    total, terms = min(owed, paid), Terms(tiers=TIERS)
    role = terms.tier(total, owed)
    if role is None:
        assert total * 100 < 60 * owed
    else:
        assert total * 100 >= {tier.role: tier.least_percent for tier in TIERS}[role] * owed
        more = [tier.least_percent for tier in TIERS if SEATS.index(tier.role) < SEATS.index(role)]
        assert all(total * 100 < percent * owed for percent in more)


@given(st.integers(0, 1_000_000_00), st.integers(0, 1_000_000_00))
def test_a_larger_balance_never_has_a_shorter_plan(one: int, other: int) -> None:
    terms = Terms(months=(Term(dollars=0, months=6), Term(dollars=300, months=12), Term(dollars=5000, months=36)))
    assert terms.longest(min(one, other)) <= terms.longest(max(one, other))
    assert terms.longest(299_99) == 6
    assert terms.longest(300_00) == 12


@given(st.sampled_from(PAYERS), st.sampled_from(["", "A written policy"]))
def test_a_federal_cost_share_is_not_discounted_without_a_written_policy(payer: str, policy: str) -> None:
    aid = (Aid(poverty_percent=200, discount_percent=FREE),)
    terms = Terms(tiers=TIERS, prompt_pay=PromptPay(percent=10, days=30), aid=aid, federal_policy=policy)
    found = terms.of_payer(payer)
    is_held = payer in FEDERAL and not policy
    assert found.tiers == (() if is_held else TIERS)
    assert (found.prompt_pay is None) == is_held
    assert found.aid == (() if is_held else aid)


def test_a_payers_terms_stand_alone() -> None:
    own = Terms(least_instalment=10)
    terms = Terms(tiers=TIERS, payers={"commercial": own})
    assert terms.of_payer("commercial") == own
    assert terms.of_payer("self_pay") is terms


# ── what may not be written, with its line ──


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (
            "  tiers:\n    - {role: collector, least_percent: 75}\n    - {role: supervisor, least_percent: 75}\n",
            "X.yaml line 6: 75 overlaps the 75 of the tier before it; let each tier settle for less",
        ),
        (
            "  tiers:\n    - {role: collector, least_percent: 60}\n    - {role: supervisor, least_percent: 75}\n",
            "X.yaml line 6: 75 overlaps the 60 of the tier before it",
        ),
        (
            "  tiers:\n    - {role: manager, least_percent: 75}\n",
            "X.yaml line 5: there is no role 'manager'; name one of collector, supervisor, compliance.",
        ),
        (
            "  tiers:\n    - {role: supervisor, least_percent: 80}\n    - {role: collector, least_percent: 70}\n",
            "X.yaml line 6: collector has no more say than supervisor before it",
        ),
        (
            "  tiers:\n    - {role: collector, least_percent: 0}\n",
            "X.yaml line 5: 'least_percent' cannot be 0; write 1 to 100.",
        ),
        (
            "  tiers:\n    - {role: collector, least_percent: 101}\n",
            "X.yaml line 5: 'least_percent' cannot be 101",
        ),
        (
            "  no_deal_percent: 30\n  tiers:\n    - {role: collector, least_percent: 25}\n",
            "X.yaml line 6: it settles for no more than the 30 that no deal is expected to bring",
        ),
        ("  prompt_pay: {percent: 0, days: 30}\n", "X.yaml line 4: 'percent' cannot be 0; write 1 to 50."),
        ("  prompt_pay: {percent: 51, days: 30}\n", "X.yaml line 4: 'percent' cannot be 51"),
        ("  prompt_pay:\n    percent: 5\n    days: 0\n", "X.yaml line 6: 'days' cannot be 0; write a day or more."),
        ("  months: []\n", "X.yaml line 4: the first plan begins nowhere; begin 'from' 0"),
        ("  months:\n    - {from: 100, months: 6}\n", "X.yaml line 5: the first plan begins from 100 dollars"),
        (
            "  months:\n    - {from: 0, months: 6}\n    - {from: 0, months: 9}\n",
            "X.yaml line 6: 'from' is 0 after 0; put them in order",
        ),
        (
            "  months:\n    - {from: 0, months: 9}\n    - {from: 900, months: 6}\n",
            "X.yaml line 6: 'months' is 6 after 9",
        ),
        ("  months:\n    - {from: 0, months: 0}\n", "X.yaml line 5: 'months' cannot be 0; write 1 to 120."),
        (
            "  months:\n    - {from: 0, months: 12}\n    - {from: 200, months: 18}\n",
            "X.yaml line 5: no balance below 200 dollars takes 12 instalments of 25 or more",
        ),
        ("  least_instalment: 0\n", "X.yaml line 4: 'least_instalment' cannot be 0; write 1 dollar or more."),
        ("  settlement_months: 0\n", "X.yaml line 4: 'settlement_months' cannot be 0; write 1, which is at once,"),
        ("  down_percent: 100\n", "X.yaml line 4: 'down_percent' cannot be 100; write 0 to 99."),
        ("  first_payment_days: 0\n", "X.yaml line 4: 'first_payment_days' cannot be 0"),
        ("  interest_percent: 40\n", "X.yaml line 4: 'interest_percent' cannot be 40"),
        ("  call_cost: -1\n", "X.yaml line 4: 'call_cost' cannot be -1"),
        (
            "  aid:\n  - {poverty_percent: 20, discount_percent: 9}\n  - {poverty_percent: 20, discount_percent: 5}\n",
            "X.yaml line 6: 'poverty_percent' is 20 after 20",
        ),
        (
            "  aid:\n  - {poverty_percent: 20, discount_percent: 5}\n  - {poverty_percent: 30, discount_percent: 5}\n",
            "X.yaml line 6: 5 is no less than the 5 for lower incomes; let the discount fall",
        ),
        (
            "  aid:\n    - {poverty_percent: 200, discount_percent: 0}\n",
            "X.yaml line 5: 'discount_percent' cannot be 0; write 1 to 100, which is free care.",
        ),
        ("  aid:\n    - {poverty_percent: 200, discount_percent: 120}\n", "'discount_percent' cannot be 120"),
        ("  hardship: {months: 24, role: boss}\n", "X.yaml line 4: there is no role 'boss'"),
        ("  hardship: {months: 6}\n", "X.yaml line 4: 'months' cannot be 6; write 12, the longest plan, to 120."),
        ("  hardship: {months: 24, least_instalment: 30}\n", "'least_instalment' cannot be 30; write 1 to the 25"),
        ("  remainder: middle\n", "X.yaml line 4: the odd cents cannot go 'middle'; write first or last."),
        ("  payers:\n    kaiser: {}\n", "X.yaml line 5: there is no payer 'kaiser'; name one of self_pay,"),
        (
            "  payers:\n    medicare:\n      tiers:\n        - {role: collector, least_percent: 90}\n",
            "X.yaml line 6: 'tiers' takes something off a cost share of medicare without a written policy",
        ),
        (
            "  payers:\n    tricare:\n      prompt_pay: {percent: 5, days: 30}\n",
            "X.yaml line 6: 'prompt_pay' takes something off a cost share of tricare",
        ),
        (
            "  payers:\n    va:\n      aid:\n        - {poverty_percent: 200, discount_percent: 100}\n",
            "X.yaml line 6: 'aid' takes something off a cost share of va",
        ),
        ("  payers:\n    other:\n      least_instalment: 0\n", "X.yaml line 6: 'least_instalment' cannot be 0"),
        ("  payers:\n    other:\n      payers: {va: {}}\n", "X.yaml line 6: a payer has payers of its own"),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(tmp_path: Path, terms: str, told: str) -> None:
    (sentence,) = said(tmp_path, terms)
    assert told in sentence
    with pytest.raises(BadInput) as caught:
        read_clients([tmp_path / "X.yaml"])
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("  floor: 50\n", "X.yaml line 4: there is no key 'floor' here; mend it; docs/policies.md lists every key."),
        ("  least_instalment: much\n", "X.yaml line 4: 'least_instalment': expected `int`, got `str`"),
        ("  prompt_pay:\n    percent: 9.5\n    days: 3\n", "X.yaml line 5: 'percent': expected `int`, got `float`"),
        ("  tiers:\n    - {role: collector}\n", "X.yaml line 5: object missing required field `least_percent`"),
        ("  tiers: [\n", "X.yaml: line "),
    ],
)
def test_what_is_no_policy_at_all_names_its_line_too(tmp_path: Path, terms: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        said(tmp_path, terms)
    assert told in str(caught.value)


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    found = said(tmp_path, "  remainder: never\n  call_cost: -1\n  prompt_pay: {percent: 90, days: 0}\n")
    assert [sentence.split(":")[0] for sentence in found] == [
        "X.yaml line 6",
        "X.yaml line 6",
        "X.yaml line 5",
        "X.yaml line 4",
    ]


def test_no_floor_at_all_is_allowed_and_settles_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, "  tiers: []\n") == []


def test_a_federal_cost_share_may_be_reduced_by_a_named_policy(tmp_path: Path) -> None:
    payer = "  payers:\n    medicare:\n      prompt_pay: {percent: 5, days: 30}\n      federal_policy: FA-12\n"
    assert said(tmp_path, payer) == []


# ── whatever passes works ──

PERCENTS = st.lists(st.integers(7, 100), max_size=3, unique=True).map(lambda each: sorted(each, reverse=True))
TERMS = st.builds(
    Terms,
    tiers=PERCENTS.map(
        lambda each: tuple(Tier(role=role, least_percent=n) for role, n in zip(SEATS, each, strict=False))
    ),
    prompt_pay=st.none() | st.builds(PromptPay, percent=st.integers(1, 50), days=st.integers(1, 90)),
    months=st.lists(st.tuples(st.integers(0, 9_000), st.integers(1, 60)), max_size=3).map(
        lambda bands: tuple(Term(dollars=n, months=m) for n, m in [(0, 1), *sorted(bands)])
    ),
    least_instalment=st.integers(1, 100),
    down_percent=st.integers(0, 99),
    down_from_months=st.integers(1, 24),
    aid=st.lists(st.tuples(st.integers(1, 600), st.integers(1, 100)), max_size=3).map(
        lambda bands: tuple(Aid(poverty_percent=line, discount_percent=off) for line, off in sorted(bands))
    ),
    hardship=st.none() | st.just(Hardship(months=120, least_instalment=1)),
    remainder=st.sampled_from(["first", "last"]),
)


@given(TERMS)
def test_terms_without_a_fault_do_what_they_say(terms: Terms) -> None:
    assume(not faults(terms))
    lines = examples(terms)
    assert len(lines) == len(terms.tiers) + len(terms.months) + bool(terms.prompt_pay) + len(terms.aid)


ANY = st.integers(-500, 500)
ODD = st.builds(
    Terms,
    tiers=st.lists(st.builds(Tier, role=st.sampled_from([*SEATS, "boss"]), least_percent=ANY), max_size=3).map(tuple),
    prompt_pay=st.builds(PromptPay, percent=ANY, days=ANY),
    months=st.lists(st.builds(Term, dollars=ANY, months=ANY), max_size=3).map(tuple),
    least_instalment=ANY,
    down_percent=ANY,
    down_from_months=ANY,
    aid=st.lists(st.builds(Aid, poverty_percent=ANY, discount_percent=ANY), max_size=3).map(tuple),
    hardship=st.builds(Hardship, months=ANY, least_instalment=ANY),
    no_deal_percent=ANY,
)


@given(ODD)
def test_whatever_is_written_is_judged_and_what_passes_works(terms: Terms) -> None:
    found = faults(terms)
    assert all(fault.what and fault.remedy and fault.at for fault in found)
    if not found:
        assert examples(terms)

"""A synthetic portfolio: one seed, the same bytes; the shapes of a real placement file, and nobody real."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

import pytest

from callassist.intake.library import data_root
from callassist.intake.synthetic import (
    COLUMNS,
    DEMO_ACCOUNTS,
    DEMO_AS_OF,
    generate,
    write_csv,
    write_demo,
)
from callassist.intake.synthetic_tables import load_tables

Record = dict[str, str]

ACCOUNTS = 20_000
PHONES = ("phone_home", "phone_cell", "phone_work")
PLACEHOLDERS = {"BABY BOY", "BABY GIRL", "UNKNOWN"}
DAYS = ("date_of_service", "itemization_date", "placed_date")


def records(rows: Iterator[tuple[str, ...]]) -> list[Record]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def portfolio() -> list[Record]:
    return records(generate(ACCOUNTS, 7))


@pytest.fixture(scope="module")
def demo() -> list[Record]:
    with (data_root() / "demo" / "placements.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def share(rows: Sequence[Record], column: str, value: str) -> float:
    return sum(row[column] == value for row in rows) / len(rows)


def digits(text: str) -> str:
    """The ten digits of a number, without its extension."""
    return re.sub(r"\D", "", text.lower().partition(" ext ")[0])


def bare(row: Record) -> tuple[str, ...]:
    """Who a row is about, however the client writes it."""
    return tuple(row[c].upper() for c in ("first_name", "middle_name", "last_name", "suffix", "dob", "ssn_last4"))


# ── the file ──


def test_columns_are_those_of_a_placement_file() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 41
    assert COLUMNS[:4] == ("account_number", "client_ref", "client", "first_name")
    assert COLUMNS[-1] == "notes"


def test_one_seed_makes_the_same_bytes_and_another_seed_others() -> None:
    one, again, other = io.StringIO(), io.StringIO(), io.StringIO()
    write_csv(one, 2_500, 7, DEMO_AS_OF)
    write_csv(again, 2_500, 7, DEMO_AS_OF)
    write_csv(other, 2_500, 8, DEMO_AS_OF)
    assert one.getvalue() == again.getvalue() != other.getvalue()


def test_a_longer_portfolio_begins_with_the_shorter_one() -> None:
    short = list(generate(300, 3))
    assert short == list(islice(generate(900, 3), len(short)))


def test_the_file_holds_what_generate_gives_and_is_quoted_as_csv_quotes(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.csv"
    written = write_csv(path, 1_500, 5, DEMO_AS_OF)
    rows = list(generate(1_500, 5))
    expected = io.StringIO()
    csv.writer(expected, lineterminator="\n").writerows([COLUMNS, *rows])
    assert path.read_text(encoding="utf-8") == expected.getvalue()
    assert written == len(rows)


def test_progress_adds_up_to_the_accounts() -> None:
    told: list[int] = []
    write_csv(io.StringIO(), 4_500, 1, DEMO_AS_OF, told.append)
    assert sum(told) == 4_500
    assert len(told) > 1


def test_it_is_made_while_it_is_read() -> None:
    assert len(list(islice(generate(10**9, 1), 5))) == 5


def test_accounts_are_distinct_within_a_client_but_not_across(portfolio: list[Record]) -> None:
    owned = {(row["client"], row["account_number"]) for row in portfolio}
    assert len(owned) == ACCOUNTS
    assert len({account for _, account in owned}) < ACCOUNTS


# ── nobody real ──


def test_every_record_says_that_it_is_synthetic(portfolio: list[Record]) -> None:
    assert all(row["client_ref"].startswith("SYN-") for row in portfolio)
    assert all(row["insurance_member_id"][:3] in {"", "SYN"} for row in portfolio)
    domains = {row["email"].lower().partition("@")[2] for row in portfolio}
    assert domains == {"", "example.com", "example.org", "example.net"}


def test_no_full_social_security_number_anywhere(portfolio: list[Record]) -> None:
    assert all(re.fullmatch(r"\d{4}|", row["ssn_last4"]) for row in portfolio)
    hidden = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?!\d)")
    assert not any(hidden.search(value) for row in portfolio for value in row.values())


def test_numbers_can_be_dialled_and_come_from_the_state(portfolio: list[Record]) -> None:
    own: defaultdict[str, set[str]] = defaultdict(set)
    for place, _ in load_tables(data_root() / "tables").places:
        own[place.state].update(place.area_codes)
    numbers = [(row["state"], digits(row[kind]), kind) for row in portfolio for kind in PHONES if row[kind]]
    assert all(re.fullmatch(r"[2-9]\d{2}[2-9](?!11)\d{6}", number) for _, number, _ in numbers)
    assert not any(number[3:6] == "555" for _, number, _ in numbers)
    away = Counter(kind for state, number, kind in numbers if state and number[:3] not in own[state])
    cells = sum(kind == "phone_cell" for _, _, kind in numbers)
    assert set(away) == {"phone_cell"}
    assert 0.11 < away["phone_cell"] / cells < 0.16


def test_fictional_numbers_belong_to_nobody() -> None:
    rows = records(generate(3_000, 2, fictional_numbers=True))
    assert all(re.fullmatch(r"\d{3}55501\d\d|", digits(row[kind])) for row in rows for kind in PHONES)


# ── money and days ──


def test_money_is_plain_and_never_more_than_it_was(portfolio: list[Record]) -> None:
    for row in portfolio:
        assert re.fullmatch(r"\d+\.\d\d", row["balance"])
        paid = Decimal(row["last_payment_amount"] or 0)
        assert Decimal(row["balance"]) + paid <= Decimal(row["original_balance"])
        assert bool(row["last_payment_date"]) == bool(row["last_payment_amount"])


def test_balances_have_a_long_tail(portfolio: list[Record]) -> None:
    balances = [float(row["balance"]) for row in portfolio]
    assert 400 < median(balances) < 460
    assert sum(balances) / len(balances) > 1.7 * median(balances)
    assert max(balances) > 10_000
    assert min(balances) >= 10


def test_days_follow_one_another(portfolio: list[Record]) -> None:
    for row in portfolio:
        known = [date.fromisoformat(row[column]) for column in DAYS if row[column]]
        assert all(earlier <= later for earlier, later in pairwise(known))
        assert known[-1] <= DEMO_AS_OF
        if row["last_payment_date"]:
            assert known[0] <= date.fromisoformat(row["last_payment_date"]) or not row["date_of_service"]
            assert date.fromisoformat(row["last_payment_date"]) <= DEMO_AS_OF


def test_another_day_moves_every_date_with_it() -> None:
    placed = [row["placed_date"] for row in records(generate(400, 1, date(2024, 2, 29)))]
    assert "2023-02-28" < max(placed) <= "2024-02-29"


# ── people ──


def test_who_they_are_is_spread_as_in_life(portfolio: list[Record]) -> None:
    surnames = Counter(row["last_name"].upper() for row in portfolio)
    assert surnames.most_common(1)[0][0] == "SMITH"
    assert len(surnames) > 3_000
    assert 0.07 < share(portfolio, "language", "es") < 0.11
    assert 0.01 < sum(row["language"] not in {"en", "es", ""} for row in portfolio) / len(portfolio) < 0.05
    suffixed = sum(row["suffix"].upper() in {"JR", "SR", "III"} for row in portfolio)
    assert 0.01 < suffixed / len(portfolio) < 0.03
    assert sum(bool(row["notes"]) for row in portfolio) / len(portfolio) < 0.1
    assert any("do not call work" in row["notes"] for row in portfolio)


def test_a_person_has_about_1_09_debts_and_some_at_two_clients(portfolio: list[Record]) -> None:
    debts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    clients: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in portfolio:
        debts[row["client"], row["guarantor_ref"]].add(row["account_number"])
        if row["dob"] and row["ssn_last4"]:
            clients[bare(row)].add(row["client"])
    owing = [accounts for (_, reference), accounts in debts.items() if reference]
    assert 1.07 < sum(map(len, owing)) / len(owing) < 1.13
    assert max(map(len, owing)) >= 3
    assert sum(len(at) > 1 for at in clients.values()) > ACCOUNTS * 0.003


def test_one_guarantor_number_is_one_person(portfolio: list[Record]) -> None:
    people: defaultdict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for row in portfolio:
        flawed = row["first_name"] in PLACEHOLDERS or row["dob"] == "1900-01-01" or row["ssn_last4"] == "0000"
        if row["guarantor_ref"] and not flawed:
            people[row["client"], row["guarantor_ref"]].add(bare(row))
    assert all(len(names) == 1 for names in people.values())


def test_two_who_owe_one_debt_stand_on_two_rows_one_after_the_other(portfolio: list[Record]) -> None:
    by_account: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, row in enumerate(portfolio):
        by_account[row["client"], row["account_number"]].append(at)
    shared = [places for places in by_account.values() if len(places) > 1]
    assert 0.006 < len(shared) / ACCOUNTS < 0.015
    person = {"first_name", "guarantor_ref"}
    of_the_debt = COLUMNS[COLUMNS.index("balance") : COLUMNS.index("language")]
    for first, second in shared:
        one, other = portfolio[first], portfolio[second]
        assert second == first + 1
        assert all(one[column] != other[column] for column in person)
        assert all(one[column] == other[column] for column in of_the_debt)
    apart = sum(portfolio[a]["address"] != portfolio[b]["address"] for a, b in shared)
    assert 0 < apart < len(shared)


def test_households_hold_couples_twins_and_juniors(portfolio: list[Record]) -> None:
    homes: defaultdict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for row in portfolio:
        homes[row["address"].upper(), row["zip"]].add(bare(row))
    families = [members for members in homes.values() if len({m[:4] for m in members}) > 1]
    assert len(families) > ACCOUNTS * 0.08
    births = [Counter((p[2], p[4]) for p in members if p[4]) for members in families]
    twins = [born for born in births if born and max(born.values()) > 1]
    assert len(twins) > ACCOUNTS * 0.003
    juniors = [m for m in families if {p[3] for p in m} & {"JR", "III"} and len({p[0] for p in m}) == 1]
    assert len(juniors) > ACCOUNTS * 0.004


def test_a_childs_bill_names_the_child_and_asks_the_parent(portfolio: list[Record]) -> None:
    owed = Counter((row["client"], row["account_number"]) for row in portfolio)
    children = [
        row
        for row in portfolio
        if row["patient_first_name"] not in {"", *PLACEHOLDERS}
        and row["patient_first_name"].upper() != row["first_name"].upper()
        and row["first_name"] not in PLACEHOLDERS
        and owed[row["client"], row["account_number"]] == 1
    ]
    assert 0.08 < len(children) / len(portfolio) < 0.18
    assert all("1969" < row["dob"] < "2005" for row in children if row["dob"] not in {"", "1900-01-01"})


# ── where ──


def test_every_state_is_there_by_population_with_its_own_zips(portfolio: list[Record]) -> None:
    places = {place.zip: place for place, _ in load_tables(data_root() / "tables").places}
    assert len({place.state for place in places.values()}) == 52
    assert len({row["state"] for row in portfolio} - {""}) == 52
    assert 0.10 < share(portfolio, "state", "CA") < 0.14
    for row in portfolio:
        if row["zip"] not in {"", "00000"} and row["state"]:
            assert places[row["zip"]].state == row["state"]
            assert places[row["zip"]].city.upper() == row["city"].upper()


def table(name: str) -> list[Record]:
    with (data_root() / "tables" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_the_places_reach_every_zone_of_a_state_that_has_two() -> None:
    by_prefix = {row["zip3"]: row["zones"] for row in table("zip3_zones.csv")}
    by_zip = {row["zip"]: row["zones"] for row in table("zip_zones.csv")}
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for row in table("places.csv"):
        reached[row["state"]].update(by_zip.get(row["zip"], by_prefix[row["zip"][:3]]).split("|"))
    inhabited = reached.keys() & {row["state"] for row in table("state_zones.csv") if "|" in row["zones"]}
    assert inhabited >= {"FL", "ID", "IN", "KS", "KY", "MI", "ND", "NE", "OR", "SD", "TN", "TX"}
    assert {state for state in inhabited if len(reached[state]) < 2} == set()


# ── insurance, and what real files lack ──


def test_insurance_hangs_together(portfolio: list[Record]) -> None:
    kinds = Counter(row["insurance_type"] for row in portfolio)
    assert kinds.keys() == {
        *("commercial_ppo", "commercial_hmo", "commercial_pos", "medicaid", "medicare"),
        *("workers_comp", "auto_liability", "self_pay"),
    }
    for row in portfolio:
        insured = row["insurance_type"] != "self_pay"
        assert (
            insured == bool(row["insurance_name"]) == bool(row["insurance_member_id"]) == bool(row["insurance_status"])
        )
    old = [row for row in portfolio if "1901" < row["dob"] < "1961"]
    assert share(old, "insurance_type", "medicare") > 0.65


def test_about_two_in_a_hundred_are_incomplete(portfolio: list[Record]) -> None:
    needed = ("date_of_service", "itemization_date", "state", "zip", "facility", "guarantor_ref")
    lacking = sum(
        any(not row[column] for column in needed) or not any(row[kind] for kind in PHONES) for row in portfolio
    )
    assert 0.012 < lacking / len(portfolio) < 0.03


def test_placeholders_of_real_files_are_there(portfolio: list[Record]) -> None:
    assert any(row["dob"] == "1900-01-01" for row in portfolio)
    assert any(row["zip"] == "00000" for row in portfolio)
    assert any(row["patient_first_name"] == "BABY BOY" for row in portfolio)
    assert any(row["address"] == "HOMELESS" for row in portfolio)


# ── the demo portfolio ──


def test_the_demo_portfolio_is_the_one_that_the_generator_makes() -> None:
    made = io.StringIO()
    write_demo(made)
    assert (data_root() / "demo" / "placements.csv").read_text(encoding="utf-8") == made.getvalue()


def test_no_number_of_the_demo_belongs_to_anybody(demo: list[Record]) -> None:
    numbers = [digits(row[kind]) for row in demo for kind in PHONES if row[kind]]
    assert len(numbers) > DEMO_ACCOUNTS
    assert all(re.fullmatch(r"\d{3}55501\d\d", number) for number in numbers)


def test_the_demo_shows_what_a_floor_meets(demo: list[Record]) -> None:
    owed = Counter((row["client"], row["account_number"]) for row in demo)
    assert len(owed) == DEMO_ACCOUNTS
    assert max(owed.values()) == 2
    assert len({row["client"] for row in demo}) == 6
    assert len({row["state"] for row in demo}) > 40
    assert share(demo, "language", "es") > 0.05
    assert any("attorney" in row["notes"] for row in demo)
    assert any(row["suffix"] for row in demo)
    assert any(not row["date_of_service"] or not row["zip"] for row in demo)

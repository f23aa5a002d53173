"""Who may lift which limit: never anybody who could not go on in spite of the rules that the limit brings about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist.errors import BadInput
from callassist.handbook import Handbook
from callassist.intake.library import load_handbook
from callassist.kinds import RESTRICTIONS
from callassist.lifting import parse_lifts
from callassist.rules import BLOCK, SEATS
from tests.core.decisions import TABLE, after, refusal
from tests.core.journals import DANA, case_of, handbook_of

LIMITS = Path(__file__).parents[2] / "data" / "tables" / "limits.csv"
KEYS = ("kind", "kinds", "claims")


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def rows() -> list[list[str]]:
    with LIMITS.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_no_lift_grants_more_than_going_on_in_spite_of_the_rules() -> None:
    book = load_handbook()
    settled = {row[0] for row in rows() if len(row) == 3 and row[2]}
    met = 0
    for rule in book.rulebook.rules:
        values = rule.values[-1][1] or {}
        kinds = {kind for key in KEYS for kind in _listed(values.get(key, ())) if kind in RESTRICTIONS}
        needed = SEATS[-1] if rule.override == "none" else rule.override
        for kind in kinds - settled if rule.effect == BLOCK else ():
            met += 1
            assert SEATS.index(book.lifts[kind]) >= SEATS.index(needed), (kind, rule.id)
    assert met > 40


def _listed(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple | dict) else (str(value),)


def test_a_collector_lifts_nothing_that_is_not_settled_by_a_fact() -> None:
    assert all(row[2] for row in rows() if len(row) == 3 and row[1] == SEATS[0])


@pytest.mark.parametrize(
    "kind", ["cease", "attorney", "bankruptcy", "do_not_call", "opt_out", "safety", "medicare_qmb"]
)
@pytest.mark.parametrize("role", ["collector", "supervisor"])
def test_what_nobody_may_pass_only_compliance_lifts(kind: str, role: str, handbook: Handbook) -> None:
    case = after(case_of(DANA), cmd.PlaceRestriction(kind=kind), handbook)
    lift = cmd.LiftRestriction(restriction=case.consumer.restrictions[0].id, why="x")
    assert f"Lifting {kind.replace('_', ' ')} takes compliance" in refusal(case, lift, replace(handbook, role=role))
    assert after(case, lift, replace(handbook, role="compliance")).consumer.restrictions == ()


def test_reading_the_notes_is_a_collectors_work(handbook: Handbook) -> None:
    case = after(case_of(DANA), cmd.PlaceRestriction(kind="unread_notes"), handbook)
    lift = cmd.LiftRestriction(restriction=case.consumer.restrictions[0].id, why="the notes were read")
    assert after(case, lift, handbook).consumer.restrictions == ()


def test_a_kind_without_a_row_takes_compliance(handbook: Handbook) -> None:
    case = after(case_of(DANA), cmd.PlaceRestriction(kind="unread_notes"), handbook)
    lift = cmd.LiftRestriction(restriction=case.consumer.restrictions[0].id, why="read")
    assert "takes compliance" in refusal(case, lift, replace(handbook, lifts={}))


def test_a_reason_with_a_card_number_is_not_kept(handbook: Handbook) -> None:
    case = after(case_of(DANA), cmd.PlaceRestriction(kind="unread_notes"), handbook)
    lift = cmd.LiftRestriction(restriction=case.consumer.restrictions[0].id, why="paid by 4111 1111 1111 1111")
    assert "card number" in refusal(case, lift, handbook)
    assert "Say why" in refusal(case, cmd.LiftRestriction(restriction=lift.restriction, why=" "), handbook)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda table: table[3:], "header"),
        (lambda table: table[:-1], "may lift litigation"),
        (lambda table: [*table, table[-1]], "stands there twice"),
        (lambda table: [*table, ["sulk", "collector", ""]], "no kind of limit"),
        (lambda table: [*table, ["cease", "anybody", ""]], "no kind of limit"),
    ],
)
def test_a_table_with_a_fault_is_refused(change: object, part: str) -> None:
    assert callable(change)
    with pytest.raises(BadInput, match=part):
        parse_lifts(change(rows()))

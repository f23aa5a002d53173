"""The outcome table: what each code brings about, the faults its reader finds, keys, hot letters and suggestions."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from callassist import events as ev
from callassist.calendars import Window
from callassist.casefile import CaseFile, Restriction
from callassist.commands import LogOutcome
from callassist.decide import Accepted, decide
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.money import format_cents, parse_cents
from callassist.outcomes import COLUMNS, RESERVED_KEYS, SUGGESTED, BadOutcomes, parse_outcomes, suggest
from tests.core.journals import DANA, NOW, case_of, eastern, handbook_of

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "data" / "tables" / "outcomes.csv").read_text()
CASES = yaml.safe_load((Path(__file__).parent / "outcomes.cases.yaml").read_text())
CELL = 4
EVENINGS = (Window(days=(0, 1, 2, 3, 4), start_minute=1020, end_minute=1200),)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def given(happened: str) -> CaseFile:
    """Dana's case after what happened on the call, or without any call."""
    if happened == "no call":
        return case_of(DANA)
    call = "2026-11-24 09:50 called cell"
    return case_of(DANA, call, "" if happened == "ringing" else f"2026-11-24 09:51 {happened}")


def typed(case: dict[str, Any]) -> LogOutcome:
    """The command of a case's `with`."""
    said = case.get("with", {})
    return LogOutcome(
        code=case["code"],
        talk_seconds=case.get("talk", 0),
        amount_cents=parse_cents(f"{said.get('amount', 0):.2f}"),
        due=said.get("due"),
        at=eastern(said["at"]) if "at" in said else None,
        party=said.get("party", ""),
        words=said.get("words", ""),
        windows=EVENINGS if "windows" in said else (),
    )


FACTS = "Spoke with the consumer, verified by date of birth and ZIP code."
"""What every drafted note of a verified call ends with; test_recap.py has what else it may."""


def came_of(after: CaseFile, decision: Accepted) -> dict[str, object]:
    """Everything that an outcome changed, in the words of the cases."""
    person = after.consumer
    call = person.calls[-1] if person.calls else None
    point = person.number_at(CELL)
    disputed = [e.event.reason for e in decision.entries if isinstance(e.event, ev.DebtDisputed)]
    promise = person.promises[-1] if person.promises else None
    changed = {
        "status": person.status,
        "reached": call.reached if call else "",
        "conversation": call.is_conversation if call else False,
        "connected": None if call is None or call.is_connected else False,
        "next": person.next_day,
        "limits": [limit_words(limit) for limit in person.restrictions],
        "letter": person.letters[-1].kind if person.letters else "",
        "number": point.standing if point and point.standing != "untried" else "",
        "dispute": disputed[0] if disputed else "",
        "promise": f"{format_cents(promise.total_cents)} by {promise.due}" if promise else "",
        "callback": person.callbacks[-1].asked_by if person.callbacks else "",
        "note": after.texts[person.notes[-1].row].removesuffix(FACTS).rstrip() if person.notes else "",
    }
    return {name: value for name, value in changed.items() if value or (name == "connected" and value is False)}


def limit_words(limit: Restriction) -> str:
    scope = "number" if limit.row else "debts" if limit.debts else "person"
    until = f" {limit.words} until {limit.until}" if limit.kind == "hold" else ""
    return f"{limit.kind} {scope}{until}{' written' if limit.is_written else ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}-{case['given'].replace(' ', '_')}")
def test_an_outcome_brings_about_exactly_this(case: dict[str, Any], handbook: Handbook) -> None:
    before = given(case["given"])
    decision = decide(before, typed(case), handbook, NOW, "ana")
    assert isinstance(decision, Accepted), decision
    assert came_of(evolve(before, decision.entries, decision.rows), decision) == case["expect"]


def test_every_code_has_a_case(handbook: Handbook) -> None:
    assert {row.code for row in handbook.outcomes.rows} == {case["code"] for case in CASES}


def test_every_suggestion_is_claimed_by_one_code(handbook: Handbook) -> None:
    claimed = [word for row in handbook.outcomes.rows for word in row.suggest]
    assert sorted(claimed) == sorted(SUGGESTED)


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        ("ringing", "NA"),
        ("verified dob zip", "RPC-NC"),
        ("refused mail", "RNV"),
        ("answered household", "TP-M"),
        ("answered coworker", "TP-M"),
        ("answered facility", "TP-M"),
        ("answered unknown", "TP-R"),
        ("answered wrong_number", "WN"),
        ("answered child", "MIN"),
        ("tried dob wrong", "CNV"),
        ("tried dob", "QHUP"),
        ("no call", ""),
    ],
)
def test_the_call_suggests_its_code(happened: str, code: str, handbook: Handbook) -> None:
    assert suggest(given(happened), handbook.outcomes) == code


def test_an_inbound_call_suggests_its_own_code(handbook: Handbook) -> None:
    assert suggest(case_of(DANA, "2026-11-24 09:50 rang"), handbook.outcomes) == "QHUP"


def test_hot_letters_log_at_once_while_it_rings(handbook: Handbook) -> None:
    hot = handbook.outcomes.by_hot
    assert [hot[letter].code for letter in "nbl"] == ["NA", "BZ", "AM-L"]
    for outcome in hot.values():
        command = LogOutcome(code=outcome.code)
        assert isinstance(decide(given("ringing"), command, handbook, NOW, "ana"), Accepted)


def test_keys_are_typed_without_ambiguity(handbook: Handbook) -> None:
    keys = [row.key for row in handbook.outcomes.rows]
    assert len(set(keys)) == len(keys)
    assert not [key for key in keys for other in keys if key != other and other.startswith(key)]
    assert not [key for key in keys if key[0] in RESERVED_KEYS]


def test_typing_finds_by_key_code_and_word(handbook: Handbook) -> None:
    codes = [row.code for row in handbook.outcomes.starts("t")]
    assert codes[:4] == ["TP-M", "TP-R", "TP-L", "TP-CB"]
    assert "IDT" in codes
    assert [row.code for row in handbook.outcomes.starts("quality")] == ["QOC"]


def test_the_next_collector_reads_the_prompt(handbook: Handbook) -> None:
    assert handbook.outcomes.prompt(case_of(DANA)) == ""
    after = case_of(DANA, "2026-11-20 10:00 called home", "2026-11-20 10:02 ended AM-L none 0:30")
    assert handbook.outcomes.prompt(after).startswith("A limited message was left")


def test_codes_are_found_in_small_letters(handbook: Handbook) -> None:
    outcome = handbook.outcomes.of("rpc-nc")
    assert outcome is not None
    assert outcome.code == "RPC-NC"
    assert handbook.outcomes.of("NOPE") is None


# ── faults of the table ──

GOOD = dict.fromkeys(COLUMNS, "") | {
    "code": "ZZ",
    "key": "zz",
    "label": "Zed",
    "reached": "none",
    "connected": "yes",
    "conversation": "no",
    "only_verified": "no",
    "status": "new",
    "next": "1",
}


def table(*rows: dict[str, str]) -> list[list[str]]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([row[column] for column in COLUMNS])
    return list(csv.reader(out.getvalue().splitlines()))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": "zz"}, "capitals"),
        ({"key": "1"}, "one or two small letters"),
        ({"key": "ex"}, "something else in wrap-up"),
        ({"label": ""}, "must not be empty"),
        ({"reached": "left"}, "must be one of none, wrong"),
        ({"connected": "maybe"}, "must be one of yes, no"),
        ({"needs": "amount colour"}, "'colour'"),
        ({"suggest": "rain"}, "'rain'"),
        ({"max_talk": "long"}, "whole number"),
        ({"next": "soon"}, "number of days"),
        ({"restriction": "cease"}, "kind:scope"),
        ({"restriction": "sulk:person"}, "kind:scope"),
        ({"restriction": "cease:person:spoken"}, "kind:scope"),
        ({"number": "fine"}, "must be one of empty, good"),
        ({"note": "{secret}"}, "'secret'"),
        ({"note": "{words"}, "brace"),
        ({"hot": "N"}, "one small letter"),
        ({"hot": "n", "needs": "words"}, "hot code"),
        ({"conversation": "yes", "connected": "no"}, "must be connected"),
        ({"reached": "right"}, "only_verified"),
        ({"only_verified": "yes"}, "only right and any"),
        ({"hold_days": "3"}, "go together"),
        ({"next": "hold"}, "needs hold_days"),
        ({"next": "callback"}, "needs at"),
        ({"next": "promise"}, "needs a promise"),
        ({"promise": "amount"}, "needs amount"),
        ({"needs": "due"}, "needs max_days"),
        ({"min_talk": "9", "max_talk": "5"}, "above max_talk"),
    ],
)
def test_a_faulty_row_is_named_with_its_line(changes: dict[str, str], fault: str) -> None:
    with pytest.raises(BadOutcomes) as caught:
        parse_outcomes(table(GOOD | changes))
    assert "line 2" in caught.value.faults[0]
    assert fault in caught.value.faults[0]


def test_rows_that_clash_are_named() -> None:
    with pytest.raises(BadOutcomes) as caught:
        parse_outcomes(table(GOOD | {"hot": "z"}, GOOD | {"hot": "z"}, GOOD | {"code": "Z", "key": "z"}))
    assert caught.value.faults == (
        "outcomes.csv: code ZZ stands there twice.",
        "outcomes.csv: key zz stands there twice.",
        "outcomes.csv: hot z stands there twice.",
        "outcomes.csv: key zz can never be typed, z is a key itself.",
        "outcomes.csv: key zz can never be typed, z is a key itself.",
    )


def test_all_faults_are_told_at_once_and_remarks_are_skipped() -> None:
    rows = [["# a remark"], *table(GOOD | {"next": "soon"}, GOOD | {"code": "q", "key": "9"})]
    with pytest.raises(BadOutcomes) as caught:
        parse_outcomes([*rows, ["short"]])
    assert len(caught.value.faults) == 4
    assert str(caught.value).count("\n") == 3


def test_another_header_is_refused() -> None:
    with pytest.raises(BadOutcomes, match="header must read"):
        parse_outcomes([["code", "key"]])
    with pytest.raises(BadOutcomes, match="header must read"):
        parse_outcomes([])


def test_days_are_whole_and_typed_dates_stay_dates() -> None:
    assert all(isinstance(case["expect"].get("next", date.min), date) for case in CASES)

"""The commentary's own examples of call frequency, where they lie beside the checkout: read, told, judged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_cases import try_case
from callassist.rule_shapes import Asked, Given, GivenCall, GivenConsent, GivenDebt, Trial

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
FREQUENCY = ("us.regf.call-frequency", "us.regf.after-conversation")
RESULTS = {
    "no_answer": "no answer",
    "voicemail": "voicemail",
    "lcm": "voicemail",
    "voicemail_left_for_collector": "voicemail",
    "conversation": "conversation",
    "busy": "busy",
    "not_in_service": "not in service",
    "answered_dropped": "dropped",
}
UNDERSTOOD = {"debt", "debts_held", "calls", "consent", "tz", "new_fact"}
FEWEST = 12


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[dict[str, Any]]:
    """Give the examples that ask whether a call may be placed to a consumer, and tell of calls alone."""
    text = (shared / "reference" / "regf_examples.yaml").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = yaml.safe_load(text)["cases"]
    return [case for case in cases if _is_about_calls(case)]


def _is_about_calls(case: dict[str, Any]) -> bool:
    asks = case["when"].get("action") == "place_call" and "at" in case["when"] and "to" not in case["when"]
    return asks and "calls" in case["given"] and case["given"].keys() <= UNDERSTOOD and "doubtful" not in case


def story(case: dict[str, Any]) -> Given:
    told = case["given"]
    debts = told.get("debts_held") or [told["debt"]]
    calls = tuple(
        GivenCall(
            at=tuple(call["at"]) if isinstance(call["at"], list) else call["at"],
            result=RESULTS[call["result"]],
            by="them" if call.get("by") == "person" else "us",
            debts=numbers(debts, call.get("debts", call.get("attributed_to", debts)), call),
        )
        for call in told["calls"]
    )
    consents = (GivenConsent(at=told["consent"]["received"], until=date(2099, 1, 1)),) if "consent" in told else ()
    return Given(debts=(GivenDebt(),) * len(debts), calls=calls, consents=consents)


def numbers(debts: list[str], named: str | list[str], call: dict[str, Any]) -> tuple[int, ...]:
    """Which of the debts are named, counted from 1."""
    if named == "unspecified":
        named = call["attributed_to"]
    wanted = named if isinstance(named, list) else [named]
    return tuple(debts.index(debt) + 1 for debt in wanted)


def test_the_frequency_rules_answer_as_the_commentary_does(examples: list[dict[str, Any]]) -> None:
    assert len(examples) >= FEWEST
    wrong = []
    for case in examples:
        debts = case["given"].get("debts_held") or [case["given"]["debt"]]
        named = case["when"].get("debts", case["when"].get("attributed_to", debts[0]))
        debt = numbers(debts, named, {})[0]
        asked = Asked(at=case["when"]["at"], debt=debt)
        silent = [
            try_case(
                Trial(name=case["id"], when=asked, then="allow", rule=rule, given=story(case)), RULEBOOK, GEOGRAPHY
            ).is_passed
            for rule in FREQUENCY
        ]
        # A listed factor may rebut the presumption; that it arises is what a rule can tell.
        may_rebut = case["basis"] == "flag" and len(debts) == 1
        expected = case["then"] == "permitted" and not may_rebut
        if all(silent) != expected:
            wrong.append(case["id"])
    assert wrong == []

"""What may stand on a screen before anybody is verified: why a call is stopped, in words that tell of no care."""

from __future__ import annotations

import re
from typing import Final

import pytest

from callassist.intake.library import data_root, load_rules
from callassist.rule_words import quiet_card
from callassist.rules import BLOCK, Finding, Rule

OF_DEBTS: Final = frozenset({"debt", "number_debt"})
TELLING: Final = re.compile(
    r"\b(hospital|clinic|doctor|patient|medic|care|cared|charity|insur|health|treat|surg|estimate|service|aid|"
    r"balance|amount|dollar|owes? \$)",
    re.IGNORECASE,
)
FREE: Final = frozenset({"words", "client", "creditor", "facility", "amount", "balance", "care"})
"""Fields that hold what somebody wrote, a name of a creditor, or money."""
STOPPING: Final = [
    rule
    for rule in load_rules(data_root()).rules
    if "place_call" in rule.on and rule.effect == BLOCK and rule.scope in OF_DEBTS
]


@pytest.mark.parametrize("rule", STOPPING, ids=lambda rule: str(rule.id))
def test_what_stops_a_call_about_a_debt_tells_of_no_care_no_creditor_and_no_amount(rule: Rule) -> None:
    told = [rule.title, rule.say, *map(str, rule.cite)]
    assert [text for text in told if TELLING.search(text)] == []
    assert {name for name in re.findall(r"\{(\w+)\}", rule.say) if name in FREE} == set()


def test_there_are_such_rules() -> None:
    assert {"agency.hold", "us.nj.appeal", "us.co.review", "client.call-cap"} <= {rule.id for rule in STOPPING}


def test_a_card_seen_before_then_holds_no_figures() -> None:
    """Its values name kinds of claims, and what it judges names the care."""
    rule = next(rule for rule in STOPPING if rule.id == "us.nj.appeal")
    found = Finding(
        rule=rule.id, effect=rule.effect, say=rule.say, cite="", verified=rule.verified, debt=71, override=rule.override
    )
    lines = "\n".join(quiet_card(rule, found))
    assert rule.say in lines
    assert "P.L. 2024 c. 48" in lines
    assert not TELLING.search(lines)
    assert "pending" not in lines

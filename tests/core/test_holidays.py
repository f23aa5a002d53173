"""The holidays among the rules are those that a library of holidays knows, federal and of the states."""

from datetime import date

import holidays
import pytest

from callassist.checks_times import on_holiday
from callassist.intake.library import data_root, load_rules
from callassist.legal_days import falls
from callassist.rules import Rule

YEARS = range(2026, 2031)
RULES = tuple(rule for rule in load_rules(data_root()).rules if rule.check == on_holiday.__name__)


def kept(rule: Rule) -> set[date]:
    """Every day of YEARS on which the rule speaks."""
    values = rule.values_on(date(2026, 1, 1)) or {}
    return {date.fromordinal(falls(text, year)) for year in YEARS for text in values["days"].values()}


def test_the_federal_days_are_those_of_the_statute() -> None:
    (federal,) = (rule for rule in RULES if not rule.when)
    assert kept(federal) == set(holidays.country_holidays("US", years=YEARS, observed=False))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.when], ids=lambda rule: rule.id)
def test_a_states_days_are_its_own(rule: Rule) -> None:
    (state,) = rule.when["state"]
    federal = holidays.country_holidays("US", years=YEARS, observed=False)
    assert kept(rule) <= set(holidays.country_holidays("US", subdiv=state, years=YEARS, observed=False)) - set(federal)

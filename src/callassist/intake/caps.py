"""The agency's and the clients' own limits of calls against the law's: a cap of one's own stands below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from callassist.rules import BLOCK, Rule, Rulebook, Setting

LAW: Final = "us/"  # where the rules of law lie
WEEK: Final = 7


def caps_above_the_law(setting: Setting, rulebook: Rulebook) -> tuple[str, ...]:
    """A sentence for each cap that is above the law's limit of calls about a debt in seven days."""
    limits = sorted((limit, rule.id) for rule in rulebook.rules for limit in _limits(rule))
    return tuple(_above(setting, *limits[0])) if limits else ()


def _limits(rule: Rule) -> Iterable[int]:
    """The limit of a rule of law that stops calls about a debt everywhere, as it is now."""
    values = rule.values[-1][1]
    is_of_all = rule.file.startswith(LAW) and "state" not in rule.when and "zip" not in rule.when
    if rule.check == "calls_within" and rule.effect == BLOCK and is_of_all and values and values["days"] == WEEK:
        yield values["limit"]


def _above(setting: Setting, limit: int, rule: str) -> Iterable[str]:
    caps = [("agency.yaml", setting.agency.calls_in_7_days)]
    caps += [(f"client {code}", policy.calls_in_7_days or 0) for code, policy in setting.clients.items()]
    for where, cap in caps:
        if cap > limit:
            yield f"{where}: calls_in_7_days is {cap}, above the {limit} of {rule}; write {limit} or less."

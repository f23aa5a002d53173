"""A rule in words: what it judges, what it says, its values by date, where it is written, what changed between days."""

from __future__ import annotations

from datetime import date

from callassist.rules import VERIFIED, Rule, Values


def explain(rule: Rule, day: date) -> str:
    """A rule as text: what it judges, what it says, its values by date, and where it is written."""
    now = rule.values_on(day)
    dated = "\n".join(f"  since {since}: {_listed(values)}" for since, values in rule.values)
    cites = "\n".join(f"  {cite}" for cite in rule.cite)
    only = "".join(f"; only where {trait} is {' or '.join(wanted)}" for trait, wanted in rule.when.items())
    return (
        f"{rule.id}: {rule.title}\n"
        f"Judges {', '.join(rule.on)}; for each {rule.scope.replace('_', ' and ')}{only}.\n"
        f"Effect: {rule.effect}. Override: {rule.override}. Check: {rule.check}.\n"
        f"Says: {rule.say}\n"
        f"On {day}: {'not in force' if now is None else _listed(now)}\n"
        f"Values by date:\n{dated}\n"
        f"Written in:\n{cites}\n"
        f"Verified: {rule.verified} ({VERIFIED[rule.verified]}). File: {rule.file}"
    )


def _listed(values: Values | None) -> str:
    if values is None:
        return "no longer in force"
    return ", ".join(f"{name} {value}" for name, value in values.items()) or "in force"

"""Rules in words: one in full, all in a list, what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from callassist.rules import BLOCK, READ, SAY, STAKES, VERIFIED, WARN, Finding, Rule, Source, Values

ASKS: Final = {SAY: "is to be known", WARN: "must be read", BLOCK: "stops us"}
DOING: Final = {
    "place_call": "placing a call",
    "prerecorded": "calling with a recorded or artificial voice",
    "autodial": "calling with an automatic dialler",
    "voicemail": "leaving a message",
    "location_call": "asking somebody else where they are",
    "text": "sending a text",
    "email": "sending an e-mail",
    "letter": "sending a letter",
    "speak": "going on with a call",
    "record": "recording a call",
    "disclose": "saying that there is a debt",
    "disclose_creditor": "naming the creditor",
    "disclose_amount": "naming an amount",
    "disclose_care": "speaking of the care",
    "demand": "asking for money",
    "offer": "making an offer",
    "take_payment": "taking a payment",
    "sue": "suing, or speaking of a suit",
    "furnish": "reporting to a credit bureau",
    "sell": "selling or placing the debt",
    "write": "what is typed, said or sent",
    "message": "the words of a message",
    "owe": "what we owe the person",
    "erase": "destroying what is on file",
}
OVERRIDES: Final = {
    "none": "Nobody may go on in spite of it.",
    "supervisor": "A supervisor may go on in spite of it, with a reason that is kept.",
    "compliance": "Compliance may go on in spite of it, with a reason that is kept.",
}
MARKS: Final = {
    "V": "Its text was read",
    "V2": "NOT VERIFIED in its own text: read in a secondary source only",
    "U": "NOT VERIFIED: it acts until its text has been read",
}
"""What an officer has made sure of, as a collector should read it."""


def explain(rule: Rule, day: date, sources: Mapping[str, Source] | None = None) -> str:
    """A rule as text: what it judges, what it says, its values by date, where it is written and was read."""
    cites = "\n".join(f"  {cite}" for cite in rule.cite)
    only = "".join(f"; only where {trait} is {' or '.join(wanted)}" for trait, wanted in rule.when.items())
    return (
        f"{rule.id}: {rule.title}\n"
        f"Judges {', '.join(rule.on)}; for each {rule.scope.replace('_', ' and ')}{only}.\n"
        f"Effect: {rule.effect}. At stake: {STAKES[rule.stake]}. Override: {rule.override}. Check: {rule.check}.\n"
        f"Says: {rule.say}\n"
        f"On {day}: {_in_force(rule, day)}\n"
        f"Values by date:\n{_history(rule, day)}\n"
        f"Written in:\n{cites}\n"
        f"Verified: {rule.verified} ({VERIFIED[rule.verified]}){_read_in(rule, sources or {})}. File: {rule.file}"
    )


def _history(rule: Rule, day: date) -> str:
    """Every line of values, the one that holds on a day marked."""
    held = [since for since, _ in rule.values if since <= day][-1:]
    return "\n".join(
        f"{'>' if [since] == held else ' '} since {since}: {_listed(values)}" for since, values in rule.values
    )


def _in_force(rule: Rule, day: date) -> str:
    now = rule.values_on(day)
    return "not in force" if now is None else _listed(now)


def _read_in(rule: Rule, sources: Mapping[str, Source]) -> str:
    """Where the text was read, and when it was looked at."""
    read = [f"{found.title}, as of {found.as_of}: {found.where}" for key in rule.source if (found := sources.get(key))]
    looked = f"; looked at {rule.as_of}" if rule.as_of else ""
    return (f", in {'; '.join(read)}" if read else "") + looked


def _listed(values: Values | None) -> str:
    if values is None:
        return "no longer in force"
    return ", ".join(f"{name} {_plain(value)}" for name, value in values.items()) or "in force"


def _plain(value: object) -> str:
    """A value as one would write it."""
    match value:
        case dict():
            return "{" + ", ".join(f"{name}: {_plain(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return ", ".join(map(_plain, value))
        case _:
            return str(value)


# ── for whoever is on a call ──


def card(rule: Rule, day: date, sources: Mapping[str, Source], found: Finding | None = None) -> Iterator[str]:
    """A rule in plain words: what it says here, what it asks, its figures now, where it is written, who has read it."""
    yield rule.title
    if found is not None:
        yield f"Here: {found.say}"
    yield f"It {ASKS[rule.effect]} when it comes to {_any(DOING[action] for action in rule.on)}."
    yield OVERRIDES[rule.override]
    if only := [f"{trait.replace('_', ' ')} {_any(wanted)}" for trait, wanted in rule.when.items() if trait != "zip"]:
        yield f"Only for: {'; '.join(only)}."
    yield f"Figures on {day}: {_in_force(rule, day)}."
    yield from (f"Written in {cite}" for cite in rule.cite)
    yield f"{MARKS[rule.verified]}{_read_in(rule, sources)}."
    yield f"Rule {rule.id}."


def quiet_card(rule: Rule, found: Finding) -> Iterator[str]:
    """The same while nobody is verified, of what is found of a debt: that it stops us, not what it is about."""
    yield rule.title
    yield f"Here: {found.say}"
    yield f"It {ASKS[rule.effect]}."
    yield OVERRIDES[rule.override]
    yield f"Written in {'; '.join(cite.title for cite in rule.cite)}"
    yield f"{MARKS[rule.verified]}."


def _any(words: Iterable[str]) -> str:
    """One, two or three."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


# ── all of them ──


def listing(rules: Iterable[Rule], day: date) -> Iterator[str]:
    """A line a rule: its id, effect, mark and title; those not in force on a day say so."""
    for rule in sorted(rules, key=lambda each: each.id):
        resting = "" if rule.values_on(day) is not None else " (not in force)"
        yield f"{rule.id:<38} {rule.effect:<5} {rule.verified:<2} {rule.title}{resting}"


def unread(rules: Iterable[Rule]) -> Iterator[str]:
    """A line for each rule whose own text nobody has read: those that stop something first, then by how sure we are."""
    order = {effect: place for place, effect in enumerate((BLOCK, WARN, SAY))}
    marked = [rule for rule in rules if rule.verified != READ]
    for rule in sorted(marked, key=lambda each: (order[each.effect], each.verified, each.id)):
        cite = "; ".join(each.title for each in rule.cite)
        yield f"{rule.verified:<2} {rule.effect:<5} {rule.id:<36} {cite}{f' ({rule.as_of})' if rule.as_of else ''}"


# ── what changed ──


def changed(rules: Iterable[Rule], before: date, after: date) -> Iterator[str]:
    """A line for each rule whose values on one day are not those on another, with both."""
    for rule in sorted(rules, key=lambda each: each.id):
        was, now = rule.values_on(before), rule.values_on(after)
        if was == now:
            continue
        if was is None:
            yield f"{rule.id}: begins, {_since(rule, after)}: {_listed(now)}"
        elif now is None:
            yield f"{rule.id}: ends, {_since(rule, after)}; it was: {_listed(was)}"
        else:
            yield f"{rule.id}: {_differences(was, now)}, {_since(rule, after)}"


def _since(rule: Rule, day: date) -> str:
    return f"since {max((since for since, _ in rule.values if since <= day), default=rule.values[0][0])}"


def _differences(was: Values, now: Values) -> str:
    """Each value that is another, as it was and as it is."""
    names = dict.fromkeys((*was, *now))
    told = (
        f"{name} {_plain(was.get(name, 'nothing'))} -> {_plain(now.get(name, 'nothing'))}"
        for name in names
        if was.get(name) != now.get(name)
    )
    return ", ".join(told)

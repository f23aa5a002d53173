"""The worked examples of the official commentary told as cases: a table from what is about to be done to its teller.

A teller tells what the example gives (commentary_given.py) and names the question. Whoever can decide more of the
examples adds a teller for their action to TELLERS and strikes their ids out of UNDECIDED in test_commentary.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.rule_shapes import Asked, Given, GivenClient, GivenMark
from tests.core.commentary_given import NOON, Example, names, numbers, story


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An example as a case: what is given and what is asked; `owed` is the rule that asks for what was left undone."""

    given: Given
    asked: Asked
    owed: str = ""


Teller = Callable[[Example], Told]


def tell(example: Example) -> Told:
    """The example as a case; KeyError when nobody tells of its action."""
    return TELLERS[example["when"]["action"]](example)


def asks(action: str) -> Teller:
    """Whether an action may be done, at the example's moment and about its debts."""

    def told(example: Example) -> Told:
        when = example["when"]
        at = when.get("at") or when.get("at_utc") or when.get("as_of", NOON)
        named = when.get("debts") or when.get("attributed_to") or names(example)[0]
        debt = numbers(example, named)[0] if named in names(example) or isinstance(named, list) else 0
        given = replace(story(example), clients=GivenClient(kind="other"))  # none of what binds hospitals alone
        asked = Asked(at=_moment(at), action=action, debt=debt)
        if action == "email":
            given, asked = replace(given, emails=given.emails or ("e1@example.com",)), replace(asked, address=1)
        if when.get("content") == "validation_notice":
            asked = replace(asked, notice="validation")
        return Told(given=given, asked=asked)

    return told


def _moment(text: str) -> str:
    """A day alone is its noon; the moment on the clock that the example names."""
    return f"{text}T12:00-04:00" if len(text) == len("2026-04-09") else text


def _call_or_ask_others(example: Example) -> Told:
    """A call to somebody else about where the consumer is is another action, and another number, than one to them."""
    if example["when"].get("purpose", example["given"].get("purpose")) != "location_information":
        return asks("place_call")(example)
    told = asks("location_call")(example)
    given = replace(
        told.given,
        numbers=(*told.given.numbers, "other 614-555-0109"),
        calls=tuple(replace(call, number=2) for call in told.given.calls),
        marks=(GivenMark(number=1, standing="bad"),),
    )
    return Told(given=given, asked=replace(told.asked, number=2))


def _message(example: Example) -> Told:
    """Whether a message may be left then; or, where its content is told, whether it is one of limited content."""
    if "content" not in example["when"]:
        return asks("voicemail")(example)
    name = example["given"].get("business_name", "Any Services")
    extra = (
        " I am an agent with the credit card receivables group."
        if "required_items" in example["when"]["content"]
        else ""
    )
    text = f"Hello. This is Pat Sample from {name}. Please call me back at 614-555-0142.{extra}"
    return _words("message", text)(example)


def _words(action: str, text: str) -> Teller:
    def told(example: Example) -> Told:
        return Told(given=story(example), asked=Asked(at=NOON, action=action, text=text))

    return told


def _said(example: Example) -> Told:
    """What is said; where a statement is required, whether one may ask for money without it."""
    when = example["when"]
    for key, text in SAYINGS.items():
        if key in when.get("items", ()) or key in when.get("text_kind", ()):
            return _words("write", text)(example)
    return Told(given=story(example), asked=Asked(at=NOON, action="demand"), owed="us.regf.collector-reminder")


SAYINGS: Final = {
    "may_sue": "If this is not paid we may sue you.",
    "pay_within_5_days_or_rights_end": "Pay within 5 days or your rights end.",
    "confirming_location_information": "This is Pat Sample. I am confirming where Avery Example can be reached.",
    "seeking person handling financial affairs of the deceased": (
        "This is Pat Sample. I am looking for the person who handles the financial affairs of Avery Example."
    ),
}


TELLERS: Final[Mapping[str, Teller]] = {
    "place_call": _call_or_ask_others,
    "ask_during_reply": asks("place_call"),
    "count_calls_for_person": asks("place_call"),
    "leave_voicemail": _message,
    "leave_voicemail_as_lcm": _message,
    "record_outcome_as_lcm": _words("message", "Hello. This is Pat Sample from Any Services. Please call me back"),
    "say": _said,
    "delete_recording": asks("erase"),
    "talk_on_that_call": asks("speak"),
    "respond_on_that_call": asks("speak"),
    "ask_for_convenient_time": asks("speak"),
    "send_email": asks("email"),
    "mail_letter": asks("letter"),
    "mail_validation_notice": asks("letter"),
    "discuss_debt_with": asks("disclose"),
    "furnish_to_cra": asks("furnish"),
}


def decidable(examples: list[Example]) -> Iterator[tuple[Example, Told]]:
    """Those that a teller tells of, each as a case."""
    for example in examples:
        try:
            yield example, tell(example)
        except KeyError:
            continue

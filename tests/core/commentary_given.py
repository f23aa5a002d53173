"""What the worked examples of the official commentary give, part by part, as the shapes of a rule's case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from msgspec.structs import replace

from callassist.rule_shapes import (
    Given,
    GivenAuthority,
    GivenCall,
    GivenConsent,
    GivenDates,
    GivenDebt,
    GivenLimit,
    GivenMark,
    GivenMessage,
    GivenNotice,
    GivenRequest,
    GivenStatement,
)

Example = Mapping[str, Any]
NOON: Final = "2026-04-15T12:00-04:00"  # a Wednesday, when an example names no moment
EARLIER: Final = "2026-03-20T10:00-04:00"
LONG: Final = date(2099, 1, 1)
DAYS_OF_MAIL: Final = 7
RESULTS: Final = {
    "no_answer": "no answer",
    "voicemail": "voicemail",
    "lcm": "voicemail",
    "voicemail_left_for_collector": "voicemail",
    "conversation": "conversation",
    "busy": "busy",
    "not_in_service": "not in service",
    "answered_dropped": "dropped",
}
HOMES: Final = {
    "America/New_York": ("OH", "43004", "614"),
    "America/Chicago": ("IL", "60601", "312"),
    "America/Denver": ("CO", "80202", "303"),
    "America/Los_Angeles": ("CA", "94110", "415"),
}
KINDS: Final = {"mobile": "cell", "landline": "home", "mobile_area_code": "cell", "landline_area_code": "home"}


def story(example: Example) -> Given:
    """Everything that an example gives; a key that nobody tells of is a fault of this table."""
    given = Given(**_home(example["given"]))
    for name in sorted(example["given"], key=lambda key: (key not in FIRST, key)):
        given = PARTS[name](given, example)
    return given


FIRST: Final = frozenset({"debt", "debts_held", "number", "location_evidence"})  # others name what these bring


def _home(told: Mapping[str, Any]) -> dict[str, Any]:
    state, code, area = HOMES[told.get("tz", "America/New_York")]
    return {"state": state, "zip": code, "numbers": (f"cell {area}-555-0101",)}


def names(example: Example) -> list[str]:
    """The debts of an example, in order."""
    told = example["given"]
    found: list[str] = told.get("debts_held") or [told.get("debt", "D1")]
    return found


def numbers(example: Example, named: str | list[str]) -> tuple[int, ...]:
    """Which of the debts are named, counted from 1."""
    wanted = named if isinstance(named, list) else [named]
    return tuple(names(example).index(debt) + 1 for debt in wanted)


def _debts(given: Given, example: Example) -> Given:
    return replace(given, debts=(GivenDebt(),) * len(names(example)))


def _calls(given: Given, example: Example) -> Given:
    """A debtor's calls are their own: those to somebody else who owes the same debt are told in that one's case."""
    told = (call for call in example["given"]["calls"] if call.get("to") in {None, example["when"].get("to")})
    return replace(given, calls=(*given.calls, *(_call(call, example) for call in told)))


def _call(call: Mapping[str, Any], example: Example) -> GivenCall:
    debts = call.get("debts", names(example))
    debts = call["attributed_to"] if debts == "unspecified" else debts
    return GivenCall(
        at=tuple(call["at"]) if isinstance(call["at"], list) else call["at"],
        result=RESULTS[call["result"]],
        by="them" if call.get("by") == "person" else "us",
        debts=numbers(example, debts),
    )


def _count(given: Given, example: Example) -> Given:
    days = tuple(f"2026-04-{9 + each:02d}T10:00-04:00" for each in range(example["given"]["count_in_window"]))
    return replace(given, calls=(GivenCall(at=days, result="no answer"),))


def _consent(given: Given, example: Example) -> Given:
    return replace(given, consents=(GivenConsent(at=example["given"]["consent"]["received"], until=LONG),))


def _statements(given: Given, example: Example) -> Given:
    told = tuple(
        GivenStatement(says=each["says"], at=each.get("at", EARLIER)) for each in example["given"]["statements"]
    )
    return replace(given, statements=(*given.statements, *told))


def _designated(given: Given, example: Example) -> Given:
    words = f"{example['given']['designated_inconvenient'].removesuffix(' local')} are inconvenient"
    return replace(given, statements=(GivenStatement(says=words, at=EARLIER),))


def _number(given: Given, example: Example) -> Given:
    return replace(given, numbers=(f"{KINDS[example['given']['number']['type']]} 614-555-0101",))


def _at_home(given: Given, example: Example) -> Given:
    """That they are at the barred place today is written down for the number that would ring there."""
    today = date.fromisoformat(example["when"]["at"][:10])
    closed = GivenStatement(says="not at home", at=example["when"]["at"], number=1, until=today)
    return replace(given, statements=(*given.statements, closed))


def _evidence(given: Given, example: Example) -> Given:
    told = example["given"]["location_evidence"]
    points = (f"{KINDS[each['kind']]} {each.get('code') or HOMES[each['tz']][2]}-555-0101" for each in told)
    return replace(given, state="", zip="", numbers=tuple(points))


def _attorney(given: Given, example: Example) -> Given:
    told = example["given"]["attorney"]
    sent = ("2026-02-10T10:00-05:00", "2026-02-20T10:00-05:00")[: told.get("letters_sent", 0)]
    letters = tuple(GivenMessage(at=at, medium="mail", kind="attorney") for at in sent)
    limit = GivenLimit(kind="attorney", at="2026-02-01T10:00-05:00", debts=(1,))
    return replace(given, restrictions=(limit,), messages=letters)


def _attorney_agrees(given: Given, _example: Example) -> Given:
    return replace(given, authorities=(GivenAuthority(kind="attorney_letter", relation="consumer", at=EARLIER),))


def _notice(given: Given, example: Example) -> Given:
    """A notice that has not been received by then is not on file."""
    received = f"{example['given']['written_notice']['received']}T00:01-04:00"
    if received > example["when"]["at"]:
        return given
    return replace(given, restrictions=(GivenLimit(kind="cease", written=True, at=received, debts=(1,)),))


def _inbound(given: Given, example: Example) -> Given:
    for each in example["given"]["inbound"]:
        if each["medium"] == "email":
            given = replace(given, messages=(GivenMessage(at=each["at"], medium="email", by="them", address=1),))
        else:
            result = "" if each.get("ongoing") else "voicemail"
            given = replace(given, calls=(GivenCall(at=each["at"], by="them", result=result),))
    return given


def _learned(given: Given, example: Example) -> Given:
    """The number is another's. Six calls to the consumer's own show that the two no longer count."""
    calls = tuple(replace(call, number=2) for call in given.calls)
    own = GivenCall(at=tuple(f"2026-04-0{day}T{hour}:00-04:00" for day in (7, 8) for hour in (10, 13, 16)))
    mark = GivenMark(number=2, standing="wrong_party", at=example["given"]["learned"]["at"])
    pair = (*given.numbers, "other 614-555-0109")
    return replace(given, numbers=pair, calls=(*calls, replace(own, result="no answer")), marks=(mark,))


def _asked_before(given: Given, example: Example) -> Given:
    spoken = GivenCall(at=EARLIER, result="third party", third_party="unknown")
    return replace(given, calls=(spoken,) * example["given"]["prior_location_contacts"])


def _validation(given: Given, example: Example) -> Given:
    sent = date.fromisoformat(example["given"]["validation_mailed"])
    return replace(given, notices=(GivenNotice(kind="validation", on=sent),))


def _disputed(given: Given, example: Example) -> Given:
    came = date.fromisoformat(example["given"]["written_dispute_received"])
    return replace(given, requests=(GivenRequest(kind="dispute", on=came, written=True),))


def _busy(given: Given, _example: Example) -> Given:
    """They have just said it on a call of ours."""
    call = GivenCall(at="2026-04-15T11:58-04:00")
    said = GivenStatement(says="I'm busy right now", at="2026-04-15T11:59-04:00")
    return replace(given, calls=(call,), statements=(said,))


def _opted_out(given: Given, _example: Example) -> Given:
    return replace(given, emails=("e1@example.com",), restrictions=(GivenLimit(kind="opt_out", address=1, at=EARLIER),))


def _answered(given: Given, example: Example) -> Given:
    """Somebody else is on the line, named as who they say they are."""
    speaker = {"mother": "parent"}.get(example["given"]["answerer"], "adult_child")
    return replace(given, calls=(GivenCall(at="2026-04-15T11:58-04:00", speaker=speaker, verified=True),))


def _spoke(given: Given, example: Example) -> Given:
    at = f"{example['given']['spoke_by_phone_about_debt']}T10:00-04:00"
    return replace(given, calls=(GivenCall(at=at, result="conversation"),))


def _mailed(given: Given, example: Example) -> Given:
    told = example["given"]
    sent, back = date.fromisoformat(told["letter_mailed"]), date.fromisoformat(told["undeliverable_notice"])
    return replace(given, notices=(GivenNotice(kind="validation", on=sent, returned=back),))


def _named_so(given: Given, example: Example) -> Given:
    name = example["given"]["business_name"]
    return replace(given, agency=replace(given.agency, name=name, voicemail_name=name))


def _recorded(given: Given, example: Example) -> Given:
    return replace(
        given, calls=(GivenCall(at=f"{example['given']['recording_of_call']}T10:00-04:00", result="conversation"),)
    )


def _expired(given: Given, _example: Example) -> Given:
    old = GivenDebt(service=date(2010, 5, 3), dates=GivenDates(defaulted=date(2010, 9, 1), basis="account"))
    return replace(given, debts=(old,))


def _in_the_period(given: Given, example: Example) -> Given:
    sent = date.fromisoformat(NOON[:10]) - timedelta(days=example["given"]["day_of_validation_period"] + DAYS_OF_MAIL)
    return replace(given, notices=(GivenNotice(kind="validation", on=sent),))


def _talked(given: Given, _example: Example) -> Given:
    """A later call: the first communication is behind us, and on this call nothing has been said yet."""
    now = GivenCall(at="2026-04-15T11:58-04:00", verified=True)
    return replace(
        given, calls=(GivenCall(at=EARLIER, result="conversation", verified=True, said=("collector-disclosure",)), now)
    )


def _as_is(given: Given, _example: Example) -> Given:
    return given


PARTS: Final[Mapping[str, Callable[[Given, Example], Given]]] = {
    "debt": _debts,
    "debts_held": _debts,
    "calls": _calls,
    "count_in_window": _count,
    "consent": _consent,
    "statements": _statements,
    "designated_inconvenient": _designated,
    "number": _number,
    "knows_consumer_at_home_now": _at_home,
    "location_evidence": _evidence,
    "attorney": _attorney,
    "consent_of_attorney_to_direct_contact": _attorney_agrees,
    "written_notice": _notice,
    "inbound": _inbound,
    "learned": _learned,
    "prior_location_contacts": _asked_before,
    "validation_mailed": _validation,
    "written_dispute_received": _disputed,
    "learned_during_call": _busy,
    "opted_out_email": _opted_out,
    "answerer": _answered,
    "spoke_by_phone_about_debt": _spoke,
    "letter_mailed": _mailed,
    "business_name": _named_so,
    "recording_of_call": _recorded,
    "limitation_expired": _expired,
    "day_of_validation_period": _in_the_period,
    "prior_communications": _talked,
    # what bears on nothing that is asked, or is told by what stands beside it
    **dict.fromkeys(
        (
            *("tz", "new_fact", "medium", "co_debtors", "person", "purpose", "conversation", "callee", "written"),
            *("responses_sent", "responses_by_phone", "believes_earlier_answer_wrong", "callee_asked_for_another_call"),
            *("known_emails", "opted_out_for", "consent_of_consumer", "consumer_age", "undeliverable_notice"),
            *("further_action", "last_known_address", "knows_not_residing", "voicemail_to", "asked_for_employer"),
            *("consumer_deceased", "call_dropped_before"),
        ),
        _as_is,
    ),
}

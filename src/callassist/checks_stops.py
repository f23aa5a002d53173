"""Checks of what stands on file: restrictions, the standing of numbers, licences, missing facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from callassist.calendars import local_day
from callassist.casefile import Restriction
from callassist.checklist import (
    answered_before,
    check,
    day_begins,
    has_reply_due,
    is_in_manner,
    manner_faults,
    places,
    shortened,
    strangers,
)
from callassist.kinds import AUTHORITIES, NOTICES
from callassist.legal_days import comes_of_age
from callassist.rules import FACTS, Evidence, Situation, Values, missing_facts


@check()
def always(_situation: Situation, _values: Values) -> Evidence | None:
    """Whenever the rule's `when` fits."""
    return Evidence()


# ── restrictions ──


def _kind_faults(values: Values) -> Iterable[str]:
    yield from strangers("notice", values.get("notices", ()), NOTICES)
    yield from manner_faults(values["kinds"])


@check(
    scopes=("person", "number", "debt", "address"),
    values={
        "kinds": dict,
        "reply?": bool,
        "reply_days?": int,
        "every_number?": bool,
        "medium?": str,
        "notices?": list,
    },
    words=("words", "since", "party"),
    personal=("words", "party"),
    faults=_kind_faults,
)
def restricted(situation: Situation, values: Values) -> Evidence | None:
    """A restriction of one of `kinds` (each any, written or oral) binds the person, this number or this debt.

    For a number or address one without any counts only with `every_number`; `reply` lets the consumer's own call, or
    what they wrote by `medium`, be answered once (see has_reply_due). `notices` are those that may go all the same,
    which whoever keeps what was sent looks at.
    """
    bound = [r for r in situation.case.consumer.restrictions if _binds(r, situation, values)]
    if not bound:
        return None
    lasting = max(bound, key=lambda r: (r.until or date.max, r.id))
    if has_reply_due(situation, max(r.id for r in bound), values):
        return None
    opens = day_begins(lasting.until.toordinal() + 1, places(situation)) if lasting.until else None
    return Evidence(
        words={
            "words": shortened(lasting.words) or lasting.kind.replace("_", " "),
            "since": f"{local_day(lasting.since, places(situation)[0]):%d %b %Y}",
            "party": shortened(situation.case.texts.get(lasting.party, "")) or "name not on file",
        },
        opens=opens,
    )


def _binds(restriction: Restriction, situation: Situation, values: Values) -> bool:
    if not is_in_manner(restriction, values["kinds"]):
        return False
    if restriction.until is not None and situation.day > restriction.until:
        return False
    return _is_about(restriction, situation, is_whole=values.get("every_number", False))


def _is_about(restriction: Restriction, situation: Situation, *, is_whole: bool) -> bool:
    """A person's is one without a number, whatever debts were named: a medium refused is refused for all."""
    point = situation.number or situation.email
    if point is not None:
        return restriction.row == point.row or (is_whole and not restriction.row)
    if situation.debt is not None:
        return not restriction.debts or situation.debt.id in restriction.debts
    return not restriction.row


# ── an attorney ──


def _silence_faults(values: Values) -> Iterable[str]:
    for name in ("days", "tries"):
        if values[name] < 1:
            yield f"'{name}' is {values[name]}; it must be 1 at least"


@check(
    scopes=("debt",),
    values={"days": int, "tries": int, "kind": str, "reply?": bool, "reply_days?": int, "medium?": str},
    words=("words", "since", "party", "tried"),
    personal=("words", "party"),
    faults=_silence_faults,
)
def represented(situation: Situation, values: Values) -> Evidence | None:
    """An attorney is known for this debt, has not let us speak with the consumer, and is not silent.

    Silent is one who, `days` days after the last of the first `tries` letters or messages of this `kind` or calls on
    which the attorney's side was reached without a talk, has answered nothing. `reply`, `medium`: as in restricted.
    """
    debt = situation.debt.id if situation.debt else 0
    bound = [r for r in situation.case.consumer.restrictions if r.kind == "attorney" and r.binds(debt, situation.day)]
    if not bound or _attorney_agrees(situation, bound[-1].id, debt):
        return None
    tried = _tried(situation, values, bound[-1].id)
    free = tried[values["tries"] - 1] + values["days"] if len(tried) >= values["tries"] else None
    if free is not None and situation.day.toordinal() >= free:
        return None
    if has_reply_due(situation, bound[-1].id, values):
        return None
    lasts = [r.until.toordinal() + 1 if r.until else date.max.toordinal() for r in bound]
    ends = [day for day in (free, max(lasts)) if day is not None and day < date.max.toordinal()]
    return Evidence(
        words={
            "words": shortened(bound[-1].words) or "attorney",
            "since": f"{local_day(bound[-1].since, places(situation)[0]):%d %b %Y}",
            "party": shortened(situation.case.texts.get(bound[-1].party, "")) or "name not on file",
            "tried": len(tried),
        },
        opens=day_begins(min(ends), places(situation)) if ends else None,
    )


def _attorney_agrees(situation: Situation, known: int, debt: int) -> bool:
    """The attorney, since we knew of them, has let us speak with the consumer themselves."""
    given = (a for a in situation.case.consumer.authorities if a.kind == "attorney_letter" and a.id > known)
    return any(authority.covers("consumer", debt, situation.day) for authority in given)


def _tried(situation: Situation, values: Values, known: int) -> list[int]:
    """The days on which we turned to the attorney about this debt, oldest first; none once anything came back.

    A message from an address that is not on file may be the attorney's, so it counts as an answer.
    """
    consumer, zones = situation.case.consumer, places(situation)
    calls = [call for call in consumer.calls if call.speaker == "attorney" and call.id > known]
    written = [message for message in consumer.messages if message.id > known]
    if any(c.is_conversation or c.is_inbound for c in calls) or any(m.is_inbound and not m.row for m in written):
        return []
    ours = [(m.at, m.debts) for m in written if not m.is_inbound and m.kind == values["kind"]]
    ours += [(call.at, call.debts) for call in calls]
    debt = situation.debt.id if situation.debt else 0
    about = [at for at, debts in ours if not debts or debt in debts]
    return sorted(max(local_day(at, zone).toordinal() for zone in zones) for at in about)


def _age_faults(values: Values) -> Iterable[str]:
    yield from strangers("authority", values.get("unless", ()), AUTHORITIES)
    for state, age in values["states"].items():
        if type(age) is not int:
            yield f"the age of {state} is {age!r}; it must be a whole number"


@check(scopes=("person",), values={"age": int, "states": dict, "unless?": list}, faults=_age_faults)
def is_minor(situation: Situation, values: Values) -> Evidence | None:
    """The person is younger than `age`, or than the age of their state, or is on file as a minor.

    A mark from when they were one ends with the birthday; one against the birth date on file stands. One that
    names debts speaks of when the care was given, not of now: see under_age_then. `unless` are kinds of authority:
    with one of them on file somebody answers for the minor.
    """
    consumer = situation.case.consumer
    held = (each for each in consumer.authorities if each.kind in values.get("unless", ()))
    if any(each.until is None or situation.day <= each.until for each in held):
        return None
    marks = [r for r in consumer.restrictions if r.kind == "minor" and not r.debts]
    if consumer.dob is None or consumer.dob > situation.day:
        return Evidence() if marks else None
    of_age = comes_of_age(consumer.dob, consumer.state, values)
    if situation.day < of_age:
        return Evidence(opens=day_begins(of_age.toordinal(), places(situation)))
    days = (local_day(mark.since, zone) for mark in marks for zone in places(situation)[:1])
    return Evidence() if any(day >= of_age for day in days) else None


@check(scopes=("debt",), words=("words",), personal=("words",))
def under_age_then(situation: Situation, _values: Values) -> Evidence | None:
    """Of this very debt it is on file that the person was under age when cared for."""
    debt = situation.debt.id if situation.debt else 0
    marks = (r for r in situation.case.consumer.restrictions if r.kind == "minor" and debt in r.debts)
    return next((Evidence(words={"words": shortened(mark.words) or "no words on file"}) for mark in marks), None)


# ── numbers ──


@check(scopes=("number",), values={"standings": dict}, words=("standing",))
def number_standing(situation: Situation, values: Values) -> Evidence | None:
    """The number's standing is one of `standings`, each with the words for it."""
    standing = situation.number.standing if situation.number else ""
    found = values["standings"].get(standing)
    return None if found is None else Evidence(words={"standing": found})


@check(scopes=("person",))
def no_number(situation: Situation, _values: Values) -> Evidence | None:
    """There is no number on file."""
    return None if situation.case.consumer.numbers else Evidence()


# ── debts ──


@check(scopes=("person",))
def nothing_open(situation: Situation, _values: Values) -> Evidence | None:
    """No debt of this line has anything to collect."""
    return None if situation.case.open_debts(situation.line) else Evidence()


def _fact_faults(values: Values) -> Iterable[str]:
    yield from strangers("fact of a debt", values["facts"], FACTS)


@check(scopes=("debt",), values={"facts": list}, words=("missing",), faults=_fact_faults)
def facts_missing(situation: Situation, values: Values) -> Evidence | None:
    """Some of `facts` is not known of the debt."""
    debt = situation.debt
    lacking = missing_facts(situation.case, debt, situation.setting) if debt else ()
    missing = [fact for fact in lacking if fact in values["facts"]]
    return Evidence(words={"missing": ", ".join(missing)}) if missing else None


@check(scopes=("debt",))
def disputed(situation: Situation, _values: Values) -> Evidence | None:
    """This consumer disputes the debt."""
    return Evidence() if situation.debt and situation.case.id in situation.debt.disputed_by else None


@check(scopes=("debt",), words=("other",))
def other_line(situation: Situation, _values: Values) -> Evidence | None:
    """The debt is of another line of business than the call."""
    line = situation.debt.line if situation.debt else situation.line
    return None if line == situation.line else Evidence(words={"other": line.replace("_", "-")})


@check(scopes=("person",), values={"but?": list, "only?": list}, words=("state", "expired"))
def not_licensed(situation: Situation, values: Values) -> Evidence | None:
    """No licence, or none that is still good, in the consumer's state, if it is none of `but` and one of `only`."""
    state = situation.case.consumer.state
    if state in values.get("but", ()) or state not in values.get("only", (state,)):
        return None
    held = situation.setting.agency.licence(state)
    if not state or (held and (held.expires is None or situation.day <= held.expires)):
        return None
    lapsed = f"; it expired {held.expires:%d %b %Y}" if held and held.expires else ""
    return Evidence(words={"state": state, "expired": lapsed})


# ── the call in hand ──


@check(scopes=("person",))
def not_verified(situation: Situation, _values: Values) -> Evidence | None:
    """Nobody has verified on the open call that they are the person."""
    call = situation.case.call
    return None if call is not None and call.verified else Evidence()


@check(scopes=("person",), words=("who",))
def third_party_present(situation: Situation, _values: Values) -> Evidence | None:
    """Somebody else answered the open call."""
    call = situation.case.call
    return Evidence(words={"who": call.third_party.replace("_", " ")}) if call and call.third_party else None


@check(scopes=("person",), values={"statement": str})
def not_said(situation: Situation, values: Values) -> Evidence | None:
    """The `statement` has not been read out on the open call."""
    call = situation.case.call
    return None if call is not None and values["statement"] in call.disclosures else Evidence()


@check(scopes=("debt",), words=("client",))
def voicemail_not_allowed(situation: Situation, _values: Values) -> Evidence | None:
    """The debt's client has not allowed messages, or has no policy on file."""
    client = situation.debt.client if situation.debt else ""
    policy = situation.setting.clients.get(client)
    if policy is not None and policy.may_leave_voicemail:
        return None
    return Evidence(words={"client": policy.name if policy else client})


@check(scopes=("person",))
def no_voicemail_name(situation: Situation, _values: Values) -> Evidence | None:
    """The agency has no name that may be left in a message."""
    return None if situation.setting.agency.voicemail_name else Evidence()


@check(scopes=("person",))
def location_known(situation: Situation, _values: Values) -> Evidence | None:
    """We have an address and a number, nothing has cast doubt on any of them, and they are not on file as dead.

    A number that is known to be good settles doubts about other numbers, not about where the mail goes.
    """
    consumer = situation.case.consumer
    points = consumer.numbers
    is_certain = any(point.standing == "good" for point in points)
    is_doubted = not all(point.is_usable for point in points) and not is_certain
    is_doubted = is_doubted or not all(place.is_usable for place in consumer.places[-1:])
    is_doubted = is_doubted or any(each.kind == "deceased" for each in consumer.restrictions)
    return None if is_doubted or not consumer.places or not points else Evidence()


@check(scopes=("number",), values={"third_parties": list}, words=("asked",))
def location_asked(situation: Situation, values: Values) -> Evidence | None:
    """Whoever answers this number was asked before, on a call that one of `third_parties` answered."""
    call = answered_before(situation, values["third_parties"])
    return Evidence(words={"asked": f"{local_day(call.at, places(situation)[0]):%d %b %Y}"}) if call else None

"""Checks of who is speaking and what they may hear, for each debt and each fact; of recording and statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from callassist.calendars import local_day
from callassist.casefile import Call, Debt, Restriction
from callassist.checklist import answered_before, check, day_begins, is_other_patient, places, shortened, strangers
from callassist.kinds import AUTHORITIES, NOTICES, RESTRICTIONS, SPEAKERS, in_words
from callassist.rules import Evidence, Situation, Values

CONSUMER: Final = "consumer"
DECEASED: Final = "deceased"
_WORD: Final = re.compile(r"[^\W\d_]+")


def _restrictions(situation: Situation, kinds: Iterable[str], debt: Debt | None = None) -> list[Restriction]:
    """Those of some kinds that hold today, for a debt or for any."""
    wanted = frozenset(kinds)
    return [
        each
        for each in situation.case.consumer.restrictions
        if each.kind in wanted and (debt is None or each.binds(debt.id, situation.day))
        if each.until is None or situation.day <= each.until
    ]


def _leave_faults(values: Values) -> Iterable[str]:
    return strangers("authority", values["kinds"], AUTHORITIES)


def _kind_faults(values: Values) -> Iterable[str]:
    return strangers("restriction", values["kinds"], RESTRICTIONS)


def _notice_faults(values: Values) -> Iterable[str]:
    return strangers("notice", values.get("notices", ()), NOTICES)


# ── who may hear ──


def _authority_faults(values: Values) -> Iterable[str]:
    for table in ("authorities", "after_death"):
        for relation, kinds in values.get(table, {}).items():
            yield from strangers("speaker", (relation,), SPEAKERS)
            yield from strangers("authority", kinds, AUTHORITIES)
    for relation, kinds in values.get("restrictions", {}).items():
        yield from strangers("speaker", (relation,), SPEAKERS)
        yield from strangers("restriction", kinds, RESTRICTIONS)
    yield from strangers("speaker", values.get("written", ()), SPEAKERS)
    yield from strangers("authority", values.get("ends_at_death", ()), AUTHORITIES)


@check(
    scopes=("debt",),
    values={"authorities": dict, "after_death?": dict, "restrictions?": dict, "written?": list, "ends_at_death?": list},
    words=("speaker", "needs"),
    faults=_authority_faults,
)
def lacks_authority(situation: Situation, values: Values) -> Evidence | None:
    """Somebody in one of these relations is speaking, and no authority of the kinds named for it covers the debt today.

    `after_death` adds kinds once the consumer has died, `ends_at_death` takes some away; `restrictions` are kinds of
    restriction that name such a person as well as an authority does; `written` are relations whose authority must be.
    """
    call, debt = situation.case.call, situation.debt
    if call is None or debt is None or call.speaker not in values["authorities"]:
        return None
    relation, kinds = call.speaker, _kinds(situation, values, call.speaker)
    named = values.get("restrictions", {}).get(relation, ())
    if named and _restrictions(situation, named, debt):
        return None
    is_written = relation in values.get("written", ())
    held = (a for a in situation.case.consumer.authorities if a.kind in kinds and (a.is_written or not is_written))
    if any(authority.covers(relation, debt.id, situation.day) for authority in held):
        return None
    return Evidence(words={"speaker": in_words(relation), "needs": " or ".join(map(in_words, kinds[:2]))})


def _kinds(situation: Situation, values: Values, relation: str) -> tuple[str, ...]:
    """The kinds of authority that count for a relation, as the consumer lives or has died."""
    kinds = tuple(values["authorities"][relation])
    if not _restrictions(situation, (DECEASED,)):
        return kinds
    ended = values.get("ends_at_death", ())
    return tuple(kind for kind in (*kinds, *values.get("after_death", {}).get(relation, ())) if kind not in ended)


@check(scopes=("debt",), values={"kinds": list}, faults=_leave_faults)
def other_patient(situation: Situation, values: Values) -> Evidence | None:
    """The care was another person's, and no authority of `kinds` lets the consumer hear of it.

    Where the patient is not on file, a debt that is owed as anything but patient or guarantor is another's care.
    """
    case, debt = situation.case, situation.debt
    if debt is None or not _is_others_care(situation, debt):
        return None
    held = (each for each in case.consumer.authorities if each.kind in values["kinds"])
    return None if any(each.covers(CONSUMER, debt.id, situation.day) for each in held) else Evidence()


def _is_others_care(situation: Situation, debt: Debt) -> bool:
    if debt.details.patient_first or debt.details.patient_last:
        return is_other_patient(situation, debt)
    return situation.case.role(debt.id) in OF_OTHERS


OF_OTHERS: Final = frozenset({"co_guarantor", "spouse", "parent", "estate"})
"""As what somebody owes for care that was not, or need not have been, their own."""


def _kept_faults(values: Values) -> Iterable[str]:
    yield from strangers("restriction", values["kinds"], RESTRICTIONS)
    yield from strangers("speaker", values["relations"], SPEAKERS)


@check(
    scopes=("debt",), values={"kinds": list, "relations": list, "later?": bool}, words=("speaker",), faults=_kept_faults
)
def kept_from_others(situation: Situation, values: Values) -> Evidence | None:
    """A restriction of `kinds` stands and one of `relations` is speaking; `later`: unless given leave after it."""
    call, debt = situation.case.call, situation.debt
    if call is None or debt is None or call.speaker not in values["relations"]:
        return None
    placed = _restrictions(situation, values["kinds"], debt)
    if not placed or (values.get("later", False) and _has_leave_since(situation, debt, call, placed[-1].id)):
        return None
    return Evidence(words={"speaker": in_words(call.speaker)})


def _has_leave_since(situation: Situation, debt: Debt, call: Call, restriction: int) -> bool:
    held = (each for each in situation.case.consumer.authorities if each.id > restriction)
    return any(each.covers(call.speaker, debt.id, situation.day) for each in held)


@check(scopes=("person",), values={"kinds": list}, faults=_leave_faults)
def unspoken_for(situation: Situation, values: Values) -> Evidence | None:
    """The consumer has died, and no authority of `kinds` is on file today for anybody."""
    if not _restrictions(situation, (DECEASED,)):
        return None
    held = (each for each in situation.case.consumer.authorities if each.kind in values["kinds"])
    is_spoken_for = any(each.until is None or situation.day <= each.until for each in held)
    return None if is_spoken_for else Evidence()


# ── the way they asked to be reached ──


@check(
    scopes=("person", "number", "address"),
    values={"kinds": list},
    words=("words",),
    personal=("words",),
    faults=_kind_faults,
)
def not_the_named_way(situation: Situation, values: Values) -> Evidence | None:
    """They named the only number or address at which they may be reached, and this is another.

    For the person, which is what a letter goes to: nothing named is the newest postal address.
    """
    placed = _restrictions(situation, values["kinds"])
    if not placed or _row_of(situation) in {each.row for each in placed}:
        return None
    return Evidence(words={"words": shortened(placed[-1].words) or "no words on file"})


def _row_of(situation: Situation) -> int:
    """The dossier row of what is judged; -1, which is nobody's, where there is no postal address."""
    if situation.number is not None:
        return situation.number.row
    if situation.email is not None:
        return situation.email.row
    consumer = situation.case.consumer
    return consumer.places[-1].row if consumer.places else -1


# ── names that say too much ──


@check(scopes=("debt",), values={"words": list, "whole?": list})
def care_in_name(situation: Situation, values: Values) -> Evidence | None:
    """The facility's name tells what the care was for, and the client gave no other.

    By a word that begins with one of `words`, or is one of `whole`.
    """
    debt = situation.debt
    if debt is None or not debt.facility:
        return None
    policy = situation.setting.clients.get(debt.client)
    if policy is not None and debt.facility in policy.neutral_names:
        return None
    return Evidence() if _tells(debt.facility, tuple(values["words"]), tuple(values.get("whole", ()))) else None


@lru_cache(maxsize=4096)
def _tells(name: str, beginnings: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a word of the name begins with one of these, or is one of those."""
    return any(word.startswith(beginnings) or word in whole for word in _WORD.findall(name.casefold()))


# ── recording ──


@check(scopes=("person",), values={"statement": str, "states?": list, "unknown?": bool}, words=("states",))
def recording_unannounced(situation: Situation, values: Values) -> Evidence | None:
    """The `statement` was not read out on the open call, and somebody on it is in one of `states`, or anywhere.

    `unknown`: where we or they are, when it is not on file, may be in any of them.
    """
    call = situation.case.call
    return None if call is not None and values["statement"] in call.disclosures else _party_in(situation, values)


@check(scopes=("person",), values={"states?": list, "unknown?": bool}, words=("states",))
def recording_refused(situation: Situation, values: Values) -> Evidence | None:
    """They refused to be recorded, and somebody on the call is in one of `states`; the values as above."""
    return _party_in(situation, values) if _restrictions(situation, ("recording_refused",)) else None


def _party_in(situation: Situation, values: Values) -> Evidence | None:
    """Where somebody on the call may be, of the states named; '' stands for a place that is not on file."""
    wanted, is_strict = values.get("states"), values.get("unknown", False)
    found = [s for s in _states(situation) if (not s and is_strict) or (s and (wanted is None or s in wanted))]
    return Evidence(words={"states": ", ".join(state or "a place not on file" for state in found)}) if found else None


def _states(situation: Situation) -> tuple[str, ...]:
    """Where those on a call may be, each once: the newest address, the number that was dialled, our desks."""
    consumer, call = situation.case.consumer, situation.case.call
    number = consumer.contact_at(call.row) if call else None
    area = situation.setting.geography.state_of_number(number.number) if number else ""
    desks = situation.setting.agency.desk_states or ("",)
    return tuple(dict.fromkeys((consumer.state, *((area,) if area else ()), *desks)))


# ── what must be said ──


@check(
    scopes=("person",),
    values={"statement": str, "first": bool, "short?": str, "notices?": list},
    faults=_notice_faults,
)
def not_disclosed(situation: Situation, values: Values) -> Evidence | None:
    """The `statement`, or later its `short` form, has not been read out on the open call.

    `first`: judges only while nothing was disclosed before, on an earlier call or by one of `notices`; else only after.
    """
    call, statement = situation.case.call, values["statement"]
    said = call.disclosures if call else ()
    if statement in said or _is_first(situation, values) != values["first"]:
        return None
    return None if not values["first"] and values.get("short", "") in said else Evidence()


def _is_first(situation: Situation, values: Values) -> bool:
    consumer, call = situation.case.consumer, situation.case.call
    told = (c for c in consumer.calls if values["statement"] in c.disclosures and (call is None or c.id != call.id))
    notices = values.get("notices", ())
    return next(told, None) is None and not any(notice.kind in notices for notice in consumer.notices)


@check(scopes=("person",), values={"statements": list}, words=("languages",))
def not_in_language(situation: Situation, values: Values) -> Evidence | None:
    """One of `statements` was read out, but not in every language of the call.

    Those are the consumer's and any in which another statement was read out.
    """
    call = situation.case.call
    if call is None or not call.disclosures:
        return None
    given = {lang for kind, lang in zip(call.disclosures, call.languages, strict=True) if kind in values["statements"]}
    wanted = dict.fromkeys((situation.case.consumer.language, *call.languages))
    missing = [language for language in wanted if language not in given]
    return Evidence(words={"languages": ", ".join(missing)}) if given and missing else None


# ── others who answer, and messages ──


@check(scopes=("number",), values={"third_parties": list}, words=("asked",))
def asked_once(situation: Situation, values: Values) -> Evidence | None:
    """One of `third_parties` answered this number on an earlier call, and has not asked to be called again."""
    number, callbacks = situation.number, situation.case.consumer.callbacks
    if number is None or any(each.row == number.row and each.asked_by != CONSUMER for each in callbacks):
        return None
    call = answered_before(situation, values["third_parties"])
    return Evidence(words={"asked": f"{local_day(call.at, places(situation)[0]):%d %b %Y}"}) if call else None


@check(scopes=("person",), values={"days": int, "outcomes": list}, words=("last",))
def message_too_soon(situation: Situation, values: Values) -> Evidence | None:
    """Fewer than `days` days ago a call ended with one of `outcomes`, those that leave a message."""
    left = [attempt for attempt in situation.attempts if attempt.call.outcome in values["outcomes"]]
    clear = [
        day_begins(day + values["days"], (zone,))
        for attempt in left[-1:]
        for day, today, zone in zip(attempt.days, situation.today, places(situation), strict=True)
        if today < day + values["days"]
    ]
    if not clear:
        return None
    return Evidence(words={"last": f"{local_day(left[-1].call.at, places(situation)[0]):%a %d %b}"}, opens=max(clear))


@check(scopes=("person",), values={"states": list}, words=("state",))
def state_not_listed(situation: Situation, values: Values) -> Evidence | None:
    """The consumer's state is none of `states`, or is not on file."""
    state = situation.case.consumer.state
    return None if state in values["states"] else Evidence(words={"state": state or "a state not on file"})

"""Checks around medical debt: assistance windows, cover that leaves nothing to bill, disputes of the bill."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from callassist import notices as nt
from callassist.calendars import day_of
from callassist.casefile import Debt, Restriction
from callassist.checklist import check, day_begins, is_other_patient, places, shortened, strangers
from callassist.kinds import AUTHORITIES, NOTICES, REQUESTS, RESTRICTIONS
from callassist.money import format_cents
from callassist.rules import Evidence, Situation, Values

DAYS: Final = ("service", "first_statement", "defaulted", "judged", "assistance_told", "furnished")
COLUMNS: Final = ("insurance_name", "insurance_type", "insurance_status")
FACTS: Final = ("furnished", "paid")
LONGEST_NAME: Final = 24
CENTS: Final = 100
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def _day_of(debt: Debt, name: str) -> date | None:
    found: date | None = getattr(debt, name)
    return found


# ── days that rules go by ──


def _from_faults(values: Values) -> Iterable[str]:
    yield from strangers("day of a debt", (values["from"],), DAYS)


@check(
    scopes=("debt",),
    values={"from": str, "days": int, "every?": bool, "whole?": bool},
    words=("since", "last"),
    faults=_from_faults,
)
def days_not_over(situation: Situation, values: Values) -> Evidence | None:
    """Fewer than `days` have gone by since the debt's day `from`; with `every`, since the latest of the same client's.

    `whole`: the last of the days must be over too.
    Silent where that day is not on file: see day_unknown.
    """
    debt = situation.debt
    began = _latest(situation, debt, values["from"], is_every=values.get("every", False)) if debt else None
    if began is None:
        return None
    ends = began + timedelta(values["days"] + values.get("whole", False))
    if situation.day >= ends:
        return None
    return Evidence(
        words={"since": f"{began:%d %b %Y}", "last": f"{ends - timedelta(1):%d %b %Y}"},
        opens=day_begins(ends.toordinal(), places(situation)),
    )


def _latest(situation: Situation, debt: Debt, name: str, *, is_every: bool) -> date | None:
    """The debt's own day; or, where it is known, the latest among the person's open debts at the same client."""
    own = _day_of(debt, name)
    if own is None or not is_every:
        return own
    others = (each for each in situation.case.open_debts() if each.client == debt.client)
    return max((day for each in others if (day := _day_of(each, name))), default=own)


@check(scopes=("debt",), values={"from": str, "days": int}, words=("since",), faults=_from_faults)
def days_over(situation: Situation, values: Values) -> Evidence | None:
    """More than `days` have gone by since the debt's day `from`."""
    began = _day_of(situation.debt, values["from"]) if situation.debt else None
    if began is None or situation.day <= began + timedelta(values["days"]):
        return None
    return Evidence(words={"since": f"{began:%d %b %Y}"})


@check(scopes=("debt",), values={"dollars": int}, words=("balance",))
def balance_under(situation: Situation, values: Values) -> Evidence | None:
    """Less than so many dollars are owed."""
    debt = situation.debt
    if debt is None or debt.balance_cents >= values["dollars"] * CENTS:
        return None
    return Evidence(words={"balance": format_cents(debt.balance_cents)})


def _words_faults(values: Values) -> Iterable[str]:
    yield from strangers("day of a debt", values["missing"], DAYS)


@check(scopes=("debt",), values={"missing": dict}, words=("what", "client"), faults=_words_faults)
def day_unknown(situation: Situation, values: Values) -> Evidence | None:
    """A day of the debt is not on file; `missing` gives the words for each that is wanted."""
    debt = situation.debt
    if debt is None:
        return None
    what = [words for name, words in values["missing"].items() if _day_of(debt, name) is None]
    if not what:
        return None
    policy = situation.setting.clients.get(debt.client)
    return Evidence(
        words={"what": " and ".join(what), "client": shortened(policy.name if policy else debt.client, LONGEST_NAME)}
    )


@check(
    scopes=("debt",),
    values={"from": str, "days": int, "cover?": list, "dollars?": int},
    words=("since",),
    faults=_from_faults,
)
def window_open(situation: Situation, values: Values) -> Evidence | None:
    """No more than `days` have gone by since the debt's day `from`; `due` is the last. `cover`: only where named."""
    debt = situation.debt
    began = _day_of(debt, values["from"]) if debt else None
    if debt is None or began is None:
        return None
    last = began + timedelta(values["days"])
    if situation.day > last or ("cover" in values and not _cover(debt, COLUMNS, values["cover"])):
        return None
    return Evidence(words={"since": f"{began:%d %b %Y}"}, due=last)


# ── notices and requests ──


def _notice_faults(values: Values) -> Iterable[str]:
    yield from strangers("notice", values["notices"], NOTICES)


@check(scopes=("debt",), values={"notices": list, "days": int}, words=("sent",), faults=_notice_faults)
def notice_lacking(situation: Situation, values: Values) -> Evidence | None:
    """None of `notices` went out about the debt and stayed out, or not yet `days` ago."""
    debt = situation.debt.id if situation.debt else 0
    sent = [notice.on for notice in nt.delivered(situation.case, debt, *values["notices"])]
    if not sent:
        return Evidence(words={"sent": "not sent"})
    clear = min(sent) + timedelta(values["days"])
    if situation.day >= clear:
        return None
    opens = day_begins(clear.toordinal(), places(situation))
    return Evidence(words={"sent": f"sent {min(sent):%d %b %Y}"}, opens=opens)


def _request_faults(values: Values) -> Iterable[str]:
    yield from strangers("request", values["requests"], REQUESTS)


@check(scopes=("person", "debt"), values={"requests": list, "within?": int}, words=("asked",), faults=_request_faults)
def asked_for(situation: Situation, values: Values) -> Evidence | None:
    """One of `requests` waits for its answer; `due` is the last of `within` days."""
    debt = situation.debt.id if situation.debt else 0
    waiting = nt.waiting(situation.case, values["requests"], debt)
    if not waiting:
        return None
    first = min(request.on for request in waiting)
    due = first + timedelta(values["within"]) if "within" in values else None
    return Evidence(words={"asked": f"{first:%d %b %Y}"}, due=due)


# ── what a debt is said to be ──


def _claim_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of restriction", values["kinds"], RESTRICTIONS)
    yield from strangers("fact of a debt", (values["fact"],), FACTS)


@check(scopes=("debt",), values={"kinds": list, "fact": str}, words=("on", "claim"), faults=_claim_faults)
def done_although(situation: Situation, values: Values) -> Evidence | None:
    """The debt was `furnished` or `paid`, and one of `kinds` is said of it, so that it has to be undone."""
    debt = situation.debt
    done = (debt.furnished if values["fact"] == "furnished" else debt.last_paid) if debt else None
    if debt is None or done is None:
        return None
    held = _said(situation, debt, values["kinds"])
    return Evidence(words={"on": f"{done:%d %b %Y}", "claim": held.kind.replace("_", " ")}) if held else None


def _said(situation: Situation, debt: Debt, kinds: Iterable[str]) -> Restriction | None:
    """The newest restriction of some kinds that binds the debt today."""
    restrictions = situation.case.consumer.restrictions
    return next((r for r in reversed(restrictions) if r.kind in kinds and r.binds(debt.id, situation.day)), None)


def _reach_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of restriction", values["kinds"], RESTRICTIONS)


@check(scopes=("debt",), values={"kinds": list, "months": int}, words=("reach", "since"), faults=_reach_faults)
def cover_may_reach_back(situation: Situation, values: Values) -> Evidence | None:
    """One of `kinds` is said of the debt, and the care is not older than the first day of the month `months` before.

    Care of an unknown day may have been within reach.
    """
    debt = situation.debt
    if debt is None or not situation.case.consumer.restrictions:
        return None
    held = _said(situation, debt, values["kinds"])
    if held is None:
        return None
    applied = day_of(held.since, situation.zones)
    months = applied.year * 12 + applied.month - 1 - values["months"]
    reach = date(months // 12, months % 12 + 1, 1)
    if debt.service is not None and debt.service < reach:
        return None
    return Evidence(words={"reach": f"{reach:%d %b %Y}", "since": f"{applied:%d %b %Y}"})


def _cover_faults(values: Values) -> Iterable[str]:
    yield from strangers("column of cover", values["columns"], COLUMNS)
    yield from strangers("kind of restriction", values.get("unless", ()), RESTRICTIONS)


@check(
    scopes=("debt",),
    values={"columns": list, "phrases": list, "unless?": list, "status?": list, "days?": int},
    words=("cover",),
    faults=_cover_faults,
)
def cover_named(situation: Situation, values: Values) -> Evidence | None:
    """The cover that came with the account speaks one of `phrases`, in whole words; not once `unless` is said of it.

    With `status` only where the state of its claim speaks one of those too.
    """
    debt = situation.debt
    found = _cover(debt, values["columns"], values["phrases"]) if debt else ""
    if debt is None or not found or _said(situation, debt, values.get("unless", ())):
        return None
    if "status" in values and not _cover(debt, ("insurance_status",), values["status"]):
        return None
    return Evidence(words={"cover": found})


def _cover(debt: Debt, columns: Iterable[str], phrases: Iterable[str]) -> str:
    """The phrase that some columns of the cover hold; ''."""
    for column in columns:
        text = getattr(debt.details, column)
        if text:
            spoken = _plain(text)
            for phrase in phrases:
                if f" {phrase} " in spoken:
                    return phrase
    return ""


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Small letters and digits, one space between words and around them."""
    return f" {_NO_WORD.sub(' ', text.lower()).strip()} "


# ── who is asked ──


@check(scopes=("debt",), values={"roles": list}, words=("role",))
def owes_for_another(situation: Situation, values: Values) -> Evidence | None:
    """The person is on the debt in one of `roles`, or somebody else is on file as the patient."""
    debt = situation.debt
    if debt is None:
        return None
    role = situation.case.role(debt.id)
    if role in values["roles"] or (role != "patient" and is_other_patient(situation, debt)):
        return Evidence(words={"role": role.replace("_", " ")})
    return None


def _authority_faults(values: Values) -> Iterable[str]:
    yield from strangers("authority", values["kinds"], AUTHORITIES)


@check(
    scopes=("person",),
    values={"kinds": list, "elements": dict, "statements": dict, "defects": dict},
    words=("relation",),
    faults=_authority_faults,
)
def authority_unwritten(situation: Situation, values: Values) -> Evidence | None:
    """One of `kinds` is relied on and is not on paper; what a paper must hold is judged by `authorization`."""
    for authority in situation.case.consumer.authorities:
        is_over = authority.until is not None and authority.until < situation.day
        if authority.kind in values["kinds"] and not authority.is_written and not is_over:
            return Evidence(words={"relation": authority.relation.replace("_", " ")})
    return None

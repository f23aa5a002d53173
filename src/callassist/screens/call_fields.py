"""What fills the braces of a script: who calls whom, and once somebody is verified what they may hear of the debts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from callassist.casefile import CaseFile, Debt
from callassist.deals import Deal
from callassist.desk import Opened
from callassist.desk.cards import clocks
from callassist.desk.wording import wanted
from callassist.events import Instalment
from callassist.hearing import may_hear
from callassist.identity import two_facts
from callassist.kinds import listed
from callassist.money import format_cents
from callassist.policy import ClientPolicy
from callassist.rules import Setting, creditor_of
from callassist.speakers import Proof, own_name_and
from callassist.spoken_es import in_spanish
from callassist.worklist import open_promise

UNTOLD: Final = {
    "balance": "the amount on your statement",
    "creditor": "our client",
    "facility": "your provider",
    "service_date": "the date on your statement",
}
HELP: Final = "help with bills"
"""What a creditor's assistance is called where its policy has none of its own."""


def fields(opened: Opened, setting: Setting, collector: str) -> Mapping[str, str]:
    """Every field that may be shown now; what concerns the debt only once the person is verified."""
    case, agency = opened.case, setting.agency
    consumer = case.consumer
    zones = opened.verdicts.zones
    open_to_all = {
        "collector": collector.title() if collector.islower() else collector,
        "agency": agency.name,
        "voicemail_name": agency.voicemail_name,
        "callback_number": _callback_number(case, setting),
        "consumer": consumer.first or consumer.full_name,
        "consumer_full": consumer.full_name,
        "local_time": clocks(opened.now, zones) if zones else "an unknown time",
        "two_facts": _asked(opened, setting),
    }
    call = case.call
    found = {**open_to_all, **_of_debts(opened, setting)} if call and call.verified else open_to_all
    return in_spanish(found) if consumer.language == "es" else found


def _asked(opened: Opened, setting: Setting) -> str:
    """What to ask whoever is speaking for: of somebody else, their own name first."""
    base = opened.verdicts.base
    proof = Proof(case=opened.case, setting=setting, call=opened.case.call, now=opened.now, day=base.day)
    return two_facts(proof.usable, proof.needed) if proof.is_through else own_name_and(proof.usable)


def _callback_number(case: CaseFile, setting: Setting) -> str:
    """Ours; a client's only when all debts of the call are that client's early-out business."""
    clients = {debt.client for debt in case.open_debts(case.line)}
    policies = [setting.clients.get(client) for client in clients]
    if case.line != "agency" and len(policies) == 1 and policies[0] and policies[0].callback_number:
        return policies[0].callback_number
    return setting.agency.callback_number


# ── of the debts ──


def _of_debts(opened: Opened, setting: Setting) -> dict[str, str]:
    """Of each debt what whoever is speaking may hear of it; in place of what they may not, words that tell nothing."""
    case = opened.case
    every = case.open_debts(case.line) or case.debts
    heard = may_hear(opened.verdicts, (debt.id for debt in every))

    def told(fact: str) -> tuple[Debt, ...]:
        return tuple(debt for debt in every if fact in heard[debt.id])

    owed, care = told("disclose_amount"), told("disclose_care")
    days = dict.fromkeys(f"{debt.service:%d %B %Y}".lstrip("0") for debt in care if debt.service)
    facilities = dict.fromkeys(neutral(debt.facility, setting.clients.get(debt.client)) for debt in care)
    creditors = listed(dict.fromkeys(creditor_of(debt, setting) for debt in told("disclose_creditor")))
    wording = wanted(opened)
    found = {
        "balance": f"${format_cents(sum(debt.balance_cents for debt in owed))}" if owed else "",
        "creditor": creditors,
        "facility": listed(name for name in facilities if name) or creditors,
        "service_date": listed(days),
        "letter_reference": next(reversed(case.consumer.letter_codes), ""),
        "time_barred_words": wording.sentence if wording else "",
        "aid_program": f"the financial assistance of {creditors}" if creditors and _has_aid(owed, setting) else HELP,
        "covered_by": listed(dict.fromkeys(debt.details.insurance_name for debt in care)),
        "patient": listed(dict.fromkeys(patient(debt, case) for debt in care)),
        **(_agreed(case, opened.verdicts.base.day) if owed == every else {}),
    }
    return {name: text or UNTOLD.get(name, "") for name, text in found.items()}


def _has_aid(debts: Iterable[Debt], setting: Setting) -> bool:
    policies = (setting.clients.get(debt.client) for debt in debts)
    return any(policy is not None and policy.terms is not None and bool(policy.terms.aid) for policy in policies)


def patient(debt: Debt, case: CaseFile) -> str:
    """Who was treated: the consumer where nobody else is named."""
    named = f"{debt.details.patient_first} {debt.details.patient_last}".strip()
    return named or case.consumer.full_name


def neutral(facility: str, policy: ClientPolicy | None) -> str:
    """A facility by the name that does not tell what the care was for."""
    return policy.neutral_names.get(facility, facility) if policy else facility


# ── what was agreed on ──


def _agreed(case: CaseFile, today: date) -> dict[str, str]:
    """The newest deal that runs, else the promise that is open, as it is read back."""
    deal = next((each for each in reversed(case.consumer.deals) if each.is_live), None)
    promise = open_promise(case.consumer)
    if deal is not None and deal.left:
        first = deal.left[0]
        return {
            "plan_terms": _schedule(deal, today),
            "payment_terms": _payment(first, today),
            "amount": f"${format_cents(first.cents)}",
            "due": _day(first.due, today),
        }
    if promise is None:
        return {}
    told = Instalment(cents=promise.total_cents, due=promise.due)
    words = _payment(told, today)
    amount = f"${format_cents(told.cents)}"
    return {"plan_terms": words, "payment_terms": words, "amount": amount, "due": _day(told.due, today)}


def _schedule(deal: Deal, today: date) -> str:
    """Each sum with its day; of a long plan the first two, how many more, and the last."""
    left = deal.left
    if len(left) <= FEW:
        return listed(_payment(each, today) for each in left)
    usual, last = left[1], left[-1]
    more = f"then {len(left) - 2} payments of ${format_cents(usual.cents)}"
    day_of_each = f"the next on {_day(usual.due, today)}"
    return f"{_payment(left[0], today)}, {more}, {day_of_each}, and the last, {_payment(last, today)}"


FEW: Final = 4


def _payment(payment: Instalment, today: date) -> str:
    return f"${format_cents(payment.cents)} on {_day(payment.due, today)}"


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"

"""What is proposed for each intent: how it is titled, how high its stake is, whether it tells nothing of a debt."""

from __future__ import annotations

import re
from typing import Final

from callassist.utterances import Hearing

STAKES: Final = {
    "crisis_distress": 100,
    "safety_or_abuse": 99,
    "speaker": 97,
    "third_party_answered": 96,
    "deceased": 95,
    "bankruptcy": 94,
    "attorney_represented": 93,
    "cease_contact": 92,
    "wrong_number": 91,
    "identity_theft": 90,
    "military_active_duty": 89,
    "no_calls_at_work": 88,
    "limits": 87,
    "recording_question": 86,
    "not_guarantor": 85,
    "dispute_debt": 84,
    "quality_of_care": 83,
    "dispute_amount": 82,
    "already_paid": 81,
    "request_validation": 80,
    "insurance_should_pay": 79,
    "medicaid_pending": 78,
    "accident_or_work_injury": 77,
    "protected_income": 76,
    "time_barred": 75,
    "contradiction": 70,
    "complaint_threat": 68,
    "language": 66,
    "language_need": 66,
    "authorised_representative": 65,
    "aid_request": 62,
    "terms": 60,
    "hardship_cannot_pay": 58,
    "refuse_to_pay": 50,
    "legal_consequences_question": 48,
    "credit_report_question": 46,
    "callback_later": 44,
    "refuse_verification": 43,
    "number": 40,
    "other": 20,
}
"""The higher is shown first. What ends or limits contact, and who may hear, comes before anything about money."""
TITLES: Final = {
    "crisis_distress": "In crisis: the words for it, and a supervisor",
    "safety_or_abuse": "May not be safe: the words for it",
    "third_party_answered": "Somebody else is on the line: say which",
    "deceased": "Has died: wrap up so",
    "bankruptcy": "Bankruptcy: wrap up so",
    "attorney_represented": "Has an attorney: name and number, wrap up so",
    "cease_contact": "Stop calling: wrap up so",
    "wrong_number": "Wrong number: keep it, and wrap up",
    "identity_theft": "Identity theft: wrap up so",
    "military_active_duty": "On active duty: wrap up so",
    "no_calls_at_work": "No calls at work: wrap up so",
    "recording_question": "Asks about recording: the words for it",
    "not_guarantor": "Not theirs to pay: keep the dispute",
    "dispute_debt": "Dispute: keep it with their words",
    "quality_of_care": "Complains of the care: keep the dispute",
    "dispute_amount": "Disputes the amount: keep it with their words",
    "already_paid": "Paid already: ask when, how, to whom",
    "request_validation": "Wants it in writing: wrap up so",
    "insurance_should_pay": "Coverage is named: the insurance script",
    "medicaid_pending": "Medicaid is pending: the words for it",
    "accident_or_work_injury": "An accident or work: who else may pay",
    "protected_income": "Income that is protected: keep the sign",
    "time_barred": "Says it is too old: the words for it",
    "complaint_threat": "Complains: the words for it",
    "language_need": "Another language: wrap up so",
    "authorised_representative": "Somebody may speak for them: the words for it",
    "aid_request": "Asks for help with it: the aid script",
    "hardship_cannot_pay": "Hardship: keep the sign of need",
    "callback_later": "A time to call back: wrap up so",
    "promise_to_pay": "They mean to pay: to the offers",
    "payment_plan": "They want a plan: to the offers",
    "settlement_offer": "They want to settle: to the offers",
    "pay_now": "They want to pay now: to the offers",
    "refuse_verification": "Will not verify: what to offer instead",
    "who_are_you": "Asks who is calling: the words for it",
    "channel_preference": "Wants another way of contact: the words for it",
    "balance_question": "Asks about the balance: the words for it",
}
UNTOLD: Final = frozenset(
    {
        *("crisis_distress", "safety_or_abuse", "third_party_answered", "deceased", "attorney_represented"),
        *("cease_contact", "wrong_number", "no_calls_at_work", "language_need", "callback_later", "who_are_you"),
        *("recording_question", "refuse_verification"),
    }
)
"""What may be proposed to a call whose speaker is not verified: it tells nothing of a debt."""
MONEY: Final = ("promise_to_pay", "payment_plan", "settlement_offer", "pay_now")
"""Intents about terms: the offers answer them."""
NEED: Final = frozenset({"hardship_cannot_pay", "protected_income"})
BY_CARD: Final = frozenset(
    {
        *("crisis_distress", "safety_or_abuse", "already_paid", "insurance_should_pay", "medicaid_pending"),
        *("accident_or_work_injury", "aid_request", "time_barred", "complaint_threat", "refuse_to_pay", "who_are_you"),
        *("recording_question", "credit_report_question", "legal_consequences_question", "authorised_representative"),
        *("channel_preference", "balance_question"),
    }
)
"""Intents whose words come before any code."""
AS_FACT: Final = {
    "language_need": "language",
    "attorney_represented": "attorney",
    "deceased": "deceased",
    "hardship_cannot_pay": "statement",
}
"""An intent and the fact it may contradict: what is asked about is not proposed as well."""
SIGNALS: Final = (
    ("homeless", re.compile(r"\b(?:homeless|shelter|living in (?:my|the|our) car|evicted|couch)\b")),
    ("food_help", re.compile(r"\b(?:food stamps|snap|wic|food (?:bank|pantry)|ebt)\b")),
    ("no_cover", re.compile(r"\b(?:uninsured|no insurance|lost (?:my|our) (?:insurance|coverage))\b")),
    ("lost_job", re.compile(r"\b(?:(?:lost|lose) (?:\w+ )?job|laid off|fired|out of work|unemployed|let go)\b")),
    ("illness", re.compile(r"\b(?:chemo|surgery|too sick|disabled|in the hospital|cannot work|can't work)\b")),
    ("protected_income", re.compile(r"\b(?:social security|ssi|ssdi|disability|va benefits|pension)\b")),
)
"""Signs of need, by the words for them; the first that is found is kept."""
_STRANGERS: Final = (
    ("child", re.compile(r"\b(?:child|kid|my (?:mom|mommy|dad|daddy)|i'?m (?:\d|1\d|eight|nine|ten))\b")),
    ("coworker", re.compile(r"\b(?:co-?worker|front desk|receptionist|works here|his office|her office)\b")),
    ("facility", re.compile(r"\b(?:nursing home|this is the (?:hospital|facility)|ward|assisted living)\b")),
    ("unknown", re.compile(r"\b(?:don'?t know|no idea|never heard|not here anymore|moved (?:out|away))\b")),
)
_ATTORNEY: Final = re.compile(
    r"\b(?:lawyer|attorney|counsel|atty|law ?firm)(?:'s name)?\b(?: is|:| named| called| at| of|,)? +"
    r"(?P<name>(?:(?:mr|ms|mrs|dr)\.? +)?[A-Z][\w'-]+"
    r"(?:(?: +| ?& ?|, (?=[A-Z]))(?:and +|of +|at +)?[A-Z][\w'&.-]*){0,5})"
)
_NOT_NAMES: Final = frozenset({"and", "he", "she", "they", "i", "we", "so", "but", "who", "that"})


def stranger_of(text: str) -> str:
    """Which of commands.THIRD_PARTIES is on the line, by the words; the household where they do not say."""
    said = text.lower()
    return next((who for who, found in _STRANGERS if found.search(said)), "household")


def attorney_of(hearing: Hearing) -> str:
    """An attorney's name and number as one types them, '' where none was said."""
    found = _ATTORNEY.search(hearing.text)
    name = found["name"].strip(" .,") if found and found["name"].lower() not in _NOT_NAMES else ""
    number = phone(hearing.numbers[0]) if hearing.numbers else ""
    return f"{name} {number}".strip()


def phone(number: int) -> str:
    """A number as one types it: 614-555-0142."""
    digits = f"{number}"
    return f"{digits[1:4]}-{digits[4:7]}-{digits[7:]}" if len(digits) == 11 and digits[0] == "1" else f"+{digits}"  # noqa: PLR2004

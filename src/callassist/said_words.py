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
LABELS: Final = {
    "crisis_distress": "In crisis",
    "safety_or_abuse": "May not be safe",
    "third_party_answered": "Somebody else is on the line",
    "deceased": "Has died",
    "bankruptcy": "Bankruptcy",
    "attorney_represented": "Has an attorney",
    "cease_contact": "Stop calling",
    "wrong_number": "Wrong number",
    "identity_theft": "Identity theft",
    "military_active_duty": "On active duty",
    "no_calls_at_work": "No calls at work",
    "recording_question": "Asks about recording",
    "not_guarantor": "Not theirs to pay",
    "dispute_debt": "Dispute",
    "quality_of_care": "Complains of the care",
    "dispute_amount": "Disputes the amount",
    "already_paid": "Paid already",
    "request_validation": "Wants it in writing",
    "insurance_should_pay": "Coverage is named",
    "medicaid_pending": "Medicaid is pending",
    "accident_or_work_injury": "An accident, or hurt at work",
    "protected_income": "Income that is protected",
    "time_barred": "Says it is too old",
    "complaint_threat": "Complains, or threatens to",
    "language_need": "Another language",
    "authorised_representative": "Somebody may speak for them",
    "aid_request": "Asks for help with it",
    "hardship_cannot_pay": "Hardship",
    "callback_later": "A time to call back",
    "promise_to_pay": "They mean to pay",
    "payment_plan": "They want a plan",
    "settlement_offer": "They want to settle",
    "pay_now": "They want to pay now",
    "refuse_to_pay": "Refuses to pay",
    "refuse_verification": "Will not verify",
    "who_are_you": "Asks who is calling",
    "channel_preference": "Wants another way of contact",
    "balance_question": "Asks about the balance",
    "credit_report_question": "Asks about credit reports",
    "legal_consequences_question": "Asks what may follow",
}
LIMITED: Final = {
    "inconvenient_time": "when they may be called",
    "inconvenient_place": "where they may not be called",
    "no_text": "no texts",
    "no_email": "no e-mail",
    "no_mail": "no letters",
    "no_voicemail": "no messages left",
}
"""Limits that are kept by one key, as they are shown."""
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
        *("channel_preference", "balance_question", "deceased"),
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
"""Signs of need, by the words for them."""
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
_TALK_TO: Final = re.compile(
    r"\b(?:[Tt]alk|[Ss]peak|[Cc]all|[Cc]ontact)(?: to| with)? "
    r"(?P<name>[A-Z][a-z]+(?: (?:and |of )?[A-Z][\w'&.-]*){0,4})"
)
_NOT_NAMES: Final = frozenset({"and", "he", "she", "they", "i", "we", "so", "but", "who", "that"})


def stranger_of(text: str) -> str:
    """Which of commands.THIRD_PARTIES is on the line, by the words; the household where they do not say."""
    said = text.lower()
    return next((who for who, found in _STRANGERS if found.search(said)), "household")


def attorney_of(hearing: Hearing) -> str:
    """An attorney's name and number as one types them, '' where none was said."""
    found = _ATTORNEY.search(hearing.text) or _TALK_TO.search(hearing.text)
    name = found["name"].strip(" .,") if found and found["name"].lower() not in _NOT_NAMES else ""
    number = phone(hearing.numbers[0]) if hearing.numbers else ""
    return f"{name} {number}".strip()


def phone(number: int) -> str:
    """A number as one types it: 614-555-0142."""
    digits = f"{number}"
    return f"{digits[1:4]}-{digits[4:7]}-{digits[7:]}" if len(digits) == 11 and digits[0] == "1" else f"+{digits}"  # noqa: PLR2004

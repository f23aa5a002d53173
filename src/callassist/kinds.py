"""The words that journals use for kinds of things: limits, claims, speakers, authorities, notices, requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

CONTACT: Final = (
    "cease",
    "attorney",
    "bankruptcy",
    "deceased",
    "minor",
    "identity_theft",
    "do_not_call",
    "no_work_calls",
    "inconvenient_time",
    "inconvenient_place",
    "hold",
    "unread_notes",
    "no_text",
    "no_email",
    "no_mail",
    "no_voicemail",
    "opt_out",
    "shared_line",
    "revoked",
    "confidential",
    "safety",
    "recording_refused",
    "distress",
    "work_email",
    "not_now",
    "whereabouts",
)
CLAIMS: Final = (
    "paid",
    "settled",
    "discharged",
    "insurance_pending",
    "appeal_pending",
    "workers_comp",
    "liability",
    "medicare_qmb",
    "medicaid",
    "medicaid_pending",
    "newborn_medicaid",
    "surprise_billing",
    "estimate_dispute",
    "indian_health",
    "va_authorized",
    "tricare",
    "crime_victim",
    "forensic_exam",
    "in_custody",
    "nursing_home_relative",
    "assistance_pending",
    "assistance_granted",
    "servicemember",
    "litigation",
)
RESTRICTIONS: Final = CONTACT + CLAIMS
"""What may limit contact, and what a debt may be said to be besides owed: each has a rule that says what follows."""
MEDIA: Final = ("call", "prerecorded", "autodial", "text", "email", "electronic_notice", "third_party")
WRITTEN: Final = ("mail", "email", "text", "portal")
SPEAKERS: Final = (
    "consumer",
    "spouse",
    "parent",
    "guardian",
    "representative",
    "power_of_attorney",
    "attorney",
    "other_parent",
    "adult_child",
    "relative",
    "facility",
    "employer",
    "insurer",
    "creditor",
    "reporting_agency",
    "debt_settlement",
    "interpreter",
    "relay_operator",
)
RELATIONS: Final = ("neighbour", "relative", "friend", "employer", "landlord", "reference")
"""Who may be asked where the consumer is, once each, when we do not know."""
LOCATION: Final = "location"
"""The purpose of a call that asks somebody else where the consumer is."""
AUTHORITIES: Final = (
    "consent",
    "marriage",
    "hipaa_authorization",
    "power_of_attorney",
    "guardianship",
    "estate",
    "court_order",
    "attorney_letter",
    "parent_of_minor",
)
NOTICES: Final = (
    "validation",
    "verification",
    "original_creditor",
    "duplicative_dispute",
    "itemised",
    "disclosures_in_writing",
    "eca_warning",
    "plain_language_summary",
    "deposit_notice",
    "payment_confirmation",
    "opt_out_confirmation",
    "state_notice",
)
REQUESTS: Final = ("dispute", "original_creditor", "itemised", "documents", "assistance", "amendment", "records")
COMPLAINTS: Final = ("conduct", "care", "billing", "insurance", "privacy", "contact", "dispute", "other")
BASES: Final = ("written", "oral", "account", "medical", "judgment")


ANSWERS: Final = {"yes": "they said yes", "no": "they said no", "counter": "they proposed something else"}
"""What came of an offer, in words."""


def in_words(kind: str) -> str:
    """A kind as people write it: `hipaa_authorization` is HIPAA authorization."""
    return kind.replace("_", " ").replace("hipaa", "HIPAA")


def listed(words: Iterable[str]) -> str:
    """Words as a list in speech: `a`, `a and b`, `a, b and c`; empty ones are left out."""
    *others, last = [word for word in words if word] or [""]
    return f"{', '.join(others)} and {last}" if others else last

"""The names that a call script may use: fields, guards, duties, what the screen can be asked for, kinds of script."""

from __future__ import annotations

from typing import Final

from callassist.kinds import SPEAKERS

CALL, CARDS, MESSAGE, PARTS, PAYER = "call", "cards", "message", "parts", "payer"
KINDS: Final = frozenset({CALL, CARDS, MESSAGE, PARTS, PAYER})
"""`parts` are steps that others take in, never a beginning; `payer` is a talk with a plan, not with a consumer."""
ENGLISH: Final = "en"
"""The language that every other is a translation of."""
FRONT_KEYS: Final = frozenset({"id", "title", "language", "kind", "start", "says", "for"})

BEGINNINGS: Final = frozenset(
    {"first-contact", "follow-up", "promise-reminder", "broken-promise", "inbound", "location"}
)
"""The scripts that the desk begins a call with: nobody has heard a recording notice when they start."""

# ── fields ──

SENSITIVE_FIELDS: Final = frozenset({"balance", "creditor", "facility", "service_date", "letter_reference"}) | {
    *("time_barred_words", "aid_program", "plan_terms", "payment_terms", "amount", "due", "covered_by", "patient"),
}
"""Never before identity: the debt, the care, and what is itself an answer that verifies."""
KNOWN_FIELDS: Final = SENSITIVE_FIELDS | {
    *("collector", "agency", "voicemail_name", "callback_number"),
    *("consumer", "consumer_full", "local_time", "two_facts"),
}
PAYER_FIELDS: Final = frozenset(
    {"collector", "agency", "callback_number", "facility", "service_date", "patient", "patient_dob"}
) | {"claim_number", "member_id", "charge"}
"""What a plan may be told: the claim and whose it is, nothing of what is owed or of what the consumer said."""

# ── duties ──

DUTY_FACTS: Final = {
    "recording-notice": "is_notified",
    "collector-disclosure": "is_disclosed",
    "coverage-question": "has_coverage_answer",
    "time-barred-notice": "has_time_barred_notice",
    "aid-notice": "has_aid_notice",
    "dispute-question": "has_dispute_answer",
    "plan-read-back": "has_plan_read_back",
    "payment-read-back": "has_payment_read_back",
}
"""A duty a step meets by being said, and the fact that is then true for guards."""
IF_ASKED: Final = frozenset({"agency-if-asked", "amount-if-asked"})
"""What `says` may also name: a step that answers a direct question may say what others may not yet."""
SPOKEN_DUTIES: Final = DUTY_FACTS.keys() | {"transcription-notice"}
"""The duties of which a step must have the words."""
DUTIES: Final = SPOKEN_DUTIES | IF_ASKED

# ── guards ──

SPEAKER_GUARDS: Final = {
    **{speaker: f"is_{speaker}" for speaker in SPEAKERS},
    "debt_settlement": "is_debt_settler",
    "executor": "is_executor",
}
"""Who is speaking, and the guard that is open while they are."""
VERIFIED: Final = "is_verified"
HAS_TERMS: Final = "has_terms"
"""Something was agreed on in the offers of this call."""
MONEY_GUARDS: Final = frozenset({"may_demand", "may_offer", "may_take_payment"})
"""Closed while words that come before money are still to be said."""
KNOWN_GUARDS: Final = (
    frozenset({VERIFIED, "is_time_barred", "is_aid_first", HAS_TERMS, *DUTY_FACTS.values(), *SPEAKER_GUARDS.values()})
    | MONEY_GUARDS
    | {
        *("may_place_call", "may_voicemail", "may_speak", "may_disclose", "may_text", "may_email", "may_letter"),
        *("may_third_party", "may_furnish"),
    }
)

# ── what the screen can be asked for ──

ENDINGS: Final = frozenset({"wrap-up", "back"})
"""The screen actions that leave a step: the call is over, or back to where a card or side script began."""
PANES: Final = frozenset({"offers", "statement", "line", "stop", "claims", "complaint", "deals"})
"""Those that open a pane and stay at the step."""
KNOWN_ACTIONS: Final = ENDINGS | PANES | {"verify", "search", "notes"}

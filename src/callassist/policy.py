"""Who we are and what each client wrote down: the agency, its licences, a creditor's policy.

Read from data files.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from callassist.creditor_terms import Terms

CREDITORS: Final = ("hospital", "nonprofit_hospital", "physician", "laboratory", "ambulance", "nursing_home", "other")
"""What a creditor is: rules about hospitals look at it."""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """Leave to collect in a state; `expires` None means that none is needed or it does not lapse."""

    state: str
    number: str = ""
    expires: date | None = None


class TraceVendor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who finds people for us: which facts it gets beside names and addresses (some of TRACE_FACTS), and why it may.

    `purpose` is the permissible purpose that each request states. What it `repeats` (fields of tracing.FIELD_LEVELS) it
    gives back as it was told, whoever it found: that agrees with us, and proves nothing.
    """

    purpose: str
    gets: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()


TRACE_FACTS: Final = ("dob", "ssn4", "phones")
TRACE_STEPS: Final = ("last_good", "linked", "files", "vendor", "location", "letter")
"""What may be tried to find somebody: a number once good, linked cases, our own files, a vendor, others, a letter."""


class Effort(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done to find somebody who owes so many whole dollars or more: some of TRACE_STEPS, in their order."""

    dollars: int = msgspec.field(name="from")
    steps: tuple[str, ...]


class Traces(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a vendor's answer is taken: by itself from a score and a margin (bits) on, else a person decides.

    A case is not asked for again within `ask_again_days`. `effort` rises with what is owed; the first is from 0.
    """

    accept_score: int = 36
    accept_margin: int = 12
    ask_again_days: int = 30
    vendors: dict[str, TraceVendor] = {}
    effort: tuple[Effort, ...] = (Effort(dollars=0, steps=TRACE_STEPS),)

    def tier(self, open_cents: int) -> int:
        """Which of `effort` goes by an open balance: the last that begins at it or below."""
        return max(index for index, each in enumerate(self.effort) if each.dollars * 100 <= open_cents or not index)


class Transcription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the recording notice covers that calls are turned into text, and whether the debtor's words are kept."""

    is_on: bool = False
    keeps_text: bool = False


class Agency(msgspec.Struct, frozen=True, kw_only=True):
    """The collection agency.

    `voicemail_name` must not reveal collection; times are minutes after local midnight. `desk_states` are where our
    people sit; `other_systems` also call for us, and their attempts come in by file. `speaker_facts` is how many facts,
    beside their own name, verify somebody who speaks for a consumer; one at least.
    """

    name: str
    voicemail_name: str
    address: str
    callback_number: str
    licences: tuple[Licence, ...]
    open_minute: int = 480
    close_minute: int = 1260
    open_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    calls_in_7_days: int = 3
    aliases: tuple[str, ...] = ()
    desk_states: tuple[str, ...] = ()
    other_systems: tuple[str, ...] = ()
    speaker_facts: int = 1
    is_demo: bool = False
    traces: Traces = Traces()
    transcription: Transcription = Transcription()

    def licence(self, state: str) -> Licence | None:
        """The licence for a state, current or not."""
        return next((held for held in self.licences if held.state == state), None)


class ClientPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a creditor allows.

    `neutral_names` replace facility names that reveal care; holidays are whole days. `kind` is one of CREDITORS.
    `terms` are of money; without any nothing is settled and nothing taken off. `aid_first` wants help with bills named
    on every call before any money is asked for. `transcription` None goes by the agency's.
    """

    code: str
    name: str
    line: str = "agency"
    callback_number: str = ""
    calls_in_7_days: int | None = None
    holidays: tuple[date, ...] = ()
    certified: tuple[str, ...] = ()
    neutral_names: dict[str, str] = {}
    identity_factors: int = 2
    may_leave_voicemail: bool = False
    kind: str = ""
    desk: str = ""
    team: str = ""
    terms: Terms | None = None
    aid_first: bool = False
    transcription: Transcription | None = None

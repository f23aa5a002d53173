"""What may be asked to be done with a contact book beside its numbers: whom else to ask, what somebody else told.

`source` is one of decide_contacts.SOURCES; '' is whoever is on the line, or the collector. On a location
call it is the third party, whatever it says.
"""

from __future__ import annotations

from callassist.commands import Command


class AddAcquaintance(Command, frozen=True, kw_only=True):
    """Somebody who may know where the consumer is: E.164 digits, one of kinds.RELATIONS, whom to ask for."""

    number: int
    relation: str
    name: str = ""
    extension: str = ""
    source: str = ""


class LearnPlace(Command, frozen=True, kw_only=True):
    """An address was learnt. On a location call, from whoever was asked; `state` has two letters, `zip` five digits."""

    street: str
    city: str
    state: str
    zip: str
    source: str = ""


class TryTrace(Command, frozen=True, kw_only=True):
    """One of policy.TRACE_STEPS was tried to find the person, and did not; what came of it is required."""

    step: str
    words: str


class LearnEmployer(Command, frozen=True, kw_only=True):
    """Where the consumer works was learnt."""

    name: str
    source: str = ""
